"""What a meeting entered from paper resolved moves nobody before a second person has confirmed it."""

from datetime import date

import pytest

from campaigns.awaiting import waits_for
from campaigns.choices import AgendaPurpose, Outcome, Source, Stage, Standing
from campaigns.guards.evaluate import every_opening_has_somebody, organisation_nominations_are_resolved
from campaigns.guards.inspect import inspectees_are_resolved
from campaigns.services import acts, meetings, people, reviewing, sending_back
from campaigns.services.resolutions import follows
from selection.reasons import Refused
from tests.factories.campaigns import (
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    MeetingFactory,
    OpeningFactory,
    WaiverFactory,
    leader_of,
    officer_of,
)
from tests.factories.personnel import StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]
TODAY = date(2026, 3, 2)


def refused(act, *args, **given):
    with pytest.raises(Refused) as refusal:
        act(*args, **given)
    return refusal.value.reasons


def on_paper(campaign, purpose, **said):
    """A meeting entered from paper with one item; it waits."""
    meeting = MeetingFactory(plan=campaign.plan, on_paper=True)
    meetings.resolve(
        meeting, purpose, by=officer_of(campaign), campaign=campaign, resolution="经研究，同意。", **said
    )
    return meeting


def confirm(meeting):
    acts.confirm(meeting, by=leader_of(meeting.plan.campaigns.get()))


def standing_of(*persons):
    for person in persons:
        person.refresh_from_db()
    return [person.standing for person in persons]


def person_of(campaign, name="王一", **given):
    given = {"qualified": True, "staff__name": name} | given
    return CandidacyFactory(opening__campaign=campaign, **given)


class TestInspectees:
    @pytest.fixture
    def campaign(self):
        return CampaignFactory(at=Stage.EVALUATE)

    @pytest.mark.row("A078", side="refuses")
    def test_nobody_is_moved_on_entry_and_everybody_on_confirmation(self, campaign):
        one, two, three = (person_of(campaign, name) for name in ("王一", "李二", "张三"))
        said = {one: Outcome.AGREED, two: (Outcome.DEFERRED, "待核实"), three: (Outcome.REFUSED, "不匹配")}

        meeting = on_paper(campaign, "inspectees", outcomes=said)
        before = standing_of(one, two, three)
        told = follows(meeting)
        confirm(meeting)

        assert before == [Standing.QUALIFIED] * 3
        assert told == ["王一列为考察对象", "李二暂缓", "张三作未列为人选处理"]
        assert standing_of(one, two, three) == [Standing.INSPECTEE, Standing.HELD, Standing.NOT_SELECTED]
        assert (two.held_from, two.standing_reason) == (Standing.QUALIFIED, "待核实")

    def test_the_checklist_waits_for_the_second_person(self, campaign):
        one = person_of(campaign)
        on_paper(campaign, "inspectees", outcomes={one: Outcome.AGREED})

        said = [each.sentence for each in inspectees_are_resolved.reasons(campaign)]

        assert said == ["尚无集体研究确定考察对象的记录"]
        waits = waits_for(campaign, inspectees_are_resolved, len(said))
        assert waits.sentence == "“确定考察对象”是线下补录，等待第二人核实"

    def test_sent_back_it_has_moved_nobody(self, campaign):
        one = person_of(campaign)
        meeting = on_paper(campaign, "inspectees", outcomes={one: Outcome.AGREED})

        sending_back.send_back(meeting, by=leader_of(campaign), reason="与记录不符")

        assert standing_of(one) == [Standing.QUALIFIED]
        assert refused(confirm, meeting) == ["这项补录已经撤回，不必再核实"]

    def test_whoever_has_gone_meanwhile_is_not_moved_and_nobody_else_is(self, campaign):
        one, two = person_of(campaign), person_of(campaign, "李二")
        meeting = on_paper(campaign, "inspectees", outcomes=dict.fromkeys((one, two), Outcome.AGREED))
        people.withdraw(two, by=officer_of(campaign), reason="本人放弃")

        assert refused(confirm, meeting) == [
            "“确定考察对象”录入后情况已有变化，不能核实，请退回录入人：",
            "李二现为“自动放弃”，不能再列为考察对象",
        ]
        meeting.refresh_from_db()
        assert (meeting.is_confirmed, standing_of(one)) == (False, [Standing.QUALIFIED])

    def test_who_stands_there_already_stands_in_nobodys_way(self, campaign):
        one = person_of(campaign)
        said = {"outcomes": {one: (Outcome.REFUSED, "岗位不匹配")}}
        first, second = (on_paper(campaign, "inspectees", **said) for _ in range(2))

        confirm(first)
        confirm(second)

        assert standing_of(one) == [Standing.NOT_SELECTED]

    def test_a_stage_that_has_passed_is_said(self, campaign):
        one = person_of(campaign)
        meeting = on_paper(campaign, "inspectees", outcomes={one: Outcome.AGREED})
        type(campaign).objects.filter(pk=campaign.pk).update(stage=Stage.DECIDE)

        assert refused(confirm, meeting)[1:] == [
            "现在是“讨论决定”阶段，不能办理“确定考察对象”，确需重新研究的，请先退回到“组织考察”阶段"
        ]

    def test_what_was_confirmed_takes_no_further_item_that_moves_persons(self, campaign):
        one = person_of(campaign)
        meeting = on_paper(campaign, "candidates", outcomes={one: Outcome.AGREED})
        confirm(meeting)

        said = {"campaign": campaign, "resolution": "同意", "outcomes": {one: Outcome.AGREED}}
        assert refused(meetings.resolve, meeting, "inspectees", by=officer_of(campaign), **said) == [
            f"{meeting}的补录已经核实，核实时没有这个议题；请另行补录，由第二人核实后生效"
        ]
        assert standing_of(one) == [Standing.QUALIFIED]

    @pytest.mark.row("A125", side="refuses")
    def test_a_meeting_of_another_day_takes_no_item_that_moves_persons(self, campaign):
        one = person_of(campaign)
        meeting = MeetingFactory(plan=campaign.plan, happened_on=date(2026, 2, 27))

        said = {"campaign": campaign, "resolution": "同意", "outcomes": {one: Outcome.AGREED}}
        assert refused(meetings.resolve, meeting, "inspectees", by=officer_of(campaign), **said) == [
            f"{meeting}不是今天的会议，事后补记的议题请按“线下·补录”另行录入会议并上传材料，由第二人核实后生效"
        ]
        assert standing_of(one) == [Standing.QUALIFIED]


