"""核查: who is named to look into an objection, what they note down, and what they propose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from campaigns import dispositions, permissions, recusal
from campaigns.choices import Disposition, NoteKind, ObjectionConclusion
from campaigns.models import Campaign, InvestigationNote, Investigator, Objection
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import attachments, ledgers
from selection.records.acts import refuse_future

from .authority import need, require, take, tell

MOST_FILES = 5

PROPOSING = "提出核查结论"


def choices(objection: Objection) -> QuerySet[User]:
    """Of the school and its bureau; of the bureau alone where the school is passed over."""
    school = objection.campaign.organisation
    places = Q(organisation=school.bureau) | Q(organisation=school.zone)
    if objection.is_of_the_school:
        places |= Q(organisation=school)
    named = [each.user_id for each in objection.current_investigators]
    return (
        User.objects.active().filter(places).exclude(pk__in=named).order_by("organisation__path", "username")
    )


@transaction.atomic
def assign(objection: Objection, user: User, *, by: User) -> Investigator:
    """Name one more investigator; the first begins the investigation."""
    campaign = _take(objection, by, "指定核查人")
    _refuse_unfit(objection, user, by)
    if objection.state == Objection.State.RECEIVED:
        objection.investigate()
        objection.save()
    named = _name(objection, user, by)
    _note(campaign, "指定核查人", by, objection)
    return named


@transaction.atomic
def replace(investigator: Investigator, user: User, *, by: User, reason: str) -> Investigator:
    """更换: the reason is kept with the old one, the record says only that it was done."""
    objection = investigator.objection
    campaign = _take(objection, by, "更换核查人")
    need((reason, "请写明更换核查人的原因"))
    investigator.refresh_from_db()
    if investigator.ended_on is not None:
        raise Refused(f"{investigator.user.name}已不是这件反映事项的核查人")
    _refuse_unfit(objection, user, by)
    investigator.ended_on, investigator.end_reason = clock.today(), reason.strip()
    investigator.save(update_fields=["ended_on", "end_reason"])
    tell([investigator.user], f"{campaign.organisation.name}的一件反映事项已改由他人核查，您不再承担")
    named = _name(objection, user, by)
    _note(campaign, "更换核查人", by, objection)
    return named


def _take(objection: Objection, by: User, act: str) -> Campaign:
    campaign = take(objection.campaign, act)
    objection.refresh_from_db()
    require(permissions.may_look_into(objection, by), act)
    if not objection.is_open:
        raise Refused(f"该反映事项已办结，不必再{act}")
    return campaign


def _refuse_unfit(objection: Objection, user: User, by: User) -> None:
    if bars := list(recusal.bars(objection, user)):
        raise Refused([f"{why}，不能核查，请另选一人" for why in bars])
    if user == by and not by.may("answer_discipline", objection.campaign.organisation):
        raise Refused("安排核查的人不能指定自己，请另选一人")
    if any(each.user_id == user.pk for each in objection.current_investigators):
        raise Refused(f"{user.name}已是这件反映事项的核查人")
    if not choices(objection).filter(pk=user.pk).exists():
        raise Refused("核查人请从本校、学区和教育局的人员中选择")


def _name(objection: Objection, user: User, by: User) -> Investigator:
    named = Investigator.objects.create(objection=objection, user=user, assigned_by=by)
    school = objection.campaign.organisation
    tell(
        [user],
        f"请您核查{school.name}的一件反映事项",
        reverse("campaigns:investigation", args=[objection.pk]),
    )
    return named


@attachments.all_or_nothing()
def note(
    objection: Objection,
    *,
    by: User,
    kind: NoteKind | str,
    whom: str,
    text: str,
    happened_on: date | None = None,
    documents: Sequence[UploadedFile] = (),
) -> InvestigationNote:
    """One talk, paper or place, with its documents, which nobody but investigators and discipline opens."""
    campaign = _take_part(objection, by, "登记核查记录")
    day = happened_on or clock.today()
    refuse_future(day, "日期")
    need((whom, "请写明同谁谈话，或者看了什么材料"), (text, "请写明了解到的情况"))
    if day < objection.received_on:
        raise Refused(f"日期不能早于收到反映的日期（{chinese.day(objection.received_on)}），请核对")
    if len(documents) > MOST_FILES:
        raise Refused(f"附件一次最多{MOST_FILES}个，其余的请另记一条")
    made = InvestigationNote.objects.create(
        objection=objection,
        kind=NoteKind(kind),
        happened_on=day,
        whom=whom.strip(),
        text=text.strip(),
        made_by=by,
    )
    for upload in documents:
        made.attachments.add(
            attachments.keep(
                upload,
                campaign.organisation,
                by,
                confidential=True,
                readers_act="answer_discipline",
                ledger=campaign.ledger,
            )
        )
    _note(campaign, "登记核查记录", by, objection)
    return made


@transaction.atomic
def propose(
    objection: Objection,
    *,
    by: User,
    conclusion: ObjectionConclusion | str,
    disposition: Disposition | str,
    findings: str,
) -> None:
    """What the investigators make of it; those in charge conclude."""
    campaign = _take_part(objection, by, PROPOSING)
    need((conclusion, "请选择核查结论"), (findings, "请写明核查情况"), (disposition, "请选择处理意见"))
    if misfits := list(dispositions.misfits(objection, conclusion, disposition)):
        raise Refused(misfits)
    objection.proposed_conclusion = ObjectionConclusion(conclusion)
    objection.proposed_disposition = Disposition(disposition)
    objection.proposed_on, objection.findings = clock.today(), findings.strip()
    objection.save()
    _note(campaign, PROPOSING, by, objection)
    sentence = f"{campaign.organisation.name}的一件反映事项已经查清，请作出结论"
    in_charge = {each.assigned_by for each in objection.current_investigators}
    tell(in_charge - {by}, sentence, objection.get_absolute_url())


def _take_part(objection: Objection, by: User, act: str) -> Campaign:
    campaign = take(objection.campaign, act)
    objection.refresh_from_db()
    require(permissions.may_investigate(objection, by), act)
    if not objection.is_open:
        raise Refused(f"该反映事项已办结，不能再{act}")
    return campaign


def _note(campaign: Campaign, act: str, by: User, objection: Objection) -> None:
    ledgers.append(campaign.ledger, act, by=by, about=f"objection:{objection.pk}")
