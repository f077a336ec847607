"""案卷: all of one selection in one zip, as far as its reader may see; the rest stands in its list by digest.

Beside papers, sheets and scans lie the record, the data of every count with the script that counts them
again, what is missing, and the SHA-256 of every file. What the reader may not see, talk notes and complaints
first, is listed under a keyed digest: a plain one of a few known answers could be tried out.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils.crypto import salted_hmac

from ballots import exporting, papers
from ballots.models import Poll
from campaigns.choices import NAMED_IN_PUBLIC
from campaigns.lacking import lacking
from campaigns.materials import materials
from campaigns.models import Act, Campaign, Filing, Meeting, Objection, Publicity, Round
from paperwork import sheets
from paperwork.blocks import Column, table
from paperwork.forms import of_campaign
from paperwork.kinds import Form, Subject
from paperwork.models import Job
from selection import chinese, clock, rendering
from selection.accounts.models import User
from selection.records import ledgers, looks, pdfs
from selection.records.models import Attachment, Ledger, Paper

SUMS = "SHA256SUMS"
RECORD = "全程纪实.jsonl"
WITHHELD = "不随卷，凭有权查阅的人在系统内查阅"
DAWN = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Item:
    """One material: its file and what is in it, or only its digest where the reader may not see it."""

    folder: str
    title: str
    suffix: str
    content: Callable[[], bytes]
    is_open: bool = True


LISTED = (
    Column("编号", lambda line: line[0]),
    Column("材料", lambda line: line[1], is_long=True),
    Column("文件", lambda line: line[2], is_long=True),
    Column("校验码（SHA-256）", lambda line: line[3], is_long=True),
)


def make(job: Job, folder: Path, progress: Callable[[int, int], None]) -> Path:
    campaign, reader = job.campaign, job.requested_by
    if campaign.stage not in NAMED_IN_PUBLIC:
        looks.put_down(campaign.ledger, reader, "案卷")
    listed = list(items(campaign, reader))
    path = folder / "archive.zip"
    lines: list[tuple[str, str, str, str]] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        sums: dict[str, str] = {}
        for number, item in enumerate(listed, start=1):
            lines.append(_add(packed, sums, f"{number:03}", item))
            progress(number, len(listed))
        for name, content in _about(campaign, lines).items():
            _write(packed, sums, name, content)
        packed.writestr(
            zipfile.ZipInfo(SUMS, DAWN), "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        )
    return path


def items(campaign: Campaign, reader: User) -> Iterator[Item]:
    """In the order of the list."""
    yield from _papers(campaign, reader)
    yield from _sheets(campaign, reader)
    yield from _scans(campaign, reader)
    yield from _objections(campaign)
    yield from _counts(campaign, reader)
    yield from _record(campaign, reader)


def _papers(campaign: Campaign, reader: User) -> Iterator[Item]:
    drawn = campaign.plan.documents.filter(Q(campaign__in=campaign.lineage) | Q(campaign=None))
    found = Paper.objects.issued().filter(document__in=drawn).exclude(file="").order_by("pk")
    for paper in found:
        yield Item("文书", paper.number or paper.title, "pdf", partial(_copy, paper, reader))


def _copy(paper: Paper, reader: User) -> bytes:
    """As the reader gets it from its page: the file, or a marked copy before the names are public."""
    content = pdfs.read(paper, reader)
    assert content is not None
    return content


def _sheets(campaign: Campaign, reader: User) -> Iterator[Item]:
    press = rendering.Press()
    for form in of_campaign(campaign):
        is_open = form.reads(campaign, reader)
        for subject in form.subjects(campaign):
            content = partial(_printed, press, form, campaign, subject, reader)
            yield Item("表格", sheets.name_of(form, subject), "pdf", content, is_open)


def _printed(press: rendering.Press, form: Form, campaign: Campaign, subject: Subject, reader: User) -> bytes:
    return press.pdf_of(sheets.marked(form, campaign, subject, reader))


def _scans(campaign: Campaign, reader: User) -> Iterator[Item]:
    """What was handed in with the acts, meetings, rounds and notices."""
    holders: Iterable[Iterable[int | None]] = (
        Act.objects.filter(plan=campaign.plan).values_list("attachment", flat=True),
        Meeting.objects.filter(plan=campaign.plan).values_list("attachment", flat=True),
        Round.objects.filter(campaign=campaign).values_list("attachment", flat=True),
        Publicity.objects.filter(campaign=campaign).values_list("attachment", flat=True),
    )
    kept = {pk for holder in holders for pk in holder if pk is not None}
    readable = set(Attachment.objects.visible_to(reader).filter(pk__in=kept).values_list("pk", flat=True))
    for scan in Attachment.objects.filter(pk__in=kept).order_by("pk"):
        stem, _, suffix = scan.name.rpartition(".")
        yield Item("附件", stem or scan.name, suffix, scan.file.read, scan.pk in readable)


def _objections(campaign: Campaign) -> Iterator[Item]:
    """Nobody takes along what was reported; that there was something is no secret."""
    for each in Objection.objects.filter(campaign=campaign).order_by("pk"):
        said = f"{each.summary}\n{each.findings}"
        yield Item("反映", "反映事项", "txt", said.encode, is_open=False)


def _counts(campaign: Campaign, reader: User) -> Iterator[Item]:
    """What ``recount.py`` reads of every poll that was released."""
    may = Poll.objects.exportable_by(reader)
    for poll in Poll.objects.filter(round__campaign=campaign, state=Poll.State.RELEASED).order_by("pk"):
        is_open = may.filter(pk=poll.pk).exists() and not papers.is_split_finely(poll)
        yield Item("计票数据", poll.title, "zip", partial(exporting.archive, poll), is_open)


def _record(campaign: Campaign, reader: User) -> Iterator[Item]:
    ledger = campaign.ledger
    is_open = Ledger.objects.visible_to(reader).filter(pk=ledger.pk).exists()
    rows = ledger.entries.order_by("number").values("number", "text", "digest")
    text = "".join(f"{ledgers.canonical(row)}\n" for row in rows)
    yield Item("纪实", Path(RECORD).stem, "jsonl", text.encode, is_open)


def _add(packed: zipfile.ZipFile, sums: dict[str, str], number: str, item: Item) -> tuple[str, str, str, str]:
    content = item.content()
    if not item.is_open:
        digest = salted_hmac("paperwork.archive", content, algorithm="sha256").hexdigest()
        return number, item.title, WITHHELD, f"{digest}（加密钥）"
    name = f"{item.folder}/{number}-{_plain(item.title)}.{item.suffix}"
    _write(packed, sums, name, content)
    return number, item.title, name, sums[name]


def _write(packed: zipfile.ZipFile, sums: dict[str, str], name: str, content: bytes) -> None:
    packed.writestr(zipfile.ZipInfo(name, DAWN), content, zipfile.ZIP_DEFLATED)
    sums[name] = hashlib.sha256(content).hexdigest()


def _about(campaign: Campaign, lines: list[tuple[str, str, str, str]]) -> dict[str, bytes]:
    """The list itself, what is missing, and the script that counts again."""
    heading = {
        "title": "案卷目录",
        "particulars": [f"单位：{campaign.organisation.name}", chinese.day(clock.today())],
        "blocks": [table(LISTED, lines)],
        "remarks": f"{campaign.title}。共{len(lines)}件，其中{sum(line[2] == WITHHELD for line in lines)}件不随卷。",
        "is_wide": True,
    }
    missing = "".join(f"{sentence}\n" for sentence in _missing(campaign)) or "没有缺项。\n"
    return {
        "目录.pdf": rendering.render_pdf("papers/sheet.html", heading),
        "缺项.txt": missing.encode(),
        "recount.py": (settings.BASE_DIR / "tools" / "recount.py").read_bytes(),
    }


def _missing(campaign: Campaign) -> Iterator[str]:
    filing = Filing.objects.filter(campaign=campaign).first()
    if filing is None:
        yield from (each.sentence for each in lacking(campaign))
        return
    for each in materials(filing, with_links=False):
        yield from each.reasons


def _plain(title: str) -> str:
    """As a file may be called on any system."""
    return "".join("_" if character in '\\/:*?"<>|\n\r\t' else character for character in title)[:60]
