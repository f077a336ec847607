"""Who works in each of the five schools, and which odd cases are among them?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle
from typing import Any

from tools.rosters.people import Maker, Person
from tools.rosters.sheet import ABSENT, CAREER, CORE, GROWTH, Roster, dashed, dotted, in_chinese, sheet

Facts = dict[str, Any]
GROUPS = ["语文组", "数学组", "英语组", "理化组", "生地组", "政史组", "艺体组", "综合组"]
FULL = [
    *("序号", "工号", *CORE[:3], "身份证号", "民族", *CORE[3:5], "入党时间", *CORE[5:]),
    *("教研组", "教师", *CAREER, *ABSENT, "身体健康", *GROWTH),
]


def shiyan() -> Roster:
    """实验学校: 88 在编 with a principal, two vice principals, four in post, four in reserve; 23 others."""
    maker = Maker("shiyan")
    leaders = [
        maker.person(
            ages=(48, 52),
            gender="男",
            party="中共党员",
            party_joined=date(2001, 7, 1),
            post="校长（2021.08）",
        ),
        maker.person(
            ages=(46, 50),
            gender="女",
            party="中共党员",
            party_joined=date(2003, 7, 1),
            post="副校长（2020.08）、党支部书记（2021.09）",
        ),
        maker.person(ages=(44, 48), gender="男", party="中共党员", post="副校长（2022.08）"),
    ]
    staff = [*leaders, *_cadres(maker), *_reserves(maker), *_odd_cases(maker)]
    staff += [maker.person(ages=(25, 57)) for _ in range(88 - len(staff))]
    _spread(staff, ["教务处", "政教处", "总务处", "办公室", "教科室"], GROUPS)
    for person in staff[:8]:
        person.awards = person.awards or "校级先进个人（2023.09）"
    others = [
        *_others(maker, "服务者", 5, (23, 27)),
        *_others(maker, "志愿者", 3, (22, 25)),
        *_others(maker, "临聘", 15, (25, 50)),
    ]
    _certify(staff, "初级中学", "高级中学")
    _number([*staff, *others], "sy")
    titles = ["清禾县实验学校教职工名册", "统计日期：2026年3月1日"]
    return sheet(titles, FULL, [*staff, *others], dashed)


def _cadres(maker: Maker) -> list[Person]:
    """The four in post; one has been there for more than six years, one is near the age to leave."""
    member: Facts = {"party": "中共党员", "education": "本科"}
    return [
        maker.person(
            gender="男", born=date(1982, 5, 16), department="办公室", post="办公室主任（2023.09）", **member
        ),
        maker.person(
            gender="女", born=date(1981, 11, 3), department="教务处", post="教务处主任（2019.09）", **member
        ),
        maker.person(
            gender="男", born=date(1984, 2, 20), department="政教处", post="政教处主任（2023.09）", **member
        ),
        maker.person(
            gender="男",
            born=date(1971, 8, 9),
            department="总务处",
            post="总务处主任（2023.09）",
            party="群众",
        ),
    ]


def _reserves(maker: Maker) -> list[Person]:
    """Four who meet every condition, in the reserve pool."""
    good: Facts = {"appraisals": {2024: "优秀", 2025: "合格"}, "education": "本科", "is_reserve": True}
    member: Facts = good | {"party": "中共党员", "party_joined": date(2014, 7, 1)}
    return [
        maker.person(
            name="何书镕", gender="男", born=date(1988, 4, 12), awards="县级优秀教师（2023.09）", **member
        ),
        maker.person(
            name="秦雨珺", gender="女", born=date(1990, 9, 1), awards="校级优秀班主任（2024.09）", **member
        ),
        maker.person(
            name="方景喆", gender="男", born=date(1987, 12, 30), awards="县级教学能手（2022.09）", **member
        ),
        maker.person(
            gender="女", born=date(1992, 6, 18), awards="市级骨干教师（2025.09）", **good | {"party": "群众"}
        ),
    ]


def _odd_cases(maker: Maker) -> list[Person]:
    """People at the bounds of the rules, and names that try a program."""
    good: Facts = {"awards": "校级先进个人（2024.09）", "education": "本科", "party": "中共党员"}
    return [
        maker.person(
            name="江书𬭎", gender="男", born=date(1985, 3, 2), **good
        ),  # 41 on the day the demo starts
        maker.person(
            name="贺云玥", gender="女", born=date(1985, 4, 8), **good
        ),  # still 40 in the first month
        maker.person(gender="男", born=date(1980, 4, 1), **good),
        maker.person(gender="男", born=date(1980, 2, 27), **good),
        maker.person(name="周淑兰", gender="女", born=date(1979, 6, 6), department="总务处"),
        maker.person(name="周淑兰", gender="女", born=date(1993, 10, 21), department="教务处"),
        maker.person(name="阿衣木古·沙马莫", gender="女", born=date(1991, 1, 15), ethnicity="彝族", **good),
        maker.person(born=date(1991, 5, 5), awards="县级优秀教师（2024.09）", party="中共预备党员"),
        maker.person(born=date(1990, 3, 3), awards="县级优秀教师（2023.09）", appraisals={2024: "合格"}),
        maker.person(
            gender="女",
            born=date(1992, 2, 2),
            appraisals={2024: "合格", 2025: "未参加（产假）"},
            awards="校级优秀班主任（2023.09）",
            absence="产假",
            absence_since=date(2026, 1, 1),
        ),
        maker.person(born=date(1989, 7, 7), appraisals={2024: "合格", 2025: "基本合格"}, **good),
        maker.person(
            born=date(1998, 8, 8),
            work_since=date(2021, 9, 1),
            teaching_since=date(2021, 9, 1),
            joined=date(2021, 9, 1),
            **good,
        ),
        maker.person(
            born=date(1997, 8, 8),
            work_since=date(2020, 9, 1),
            teaching_since=date(2020, 9, 1),
            joined=date(2020, 9, 1),
            **good,
        ),
        maker.person(born=date(1969, 9, 9), absence="长期病假", absence_since=date(2025, 6, 1)),
        maker.person(born=date(1983, 9, 10), absence="借调外派", absence_since=date(2025, 3, 1), **good),
        maker.person(born=date(1986, 10, 10), was_seconded=True, **good),
        maker.person(gender="男", born=date(1966, 4, 4), absence="办理退休", absence_since=date(2026, 2, 1)),
        maker.person(
            born=date(1976, 1, 20), is_teacher=False, title="", department="总务处", education="大专"
        ),
    ]


def yizhong() -> Roster:
    """第一中学: 300 on two campuses, outside any zone, Excel dates throughout."""
    maker = Maker("yizhong")
    party: Facts = {"party": "中共党员"}
    staff = [
        maker.person(ages=(50, 54), gender="男", post="校长（2019.08）", **party),
        maker.person(ages=(48, 53), gender="男", post="副校长（2018.08）、党委书记（2020.03）", **party),
        *(maker.person(ages=(44, 50), post="副校长（2022.08）", **party) for _ in range(3)),
        *(maker.person(ages=(36, 50), post=f"{post}（2023.09）", **party) for post in YIZHONG_POSTS),
    ]
    staff += [maker.person(ages=(24, 58)) for _ in range(300 - len(staff))]
    _spread(staff, [post[:3] for post in YIZHONG_POSTS[:6]], [*GROUPS, "信息组", "历史组"])
    _certify(staff, "高级中学", "高级中学")
    for person, campus in zip(staff, cycle(["本部", "本部", "东校区"])):
        person.campus = campus
    for person in staff[40:46]:
        person.is_reserve = True
    _number(staff, "yz")
    headers = [
        "工号",
        *CORE,
        "身份证号",
        "校区",
        "教研组",
        *CAREER,
        "后备",
        "2024年度考核",
        "2025年度考核",
        "表彰",
    ]
    return sheet(["清禾县第一中学在编教职工名册（2026年春）"], headers, staff, dashed)


YIZHONG_POSTS = [
    *("办公室主任", "教务处主任", "政教处主任", "总务处主任", "教科室主任", "年级处主任"),
    *("教务处副主任", "政教处副主任", "总务处副主任"),
]


def hedong() -> Roster:
    """中心小学: a main site and three 教学点, months in Chinese."""
    maker = Maker("hedong")
    staff = [
        maker.person(ages=(45, 50), gender="男", party="中共党员", post="校长（2020.08）"),
        maker.person(ages=(42, 48), gender="女", party="中共党员", post="副校长（2021.08）"),
        maker.person(ages=(38, 48), party="中共党员", department="教导处", post="教导处主任（2022年9月）"),
        maker.person(ages=(38, 48), party="群众", department="总务处", post="总务处主任（2022年9月）"),
        maker.person(
            ages=(30, 36), party="共青团员", department="少先队", post="少先队大队辅导员（2024年9月）"
        ),
    ]
    staff += [maker.person(ages=(24, 57)) for _ in range(54 - len(staff))]
    _spread(staff, ["教导处", "总务处"], [])
    sites = ["中心校"] * 36 + ["柳树坪教学点"] * 6 + ["石桥教学点"] * 6 + ["白泥湾教学点"] * 6
    for person, site in zip(staff, sites, strict=True):
        person.campus = site
    _certify(staff, "小学")
    titles = ["河东镇中心小学教职工花名册", "填报单位：河东镇中心小学", "含三个教学点"]
    return sheet(titles, ["序号", *CORE, "教学点", *CAREER, "身体健康"], staff, in_chinese)


def liuwan() -> Roster:
    """柳湾村小学: ten people, eight columns, dates in every way there is."""
    maker = Maker("liuwan")
    staff = [
        maker.person(ages=(46, 52), gender="男", party="中共党员", post="校长（2018.08）"),
        maker.person(ages=(35, 45), party="中共党员", department="教导处", post="教导处主任（2022.09）"),
        *(maker.person(ages=(28, 55), party="群众") for _ in range(6)),
        maker.person(ages=(25, 30), party="中共党员"),
        maker.person(ages=(25, 30), category="支教来校", party="共青团员"),
    ]
    return sheet([], CORE, staff)


def yucai() -> Roster:
    """育才学校: nine years, and a kindergarten of 30 of whom 22 are 编外."""
    maker = Maker("yucai")
    party: Facts = {"party": "中共党员"}
    staff = [
        maker.person(ages=(47, 52), gender="女", post="校长（2020.08）", **party),
        maker.person(ages=(45, 50), gender="男", post="副校长（2020.08）、党支部书记（2022.01）", **party),
        maker.person(ages=(40, 48), post="副校长（2023.08）", **party),
        maker.person(ages=(36, 48), department="办公室", post="办公室主任（2023.09）", **party),
        maker.person(ages=(36, 48), department="教务处", post="教务处主任（2023.09）", **party),
        maker.person(ages=(36, 48), department="德育处", post="德育处主任（2023.09）", **party),
        maker.person(ages=(32, 44), department="幼儿园", post="幼儿园负责人（2023.09）", **party),
    ]
    staff += [maker.person(ages=(24, 56)) for _ in range(79 - len(staff))]
    _spread(staff, ["教务处", "德育处", "总务处", "办公室"], GROUPS[:6])
    fit = [each for each in staff[7:] if each.born.year >= 1987 and each.awards and each.education != "大专"]
    for person in fit[:6]:
        person.is_reserve = True
    _certify(staff, "小学", "初级中学")
    kindergarten = [maker.person(ages=(23, 40), gender="女") for _ in range(29)]
    outside = cycle(["合同制", "合同制", "购买服务", "临聘"])
    for person in kindergarten[7:]:
        person.category = next(outside)
        person.appraisals, person.title = {}, ""
    for person in kindergarten:
        person.department, person.cert, person.education = "幼儿园", "幼儿园", "大专"
    people = [*staff, *kindergarten]
    for number, person in enumerate(people, start=1):
        person.number = f"yc{number:03d}" if number % 3 else ""
    headers = ["工号", *CORE, "教研组", *CAREER, "身体健康", *GROWTH]
    return sheet(["育才学校教职工名册", "（含幼儿园）"], headers, people, dotted)


def _others(maker: Maker, category: str, how_many: int, ages: tuple[int, int]) -> Iterator[Person]:
    for _ in range(how_many):
        yield maker.person(
            ages=ages, category=category, appraisals={}, awards="", title="", joined=date(2025, 9, 1)
        )


def _spread(people: list[Person], departments: list[str], groups: list[str]) -> None:
    """Everybody but the principals gets a department, teachers a subject group as well."""
    offices, subjects = cycle(departments), cycle(groups or [""])
    for person in people:
        if not person.post.startswith(("校长", "副校长")):
            person.department = person.department or next(offices)
        if person.is_teacher:
            person.group = person.group or next(subjects)


def _certify(people: list[Person], *certs: str) -> None:
    for person, cert in zip([each for each in people if each.is_teacher], cycle(certs)):
        person.cert = person.cert or cert


def _number(people: list[Person], prefix: str) -> None:
    for number, person in enumerate(people, start=1):
        person.number = f"{prefix}{number:03d}"


ROSTERS: dict[str, Callable[[], Roster]] = {
    "shiyan": shiyan,
    "yizhong": yizhong,
    "hedong": hedong,
    "liuwan": liuwan,
    "yucai": yucai,
}
