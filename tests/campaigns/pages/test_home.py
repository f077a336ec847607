"""The first page: a desk for each role."""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.choices import ActKind, PlanRoleKind, Purpose, Stage
from campaigns.desks import deadlines, running
from campaigns.documents import candidate_form
from campaigns.models import CandidateForm, Talk
from selection.accounts import roles
from selection.accounts.acts import Role
from selection.records import reviews
from tests.factories.accounts import (
    BureauReviewerFactory,
    OfficerFactory,
    TeacherFactory,
    ZoneReviewerFactory,
)
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import (
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    FilingFactory,
    FilingPackageFactory,
    InspectionFactory,
    ObjectionFactory,
    OpeningFactory,
    PublicityFactory,
    RoundFactory,
    approve_quota,
    discipline_of,
    leader_of,
    officer_of,
)
from tests.factories.personnel import StaffFactory, TenureFactory
from tests.factories.records import ReviewFactory

pytestmark = pytest.mark.django_db
HOME = "/"


def desk_of(client, name):
    page = client.get(HOME)
    assert page.status_code == 200
    return page.context[name]


def test_home_asks_to_sign_in(client):
    assert client.get(HOME).status_code == 302


# Officer


def test_the_officers_day_is_one_line_and_one_button_a_campaign(as_user):
    campaign = CampaignFactory()

    desk = desk_of(as_user(officer_of(campaign)), "officer")

    assert [(task.sentence, task.button) for task in desk.tasks] == [
        ("职数核定表尚未审核同意，请先填报并报送审核", "去填报")
    ]


def test_a_step_that_is_open_is_taken_from_home(as_user):
    campaign = CampaignFactory(at=Stage.ANNOUNCE)
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION)

    [task] = desk_of(as_user(officer_of(campaign)), "officer").tasks

    assert (task.sentence, task.is_post) == ("条件已经具备，可以进入民主推荐", True)
    assert task.url == reverse("campaigns:advance", args=[campaign.pk, "recommend"])


def test_what_waits_for_a_second_person_stands_under_others(as_user):
    campaign = CampaignFactory(at=Stage.ANNOUNCE)
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, is_backfilled=True)

    desk = desk_of(as_user(officer_of(campaign)), "officer")

    assert desk.tasks == []
    assert [(row.sentence, row.whom) for row in desk.waiting] == [
        ("“公布工作方案”是线下补录，等待第二人核实", "第二人（学校领导或教育局）")
    ]
    assert desk.waiting[0].reminder == (
        "第二人（学校领导或教育局）您好：“公布工作方案”是线下补录，等待第二人核实，请您抽空办理，谢谢。"
    )


def test_a_plan_with_the_bureau_is_waited_for(as_user):
    campaign = CampaignFactory(plan__draft=True)
    plan = campaign.plan
    bureau = plan.organisation.bureau
    levels = [
        {"role": "bureau_reviewer", "act": "review_bureau", "organisation": bureau.pk, "label": "教育局"}
    ]
    plan.review = reviews.start("plan", plan.organisation, plan.title, levels, plan.ledger)
    plan.save()
    reviews.submit(plan.review, {}, officer_of(campaign))

    desk = desk_of(as_user(officer_of(campaign)), "officer")

    assert ("工作方案已报送，等待教育局审核", "教育局", date(2026, 3, 2)) in [
        (row.sentence, row.whom, row.since) for row in desk.waiting
    ]


def test_a_running_publicity_leaves_nothing_to_do_but_wait(as_user):
    person = CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, proposed=True)
    PublicityFactory(campaign=person.campaign, persons=[person])

    desk = desk_of(as_user(officer_of(person.campaign)), "officer")

    assert desk.tasks == []
    assert [(row.sentence, row.reminder) for row in desk.waiting] == [
        ("拟聘公示正在进行，到2026年3月13日期满", "")
    ]
    assert desk.running[0].next == deadlines.Next(date(2026, 3, 13), "公示期满")


def test_an_officer_without_campaigns_is_told_where_to_begin(as_user):
    page = as_user(OfficerFactory()).get(HOME).content.decode()

    assert "没有正在进行的选拔任用，需要时从“新建方案”开始" in page


def test_posts_are_summed_up(as_user):
    opening = OpeningFactory(campaign__at=Stage.RECOMMEND, seats=2)
    campaign = opening.campaign
    leaving = TenureFactory(staff__organisation=campaign.organisation)
    opening.ending.add(leaving)
    approve_quota(campaign, {(opening.post.department, "chief"): 3})

    figures = desk_of(as_user(officer_of(campaign)), "officer").figures

    assert (figures.held, figures.ending, figures.offered) == (1, 1, 2)


