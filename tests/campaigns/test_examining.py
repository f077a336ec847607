"""Do only those go on who passed every instance, and does everybody learn why? (A093–A095, A051)"""

from datetime import date

import pytest

from campaigns import guards
from campaigns.choices import ActKind, AgendaPurpose, Conclusion, Stage, Standing
from campaigns.models import Candidacy, Entry
from campaigns.services import acts, applying, examining, instances, screening
from selection.reasons import Refused, reasons_against
from selection.records import reviews
from tests.factories.accounts import SchoolFactory
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    WaiverFactory,
    officer_of,
    scan_for,
)
from tests.factories.entries import (
    AFTER,
    application,
    contest,
    eligible_teacher,
    enter,
    examined,
    passing,
    reported,
    resolved,
    reviewers_of,
    screened,
)
from tests.factories.personnel import RelationFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def entered(go_to, people=2, posts=1, count=1):
    """So many who entered, the Monday after registration closed."""
    campaign = contest(posts=posts)
    for _ in range(people):
        enter(campaign, count=count)
    go_to(AFTER)
    return campaign


def said_against(campaign, rule):
    return [reason.sentence for reason in rule.reasons(campaign)]


def publish(campaign):
    return acts.record(
        campaign.plan,
        ActKind.QUALIFIED_LIST,
        by=officer_of(campaign),
        campaign=campaign,
        text="校务公开栏张贴",
    )


@pytest.mark.row("A090", side="both")
def test_the_contest_waits_until_registration_is_over(go_to):
    campaign = contest()
    rule = guards.enter.registration_is_over

    assert said_against(campaign, rule) == ["报名到2026年3月6日 17:00截止，尚未截止"]
    go_to(AFTER)
    assert said_against(campaign, rule) == []
    go_to(date(2026, 3, 2), 7)
    assert said_against(campaign, rule) == ["报名还没有开始，2026年3月2日 8:00开始"]
    campaign.registrations.all().delete()
    assert said_against(campaign, rule) == ["报名时间还没有设定"]


@pytest.mark.row("A090", side="refuses")
def test_nobody_is_screened_before_registration_is_over():
    campaign = contest()
    enter(campaign)

    with pytest.raises(Refused) as refusal:
        examining.bring_up(campaign, by=officer_of(campaign))

    assert refusal.value.reasons == ["报名到2026年3月6日 17:00截止，截止之后再进行资格审查"]


def test_everybody_who_entered_becomes_a_person_of_each_post(go_to):
    campaign = entered(go_to, people=2, posts=2, count=2)

    persons = examining.bring_up(campaign, by=officer_of(campaign))

    assert len(persons) == 4
    assert {person.source for person in persons} == {"self"}
    assert all(person.screening["conclusion"] == "eligible" for person in persons)


def test_who_withdrew_is_brought_up_no_more(go_to):
    campaign = contest()
    gone = enter(campaign)
    enter(campaign)
    applying.withdraw(gone, by=gone.staff.user, reason="不报了")
    go_to(AFTER)

    persons = examining.bring_up(campaign, by=officer_of(campaign))

    assert gone.staff not in [person.staff for person in persons]


@pytest.mark.row("A093", side="holds")
@pytest.mark.row("A094", side="holds")
@pytest.mark.row("A095", side="holds")
def test_who_passes_every_instance_stands_on_the_list(go_to):
    campaign = entered(go_to)
    screened(campaign)
    examined(campaign)

    act = publish(campaign)

    assert {entry.state for entry in campaign.entries.all()} == {Entry.State.QUALIFIED}
    assert act.figures == {"people": list(campaign.live().values_list("pk", flat=True))}
    assert reasons_against(campaign, guards.enter.RULES) == []


