"""案卷: all of one selection in one zip, as far as its reader may see; the rest stands in its list by digest.

Beside papers, sheets and scans lie the record, the data of every count with the script that counts them
again, what is missing, and the SHA-256 of every file. What the reader may not see, talk notes and complaints
first, is listed under a keyed digest: a plain one of a few known answers could be tried out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from django.conf import settings

from ballots import exporting, papers
from ballots.models import Poll
from campaigns.choices import NAMED_IN_PUBLIC
from campaigns.lacking import lacking
from campaigns.materials import materials
from campaigns.models import Act, Campaign, Filing, Meeting, Objection, Publicity, Round
from paperwork import packing
from paperwork.contents import Contents
from paperwork.forms import of_campaign
from paperwork.models import Job
from paperwork.packing import WITHHELD, Item, Line
from selection.accounts.models import User
from selection.records import ledgers, looks
from selection.records.models import Attachment, Ledger, SignedCopy

RECORD = "全程纪实.jsonl"


def make(job: Job, folder: Path, progress: Callable[[int, int], None]) -> Path:
    campaign, reader = job.campaign, job.requested_by
    assert campaign is not None
    if campaign.stage not in NAMED_IN_PUBLIC:
        looks.put_down(campaign.ledger, reader, "案卷")
    listed = list(items(campaign, reader))
    return packing.pack(folder / "archive.zip", listed, partial(_about, campaign), progress)


def items(campaign: Campaign, reader: User) -> Iterator[Item]:
    """In the order of the list."""
    contents = Contents(campaign, reader)
    yield from (contents.paper(each, "文书") for each in contents.papers())
    yield from _sheets(contents)
    yield from _scans(contents)
    yield from _objections(campaign)
    yield from _counts(campaign, reader)
    yield from _record(campaign, reader)


def _sheets(contents: Contents) -> Iterator[Item]:
    for form in of_campaign(contents.campaign):
        is_open = form.reads(contents.campaign, contents.reader)
        for subject in form.subjects(contents.campaign):
            yield contents.sheet(form, subject, "表格", is_open=is_open)


def _scans(contents: Contents) -> Iterator[Item]:
    """What was handed in with the acts, meetings, rounds and notices, and the papers that came back signed."""
    campaign, reader = contents.campaign, contents.reader
    holders: Iterable[Iterable[int | None]] = (
        Act.objects.filter(plan=campaign.plan).values_list("attachment", flat=True),
        Meeting.objects.filter(plan=campaign.plan).values_list("attachment", flat=True),
        Round.objects.filter(campaign=campaign).values_list("attachment", flat=True),
        Publicity.objects.filter(campaign=campaign).values_list("attachment", flat=True),
        SignedCopy.objects.filter(paper__in=contents.papers()).values_list("scan", flat=True),
    )
    kept = {pk for holder in holders for pk in holder if pk is not None}
    readable = set(Attachment.objects.visible_to(reader).filter(pk__in=kept).values_list("pk", flat=True))
    for scan in Attachment.objects.filter(pk__in=kept).order_by("pk"):
        yield contents.scan(scan, "附件", is_open=scan.pk in readable)


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


def _about(campaign: Campaign, lines: list[Line]) -> dict[str, bytes]:
    """The list itself, what is missing, and the script that counts again."""
    withheld = sum(line[2] == WITHHELD for line in lines)
    remarks = f"{campaign.title}。共{len(lines)}件，其中{withheld}件不随卷。"
    return {
        "目录.pdf": packing.listing("案卷目录", campaign.organisation, remarks, lines),
        "缺项.txt": packing.missing(_missing(campaign)),
        "recount.py": (settings.BASE_DIR / "tools" / "recount.py").read_bytes(),
    }


def _missing(campaign: Campaign) -> Iterator[str]:
    filing = Filing.objects.filter(campaign=campaign).first()
    if filing is None:
        yield from (each.sentence for each in lacking(campaign))
        return
    for each in materials(filing, with_links=False):
        yield from each.reasons
