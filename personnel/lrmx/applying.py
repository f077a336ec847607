"""How do files come in: kept until they were looked at, then taken, all that were chosen or none?"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from personnel import register
from personnel.lrmx import reading, sheets
from personnel.lrmx.preview import Line, Preview, preview
from personnel.models import RosterImport
from personnel.roster import changes, uploads
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers

STALE = "预览之后名册有变动，请再看一遍预览后确认。"


class Answer(StrEnum):
    """What becomes of one file."""

    TAKE = "take"
    KEEP = "keep"
    SKIP = "skip"


def receive(upload: UploadedFile, organisation: Organisation, *, by: User) -> RosterImport:
    """Keep what can be read for the preview. Raises ``Refused``."""
    name = upload.name or ""
    content = upload.read(reading.LARGEST_UPLOAD + 1)
    if len(content) > reading.LARGEST_UPLOAD:
        raise Refused(f"“{name}”超过20MB，请分成几个压缩包上传。")
    reading.read(ContentFile(content), name)
    return uploads.keep(content, name, organisation, kind=RosterImport.Kind.SHEETS, by=by)


@transaction.atomic
def apply(
    waiting: RosterImport, answers: Mapping[str, str], *, digest: str, despite_bad: bool, by: User
) -> RosterImport:
    """``answers``: number of the file → what becomes of it. Raises ``Refused`` if the preview was another."""
    register.hold(waiting.organisation)
    uploads.lock_pending(waiting)
    found = preview(waiting)
    if found.digest != digest:
        raise Refused(STALE)
    if found.bad and not despite_bad:
        raise Refused(f"有{len(found.bad)}个文件不能导入；其余的仍要导入，请勾选“其余的照常导入”。")
    counts = _write(found, _settled(found, answers), by)
    uploads.close(waiting, counts)
    said = "，".join(f"{label}{number}份" for label, number in counts.items())
    ledger = ledgers.of_organisation(waiting.organisation)
    ledgers.append(ledger, "导入任免审批表", by=by, about=f"rosterimport:{waiting.pk}", said=said)
    return waiting


def _settled(found: Preview, answers: Mapping[str, str]) -> list[tuple[Line, Answer]]:
    said = [(line, answers.get(str(line.number), "")) for line in found.good]
    if any(answer not in set(Answer) for _, answer in said):
        raise Refused("请为每个人选择怎样导入。")
    settled = [(line, Answer(answer)) for line, answer in said]
    if all(answer == Answer.SKIP for _, answer in settled):
        raise Refused("没有选择要导入的人；都不导入，请点“放弃”。")
    return settled


def _write(found: Preview, settled: list[tuple[Line, Answer]], by: User) -> dict[str, int]:
    for line, answer in settled:
        assert line.staff is not None
        assert line.person is not None
        if answer == Answer.TAKE and line.changes:
            _amend(line, by)
        if answer != Answer.SKIP:
            sheets.keep(line.staff, line.person, by=by)
    chosen = [(line, answer) for line, answer in settled if answer != Answer.SKIP]
    changed = [line for line, answer in chosen if answer == Answer.TAKE and line.changes]
    skipped = len(found.lines) - len(chosen)
    return {"保存审批表": len(chosen), "其中修改名册的": len(changed), "未导入": skipped}


def _amend(line: Line, by: User) -> None:
    """The register has one writer, which checks, and notes in the ledger which columns changed.

    Of many people it has to be said whose the objection is.
    """
    staff, row = line.staff, line.row
    assert staff is not None
    changed = {change.field for change in line.changes}
    said = {name: value for name, value in (row.derived | row.facts).items() if name in changed}
    for name, value in changes.as_fields(said).items():
        setattr(staff, name, value)
    try:
        register.save_staff(staff, by=by)
    except Refused as refused:
        raise Refused([f"{line.name}：{reason}" for reason in refused.reasons]) from None