@pytest.mark.row("A093", side="refuses")
def test_nothing_is_reported_without_the_schools_meeting_and_conclusions(go_to):
    campaign = entered(go_to, people=1)
    [person] = examining.bring_up(campaign, by=officer_of(campaign))

    with pytest.raises(Refused) as refusal:
        examining.report(campaign, None, by=officer_of(campaign))

    assert refusal.value.reasons == [
        "请先录入班子会议“报名人员资格初审”，再报送审核",
        f"请先对{person.staff.name}竞聘{person.opening}作出审查结论",
    ]


@pytest.mark.row("A094", side="refuses")
@pytest.mark.row("A095", side="refuses")
def test_the_list_waits_for_every_level(go_to):
    campaign = entered(go_to, people=1)
    [person] = screened(campaign)
    examination = reported(campaign)
    zone, _bureau = reviewers_of(campaign)
    instances.answer(examination, passing(examination), by=zone)

    with pytest.raises(Refused) as refusal:
        publish(campaign)

    assert refusal.value.reasons == [f"{person.staff.name}竞聘{person.opening}的资格尚未经报送审核同意"]
    assert said_against(campaign, guards.enter.list_is_published) == []


@pytest.mark.row("A095", side="refuses")
def test_nobody_goes_on_before_the_list_is_public(go_to):
    campaign = entered(go_to)
    screened(campaign)
    examined(campaign)

    assert said_against(campaign, guards.enter.list_is_published) == ["资格审查合格人员名单尚未公布"]


def test_whom_the_bureau_turns_down_is_out_and_told_why(go_to):
    campaign = entered(go_to)
    first, second = screened(campaign)
    examination = reported(campaign)
    zone, bureau = reviewers_of(campaign)
    instances.answer(examination, passing(examination), by=zone)
    examination.review.refresh_from_db()

    instances.answer(examination, passing(examination, but=first, remark="任职年限不足"), by=bureau)

    first.refresh_from_db()
    because = f"{first.opening}未通过资格审查（县教育局）：任职年限不足"
    assert (first.standing, first.standing_reason) == (
        Standing.EXCLUDED,
        "未通过资格审查（县教育局）：任职年限不足",
    )
    assert campaign.entries.get(staff=first.staff).state_reason == because
    assert first.staff.user.notifications.get().sentence == f"您的报名：{because}"
    assert list(campaign.live()) == [second]


def test_a_level_may_depart_from_the_one_below_only_with_a_reason(go_to):
    campaign = entered(go_to, people=1)
    [person] = examining.bring_up(campaign, by=officer_of(campaign))
    screening.conclude(person, Conclusion.INELIGIBLE, by=officer_of(campaign), remark="班子认为不宜")
    examination = reported(campaign)
    zone, bureau = reviewers_of(campaign)

    with pytest.raises(Refused) as refusal:
        instances.answer(examination, {person: instances.Opinion(True)}, by=zone)
    assert refusal.value.reasons == [
        f"对{person.staff.name}（{person.opening}）的结论与上一环节不同，请写明理由"
    ]
    instances.answer(examination, {person: instances.Opinion(True, "符合条件，应当准许")}, by=zone)
    examination.review.refresh_from_db()
    stood = instances.standing_opinions(examination)[person.pk]
    assert stood == instances.Stood(True, "学区", "符合条件，应当准许")
    instances.answer(examination, passing(examination), by=bureau)

    person.refresh_from_db()
    assert (person.standing, person.screening_conclusion) == (Standing.QUALIFIED, "eligible")


def test_a_hard_no_of_the_rules_is_passed_by_nobody(go_to):
    campaign = contest()
    staff = eligible_teacher(campaign, teacher_cert="kindergarten", category="temporary")
    enter(campaign, staff)
    go_to(AFTER)
    [person] = screened(campaign)
    examination = reported(campaign)

    with pytest.raises(Refused) as refusal:
        instances.answer(
            examination, {person: instances.Opinion(True, "特殊情况")}, by=reviewers_of(campaign)[0]
        )

    assert refusal.value.reasons == [
        f"{person.staff.name}（{person.opening}）不符合必须具备的条件，不能作“合格”结论"
    ]


