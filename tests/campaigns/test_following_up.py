"""What does a follow-up take over when it is filed? (R-6, B062, A088)"""

from datetime import date

import pytest

from campaigns import documents
from campaigns.choices import ActKind, AgendaPurpose, Purpose, Stage, TalkKind, TalkScope
from campaigns.course import stage_bar
from campaigns.guards.file import everybody_was_publicized
from campaigns.materials import materials
from campaigns.models import Campaign, Candidacy, Publicity, Talk
from campaigns.services import carving, drawing_up, filing, people, stages
from campaigns.voices import talk_count
from personnel.models import StaffMember
from selection.reasons import Refused, reasons_against
from selection.records import ledgers
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import (
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    ObjectionFactory,
    OpeningFactory,
    PublicityFactory,
    RoundFactory,
    approve_quota,
    officer_of,
    proposed_persons,
)
from tests.factories.personnel import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def following(go_to):
    """In ``file`` on Monday the 16th; the notice that named its person was over on Friday the 13th."""
    go_to(date(2026, 3, 16))
    campaign = CampaignFactory(at=Stage.FILE)
    one, two = proposed_persons(campaign, 2)
    PublicityFactory(campaign=campaign, concluded=True, persons=[one, two])
    approve_quota(campaign)
    officer = officer_of(campaign)
    people.hold(two, by=officer, reason="有反映事项尚未办结")
    found = carving.carve_out(campaign, [two], by=officer, reason="待核查")
    people.restore(two, by=officer, reason="已核清")
    return found


@pytest.mark.row("B062", side="holds")
def test_its_deadline_runs_from_the_end_of_the_notice_that_named_its_persons(following):
    due = filing.open_filing(following)

    assert (due.counted_from, due.due_on) == (date(2026, 3, 13), date(2026, 3, 20))


def test_it_is_told_apart_from_the_one_it_follows(following):
    assert (following.title, following.follows.title) == (
        f"{following.plan.title} · 接续办理",
        following.plan.title,
    )


@pytest.mark.row("B062", side="holds")
@pytest.mark.row("B061", side="holds")
def test_where_an_objection_took_weeks_it_runs_from_the_day_of_the_finding(following, go_to):
    """Its person was not free to be filed before: 结果不影响任职 comes with the finding."""
    go_to(date(2026, 4, 1))
    [person] = following.candidacies()
    ObjectionFactory(candidacy=person, unfounded=True, resolved_on=date(2026, 4, 1))

    due = filing.open_filing(following)

    assert (due.counted_from, due.due_on) == (date(2026, 4, 1), date(2026, 4, 9))  # 6 April is a holiday
    assert due.counted_since == "公示期满且有关问题查清"


@pytest.mark.row("B062", side="holds")
def test_so_it_does_where_discipline_answered_later(following, go_to):
    go_to(date(2026, 3, 24))
    [person] = following.candidacies()
    DisciplineOpinionFactory(candidacy=person, clear=True, happened_on=date(2026, 3, 24))

    assert filing.open_filing(following).counted_from == date(2026, 3, 24)


def test_an_objection_against_somebody_who_is_out_does_not_prolong_it(following, go_to):
    go_to(date(2026, 4, 1))
    gone = CandidacyFactory(opening=following.openings.get(), withdrawn=True)
    ObjectionFactory(candidacy=gone, unfounded=True, resolved_on=date(2026, 4, 1))

    assert filing.open_filing(following).counted_from == date(2026, 3, 13)


@pytest.mark.row("B062", side="holds")
def test_begun_in_filing_its_days_are_counted_from_the_return_of_its_person(go_to):
    """It takes no step into ``file`` that would open one."""
    go_to(date(2026, 3, 16))
    campaign = CampaignFactory(at=Stage.FILE)
    [person] = proposed_persons(campaign, 1)
    PublicityFactory(campaign=campaign, concluded=True, persons=[person])
    officer = officer_of(campaign)
    people.hold(person, by=officer, reason="家中有事，请求延后")
    found = carving.carve_out(campaign, [person], by=officer, reason="本人请求")
    go_to(date(2026, 4, 1))

    people.restore(Candidacy.objects.get(pk=person.pk), by=officer, reason="可以办理")

    found.refresh_from_db()
    assert (found.filing.counted_from, found.filing.due_on) == (date(2026, 4, 1), date(2026, 4, 9))


