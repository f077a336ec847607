"""Striking out and correcting what was recorded, and what may not be undone."""

from datetime import date, timedelta

import pytest

from campaigns.choices import ActKind, AgendaPurpose, Outcome, Purpose, Stage, TalkKind, TalkScope
from campaigns.models import Correction, Talk
from campaigns.services import acts, amending, meetings, sending_back, striking, talks
from campaigns.voices import talk_count
from selection.accounts.models import Notification
from selection.reasons import Refused
from selection.records import lines
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import (
    PIDU,
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    MeetingFactory,
    RoundFactory,
    leader_of,
    officer_of,
    scan_for,
)
from tests.factories.personnel import StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]
TODAY = date(2026, 3, 2)
RELIES = "是已办步骤的依据，这样改动后就不符合要求，请先补办或退回相应阶段："


def refused(act, *args, **given):
    with pytest.raises(Refused) as refusal:
        act(*args, **given)
    return refusal.value.reasons


def strike(subject, campaign, by=None, reason="日期录错"):
    return striking.strike(subject, by=by or officer_of(campaign), reason=reason)


def amend(subject, campaign, **given):
    proof = {"attachment": scan_for(campaign)} if "happened_on" in given else {}
    return amending.amend(subject, by=officer_of(campaign), reason="日期录错", **proof, **given)


def held_talk(campaign, kind=TalkKind.RECOMMENDATION, on=TODAY):
    person = StaffFactory(organisation=campaign.organisation)
    talk = Talk.objects.create(campaign=campaign, kind=kind, scope=TalkScope.PEER, person=person)
    team = campaign.plan.inspectors
    talks.hold(talk, by=team[0], talkers=team[:2], happened_on=on, notes="推荐一人。")
    return talk


def ledger_of(campaign):
    return lines.lines(campaign.ledger.entries.order_by("number"))


class TestStriking:
    def test_an_act_nothing_relies_on_is_struck_at_once_and_kept(self):
        campaign = CampaignFactory()
        act = ActFactory(campaign=campaign, kind=ActKind.MOTION)

        done = strike(act, campaign)

        act.refresh_from_db()
        assert (done.is_confirmed, act.is_superseded) == (True, True)
        assert not campaign.done(ActKind.MOTION).exists()
        assert [(line.act, line.details) for line in ledger_of(campaign)][-1:] == [
            ("作废登记", f"{act}；日期录错")
        ]

    def test_what_a_passed_step_relies_on_is_not_struck(self):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        act = ActFactory(campaign=campaign, kind=ActKind.PUBLICATION)

        assert refused(strike, act, campaign) == [f"{act}{RELIES}", "工作方案和具体职务尚未在学校公布"]
        act.refresh_from_db()
        assert not act.is_superseded

    def test_with_another_of_its_kind_the_passed_step_still_stands(self):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        act, _other = (ActFactory(campaign=campaign, kind=ActKind.PUBLICATION) for _ in range(2))

        assert strike(act, campaign).is_confirmed

    @pytest.mark.row("A062", side="refuses")
    def test_what_would_open_a_gate_waits_for_a_second_person(self, monkeypatch):
        campaign = approved(CampaignFactory(at=Stage.ANNOUNCE), monkeypatch)
        act = ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, happened_on=date(2026, 2, 19))

        done = strike(act, campaign)
        before = campaign.first_step_on()
        acts.confirm(done, by=leader_of(campaign))

        assert (before, campaign.first_step_on()) == (date(2026, 2, 19), None)

    def test_what_two_people_vouched_for_is_not_undone_by_one(self):
        campaign = CampaignFactory()
        act = ActFactory(campaign=campaign, kind=ActKind.STUDY, is_backfilled=True)
        acts.confirm(act, by=leader_of(campaign))

        done = strike(act, campaign)

        assert not done.is_confirmed
        assert refused(strike, act, campaign) == ["这项登记已有更正待第二人核实，请先核实或撤回"]
        assert refused(acts.confirm, done, by=officer_of(campaign)) == [
            "您没有核实线下补录的权限，请由学校领导或教育局核实"
        ]

    def test_without_a_reason_or_the_right_nothing_is_struck(self):
        campaign = CampaignFactory()
        act = ActFactory(campaign=campaign, kind=ActKind.MOTION)

        assert refused(strike, act, campaign, reason=" ") == ["请写明作废的原因"]
        assert refused(strike, act, campaign, by=leader_of(campaign)) == [
            "您没有办理本方案的权限，或因回避不能办理"
        ]

    def test_once_the_campaign_has_ended_nothing_is_struck(self):
        campaign = CampaignFactory(at=Stage.TERMINATED)
        act = ActFactory(campaign=campaign, kind=ActKind.VISIT)

        assert refused(strike, act, campaign) == ["本次选拔任用已终止，不能更正"]

    def test_what_is_struck_is_not_struck_again(self):
        campaign = CampaignFactory()
        act = ActFactory(campaign=campaign, kind=ActKind.MOTION)
        strike(act, campaign)

        assert refused(strike, act, campaign) == ["这项登记已经作废或已被取代"]


