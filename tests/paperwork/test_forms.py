"""Every form is a sheet to print blank, and filled with what the selection holds."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from docx import Document
from openpyxl import load_workbook

from campaigns.choices import Stage, Track
from campaigns.models import Candidacy
from campaigns.simulation import playing
from paperwork import sheets
from paperwork.forms import FORMS, by_hand, of_campaign
from selection.records.models import Look
from tests.factories.accounts import LeaderFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, officer_of
from tests.factories.serving import ProbationFactory

OFFICIAL = {form.key for form in by_hand.FORMS}
VOTED = {form.key for form in by_hand.FORMS if Track.DIRECT not in form.tracks}
NO_TRIAL = {"probation_review", *OFFICIAL}  # this rulebook has no probation
BY_HAND = {
    "non_competitive": {"recommendation_paper", *NO_TRIAL},
    "competitive": NO_TRIAL,
    "direct": NO_TRIAL - VOTED,
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    campaign = CampaignFactory(at=Stage.DECIDE)
    CandidacyFactory(opening__campaign=campaign)
    return campaign


@pytest.fixture
def officer(client, campaign):
    officer = officer_of(campaign)
    client.force_login(officer)
    return officer


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("kind", sheets.MAKERS)
def test_a_blank_form_can_be_had_in_every_format(form, kind):
    content = sheets.MAKERS[kind](sheets.blank(form, "河东镇中心小学"))

    assert content.startswith({"pdf": b"%PDF"}.get(kind, b"PK"))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_blank_form_is_headed_by_its_title(form):
    assert f'<h1 class="title">{form.title}</h1>' in sheets.blank(form, "河东镇中心小学")


def test_the_page_lists_blank_and_filled_forms(client, campaign, officer):
    page = client.get(f"/campaigns/{campaign.pk}/sheets/").content.decode()

    assert f'href="/campaigns/{campaign.pk}/sheets/agenda_list/{campaign.pk}/"' in page
    assert f'href="/campaigns/{campaign.pk}/sheets/agenda_list/blank.pdf"' in page


def test_a_filled_form_names_who_stands(client, campaign, officer):
    person = Candidacy.objects.get()

    page = client.get(f"/campaigns/{campaign.pk}/sheets/agenda_list/{campaign.pk}/").content.decode()

    assert f">{person.staff.name}</td>" in page
    assert list(Look.objects.values_list("user__name", "what")) == [(officer.name, "上会名单")]


def test_ticked_blanks_come_as_one_file(client, campaign, officer):
    answer = client.get(
        f"/campaigns/{campaign.pk}/sheets/blanks.pdf?form=agenda_list&form=gatekeeping&copies=2"
    )

    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    "asked", ["", "?form=nothing", "?form=agenda_list&copies=0", "?form=agenda_list&copies=x"]
)
def test_what_was_not_asked_for_rightly_does_not_exist(client, campaign, officer, asked):
    assert client.get(f"/campaigns/{campaign.pk}/sheets/blanks.pdf{asked}").status_code == 404


@pytest.fixture
def played(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"

    def play(track):
        return playing.play("county-schools", staff=95, seed=7, start=date(2026, 3, 2), track=track)

    return play


OF_POLLS = re.compile(r'href="(/(?:polls|meeting)/[^"]+)"')


@pytest.mark.parametrize("track", Track.values)
def test_of_a_campaign_that_is_over_every_form_is_filled(client, played, track):
    """Each form has the sheets that its data gave, and says of nothing that a number is missing."""
    campaign = played(track)
    client.force_login(officer_of(campaign))

    filled = {
        form.key: [render_to_string(form.template, form.facts(each.of)) for each in form.subjects(campaign)]
        for form in of_campaign(campaign)
    }

    by_hand = {key for key, sheets in filled.items() if not sheets}
    assert by_hand == BY_HAND[track]
    for key, htmls in filled.items():
        for html in htmls:
            assert "None" not in html, key
            assert "<h1 class=" in html, key
    of_polls = OF_POLLS.findall(client.get(f"/campaigns/{campaign.pk}/sheets/").content.decode())
    assert [link for link in of_polls if client.get(link).status_code != 200] == []
    assert bool(of_polls) is (track != Track.DIRECT)


def test_a_probation_names_its_days_and_leaves_room_for_what_is_found():
    probation = ProbationFactory()

    html = render_to_string("papers/sheet.html", FORMS["probation_review"].facts(probation))

    assert all(said in html for said in (probation.tenure.staff.name, "2025年4月2日", "2026年4月1日"))
    assert html.count('class="tall"') == 3


def first_line_of_excel(file):
    return load_workbook(file).active["A2"].value


def head_of_word(file):
    return Document(file).sections[0].header.paragraphs[-1].text


@pytest.mark.parametrize(("kind", "read"), [("docx", head_of_word), ("xlsx", first_line_of_excel)])
def test_who_does_not_run_the_selection_holds_a_copy_with_the_own_name(client, campaign, kind, read):
    leader = LeaderFactory(organisation=campaign.organisation)
    client.force_login(leader)

    file = client.get(f"/campaigns/{campaign.pk}/sheets/agenda_list/{campaign.pk}.{kind}").content

    assert read(BytesIO(file)).startswith(f"{leader.name}于")
