"""When does a notice begin, end and count, and what becomes of its persons? (A084–A085, B057–B061)"""

from dataclasses import replace
from datetime import date, datetime

import pytest

from campaigns import guards
from campaigns.choices import Stage, Standing
from campaigns.models import Publicity
from campaigns.rulesets.presets import BY_CODE
from campaigns.services import acts, publicizing
from selection import clock
from selection.accounts.models import Notification
from selection.reasons import ADVISE, Refused, reasons_against
from selection.records.models import Paper
from tests.factories.campaigns import (
    COUNTY,
    PIDU,
    CampaignFactory,
    CandidacyFactory,
    ObjectionFactory,
    PlanFactory,
    PublicityFactory,
    leader_of,
    officer_of,
    proposed_persons,
    scan_for,
)

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)
AFTER = datetime(2026, 3, 14, 0, 0, tzinfo=clock.ZONE)


@pytest.fixture
def campaign(go_to):
    go_to(FRIDAY)
    return CampaignFactory(at=Stage.PUBLICIZE)


def post(campaign, persons, **changes):
    said = {"channels": ["校务公开栏", "校园网"], "contact": "学校办公室，电话010-0000000"} | changes
    by, wording = said.pop("by", None) or officer_of(campaign), said.pop("wording", None)
    return publicizing.post(campaign, publicizing.Posting(persons=persons, **said), by=by, wording=wording)


def days(notice):
    return notice.first_day, notice.last_day


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