def approved(campaign, monkeypatch, on=date(2026, 2, 20)):
    """A campaign whose written approval has that day."""
    monkeypatch.setattr(type(campaign), "approved_on", lambda self: on)
    return campaign


class TestTalks:
    def test_a_struck_talk_leaves_the_count_and_the_person_is_on_the_list_again(self):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        talk = held_talk(campaign)

        strike(talk, campaign, by=campaign.plan.inspectors[1])

        count = talk_count(campaign, TalkKind.RECOMMENDATION)
        assert (count.due, count.held) == (1, 0)
        [again] = campaign.talks.filter(is_superseded=False)
        assert (again.person, again.scope, again.held_on) == (talk.person, talk.scope, None)

    def test_the_officer_may_strike_a_talk_and_a_leader_may_not(self):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        talk = held_talk(campaign)

        assert refused(strike, talk, campaign, by=leader_of(campaign)) == [
            "您没有作废谈话登记的权限，或因回避不能办理"
        ]
        assert strike(talk, campaign).is_confirmed

    def test_the_record_does_not_say_whom_the_talk_was_with(self):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        talk = held_talk(campaign)

        strike(talk, campaign)

        assert str(Correction.objects.get()) == "作废2026年3月2日的一次谈话推荐"
        assert talk.person.name not in "".join(line.details for line in ledger_of(campaign))

    @pytest.mark.row("B033", side="refuses")
    def test_below_the_minimum_of_a_passed_step_no_talk_is_struck(self):
        campaign = CampaignFactory(at=Stage.RECOMMEND, code=PIDU)
        need = campaign.ruleset.recommendation.talk_minimum.persons
        held = [held_talk(campaign) for _ in range(need)]
        campaign = type(campaign).objects.get(pk=campaign.pk)
        type(campaign).objects.filter(pk=campaign.pk).update(stage=Stage.EVALUATE)

        assert f"谈话推荐已谈{need - 1}人，应不少于{need}人" in refused(strike, held[0], campaign)

    @pytest.mark.row("A062", side="refuses")
    def test_no_talk_lies_before_the_approval(self, monkeypatch):
        campaign = approved(CampaignFactory(at=Stage.RECOMMEND), monkeypatch)

        assert refused(held_talk, campaign, on=date(2026, 2, 19)) == [
            "谈话日期（2026年2月19日）早于书面批准的日期（2026年2月20日），此前不能进行谈话推荐，请核对"
        ]

    @pytest.mark.row("A062", side="holds")
    def test_on_the_day_of_the_approval_and_yesterday_a_talk_may_be_held(self, monkeypatch):
        campaign = approved(CampaignFactory(at=Stage.RECOMMEND), monkeypatch)

        for day in (date(2026, 2, 20), TODAY - timedelta(days=1)):
            held_talk(campaign, on=day)

        assert talk_count(campaign, TalkKind.RECOMMENDATION).held == 2

    @pytest.mark.parametrize(
        ("kind", "stage", "known"),
        [
            (TalkKind.RECOMMENDATION, Stage.RECOMMEND, "公布工作方案"),
            (TalkKind.INSPECTION, Stage.INSPECT, "发布考察公告"),
        ],
    )
    def test_no_talk_lies_before_what_it_waits_for(self, kind, stage, known):
        campaign = CampaignFactory(at=stage)
        wanted = ActKind.PUBLICATION if kind == TalkKind.RECOMMENDATION else ActKind.INSPECTION_NOTICE
        ActFactory(campaign=campaign, kind=wanted, happened_on=TODAY)

        assert refused(held_talk, campaign, kind, date(2026, 3, 1)) == [
            f"谈话日期（2026年3月1日）早于{known}的日期（2026年3月2日），此前不能进行{kind.label}，请核对"
        ]

    def test_a_talk_of_which_nothing_was_said_does_not_count(self):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        person = StaffFactory(organisation=campaign.organisation)
        talk = Talk.objects.create(
            campaign=campaign, kind=TalkKind.RECOMMENDATION, scope=TalkScope.PEER, person=person
        )
        team = campaign.plan.inspectors

        assert refused(talks.hold, talk, by=team[0], talkers=team[:2]) == [
            "请写谈话记录，或选择对人选的意见；没有内容的谈话不计入"
        ]

    @pytest.mark.row("A076", side="refuses")
    def test_asked_for_opinions_everybody_is_spoken_of(self):
        campaign = CampaignFactory(at=Stage.EVALUATE)
        CandidacyFactory(opening__campaign=campaign, staff__name="王一")

        assert refused(held_talk, campaign, TalkKind.CONSULTATION) == [
            "请选择对王一的意见，没有表态的选“不表态”"
        ]

    def test_a_confirmed_summary_is_struck_with_a_second_person(self):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        figures = {"held": 5, "cadre": 2, "peer": 3, "subjects": {}}
        summary = RoundFactory(
            campaign=campaign,
            opening=None,
            purpose=Purpose.TALK_RECOMMENDATION,
            figures=figures,
            is_backfilled=True,
        )
        acts.confirm(summary, by=leader_of(campaign))

        done = strike(summary, campaign)
        acts.confirm(done, by=leader_of(campaign))

        assert talk_count(campaign, TalkKind.RECOMMENDATION).held == 0

    def test_figures_of_a_ballot_are_not_struck(self):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        held = RoundFactory(
            campaign=campaign,
            opening=None,
            purpose=Purpose.RECOMMENDATION,
            figures=None,
            poll=PollFactory(organisation=campaign.organisation),
        )

        assert refused(strike, held, campaign) == ["系统内的投票请在该轮的页面上作废"]


