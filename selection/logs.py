"""What may a log line hold? Never the address of a ballot or of a meeting: it tells who voted, and when."""

import logging
import re
from typing import Any

from gunicorn import glogging

SEALED = re.compile(r"/(?:vote|meeting)\b[^\s\"']*")


class Discreet(logging.Filter):
    """Blots sealed addresses out of whatever is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if SEALED.search(text):
            record.msg, record.args = SEALED.sub("/…", text), ()
        return True


class Line(logging.Formatter):
    """A log line whose traceback neither names a sealed address nor quotes a row of the database."""

    def formatException(self, ei: Any) -> str:
        trace = super().formatException(ei)
        kept = [line for line in trace.splitlines() if not line.lstrip(" |").startswith("DETAIL:")]
        return SEALED.sub("/…", "\n".join(kept))


class GunicornLogger(glogging.Logger):
    """Gunicorn's own logs, silent about sealed addresses."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(Discreet())

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        if not SEALED.match(environ.get("PATH_INFO", "")):
            super().access(resp, req, environ, request_time)
