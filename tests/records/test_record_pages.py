"""How are ledgers, files and arrangements read and entered in the browser?"""

import pytest
import time_machine
from django.urls import reverse

from selection.accounts.acts import Act
from selection.records import ledgers
from selection.records.models import YearArrangement
from tests.factories.accounts import (
    BureauReviewerFactory,
    LeaderFactory,
    OfficerFactory,
    SupervisorFactory,
    TeacherFactory,
)
from tests.factories.records import PDF, AttachmentFactory, LedgerFactory, YearArrangementFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@pytest.mark.parametrize("number", [1, 3])
def test_a_ledger_shows_both_dates_and_takes_few_queries(client, number, django_assert_num_queries):
    leader = sign_in(client, LeaderFactory(name="赵校长"))
    ledger = LedgerFactory(organisation=leader.organisation)
    with time_machine.travel("2026-03-02T08:05:00+08:00", tick=False):
        for _ in range(number):
            ledgers.append(
                ledger, "公布工作方案", by=leader, happened_on=None, backfilled=True, title="方案一"
            )

    with django_assert_num_queries(11):
        page = text(client.get(reverse("records:ledger", args=[ledger.pk])))

    assert page.count("<td>赵校长</td>") == number
    assert all(said in page for said in ("2026年3月2日", "2026年3月2日 8:05", "线下·补录", "方案一"))


def test_ledgers_are_listed_for_those_who_may_read_them(client):
    supervisor = sign_in(client, SupervisorFactory())
    below = LedgerFactory(
        organisation=LeaderFactory(organisation__parent__parent=supervisor.organisation).organisation
    )
    elsewhere = LedgerFactory(title="外县方案")
    for ledger in (below, elsewhere):
        ledgers.append(ledger, "公布工作方案", by=None)

    page = text(client.get(reverse("records:ledgers")))

    assert below.title in page
    assert "外县方案" not in page
    assert client.get(reverse("records:ledger", args=[elsewhere.pk])).status_code == 404


def test_without_a_ledger_the_list_says_what_will_come(client):
    sign_in(client, LeaderFactory())

    assert "还没有记录" in text(client.get(reverse("records:ledgers")))


def test_an_entry_less_ledger_can_be_read(client):
    leader = sign_in(client, LeaderFactory())

    page = client.get(reverse("records:ledger", args=[LedgerFactory(organisation=leader.organisation).pk]))

    assert "还没有记录" in text(page)


def test_a_file_is_sent_as_an_attachment_and_never_sniffed(client):
    kept = AttachmentFactory()
    sign_in(client, LeaderFactory(organisation=kept.organisation))

    response = client.get(reverse("records:attachment", args=[kept.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("stranger", [TeacherFactory, OfficerFactory])
def test_a_stranger_finds_no_file(client, stranger):
    sign_in(client, stranger())

    assert client.get(reverse("records:attachment", args=[AttachmentFactory().pk])).status_code == 404


def test_a_confidential_file_is_for_those_with_the_named_act(client):
    kept = AttachmentFactory(confidential=True, readers_act=Act.REVIEW_BUREAU)
    address = reverse("records:attachment", args=[kept.pk])

    answers = []
    for user in (
        BureauReviewerFactory(organisation=kept.organisation.bureau),
        LeaderFactory(organisation=kept.organisation),
    ):
        sign_in(client, user)
        answers.append(client.get(address).status_code)

    assert answers == [200, 404]


@pytest.fixture
def bureau(client):
    return sign_in(client, BureauReviewerFactory())


def enter(client, **fields):
    given = {"year": "2027", "holidays": "1月1日（周五）至3日放假，1月10日是工作日", "workdays": ""} | fields
    return client.post(reverse("records:enter_arrangement"), given)


def test_a_year_is_saved_only_as_it_was_shown(client, bureau):
    preview = enter(client, holidays="1月1日至3日。1月10日上班")
    nothing_yet = YearArrangement.objects.count()
    changed = enter(client, holidays="1月1日至4日", shown=preview.context["shown"])
    still_nothing = YearArrangement.objects.count()
    saved = enter(client, holidays="1月1日至3日。1月10日上班", shown=preview.context["shown"])

    assert "请核对后保存" in text(preview)
    assert "1月10日（周日）" in text(preview)
    assert "请核对后保存" in text(changed)
    assert (nothing_yet, still_nothing) == (0, 0)
    assert saved.url == reverse("records:arrangements")
    arrangement = YearArrangement.objects.get()
    assert (arrangement.holidays, arrangement.workdays) == (
        ["2027-01-01", "2027-01-02", "2027-01-03"],
        ["2027-01-10"],
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"holidays": "大约17号"}, "第1行看不懂“大约17号”，请写成1月1日或1月1日至3日"),
        ({"workdays": "2月30日"}, "第1行的“2月30日”不是日历上的日期，请核对"),
        ({"holidays": "元旦"}, "请填写放假日期"),
        ({"holidays": "2026年5月1日"}, "2026-05-01不在2027年，请核对年份"),
        ({"year": "1890"}, "请填不小于2004的数"),
    ],
)
def test_what_is_wrong_with_a_year_is_said_and_nothing_is_saved(client, bureau, fields, sentence):
    response = enter(client, **({"holidays": "1月1日"} | fields))

    assert sentence in text(response)
    assert not YearArrangement.objects.exists()


def test_the_list_tells_built_in_years_from_entered_and_unknown_ones(client, bureau):
    with time_machine.travel("2026-03-02T08:00:00+08:00"):
        client.force_login(bureau, backend="django.contrib.auth.backends.ModelBackend")
        unknown = text(client.get(reverse("records:arrangements")))
        YearArrangementFactory(entered_by=bureau)
        entered = text(client.get(reverse("records:arrangements")))

    assert unknown.count("系统自带") == 23
    assert "未录入，暂定" in unknown
    assert f"{bureau}录入于" in entered
    assert "未录入，暂定" not in entered


@pytest.mark.parametrize(
    ("query", "year", "holidays"),
    [
        ({"year": "2027"}, 2027, "2026年12月31日、1月1日"),
        ({"year": "2050"}, 2050, ""),
        ({"year": "nonsense"}, 2028, ""),
    ],
)
def test_the_form_begins_with_what_is_known(client, bureau, query, year, holidays):
    YearArrangementFactory(entered_by=bureau, holidays=["2026-12-31", "2027-01-01"])
    with time_machine.travel("2027-03-02T08:00:00+08:00"):
        client.force_login(bureau, backend="django.contrib.auth.backends.ModelBackend")
        form = client.get(reverse("records:enter_arrangement"), query).context["form"]

    assert (form.initial["year"], form.initial["holidays"]) == (year, holidays)


def test_only_those_who_enter_arrangements_find_the_pages(client):
    answers = []
    for user in (OfficerFactory(), OfficerFactory(organisation__parent__parent__is_on_system=False)):
        sign_in(client, user)
        answers.append(client.get(reverse("records:arrangements")).status_code)

    assert answers == [404, 200]