class TestAmending:
    def test_a_date_is_corrected_with_its_proof_by_two_people(self):
        campaign = CampaignFactory()
        act = ActFactory(campaign=campaign, kind=ActKind.STUDY, happened_on=TODAY)

        done = amend(act, campaign, happened_on=date(2026, 2, 27))
        act.refresh_from_db()
        before, leader = act.happened_on, leader_of(campaign)
        acts.confirm(done, by=leader)

        act.refresh_from_db()
        assert (before, act.happened_on) == (TODAY, date(2026, 2, 27))
        assert (act.is_backfilled, act.is_confirmed, act.confirmed_by) == (True, True, leader)
        assert (done.before, done.after) == ({"happened_on": "2026-03-02"}, {"happened_on": "2026-02-27"})
        assert "日期由2026年3月2日改为2026年2月27日；日期录错" in ledger_of(campaign)[-2].details

    def test_without_its_proof_no_date_is_corrected_and_none_lies_ahead(self):
        campaign = CampaignFactory()
        act = ActFactory(campaign=campaign, kind=ActKind.STUDY, happened_on=TODAY)
        by = officer_of(campaign)

        assert refused(amending.amend, act, by=by, reason="录错", happened_on=date(2026, 2, 27)) == [
            "更正日期须上传能证明日期的材料"
        ]
        assert refused(amend, act, campaign, happened_on=date(2026, 3, 3)) == [
            "发生日期（2026年3月3日）晚于今天，请核对"
        ]
        assert refused(amend, act, campaign, text=act.text) == ["没有需要更正的内容，请改动后再提交"]

    @pytest.mark.row("A062", side="refuses")
    def test_a_date_that_a_passed_step_could_not_have_had_is_refused(self, monkeypatch):
        campaign = approved(CampaignFactory(at=Stage.RECOMMEND), monkeypatch)
        act = ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, happened_on=TODAY)

        said = refused(amend, act, campaign, happened_on=date(2026, 2, 19))

        assert said == [
            f"{act}{RELIES}",
            "书面批准日期（2026年2月20日）晚于第一个步骤（2026年2月19日），程序无效，须重新办理",
        ]

    def test_what_waits_to_be_confirmed_is_corrected_at_once_and_waits_on(self):
        campaign = CampaignFactory()
        act = ActFactory(campaign=campaign, kind=ActKind.STUDY, is_backfilled=True)

        amend(act, campaign, happened_on=date(2026, 2, 26))

        act.refresh_from_db()
        assert (act.happened_on, act.is_confirmed) == (date(2026, 2, 26), False)

    def test_the_correction_is_not_agreed_to(self):
        campaign = CampaignFactory()
        act = ActFactory(campaign=campaign, kind=ActKind.STUDY, happened_on=TODAY)
        done = amend(act, campaign, text="另行学习。")

        sending_back.send_back(done, by=leader_of(campaign), reason="与记录不符")

        done.refresh_from_db()
        assert done.is_dropped
        assert refused(acts.confirm, done, by=leader_of(campaign)) == ["该更正已经撤回"]
        assert list(Notification.objects.values_list("user", flat=True)) == [officer_of(campaign).pk]


