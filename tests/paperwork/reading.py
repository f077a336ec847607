"""What a printed sheet says, page by page."""

import subprocess

from paperwork import sheets


def pdf_pages(html):
    run = subprocess.run(
        ["pdftotext", "-", "-"], input=sheets.MAKERS["pdf"](html), capture_output=True, check=True
    )
    return [page for page in run.stdout.decode().split("\f") if page.strip()]
