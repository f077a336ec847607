"""Who may hold which task of a plan, and what happens when its holder is concerned? (R-14, R-25)"""

import pytest
from django.urls import reverse

from campaigns.choices import PlanRoleKind, Stage
from campaigns.forms.plans import OfficerForm, RoleForm
from campaigns.services import drawing_up, duties, people, rounds
from personnel.models import Relation, StaffMember
from selection import clock
from selection.accounts.models import Notification
from selection.reasons import Refused
from tests.factories.accounts import OfficerFactory, TeacherFactory, UserFactory
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    PlanRoleFactory,
    leader_of,
    officer_of,
)
from tests.factories.personnel import RelationFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]

KIND = PlanRoleKind
RECUSED = "您或您的亲属是这项工作的人选，其他人员办理期间您只看教职工的页面，结果以公示为准。"


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


def told(user):
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("sentence", flat=True))


@pytest.fixture
def campaign():
    return CampaignFactory(at=Stage.RECOMMEND)


@pytest.fixture
def plan(campaign):
    return campaign.plan


class TestTwoTasks:
    @pytest.mark.parametrize(
        ("held", "asked"),
        [(KIND.SCRUTINEER, KIND.COUNTER), (KIND.COUNTER, KIND.SCRUTINEER)],
    )
    def test_who_watches_does_not_count(self, plan, held, asked):
        user = PlanRoleFactory(plan=plan, kind=held).user

        assert refused(duties.assign, plan, asked, user, by=plan.officer) == [
            f"{user.name}已是本方案的{held.label}，不能兼任{asked.label}，请另选他人"
        ]

    @pytest.mark.parametrize("kind", [KIND.SCRUTINEER, KIND.COUNTER])
    def test_who_runs_it_neither_watches_nor_counts(self, plan, kind):
        assert refused(duties.assign, plan, kind, plan.officer, by=plan.officer) == [
            f"{plan.officer.name}已是本方案的经办人，不能兼任{kind.label}，请另选他人"
        ]

    def test_a_member_of_the_team_may_watch(self, plan):
        member = plan.inspectors[0]

        duties.assign(plan, KIND.COUNTER, member, by=plan.officer)

        assert plan.people(KIND.COUNTER) == [member]

    def test_who_is_named_is_told(self, plan):
        user = UserFactory(organisation=plan.organisation)

        duties.assign(plan, KIND.INSPECTOR, user, by=plan.officer)

        assert told(user) == [f"您被指定为“{plan.title}”的考察组成员"]


class TestTheOfficer:
    def test_the_new_one_takes_the_place_of_the_old(self, plan):
        old, new = plan.officer, OfficerFactory(organisation=plan.organisation)

        duties.assign(plan, KIND.OFFICER, new, by=old)

        assert plan.people(KIND.OFFICER) == [new]
        assert plan.roles.get(user=old).end_reason == f"由{new.name}接任"

    def test_only_who_holds_the_role_can_be(self, plan):
        teacher = TeacherFactory(organisation=plan.organisation)

        assert refused(duties.assign, plan, KIND.OFFICER, teacher, by=plan.officer) == [
            f"{teacher.name}没有“人事干部”角色，不能办理；请先在“账号”中添加这个角色"
        ]

    def test_a_leader_names_the_officer_and_nobody_else(self, campaign):
        plan, leader = campaign.plan, leader_of(campaign)
        new = OfficerFactory(organisation=plan.organisation)

        duties.assign(plan, KIND.OFFICER, new, by=leader)

        assert plan.officer == new
        assert refused(duties.assign, plan, KIND.COUNTER, UserFactory(), by=leader) == [
            "您没有办理本方案的权限，或因回避不能办理"
        ]

    def test_only_those_who_can_act_are_offered(self, plan):
        other = OfficerFactory(organisation=plan.organisation)
        TeacherFactory(organisation=plan.organisation)
        concerned = OfficerFactory(organisation=plan.organisation)
        CandidacyFactory(opening__campaign__plan=plan, staff__with_account=False, staff__user=concerned)

        assert list(OfficerForm(plan=plan).fields["user"].queryset) == [other]
        assert KIND.OFFICER not in dict(RoleForm(plan=plan).fields["kind"].choices)


