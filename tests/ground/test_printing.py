"""A paper read again as Word and Excel says what its HTML says."""

from io import BytesIO

import lxml.html
import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from selection import spreadsheet
from selection.printing.excel import excel_of, number_in
from selection.printing.grids import grid_of, text_of
from selection.printing.word import word_of

FORM = """<html><head><link rel="stylesheet" href="asset:form.css"></head><body class="">
<h1 class="title">民主推荐<br>汇总表</h1>
<div class="particulars"><span>单位：河东镇中心小学</span><span>2026年3月2日</span></div>
<div class="body"><table>
<thead><tr><th rowspan="2">姓名</th><th colspan="2">票数</th></tr><tr><th>同意</th><th>占比</th></tr></thead>
<tbody><tr><td class="text">阿卜杜拉·买买提</td><td>55</td><td>85.7%</td></tr>
<tr><td class="text">=SUM(A1)</td><td>0012</td><td>1.50</td></tr></tbody></table></div></body></html>"""
OFFICIAL = """<html><body><div class="draft">草稿，未签发</div>
<div class="head"><div class="mark">河东镇中心小学文件</div>
<div class="number number-up"><span>校任〔2026〕3号</span><span>签发人：<span class="kai">尹惠莹</span></span></div>
<div class="red-line"></div></div><h1 class="title">关于备案的报告</h1><p class="addressee">县教育局：</p>
<div class="body"><h2>一、职数</h2><p>核定4名，<b>现任3名</b>。</p></div>
<div class="closing"><div class="signature"><div class="signer">河东镇中心小学</div></div></div></body></html>"""


def sheet_of(html):
    return load_workbook(BytesIO(excel_of(html))).active


def document_of(html):
    return Document(BytesIO(word_of(html)))


def test_a_cell_stands_where_html_puts_it():
    grid = grid_of(next(lxml.html.document_fromstring(FORM).iter("table")))

    assert [(each.row, each.column, each.rows, each.columns, each.text) for each in grid.cells[:5]] == [
        (0, 0, 2, 1, "姓名"),
        (0, 1, 1, 2, "票数"),
        (1, 1, 1, 1, "同意"),
        (1, 2, 1, 1, "占比"),
        (2, 0, 1, 1, "阿卜杜拉·买买提"),
    ]
    assert (grid.rows, grid.columns, grid.heads) == (4, 3, 2)


def test_paragraphs_and_breaks_are_lines():
    cell = lxml.html.fragment_fromstring("<td> 学历<br>学位 <p>　同意 </p>\n<p>（盖章）</p></td>")

    assert text_of(cell) == "学历\n学位\n　同意\n（盖章）"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("55", (55, "0")),
        ("-3", (-3, "0")),
        ("1.50", (1.5, "0.00")),
        ("85.7%", (0.857, "0.0%")),
        ("100%", (1.0, "0%")),
        ("0012", None),
        ("13800000000", None),
        ("55人", None),
        ("", None),
    ],
)
def test_a_count_a_score_or_a_share_is_a_number(text, number):
    assert number_in(text) == number


def test_excel_holds_title_merged_heads_and_numbers():
    sheet = sheet_of(FORM)

    assert [[cell.value for cell in row] for row in sheet.iter_rows()][:6] == [
        ["民主推荐汇总表", None, None],
        ["单位：河东镇中心小学　　2026年3月2日", None, None],
        ["姓名", "票数", None],
        [None, "同意", "占比"],
        ["阿卜杜拉·买买提", 55, 0.857],
        ["=SUM(A1)", "0012", 1.5],
    ]
    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:C1", "A2:C2", "A3:A4", "B3:C3"}
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A5", "$3:$4")
    assert sheet["A6"].data_type == "s"
    assert sheet["C5"].number_format == "0.0%"