def test_one_of_two_posts_is_enough_to_go_on(go_to):
    campaign = entered(go_to, people=1, posts=2, count=2)
    first, second = screened(campaign)
    examination = reported(campaign)
    zone, bureau = reviewers_of(campaign)
    instances.answer(examination, passing(examination, but=first), by=zone)
    examination.review.refresh_from_db()
    instances.answer(examination, passing(examination), by=bureau)

    entry = campaign.entries.get()
    assert entry.state == Entry.State.QUALIFIED
    assert list(campaign.live()) == [second]


def test_an_opinion_on_paper_counts_once_it_is_confirmed(go_to):
    campaign = entered(go_to, people=1)
    [person] = screened(campaign)
    examination = reported(campaign)
    paper = {"document_number": "学区〔2026〕1号", "happened_on": AFTER, "attachment": scan_for(campaign)}
    said = passing(examination, but=person, remark="材料不全")

    decision = instances.answer_on_paper(examination, said, by=officer_of(campaign), **paper)
    assert instances.standing_opinions(examination)[person.pk].passes
    reviews.confirm_decision(decision, by=reviewers_of(campaign)[0])

    assert instances.standing_opinions(examination)[person.pk] == instances.Stood(False, "学区", "材料不全")


def test_a_school_without_a_zone_skips_that_level(go_to):
    campaign = contest(school=SchoolFactory(directly_under_bureau=True))
    enter(campaign)
    go_to(AFTER)
    screened(campaign)

    examination = reported(campaign)

    assert [level["label"] for level in examination.review.levels] == ["县教育局"]


def test_a_list_that_came_back_is_handed_in_again(go_to):
    campaign = entered(go_to, people=1)
    screened(campaign)
    examination = reported(campaign)
    zone, _bureau = reviewers_of(campaign)
    reviews.decide(examination.review, zone, False, remarks="请补充说明")

    examining.report_again(examination, by=officer_of(campaign))

    assert examination.review.submissions.count() == 2
    assert examination.review.state == "pending"


def test_a_reviewer_related_to_somebody_who_entered_does_not_answer(go_to):
    campaign = entered(go_to, people=1)
    [person] = screened(campaign)
    examination = reported(campaign)
    zone = reviewers_of(campaign)[0]
    RelationFactory(staff=StaffFactory(organisation=campaign.organisation, user=zone), relative=person.staff)

    with pytest.raises(Refused) as refusal:
        instances.answer(examination, passing(examination), by=zone)

    assert refusal.value.reasons == ["您没有审查报名人员资格的权限，或因回避不能办理"]


def test_who_changes_in_the_register_meanwhile_is_screened_again(go_to):
    campaign = entered(go_to, people=1)
    [person] = screened(campaign)
    examined(campaign)
    person.staff.is_healthy = False
    person.staff.save()

    with pytest.raises(Refused) as refusal:
        publish(campaign)

    assert refusal.value.reasons == [f"{person.staff.name}的名册信息在审查之后有变动，请按现在的信息重新审查"]


def test_who_withdraws_after_the_screening_stands_no_more(go_to):
    campaign = entered(go_to)
    screened(campaign)
    examined(campaign)
    publish(campaign)
    entry = campaign.entries.first()

    applying.withdraw(entry, by=entry.staff.user, reason="家庭原因")

    assert Candidacy.objects.get(staff=entry.staff).standing == Standing.WITHDRAWN
    assert said_against(campaign, guards.enter.list_is_published) == []


@pytest.mark.parametrize(("people", "is_enough"), [(1, False), (2, True)])
@pytest.mark.row("A051", side="holds")
@pytest.mark.row("A051", side="refuses")
@pytest.mark.row("AMB-8", side="holds")
@pytest.mark.row("AMB-8", side="refuses")
def test_two_qualified_for_a_seat_are_enough_and_one_needs_a_waiver(go_to, people, is_enough):
    campaign = entered(go_to, people=people)
    screened(campaign)
    sentence = f"{campaign.openings.get()}资格审查合格1人，原则上应有2人以上"

    assert said_against(campaign, guards.enter.every_post_is_contested) == ([] if is_enough else [sentence])
    WaiverFactory(campaign=campaign, rule="every_post_is_contested", sentence=sentence, granted=True)
    assert guards.enter.every_post_is_contested(campaign)


