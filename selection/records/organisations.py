"""What does a school print about itself?"""

from __future__ import annotations

from django.db import transaction

from selection.accounts.models import Organisation, User
from selection.records import ledgers

PRINTED = ("short_name", "school_levels", "document_code", "address", "phone", "duty_officer")


@transaction.atomic
def describe(school: Organisation, *, by: User) -> None:
    """Papers signed from now on print what ``school`` says, those before what it said then."""
    ledger = ledgers.of_organisation(school)
    ledgers.hold(ledger.pk)
    before = Organisation.objects.select_for_update(no_key=True).get(pk=school.pk)
    printed = [field for field in Organisation._meta.concrete_fields if field.name in PRINTED]
    changed = [each for each in printed if getattr(before, each.name) != getattr(school, each.name)]
    if not changed:
        return
    school.save(update_fields=[each.name for each in changed])
    ledgers.append(
        ledger,
        "修改本单位信息",
        by=by,
        about=f"organisation:{school.pk}",
        said="、".join(str(each.verbose_name) for each in changed),
    )