class TestPosting:
    @pytest.mark.row("A085", side="holds")
    def test_where_the_text_is_silent_the_next_day_is_the_first(self, campaign):
        notice = post(campaign, proposed_persons(campaign))

        assert (*days(notice), notice.ends_at) == (MONDAY, date(2026, 3, 13), clock.end_of(date(2026, 3, 13)))

    @pytest.mark.row("B058", side="holds")
    def test_where_the_text_says_so_the_day_itself_is_the_first(self, go_to):
        go_to(FRIDAY, 16)
        campaign = CampaignFactory(at=Stage.PUBLICIZE, code=PIDU)

        notice = post(campaign, proposed_persons(campaign))

        assert days(notice) == (FRIDAY, date(2026, 3, 12))

    @pytest.mark.row("AMB-11", side="holds")
    def test_posted_before_noon_the_day_may_count(self, campaign, go_to):
        go_to(FRIDAY, 11, 59)

        notice = post(campaign, proposed_persons(campaign), before_noon=True)

        assert days(notice) == (FRIDAY, date(2026, 3, 12))

    @pytest.mark.row("AMB-11", side="refuses")
    def test_from_noon_on_it_may_not(self, campaign, go_to):
        go_to(FRIDAY, 12)

        said = refused(post, campaign, proposed_persons(campaign), before_noon=True)

        assert said == ["现在已过中午12时，公示期只能从次日起算"]

    @pytest.mark.row("TRAP-18", side="holds")
    @pytest.mark.parametrize(
        ("code", "expected"),
        [("county-schools", (MONDAY, date(2026, 3, 13))), (PIDU, (MONDAY, date(2026, 3, 13)))],
    )
    def test_posted_on_a_day_off_it_begins_on_the_next_working_day(self, go_to, code, expected):
        go_to(SATURDAY)
        campaign = CampaignFactory(at=Stage.PUBLICIZE, code=code)

        assert days(post(campaign, proposed_persons(campaign))) == expected

    @pytest.mark.row("TRAP-18", side="refuses")
    def test_across_a_holiday_the_days_off_do_not_count(self, go_to):
        go_to(date(2026, 4, 1))
        campaign = CampaignFactory(at=Stage.PUBLICIZE)

        notice = post(campaign, proposed_persons(campaign))

        assert days(notice) == (date(2026, 4, 2), date(2026, 4, 9))  # 清明节: 4 to 6 April

    @pytest.mark.row("TRAP-19", side="holds")
    def test_in_a_year_without_arrangement_the_end_is_provisional(self, go_to):
        go_to(date(2026, 12, 30))
        campaign = CampaignFactory(at=Stage.PUBLICIZE)

        notice = post(campaign, proposed_persons(campaign))

        assert (notice.is_provisional, notice.last_day) == (True, date(2027, 1, 6))

    @pytest.mark.row("AMB-30", side="holds")
    @pytest.mark.row("D021", side="holds")
    def test_who_is_not_promoted_is_published_too_for_the_length_of_the_rulebook(self, campaign):
        [person] = proposed_persons(campaign, lateral=True)

        notice = post(campaign, [person])

        assert (list(notice.candidacies.all()), notice.period) == ([person], "5个工作日")

    @pytest.mark.row("A084", side="refuses")
    @pytest.mark.parametrize(
        ("natural", "last", "unit"),
        [
            pytest.param(6, 13, "workday", marks=pytest.mark.row("AMB-26", side="holds")),
            pytest.param(7, 13, "day", marks=pytest.mark.row("T032", side="holds")),
            pytest.param(
                8,
                14,
                "day",
                marks=[pytest.mark.row("AMB-26", side="refuses"), pytest.mark.row("T032", side="refuses")],
            ),
        ],
    )
    def test_of_working_and_natural_days_the_later_end_counts(self, go_to, natural, last, unit):
        go_to(FRIDAY)
        county = BY_CODE[COUNTY]
        rules = replace(county, publicity=replace(county.publicity, natural_days=natural))
        campaign = CampaignFactory(plan=PlanFactory(rules=rules), at=Stage.PUBLICIZE)

        notice = post(campaign, proposed_persons(campaign))

        assert (notice.last_day, notice.unit) == (date(2026, 3, last), unit)

    def test_natural_days_bind_promotions_only(self, go_to):
        go_to(FRIDAY)
        county = BY_CODE[COUNTY]
        rules = replace(county, publicity=replace(county.publicity, natural_days=20))
        campaign = CampaignFactory(plan=PlanFactory(rules=rules), at=Stage.PUBLICIZE)
        [person] = proposed_persons(campaign)
        person.is_promotion = False
        person.save()

        assert post(campaign, [person]).last_day == date(2026, 3, 13)

    @pytest.mark.row("D021", side="refuses")
    def test_what_is_missing_is_said_at_once(self, campaign):
        said = refused(post, campaign, [], channels=[" "], contact="")

        assert said == ["请选择拟聘人选", "请至少选择一种公示方式", "请写明反映问题的受理方式"]

    def test_only_who_is_proposed_here_and_not_yet_published(self, campaign):
        [fine] = proposed_persons(campaign)
        held = CandidacyFactory(opening__campaign=campaign, held=True)
        stranger = CandidacyFactory(proposed=True)
        published = CandidacyFactory(opening__campaign=campaign, proposed=True)
        PublicityFactory(campaign=campaign, persons=[published])

        assert refused(post, campaign, [fine, held, stranger, published]) == [
            f"{held.staff.name}现为“暂缓”，只有拟聘人选才能公示",
            f"{stranger.staff.name}不是本次选拔任用的人选",
            f"{published.staff.name}已经公示，如须更正请先撤销原公示",
        ]

    @pytest.mark.row("T031", side="refuses")
    @pytest.mark.row("R-26", side="refuses")
    def test_not_before_the_decision(self, campaign):
        persons = proposed_persons(campaign)
        backfilled = {"is_backfilled": True, "attachment": scan_for(campaign)}

        said = refused(post, campaign, persons, happened_on=date(2026, 3, 5), **backfilled)

        assert said == [f"{persons[0].staff.name}的公示（2026年3月5日）早于讨论决定（2026年3月6日），请核对"]

    @pytest.mark.row("T031", side="holds")
    @pytest.mark.row("R-26", side="holds")
    def test_on_the_day_of_the_decision(self, campaign):
        assert post(campaign, proposed_persons(campaign)).happened_on == FRIDAY

    def test_the_notice_is_signed_in_the_same_act(self, campaign):
        post(campaign, proposed_persons(campaign))

        paper = campaign.plan.documents.get().paper
        assert (paper.kind, paper.state, paper.issued_on) == ("publicity_notice", Paper.State.ISSUED, FRIDAY)
        assert paper.context["tokens"]["公示止日"].endswith("13日")

    def test_the_wording_may_be_the_officers_own(self, campaign):
        invitation = "公示期间，欢迎实事求是地反映情况，学校严格保密。"

        post(campaign, proposed_persons(campaign), wording={"invitation": invitation})

        assert campaign.plan.documents.get().paper.wording["invitation"] == invitation

    def test_a_wording_that_touches_the_figures_stops_everything(self, campaign):
        persons = proposed_persons(campaign)

        said = refused(post, campaign, persons, wording={"period": "公示三天。"})

        assert said
        assert not Publicity.objects.exists()

    def test_the_ledger_has_the_days_and_the_persons(self, campaign):
        [person] = proposed_persons(campaign)

        notice = post(campaign, [person])

        entry = campaign.ledger.entries.last()
        assert (entry.act, entry.content["about"], entry.content["payload"]) == (
            "发布拟聘公示",
            f"publicity:{notice.pk}",
            {"last_day": "2026-03-13", "people": [person.pk]},
        )

    def test_only_the_officer_posts(self, campaign):
        said = refused(post, campaign, proposed_persons(campaign), by=leader_of(campaign))

        assert said == ["您没有发布公示的权限，或因回避不能办理"]

    def test_not_before_its_stage(self, go_to):
        campaign = CampaignFactory(at=Stage.DECIDE)

        assert refused(post, campaign, proposed_persons(campaign)) == ["现在是“讨论决定”阶段，不能公示"]


