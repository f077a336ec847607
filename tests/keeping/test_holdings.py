"""What of each kind is on a list, and is nothing left of it afterwards?"""

import hashlib
from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from ballots.models import Ballot, Remark, Tally
from campaigns.models import InvestigationNote, LetterPhoto, Objection, Round, Talk
from keeping import services
from keeping.due import due
from keeping.holdings import GONE, HOLDINGS
from personnel.models import ApprovalSheet, StaffMember
from selection.accounts.models import Notification
from selection.reasons import Refused
from selection.records import files, pdfs
from tests.factories.accounts import TeacherFactory
from tests.factories.campaigns import CandidacyFactory
from tests.factories.records import PDF, AttachmentFactory
from tests.keeping.conftest import OLD

pytestmark = pytest.mark.django_db
SECRETS = (
    "谈到的秘密",
    "考察到的秘密",
    "写来的秘密",
    "不予受理的秘密",
    "我的设想",
    "写信的人",
    "13900000000",
    "请办理",
    "审批表里的秘密",
)


def destroy_all(world):
    names = [each.name for each in due(world.school, world.officer)]
    services.carry_out(services.draw_up(world.school, names, "保管期满", by=world.officer), by=world.leader)


def everything():
    """All text of all tables, as an attacker reads it who has the keys too."""
    values = []
    for model in apps.get_models():
        if model._meta.label != "records.LedgerEntry":
            values += [str(row) for row in model._base_manager.values_list()]
    return "\n".join(values)


def test_each_kind_has_its_thing(world):
    plan = world.campaign.plan.title

    assert world.held() == {
        "ballots": ["民主测评"],
        "talks": [plan],
        "inspections": [plan],
        "scans": [plan],
        "papers": [plan],
        "entries": [plan],
        "objections": [plan, "2026年未登记的来件"],
        "messages": ["2026年的站内消息"],
        "sheets": [f"林木森（工号{world.left.staff_number}）"],
    }


def test_nothing_is_left_of_the_content_and_all_of_the_result(world):
    tallies = list(Tally.objects.values_list("counts", flat=True))
    before = everything()

    destroy_all(world)

    after = everything()
    assert [secret for secret in SECRETS if secret not in before] == []
    assert [secret for secret in SECRETS if secret in after] == []
    assert not Ballot.objects.exists()
    assert not Remark.objects.exists()
    assert list(Tally.objects.values_list("counts", flat=True)) == tallies
    assert Objection.objects.get().conclusion == "unfounded"
    assert Talk.objects.get().notes == GONE
    assert not Notification.objects.filter(created_at__year=2026).exists()
    assert due(world.school, world.officer) == []


def test_what_still_runs_is_on_no_list(running):
    assert running.held() == {
        "ballots": ["民主测评"],  # of a poll that rests on no selection
        "talks": [],
        "inspections": [],
        "scans": [],
        "papers": [],
        "entries": [],
        "objections": ["2026年未登记的来件"],
        "messages": ["2026年的站内消息"],
        "sheets": [f"林木森（工号{running.left.staff_number}）"],
    }


def test_while_an_objection_is_looked_into_nothing_of_its_plan_is_listed(world):
    Objection.objects.update(state="investigating")
    Round.objects.create(
        campaign=world.campaign,
        purpose="evaluation",
        number=1,
        poll=world.poll,
        happened_on=OLD,
        entered_by=world.officer,
    )

    held = world.held()

    assert {key: titles for key, titles in held.items() if titles} == {
        "objections": ["2026年未登记的来件"],
        "messages": ["2026年的站内消息"],
        "sheets": [f"林木森（工号{world.left.staff_number}）"],
    }


