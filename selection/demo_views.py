"""How does a visitor of the demo make time pass?"""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from selection import clock, deadlines, workdays
from selection.chinese import deadline
from selection.forms import redirect_to, refusals_as_messages, safe_next

JUST_PAST = timedelta(seconds=1)
OFFICE_OPENS = time(8, 0)


@login_not_required
@require_POST
@refusals_as_messages
def demo_advance(request: HttpRequest) -> HttpResponse:
    """Move the clock to the next deadline or working day, and do what is then due."""
    if not settings.DEMO:
        raise Http404
    if request.POST.get("to") == "workday":
        _move(request, next_working_morning(), "新的一个工作日")
    elif nearest := deadlines.earliest():
        _move(request, nearest.at + JUST_PAST, nearest.label)
    else:
        messages.info(request, "眼下没有要到期的事项，可以把演示时间往前调一个工作日")
    return redirect_to(request, safe_next(request))


def next_working_morning() -> datetime:
    day = workdays.add(clock.today(), 1)
    return datetime.combine(day, OFFICE_OPENS, tzinfo=clock.ZONE)


def _move(request: HttpRequest, instant: datetime, what: str) -> None:
    clock.move_to(instant)
    deadlines.tick()
    messages.success(request, f"演示时间已到{deadline(instant)}：{what}")