class TestOnPaper:
    def enter(self, campaign, persons):
        facts = {"is_backfilled": True, "happened_on": FRIDAY, "attachment": scan_for(campaign)}
        return post(campaign, persons, **facts)

    @pytest.fixture
    def later(self, campaign, go_to):
        persons = proposed_persons(campaign)
        go_to(date(2026, 3, 16))
        return self.enter(campaign, persons)

    def test_the_clock_lets_it_alone_until_a_second_person_has_confirmed_it(self, campaign, later):
        before = publicizing.end(later, clock.now())
        acts.confirm(later, by=leader_of(campaign))

        assert (before, publicizing.end(later, clock.now())) == (False, True)
        later.refresh_from_db()
        assert (later.state, later.ended_at) == (Publicity.State.ENDED, AFTER)

    def test_the_step_says_that_it_waits(self, campaign, later):
        [person] = later.candidacies.all()

        said = [each.sentence for each in reasons_against(campaign, [guards.file.everybody_was_publicized])]

        assert said == [f"{person.staff.name}的公示是线下补录，尚待第二人核实"]

    def test_no_notice_is_printed_for_what_hung_on_the_wall(self, campaign, later):
        assert not campaign.plan.documents.exists()

    def test_an_earlier_day_without_its_scan_is_refused(self, campaign):
        persons = proposed_persons(campaign)

        assert refused(post, campaign, persons, happened_on=date(2026, 3, 5)) == [
            "发生日期早于今天的，请按“线下·补录”登记并上传材料"
        ]


