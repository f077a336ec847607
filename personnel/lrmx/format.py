"""What does a .lrmx file say of one person, and how is one written?

No specification is public; the facts are what the editors of the 干部任免审批表 agree on. A value is kept
as it stands, and so is whatever we don't know, so that it goes out again as it came in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from selection.reasons import Refused

LARGEST = 8 * 2**20
LARGEST_PHOTO = 5 * 2**20
MOST_MARKS = 1000  # elements opened and closed, and attributes: a full file has about two hundred
SAVE_ANEW = "请用任免审批表编辑器打开，重新保存后再导入"
DECLARATIONS = re.compile(r"<!(DOCTYPE|ENTITY)", re.I)
RETURN = {"\r": "&#13;"}  # which a reader would take for the end of a line
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ROOT, FAMILY, ITEM = "Person", "JiaTingChengYuan", "Item"
IDENTITY, PHOTO, VERSION = "ShenFenZheng", "ZhaoPian", "Version"
OUR_VERSION = "3.2.1.6"


class Element(NamedTuple):
    """``label`` is what the printed form calls it."""

    name: str
    label: str


# In the order of the file, which is that of the printed form.
ELEMENTS = [
    Element("XingMing", "姓名"),
    Element("XingBie", "性别"),
    Element("ChuShengNianYue", "出生年月"),
    Element("MinZu", "民族"),
    Element("JiGuan", "籍贯"),
    Element("ChuShengDi", "出生地"),
    Element("RuDangShiJian", "入党时间"),
    Element("CanJiaGongZuoShiJian", "参加工作时间"),
    Element("JianKangZhuangKuang", "健康状况"),
    Element("ZhuanYeJiShuZhiWu", "专业技术职务"),
    Element("ShuXiZhuanYeYouHeZhuanChang", "熟悉专业有何专长"),
    Element("QuanRiZhiJiaoYu_XueLi", "全日制教育学历"),
    Element("QuanRiZhiJiaoYu_XueWei", "全日制教育学位"),
    Element("QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "全日制教育毕业院校系及专业"),
    Element("QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", "全日制教育学位授予院校系及专业"),
    Element("ZaiZhiJiaoYu_XueLi", "在职教育学历"),
    Element("ZaiZhiJiaoYu_XueWei", "在职教育学位"),
    Element("ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "在职教育毕业院校系及专业"),
    Element("ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", "在职教育学位授予院校系及专业"),
    Element("XianRenZhiWu", "现任职务"),
    Element("NiRenZhiWu", "拟任职务"),
    Element("NiMianZhiWu", "拟免职务"),
    Element("JianLi", "简历"),
    Element("JiangChengQingKuang", "奖惩情况"),
    Element("NianDuKaoHeJieGuo", "年度考核结果"),
    Element("RenMianLiYou", "任免理由"),
    Element(FAMILY, "家庭主要成员及重要社会关系"),
    Element("ChengBaoDanWei", "呈报单位"),
    Element("JiSuanNianLingShiJian", "计算年龄时间"),
    Element("TianBiaoShiJian", "填表时间"),
    Element("TianBiaoRen", "填表人"),
    Element(IDENTITY, "身份证号"),
    Element(PHOTO, "照片"),
    Element(VERSION, "格式版本"),
]
OF_RELATIVES = [
    Element("ChengWei", "称谓"),
    Element("XingMing", "姓名"),
    Element("ChuShengRiQi", "出生年月"),
    Element("ZhengZhiMianMao", "政治面貌"),
    Element("GongZuoDanWeiJiZhiWu", "工作单位及职务"),
]
LABELS = dict(ELEMENTS)
VALUES = [name for name in LABELS if name != FAMILY]


@dataclass(frozen=True)
class Relative:
    """One line of the family: element → text; ``unknown`` is XML as it stood."""

    values: Mapping[str, str]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """One file: element → text where there is any, the family in order, and XML that we don't know."""

    values: Mapping[str, str]
    family: tuple[Relative, ...] = ()
    unknown: tuple[str, ...] = ()
    unknown_in_family: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


