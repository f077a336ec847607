"""Receive the bureau's transfer list, and open what it asks for: all of it or nothing (A044)."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from campaigns.choices import TrackReason
from campaigns.models import Plan
from campaigns.services import starting
from personnel.roster.workbook import MAX_BYTES
from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.accounts.notices import notify
from selection.reasons import Refused
from selection.records import ledgers
from serving.models import Transfer, TransferList
from serving.services import tasks
from serving.transfers import reading
from serving.transfers.preview import Move, Preview

STALE = "预览之后名册、岗位或规则有变动，请再看一遍预览后确认。"


def receive(upload: UploadedFile, bureau: Organisation, *, by: User) -> TransferList:
    """Keep what a file says, if it can be read as a list. Raises ``Refused``."""
    _require(bureau, by)
    rows = reading.read(ContentFile(upload.read(MAX_BYTES + 1)))
    return TransferList.objects.create(
        organisation=bureau,
        name=PurePath(upload.name or "").name[-200:],
        rows=rows,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )


@transaction.atomic
def drop(listed: TransferList, *, by: User) -> None:
    _pending(listed, by)
    listed.state = TransferList.State.DROPPED
    listed.save(update_fields=["state"])


@transaction.atomic
def apply(listed: TransferList, *, digest: str, by: User) -> list[Plan]:
    """Open a direct plan in every school that receives somebody, and the removals in the schools left."""
    _pending(listed, by)
    found = Preview(listed.organisation, listed.rows)
    if not found.is_ready:
        raise Refused(f"还有{found.wanting}行需要改好，请按预览修改名单后重新上传")
    if found.digest != digest:
        raise Refused(STALE)
    moves = [line.move for line in found.lines if line.move is not None]
    opened = [_open(listed, found, group, by) for group in _by_plan(moves)]
    listed.state = TransferList.State.APPLIED
    listed.save(update_fields=["state"])
    for school in {move.staff.organisation for move in moves}:
        tasks.arise(school)
    ledgers.append(
        ledgers.of_organisation(listed.organisation),
        "按调动名单办理",
        by=by,
        about=f"transferlist:{listed.pk}",
        said=f"{listed.name}，{len(moves)}人，{len(opened)}个方案",
    )
    return opened


def _by_plan(moves: list[Move]) -> list[list[Move]]:
    """A plan has one school and one day in post."""
    groups: dict[tuple[int, str], list[Move]] = defaultdict(list)
    for move in moves:
        groups[move.school.pk, move.starts_on.isoformat()].append(move)
    return list(groups.values())


def _open(listed: TransferList, found: Preview, moves: list[Move], by: User) -> Plan:
    school, starts_on = moves[0].school, moves[0].starts_on
    officer = found.officer_of(school)
    assert officer is not None  # Preview asks for one
    plan = starting.draft_for(
        officer,
        school,
        by=by,
        title=f"{starts_on.year}年中层干部直接聘任工作方案",
        starts_on=starts_on,
        posts=[(move.post, TrackReason.BUREAU_PROPOSAL, move.said) for move in moves],
    )
    Transfer.objects.bulk_create(
        Transfer(
            of_list=listed,
            staff=move.staff,
            post=move.post,
            starts_on=starts_on,
            document=move.document,
            plan=plan,
        )
        for move in moves
    )
    said = f"教育局已按调动名单为本校起草《{plan.title}》（{len(moves)}人），请上传依据文件并接着办理"
    notify([officer], said, plan.get_absolute_url())
    return plan


def _pending(listed: TransferList, by: User) -> None:
    _require(listed.organisation, by)
    ledgers.hold(ledgers.of_organisation(listed.organisation).pk)
    listed.refresh_from_db(from_queryset=TransferList.objects.select_for_update(of=("self",), no_key=True))
    if listed.state != TransferList.State.PENDING:
        raise Refused("这份名单已经处理过了，请重新上传。")


def _require(bureau: Organisation, by: User) -> None:
    if not by.may(Act.REVIEW_BUREAU, bureau):
        raise Refused("只有教育局的审核人员可以导入调动名单")
