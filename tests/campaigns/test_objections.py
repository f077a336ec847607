"""反映事项: what is written down of one, and what stays out of the record? (T034, B059–B060)"""

from datetime import date

import pytest

from campaigns.choices import Stage
from campaigns.models import Objection
from campaigns.services import carving, publicizing
from selection.reasons import Refused
from tests.factories.accounts import SupervisorFactory, TeacherFactory
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    ObjectionFactory,
    discipline_of,
    leader_of,
    officer_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def proposed(at=Stage.PUBLICIZE):
    return CandidacyFactory(opening__campaign__at=at, proposed=True)


def receive(person, **changes):
    said = {"channel": "letter", "is_signed": True, "summary": "反映其考勤有误。"} | changes
    by = said.pop("by", None) or officer_of(person.campaign)
    return publicizing.receive(person, by=by, **said)


def resolve(objection, **changes):
    said = {"conclusion": "unfounded", "disposition": "正常办理聘任", "findings": "经核查不属实。"} | changes
    publicizing.resolve(objection, by=officer_of(objection.campaign), **said)


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


class TestInvestigating:
    def test_somebody_is_named(self):
        objection = ObjectionFactory(candidacy=proposed())

        publicizing.investigate(objection, by=officer_of(objection.campaign), investigator="学校纪检委员")

        assert (objection.state, objection.investigator) == (Objection.State.INVESTIGATING, "学校纪检委员")

    def test_it_is_begun_once(self):
        objection = ObjectionFactory(candidacy=proposed(), unfounded=True)

        said = refused(
            publicizing.investigate, objection, by=officer_of(objection.campaign), investigator="学校纪检委员"
        )

        assert said == ["该反映事项已办结，不必再安排核查"]


class TestResolving:
    @pytest.mark.row("B060", side="holds")
    @pytest.mark.parametrize("conclusion", ["unfounded", "not_affecting", "affecting"])
    def test_with_findings_conclusion_and_disposition(self, conclusion):
        objection = ObjectionFactory(candidacy=proposed(), received_on=date(2026, 3, 1))

        resolve(objection, conclusion=conclusion)

        assert (objection.state, objection.conclusion, objection.resolved_on) == (
            Objection.State.RESOLVED,
            conclusion,
            date(2026, 3, 2),
        )

    @pytest.mark.row("B060", side="refuses")
    def test_whatever_is_missing_is_said(self):
        objection = ObjectionFactory(candidacy=proposed())

        said = refused(resolve, objection, conclusion="", disposition=" ", findings="")

        assert said == ["请选择核查结论", "请写明核查情况", "请写明处理意见"]

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
