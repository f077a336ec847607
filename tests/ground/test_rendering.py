"""Papers as PDF: the grid of GB/T 9704, every character printed, nothing fetched from elsewhere."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from selection import typefaces
from selection.rendering import OwnAssetsOnly, render_pdf

RARE = "𬭎镕喆玥珺赟祎·〔〕—"
NOTICE = "papers_of_tests/notice.html"


@pytest.fixture(autouse=True)
def templates_and_fonts(settings, tmp_path, monkeypatch):
    """The tests' own templates, and no other fonts than Noto unless a test brings some."""
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], Path(__file__).with_name("templates")]}]
    settings.SITE_FONTS_DIR = tmp_path / "fonts"
    monkeypatch.setattr(typefaces, "FANDOL_FOLDERS", ())
    return settings.SITE_FONTS_DIR


def poppler(tool, pdf, *args):
    done = subprocess.run([tool, *args, "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def pages(pdf):
    """Each page's lines, without blanks inside them."""
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [
        ["".join(line.split()) for line in page.splitlines() if line.strip()]
        for page in text.stdout.decode().split("\f")
        if page.strip()
    ]


def make_font(folder, name="fang.ttf", characters="国家"):
    """A face with two characters and lines of another height than Noto's."""
    folder.mkdir()
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    pen.lineTo((950, 0))
    pen.lineTo((500, 800))
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    glyphs = {f"uni{ord(each):04X}": pen.glyph() for each in characters}
    builder.setupGlyphOrder([".notdef", *glyphs])
    builder.setupCharacterMap({ord(each): f"uni{ord(each):04X}" for each in characters})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), **glyphs})
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *glyphs], (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120, lineGap=200)
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=978, usWinDescent=272)
    builder.setupNameTable({"familyName": "Test Fang", "styleName": "Regular"})
    builder.setupPost()
    builder.save(folder / name)


FULL = {
    "mark": "清河县实验学校文件",
    "number": "清实校任〔2026〕3号",
    "title": "关于李文镕等同志职务任免的通知",
    "addressee": "各处室",
    "body": "经会议研究决定：\n\n李文镕同志任教务处主任。",
    "annexes": ["聘任人员名单", "聘任合同样本"],
    "signer": "清河县实验学校",
    "signed_on": date(2026, 4, 2),
    "copies_to": "清河县教育局政工科",
    "printed_by": "清河县实验学校办公室",
    "record": "全程纪实第128条 校验码3f2a",
}


def test_an_official_paper_has_its_parts_in_order_and_no_signature_stands_alone():
    first, second = pages(render_pdf(NOTICE, FULL))

    assert first + second == [
        "清河县实验学校文件",
        "清实校任〔2026〕3号",
        "关于李文镕等同志职务任免的通知",
        "各处室：",
        "经会议研究决定：",
        "—1—",
        "全程纪实第128条校验码3f2a",
        "李文镕同志任教务处主任。",
        "附件：1.聘任人员名单",
        "2.聘任合同样本",
        "清河县实验学校",
        "2026年4月2日",
        "抄送：清河县教育局政工科。",
        "清河县实验学校办公室2026年4月2日印发",
        "—2—",
        "全程纪实第128条校验码3f2a",
    ]


def test_a_report_upward_names_who_signs_it():
    first, _second = pages(render_pdf(NOTICE, {**FULL, "is_upward": True, "signatory": "欧阳玥珺"}))

    assert first[1] == "清实校任〔2026〕3号签发人：欧阳玥珺"


def test_a_draft_says_so_and_leaves_its_date_open():
    context = {"title": "考察公告", "body": "正文", "signer": "考察组", "is_sealed": False, "is_draft": True}

    [lines] = pages(render_pdf(NOTICE, context))

    assert lines == ["草稿，未签发", "考察公告", "正文", "考察组", "年月日", "—1—"]


def test_a_page_holds_22_lines_of_28_characters():
    _first, second, _third = pages(render_pdf(NOTICE, {"title": "通知", "body": "国" * 28 * 50}))

    assert second == ["国" * 28] * 22 + ["—2—"]


def test_a_rare_character_in_every_line_leaves_22_lines_on_the_page(templates_and_fonts):
    make_font(templates_and_fonts)
    line = "国" * 14 + "镕" + "家" * 13

    pdf = render_pdf(NOTICE, {"title": "通知", "body": line * 50})

    assert len(pages(pdf)[1]) == 22 + 1
    assert {"Paper-Fang", "Noto-Serif-CJK-SC"} <= embedded(pdf)


