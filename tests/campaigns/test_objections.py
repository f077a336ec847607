"""反映事项: what is written down of one, and what stays out of the record? (T034, B059–B060)"""

from datetime import date

import pytest

from campaigns import permissions
from campaigns.choices import ActKind, Source, Stage
from campaigns.models import Objection
from campaigns.services import carving, objections, people
from personnel.models import StaffMember
from selection.reasons import Refused
from tests.factories.accounts import SupervisorFactory, TeacherFactory
from tests.factories.campaigns import (
    COUNTY,
    PIDU,
    ActFactory,
    CampaignFactory,
    CandidacyFactory,
    InvestigatorFactory,
    ObjectionFactory,
    OpeningFactory,
    discipline_of,
    leader_of,
    officer_of,
)
from tests.factories.personnel import StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def proposed(at=Stage.PUBLICIZE):
    return CandidacyFactory(opening__campaign__at=at, proposed=True)


def receive(person, **changes):
    said = {"channel": "letter", "is_signed": True, "summary": "反映其考勤有误。"} | changes
    by = said.pop("by", None) or officer_of(person.campaign)
    return objections.receive(person, by=by, **said)


def resolve(objection, **changes):
    said = {"conclusion": "unfounded", "disposition": "proceed", "findings": "经核查不属实。"} | changes
    if objection.is_open and not objection.current_investigators:
        InvestigatorFactory(objection=objection)
    return objections.resolve(objection, by=officer_of(objection.campaign), **said)


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


class TestReceiving:
    @pytest.mark.row("T034", side="holds")
    @pytest.mark.parametrize("stage", [Stage.RECOMMEND, Stage.INSPECT, Stage.PUBLICIZE, Stage.FILE])
    def test_at_any_time_while_the_person_is_considered(self, stage):
        person = proposed(stage)

        objection = receive(person, received_on=date(2026, 3, 1))

        assert (objection.candidacy, objection.received_on) == (person, date(2026, 3, 1))

    def test_the_record_says_that_there_is_one_and_nothing_of_what_it_says(self):
        person = proposed()

        objection = receive(person, summary="反映其考勤有误。")

        entry = person.campaign.ledger.entries.get()
        assert (entry.act, entry.content["about"], entry.content["payload"]) == (
            "受理反映事项",
            f"objection:{objection.pk}",
            {},
        )

    def test_a_held_person_may_be_objected_to_again(self):
        person = CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, held=True)

        assert receive(person).state == Objection.State.RECEIVED

    def test_somebody_out_of_the_pool_no_more(self):
        person = CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, withdrawn=True)

        assert refused(receive, person) == [f"{person.staff.name}已不是本次人选，不必登记反映事项"]

    def test_a_day_to_come_is_refused(self):
        assert refused(receive, proposed(), received_on=date(2026, 3, 3)) == [
            "收到日期（2026年3月3日）晚于今天，请核对"
        ]

    def test_without_its_content_it_is_none(self):
        assert refused(receive, proposed(), summary="  ") == ["请写明反映的主要内容"]

    def test_after_the_end_it_is_not_registered_here(self):
        assert refused(receive, proposed(Stage.TERMINATED)) == ["本次选拔任用已终止，不能登记反映事项"]

    def test_only_the_officer_registers(self):
        person = proposed()

        assert refused(receive, person, by=TeacherFactory(organisation=person.campaign.organisation)) == [
            "您没有登记反映事项的权限，或因回避不能办理"
        ]


class TestFromTheMotionOn:
    """Before anybody is a candidate, and not before the school has moved (T034)."""

    def selection(self, code=PIDU):
        return CampaignFactory(plan__code=code, at=Stage.PREPARE)

    def said(self):
        return {"channel": "phone", "is_signed": False, "summary": "反映拟定岗位时未听取意见。"}

    def test_before_the_motion_it_is_refused(self):
        campaign = self.selection()

        assert refused(objections.receive_on, campaign, by=officer_of(campaign), **self.said()) == [
            "动议还没有提出，本次选拔尚未开始受理反映；请先登记学校党组织的启动意见，再来登记"
        ]

    @pytest.mark.row("T034", side="holds")
    def test_from_the_motion_on_it_is_taken_in(self):
        campaign = self.selection()
        ActFactory(campaign=campaign, kind=ActKind.MOTION)

        found = objections.receive_on(campaign, by=officer_of(campaign), **self.said())

        assert (found.campaign, found.subject, found.candidacy) == (campaign, "本次选拔工作", None)

    def test_where_no_opinion_is_asked_for_the_draft_is_the_motion(self):
        campaign = self.selection(COUNTY)

        assert objections.receive_on(campaign, by=officer_of(campaign), **self.said()).is_open

    @pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.TERMINATED, Stage.VOIDED])
    def test_after_the_end_it_is_refused(self, stage):
        campaign = CampaignFactory(at=stage)

        assert refused(objections.receive_on, campaign, by=officer_of(campaign), **self.said()) == [
            f"本次选拔任用已{stage.label}，不能登记反映事项"
        ]

    def test_what_is_said_of_somebody_who_becomes_a_candidate_holds_the_candidate(self):
        campaign = self.selection(COUNTY)
        opening = OpeningFactory(campaign=campaign)
        staff, officer = StaffFactory(organisation=campaign.organisation), officer_of(campaign)
        found = objections.receive_on(campaign, staff, by=officer, **self.said())

        person = people.nominate(opening, staff, by=officer, source=Source.RECOMMENDATION)

        assert list(person.objections.open()) == [found]

    def test_whoever_is_a_candidate_is_chosen_among_them(self):
        person = proposed()

        said = refused(
            objections.receive_on,
            person.campaign,
            person.staff,
            by=officer_of(person.campaign),
            **self.said(),
        )

        assert said == [f"{person.staff.name}已是本次人选，请在人选中选择"]


