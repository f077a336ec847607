"""How does one person, or one opening, move while the others stay? (A066, A078, AMB-23, R-25)"""

from datetime import date

import pytest

from campaigns.choices import Outcome, PlanRoleKind, Stage, Standing
from campaigns.models import Candidacy
from campaigns.services import duties, meetings, people
from selection.reasons import Refused
from tests.factories.campaigns import (
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    MeetingFactory,
    OpeningFactory,
    leader_of,
    officer_of,
    scan_for,
)
from tests.factories.personnel import BodyFactory, StaffFactory, TenureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


class TestNominating:
    @pytest.fixture
    def opening(self):
        return OpeningFactory(campaign__at=Stage.RECOMMEND)

    def nominate(self, opening, staff=None, by=None, **said):
        staff = staff or StaffFactory(organisation=opening.campaign.organisation, with_account=True)
        facts = {"source": "recommendation"} | said
        return people.nominate(opening, staff, by=by or officer_of(opening.campaign), **facts)

    def test_whoever_serves_at_the_rank_is_renewed_and_not_promoted(self, opening):
        campaign = opening.campaign
        serving = StaffFactory(organisation=campaign.organisation)
        TenureFactory(
            staff=serving, post=opening.post, starts_on=date(2024, 1, 1), ends_on=date(2026, 12, 31)
        )

        found = [self.nominate(opening).is_promotion, self.nominate(opening, serving).is_promotion]

        assert found == [True, False]

    @pytest.mark.row("R-25", side="holds")
    def test_the_persons_own_tasks_end_at_once(self, opening):
        campaign = opening.campaign
        staff = StaffFactory(organisation=campaign.organisation, with_account=True)
        duties.assign(campaign.plan, PlanRoleKind.COUNTER, staff.user, by=officer_of(campaign))

        self.nominate(opening, staff)

        [role] = campaign.plan.roles.filter(user=staff.user)
        assert role.ended_on is not None
        assert role.end_reason.startswith("回避")
        assert refused(
            duties.assign, campaign.plan, PlanRoleKind.COUNTER, staff.user, by=officer_of(campaign)
        ) == [f"{staff.name}是本次人选或其亲属，应当回避，请另选他人"]

    def test_what_it_needs(self, opening):
        campaign = opening.campaign
        known = self.nominate(opening)
        item = AgendaItemFactory(campaign=campaign)

        assert refused(self.nominate, opening, StaffFactory()) == ["不竞岗聘任的人选应为本校在册人员"]
        assert refused(self.nominate, opening, known.staff) == [f"{known.staff.name}已是{opening}的人选"]
        assert refused(self.nominate, opening, source="organisation", item=item) == [
            "组织提名须依据班子会议的组织提名议题"
        ]
        assert refused(self.nominate, opening, by=leader_of(campaign)) == [
            "您没有办理本方案的权限，或因回避不能办理"
        ]


class TestMoving:
    @pytest.mark.parametrize(
        "standing", [Standing.NOMINATED, Standing.QUALIFIED, Standing.INSPECTEE, Standing.PROPOSED]
    )
    def test_who_was_held_comes_back_to_where_they_stood(self, standing):
        person = CandidacyFactory(standing=standing)
        officer = officer_of(person.campaign)

        people.hold(person, by=officer, reason="缓议")
        held = (person.standing, person.held_from)
        people.restore(person, by=officer, reason="已核清")

        assert (held, person.standing, person.held_from) == (("held", standing), standing, "")

    def test_who_is_not_held_does_not_come_back(self):
        person = CandidacyFactory()

        assert refused(people.restore, person, by=officer_of(person.campaign), reason="已核清") == [
            f"{person.staff.name}没有暂缓"
        ]

    def test_a_move_has_its_reason_and_an_end_is_an_end(self):
        person = CandidacyFactory()
        officer = officer_of(person.campaign)

        assert refused(people.withdraw, person, by=officer, reason=" ") == [
            f"请写明{person.staff.name}自动放弃的原因"
        ]
        people.withdraw(person, by=officer, reason="本人放弃")
        assert refused(people.exclude, person, by=officer, reason="不符合") == [
            f"{person.staff.name}现为“自动放弃”，不能办理“不再列为人选”"
        ]

    def test_a_person_is_moved_from_where_they_stand_and_not_from_where_they_were_read(self):
        person = CandidacyFactory()
        officer, read_before = officer_of(person.campaign), Candidacy.objects.get(pk=person.pk)
        people.withdraw(person, by=officer, reason="本人放弃")

        assert refused(people.hold, read_before, by=officer, reason="缓议") == [
            f"{person.staff.name}现为“自动放弃”，不能办理“暂缓”"
        ]
        assert Candidacy.objects.get(pk=person.pk).standing == Standing.WITHDRAWN

    @pytest.mark.parametrize(
        ("at", "said"),
        [
            (Stage.CLOSED, "本次选拔任用已办结，不能再办理"),
            (Stage.VOIDED, "本次选拔任用已宣布无效，不能再办理"),
        ],
    )
    def test_nobody_moves_when_it_is_over(self, at, said):
        person = CandidacyFactory(opening__campaign__at=at)

        assert refused(people.hold, person, by=officer_of(person.campaign), reason="缓议") == [said]


