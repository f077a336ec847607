"""Which rulebook does a school's next plan go by, who chooses it, and how is it to be read?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from campaigns.models import Adoption, Interpretation, RulesetVersion
from campaigns.rulesets.loading import install_presets
from campaigns.rulesets.rows import rows
from campaigns.rulesets.tree import leaves
from selection import clock
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers


@transaction.atomic
def adopt(school: Organisation, code: str) -> RulesetVersion:
    """The newest version of the rulebook; plans already drawn up keep the one they pinned."""
    install_presets()
    rules = RulesetVersion.objects.filter(code=code).first()
    if rules is None:
        known = "、".join(sorted(set(RulesetVersion.objects.values_list("code", flat=True))))
        raise Refused(f"没有代码为“{code}”的规则，可用的有：{known}")
    put_in_force(rules, school, by=None)
    return rules


@transaction.atomic
def adopt_for(rules: RulesetVersion, schools: Iterable[Organisation], *, by: User) -> None:
    """The bureau says by which rulebook its schools work from now on."""
    for school in schools:
        if not by.may("publish_rulesets", school):
            raise Refused(f"您没有为{school}确定适用规则的权限")
        _refuse_foreign(rules, school)
        put_in_force(rules, school, by=by)


@transaction.atomic
def offer(rules: RulesetVersion, bureau: Organisation, *, by: User, is_open: bool) -> None:
    """Let the bureau's schools choose the rulebook themselves, or no longer."""
    if not by.may("publish_rulesets", bureau):
        raise Refused("您没有发布规则的权限")
    if rules.owner is not None and rules.owner != bureau:
        raise Refused("只能开放本局的规则和系统自带的规则")
    (rules.offered_by.add if is_open else rules.offered_by.remove)(bureau)
    act = "开放学校选用规则" if is_open else "停止学校选用规则"
    ledgers.append(
        ledgers.of_organisation(bureau), act, by=by, about=f"ruleset:{rules.pk}", digest=rules.digest
    )


@transaction.atomic
def choose(rules: RulesetVersion, school: Organisation, *, by: User) -> None:
    """The school takes one of those that its bureau offers."""
    if school.kind != Organisation.Kind.SCHOOL or not by.may("run_campaigns", school):
        raise Refused("您没有为学校选用规则的权限")
    if not RulesetVersion.objects.open_to(school).filter(pk=rules.pk).exists():
        raise Refused("教育局没有开放选用这套规则，请与教育局政工科联系")
    put_in_force(rules, school, by=by)


def _refuse_foreign(rules: RulesetVersion, school: Organisation) -> None:
    if rules.owner is not None and not rules.owner.covers(school):
        raise Refused(f"{rules}是{rules.owner}制定的，不能用于{school}")


def put_in_force(rules: RulesetVersion, school: Organisation, *, by: User | None) -> None:
    """Plans drawn up from now on go by it."""
    ledgers.hold(ledgers.of_organisation(school).pk)
    Adoption.objects.update_or_create(organisation=school, defaults={"ruleset": rules})
    ledgers.append(
        ledgers.of_organisation(school),
        "确定适用规则",
        by=by,
        about=f"organisation:{school.pk}",
        ruleset=rules.code,
        version=rules.version,
        digest=rules.digest,
    )


@transaction.atomic
def interpret(
    rules: RulesetVersion, bureau: Organisation, about: str, text: str, given_on: date, *, by: User
) -> Interpretation:
    """How the bureau reads a row or a field (A138); what it said before of the same is superseded."""
    if bureau.kind != Organisation.Kind.BUREAU or not by.may("publish_rulesets", bureau):
        raise Refused("解释口径由教育局政工科登记")
    if about not in rows() and about not in {leaf.path for leaf in leaves()}:
        raise Refused("请选择要解释的条目或项目")
    if given_on > clock.today():
        raise Refused("解释日期不能晚于今天")
    ledgers.hold(ledgers.of_organisation(bureau).pk)
    standing = Interpretation.objects.filter(organisation=bureau, code=rules.code, about=about)
    standing.update(is_superseded=True)
    given = Interpretation.objects.create(
        organisation=bureau, code=rules.code, about=about, text=text, given_on=given_on, given_by=by
    )
    ledgers.append(
        ledgers.of_organisation(bureau),
        "登记解释口径",
        by=by,
        about=f"interpretation:{given.pk}",
        ruleset=rules.code,
        row=about,
        happened_on=given_on,
    )
    return given