class TestGoingPastTheSchool:
    def test_what_names_those_in_charge_goes_up_however_it_came(self):
        person = proposed()
        school, officer = person.campaign.organisation, officer_of(person.campaign)
        StaffFactory(organisation=school, name="郑校明", leadership=StaffMember.Leadership.PRINCIPAL)
        discipline = discipline_of(person.campaign)

        found = receive(person, summary="郑 校明打过招呼。")

        assert found.addressee == "discipline"
        assert discipline.notifications.get().url == found.get_absolute_url()
        asked = (permissions.may_read, permissions.may_deal_with, permissions.may_look_into)
        assert [[ask(found, user) for ask in asked] for user in (officer, discipline)] == [
            [False] * 3,
            [True] * 3,
        ]

    def test_nobody_registers_what_is_said_of_oneself(self):
        campaign = CampaignFactory(at=Stage.ANNOUNCE)
        officer = officer_of(campaign)
        own = StaffFactory(organisation=campaign.organisation, user=officer)

        said = refused(
            objections.receive_on, campaign, own, by=officer, channel="phone", is_signed=False, summary="推诿"
        )

        assert said == ["反映的是您本人或您的亲属，您应当回避，请由教育局纪检登记"]
        assert not Objection.objects.exists()


class TestResolving:
    @pytest.mark.row("B060", side="holds")
    @pytest.mark.parametrize(
        ("conclusion", "disposition"),
        [("unfounded", "proceed"), ("not_affecting", "admonish"), ("affecting", "reject")],
    )
    def test_with_findings_conclusion_and_disposition(self, conclusion, disposition):
        objection = ObjectionFactory(candidacy=proposed(), received_on=date(2026, 3, 1))

        resolve(objection, conclusion=conclusion, disposition=disposition)

        assert (objection.state, objection.conclusion, objection.resolved_on) == (
            Objection.State.RESOLVED,
            conclusion,
            date(2026, 3, 2),
        )

    @pytest.mark.row("B060", side="refuses")
    def test_whatever_is_missing_is_said(self):
        objection = ObjectionFactory(candidacy=proposed())

        said = refused(resolve, objection, conclusion="", disposition=" ", findings="")

        assert said == ["请选择核查结论", "请写明核查情况", "请选择处理意见"]

    def test_not_before_it_came(self):
        objection = ObjectionFactory(candidacy=proposed(), received_on=date(2026, 3, 2))

        said = refused(resolve, objection, resolved_on=date(2026, 3, 1))

        assert said == ["办结日期（2026年3月1日）早于收到日期（2026年3月2日），请核对"]

    def test_once(self):
        objection = ObjectionFactory(candidacy=proposed(), unfounded=True)

        assert refused(resolve, objection) == ["该反映事项已经办结"]

    def test_the_record_keeps_the_findings_to_itself(self):
        objection = ObjectionFactory(candidacy=proposed(), received_on=date(2026, 3, 1))

        resolve(objection, findings="经核查，来信所述与事实不符。")

        assert "来信" not in objection.campaign.ledger.entries.get().text


class TestWhoSees:
    def test_those_who_run_decide_or_answer_and_nobody_else(self):
        objection = ObjectionFactory(candidacy=proposed())
        campaign = objection.campaign
        readers = {
            "officer": officer_of(campaign),
            "leader": leader_of(campaign),
            "discipline": discipline_of(campaign),
            "supervisor": SupervisorFactory(organisation=campaign.organisation.bureau),
            "teacher": TeacherFactory(organisation=campaign.organisation),
            "officer of another school": officer_of(CampaignFactory()),
            "person concerned": objection.candidacy.staff.user,
        }

        seeing = [who for who, user in readers.items() if Objection.objects.visible_to(user).exists()]

        assert seeing == ["officer", "leader", "discipline"]


def test_one_that_is_open_goes_along_with_the_person_who_is_carved_out():
    """Otherwise it could not be looked into any more once the first campaign is closed."""
    held = CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, held=True)
    first, officer = held.campaign, officer_of(held.campaign)
    settled = ObjectionFactory(candidacy=held, unfounded=True)
    standing = ObjectionFactory(candidacy=held, received_on=date(2026, 3, 2))

    following = carving.carve_out(first, [held], by=officer, reason="待核查")

    assert list(first.objections.all()) == [settled]
    assert list(following.objections.all()) == [standing]
    type(first).objects.filter(pk=first.pk).update(stage=Stage.CLOSED)
    resolve(following.objections.get())
    standing.refresh_from_db()
    assert standing.state == Objection.State.RESOLVED
