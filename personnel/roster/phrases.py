"""What do people write in one cell about posts held, commendations and appraisals?"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from personnel.dates import UnclearDate, parse
from personnel.models import Appraisal, Commendation
from personnel.roster.cells import Unreadable, plain

SEPARATORS = re.compile(r"[;,、，；\n]+")
DATED = re.compile(r"(?P<what>[^()]+?)\((?P<when>[^()]*\d[^()]*)\)")
DATE_FIRST = re.compile(r"(?P<when>\d{4}[-./年]\d{1,2}月?)(?:起|至今)?(?:担?任)?(?P<what>[^\d()]+)")
DATE_LAST = re.compile(r"(?P<what>[^\d()]+?)(?:自)?(?P<when>\d{4}[-./年]?\d{1,2}月?)(?:起|至今)?(?:任|任职)?")
SINCE = re.compile(r"(至今|起|任职?|自|[-—–~至]$)")
NO_POST = {"无", "教师", "教职工", "普通教师", "专任教师", "职工", "-", "—", "/"}

LEVELS = {
    "校级": Commendation.Level.SCHOOL,
    "学区级": Commendation.Level.DISTRICT,
    "学区": Commendation.Level.DISTRICT,
    "县级": Commendation.Level.COUNTY,
    "区级": Commendation.Level.COUNTY,
    "区县级": Commendation.Level.COUNTY,
    "县": Commendation.Level.COUNTY,
    "市级": Commendation.Level.CITY,
    "市": Commendation.Level.CITY,
    "省级": Commendation.Level.PROVINCE,
    "省": Commendation.Level.PROVINCE,
    "国家级": Commendation.Level.NATION,
    "全国": Commendation.Level.NATION,
}
GRADES = {
    "优秀": Appraisal.Grade.EXCELLENT,
    "合格": Appraisal.Grade.COMPETENT,
    "称职": Appraisal.Grade.COMPETENT,
    "基本合格": Appraisal.Grade.BASIC,
    "基本称职": Appraisal.Grade.BASIC,
    "不合格": Appraisal.Grade.INCOMPETENT,
    "不称职": Appraisal.Grade.INCOMPETENT,
    "未参加": Appraisal.Grade.NONE,
    "未考核": Appraisal.Grade.NONE,
    "未参加考核": Appraisal.Grade.NONE,
    "未定等次": Appraisal.Grade.NONE,
}
REASONS = {
    "产假": Appraisal.Reason.MATERNITY,
    "病": Appraisal.Reason.SICK,
    "借调": Appraisal.Reason.SECONDED,
    "外派": Appraisal.Reason.SECONDED,
    "半年": Appraisal.Reason.NEW,
    "新": Appraisal.Reason.NEW,
}


class HeldPost(NamedTuple):
    """A post somebody is said to hold, and since when if that was written."""

    title: str
    since: date | None


class Award(NamedTuple):
    level: str
    title: str
    on: date | None


class Grade(NamedTuple):
    grade: str
    reason: str = ""


def held_posts(text: str) -> list[HeldPost]:
    """“教务处主任（2021.09）、工会主席（2022.03）” as posts with dates; nothing for 教师 or 无."""
    said = (re.sub(r"\s", "", part) for part in SEPARATORS.split(plain(text)))
    return [_held_post(part) for part in said if part and part not in NO_POST]


def _held_post(part: str) -> HeldPost:
    for pattern in (DATED, DATE_FIRST, DATE_LAST):
        if found := pattern.fullmatch(part):
            return HeldPost(found["what"].removeprefix("任"), _since(found["when"]))
    return HeldPost(part, None)


def _since(text: str) -> date | None:
    try:
        return parse(SINCE.sub("", SINCE.sub("", text))).day
    except UnclearDate:
        return None


def awards(value: object) -> list[Award]:
    """“县级优秀教师（2024.09）；校级先进个人” as commendations; each must begin with its level."""
    return [
        _award(part.strip())
        for part in re.split(r"[;；\n、]+", plain(value))
        if part.strip() not in {"", "无"}
    ]


def _award(part: str) -> Award:
    dated = DATED.fullmatch(part)
    what, when = (dated["what"], _award_date(dated["when"])) if dated else (part, None)
    for word, level in sorted(LEVELS.items(), key=lambda known: -len(known[0])):
        if what.startswith(word):
            return Award(level, what.removeprefix(word).strip() or "表彰", when)
    raise Unreadable(f"“{part[:30]}”没有写级别，请写成“县级优秀教师（2024.09）”，多项用分号隔开")


def _award_date(text: str) -> date:
    try:
        return parse(f"{text[:4]}.01" if re.fullmatch(r"\d{4}年?", text) else text).day
    except UnclearDate as unclear:
        raise Unreadable(f"表彰时间{unclear}") from None


def grade(value: object) -> Grade:
    """“合格” or “未参加（产假）”."""
    said = re.sub(r"\s", "", plain(value))
    word, _, remark = said.rstrip(")").partition("(")
    found = GRADES.get(word)
    if found is None:
        raise Unreadable(f"“{said[:20]}”不认识，请填：优秀、合格、基本合格、不合格，或“未参加（原因）”")
    if found != Appraisal.Grade.NONE or not remark:
        return Grade(found)
    known = next((reason for word, reason in REASONS.items() if word in remark), Appraisal.Reason.OTHER)
    return Grade(found, known)
