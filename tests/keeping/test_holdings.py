"""What of each kind is on a list, and is nothing left of it afterwards?"""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from ballots.models import Ballot, Remark, Tally
from campaigns.models import InvestigationNote, LetterPhoto, Objection, Talk
from keeping import services
from keeping.due import due
from keeping.holdings import GONE, HOLDINGS
from personnel.models import ApprovalSheet, StaffMember
from selection.accounts.models import Notification
from tests.factories.campaigns import CandidacyFactory
from tests.factories.records import AttachmentFactory

pytestmark = pytest.mark.django_db
SECRETS = (
    "谈到的秘密",
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
        "entries": [],
        "objections": ["2026年未登记的来件"],
        "messages": ["2026年的站内消息"],
        "sheets": [f"林木森（工号{running.left.staff_number}）"],
    }


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
