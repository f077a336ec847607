"""Who is due to vote in a round, who is recused, and who is deducted for which reason?"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ballots.definitions import DeductionSpec, ElectorSpec
from campaigns.choices import Purpose
from campaigns.models import Campaign, Candidacy
from campaigns.recusal import relatives
from personnel.models import StaffMember
from selection import clock
from selection.accounts.models import Organisation
from selection.reasons import Refused


def roll(
    campaign: Campaign, purpose: Purpose, persons: list[Candidacy], kept: Collection[int] = ()
) -> tuple[list[ElectorSpec], list[DeductionSpec]]:
    """``kept`` are members who vote though they are related to somebody on the ballot."""
    if purpose == Purpose.DECISION:
        return _members(campaign, persons, kept), []
    recused = _recused(campaign, purpose, persons)
    if campaign.plan.congress is not None:
        delegates = [member.staff for member in campaign.plan.congress.members_on(clock.today())]
        return [_elector(staff, staff.pk in recused) for staff in delegates], []
    return of_staff(campaign.organisation, campaign.plan.categories, recused)


def of_staff(
    organisation: Organisation, categories: Collection[str], recused: Collection[int] = ()
) -> tuple[list[ElectorSpec], list[DeductionSpec]]:
    """Everybody of these categories; whoever is away for a named reason is deducted (AMB-33)."""
    staff = StaffMember.objects.of(organisation).serving().select_related("user")
    due = [person for person in staff if person.category in categories]
    absent = [person for person in due if person.absence]
    return (
        [_elector(person, person.pk in recused) for person in due if not person.absence],
        [
            DeductionSpec(
                person.name, person.get_absence_display(), person.get_category_display(), person.user
            )
            for person in absent
        ],
    )


def _recused(campaign: Campaign, purpose: Purpose, persons: list[Candidacy]) -> set[int]:
    """Of the staff nobody, unless the rulebook says who; they stay in 应到 (R-25)."""
    rules = campaign.ruleset
    who = (rules.recommendation if purpose == Purpose.RECOMMENDATION else rules.evaluation).recused
    staff = {person.staff_id for person in persons}
    return {"nobody": set(), "candidates": staff, "relatives": _concerned(staff)}[who]


def scope(campaign: Campaign, purpose: Purpose) -> str:
    """Who is asked, in the plan's words; nothing for a body's own vote, which is its members' affair."""
    from campaigns.documents import plan_figures

    return "" if purpose == Purpose.DECISION else plan_figures.electorate(campaign.plan)[:120]


def _elector(staff: StaffMember, is_recused: bool = False) -> ElectorSpec:
    if staff.user is None:
        raise Refused(f"{staff.name}还没有账号，请先在人员名册中开通")
    return ElectorSpec(staff.user, staff.name, staff.get_category_display(), is_recused)


def _members(campaign: Campaign, persons: list[Candidacy], kept: Collection[int]) -> list[ElectorSpec]:
    """The deciding body's members today; who is concerned stays in 应到 and has no ballot (R-25)."""
    body = campaign.plan.body
    if body is None:
        raise Refused("请先在方案中指定讨论决定的会议")
    candidates = {person.staff_id for person in persons}
    concerned = candidates | _concerned(candidates).difference(kept)
    return [
        _elector(member.staff, is_recused=member.staff_id in concerned)
        for member in body.members_on(clock.today())
    ]


def _concerned(staff: Iterable[int]) -> set[int]:
    staff = set(staff)
    return staff | {one.pk for one, _why in relatives(staff)}
