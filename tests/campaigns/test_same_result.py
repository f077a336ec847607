"""Do page, paper, record and recount speak of one round in the same numbers and sentences?"""

import html
import io
import json
import re
import zipfile

import pytest
from django.urls import reverse

from ballots import exporting, results
from ballots import services as polls
from ballots.models import Poll
from campaigns.choices import ActKind, Stage
from campaigns.models import Round
from campaigns.services import rounds
from selection.records import ledgers
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
