"""What does each level conclude on whoever entered, and what follows for whom?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from campaigns import permissions
from campaigns.choices import Conclusion, Standing
from campaigns.documents import application
from campaigns.models import Candidacy, Entry, Examination, ExaminationOpinion, Preference
from campaigns.models.candidacies import PASSING
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers, reviews
from selection.records.models import Attachment, Review, ReviewDecision

from . import people
from .authority import require, tell


class Opinion(NamedTuple):
    """What a level says of one person; ``remark`` why, where it says no or departs from what was handed in."""

    passes: bool
    remark: str = ""


@transaction.atomic
def answer(
    examination: Examination,
    opinions: Mapping[Candidacy, Opinion],
    *,
    by: User,
    remarks: str = "",
    document_number: str = "",
) -> ReviewDecision:
    """The reviewer of the level that is asked concludes on each person; with that the level is done."""
    require(not permissions.is_recused(examination.campaign.plan, by), "审查报名人员资格")
    said = _checked(examination, opinions)
    return reviews.decide(
        examination.review,
        by,
        True,
        remarks=remarks or summary(said),
        document_number=document_number,
        along=lambda decision: _keep(decision, said),
    )


@transaction.atomic
def answer_on_paper(
    examination: Examination,
    opinions: Mapping[Candidacy, Opinion],
    *,
    by: User,
    document_number: str,
    happened_on: date,
    attachment: Attachment | None,
) -> ReviewDecision:
    """The same as a written answer says, entered by the school; it counts once it was confirmed."""
    said = _checked(examination, opinions)
    decision = reviews.enter_on_paper(
        examination.review, by, True, document_number, happened_on, attachment, remarks=summary(said)
    )
    _keep(decision, said)
    return decision


def _keep(decision: ReviewDecision, said: Mapping[Candidacy, Opinion]) -> None:
    for person, opinion in said.items():
        ExaminationOpinion.objects.create(
            decision=decision, candidacy=person, passes=opinion.passes, remark=opinion.remark.strip()
        )


def _checked(examination: Examination, opinions: Mapping[Candidacy, Opinion]) -> Mapping[Candidacy, Opinion]:
    below = standing_opinions(examination)
    persons = list(examination.candidacies.live().select_related("staff", "opening__post"))
    reasons = [
        sentence
        for person in persons
        for sentence in _objections(person, opinions.get(person), below[person.pk].passes)
    ]
    if reasons:
        raise Refused(reasons)
    return {person: opinions[person] for person in persons}


def _objections(person: Candidacy, opinion: Opinion | None, passed: bool) -> Iterator[str]:
    who = f"{person.staff.name}（{person.opening}）"
    if opinion is None:
        yield f"请对{who}作出结论"
    elif opinion.passes and (person.screening or {}).get("conclusion") == Conclusion.INELIGIBLE:
        yield f"{who}不符合必须具备的条件，不能作“合格”结论"
    elif not opinion.passes and not opinion.remark.strip():
        yield f"审查{who}不合格的，请写明理由"
    elif opinion.passes != passed and not opinion.remark.strip():
        yield f"对{who}的结论与上一环节不同，请写明理由"


def summary(said: Mapping[Candidacy, Opinion]) -> str:
    passing = sum(opinion.passes for opinion in said.values())
    return f"审查{len(said)}人次，合格{passing}人次，不合格{len(said) - passing}人次"


class Stood(NamedTuple):
    """How a person stands after the last instance that has concluded: who that was, and why."""

    passes: bool
    label: str
    remark: str


def standing_opinions(examination: Examination) -> dict[int, Stood]:
    """By candidacy: the school's conclusion as handed in, replaced by each level that has answered since."""
    submission = examination.review.latest
    found = (
        {each["candidacy"]: _of_the_school(each) for each in submission.content["people"]}
        if submission
        else {}
    )
    for opinion in opinions_on(examination):
        found[opinion.candidacy_id] = Stood(opinion.passes, opinion.decision.label, opinion.remark)
    return found


def _of_the_school(said: dict[str, Any]) -> Stood:
    passes = said["conclusion"] in PASSING
    return Stood(passes, "学校", said["remark"] or ("" if passes else "；".join(said["against"])))


def opinions_on(examination: Examination) -> QuerySet[ExaminationOpinion]:
    """Those of the last hand-in that count, in the order of the levels."""
    valid = ReviewDecision.objects.filter(submission=examination.review.latest, is_dropped=False)
    counting = [each.pk for each in valid if each.is_confirmed]
    found = ExaminationOpinion.objects.filter(decision__in=counting).select_related(
        "decision__submission__review"
    )
    return found.order_by("decision__level", "pk")


def on_answer(review: Review) -> None:
    """Once the last level has answered: who passed goes on, who failed is told why."""
    if review.state != Review.State.APPROVED:
        return
    examination = review.examination
    by = _last_hand(review)
    stood = standing_opinions(examination)
    for person in examination.candidacies.live().select_related("staff", "opening__campaign__plan"):
        _settle(person, stood[person.pk], by)
    touched = Entry.objects.filter(preferences__candidacy__in=examination.candidacies.all()).distinct()
    for entry in touched.select_related("staff__user", "campaign__plan__ledger"):
        _conclude(entry, stood, by)


def _last_hand(review: Review) -> User:
    submission = review.latest
    assert submission is not None
    last = submission.decisions.filter(is_dropped=False).order_by("level", "pk").last()
    return (last.confirmed_by or last.entered_by) if last else submission.submitted_by


def _settle(person: Candidacy, stood: Stood, by: User) -> None:
    if not stood.passes:
        people.rule_out(person, by=by, reason=f"未通过资格审查（{stood.label}）：{stood.remark}"[:300])
    elif person.screening_conclusion not in PASSING:
        person.screening_conclusion = Conclusion.ELIGIBLE
        person.screening_remark = f"{stood.label}：{stood.remark}"[:300]
        if person.standing == Standing.NOMINATED:
            person.qualify()
        person.save()


def _conclude(entry: Entry, stood: Mapping[int, Stood], by: User) -> None:
    """One post that was passed is enough to go on; the person is told of each."""
    if entry.state == Entry.State.WITHDRAWN:
        return
    said = {
        each: stood.get(each.candidacy_id or 0) for each in entry.preferences.select_related("opening__post")
    }
    lines = [_line(preference, result) for preference, result in said.items() if result]
    passed = any(result.passes for result in said.values() if result)
    if passed and entry.state != Entry.State.QUALIFIED:
        entry.qualify()
    elif not passed and entry.state != Entry.State.UNQUALIFIED:
        entry.fail()
    entry.state_reason = "；".join(lines)[:600]
    entry.save()
    ledgers.append(
        entry.campaign.ledger,
        "报名资格审查结果",
        by=by,
        about=f"entry:{entry.pk}",
        person=entry.staff.name,
        result=str(entry.state),
        said=entry.state_reason,
    )
    if entry.staff.user:
        tell([entry.staff.user], f"您的报名：{entry.state_reason}", application.address(entry))


def _line(preference: Preference, result: Stood) -> str:
    if result.passes:
        return f"{preference.opening}资格审查合格"
    return f"{preference.opening}未通过资格审查（{result.label}）：{result.remark}"
