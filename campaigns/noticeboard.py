"""What do the pages of a notice say: who may be posted, until when, how long yet, with what result?"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from campaigns import periods
from campaigns.choices import PUBLICITY, ActKind, Standing
from campaigns.documents import publicity
from campaigns.models import Act, BoardPhoto, Campaign, Candidacy, Objection, Publicity
from campaigns.rulesets.values import UNITS, Period
from selection import clock, workdays
from selection.records import arrangements
from selection.records.models import Paper
from selection.records.models.papers import PaperQuerySet
from selection.workdays import NEXT_DAY


class Expected(NamedTuple):
    """What a notice posted today would run to."""

    whom: str
    length: str
    period: workdays.Period


class Board(NamedTuple):
    """One notice that hung on a board, with its pictures."""

    kind: str
    notice: Publicity | Act
    title: str
    day: date

    @property
    def photos(self) -> list[BoardPhoto]:
        return list(self.notice.board_photos.all())


def postable(campaign: Campaign) -> QuerySet[Candidacy]:
    """Proposed persons whom no standing notice names."""
    posted = Publicity.objects.standing().filter(campaign__in=campaign.sources_of(PUBLICITY))
    return campaign.live().filter(standing=Standing.PROPOSED).exclude(publicities__in=posted)


def waiting(campaign: Campaign) -> QuerySet[Candidacy]:
    """Those who cannot be posted yet, because they are not proposed or are held."""
    considered = Q(standing__in=(Standing.NOMINATED, Standing.QUALIFIED, Standing.INSPECTEE, Standing.HELD))
    persons = campaign.candidacies().filter(considered)
    return persons.select_related("staff__department", "opening__post__department")


def expected(campaign: Campaign) -> list[Expected]:
    """By whether it is a promotion, where the rulebook tells the two apart."""
    rules = campaign.ruleset.publicity
    if rules.period == rules.lateral_period:
        return [_expected(campaign, "", rules.period)]
    return [
        _expected(campaign, "提拔任用", rules.period),
        _expected(campaign, "平级聘任和续聘", rules.lateral_period),
    ]


def _expected(campaign: Campaign, whom: str, period: Period) -> Expected:
    return Expected(whom, f"{period.n}{UNITS[period.unit]}", periods.of(campaign, period, clock.today()))


def may_count_today(campaign: Campaign) -> bool:
    """Whether posting before noon makes a difference: where the next day is the first (AMB-11)."""
    rules = campaign.ruleset.publicity
    return NEXT_DAY in (rules.period.count_from, rules.lateral_period.count_from)


def days_left(notice: Publicity) -> int:
    """How many days of the period are not over yet, today included."""
    first = max(notice.first_day, clock.today())
    if first > notice.last_day:
        return 0
    if notice.unit == "workday":
        return workdays.between(first, notice.last_day, arrangements.current())
    return (notice.last_day - first).days + 1


def papers_of(notice: Publicity) -> PaperQuerySet:
    """The papers drawn up for it, corrections last."""
    found: PaperQuerySet = Paper.objects.filter(kind=publicity.KIND, document__campaign=notice.campaign_id)
    return found.filter(context__about=f"publicity:{notice.pk}").order_by("pk")


def paper_in_force(notice: Publicity) -> Paper | None:
    return papers_of(notice).in_force().last()


def held_back(notice: Publicity) -> list[Candidacy]:
    """Whom a conclusion would hold: persons with an objection that is not resolved."""
    persons = notice.candidacies.live().select_related("staff__department")
    return [person for person in persons if person.objections.open().exists()]


def photographed(campaign: Campaign) -> list[Board]:
    """考察公告 and 公示 that stand, in the order of their days, each with the pictures of its board."""
    acts = campaign.acts.of(ActKind.INSPECTION_NOTICE).prefetch_related("board_photos__attachment")
    notices = campaign.publicities.standing().prefetch_related("board_photos__attachment")
    found = [
        *(Board("act", act, "考察公告", act.happened_on) for act in acts.order_by("happened_on", "pk")),
        *(Board("publicity", each, "拟聘公示", each.happened_on) for each in notices.order_by("pk")),
    ]
    return sorted(found, key=lambda board: board.day)


def cleared(notice: Publicity) -> QuerySet[Objection]:
    """What was reported of those it names and is cleared up on it (T038)."""
    found = Objection.objects.cleared().filter(candidacy__in=notice.candidacies.all())
    return found.select_related("staff").order_by("resolved_on", "pk")


def proposed_result(notice: Publicity) -> str:
    """The words of a conclusion, from the register."""
    received = notice.campaign.objections.filter(
        candidacy__in=notice.candidacies.all(), received_on__gte=notice.happened_on
    )
    count = received.count()
    if not count:
        return "公示期间未收到反映事项。"
    done = count - received.open().count()
    return f"公示期间收到反映事项{count}件，已办结{done}件。"


def last_contact(campaign: Campaign) -> str:
    """Where the school received objections last time, else its own telephone."""
    school = campaign.organisation
    earlier = Publicity.objects.filter(campaign__plan__organisation=school).order_by("-pk").first()
    if earlier is not None:
        return earlier.contact
    phone = f"电话{school.phone}" if school.phone else ""
    return "，".join(part for part in (school.duty_officer, phone) if part)