class TestTheOneConcerned:
    @pytest.fixture
    def staff(self, plan):
        """The officer as one of the school's staff."""
        return StaffFactory(organisation=plan.organisation, with_account=False, user=plan.officer)

    @pytest.mark.row("TRAP-23", side="refuses")
    def test_before_the_ballot_the_task_is_handed_over_first(self, plan, staff):
        opening = OpeningFactory(campaign__plan=plan, campaign__at=Stage.PREPARE)

        assert refused(people.nominate, opening, staff, by=plan.officer, source="recommendation") == [
            f"经办人{staff.user.name}是本次人选，请先更换经办人，再提出人选"
        ]
        assert not opening.candidacies.exists()

    def test_nor_is_a_relative_put_forward_by_the_school(self, campaign, staff):
        opening = OpeningFactory(campaign=campaign)
        relative = StaffFactory(organisation=campaign.organisation)
        RelationFactory(staff=staff, relative=relative, kind=Relation.Kind.SPOUSE)

        [sentence] = refused(
            people.nominate, opening, relative, by=officer_of(campaign), source="organisation"
        )

        assert sentence.startswith(f"经办人{staff.user.name}与人选{relative.name}有夫妻关系")

    @pytest.mark.row("TRAP-23", side="holds")
    def test_brought_up_by_a_ballot_the_officer_goes_at_once_and_those_who_can_act_are_told(
        self, campaign, staff
    ):
        plan, leader, officer = campaign.plan, leader_of(campaign), campaign.plan.officer
        opening = OpeningFactory(campaign=campaign)

        people.nominate(opening, staff, by=officer, source="recommendation")

        assert plan.people(KIND.OFFICER) == []
        assert told(officer) == [f"按回避规定，您不再承担“{plan.title}”的经办人"]
        assert told(leader) == [f"“{plan.title}”的经办人{officer.name}已回避，请另行指定"]

    def test_the_leader_finds_the_page_to_name_another(self, campaign, staff, client):
        plan, leader, officer = campaign.plan, leader_of(campaign), campaign.plan.officer
        people.nominate(OpeningFactory(campaign=campaign), staff, by=officer, source="recommendation")
        new = OfficerFactory(organisation=plan.organisation)
        client.force_login(leader)
        address = reverse("campaigns:plan_people", args=[plan.pk])

        assert "指定经办人" in client.get(address).content.decode()
        client.post(address, {"kind": "officer", "user": new.pk})

        assert plan.people(KIND.OFFICER) == [new]

    def test_whoever_was_at_work_is_told_why_the_page_is_closed(self, campaign, staff, client):
        officer = campaign.plan.officer
        people.nominate(OpeningFactory(campaign=campaign), staff, by=officer, source="recommendation")
        client.force_login(officer)

        pages = [campaign.get_absolute_url(), campaign.plan.get_absolute_url()]

        for page in pages:
            response = client.get(page)
            assert (response.status_code, RECUSED in response.content.decode()) == (404, True)

    def test_a_teacher_who_is_considered_is_told_nothing(self, campaign, client):
        person = CandidacyFactory(opening__campaign=campaign, staff__with_account=True)
        client.force_login(person.staff.user)

        page = client.get(campaign.get_absolute_url())

        assert (page.status_code, RECUSED in page.content.decode()) == (404, False)


class TestWhoCounts:
    @pytest.fixture
    def held(self, campaign):
        CandidacyFactory(opening__campaign=campaign, staff__with_account=True)
        StaffMember.objects.filter(user=None).update(left_on=clock.today())
        StaffFactory.create_batch(2, organisation=campaign.organisation, with_account=True)
        held = drawing_up.draw_up(campaign, "recommendation", by=campaign.plan.officer)
        rounds.open_(held, by=campaign.plan.officer)
        rounds.close(held, by=campaign.plan.officer)
        return held

    def test_the_officer_alone_does_not_open_the_urn(self, campaign, held):
        assert refused(rounds.count, held, by=campaign.plan.officer) == [
            f"启封计票由{held.poll.scrutineers.get().name}办理，请在他们的账号中进行"
        ]

    def test_a_new_scrutineer_watches_the_vote_that_runs(self, campaign, held):
        plan = campaign.plan
        [old] = plan.roles.filter(kind=KIND.SCRUTINEER)
        new = UserFactory(organisation=plan.organisation)

        duties.relieve(old, by=plan.officer, reason="外出学习")
        duties.assign(plan, KIND.SCRUTINEER, new, by=plan.officer)

        assert list(held.poll.scrutineers.all()) == [new]
