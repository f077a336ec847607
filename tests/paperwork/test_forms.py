"""Every form is a sheet to print blank, and filled with what the selection holds."""

import pytest

from campaigns.choices import Stage
from campaigns.models import Candidacy
from paperwork import sheets
from paperwork.forms import FORMS
from selection.records.models import Look
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, officer_of

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

    assert f"<td>{person.staff.name}</td>" in page
    assert list(Look.objects.values_list("user__name", "what")) == [
        (officer.name, f"上会名单（{campaign.title}）")
    ]


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
