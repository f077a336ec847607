"""Page, PDF, Word and Excel of a sheet say the same, cell by cell, with the hardest names there are."""

import subprocess
from io import BytesIO

import lxml.html
import pytest
from django.template.loader import render_to_string
from docx import Document
from openpyxl import load_workbook

from campaigns.choices import Stage
from campaigns.models import Candidacy
from paperwork import sheets
from paperwork.forms import FORMS
from selection.printing.excel import number_in
from selection.printing.grids import grid_of
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, OpeningFactory
from tests.paperwork.reading import pdf_pages

pytestmark = pytest.mark.django_db
NAMES = ("阿卜杜热依木·买买提", "李𬭎", "王镕", "陈喆", "周玥", "吴珺")
PEOPLE = 40


@pytest.fixture
def campaign():
    """Forty persons for a post whose name has sixty characters."""
    campaign = CampaignFactory(at=Stage.DECIDE)
    opening = OpeningFactory(campaign=campaign, post__title="分管" + "教育教学科研" * 9 + "副主任1")
    for number in range(PEOPLE):
        CandidacyFactory(opening=opening, staff__name=NAMES[number % len(NAMES)])
    return campaign


@pytest.fixture
def html(campaign):
    form = FORMS["agenda_list"]
    return render_to_string(form.template, form.facts(campaign))


def grids(html):
    return [grid_of(table) for table in lxml.html.document_fromstring(html).iter("table")]


def cells(html):
    return [cell.text for grid in grids(html) for cell in grid.cells]


def pdf_text(html):
    run = subprocess.run(
        ["pdftotext", "-", "-"], input=sheets.MAKERS["pdf"](html), capture_output=True, check=True
    )
    return "".join(run.stdout.decode().split())


def test_page_word_and_excel_hold_the_same_cells(html):
    said = cells(html)

    word = Document(BytesIO(sheets.MAKERS["docx"](html))).tables[0]
    assert [cell.text for row in word.rows for cell in row.cells] == said
    excel = load_workbook(BytesIO(sheets.MAKERS["xlsx"](html))).active
    values = [cell.value for row in excel.iter_rows(min_row=3) for cell in row][: len(said)]
    assert values == [number_in(text)[0] if number_in(text) else text or None for text in said]
    assert cells(f"<html><body>{sheets.body_of(html)}</body></html>") == said


def test_the_pdf_prints_every_cell_and_lacks_no_glyph(html, caplog):
    printed = pdf_text(html)

    assert [text for text in cells(html) if "".join(text.split()) not in printed] == []
    assert len(Candidacy.objects.all()) == PEOPLE
    assert caplog.messages == []  # WeasyPrint tells of each character without a glyph


def test_the_heads_are_repeated_on_every_page(html):
    pages = pdf_pages(html)

    assert len(pages) > 1
    assert ["拟任职务" in page for page in pages] == [True] * len(pages)
