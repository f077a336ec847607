"""When is filing due, sent and answered? (A088, B061–B063, B073)"""

from datetime import date, datetime

import pytest

from campaigns import documents, guards
from campaigns.choices import Stage
from campaigns.models import Filing, FilingReply
from campaigns.services import acts, filing, people
from selection import clock
from selection.accounts.models import Notification, Organisation
from selection.reasons import Refused, reasons_against
from selection.records import papers
from tests.factories.accounts import TeacherFactory
from tests.factories.campaigns import (
    PIDU,
    CampaignFactory,
    CandidacyFactory,
    FilingFactory,
    FilingPackageFactory,
    PublicityFactory,
    appoint,
    bureau_reviewer_of,
    leader_of,
    officer_of,
    ready_to_file,
    scan_for,
    sign_report,
    submit,
)

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 3, 16), date(2026, 3, 17)


@pytest.fixture(autouse=True)
def _monday(go_to):
    go_to(MONDAY)


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


def against(campaign, *rules):
    return [reason.sentence for reason in reasons_against(campaign, rules or guards.close.RULES)]


def appointed(count=1):
    """一: the document is issued, the filing is due."""
    campaign, persons = ready_to_file(count)
    appoint(persons)
    return campaign


def sent(code=PIDU):
    campaign, _ = ready_to_file(code=code)
    submit(campaign.filing)
    return campaign


class TestOpening:
    def due(self, *last_days, code=PIDU):
        campaign = CampaignFactory(at=Stage.FILE, code=code)
        for day in last_days:
            PublicityFactory(campaign=campaign, concluded=True, last_day=day)
        found = filing.open_filing(campaign)
        return found.due_on, found.is_provisional

    @pytest.mark.row("B062", side="holds")
    @pytest.mark.row("AMB-12", side="holds")
    def test_day_one_is_the_first_working_day_after_the_notice_is_over(self):
        assert self.due(date(2026, 3, 13)) == (date(2026, 3, 20), False)

    def test_the_last_notice_counts(self):
        assert self.due(date(2026, 3, 13), date(2026, 3, 17)) == (date(2026, 3, 24), False)

    @pytest.mark.row("TRAP-12", side="holds")
    def test_a_holiday_between_does_not_count(self):
        assert self.due(date(2026, 4, 3)) == (date(2026, 4, 13), False)  # 清明节: 4 to 6 April

    def test_a_weekend_that_is_worked_counts(self):
        assert self.due(date(2026, 9, 17)) == (date(2026, 9, 23), False)  # Sunday the 20th is worked

    def test_into_a_year_without_arrangement_it_is_provisional(self):
        assert self.due(date(2026, 12, 29)) == (date(2027, 1, 5), True)

    def test_without_any_notice_it_runs_from_today(self):
        assert self.due() == (date(2026, 3, 23), False)

    def test_it_is_over_at_the_end_of_the_day(self):
        campaign = CampaignFactory(at=Stage.FILE)
        PublicityFactory(campaign=campaign, concluded=True)

        assert filing.open_filing(campaign).due_at == datetime(2026, 3, 21, tzinfo=clock.ZONE)


