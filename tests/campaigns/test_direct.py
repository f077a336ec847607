"""Is a direct appointment decided, told and published as it must be, without a vote? (A044–A046, A116–A118, AMB-17)"""

from datetime import date

import pytest

from campaigns import guards, terms
from campaigns.choices import ActKind, AgendaPurpose, Outcome, Source, Stage, Standing, Track, TrackReason
from campaigns.guards import direct
from campaigns.services import acts, appointing, meetings, people, resolutions, stages
from selection.reasons import Refused, reasons_against
from tests.factories.campaigns import (
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    MeetingFactory,
    OpeningFactory,
    approve_quota,
    decide_on,
    officer_of,
    scan_for,
)
from tests.factories.personnel import RelationFactory, StaffFactory, TenureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]

TODAY = date(2026, 3, 2)


def direct_campaign(at=Stage.PREPARE, **changes):
    return CampaignFactory(track=Track.DIRECT, at=at, **changes)


def person_for(campaign, reason=TrackReason.OTHER_DIRECT, **changes):
    text = "学校工作需要" if reason == TrackReason.OTHER_DIRECT else ""
    opening = OpeningFactory(campaign=campaign, reason=reason, reason_text=text)
    return CandidacyFactory(opening=opening, **changes)


def against(campaign, *rules):
    return [reason.sentence for reason in reasons_against(campaign, rules)]


def told(campaign, **changes):
    facts = {"is_principal": True, "announcer_name": "校长甲", "assembly": "全体教职工大会"}
    return ActFactory(campaign=campaign, kind=ActKind.ANNOUNCEMENT, figures=facts | changes)


@pytest.mark.row("A044", side="refuses")
def test_a_proposal_of_the_bureau_needs_its_document():
    campaign = direct_campaign()
    opening = OpeningFactory(campaign=campaign, reason=TrackReason.BUREAU_PROPOSAL)

    said = against(campaign, direct.proposal_of_the_bureau_is_proved)

    assert said == [f"{opening}的人选由局党委研究推荐，请上传教育局的文件"]


@pytest.mark.row("A044", side="holds")
def test_a_proposal_of_the_bureau_with_its_document_passes():
    campaign = direct_campaign()
    OpeningFactory(campaign=campaign, reason=TrackReason.BUREAU_PROPOSAL, proof=scan_for(campaign))

    assert against(campaign, direct.proposal_of_the_bureau_is_proved) == []


@pytest.mark.row("A045", side="refuses")
@pytest.mark.parametrize("ends_on", [date(2026, 3, 31), None])
def test_who_is_renewed_must_still_be_inside_the_term(ends_on):
    """To begin on 1 April: a term that ended the day before is no term to renew in."""
    person = person_for(direct_campaign(), TrackReason.NEW_PRINCIPAL)
    if ends_on:
        TenureFactory(staff=person.staff, post=person.opening.post, ends_on=ends_on)

    said = against(person.campaign, direct.renewal_stays_within_the_term)

    name = person.staff.name
    assert said == [f"{name}在2026年4月1日没有在任的同级中层职务，不属于现聘期内续聘，请改用其他情形"]


@pytest.mark.row("A045", side="holds")
def test_a_renewal_does_not_move_the_end_of_the_term():
    """The term ends on the very day of the new beginning: still inside, and for no longer."""
    person = person_for(direct_campaign(), TrackReason.NEW_PRINCIPAL)
    TenureFactory(staff=person.staff, post=person.opening.post, ends_on=date(2026, 4, 1))

    assert against(person.campaign, direct.renewal_stays_within_the_term) == []
    assert terms.last_day(person, date(2026, 4, 1)) == date(2026, 4, 1)


@pytest.mark.row("A045", side="refuses")
def test_a_term_whose_end_nobody_knows_is_asked_for():
    person = person_for(direct_campaign(), TrackReason.NEW_PRINCIPAL)
    tenure = TenureFactory(staff=person.staff, post=person.opening.post, ends_on=None)

    said = against(person.campaign, direct.renewal_stays_within_the_term)

    assert said == [f"名册没有登记{person.staff.name}所任{tenure.post}的聘期届满日期，请先补充"]


