"""What a school asks the bureau about its cadres, and what the answer sets going."""

from datetime import date

import pytest
from django.urls import reverse

from selection.accounts.models import Organisation
from selection.reasons import Refused
from selection.records import parts, reviews
from serving import horizon
from serving.models import Petition, Task
from serving.services import petitions, tasks
from tests.factories.accounts import BureauReviewerFactory, LeaderFactory
from tests.factories.serving import cadre, county_school, officer_of, set_rules

pytestmark = pytest.mark.django_db
OLD = {"staff__gender": "female", "staff__born": date(1974, 4, 10)}  # 52 on 10 April 2026


def handed_in(tenure, kind, **fields):
    school = tenure.staff.organisation
    petition = Petition(organisation=school, kind=kind, text="毕业班教学工作需要。", **fields)
    return petitions.submit(petition, [tenure], by=officer_of(school))


def answered(petition, approve=True):
    bureau = BureauReviewerFactory(organisation=petition.organisation.bureau)
    reviews.decide(petition.review, bureau, approve, remarks="请补充说明")
    return petition


def exits(school):
    found = horizon.coming_due(Organisation.objects.filter(pk=school.pk), date(2028, 12, 31))
    return [(due.on, due.sentence) for due in found if due.kind == horizon.Kind.AGE]


@pytest.mark.row("A015", side="holds")
def test_a_granted_extension_moves_both_dates():
    tenure = cadre(ends_on=date(2026, 4, 9), **OLD)

    answered(handed_in(tenure, "extension", until=date(2027, 8, 31), ends_on=date(2027, 7, 31)))

    tenure.refresh_from_db()
    assert tenure.ends_on == date(2027, 7, 31)
    assert exits(tenure.staff.organisation) == [(date(2027, 9, 1), f"王某（{tenure.post}）延长任职期满")]


@pytest.mark.row("A015", side="refuses")
@pytest.mark.parametrize("answer", [None, False], ids=["not answered", "sent back"])
def test_until_it_is_granted_nothing_moves(answer):
    tenure = cadre(ends_on=date(2026, 4, 9), **OLD)
    petition = handed_in(tenure, "extension", until=date(2027, 8, 31), ends_on=date(2027, 7, 31))
    if answer is not None:
        answered(petition, approve=answer)

    tenure.refresh_from_db()
    assert tenure.ends_on == date(2026, 4, 9)
    assert exits(tenure.staff.organisation) == [(date(2026, 4, 10), f"王某（{tenure.post}）满52周岁")]


def rotation_tasks(school):
    tasks.arise(school)
    return Task.objects.of(school).open().filter(kind="rotate").count()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        pytest.param("rotation", {}, marks=pytest.mark.row("A033", side="holds")),
        pytest.param("delay", {"until": date(2026, 8, 31)}, marks=pytest.mark.row("A037", side="holds")),
    ],
)
def test_an_approved_plan_or_report_settles_the_rotation(kind, fields):
    tenure = cadre(starts_on=date(2020, 4, 1), ends_on=None)
    assert rotation_tasks(tenure.staff.organisation) == 1

    answered(handed_in(tenure, kind, **fields))

    assert rotation_tasks(tenure.staff.organisation) == 0


@pytest.mark.row("A033", side="refuses")
def test_a_plan_that_waits_settles_nothing():
    tenure = cadre(starts_on=date(2020, 4, 1), ends_on=None)

    handed_in(tenure, "rotation")

    assert rotation_tasks(tenure.staff.organisation) == 1


@pytest.mark.row("A037", side="refuses")
@pytest.mark.parametrize(("day", "number"), [(date(2026, 8, 31), 0), (date(2026, 9, 1), 1)])
def test_a_delay_is_over_after_its_last_day(go_to, day, number):
    tenure = cadre(starts_on=date(2020, 4, 1), ends_on=None)
    answered(handed_in(tenure, "delay", until=date(2026, 8, 31)))

    go_to(day)

    assert rotation_tasks(tenure.staff.organisation) == number


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"until": date(2026, 3, 2)}, "延至的日期须晚于今天，请核对"),
        (
            {"until": date(2027, 8, 31), "ends_on": date(2027, 9, 1)},
            "新的聘期届满日不能晚于延长任职的最后一天，请核对",
        ),
    ],
)
def test_dates_that_cannot_be_meant_are_refused(fields, sentence):
    with pytest.raises(Refused) as refusal:
        handed_in(cadre(**OLD), "extension", **fields)

    assert refusal.value.reasons == [sentence]
    assert Petition.objects.count() == 0


