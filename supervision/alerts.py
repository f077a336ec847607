"""What in a selection should catch the eye of whoever oversees the school? A row an alert.

Every alert looks at all the campaigns of a page at once, so that a county costs as many queries as one school.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q

from campaigns.choices import Purpose
from campaigns.models import (
    Act,
    Appointment,
    Campaign,
    Filing,
    Inspection,
    Meeting,
    Publicity,
    Round,
    Waiver,
)
from campaigns.voices import validity
from selection import clock
from selection.chinese import day
from selection.records.models import DatedAct
from supervision import rolls, starting

FAILED = 2  # votes of one purpose that came to nothing
MUCH_ON_PAPER = Fraction(1, 2)  # more than this share of what was done was entered afterwards …
ENOUGH_ACTS = 4  # … once so many were done
EXCEPTIONS = 1  # granted in one selection

# What a selection is made of, and the way to its plan: meetings and some acts belong to the whole plan
ON_RECORD: dict[type[DatedAct], str] = {
    Act: "plan",
    Meeting: "plan",
    Round: "campaign__plan",
    Publicity: "campaign__plan",
    Inspection: "candidacy__opening__campaign__plan",
    Appointment: "candidacy__opening__campaign__plan",
}

Campaigns = Sequence[Campaign]
Found = Iterator[tuple[int, str]]  # a campaign, and the sentence about it


@dataclass(frozen=True)
class Alert:
    """``cites`` the rows of the rules; ``when`` says in words from where on it speaks."""

    key: str
    label: str
    cites: str
    when: str
    find: Callable[[Campaigns], Found]
    is_grave: bool = False


def _overdue_filing(campaigns: Campaigns) -> Found:
    due = Filing.objects.open().filter(campaign__in=campaigns, is_provisional=False, due_on__lt=clock.today())
    for each in due:
        late = (clock.today() - each.due_on).days
        yield each.campaign_id, f"备案应在{day(each.due_on)}前报送，已逾期{late}天"


def _failed_votes(campaigns: Campaigns) -> Found:
    held = Round.objects.filter(
        campaign__in=campaigns, purpose__in=(Purpose.RECOMMENDATION, Purpose.EVALUATION)
    )
    failed: Counter[tuple[int, str]] = Counter()
    for each in held.select_related("poll", "campaign__plan"):
        verdict = validity(each)
        failed[each.campaign_id, each.purpose] += each.is_void or (
            verdict is not None and verdict.holds is False
        )
    for (campaign, purpose), times in failed.items():
        if times >= FAILED:
            yield campaign, f"{Purpose(purpose).label}已有{times}次无效或作废"


def _much_on_paper(campaigns: Campaigns) -> Found:
    done: Counter[int] = Counter()
    on_paper: Counter[int] = Counter()
    plans = {each.plan_id for each in campaigns}
    for model, plan in ON_RECORD.items():
        counted = model._default_manager.filter(**{f"{plan}__in": plans}).values_list(plan).order_by()
        backfilled = Count("pk", filter=Q(is_backfilled=True))
        for pk, number, later in counted.annotate(number=Count("pk"), later=backfilled):
            done[pk] += number
            on_paper[pk] += later
    for each in campaigns:
        all_of_it, much = done[each.plan_id], on_paper[each.plan_id]
        if all_of_it >= ENOUGH_ACTS and much > MUCH_ON_PAPER * all_of_it:
            yield each.pk, f"已办{all_of_it}件，其中{much}件是线下补录（{much * 100 // all_of_it}%）"


def _exceptions(campaigns: Campaigns) -> Found:
    granted = Waiver.objects.filter(campaign__in=campaigns, granted_on__isnull=False).order_by()
    for pk, number in granted.values_list("campaign").annotate(Count("pk")):
        if number >= EXCEPTIONS:
            yield pk, f"批准了{number}件例外"


ALERTS = (
    Alert(
        "unapproved",
        "未经批准即启动",
        "A061 A062",
        "第一个步骤早于书面批准，或者方案还没有批准",
        starting.before_approval,
        is_grave=True,
    ),
    Alert("filing", "备案逾期", "B062", "过了报送期限还没有报送", _overdue_filing, is_grave=True),
    Alert(
        "failed",
        "投票多次无效",
        "A073",
        f"同一种投票无效或作废{FAILED}次以上",
        _failed_votes,
        is_grave=True,
    ),
    Alert(
        "roll",
        "开票前名册变动",
        "A128",
        "投票的名册备好以后、投票开始以前，人员名册有变动",
        rolls.changed_before_opening,
    ),
    Alert(
        "paper",
        "补录比例高",
        "A128",
        f"办理{ENOUGH_ACTS}件以上，补录的超过{MUCH_ON_PAPER.numerator}/{MUCH_ON_PAPER.denominator}",
        _much_on_paper,
    ),
    Alert("exceptions", "批准例外", "A128", f"批准的例外有{EXCEPTIONS}件以上", _exceptions),
)
BY_KEY = {alert.key: alert for alert in ALERTS}


def raised(campaigns: Campaigns) -> dict[int, list[tuple[Alert, str]]]:
    """What there is to say of each, in the order of the table."""
    found: dict[int, list[tuple[Alert, str]]] = defaultdict(list)
    for alert in ALERTS:
        for campaign, sentence in alert.find(campaigns):
            found[campaign].append((alert, sentence))
    return found
