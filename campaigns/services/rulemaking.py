"""A rulebook of one's own: copy it, change it, publish it; a school's takes force with the bureau's approval."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns.models import RulesetDraft, RulesetVersion
from campaigns.rulesets import codec
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.tightening import loosened
from campaigns.rulesets.tree import changed, leaves
from campaigns.rulesets.validation import Problem, leaf_problems, validate
from campaigns.rulesets.values import Level
from selection import clock
from selection.accounts.models import Organisation, User
from selection.accounts.roles import Role
from selection.reasons import Refused
from selection.records import ledgers, reviews
from selection.records.models import Review

from . import adopting
from .review_chain import levels

PLAIN = ("name", "basis", "effects", "approvers")
APPROVAL = (Level(Role.BUREAU_REVIEWER, "教育局"),)


def may_draw_up(organisation: Organisation, user: User) -> bool:
    """A bureau's rulebook is drawn up by who publishes there, a school's own by its officer."""
    if organisation.kind == Organisation.Kind.BUREAU:
        return user.may("publish_rulesets", organisation)
    return organisation.kind == Organisation.Kind.SCHOOL and user.may("run_campaigns", organisation)


def _refuse_stranger(organisation: Organisation, by: User) -> None:
    if not may_draw_up(organisation, by):
        raise Refused("您没有在本单位制定规则的权限")


@transaction.atomic
def copy(base: RulesetVersion, organisation: Organisation, *, by: User, name: str) -> RulesetDraft:
    """The organisation's own draft: the next version of its own rulebook, or a new one after another's."""
    _refuse_stranger(organisation, by)
    if organisation.kind == Organisation.Kind.SCHOOL and base.owner_id == organisation.pk:
        raise Refused("请从教育局的规则复制，在它的基础上从严；本校已生效的规则不能作为从严的依据")
    code = base.code if base.owner_id == organisation.pk else _new_code(organisation)
    if RulesetDraft.objects.filter(organisation=organisation, code=code, published_as=None).exists():
        raise Refused("这套规则已有一份草稿，请先发布或删除")
    ruleset = replace(base.ruleset, name=name.strip(), code=code)
    draft = RulesetDraft.objects.create(
        organisation=organisation,
        base=base,
        code=code,
        text=codec.dumps(ruleset),
        started_by=by,
        started_at=clock.now(),
    )
    _note(draft, "起草规则", by, base=base.digest)
    return draft


def _new_code(organisation: Organisation) -> str:
    """A school has one rulebook of its own; a bureau may have several."""
    if organisation.kind == Organisation.Kind.SCHOOL:
        return f"{organisation.code}-own"
    taken = set(RulesetVersion.objects.values_list("code", flat=True))
    taken |= set(RulesetDraft.objects.values_list("code", flat=True))
    number = 1
    while (code := f"{organisation.code}-{number}") in taken:
        number += 1
    return code


@transaction.atomic
def revise(draft: RulesetDraft, changes: dict[str, Any], *, by: User) -> None:
    """Put other values in, each by its path; a value that can't be is refused with its field and reason."""
    _hold(draft, by)
    known = {leaf.path: leaf for leaf in leaves()}
    ruleset = draft.ruleset
    for path, value in changes.items():
        if path not in known and path not in PLAIN:
            raise ValueError(f"a ruleset has no field {path}")
        ruleset = changed(ruleset, path, value)
    problems = [
        each for path in changes if path in known for each in leaf_problems(known[path], changes[path])
    ]
    _refuse(problems + _loosened(draft, ruleset))
    draft.text = codec.dumps(ruleset)
    draft.save(update_fields=["text"])
    _note(draft, "修改规则草稿", by, fields=sorted(changes))


def problems(draft: RulesetDraft) -> list[Problem]:
    """Why the draft can't take force yet, field by field."""
    return validate(draft.ruleset) + _loosened(draft, draft.ruleset)


def _loosened(draft: RulesetDraft, ruleset: Ruleset) -> list[Problem]:
    return loosened(draft.base.ruleset, ruleset) if draft.is_of_a_school else []