class TestEnding:
    @pytest.fixture
    def notice(self, campaign):
        return PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))

    def last_moment(self, notice):
        return datetime(2026, 3, 13, 23, 59, 59, tzinfo=clock.ZONE)

    @pytest.mark.row("A085", side="refuses")
    def test_not_a_second_before_the_end_of_the_last_day(self, notice):
        assert publicizing.end(notice, self.last_moment(notice)) is False

        notice.refresh_from_db()
        assert notice.state == Publicity.State.RUNNING

    @pytest.mark.row("A085", side="holds")
    def test_at_the_end_of_the_last_day(self, notice):
        assert publicizing.end(notice, AFTER) is True

        notice.refresh_from_db()
        assert (notice.state, notice.ended_at) == (Publicity.State.ENDED, AFTER)

    def test_however_late_the_clock_comes_the_deadline_is_the_end(self, notice, go_to):
        go_to(date(2026, 3, 25))
        publicizing.end(notice, clock.now())

        notice.refresh_from_db()
        entry = notice.campaign.ledger.entries.last()
        assert (notice.ended_at, entry.act, entry.happened_on) == (AFTER, "公示期满", date(2026, 3, 13))
        assert clock.local(entry.at).date() == date(2026, 3, 25)

    def test_ended_twice_it_ended_once(self, notice):
        assert [publicizing.end(notice, AFTER), publicizing.end(notice, AFTER)] == [True, False]
        assert [entry.act for entry in notice.campaign.ledger.entries.all()] == ["公示期满"]

    def test_not_while_the_campaign_stands_still(self, notice):
        notice.campaign.suspended_on = date(2026, 3, 10)
        notice.campaign.save()

        assert publicizing.end(notice, AFTER) is False

    @pytest.mark.row("TRAP-19", side="refuses")
    def test_not_while_the_end_is_provisional(self, notice):
        Publicity.objects.update(is_provisional=True)

        assert publicizing.end(notice, AFTER) is False

    def test_the_officer_is_told(self, notice):
        publicizing.end(notice, AFTER)

        told = Notification.objects.get(user=officer_of(notice.campaign))
        assert told.sentence == f"{notice}已期满，请作出公示结论"


class TestConcluding:
    def ended(self, campaign, count=1):
        return PublicityFactory(campaign=campaign, ended=True, persons=proposed_persons(campaign, count))

    def conclude(self, notice, text="未收到影响任职的反映。", by=None):
        return publicizing.conclude(notice, by=by or officer_of(notice.campaign), text=text)

    @pytest.mark.row("B061", side="holds")
    def test_what_it_came_to_is_written_down(self, campaign):
        notice = self.ended(campaign)

        assert self.conclude(notice) == []
        assert (notice.state, notice.conclusion) == (Publicity.State.CONCLUDED, "未收到影响任职的反映。")

    @pytest.mark.row("A085", side="refuses")
    def test_not_before_it_is_over(self, campaign):
        notice = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))

        assert refused(self.conclude, notice) == ["公示期到2026年3月13日，期满后才能作出公示结论"]

    def test_a_provisional_end_is_called_so(self, campaign):
        notice = PublicityFactory(campaign=campaign, is_provisional=True)

        assert refused(self.conclude, notice) == ["公示期到2026年3月13日（暂定），期满后才能作出公示结论"]

    def test_it_is_concluded_once_and_in_words(self, campaign):
        notice = self.ended(campaign)

        assert refused(self.conclude, notice, text=" ") == ["请写明公示结果"]
        self.conclude(notice)
        assert refused(self.conclude, notice) == ["该公示已作结论，不能再作公示结论"]

    @pytest.mark.row("T034", side="refuses")
    @pytest.mark.row("TRAP-9", side="refuses")
    @pytest.mark.row("B059", side="refuses")
    def test_an_open_objection_holds_its_person_and_nobody_else(self, campaign):
        notice = self.ended(campaign, 3)
        two = notice.candidacies.order_by("pk")[1]
        ObjectionFactory(candidacy=two)

        held = self.conclude(notice)

        standings = [(person.standing, person.held_from) for person in notice.candidacies.order_by("pk")]
        assert held == [two]
        assert standings == [
            (Standing.PROPOSED, ""),
            (Standing.HELD, Standing.PROPOSED),
            (Standing.PROPOSED, ""),
        ]
        assert reasons_against(campaign, [guards.file.nothing_is_open_against_anybody]) == []

    @pytest.mark.row("T029", side="holds")
    @pytest.mark.row("T036", side="holds")
    @pytest.mark.row("TRAP-9", side="holds")
    @pytest.mark.row("T037", side="holds")
    @pytest.mark.row("B059", side="holds")
    def test_a_concluded_objection_holds_nobody(self, campaign):
        notice = self.ended(campaign)
        ObjectionFactory(candidacy=notice.candidacies.get(), unfounded=True)

        assert self.conclude(notice) == []

    def test_only_the_officer_concludes(self, campaign):
        notice = self.ended(campaign)

        assert refused(self.conclude, notice, by=leader_of(campaign)) == [
            "您没有作出公示结论的权限，或因回避不能办理"
        ]


