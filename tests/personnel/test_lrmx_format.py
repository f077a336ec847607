"""A .lrmx file is read as it stands, written as others read it, and refused where it may do harm."""

from io import BytesIO
from xml.etree import ElementTree

import pytest

from personnel.lrmx import format, reading
from personnel.lrmx.format import FAMILY, LABELS, Person, Relative
from selection import packages
from selection.reasons import Refused
from tests.factories.lrmx import LIN, lrmx, zipped

FULL = Person(
    {name: f"{label}<&>\n第二行" for name, label in LABELS.items() if name != FAMILY},
    (Relative({"ChengWei": "妻子", "XingMing": "阿依古丽·买买提"}, ("<DianHua>1</DianHua>",)),),
    ("<GaiGeQianRenZhiNianLingJieXian>58</GaiGeQianRenZhiNianLingJieXian>", '<X a="1"><Y>z</Y></X>'),
    ("<BeiZhu />",),
)


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        format.read(content)
    [sentence] = refused.value.reasons
    return sentence


def test_what_was_written_is_read_again():
    assert format.read(format.write(FULL)) == FULL


def test_what_we_wrote_is_written_again_byte_by_byte():
    content = format.write(FULL)

    assert format.write(format.read(content)) == content


def test_all_thirty_four_elements_are_written_in_order_though_nothing_is_said():
    root = ElementTree.fromstring(format.write(Person({})))

    assert [each.tag for each in root] == list(LABELS)
    assert len(LABELS) == 34
    assert [each.tag for each in root if (each.text or "").strip()] == []


def test_nobody_is_declared_in_front_of_the_declaration():
    assert format.write(Person({})).startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<Person>\n')


def test_elements_come_in_any_order_and_some_do_not():
    person = format.read(lrmx(MinZu="汉族", XingMing="林木森"))

    assert dict(person.values) == {"MinZu": "汉族", "XingMing": "林木森"}
    assert person.family == ()


def test_an_empty_element_says_nothing():
    assert format.read(lrmx(inside="<XingMing/><MinZu></MinZu><JiaTingChengYuan/>")) == Person({})


