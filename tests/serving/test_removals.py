"""A post is taken from somebody: for a lawful reason, by two persons, on its day, with a paper."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from personnel.models import Tenure
from selection import deadlines
from selection.accounts.models import Notification
from selection.reasons import Refused
from selection.records import papers, pdfs
from serving import documents
from serving.models import Removal
from serving.services import entering, removals
from tests.factories.accounts import LeaderFactory, UserFactory
from tests.factories.campaigns import AdoptionFactory
from tests.factories.serving import RemovalFactory, cadre, county_school, officer_of

pytestmark = pytest.mark.django_db


def vouched_for(removal):
    """As a leader of the school sees to it."""
    entering.confirm(removal, by=LeaderFactory(organisation=removal.organisation))
    removal.refresh_from_db()
    removal.tenure.refresh_from_db()
    return removal


def refusal_of(removal):
    with pytest.raises(Refused) as refusal:
        removals.refuse_unfit(removal)
    return refusal.value.reasons


@pytest.mark.parametrize(
    ("reason", "end"),
    [
        pytest.param("X2", Tenure.EndReason.DISMISSED, marks=pytest.mark.row("A123", side="holds")),
        pytest.param("X3", Tenure.EndReason.REMOVED, marks=pytest.mark.row("A124", side="holds")),
    ],
)
def test_the_register_changes_when_the_second_person_has_seen_the_minutes(reason, end):
    removal = RemovalFactory(reason=reason)
    assert removal.tenure.ended_on is None

    vouched_for(removal)

    assert (removal.tenure.ended_on, removal.tenure.end_reason) == (date(2026, 3, 2), end)


@pytest.mark.row("A124", side="refuses")
def test_before_its_day_the_post_is_still_held(go_to):
    removal = vouched_for(RemovalFactory(effective_on=date(2026, 3, 10)))
    go_to(date(2026, 3, 9))
    deadlines.tick()
    removal.tenure.refresh_from_db()
    assert removal.tenure.ended_on is None

    go_to(date(2026, 3, 10))
    deadlines.tick()

    removal.tenure.refresh_from_db()
    assert removal.tenure.ended_on == date(2026, 3, 10)


@pytest.mark.row("A122", side="holds")
def test_who_is_not_appointed_anew_after_the_term_is_put_down_as_such():
    tenure = cadre(ends_on=date(2026, 2, 28), ended_on=date(2026, 3, 1), end_reason=Tenure.EndReason.EXPIRED)
    removal = vouched_for(RemovalFactory(tenure=tenure, reason="X1", effective_on=date(2026, 3, 1)))

    assert removal.tenure.end_reason == Tenure.EndReason.NOT_REAPPOINTED
    assert removal.tenure.ended_on == date(2026, 3, 1)


@pytest.mark.row("A122", side="refuses")
@pytest.mark.parametrize(("day", "is_refused"), [(date(2026, 8, 31), True), (date(2026, 9, 1), False)])
def test_a_term_that_runs_is_no_term_that_was_not_renewed(day, is_refused):
    removal = RemovalFactory.build(
        tenure=cadre(ends_on=date(2026, 8, 31)), body=None, entered_by=None, reason="X1", effective_on=day
    )

    if is_refused:
        assert refusal_of(removal) == ["聘期未满的，不能以“聘期满未续聘”为由，请核对生效日期或改选原因"]
    else:
        removals.refuse_unfit(removal)


def test_a_post_that_lapsed_is_not_taken_for_another_reason():
    tenure = cadre(ends_on=date(2026, 2, 28), ended_on=date(2026, 3, 1), end_reason=Tenure.EndReason.EXPIRED)
    removal = RemovalFactory.build(tenure=tenure, body=None, entered_by=None, reason="X2")

    assert refusal_of(removal) == ["这段任职已经期满自然免去，只能登记“聘期满未续聘”"]


@pytest.mark.parametrize(
    ("reason", "title", "line"),
    [
        ("X2", "关于王某同志解聘的通知", "解聘王某同志的{post}职务，自2026年3月2日起执行。"),
        ("X3", "关于王某同志免职的通知", "免去王某同志的{post}职务，自2026年3月2日起执行。"),
    ],
)
def test_the_paper_says_what_was_decided(reason, title, line):
    paper = vouched_for(RemovalFactory(reason=reason)).paper

    assert paper.title == title
    assert paper.context["line"] == line.format(post=Removal.objects.get().tenure.post)
    assert paper.context["tokens"] == {"研究日期": "2026年3月2日", "研究会议": "党政联席会议"}


def test_a_leader_signs_it_under_a_number():
    removal = vouched_for(RemovalFactory())

    paper = papers.issue(removal.paper, LeaderFactory(organisation=removal.organisation))

    assert paper.number == "校任〔2026〕1号"
    assert pdfs.preview(paper).startswith(b"%PDF")


def test_the_officer_does_not_sign_and_nobody_signs_the_own():
    leader = UserFactory(role="leader")
    removal = vouched_for(
        RemovalFactory(
            tenure=cadre(AdoptionFactory(organisation=leader.organisation).organisation, staff__user=leader)
        )
    )

    with pytest.raises(Refused):
        papers.issue(removal.paper, officer_of(removal.organisation))
    with pytest.raises(Refused) as refusal:
        papers.issue(removal.paper, leader)
    assert refusal.value.reasons == [documents.RECUSED]


def test_a_touched_figure_keeps_it_from_being_signed():
    removal = vouched_for(RemovalFactory())
    removal.paper.wording["preamble"] = "经研究决定，通知如下。"
    removal.paper.save(update_fields=["wording"])

    with pytest.raises(Refused) as refusal:
        papers.issue(removal.paper, LeaderFactory(organisation=removal.organisation))

    assert refusal.value.reasons == [
        "“引言”中的“{研究日期}”是锁定的数据，不能删改，请放回原处",
        "“引言”中的“{研究会议}”是锁定的数据，不能删改，请放回原处",
    ]


def test_who_was_elected_gets_no_paper_of_the_school_s():
    removal = vouched_for(RemovalFactory(tenure=cadre(kind=Tenure.Kind.ELECTED)))

    assert removal.paper is None
    assert removal.tenure.ended_on == date(2026, 3, 2)


def test_it_is_entered_and_vouched_for_on_the_page(as_user):
    school = county_school()
    tenure = cadre(school)
    body = RemovalFactory(tenure=cadre(school, "李某")).body
    form = {
        "tenure": tenure.pk,
        "reason": "X3",
        "body": body.pk,
        "happened_on": "2026-03-02",
        "effective_on": "2026-03-01",
        "text": "工作需要。",
    }
    address = reverse("serving:enter", args=[tenure.staff_id, "removal"])
    officer = as_user(officer_of(school))

    answer = officer.post(address, form | {"scan": scan()})
    assert answer.context["form"].errors["__all__"] == ["生效日期不能早于会议决定的日期。"]
    officer.post(address, form | {"effective_on": "2026-03-02", "scan": scan()})

    assert Removal.objects.get(tenure=tenure).is_confirmed is False
    page = as_user(LeaderFactory(organisation=school)).get(reverse("serving:person", args=[tenure.staff_id]))
    assert "工作需要或其他原因" in page.content.decode()


def scan():
    return SimpleUploadedFile("纪要.pdf", b"%PDF-1.7 minutes")


def test_a_leader_finds_on_the_first_page_what_to_vouch_for_and_then_to_sign(as_user):
    removal = RemovalFactory()
    leader = LeaderFactory(organisation=removal.organisation)
    page = as_user(leader).get("/").content.decode()
    assert f"待第二人核实：王某，免去{removal.tenure.post}：工作需要或其他原因" in page
    assert "没有等您办理的事" not in page

    entering.confirm(removal, by=leader)

    page = as_user(leader).get("/").content.decode()
    assert "关于王某同志免职的通知" in page
    assert "待第二人核实" not in page


def test_the_register_alone_dismisses_nobody(as_user):
    tenure = cadre()
    form = {"on": "2026-03-02", "reason": "dismissed"}

    answer = as_user(officer_of(tenure.staff.organisation)).post(
        reverse("personnel:end_tenure", args=[tenure.pk]), form
    )

    assert list(answer.context["form"].errors) == ["reason"]


def test_whom_it_names_hears_of_it_when_it_is_signed():
    removal = vouched_for(RemovalFactory(tenure=cadre(staff__with_account=True)))
    told = Notification.objects.filter(user=removal.staff.user)
    assert not told.exists()

    papers.issue(removal.paper, LeaderFactory(organisation=removal.organisation))

    assert [each.sentence for each in told] == ["《关于王某同志免职的通知》已签发（校任〔2026〕1号）"]