def read(content: bytes) -> Person:
    """Raises ``Refused`` with one sentence that goes on from the file's name."""
    if len(content) > LARGEST:
        raise Refused("超过8MB，请把照片压缩到5MB以内后再导入")
    root = _parsed(_text(content))
    if root.tag != ROOT:
        raise Refused("不是任免审批表，请核对选的文件")
    known, unknown = _told_apart(root, LABELS)
    family = known.pop(FAMILY, None)
    person = Person(_values(known), (), unknown)
    if len(person[PHOTO]) * 3 // 4 > LARGEST_PHOTO:
        raise Refused("里的照片超过5MB，请压缩后再导入")
    return person if family is None else _with_family(person, family)


def _text(content: bytes) -> str:
    """Nothing of its own is declared in it, so nothing can be expanded or fetched."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"不是UTF-8编码，{SAVE_ANEW}") from None
    if DECLARATIONS.search(text):
        raise Refused(f"带有文档类型或实体声明，可能有害，不能导入；{SAVE_ANEW}")
    if text.count("<") + text.count("=") > MOST_MARKS:
        raise Refused(f"内容不正常，不像一个人的任免审批表；{SAVE_ANEW}")
    return text


def _parsed(text: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(text)  # of a text, so that a declared encoding counts for nothing
    except (ElementTree.ParseError, ValueError):
        raise Refused(f"不完整或已损坏，{SAVE_ANEW}") from None


def _told_apart(
    parent: ElementTree.Element, labels: Mapping[str, str]
) -> tuple[dict[str, ElementTree.Element], tuple[str, ...]]:
    """The elements that we know, by name, and the others as XML."""
    known: dict[str, ElementTree.Element] = {}
    for each in parent:
        if each.tag in known:
            raise Refused(f"里“{labels[each.tag]}”写了两次，请删去一处后再导入")
        if each.tag in labels:
            known[each.tag] = each
    return known, tuple(_as_it_stood(each) for each in parent if each.tag not in labels)


def _as_it_stood(element: ElementTree.Element) -> str:
    element.tail = None
    return ElementTree.tostring(element, encoding="unicode")


def _values(known: dict[str, ElementTree.Element]) -> dict[str, str]:
    return {name: value for name, each in known.items() if (value := _value(each))}


def _value(element: ElementTree.Element) -> str:
    if len(element):
        raise Refused(f"里“{LABELS.get(element.tag, element.tag)}”含有别的元素，{SAVE_ANEW}")
    return element.text or ""


def _with_family(person: Person, family: ElementTree.Element) -> Person:
    items = [_relative(each) for each in family if each.tag == ITEM]
    others = tuple(_as_it_stood(each) for each in family if each.tag != ITEM)
    return Person(person.values, tuple(items), person.unknown, others)


def _relative(item: ElementTree.Element) -> Relative:
    known, unknown = _told_apart(item, dict(OF_RELATIVES))
    return Relative(_values(known), unknown)


def write(person: Person) -> bytes:
    """All elements in order, an empty one where nothing is said; then what we don't know."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<{ROOT}>", *_lines(person), f"</{ROOT}>", ""]
    return "\n".join(lines).encode()


def _lines(person: Person) -> Iterator[str]:
    for name in LABELS:
        if name == FAMILY:
            yield from _family_lines(person)
        else:
            yield f"  {_written(name, person[name])}"
    yield from (f"  {xml}" for xml in person.unknown)


def _family_lines(person: Person) -> Iterator[str]:
    yield f"  <{FAMILY}>"
    for each in person.family:
        yield f"    <{ITEM}>"
        for name, _ in OF_RELATIVES:
            yield f"      {_written(name, each.values.get(name, ''))}"
        yield from (f"      {xml}" for xml in each.unknown)
        yield f"    </{ITEM}>"
    yield from (f"    {xml}" for xml in person.unknown_in_family)
    yield f"  </{FAMILY}>"


def _written(name: str, value: str) -> str:
    return f"<{name}>{escape(NO_XML.sub('', value), RETURN)}</{name}>"
