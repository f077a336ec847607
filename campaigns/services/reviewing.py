"""What a school hands in for approval, and what an approval sets going."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns import documents
from campaigns.choices import AgendaPurpose, Outcome, Stage
from campaigns.models import Adoption, AgendaItem, Campaign, Candidacy, CandidateForm
from campaigns.rulesets.values import Level
from personnel import quota
from personnel.models import QuotaTable
from selection.accounts.acts import Role
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import conditions, ledgers, reviews
from selection.records.models import Review

from . import examining, instances, submitting, waiving
from .acts import may_record
from .authority import take
from .review_chain import levels


@transaction.atomic
def submit_quota(table: QuotaTable, *, by: User) -> None:
    """职数核定表 to the chain of the school's rulebook (A052–A054)."""
    adoption = Adoption.objects.select_related("ruleset").filter(organisation=table.organisation).first()
    if adoption is None:
        raise Refused("本单位尚未确定适用的规则，请联系教育局政工科")
    if not by.may("run_campaigns", table.organisation):
        raise Refused("您没有报送职数核定表的权限")
    if not table.lines.exists():
        raise Refused("职数核定表还没有内容，请先填写各处室职数")
    ledger = ledgers.of_organisation(table.organisation)
    ledgers.hold(ledger.pk)
    if table.review is None:
        chain = levels(adoption.ruleset.ruleset.quota.review, table.organisation)
        title = f"{table.organisation.short_name}职数核定表"
        table.review = reviews.start("quota", table.organisation, title, chain, ledger)
        table.save(update_fields=["review"])
    reviews.submit(table.review, quota.as_content(table), by)


@transaction.atomic
def submit_forms(
    campaign: Campaign, item: AgendaItem, people: Iterable[Candidacy], opinion: str, *, by: User
) -> CandidateForm:
    """人选审核表 for the persons that a meeting agreed to, to the chain of the rulebook (A060)."""
    may_record(campaign.plan, by)
    campaign = take(campaign)
    people = list(people)
    if item.purpose not in (AgendaPurpose.CANDIDATES, AgendaPurpose.INSPECTEES, AgendaPurpose.NOMINATION):
        raise Refused("人选审核表须依据班子会议研究人选的议题")
    if not item.meeting.is_confirmed:
        raise Refused(f"{item.meeting}是线下补录，请先由第二人核实，再据此报送人选审核表")
    _refuse_unfit(campaign, item, people)
    form = CandidateForm.objects.create(
        plan=campaign.plan,
        campaign=campaign,
        agenda_item=item,
        review=reviews.start(
            "candidate", campaign.organisation, _title(people), _chain(campaign), campaign.ledger
        ),
        opinion=opinion,
        was_before_start=campaign.stage == Stage.PREPARE,
    )
    form.candidacies.set(people)
    documents.candidate_form.draw_up(form, by=by)
    reviews.submit(form.review, form_facts(form), by)
    return form


def _chain(campaign: Campaign) -> list[dict[str, Any]]:
    """The rulebook's; where it asks for no form, one is handed in for missing data alone (AMB-4)."""
    asked = campaign.ruleset.motion.candidate_review.for_(campaign.track)
    return levels(asked or [Level(Role.BUREAU_REVIEWER, "教育局")], campaign.organisation)


def _title(people: list[Candidacy]) -> str:
    names = "、".join(person.staff.name for person in people)
    return f"人选审核表（{names}）"[:120]


def _refuse_unfit(
    campaign: Campaign, item: AgendaItem, people: list[Candidacy], form: CandidateForm | None = None
) -> None:
    """Only persons who stand, whom the meeting did not refuse and whom the rules do not rule out."""
    if not people:
        raise Refused("请选择要报审的人选")
    said = dict(item.outcomes.values_list("candidacy", "outcome"))
    reasons = [
        sentence
        for person in people
        for sentence in _unfit(campaign, person, said.get(person.pk, Outcome.AGREED), form)
    ]
    if reasons:
        raise Refused(reasons)


