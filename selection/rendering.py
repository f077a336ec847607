"""How does a paper become a PDF?

Templates under templates/papers/ are laid out by WeasyPrint with the program's own stylesheets and
typefaces, and nothing else: neither a template nor a name typed into one can make it fetch anything.
"""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import islice
from typing import Any
from urllib.parse import unquote

import segno
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from pypdf import PdfWriter
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from selection import typefaces

OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}

Progress = Callable[[int], None]
CHUNK = 20  # papers laid out at a time, however many there are: memory stays that of one chunk


class OwnAssetsOnly(URLFetcher):
    """Serves ``data:``, the papers' own stylesheets as ``asset:NAME`` and the typefaces as ``font:NAME``."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False)
        self.faces = typefaces.faces()
        self.fonts = {path.name: path for path in self.faces.values()}
        self.assets = {path.name: path for path in (settings.BASE_DIR / "static" / "papers").glob("*.css")}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, quoted = url.partition(":")
        name = unquote(quoted)
        if scheme == "font" and name in self.fonts:
            return URLFetcherResponse(url, typefaces.read(self.fonts[name]))
        if scheme == "asset" and name in self.assets:
            return URLFetcherResponse(url, self.assets[name].read_bytes(), {"Content-Type": "text/css"})
        return super().fetch(url, headers)


class Press:
    """The typefaces, loaded once for a pile of papers: that is most of the time and the memory of a page.

    Not for longer than the pile, as the site may change its fonts, nor for two threads at once.
    """

    def __init__(self) -> None:
        self.fetcher = OwnAssetsOnly()
        self.fonts = FontConfiguration()
        stylesheet = typefaces.stylesheet(self.fetcher.faces)
        self.faces = CSS(string=stylesheet, url_fetcher=self.fetcher, font_config=self.fonts)

    def pages_of(self, html: str) -> Document:
        page = HTML(string=html, url_fetcher=self.fetcher)
        return page.render(stylesheets=[self.faces], font_config=self.fonts)

    def pdf_of(self, html: str) -> bytes:
        pdf: bytes = self.pages_of(html).write_pdf()
        return pdf


def render_pdf(template: str, context: dict[str, Any]) -> bytes:
    """The PDF of a paper; the same template and context give the same bytes."""
    return pdf_of(render_to_string(template, context))


def pdf_of(html: str) -> bytes:
    return Press().pdf_of(html)


def lay_out(template: str, context: dict[str, Any]) -> Document:
    """The same before it is written: its pages can be counted, and printed any number of times."""
    return Press().pages_of(render_to_string(template, context))


def qr(text: str) -> str:
    """The code as an image for ``src``."""
    return segno.make(text, error="m", micro=False).svg_data_uri(border=2)


def in_copies(laid_out: Iterable[tuple[Document, int]]) -> bytes:
    """One PDF of several papers, each so many times over."""
    piles = list(laid_out)
    pages = [page for document, copies in piles for page in document.pages * copies]
    pdf: bytes = piles[0][0].copy(pages).write_pdf()
    return pdf


def unheard(_done: int) -> None:
    """For nobody who waits."""


def render_pile(template: str, contexts: Iterable[dict[str, Any]], progress: Progress = unheard) -> bytes:
    """One PDF of the same paper for each context."""
    return merged((render_to_string(template, context) for context in contexts), progress)


def merged(htmls: Iterable[str], progress: Progress = unheard) -> bytes:
    """One PDF of many papers in their order, ``progress`` told after each chunk."""
    press, writer, done = Press(), PdfWriter(), 0
    for chunk in _chunks(htmls):
        writer.append(BytesIO(in_copies((press.pages_of(html), 1) for html in chunk)))
        done += len(chunk)
        progress(done)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def _chunks(htmls: Iterable[str]) -> Iterator[list[str]]:
    unread = iter(htmls)
    while chunk := list(islice(unread, CHUNK)):
        yield chunk


def pdf_to_keep(content: bytes, name: str) -> HttpResponse:
    """A PDF that the browser saves as ``name``.pdf."""
    return to_keep(content, name, "pdf")


def to_keep(content: bytes, name: str, suffix: str) -> HttpResponse:
    """A file of one of the ``FORMATS`` that the browser saves under its name."""
    disposition = content_disposition_header(True, f"{name}.{suffix}")
    return HttpResponse(
        content, content_type=FORMATS[suffix], headers={"Content-Disposition": str(disposition)}
    )
