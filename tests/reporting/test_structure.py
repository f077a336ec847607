"""How people in post are made up, what of it is merged for whom, and who is behind each number."""

from datetime import date
from itertools import product
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.choices import Track
from personnel.models import Rank, StaffMember
from reporting import figures, merging, years
from reporting.structure import AGE_BANDS, COMMON
from reporting.years import Population
from tests.factories.accounts import (
    BureauReviewerFactory,
    DisciplineFactory,
    LeaderFactory,
    SchoolFactory,
)
from tests.reporting.situations import appointed, in_post, titled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("last_day")]
MALE, FEMALE = StaffMember.Gender.MALE, StaffMember.Gender.FEMALE
AGE, GENDER = COMMON[:2]
PAGE, PEOPLE = reverse("reporting:yearly"), reverse("reporting:people")


def table(organisation, title, *, sees_people=True):
    return titled(figures.of(organisation, 2026).tables(sees_people=sees_people)).get(title)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(1990, 12, 31), "36—40岁"),
        (date(1991, 1, 1), "35岁及以下"),
        (date(1986, 12, 31), "36—40岁"),
        (date(1985, 12, 31), "41—45岁"),
        (date(1970, 12, 31), "56岁及以上"),
        (date(1971, 1, 1), "51—55岁"),
        (None, "未登记"),
    ],
)
def test_an_age_is_that_of_the_last_day_of_the_year(school, born, band):
    in_post(school, born=born)

    counts = AGE.counts(years.load(school, 2026).persons(Population.IN_POST))

    assert dict(zip(AGE_BANDS, counts, strict=True))[band] == 1


def test_an_appointment_counts_the_age_of_its_day(school):
    for day, band in ((date(2026, 3, 19), "35岁及以下"), (date(2026, 3, 20), "36—40岁")):
        made = appointed(school, on=day)
        StaffMember.objects.filter(pk=made.candidacy.staff_id).update(born=date(1990, 3, 20))

        (person,) = [p for p in years.load(school, 2026).persons(Population.APPOINTED) if p.pk == made.pk]
        assert AGE.band(person) == band


def test_a_table_crosses_bands_and_ranks(school):
    in_post(school, 1, rank=Rank.CHIEF, gender=MALE)
    in_post(school, 2, gender=FEMALE)

    assert table(school, "在任人员的性别结构") == [("男", 1, 0, 1), ("女", 0, 2, 2), ("合计", 1, 2, 3)]


@pytest.mark.parametrize("counts", list(product(range(5), repeat=4)))
def test_merged_bands_are_empty_or_hold_enough_and_lose_nobody(counts):
    found = merging.groups(counts)
    sums = [sum(counts[bands.start : bands.stop]) for bands in found]

    assert [at for bands in found for at in bands] == [0, 1, 2, 3]
    assert all(n == 0 or n >= merging.SMALLEST for n in sums) or len(found) == 1


def test_bands_stay_apart_where_each_holds_enough_and_are_merged_where_one_does_not(school):
    in_post(school, 3, gender=MALE)
    in_post(school, 3, gender=FEMALE)
    apart = table(school, "在任人员的性别结构", sees_people=False)
    StaffMember.objects.filter(pk=StaffMember.objects.filter(gender=MALE).first().pk).update(gender=FEMALE)
    merged = table(school, "在任人员的性别结构", sees_people=False)

    assert apart == [("男", 3), ("女", 3), ("合计", 6)]
    assert merged is None


def test_a_county_less_its_other_schools_tells_nothing_of_the_small_one(bureau, school):
    """Its table adds up what its schools say; the small one's four people stay undivided in it."""
    small = SchoolFactory(parent=bureau)
    in_post(school, 4, gender=MALE)
    in_post(school, 4, gender=FEMALE)
    in_post(small, 1, gender=MALE)
    in_post(small, 3, gender=FEMALE)

    whole, large, rest = (
        table(place, "在任人员的性别结构", sees_people=False) for place in (bureau, school, small)
    )

    assert whole == [("男", 4), ("女", 4), (merging.REST, 4), ("合计", 12)]
    assert large == [("男", 4), ("女", 4), ("合计", 8)]
    assert rest is None


