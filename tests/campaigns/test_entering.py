"""May people enter a contest in time, by one form, for posts that are on offer? (A089–A092)"""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from campaigns.choices import AgendaPurpose, Scope, Source, Track
from campaigns.forms.entries import RegistrationForm
from campaigns.models import Candidacy, Entry, Plan, Preference
from campaigns.services import acts, applying, people, registering, sending_back
from selection import clock
from selection.reasons import Refused
from tests.factories.accounts import SchoolFactory, UserFactory
from tests.factories.campaigns import CampaignFactory, leader_of, officer_of, scan_for
from tests.factories.entries import (
    AFTER,
    CLOSED_AT,
    EntryFactory,
    application,
    contest,
    eligible_teacher,
    enter,
    resolved,
    window_again,
)
from tests.factories.personnel import RelationFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def reasons_of(refusal):
    return refusal.value.reasons


@pytest.mark.row("A090", side="holds")
@pytest.mark.row("A092", side="holds")
def test_a_teacher_enters_for_two_posts_in_order():
    campaign = contest(posts=2)

    entry = enter(campaign, count=2)

    assert entry.source == Source.SELF
    assert [str(each) for each in entry.preferences.all()] == [
        f"第{word}志愿：{opening}"
        for word, opening in zip("一二", campaign.openings.order_by("pk"), strict=True)
    ]
    assert entry.facts["born"] == "1986年1月"


@pytest.mark.row("A092", side="refuses")
def test_an_application_without_reasons_and_pledge_is_not_taken():
    campaign = contest()

    with pytest.raises(Refused) as refusal:
        enter(campaign, statement=" ", is_pledged=False)

    assert reasons_of(refusal) == [
        "请填写竞聘理由和工作设想",
        "请阅读并勾选承诺，未作承诺的不能报名",
    ]
    assert not Entry.objects.exists()


@pytest.mark.row("A092", side="refuses")
def test_a_third_preference_is_one_too_many():
    campaign = contest(posts=3)

    with pytest.raises(Refused) as refusal:
        enter(campaign, count=3)

    assert reasons_of(refusal) == ["每人最多报2个岗位志愿"]


def test_the_same_post_twice_and_a_post_of_another_contest_are_refused():
    campaign, other = contest(), contest()
    said = application(campaign)
    twice = said._replace(openings=said.openings * 2)

    with pytest.raises(Refused) as refusal:
        applying.apply(campaign, twice, by=eligible_teacher(campaign).user)
    assert reasons_of(refusal) == ["两个志愿不能是同一岗位"]
    with pytest.raises(Refused) as refusal:
        applying.apply(campaign, application(other), by=eligible_teacher(campaign).user)
    assert reasons_of(refusal) == [f"{other.openings.get()}不在本次竞聘的岗位之内，请重新选择"]


def test_nobody_enters_twice():
    campaign = contest()
    entry = enter(campaign)

    with pytest.raises(Refused) as refusal:
        enter(campaign, entry.staff)

    assert reasons_of(refusal) == [f"{entry.staff.name}已经报名；需要修改的，请先退出报名，再重新报名"]


