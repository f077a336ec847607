"""What does a selection wait for, and since when? Said of many at once; the selection's own page says more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Count, F

from campaigns.choices import DisciplineResult, Standing
from campaigns.models import Campaign, Candidacy, DisciplineOpinion, Filing, Suspension
from selection import clock
from selection.chinese import day
from selection.records.models import Review

Said = Iterator[tuple[int, str]]  # a campaign, and the sentence about it
# From what is handed in for a campaign to the campaign; the plan's own review is of every campaign of it
HANDED_IN = {
    "plan__campaigns": "工作方案",
    "candidate_form__campaign": "人选审核表",
    "waiver__campaign": "例外事项",
    "examination__campaign": "报名资格审查",
}


def waits(campaigns: Sequence[Campaign]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for find in (_suspensions, _reviews, _filings, _opinions, _held):
        for pk, sentence in find(campaigns):
            found[pk].append(sentence)
    return found


def _suspensions(campaigns: Sequence[Campaign]) -> Said:
    for each in Suspension.objects.filter(campaign__in=campaigns, ended_on=None):
        yield each.campaign_id, f"{day(each.started_on)}起暂停：{each.reason}"


def _reviews(campaigns: Sequence[Campaign]) -> Said:
    asked = [Review.State.PENDING, Review.State.SENT_BACK]
    for path, what in HANDED_IN.items():
        found = Review.objects.filter(**{f"{path}__in": campaigns}, state__in=asked)
        for review in found.annotate(of_campaign=F(path)).order_by("pk"):
            yield review.of_campaign, _said(review, what)


def _said(review: Review, what: str) -> str:
    if review.state == Review.State.SENT_BACK:
        return f"{what}退回修改，等待学校重新报送"
    return f"{what}等待{review.current_label}审核{_since(review.pending_since)}"


def _filings(campaigns: Sequence[Campaign]) -> Said:
    for each in Filing.objects.filter(campaign__in=campaigns, state=Filing.State.SUBMITTED):
        yield each.campaign_id, "已报送备案，等待批复"


def _opinions(campaigns: Sequence[Campaign]) -> Said:
    asked = DisciplineOpinion.objects.filter(
        candidacy__opening__campaign__in=campaigns, is_superseded=False, result=DisciplineResult.PENDING
    ).order_by()
    for pk, number in asked.values_list("candidacy__opening__campaign").annotate(Count("pk")):
        yield pk, f"{number}人的廉政意见等待纪检答复"


def _held(campaigns: Sequence[Campaign]) -> Said:
    held = Candidacy.objects.filter(opening__campaign__in=campaigns, standing=Standing.HELD).order_by()
    for pk, number in held.values_list("opening__campaign").annotate(Count("pk")):
        yield pk, f"{number}名人选暂缓"


def _since(at: datetime | None) -> str:
    days = (clock.today() - clock.local(at).date()).days if at else 0
    return f"，已{days}天" if days else ""
