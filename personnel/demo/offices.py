"""Which departments, posts and deciding bodies have the schools of the demo county?"""

from __future__ import annotations

from typing import NamedTuple

from personnel.models import Body, Department, Rank

CHIEF, DEPUTY = Rank.CHIEF, Rank.DEPUTY
INTERNAL, UNION, PIONEER = Department.Kind.INTERNAL, Department.Kind.UNION, Department.Kind.PIONEER
LEAGUE = Department.Kind.LEAGUE


class Office(NamedTuple):
    """One department with its posts; ``party`` marks posts for full party members only (B014)."""

    name: str
    posts: dict[str, Rank]
    kind: str = INTERNAL
    party: bool = False


class Sitting(NamedTuple):
    """One body, how many sit in it, and the key of another school for which it decides too."""

    name: str
    kind: str
    members: int
    serves: str = ""


def _pair(name: str, **facts: object) -> Office:
    return Office(name, {f"{name}主任": CHIEF, f"{name}副主任": DEPUTY}, **facts)  # type: ignore[arg-type]


OFFICES = {
    "shiyan": [
        _pair("办公室", party=True),
        _pair("教务处"),
        _pair("政教处", party=True),
        _pair("总务处"),
        Office("教科室", {"教科室主任": CHIEF}),
        Office("工会", {"工会主席": CHIEF}, UNION),
        Office("团委", {"团委书记": CHIEF}, LEAGUE),
        Office("少先队", {"少先队大队辅导员": CHIEF}, PIONEER),
    ],
    "yizhong": [
        _pair("办公室"),
        _pair("教务处"),
        _pair("政教处"),
        _pair("总务处"),
        _pair("教科室"),
        Office("年级处", {"年级处主任": CHIEF}),
        Office("工会", {"工会主席": CHIEF}, UNION),
        Office("团委", {"团委书记": CHIEF}, LEAGUE),
    ],
    "hedong": [
        _pair("教导处"),
        Office("总务处", {"总务处主任": CHIEF}),
        Office("少先队", {"少先队大队辅导员": CHIEF}, PIONEER),
    ],
    "liuwan": [Office("教导处", {"教导处主任": CHIEF})],
    "yucai": [
        Office("办公室", {"办公室主任": CHIEF}),
        _pair("教务处"),
        _pair("德育处"),
        Office("总务处", {"总务处主任": CHIEF}),
        Office("幼儿园", {"幼儿园负责人": CHIEF}),
        Office("工会", {"工会主席": CHIEF}, UNION),
    ],
}
# What the first 职数核定表 asks for, where it is not one of each post: the four in post and four more.
ASKED_FOR = {
    "shiyan": {
        **{(name, CHIEF): 1 for name in ("办公室", "教务处", "政教处", "总务处", "教科室")},
        **{(name, DEPUTY): 1 for name in ("教务处", "政教处", "总务处")},
    },
}
SITTINGS = {
    "shiyan": [
        Sitting("党政联席会议", Body.Kind.JOINT_MEETING, 7),
        Sitting("党支部委员会", Body.Kind.PARTY_MEETING, 5),
    ],
    "yizhong": [
        Sitting("党委会议", Body.Kind.PARTY_MEETING, 9),
        Sitting("教职工代表大会", Body.Kind.CONGRESS, 60),
    ],
    "hedong": [
        Sitting("党政联席会议", Body.Kind.JOINT_MEETING, 5),
        Sitting("河东学区联合党支部委员会", Body.Kind.PARTY_MEETING, 4, serves="liuwan"),
    ],
    "liuwan": [Sitting("校务会议", Body.Kind.LEADING_GROUP, 2)],
    "yucai": [Sitting("党政联席会议", Body.Kind.JOINT_MEETING, 7)],
}
