"""How is a plan drafted, set up and handed in; and which steps lead on and back? (A038, A055, A057, R-25)"""

from datetime import date

import pytest

from ballots.verdicts import Bar, Base
from campaigns import calendars, guards
from campaigns.choices import PlanRoleKind, Stage, TrackReason
from campaigns.models import Plan
from campaigns.services import duties, listing, plans, stages, starting, submitting
from campaigns.tracks import step_label
from selection import clock
from selection.reasons import Refused, reasons_against
from selection.records import reviews
from tests.factories.accounts import OfficerFactory, SchoolFactory, UserFactory
from tests.factories.campaigns import (
    AdoptionFactory,
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    approve_quota,
    leader_of,
    officer_of,
)
from tests.factories.personnel import PostFactory, TenureFactory
from tests.factories.records import ReviewFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]

FACTS = {"title": "工作方案", "reference_on": date(2026, 3, 1), "starts_on": date(2026, 9, 1)}
PENDING = "方案正在审核，请先撤回再修改"
FINAL = ["方案已批准定稿，不能修改；确需修改请先办理“方案变更”"]


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


def said_against(campaign, *rules):
    return [reason.sentence for reason in reasons_against(campaign, rules)]


class TestDrafting:
    def test_it_works_by_the_schools_rulebook_and_its_author_is_its_officer(self):
        school = SchoolFactory()
        adopted = AdoptionFactory(organisation=school)
        officer = OfficerFactory(organisation=school)

        plan = starting.draft_plan(school, by=officer, **FACTS)

        assert (plan.ruleset_version, plan.officer, plan.campaigns.get().stage) == (
            adopted.ruleset,
            officer,
            "prepare",
        )

    def test_a_stranger_drafts_none(self):
        school = SchoolFactory()

        assert refused(starting.draft_plan, school, by=OfficerFactory(), **FACTS) == [
            "您没有在本单位起草工作方案的权限"
        ]


class TestSettingUp:
    @pytest.fixture
    def campaign(self):
        return CampaignFactory(plan__draft=True)

    @pytest.mark.row("TRAP-14", side="holds")
    def test_facts_and_bars_are_kept(self, campaign):
        plan, officer = campaign.plan, officer_of(campaign)
        half = Bar.more_than("1/2", of=Base.COLLECTED)

        plans.set_up(plan, by=officer, facts={"title": "新方案"}, bars={"evaluation": half, "talk": None})

        assert (plan.title, plan.bars) == (
            "新方案",
            {
                "evaluation": {"choice": "fixed", "strict": True, "numerator": 1, "denominator": 2},
                "talk": {"choice": "collective"},
            },
        )

    def test_only_what_a_plan_leaves_open_is_revised(self, campaign):
        with pytest.raises(ValueError, match="may be revised"):
            plans.revise(campaign.plan, by=officer_of(campaign), snapshot="{}")

    @pytest.mark.row("TRAP-14", side="refuses")
    def test_what_is_final_stays(self):
        final = CampaignFactory()

        assert refused(plans.revise, final.plan, by=officer_of(final), title="新") == FINAL

    def test_what_was_handed_in_meanwhile_is_not_changed_under_the_reviewers_eyes(self, campaign):
        opened_before = Plan.objects.select_related("review").get(pk=campaign.plan_id)
        campaign.plan.review = ReviewFactory(organisation=campaign.organisation)
        campaign.plan.save(update_fields=["review"])
        reviews.submit(campaign.plan.review, {}, by=officer_of(campaign))

        assert refused(plans.revise, opened_before, by=officer_of(campaign), title="新") == [PENDING]

    def test_nobody_else_sets_it_up(self, campaign):
        assert refused(plans.revise, campaign.plan, by=leader_of(campaign), title="新") == [
            "您没有办理本方案的权限，或因回避不能办理"
        ]

    def test_openings_are_listed_changed_and_struck_off(self, campaign):
        officer = officer_of(campaign)
        post = PostFactory(department__organisation=campaign.organisation)

        opening = listing.add_opening(campaign, by=officer, post=post, seats=1, reason=TrackReason.ADJUSTMENT)
        assert [each.post for each in campaign.openings.all()] == [post]
        listing.revise_opening(opening, by=officer, seats=2, reason=TrackReason.OTHER, reason_text="扩班")
        assert [(each.seats, each.reason_text) for each in campaign.openings.all()] == [(2, "扩班")]
        listing.remove_opening(opening, by=officer)
        assert not campaign.openings.exists()

    def test_a_post_elsewhere_is_not_listed_and_one_with_persons_not_struck_off(self, campaign):
        officer = officer_of(campaign)
        person = CandidacyFactory(opening__campaign=campaign)

        assert refused(
            listing.add_opening, campaign, by=officer, post=PostFactory(), seats=1, reason=TrackReason.OTHER
        ) == ["只能选择本校的岗位"]
        assert refused(listing.remove_opening, person.opening, by=officer) == [
            "该岗位已有人选，不能删除；如不再选拔，请登记空缺原因"
        ]

    def test_a_task_is_given_once_and_ended_with_a_reason(self, campaign):
        plan, officer = campaign.plan, officer_of(campaign)
        user = UserFactory(organisation=campaign.organisation)
        role = duties.assign(plan, PlanRoleKind.COUNTER, user, by=officer)

        assert duties.assign(plan, PlanRoleKind.COUNTER, user, by=officer) == role
        assert refused(duties.relieve, role, by=officer, reason=" ") == ["请写明更换或回避的原因"]
        duties.relieve(role, by=officer, reason="外出学习")
        assert (role.ended_on, plan.people(PlanRoleKind.COUNTER)) == (clock.today(), [])

    def test_the_calendar_is_counted_back_over_working_days(self, campaign):
        days = calendars.propose(campaign.plan)

        assert list(days) == sorted(days, key=days.get)
        assert max(days.values()) < campaign.plan.starts_on.isoformat()

    def test_the_days_off_at_qingming_are_no_working_days_on_the_way_back(self, campaign):
        campaign.plan.starts_on = date(2026, 4, 20)

        days = calendars.propose(campaign.plan)

        assert days == {  # 4 to 6 April are off: the notice of 1 April is over on the 9th
            "announce": "2026-03-12",
            "recommend": "2026-03-16",
            "evaluate": "2026-03-20",
            "inspect": "2026-03-25",
            "decide": "2026-03-31",
            "publicize": "2026-04-01",
            "file": "2026-04-10",
        }

    def test_of_a_year_without_arrangement_mondays_to_fridays_are_assumed(self, campaign):
        campaign.plan.starts_on = date(2030, 1, 14)

        assert calendars.propose(campaign.plan)["file"] == "2030-01-04"

    def test_handed_in_with_gaps_it_is_refused_with_each(self, campaign):
        AdoptionFactory(organisation=campaign.organisation)

        said = refused(submitting.submit, campaign.plan, by=officer_of(campaign))

        assert said[:2] == ["职数核定表尚未审核同意，请先填报并报送审核", "尚未列出本次选拔的岗位"]


