"""例外事项: one sentence of one rule that its approver lets pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from campaigns import permissions
from campaigns.choices import AgendaPurpose, Approver
from campaigns.eligibility.screening import takes_waiver
from campaigns.models import AgendaItem, Campaign, Candidacy, Waiver
from campaigns.models.waivers import WaiverQuerySet
from campaigns.naming import exception
from campaigns.rulesets.values import Level
from campaigns.waiver_kinds import kind_of
from selection import clock
from selection.accounts.acts import Role
from selection.accounts.models import User
from selection.chinese import day
from selection.reasons import RULES, Effect, Refused, Rule
from selection.records import ledgers, reviews
from selection.records.models import Attachment, Review

from .authority import need, require, take, tell_officers
from .review_chain import levels

BY_THE_BUREAU = {"A013", "A014", "A015", "A023", "A037", "B018"}  # rows that name the bureau themselves
NO_WAIVER = {
    Effect.BLOCK: "“{}”是必须做到的，不能申请例外",
    Effect.ADVISE: "“{}”只是提示，知悉即可，不必申请例外",
    Effect.OFF: "本方案的规则不要求“{}”，不必申请例外",
}


@transaction.atomic
def request(
    campaign: Campaign,
    rule_key: str,
    sentence: str,
    *,
    by: User,
    reason: str,
    candidacy: Candidacy | None = None,
    proof: Attachment | None = None,
    expires_on: date | None = None,
) -> Waiver:
    """Ask for the exception that a sentence needs, as it stands now.

    Hard rules have none (AMB-3), but for the approval that their own row names.
    """
    locked = take(campaign, "申请例外")
    require(permissions.may_run(locked, by), "申请例外")
    need((reason, "请写明申请例外的理由"))
    rule = rule_called(rule_key)
    found = [each for each in said(locked, rule, candidacy) if each.sentence == sentence]
    if not found:
        raise Refused("情形已有变化，请按现在的情形重新申请")
    if not any(each.may_be_waived for each in found):
        raise Refused(NO_WAIVER[found[0].effect].format(rule.title))
    by_whom = approver(locked, rule)
    if by_whom == Approver.BUREAU:
        need((proof, "由教育局批准的例外，请附请示、书面报告等佐证材料"))
    _refuse_past(expires_on)
    _refuse_asked(locked.waivers.filter(candidacy=candidacy, rule=rule.key, sentence=sentence), reason)
    waiver = Waiver.objects.create(
        campaign=locked,
        candidacy=candidacy,
        rule=rule.key,
        kind=kind_of(rule),
        sentence=sentence,
        expires_on=expires_on,
        reason=reason.strip(),
        proof=proof,
        approver=by_whom,
        requested_by=by,
    )
    _note(waiver, "申请例外", by, reason=waiver.reason)
    return waiver


def _refuse_past(expires_on: date | None) -> None:
    if expires_on is not None and expires_on < clock.today():
        raise Refused(f"有效期至{day(expires_on)}，已经过去，请核对")


def _refuse_asked(asked: WaiverQuerySet, reason: str) -> None:
    """Once for a sentence, but anew when its term is over; refused, not with the same reason again."""
    asked.expired().update(is_renewed=True)
    if asked.filter(refused_on=None, is_renewed=False).exists():
        raise Refused("这一情形已申请过例外")
    if asked.filter(reason=reason.strip(), refused_on__isnull=False).exists():
        raise Refused("这一情形曾以同样的理由申请而未获批准，请补充新的理由再申请")


def approver(campaign: Campaign, rule: Rule) -> Approver:
    """Whom the rulebook names, else the bureau where the row does, else the school's own meeting.

    A hard rule is opened by nobody but the bureau.
    """
    if rule.effect_for(campaign) is Effect.BLOCK:
        return Approver.BUREAU
    named = campaign.ruleset.approvers.get(rule.key)
    by_row = Approver.BUREAU if BY_THE_BUREAU.intersection(rule.cites) else Approver.SCHOOL_MEETING
    return Approver(named or by_row)


def rule_called(key: str) -> Rule:
    if key not in RULES:
        raise Refused("没有这条规则，请刷新页面后重试")
    return RULES[key]


class Said(NamedTuple):
    sentence: str
    effect: Effect
    may_be_waived: bool


def said(campaign: Campaign, rule: Rule, candidacy: Candidacy | None) -> Iterator[Said]:
    """What the rule says now: of the campaign, or, in the stored screening, of the person."""
    if candidacy is None:
        for reason in rule.reasons(campaign):
            yield Said(reason.sentence, reason.effect, reason.may_be_waived)
        return
    for finding in _findings(candidacy):
        if finding["rule"] == rule.key:
            yield Said(finding["sentence"], Effect(finding["effect"]), takes_waiver(finding))


def _findings(candidacy: Candidacy) -> list[dict[str, Any]]:
    stored = Candidacy.objects.get(pk=candidacy.pk).screening or {}
    findings: list[dict[str, Any]] = stored.get("findings", [])
    return findings


@transaction.atomic
def grant_by_meeting(waivers: Iterable[Waiver], item: AgendaItem, *, by: User) -> None:
    """One agenda item may grant several; it counts from the day of the meeting."""
    require(permissions.may_run_plan(item.meeting.plan, by), "登记例外事项的研究结果")
    if not item.meeting.is_confirmed:
        raise Refused("会议记录是线下补录，请先由第二人核实")
    put_to_meeting(waivers, item)
    carry_out_grant(item, by)


def put_to_meeting(waivers: Iterable[Waiver], item: AgendaItem) -> None:
    """The item speaks of these; they are granted once its meeting counts."""
    waivers = _open(waivers)
    for campaign in sorted({waiver.campaign for waiver in waivers}, key=lambda each: each.pk):
        take(campaign, "批准例外")
    if reasons := list(_unfit(waivers, item)):
        raise Refused(reasons)
    for waiver in waivers:
        waiver.agenda_item = item
        waiver.save(update_fields=["agenda_item"])


def carry_out_grant(item: AgendaItem, by: User) -> None:
    """Who may record the meeting was asked when it was entered."""
    waivers = list(item.waivers.filter(granted_on=None, refused_on=None).order_by("pk"))
    if not waivers:
        return
    for waiver in waivers:
        waiver.granted_on = item.meeting.happened_on
        waiver.save(update_fields=["granted_on"])
    plan = item.meeting.plan
    ledgers.append(
        plan.ledger,
        "批准例外",
        by=by,
        about=f"agendaitem:{item.pk}",
        happened_on=item.meeting.happened_on,
        backfilled=item.meeting.is_backfilled,
        waivers=[waiver.pk for waiver in waivers],
    )


def _unfit(waivers: list[Waiver], item: AgendaItem) -> Iterator[str]:
    if item.purpose != AgendaPurpose.WAIVER or item.is_superseded:
        yield "批准例外须依据会议研究例外事项的议题"
    for waiver in waivers:
        if waiver.expires_on is not None and waiver.expires_on < item.meeting.happened_on:
            yield f"“{waiver.sentence}”申请的有效期至{day(waiver.expires_on)}，早于会议日期"
        if waiver.approver != Approver.SCHOOL_MEETING:
            yield f"“{waiver.sentence}”须报教育局批准"
        if waiver.campaign.plan_id != item.meeting.plan_id:
            yield f"“{waiver.sentence}”不属于这次会议研究的方案"


@transaction.atomic
def submit_to_bureau(waiver: Waiver, *, by: User) -> Review:
    """Hand it in, or in again after it came back (B018, A015)."""
    campaign = take(waiver.campaign, "报批例外事项")
    require(permissions.may_run(campaign, by), "报批例外事项")
    [waiver] = _open([waiver])
    if waiver.approver != Approver.BUREAU:
        raise Refused("这一例外由学校会议研究决定，不必报教育局")
    if waiver.review is None:
        chain = levels([Level(Role.BUREAU_REVIEWER, "教育局")], campaign.organisation)
        title = f"例外事项（{exception(waiver, with_figures=False)}）"[:200]
        waiver.review = reviews.start("waiver", campaign.organisation, title, chain, campaign.ledger)
        waiver.save(update_fields=["review"])
    reviews.submit(waiver.review, facts(waiver), by)
    return waiver.review


@transaction.atomic
def resubmit(
    waiver: Waiver,
    *,
    by: User,
    reason: str,
    proof: Attachment | None = None,
    expires_on: date | None = None,
) -> Review:
    """Hand in again what came back, with reason, proof and term as they should have been."""
    campaign = take(waiver.campaign, "报批例外事项")
    require(permissions.may_run(campaign, by), "报批例外事项")
    need((reason, "请写明申请例外的理由"))
    [waiver] = _open([waiver])
    _refuse_past(expires_on)
    waiver.reason, waiver.proof, waiver.expires_on = reason.strip(), proof or waiver.proof, expires_on
    waiver.save(update_fields=["reason", "proof", "expires_on"])
    return submit_to_bureau(waiver, by=by)


def facts(waiver: Waiver) -> dict[str, Any]:
    """What a submission freezes."""
    return {
        "rule": waiver.rule,
        "sentence": waiver.sentence,
        "reason": waiver.reason,
        "candidacy": waiver.candidacy_id,
        "proof": waiver.proof_id,
    } | ({"expires_on": waiver.expires_on.isoformat()} if waiver.expires_on else {})


def on_review(review: Review) -> None:
    """The follow-up of a decision on a review of kind ``waiver``; one sent back may be handed in again."""
    waiver = Waiver.objects.select_for_update(of=("self",), no_key=True).get(review=review)
    if review.is_approved and waiver.is_open:
        waiver.granted_on = review.approved_on
        waiver.save(update_fields=["granted_on"])


@transaction.atomic
def refuse(waiver: Waiver, *, by: User, reason: str) -> None:
    """The approver says no for good: the school's leaders, or the bureau for what is the bureau's."""
    campaign = take(waiver.campaign, "不批准例外")
    [waiver] = _open([waiver])
    if waiver.approver == Approver.BUREAU:
        outside = by.organisation_id != campaign.organisation.pk
        allowed = outside and by.may("review_bureau", campaign.organisation)
    else:
        allowed = permissions.may_decide(campaign.plan, by) or permissions.may_run(campaign, by)
    require(allowed and not permissions.is_recused(campaign.plan, by), "不批准例外")
    need((reason, "请写明不批准的理由"))
    waiver.refused_on, waiver.refusal = clock.today(), reason.strip()
    waiver.save(update_fields=["refused_on", "refusal"])
    if waiver.review is not None:
        reviews.give_up(waiver.review, tells=False)
    tell_officers(campaign.plan, f"例外事项未获批准：{waiver.sentence}", campaign.get_absolute_url())
    _note(waiver, "不批准例外", by, reason=waiver.refusal)


def _open(waivers: Iterable[Waiver]) -> list[Waiver]:
    keys = [waiver.pk for waiver in waivers]
    if not keys:
        raise Refused("请选择例外事项")
    found = Waiver.objects.select_related("campaign__plan", "candidacy__staff", "review").filter(pk__in=keys)
    waivers = list(found.order_by("pk"))
    if decided := [waiver.sentence for waiver in waivers if not waiver.is_open]:
        raise Refused(f"“{'”“'.join(decided)}”已有结果，不必再办")
    return waivers


def _note(waiver: Waiver, act: str, by: User, **said: Any) -> None:
    ledgers.append(
        waiver.campaign.ledger,
        act,
        by=by,
        about=f"waiver:{waiver.pk}",
        sentence=exception(waiver, with_figures=False),
        **said,
    )
