"""反映来件: who may write, who opens it, who learns who wrote, and what the writer is told."""

import re

import pytest
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from PIL import Image

from campaigns import floods
from campaigns.choices import Addressee, LetterState, Stage
from campaigns.models import Campaign, Letter, LetterPhoto
from campaigns.services import investigating, letters, objections
from personnel.models import StaffMember
from selection.reasons import Refused
from selection.records.models import LedgerEntry
from tests.factories.accounts import DisciplineFactory, TeacherFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, leader_of, officer_of
from tests.factories.personnel import StaffFactory
from tests.factories.records import image, upload

pytestmark = pytest.mark.django_db
SAID = {
    "about": "教务处某副主任人选",
    "text": "去年学期末有两次旁听课无故缺席。",
    "addressee": "school",
    "writer": "",
}


@pytest.fixture(autouse=True)
def _nobody_wrote_yet():
    caches["process"].clear()


@pytest.fixture
def campaign(go_to):
    return CampaignFactory(at=Stage.PUBLICIZE)


@pytest.fixture
def discipline(campaign):
    return DisciplineFactory(organisation=campaign.organisation.bureau)


def written(campaign, **said):
    letters.write(campaign.organisation, **SAID | said)
    return Letter.objects.latest("pk")


def page(campaign):
    return reverse("campaigns:letter_write", args=[campaign.organisation.code])


def refused(act, *args, **given):
    with pytest.raises(Refused) as refusal:
        act(*args, **given)
    return refusal.value.reasons