def test_where_the_ruleset_asks_nobody_nothing_is_handed_in():
    school = set_rules(county_school(), rotation_review=())

    with pytest.raises(Refused) as refusal:
        handed_in(cadre(school), "rotation")

    assert refusal.value.reasons == ["本校适用的规则没有要求报批交流方案，由学校研究决定即可"]


def test_nobody_asks_for_the_own_extension():
    school = county_school()
    officer = officer_of(school)
    tenure = cadre(school, staff__user=officer)
    petition = Petition(organisation=school, kind="extension", text="工作需要", until=date(2027, 8, 31))

    with pytest.raises(Refused) as refusal:
        petitions.submit(petition, [tenure], by=officer)

    assert refusal.value.reasons == ["报批的人员中有您本人或亲属，应当回避，请由其他人办理"]


def test_a_plan_goes_from_the_form_to_the_bureau_and_back(as_user):
    school = county_school()
    tenure = cadre(school, starts_on=date(2020, 4, 1), ends_on=None)
    officer = officer_of(school)
    address = reverse("serving:petition_new", args=[school.code, "rotation"])

    assert as_user(officer).post(address, {"text": "互换岗位"}).context["form"].errors["tenures"]
    as_user(officer).post(address, {"text": "互换岗位", "tenures": [tenure.pk]})
    petition = answered(Petition.objects.get(), approve=False)
    mend = reverse("serving:petition_mend", args=[petition.pk])
    as_user(officer).post(mend, {"text": "与德育处主任互换岗位", "tenures": [tenure.pk]})

    petition = Petition.objects.get()
    assert (petition.text, petition.review.state) == ("与德育处主任互换岗位", "pending")
    page = as_user(BureauReviewerFactory(organisation=school.bureau)).get(petition.get_absolute_url())
    assert "与德育处主任互换岗位" in page.content.decode()


def test_a_leader_reads_and_hands_nothing_in(as_user):
    school = county_school()
    leader = as_user(LeaderFactory(organisation=school))

    assert leader.get(reverse("serving:petitions")).status_code == 200
    assert leader.get(reverse("serving:petition_new", args=[school.code, "delay"])).status_code == 404
    officer = as_user(officer_of(school))
    assert officer.get(reverse("serving:petition_new", args=[school.code, "party"])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_any_number(number, as_user, django_assert_max_num_queries):
    school = county_school()
    for each in range(number):
        handed_in(cadre(school, f"王{each}"), "rotation")
    officer = as_user(officer_of(school))
    officer.get(reverse("serving:petitions"))

    with django_assert_max_num_queries(9):
        officer.get(reverse("serving:petitions"))


def test_the_bureau_finds_it_on_its_first_page(as_user):
    tenure = cadre()
    school = tenure.staff.organisation
    asked = petitions.submit(
        Petition(organisation=school, kind="rotation", text="互换岗位"), [tenure], by=officer_of(school)
    )

    page = as_user(BureauReviewerFactory(organisation=school.bureau)).get("/").content.decode()

    assert asked.get_absolute_url() in page
    assert asked.review.title in page


def test_a_remark_on_a_part_stands_beside_its_field(client):
    tenure = cadre(ends_on=date(2026, 4, 9), **OLD)
    petition = handed_in(tenure, "extension", until=date(2027, 8, 31), ends_on=date(2027, 7, 31))
    bureau = BureauReviewerFactory(organisation=petition.organisation.bureau)
    reviews.decide(
        petition.review,
        bureau,
        approve=False,
        remarks="见逐项意见",
        along=lambda decision: parts.keep(decision, {"延至": "最多延长一年"}),
    )
    client.force_login(officer_of(petition.organisation))

    page = client.get(reverse("serving:petition_mend", args=[petition.pk])).content.decode()

    assert "审核意见：最多延长一年" in page
    assert [each.is_answered for each in parts.said_of(parts.history(petition.review))] == [False]
    petition.until = date(2027, 4, 9)
    petition.ends_on = petition.until
    petitions.submit(petition, [tenure], by=officer_of(petition.organisation))
    changed = {each.part: each.after for each in parts.changes_since_return(parts.history(petition.review))}
    assert changed == {"延至": "2027年4月9日", "新的聘期届满日": "2027年4月9日"}
    assert [each.is_answered for each in parts.said_of(parts.history(petition.review))] == [True]
