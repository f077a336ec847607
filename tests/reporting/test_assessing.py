"""一报告两评议: who is judged, who takes part and in which class, and what keeps it from being held."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine

from ballots import services as polls
from ballots.models import Channel, Poll
from personnel.models import Body, PartyRole
from reporting.assessing import demo, electorate, services, summary
from reporting.assessing.promoted import judged
from reporting.models import Adjustment, Assessment
from selection import clock
from selection.reasons import Refused
from selection.records import ledgers
from tests.factories.accounts import BureauFactory, BureauReviewerFactory, LeaderFactory, UserFactory
from tests.factories.personnel import BodyFactory, BodyMemberFactory, PartyRoleFactory, StaffFactory
from tests.factories.reporting import (
    assessment_of,
    drawn,
    held,
    promoted,
    staffed_school,
)
from tests.factories.serving import officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 1, 20, 9, tzinfo=clock.ZONE), tick=False):
        yield


@pytest.fixture
def school():
    """Twelve teachers, two more than hide a class, and one who was promoted last year."""
    school = staffed_school(name="东小学")
    promoted(school, "王某", former="教务处副主任")
    return school


def adding(assessment, name="周某", **fields):
    given = {"born": "1985年3月", "former": "年级组长（2020.09）", "present": "副校长（2025.08）"}
    return Adjustment(assessment=assessment, name=name, reason="由教育局直接任命", **given | fields)


class TestWhoIsJudged:
    def test_those_promoted_in_the_year_with_the_posts_before_and_now(self, school):
        made = promoted(school, "李某", date(2025, 3, 1), candidacy__staff__born=date(1990, 11, 1))

        first, second = judged(assessment_of(school))

        assert (first.name, first.born, first.former) == ("李某", "1990年11月", "教师")
        assert first.present == f"{made.candidacy.opening.post}（2025.03）"
        assert (second.name, second.born, second.former) == ("王某", "1986年1月", "教务处副主任（2021.09）")

    @pytest.mark.parametrize(
        "other",
        [
            {"on": date(2024, 12, 31)},
            {"on": date(2026, 1, 1)},
            {"candidacy__lateral": True},
            {"voided_on": date(2025, 12, 1)},
        ],
    )
    def test_nobody_else(self, school, other):
        promoted(school, "李某", **other)

        assert [each.name for each in judged(assessment_of(school))] == ["王某"]

    def test_nobody_whose_appointment_has_not_taken_effect(self, school):
        waiting = promoted(school, "李某")
        waiting.tenure = None
        waiting.save()

        assert [each.name for each in judged(assessment_of(school))] == ["王某"]

    def test_nobody_of_another_school(self, school):
        promoted(staffed_school(1), "李某")

        assert [each.name for each in judged(assessment_of(school))] == ["王某"]

    def test_whoever_is_left_out_or_added_is_so_for_a_reason_and_until_that_is_taken_back(self, school):
        assessment, officer = assessment_of(school), officer_of(school)
        [wang] = judged(assessment)

        services.leave_out(assessment, wang.appointment, "已调离本校", by=officer)
        services.add(adding(assessment), by=officer)

        assert [each.name for each in judged(assessment)] == ["周某"]
        for adjustment in list(assessment.adjustments.all()):
            services.take_back(adjustment, by=officer)
        assert [each.name for each in judged(assessment)] == ["王某"]
        acts = ledgers.of_organisation(school).entries.order_by("number")
        assert [entry.content["payload"].get("said") for entry in acts if entry.act == "调整评议对象"] == [
            "不列入王某：已调离本校",
            "增列周某：由教育局直接任命",
            "撤回不列入王某",
            "撤回增列周某",
        ]

    def test_once_somebody_may_vote_nobody_is_left_out(self, school):
        assessment = drawn(school)
        polls.open_poll(assessment.promotions, officer_of(school))

        with pytest.raises(Refused) as refusal:
            services.leave_out(assessment, judged(assessment)[0].appointment, "已调离", by=officer_of(school))

        assert refusal.value.reasons == ["评议已经开始，评议对象不能再调整"]


class TestClasses:
    def roll(self, assessment):
        electors, _ = electorate.roll(assessment)
        return {each.name: each.category for each in electors}

    def test_who_leads_is_read_from_the_register(self, school):
        board = BodyFactory(organisation=school, kind=Body.Kind.PARTY_MEETING)
        named = {}
        for name in ("书记", "副书记", "首席", "委员", "教师甲"):
            named[name] = StaffFactory(organisation=school, name=name, with_account=True)
        PartyRoleFactory(staff=named["书记"])
        PartyRoleFactory(staff=named["副书记"], role=PartyRole.Role.DEPUTY_SECRETARY)
        BodyMemberFactory(body=board, staff=named["首席"], is_first_leader=True)
        BodyMemberFactory(body=board, staff=named["委员"])
        BodyMemberFactory(body=board, staff=named["教师甲"], ended_on=date(2025, 12, 31))
        assessment = assessment_of(school)
        assessment.categories = ["established"]

        roll = self.roll(assessment)

        assert {name: roll[name][0] for name in named} == {
            "书记": "A",
            "副书记": "B",
            "首席": "A",
            "委员": "B",
            "教师甲": "C",
        }

    @pytest.mark.parametrize(
        ("leaders", "least", "counted"),
        [
            (0, 10, None),
            (9, 10, None),
            (10, 10, {"A、B类（领导班子）": 10, "C类（干部职工代表）": 13}),
            (11, 10, {"A、B类（领导班子）": 11, "C类（干部职工代表）": 13}),
        ],
    )
    def test_a_class_too_small_to_hide_in_is_merged_or_none_is_told(self, school, leaders, least, counted):
        for number in range(leaders):
            StaffFactory(
                organisation=school,
                with_account=True,
                leadership="vice_principal" if number else "principal",
            )

        work = drawn(school).work

        sizes = {}
        for category in work.electors.values_list("category", flat=True):
            sizes[category] = sizes.get(category, 0) + 1
        assert work.counting.min_cell == least
        assert work.counting.by_category is (counted is not None)
        assert counted in (None, sizes)

    def test_classes_are_told_apart_only_where_that_is_wanted(self, school):
        StaffFactory.create_batch(10, organisation=school, with_account=True, leadership="vice_principal")

        assert drawn(school, is_by_class=False).work.counting.by_category is False

    def test_at_the_bureau_everybody_with_an_account_takes_part(self):
        bureau = BureauFactory()
        reviewer = BureauReviewerFactory(organisation=bureau)
        UserFactory.create_batch(2, organisation=bureau)
        UserFactory(organisation=bureau, is_active=False)
        assessment = services.set_up(bureau, 2025, by=reviewer)

        services.draw(assessment, by=reviewer, scrutineers=[reviewer], channel=Channel.ONLINE)

        assessment.refresh_from_db()
        assert assessment.work.electors.count() == 3
        polls.open_poll(assessment.work, reviewer)
        assert assessment.work.state == Poll.State.OPEN


class TestDrawing:
    def test_both_tables_lie_in_one_packet_with_one_roll(self, school):
        assessment = drawn(school)

        work, promotions = assessment.polls

        assert (work.title, promotions.title) == (
            "东小学2025年度干部选拔任用工作民主评议",
            "东小学2025年度新提拔任用干部民主评议",
        )
        assert work.packet == promotions.packet
        assert work.subjects.count() == 3 + 12 + 2
        assert [(each.label, each.note) for each in promotions.subjects.all()] == [
            ("王某", "\n".join(["1986年1月", "教务处副主任（2021.09）", judged(assessment)[0].present]))
        ]
        assert set(work.electors.values_list("user")) == set(promotions.electors.values_list("user"))

    def test_without_anybody_promoted_there_is_one_table(self):
        assert [each.title for each in drawn(staffed_school(name="西小学")).polls] == [
            "西小学2025年度干部选拔任用工作民主评议"
        ]

    def test_a_year_has_one(self, school):
        assessment_of(school)

        with pytest.raises(Refused) as refusal:
            assessment_of(school)

        assert refusal.value.reasons == ["2025年度的“一报告两评议”已经准备，不用再办"]

    def test_what_is_drawn_is_not_drawn_twice(self, school):
        drawn(school)

        with pytest.raises(Refused) as refusal:
            drawn(school)

        assert refusal.value.reasons == ["票样和名册已经准备；有变化的，请点“重新准备”"]

    def test_nobody_runs_it_without_the_right(self, school):
        with pytest.raises(Refused, match="您没有组织“一报告两评议”的权限"):
            services.set_up(school, 2025, by=LeaderFactory(organisation=school))

    def test_whoever_is_judged_neither_runs_nor_watches_it(self, school):
        assessment = assessment_of(school)
        [wang] = judged(assessment)

        with pytest.raises(Refused) as watching:
            drawn(school, scrutineers=list(wang.users))
        with pytest.raises(Refused) as nobody:
            drawn(school, scrutineers=[])

        assert watching.value.reasons == ["王某是被评议的新提拔干部，不能监票"]
        assert nobody.value.reasons == ["请指定监票人"]
        assert [poll.barred.get() for poll in drawn(school).polls] == list(wang.users) * 2

    def test_of_who_is_added_by_hand_all_of_the_name_are_kept_out(self, school):
        namesake = StaffFactory(organisation=school, name="周某", with_account=True).user
        services.add(adding(assessment_of(school)), by=officer_of(school))

        with pytest.raises(Refused, match="周某是被评议的新提拔干部，不能监票"):
            drawn(school, scrutineers=[namesake])


class TestStaleDrafts:
    def test_a_draft_is_not_opened_after_who_is_judged_or_takes_part_has_changed(self, school):
        assessment = drawn(school)
        promoted(school, "李某")

        reasons = {poll.title: list(services.objections(poll)) for poll in assessment.polls}

        assert set(map(tuple, reasons.values())) == {(services.STALE,)}
        with pytest.raises(Refused) as refusal:
            polls.open_poll(assessment.work, officer_of(school))
        assert refusal.value.reasons == [services.STALE]

    def test_redrawn_it_stands_as_it_would_today(self, school):
        assessment = drawn(school, channel=Channel.SLIP)
        promoted(school, "李某")

        services.redraw(assessment, by=officer_of(school))

        assessment.refresh_from_db()
        assert [list(services.objections(poll)) for poll in assessment.polls] == [[], []]
        assert [each.label for each in assessment.promotions.subjects.all()] == ["王某", "李某"]
        assert assessment.promotions.barred.count() == 2

    def test_with_its_last_person_the_second_table_goes_and_with_the_next_it_comes(self, school):
        assessment, officer = drawn(school), officer_of(school)
        services.leave_out(assessment, judged(assessment)[0].appointment, "已调离本校", by=officer)

        services.redraw(assessment, by=officer)

        assessment.refresh_from_db()
        assert assessment.promotions is None
        services.add(adding(assessment), by=officer)
        services.redraw(assessment, by=officer)
        assessment.refresh_from_db()
        assert [each.label for each in assessment.promotions.subjects.all()] == ["周某"]
        assert assessment.promotions.scrutineers.get() == assessment.work.scrutineers.get()

    def test_a_table_that_came_to_nothing_is_drawn_again_and_the_other_stays(self, school):
        assessment = drawn(school)
        work, gone = assessment.polls
        polls.void(gone, officer_of(school), "会场断电")

        again = drawn(school)

        assert again.work == work
        assert again.promotions.state == Poll.State.DRAFT
        assert again.promotions != gone

    def test_a_table_that_came_to_nothing_is_gone_with_its_last_person(self, school):
        assessment, officer = drawn(school), officer_of(school)
        polls.void(assessment.promotions, officer, "会场断电")
        services.leave_out(assessment, judged(assessment)[0].appointment, "已调离本校", by=officer)

        assert drawn(school).promotions is None


class TestSummary:
    def test_tells_grades_problems_and_views_without_a_name(self, school):
        held(school, ticked=["problem-7", "problem-10"])

        told = summary(school, 2025)

        assert told.text == (
            "2026年1月20日组织“一报告两评议”，应到13人，实到13人，发出13份，收回13份，有效票13张，废票0张，"
            "全部弃权0张。对选人用人工作的总体评价：好13，较好0，一般0，差0（好率100.0%）；"
            "对干部全方位管理和经常性监督的评价：好13，较好0，一般0，差0（好率100.0%）；"
            "对上一年度评议所提问题整改的评价：好13，较好0，一般0，差0（好率100.0%）。"
            "反映较多的问题是：能上能下推进不力（13票）、执行政策和程序不规范（13票）。"
            "对新提拔任用的1名干部，看法合计人次：认同13，基本认同0，不认同0，不了解0（认同率100.0%）。"
        )
        assert "王某" not in told.text

    def test_is_nothing_before_the_release_and_for_another_year(self, school):
        assessment = drawn(school)
        polls.open_poll(assessment.work, officer_of(school))

        assert summary(school, 2025) is None
        assert summary(school, 2024) is None

    def test_is_told_without_the_second_table_too(self):
        school = staffed_school()
        held(school)

        told = summary(school, 2025)

        assert (told.persons, told.views, told.problems) == (None, None, ())
        assert told.text.endswith("没有反映突出的问题。")


def test_the_demo_has_one_of_last_year_and_is_not_given_another(settings):
    settings.DEMO = True
    school = staffed_school(20, leaders=3, name="实验学校", code="shiyan")
    officer_of(school)

    demo.build()
    demo.build()

    assessment = Assessment.objects.get()
    assert [poll.state for poll in assessment.polls] == [Poll.State.RELEASED] * 2
    assert summary(school, 2025).persons == 1
