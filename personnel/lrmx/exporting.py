"""How do 任免审批表 leave the program: one as a file, several in a zip, and who took them is on record?"""

from __future__ import annotations

import zipfile
from io import BytesIO

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length

from personnel.lrmx import format, sheets
from personnel.lrmx.format import Person
from personnel.lrmx.reading import MOST_FILES, SUFFIX
from personnel.models import StaffMember
from personnel.models.staff import StaffQuerySet
from selection import clock, packages
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers

ACT = "导出任免审批表"


@transaction.atomic
def one(staff: StaffMember, *, by: User) -> bytes:
    ledger = ledgers.of_organisation(staff.organisation)
    ledgers.append(ledger, ACT, by=by, about=f"staffmember:{staff.pk}", said=f"工号{staff.staff_number}")
    return format.write(sheets.sheet_of(staff))


def many(people: StaffQuerySet, school: Organisation, *, by: User) -> BytesIO:
    """As much as could be brought in again at once. Raises ``Refused``."""
    refuse_too_many(people)
    return together([(staff, sheets.sheet_of(staff)) for staff in sheets.loaded(people)], school, by=by)


@transaction.atomic
def together(files: list[tuple[StaffMember, Person]], school: Organisation, *, by: User) -> BytesIO:
    """A zip with a file for each."""
    file = _zipped(files)
    ledger = ledgers.of_organisation(school)
    ledgers.append(ledger, ACT, by=by, about=f"organisation:{school.pk}", said=f"{len(files)}人")
    return file


def refuse_too_many(people: StaffQuerySet) -> None:
    found = people.count()
    if not found:
        raise Refused("没有找到符合条件的人员，请换一个条件。")
    if found > MOST_FILES:
        raise Refused(f"符合条件的有{found}人，一次最多导出{MOST_FILES}人，请按部门或状态分几次导出。")
    kept = people.order_by().aggregate(size=Sum(Length("approval_sheet__content")))["size"] or 0
    if kept * 3 // 4 > packages.MAX_UNPACKED:
        raise Refused("照片太多，一次导出不能超过50MB，请按部门或状态分几次导出。")


def _zipped(files: list[tuple[StaffMember, Person]]) -> BytesIO:
    file, moment = BytesIO(), clock.local(clock.now()).timetuple()[:6]
    names = [staff.name for staff, _ in files]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for staff, person in files:
            tail = staff.staff_number if names.count(staff.name) > 1 else ""
            member = zipfile.ZipInfo(f"{staff.name}{tail}{SUFFIX}", moment)
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, format.write(person))
    file.seek(0)
    return file