class TestFiles:
    """A scan, and the PDF of a paper: the file goes, the row stays with its digest."""

    @pytest.fixture
    def names(self, world):
        return [world.scan.file.name, world.paper.file.name]

    @pytest.fixture
    def destroyed(self, world, names, django_capture_on_commit_callbacks):
        with time_machine.travel("2060-03-02T09:00:00+08:00", tick=False):
            with django_capture_on_commit_callbacks(execute=True):
                destroy_all(world)
            for row in (world.scan, world.paper):
                row.refresh_from_db()
            yield world

    def test_the_files_are_gone_and_the_digests_are_not(self, destroyed, names):
        scan, paper = destroyed.scan, destroyed.paper

        assert [default_storage.exists(name) for name in names] == [False, False]
        assert (scan.file.name, paper.file.name) == ("", "")
        assert scan.destroyed_on == paper.destroyed_on == date(2060, 3, 2)
        assert scan.sha256 == hashlib.sha256(PDF).hexdigest()
        assert paper.sha256 == hashlib.sha256(b"%PDF of a paper").hexdigest()
        assert (scan.name, paper.title, paper.state) == ("会议签到.pdf", "聘任文件", "rendered")

    def test_what_verifies_the_files_misses_none_and_makes_none_anew(self, destroyed):
        pdfs.render(destroyed.paper)

        assert list(files.flaws()) == []
        assert pdfs.render_due() == 0
        destroyed.paper.refresh_from_db()
        assert not destroyed.paper.file

    def test_before_it_is_certain_nothing_is_deleted(self, world, names, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks():
            destroy_all(world)

        assert [default_storage.exists(name) for name in names] == [True, True]

    def test_a_download_says_since_when_in_one_sentence(self, destroyed, client):
        client.force_login(destroyed.officer)

        scan = client.get(reverse("records:attachment", args=[destroyed.scan.pk]))
        pdf = client.get(reverse("records:paper_pdf", args=[destroyed.paper.pk]))

        said = "保管期满，已于2060年3月2日按期销毁；校验码和登记仍然保存。"
        assert (scan.status_code, pdf.status_code) == (410, 410)
        assert f"《会议签到.pdf》{said}" in scan.content.decode()
        assert f"《聘任文件》{said}" in pdf.content.decode()

    def test_to_others_there_is_nothing_as_before(self, destroyed, client):
        client.force_login(TeacherFactory(organisation=destroyed.school))

        assert client.get(reverse("records:attachment", args=[destroyed.scan.pk])).status_code == 404

    def test_the_page_of_the_paper_bears_the_mark_and_no_button(self, destroyed, client):
        client.force_login(destroyed.officer)

        page = client.get(reverse("records:paper", args=[destroyed.paper.pk])).content.decode()

        assert "已销毁" in page
        assert "下载PDF" not in page
        assert destroyed.paper.sha256[:16] in page

    def test_one_person_destroys_no_file(self, world, names):
        drawn = services.draw_up(
            world.school, [each.name for each in due(world.school, world.officer)], "期满", by=world.officer
        )

        with pytest.raises(Refused):
            services.carry_out(drawn, by=world.officer)

        assert [default_storage.exists(name) for name in names] == [True, True]


def test_of_an_inspection_who_signed_and_how_stay(world):
    destroy_all(world)

    world.inspection.refresh_from_db()
    assert (world.inspection.virtue, world.inspection.ethics) == (GONE, "")
    assert world.inspection.entered_by is not None


def test_an_objection_that_is_open_and_a_letter_that_waits_are_kept(world):
    Objection.objects.update(state="investigating")
    world.letter.delete()
    world.write("received", "还没有办的秘密")

    assert world.held()["objections"] == []


def test_the_letter_of_an_objection_goes_with_it(world):
    letter = world.write("accepted", "受理的秘密")
    letter.objections.add(world.objection)

    destroy_all(world)

    letter.refresh_from_db()
    assert (letter.text, letter.about, letter.writer) == (GONE, GONE, "")


def test_what_investigators_noted_goes_with_it_files_and_all(world, django_capture_on_commit_callbacks):
    note = InvestigationNote.objects.create(
        objection=world.objection,
        kind="talk",
        happened_on=world.objection.received_on,
        whom="谈到的人",
        text="谈到的话",
        made_by=world.officer,
    )
    document = AttachmentFactory(organisation=world.school)
    note.attachments.add(document)

    with django_capture_on_commit_callbacks(execute=True):
        destroy_all(world)

    note.refresh_from_db()
    assert (note.whom, note.text, list(note.attachments.all())) == (GONE, GONE, [])
    assert not default_storage.exists(document.file.name)


def test_the_pictures_of_a_letter_go_with_it_files_and_all(world, django_capture_on_commit_callbacks):
    photo = LetterPhoto(letter=world.letter)
    photo.file.save("file.png", ContentFile(b"picture"))

    with django_capture_on_commit_callbacks(execute=True):
        destroy_all(world)

    assert not LetterPhoto.objects.exists()
    assert not default_storage.exists(photo.file.name)


def test_an_appointed_person_s_application_stays(world):
    person = CandidacyFactory(opening__campaign=world.campaign, staff=world.entry.staff, proposed=True)
    type(person).objects.filter(pk=person.pk).update(standing="appointed")

    assert world.held()["entries"] == []


def test_a_school_s_list_is_of_that_school(world):
    other = type(world)()

    destroy_all(other)

    assert world.held()["ballots"] == ["民主测评"]
    assert Talk.objects.get(pk=world.talk.pk).notes == "谈到的秘密"


def test_destroyed_ballots_can_no_longer_be_exported_and_the_page_says_since_when(world, client):
    world.poll.release()
    world.poll.save()
    client.force_login(world.officer)

    HOLDINGS["ballots"].destroy(world.school, str(world.poll.pk))

    page = client.get(reverse("ballots:poll", args=[world.poll.public_id]))
    archive = client.get(reverse("ballots:archive", args=[world.poll.public_id]))
    assert archive.status_code == 404
    assert "选票已于2046年3月2日按期销毁" in page.content.decode()


def test_the_sheet_of_somebody_who_is_still_here_is_kept(world):
    StaffMember.objects.filter(pk=world.left.pk).update(left_on=None)

    assert world.held()["sheets"] == []
    destroy_all(world)
    assert ApprovalSheet.objects.filter(staff=world.left).exists()