def test_a_school_whose_people_are_all_alike_is_not_divided_either(bureau, school):
    """Less the other school, the county's table would say of everybody there what they are."""
    in_post(school, 4, gender=MALE)
    in_post(school, 4, gender=FEMALE)
    in_post(SchoolFactory(parent=bureau), 5, gender=FEMALE)

    whole = table(bureau, "在任人员的性别结构", sees_people=False)

    assert whole == [("男", 4), ("女", 4), (merging.REST, 5), ("合计", 13)]


def test_neighbours_are_run_together(school):
    for born, count in ((date(1995, 1, 1), 3), (date(1988, 1, 1), 2), (date(1983, 1, 1), 4), (None, 1)):
        in_post(school, count, born=born)

    assert table(school, "在任人员的年龄结构", sees_people=False) == [
        ("35岁及以下", 3),
        ("36—40岁至56岁及以上、未登记", 7),
        ("合计", 10),
    ]


def test_nobody_who_may_not_see_the_people_gets_ranks_or_names(client, school):
    in_post(school, 1, gender=MALE)
    in_post(school, 3, gender=FEMALE)
    client.force_login(DisciplineFactory(organisation=school.bureau))

    page = client.get(PAGE, {"place": school.code})

    assert "在任人员的性别结构" not in titled(page.context["asked"].tables)
    assert PEOPLE not in page.content.decode()
    assert client.get(PEOPLE, {"place": school.code, "figure": "posts.held"}).status_code == 404


def test_every_number_that_leads_to_people_leads_to_as_many(client, bureau, school):
    in_post(school, 2, gender=MALE, born=None)
    in_post(SchoolFactory(parent=bureau), 1, rank=Rank.CHIEF, education="")
    appointed(school, rank=Rank.CHIEF)
    appointed(school, track=Track.COMPETITIVE)
    client.force_login(BureauReviewerFactory(organisation=bureau))

    cells = [
        cell
        for each in figures.of(bureau, 2026).tables(sees_people=True)
        for row in each.rows
        for cell in row.cells
        if cell.people
    ]

    assert len(cells) > 40
    for cell in cells:
        query = {name: value for name, (value,) in parse_qs(cell.people).items()}
        assert len(client.get(PEOPLE, query).context["listed"]) == cell.number, cell.people


def test_a_candidate_is_told_that_somebody_is_not_listed(client, school):
    leader = LeaderFactory(organisation=school)
    made = appointed(school)
    StaffMember.objects.filter(pk=made.candidacy.staff_id).update(user=leader)
    client.force_login(leader)

    page = client.get(PEOPLE, {"figure": "appointments.deputies", "year": 2026})

    assert (page.context["listed"], page.context["hidden"]) == ([], 1)
    assert "其中1人是您应当回避的选拔工作的人选" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"figure": "exceptions.granted"},
        {"figure": "nothing"},
        {"population": "in_post", "cut": "way"},
        {"population": "nobody", "cut": "age"},
        {"population": "in_post", "cut": "age", "band": "9"},
        {"population": "in_post", "cut": "age", "rank": "king"},
    ],
)
def test_there_is_no_page_for_what_counts_nobody(client, school, query):
    client.force_login(LeaderFactory(organisation=school))

    assert client.get(PEOPLE, query).status_code == 404


def test_who_reads_names_that_are_no_longer_public_is_put_down(client, school):
    reader = BureauReviewerFactory(organisation=school.bureau)
    made = appointed(school, voided_on=date(2026, 5, 1))
    campaign = made.candidacy.opening.campaign
    type(campaign).objects.filter(pk=campaign.pk).update(stage="voided")
    client.force_login(reader)

    client.get(PEOPLE, {"place": school.code, "figure": "appointments.annulled"})

    assert list(campaign.ledger.looks.values_list("user", "what")) == [(reader.pk, "年度汇报的人员名单")]


@pytest.mark.parametrize("figure", ["posts.held", "appointments.deputies"])
def test_more_people_cost_no_more_queries(client, school, figure, django_assert_max_num_queries):
    client.force_login(LeaderFactory(organisation=school))
    query = {"figure": figure}
    in_post(school)
    appointed(school)
    with CaptureQueriesContext(connection) as one:
        client.get(PEOPLE, query)
    in_post(school, 2)
    appointed(school)
    appointed(school)

    with django_assert_max_num_queries(len(one)):
        page = client.get(PEOPLE, query)

    assert len(page.context["listed"]) == 3