class TestShortlistAndNomination:
    @pytest.fixture
    def campaign(self):
        return CampaignFactory(at=Stage.RECOMMEND)

    @pytest.mark.row("B034", side="refuses")
    def test_who_is_not_shortlisted_leaves_on_confirmation(self, campaign):
        one = person_of(campaign)

        meeting = on_paper(campaign, "shortlist", outcomes={one: (Outcome.REFUSED, "票数靠后")})
        before = standing_of(one)
        confirm(meeting)

        assert (before, standing_of(one)) == ([Standing.QUALIFIED], [Standing.NOT_SELECTED])

    @pytest.mark.row("A066", side="refuses")
    def test_a_nomination_is_backed_on_confirmation(self, campaign):
        one, two = (person_of(campaign, name, source=Source.ORGANISATION) for name in ("王一", "李二"))
        meeting = on_paper(campaign, "nomination", outcomes=dict.fromkeys((one, two), Outcome.AGREED))

        said = list(organisation_nominations_are_resolved.reasons(campaign))
        waits = waits_for(campaign, organisation_nominations_are_resolved, len(said))
        told = follows(meeting)
        confirm(meeting)

        one.refresh_from_db()
        assert (len(said), waits.covers) == (2, 2)
        assert told == ["王一列为组织提名人选", "李二列为组织提名人选"]
        assert (one.nominated_by, list(organisation_nominations_are_resolved.reasons(campaign))) == (
            meeting.items.get(),
            [],
        )

    def test_nobody_is_brought_up_on_a_meeting_that_waits(self, campaign):
        item = AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.NOMINATION, meeting__on_paper=True)
        opening, staff = (
            OpeningFactory(campaign=campaign),
            StaffFactory(organisation=campaign.organisation),
        )
        given = {"by": officer_of(campaign), "source": Source.ORGANISATION, "item": item}

        assert refused(people.nominate, opening, staff, **given) == [
            f"{item.meeting}是线下补录，请先由第二人核实，再据此提出人选"
        ]

    def test_no_form_is_handed_in_on_a_meeting_that_waits(self, campaign):
        one = person_of(campaign)
        meeting = on_paper(campaign, "candidates", outcomes={one: Outcome.AGREED})

        given = (campaign, meeting.items.get(), [one], "同意")
        assert refused(reviewing.submit_forms, *given, by=officer_of(campaign)) == [
            f"{meeting}是线下补录，请先由第二人核实，再据此报送人选审核表"
        ]


class TestPostsAndExceptions:
    def test_a_post_stays_open_until_the_meeting_counts(self):
        opening = OpeningFactory(campaign__at=Stage.RECOMMEND)
        campaign = opening.campaign

        meeting = on_paper(campaign, "vacancy", openings=[opening])
        opening.refresh_from_db()
        before, waits = opening.result, waits_for(campaign, every_opening_has_somebody, 1)
        told = follows(meeting)
        confirm(meeting)

        opening.refresh_from_db()
        assert (before, opening.result, opening.result_reason) == ("open", "vacant", "经研究，同意。")
        assert waits.sentence == "“研究岗位空缺”是线下补录，等待第二人核实"
        assert told == [f"{opening}登记为空缺"]

    def test_somebody_was_brought_up_for_it_meanwhile(self):
        opening = OpeningFactory(campaign__at=Stage.RECOMMEND)
        meeting = on_paper(opening.campaign, "vacancy", openings=[opening])
        CandidacyFactory(opening=opening)

        assert refused(confirm, meeting)[1:] == [f"{opening}还有人选在办理，请先逐一作出处理"]

    @pytest.mark.row("AMB-3", side="refuses")
    def test_an_exception_is_granted_when_the_meeting_counts(self):
        waiver = WaiverFactory()
        meeting = on_paper(waiver.campaign, "waiver", waivers=[waiver])
        waiver.refresh_from_db()
        before = waiver.is_granted

        confirm(meeting)

        waiver.refresh_from_db()
        assert (before, waiver.granted_on) == (False, meeting.happened_on)

    def test_sent_back_the_exception_may_be_put_to_another_meeting(self):
        waiver = WaiverFactory()
        meeting = on_paper(waiver.campaign, "waiver", waivers=[waiver])

        sending_back.send_back(meeting, by=meeting.entered_by, reason="会议录错")

        waiver.refresh_from_db()
        assert (waiver.is_open, waiver.agenda_item) == (True, None)
