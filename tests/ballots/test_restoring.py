"""What becomes of a poll that stood open in the backup from which the database was restored?"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ballots import keys, services
from ballots.models import Envelope, PaperBatch, PaperEntry, Poll
from ballots.services import entrusting
from selection.records.models import LedgerEntry
from tests.factories.ballots import PollFactory, officer_of, rehearsed_poll
from tests.factories.papers import count_by_hand, hand, numbers_of

pytestmark = pytest.mark.django_db


def restore(*options):
    out = StringIO()
    call_command("restore", *options, stdout=out)
    return out.getvalue()


def test_open_and_closed_rounds_are_void_and_their_keys_go(committed):
    doomed = [PollFactory(cast=1, title="民主测评"), PollFactory(cast=1, is_closed=True)]
    kept = [PollFactory(), PollFactory(cast=1, is_counted=True)]

    with committed():
        said = restore("--confirmed")

    assert [Poll.objects.get(pk=poll.pk).state for poll in doomed] == ["void", "void"]
    assert [Poll.objects.get(pk=poll.pk).state for poll in kept] == ["draft", "counted"]
    assert not any(keys.exists(poll) for poll in doomed)
    assert not any(Envelope.objects.of(poll).exists() for poll in doomed)
    assert f"{doomed[0].organisation}：民主测评（投票中）" in said
    assert "以上2轮已作废，请通知各单位重新组织；全程纪实、附件和文书没有发现问题。" in said


def test_what_was_entered_of_paper_goes_with_the_round():
    poll = PollFactory(is_open=True)
    hand(poll, poll.electors.first())
    services.close(poll, officer_of(poll))
    count_by_hand(poll, numbers_of(poll, [{}]))

    restore("--confirmed")

    assert not PaperBatch.objects.exists()
    assert not PaperEntry.objects.exists()


def test_the_record_says_why_and_when_the_key_went(committed):
    poll = PollFactory(cast=1)

    with committed():
        restore("--confirmed")

    void, destroyed = [entry.content for entry in poll.ledger.entries.all()][-2:]
    assert (void["act"], void["by"], destroyed["act"]) == ("作废本轮投票", None, "销毁启封密钥")
    assert void["payload"]["reason"].startswith("数据库从备份恢复")
    assert destroyed["at"] >= void["at"]


def test_without_a_confirmation_it_names_what_it_would_do_and_does_nothing():
    poll = PollFactory(cast=1)

    with pytest.raises(CommandError, match="以上1轮将被作废"):
        restore()

    assert Poll.objects.get(pk=poll.pk).state == Poll.State.OPEN


def test_where_nothing_stood_open_it_says_so_and_may_be_run_again():
    PollFactory(cast=1, is_counted=True)

    assert restore() == restore() == "没有需要作废的投票；全程纪实、附件和文书没有发现问题。\n"


def test_what_was_rehearsed_for_a_draft_has_to_be_prepared_again():
    poll, users = rehearsed_poll(title="民主测评")

    with pytest.raises(CommandError, match="1轮未开始的须重新设定启封口令"):
        restore()
    said = restore("--confirmed")

    assert f"{poll.organisation}：民主测评（未开始，启封密钥由监票人分持）" in said
    assert not keys.exists(poll)
    assert entrusting.lacking(poll) == users
    assert restore() == "没有需要作废的投票；全程纪实、附件和文书没有发现问题。\n"


def test_a_record_that_was_changed_is_named():
    poll = PollFactory(cast=1, is_counted=True)
    entry = poll.ledger.entries.first()
    super(type(LedgerEntry.objects.all()), LedgerEntry.objects.filter(pk=entry.pk)).update(text="{}")

    with pytest.raises(CommandError, match="第1条被改动过"):
        restore("--confirmed")