@pytest.mark.parametrize(
    ("minute", "is_in_time"), [pytest.param(59, True, id="16:59"), pytest.param(60, False, id="17:00")]
)
@pytest.mark.row("A090", side="holds")
@pytest.mark.row("A090", side="refuses")
def test_the_clock_closes_the_window(go_to, minute, is_in_time):
    campaign = contest()
    staff = eligible_teacher(campaign)
    go_to(CLOSED_AT.date(), 16 + minute // 60, minute % 60)

    if is_in_time:
        assert enter(campaign, staff)
    else:
        with pytest.raises(Refused) as refusal:
            enter(campaign, staff)
        assert reasons_of(refusal)[0].startswith("报名已于2026年3月6日 17:00截止，不能再报名")


def test_before_the_window_opens_nobody_enters():
    campaign = contest(opens_at=datetime(2026, 3, 3, 8, tzinfo=clock.ZONE))

    with pytest.raises(Refused) as refusal:
        enter(campaign)

    assert reasons_of(refusal) == ["报名还没有开始，请在公布的报名时间内报名"]


@pytest.mark.row("A089", side="refuses")
def test_nobody_enters_before_the_plan_is_public():
    campaign = contest()
    campaign.plan.acts.update(is_superseded=True)

    with pytest.raises(Refused) as refusal:
        enter(campaign)

    assert reasons_of(refusal) == ["本次选拔没有开放竞岗报名，或工作方案尚未公布"]


@pytest.mark.row("A050", side="refuses")
def test_somebody_of_another_school_is_outside_the_scope():
    campaign = contest()
    stranger = StaffFactory(
        organisation=SchoolFactory(parent=campaign.organisation.parent), with_account=True
    )

    with pytest.raises(Refused) as refusal:
        enter(campaign, stranger)

    assert reasons_of(refusal) == [f"本次竞聘范围为本校，{stranger.name}不在范围之内"]


@pytest.mark.row("A050", side="holds")
@pytest.mark.parametrize("scope", [Scope.ZONE, Scope.COUNTY])
def test_a_wider_contest_lets_a_neighbour_in(scope):
    campaign = contest(scope=scope)
    neighbour = StaffFactory(
        organisation=SchoolFactory(parent=campaign.organisation.parent), with_account=True
    )

    assert enter(campaign, neighbour).staff == neighbour


def test_who_has_no_row_in_the_register_cannot_enter():
    campaign = contest()

    with pytest.raises(Refused) as refusal:
        applying.apply(campaign, application(campaign), by=UserFactory(organisation=campaign.organisation))

    assert reasons_of(refusal) == ["您的账号没有对应的在册人员，请联系学校人事干部"]


@pytest.mark.row("A091", side="holds")
def test_the_school_puts_somebody_forward_as_a_meeting_resolved():
    campaign = contest()
    item = resolved(campaign, AgendaPurpose.PUT_FORWARD)
    staff = eligible_teacher(campaign)

    entry = applying.put_forward(campaign, staff, application(campaign), item, by=officer_of(campaign))

    assert (entry.source, entry.item) == (Source.SCHOOL, item)
    assert staff.user.notifications.get().sentence == f"学校推荐您竞聘{campaign.openings.get()}，请查看"


@pytest.mark.row("A091", side="refuses")
def test_the_school_puts_nobody_forward_without_a_meeting_that_counts():
    campaign = contest()
    staff, by = eligible_teacher(campaign), officer_of(campaign)
    other = resolved(campaign, AgendaPurpose.PLAN)
    on_paper = resolved(campaign, AgendaPurpose.PUT_FORWARD, on_paper=True)

    with pytest.raises(Refused) as refusal:
        applying.put_forward(campaign, staff, application(campaign), other, by=by)
    assert reasons_of(refusal) == ["组织推荐须依据班子会议“研究组织推荐报名”的议题"]
    with pytest.raises(Refused) as refusal:
        applying.put_forward(campaign, staff, application(campaign), on_paper, by=by)
    assert "请先由第二人核实" in reasons_of(refusal)[0]


def test_an_application_on_paper_counts_once_a_second_person_saw_it(go_to):
    campaign, day = contest(), date(2026, 3, 6)
    staff = eligible_teacher(campaign)
    go_to(AFTER)
    dated = {"happened_on": day, "attachment": scan_for(campaign)}

    entry = applying.apply_on_paper(campaign, staff, application(campaign), by=officer_of(campaign), **dated)
    assert not entry.is_confirmed
    acts.confirm(entry, by=leader_of(campaign))

    entry.refresh_from_db()
    assert entry.is_confirmed


def test_a_paper_dated_outside_the_window_is_not_entered(go_to):
    campaign = contest()
    staff = eligible_teacher(campaign)
    go_to(AFTER)
    dated = {"happened_on": date(2026, 3, 7), "attachment": scan_for(campaign)}

    with pytest.raises(Refused) as refusal:
        applying.apply_on_paper(campaign, staff, application(campaign), by=officer_of(campaign), **dated)

    assert reasons_of(refusal) == [
        f"2026年3月7日不在公布的报名时间之内，或{staff.name}不在竞聘范围之内，不能补录"
    ]


def test_a_paper_that_is_sent_back_is_no_entry(go_to):
    campaign = contest()
    staff = eligible_teacher(campaign)
    go_to(date(2026, 3, 3))
    dated = {"happened_on": date(2026, 3, 2), "attachment": scan_for(campaign)}
    entry = applying.apply_on_paper(campaign, staff, application(campaign), by=officer_of(campaign), **dated)

    sending_back.send_back(entry, by=leader_of(campaign), reason="不是本人签名")

    entry.refresh_from_db()
    assert (entry.state, entry.state_reason) == (Entry.State.WITHDRAWN, "不是本人签名")
    assert enter(campaign, staff).pk != entry.pk


def test_a_leader_lets_a_named_person_in_after_the_deadline(go_to):
    campaign = contest()
    staff = eligible_teacher(campaign)
    go_to(AFTER)
    leader, until = leader_of(campaign), clock.now() + timedelta(days=1)

    allowed = registering.allow_late(campaign, staff, by=leader, until=until, reason="出差在外，无法按时报名")

    assert enter(campaign, staff).late == allowed
    assert allowed.allowed_by == leader.name
    with pytest.raises(Refused):
        enter(campaign)


def test_a_late_permission_ends_too(go_to):
    campaign = contest()
    staff = eligible_teacher(campaign)
    go_to(AFTER)
    until = clock.now() + timedelta(hours=1)
    registering.allow_late(campaign, staff, by=leader_of(campaign), until=until, reason="出差在外")
    go_to(AFTER, 10)

    with pytest.raises(Refused):
        enter(campaign, staff)


def test_only_a_leader_allows_it_or_a_paper_that_is_confirmed(go_to):
    campaign = contest()
    staff, officer = eligible_teacher(campaign), officer_of(campaign)
    go_to(AFTER)
    said = {"until": clock.now() + timedelta(days=1), "reason": "出差在外"}

    with pytest.raises(Refused) as refusal:
        registering.allow_late(campaign, staff, by=officer, **said)
    assert reasons_of(refusal) == ["您没有准许逾期报名的权限，或因回避不能办理"]
    paper = {"attachment": scan_for(campaign), "allowed_by": "党组织会议"}
    registering.allow_late(campaign, staff, by=officer, **said, **paper)
    with pytest.raises(Refused):
        enter(campaign, staff)
    acts.confirm(campaign.late_entries.get(), by=leader_of(campaign))
    assert enter(campaign, staff)


def test_while_registration_is_open_there_is_nothing_to_allow():
    campaign = contest()
    until = clock.now() + timedelta(days=1)

    with pytest.raises(Refused) as refusal:
        registering.allow_late(
            campaign, eligible_teacher(campaign), by=leader_of(campaign), until=until, reason="出差"
        )

    assert reasons_of(refusal) == ["报名还没有截止，可以直接报名，不必办理逾期报名"]


def test_who_withdrew_in_time_may_enter_again():
    campaign = contest()
    entry = enter(campaign)

    applying.withdraw(entry, by=entry.staff.user, reason="想改报其他岗位")

    entry.refresh_from_db()
    assert entry.state == Entry.State.WITHDRAWN
    assert enter(campaign, entry.staff).state == Entry.State.ENTERED


def test_nobody_withdraws_for_somebody_else_but_the_officer():
    entry = enter(contest())

    with pytest.raises(Refused):
        applying.withdraw(entry, by=eligible_teacher(entry.campaign).user, reason="不报了")
    with pytest.raises(Refused) as refusal:
        applying.withdraw(entry, by=officer_of(entry.campaign), reason=" ")

    assert reasons_of(refusal) == ["请写明退出报名的原因"]


def test_whoever_enters_sees_no_more_of_the_plan_than_a_teacher():
    campaign = contest()
    officer = officer_of(campaign)
    own = StaffFactory(organisation=campaign.organisation, user=officer)

    enter(campaign, own)

    assert campaign.plan.officer is None
    assert not Plan.objects.visible_to(officer).exists()


def test_a_relative_of_whoever_enters_leaves_the_task():
    campaign = contest()
    inspector = campaign.plan.inspectors[-1]
    staff = eligible_teacher(campaign)
    RelationFactory(staff=StaffFactory(organisation=campaign.organisation, user=inspector), relative=staff)

    enter(campaign, staff)

    assert inspector not in type(campaign.plan).objects.get().inspectors


def test_registration_opens_again_with_a_reason(go_to):
    campaign = contest()
    go_to(AFTER)
    said = window_again(campaign) | {"how": "用本人账号填写"}

    with pytest.raises(Refused) as refusal:
        registering.set_window(campaign, by=officer_of(campaign), **said)
    assert reasons_of(refusal) == ["请写明再次开放报名的原因"]
    registering.set_window(campaign, by=officer_of(campaign), **said, reason="合格人员不足")

    assert [each.number for each in campaign.registrations.all()] == [1, 2]
    assert enter(campaign)


def test_an_open_window_is_not_moved(go_to):
    campaign = contest()
    said = {"opens_at": clock.now(), "closes_at": CLOSED_AT + timedelta(days=1), "how": "填写报名表"}

    with pytest.raises(Refused) as refusal:
        registering.set_window(campaign, by=officer_of(campaign), **said)

    assert reasons_of(refusal) == ["现在的报名到2026年3月6日 17:00截止，再次开放报名须在这之后开始"]


def test_a_window_that_has_not_opened_is_set_anew():
    campaign = contest(opens_at=datetime(2026, 3, 4, 8, tzinfo=clock.ZONE))
    said = {"opens_at": clock.now(), "closes_at": CLOSED_AT, "how": "到办公室领表"}

    registering.set_window(campaign, by=officer_of(campaign), **said)

    assert campaign.registrations.get().how == "到办公室领表"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"closes_at": datetime(2026, 3, 1, 8, tzinfo=clock.ZONE)}, "报名截止须晚于报名开始，并且还没有过去"),
        ({"opens_at": datetime(2026, 3, 1, 8, tzinfo=clock.ZONE)}, "报名开始不能早于今天"),
        ({"how": " "}, "请写明报名办法：到哪里、向谁报名，或者在本系统中填写"),
    ],
)
def test_an_impossible_window_is_refused(changes, said):
    campaign = contest()
    campaign.registrations.all().delete()
    facts = {"opens_at": clock.now(), "closes_at": CLOSED_AT, "how": "填写报名表"} | changes

    with pytest.raises(Refused) as refusal:
        registering.set_window(campaign, by=officer_of(campaign), **facts)

    assert reasons_of(refusal) == [said]


