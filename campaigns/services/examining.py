"""Screen those who entered: the school first, then each level above, who concludes on every person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from campaigns import permissions
from campaigns.choices import AgendaPurpose, Conclusion, Stage, Standing
from campaigns.documents import application
from campaigns.models import (
    AgendaItem,
    Campaign,
    Candidacy,
    Entry,
    Examination,
    ExaminationOpinion,
    Opening,
    Preference,
)
from campaigns.models.candidacies import PASSING
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers, reviews
from selection.records.models import Attachment, Review, ReviewDecision

from . import people, screening
from .acts import may_record
from .authority import require, take, tell
from .review_chain import levels

KIND = "examination"


class Opinion(NamedTuple):
    """What a level says of one person; ``remark`` why, where it says no or departs from what was handed in."""

    passes: bool
    remark: str = ""


@transaction.atomic
def bring_up(campaign: Campaign, *, by: User) -> list[Candidacy]:
    """Registration is over: everybody who entered becomes a person of the contest, and is screened.

    From here on there is a person for a post, whom screening, exceptions, recusal and every later step are
    about; who does not pass is excluded, so that whoever is live goes on.
    """
    may_record(campaign.plan, by)
    campaign = take(campaign, "进行资格审查", Stage.RECOMMEND)
    if window := campaign.registrations.open_at(clock.now()).last():
        raise Refused(f"报名到{chinese.deadline(window.closes_at)}截止，截止之后再进行资格审查")
    if waiting := [each.staff.name for each in campaign.entries.standing().unconfirmed()]:
        raise Refused(f"{'、'.join(waiting)}的报名是线下补录，请先由第二人核实")
    preferences = _waiting(campaign)
    if not preferences and not campaign.live().exists():
        raise Refused("没有需要审查的报名")
    for preference in preferences:
        preference.candidacy = _person(preference)
        preference.save(update_fields=["candidacy"])
    return screening.screen_all(campaign, by=by)


def _waiting(campaign: Campaign) -> list[Preference]:
    entered = campaign.entries.filter(state=Entry.State.ENTERED)
    found = Preference.objects.filter(entry__in=entered, candidacy=None, opening__result=Opening.Result.OPEN)
    return list(found.select_related("entry__staff", "opening__campaign__plan", "opening__post"))


def _person(preference: Preference) -> Candidacy:
    entry, opening = preference.entry, preference.opening
    return Candidacy.objects.create(
        opening=opening,
        staff=entry.staff,
        source=entry.source,
        nominated_by=entry.item,
        is_promotion=people.is_promotion(opening, entry.staff),
    )


@transaction.atomic
def report(campaign: Campaign, item: AgendaItem | None, *, by: User) -> Examination:
    """Hand in everybody of whom the school has concluded, with its conclusions, to the levels above (A094)."""
    may_record(campaign.plan, by)
    campaign = take(campaign, "报送资格审查", Stage.RECOMMEND)
    persons = list(to_report(campaign))
    if reasons := [*_meeting_lacks(campaign, item), *_unready(campaign, persons)]:
        raise Refused(reasons)
    chain = levels(campaign.ruleset.registration.screening, campaign.organisation)
    title = f"{campaign.plan.title}报名人员资格审查（{len(persons)}人次）"[:200]
    made = Examination.objects.create(
        campaign=campaign,
        agenda_item=item,
        review=reviews.start(KIND, campaign.organisation, title, chain, campaign.ledger),
    )
    made.candidacies.set(persons)
    reviews.submit(made.review, facts(made), by)
    return made


@transaction.atomic
def report_again(examination: Examination, *, by: User) -> None:
    """Hand in what came back, as the school's conclusions stand now."""
    campaign = examination.campaign
    may_record(campaign.plan, by)
    take(campaign, "报送资格审查", Stage.RECOMMEND)
    persons = list(examination.candidacies.live())
    if reasons := list(_unready(campaign, persons)):
        raise Refused(reasons)
    examination.candidacies.set(persons)
    reviews.submit(examination.review, facts(examination), by)


def to_report(campaign: Campaign) -> QuerySet[Candidacy]:
    """Persons of whom no hand-in that stands speaks yet."""
    standing = Examination.objects.exclude(review__state=Review.State.WITHDRAWN)
    persons: QuerySet[Candidacy] = campaign.live()
    return persons.exclude(preference=None).exclude(examinations__in=standing).order_by("opening", "pk")


def _meeting_lacks(campaign: Campaign, item: AgendaItem | None) -> Iterator[str]:
    if not campaign.ruleset.registration.school_screening and item is None:
        return
    if item is None or item.purpose != AgendaPurpose.SCREENING or item.is_superseded:
        yield "请先录入班子会议“报名人员资格初审”，再报送审核"
    elif item.meeting.plan_id != campaign.plan_id:
        yield "所选会议不是研究本方案的会议"
    elif not item.meeting.is_confirmed:
        yield f"{item.meeting}是线下补录，请先由第二人核实，再据此报送"


def _unready(campaign: Campaign, persons: list[Candidacy]) -> Iterator[str]:
    if not persons:
        yield "没有需要报送的报名人员"
    changed = screening.changed_since(campaign, persons)
    for person in persons:
        if not person.screening_conclusion:
            yield f"请先对{person.staff.name}竞聘{person.opening}作出审查结论"
        elif person.screening_conclusion == Conclusion.UNKNOWN:
            yield f"{person.staff.name}还有待核事项，请核实后作出结论"
        elif person.pk in changed:
            yield f"{person.staff.name}的名册信息在审查之后有变动，请重新审查"


def facts(examination: Examination) -> dict[str, Any]:
    """What a submission freezes: the school's conclusion on each, and what the rules had found."""
    persons = examination.candidacies.select_related("staff", "opening__post", "preference__entry")
    return {"agenda_item": examination.agenda_item_id, "people": [_told(person) for person in persons]}


def _told(person: Candidacy) -> dict[str, Any]:
    found = person.screening or {}
    return {
        "candidacy": person.pk,
        "name": person.staff.name,
        "staff_number": person.staff.staff_number,
        "post": str(person.opening),
        "preference": person.preference.rank,
        "source": person.source,
        "found": found["conclusion"],
        "conclusion": person.screening_conclusion,
        "remark": person.screening_remark,
        "against": [each["sentence"] for each in found["findings"]],
    }


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
