"""Who holds a role on a plan, or votes, and is, or is related to, a person under consideration? (R-25)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from campaigns.choices import Purpose
from personnel.models import Relation, StaffMember
from selection import clock

if TYPE_CHECKING:
    from campaigns.models import Objection, Plan, PlanRole, Recusal, Round
    from selection.accounts.models import User

AT_WORK = ("run_campaigns", "decide", "oversee")


def own_ledgers(user: User) -> Q:
    """The ledgers of plans in which the user, or a relative of the user, is under consideration."""
    from campaigns.models import Plan

    return Q(plan__in=Plan.objects.of_candidate_or_relative(user))


def conflicts(plan: Plan) -> list[tuple[PlanRole, str]]:
    """Running roles in conflict, each with its reason in words."""
    from campaigns.models import Candidacy, Entry

    people = Candidacy.objects.live().filter(opening__campaign__plan=plan).select_related("staff")
    entered = Entry.objects.filter(campaign__plan=plan, state=Entry.State.ENTERED).select_related("staff")
    return conflicts_through(plan, [*(each.staff for each in people), *(each.staff for each in entered)])


def conflicts_through(plan: Plan, persons: Iterable[StaffMember]) -> list[tuple[PlanRole, str]]:
    """The same, as it is or would be with these persons under consideration."""
    staff = {person.pk: person for person in persons}
    users = {person.user_id: person for person in staff.values() if person.user_id}
    related = {one.user_id: why for one, why in relatives(staff) if one.user_id}
    found = []
    for role in plan.roles.filter(ended_on=None).select_related("user"):
        if role.user_id in users:
            found.append((role, "是本次人选"))
        elif role.user_id in related:
            found.append((role, related[role.user_id]))
    return found


def relatives(staff: Iterable[int], called: str = "人选") -> list[tuple[StaffMember, str]]:
    """Whoever is related to one of them, and how, in words."""
    staff = set(staff)
    pairs = Relation.objects.touching(staff).select_related("staff", "relative")
    return [
        (one, f"与{called}{other.name}有{pair.get_kind_display()}关系")
        for pair in pairs
        for one, other in ((pair.staff, pair.relative), (pair.relative, pair.staff))
        if other.pk in staff
    ]


@dataclass(frozen=True)
class Proposal:
    """A member who is to be recused from a vote, why, and what was answered; a candidate is, without asking."""

    staff: StaffMember
    why: str
    is_candidate: bool
    answer: Recusal | None

    @property
    def is_waiting(self) -> bool:
        return not self.is_candidate and self.answer is None


def proposals(held: Round) -> list[Proposal]:
    """Of the body's members in a vote that is still a draft; a run-off goes by the roll of its round."""
    body = held.campaign.plan.body
    if held.purpose != Purpose.DECISION or held.opening is None or body is None or held.run_off_of_id:
        return []
    candidates = set(held.opening.candidacies.live().values_list("staff", flat=True))
    why: dict[int, str] = {}
    for one, said in relatives(candidates):
        why[one.pk] = f"{why[one.pk]}，{said}" if one.pk in why else said
    why |= dict.fromkeys(candidates, "是本岗位的人选")
    answers = {each.staff_id: each for each in held.recusals.all()}
    return [
        Proposal(
            member.staff, why[member.staff_id], member.staff_id in candidates, answers.get(member.staff_id)
        )
        for member in body.members_on(clock.today())
        if member.staff_id in why
    ]


def kept(held: Round) -> set[int]:
    """The members of whom the officer gave a reason why they vote though they are related."""
    answers = (held.run_off_of or held).recusals.filter(is_recused=False)
    return set(answers.values_list("staff", flat=True))


def bars(objection: Objection, user: User) -> Iterator[str]:
    """Why the user may not look into it; asked when somebody is named, and again at each act that follows."""
    person, plan = objection.staff, objection.campaign.plan
    if person is not None:
        if person.user_id == user.pk:
            yield f"{user.name}是被反映人"
        ties = [why for one, why in relatives({person.pk}, "被反映人") if one.user_id == user.pk]
        yield from (f"{user.name}{why}" for why in ties)
    for stands in objection.campaign.candidacies().filter(staff__user=user).exclude(staff=person):
        yield f"{user.name}是{stands.opening}的人选"
    if type(plan).objects.of_candidate_or_relative(user).filter(pk=plan.pk).exists():
        yield f"{user.name}或其亲属是本次选拔的人选"
    if user.name in said_in(objection):
        yield f"反映的内容写到了{user.name}"
    yield from _of_another_place(objection, user)


def _of_another_place(objection: Objection, user: User) -> Iterator[str]:
    """What went past the school stays past it; who works on the selection does not learn who signed."""
    school = objection.campaign.organisation
    if not objection.is_of_the_school and user.organisation_id == school.pk:
        yield f"{user.name}是{school.name}的人员，这件由教育局纪检办理，学校不参与核查"
    at_work = any(user.may(act, school) for act in AT_WORK)
    if objection.is_signed and at_work and not user.may("answer_discipline", school):
        yield f"{user.name}办理、签批、审核或监督选拔，不能知道署名的反映人是谁"


def said_in(objection: Objection) -> str:
    """All that was written of it, without blanks, to look for names in."""
    letters = [f"{letter.about}{letter.text}" for letter in objection.letters.all()]
    return "".join("".join([objection.summary, *letters]).split())