@pytest.mark.row("A046", side="refuses")
@pytest.mark.row("AMB-35", side="refuses")
@pytest.mark.row("AMB-17", side="refuses")
def test_another_reason_needs_the_form():
    person = person_for(direct_campaign())

    said = against(person.campaign, guards.announce.candidate_forms_are_approved)

    assert said == [f"{person.staff.name}的人选审核表尚未审核同意"]


@pytest.mark.row("A046", side="holds")
@pytest.mark.row("AMB-35", side="holds")
@pytest.mark.parametrize("reason", [TrackReason.BUREAU_PROPOSAL, TrackReason.NEW_PRINCIPAL])
def test_the_bureau_s_letter_or_a_running_term_stands_for_the_form(reason):
    person = person_for(direct_campaign(), reason)

    assert against(person.campaign, guards.announce.candidate_forms_are_approved) == []


@pytest.mark.row("A118", side="refuses")
def test_nobody_is_told_before_everybody_is_found_screened_and_decided_on():
    campaign = direct_campaign()
    empty = OpeningFactory(campaign=campaign, reason=TrackReason.BUREAU_PROPOSAL)
    person = person_for(campaign)

    assert against(campaign, *direct.NAMED) == [
        f"{empty}尚未提出人选",
        f"{person.staff.name}尚未作资格审查结论",
        "尚无党政领导联席会议讨论决定的记录",
        f"{person.staff.name}尚未经集体研究决定直接聘任",
    ]


@pytest.mark.row("A118", side="holds")
def test_the_meeting_s_decision_proposes_whoever_qualified():
    person = person_for(direct_campaign(), qualified=True)
    campaign, by = person.campaign, officer_of(person.campaign)
    meeting = MeetingFactory(plan=campaign.plan)

    meetings.resolve(
        meeting,
        AgendaPurpose.DECISION,
        by=by,
        campaign=campaign,
        resolution="决定直接聘任。",
        outcomes={person: Outcome.AGREED},
    )

    person.refresh_from_db()
    assert person.standing == Standing.PROPOSED
    assert against(campaign, *direct.NAMED) == []


@pytest.mark.row("A118", side="refuses")
def test_nobody_is_proposed_before_the_screening():
    person = person_for(direct_campaign())
    campaign, meeting = person.campaign, MeetingFactory(plan=person.campaign.plan)

    with pytest.raises(Refused) as refusal:
        meetings.resolve(
            meeting,
            AgendaPurpose.DECISION,
            by=officer_of(campaign),
            campaign=campaign,
            resolution="决定直接聘任。",
            outcomes={person: Outcome.AGREED},
        )

    assert refusal.value.reasons == [f"{person.staff.name}现为“推荐人选”，不能再列为拟聘人选"]


def test_where_there_is_a_vote_the_meeting_s_word_proposes_nobody():
    person = CandidacyFactory(inspectee=True, opening__campaign__at=Stage.DECIDE)
    campaign = person.campaign
    item = AgendaItemFactory(campaign=campaign)
    item.outcomes.create(candidacy=person, outcome=Outcome.AGREED)

    assert list(resolutions.moves(item)) == []


@pytest.mark.row("A116", side="refuses")
def test_the_staff_are_told_before_anybody_is_appointed():
    campaign = direct_campaign(at=Stage.ANNOUNCE)

    said = against(campaign, direct.staff_are_told)

    assert said == ["尚未登记在全体教职工大会或教职工代表大会上通报直接聘任的情况"]


@pytest.mark.row("A116", side="refuses")
def test_what_was_told_before_the_decision_is_told_again():
    campaign = direct_campaign(at=Stage.ANNOUNCE)
    told(campaign)
    decide_on(campaign, date(2026, 3, 3))

    said = against(campaign, direct.announcement_follows_the_decision)

    assert said == ["通报（2026年3月2日）早于集体研究决定（2026年3月3日），请重新通报"]


@pytest.mark.row("A116", side="holds")
@pytest.mark.row("A117", side="holds")
def test_the_principal_tells_them_on_the_day_of_the_decision():
    campaign = direct_campaign(at=Stage.ANNOUNCE)
    told(campaign)
    decide_on(campaign, TODAY)

    rules = (direct.staff_are_told, direct.principal_tells_them, direct.announcement_follows_the_decision)
    assert against(campaign, *rules) == []


