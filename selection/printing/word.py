"""How does a paper become a Word file that an office edits before it is signed?

Read off the HTML that its PDF is laid out from, so that both say the same. Measures are those of
GB/T 9704: A4, 22 lines of 28 characters, which Word holds at 28.95 pt a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import lxml.html
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

from selection.printing.grids import BLANKS, Grid, grid_of

LINE = Pt(28.95)
CELL = Pt(16)
ROW = 7  # mm
IMPRINT_LINE, FOOT, TWIP = Mm(8.2), Mm(262), Pt(1) // 20
RED = RGBColor(0xD8, 0x12, 0x1A)
FANG, TITLE, HEI, KAI, SONG = "仿宋", "方正小标宋简体", "黑体", "楷体", "宋体"
LEFT, CENTRE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


@dataclass(frozen=True)
class Look:
    """How a paragraph is set; lengths in points, ``line`` None where it takes what it needs."""

    face: str = FANG
    size: float = 16
    side: Any = LEFT
    line: float | None = LINE.pt
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    colour: RGBColor | None = None
    stays: bool = False


TEXT = Look(side=BOTH, first=2 * CELL.pt)
OFFICIAL = {
    "mark": Look(TITLE, 44, CENTRE, None, before=100, colour=RED),
    "number": Look(side=CENTRE, before=2 * LINE.pt, after=8),
    "title": Look(TITLE, 22, CENTRE, before=2 * LINE.pt, after=LINE.pt),
    "subtitle": Look(KAI, side=CENTRE),
    "addressee": Look(),
    "h2": Look(HEI, first=2 * CELL.pt, stays=True),
    "h3": Look(KAI, first=2 * CELL.pt, stays=True),
    "p": TEXT,
    "li": Look(left=5 * CELL.pt, first=-3 * CELL.pt),
    "signer": Look(side=RIGHT, right=3 * CELL.pt, before=LINE.pt, stays=True),
    "signed-on": Look(side=RIGHT, right=4 * CELL.pt),
    "note": Look(first=2 * CELL.pt, before=LINE.pt),
    "imprint": Look(size=14, line=None, left=10),  # one cell, with what the table leaves free
    "cell": Look(size=12, side=CENTRE, line=None),
}
SMALL = Look(size=11, line=None, side=BOTH, after=3)
FORM = OFFICIAL | {
    "title": Look(TITLE, 20, CENTRE, None, after=6),
    "subtitle": Look(KAI, 12, CENTRE, None, after=3),
    "particulars": Look(size=11, line=None, after=3),
    "signatures": Look(size=11, line=None, before=18),
    "remarks": Look(size=9.5, line=None, before=4),
    "h2": Look(HEI, 12, line=None, before=6, after=3, stays=True),
    "p": SMALL,
    "li": SMALL,
    "cell": Look(size=10.5, side=CENTRE, line=None),
}
BETWEEN = Look(size=4, line=6)
SPREAD = {"particulars", "signatures", "number-up", "printed"}  # parts apart, from left to right
ASIDE = {"record", "mark-of-copy", "draft"}  # in the margin of every page
BLOCKS = {"p", "h1", "h2", "h3", "li", "div", "section", "table", "ol", "ul"}


def word_of(html: str) -> bytes:
    """The .docx of a paper's HTML; a form (with ``form.css``) gets the narrower margins of its PDF."""
    page = lxml.html.document_fromstring(html)
    is_form = any("form.css" in link.get("href", "") for link in page.iter("link"))
    writer = _Writer(page.body, FORM if is_form else OFFICIAL, is_form=is_form)
    file = BytesIO()
    writer.document.save(file)
    return file.getvalue()


