"""How far have the talks of one kind come, and who may still be talked to?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet

from ballots.verdicts import Verdict
from campaigns import permissions
from campaigns.choices import TalkKind, TalkScope, Track, View
from campaigns.models import Campaign, Candidacy, Talk
from campaigns.voices import TalkCount, talk_count, talk_support, talks_needed
from personnel.models import StaffMember, Tenure
from selection import clock
from selection.accounts.models import User

SHORT = {TalkScope.CADRE: "中层及以上干部", TalkScope.PEER: "教职工代表"}
NO_GROUP = "未分教研组"


class Want(NamedTuple):
    """One requirement: what for, how many there are, how many there must be."""

    label: str
    held: int
    need: int

    @property
    def is_met(self) -> bool:
        return self.held >= self.need


@dataclass(frozen=True)
class Progress:
    """已谈n人/最少m人 of one kind, with both scopes where the rules ask for both; no bar where they ask for none."""

    count: TalkCount
    wants: list[Want]


def kinds(campaign: Campaign) -> list[TalkKind]:
    """Those that the track knows: in a contest nobody is recommended, and opinions are given in writing (A103)."""
    return [TalkKind.INSPECTION] if campaign.track == Track.COMPETITIVE else list(TalkKind)


def is_asked_for(campaign: Campaign, kind: TalkKind) -> bool:
    rules = campaign.ruleset
    return {
        TalkKind.RECOMMENDATION: rules.recommendation.talks,
        TalkKind.CONSULTATION: rules.evaluation.consult_talks,
        TalkKind.INSPECTION: rules.inspection.talks,
    }[kind]


def progress(campaign: Campaign, kind: TalkKind) -> Progress:
    count = talk_count(campaign, kind)
    if not is_asked_for(campaign, kind):
        return Progress(count, [])
    if kind == TalkKind.CONSULTATION:
        return Progress(
            count, [Want(label, count.by_scope.get(scope, 0), 1) for scope, label in SHORT.items()]
        )
    return Progress(count, [Want("已谈", count.held, talks_needed(campaign, kind))])


class Said(NamedTuple):
    """What the talks came to for one person."""

    person: Candidacy
    agree: int
    oppose: int
    abstain: int
    verdict: Verdict | None


def voices(campaign: Campaign, kind: TalkKind, count: TalkCount) -> list[Said]:
    """A line per live person that was spoken of."""
    found = []
    for person in campaign.live():
        if (views := count.views.get(person.pk)) is not None:
            verdict = talk_support(person, kind) if kind != TalkKind.INSPECTION else None
            found.append(Said(person, views[View.AGREE], views[View.OPPOSE], views[View.ABSTAIN], verdict))
    return found


class Choice(NamedTuple):
    """Persons who can be put on the list together; ``present`` are those whom a quick pick takes."""

    label: str
    scope: TalkScope
    key: str
    people: list[StaffMember]

    @property
    def present(self) -> list[StaffMember]:
        return [staff for staff in self.people if not staff.absence]


def choices(campaign: Campaign, kind: TalkKind) -> list[Choice]:
    """Who is not on the list yet: the cadres first, then everybody else by teaching group."""
    cadres = set(_cadres(campaign).values_list("pk", flat=True))
    eligible = list(_eligible(campaign, kind))
    found = [
        Choice(
            SHORT[TalkScope.CADRE],
            TalkScope.CADRE,
            "cadres",
            [each for each in eligible if each.pk in cadres],
        )
    ]
    groups: dict[str, list[StaffMember]] = {}
    for staff in eligible:
        if staff.pk not in cadres:
            groups.setdefault(staff.teaching_group, []).append(staff)
    for name in sorted(groups, key=lambda name: (not name, name)):
        found.append(Choice(name or NO_GROUP, TalkScope.PEER, f"group-{name}", groups[name]))
    return [choice for choice in found if choice.people]


def _cadres(campaign: Campaign) -> QuerySet[StaffMember]:
    """中层及以上: in a post of the school today or on the plan's reference day, or its leaders."""
    tenures = Tenure.objects.at(campaign.organisation)
    days = (clock.today(), campaign.plan.reference_on)
    in_post = [staff for day in days for staff in tenures.in_force(day).values_list("staff", flat=True)]
    return StaffMember.objects.of(campaign.organisation).filter(Q(pk__in=in_post) | ~Q(leadership=""))


def _eligible(campaign: Campaign, kind: TalkKind) -> QuerySet[StaffMember]:
    """Of the school, not listed yet; once opinions on persons are asked for, not those persons."""
    listed = campaign.talks.filter(kind=kind, is_superseded=False)
    staff = (
        StaffMember.objects.of(campaign.organisation)
        .serving()
        .exclude(pk__in=listed.values("person"))
        .select_related("department")
    )
    if kind != TalkKind.RECOMMENDATION:
        staff = staff.exclude(pk__in=campaign.live().values("staff"))
    return staff.order_by("department__position", "staff_number")


def may_list(campaign: Campaign, user: User) -> bool:
    """Names of those talked to are for whoever runs the plan, the team and discipline."""
    plan = campaign.plan
    reads = user.may("answer_discipline", plan.organisation) and not permissions.is_recused(plan, user)
    return reads or permissions.may_run_plan(plan, user) or permissions.may_inspect(plan, user)


def readable(user: User) -> QuerySet[Talk]:
    """Talks whose record the user may open; to whom the plan is closed, they don't exist."""
    visible = Campaign.objects.visible_to(user)
    return Talk.objects.readable_by(user).filter(campaign__in=visible, is_superseded=False)
