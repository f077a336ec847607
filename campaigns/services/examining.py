"""Screen those who entered, and hand in the school's conclusions to the levels above."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from campaigns.choices import AgendaPurpose, Conclusion, Stage
from campaigns.models import (
    AgendaItem,
    Campaign,
    Candidacy,
    Entry,
    Examination,
    Opening,
    Preference,
)
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import reviews
from selection.records.models import Review

from . import people, screening
from .acts import may_record
from .authority import take
from .review_chain import levels

KIND = "examination"


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
    person = Candidacy.objects.create(
        opening=opening,
        staff=entry.staff,
        source=entry.source,
        nominated_by=entry.item,
        is_promotion=people.is_promotion(opening, entry.staff),
    )
    people.take_along(person)
    return person


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
    return persons.exclude(preference=None).exclude(examinations__in=standing)


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