class TestSending:
    @pytest.mark.row("R-34", side="holds")
    def test_the_report_is_signed_and_the_bureau_is_told(self):
        campaign = appointed()
        bureau = bureau_reviewer_of(campaign)

        done = submit(campaign.filing)

        assert (done.state, done.report.kind, done.report.issued_on) == (
            Filing.State.SUBMITTED,
            "filing_report",
            MONDAY,
        )
        assert list(Filing.objects.waiting_for(bureau)) == [done]
        school = campaign.organisation.short_name
        assert Notification.objects.filter(user=bureau).get().sentence == f"{school}报送任职备案，请办理"

    @pytest.mark.row("B073", side="refuses")
    def test_where_the_document_comes_first_it_must_be_there(self):
        campaign, [person] = ready_to_file()

        assert refused(filing.submit, campaign.filing, by=officer_of(campaign)) == [
            f"{person.staff.name}尚未办理聘任手续，须先发文再报送备案"
        ]

    @pytest.mark.row("B073", side="holds")
    def test_where_the_reply_comes_first_no_document_is_in_the_package(self):
        campaign = sent()

        assert "聘任文件" not in campaign.filing.report.context["annexes"]

    def test_nobody_to_file_is_nothing_to_send(self):
        found = FilingFactory()

        assert refused(filing.submit, found, by=officer_of(found.campaign)) == [
            "本次没有拟聘或已聘任的人选，无需备案"
        ]

    def test_once(self):
        campaign = sent()

        assert refused(filing.submit, campaign.filing, by=officer_of(campaign)) == ["备案已报送，不必再报送"]

    def test_only_the_officer_sends_and_only_at_this_stage(self):
        campaign, _ = ready_to_file(code=PIDU)
        early = FilingFactory(campaign=CampaignFactory(at=Stage.PUBLICIZE))

        assert refused(filing.submit, campaign.filing, by=leader_of(campaign)) == [
            "您没有报送备案的权限，或因回避不能办理"
        ]
        assert refused(filing.submit, early, by=officer_of(early.campaign)) == [
            "现在是“拟聘公示”阶段，不能报送备案"
        ]

    def test_what_came_back_is_sent_again_as_another_package(self, go_to):
        campaign = sent()
        filing.send_back(campaign.filing, by=bureau_reviewer_of(campaign), remarks="缺会议纪要")
        go_to(TUESDAY)

        done = submit(campaign.filing)

        packages = done.packages.values_list("number", "happened_on")
        assert list(packages) == [(1, MONDAY), (2, TUESDAY)]


class TestTheReport:
    """What goes upward is signed by a leader before it goes."""

    @pytest.mark.row("R-34", side="refuses")
    def test_neither_without_a_report_nor_with_a_draft_of_one(self):
        campaign, _ = ready_to_file(code=PIDU)
        officer = officer_of(campaign)

        before = refused(filing.submit, campaign.filing, by=officer)
        documents.filing_report.draw_up(campaign.filing, by=officer)
        drafted = refused(filing.submit, campaign.filing, by=officer)

        assert before == ["备案报告尚未起草，请先起草并由学校领导签发"]
        assert drafted == ["备案报告尚未签发，由学校领导签发后再报送"]

    def test_it_names_those_who_are_filed_and_nobody_else(self):
        campaign, [held, _] = ready_to_file(2, code=PIDU)
        sign_report(campaign.filing)
        people.hold(held, by=officer_of(campaign), reason="有反映事项尚未办结")

        assert refused(filing.submit, campaign.filing, by=officer_of(campaign)) == [
            "备案报告签发之后拟备案人员有变化，请重新起草并签发"
        ]

    def test_what_was_drawn_up_anew_after_it_came_back_is_signed_anew(self):
        campaign = sent()
        officer = officer_of(campaign)
        filing.send_back(campaign.filing, by=bureau_reviewer_of(campaign), remarks="补充公示情况")
        correction = documents.filing_report.draw_up(campaign.filing, by=officer).paper

        said = refused(filing.submit, campaign.filing, by=officer)
        papers.issue(correction, by=leader_of(campaign))

        assert said == ["备案报告更正件尚未签发，由学校领导签发后再报送"]
        assert filing.submit(campaign.filing, by=officer).report == correction


