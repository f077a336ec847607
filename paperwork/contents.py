"""As what does a paper, a sheet, a scan go into a zip for its reader?"""

from __future__ import annotations

from functools import partial

from django.db.models import Q

from campaigns.models import Campaign
from paperwork import sheets
from paperwork.kinds import Form, Subject
from paperwork.packing import Item
from selection.accounts.models import User
from selection.records import pdfs
from selection.records.models import Attachment, Paper
from selection.records.models.papers import PaperQuerySet
from selection.rendering import Press


class Contents:
    """Of one selection for one reader; what is printed is printed with the same typefaces."""

    def __init__(self, campaign: Campaign, reader: User) -> None:
        self.campaign, self.reader, self.press = campaign, reader, Press()

    def papers(self) -> PaperQuerySet:
        """Those that have a file, in the order in which they were drawn up."""
        drawn = self.campaign.plan.documents.filter(Q(campaign__in=self.campaign.lineage) | Q(campaign=None))
        return Paper.objects.issued().filter(document__in=drawn).exclude(file="").order_by("pk")

    def paper(self, found: Paper, folder: str) -> Item:
        return Item(folder, found.number or found.title, "pdf", partial(self._copy, found))

    def sheet(self, form: Form, subject: Subject, folder: str, *, is_open: bool = True) -> Item:
        content = partial(self._printed, form, subject)
        return Item(folder, sheets.name_of(form, subject), "pdf", content, is_open)

    def scan(self, found: Attachment, folder: str, *, is_open: bool = True) -> Item:
        stem, _, suffix = found.name.rpartition(".")
        return Item(folder, stem or found.name, suffix, found.file.read, is_open)

    def _copy(self, found: Paper) -> bytes:
        """As the reader gets it from its page: the file, or a marked copy before the names are public."""
        content = pdfs.read(found, self.reader)
        assert content is not None
        return content

    def _printed(self, form: Form, subject: Subject) -> bytes:
        return self.press.pdf_of(sheets.marked(form, self.campaign, subject, self.reader))