def _unfit(campaign: Campaign, person: Candidacy, said: str, form: CandidateForm | None) -> Iterator[str]:
    name = person.staff.name
    if person.campaign != campaign:
        yield f"{name}不是本次选拔任用的人选"
    elif not person.is_live:
        yield f"{name}现为“{person.get_standing_display()}”，不能报审"
    if person.is_ruled_out:
        yield f"{name}不符合资格条件，不能报审，请作不再列为人选处理"
    if said != Outcome.AGREED:
        yield f"会议对{name}的意见为“{Outcome(said).label}”，不能报审"
    if not person.awaits_form(besides=form):
        yield f"{name}的人选审核表已报送或已同意，不必重复报送"


@transaction.atomic
def resubmit_forms(
    form: CandidateForm, *, by: User, opinion: str, people: Iterable[Candidacy] | None = None
) -> None:
    """Hand a returned form in again, with the persons and the facts as they now stand.

    Without a choice of the officer's, those of the form who still stand go in again.
    """
    may_record(form.plan, by)
    campaign = take(form.campaign)
    form.review.refresh_from_db()
    if people is None:
        people = [each for each in form.candidacies.all() if each.is_live and not each.is_ruled_out]
    people = list(people)
    _refuse_unfit(campaign, form.agenda_item, people, form)
    form.opinion = opinion
    form.save(update_fields=["opinion"])
    form.candidacies.set(people)
    form.review.title = _title(people)
    form.review.save(update_fields=["title"])
    documents.candidate_form.draw_up(form, by=by)
    reviews.submit(form.review, form_facts(form), by)


def form_facts(form: CandidateForm) -> dict[str, Any]:
    return {
        "opinion": form.opinion,
        "agenda_item": form.agenda_item_id,
        "people": [
            {"candidacy": person.pk, "staff": person.staff_id, "post": person.opening.post_id}
            | ({"unknown": person.screening_remark} if person.settles_unknown else {})
            for person in form.candidacies.select_related("opening")
        ],
    }


def on_plan(review: Review) -> None:
    if review.state == Review.State.APPROVED:
        submitting.finalise(review.plan)


def on_quota(review: Review) -> None:
    if review.state == Review.State.APPROVED:
        table, limits = review.quota_table, conditions.limits_on(review)
        numbers = {
            (line.department_id, line.rank): limits.get(f"{line}申报职数", line.requested)
            for line in table.lines.select_related("department")
        }
        quota.approve_lines(table, numbers, by=None)


# What an answer sets going, by the kind of the review; the record calls these in its transaction.
OUTCOMES: dict[str, Callable[[Review], None]] = {
    "quota": on_quota,
    "plan": on_plan,
    "waiver": waiving.on_review,
    examining.KIND: instances.on_answer,
}
LABELS = {
    "quota": "职数核定表",
    "plan": "工作方案",
    "candidate": "人选审核表",
    "waiver": "例外事项",
    examining.KIND: "报名资格审查",
}
PERSON_BY_PERSON = {examining.KIND}
HELD_TO = {"plan", "candidate"}
# Where the school changes what came back, and where it is read.
MENDING: dict[str, Callable[[Review], str]] = {
    "quota": lambda review: reverse("personnel:quota_update", args=[review.quota_table.pk]),
    "plan": lambda review: reverse("campaigns:plan_setup", args=[review.plan.pk]),
    "candidate": lambda review: reverse("campaigns:candidate_form", args=[review.candidate_form.pk]),
    "waiver": lambda review: reverse("campaigns:waiver", args=[review.waiver.pk]),
    examining.KIND: lambda review: reverse("campaigns:examination", args=[review.examination.pk]),
}
PAGES: dict[str, Callable[[Review], str]] = dict.fromkeys(
    ("quota", "plan", "candidate", "waiver"), lambda review: reverse("campaigns:review", args=[review.pk])
) | {examining.KIND: MENDING[examining.KIND]}
