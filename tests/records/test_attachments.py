"""Is this file what it claims to be, who may read it, and how is it sent?"""

import contextlib
import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from selection import clock, incoming, packages
from selection.accounts.acts import Act
from selection.reasons import Refused
from selection.records import attachments
from selection.records.models import Attachment
from tests.factories.accounts import (
    DisciplineFactory,
    LeaderFactory,
    OfficerFactory,
    SupervisorFactory,
    TeacherFactory,
)
from tests.factories.records import PDF, AttachmentFactory, ooxml, upload

pytestmark = pytest.mark.django_db
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MACRO = "application/vnd.ms-word.document.macroEnabled"


def reasons_against(file):
    officer = OfficerFactory()
    with pytest.raises(Refused) as refusal:
        attachments.keep(file, officer.organisation, officer)
    return refusal.value.reasons


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("批复.pdf", PDF, "application/pdf"),
        ("纪要.docx", ooxml(f"{WORD}.main+xml"), WORD),
        ("名册.xlsx", ooxml(f"{SHEET}.main+xml"), SHEET),
    ],
)
def test_files_of_the_known_kinds_are_kept(name, content, content_type):
    kept = AttachmentFactory(upload=upload(name, content))

    assert (kept.content_type, kept.size) == (content_type, len(content))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert default_storage.open(kept.file.name).read() == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("脚本.pdf", b"<script>alert(1)</script>"),
        ("旧表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("包.docx", b"PK\x03\x04 not really a zip"),
        ("空包.docx", ooxml("text/plain")),
        ("宏.docx", ooxml(f"{MACRO}.main+xml")),
    ],
)
def test_other_files_are_refused_by_their_content(name, content):
    assert reasons_against(upload(name, content)) == [
        f"文件“{name}”不是可用的类型，请上传PDF、PNG、JPG、DOCX或XLSX文件"
    ]


def test_an_index_that_would_fill_the_memory_is_not_read(monkeypatch):
    monkeypatch.setattr(packages, "LARGEST_INDEX", 10)

    assert reasons_against(upload("纪要.docx", ooxml(f"{WORD}.main+xml")))


def test_content_and_extension_must_agree():
    assert reasons_against(upload("批复.docx", PDF)) == [
        "文件“批复.docx”的内容与扩展名不符，请核对后重新上传"
    ]


def test_an_empty_file_is_refused():
    assert reasons_against(upload(content=b"")) == ["文件“批复.pdf”是空的，请重新选择"]


@pytest.mark.parametrize(("size", "is_kept"), [(incoming.LARGEST, True), (incoming.LARGEST + 1, False)])
def test_ten_megabytes_are_the_limit(size, is_kept):
    file = upload(content=PDF.ljust(size))

    if is_kept:
        assert AttachmentFactory(upload=file).size == size
    else:
        assert reasons_against(file) == ["文件“批复.pdf”超过10MB，请压缩后再上传"]


def test_the_stored_name_is_random_and_the_shown_one_is_tidy():
    kept = AttachmentFactory(upload=upload("../../王一\u202e处分\n决定.pdf"))

    assert kept.name == str(kept) == "王一处分决定.pdf"
    assert kept.file.name.startswith("attachments/")
    assert "王一" not in kept.file.name


def test_a_very_long_name_is_shortened():
    assert len(AttachmentFactory(upload=upload(f"{'长' * 200}.pdf")).name) <= 150


def test_whoever_sees_papers_there_reads_and_others_do_not():
    kept = AttachmentFactory()
    school = kept.organisation

    readers = [
        kept.uploaded_by,
        LeaderFactory(organisation=school),
        SupervisorFactory(organisation=school.bureau),
    ]
    strangers = [TeacherFactory(organisation=school), OfficerFactory()]

    assert [list(Attachment.objects.visible_to(user)) for user in readers] == [[kept]] * 3
    assert [list(Attachment.objects.visible_to(user)) for user in strangers] == [[], []]


def test_a_confidential_file_is_for_its_uploader_and_the_named_act():
    secret = AttachmentFactory(confidential=True)
    school = secret.organisation
    opinion = attachments.keep(
        upload(), school, secret.uploaded_by, confidential=True, readers_act=Act.ANSWER_DISCIPLINE
    )

    seen = {
        user.roles[0][0].value: set(Attachment.objects.visible_to(user))
        for user in (
            secret.uploaded_by,
            LeaderFactory(organisation=school),
            DisciplineFactory(organisation=school.bureau),
        )
    }

    assert seen == {"officer": {secret, opinion}, "leader": set(), "discipline": {opinion}}


def stored():
    return set(default_storage.listdir("attachments")[1]) if default_storage.exists("attachments") else set()


@attachments.all_or_nothing()
def refused_afterwards(act):
    act()
    raise Refused("不予办理")


class TestRolledBack:
    def test_the_file_goes_with_its_row(self):
        before, officer, there = stored(), OfficerFactory(), []

        def act():
            kept = attachments.keep(upload(), officer.organisation, officer)
            there.append(default_storage.exists(kept.file.name))

        with pytest.raises(Refused):
            refused_afterwards(act)

        assert there == [True]
        assert (stored(), Attachment.objects.count()) == (before, 0)

    def test_so_does_one_kept_in_a_part_that_was_done(self):
        before, officer = stored(), OfficerFactory()

        @attachments.all_or_nothing()
        def part():
            attachments.keep(upload(), officer.organisation, officer)

        with pytest.raises(Refused):
            refused_afterwards(part)

        assert stored() == before

    def test_and_one_whose_row_cannot_be_written(self, monkeypatch):
        before, officer = stored(), OfficerFactory()
        monkeypatch.setattr(Attachment, "save", lambda *_: 1 / 0)

        with pytest.raises(ZeroDivisionError):
            attachments.keep(upload(), officer.organisation, officer)

        assert stored() == before

    def test_the_others_stay(self):
        officer = OfficerFactory()
        kept = attachments.keep(upload(), officer.organisation, officer)

        with pytest.raises(Refused):
            refused_afterwards(lambda: None)

        assert default_storage.exists(kept.file.name)


class TestSentTwice:
    """A form that is sent again after its answer was lost brings the same file once more."""

    @pytest.fixture
    def officer(self):
        return OfficerFactory()

    def keep(self, officer, name="批复.pdf", content=PDF):
        return attachments.keep(upload(name, content), officer.organisation, officer)

    def test_the_same_file_in_a_moment_is_one_attachment_and_one_file(self, officer):
        first = self.keep(officer)

        assert self.keep(officer) == first
        assert Attachment.objects.count() == 1

    def test_another_file_another_name_and_another_person_are_others(self, officer):
        kept = [
            self.keep(officer),
            self.keep(officer, name="另一份.pdf"),
            self.keep(officer, content=PDF + b" "),
        ]

        other = self.keep(OfficerFactory(organisation=officer.organisation))

        assert len({each.pk for each in (*kept, other)}) == 4

    def test_later_it_is_another(self, officer):
        first = self.keep(officer)
        Attachment.objects.update(uploaded_at=clock.now() - attachments.SENT_TWICE - timedelta(seconds=1))

        assert self.keep(officer) != first

    def test_a_refused_act_lets_go_of_its_own_only(self, officer):
        first = self.keep(officer)

        with contextlib.suppress(Refused), attachments.all_or_nothing():
            self.keep(officer)
            raise Refused("不行")

        assert default_storage.exists(first.file.name)