def test_page_and_report_find_the_notice(following):
    due = filing.open_filing(following)

    listed = {each.title: each.reasons for each in materials(due, with_links=False)}
    report = documents.filing_report.context(due)

    assert listed["拟聘公示和公示结果"] == []
    assert report["tokens"]["公示情况"].startswith("2026年3月9日至3月13日通过校务公开栏公示2人")


@pytest.mark.parametrize("kind", [TalkKind.RECOMMENDATION, TalkKind.INSPECTION])
def test_the_report_has_the_talks_that_were_held_before(following, kind):
    person = StaffFactory(organisation=following.organisation)
    Talk.objects.create(
        campaign=following.follows,
        kind=kind,
        scope=TalkScope.PEER,
        person=person,
        held_on=date(2026, 3, 3),
    )

    rows = {row["step"]: row["said"] for row in documents.procedure.steps(following)}

    assert rows[kind.label] == "谈话1人"


def test_the_stages_of_the_first_part_are_shown_as_taken_over(following):
    before = following.follows
    for act in (
        "启动并公布方案",
        "进入民主推荐",
        "进入民主测评",
        "进入组织考察",
        "提交讨论决定",
        "进入拟聘公示",
    ):
        ledgers.append(before.ledger, act, by=officer_of(before), about=f"campaign:{before.pk}")

    assert [mark.state for mark in stage_bar(following)] == ["inherited"] * 6 + ["current"]


def test_what_the_first_part_reaches_later_is_no_day_of_the_follow_up(following):
    before = following.follows
    Campaign.objects.filter(pk=following.pk).update(stage=Stage.PUBLICIZE)
    ledgers.append(before.ledger, "进入任职备案", by=officer_of(before), about=f"campaign:{before.pk}")

    last = stage_bar(Campaign.objects.get(pk=following.pk))[-1]

    assert (last.state, last.actual_on) == ("todo", None)


