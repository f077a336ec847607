"""干部任免审批表: front and back as every personnel office knows them (forms.md 17)."""

from __future__ import annotations

from campaigns.choices import Stage
from campaigns.models import Candidacy
from paperwork import approval
from paperwork.blocks import UNDATED, Layout, Square
from paperwork.kinds import Facts, Form, people
from personnel.lrmx.format import OF_RELATIVES, Person
from personnel.lrmx.printed import born, month, photo

RELATIVES = 7
COLUMNS = 7
NOBODY = Person({})
STAMPED = f"（盖章）\n{UNDATED}"


def _filled(candidacy: Candidacy) -> Facts:
    person = approval.person_of(candidacy)
    return _sheet(person, born(person["ChuShengNianYue"], candidacy.opening.reference_on))


def _empty(_school: str) -> Facts:
    return _sheet(NOBODY, "")


def _sheet(person: Person, age: str) -> Facts:
    return {
        "title": APPROVAL.title,
        "blocks": [_front(person, age), _back(person)],
        "signatures": [f"填表人{person['TianBiaoRen'] and '　' + person['TianBiaoRen']}"],
    }


def _front(person: Person, age: str) -> Layout:
    def line(*pairs: tuple[str, str]) -> list[Square]:
        return [square for head, said in pairs for square in (Square(head, "label"), Square(said))]

    return Layout(
        "approval",
        COLUMNS,
        [
            [
                *line(("姓名", person["XingMing"]), ("性别", person["XingBie"]), ("出生年月（岁）", age)),
                Square(photo(person), "photo", rows=4),
            ],
            line(("民族", person["MinZu"]), ("籍贯", person["JiGuan"]), ("出生地", person["ChuShengDi"])),
            line(
                ("入党时间", month(person["RuDangShiJian"])),
                ("参加工作时间", month(person["CanJiaGongZuoShiJian"])),
                ("健康状况", person["JianKangZhuangKuang"]),
            ),
            [
                Square("专业技术职务", "label"),
                Square(person["ZhuanYeJiShuZhiWu"], columns=2),
                Square("熟悉专业有何专长", "label"),
                Square(person["ShuXiZhuanYeYouHeZhuanChang"], columns=2),
            ],
            [Square("学历学位", "label", rows=2), *_education(person, "全日制教育", "QuanRiZhiJiaoYu")],
            _education(person, "在职教育", "ZaiZhiJiaoYu"),
            *(
                [Square(head, "label", columns=2), Square(person[name], "text", columns=5)]
                for head, name in (
                    ("现任职务", "XianRenZhiWu"),
                    ("拟任职务", "NiRenZhiWu"),
                    ("拟免职务", "NiMianZhiWu"),
                )
            ),
            [Square("简历", "upright"), Square(person["JianLi"], "career", columns=6)],
        ],
    )


def _education(person: Person, head: str, name: str) -> list[Square]:
    def both(of: str) -> str:
        return "\n".join(filter(None, (person[f"{name}_XueLi{of}"], person[f"{name}_XueWei{of}"])))

    return [
        Square(head, "label"),
        Square(both("")),
        Square("毕业院校系及专业", "label"),
        Square(both("_BiYeYuanXiaoXi"), columns=3),
    ]


def _back(person: Person) -> Layout:
    said = {
        "奖惩情况": "JiangChengQingKuang",
        "年度考核结果": "NianDuKaoHeJieGuo",
        "任免理由": "RenMianLiYou",
    }
    return Layout(
        "approval new-page",
        COLUMNS,
        [
            *(
                [Square(head, "upright"), Square(person[name], "tall", columns=6)]
                for head, name in said.items()
            ),
            *_family(person),
            [
                Square("呈报单位", "upright"),
                Square(f"{person['ChengBaoDanWei']}\n{STAMPED}", "opinion", columns=6),
            ],
            [
                Square("审批机关意见", "upright"),
                Square(STAMPED, "opinion", columns=2),
                Square("行政机关任免意见", "upright"),
                Square(STAMPED, "opinion", columns=3),
            ],
        ],
    )


def _family(person: Person) -> list[list[Square]]:
    """At least as many lines as the form has; the last column takes what is left."""
    lines = [[each.values.get(name, "") for name, _ in OF_RELATIVES] for each in person.family]
    lines += [[""] * len(OF_RELATIVES)] * (RELATIVES - len(lines))
    head = Square("家庭主要成员及重要社会关系", "upright", rows=len(lines) + 1)
    heads = [
        Square(label, "label", columns=span) for (_, label), span in zip(OF_RELATIVES, SPANS, strict=True)
    ]
    rows = [
        [Square(month(text), columns=span) for text, span in zip(line, SPANS, strict=True)] for line in lines
    ]
    return [[head, *heads], *rows]


SPANS = (1, 1, 1, 1, 2)
APPROVAL = Form(
    "approval_sheet", "干部任免审批表", "R-34", Stage.DECIDE, people, _filled, _empty, reads=approval.may_take
)
FORMS = (APPROVAL,)
