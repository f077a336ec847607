"""How is a person made up: a name, a birth date, an identity number, a career?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from selection.fields import check_character

REFERENCE = date(2026, 3, 1)
UNASSIGNED_REGION = "999999"
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
MIDDLE = "书雨佳志晓秋永建立光景云月松庆宏少维昌延淑桂惠玉春冬子振启世承仲"
MALE_LAST = "林峰河川舟山原田良才安宁康岳帆凯锋钢柱松柏礼仁义信坤"
FEMALE_LAST = "兰梅芬燕莉娟琴霞婷敏洁莹萍蓉薇倩茜岚荷蕾萱瑶"
TITLES = ["三级教师", "二级教师", "一级教师", "高级教师"]


@dataclass
class Person:
    """One row of a roster before it is written in a school's own columns."""

    name: str
    gender: str
    born: date
    identity: str
    category: str = "在编"
    number: str = ""
    party: str = "群众"
    party_joined: date | None = None
    education: str = "本科"
    cert: str = ""
    title: str = ""
    work_since: date | None = None
    teaching_since: date | None = None
    joined: date | None = None
    department: str = ""
    group: str = ""
    campus: str = ""
    post: str = ""
    ethnicity: str = "汉族"
    is_teacher: bool = True
    absence: str = ""
    absence_since: date | None = None
    is_reserve: bool = False
    was_seconded: bool = False
    appraisals: dict[int, str] = field(default_factory=dict)
    awards: str = ""


class Maker:
    """Makes the people of one school, each name and identity number once."""

    def __init__(self, seed: str):
        self.random = Random(seed)
        self.names: set[str] = set()
        self.orders: dict[str, int] = {}
        self.offset = sum(map(ord, seed)) % 400

    def person(self, *, ages: tuple[int, int] = (24, 58), **facts: object) -> Person:
        """A teacher of that age whose career follows from the year of birth; ``facts`` go before."""
        gender = str(facts.pop("gender", "") or self.random.choices("男女", (35, 65))[0])
        born = facts.pop("born", None) or self._birthday(gender, *ages)
        assert isinstance(born, date)
        name = str(facts.pop("name", "") or self._name(gender))
        person = Person(name, gender, born, self._identity(born, gender))
        self._give_a_career(person)
        for key, value in facts.items():
            setattr(person, key, value)
        self._date_the_party(person)
        return person

    def _birthday(self, gender: str, youngest: int, oldest: int) -> date:
        year = REFERENCE.year - self.random.randint(youngest, min(oldest, 53) if gender == "女" else oldest)
        return date(year, self.random.randint(1, 12), self.random.randint(1, 28))

    def _name(self, gender: str) -> str:
        last = MALE_LAST if gender == "男" else FEMALE_LAST
        while True:
            middle = self.random.choice(MIDDLE)
            name = self.random.choice(SURNAMES) + middle + self.random.choice(last)
            if name not in self.names and middle != name[-1]:
                self.names.add(name)
                return name

    def _identity(self, born: date, gender: str) -> str:
        day = f"{born:%Y%m%d}"
        self.orders[day] = self.orders.get(day, self.offset) + 1
        order = self.orders[day] * 2 + (gender == "男") - 2
        digits = f"{UNASSIGNED_REGION}{day}{order:03d}"
        return digits + check_character(digits)

    def _give_a_career(self, person: Person) -> None:
        random = self.random
        age = REFERENCE.year - person.born.year
        start = date(min(person.born.year + random.randint(21, 24), 2025), 9, 1)
        person.work_since = person.teaching_since = start
        person.joined = date(random.randint(start.year, min(start.year + 12, 2025)), 9, 1)
        person.title = TITLES[min(max((age - 24) // 7, 0), 3)]
        person.education = random.choices(["大专", "本科", "硕士研究生"], (4 if age < 45 else 18, 80, 12))[0]
        self._give_a_party(person, age)
        for year in (2024, 2025):
            if start.year < year:
                person.appraisals[year] = random.choices(["优秀", "合格"], (16, 84))[0]
        if age > 27 and random.random() < 0.45:
            person.awards = self._award(start.year + 2)

    def _give_a_party(self, person: Person, age: int) -> None:
        person.party = self.random.choices(["群众", "中共党员", "民主党派"], (56, 40, 4))[0]
        if age <= 27 and person.party == "群众":
            person.party = "共青团员"

    def _date_the_party(self, person: Person) -> None:
        if person.party == "中共党员" and person.party_joined is None:
            year = min(person.born.year + self.random.randint(20, 32), 2024)
            person.party_joined = date(year, self.random.choice([6, 7, 12]), 1)
        if person.party == "中共预备党员":
            person.party_joined = date(2025, 6, 1)

    def _award(self, earliest: int) -> str:
        level, title = self.random.choice(
            [
                ("校级", "先进个人"),
                ("校级", "优秀班主任"),
                ("县级", "优秀教师"),
                ("县级", "教学能手"),
                ("市级", "骨干教师"),
            ]
        )
        return f"{level}{title}（{self.random.randint(min(earliest, 2025), 2025)}.09）"
