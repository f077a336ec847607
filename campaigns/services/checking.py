"""Enter what was found of a person, a whole sheet at a time (R-9, R-15, R-16, R-17)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.db import transaction

from campaigns.checks import SHEETS, Found, Sheet
from campaigns.models import Candidacy, PersonCheck
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Attachment

from .acts import may_record
from .authority import take

CHECKING = "逐人核查"
Result = PersonCheck.Result


def first_of(person: Candidacy) -> Candidacy:
    """Under whom the ledger tells of the person's sheets, for however many posts the person stands."""
    return min((person, *person.twins), key=lambda each: each.pk)


@transaction.atomic
def enter(
    person: Candidacy,
    key: str,
    found: Mapping[str, Found],
    *,
    by: User,
    checked_on: date | None = None,
    attachment: Attachment | None = None,
) -> None:
    """Every item of the sheet; what was found before is replaced, and stays in the ledger.

    Whoever stands for two posts is checked once.
    """
    may_record(person.campaign.plan, by)
    campaign = take(person.campaign, "登记核查结果")
    if key not in campaign.ruleset.inspection.sheets:
        raise Refused("本方案的规则不要求填写这张核查表")
    day = checked_on or clock.today()
    if reasons := list(_faults(SHEETS[key], found, day)):
        raise Refused(reasons)
    for item, (result, remark) in found.items():
        values = {"result": result, "remark": remark.strip(), "checked_on": day, "checked_by": by}
        kept = {"attachment": attachment} if attachment else {}
        for each in (person, *person.twins):
            PersonCheck.objects.update_or_create(candidacy=each, sheet=key, item=item, defaults=values | kept)
    ledgers.append(
        campaign.ledger,
        CHECKING,
        by=by,
        about=f"candidacy:{first_of(person).pk}",
        happened_on=day,
        person=person.staff.name,
        sheet=SHEETS[key].title,
        results=[f"{SHEETS[key].items[item]}：{Result(each.result).label}" for item, each in found.items()],
    )


def _faults(sheet: Sheet, found: Mapping[str, Found], day: date) -> Iterator[str]:
    if day > clock.today():
        yield "核查日期不能晚于今天"
    for item, label in sheet.items.items():
        result, remark = found.get(item, Found(""))
        if result not in Result.values:
            yield f"请选择“{label}”的核查结果"
        elif result != Result.CLEAR and not remark.strip():
            yield f"“{label}”{Result(result).label}的，请写明情况"
    if set(found) - set(sheet.items):
        yield "核查事项有变动，请刷新页面后重新填写"
