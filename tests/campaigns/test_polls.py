"""Does a poll follow the campaign that it belongs to, from its draft to its end?"""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ballots import keys
from ballots import services as polls
from ballots.models import Envelope, Poll
from campaigns import ticking
from campaigns.choices import ActKind, PlanRoleKind, Stage
from campaigns.models import Campaign, Round
from campaigns.services import drafts, drawing_up, people, recusing, rounds, stages
from personnel import register
from personnel.models import StaffMember
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.factories.campaigns import (
    ActFactory,
    CampaignFactory,
    CandidacyFactory,
    PlanRoleFactory,
    bureau_reviewer_of,
    officer_of,
)
from tests.factories.personnel import RelationFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path


def campaign_with_voters(at, **traits):
    campaign = CampaignFactory(at=at)
    CandidacyFactory(opening__campaign=campaign, **traits)
    for member in campaign.plan.body.members_on(clock.today()):
        member.staff.user = UserFactory(organisation=campaign.organisation)
        member.staff.save()
    StaffFactory.create_batch(3, organisation=campaign.organisation, with_account=True)
    return campaign


def draft_of(campaign, purpose):
    opening = campaign.openings.get() if purpose == "decision" else None
    return drawing_up.draw_up(campaign, purpose, by=officer_of(campaign), opening=opening)


def signed_in(client, user):
    client.force_login(user)
    return client


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.reasons


def state_of(held):
    return Poll.objects.get(pk=held.poll_id).state


def fresh(held):
    return Round.objects.get(pk=held.pk)


ENDS = {
    "terminate": (Stage.RECOMMEND, "recommendation", "终止：情况有变"),
    "void": (Stage.RECOMMEND, "recommendation", "宣布无效：情况有变"),
    "recommend_again": (Stage.EVALUATE, "evaluation", "重新推荐：情况有变"),
    "inspect_again": (Stage.DECIDE, "decision", "补充考察：情况有变"),
}


def end(campaign, how):
    if how == "terminate":
        stages.terminate(campaign, by=officer_of(campaign), reason="情况有变")
    elif how == "void":
        stages.void(campaign, by=bureau_reviewer_of(campaign), reason="情况有变")
    else:
        stages.go_back(campaign, how, by=officer_of(campaign), reason="情况有变")


@pytest.mark.parametrize("how", ENDS)
def test_an_open_poll_ends_with_what_it_belongs_to(how, django_capture_on_commit_callbacks):
    at, purpose, because = ENDS[how]
    campaign = campaign_with_voters(at, inspectee=at == Stage.DECIDE)
    ActFactory(campaign=campaign, kind=ActKind.DUTY_REPORT, candidacy=campaign.live().get())
    held = draft_of(campaign, purpose)
    rounds.open_(held, by=officer_of(campaign))
    voter = held.poll.electors.filter(is_recused=False).first().user
    polls.cast(held.poll, voter, {})

    with django_capture_on_commit_callbacks(execute=True):
        end(campaign, how)

    poll = Poll.objects.get(pk=held.poll_id)
    assert (poll.state, poll.void_reason) == (Poll.State.VOID, because)
    assert not Envelope.objects.of(poll).exists()
    assert not keys.exists(poll)
    assert not Poll.objects.waiting_for(held.poll.electors.last().user).exists()


def test_a_draft_ends_with_a_change_of_plan_and_does_not_keep_the_next_one_back():
    campaign = campaign_with_voters(Stage.RECOMMEND)
    held = draft_of(campaign, "recommendation")

    stages.go_back(campaign, "revise_plan", by=officer_of(campaign), reason="调整名额")
    Campaign.objects.filter(pk=campaign.pk).update(stage=Stage.RECOMMEND)
    campaign = Campaign.objects.get(pk=campaign.pk)
    stages.go_back(campaign, "revise_plan", by=officer_of(campaign), reason="再调整名额")

    assert (state_of(held), fresh(held).is_superseded) == (Poll.State.VOID, True)


def test_a_paused_campaign_opens_no_draft_on_either_page(client):
    campaign = campaign_with_voters(Stage.RECOMMEND)
    held = draft_of(campaign, "recommendation")
    stages.suspend(campaign, by=officer_of(campaign), reason="等上级意见")

    assert refused(rounds.open_, fresh(held), by=officer_of(campaign)) == [
        "本次选拔任用已暂停，请先恢复再办理"
    ]
    signed_in(client, officer_of(campaign)).post(reverse("ballots:open", args=[held.poll.public_id]))
    assert state_of(held) == Poll.State.DRAFT


