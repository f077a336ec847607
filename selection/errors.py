"""What does a user see when a page can't be shown, and what should they do about it?

The pages are rendered without context processors and without the database, so that they still
appear when those are what failed.
"""

import errno
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import redis
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.http import urlencode

LARGEST_REQUEST = 25 * 2**20
LARGEST_TO_READ_AWAY = 4 * LARGEST_REQUEST
SECONDS_TO_WAIT = 5


@dataclass(frozen=True)
class Trouble:
    """A kind of failure: the heading and the one sentence that says what to do."""

    status: int
    title: str
    advice: str


class Troubles(Enum):
    BAD_REQUEST = Trouble(400, "这次请求没有看懂", "请返回上一页，核对填写的内容后再试一次。")
    CSRF = Trouble(
        403,
        "页面放得太久，或者登录情况有了变化",
        "请返回上一页、刷新后重新提交；已经填好的文字请先复制下来。",
    )
    FORBIDDEN = Trouble(403, "您没有办理这件事的权限", "如果应当由您办理，请联系本单位人事干部核对您的角色。")
    NOT_FOUND = Trouble(
        404,
        "没有找到这个页面",
        "网址可能有误，或者内容不在您可以查看的范围内；请先登录，或回首页从菜单进入。",
    )
    RECUSED = Trouble(404, "按回避规定，您不看这一页", "请回首页，办理本人的其他事项。")
    DESTROYED = Trouble(
        410,
        "这份材料已经销毁",
        "保管期满，已按销毁清册销毁，校验码和登记仍然保存；需要核对的，请到保管单位查登记。",
    )
    TOO_LARGE = Trouble(413, "上传的内容太大", "每个文件不超过10 MB，请压缩或分几次上传。")
    TOO_MANY = Trouble(429, "尝试的次数太多", "请等一分钟，返回上一页再试一次。")
    BROKEN = Trouble(
        500, "系统出了问题，这一步没有保存", "请稍后重试；如仍不行，请把时间和所做的操作告诉管理员。"
    )
    FULL = Trouble(
        503,
        "服务器的磁盘满了，这一步没有保存",
        "已经填好的文字请先复制下来，并告诉管理员腾出磁盘空间；腾出之后，再办一次就可以。",
    )
    BUSY = Trouble(503, "系统正忙，这一步没有保存", "请等几秒钟再试一次。")


class NotForYou(Http404):
    """To others the page does not exist; whoever was to use it is told in one sentence why not any more."""


def page(trouble: Troubles, advice: str = "", sign_in: str = "") -> HttpResponse:
    what = trouble.value
    context = {
        "title": what.title,
        "advice": advice or what.advice,
        "sign_in": sign_in,
        "stylesheet": _stylesheet(),
    }
    return HttpResponse(render_to_string("errors/page.html", context), status=what.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return page(Troubles.TOO_LARGE if too_large else Troubles.BAD_REQUEST)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(Troubles.CSRF)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A sentence given to ``PermissionDenied`` is shown in place of the general advice."""
    return page(Troubles.FORBIDDEN, advice=str(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, NotForYou):
        return page(Troubles.RECUSED, advice=str(exception))
    return not_found(request)


def not_found(request: HttpRequest) -> HttpResponse:
    """The same for everybody and for whatever isn't there; a stranger may sign in and come back."""
    asked = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return page(Troubles.NOT_FOUND, sign_in=f"/sign-in/?{asked}")


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Sign-in calls this beyond its rate."""
    return page(Troubles.TOO_MANY)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled: what passes by itself is told from a fault."""
    error = sys.exc_info()[1]
    if _is_full(error):
        return page(Troubles.FULL)
    if not _service_is_away(error):
        return page(Troubles.BROKEN)
    response = page(Troubles.BUSY)
    response["Retry-After"] = str(SECONDS_TO_WAIT)
    return response


def explain(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: uploads beyond all measure get a page as well."""

    def answer(request: HttpRequest) -> HttpResponse:
        if _length(request) > LARGEST_REQUEST:
            _read_away(request)
            return page(Troubles.TOO_LARGE)
        return get_response(request)

    return answer


def _service_is_away(error: BaseException | None) -> bool:
    """A database locked, full or out of reach, or no Redis; a missing table or column is a fault,
    though SQLite calls it the same."""
    away = OperationalError | InterfaceError | redis.ConnectionError | redis.TimeoutError
    return isinstance(error, away) and "no such" not in str(error)


def _is_full(error: BaseException | None) -> bool:
    """The disk of the files, or of the database: PostgreSQL's disk_full, SQLite's words."""
    if isinstance(error, OperationalError):
        return getattr(error.__cause__, "sqlstate", None) == "53100" or "disk is full" in str(error)
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _read_away(request: HttpRequest) -> None:
    """Most browsers show the answer only after they have sent everything."""
    if _length(request) <= LARGEST_TO_READ_AWAY:
        while request.read(2**16):
            pass


def _stylesheet() -> str:
    """The address of the stylesheet, even where the static files have not been collected."""
    try:
        return static("errors.css")
    except ValueError:
        return f"{settings.STATIC_URL}errors.css"
