"""Is a change told, and not lost, on every page that changes what is there already?"""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from campaigns.checks import SHEETS, Found
from campaigns.choices import ActKind
from campaigns.services import checking
from selection import clock
from selection.records import arrangements
from selection.records.models import YearArrangement
from selection.records.papers import KINDS
from selection.workdays import YearPlan
from tests.contest.test_pages import ARRANGED
from tests.factories.accounts import BureauReviewerFactory, OfficerFactory
from tests.factories.campaigns import ActFactory, CampaignFactory, CandidacyFactory, OpeningFactory
from tests.factories.contest import contending
from tests.factories.entries import contest
from tests.factories.personnel import BodyFactory, DepartmentFactory, PostFactory, TenureFactory
from tests.factories.records import PaperFactory

pytestmark = pytest.mark.django_db

CHECKED = {"result_secretary": "clear", "result_discipline": "clear", "checked_on": "2026-03-02"}


def text(response):
    return response.content.decode()


def filled_in(page):
    form = page.context["form"]
    given = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in given.items() if value is not None and value is not False}


@pytest.fixture
def crossing(as_user):
    """Two officers have the page open, the second saves, then the first: what the first is answered."""

    def cross(school, address, given=None, theirs=None):
        mine, others = (OfficerFactory(organisation=school, name=name) for name in ("钱一", "赵六"))
        clients = as_user(mine), as_user(others)
        opened = [client.get(address) for client in clients]
        first, second = (
            (filled_in(page) if given is None else given) | {"version": page.context["version"]}
            for page in opened
        )
        saved = clients[1].post(address, second | (theirs or {}))
        assert saved.status_code == 302, text(saved)
        return text(clients[0].post(address, first))

    return cross


def is_told(page):
    return "赵六于" in page and "所以这次没有保存" in page


def test_the_arrangement_of_a_contest_the_first_one_too(crossing):
    campaign = contending()
    address = reverse("campaigns:contest_arrange", args=[campaign.pk])

    page = crossing(campaign.organisation, address, ARRANGED | {"place": "礼堂"}, {"place": "操场"})

    assert is_told(page)
    assert "办理了“确定竞岗演讲和量分办法”" in page
    assert 'value="礼堂"' in page


def test_when_a_contest_may_be_entered(crossing):
    opens = datetime(2026, 3, 9, 8, tzinfo=clock.ZONE)
    campaign = contest(opens_at=opens, closes_at=opens + timedelta(days=5))
    address = reverse("campaigns:registration", args=[campaign.pk])
    given = {"scope": "school", "how": "到人事处报名"}
    days = {"opens_at": "2026-03-09T08:00", "closes_at": "2026-03-13T17:00"}

    assert is_told(crossing(campaign.organisation, address, given | days))


class TestCheckSheets:
    @pytest.fixture
    def person(self):
        return CandidacyFactory()

    @pytest.fixture
    def twin(self, person):
        return CandidacyFactory(staff=person.staff, opening=OpeningFactory(campaign=person.campaign))

    def test_what_was_found_of_a_person_for_whichever_post(self, as_user, person, twin):
        address, of_twin = (
            reverse("campaigns:check_sheet", args=[each.pk, "signed"]) for each in (person, twin)
        )
        school = person.campaign.organisation
        first = as_user(OfficerFactory(organisation=school))
        second = as_user(OfficerFactory(organisation=school, name="赵六"))
        version = first.get(address).context["version"]
        assert second.post(of_twin, CHECKED).status_code == 302

        assert is_told(text(first.post(address, CHECKED | {"version": version})))
        assert checking.first_of(twin) == person

    def test_another_sheet_of_the_person_overtakes_nothing(self, as_user, person):
        address = reverse("campaigns:check_sheet", args=[person.pk, "signed"])
        officer = OfficerFactory(organisation=person.campaign.organisation)
        client = as_user(officer)
        version = client.get(address).context["version"]
        items = person.ruleset.inspection.sheets
        other = next(key for key in items if key != "signed")
        checking.enter(person, other, found(other), by=officer)

        assert client.post(address, CHECKED | {"version": version}).status_code == 302


