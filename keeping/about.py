"""What does the program hold about one person? The answer is a table that the person may take along.

Not in it, and said so at its end: votes, which nothing ties to a person; what others said in talks,
letters and inspections, which is theirs; and selections whose names are not public yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db.models import Field, ForeignKey, Model, Q

from ballots.models import Elector, Poll
from campaigns.choices import NAMED_IN_PUBLIC
from campaigns.models import Candidacy, Entry, PlanRole
from personnel.lrmx import sheets
from personnel.lrmx.format import FAMILY, IDENTITY, OF_RELATIVES, PHOTO
from personnel.lrmx.format import LABELS as ON_THE_SHEET
from personnel.models import (
    Appraisal,
    ApprovalSheet,
    BodyMember,
    Commendation,
    PartyRole,
    Relation,
    Sanction,
    StaffMember,
    Tenure,
)
from selection import chinese, clock
from selection.accounts.messengers import LABELS
from selection.accounts.models import Notification, RoleChange, User
from selection.fields import mask_identity
from selection.records.models import Look

Row = tuple[str, str, str]
HEADS = {"类别": 16, "事项": 30, "内容": 70}
LEFT_OUT = [
    ("选票", "投票内容与任何人都没有联系，系统里没有“谁投了什么”这样的记录"),
    ("谈话、来信和考察材料", "他人在其中说的话依规定保密，不在个人可查阅的范围"),
    ("尚未公示的选拔任用", "人选姓名公示之前不对外提供，公示后可以再次导出"),
    ("签发的文书", "发给您的文书请向签发单位索取；文书依规定永久保存"),
]


def rows(user: User | None, staff: StaffMember | None) -> list[Row]:
    """Kind, thing, content; for an account, a person of the register, or both."""
    found = [*(_account(user) if user else ()), *(_register(staff) if staff else ())]
    found += _sheet(staff) if staff else ()
    found += _selections(staff) if staff else ()
    return [*found, *(("不在本表之列", title, why) for title, why in LEFT_OUT)]


def _account(user: User) -> Iterator[Row]:
    yield "账号", "登录号", user.username
    fields = ("name", "organisation", "last_login", "created_at")
    yield from (("账号", label, text) for label, text in _facts(user, fields))
    for change in RoleChange.objects.filter(user=user).order_by("pk"):
        yield "账号", "角色变动", str(change)
    for bound in SocialAccount.objects.filter(user=user).order_by("pk"):
        yield "账号", f"绑定的{LABELS[bound.provider]}", f"编号{bound.uid}，{_text(bound.date_joined)}绑定"
    for role in PlanRole.objects.filter(user=user).select_related("plan").order_by("pk"):
        yield "选拔任用中的职责", role.plan.title, role.get_kind_display()
    for elector in (
        Elector.objects.filter(user=user).exclude(poll__state=Poll.State.DRAFT).select_related("poll")
    ):
        yield "投票名册", elector.poll.title, "列在应到名册"
    for look in Look.objects.filter(user=user):
        yield "查阅记录", look.what, _text(look.at)
    for message in Notification.objects.filter(user=user):
        yield "消息", _text(message.created_at), message.sentence


def _register(staff: StaffMember) -> Iterator[Row]:
    yield from (("名册", label, text) for label, text in _facts(staff))
    if staff.identity:
        yield "名册", "身份证号", f"{mask_identity(staff.identity)}（全号请持证件到人事干部处核对）"
    for model, of in OF_A_PERSON.items():
        for record in model._default_manager.filter(of(staff)):
            kind = str(model._meta.verbose_name)
            yield kind, str(record), "；".join(f"{label}：{text}" for label, text in _facts(record))


def _sheet(staff: StaffMember) -> Iterator[Row]:
    """What was brought in of the person's 任免审批表, with whom it names as family."""
    sheet = ApprovalSheet.objects.filter(staff=staff).first()
    if sheet is None:
        return
    person, kind = sheets.content_of(sheet), str(sheet._meta.verbose_name)
    yield kind, "导入日期", _text(sheet.imported_on)
    for name, label in ON_THE_SHEET.items():
        if name in person.values and name != IDENTITY:
            yield kind, label, "存有照片" if name == PHOTO else person[name]
    for each in person.family:
        told = (f"{label}：{text}" for name, label in OF_RELATIVES if (text := each.values.get(name)))
        yield kind, ON_THE_SHEET[FAMILY], "；".join(told)
    yield from ((kind, "其他内容", xml) for xml in (*person.unknown, *person.unknown_in_family))


def _selections(staff: StaffMember) -> Iterator[Row]:
    for entry in Entry.objects.filter(staff=staff).select_related("campaign__plan"):
        told = _facts(entry, ("state", "statement", "phone", "correction"))
        yield "报名", entry.campaign.title, "；".join(f"{label}：{text}" for label, text in told)
    public = Candidacy.objects.filter(staff=staff, opening__campaign__stage__in=NAMED_IN_PUBLIC)
    for person in public.select_related("opening__campaign__plan", "opening__post"):
        yield "人选", person.campaign.title, f"{person.opening.post}：{person.get_standing_display()}"


# Of the register: what is about a person, and how it is found
OF_A_PERSON = {
    Tenure: lambda staff: Q(staff=staff),
    PartyRole: lambda staff: Q(staff=staff),
    BodyMember: lambda staff: Q(staff=staff),
    Appraisal: lambda staff: Q(staff=staff),
    Commendation: lambda staff: Q(staff=staff),
    Sanction: lambda staff: Q(staff=staff),
    Relation: lambda staff: Q(staff=staff) | Q(relative=staff),
}
NOT_FACTS = {"id", "identity", "identity_digest", "user"}


def _facts(row: Model, names: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Label and text of the row's columns that say something: those with ``names``, else all."""
    fields = {field.name: field for field in row._meta.concrete_fields}
    for name in names or [name for name in fields if name not in NOT_FACTS]:
        if text := _shown(row, fields[name]):
            yield str(fields[name].verbose_name), text


def _shown(row: Model, field: Field[Any, Any]) -> str:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")() or "")
    value = getattr(row, field.name)
    return str(value) if isinstance(field, ForeignKey) and value is not None else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        moment = clock.local(value)
        return f"{chinese.day(moment.date())}{moment:%H:%M}"
    return chinese.day(value) if isinstance(value, date) else str(value or "")
