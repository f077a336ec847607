"""干部任免审批表: of a candidate, printed on two pages and taken along as .lrmx."""

import base64
import zipfile
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from campaigns.choices import Stage
from paperwork import approval, sheets
from paperwork.forms import FORMS
from personnel.lrmx import format
from personnel.lrmx import sheets as kept
from personnel.lrmx.format import Person, Relative
from personnel.lrmx.printed import born, month, photo
from selection.records.models import LedgerEntry
from tests.factories.accounts import LeaderFactory, ZoneReviewerFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, officer_of
from tests.factories.lrmx import LIN
from tests.factories.personnel import TenureFactory
from tests.paperwork.reading import pdf_pages

FORM = FORMS["approval_sheet"]
pytestmark = pytest.mark.django_db


def picture(width=400, height=500):
    drawn = BytesIO()
    Image.new("RGB", (width, height), "white").save(drawn, "JPEG")
    return base64.b64encode(drawn.getvalue()).decode()


@pytest.fixture
def person():
    """Who is to leave one post of the school and to take another."""
    campaign = CampaignFactory(at=Stage.DECIDE)
    person = CandidacyFactory(opening__campaign=campaign, opening__post__title="主任")
    old = TenureFactory(
        staff=person.staff, post__department=person.opening.post.department, post__title="副主任"
    )
    person.opening.ending.add(old)
    return person


def bring_in(person, *, family=(), **values):
    kept.keep(person.staff, Person(LIN | values, family), by=officer_of(person.campaign))


def test_it_says_what_the_selection_would_change(person):
    school, plan = person.campaign.organisation.name, person.campaign.plan
    bring_in(person, NiRenZhiWu="从前的拟任", NiMianZhiWu="从前的拟免")

    said = approval.person_of(person)

    assert (said["NiRenZhiWu"], said["NiMianZhiWu"]) == (f"{school}主任", f"{school}副主任")
    assert said["JiSuanNianLingShiJian"] == f"{plan.reference_on:%Y%m%d}"
    assert said["JianLi"].startswith("2003.09--2007.07")


def test_it_is_printed_on_a_front_and_a_back(person):
    family = tuple(
        Relative({"ChengWei": "姐姐", "XingMing": f"林{n}", "ChuShengRiQi": "198001"}) for n in range(10)
    )
    bring_in(
        person, ZhaoPian=picture(), JianLi="\n".join(["2007.07--         实验学校教师"] * 25), family=family
    )

    html = sheets.marked(
        FORM, person.campaign, FORM.subject(person.campaign, person.pk), officer_of(person.campaign)
    )

    front, back = pdf_pages(html)
    assert "拟免职务" in front
    assert back.count("1980.01") == 10
    assert 'src="data:image/jpeg;base64,' in html


@pytest.mark.parametrize(
    "kept_photo", ["", "no picture", "QUJD", base64.b64encode(b"GIF89a").decode(), picture(8000, 4000)]
)
def test_a_photo_that_cannot_be_drawn_leaves_its_place_empty(kept_photo):
    assert photo(Person({"ZhaoPian": kept_photo})) == ""


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("199103", "1991.03"),
        ("19910305", "1991.03"),
        ("1991-03", "1991.03"),
        ("200108；民建", "2001.08；民建"),
        ("无党派", "无党派"),
    ],
)
def test_a_month_is_printed_with_a_dot(said, printed):
    assert month(said) == printed


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("198503", "1985.03\n（41岁）"),
        ("19850303", "1985.03\n（40岁）"),
        ("198513", "198513"),
        ("不详", "不详"),
    ],
)
def test_the_age_is_that_of_the_day(said, printed):
    assert born(said, date(2026, 3, 2)) == printed


def test_candidates_are_taken_along_and_it_is_on_record(client, person):
    officer = officer_of(person.campaign)
    client.force_login(officer)

    answer = client.post(f"/campaigns/{person.campaign.pk}/sheets/approval/")

    package = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    (name,) = package.namelist()
    assert name == f"{person.staff.name}.lrmx"
    assert format.read(package.read(name)) == approval.person_of(person)
    assert LedgerEntry.objects.filter(text__contains="导出任免审批表").count() == 1


def test_without_candidates_there_is_nothing_to_take_along(client):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    client.force_login(officer_of(campaign))

    answer = client.post(f"/campaigns/{campaign.pk}/sheets/approval/", follow=True)

    assert "这次选拔还没有人选，推荐或报名之后再导出。" in answer.content.decode()
    assert not LedgerEntry.objects.filter(text__contains="导出任免审批表").exists()


@pytest.mark.parametrize("factory", [LeaderFactory, ZoneReviewerFactory])
def test_who_does_not_keep_the_register_neither_reads_nor_takes_it(client, person, factory):
    organisation = person.campaign.organisation
    user = factory(organisation=organisation if factory is LeaderFactory else organisation.parent)
    client.force_login(user)

    assert not FORM.reads(person.campaign, user)
    assert client.post(f"/campaigns/{person.campaign.pk}/sheets/approval/").status_code == 404