class TestAnswering:
    @pytest.mark.row("B063", side="holds")
    def test_the_reply_opens_the_last_step(self, go_to):
        campaign = sent()
        go_to(TUESDAY)

        filing.accept(campaign.filing, by=bureau_reviewer_of(campaign), reply_number="区教党批〔2026〕5号")

        reply = campaign.filing.reply
        assert (campaign.filing.state, reply.document_number, reply.happened_on) == (
            Filing.State.ACCEPTED,
            "区教党批〔2026〕5号",
            TUESDAY,
        )
        assert against(campaign, guards.close.filing_is_sent, guards.close.filing_is_answered) == []
        told = Notification.objects.filter(user=officer_of(campaign)).latest("pk")
        assert told.sentence == "任职备案已获批复（区教党批〔2026〕5号）"

    @pytest.mark.row("B063", side="refuses")
    def test_without_it_the_campaign_is_not_closed(self):
        campaign = sent()

        said = against(campaign, guards.close.filing_is_sent, guards.close.filing_is_answered)

        assert said == ["尚未收到区教育局党委的批复"]

    @pytest.mark.row("A088", side="refuses")
    def test_what_was_not_sent_is_not_closed(self):
        campaign = appointed()

        assert against(campaign, guards.close.filing_is_sent) == ["尚未向县教育局政工科报送备案"]

    @pytest.mark.row("A088", side="holds")
    def test_where_no_reply_is_asked_for_sending_is_enough(self):
        campaign = appointed()
        submit(campaign.filing)

        assert against(campaign, guards.close.filing_is_sent, guards.close.filing_is_answered) == []

    def test_the_bureau_may_take_note_of_it_when_the_school_has_closed(self):
        found = FilingPackageFactory(filing__campaign=CampaignFactory(at=Stage.CLOSED)).filing
        bureau = bureau_reviewer_of(found.campaign)

        assert refused(filing.send_back, found, by=bureau, remarks="缺材料") == [
            "现在是“办结”阶段，不能办理备案"
        ]
        assert filing.accept(found, by=bureau).is_acceptance

    def test_sent_back_with_remarks_it_stays_open(self):
        campaign = sent()

        filing.send_back(campaign.filing, by=bureau_reviewer_of(campaign), remarks="缺会议纪要")

        assert campaign.filing.state == Filing.State.SENT_BACK
        told = Notification.objects.filter(user=officer_of(campaign)).latest("pk")
        assert told.sentence == "任职备案退回补正：缺会议纪要"

    def test_what_a_reply_needs(self):
        campaign = sent()
        bureau = bureau_reviewer_of(campaign)

        assert refused(filing.accept, campaign.filing, by=bureau) == ["请填写批复文号"]
        assert refused(filing.send_back, campaign.filing, by=bureau, remarks="") == [
            "退回补正请写明意见，让学校知道要补什么"
        ]
        early = {"reply_number": "5号", "reply_on": date(2026, 3, 15)}
        assert refused(filing.accept, campaign.filing, by=bureau, **early) == [
            "批复日期（2026年3月15日）早于报送日期（2026年3月16日），请核对"
        ]
        late = {"reply_number": "5号", "reply_on": TUESDAY}
        assert refused(filing.accept, campaign.filing, by=bureau, **late) == [
            "批复日期（2026年3月17日）晚于今天，请核对"
        ]

    def test_what_was_not_sent_is_not_answered(self):
        campaign, _ = ready_to_file(code=PIDU)

        said = refused(filing.accept, campaign.filing, by=bureau_reviewer_of(campaign), reply_number="5号")

        assert said == ["备案待报送，现在没有可批复的报送件"]

    @pytest.mark.parametrize("who", [officer_of, leader_of])
    def test_the_school_does_not_answer_itself(self, who):
        campaign = sent()

        said = refused(filing.accept, campaign.filing, by=who(campaign), reply_number="5号")

        assert said == ["您没有批复备案的权限，或因回避不能办理"]