def test_word_holds_a_table_whose_heads_are_repeated():
    document = document_of(FORM)

    table = document.tables[0]
    assert [cell.text for cell in table.rows[2].cells] == ["阿卜杜拉·买买提", "55", "85.7%"]
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    repeated = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
    assert repeated == [True, True, False, False]
    assert [each.text for each in document.paragraphs] == [
        "民主推荐\n汇总表",
        "单位：河东镇中心小学\t2026年3月2日",
    ]


def test_word_is_set_as_the_standard_has_it():
    document = document_of(OFFICIAL)

    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.mm) for each in margins] == [37, 35, 28, 26]
    said = {each.text: each for each in document.paragraphs}
    assert [*said] == [
        "河东镇中心小学文件",
        "校任〔2026〕3号\t签发人：尹惠莹",
        "关于备案的报告",
        "县教育局：",
        "一、职数",
        "核定4名，现任3名。",
        "河东镇中心小学",
    ]
    text = said["核定4名，现任3名。"]
    assert (text.paragraph_format.line_spacing.pt, text.paragraph_format.first_line_indent.pt) == (28.95, 32)
    assert [(run.text, face_of(run)) for run in text.runs] == [
        ("核定4名，", "仿宋"),
        ("现任3名", "黑体"),
        ("。", "仿宋"),
    ]
    assert [each.text for each in section.header.paragraphs] == ["", "草稿，未签发"]


def face_of(run):
    return run._r.rPr.rFonts.get(qn("w:eastAsia"))


CARDS = """<html><head><link rel="stylesheet" href="asset:form.css"></head><body><h1 class="title">表</h1>
<table class="fixed"><tr><th>意见</th><td class="tall"></td></tr><tr><th>签字</th><td class="opinion"></td></tr></table>
<table class="fixed new-page"><tr><th>姓名</th><td>王小明</td></tr></table></body></html>"""


def test_places_to_write_in_have_their_room():
    first, _ = document_of(CARDS).tables

    assert [row.height.mm for row in first.rows] == [pytest.approx(24, abs=0.1), pytest.approx(30, abs=0.1)]
    assert [sheet_of(CARDS).row_dimensions[row].height for row in (2, 3)] == [
        pytest.approx(68.0, abs=0.1),
        pytest.approx(85.0, abs=0.1),
    ]


def test_tables_in_a_row_stay_apart_and_one_may_begin_a_page():
    document = document_of(CARDS)

    between = document.tables[1]._tbl.getprevious()
    assert document.tables[0]._tbl.getnext() is between
    assert between.find(qn("w:pPr")).find(qn("w:pageBreakBefore")) is not None


IMPRINT = """<html><body><p>正文</p><div class="imprint-call"><div class="imprint">
<div class="copies"><span>抄送：</span><span>县教育局人事科。</span></div>
<div class="printed"><span>河东镇中心小学</span><span>2026年4月9日印发</span></div></div></div></body></html>"""


def test_the_imprint_ends_where_the_text_of_a_page_ends():
    (table,) = document_of(IMPRINT).tables

    place = table._tbl.tblPr.find(qn("w:tblpPr"))
    millimetres = int(place.get(qn("w:tblpY"))) / 20 / 72 * 25.4
    assert millimetres + sum(row.height.mm for row in table.rows) == pytest.approx(262, abs=0.1)
    assert [row.cells[0].text for row in table.rows] == [
        "抄送：县教育局人事科。",
        "河东镇中心小学\t2026年4月9日印发",
    ]


def test_a_list_keeps_its_heads_in_sight_on_screen_and_paper_and_its_numbers_numbers():
    file = spreadsheet.workbook("清单", {"序号": 6, "学校": 100}, [[1, "0012"], [2, "=东小学"]])

    page = load_workbook(file).active
    assert [[cell.value for cell in row] for row in page["A3:B4"]] == [[1, "0012"], [2, "=东小学"]]
    assert (page.freeze_panes, page.print_title_rows) == ("A3", "$1:$2")
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
