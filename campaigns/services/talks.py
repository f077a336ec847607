"""Who is to be talked to, and what they said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns import permissions
from campaigns.choices import ActKind, Purpose, TalkKind, TalkScope, View
from campaigns.models import Campaign, Candidacy, Round, Talk, TalkVoice
from campaigns.voices import TALK_PURPOSES
from personnel.models import StaffMember
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.acts import refuse_future
from selection.records.models import Attachment, DatedAct

from . import entering
from .acts import may_record
from .authority import take, tell
from .earliest import refuse_too_early


@transaction.atomic
def list_people(
    campaign: Campaign, kind: TalkKind | str, people: Mapping[StaffMember, TalkScope | str], *, by: User
) -> list[Talk]:
    """Put people on the list of those to be talked to; who is on it already stays."""
    kind = TalkKind(kind)
    may_record(campaign.plan, by)
    campaign = take(campaign)
    refuse_too_early(campaign, kind)
    known = set(campaign.talks.filter(kind=kind, is_superseded=False).values_list("person_id", flat=True))
    strangers = [staff.name for staff in people if staff.organisation_id != campaign.plan.organisation_id]
    if strangers:
        raise Refused(f"{'、'.join(strangers)}不是本校人员，不能列入谈话名单")
    added = Talk.objects.bulk_create(
        Talk(campaign=campaign, kind=kind, scope=scope, person=staff)
        for staff, scope in people.items()
        if staff.pk not in known
    )
    ledgers.append(
        campaign.ledger, f"拟定{kind.label}名单", by=by, about=f"campaign:{campaign.pk}", added=len(added)
    )
    if added:
        url = reverse("campaigns:talks", args=[campaign.pk, kind])
        tell(campaign.plan.inspectors, f"{kind.label}名单已拟定，共{len(added)}人，请谈话", url)
    return added


@transaction.atomic
def hold(
    talk: Talk,
    *,
    by: User,
    talkers: Iterable[User],
    happened_on: date | None = None,
    place: str = "",
    notes: str = "",
    voices: Mapping[Candidacy, View | str] | None = None,
) -> None:
    """Record one talk held by the inspection team (R-13: two talk, the notes stay with the team)."""
    campaign = talk.campaign
    talkers = list(talkers)
    if not permissions.may_inspect(campaign.plan, by):
        raise Refused("只有考察组成员可以登记谈话")
    campaign = take(campaign)
    talk.refresh_from_db()
    refuse_too_early(campaign, TalkKind(talk.kind))
    if talk.held_on is not None:
        raise Refused(f"与{talk.person.name}的谈话已登记")
    outsiders = [user.name for user in talkers if user not in campaign.plan.inspectors]
    if outsiders or not talkers:
        raise Refused("谈话人须为考察组成员，请重新选择")
    if talk.person.user_id in {by.pk, *(user.pk for user in talkers)}:
        raise Refused(f"{talk.person.name}是谈话对象，不能与自己谈话，请由考察组其他成员谈话和登记")
    day = happened_on or clock.today()
    voices = voices or {}
    _refuse_day(campaign, TalkKind(talk.kind), day)
    _refuse_empty(talk, notes, voices)
    talk.held_on, talk.place, talk.notes = day, place, notes
    talk.save(update_fields=["held_on", "place", "notes"])
    talk.talkers.set(talkers)
    TalkVoice.objects.bulk_create(
        TalkVoice(talk=talk, candidacy=candidacy, view=view) for candidacy, view in voices.items()
    )
    ledgers.append(
        campaign.ledger, TalkKind(talk.kind).label, by=by, about=f"talk:{talk.pk}", happened_on=day
    )


def _refuse_day(campaign: Campaign, kind: TalkKind, day: date) -> None:
    """The team writes down yesterday's talk today; none lies before what it had to wait for."""
    refuse_future(day, "谈话日期")
    for known, what in _waited_for(campaign, kind):
        if known is not None and day < known:
            said = f"谈话日期（{chinese.day(day)}）早于{what}的日期（{chinese.day(known)}）"
            raise Refused(f"{said}，此前不能进行{kind.label}，请核对")


def _waited_for(campaign: Campaign, kind: TalkKind) -> Iterator[tuple[date | None, str]]:
    yield campaign.approved_on(), "书面批准"
    yield _day_of(campaign.done(ActKind.PUBLICATION).first()), "公布工作方案"
    if kind == TalkKind.CONSULTATION:
        yield _day_of(campaign.standing_round(Purpose.RECOMMENDATION)), "会议推荐"
    elif kind == TalkKind.INSPECTION:
        yield _day_of(campaign.done(ActKind.INSPECTION_NOTICE).first()), "发布考察公告"


def _day_of(act: DatedAct | None) -> date | None:
    return act.happened_on if act is not None else None


def _refuse_empty(talk: Talk, notes: str, voices: Mapping[Candidacy, View | str]) -> None:
    """A talk counts for what was said; asked for opinions, a person speaks of everybody or abstains."""
    if talk.kind == TalkKind.CONSULTATION:
        asked = talk.campaign.live().exclude(staff=talk.person_id)
        if missing := [person.staff.name for person in asked if person not in voices]:
            raise Refused(f"请选择对{'、'.join(missing)}的意见，没有表态的选“不表态”")
    if not notes.strip() and not voices:
        raise Refused("请写谈话记录，或选择对人选的意见；没有内容的谈话不计入")


def enter_on_paper(
    campaign: Campaign,
    kind: TalkKind | str,
    figures: Mapping[str, Any],
    *,
    by: User,
    happened_on: date,
    attachment: Attachment | None,
) -> Round:
    """The signed summary of talks that were recorded on paper."""
    kind = TalkKind(kind)
    refuse_too_early(campaign, kind)
    _refuse_day(campaign, kind, happened_on)
    return entering.enter_on_paper(
        campaign, TALK_PURPOSES[kind], figures, by=by, happened_on=happened_on, attachment=attachment
    )