@transaction.atomic
def publish(draft: RulesetDraft, *, by: User) -> RulesetVersion:
    """A bureau's draft becomes a version that never changes; plans keep what they pinned."""
    _hold(draft, by)
    if draft.is_of_a_school:
        raise Refused("学校自己的规则须报教育局同意后生效，请报送审核")
    _refuse(problems(draft))
    newest = RulesetVersion.objects.filter(code=draft.code).first()
    if newest is not None and replace(draft.ruleset, version=newest.version) == newest.ruleset:
        raise Refused(f"草稿与“{newest}”没有不同之处，不用发布；不再需要的请删除")
    return _version_of(draft, by)


@transaction.atomic
def submit(draft: RulesetDraft, *, by: User) -> None:
    """A school's draft goes to its bureau."""
    _hold(draft, by)
    if not draft.is_of_a_school:
        raise Refused("教育局的规则由教育局直接发布，不须报送")
    _refuse(problems(draft))
    if draft.review is None:
        draft.review = reviews.start(
            "ruleset",
            draft.organisation,
            draft.name,
            levels(APPROVAL, draft.organisation),
            ledgers.of_organisation(draft.organisation),
        )
        draft.save(update_fields=["review"])
    reviews.submit(draft.review, {"ruleset": draft.text, "base": draft.base.digest}, by)
    draft.refresh_from_db()


def on_review(review: Review) -> None:
    """With the approval the school's ruleset is a version, and the school works by it."""
    if review.state == Review.State.APPROVED:
        version = _version_of(review.ruleset_draft, None)
        adopting.put_in_force(version, review.organisation, by=None)


@transaction.atomic
def discard(draft: RulesetDraft, *, by: User) -> None:
    """A draft that never went to the bureau leaves only its row in the ledger."""
    _hold(draft, by)
    if draft.review_id:
        raise Refused("草稿已报送过，须保留送审记录，不能删除")
    _note(draft, "删除规则草稿", by)
    draft.delete()


def _hold(draft: RulesetDraft, by: User) -> None:
    ledgers.hold(ledgers.of_organisation(draft.organisation).pk)
    draft.refresh_from_db(from_queryset=RulesetDraft.objects.select_for_update(of=("self",), no_key=True))
    _refuse_stranger(draft.organisation, by)
    if draft.published_as_id:
        raise Refused("这份草稿已经发布，不能再修改；需要修改的，请从发布的版本复制")
    if draft.review is not None and draft.review.state == Review.State.PENDING:
        raise Refused("草稿正在审核，请先撤回再修改")


def _refuse(found: list[Problem]) -> None:
    if found:
        raise Refused([each.sentence for each in found])


def _version_of(draft: RulesetDraft, by: User | None) -> RulesetVersion:
    newest = RulesetVersion.objects.filter(code=draft.code).first()
    number = newest.version + 1 if newest else 1
    ruleset = replace(draft.ruleset, code=draft.code, version=number)
    text = codec.dumps(ruleset)
    version = RulesetVersion.objects.create(
        code=draft.code,
        version=number,
        name=ruleset.name,
        text=text,
        digest=codec.digest(text),
        published_at=clock.now(),
        owner=draft.organisation,
    )
    draft.published_as = version
    draft.save(update_fields=["published_as"])
    _note(draft, "发布规则", by, version=number, digest=version.digest)
    return version


def _note(draft: RulesetDraft, act: str, by: User | None, **payload: Any) -> None:
    ledger = ledgers.of_organisation(draft.organisation)
    ledgers.append(ledger, act, by=by, about=f"rulesetdraft:{draft.pk}", ruleset=draft.code, **payload)


OUTCOMES = {"ruleset": on_review}
LABELS = {"ruleset": "学校规则"}
MENDING = {"ruleset": lambda review: reverse("campaigns:ruleset_draft", args=[review.ruleset_draft.pk])}
PAGES = {"ruleset": lambda review: reverse("campaigns:review", args=[review.pk])}