def test_nobody_is_counted_as_qualified_before_everybody_is_concluded_on(go_to):
    campaign = entered(go_to, people=1)

    examining.bring_up(campaign, by=officer_of(campaign))

    assert guards.enter.every_post_is_contested.is_premature(campaign)


@pytest.mark.row("AMB-8", side="refuses")
def test_two_seats_ask_for_four(go_to):
    campaign = entered(go_to, people=3)
    campaign.openings.update(seats=2)
    screened(campaign)

    assert said_against(campaign, guards.enter.every_post_is_contested) == [
        f"{campaign.openings.get()}资格审查合格3人，原则上应有4人以上"
    ]


@pytest.mark.row("A050", side="holds")
@pytest.mark.row("A050", side="refuses")
def test_a_wider_scope_is_an_exception():
    own, wider = contest(), contest(scope="zone")

    assert said_against(own, guards.enter.contest_stays_in_the_school) == []
    assert said_against(wider, guards.enter.contest_stays_in_the_school) == [
        "本次竞聘面向本学区公开报名，一般应限于本校"
    ]


@pytest.mark.row("A089", side="holds")
@pytest.mark.row("A089", side="refuses")
def test_registration_is_set_and_follows_publication():
    campaign = contest()

    assert reasons_against(campaign, guards.enter.OPENING) == []
    campaign.plan.acts.update(happened_on=AFTER)
    assert said_against(campaign, guards.enter.registration_follows_publication) == [
        "报名开始（2026年3月2日）早于公布工作方案（2026年3月9日），请重新设定报名时间"
    ]
    campaign.registrations.all().delete()
    assert said_against(campaign, guards.enter.registration_is_set) == [
        "请设定报名的起止时间、范围和办法，随工作方案一并公布"
    ]


@pytest.mark.row("A091", side="refuses")
def test_a_meeting_that_was_struck_out_puts_nobody_forward(go_to):
    campaign = contest()
    item = resolved(campaign, AgendaPurpose.PUT_FORWARD)
    staff = eligible_teacher(campaign)
    applying.put_forward(campaign, staff, application(campaign), item, by=officer_of(campaign))
    item.is_superseded = True
    item.save()

    assert said_against(campaign, guards.enter.schools_entries_are_resolved) == [
        f"{staff.name}由组织推荐报名，但研究推荐的会议已作废，请补齐会议记录或退出报名"
    ]


@pytest.mark.row("A092", side="refuses")
def test_a_contest_without_entries_does_not_go_on(go_to):
    campaign = contest()
    go_to(AFTER)

    assert [reason.sentence for reason in reasons_against(campaign, guards.enter.BEFORE_THE_LIST)] == [
        "还没有人报名；无人报名的，可以再次开放报名，或改为不竞岗办理",
        "没有资格审查合格的人员",
    ]


def test_whoever_was_found_wanting_after_all_is_no_longer_called_qualified(go_to):
    person = CandidacyFactory(opening__campaign=CampaignFactory(at=Stage.PREPARE))
    screening.screen_all(person.campaign, by=officer_of(person.campaign))
    person.refresh_from_db()
    Candidacy.objects.filter(pk=person.pk).update(screening=person.screening | {"conclusion": "exception"})

    for conclusion, standing in (("exception", Standing.QUALIFIED), ("ineligible", Standing.NOMINATED)):
        screening.conclude(person, conclusion, by=officer_of(person.campaign), remark="核查后改判")
        person.refresh_from_db()
        assert (person.screening_conclusion, person.standing) == (conclusion, standing)