class TestMeetings:
    def test_a_meeting_is_struck_with_what_it_resolved(self):
        campaign = CampaignFactory()
        item = AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.PLAN)

        strike(item.meeting, campaign)

        assert not campaign.resolved(AgendaPurpose.PLAN).exists()
        assert not campaign.was_resolved_before(AgendaPurpose.PLAN)
        assert refused(
            meetings.resolve, item.meeting, "plan", by=officer_of(campaign), resolution="同意"
        ) == ["这次会议的登记已作废，不能再加议题"]

    def test_what_moved_persons_is_corrected_but_not_struck(self):
        campaign = CampaignFactory(at=Stage.EVALUATE)
        person = CandidacyFactory(opening__campaign=campaign, qualified=True)
        meeting = MeetingFactory(plan=campaign.plan)
        by = officer_of(campaign)
        said = {"resolution": "同意", "outcomes": {person: Outcome.AGREED}}
        meetings.resolve(meeting, "inspectees", by=by, campaign=campaign, **said)

        assert refused(strike, meeting, campaign) == [
            "这次会议的“确定考察对象”已对人选起作用，不能作废；日期、地点、到会和纪要可以更正"
        ]
        acts.confirm(amend(meeting, campaign, place="三楼会议室"), by=leader_of(campaign))
        meeting.refresh_from_db()
        person.refresh_from_db()
        assert (meeting.place, person.standing) == ("三楼会议室", "inspectee")

    def test_those_who_came_are_counted_anew(self):
        campaign = CampaignFactory()
        meeting = MeetingFactory(plan=campaign.plan, happened_on=TODAY)
        members = [each.staff for each in meeting.body.members_on(TODAY)]

        acts.confirm(amend(meeting, campaign, attendees=members[:5]), by=leader_of(campaign))

        meeting.refresh_from_db()
        assert (meeting.due, meeting.present, meeting.attendees.count()) == (7, 5, 5)

    def test_who_did_not_come_was_not_in_the_chair(self):
        campaign = CampaignFactory()
        body = campaign.plan.body
        came = [each.staff for each in body.members_on(TODAY)][:5]
        given = {"name": "会议", "due": 0, "present": 0, "body": body, "attendees": came}
        by = officer_of(campaign)

        assert refused(meetings.hold, campaign.plan, by=by, chair="外人", **given) == [
            "主持人外人不在到会成员中，请核对"
        ]
        assert meetings.hold(campaign.plan, by=by, chair=came[0].name, **given).chair == came[0].name

    def test_nobody_is_studied_where_nobody_was_brought_up(self):
        campaign = CampaignFactory()
        meeting = MeetingFactory(plan=campaign.plan)

        assert refused(
            meetings.resolve, meeting, "candidates", by=officer_of(campaign), resolution="同意"
        ) == ["还没有人选，会议无从研究：请先提出人选，再录入“研究推荐人选并报审”"]


class TestSendingBack:
    def test_who_entered_it_withdraws_it(self):
        campaign = CampaignFactory()
        act = ActFactory(campaign=campaign, kind=ActKind.STUDY, is_backfilled=True)

        sending_back.send_back(act, by=act.entered_by, reason="传错了材料")

        act.refresh_from_db()
        assert (act.is_superseded, Notification.objects.count()) == (True, 0)
        assert refused(acts.confirm, act, by=leader_of(campaign)) == ["这项补录已经撤回，不必再核实"]

    def test_the_second_person_sends_it_back_and_the_enterer_is_told(self):
        campaign = CampaignFactory()
        meeting = MeetingFactory(plan=campaign.plan, on_paper=True)

        sending_back.send_back(meeting, by=leader_of(campaign), reason="签到表是另一次会议的")

        [notice] = Notification.objects.all()
        assert (notice.user, notice.sentence) == (
            meeting.entered_by,
            f"您补录的“{meeting}”未予核实：签到表是另一次会议的",
        )

    def test_what_counts_already_is_not_sent_back_and_strangers_send_nothing_back(self):
        campaign = CampaignFactory()
        act = ActFactory(campaign=campaign, kind=ActKind.STUDY, is_backfilled=True)
        stranger = campaign.plan.inspectors[0]

        assert refused(sending_back.send_back, act, by=stranger, reason="不符") == [
            "您没有退回补录事项的权限，或因回避不能办理"
        ]
        acts.confirm(act, by=leader_of(campaign))
        assert refused(sending_back.send_back, act, by=leader_of(campaign), reason="不符") == [
            "该事项已经核实或已经撤回"
        ]

    def test_it_is_not_struck_while_it_waits(self):
        campaign = CampaignFactory()
        act = ActFactory(campaign=campaign, kind=ActKind.STUDY, is_backfilled=True)

        assert refused(strike, act, campaign) == ["这项补录尚未核实，请由录入人撤回或由核实人退回"]
