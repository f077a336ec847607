"""What the team writes about a person and signs, and what discipline answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from campaigns import permissions
from campaigns.choices import DisciplineResult, Stage
from campaigns.models import Campaign, Candidacy, DisciplineOpinion, Inspection
from selection import clock
from selection.accounts.models import Notification, User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Attachment

from .acts import check_day
from .authority import ask_to_confirm, need, require, take, tell, tell_officers

PARTS = (
    "virtue",
    "ability",
    "diligence",
    "achievement",
    "integrity",
    "ethics",
    "circles",
    "shortcomings",
    "conclusion",
)
WRITTEN = (*PARTS, "methods")
WRITING = frozenset({"填写考察材料", "补录考察材料"})
BESIDE_THE_STAGES = (
    Stage.RECOMMEND,
    Stage.EVALUATE,
    Stage.INSPECT,
    Stage.DECIDE,
    Stage.PUBLICIZE,
    Stage.FILE,
)


@transaction.atomic
def write(person: Candidacy, *, by: User, **texts: Any) -> Inspection:
    """Write or go on writing; parts left out stay as they are. What somebody has signed is kept, and
    the new text becomes another version that waits for all signatures."""
    campaign = take(person.campaign, "填写考察材料", Stage.INSPECT)
    plan = campaign.plan
    allowed = permissions.may_inspect(plan, by) or permissions.may_run_plan(plan, by)
    require(allowed, f"填写{person.staff.name}考察材料")
    _refuse_unless_live(person)
    found = _fresh(person).inspection
    if found is None or found.is_backfilled or found.signers.exists():
        found = _new_version(person, found, by)
    _put(found, texts)
    found.happened_on, found.entered_by, found.entered_at = clock.today(), by, clock.now()
    found.save()
    _note(campaign, "填写考察材料", by, found)
    if not found.missing_parts(campaign.ruleset.inspection):
        _ask_to_sign(person, by)
    return found


def _ask_to_sign(person: Candidacy, by: User) -> None:
    """The other members, once until they have read it, however often the text is saved."""
    sentence = f"{person.staff.name}的考察材料已写好，请签名"
    url = reverse("campaigns:inspection", args=[person.pk])
    told = set(
        Notification.objects.unread().filter(sentence=sentence, url=url).values_list("user", flat=True)
    )
    others = [user for user in person.campaign.plan.inspectors if user != by and user.pk not in told]
    tell(others, sentence, url)


@transaction.atomic
def sign(inspection: Inspection, *, by: User) -> None:
    """A member of the team puts the name under a complete text (B049, R-19)."""
    person = inspection.candidacy
    campaign = take(person.campaign, "签署考察材料", Stage.INSPECT)
    require(permissions.may_inspect(campaign.plan, by), f"签署{person.staff.name}考察材料")
    stands = Inspection.objects.get(pk=inspection.pk)
    if stands.is_superseded:
        raise Refused("这份考察材料已有新的版本，请签署新的版本")
    if stands.is_backfilled:
        raise Refused("线下形成的考察材料已在纸上签名，不必在系统中签署")
    if blank := stands.missing_parts(campaign.ruleset.inspection):
        raise Refused(f"{person.staff.name}的考察材料缺：{'、'.join(blank)}，请补齐后再签署")
    if stands.signers.filter(pk=by.pk).exists():
        raise Refused("您已签署这份考察材料")
    stands.signers.add(by)
    _note(campaign, "签署考察材料", by, stands)


@transaction.atomic
def enter_on_paper(
    person: Candidacy, *, by: User, happened_on: date, attachment: Attachment | None, **texts: Any
) -> Inspection:
    """A text that the team wrote and signed on paper; it counts once a second person has confirmed it."""
    campaign = take(person.campaign, "补录考察材料", Stage.INSPECT)
    require(permissions.may_run(campaign, by), "补录考察材料")
    check_day(happened_on, True, attachment)
    _refuse_unless_live(person)
    found = _new_version(person, _fresh(person).inspection, by)
    _put(found, texts)
    found.happened_on, found.is_backfilled, found.attachment = happened_on, True, attachment
    found.save()
    _note(campaign, "补录考察材料", by, found)
    ask_to_confirm(campaign.plan, by)
    return found


@transaction.atomic
def ask_discipline(person: Candidacy, *, by: User) -> DisciplineOpinion:
    """征求廉政意见和信访情况 (B050, B051); asked again once the last reply has come."""
    campaign = take(person.campaign, "征求廉政意见", *BESIDE_THE_STAGES)
    require(permissions.may_run(campaign, by), "征求廉政意见")
    _refuse_unless_live(person)
    asked = _fresh(person).discipline_opinion
    if asked is not None and not asked.is_answered:
        raise Refused(f"已征求{person.staff.name}的廉政意见，请等候回复")
    opinion = _new_opinion(person, asked, by, clock.today())
    discipline = User.objects.who_may("answer_discipline", campaign.organisation)
    tell(discipline, f"{campaign.organisation.short_name}征求{person.staff.name}的廉政意见，请回复")
    _note(campaign, "征求廉政意见", by, opinion)
    return opinion


@transaction.atomic
def answer(
    opinion: DisciplineOpinion,
    *,
    by: User,
    result: DisciplineResult | str,
    petitions: DisciplineResult | str,
    text: str = "",
    document_number: str = "",
    valid_until: date | None = None,
) -> None:
    """Discipline's reply in the system. It is final; whatever comes later is asked for anew.

    Whoever stands for two posts is answered for once.
    """
    campaign = take(opinion.candidacy.campaign, "回复廉政意见", *BESIDE_THE_STAGES)
    plan = campaign.plan
    allowed = by.may("answer_discipline", plan.organisation) and not permissions.is_recused(plan, by)
    require(allowed, "回复廉政意见")
    opinion.refresh_from_db()
    if opinion.is_superseded or opinion.is_answered:
        raise Refused(f"{opinion.candidacy.staff.name}的廉政意见已经回复，不能再改")
    for each in (opinion, *opinion.twins):
        _fill(each, result, petitions, text, document_number, valid_until)
        each.happened_on, each.entered_by, each.entered_at = clock.today(), by, clock.now()
        each.save()
        _note(campaign, "回复廉政意见", by, each)
    tell_officers(plan, f"纪检机关已回复{opinion.candidacy.staff.name}的廉政意见")


@transaction.atomic
def answer_on_paper(
    person: Candidacy,
    *,
    by: User,
    result: DisciplineResult | str,
    petitions: DisciplineResult | str,
    happened_on: date,
    attachment: Attachment | None,
    text: str = "",
    document_number: str = "",
    valid_until: date | None = None,
) -> DisciplineOpinion:
    """A written reply, entered from its scan; it counts once a second person has confirmed it."""
    campaign = take(person.campaign, "补录廉政意见", *BESIDE_THE_STAGES)
    require(permissions.may_run(campaign, by), "补录廉政意见")
    check_day(happened_on, True, attachment)
    _refuse_unless_live(person)
    asked = _fresh(person).discipline_opinion
    waiting_since = asked.requested_on if asked and not asked.is_answered else happened_on
    found = _new_opinion(person, asked, by, min(waiting_since, happened_on))
    _fill(found, result, petitions, text, document_number, valid_until)
    found.happened_on, found.is_backfilled, found.attachment = happened_on, True, attachment
    found.save()
    _note(campaign, "补录廉政意见", by, found)
    ask_to_confirm(campaign.plan, by)
    return found


def on_confirmed(found: Inspection | DisciplineOpinion, by: User) -> None:
    """What was withdrawn or replaced meanwhile cannot be confirmed any more."""
    take(found.candidacy.campaign)
    found.refresh_from_db(fields=["is_superseded"])
    if found.is_superseded:
        raise Refused(f"{found}已经撤回或被取代，不必再核实")


def take_back(found: Inspection | DisciplineOpinion, by: User, reason: str) -> None:
    """What was entered from paper never counted: what it was to replace stands again."""
    versions = type(found)._default_manager.filter(candidacy=found.candidacy_id)
    versions.filter(pk=found.pk).update(is_superseded=True)
    counted = versions.filter(Q(is_backfilled=False) | Q(confirmed_at__isnull=False))
    before = counted.filter(pk__lt=found.pk).order_by("pk").last()
    if before is not None:
        versions.filter(pk=before.pk).update(is_superseded=False)


def _refuse_unless_live(person: Candidacy) -> None:
    fresh = _fresh(person)
    if not fresh.is_live:
        raise Refused(f"{fresh.staff.name}现为“{fresh.get_standing_display()}”，不能办理考察事项")


def _fresh(person: Candidacy) -> Candidacy:
    return Candidacy.objects.select_related("staff").get(pk=person.pk)


def _new_version(person: Candidacy, old: Inspection | None, by: User) -> Inspection:
    """Another version that begins with the words of the one before, which is kept."""
    said = {name: getattr(old, name) for name in WRITTEN} if old else {}
    if old is not None:
        Inspection.objects.filter(pk=old.pk).update(is_superseded=True)
    return Inspection.objects.create(candidacy=person, entered_by=by, **said)


def _put(inspection: Inspection, given: dict[str, Any]) -> None:
    for name, said in given.items():
        if name not in WRITTEN:
            raise TypeError(f"an inspection has no part {name}")
        setattr(inspection, name, said.strip() if isinstance(said, str) else list(said))


def _new_opinion(
    person: Candidacy, old: DisciplineOpinion | None, by: User, requested_on: date
) -> DisciplineOpinion:
    if old is not None:
        DisciplineOpinion.objects.filter(pk=old.pk).update(is_superseded=True)
    return DisciplineOpinion.objects.create(candidacy=person, requested_on=requested_on, entered_by=by)


def _fill(
    opinion: DisciplineOpinion,
    result: DisciplineResult | str,
    petitions: DisciplineResult | str,
    text: str,
    document_number: str,
    valid_until: date | None,
) -> None:
    said = (DisciplineResult(result), DisciplineResult(petitions))
    if DisciplineResult.PENDING in said:
        raise Refused("请分别选择党风廉政意见和信访情况")
    if said != (DisciplineResult.CLEAR, DisciplineResult.CLEAR):
        need((text, "不是“未发现影响任用的问题”的，请写明意见内容"))
    opinion.result, opinion.petitions = said
    opinion.valid_until = valid_until
    opinion.text, opinion.document_number = text.strip(), document_number.strip()


def _note(campaign: Campaign, act: str, by: User, done: Inspection | DisciplineOpinion) -> None:
    """Of whom it is; what was found or answered stays out of the ledger."""
    ledgers.append(
        campaign.ledger,
        act,
        by=by,
        about=f"candidacy:{done.candidacy_id}",
        happened_on=done.happened_on,
        backfilled=done.is_backfilled,
        **{done._meta.model_name or "": done.pk},
        person=done.candidacy.staff.name,
    )
