"""Who gets into the register's pages?"""

import pytest

from tests.factories.accounts import (
    BureauReviewerFactory,
    DisciplineFactory,
    LeaderFactory,
    OfficerFactory,
    SchoolFactory,
    SupervisorFactory,
    TeacherFactory,
    ZoneReviewerFactory,
)
from tests.factories.personnel import (
    BodyFactory,
    BodyMemberFactory,
    PartyRoleFactory,
    QuotaTableFactory,
    TenureFactory,
)
from tests.personnel.pages import text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_day")]

READ = [
    *(("staff_list", "code"), ("offices", "code"), ("bodies", "code"), ("quota_overview", "code")),
    *(("staff_detail", "staff"), ("body_detail", "body"), ("quota_detail", "table")),
]
KEPT = [
    *(("staff_create", "code"), ("roster_upload", "code"), ("roster_template", "code")),
    *(("department_create", "code"), ("body_create", "code")),
    *(("staff_update", "staff"), ("leave", "staff"), ("department_update", "department")),
    *(
        ("post_create", "department"),
        ("post_update", "post"),
        ("body_update", "body"),
        ("seat_create", "body"),
    ),
    *(("quota_update", "table"), ("tenure_update", "tenure"), ("end_tenure", "tenure")),
    *(("end_party_role", "party_role"), ("end_seat", "seat")),
]


@pytest.fixture
def things(school, staff):
    body = BodyFactory(organisation=school)
    tenure = TenureFactory(staff=staff)
    return {
        "code": school.code,
        "staff": staff.pk,
        "body": body.pk,
        "table": QuotaTableFactory(organisation=school).pk,
        "tenure": tenure.pk,
        "post": tenure.post_id,
        "department": tenure.post.department_id,
        "party_role": PartyRoleFactory(staff=staff).pk,
        "seat": BodyMemberFactory(body=body).pk,
    }


@pytest.mark.parametrize(
    ("who", "reads", "keeps"),
    [
        ("officer", 200, 200),
        ("leader", 200, 403),
        ("teacher", 404, 404),
        ("officer elsewhere", 404, 404),
        ("zone reviewer", 200, 403),
        ("zone reviewer elsewhere", 404, 404),
        ("bureau reviewer", 200, 403),
        ("supervisor", 200, 403),
        ("discipline", 404, 404),
    ],
)
def test_a_register_is_read_and_kept_by_role(client, school, things, who, reads, keeps):
    zone, bureau = school.zone, school.bureau
    user = {
        "officer": lambda: OfficerFactory(organisation=school),
        "leader": lambda: LeaderFactory(organisation=school),
        "teacher": lambda: TeacherFactory(organisation=school),
        "officer elsewhere": lambda: OfficerFactory(organisation=SchoolFactory(parent=zone)),
        "zone reviewer": lambda: ZoneReviewerFactory(organisation=zone),
        "zone reviewer elsewhere": lambda: ZoneReviewerFactory(),
        "bureau reviewer": lambda: BureauReviewerFactory(organisation=bureau),
        "supervisor": lambda: SupervisorFactory(organisation=bureau),
        "discipline": lambda: DisciplineFactory(organisation=bureau),
    }[who]()
    client.force_login(user)

    answers = {name: client.get(url(name, things[key])).status_code for name, key in READ + KEPT}

    assert answers == {name: reads for name, _ in READ} | {name: keeps for name, _ in KEPT}


def test_to_a_stranger_no_page_exists(client, things):
    for name, key in READ + KEPT:
        assert client.get(url(name, things[key])).status_code == 404


def test_a_reader_finds_no_buttons_to_change_anything(client, school, things):
    client.force_login(LeaderFactory(organisation=school))

    for name, key in READ:
        page = text(client.get(url(name, things[key])))
        assert [
            word for word in ("修改", "登记任职", "新建", "离任", "导入名册", "删除") if f">{word}<" in page
        ] == []
