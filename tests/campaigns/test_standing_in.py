"""What else does somebody do who stands in for a reviewer of the bureau?"""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from campaigns import permissions
from campaigns.choices import ActKind
from campaigns.models import Filing, FilingReply
from campaigns.services import acts, filing
from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import Notification, User
from selection.reasons import Refused
from selection.records import attachments, delegating, reviews
from selection.records.models import Attachment
from serving import permissions as serving
from tests.factories.accounts import SchoolFactory, SupervisorFactory
from tests.factories.campaigns import (
    ActFactory,
    CandidacyFactory,
    FilingFactory,
    FilingPackageFactory,
    bureau_reviewer_of,
    leader_of,
    officer_of,
    scan_for,
)
from tests.factories.personnel import RelationFactory, StaffFactory
from tests.factories.records import AttachmentFactory, ReviewFactory, upload
from tests.factories.records import bureau_reviewer_of as reviewer_of
from tests.factories.records import officer_of as officer_of_review

pytestmark = pytest.mark.django_db

REPLY_ON = date(2026, 3, 17)


@pytest.fixture(autouse=True)
def _tuesday(go_to):
    go_to(REPLY_ON)


@pytest.fixture
def sent():
    return FilingPackageFactory().filing


@pytest.fixture
def principal(sent):
    return bureau_reviewer_of(sent.campaign)


@pytest.fixture
def colleague(principal):
    """Of the bureau, who only looks on by role; lent the reviewing for a week."""
    person = SupervisorFactory(organisation=principal.organisation, name="李四")
    delegating.delegate(principal, person, clock.today(), clock.today() + timedelta(days=7))
    return again(person)


def again(user):
    return User.objects.get(pk=user.pk)


def concern(user, campaign):
    """A relative of the user stands in the campaign."""
    own = StaffFactory(organisation=campaign.organisation, user=user)
    RelationFactory(staff=own, relative=CandidacyFactory(opening__campaign=campaign).staff)


class TestFilings:
    def test_the_reply_is_given_in_the_others_name(self, sent, principal, colleague):
        assert list(Filing.objects.waiting_for(colleague)) == [sent]

        reply = filing.accept(sent, by=colleague, reply_number="教人备〔2026〕1号", reply_on=REPLY_ON)

        sent.refresh_from_db()
        assert sent.state == Filing.State.ACCEPTED
        assert (reply.on_behalf_of, reply.who) == (principal, f"李四代{principal.name}")
        entry = sent.campaign.ledger.entries.last()
        assert (entry.act, entry.content["payload"]["on_behalf"]) == ("批复备案", f"代{principal.name}")

    def test_the_principal_answers_in_the_own_name(self, sent, principal, colleague):
        reply = filing.send_back(sent, by=principal, remarks="缺公示材料")

        assert (reply.on_behalf_of, reply.who) == (None, principal.name)

    def test_called_back_it_is_over(self, sent, principal, colleague):
        delegating.call_back(principal.delegations.get(), by=principal)

        assert not Filing.objects.waiting_for(again(colleague)).exists()
        with pytest.raises(Refused, match="您没有批复备案的权限"):
            filing.accept(sent, by=again(colleague), reply_number="1号")

    @pytest.mark.parametrize("who", ["principal", "colleague"])
    def test_nobody_answers_for_a_relative(self, sent, principal, colleague, who):
        concern({"principal": principal, "colleague": colleague}[who], sent.campaign)

        assert not Filing.objects.waiting_for(again(colleague)).exists()
        assert not permissions.may_answer_filing(sent.campaign, again(colleague))

    def test_it_is_on_the_first_page_and_in_the_list(self, sent, colleague, client):
        client.force_login(colleague)
        page = reverse("campaigns:filing", args=[sent.campaign_id])

        for address in (reverse("home"), reverse("campaigns:filings")):
            assert page in client.get(address).content.decode()
        assert "批复备案" in client.get(page).content.decode()

    def test_who_stands_in_hears_of_what_is_sent(self, sent, colleague):
        school = SchoolFactory(parent=sent.campaign.organisation.parent)
        due = FilingFactory(campaign__plan__organisation=school)
        package = FilingPackageFactory(filing=due, is_backfilled=True)

        acts.confirm(package, by=leader_of(package.campaign))

        assert Notification.objects.filter(user=colleague, sentence__contains="报送任职备案").exists()


class TestConfirming:
    @pytest.fixture
    def act(self, sent):
        return ActFactory(campaign=sent.campaign, kind=ActKind.MOTION, is_backfilled=True)

    def test_what_a_school_entered_is_confirmed_in_the_others_name(self, act, principal, colleague):
        acts.confirm(act, by=colleague)

        act.refresh_from_db()
        entry = act.plan.ledger.entries.last()
        assert act.confirmed_by == colleague
        assert entry.content["payload"]["on_behalf"] == f"代{principal.name}"

    def test_not_where_the_principal_is_recused(self, act, principal, colleague):
        concern(principal, act.campaign)

        with pytest.raises(Refused, match="您没有核实线下补录的权限"):
            acts.confirm(act, by=again(colleague))

    def test_a_written_reply_of_the_bureau(self, sent, principal, colleague):
        entered = filing.answer_on_paper(
            sent,
            by=officer_of(sent.campaign),
            is_acceptance=True,
            reply_number="教人备〔2026〕1号",
            happened_on=REPLY_ON,
            attachment=scan_for(sent.campaign),
        )

        acts.confirm(entered, by=colleague)

        sent.refresh_from_db()
        assert sent.state == Filing.State.ACCEPTED
        assert FilingReply.objects.get().confirmed_by == colleague

    def test_the_scan_is_open_to_who_confirms(self, sent, principal, colleague):
        scan = attachments.keep(
            upload(),
            sent.campaign.organisation,
            officer_of(sent.campaign),
            confidential=True,
            readers_act=Act.CONFIRM_ACTS,
            ledger=sent.campaign.ledger,
        )

        assert Attachment.objects.visible_to(colleague).filter(pk=scan.pk).exists()
        delegating.call_back(principal.delegations.get(), by=principal)
        assert not Attachment.objects.visible_to(again(colleague)).filter(pk=scan.pk).exists()

    def test_of_service_after_the_appointment_too(self, sent, principal, colleague):
        staff = StaffFactory(organisation=sent.campaign.organisation)

        assert serving.may_confirm(staff, colleague)
        RelationFactory(staff=StaffFactory(organisation=staff.organisation, user=principal), relative=staff)
        assert not serving.may_confirm(staff, again(colleague))


def test_a_written_decision_on_a_hand_in_is_confirmed_in_the_others_name():
    review = ReviewFactory(submitted=True, directly_under_bureau=True)
    principal = reviewer_of(review)
    colleague = SupervisorFactory(organisation=principal.organisation, name="李四")
    delegating.delegate(principal, colleague, clock.today(), clock.today())
    officer = officer_of_review(review)
    scan = AttachmentFactory(organisation=review.organisation, by=officer)

    entered = reviews.enter_on_paper(review, officer, True, "某教〔2026〕5号", clock.today(), scan)
    asked = list(type(entered).objects.waiting_for(again(colleague)))
    reviews.confirm_decision(entered, by=again(colleague))

    review.refresh_from_db()
    entries = review.ledger.entries.order_by("number")
    confirmed = next(each for each in entries if each.act == "确认补录的批复")
    assert asked == [entered]
    assert review.is_approved
    assert confirmed.content["payload"]["on_behalf"] == f"代{principal.name}"
    assert Notification.objects.filter(user=colleague, sentence__contains="补录了批复").exists()
