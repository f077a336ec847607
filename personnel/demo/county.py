"""Which bureau, zones and schools has the demo county, and who reviews there?"""

from __future__ import annotations

from typing import Any, NamedTuple

from selection.accounts import roles
from selection.accounts.acts import Role
from selection.accounts.models import Organisation, User
from selection.records import organising

BUREAU, ZONE, SCHOOL = Organisation.Kind.BUREAU, Organisation.Kind.ZONE, Organisation.Kind.SCHOOL


class Place(NamedTuple):
    """One organisation of the county; ``above`` is the key of the one it lies under."""

    kind: str
    name: str
    short_name: str
    above: str = ""
    facts: dict[str, Any] = {}


class Clerk(NamedTuple):
    """One account of the bureau or a zone, which no roster holds."""

    place: str
    login: str
    name: str
    role: str


PLACES = {
    "bureau": Place(
        BUREAU, "清禾县教育局", "县教育局", facts={"document_code": "清教", "phone": "0999-6020001"}
    ),
    "chengguan": Place(ZONE, "清禾县城关学区", "城关学区", "bureau", {"document_code": "城关学区"}),
    "hedong-zone": Place(ZONE, "清禾县河东学区", "河东学区", "bureau", {"document_code": "河东学区"}),
    "shiyan": Place(
        SCHOOL,
        "清禾县实验学校",
        "实验学校",
        "chengguan",
        {
            "school_levels": ["primary", "junior"],
            "document_code": "实验校任",
            "address": "清禾县城关镇书院路18号",
            "phone": "0999-6021001",
            "duty_officer": "学校办公室",
        },
    ),
    "yizhong": Place(
        SCHOOL,
        "清禾县第一中学",
        "县一中",
        "bureau",
        {
            "school_levels": ["senior"],
            "document_code": "一中任",
            "address": "清禾县城关镇文昌路1号",
            "phone": "0999-6021002",
            "duty_officer": "学校办公室",
        },
    ),
    "hedong": Place(
        SCHOOL,
        "河东镇中心小学",
        "河东中心小学",
        "hedong-zone",
        {
            "school_levels": ["primary"],
            "document_code": "河小任",
            "address": "清禾县河东镇学堂街6号",
            "phone": "0999-6021003",
            "duty_officer": "教导处",
        },
    ),
    "liuwan": Place(
        SCHOOL,
        "柳湾村小学",
        "柳湾小学",
        "hedong-zone",
        {
            "school_levels": ["primary"],
            "document_code": "柳小任",
            "address": "清禾县河东镇柳湾村",
            "phone": "0999-6021004",
            "duty_officer": "校长室",
        },
    ),
    "yucai": Place(
        SCHOOL,
        "清禾县育才学校",
        "育才学校",
        "chengguan",
        {
            "school_levels": ["kindergarten", "primary", "junior"],
            "document_code": "育才任",
            "address": "清禾县城关镇育才路9号",
            "phone": "0999-6021005",
            "duty_officer": "学校办公室",
        },
    ),
}
CLERKS = [
    Clerk("bureau", "zhenggong", "程维安", Role.BUREAU_REVIEWER),
    Clerk("bureau", "jijian", "邱承钢", Role.DISCIPLINE),
    Clerk("bureau", "jiandu", "白宏宁", Role.SUPERVISOR),
    Clerk("chengguan", "chengguan-sh", "孟玉琴", Role.ZONE_REVIEWER),
    Clerk("chengguan", "chengguan-zz", "石庆原", Role.ZONE_ORGANISER),
    Clerk("hedong-zone", "hedong-sh", "龚立山", Role.ZONE_REVIEWER),
    Clerk("hedong-zone", "hedong-zz", "武春荷", Role.ZONE_ORGANISER),
]


def found_the_county() -> dict[str, Organisation]:
    """Every organisation by key, those above first; what is there already stays as it is."""
    found: dict[str, Organisation] = {}
    for key, place in PLACES.items():
        found[key] = Organisation.objects.filter(code=key).first() or Organisation.objects.found(
            code=key,
            kind=place.kind,
            name=place.name,
            short_name=place.short_name,
            parent=found.get(place.above),
            **place.facts,
        )
    for clerk in CLERKS:
        _employ(clerk, found[clerk.place])
    _let_the_zone_organise(found["liuwan"])
    return found


def reviewer() -> User:
    """The bureau's reviewer, on whose word a school's first officer is entered."""
    return User.objects.get(username=CLERKS[0].login)


def _let_the_zone_organise(school: Organisation) -> None:
    """The smallest school, which has nobody of its own to run a selection."""
    if not school.zone_organising.running().exists():
        organising.begin(school, by=reviewer(), reason="学校规模小，没有专职人事干部")


def _employ(clerk: Clerk, organisation: Organisation) -> None:
    account = User.objects.filter(username=clerk.login).first()
    if account is None:
        account = User.objects.create_user(clerk.login, clerk.name, organisation=organisation)
    roles.grant(account, clerk.role, organisation)