def test_a_mark_at_the_beginning_and_namespaces_that_are_not_used_change_nothing():
    content = lrmx(**LIN).replace(
        b"<Person>", b'<Person xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    )

    assert format.read(b"\xef\xbb\xbf" + content) == format.read(lrmx(**LIN))


def test_blanks_and_lines_inside_a_value_are_kept():
    assert format.read(lrmx(XingMing="林 森", JianLi=LIN["JianLi"])).values == {
        "XingMing": "林 森",
        "JianLi": LIN["JianLi"],
    }


@pytest.mark.parametrize("name", ["阿卜杜热合曼·阿卜", "𬭎𬬭", "䶮"])
def test_names_keep_their_dot_and_their_rare_characters(name):
    assert format.read(format.write(Person({"XingMing": name})))["XingMing"] == name


def test_what_is_not_known_is_kept_wherever_it_stood():
    item = "<Item><XingMing>林小</XingMing><DianHua>1</DianHua></Item>"
    inside = f"<DaoLingNianYue>204503</DaoLingNianYue><JiaTingChengYuan>{item}<Zhu/></JiaTingChengYuan>"
    content = lrmx(inside=inside + "<GaiGeQianRenZhiNianLingJieXian>60</GaiGeQianRenZhiNianLingJieXian>")

    again = format.read(format.write(format.read(content)))

    assert again == format.read(content)
    assert again.unknown == (
        "<DaoLingNianYue>204503</DaoLingNianYue>",
        "<GaiGeQianRenZhiNianLingJieXian>60</GaiGeQianRenZhiNianLingJieXian>",
    )
    assert (again.family[0].unknown, again.unknown_in_family) == (("<DianHua>1</DianHua>",), ("<Zhu />",))


def test_characters_that_no_xml_may_have_are_left_out():
    assert format.read(format.write(Person({"XianRenZhiWu": "主\x0b任\x00\r"})))["XianRenZhiWu"] == "主任\r"


LAUGHS = '<!DOCTYPE P [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Person><XingMing>&b;</XingMing></Person>'
DECLARED = "带有文档类型或实体声明，可能有害，不能导入；请用任免审批表编辑器打开，重新保存后再导入"
DAMAGED = "不完整或已损坏，请用任免审批表编辑器打开，重新保存后再导入"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (LAUGHS.encode(), DECLARED),
        (b'<!DOCTYPE P SYSTEM "file:///etc/passwd"><Person/>', DECLARED),
        (b"<!doctype Person><Person/>", DECLARED),
        (b"<Person>&file;</Person>", DAMAGED),
        (b"<Person><XingMing>", DAMAGED),
        (b"", DAMAGED),
        ("<Person><XingMing>林</XingMing></Person>".encode("gbk"), f"不是UTF-8编码，{format.SAVE_ANEW}"),
        ("<Person/>".encode("utf-16"), f"不是UTF-8编码，{format.SAVE_ANEW}"),
        (b"<People/>", "不是任免审批表，请核对选的文件"),
        (b'<Person xmlns="urn:x"/>', "不是任免审批表，请核对选的文件"),
        (lrmx(inside="<X>" * 600 + "</X>" * 600), f"内容不正常，不像一个人的任免审批表；{format.SAVE_ANEW}"),
        (
            ("<Person" + "".join(f" a{n}=''" for n in range(2000)) + "/>").encode(),
            f"内容不正常，不像一个人的任免审批表；{format.SAVE_ANEW}",
        ),
        (lrmx(inside="<MinZu><b/></MinZu>"), f"里“民族”含有别的元素，{format.SAVE_ANEW}"),
        (lrmx(inside="<MinZu/><MinZu/>"), "里“民族”写了两次，请删去一处后再导入"),
        (lrmx(ZhaoPian="A" * (6 * 2**20 * 4 // 3)), "超过8MB，请把照片压缩到5MB以内后再导入"),
        (lrmx(ZhaoPian="A" * (5 * 2**20 * 4 // 3 + 8)), "里的照片超过5MB，请压缩后再导入"),
    ],
    ids=lambda said: said[:20] if isinstance(said, str) else "",
)
def test_each_bad_file_gets_one_sentence(content, sentence):
    assert refusal(content) == sentence


def test_a_photo_of_five_megabytes_is_taken():
    photo = "A" * (5 * 2**20 * 4 // 3)

    assert format.read(lrmx(ZhaoPian=photo))["ZhaoPian"] == photo


def test_a_zip_is_read_file_by_file_and_a_bad_one_is_named():
    files = {"表/林.lrmx": lrmx(**LIN), "坏.lrmx": b"<Person>", "说明.txt": b"", "__MACOSX/._a.lrmx": b""}

    found = reading.read(BytesIO(zipped(files)), "表.zip")

    assert [(each.name, each.problem) for each in found] == [
        ("林.lrmx", ""),
        ("坏.lrmx", DAMAGED),
        ("说明.txt", "不是任免审批表文件，只收.lrmx，或装有.lrmx的.zip"),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lrmx(inside=f"<JiaTingChengYuan>{'<Item/>' * 300}</JiaTingChengYuan>"), "内容不正常"),
        (f"<Person><JianLi><![CDATA[{'>' * 5 * 2**20}]]></JianLi></Person>".encode(), "超过8MB"),
    ],
    ids=["many empty elements", "characters that are written longer"],
)
def test_what_grows_when_it_is_written_is_refused_before_it_is_kept(content, sentence):
    with pytest.raises(Refused) as refused:
        reading.read(BytesIO(content), "林.lrmx")

    assert refused.value.reasons[0].startswith(f"“林.lrmx”{sentence}")


def test_names_that_windows_packed_are_read():
    packed = zipped({"ABCD.lrmx": lrmx(**LIN)}).replace(b"ABCD.lrmx", "林森".encode("gbk") + b".lrmx")

    assert [each.name for each in reading.read(BytesIO(packed), "表.zip")] == ["林森.lrmx"]


BOMB = {f"{number}.lrmx": b" " * (8 * 2**20) for number in range(7)}
TOO_MUCH = "“表.zip”里的文件太多或展开后超过50MB，请分成几个压缩包（每个不超过100人）。"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (zipped(BOMB), TOO_MUCH),
        (zipped({f"{number}.lrmx": b"" for number in range(101)}), TOO_MUCH),
        (zipped({f"{number}.lrmx": b"" for number in range(packages.MAX_PARTS + 1)}), TOO_MUCH),
        (zipped({}), "“表.zip”里没有任免审批表文件（.lrmx），请核对选的文件。"),
        (packages.MAGIC + b"no", "“表.zip”已损坏或加了密码，打不开，请重新压缩后再上传。"),
        (zipped({"__MACOSX/a.lrmx": b""}), "“表.zip”里没有任免审批表文件（.lrmx），请核对选的文件。"),
    ],
    ids=["bomb", "many", "very many", "empty", "broken", "nothing in it"],
)
def test_a_bad_zip_gets_one_sentence(content, sentence):
    with pytest.raises(Refused) as refused:
        reading.read(BytesIO(content), "表.zip")

    assert refused.value.reasons == [sentence]