class TestVotingAnew:
    """What was voted before counts for those who were on that ballot, until the follow-up goes back behind it."""

    @pytest.fixture
    def following(self):
        before = CampaignFactory(at=Stage.CLOSED)
        return CampaignFactory(at=Stage.EVALUATE, plan=before.plan, follows=before)

    def voted(self, following, *persons, purpose=Purpose.RECOMMENDATION):
        return RoundFactory(
            campaign=following.follows,
            opening=None,
            purpose=purpose,
            agree=dict.fromkeys(persons, 5),
        )

    def test_a_vote_of_before_counts_for_whom_it_listed(self, following):
        person = CandidacyFactory(opening__campaign=following)
        held = self.voted(following, person)

        assert following.standing_round(Purpose.RECOMMENDATION) == held

    @pytest.mark.parametrize("standing", ["nominated", "held"])
    def test_with_somebody_who_was_not_on_it_the_follow_up_votes_itself(self, following, standing):
        person = CandidacyFactory(opening__campaign=following)
        late = CandidacyFactory(opening__campaign=following, standing=standing, held_from="nominated")
        self.voted(following, person)

        assert following.standing_round(Purpose.RECOMMENDATION) is None
        late.withdraw()
        late.save()
        assert following.standing_round(Purpose.RECOMMENDATION) is not None

    def test_and_may(self, following):
        self.voted(following)
        person = CandidacyFactory(opening__campaign=following)
        for staff in StaffMember.objects.filter(user=None):
            staff.user = UserFactory(organisation=following.organisation)
            staff.save()

        held = drawing_up.draw_up(following, Purpose.RECOMMENDATION, by=officer_of(following))

        assert held.lists([person.pk])
        assert following.standing_round(Purpose.RECOMMENDATION) == held

    @pytest.mark.row("R-6", side="refuses")
    def test_recommended_again_it_takes_over_neither_votes_nor_talks_nor_what_rested_on_them(self, following):
        person = CandidacyFactory(opening__campaign=following)
        self.voted(following, person)
        self.voted(following, person, purpose=Purpose.EVALUATION)
        ActFactory(campaign=following.follows, kind=ActKind.DUTY_REPORT, candidacy=person)
        ActFactory(campaign=following.follows, kind=ActKind.PUBLICATION)
        AgendaItemFactory(campaign=following.follows, purpose=AgendaPurpose.INSPECTEES)
        for kind in (TalkKind.RECOMMENDATION, TalkKind.INSPECTION):
            Talk.objects.create(
                campaign=following.follows,
                kind=kind,
                scope=TalkScope.PEER,
                person=StaffFactory(organisation=following.organisation),
                held_on=date(2026, 3, 3),
            )

        stages.go_back(following, "recommend_again", by=officer_of(following), reason="推荐结果已过期")

        assert following.standing_round(Purpose.RECOMMENDATION) is None
        assert following.standing_round(Purpose.EVALUATION) is None
        assert not following.done(ActKind.DUTY_REPORT, person).exists()
        assert not following.resolved(AgendaPurpose.INSPECTEES).exists()
        assert following.done(ActKind.PUBLICATION).exists()
        assert talk_count(following, TalkKind.RECOMMENDATION).held == 0
        assert talk_count(following, TalkKind.INSPECTION).held == 1
        assert following.follows.standing_round(Purpose.RECOMMENDATION) is not None

    @pytest.mark.row("A085", side="refuses")
    def test_decided_again_its_person_is_voted_on_and_publicized_anew(self, following):
        following = CampaignFactory(at=Stage.PUBLICIZE, plan=following.plan, follows=following.follows)
        person = CandidacyFactory(opening__campaign=following, proposed=True)
        before = OpeningFactory(campaign=following.follows, post=person.opening.post)
        RoundFactory(campaign=following.follows, opening=before, agree={person: 5})
        PublicityFactory(campaign=following.follows, concluded=True, persons=[person])
        assert following.standing_round(Purpose.DECISION, person.opening) is not None
        assert person.notices().exists()

        stages.go_back(following, "decide_again", by=officer_of(following), reason="核查后须重新研究")

        person = type(person).objects.get(pk=person.pk)
        assert following.standing_round(Purpose.DECISION, person.opening) is None
        assert not person.notices().exists()
        assert [str(each) for each in reasons_against(following, [everybody_was_publicized])] == [
            f"{person.staff.name}尚未公示"
        ]
        assert not Publicity.objects.concluded_for(following).exists()


class TestThePlan:
    """One text serves the campaign and its follow-ups: neither changes it under the other."""

    @pytest.fixture
    def before(self):
        return CampaignFactory(at=Stage.RECOMMEND)

    def refused(self, campaign):
        with pytest.raises(Refused) as refusal:
            stages.go_back(campaign, "revise_plan", by=officer_of(campaign), reason="调整名额")
        return [str(reason) for reason in refusal.value.reasons]

    def test_a_follow_up_does_not_change_it(self, before):
        following = CampaignFactory(at=Stage.RECOMMEND, plan=before.plan, follows=before)

        assert self.refused(following) == [
            "接续办理依据原方案进行，不能变更方案；确需变更的，请终止本次接续办理，另行起草工作方案"
        ]
        before.plan.refresh_from_db()
        assert before.plan.is_final

    @pytest.mark.parametrize("at", [Stage.RECOMMEND, Stage.CLOSED])
    def test_nor_is_it_changed_under_one(self, before, at):
        CampaignFactory(at=at, plan=before.plan, follows=before)

        assert self.refused(before) == [
            "本方案还有接续办理或其他办理在依据它进行，不能变更；确需变更的，请先终止那一次办理"
        ]

    def test_when_the_follow_up_is_over_it_may_be(self, before):
        CampaignFactory(at=Stage.TERMINATED, plan=before.plan, follows=before)

        stages.go_back(before, "revise_plan", by=officer_of(before), reason="调整名额")

        assert before.stage == Stage.PREPARE
