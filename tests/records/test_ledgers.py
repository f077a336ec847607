"""How is something written into the record, and does it show when somebody changed it?"""

import json
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from selection.records import ledgers, lines
from selection.records.models import Ledger, LedgerEntry
from tests.factories.accounts import BureauFactory, OfficerFactory, SchoolFactory, ZoneFactory
from tests.factories.records import LedgerFactory, ledger_of

pytestmark = pytest.mark.django_db


def tamper(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def set_text(entry, text, digest=None):
    tamper(
        "UPDATE records_ledgerentry SET text = %s, digest = %s WHERE id = %s",
        text,
        digest or entry.digest,
        entry.pk,
    )


def test_an_entry_is_written_as_canonical_text():
    ledger, officer = LedgerFactory(), OfficerFactory()

    with time_machine.travel("2026-03-02T08:00:00+08:00", tick=False):
        entry = ledgers.append(
            ledger,
            "公布工作方案",
            by=officer,
            about="plan:7",
            happened_on=date(2026, 2, 28),
            backfilled=True,
            number=3,
        )

    assert json.loads(entry.text) == {
        "number": 1,
        "previous": "0" * 64,
        "at": "2026-03-02T08:00:00+08:00",
        "by": officer.pk,
        "act": "公布工作方案",
        "about": "plan:7",
        "happened_on": "2026-02-28",
        "backfilled": True,
        "payload": {"number": 3},
    }
    assert entry.text == ledgers.canonical(json.loads(entry.text))
    assert (ledger.length, ledger.head) == (1, entry.digest)
    assert str(entry) == "1 公布工作方案"
    assert (entry.happened_on, entry.at.isoformat()) == (date(2026, 2, 28), "2026-03-02T08:00:00+08:00")


def test_each_entry_names_the_one_before():
    first, second = ledger_of(2).entries.all()

    assert second.content["previous"] == first.digest


def test_appending_follows_the_stored_end_and_not_a_stale_copy():
    ledger = ledger_of(1)
    stale = Ledger.objects.get(pk=ledger.pk)
    ledgers.append(ledger, "第2步", by=None)

    assert ledgers.append(stale, "第3步", by=None).number == 3


def test_an_organisation_has_one_ledger_of_its_own():
    school = SchoolFactory()
    LedgerFactory(organisation=school)

    assert ledgers.of_organisation(school) == ledgers.of_organisation(school)
    assert str(ledgers.of_organisation(school)) == f"{school}全程纪实"


@pytest.mark.parametrize("length", [0, 1, 3])
def test_an_untouched_ledger_verifies(length):
    assert ledgers.verify(ledger_of(length)) is None


def test_entries_can_not_be_changed_or_deleted_by_the_program():
    entry = ledger_of(1).entries.get()

    for forbidden in (
        entry.save,
        entry.delete,
        LedgerEntry.objects.all().delete,
        lambda: LedgerEntry.objects.update(text=""),
    ):
        with pytest.raises(TypeError):
            forbidden()


def test_an_altered_entry_is_named():
    ledger = ledger_of(4)
    entry = ledger.entries.get(number=2)
    set_text(entry, entry.text.replace("第2步", "第9步"))

    assert str(ledgers.verify(ledger)) == "《2026年选拔任用工作方案》第2条被改动过"


@pytest.mark.parametrize("number", [1, 2, 4])
def test_an_entry_altered_together_with_its_digest_is_named(number):
    ledger = ledger_of(4)
    entry = ledger.entries.get(number=number)
    text = entry.text.replace(f"第{number}步", "别的事")
    set_text(entry, text, ledgers.sha256(text))

    assert str(ledgers.verify(ledger)) == f"《2026年选拔任用工作方案》第{number}条被改动过"


@pytest.mark.parametrize("text", ["{}", "[]", "不是JSON", '{"number":2}'])
def test_an_entry_that_never_was_one_is_named_though_its_digest_fits(text):
    ledger = ledger_of(4)
    set_text(ledger.entries.get(number=2), text, ledgers.sha256(text))

    assert str(ledgers.verify(ledger)) == "《2026年选拔任用工作方案》第2条被改动过"


def test_an_entry_of_the_bureau_that_never_was_one_breaks_its_own_ledger_only():
    school = SchoolFactory()
    sound = LedgerFactory(organisation=school)
    ledgers.append(sound, "一步", by=None)
    ledgers.quote_due()
    quoting = ledgers.of_organisation(school.bureau)
    text = '{"act":"收录校验码"}'
    set_text(quoting.entries.get(), text, ledgers.sha256(text))

    assert [broken.ledger for broken in ledgers.verify_all([sound, quoting])] == [quoting]
    assert ledgers.quote_due() == 1


def test_what_is_written_while_the_entries_are_read_is_no_flaw(monkeypatch):
    ledger = ledger_of(2)
    flaw = ledgers._flaw

    def written_meanwhile(entry):
        if entry.number == 2:
            ledgers.append(Ledger.objects.get(pk=ledger.pk), "第3步", by=None)
        return flaw(entry)

    monkeypatch.setattr(ledgers, "_flaw", written_meanwhile)

    assert ledgers.verify(ledger) is None


@pytest.mark.parametrize("number", [1, 3])
def test_a_missing_entry_is_named(number):
    ledger = ledger_of(4)
    tamper("DELETE FROM records_ledgerentry WHERE ledger_id = %s AND number = %s", ledger.pk, number)

    broken = ledgers.verify(ledger)

    assert (broken.number, broken.what) == (number, "缺失")


def test_exchanged_entries_are_named():
    ledger = ledger_of(4)
    second, third = ledger.entries.filter(number__in=(2, 3))
    set_text(second, third.text, third.digest)
    set_text(third, second.text, second.digest)

    broken = ledgers.verify(ledger)

    assert (broken.number, broken.what) == (2, "的顺序被调换")


def test_a_cut_end_is_named():
    ledger = ledger_of(4)
    tamper("DELETE FROM records_ledgerentry WHERE ledger_id = %s AND number > 2", ledger.pk)

    broken = ledgers.verify(ledger)

    assert (broken.number, broken.what) == (3, "缺失")


def test_an_entry_added_round_the_program_is_named():
    ledger = ledger_of(2)
    last = ledger.entries.get(number=2)
    text = last.text.replace('"number":2', '"number":3').replace(last.content["previous"], last.digest)
    LedgerEntry.objects.create(ledger=ledger, number=3, text=text, digest=ledgers.sha256(text))

    broken = ledgers.verify(ledger)

    assert (broken.number, broken.what) == (3, "不是按程序写入的")


def test_the_bureau_takes_down_daily_where_the_ledgers_below_stand():
    bureau = BureauFactory()
    school = SchoolFactory(parent=ZoneFactory(parent=bureau))
    plan = LedgerFactory(organisation=school)
    LedgerFactory(organisation=school)
    ledgers.append(plan, "公布工作方案", by=None)

    with time_machine.travel("2026-03-02T08:00:00+08:00", tick=False) as traveller:
        taken = [ledgers.quote_due(), ledgers.quote_due()]
        traveller.shift(86400)
        unmoved = ledgers.quote_due()
        ledgers.append(plan, "民主推荐", by=None)
        taken.append(ledgers.quote_due())

    quotes = [entry.content["payload"] for entry in ledgers.of_organisation(bureau).entries.all()]
    heads = [entry.digest for entry in plan.entries.all()]
    assert (taken, unmoved) == ([1, 0, 1], 0)
    assert quotes == [{"ledgers": [[plan.pk, 1, heads[0]]]}, {"ledgers": [[plan.pk, 2, heads[1]]]}]


def test_an_end_cut_off_together_with_the_ledger_row_is_betrayed_by_the_bureau():
    ledger = ledger_of(3)
    ledgers.quote_due()
    tamper("DELETE FROM records_ledgerentry WHERE ledger_id = %s AND number = 3", ledger.pk)
    last = ledger.entries.get(number=2)
    Ledger.objects.filter(pk=ledger.pk).update(length=2, head=last.digest)

    broken = ledgers.verify(ledger)

    assert broken.number == 3
    assert broken.what.endswith("收录的校验码不符")


@pytest.mark.parametrize("number", [1, 3])
def test_what_the_bureau_took_down_is_read_once_for_many_ledgers(number, django_assert_num_queries):
    bureau = BureauFactory()
    for _ in range(number):
        ledgers.append(LedgerFactory(organisation__parent__parent=bureau), "公布工作方案", by=None)
    with time_machine.travel("2026-03-02T08:00:00+08:00", tick=False) as traveller:
        ledgers.quote_due()
        traveller.shift(86400)
        ledgers.append(Ledger.objects.exclude(organisation=bureau).first(), "民主推荐", by=None)
        ledgers.quote_due()
    chosen = list(Ledger.objects.exclude(organisation=bureau).select_related("organisation"))

    with django_assert_num_queries(1 + 3 * number):  # a ledger: its organisation's line, its entries, its end
        assert list(ledgers.verify_all(chosen)) == []


def test_the_command_is_silent_about_errors_when_there_are_none(capsys):
    ledger_of(2)

    call_command("verify_record")

    assert capsys.readouterr().out == "已校验1本全程纪实，没有发现问题\n"


def test_the_command_names_the_first_broken_entry_of_each_ledger_and_fails():
    broken, sound = ledger_of(2), ledger_of(1)
    entry = broken.entries.get(number=1)
    set_text(entry, entry.text.replace("第1步", "改过"))

    with pytest.raises(CommandError) as failure:
        call_command("verify_record")
    call_command("verify_record", "--ledger", str(sound.pk))

    assert str(failure.value) == "《2026年选拔任用工作方案》第1条被改动过"
    assert failure.value.returncode == 1


def test_the_command_says_when_there_is_no_such_ledger():
    with pytest.raises(CommandError) as failure:
        call_command("verify_record", "--ledger", "99")

    assert str(failure.value) == "没有编号为99的全程纪实"


def test_lines_bear_the_names_of_those_who_wrote_them(django_assert_num_queries):
    ledger, officer = LedgerFactory(), OfficerFactory(name="李人事")
    with time_machine.travel("2026-03-02T08:00:00+08:00", tick=False):
        ledgers.append(
            ledger,
            "补录会议",
            by=officer,
            happened_on=date(2026, 2, 1),
            backfilled=True,
            title="动议会",
            place="会议室",
            meeting=3,
            digest="0" * 64,
        )
        ledgers.append(ledger, "公示期满", by=None)

    with django_assert_num_queries(2):
        shown = lines.lines(ledger.entries.all())

    assert [(line.act, line.who, line.happened_on, line.is_backfilled, line.details) for line in shown] == [
        ("补录会议", "李人事", date(2026, 2, 1), True, "动议会；会议室"),
        ("公示期满", "系统", date(2026, 3, 2), False, ""),
    ]


def test_a_line_leaves_codes_out_and_writes_days_in_chinese():
    ledger = LedgerFactory()
    said = {"conclusion": "exception", "ground": "NC2", "last_day": "2026-03-06", "remark": "同意。"}
    ledgers.append(ledger, "资格审查结论", by=None, **said, answer="同意")

    [shown] = lines.lines(ledger.entries.all())

    assert shown.details == "同意；2026年3月6日"