def test_a_face_is_given_the_line_of_noto(templates_and_fonts):
    make_font(templates_and_fonts)

    font = typefaces.levelled((templates_and_fonts / "fang.ttf").read_bytes())

    (templates_and_fonts / "levelled.ttf").write_bytes(font)
    read = TTFont(templates_and_fonts / "levelled.ttf")
    assert (read["hhea"].ascent, read["hhea"].descent, read["hhea"].lineGap) == (1151, -286, 0)
    assert (read["OS/2"].sTypoAscender, read["OS/2"].usWinDescent) == (1151, 286)


def embedded(pdf):
    """The names of the fonts in the file; fails where one is not embedded or maps to no characters."""
    table = [line.split() for line in poppler("pdffonts", pdf).splitlines()[2:]]
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in table)
    return {row[0].partition("+")[2] for row in table}


def test_every_character_of_a_name_is_printed(caplog):
    pdf = render_pdf(NOTICE, {**FULL, "body": f"买买提·阿不都热合曼、{RARE}"})

    assert f"买买提·阿不都热合曼、{RARE}" in "".join(pages(pdf)[0])
    assert [record.message for record in caplog.records if record.name == "weasyprint"] == []
    assert all(name.startswith("Noto-") for name in embedded(pdf))


def test_a_character_that_no_font_has_would_be_noticed(caplog):
    render_pdf(NOTICE, {"title": "通知", "body": "\U0001f9ff\U000ff000"})

    assert any(".notdef" in record.message for record in caplog.records)


def test_the_same_paper_has_the_same_bytes():
    assert render_pdf(NOTICE, FULL) == render_pdf(NOTICE, FULL)


def test_a_list_says_how_many_pages_it_has_and_repeats_its_head(caplog):
    context = {"title": "名单", "particulars": ["填报单位：清河县实验学校"], "names": ["李文镕"] * 45}

    first, *_, second = pages(render_pdf("papers_of_tests/list.html", {**context, "remarks": "空缺数。"}))

    assert first[:3] == ["名单", "填报单位：清河县实验学校", "序号姓名"]
    assert (first[-1], second[0], second[-1]) == ("第1页共2页", "序号姓名", "第2页共2页")
    assert caplog.records == []


@pytest.mark.parametrize(
    ("orientation", "size"), [("", "595.276 x 841.89"), ("landscape", "841.89 x 595.276")]
)
def test_a_list_stands_or_lies(orientation, size):
    context = {"title": "名单", "names": ["甲"], "orientation": orientation, "signatures": ["填表人", "校长"]}

    pdf = render_pdf("papers_of_tests/list.html", context)

    assert f"Page size:       {size}" in poppler("pdfinfo", pdf)
    assert "填表人：校长：" in pages(pdf)[0]


def test_what_is_typed_into_a_paper_stays_text():
    [lines] = pages(render_pdf(NOTICE, {"title": '<img src="file:///etc/passwd">', "body": "正文"}))

    assert lines[0].startswith("<imgsrc=")


def test_a_template_can_fetch_nothing_but_the_own_assets(caplog):
    [lines] = pages(render_pdf("papers_of_tests/greedy.html", {"title": "公告"}))

    failed = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert len(failed) == 4
    assert not any("root:" in line for line in lines)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1/", "asset:../secrets.py", "asset:%2e%2e/x", "font:passwd"]
)
def test_the_fetcher_refuses_whatever_is_not_ours(url):
    with pytest.raises(ValueError, match="disallowed protocol"):
        OwnAssetsOnly().fetch(url)


def test_the_licensed_font_comes_before_the_free_one(templates_and_fonts, monkeypatch, tmp_path):
    free = tmp_path / "fandol"
    monkeypatch.setattr(typefaces, "FANDOL_FOLDERS", (free,))
    make_font(free, "FandolFang-Regular.otf")
    (free / "README").write_text("no font")

    assert typefaces.faces() == {"Paper Fang": free / "FandolFang-Regular.otf"}
    make_font(templates_and_fonts, "simfang.ttf")
    assert typefaces.faces() == {"Paper Fang": templates_and_fonts / "simfang.ttf"}
