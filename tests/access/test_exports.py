"""Can anything that somebody types become a formula in what another opens in Excel?"""

from io import BytesIO
from itertools import cycle

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from openpyxl import load_workbook

from selection import spreadsheet
from tests.access.test_crawl import ROWS, World, addresses
from tests.access.typing import type_everywhere
from tests.access.visits import OBJECTS, Visit

SIGNS = ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "＋", "－", "＠", "|"]
SHEETS = ["=cmd|' /C calc'!A0", "[a]*?:/\\'", "'", ""]


def exports():
    """The addresses that end like a file to be opened elsewhere."""
    endings = (".xlsx", ".csv", ".zip", ".xls", ".json", ".txt")
    return {
        name
        for name, pattern in addresses(get_resolver().url_patterns)
        if str(pattern.pattern).endswith(endings)
    }


ROWS_OF_SHEETS = [row for row in ROWS if row.url in exports()]


def test_every_export_is_crawled():
    assert {row.url for row in ROWS_OF_SHEETS} == exports()
    assert len(ROWS_OF_SHEETS) >= 6


def hostile():
    signs = cycle(SIGNS)
    return lambda _limit: f"{next(signs)}1+cmd|' /C calc'!A0"


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS_OF_SHEETS, ids=str)
def test_no_cell_of_an_export_is_a_formula(row):
    world = World()
    visit = OBJECTS[row.object](world.own) if row.object else Visit({})
    visitor = next(role for role in world.people if row.marks[role].startswith("+"))
    client = Client()
    client.force_login(world.people[visitor])
    assert type_everywhere(hostile())

    response = client.generic(row.method, reverse(row.url, kwargs=visit.kwargs))

    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.headers["Content-Disposition"].startswith("attachment")
    book = load_workbook(BytesIO(content))
    cells = [cell for page in book.worksheets for line in page.iter_rows() for cell in line if cell.value]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    bare = [
        cell.value for cell in cells if spreadsheet.FORMULA.match(str(cell.value)) and cell.data_type != "n"
    ]
    assert [value for value in bare if not quoted(cells, value)] == []
    assert [page.title for page in book.worksheets if page.title.startswith(("'", *spreadsheet.SIGNS))] == []


def quoted(cells, value):
    return all(cell.quotePrefix for cell in cells if cell.value == value)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_list_quotes_whatever_begins_like_a_formula_also_in_its_heads(sign):
    text = f"{sign}1+1"

    file = spreadsheet.workbook(text, {text: 10}, [[text]])

    page = load_workbook(file).active
    assert {(cell.data_type, cell.quotePrefix) for (cell,) in page["A1:A3"]} == {("s", True)}


@pytest.mark.parametrize("title", SHEETS)
def test_a_sheet_can_be_called_after_what_somebody_typed(title):
    name = load_workbook(spreadsheet.workbook(title, {"姓名": 10}, [])).active.title

    assert name
    assert not set(name) & set("[]*?:/\\")
    assert not name.startswith(("'", *spreadsheet.SIGNS))