class TestSentOnPaper:
    def enter(self, campaign, day=MONDAY, **changes):
        facts = {"happened_on": day, "attachment": scan_for(campaign)} | changes
        return filing.submit_on_paper(campaign.filing, by=officer_of(campaign), **facts)

    def test_it_counts_once_a_second_person_has_confirmed_it(self):
        campaign, _ = ready_to_file(code=PIDU)
        package = self.enter(campaign)

        before = Filing.objects.get().state
        acts.confirm(package, by=leader_of(campaign))

        assert (before, Filing.objects.get().state) == (Filing.State.DUE, Filing.State.SUBMITTED)

    def test_a_mistake_is_entered_anew_while_nobody_has_confirmed_it(self, go_to):
        campaign, _ = ready_to_file(code=PIDU)
        go_to(TUESDAY)

        first, second = self.enter(campaign), self.enter(campaign, TUESDAY)

        assert (first.pk, campaign.filing.packages.get().happened_on) == (second.pk, TUESDAY)

    def test_sent_in_the_system_meanwhile_there_is_nothing_left_to_confirm(self):
        campaign, _ = ready_to_file(code=PIDU)
        package = self.enter(campaign)
        submit(campaign.filing)

        with pytest.raises(Refused):
            acts.confirm(package, by=leader_of(campaign))

    def test_not_before_the_notice_was_over(self):
        campaign, _ = ready_to_file(code=PIDU)

        assert refused(self.enter, campaign, date(2026, 3, 12)) == [
            "报送日期（2026年3月12日）早于公示期满（2026年3月13日），请核对"
        ]

    @pytest.mark.row("B062", side="holds")
    def test_sent_on_the_last_day_it_is_in_time_whenever_it_is_entered(self, go_to):
        campaign, _ = ready_to_file(code=PIDU)
        go_to(date(2026, 3, 25))
        filing.mark_overdue(campaign.filing, clock.now())

        self.enter(campaign, date(2026, 3, 20))

        assert Filing.objects.get().was_late is False

    @pytest.mark.parametrize(
        ("sent_on", "marked", "said"),
        [(date(2026, 3, 20), None, 1), (date(2026, 3, 21), datetime(2026, 3, 21, tzinfo=clock.ZONE), 0)],
        ids=["in time", "late"],
    )
    def test_confirmed_the_mark_of_the_clock_goes_only_if_it_was_wrong(self, go_to, sent_on, marked, said):
        campaign, _ = ready_to_file(code=PIDU)
        go_to(date(2026, 3, 25))
        filing.mark_overdue(campaign.filing, clock.now())

        acts.confirm(self.enter(campaign, sent_on), by=leader_of(campaign))

        written = [entry.content["act"] for entry in campaign.ledger.entries.all()]
        assert (Filing.objects.get().overdue_since, written.count("取消备案逾期")) == (marked, said)

    @pytest.mark.row("B062", side="refuses")
    def test_sent_a_day_later_it_is_late(self, go_to):
        campaign, _ = ready_to_file(code=PIDU)
        go_to(date(2026, 3, 25))

        self.enter(campaign, date(2026, 3, 21))

        assert Filing.objects.get().was_late is True