@pytest.mark.row("A117", side="refuses")
def test_somebody_else_than_the_principal_is_an_exception():
    campaign = direct_campaign(at=Stage.ANNOUNCE)
    told(campaign, is_principal=False, announcer_name="副校长乙")

    [reason] = direct.principal_tells_them.reasons(campaign)

    assert reason.sentence == "通报人副校长乙不是校长，直接聘任应由校长通报"
    assert (reason.effect, reason.stops) == ("warn", True)


def test_nothing_is_told_before_the_plan_is_approved():
    campaign = direct_campaign()
    principal = StaffFactory(organisation=campaign.organisation, leadership="principal")

    with pytest.raises(Refused) as refusal:
        acts.record(
            campaign.plan,
            ActKind.ANNOUNCEMENT,
            by=officer_of(campaign),
            campaign=campaign,
            figures=acts.told_by(principal, "全体教职工大会"),
        )

    assert refusal.value.reasons == ["方案获批准并启动后才能通报"]


@pytest.mark.row("AMB-17", side="refuses")
def test_who_is_promoted_is_published_first():
    person = person_for(direct_campaign(at=Stage.ANNOUNCE), proposed=True)
    campaign = person.campaign

    assert stages.next_step(campaign) == "publicize"
    assert f"{person.staff.name}尚未公示" in against(campaign, *guards.BY_STEP["file"])


@pytest.mark.row("AMB-17", side="holds")
def test_who_keeps_the_rank_is_appointed_without_a_notice(go_to):
    person = person_for(direct_campaign(at=Stage.ANNOUNCE), proposed=True, lateral=True)
    campaign = person.campaign
    approve_quota(campaign)
    decide_on(campaign, TODAY)
    told(campaign)

    stages.advance(campaign, "file", by=officer_of(campaign))

    [made] = appointing.appoint([person], by=officer_of(campaign))
    assert "公示" not in made.paper.wording["preamble"]
    assert "向全体教师通报" in made.paper.wording["preamble"]


def test_only_ways_back_of_its_own_track_lead_from_publicity():
    campaign = direct_campaign(at=Stage.PUBLICIZE)
    person_for(campaign, proposed=True)

    assert stages.ways_back(campaign) == []
    with pytest.raises(Refused, match="没有这样的退回办理方式"):
        stages.go_back(campaign, "decide_again", by=officer_of(campaign), reason="复议")


def test_a_plan_that_is_changed_is_decided_on_and_told_anew():
    person = person_for(direct_campaign(at=Stage.ANNOUNCE), proposed=True)
    campaign = person.campaign
    decide_on(campaign, TODAY)
    told(campaign)

    stages.go_back(campaign, "revise_plan", by=officer_of(campaign), reason="岗位有变化")

    person.refresh_from_db()
    assert person.standing == Standing.QUALIFIED
    assert against(campaign, direct.staff_are_told) == ["方案变更后，尚未就新的方案重新召开大会通报"]


def test_nobody_is_recommended_by_votes_on_the_direct_track():
    opening = person_for(direct_campaign()).opening
    staff = StaffFactory(organisation=opening.campaign.organisation)

    with pytest.raises(Refused, match="直接聘任没有民主推荐，人选请以班子会议的组织提名为据"):
        people.nominate(opening, staff, by=officer_of(opening.campaign), source=Source.RECOMMENDATION)


@pytest.mark.row("R-25", side="refuses")
@pytest.mark.row("R-25", side="holds")
def test_who_is_concerned_and_was_there_is_asked_after_by_name():
    campaign = direct_campaign()
    chosen, cousin = person_for(campaign).staff, StaffFactory(organisation=campaign.organisation)
    RelationFactory(staff=chosen, relative=cousin, kind="spouse")
    item = decide_on(campaign, TODAY)
    item.meeting.attendees.set([StaffFactory(organisation=campaign.organisation)])
    assert against(campaign, direct.who_is_concerned_withdraws) == []

    item.meeting.attendees.add(chosen, cousin)

    assert against(campaign, direct.who_is_concerned_withdraws) == [
        f"人选{chosen.name}到会，讨论本人时应当退场，请确认已经回避",
        f"{cousin.name}到会，与人选{chosen.name}有夫妻关系，讨论时应当退场，请确认已经回避",
    ]