def test_to_a_person_concerned_the_campaign_is_not_on_the_desk(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    officer = OfficerFactory(organisation=campaign.organisation)
    CandidacyFactory(opening__campaign=campaign, staff__with_account=False, staff__user=officer)

    assert desk_of(as_user(officer), "officer").running == []


def test_what_came_back_and_what_falls_due_come_first_and_nothing_is_hidden(as_user, monkeypatch):
    monkeypatch.setattr(running, "MOST", 2)
    plain = CampaignFactory(at=Stage.RECOMMEND)
    here = {"plan__organisation": plain.organisation, "plan__body": None}
    newest = CampaignFactory(at=Stage.RECOMMEND, **here)
    due = CampaignFactory(at=Stage.ANNOUNCE, plan__calendar={"recommend": "2026-03-04"}, **here)
    back = CampaignFactory(at=Stage.FILE, **here)
    FilingFactory(campaign=back, state="sent_back")
    officer = OfficerFactory(organisation=plain.organisation)

    desk = desk_of(as_user(officer), "officer")

    assert [each.campaign for each in desk.running] == [back, due]
    assert desk.others == [newest, plain]


# Deadlines and the horizon


def test_the_filings_day_is_the_next_and_red_when_it_is_past(go_to):
    filing = FilingFactory()

    assert deadlines.nearest(filing.campaign) == (date(2026, 3, 20), "备案报送截止", False, False)
    go_to(date(2026, 3, 21))
    assert deadlines.nearest(filing.campaign) == (date(2026, 3, 20), "备案已逾期", True, False)


def test_what_was_sent_has_no_deadline():
    assert deadlines.nearest(FilingFactory(submitted=True).campaign) is None


def test_without_anything_running_the_calendar_says_what_is_planned():
    campaign = CampaignFactory(at=Stage.ANNOUNCE, plan__calendar={"recommend": "2026-03-01"})

    assert deadlines.nearest(campaign) == (date(2026, 3, 1), "计划民主推荐", True, False)
    assert deadlines.nearest(CampaignFactory(at=Stage.TERMINATED)) is None
    assert deadlines.nearest(CampaignFactory(at=Stage.ANNOUNCE)) is None


# Leader


def test_the_leader_finds_meetings_papers_and_what_to_confirm(as_user):
    campaign = CampaignFactory(at=Stage.ANNOUNCE)
    act = ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, is_backfilled=True)

    desk = desk_of(as_user(leader_of(campaign)), "leader")

    assert [(each, done.act) for each, done in desk.unconfirmed] == [(campaign, act)]
    assert [each.campaign for each in desk.running] == [campaign]
    assert (desk.meetings, desk.drafts) == ([], [])


def test_a_meeting_that_is_next_waits_for_the_leader(as_user):
    person = CandidacyFactory(opening__campaign__at=Stage.DECIDE, inspectee=True)

    desk = desk_of(as_user(leader_of(person.campaign)), "leader")

    assert [each.now["detail"] for each in desk.meetings] == ["集体研究决定拟聘人选"]


def test_a_draft_of_a_form_taken_back_is_not_to_be_signed_and_the_others_name_their_persons(as_user):
    person = CandidacyFactory(opening__campaign__at=Stage.PREPARE)
    campaign = person.campaign
    for state in ("draft", "withdrawn"):
        form = CandidateForm.objects.create(
            plan=campaign.plan,
            campaign=campaign,
            agenda_item=AgendaItemFactory(campaign=campaign, purpose="candidates"),
            review=ReviewFactory(organisation=campaign.organisation, state=state),
            opinion="同意报审。",
        )
        form.candidacies.set([person])
        candidate_form.draw_up(form, by=officer_of(campaign))

    [draft] = desk_of(as_user(leader_of(campaign)), "leader").drafts

    assert draft.about == f"{person.staff.name}（{person.opening.post}）"


def test_a_plan_whose_officer_is_gone_stands_on_every_desk_that_can_name_another(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    campaign.plan.roles.filter(kind=PlanRoleKind.OFFICER).update(ended_on=date(2026, 3, 2))
    bureau = BureauReviewerFactory(organisation=campaign.organisation.bureau)

    desks = [
        desk_of(as_user(leader_of(campaign)), "leader"),
        desk_of(as_user(bureau), "reviewer"),
        desk_of(as_user(OfficerFactory(organisation=campaign.organisation)), "officer"),
    ]

    assert [desk.headless for desk in desks] == [[campaign.plan]] * 3


def test_one_sheet_says_how_it_stands(as_user):
    person = CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, proposed=True)
    campaign = person.campaign
    PublicityFactory(campaign=campaign, persons=[person])

    sheet = as_user(leader_of(campaign)).get(reverse("campaigns:brief", args=[campaign.pk]))
    text = sheet.content.decode()

    assert "公示期满，2026年3月13日" in text
    assert person.staff.name in text


# Reviewers


