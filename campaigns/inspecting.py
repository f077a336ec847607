"""How far is the inspection of each person, and who may read what was found?"""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.db.models import Q, QuerySet

from campaigns import permissions
from campaigns.choices import DisciplineResult
from campaigns.integrity import replies_in_force
from campaigns.models import Campaign, Candidacy, DisciplineOpinion, Inspection, Plan
from campaigns.services.inspecting import PARTS
from selection.accounts.models import User

TONES = {
    DisciplineResult.PENDING: "wait",
    DisciplineResult.CLEAR: "good",
    DisciplineResult.UNRESOLVED: "wait",
    DisciplineResult.VETO: "bad",
}


class Line(NamedTuple):
    """One person: the text, what it lacks, who signed, who has still to, and discipline's opinion."""

    person: Candidacy
    inspection: Inspection | None
    missing: list[str]
    signed: list[User]
    unsigned: list[User]
    opinion: DisciplineOpinion | None
    tone: str
    reply: DisciplineOpinion | None = None  # given in another selection, and good for this one

    @property
    def is_complete(self) -> bool:
        return self.inspection is not None and not self.missing

    @property
    def may_be_asked(self) -> bool:
        return self.opinion is None or self.opinion.is_answered


def line_of(person: Candidacy, campaign: Campaign) -> Line:
    found, opinion = person.inspection, person.discipline_opinion
    signed = list(found.signers.all()) if found else []
    waits_for = [] if found is None or found.is_backfilled else campaign.plan.inspectors
    return Line(
        person,
        found,
        found.missing_parts(campaign.ruleset.inspection) if found else [],
        signed,
        [user for user in waits_for if user not in signed],
        opinion,
        tone_of(opinion),
    )


def lines(campaign: Campaign) -> list[Line]:
    persons = campaign.live().prefetch_related(
        "inspections__signers", "inspections__entered_by", "discipline_opinions"
    )
    found = [line_of(person, campaign) for person in persons]
    awaiting = [line.person for line in found if line.opinion is None or not line.opinion.is_answered]
    replies = replies_in_force(campaign, awaiting)
    return [line._replace(reply=replies.get(line.person.staff_id)) for line in found]


def tone_of(opinion: DisciplineOpinion | None) -> str:
    """The worse of its two answers."""
    if opinion is None or not opinion.is_answered:
        return "wait"
    said = {TONES[DisciplineResult(answer)] for answer in (opinion.result, opinion.petitions)}
    return next(tone for tone in ("bad", "wait", "good") if tone in said)


def label_of(part: str) -> str:
    field = Inspection._meta.get_field(part)
    assert isinstance(field, models.Field)
    return str(field.verbose_name)


def written(inspection: Inspection) -> list[tuple[str, str]]:
    """Heading and text of the parts that are not blank."""
    said = [(label_of(part), text) for part in PARTS if (text := getattr(inspection, part))]
    return [*said, (label_of("methods"), "、".join(inspection.methods))] if inspection.methods else said


def may_read(plan: Plan, user: User) -> bool:
    """What the team found is for the team, the officer, those who decide, and discipline."""
    reads = user.may("answer_discipline", plan.organisation) and not permissions.is_recused(plan, user)
    return reads or permissions.may_see_figures(plan, user)


def may_write(plan: Plan, user: User) -> bool:
    return permissions.may_inspect(plan, user) or permissions.may_run_plan(plan, user)


def opinions_readable_by(user: User) -> QuerySet[DisciplineOpinion]:
    """Discipline's answers are for discipline, the team and the officer; superseded ones included."""
    at_work = user.organisations_for("answer_discipline") | user.organisations_for("run_campaigns")
    plan = "candidacy__opening__campaign__plan"
    named = Q(
        **{
            f"{plan}__roles__user": user,
            f"{plan}__roles__kind__in": ["team_leader", "inspector"],
            f"{plan}__roles__ended_on": None,
        }
    )
    visible = Candidacy.objects.visible_to(user)
    readable = DisciplineOpinion.objects.filter(named | Q(**{f"{plan}__organisation__in": at_work}))
    return readable.filter(candidacy__in=visible).distinct()
