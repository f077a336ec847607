"""核查 at the browser: the investigator's own pages, who wrote, and what nobody else opens."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.urls import reverse

from campaigns.choices import Stage
from campaigns.models import Letter, Objection
from campaigns.services import investigating, letters, objections, stages
from selection.records.models import LedgerEntry
from tests.factories.accounts import (
    BureauReviewerFactory,
    DisciplineFactory,
    SupervisorFactory,
    TeacherFactory,
)
from tests.factories.campaigns import CandidacyFactory, InvestigatorFactory, leader_of, officer_of
from tests.factories.records import image, upload

pytestmark = pytest.mark.django_db
WRITER, TEXT = "署名人甲，电话0999-6020000", "去年学期末有两次旁听课无故缺席。"


@pytest.fixture
def person(go_to):
    go_to(date(2026, 3, 11))
    caches["process"].clear()
    return CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, proposed=True)


@pytest.fixture
def school(person):
    return person.campaign.organisation


@pytest.fixture
def letter(person, school):
    letters.write(school, about="教务处某人选", text=TEXT, writer=WRITER, photos=[upload("一.png", image())])
    return Letter.objects.get()


@pytest.fixture
def objection(letter, person):
    """Taken up by the officer, and a teacher named to look into it."""
    officer = officer_of(person.campaign)
    letters.take_up(letter, [person], by=officer, summary="缺席听课。")
    objection = Objection.objects.get()
    investigating.assign(objection, TeacherFactory(organisation=person.campaign.organisation), by=officer)
    return objection


@pytest.fixture
def investigator(objection):
    return objection.investigators.get().user


def page(name, objection, *more):
    return reverse(f"campaigns:{name}", args=[objection.pk, *more])


def everybody_else(person):
    school = person.campaign.organisation
    return {
        "officer": officer_of(person.campaign),
        "leader": leader_of(person.campaign),
        "bureau reviewer": BureauReviewerFactory(organisation=school.bureau),
        "supervisor": SupervisorFactory(organisation=school.bureau),
        "teacher": TeacherFactory(organisation=school),
        "person concerned": person.staff.user,
    }


class TestTheInvestigator:
    def test_finds_it_on_the_first_page_until_it_is_proposed(self, objection, investigator, as_user):
        def tasks():
            desk = as_user(investigator).get("/").context["teacher"]
            return [(task.sentence, task.url, task.is_due) for task in desk.tasks]

        own = page("investigation", objection)
        assert tasks() == [("有一件反映事项待我核查", own, True)]
        investigating.propose(
            objection, by=investigator, conclusion="unfounded", disposition="proceed", findings="查无此事。"
        )
        assert tasks() == [("核查结论已经提出，等待办结", own, False)]

    def test_reads_the_letter_and_its_pictures_but_not_the_selection(
        self, objection, letter, investigator, as_user
    ):
        client = as_user(investigator)

        shown = client.get(page("investigation", objection)).content.decode()

        assert (TEXT in shown, WRITER in shown) == (True, False)
        photo = client.get(page("investigation_photo", objection, letter.photos.get().pk))
        assert photo.headers["Content-Disposition"].startswith("attachment")
        closed = [
            objection.campaign.get_absolute_url(),
            objection.get_absolute_url(),
            letter.get_absolute_url(),
        ]
        assert [client.get(each).status_code for each in closed] == [404, 404, 404]

    def test_notes_a_talk_with_a_document_for_the_others_who_look_into_it(
        self, objection, investigator, as_user
    ):
        other = InvestigatorFactory(objection=objection).user
        said = {
            "kind": "talk",
            "happened_on": "2026-03-11",
            "whom": "教研组长",
            "text": "没有缺席。",
            "documents": upload("笔录.pdf"),
        }

        answer = as_user(investigator).post(page("investigation", objection), said)

        assert answer.url == page("investigation", objection)
        [kept] = objection.notes.get().attachments.all()
        document = page("investigation_file", objection, kept.pk)
        reads = [other, DisciplineFactory(organisation=objection.campaign.organisation.bureau)]
        assert [as_user(user).get(document).status_code for user in reads] == [200, 200]
        assert as_user(officer_of(objection.campaign)).get(document).status_code == 404

    def test_what_is_refused_keeps_what_was_typed(self, objection, investigator, as_user):
        said = {"conclusion": "unfounded", "disposition": "reject", "findings": "查了三天。"}

        answer = as_user(investigator).post(page("investigation_proposal", objection), said)

        assert "不能是“不予任用”" in answer.context["form"].non_field_errors()[0]
        assert "查了三天。" in answer.content.decode()

    def test_what_is_proposed_is_filled_in_for_the_officer_who_concludes(
        self, objection, investigator, as_user
    ):
        said = {"conclusion": "unfounded", "disposition": "proceed", "findings": "查无此事。"}
        as_user(investigator).post(page("investigation_proposal", objection), said)
        officer = as_user(officer_of(objection.campaign))

        form = officer.get(objection.get_absolute_url()).context["form"]
        answer = officer.post(objection.get_absolute_url(), form.initial | {"resolved_on": "2026-03-11"})

        assert form.initial == said
        assert [str(each) for each in get_messages(answer.wsgi_request)] == ["反映事项已办结"]
        assert Objection.objects.get().conclusion == "unfounded"

    def test_nothing_is_asked_while_the_selection_stands_still(self, objection, investigator, as_user):
        stages.suspend(objection.campaign, by=officer_of(objection.campaign), reason="上级要求暂停")

        assert not as_user(investigator).get(page("investigation", objection)).context["may_act"]


def look(as_user, user, objection, letter):
    return as_user(user).post(page("investigation_writer", objection, letter.pk))


def test_the_writer_is_shown_to_the_investigator_and_every_look_is_on_record(
    objection, letter, investigator, as_user
):
    for _ in range(2):
        shown = look(as_user, investigator, objection, letter)
        assert WRITER in shown.content.decode()
        assert "no-store" in shown.headers["Cache-Control"]

    looks = [each.text for each in LedgerEntry.objects.all() if "查看反映人" in each.text]
    assert [(f'"by":{investigator.pk},' in text, WRITER in text) for text in looks] == [(True, False)] * 2


def test_the_writer_is_not_shown_once_it_is_settled_or_another_took_the_place(
    objection, letter, investigator, as_user
):
    officer = officer_of(objection.campaign)
    other = TeacherFactory(organisation=objection.campaign.organisation)
    investigating.replace(objection.investigators.get(), other, by=officer, reason="出差")

    assert look(as_user, investigator, objection, letter).status_code == 404
    assert look(as_user, other, objection, letter).status_code == 200
    objections.resolve(
        objection, by=officer, conclusion="unfounded", disposition="proceed", findings="查无此事"
    )
    assert look(as_user, other, objection, letter).status_code == 404


def test_to_everybody_but_investigator_and_discipline_the_writer_is_nowhere(
    person, objection, letter, as_user
):
    addresses = [
        reverse("campaigns:objections", args=[person.campaign.pk]),
        objection.get_absolute_url(),
        letter.get_absolute_url(),
        page("investigation", objection),
        reverse("campaigns:campaign", args=[person.campaign.pk]),
    ]
    asked = [
        page("investigation_writer", objection, letter.pk),
        reverse("campaigns:letter_writer", args=[letter.pk]),
    ]

    for who, user in everybody_else(person).items():
        client = as_user(user)
        shown = [client.get(each).content.decode() for each in addresses]
        assert [WRITER in each for each in shown] == [False] * 5, who
        assert [client.post(each).status_code for each in asked] == [404, 404], who


def test_to_everybody_but_those_who_deal_with_it_the_school_shows_a_count(person, objection, as_user):
    register = reverse("campaigns:objections", args=[person.campaign.pk])
    shown = {}
    for who, user in everybody_else(person).items():
        answer = as_user(user).get(register)
        shown[who] = answer.status_code if answer.status_code == 404 else len(answer.context["rows"])

    assert shown == {
        "officer": 1,
        "leader": 0,
        "bureau reviewer": 0,
        "supervisor": 0,
        "teacher": 404,
        "person concerned": 404,
    }


class TestAssigningAtTheBrowser:
    def said_by(self, answer):
        """The last of them: nothing has shown the earlier ones."""
        return str(list(get_messages(answer.wsgi_request))[-1])

    def test_named_replaced_and_refused(self, person, objection, investigator, as_user):
        officer = as_user(officer_of(person.campaign))
        teacher = TeacherFactory(organisation=person.campaign.organisation)

        added = officer.post(page("objection_assign", objection), {"user": teacher.pk})
        barred = officer.post(page("objection_assign", objection), {"user": person.staff.user_id})
        nobody = officer.post(page("objection_assign", objection), {"user": ""})
        old = objection.investigators.get(user=investigator)
        other = TeacherFactory(organisation=person.campaign.organisation)
        replaced = officer.post(
            page("objection_replace", objection, old.pk), {"user": other.pk, "reason": "外出培训"}
        )

        assert self.said_by(added) == f"已指定{teacher.name}核查，已通知本人"
        assert self.said_by(barred).endswith("是本次选拔的人选，不能核查，请另选一人")
        assert self.said_by(nobody) == "核查人：这个字段是必填项。"
        assert self.said_by(replaced) == f"已改由{other.name}核查，已通知本人"

    def test_of_one_who_must_stand_aside_the_page_says_so(self, person, objection, investigator, as_user):
        CandidacyFactory(opening=person.opening, staff__user=investigator)
        discipline = DisciplineFactory(organisation=person.campaign.organisation.bureau)

        [row] = as_user(discipline).get(objection.get_absolute_url()).context["investigators"]

        assert row["bars"][0] == f"{investigator.name}是{person.opening}的人选"

    def test_discipline_is_reminded_of_the_answer(self, person, objection, letter, as_user):
        discipline = DisciplineFactory(organisation=person.campaign.organisation.bureau)
        objections.resolve(
            objection, by=discipline, conclusion="unfounded", disposition="proceed", findings="查无此事"
        )
        client = as_user(discipline)

        assert client.get(objection.get_absolute_url()).context["unanswered"] == letter
        assert client.get("/").context["discipline"].unanswered == [letter]
        letters.reply(letter, by=discipline, answer="经核查不属实。")
        assert client.get("/").context["discipline"].unanswered == []