class TestOpenings:
    @pytest.mark.row("AMB-23", side="holds")
    @pytest.mark.parametrize(
        ("act", "result"), [(people.declare_vacant, "vacant"), (people.carry_over, "carried")]
    )
    def test_without_anybody_it_is_settled_with_a_reason(self, act, result):
        opening = OpeningFactory()

        act(opening, by=officer_of(opening.campaign), reason="无合适人选")

        assert (opening.result, opening.result_reason) == (result, "无合适人选")

    def test_what_it_needs(self):
        person = CandidacyFactory()
        empty = OpeningFactory(campaign=person.campaign)
        officer = officer_of(person.campaign)

        assert refused(people.declare_vacant, empty, by=officer, reason="") == [
            "请写明岗位空缺或转下次办理的原因"
        ]
        assert refused(people.declare_vacant, person.opening, by=officer, reason="无") == [
            f"{person.opening}还有人选在办理，请先逐一作出处理"
        ]
        people.carry_over(empty, by=officer, reason="人选暂缓")
        assert refused(people.declare_vacant, empty, by=officer, reason="无") == [
            f"{empty}已有结果：转下次办理"
        ]


class TestResolving:
    def resolve(self, purpose, *outcomes):
        at = Stage.EVALUATE if purpose == "inspectees" else Stage.RECOMMEND
        campaign = CampaignFactory(at=at)
        persons = [CandidacyFactory(opening__campaign=campaign, qualified=True) for _ in outcomes]
        item = meetings.resolve(
            MeetingFactory(plan=campaign.plan),
            purpose,
            by=officer_of(campaign),
            campaign=campaign,
            resolution="同意",
            outcomes=dict(zip(persons, outcomes, strict=True)),
        )
        for person in persons:
            person.refresh_from_db()
        return item, persons

    @pytest.mark.row("A078", side="holds")
    def test_inspectees_are_chosen_held_or_passed_over(self):
        _, persons = self.resolve(
            "inspectees", Outcome.AGREED, Outcome.DEFERRED, (Outcome.REFUSED, "票数较低")
        )

        assert [(person.standing, person.standing_reason) for person in persons] == [
            ("inspectee", ""),
            ("held", "集体研究暂缓"),
            ("not_selected", "票数较低"),
        ]

    @pytest.mark.row("B034", side="holds")
    def test_a_shortlist_drops_the_others(self):
        _, persons = self.resolve("shortlist", Outcome.AGREED, Outcome.REFUSED)

        assert [person.standing for person in persons] == ["qualified", "not_selected"]

    @pytest.mark.row("A066", side="holds")
    def test_a_nomination_backs_whom_it_agrees_to(self):
        item, persons = self.resolve("nomination", Outcome.AGREED, Outcome.REFUSED)

        assert [(person.nominated_by, person.standing) for person in persons] == [
            (item, "qualified"),
            (None, "not_selected"),
        ]

    def test_who_is_out_is_not_chosen(self):
        person = CandidacyFactory(withdrawn=True)
        campaign = person.campaign

        said = refused(
            meetings.resolve,
            MeetingFactory(plan=campaign.plan),
            "inspectees",
            by=officer_of(campaign),
            resolution="同意",
            outcomes={person: Outcome.AGREED},
        )

        assert said == [f"{person.staff.name}现为“自动放弃”，不能再列为考察对象"]

    def test_a_resolution_says_something(self):
        meeting = MeetingFactory()

        assert refused(meetings.resolve, meeting, "plan", by=meeting.entered_by, resolution=" ") == [
            "请写明会议决定"
        ]


class TestMeeting:
    def hold(self, plan, **facts):
        return meetings.hold(plan, by=plan.created_by, **{"name": "会议", "due": 7, "present": 6} | facts)

    def test_of_a_body_its_members_are_due_and_its_attendees_present(self):
        plan = CampaignFactory().plan
        body = BodyFactory(organisation=plan.organisation, name="校务会议", members=5)
        came = [member.staff for member in body.members_on(date(2026, 3, 2))][:4]

        held = self.hold(plan, body=body, attendees=came)

        assert (held.due, held.present) == (5, 4)

    def test_what_does_not_add_up_is_refused(self):
        plan = CampaignFactory().plan
        stranger = StaffFactory(organisation=plan.organisation)

        assert refused(self.hold, plan, present=8) == ["实到8人多于应到7人，请核对"]
        assert refused(self.hold, plan, body=plan.body, attendees=[stranger]) == [
            f"{stranger.name}不是{plan.body}的成员，可作为列席人员写入纪要"
        ]

    def test_an_earlier_day_is_entered_with_its_scan(self):
        campaign = CampaignFactory()
        day = date(2026, 2, 27)

        assert refused(self.hold, campaign.plan, happened_on=day) == [
            "发生日期早于今天的，请按“线下·补录”登记并上传材料"
        ]
        assert refused(self.hold, campaign.plan, happened_on=day, is_backfilled=True) == [
            "线下·补录须上传原始材料的扫描件或照片"
        ]
        held = self.hold(campaign.plan, happened_on=day, is_backfilled=True, attachment=scan_for(campaign))
        assert not held.is_confirmed
