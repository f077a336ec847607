"""How does an officer's entry become part of the register?

Every entry goes through here: it is checked, written, and put down in the school's ledger.
Ledger entries refer to people by their key, never by identity number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from personnel import numbers
from personnel.models import (
    Appraisal,
    Body,
    BodyMember,
    Commendation,
    Department,
    PartyRole,
    Post,
    Relation,
    Sanction,
    StaffMember,
    Tenure,
)
from selection.accounts.models import Organisation, User
from selection.chinese import day
from selection.fields import identity_number_problem, keyed_digest, normal_identity
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.acts import refuse_future
from selection.records.models import Ledger

SERVES_ELSEWHERE = "已在其他单位登记，请核对；调入的人员请先由原单位在人员页登记离校。"

Entry = TypeVar(
    "Entry", bound=Appraisal | Commendation | Sanction | Relation | Tenure | PartyRole | BodyMember
)
FOLLOWING = {"identity_digest", "pinyin_key", "stroke_key"}  # from other fields
# What an entry of some kind brings with it elsewhere, in the same transaction.
ON_ENTRY: dict[type[models.Model], list[Callable[[Any, User], None]]] = defaultdict(list)
# Into which ledgers, besides the school's, that is written then.
ALSO_WRITTEN: dict[type[models.Model], Callable[[Any], Iterable[Ledger]]] = {}
Office = TypeVar("Office", bound=Department | Post | Body)


@transaction.atomic
def save_staff(staff: StaffMember, *, by: User) -> StaffMember:
    """Enrol a person or amend one: number, account and digest are kept in step. Raises ``Refused``."""
    organisation = hold(staff.organisation)
    before = StaffMember.objects.filter(pk=staff.pk).first()
    if not staff.staff_number:
        staff.staff_number, staff.is_number_issued = numbers.issue(organisation, 1)[0], True
    _take_identity(staff)
    _refuse_known_identity(staff)
    _refuse_taken_login(staff)
    validate(staff)
    if before is None:
        staff.user = numbers.open_accounts([staff], by)[0]
    staff.save()
    if before is None:
        _take_over_posts(staff)
    numbers.keep_account_in_step(staff)
    act, fields = ("登记人员", []) if before is None else ("修改人员信息", _changed(before, staff))
    if before is None or fields:
        _put_down(organisation, act, by=by, about=staff, said="、".join([_named(staff), *fields]))
    return staff


def _take_over_posts(staff: StaffMember) -> None:
    """Who was appointed here out of another school, and has left it, holds the post as a person of this one."""
    if staff.identity_digest:
        before = StaffMember.objects.filter(identity_digest=staff.identity_digest, left_on__isnull=False)
        posts = Tenure.objects.at(staff.organisation).filter(ended_on=None, voided_on=None)
        posts.filter(staff__in=before.exclude(organisation=staff.organisation)).update(staff=staff)


@transaction.atomic
def leave(staff: StaffMember, *, on: date, by: User) -> None:
    """The person leaves the school: running tenures, seats and party roles must have been ended first.

    The account ends with it, so a departure is entered when its day has come.
    """
    refuse_future(on, "离校时间")
    hold(staff.organisation)
    if running := _offices_of(staff, on):
        raise Refused(f"{staff.name}还在任{'、'.join(running)}，请先办理离任。")
    staff.left_on = on
    staff.save(update_fields=["left_on"])
    numbers.keep_account_in_step(staff)
    _put_down(staff.organisation, "登记离校", by=by, about=staff, said=f"{_named(staff)}，{day(on)}")


def _offices_of(staff: StaffMember, on: date) -> list[str]:
    """What would go on without the person: a seat left behind still counts in 应到.

    A post in another school is what the person leaves for (A050).
    """
    return [
        *(tenure.post.title for tenure in staff.tenures.at(staff.organisation).in_force(on)),
        *(str(role) for role in staff.party_roles.in_force(on)),
        *(f"{seat.body}成员" for seat in staff.body_memberships.in_force(on).select_related("body")),
    ]


@transaction.atomic
def come_back(staff: StaffMember, *, by: User) -> None:
    """Undo a departure: the person is in the register again and can sign in."""
    hold(staff.organisation)
    if staff.left_on is None:
        raise Refused(f"{staff.name}在册，不用恢复。")
    if _serving_elsewhere(staff):
        raise Refused(f"{staff.name}{SERVES_ELSEWHERE}")
    staff.left_on = None
    staff.save(update_fields=["left_on"])
    numbers.keep_account_in_step(staff)
    _put_down(staff.organisation, "恢复在册", by=by, about=staff, said=_named(staff))


@transaction.atomic
def enter(entry: Entry, *, by: User) -> Entry:
    """Record or amend an appraisal, commendation, sanction, relation, tenure, party role or seat."""
    verb = "登记" if entry.pk is None else "修改"
    if also := ALSO_WRITTEN.get(type(entry)):
        ledgers.hold_all(also(entry))
    hold(_home(entry))
    validate(entry)
    entry.save()
    act = f"{verb}{entry._meta.verbose_name}"
    said = f"{_named(entry.staff)}：{entry}"
    _put_down(_home(entry), act, by=by, about=entry.staff, said=said, entry=entry.pk)
    for follow in ON_ENTRY[type(entry)]:
        follow(entry, by)
    return entry


@transaction.atomic
def strike(entry: Appraisal | Commendation | Sanction | Relation, *, by: User) -> None:
    """Take out what was entered by mistake; the ledger keeps that it was there."""
    hold(_home(entry))
    said, pk = f"{_named(entry.staff)}：{entry}", entry.pk
    entry.delete()
    act = f"删除误录的{entry._meta.verbose_name}"
    _put_down(_home(entry), act, by=by, about=entry.staff, said=said, entry=pk)


@transaction.atomic
def end_tenure(tenure: Tenure, *, on: date, reason: str, by: User | None) -> Tenure:
    """``on`` is the first day no longer in post."""
    hold(_home(tenure))
    if tenure.ended_on is not None or tenure.voided_on is not None:
        raise Refused("这段任职已经结束，不用再办。")
    tenure.ended_on, tenure.end_reason = on, reason
    validate(tenure)
    tenure.save()
    said = f"{tenure}，{day(on)}{tenure.get_end_reason_display()}"
    _put_down(_home(tenure), "登记离任", by=by, about=tenure.staff, said=said, entry=tenure.pk)
    return tenure


@transaction.atomic
def reopen_tenure(tenure: Tenure, *, by: User) -> Tenure:
    """Its end was put down by mistake."""
    hold(_home(tenure))
    said = (
        f"{tenure}，原登记{day(tenure.ended_on)}{tenure.get_end_reason_display()}" if tenure.ended_on else ""
    )
    tenure.ended_on, tenure.end_reason = None, ""
    validate(tenure)
    tenure.save(update_fields=["ended_on", "end_reason"])
    _put_down(_home(tenure), "恢复任职", by=by, about=tenure.staff, said=said, entry=tenure.pk)
    return tenure


@transaction.atomic
def give_reason(tenure: Tenure, *, reason: str, by: User | None) -> Tenure:
    """Of a tenure that is over: why it ended, now that it has been decided (A122)."""
    hold(_home(tenure))
    tenure.end_reason = reason
    validate(tenure)
    tenure.save(update_fields=["end_reason"])
    said = f"{tenure}，{tenure.get_end_reason_display()}"
    _put_down(_home(tenure), "登记离任原因", by=by, about=tenure.staff, said=said, entry=tenure.pk)
    return tenure


@transaction.atomic
def void_tenure(tenure: Tenure, *, on: date, by: User | None) -> Tenure:
    """The appointment counts as never made (A132)."""
    hold(_home(tenure))
    if tenure.voided_on is not None:
        raise Refused("这段任职已经宣布无效。")
    tenure.voided_on = on
    tenure.save(update_fields=["voided_on"])
    said = f"{tenure}，{day(on)}"
    _put_down(_home(tenure), "宣布任职无效", by=by, about=tenure.staff, said=said, entry=tenure.pk)
    return tenure


@transaction.atomic
def end_role(role: PartyRole | BodyMember, *, on: date, by: User) -> None:
    hold(_home(role))
    if role.ended_on is not None:
        raise Refused("已经登记过离任，不用再办。")
    role.ended_on = on
    validate(role)
    role.save()
    act = f"登记{role._meta.verbose_name}离任"
    said = f"{_named(role.staff)}：{role}，{day(on)}"
    _put_down(_home(role), act, by=by, about=role.staff, said=said, entry=role.pk)


@transaction.atomic
def save_office(office: Office, *, by: User) -> Office:
    """Set up or change a department, a post or a body."""
    is_new = office.pk is None
    hold(_home(office))
    validate(office)
    office.save()
    act = f"{'新建' if is_new else '修改'}{office._meta.verbose_name}"
    _put_down(_home(office), act, by=by, about=office, said=str(office))
    return office


def hold(organisation: Organisation) -> Organisation:
    """The school's row and its ledger, held until the transaction ends."""
    ledgers.hold(ledgers.of_organisation(organisation).pk)
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _take_identity(staff: StaffMember) -> None:
    staff.identity = normal_identity(staff.identity)
    if staff.identity and (problem := identity_number_problem(staff.identity)):
        raise Refused(problem)
    staff.identity_digest = keyed_digest(staff.identity) if staff.identity else ""


