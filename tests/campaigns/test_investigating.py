"""核查: who may be named, who must stand aside, what is noted down, what is proposed. (B059, T034)"""

from datetime import date

import pytest

from campaigns import permissions
from campaigns.choices import PlanRoleKind, Stage
from campaigns.models import InvestigationNote, Investigator, Objection
from campaigns.services import investigating, objections
from personnel.models import Relation
from selection.reasons import Refused
from tests.factories.accounts import (
    BureauReviewerFactory,
    DisciplineFactory,
    LeaderFactory,
    OfficerFactory,
    SupervisorFactory,
    TeacherFactory,
)
from tests.factories.campaigns import (
    CandidacyFactory,
    InvestigatorFactory,
    ObjectionFactory,
    PlanRoleFactory,
    officer_of,
)
from tests.factories.personnel import StaffFactory
from tests.factories.records import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


@pytest.fixture
def person():
    return CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, proposed=True)


@pytest.fixture
def objection(person):
    return ObjectionFactory(candidacy=person, received_on=date(2026, 3, 1))


@pytest.fixture
def school(objection):
    return objection.campaign.organisation


@pytest.fixture
def officer(objection):
    return officer_of(objection.campaign)


@pytest.fixture
def discipline(school):
    return DisciplineFactory(organisation=school.bureau)


def refused(act, *args, **given):
    with pytest.raises(Refused) as refusal:
        act(*args, **given)
    return refusal.value.reasons


def acts_of(objection):
    return [entry.act for entry in objection.campaign.ledger.entries.order_by("number")]


class TestNaming:
    def test_the_first_begins_the_investigation_and_more_may_join(self, objection, school, officer):
        one, two = TeacherFactory(organisation=school), BureauReviewerFactory(organisation=school.bureau)

        for user in (one, two):
            investigating.assign(objection, user, by=officer)

        assert objection.state == Objection.State.INVESTIGATING
        assert [each.user for each in objection.current_investigators] == [one, two]
        assert one.notifications.get().url == f"/investigations/{objection.pk}/"
        assert acts_of(objection) == ["指定核查人", "指定核查人"]

    def test_not_twice(self, objection, school, officer):
        named = InvestigatorFactory(objection=objection)

        assert refused(investigating.assign, objection, named.user, by=officer) == [
            f"{named.user.name}已是这件反映事项的核查人"
        ]

    def test_whom_it_is_about_does_not(self, objection, person, officer):
        said = refused(investigating.assign, objection, person.staff.user, by=officer)

        assert said == [
            f"{person.staff.name}是被反映人，不能核查，请另选一人",
            f"{person.staff.name}或其亲属是本次选拔的人选，不能核查，请另选一人",
        ]

    def test_nor_a_relative(self, objection, person, officer, school):
        other = StaffFactory(organisation=school, user=TeacherFactory(organisation=school))
        Relation.objects.create(staff=person.staff, relative=other, kind=Relation.Kind.SPOUSE)

        said = refused(investigating.assign, objection, other.user, by=officer)

        assert said[0] == f"{other.user.name}与被反映人{person.staff.name}有夫妻关系，不能核查，请另选一人"

    def test_nor_who_stands_for_the_same_post(self, objection, person, officer):
        rival = CandidacyFactory(opening=person.opening)

        said = refused(investigating.assign, objection, rival.staff.user, by=officer)

        assert said[0] == f"{rival.staff.user.name}是{person.opening}的人选，不能核查，请另选一人"

    def test_nor_the_officer_whom_it_names(self, person, discipline, officer, school):
        named = OfficerFactory(organisation=school, name="周经办")
        PlanRoleFactory(plan=person.campaign.plan, kind=PlanRoleKind.OFFICER, user=named)
        objection = ObjectionFactory(candidacy=person, summary="周 经办替其改了材料。")

        said = refused(investigating.assign, objection, named, by=officer)

        assert said == ["反映的内容写到了周经办，不能核查，请另选一人"]

    def test_of_what_went_past_the_school_nobody_of_the_school(self, person, discipline, school):
        objection = ObjectionFactory(candidacy=person, addressee="discipline")
        teacher = TeacherFactory(organisation=school)

        said = refused(investigating.assign, objection, teacher, by=discipline)

        assert said == [
            f"{teacher.name}是{school.name}的人员，这件由教育局纪检办理，学校不参与核查，不能核查，请另选一人"
        ]
        assert teacher not in investigating.choices(objection)

    @pytest.mark.parametrize(
        "factory", [OfficerFactory, LeaderFactory, BureauReviewerFactory, SupervisorFactory]
    )
    def test_of_a_signed_one_nobody_who_works_on_the_selection(self, person, officer, school, factory):
        objection = ObjectionFactory(candidacy=person, is_signed=True)
        is_above = factory in (BureauReviewerFactory, SupervisorFactory)
        user = factory(organisation=school.bureau if is_above else school)

        said = refused(investigating.assign, objection, user, by=officer)

        assert said == [
            f"{user.name}办理、签批、审核或监督选拔，不能知道署名的反映人是谁，不能核查，请另选一人"
        ]

    def test_the_officer_does_not_name_the_officer_but_discipline_may_do_it_itself(
        self, objection, officer, discipline
    ):
        assert refused(investigating.assign, objection, officer, by=officer) == [
            "安排核查的人不能指定自己，请另选一人"
        ]
        assert investigating.assign(objection, discipline, by=discipline).user == discipline

    def test_a_stranger_is_no_choice(self, objection, officer):
        assert refused(investigating.assign, objection, TeacherFactory(), by=officer) == [
            "核查人请从本校、学区和教育局的人员中选择"
        ]

    def test_only_who_is_in_charge_names(self, objection, school):
        teacher = TeacherFactory(organisation=school)

        assert refused(investigating.assign, objection, teacher, by=teacher) == [
            "您没有指定核查人的权限，或因回避不能办理"
        ]

    def test_nothing_is_named_once_it_is_settled(self, person, officer, school):
        settled = ObjectionFactory(candidacy=person, unfounded=True)

        assert refused(investigating.assign, settled, TeacherFactory(organisation=school), by=officer) == [
            "该反映事项已办结，不必再指定核查人"
        ]


