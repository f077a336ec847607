"""What may still stop an appointment in the last stage, and what moves with a notice that is corrected?"""

from datetime import date

import pytest

from campaigns.choices import DisciplineResult, Stage
from campaigns.headcount import over_quota
from campaigns.services import acts, annulling, duties, inspecting, meetings, publicizing
from personnel.models import StaffMember
from selection.accounts.models import Notification
from selection.reasons import Refused
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    PlanFactory,
    approve_quota,
    bureau_reviewer_of,
    officer_of,
    ready_to_file,
)
from tests.factories.campaigns import (
    appoint as make_out_and_sign,
)
from tests.factories.personnel import StaffFactory, TenureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]
MONDAY = date(2026, 3, 16)


@pytest.fixture(autouse=True)
def on_monday(go_to):
    go_to(MONDAY)


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


def appoint(*persons):
    return make_out_and_sign(list(persons))


class TestAppointing:
    def test_one_person_gets_one_post(self):
        _, [first, second] = ready_to_file(2)
        second.staff = first.staff
        second.save()

        assert refused(appoint, first, second) == [
            f"{first.staff.name}同时列为两个岗位的拟聘人选，请先按讨论决定的意见只保留一个岗位"
        ]

    def test_nor_the_second_after_the_first(self):
        _, [first, second] = ready_to_file(2)
        second.staff = first.staff
        second.save()
        appoint(first)

        [said] = refused(appoint, second)
        assert said.startswith(f"{first.staff.name}同时列为两个岗位")

    def test_who_has_left_the_school_is_not_appointed(self):
        _, [person] = ready_to_file()
        StaffMember.objects.filter(pk=person.staff_id).update(left_on=date(2026, 3, 10), is_on_duty=False)

        assert refused(appoint, person) == [f"{person.staff.name}已于2026年3月10日离开本校，不能办理聘任"]

    @pytest.mark.row("B052", side="refuses")
    @pytest.mark.parametrize(
        ("result", "said"),
        [
            (DisciplineResult.VETO, "纪检机关不同意任用{}，不能办理聘任"),
            (DisciplineResult.UNRESOLVED, "{}有问题尚未核查清楚，不能办理聘任"),
        ],
    )
    def test_what_discipline_says_at_the_last_moment_counts(self, result, said):
        _, [person] = ready_to_file()
        person.discipline_opinions.update(result=result)

        assert refused(appoint, person) == [said.format(person.staff.name)]

    @pytest.mark.row("B052", side="holds")
    def test_it_can_be_asked_then_and_says_nothing_against(self):
        campaign, [person] = ready_to_file()

        opinion = inspecting.ask_discipline(person, by=officer_of(campaign))
        opinion.result = opinion.petitions = DisciplineResult.CLEAR
        opinion.save()

        assert len(appoint(person)) == 1


def posting_of(person):
    return publicizing.Posting(persons=[person], channels=["校务公开栏"], contact="办公室")


class TestCorrectedNotice:
    @pytest.mark.row("B062", side="holds")
    def test_the_deadline_of_filing_follows_it(self):
        campaign, [person] = ready_to_file()
        officer = officer_of(campaign)
        publicizing.revoke(person.publicities.get(), by=officer, reason="姓名有误")

        notice = publicizing.post(campaign, posting_of(person), by=officer)

        campaign.filing.refresh_from_db()
        assert (notice.last_day, campaign.filing.counted_from) == (date(2026, 3, 23), date(2026, 3, 23))
        assert campaign.filing.due_on == date(2026, 3, 30)

    def test_a_mark_of_lateness_is_lifted_with_it(self, go_to):
        campaign, [person] = ready_to_file()
        filing = campaign.filing
        filing.overdue_since = filing.due_at
        filing.save()
        go_to(date(2026, 3, 23))
        publicizing.revoke(person.publicities.get(), by=officer_of(campaign), reason="姓名有误")

        publicizing.post(campaign, posting_of(person), by=officer_of(campaign))

        filing.refresh_from_db()
        assert filing.overdue_since is None


class TestWhoStays:
    """A055: incumbents who have gone, or have to go by the start, leave the seat free."""

    @pytest.mark.row("A055", side="holds")
    @pytest.mark.parametrize(
        "facts",
        [
            pytest.param({"born": date(1974, 4, 1), "gender": "female"}, id="52 on the day of the start"),
            pytest.param({"left_on": date(2026, 2, 1), "is_on_duty": False}, id="left the school"),
        ],
    )
    def test_somebody_who_goes_takes_no_seat(self, facts):
        assert self.over(**facts) == []

    @pytest.mark.row("A055", side="refuses")
    def test_the_day_before_that_birthday_the_seat_is_taken(self):
        assert len(self.over(born=date(1974, 4, 2), gender="female")) == 1

    def over(self, **facts):
        opening = OpeningFactory(campaign=CampaignFactory())
        staff = StaffFactory(organisation=opening.campaign.organisation, **facts)
        TenureFactory(staff=staff, post=opening.post, starts_on=date(2020, 1, 1), ends_on=None)
        approve_quota(opening.campaign)
        return list(over_quota(opening.campaign.organisation, including=opening.campaign))


class TestEndedPlan:
    OVER = ["本方案的选拔任用工作都已结束，不能再登记新的事项"]

    def enter_everything(self, plan):
        officer = plan.created_by
        yield lambda: acts.record(plan, "motion", by=officer)
        yield lambda: meetings.hold(plan, by=officer, name="党政联席会议", due=7, present=7)
        yield lambda: duties.assign(plan, "counter", UserFactory(organisation=plan.organisation), by=officer)

    def test_nothing_is_added_to_it(self):
        campaign = CampaignFactory(at=Stage.TERMINATED)

        assert [refused(enter) for enter in self.enter_everything(campaign.plan)] == [self.OVER] * 3

    def test_while_another_of_its_selections_runs_it_goes_on(self):
        plan = PlanFactory()
        CampaignFactory(plan=plan, at=Stage.TERMINATED)
        CampaignFactory(plan=plan, at=Stage.RECOMMEND)

        assert all(enter() for enter in self.enter_everything(plan))


@pytest.mark.row("A132", side="holds")
def test_whose_post_ended_for_an_invalid_appointment_is_to_be_decided_on():
    campaign, [person] = ready_to_file()
    old = TenureFactory(
        staff=person.staff, post=person.opening.post, starts_on=date(2024, 1, 1), ends_on=date(2026, 12, 31)
    )
    person.opening.ending.set([old])
    [made] = appoint(person)

    annulling.void(made, by=bureau_reviewer_of(campaign), reason="违反程序")

    made.refresh_from_db()
    assert made.displaced == [old]
    told = Notification.objects.filter(user=officer_of(campaign)).latest("pk").sentence
    assert told == (
        f"{person.staff.name}的聘任已宣布无效，{person.staff.name}原任{old.post}，"
        "是否恢复任职请集体研究决定并在名册中登记"
    )


def test_nobody_is_to_be_decided_on_where_no_post_had_ended():
    _, [person] = ready_to_file()
    [made] = appoint(person)

    assert made.displaced == []
    assert CandidacyFactory._meta.model.objects.get(pk=person.pk).standing == "appointed"
