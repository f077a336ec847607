"""What would a row change about a person? Blank cells change nothing."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from personnel.dates import LifeDate
from personnel.models import Appraisal, Commendation, Post, StaffMember, Tenure
from personnel.roster.cells import key
from personnel.roster.phrases import Award, held_posts
from personnel.roster.reading import PersonRow
from selection.fields import keyed_digest, mask_identity

LEADERSHIP = {
    "校长": StaffMember.Leadership.PRINCIPAL,
    "园长": StaffMember.Leadership.PRINCIPAL,
    "副校长": StaffMember.Leadership.VICE_PRINCIPAL,
    "副园长": StaffMember.Leadership.VICE_PRINCIPAL,
}


class Change(NamedTuple):
    """One field of one person before and after, in the words of the preview."""

    field: str
    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label}：{self.before or '（空）'} → {self.after or '（空）'}"


def leadership_of(title: str) -> str:
    """校长 and 副校长 are no mid-level posts; they fill 校级职务."""
    return LEADERSHIP.get(title, "")


def as_fields(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts of a row as values of StaffMember's fields."""
    fields = {name: value.day if isinstance(value, LifeDate) else value for name, value in facts.items()}
    if born := facts.get("born"):
        fields["born_day_known"] = born.is_exact
    if identity := facts.get("identity"):
        fields["identity_digest"] = keyed_digest(identity)
    return fields


def said_of(row: PersonRow) -> dict[str, Any]:
    """The row's facts, with the 校级职务 that its 现任职务 names."""
    held = (leadership_of(post.title) for post in held_posts(row.facts.get("current_post_text", "")))
    leadership = next(filter(None, held), "")
    return ({"leadership": leadership} if leadership else {}) | row.facts


def between(row: PersonRow, staff: StaffMember) -> list[Change]:
    """Every difference that the row makes, field by field; nothing said is nothing changed."""
    said = (row.derived if staff.born is None else {}) | said_of(row)
    found = [change for name, value in said.items() if (change := _change(staff, name, value))]
    if staff.left_on:
        found.append(Change("left_on", "离校时间", _day(staff.left_on), ""))
    return found + _appraisal_changes(row, staff) + _award_changes(row, staff)


def changes_nothing(row: PersonRow, staff: StaffMember) -> bool:
    return not between(row, staff)


def same_birth_and_sex(row: PersonRow, staff: StaffMember) -> bool:
    return bool(row.likeness and staff.born and row.likeness[1:] == (staff.born.replace(day=1), staff.gender))


def running_tenure(staff: StaffMember, post: Post) -> Tenure | None:
    """Reads what was loaded with the register, so that thousands of rows cost no query each."""
    return next(
        (
            tenure
            for tenure in staff.tenures.all()
            if tenure.post_id == post.pk and tenure.ended_on is None and tenure.voided_on is None
        ),
        None,
    )


def missing_awards(row: PersonRow, staff: StaffMember) -> list[Award]:
    """Those not on file; one said without a date, or with its month, is the one on file."""
    known = list(staff.commendations.all())
    return [award for award in dict.fromkeys(row.awards) if not any(_is_same(award, each) for each in known)]


def _is_same(award: Award, known: Commendation) -> bool:
    if (award.level, award.title) != (known.level, known.title):
        return False
    if award.on is None or known.on is None:
        return award.on is None
    return (award.on.year, award.on.month) == (known.on.year, known.on.month)


def changed_appraisals(row: PersonRow, staff: StaffMember) -> dict[int, tuple[Appraisal | None, Any]]:
    """Year → (what is on file, what the row says) where they differ; an unsaid reason changes none."""
    known = {each.year: each for each in staff.appraisals.all()}
    return {
        year: (known.get(year), said)
        for year, said in row.appraisals.items()
        if year not in known
        or known[year].grade != said.grade
        or (said.reason and known[year].reason != said.reason)
    }


def _change(staff: StaffMember, name: str, value: Any) -> Change | None:
    field: Any = StaffMember._meta.get_field(name)
    label = str(field.verbose_name)
    if name == "identity":
        same = keyed_digest(value) == staff.identity_digest
        return None if same else Change(name, label, mask_identity(staff.identity), mask_identity(value))
    if name == "department":
        before = staff.department.name if staff.department else ""
        return None if key(before) == key(value) else Change(name, label, before, value)
    before = getattr(staff, name)
    if isinstance(value, LifeDate):
        written = _as_written(name, before, staff)
        return None if _same_date(written, value) else Change(name, label, str(written or ""), str(value))
    return None if before == value else Change(name, label, _shown(field, before), _shown(field, value))


def _as_written(name: str, day: date | None, staff: StaffMember) -> LifeDate | None:
    """A date of the register as a roster would have it; the first of a month stands for the month."""
    if day is None:
        return None
    return LifeDate(day, staff.born_day_known if name == "born" else day.day != 1)


def _same_date(before: LifeDate | None, value: LifeDate) -> bool:
    """A month said about a day that is known changes nothing; the other way round it does."""
    if before is None:
        return False
    if value.is_exact:
        return before == value or (before.day == value.day and value.day.day == 1)
    return before.day.replace(day=1) == value.day


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%Y-%m-%d}"


def _shown(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.choices:
        return str(dict(field.flatchoices).get(value, "") or "")
    return "" if value is None else str(value)


def _appraisal_changes(row: PersonRow, staff: StaffMember) -> list[Change]:
    labels = dict(Appraisal.Grade.choices)
    return [
        Change(
            f"appraisal {year}",
            f"{year}年度考核",
            known.get_grade_display() if known else "",
            str(labels[said.grade]),
        )
        for year, (known, said) in changed_appraisals(row, staff).items()
    ]


def _award_changes(row: PersonRow, staff: StaffMember) -> list[Change]:
    labels = dict(Commendation.Level.choices)
    return [
        Change("commendations", "表彰", "", f"{labels[award.level]}{award.title}")
        for award in missing_awards(row, staff)
    ]