def pending(school, title="职数核定表"):
    from selection.records import ledgers

    bureau = school.bureau
    levels = [
        {"role": "bureau_reviewer", "act": "review_bureau", "organisation": bureau.pk, "label": "教育局"}
    ]
    review = reviews.start("quota", school, title, levels, ledgers.of_organisation(school))
    reviews.submit(review, {}, OfficerFactory(organisation=school))
    return review


def test_what_waits_for_a_reviewer_shows_its_age_and_is_late_after_three_days(as_user, go_to):
    review = pending(CampaignFactory().organisation)
    reviewer = BureauReviewerFactory(organisation=review.organisation.bureau)

    ages = []
    for day in (5, 6):
        go_to(date(2026, 3, day))
        [item] = desk_of(as_user(reviewer), "reviewer").reviews
        ages.append((item.days, item.is_late))

    assert ages == [(3, False), (4, True)]


def test_filings_wait_for_the_bureau(as_user):
    package = FilingPackageFactory()
    campaign = package.filing.campaign
    reviewer = BureauReviewerFactory(organisation=campaign.organisation.bureau)

    desk = desk_of(as_user(reviewer), "reviewer")

    assert [filing.campaign for filing in desk.filings] == [campaign]


def test_reviewers_with_nothing_to_do_are_told_so(as_user):
    assert "没有等您审核的事项" in as_user(ZoneReviewerFactory()).get(HOME).content.decode()


# Discipline


def test_discipline_answers_opinions_and_sees_what_is_reported(as_user):
    opinion = DisciplineOpinionFactory()
    campaign = opinion.candidacy.campaign
    ObjectionFactory(candidacy=opinion.candidacy)
    ObjectionFactory(candidacy=opinion.candidacy, unfounded=True)

    desk = desk_of(as_user(discipline_of(campaign)), "discipline")

    assert (desk.opinions, desk.objections) == ([opinion], [(campaign, 1)])


# Everybody


def test_a_teacher_with_nothing_to_do_is_told_so(as_user):
    assert "眼下没有需要您办的事" in as_user(TeacherFactory()).get(HOME).content.decode()


def test_a_teacher_sees_the_schools_plans_and_notices(as_user):
    person = CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, proposed=True)
    campaign = person.campaign
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION)
    notice = PublicityFactory(campaign=campaign, persons=[person])
    teacher = TeacherFactory(organisation=campaign.organisation)

    desk = desk_of(as_user(teacher), "teacher")

    assert (desk.plans, desk.notices, desk.tasks) == ([campaign.plan], [notice], [])
    assert desk_of(as_user(TeacherFactory()), "teacher").notices == []


def sentences(client):
    return [(task.sentence, task.button) for task in desk_of(client, "teacher").tasks]


def test_who_was_named_for_a_task_and_has_nothing_to_do_sees_the_plan(as_user):
    campaign = CampaignFactory(at=Stage.INSPECT)
    [leader] = campaign.plan.people(PlanRoleKind.TEAM_LEADER)

    assert sentences(as_user(leader)) == [("考察组组长：眼下没有要办的事", "查看")]


def test_the_team_talks_writes_and_signs(as_user):
    written = InspectionFactory()
    campaign = written.candidacy.campaign
    blank = CandidacyFactory(opening__campaign=campaign, inspectee=True)
    Talk.objects.create(
        campaign=campaign,
        kind="inspection",
        scope="peer",
        person=StaffFactory(organisation=campaign.organisation),
    )
    [leader] = campaign.plan.people(PlanRoleKind.TEAM_LEADER)

    found = sentences(as_user(leader))

    assert sorted(found) == sorted(
        [
            ("考察组组长：考察谈话名单上还有1人待谈话", "去谈话"),
            (f"考察组组长：{written.candidacy.staff.name}的考察材料待您签名", "去签名"),
            (f"考察组组长：待写{blank.staff.name}的考察材料", "去填写"),
        ]
    )


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("is_open", ("监票人：会议推荐正在投票，请监票", "去监票")),
        ("is_closed", ("监票人：会议推荐已截止，请启封计票", "去计票")),
    ],
)
def test_scrutineers_watch_and_count(as_user, state, line):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    poll = PollFactory(organisation=campaign.organisation, **{state: True})
    RoundFactory(campaign=campaign, opening=None, purpose=Purpose.RECOMMENDATION, poll=poll, figures=None)
    [scrutineer] = campaign.plan.people(PlanRoleKind.SCRUTINEER)

    assert sentences(as_user(scrutineer)) == [line]


def test_a_person_of_several_roles_has_several_desks(as_user):
    campaign = CampaignFactory()
    officer = officer_of(campaign)
    roles.grant(officer, Role.LEADER, campaign.organisation)

    page = as_user(officer).get(HOME)

    assert {name for name in ("officer", "leader", "reviewer") if name in page.context} == {
        "officer",
        "leader",
    }


def test_somebody_without_an_organisation_has_a_home_too(as_user):
    assert as_user(TeacherFactory(organisation=None, role=None)).get(HOME).status_code == 200