def test_a_poll_closed_before_a_pause_is_counted_after_it():
    campaign = campaign_with_voters(Stage.RECOMMEND)
    held, officer = draft_of(campaign, "recommendation"), officer_of(campaign)
    rounds.open_(held, by=officer)
    polls.cast(held.poll, held.poll.electors.filter(is_recused=False).first().user, {})
    rounds.close(held, by=officer)
    stages.suspend(campaign, by=officer, reason="等上级意见")

    assert refused(polls.count, held.poll, officer) == ["本次选拔任用已暂停，请先恢复再办理"]

    stages.resume(campaign, by=officer)
    rounds.count(fresh(held), by=campaign.plan.people("scrutineer")[0])
    assert state_of(held) in (Poll.State.COUNTED, Poll.State.RELEASED)


def test_a_draft_out_of_date_names_what_changed_and_is_prepared_anew():
    campaign = campaign_with_voters(Stage.RECOMMEND)
    other = CandidacyFactory(opening__campaign=campaign, staff__name="魏同舟")
    deadline = clock.now().replace(hour=17)
    held = drawing_up.draw_up(campaign, "recommendation", by=officer_of(campaign), closes_at=deadline)
    people.withdraw(other, by=officer_of(campaign), reason="本人放弃")
    gone = StaffMember.objects.filter(user__isnull=False).exclude(pk=other.staff_id).last()
    StaffMember.objects.filter(pk=gone.pk).update(left_on=clock.today(), is_on_duty=False)

    assert refused(rounds.open_, fresh(held), by=officer_of(campaign)) == [
        f"名册或人选已有变化（已不是人选：魏同舟；已不在应到之列：{gone.name}），请重新准备"
    ]

    drafts.redraw(fresh(held), by=officer_of(campaign))
    rounds.open_(fresh(held), by=officer_of(campaign))
    poll = Poll.objects.get(pk=held.poll_id)
    assert (poll.state, poll.closes_at) == (Poll.State.OPEN, deadline)
    assert "魏同舟" not in [subject.label for subject in poll.subjects.all()]
    assert not poll.electors.filter(user=gone.user).exists()


@pytest.mark.row("R-25", side="holds")
def test_a_relation_found_after_the_draft_takes_the_ballot_of_a_decision():
    campaign = campaign_with_voters(Stage.DECIDE, inspectee=True)
    person = campaign.live().get()
    relative = list(campaign.plan.body.members_on(clock.today()))[1].staff
    held = draft_of(campaign, "decision")
    RelationFactory(staff=relative, relative=person.staff)

    assert refused(rounds.open_, fresh(held), by=officer_of(campaign)) == [
        f"名册或人选已有变化（应当回避：{relative.name}），请重新准备"
    ]
    drafts.redraw(fresh(held), by=officer_of(campaign))
    recusing.settle(fresh(held), {}, by=officer_of(campaign))
    rounds.open_(fresh(held), by=officer_of(campaign))
    with pytest.raises(Refused):
        polls.cast(held.poll, relative.user, {})


@pytest.mark.row("R-25", side="refuses")
def test_the_spouse_of_a_candidate_neither_opens_closes_counts_nor_sees_the_poll(client):
    campaign = campaign_with_voters(Stage.RECOMMEND)
    held, officer = draft_of(campaign, "recommendation"), officer_of(campaign)
    spouse = OfficerFactory(organisation=campaign.organisation)
    staff = StaffFactory(organisation=campaign.organisation, user=spouse)
    RelationFactory(staff=staff, relative=campaign.live().get().staff)
    drafts.redraw(held, by=officer)

    assert refused(polls.open_poll, held.poll, spouse)
    rounds.open_(held, by=officer)
    assert refused(polls.close, held.poll, spouse)
    rounds.close(held, by=officer)
    assert refused(polls.count, held.poll, spouse)
    assert signed_in(client, spouse).get(held.poll.get_absolute_url()).status_code == 404