class _Writer:
    """Walks the body once and adds to the document what it meets."""

    def __init__(self, body: HtmlElement, looks: dict[str, Look], *, is_form: bool) -> None:
        self.document: WordDocument = Document()
        self.looks = looks
        is_wide = "landscape" in body.get("class", "").split()
        self._set_page(is_form=is_form, is_wide=is_wide)
        for child in body:
            self._add(child)

    def _set_page(self, *, is_form: bool, is_wide: bool) -> None:
        section = self.document.sections[0]
        across, along = (297, 210) if is_wide else (210, 297)
        section.page_width, section.page_height = Mm(across), Mm(along)
        section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
        top, right, bottom, left = (22, 18, 20, 22) if is_form else (37, 26, 35, 28)
        section.top_margin, section.right_margin = Mm(top), Mm(right)
        section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
        section.footer_distance = Mm(bottom - 10)
        self.width = Mm(across - left - right)
        _number_pages(section.footer.paragraphs[0])
        normal = self.document.styles["Normal"]
        _set_face(normal.element.get_or_add_rPr(), FANG)

    def _add(self, element: HtmlElement) -> None:
        if not isinstance(element.tag, str) or element.tag == "svg":  # a table beside it says the same
            return
        classes = element.get("class", "").split()
        if ASIDE & {*classes}:
            self._add_aside(element)
        elif element.tag == "table":
            self._add_table(grid_of(element))
        elif "red-line" in classes:
            _draw_line(self.document.paragraphs[-1], "bottom", 16, space=11, colour=str(RED))
        elif SPREAD & {*classes}:
            self._spread(element, self._look(element))
        elif "imprint" in classes:
            self._add_imprint(element)
        elif any(child.tag in BLOCKS for child in element):
            for child in element:
                self._add(child)
        elif _runs(element):
            look = self._look(element)
            self._fill(self._paragraph(look), element, look)

    def _look(self, element: HtmlElement) -> Look:
        names = [*element.get("class", "").split(), element.tag]
        return next((self.looks[name] for name in names if name in self.looks), self.looks["p"])

    def _paragraph(self, look: Look) -> Paragraph:
        added = self.document.add_paragraph()
        _set(added, look)
        return added

    def _fill(self, paragraph: Paragraph, element: HtmlElement, look: Look) -> None:
        for text, face in _runs(element):
            _write(paragraph, text, replace(look, face=face or look.face))

    def _add_imprint(self, element: HtmlElement) -> None:
        lines = list(element)
        table = self.document.add_table(len(lines), 1)
        table.autofit = False
        _hold_at_foot(table)
        for line, cell in zip(lines, table.column_cells(0), strict=True):
            cell.width, cell.vertical_alignment = self.width, VERTICAL.CENTER
            look = self.looks["imprint"]
            _set(cell.paragraphs[0], look)
            parts = list(line) if SPREAD & {*line.get("class", "").split()} else [line]
            self._spread_over(cell.paragraphs[0], parts, look, Length(self.width - 2 * CELL))
        self._paragraph(BETWEEN)  # by which the table is held on its page

    def _spread(self, element: HtmlElement, look: Look) -> None:
        self._spread_over(self._paragraph(look), list(element), look, self.width)

    def _spread_over(self, paragraph: Paragraph, parts: list[HtmlElement], look: Look, width: Length) -> None:
        for number, part in enumerate(parts):
            if number:
                is_last = number == len(parts) - 1
                place = Length(width * number // (len(parts) - 1))
                paragraph.paragraph_format.tab_stops.add_tab_stop(
                    place, WD_TAB_ALIGNMENT.RIGHT if is_last else WD_TAB_ALIGNMENT.CENTER
                )
                _write(paragraph, "\t", look)
            self._fill(paragraph, part, look)

    def _add_aside(self, element: HtmlElement) -> None:
        section = self.document.sections[0]
        is_record = "record" in element.get("class", "").split()
        holder = section.footer if is_record else section.header
        paragraph = holder.add_paragraph()
        look = Look(HEI, 7.5 if is_record else 10.5, CENTRE if is_record else RIGHT, None)
        _set(paragraph, look)
        self._fill(paragraph, element, look)

    def _part(self, *, is_on_new_page: bool) -> None:
        """Tables that follow each other would be read as one."""
        body = self.document.element.body
        is_after_table = len(body) > 1 and body[-2].tag == qn("w:tbl")  # the last one is the section's
        if is_on_new_page or is_after_table:
            between = self._paragraph(BETWEEN)
            between.paragraph_format.page_break_before = is_on_new_page

    def _add_table(self, grid: Grid) -> None:
        if not grid.cells:
            return
        look = self.looks["cell"]
        self._part(is_on_new_page=grid.is_on_new_page)
        table = self.document.add_table(grid.rows, grid.columns, "Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        places = [list(row.cells) for row in table.rows]
        wanted = sum(grid.widths)
        for column, width in enumerate(grid.widths):
            table.columns[column].width = Length(self.width * width // wanted)
        for each in grid.cells:
            cell = places[each.row][each.column]
            if each.rows > 1 or each.columns > 1:
                cell = cell.merge(places[each.row + each.rows - 1][each.column + each.columns - 1])
            is_to_write_in = each.room and each.reads_left
            cell.vertical_alignment = VERTICAL.TOP if is_to_write_in else VERTICAL.CENTER
            own = replace(
                look, face=HEI if each.is_head else look.face, side=LEFT if each.reads_left else CENTRE
            )
            for number, line in enumerate(each.text.split("\n")):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                _set(paragraph, own)
                _write(paragraph, line, own)
        for number, row in enumerate(table.rows):
            row.height = Mm(grid.heights.get(number, ROW))  # at least
        for row in table.rows[: grid.heads]:
            _repeat(row._tr)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _runs(element: HtmlElement) -> list[tuple[str, str]]:
    """(text, face of its own or nothing) of an element without blocks; a break is a line feed."""
    found = [(BLANKS.sub(" ", text), face) for text, face in _pieces(element, "")]
    while found and not found[0][0].strip(" "):
        found.pop(0)
    while found and not found[-1][0].strip(" "):
        found.pop()
    return found


def _pieces(element: HtmlElement, face: str) -> Iterator[tuple[str, str]]:
    if element.tag == "br":
        yield "\v", face
    if element.get("class") == "kai":
        face = KAI
    elif element.tag in ("b", "strong"):
        face = HEI
    if element.text:
        yield element.text, face
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child, face)
        if child.tail:
            yield child.tail, face


def _write(paragraph: Paragraph, text: str, look: Look) -> None:
    for number, line in enumerate(text.split("\v")):
        if number:
            paragraph.add_run().add_break(WD_BREAK.LINE)
        run = paragraph.add_run(line)
        run.font.size = Pt(look.size)
        if look.colour is not None:
            run.font.color.rgb = look.colour
        _set_face(run._r.get_or_add_rPr(), look.face)


def _set(paragraph: Paragraph, look: Look) -> None:
    given = paragraph.paragraph_format
    given.alignment = look.side
    given.line_spacing = Pt(look.line) if look.line else 1.0
    given.space_before, given.space_after = Pt(look.before), Pt(look.after)
    given.first_line_indent = Pt(look.first)
    given.left_indent, given.right_indent = Pt(look.left), Pt(look.right)
    given.keep_with_next = look.stays


def _set_face(properties: Any, face: str) -> None:
    """Word asks for the face of Chinese text by a name of its own."""
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{script}"), face)


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(mark)


def _draw_line(
    paragraph: Paragraph, side: str, eighths: int, *, space: int = 1, colour: str = "000000"
) -> None:
    """Along one side of the paragraph, as wide as the text; its weight in eighths of a point."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
        )
    borders.append(_line(side, eighths, space=space, colour=colour))


def _line(side: str, eighths: int, *, space: int = 0, colour: str = "000000") -> Any:
    line = OxmlElement(f"w:{side}")
    for name, value in {"val": "single", "sz": eighths, "space": space, "color": colour}.items():
        line.set(qn(f"w:{name}"), str(value))
    return line


def _hold_at_foot(table: Table) -> None:
    """版记: down to the edge of the text of the page that it falls on, with lines above, between and below."""
    for row in table.rows:
        row.height, row.height_rule = IMPRINT_LINE, WD_ROW_HEIGHT_RULE.EXACTLY
    top = FOOT - IMPRINT_LINE * len(table.rows)
    place = OxmlElement("w:tblpPr")
    said = {"horzAnchor": "margin", "vertAnchor": "page", "tblpX": 1, "tblpY": top // TWIP}
    for name, value in said.items():
        place.set(qn(f"w:{name}"), str(value))
    properties = table._tbl.tblPr
    properties.insert(0, place)  # before whatever else a table without a style says of itself
    borders = OxmlElement("w:tblBorders")
    for side, eighths in {"top": 8, "bottom": 8, "insideH": 6}.items():
        borders.append(_line(side, eighths))
    properties.find(qn("w:tblLayout")).addprevious(borders)


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = CENTRE
    look = Look(SONG, 14)
    _write(paragraph, "— ", look)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    _write(paragraph, " —", look)