class TestQuota:
    """Who stays and every seat on offer have to fit. (A055)"""

    rule = guards.announce.seats_fit_the_quota

    @pytest.mark.row("AMB-9", side="holds")
    @pytest.mark.row("R-31", side="holds")
    @pytest.mark.row("A055", side="holds")
    def test_as_many_as_approved_fit(self):
        opening = OpeningFactory()
        approve_quota(opening.campaign)

        assert said_against(opening.campaign, self.rule) == []

    @pytest.mark.row("AMB-9", side="refuses")
    @pytest.mark.row("R-31", side="refuses")
    @pytest.mark.row("A055", side="refuses")
    def test_one_who_stays_is_one_too_many(self):
        opening = OpeningFactory()
        TenureFactory(post=opening.post, starts_on=date(2025, 1, 1), ends_on=date(2027, 12, 31))
        approve_quota(opening.campaign)
        post = opening.post

        assert said_against(opening.campaign, self.rule) == [
            f"{post.department}{post.get_rank_display()}核定1人，留任1人，加本次1人共2人，超出核定职数"
        ]

    def test_without_a_table_another_rule_speaks(self):
        assert said_against(OpeningFactory().campaign, self.rule) == []


class TestSteps:
    def test_only_the_next_one_is_taken(self):
        campaign = CampaignFactory(at=Stage.ANNOUNCE)

        assert stages.next_step(campaign) == "recommend"
        [said] = refused(stages.advance, campaign, "inspect", by=officer_of(campaign))
        assert said == f"现在是“公布方案”阶段，不能办理“{step_label(campaign, 'inspect')}”"

    @pytest.mark.parametrize("at", [Stage.CLOSED, Stage.TERMINATED, Stage.VOIDED])
    def test_an_end_has_no_next_step(self, at):
        campaign = CampaignFactory(at=at)

        assert (stages.next_step(campaign), stages.rules_of(campaign)) == (None, ())

    def test_a_way_back_has_its_name_and_its_reason(self):
        campaign = CampaignFactory(at=Stage.DECIDE)
        officer = officer_of(campaign)

        assert refused(stages.go_back, campaign, "evaluate", by=officer, reason="重来") == [
            "没有这样的退回办理方式"
        ]
        assert refused(stages.go_back, campaign, "recommend_again", by=officer, reason="") == ["请写明原因"]

    def test_an_unknown_step_has_no_label(self):
        with pytest.raises(KeyError):
            step_label(CampaignFactory(), "nonsense")