def test_the_database_holds_one_entry_a_person_and_two_preferences():
    entry = EntryFactory(campaign=contest(posts=3))
    campaign, second = entry.campaign, entry.campaign.openings.last()

    for wrong in (
        lambda: EntryFactory(campaign=campaign, staff=entry.staff),
        lambda: Preference.objects.create(entry=entry, rank=1, opening=second),
        lambda: Preference.objects.create(entry=entry, rank=2, opening=campaign.openings.first()),
        lambda: Preference.objects.create(entry=entry, rank=3, opening=second),
        lambda: EntryFactory(campaign=campaign, pledge=""),
        lambda: EntryFactory(campaign=campaign, source=Source.SCHOOL),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_nobody_of_a_contest_is_brought_up_otherwise():
    campaign = contest()

    with pytest.raises(Refused) as refusal:
        people.nominate(
            campaign.openings.get(),
            eligible_teacher(campaign),
            by=officer_of(campaign),
            source="recommendation",
        )

    assert reasons_of(refusal) == ["竞岗聘任的人选由报名产生，请在“报名和资格审查”中办理"]
    assert not Candidacy.objects.exists()


@pytest.mark.parametrize(
    ("is_direct", "offered"), [(False, set(Scope)), (True, {Scope.SCHOOL, Scope.COUNTY})]
)
def test_a_school_without_a_zone_opens_no_contest_to_one(is_direct, offered):
    school = SchoolFactory(directly_under_bureau=is_direct)
    campaign = CampaignFactory(plan__organisation=school, track=Track.COMPETITIVE)

    assert {value for value, _ in RegistrationForm(campaign=campaign).fields["scope"].choices} == offered