class TestRevoking:
    def revoke(self, notice, reason="公示的任职时间有误"):
        publicizing.revoke(notice, by=officer_of(notice.campaign), reason=reason)

    @pytest.mark.parametrize("state", ["running", "ended", "concluded"])
    def test_its_persons_can_be_published_anew(self, campaign, state):
        persons = proposed_persons(campaign)
        traits = {} if state == "running" else {state: True}
        notice = PublicityFactory(campaign=campaign, persons=persons, **traits)

        self.revoke(notice)
        again = post(campaign, persons)

        assert (notice.state, again.state) == (Publicity.State.REVOKED, Publicity.State.RUNNING)

    def test_what_it_had_come_to_is_kept(self, campaign):
        notice = PublicityFactory(campaign=campaign, concluded=True)

        self.revoke(notice)

        assert notice.conclusion == "公示的任职时间有误（此前的公示结论：未收到影响任职的反映。）"

    def test_with_a_reason_and_once(self, campaign):
        notice = PublicityFactory(campaign=campaign)

        assert refused(self.revoke, notice, reason="") == ["请写明撤销公示的原因"]
        self.revoke(notice)
        assert refused(self.revoke, notice) == ["该公示已经撤销"]

    def test_not_when_somebody_was_appointed_on_it(self, campaign):
        person = CandidacyFactory(opening__campaign=campaign, standing=Standing.APPOINTED)
        notice = PublicityFactory(campaign=campaign, concluded=True, persons=[person])

        assert refused(self.revoke, notice) == ["公示的人选已经聘任，不能撤销公示"]


class TestStepIntoFiling:
    def against(self, campaign):
        found = reasons_against(campaign, guards.file.RULES)
        return [reason.sentence for reason in found if reason.effect is not ADVISE]

    def test_it_opens_when_everybody_who_stands_is_concluded(self, campaign):
        PublicityFactory(campaign=campaign, concluded=True, persons=proposed_persons(campaign, 2))

        assert self.against(campaign) == []

    @pytest.mark.parametrize(
        ("traits", "said"),
        [
            (None, "{}尚未公示"),
            ({}, "{}的公示期到2026年3月13日，尚未期满"),
            ({"is_provisional": True}, "{}的公示期到2026年3月13日（暂定），尚未期满"),
            ({"ended": True}, "{}的公示已期满，尚未作出公示结论"),
        ],
    )
    def test_until_then_it_says_what_is_wanting(self, campaign, traits, said):
        [person] = proposed_persons(campaign)
        if traits is not None:
            PublicityFactory(campaign=campaign, persons=[person], **traits)

        assert self.against(campaign) == [said.format(person.staff.name)]

    def test_the_notice_that_counts_is_the_last(self, campaign):
        [person] = proposed_persons(campaign)
        PublicityFactory(campaign=campaign, persons=[person], state="revoked", conclusion="更正")
        PublicityFactory(campaign=campaign, persons=[person], concluded=True)

        assert self.against(campaign) == []

    def test_an_objection_since_then_asks_for_a_hold(self, campaign):
        [person] = proposed_persons(campaign)
        PublicityFactory(campaign=campaign, persons=[person], concluded=True)
        ObjectionFactory(candidacy=person)

        assert self.against(campaign) == [f"{person.staff.name}有1件反映事项尚未办结，请先暂缓此人"]

    @pytest.mark.row("T029", side="refuses")
    @pytest.mark.row("T037", side="refuses")
    @pytest.mark.row("B061", side="refuses")
    def test_what_was_found_to_matter_keeps_the_person_out(self, campaign):
        [person] = proposed_persons(campaign)
        PublicityFactory(campaign=campaign, persons=[person], concluded=True)
        ObjectionFactory(candidacy=person, affecting=True)

        assert self.against(campaign) == [f"{person.staff.name}经查有影响任用的问题，请作不再列为人选处理"]