class TestWriting:
    def test_anybody_writes_and_gets_a_code_that_is_kept_nowhere(self, campaign, client):
        answer = client.post(page(campaign), SAID).content.decode()

        code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", answer).group()
        letter = letters.find(code)
        assert (letter.school, letter.text, letter.state) == (campaign.organisation, SAID["text"], "received")
        assert letters.find(code.replace("-", " ").lower()) == letter
        assert letters.find("A" * 16) is None
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM campaigns_letter")
            stored = str(cursor.fetchone())
        assert [each for each in (code, SAID["text"], SAID["about"]) if each in stored] == []

    def test_nothing_of_the_sender_is_kept_even_when_somebody_is_signed_in(self, campaign, as_user):
        user = TeacherFactory(organisation=campaign.organisation)

        as_user(user).post(page(campaign), SAID, REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Seen/1.0")

        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM campaigns_letter")
            stored = str(cursor.fetchone())
        assert Letter.objects.get().settled_by is None
        assert [each for each in ("203.0.113.9", "Seen", user.username) if each in stored] == []

    @pytest.mark.parametrize("missing", ["about", "text", "addressee"])
    def test_what_is_missing_is_asked_for_and_nothing_kept(self, campaign, client, missing):
        answer = client.post(page(campaign), SAID | {missing: ""})

        assert answer.context["form"].errors
        assert not Letter.objects.exists()

    @pytest.mark.parametrize("who", ["principal", "officer"])
    def test_what_names_those_who_would_open_it_goes_up(self, campaign, who):
        school = campaign.organisation
        if who == "principal":
            StaffFactory(organisation=school, name="郑校明", leadership=StaffMember.Leadership.PRINCIPAL)
        names = {"principal": "郑校明", "officer": officer_of(campaign).name}

        letter = written(campaign, text=f"某人选是 {names[who]} 安排的。".replace("郑校明", "郑 校明"))

        assert letter.addressee == Addressee.DISCIPLINE

    def test_whatever_names_nobody_in_charge_goes_where_its_writer_wants(self, campaign):
        assert written(campaign).addressee == Addressee.SCHOOL
        assert written(campaign, addressee="discipline").addressee == Addressee.DISCIPLINE

    def test_a_flood_from_one_network_is_stopped_and_no_address_remembered(
        self, campaign, client, monkeypatch
    ):
        monkeypatch.setattr(floods, "MOST", 2)
        for _ in range(2):
            client.post(page(campaign), SAID, REMOTE_ADDR="203.0.113.9")

        third = client.post(page(campaign), SAID, REMOTE_ADDR="203.0.113.9")
        other = client.post(page(campaign), SAID, REMOTE_ADDR="203.0.113.10")

        assert third.context["form"].non_field_errors() == [
            "现在来件太多，请过一小时再提交，或者改用来信、来电、来访反映"
        ]
        assert other.context["written"].code
        assert Letter.objects.count() == 3
        assert not any("203.0.113" in key for key in caches["process"]._cache)

    def test_what_others_keep_in_memory_pushes_no_count_out(self, campaign, client, monkeypatch):
        monkeypatch.setattr(floods, "MOST", 1)
        client.post(page(campaign), SAID)
        for number in range(2000):
            caches["process"].set(f"pulse:{number}", number)

        assert client.post(page(campaign), SAID).context["form"].non_field_errors()

    def test_where_all_are_concerned_who_would_open_it_at_the_school_it_goes_up(self, campaign, discipline):
        officer = officer_of(campaign)
        CandidacyFactory(
            opening__campaign=campaign, staff=StaffFactory(organisation=campaign.organisation, user=officer)
        )

        assert written(campaign).addressee == Addressee.DISCIPLINE
        assert discipline.notifications.exists()
        assert not officer.notifications.exists()
        Campaign.objects.filter(pk=campaign.pk).update(stage=Stage.CLOSED)
        assert letters.may_open(written(campaign), officer)

    def test_no_copy_stays_behind(self, campaign, client):
        for answer in (client.get(page(campaign)), client.post(page(campaign), SAID)):
            assert "no-store" in answer.headers["Cache-Control"]
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


class TestOpening:
    def opened(self, as_user, user, letter):
        return as_user(user).get(letter.get_absolute_url()).status_code

    def test_the_schools_letters_are_opened_there_and_above_others_above_alone(
        self, campaign, discipline, as_user
    ):
        to_school, up = written(campaign), written(campaign, addressee="discipline")
        officer = officer_of(campaign)

        assert [self.opened(as_user, officer, each) for each in (to_school, up)] == [200, 404]
        assert [self.opened(as_user, discipline, each) for each in (to_school, up)] == [200, 200]
        assert self.opened(as_user, leader_of(campaign), to_school) == 404
        assert list(as_user(officer).get(reverse("campaigns:letters")).context["letters"]) == [to_school]

    def test_who_is_a_person_in_the_selection_opens_none(self, campaign, as_user):
        letter, officer = written(campaign), officer_of(campaign)
        CandidacyFactory(
            opening__campaign=campaign, staff=StaffFactory(organisation=campaign.organisation, user=officer)
        )

        assert self.opened(as_user, officer, letter) == 404
        assert list(as_user(officer).get(reverse("campaigns:letters")).context["letters"]) == []

    def test_who_wrote_is_for_discipline_alone_and_every_look_is_on_record(
        self, campaign, discipline, as_user
    ):
        letter = written(campaign, writer="署名人甲，电话0999-6020000")
        look = reverse("campaigns:letter_writer", args=[letter.pk])

        assert as_user(officer_of(campaign)).post(look).status_code == 404
        assert "署名人甲" not in as_user(discipline).get(letter.get_absolute_url()).content.decode()
        for _ in range(2):
            assert "署名人甲" in as_user(discipline).post(look).content.decode()
        looks = [each.text for each in LedgerEntry.objects.all() if "查看反映人" in each.text]
        assert [(f'"by":{discipline.pk},' in text, "署名人甲" in text) for text in looks] == [
            (True, False)
        ] * 2

    def test_discipline_finds_what_waits_on_its_first_page(self, campaign, discipline, as_user):
        letter = written(campaign, addressee="discipline")

        assert letter.get_absolute_url() in as_user(discipline).get("/").content.decode()


class TestSettling:
    @pytest.fixture
    def person(self, campaign):
        return CandidacyFactory(opening__campaign=campaign, proposed=True)

    def test_taken_up_it_holds_the_person_and_the_writer_sees_how_far_it_is(
        self, campaign, discipline, person
    ):
        code = letters.write(campaign.organisation, **SAID | {"addressee": "discipline"}).code
        letters.take_up(letters.find(code), [person], by=discipline, summary="缺席听课")

        [objection] = person.objections.open()
        assert (objection.channel, objection.is_signed, objection.entered_by) == ("web", False, discipline)
        assert letters.find(code).progress == "已受理"
        investigating.assign(objection, discipline, by=discipline)
        assert letters.find(code).progress == "核查中"
        objections.resolve(
            objection, by=discipline, conclusion="unfounded", findings="查无此事", disposition="proceed"
        )
        assert letters.find(code).progress == "已办结"
        letters.reply(letters.find(code), by=discipline, answer="经核查，反映的情况不属实。")
        assert letters.find(code).answer == "经核查，反映的情况不属实。"

    def test_what_went_up_is_not_looked_into_by_the_school(self, campaign, discipline, person, as_user):
        letter = written(campaign, addressee="discipline")
        letters.take_up(letter, [person], by=discipline, summary="缺席听课")
        [objection] = letter.objections.all()
        officer = officer_of(campaign)

        assert refused(investigating.assign, objection, discipline, by=officer)
        assert as_user(officer).get(objection.get_absolute_url()).status_code == 404
        register = as_user(officer).get(reverse("campaigns:objections", args=[campaign.pk]))
        assert (register.context["total"], register.context["rows"]) == (1, [])

    def test_a_letter_is_settled_once(self, campaign, person):
        letter, officer = written(campaign), officer_of(campaign)
        letters.decline(letter, by=officer, answer="与选拔任用无关")

        assert refused(letters.take_up, letter, [person], by=officer, summary="再办") == [
            "这件来件不予受理，不必再办"
        ]
        assert not person.objections.exists()

    def test_passed_on_the_school_opens_it_no_more(self, campaign, discipline):
        letter, officer = written(campaign), officer_of(campaign)

        letters.pass_on(letter, by=officer)

        letter.refresh_from_db()
        assert (letter.addressee, letter.state) == (Addressee.DISCIPLINE, LetterState.RECEIVED)
        assert not letters.may_open(letter, officer)
        assert letters.may_open(letter, discipline)

    @pytest.mark.parametrize("answer", ["", "  "])
    def test_who_declines_says_why(self, campaign, answer):
        letter = written(campaign)

        assert refused(letters.decline, letter, by=officer_of(campaign), answer=answer) == [
            "请写明不予受理的理由，反映人凭回执码可以看到"
        ]

    def test_nobody_answers_before_it_is_looked_into(self, campaign, person):
        letter, officer = written(campaign), officer_of(campaign)
        letters.take_up(letter, [person], by=officer, summary="缺席听课")

        assert refused(letters.reply, letter, by=officer, answer="不属实") == ["反映事项办结之后再答复"]


def stored():
    return set(default_storage.listdir("letters")[1]) if default_storage.exists("letters") else set()


class TestPhotos:
    def test_of_a_photo_nothing_is_kept_that_tells_who_took_it(self, client, campaign, discipline):
        tags = Image.Exif()
        tags[0x0110] = "TELEPHONE-7"
        taken = upload("王五的手机.jpg", image("JPEG", exif=tags))

        answer = client.post(page(campaign), SAID | {"photos": [taken, upload("截图.png", image())]})

        assert answer.status_code == 200
        first, second = LetterPhoto.objects.all()
        assert b"TELEPHONE-7" not in first.file.read()
        assert [
            name for name in (first.file.name, second.file.name) if "王五" in name or "截图" in name
        ] == []

    def test_who_opens_the_letter_saves_them_and_nobody_else(self, client, campaign, discipline):
        letter = written(campaign, photos=[upload("a.png", image())])
        address = reverse("campaigns:letter_photo", args=[letter.pk, letter.photos.get().pk])

        client.force_login(leader_of(campaign))
        assert client.get(address).status_code == 404
        client.force_login(discipline)
        answer = client.get(address)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert b"".join(answer.streaming_content).startswith(b"\x89PNG")

    @pytest.mark.parametrize(
        ("files", "sentence"),
        [
            ([upload("a.png", image()), upload("b.pdf")], "文件“b.pdf”不是可用的类型，请上传PNG或JPG文件"),
            ([upload("a.png", image())] * 6, "照片最多5张，请挑选最能说明情况的"),
        ],
    )
    def test_what_is_refused_leaves_neither_letter_nor_file(self, client, campaign, files, sentence):
        before = stored()

        answer = client.post(page(campaign), SAID | {"photos": fresh(files)})

        assert answer.context["form"].non_field_errors() == [sentence]
        assert (Letter.objects.count(), stored()) == (0, before)


def fresh(files):
    return [upload(file.name, file.file.getvalue()) for file in files]
