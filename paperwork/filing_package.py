"""备案材料: what goes to the bureau as one zip, numbered in the order of the ruleset (R-34)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from campaigns.choices import ActKind, AgendaPurpose
from campaigns.documents import filing_report
from campaigns.materials import PAPERS, materials, may_take
from campaigns.models import Act, Campaign, Candidacy, Meeting
from paperwork import packing
from paperwork.contents import Contents
from paperwork.forms import FORMS
from paperwork.models import Job
from paperwork.packing import Item, Line
from selection.accounts.models import User
from selection.records.models import Attachment

# What an annex is made of besides its papers: forms, and the scans of what was done on paper
SHEETS = {
    "quota": ("quota",),
    "inspection": ("inspection_material",),
    "discipline": ("integrity_reply",),
    "minutes": ("minutes", "decision_result"),
    "publicity": ("publicity_report",),
    "approval_sheet": ("approval_sheet",),
    "talk": ("appointment_talk",),
    "record": ("work_record",),
}
SCANNED = {"gatekeeping": ActKind.GATEKEEPING, "announcement": ActKind.ANNOUNCEMENT}


def make(job: Job, folder: Path, progress: Callable[[int, int], None]) -> Path:
    campaign, reader = job.campaign, job.requested_by
    assert campaign is not None
    listed = list(items(campaign, reader)) if may_take(campaign, reader) else []
    return packing.pack(folder / "filing.zip", listed, partial(_about, campaign), progress)


def items(campaign: Campaign, reader: User) -> Iterator[Item]:
    """The report, then every annex in a folder of its own."""
    contents, people = Contents(campaign, reader), set(filing_report.appointees(campaign))
    yield from _papers(contents, filing_report.KIND, "01-备案报告")
    for number, (kind, name) in enumerate(filing_report.annexes(campaign).items(), start=2):
        folder = f"{number:02}-{name}"
        yield from _papers(contents, PAPERS.get(kind, ""), folder)
        yield from _sheets(contents, SHEETS.get(kind, ()), people, folder)
        yield from _scans(contents, kind, folder)


def _papers(contents: Contents, kind: str, folder: str) -> Iterator[Item]:
    """Each as it was issued and, where it came back signed, as it came back."""
    for each in contents.papers().in_force().filter(kind=kind):
        yield contents.paper(each, folder)
        yield from (contents.scan(copy.scan, folder) for copy in each.signed_copies.all()[:1])


def _sheets(contents: Contents, keys: tuple[str, ...], people: set[Candidacy], folder: str) -> Iterator[Item]:
    """Of a form for each person, those of whom the report speaks."""
    for form in (FORMS[key] for key in keys if contents.campaign.track in FORMS[key].tracks):
        for subject in form.subjects(contents.campaign):
            if not isinstance(subject.of, Candidacy) or subject.of in people:
                yield contents.sheet(form, subject, folder)


def _scans(contents: Contents, kind: str, folder: str) -> Iterator[Item]:
    """Of what was done on paper, as far as the reader may see it."""
    campaign, kept = contents.campaign, set[int]()
    if kind in SCANNED:
        acts = Act.objects.filter(plan=campaign.plan, kind=SCANNED[kind])
        kept = {pk for pk in acts.values_list("attachment", flat=True) if pk}
    elif kind == "minutes":
        met = Meeting.objects.filter(items__in=campaign.resolved(AgendaPurpose.DECISION))
        kept = {pk for pk in met.values_list("attachment", flat=True) if pk}
    for scan in Attachment.objects.visible_to(contents.reader).filter(pk__in=kept).order_by("pk"):
        yield contents.scan(scan, folder)


def _about(campaign: Campaign, lines: list[Line]) -> dict[str, bytes]:
    reasons = (reason for each in materials(campaign.filing, with_links=False) for reason in each.reasons)
    remarks = f"{campaign.title}。共{len(lines)}件。"
    return {
        "目录.pdf": packing.listing("备案材料目录", campaign.organisation, remarks, lines),
        "缺项.txt": packing.missing(reasons),
    }