class TestAnsweredOnPaper:
    def enter(self, campaign, **changes):
        facts = {
            "is_acceptance": True,
            "reply_number": "区教党批〔2026〕5号",
            "happened_on": MONDAY,
            "attachment": scan_for(campaign),
        } | changes
        return filing.answer_on_paper(campaign.filing, by=officer_of(campaign), **facts)

    def test_the_bureau_confirms_what_is_said_in_its_name(self):
        campaign = sent()
        reply = self.enter(campaign)
        bureau = campaign.organisation.bureau

        by_school = refused(acts.confirm, reply, by=leader_of(campaign))
        before = Filing.objects.get().state
        reply.refresh_from_db()
        acts.confirm(reply, by=bureau_reviewer_of(campaign))

        assert by_school == [f"请由{bureau}确认这份批复"]
        assert (before, Filing.objects.get().state) == (Filing.State.SUBMITTED, Filing.State.ACCEPTED)

    def test_where_the_bureau_is_not_on_the_system_a_second_person_of_the_school_does(self):
        campaign = sent()
        Organisation.objects.filter(kind="bureau").update(is_on_system=False)
        reply = self.enter(campaign)

        acts.confirm(FilingReply.objects.get(pk=reply.pk), by=leader_of(campaign))

        assert Filing.objects.get().state == Filing.State.ACCEPTED

    def test_unconfirmed_it_is_no_reply(self):
        campaign = sent()
        self.enter(campaign)

        assert campaign.filing.reply is None
        assert against(campaign, guards.close.filing_is_answered) == ["尚未收到区教育局党委的批复"]

    def test_a_mistake_is_entered_anew(self):
        campaign = sent()

        first, second = self.enter(campaign), self.enter(campaign, reply_number="区教党批〔2026〕6号")

        assert (first.pk, FilingReply.objects.get().document_number) == (second.pk, "区教党批〔2026〕6号")

    def test_a_return_needs_its_remarks(self):
        campaign = sent()

        assert refused(self.enter, campaign, is_acceptance=False) == ["退回补正请写明意见"]

    def test_a_return_confirmed_opens_the_filing_again(self):
        campaign = sent()
        reply = self.enter(campaign, is_acceptance=False, remarks="缺会议纪要", reply_number="")

        acts.confirm(reply, by=bureau_reviewer_of(campaign))

        assert Filing.objects.get().state == Filing.State.SENT_BACK

    def test_answered_in_the_system_meanwhile_there_is_nothing_left_to_confirm(self):
        campaign = sent()
        reply = self.enter(campaign)
        bureau = bureau_reviewer_of(campaign)
        filing.accept(campaign.filing, by=bureau, reply_number="区教党批〔2026〕7号")

        assert refused(acts.confirm, reply, by=bureau) == ["备案已批复备案，这次补录不再需要确认"]


class TestOverdue:
    def due(self, **person):
        campaign = CampaignFactory(at=Stage.FILE)
        CandidacyFactory(opening__campaign=campaign, **person)
        return FilingFactory(campaign=campaign)

    @pytest.mark.row("B062", side="holds")
    def test_on_the_last_day_it_is_not(self):
        found = self.due()

        assert filing.mark_overdue(found, datetime(2026, 3, 20, 23, 59, 59, tzinfo=clock.ZONE)) is False

    @pytest.mark.row("TRAP-12", side="refuses")
    @pytest.mark.row("B062", side="refuses")
    def test_after_the_last_day_it_is_since_its_end_and_once(self, go_to):
        found = self.due()
        go_to(date(2026, 3, 25))

        marked = [filing.mark_overdue(found, clock.now()), filing.mark_overdue(found, clock.now())]

        found.refresh_from_db()
        assert (marked, found.overdue_since, found.was_late) == (
            [True, False],
            datetime(2026, 3, 21, tzinfo=clock.ZONE),
            True,
        )
        told = Notification.objects.get(user=officer_of(found.campaign))
        assert told.sentence == "任职备案已逾期：应于2026年3月20日前报送"

    @pytest.mark.parametrize(
        "change", [{"state": "submitted"}, {"state": "sent_back"}, {"is_provisional": True}]
    )
    def test_what_is_sent_or_provisional_is_not(self, change):
        found = self.due()
        Filing.objects.update(**change)

        assert filing.mark_overdue(found, datetime(2026, 4, 1, tzinfo=clock.ZONE)) is False

    def test_nor_where_everybody_is_held(self):
        found = self.due(held=True)

        assert filing.mark_overdue(found, datetime(2026, 4, 1, tzinfo=clock.ZONE)) is False

    def test_nor_while_the_campaign_stands_still_or_is_over(self):
        paused = self.due()
        paused.campaign.suspended_on = MONDAY
        paused.campaign.save()
        over = FilingFactory(campaign=CampaignFactory(at=Stage.VOIDED))
        late = datetime(2026, 4, 1, tzinfo=clock.ZONE)

        assert [filing.mark_overdue(paused, late), filing.mark_overdue(over, late)] == [False, False]


def test_a_stranger_does_nothing():
    campaign, _ = ready_to_file(code=PIDU)
    stranger = TeacherFactory()

    for act in (filing.submit, filing.accept):
        with pytest.raises(Refused):
            act(campaign.filing, by=stranger)