class TestStandingAside:
    def test_nothing_is_concluded_on_what_such_a_person_found(self, objection, school):
        named = InvestigatorFactory(objection=objection)
        CandidacyFactory(opening=objection.candidacy.opening, staff__user=named.user)
        discipline = DisciplineFactory(organisation=school.bureau)

        said = refused(
            objections.resolve,
            objection,
            by=discipline,
            conclusion="unfounded",
            disposition="proceed",
            findings="不属实",
        )

        assert said[0] == (
            f"{named.user.name}是{objection.candidacy.opening}的人选，不能核查，请先更换核查人"
        )

    def test_another_takes_the_place_and_the_record_keeps_the_reason_to_itself(
        self, objection, school, officer
    ):
        old, new = InvestigatorFactory(objection=objection), TeacherFactory(organisation=school)

        investigating.replace(old, new, by=officer, reason="与被反映人同一教研组")

        old.refresh_from_db()
        assert (old.ended_on, old.end_reason) == (date(2026, 3, 2), "与被反映人同一教研组")
        assert [each.user for each in objection.investigators.current()] == [new]
        entry = objection.campaign.ledger.entries.get()
        assert (entry.act, "教研组" in entry.text, new.name in entry.text) == ("更换核查人", False, False)
        assert not permissions.may_investigate(Objection.objects.get(), old.user)

    def test_not_without_a_reason_nor_twice(self, objection, school, officer):
        old, new = InvestigatorFactory(objection=objection), TeacherFactory(organisation=school)

        assert refused(investigating.replace, old, new, by=officer, reason=" ") == ["请写明更换核查人的原因"]
        investigating.replace(old, new, by=officer, reason="出差")
        assert refused(
            investigating.replace, old, TeacherFactory(organisation=school), by=officer, reason="出差"
        ) == [f"{old.user.name}已不是这件反映事项的核查人"]


class TestLookingInto:
    @pytest.fixture
    def named(self, objection):
        return InvestigatorFactory(objection=objection).user

    def noted(self, objection, by, **changes):
        said = {"kind": "talk", "whom": "教研组长", "text": "没有这回事。"} | changes
        return investigating.note(objection, by=by, **said)

    def test_a_talk_is_noted_with_its_documents_which_the_school_does_not_open(
        self, objection, named, officer, discipline
    ):
        made = self.noted(objection, named, documents=[upload("笔录.pdf")])

        [kept] = made.attachments.all()
        opening = [user for user in (named, officer, discipline) if _opens(kept, user)]
        assert (made.text, made.happened_on) == ("没有这回事。", date(2026, 3, 2))
        assert opening == [named, discipline]

    def test_the_record_says_that_and_not_what(self, objection, named):
        self.noted(objection, named)

        entry = objection.campaign.ledger.entries.get()
        assert (entry.act, "教研组长" in entry.text) == ("登记核查记录", False)

    def test_what_is_missing_or_cannot_be_is_said(self, objection, named):
        assert refused(self.noted, objection, named, whom=" ", text="") == [
            "请写明同谁谈话，或者看了什么材料",
            "请写明了解到的情况",
        ]
        assert refused(self.noted, objection, named, happened_on=date(2026, 2, 28)) == [
            "日期不能早于收到反映的日期（2026年3月1日），请核对"
        ]
        assert refused(self.noted, objection, named, documents=[upload("笔录.pdf")] * 6) == [
            "附件一次最多5个，其余的请另记一条"
        ]
        assert not InvestigationNote.objects.exists()

    def test_nobody_else_notes_or_proposes(self, objection, officer):
        assert refused(self.noted, objection, officer) == ["您没有登记核查记录的权限，或因回避不能办理"]

    def test_what_they_propose_waits_for_those_in_charge(self, objection, named, officer):
        investigating.propose(
            objection, by=named, conclusion="not_affecting", disposition="admonish", findings="言过其实。"
        )

        found = Objection.objects.get()
        assert (found.proposed_conclusion, found.proposed_disposition, found.findings) == (
            "not_affecting",
            "admonish",
            "言过其实。",
        )
        assert (found.conclusion, found.state == "resolved") == ("", False)
        assert officer.notifications.get().sentence.endswith("的一件反映事项已经查清，请作出结论")

    def test_what_does_not_go_together_is_not_proposed(self, objection, named):
        said = refused(
            investigating.propose,
            objection,
            by=named,
            conclusion="unfounded",
            disposition="reject",
            findings="查无此事。",
        )

        assert said == [
            f"反映{objection.subject}、结论为“查无实据”的，"
            "处理意见可选“正常办理”或“予以澄清，正常办理”，不能是“不予任用”"
        ]


def _opens(kept, user):
    return type(kept).objects.visible_to(user).filter(pk=kept.pk).exists()


def test_who_came_to_be_concerned_sees_and_does_nothing_more(objection):
    named = InvestigatorFactory(objection=objection)
    CandidacyFactory(opening__campaign=objection.campaign, staff__user=named.user)
    objection = Objection.objects.get()

    assert not permissions.may_investigate(objection, named.user)
    assert list(Investigator.objects.visible_to(named.user)) == []
