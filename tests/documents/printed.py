"""What stands on a paper, read from its PDF."""

import subprocess

from selection.records import pdfs


def pages(document):
    """Each page of the draft as lines without blanks."""
    return pages_of(pdfs.preview(document.paper))


def pages_of(pdf):
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [
        ["".join(line.split()) for line in page.splitlines() if line.strip()]
        for page in text.stdout.decode().split("\f")
        if page.strip()
    ]


def text(document):
    """All of it, cell by cell, without blanks."""
    pdf = pdfs.preview(document.paper)
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(run.stdout.decode().split())
