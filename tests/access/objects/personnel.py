"""What the addresses of the register are about, built for one school."""

from django.core.files.uploadedfile import SimpleUploadedFile

from personnel.lrmx import applying, format, sheets
from personnel.lrmx.preview import preview
from personnel.roster import uploads
from tests.access.objects.records import officer_of
from tests.access.visits import Visit, provides
from tests.factories.personnel import (
    AppraisalFactory,
    BodyFactory,
    BodyMemberFactory,
    DepartmentFactory,
    PartyRoleFactory,
    PostFactory,
    QuotaTableFactory,
    StaffFactory,
    TenureFactory,
)
from tests.factories.rosters import WANG, roster_file


@provides("school")
def school(school):
    return Visit({"code": school.code})


@provides("staff member")
def staff_member(school):
    return Visit({"pk": StaffFactory(organisation=school).pk})


@provides("staff member who left")
def staff_member_who_left(school):
    return Visit({"pk": StaffFactory(organisation=school, left=True).pk})


@provides("file of a staff member")
def file_of_a_staff_member(school):
    return Visit({"pk": StaffFactory(organisation=school).pk, "kind": "appraisals"})


@provides("appraisal")
def appraisal(school):
    return Visit({"pk": AppraisalFactory(staff__organisation=school).pk, "kind": "appraisals"})


@provides("tenure")
def tenure(school):
    return Visit({"pk": TenureFactory(staff__organisation=school).pk})


@provides("party role")
def party_role(school):
    return Visit({"pk": PartyRoleFactory(staff__organisation=school).pk})


@provides("department")
def department(school):
    return Visit({"pk": DepartmentFactory(organisation=school).pk})


@provides("post")
def post(school):
    return Visit({"pk": PostFactory(department__organisation=school).pk})


@provides("body")
def body(school):
    return Visit({"pk": BodyFactory(organisation=school).pk})


@provides("seat")
def seat(school):
    return Visit({"pk": BodyMemberFactory(body__organisation=school).pk})


@provides("quota table")
def quota_table(school):
    return Visit({"pk": QuotaTableFactory(organisation=school).pk})


@provides("roster")
def roster(school):
    file = SimpleUploadedFile("名册.xlsx", roster_file(WANG).getvalue())
    received = uploads.receive(file, school, by=officer_of(school))
    return Visit({"pk": received.pk})


@provides("school with a staff member")
def school_with_a_staff_member(school):
    StaffFactory(organisation=school)
    return Visit({"code": school.code})


@provides("sheets")
def sheets_waiting(school):
    content = format.write(sheets.sheet_of(StaffFactory(organisation=school, name="林木森")))
    received = applying.receive(SimpleUploadedFile("表.lrmx", content), school, by=officer_of(school))
    return Visit({"pk": received.pk}, {"digest": preview(received).digest, "file-1": "keep"})
