"""Do page, paper, record and recount speak of one round in the same numbers and sentences?"""

import html
import io
import json
import re
import zipfile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from ballots import exporting, results
from ballots import services as polls
from ballots.models import Poll
from campaigns.choices import ActKind, Stage
from campaigns.models import Round
from campaigns.services import rounds
from selection.records import ledgers
from tests.campaigns.test_categories import campaign_by_category, draft
from tests.campaigns.test_polls import campaign_with_voters, draft_of, signed_in
from tests.documents import printed
from tests.documents.situations import fix_bars
from tests.factories.campaigns import ActFactory, officer_of
from tools import recount

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path


@pytest.fixture(params=["recommendation", "evaluation", "decision"])
def held(request, django_capture_on_commit_callbacks):
    """A round that was voted on, two of three agreeing, and counted."""
    stages = {"recommendation": Stage.RECOMMEND, "evaluation": Stage.EVALUATE, "decision": Stage.DECIDE}
    campaign = campaign_with_voters(stages[request.param], inspectee=request.param == "decision")
    fix_bars(campaign)
    ActFactory(campaign=campaign, kind=ActKind.DUTY_REPORT, candidacy=campaign.live().get())
    held, officer = draft_of(campaign, request.param), officer_of(campaign)
    [person] = held.poll.subjects.all()
    entitled = held.poll.electors.count()
    rounds.open_(held, by=officer, present=entitled)
    for number, elector in enumerate(held.poll.electors.filter(is_recused=False)):
        voice = "oppose" if number % 3 == 0 else "agree"
        marks = {"consent": voice, "overall": "excellent"} if held.purpose == "evaluation" else voice
        polls.cast(held.poll, elector.user, {person.key: marks})
    rounds.close(held, by=officer)
    with django_capture_on_commit_callbacks(execute=True):
        rounds.count(Round.objects.get(pk=held.pk), by=held.poll.scrutineers.first() or officer)
    return Round.objects.get(pk=held.pk)


def said_of(poll):
    """The verdicts of the round and of every person, as the engine puts them."""
    table = results.table(poll)
    verdicts = [table.verdict, *(row.verdict for block in table.blocks for row in block.rows)]
    return [verdict.sentence for verdict in verdicts if verdict]


def test_every_verdict_stands_on_the_page_word_for_word(held, client):
    page = signed_in(client, officer_of(held.campaign)).get(reverse("campaigns:round", args=[held.pk]))
    text = html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))

    assert said_of(held.poll)[-1].endswith(("要求", "通过"))
    assert [sentence for sentence in said_of(held.poll) if sentence not in text] == []


@pytest.mark.parametrize("held", ["recommendation", "evaluation"], indirect=True)
def test_every_verdict_stands_on_the_signed_sheet_word_for_word(held):
    [document] = rounds.result_papers(held)
    sheet = printed.text(document)

    assert [each for each in said_of(held.poll) if "".join(each.split()) not in sheet] == []
    counted = ledgers.entry_of(held.poll.ledger, "启封计票", poll=held.poll_id)
    assert f"启封计票记入全程纪实第{counted.number}条，校验码{counted.digest[:16]}" in sheet


def test_the_record_seals_the_sentences_and_the_end_of_the_key(held):
    counted = ledgers.entry_of(held.poll.ledger, "启封计票", poll=held.poll_id)
    destroyed = ledgers.entry_of(held.poll.ledger, "销毁启封密钥", poll=held.poll_id)

    assert counted.content["payload"]["result"] == exporting.digest(results.lines(held.poll))
    assert destroyed.number > counted.number
    assert destroyed.at == Poll.objects.get(pk=held.poll_id).key_destroyed_at


def test_a_recount_says_the_same(held):
    with zipfile.ZipFile(io.BytesIO(exporting.archive(held.poll))) as packed:
        rules, sections, entries = (packed.read(name).decode() for name in packed.namelist())
    chain = [json.loads(line) for line in entries.splitlines()]
    counted = ledgers.entry_of(held.poll.ledger, "启封计票", poll=held.poll_id)

    said = recount.recount(json.loads(rules), sections.splitlines(), chain, counted.digest[:16])

    assert said[1:-1] == results.lines(held.poll)
    assert [each for each in said_of(held.poll) if not any(each in line for line in said)] == []


@pytest.fixture
def weighed(django_capture_on_commit_callbacks):
    """A recommendation that weighs categories, counted."""
    campaign = campaign_by_category(min_cell=6)
    fix_bars(campaign)
    held, officer = draft(campaign), officer_of(campaign)
    rounds.open_(held, by=officer)
    for number, elector in enumerate(held.poll.electors.all()):
        polls.cast(
            held.poll,
            elector.user,
            {each.key: "oppose" if number % 3 == 0 else "agree" for each in held.poll.subjects.all()},
        )
    rounds.close(held, by=officer)
    with django_capture_on_commit_callbacks(execute=True):
        rounds.count(Round.objects.get(pk=held.pk), by=held.poll.scrutineers.first() or officer)
    return Round.objects.get(pk=held.pk)


def cells_of(facts):
    """Name, category and numbers of every line of the result sheet."""
    rows = [
        [row["name"], "", *(number for _, number in row["answers"]), row["share"]]
        for row in facts["consent"]["rows"]
    ]
    for block in facts["categories"]:
        rows += [[row["name"], row["category"], *row["cells"], row["share"]] for row in block["rows"]]
    return [[str(cell) for cell in row] for row in rows]


def test_page_sheet_file_record_and_recount_agree_cell_by_cell(weighed, client):
    held = weighed
    table = results.table(held.poll)
    voted, by_category = table.blocks
    desk = signed_in(client, officer_of(held.campaign))

    page = " ".join(
        html.unescape(
            re.sub(r"<[^>]+>", " ", desk.get(reverse("campaigns:round", args=[held.pk])).content.decode())
        ).split()
    )
    [document] = rounds.result_papers(held)
    on_sheet, sheet = cells_of(document.paper.context), printed.text(document)
    answer = desk.get(reverse("campaigns:round_workbook", args=[held.pk]))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    with zipfile.ZipFile(io.BytesIO(exporting.archive(held.poll))) as packed:
        rules, sections, entries = (packed.read(name).decode() for name in packed.namelist())
    said = recount.recount(
        json.loads(rules), sections.splitlines(), [json.loads(line) for line in entries.splitlines()]
    )

    assert said[1:-1] == results.lines(held.poll)
    for block, file in zip(table.blocks, book.worksheets[1:], strict=True):
        for row, cells in zip(block.rows, list(file.values)[1:], strict=True):
            numbers = [*map(str, row.cells), row.share]
            first = 3 if row.question else 2
            assert [
                f"{cell:.1%}" if isinstance(cell, float) else str(cell)
                for cell in cells[first : first + len(numbers)]
            ] == numbers
            assert " ".join([*filter(None, [row.question]), *numbers]) in page
            assert [row.label, row.question, *numbers] in on_sheet
            named = "".join(filter(None, (block.title, row.label, row.question)))
            told = "，".join(f"{column}{cell}" for column, cell in zip(block.columns, row.cells, strict=True))
            assert any(line.startswith(f"{named}：{told}；{block.share}{row.share}") for line in said)
    sentence = voted.rows[0].verdict.sentence
    assert "（权重60）" in sentence
    assert [
        sentence in page,
        "".join(sentence.split()) in sheet,
        sentence in list(book.worksheets[1].values)[1],
    ] == [True] * 3
    assert [row.question for row in by_category.rows] == ["合同制", "在编", "备案制"]
