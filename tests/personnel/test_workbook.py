"""Which files are rosters, and what is refused before anything is read."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from personnel.roster import workbook
from personnel.roster.columns import is_header
from personnel.roster.workbook import MAX_BYTES, MAX_ROWS, FormulaWithoutResult
from selection import packages
from selection.reasons import Refused
from tests.factories.rosters import CORE, LI, WANG, person, roster_file, saved

CSV = "这是CSV或文本文件，请在Excel或WPS里打开，核对没有乱码后另存为.xlsx再上传。"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read(file):
    return workbook.read(file, is_header)


def refusal(file) -> str:
    with pytest.raises(Refused) as refused:
        read(file)
    (sentence,) = refused.value.reasons
    return sentence


def with_part(name: str, content: bytes) -> BytesIO:
    """A sound roster with one more part in its package."""
    file = roster_file(WANG)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return file


def without_dimensions(file: BytesIO) -> BytesIO:
    """As some programs write it: the sheet claims to be one cell large."""
    changed = BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b'<dimension ref="A1:H2"', b'<dimension ref="A1"')
            new.writestr(name, part)
    return changed


def test_titles_above_the_header_and_blank_rows_between_are_passed_over():
    blank = [None] * 8
    sheet = read(roster_file(WANG, blank, [" "] * 8, LI, titles=["某县实验学校", "2026年3月"]))

    assert sheet.title == "教职工名册"
    assert sheet.headers == CORE
    assert [row.number for row in sheet.rows] == [4, 7]
    assert sheet.rows[1].cells["姓名"] == "李静"


def test_headers_are_known_in_any_dress():
    dressed = ["姓 名*", "性　别", "出生\n年月", "人员类别（必填）", "政治面貌：", "学历", "现任职务", "部门"]

    assert read(roster_file(WANG, headers=dressed)).headers == [*CORE[:6], "现任职务", "部门"]


def test_a_sheet_that_lies_about_its_size_is_read_whole():
    assert read(without_dimensions(roster_file(WANG))).rows[0].cells["部门"] == "教务处"


def test_the_sheet_with_the_header_is_found_and_the_others_named():
    book = Workbook()
    book.active.title = "封面"
    book.active.append(["名册"])
    book.create_sheet("填写说明").append(["怎么填"])
    book.create_sheet("空表")
    hidden = book.create_sheet("旧名册")
    hidden.append(CORE)
    hidden.sheet_state = "hidden"
    page = book.create_sheet("现名册")
    page.append(CORE)
    page.append(WANG)

    sheet = read(saved(book))

    assert (sheet.title, sheet.ignored_sheets) == ("现名册", ["封面"])


def test_a_formula_is_read_by_its_result_or_named():
    file = roster_file(person(姓名='="王"&"五"', 部门="=1+"))

    assert isinstance(read(file).rows[0].cells["姓名"], FormulaWithoutResult)


def test_a_computed_formula_counts_as_its_result():
    """A spreadsheet program keeps the result beside the formula."""
    file = roster_file(person(姓名="=A9"))
    changed = BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"<f>A9</f><v />", b"<f>A9</f><v>\xe7\x8e\x8b\xe4\xba\x94</v>")
                part = part.replace(b"<f>A9</f><v></v>", b"<f>A9</f><v>\xe7\x8e\x8b\xe4\xba\x94</v>")
                part = part.replace(b'<c r="A2"', b'<c r="A2" t="str"')
            new.writestr(name, part)

    assert read(changed).rows[0].cells["姓名"] == "王五"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的，请重新选择。"),
        ("姓名,性别\n张三,男".encode(), CSV),
        ("姓名,性别\n张三,男".encode("gbk"), CSV),
        ("姓名\t性别\n张三\t男".encode("utf-16"), CSV),
        (b"GIF89a\0\0\0", "这不是.xlsx文件，请下载模板填写，或另存为.xlsx后再上传。"),
        (OLE + b"\0" * 600, "这是旧格式的.xls文件，请在Excel或WPS里另存为.xlsx后再上传。"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "文件设有打开密码，请取消密码后再上传。"),
        (b"x" * (MAX_BYTES + 1), "文件超过5MB，请删去图片和无关的工作表后再上传。"),
    ],
)
def test_what_is_no_xlsx_is_refused_in_one_sentence(content, sentence):
    assert refusal(BytesIO(content)) == sentence


def test_a_zip_that_is_no_workbook_is_refused():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(
            "[Content_Types].xml", f'<Types><Override ContentType="{packages.DOCUMENT}.main+xml"/></Types>'
        )

    assert refusal(file) == "这不是.xlsx文件，请下载模板填写，或另存为.xlsx后再上传。"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("xl/vbaProject.bin", b"Sub", "文件带有宏或控件，请另存为不含宏的.docx或.xlsx后再上传"),
        (
            "xl/media/image1.bmp",
            b"\0" * (packages.MAX_UNPACKED + 1),
            "文件展开后过大，请删去图片、多余的工作表和空行后再上传",
        ),
        (
            "xl/extra.xml",
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            "文件的内容不正常，请把内容复制到新的文件里，保存后再上传",
        ),
        (
            "xl/late.xml",
            b'<?xml version="1.0"?><!--' + b" " * 3000 + b'--><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            "文件的内容不正常，请把内容复制到新的文件里，保存后再上传",
        ),
        (
            "xl/wide.bin",
            '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(
                "utf-16"
            ),
            "文件的内容不正常，请把内容复制到新的文件里，保存后再上传",
        ),
    ],
)
def test_a_package_with_dangerous_parts_is_refused(name, content, sentence):
    assert refusal(with_part(name, content)) == sentence


def with_relation(mode: str, kind: str) -> BytesIO:
    """A sound roster whose first sheet refers to a file of somebody else."""
    relation = f'<Relationship Id="r" Type="x/{kind}" Target="http://127.0.0.1/a" TargetMode="{mode}"/>'
    content = f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'
    return with_part("xl/worksheets/_rels/sheet1.xml.rels", content.encode())


@pytest.mark.parametrize("kind", ["externalLinkPath", "image", "oleObject", "attachedTemplate"])
def test_a_file_that_refers_to_another_is_refused(kind):
    assert refusal(with_relation("External", kind)) == (
        "文件引用了别处的文件，请断开外部链接（或只粘贴数值）后再上传"
    )


def test_a_link_to_click_on_is_no_matter():
    assert read(with_relation("External", "hyperlink")).rows[0].cells["姓名"] == "王小明"


def test_a_package_of_too_many_parts_is_refused():
    file = roster_file(WANG)
    with zipfile.ZipFile(file, "a") as package:
        for number in range(packages.MAX_PARTS):
            package.writestr(f"xl/part{number}.bin", b"")

    assert refusal(file).startswith("文件展开后过大")


def test_a_sheet_without_a_header_is_refused():
    assert refusal(roster_file(LI, headers=WANG)) == (
        "没有找到表头：请保证有一行写着“姓名”“性别”“人员类别”等列名，可下载模板对照。"
    )


def long_roster(rows: int) -> BytesIO:
    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.append(["姓名", "性别"])
    for _ in range(rows):
        page.append(["张三", "男"])
    return saved(book)


def test_a_roster_may_have_five_thousand_rows_and_no_more():
    assert len(read(long_roster(MAX_ROWS)).rows) == MAX_ROWS
    assert refusal(long_roster(MAX_ROWS + 1)) == "名册超过5000行，请分成几个文件导入。"


def test_a_sheet_that_runs_on_empty_is_refused():
    book = load_workbook(roster_file(WANG))
    book.active.cell(workbook.MAX_SCANNED + 1, 1, "完")

    assert (
        refusal(saved(book)) == "工作表“教职工名册”行数过多（含空行），请删除多余的行或这张工作表后再上传。"
    )


def test_columns_far_to_the_right_are_not_read():
    book = load_workbook(roster_file(WANG))
    book.active.cell(1, workbook.MAX_COLUMNS + 1, "备注")

    assert "备注" not in read(saved(book)).headers


SOUND = roster_file(WANG, LI).getvalue()


@given(at=st.integers(0, len(SOUND) - 1), junk=st.binary(min_size=1, max_size=40))
def test_a_damaged_file_is_read_or_refused_in_a_sentence(at, junk):
    try:
        read(BytesIO(SOUND[:at] + junk + SOUND[at + len(junk) :]))
        sentences = []
    except Refused as refused:
        sentences = refused.reasons

    assert [sentence for sentence in sentences if "请" not in sentence] == []


@given(cut=st.integers(1, len(SOUND) - 1))
def test_a_file_cut_off_is_refused(cut):
    with pytest.raises(Refused):
        read(BytesIO(SOUND[:cut]))