def _refuse_known_identity(staff: StaffMember) -> None:
    """A number belongs to one person; whoever has left another school may be enrolled here."""
    if not staff.identity_digest:
        return
    known = StaffMember.objects.filter(identity_digest=staff.identity_digest).exclude(pk=staff.pk)
    if here := known.filter(organisation=staff.organisation_id).first():
        way = "，请到人员页“恢复在册”" if here.left_on else "，请核对"
        raise Refused(f"这个身份证号已登记给{_named(here)}{way}。")
    if staff.left_on is None and _serving_elsewhere(staff):
        raise Refused(f"这个身份证号{SERVES_ELSEWHERE}")


def _serving_elsewhere(staff: StaffMember) -> bool:
    others = StaffMember.objects.exclude(organisation=staff.organisation_id).exclude(identity_digest="")
    return others.filter(identity_digest=staff.identity_digest, left_on__isnull=True).exists()


def _refuse_taken_login(staff: StaffMember) -> None:
    """The number is the login, and logins are unique over all schools; whose it is stays unsaid."""
    owner = User.objects.filter(username=staff.staff_number).exclude(pk=staff.user_id)
    if owner.exists():
        raise Refused(f"工号“{staff.staff_number}”已被使用，请换一个工号。")


def validate(row: models.Model) -> None:
    """Refuse with a sentence for everything that is wrong with the row."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(list(_sentences(error, row))) from None


def _sentences(error: ValidationError, row: models.Model) -> Iterator[str]:
    """Each headed by its field's name unless it is about the row as a whole."""
    labels = {field.name: f"{field.verbose_name}：" for field in row._meta.concrete_fields}
    for name, sentences in error.message_dict.items():
        for sentence in sentences:
            yield f"{labels.get(name, '')}{sentence}"


def _changed(before: StaffMember, after: StaffMember) -> list[str]:
    """The labels of the fields that differ; values stay out of the ledger."""
    return [
        str(field.verbose_name)
        for field in StaffMember._meta.concrete_fields
        if field.name not in FOLLOWING and field.value_from_object(before) != field.value_from_object(after)
    ]


def _home(row: Any) -> Organisation:
    """The organisation in whose ledger a row is put down."""
    if isinstance(row, Post):
        return row.department.organisation
    if isinstance(row, BodyMember):
        return row.body.organisation
    if isinstance(row, Department | Body):
        return row.organisation
    return row.staff.organisation


def _named(staff: StaffMember) -> str:
    return f"{staff.name}（工号{staff.staff_number}）"


def _put_down(
    organisation: Organisation, act: str, *, by: User | None, about: models.Model, said: str, **payload: Any
) -> None:
    """``said`` is what a reader of the ledger sees beside the act."""
    reference = f"{about._meta.model_name}:{about.pk}"
    ledgers.append(ledgers.of_organisation(organisation), act, by=by, about=reference, said=said, **payload)