@pytest.mark.row("R-25", side="holds")
def test_a_relation_registered_later_ends_the_role_and_the_hand_on_the_poll():
    campaign = campaign_with_voters(Stage.RECOMMEND)
    held, officer = draft_of(campaign, "recommendation"), officer_of(campaign)
    scrutineer = campaign.plan.people("scrutineer")[0]
    staff = StaffFactory(organisation=campaign.organisation, user=scrutineer)
    drafts.redraw(held, by=officer)
    rounds.open_(held, by=officer)

    register.enter(RelationFactory.build(staff=staff, relative=campaign.live().get().staff), by=officer)

    assert not campaign.plan.roles.filter(user=scrutineer, ended_on=None).exists()
    assert refused(polls.close, held.poll, scrutineer)


def test_officers_hear_of_a_relative_who_votes_already():
    campaign = campaign_with_voters(Stage.DECIDE, inspectee=True)
    person, officer = campaign.live().get(), officer_of(campaign)
    held = draft_of(campaign, "decision")
    rounds.open_(held, by=officer)
    relative = list(campaign.plan.body.members_on(clock.today()))[1].staff

    register.enter(RelationFactory.build(staff=relative, relative=person.staff), by=officer)

    told = User.objects.get(pk=officer.pk).notifications.values_list("sentence", flat=True)
    assert f"{relative.name}与人选{person.staff.name}有亲属关系，不应参加{held}，请作废本轮重新组织" in told


@pytest.mark.row("A068", side="refuses")
def test_nobody_is_evaluated_before_the_duty_report():
    campaign = campaign_with_voters(Stage.EVALUATE, qualified=True)
    person = campaign.live().get()
    held = draft_of(campaign, "evaluation")

    assert refused(rounds.open_, held, by=officer_of(campaign)) == [
        f"{person.staff.name}尚未述职和表态发言，未参加的按自动放弃登记"
    ]

    ActFactory(campaign=campaign, kind=ActKind.DUTY_REPORT, candidacy=person)
    rounds.open_(fresh(held), by=officer_of(campaign))
    assert state_of(held) == Poll.State.OPEN


def test_the_draft_is_prepared_anew_by_one_click(client):
    campaign = campaign_with_voters(Stage.RECOMMEND)
    held = draft_of(campaign, "recommendation")
    CandidacyFactory(opening__campaign=campaign, staff__name="魏同舟")
    desk = signed_in(client, officer_of(campaign))

    before = desk.get(reverse("campaigns:round", args=[held.pk])).content.decode()
    after = desk.post(reverse("campaigns:round_redraw", args=[held.pk]), follow=True).content.decode()

    assert "新提出的人选：魏同舟" in before
    assert "请重新准备" not in after
    assert held.poll.subjects.filter(label="魏同舟").exists()


def test_a_round_happens_on_the_day_it_is_opened(go_to):
    campaign = campaign_with_voters(Stage.RECOMMEND)
    held = draft_of(campaign, "recommendation")

    go_to(date(2026, 3, 4))
    polls.open_poll(held.poll, officer_of(campaign))

    assert fresh(held).happened_on == date(2026, 3, 4)


def test_the_clock_that_closes_a_poll_tells_who_is_to_count_once(go_to):
    campaign = campaign_with_voters(Stage.RECOMMEND)
    watcher = PlanRoleFactory(plan=campaign.plan, kind=PlanRoleKind.SCRUTINEER).user
    held = draft_of(campaign, "recommendation")
    rounds.open_(held, by=officer_of(campaign), closes_at=clock.now() + timedelta(hours=1))
    go_to(clock.today(), 11)

    for _ in range(2):
        ticking.tick()

    told = watcher.notifications.filter(sentence__endswith="会议推荐已截止，请启封计票")
    assert [note.url for note in told] == [reverse("campaigns:round", args=[held.pk])]


def test_a_draft_tells_the_staff_who_is_asked_and_each_their_own_place():
    campaign = campaign_with_voters(Stage.RECOMMEND)
    ill = StaffFactory(
        organisation=campaign.organisation, with_account=True, absence="sick", is_on_duty=False
    )

    poll = draft_of(campaign, "recommendation").poll

    assert poll.roll_scope.endswith("教职工")
    assert poll.deductions.get().user == ill.user
    assert poll in Poll.objects.whose_place_is_told(ill.user)


def test_a_decisions_draft_is_told_to_the_members_only():
    campaign = campaign_with_voters(Stage.DECIDE)
    teacher = StaffFactory(organisation=campaign.organisation, with_account=True)

    poll = draft_of(campaign, "decision").poll

    assert poll not in Poll.objects.whose_place_is_told(teacher.user)
    assert poll in Poll.objects.whose_place_is_told(poll.electors.first().user)
