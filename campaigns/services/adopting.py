"""Which rulebook does a school's next plan go by?"""

from __future__ import annotations

from django.db import transaction

from campaigns.models import Adoption, RulesetVersion
from campaigns.rulesets.loading import install_presets
from selection.accounts.models import Organisation
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
    Adoption.objects.update_or_create(organisation=school, defaults={"ruleset": rules})
    ledgers.append(
        ledgers.of_organisation(school),
        "确定适用规则",
        by=None,
        about=f"organisation:{school.pk}",
        ruleset=rules.code,
        version=rules.version,
        digest=rules.digest,
    )
    return rules
