"""Who reviews in whose place while that person is away, and who may not review at all?"""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from selection import clock
from selection.accounts import roles, second_factor
from selection.accounts.acts import Role
from selection.accounts.models import Notification
from selection.reasons import Refused
from selection.records import delegating, inbox, reviews
from selection.records.models import Delegation, LedgerEntry
from tests.factories.accounts import SupervisorFactory, TeacherFactory, UserFactory, ZoneOrganiserFactory
from tests.factories.records import ReviewFactory, bureau_reviewer_of, officer_of, zone_reviewer_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def review():
    return ReviewFactory(submitted=True)


@pytest.fixture
def principal(review):
    return zone_reviewer_of(review)


@pytest.fixture
def colleague(principal):
    return ZoneOrganiserFactory(organisation=principal.organisation, name="李四")


def lend(principal, to, first=0, last=7):
    today = clock.today()
    return delegating.delegate(principal, to, today + first * DAY, today + last * DAY)


def again(user):
    """As the next request reads the account."""
    return type(user).objects.get(pk=user.pk)


def waiting(user):
    return [item.review for item in inbox.waiting_for(again(user))]


def test_the_delegate_has_the_inbox_and_answers_in_the_others_name(review, principal, colleague):
    assert waiting(colleague) == []
    lend(principal, colleague)

    assert waiting(colleague) == [review]
    decision = reviews.decide(review, again(colleague), approve=True, remarks="同意")

    assert (decision.entered_by, decision.on_behalf_of) == (colleague, principal)
    assert decision.who == f"李四代{principal.name}"
    entry = LedgerEntry.objects.filter(ledger=review.ledger).last()
    assert entry.content["payload"]["on_behalf"] == f"代{principal.name}"


def test_the_principal_goes_on_in_the_own_name(review, principal, colleague):
    lend(principal, colleague)

    decision = reviews.decide(review, principal, approve=True)

    assert (decision.who, decision.on_behalf_of) == (principal.name, None)


@pytest.mark.parametrize(("today", "is_lent"), [(-1, False), (0, True), (3, True), (4, False)])
def test_it_begins_and_ends_by_itself(review, principal, colleague, today, is_lent):
    with time_machine.travel(clock.now() - DAY, tick=False):
        lend(principal, colleague, first=1, last=4)

    with time_machine.travel(clock.now() + today * DAY, tick=False):
        assert waiting(colleague) == ([review] if is_lent else [])
        if not is_lent:
            with pytest.raises(Refused, match="您不是这一级的审核员"):
                reviews.decide(review, again(colleague), approve=True)


def test_called_back_it_is_over(review, principal, colleague):
    made = lend(principal, colleague)

    delegating.call_back(made, by=principal)

    assert waiting(colleague) == []
    with pytest.raises(Refused, match="已经结束或收回"):
        delegating.call_back(made, by=principal)


def test_nobody_calls_back_for_another(principal, colleague):
    made = lend(principal, colleague)

    with pytest.raises(Refused):
        delegating.call_back(made, by=colleague)

    assert Delegation.objects.in_force().count() == 1


def test_what_was_lent_is_not_lent_on(principal, colleague):
    lend(principal, colleague)
    third = ZoneOrganiserFactory(organisation=principal.organisation)

    with pytest.raises(Refused, match="受托的事项不能再转托"):
        lend(again(colleague), third)


def test_only_the_level_itself_is_lent(review, principal, colleague):
    lend(principal, colleague)
    reviews.decide(review, principal, approve=True)

    review.refresh_from_db()
    assert review.current_label == "教育局"
    assert waiting(colleague) == []


def test_a_role_that_is_taken_away_takes_the_loan_with_it(review, principal, colleague):
    lend(principal, colleague)

    roles.revoke(principal, Role.ZONE_REVIEWER, principal.organisation)

    assert waiting(colleague) == []


@pytest.mark.parametrize(
    ("to", "first", "last", "said"),
    [
        ("colleague", -1, 3, "起始日期不能早于今天"),
        ("colleague", 5, 3, "截止日期不能早于起始日期"),
        ("colleague", 0, 93, "一次委托不超过三个月"),
        ("elsewhere", 0, 3, "不是本单位能查看选拔工作的人员"),
        ("unable", 0, 3, "不是本单位能查看选拔工作的人员"),
        ("principal", 0, 3, "不是本单位能查看选拔工作的人员"),
    ],
)
def test_to_whom_and_when(principal, colleague, to, first, last, said):
    people = {
        "colleague": colleague,
        "elsewhere": ZoneOrganiserFactory(),
        "unable": UserFactory(organisation=principal.organisation),
        "principal": principal,
    }

    with pytest.raises(Refused, match=said):
        lend(principal, people[to], first, last)

    assert not Delegation.objects.exists()


