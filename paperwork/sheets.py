"""How does a form become a sheet to look at, to print, to edit, to count with? All four from one HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import lxml.html
from django.template.loader import render_to_string

from campaigns import permissions
from campaigns.choices import NAMED_IN_PUBLIC
from campaigns.models import Campaign
from paperwork.kinds import Form, Subject
from selection import rendering
from selection.accounts.models import User
from selection.printing.excel import excel_of
from selection.printing.word import word_of
from selection.records import looks

MAKERS: dict[str, Callable[[str], bytes]] = {"pdf": rendering.pdf_of, "docx": word_of, "xlsx": excel_of}


def filled(form: Form, campaign: Campaign, subject: Subject, reader: User) -> str:
    """The sheet's HTML; who reads names before they are public is put down and gets a marked copy."""
    if campaign.stage not in NAMED_IN_PUBLIC:
        looks.put_down(campaign.ledger, reader, name_of(form, subject))
    return marked(form, campaign, subject, reader)


def marked(form: Form, campaign: Campaign, subject: Subject, reader: User) -> str:
    """The same as part of a file for that reader, who was put down for the file."""
    return render_to_string(form.template, form.facts(subject.of) | {"mark_of_copy": _mark(campaign, reader)})


def blank(form: Form, school: str) -> str:
    return render_to_string(form.template, form.blank(school))


def blanks(forms: Iterable[Form], school: str, copies: int) -> bytes:
    """One PDF of empty sheets, each so many times over."""
    press = rendering.Press()
    return rendering.in_copies((press.pages_of(blank(form, school)), copies) for form in forms)


def body_of(html: str) -> str:
    """What stands on the sheet, to be shown within a page."""
    body = lxml.html.document_fromstring(html).body
    return "".join(lxml.html.tostring(child, encoding="unicode") for child in body)


def _mark(campaign: Campaign, reader: User) -> str:
    is_original = campaign.stage in NAMED_IN_PUBLIC or permissions.may_run(campaign, reader)
    return "" if is_original else looks.mark_of(reader)


def name_of(form: Form, subject: Subject) -> str:
    """As a file is called: whose sheet it is, where there is more than one."""
    return form.title if isinstance(subject.of, Campaign) else f"{form.title}（{subject.label}）"