def found(key):
    return dict.fromkeys(SHEETS[key].items, Found("clear"))


def test_an_act_that_is_corrected(crossing):
    campaign = CampaignFactory()
    act = ActFactory(campaign=campaign, kind=ActKind.MOTION, is_backfilled=True)
    address = reverse("campaigns:correct", args=["act", act.pk])
    given = {"happened_on": act.happened_on.isoformat(), "reason": "写错", "text": "甲"}

    assert is_told(crossing(campaign.organisation, address, given, {"text": "乙"}))


@pytest.mark.parametrize(
    ("url", "make", "school_of"),
    [
        ("department_update", DepartmentFactory, lambda row: row.organisation),
        ("post_update", PostFactory, lambda row: row.department.organisation),
        ("body_update", BodyFactory, lambda row: row.organisation),
    ],
)
def test_a_department_a_post_and_a_body(crossing, url, make, school_of):
    row = make()

    assert is_told(crossing(school_of(row), reverse(f"personnel:{url}", args=[row.pk])))


class TestTenures:
    @pytest.fixture
    def tenure(self):
        return TenureFactory(document="校任〔2023〕3号")

    def test_a_tenure_that_is_mended(self, crossing, tenure):
        address = reverse("personnel:tenure_update", args=[tenure.pk])

        assert is_told(crossing(tenure.staff.organisation, address, None, {"document": "校任〔2023〕4号"}))

    def test_another_of_the_same_person_overtakes_nothing(self, as_user, tenure):
        other = TenureFactory(
            staff=tenure.staff, post__department=tenure.post.department, post__title="副主任"
        )
        client = as_user(OfficerFactory(organisation=tenure.staff.organisation))
        pages = [reverse("personnel:tenure_update", args=[each.pk]) for each in (tenure, other)]
        opened = client.get(pages[0])
        second = client.get(pages[1])
        client.post(pages[1], filled_in(second) | {"version": second.context["version"]})

        answer = client.post(pages[0], filled_in(opened) | {"version": opened.context["version"]})

        assert answer.status_code == 302


def test_the_words_of_a_draft_which_stay_on_the_page(crossing):
    campaign = CampaignFactory()
    paper = PaperFactory(organisation=campaign.organisation, kind="publicity_notice")
    address, name = reverse("records:reword_paper", args=[paper.pk]), next(iter(KINDS[paper.kind].wording))

    page = crossing(paper.organisation, address, {name: "我写的话"}, {name: "别人写的话"})

    paper.refresh_from_db()
    assert is_told(page)
    assert "我写的话" in page
    assert paper.wording[name] == "别人写的话"


def test_what_a_school_prints_about_itself(crossing):
    school = CampaignFactory().organisation
    given = {"short_name": "一小", "school_levels": ["primary"], "phone": "1"}

    page = crossing(school, reverse("records:organisation", args=[school.code]), given, {"phone": "2"})

    school.refresh_from_db()
    assert is_told(page)
    assert "办理了“修改本单位信息”" in page
    assert school.phone == "2"


def test_a_years_days_off_are_looked_at_once_more(as_user):
    officer = BureauReviewerFactory()
    client = as_user(officer)
    address = reverse("records:enter_arrangement")
    given = {"year": "2027", "holidays": "1月1日、1月2日", "workdays": ""}
    shown = client.post(address, given).context["shown"]
    arrangements.enter(2027, YearPlan(frozenset({date(2027, 1, 1)})), by=officer)

    page = text(client.post(address, given | {"shown": shown}))

    assert "填的内容或现有的安排有变动，请重新核对" in page
    assert YearArrangement.objects.get(year=2027).holidays == ["2027-01-01"]
