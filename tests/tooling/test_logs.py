"""Does any log line give away who voted, or when?"""

import io
import logging
import sys
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from selection.logs import Discreet, GunicornLogger, Line


def logged(message: str, *args: object) -> str:
    output = io.StringIO()
    handler = logging.StreamHandler(output)
    handler.addFilter(Discreet())
    handler.handle(logging.LogRecord("any", logging.ERROR, "", 0, message, args, None))
    return output.getvalue().strip()


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("Error handling request /vote/0b7e/?code=1", "Error handling request /…"),
        ("GET /meeting/12/join", "GET /…"),
        ("GET /campaigns/3/", "GET /campaigns/3/"),
        ("GET /voters/", "GET /voters/"),
    ],
)
def test_a_sealed_address_is_blotted_out(message, line):
    assert logged(message) == line


def test_a_sealed_address_is_blotted_out_of_the_arguments():
    assert logged("%s: %s", "Internal Server Error", "/vote/0b7e/") == "Internal Server Error: /…"


def test_a_traceback_quotes_no_row_and_names_no_sealed_address():
    try:
        raise ValueError("refused at /vote/0b7e/\nDETAIL:  Failing row contains (1, 汤云原, 沟通能力强).")
    except ValueError:
        record = logging.LogRecord("any", logging.ERROR, "", 0, "it broke", (), sys.exc_info())

    line = Line("%(message)s").format(record)

    assert line.startswith("it broke\nTraceback")
    assert line.endswith("ValueError: refused at /…")


@pytest.fixture
def gunicorn_log(tmp_path):
    """Gunicorn's logger as the service runs it, and the file that it writes its access lines to."""
    file = tmp_path / "access.log"
    config = Config()
    config.set("accesslog", str(file))
    config.set("access_log_format", "%(U)s %(s)s")
    yield GunicornLogger(config), file
    for name in ("gunicorn.access", "gunicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.filters.clear()


def visit(log: GunicornLogger, path: str) -> None:
    response = SimpleNamespace(status="200 OK", sent=0, headers=[])
    request = SimpleNamespace(headers=[])
    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "RAW_URI": path, "SERVER_PROTOCOL": "HTTP/1.1"}
    log.access(
        response, request, environ, SimpleNamespace(seconds=0, microseconds=0, total_seconds=lambda: 0)
    )


def test_the_access_log_skips_votes_and_meetings(gunicorn_log):
    log, file = gunicorn_log

    for path in ("/", "/vote/0b7e/", "/meeting/12/", "/campaigns/"):
        visit(log, path)

    assert file.read_text().splitlines() == ["/ 200", "/campaigns/ 200"]


def test_gunicorns_error_log_is_discreet(gunicorn_log):
    log, _ = gunicorn_log

    assert [type(each) for each in log.error_log.filters] == [Discreet]