def test_nobody_is_away_twice_at_once(principal, colleague):
    lend(principal, colleague, 0, 7)

    with pytest.raises(Refused, match="这几天已经委托给别人"):
        lend(principal, ZoneOrganiserFactory(organisation=principal.organisation), 7, 9)
    lend(principal, ZoneOrganiserFactory(organisation=principal.organisation), 8, 9)


def test_a_bureau_lends_to_a_colleague_who_only_looks_on(review):
    bureau = bureau_reviewer_of(review)
    colleague = SupervisorFactory(organisation=bureau.organisation)
    reviews.decide(review, zone_reviewer_of(review), approve=True)
    lend(bureau, colleague)

    reviews.decide(review, again(colleague), approve=True)

    review.refresh_from_db()
    assert review.is_approved


def test_the_delegate_needs_the_second_factor_that_the_reviewer_needs(settings, review):
    settings.SECOND_FACTOR = True
    bureau = bureau_reviewer_of(review)
    colleague = SupervisorFactory(organisation=bureau.organisation)
    generation = colleague.generation
    assert not second_factor.is_needed_by(colleague)

    made = lend(bureau, colleague)

    assert second_factor.is_needed_by(colleague)
    assert again(colleague).generation == generation + 1
    delegating.call_back(made, by=bureau)
    assert not second_factor.is_needed_by(colleague)


def test_who_stands_in_hears_of_what_comes(principal, colleague):
    lend(principal, colleague)
    fresh = ReviewFactory(organisation__parent=principal.organisation)

    reviews.submit(fresh, {}, by=officer_of(fresh))

    assert Notification.objects.filter(user=colleague, sentence__contains="请审核").count() == 1


def test_the_loan_is_on_record(principal, colleague):
    with time_machine.travel("2026-03-02 01:00:00+00:00", tick=False):
        lend(principal, colleague)

    entry = LedgerEntry.objects.filter(ledger__organisation=principal.organisation).last()
    assert entry.act == "委托审核"
    assert entry.content["payload"]["said"] == f"2026年3月2日至2026年3月9日由李四代{principal.name}审核"


class TestRecused:
    """Whoever is related to somebody the matter is about neither reviews it nor lends it (R-25)."""

    @pytest.fixture(autouse=True)
    def related(self, monkeypatch, review):
        from django.db.models import Q

        from selection.records.models import reviews as judged

        def concern(user):
            return Q(pk=review.pk) if user.name == "亲属" else Q(pk__in=[])

        monkeypatch.setattr(judged, "CONCERNS", [*judged.CONCERNS, concern])

    def make_related(self, user):
        user.name = "亲属"
        user.save(update_fields=["name"])
        return user

    def test_the_reviewer_is_not_asked_and_is_refused(self, review, principal):
        self.make_related(principal)

        assert waiting(principal) == []
        with pytest.raises(Refused, match="应当回避，请由其他审核员办理"):
            reviews.decide(review, principal, approve=True)
        assert not review.latest.decisions.exists()

    def test_a_recused_reviewer_has_nothing_to_lend(self, review, principal, colleague):
        lend(principal, colleague)
        self.make_related(principal)

        assert waiting(colleague) == []
        with pytest.raises(Refused, match="您不是这一级的审核员"):
            reviews.decide(review, again(colleague), approve=True)

    def test_a_recused_delegate_does_not_answer(self, review, principal, colleague):
        lend(principal, colleague)
        self.make_related(colleague)

        assert waiting(colleague) == []
        with pytest.raises(Refused, match="应当回避"):
            reviews.decide(review, again(colleague), approve=True)

    def test_nothing_is_heard_of_it(self, review, principal):
        self.make_related(principal)
        Notification.objects.all().delete()
        reviews.withdraw(review, by=officer_of(review))

        reviews.submit(review, {}, by=officer_of(review))

        assert not Notification.objects.filter(user=principal).exists()


def test_it_is_done_on_the_page(client, review, principal, colleague):
    client.force_login(principal)
    today = clock.today()
    given = {"to": colleague.pk, "first_day": today.isoformat(), "last_day": (today + 3 * DAY).isoformat()}

    page = client.post(
        reverse("records:delegate"),
        {f"delegation-{name}": value for name, value in given.items()},
        follow=True,
    )
    made = Delegation.objects.get()
    client.force_login(again(colleague))
    theirs = client.get(reverse("records:reviews")).content.decode()

    assert "已委托李四，到期自行结束" in page.content.decode()
    assert f"{principal.name}委托您代为审核" in theirs
    client.force_login(principal)
    client.post(reverse("records:call_back_delegation", args=[made.pk]))
    made.refresh_from_db()
    assert made.called_back_on == today


def test_a_teacher_has_nothing_to_lend(client):
    client.force_login(TeacherFactory())

    page = client.post(reverse("records:delegate"), follow=True).content.decode()

    assert "只有学区、教育局的审核员可以委托审核" in page
