"""What would a person's 干部任免审批表 say today?

What was brought in stands, unless the register knows otherwise or knows more since. Where neither says
anything, nothing is said: 年度考核 stays empty without appraisals, and 奖惩 is never 无 by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db.models import Prefetch

from personnel.lrmx import format, mapping
from personnel.lrmx.format import IDENTITY, OUR_VERSION, VALUES, VERSION, Person, Relative
from personnel.models import ApprovalSheet, Relation, Sanction, StaffMember, Tenure
from personnel.models.staff import StaffQuerySet
from selection import clock
from selection.accounts.models import User

# What is written under 奖惩: 诫勉, 组织处理 and 师德处理 are no disciplinary sanction (处分).
DISCIPLINARY = set(Sanction.Kind) - {
    Sanction.Kind.ADMONITION,
    Sanction.Kind.ORGANISATIONAL,
    Sanction.Kind.ETHICS,
    Sanction.Kind.OTHER,
}
YEARS_OF_APPRAISAL = 3
YEAR = re.compile(r"(?:19|20)\d\d")
NONE = "无"
SPOUSES = {StaffMember.Gender.MALE: "丈夫", StaffMember.Gender.FEMALE: "妻子"}
PARTY_MEMBERS = {StaffMember.PartyStatus.MEMBER, StaffMember.PartyStatus.PROBATIONARY}


def loaded(people: StaffQuerySet) -> StaffQuerySet:
    """With all that a sheet is made of."""
    return people.select_related("organisation", "department", "approval_sheet").prefetch_related(
        Prefetch("tenures", Tenure.objects.select_related("post__department__organisation")),
        *("appraisals", "commendations", "sanctions"),
        Prefetch("relations", Relation.objects.select_related("relative__organisation")),
        Prefetch("relations_to", Relation.objects.select_related("staff__organisation")),
    )


def sheet_of(staff: StaffMember) -> Person:
    """The facts of the form, for a file or for print."""
    kept: ApprovalSheet | None = getattr(staff, "approval_sheet", None)
    if kept is None:
        values = {name: answer(staff) for name, answer in ANSWERS.items()}
        texts = {name: text(staff, "", None) for name, text in TEXTS.items()}
        return Person(_filled(values | texts), tuple(_relatives(staff)))
    person, since = content_of(kept), kept.imported_on
    against = {change.field for change in mapping.differences(mapping.row_of(1, person), staff)}
    values = {name: _value(name, person, staff, against) for name in VALUES}
    values |= {name: text(staff, person[name], since) for name, text in TEXTS.items()}
    family = person.family or tuple(_relatives(staff))
    return Person(_filled(values), family, person.unknown, person.unknown_in_family)


def keep(staff: StaffMember, person: Person, *, by: User) -> None:
    """In place of what was brought in before."""
    content = format.write(person).decode()
    said = {"content": content, "imported_on": clock.today(), "imported_by": by}
    ApprovalSheet.objects.update_or_create(staff=staff, defaults=said)


def content_of(sheet: ApprovalSheet) -> Person:
    return format.read(sheet.content.encode())


def _filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _value(name: str, kept: Person, staff: StaffMember, against: set[str]) -> str:
    answer = ANSWERS[name](staff) if name in ANSWERS else ""
    is_refuted = bool(against & mapping.HELD_IN.get(name, set()))
    return answer if answer and (is_refuted or not kept[name].strip()) else kept[name]


def _month(day: date | None) -> str:
    return f"{day:%Y%m}" if day else ""


def _born(staff: StaffMember) -> str:
    return f"{staff.born:%Y%m%d}" if staff.born and staff.born_day_known else _month(staff.born)


def _joined_party(staff: StaffMember) -> str:
    """Which democratic party somebody is of is not on file."""
    return _month(staff.party_joined_on) if staff.party_status in PARTY_MEMBERS else ""


ANSWERS: dict[str, Callable[[StaffMember], str]] = {
    "XingMing": lambda staff: staff.name,
    "XingBie": lambda staff: staff.get_gender_display(),
    "ChuShengNianYue": _born,
    "MinZu": lambda staff: staff.ethnicity,
    "JiGuan": lambda staff: staff.native_place,
    mapping.PARTY: _joined_party,
    "CanJiaGongZuoShiJian": lambda staff: _month(staff.work_since),
    mapping.HEALTH: lambda staff: mapping.HEALTHY if staff.is_healthy else "",
    "ZhuanYeJiShuZhiWu": lambda staff: staff.professional_title,
    "ChengBaoDanWei": lambda staff: staff.organisation.name,
    IDENTITY: lambda staff: staff.identity,
    VERSION: lambda staff: OUR_VERSION,
}


def _tenures(staff: StaffMember) -> list[Tenure]:
    """Those that count, the first one first."""
    return sorted(
        (each for each in staff.tenures.all() if not each.voided_on), key=lambda each: each.starts_on
    )


def _over_on(tenure: Tenure) -> date | None:
    """The day it ended, or by which its term is over."""
    return tenure.ended_on or tenure.ends_on


def _in_force(tenure: Tenure, on: date) -> bool:
    is_ended = tenure.ended_on is not None and tenure.ended_on <= on
    return tenure.starts_on <= on and not is_ended and (tenure.ends_on is None or tenure.ends_on >= on)


def _held(tenure: Tenure) -> str:
    name = f"{tenure.post.department.organisation.name}{tenure.post.title}"
    return f"{name}（主持工作）" if tenure.is_acting else name


def _posts(staff: StaffMember, said: str, since: date | None) -> str:
    """As it was said, until a tenure begins or ends after that."""
    today, tenures = clock.today(), _tenures(staff)
    if said and since and not any(_has_moved(each, since, today) for each in tenures):
        return said
    posts = [f"{staff.organisation.name}{staff.get_leadership_display()}"] if staff.leadership else []
    posts += [_held(each) for each in tenures if _in_force(each, today)]
    return "、".join(posts) if posts or tenures else said or staff.current_post_text


def _has_moved(tenure: Tenure, since: date, today: date) -> bool:
    days = (tenure.starts_on, _over_on(tenure))
    return any(since < day <= today for day in days if day)


def _career(staff: StaffMember, said: str, since: date | None) -> str:
    """One line a tenure; an end that is open leaves its place blank."""
    fresh = [each for each in _tenures(staff) if since is None or each.starts_on > since]
    lines = [f"{each.starts_on:%Y.%m}--{_until(each):7}  {_held(each)}" for each in fresh]
    return "\n".join([*([said] if said else []), *lines])


def _until(tenure: Tenure) -> str:
    over = _over_on(tenure)
    return f"{over:%Y.%m}" if over and over <= clock.today() else ""


def _merits(staff: StaffMember, said: str, since: date | None) -> str:
    found = [(each.on, f"{each.get_level_display()}{each.title}") for each in staff.commendations.all()] + [
        (each.decided_on, str(each)) for each in staff.sanctions.all() if each.kind in DISCIPLINARY
    ]
    fresh = [(on, text) for on, text in found if since is None or (on and on > since)]
    fresh.sort(key=lambda each: (each[0] is None, each[0] or date.max))
    lines = [f"{text}（{on:%Y.%m}）" if on else text for on, text in fresh]
    return _joined("" if lines and said.strip() == NONE else said, lines)


def _appraisals(staff: StaffMember, said: str, since: date | None) -> str:
    """The last three years; in addition to what was said, those after it."""
    known = sorted(staff.appraisals.all(), key=lambda each: each.year)[-YEARS_OF_APPRAISAL:]
    if said and since:
        last = max(map(int, YEAR.findall(said)), default=since.year - 1)
        known = [each for each in known if each.year > last]
    whys = [f"（{each.get_reason_display()}）" if each.reason else "" for each in known]
    return _joined(said, [f"{each}{why}" for each, why in zip(known, whys, strict=True)])


def _joined(said: str, lines: Iterable[str]) -> str:
    return "；".join([*([said] if said else []), *lines])


TEXTS: dict[str, Callable[[StaffMember, str, date | None], str]] = {
    "XianRenZhiWu": _posts,
    "JianLi": _career,
    "JiangChengQingKuang": _merits,
    "NianDuKaoHeJieGuo": _appraisals,
}


def _relatives(staff: StaffMember) -> Iterator[Relative]:
    """Husband or wife and those in direct line, as far as they are in a register; of the latter not who is what."""
    pairs = [*staff.relations.all(), *staff.relations_to.all()]
    for pair in pairs:
        if pair.kind in (Relation.Kind.SPOUSE, Relation.Kind.DIRECT):
            yield _relative(pair.other_than(staff), pair, staff)


def _relative(other: StaffMember, pair: Relation, staff: StaffMember) -> Relative:
    """Of somebody in another school's register no more than a reader of this one may know."""
    is_ours = other.organisation_id == staff.organisation_id
    values = {
        "ChengWei": SPOUSES[StaffMember.Gender(other.gender)] if pair.kind == Relation.Kind.SPOUSE else "",
        "XingMing": other.name,
        "ChuShengRiQi": _month(other.born) if is_ours else "",
        "ZhengZhiMianMao": other.get_party_status_display() if is_ours else "",
        "GongZuoDanWeiJiZhiWu": f"{other.organisation.name}{other.get_leadership_display()}",
    }
    return Relative(_filled(values))
