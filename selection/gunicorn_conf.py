"""How gunicorn serves the program: ``gunicorn -c python:selection.gunicorn_conf selection.wsgi``."""

import os

from django.conf import settings

from selection.logs import GunicornLogger

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
limit_request_line = 8190  # its utmost: a page of ticked names fits, and the answer to more is not ours
graceful_timeout = 3 if settings.DEMO else 30
control_socket_disable = True

logger_class = GunicornLogger
loglevel = "warning" if settings.DEMO else "info"
accesslog = None if settings.DEMO else "-"
# No referrer: the page after a ballot would name it.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
