"""聘任文件: the school's own document on who is appointed to what, from when to when (A086).

Heads of the union, the league and the pioneers are elected or approved elsewhere and never stand in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from campaigns import terms
from campaigns.choices import ActKind, AgendaPurpose, Issuer, Standing, Track
from campaigns.documents import drafting, meetings
from campaigns.documents.outline import numeral
from campaigns.models import Appointment, Campaign, Document, Opening
from personnel.models import Tenure
from selection.accounts.models import User
from selection.chinese import day
from selection.reasons import Refused
from selection.records.models import Paper

KIND = "appointment_document"
TEMPLATE = "papers/appointment_document.html"
LABEL = "聘任文件"
SECTIONS = {
    "addressee": "主送",
    "preamble": "引言",
    "closing": "结语",
}
TEXTS = {
    "addressee": "各处室、年级组、教研组",
    "preamble": "经{研究日期}{研究会议}集体研究决定，公示期满无影响任职的问题，现将有关职务聘任通知如下。",
    "closing": "受聘人员聘期内履行岗位职责，遵守廉洁自律各项规定，并按照规定办理工作交接。",
}
# Of a direct appointment, by whether somebody was published (A116, AMB-17).
DIRECT = {
    True: (
        "经{研究日期}{研究会议}集体研究决定，并向全体教师通报，提拔任用的人选公示期满无影响任职的问题，"
        "现将有关职务聘任通知如下。"
    ),
    False: "经{研究日期}{研究会议}集体研究决定，并向全体教师通报，现将有关职务聘任通知如下。",
}


def context(appointments: Sequence[Appointment]) -> dict[str, Any]:
    """The facts of appointments of one plan, before they take effect."""
    campaign = appointments[0].candidacy.campaign
    school = campaign.organisation
    meeting = meetings.that_settled(campaign, AgendaPurpose.DECISION)
    chosen = sorted(appointments, key=lambda each: _order(each))
    first = chosen[0].candidacy.staff.name
    whose = first if len(chosen) == 1 else f"{first}等"
    leaving = removals(chosen)
    bureau = school.bureau
    return {
        "about": "appointment:" + ".".join(str(each.pk) for each in chosen),
        "school": school.name,
        "mark": f"{school.name}文件",
        "title": f"关于{whose}同志职务{'任免' if leaving else '聘任'}的通知",
        "appointments": [_line(each) for each in chosen],
        "term": _common_term(chosen),
        "removals": leaving,
        "copies_to": bureau.name if bureau else "",
        "printed_by": f"{school.name}办公室",
        "tokens": meetings.tokens(meeting, "研究"),
        "missing": meetings.missing(meeting, "讨论决定"),
        "not_before": _not_before(chosen),
        "signer": school.name,
        **_if_direct(campaign, chosen),
    }


def _if_direct(campaign: Campaign, chosen: Sequence[Appointment]) -> dict[str, Any]:
    if campaign.track != Track.DIRECT:
        return {}
    return {"is_published": any(each.candidacy.is_published for each in chosen)}


def wording(facts: dict[str, Any]) -> dict[str, str]:
    return TEXTS | ({"preamble": DIRECT[facts["is_published"]]} if "is_published" in facts else {})


def draw_up(appointments: Iterable[Appointment], *, by: User) -> Document:
    chosen = list(appointments)
    if strangers := [each for each in chosen if each.issuer != Issuer.SCHOOL]:
        names = "、".join(each.candidacy.staff.name for each in strangers)
        raise Refused(f"{names}的职务须按权限报批或选举产生，不能由学校发文聘任")
    people = [each.candidacy for each in chosen]
    campaigns = {person.campaign for person in people}
    campaign = campaigns.pop() if len(campaigns) == 1 else None
    return drafting.write(KIND, people[0].campaign.plan, context(chosen), campaign=campaign, people=people)


def _not_before(appointments: Sequence[Appointment]) -> str:
    """The day after the publicity is over, the day of the reply where that comes first, that of the
    announcement of a direct appointment (A085, B073, A116)."""
    days = []
    for each in appointments:
        person = each.candidacy
        notice = person.notices().filter(state="concluded").last()
        filing = getattr(person.campaign, "filing", None)
        reply = filing.reply if filing and not person.ruleset.filing.document_before_filing else None
        days += [terms.day_after(notice.last_day)] if notice else []
        days += [reply.happened_on] if reply else []
        days += [told.happened_on for told in person.campaign.done(ActKind.ANNOUNCEMENT)]
    return max(days).isoformat() if days else ""


def _current(paper: Paper) -> dict[str, Any] | None:
    """Of those whom the draft was drawn up for, and who still wait for it."""
    waiting = paper.appointments.filter(tenure=None).select_related("candidacy__staff").order_by("pk")
    made = list(waiting)
    return context(made) if made else None


def removals(appointments: Sequence[Appointment]) -> list[str]:
    """免去 for those who leave a post before its term, 自然免去 for those whose term is over (A026)."""
    kept = {(each.candidacy.staff_id, each.candidacy.opening.post_id) for each in appointments}
    said = [
        _removal(tenure, starts_on)
        for tenure, starts_on in _leaving(appointments).items()
        if (tenure.staff_id, tenure.post_id) not in kept
    ]
    return [line + ("。" if at == len(said) else "；") for at, line in enumerate(said, 1)]


def _leaving(appointments: Iterable[Appointment]) -> dict[Tenure, date]:
    """Tenures that end with these appointments: the persons' own, others' when the last seat is taken.

    One that lapsed meanwhile is told of too: no paper has said so yet (A026).
    """
    by_opening: dict[Opening, list[Appointment]] = {}
    for each in appointments:
        by_opening.setdefault(each.candidacy.opening, []).append(each)
    found: dict[Tenure, date] = {}
    for opening, made in by_opening.items():
        taken = opening.candidacies.filter(standing=Standing.APPOINTED).count() + len(made)
        unsaid = Q(ended_on=None) | Q(end_reason=Tenure.EndReason.EXPIRED)
        ending = opening.ending.filter(unsaid, voided_on=None).select_related("staff", "post")
        if taken < opening.seats:
            ending = ending.filter(staff__in=[each.candidacy.staff_id for each in made])
        for tenure in ending.order_by("pk"):
            found.setdefault(tenure, made[0].starts_on)
    return found


def _removal(tenure: Tenure, on: date) -> str:
    if tenure.ends_on is not None and tenure.ends_on < on:
        return f"{tenure.staff.name}同志聘期届满，所任{tenure.post}职务自然免去"
    return f"免去{tenure.staff.name}同志的{tenure.post}职务"


def term(starts_on: date, ends_on: date) -> str:
    """聘期三年，自2026年4月1日起至2029年3月31日止; the length is said where it is whole years."""
    span = f"自{day(starts_on)}起至{day(ends_on)}止"
    years = terms.day_after(ends_on).year - starts_on.year
    if years > 0 and terms.day_before(terms.anniversary(starts_on, years)) == ends_on:
        return f"聘期{numeral(years)}年，{span}"
    return f"聘期{span}"


def _order(each: Appointment) -> tuple[int, int, int]:
    post = each.candidacy.opening.post
    return post.department.position, post.position, each.pk


def _line(each: Appointment) -> dict[str, str]:
    person = each.candidacy
    return {
        "name": person.staff.name,
        "post": str(person.opening.post),
        "term": term(each.starts_on, each.ends_on),
    } | ({"probation": trial} if (trial := _probation(each)) else {})


def _probation(each: Appointment) -> str:
    """试用期一年，自2026年4月1日起算; empty where there is none."""
    months = terms.probation_months(each.candidacy)
    if not months:
        return ""
    return f"试用期{months_long(months)}，自{day(each.starts_on)}起算"


def months_long(months: int) -> str:
    """一年, 18个月"""
    return f"{numeral(months // 12)}年" if months % 12 == 0 else f"{months}个月"


def _common_term(appointments: Iterable[Appointment]) -> str:
    """The term said once for all, where all have the same."""
    terms = {term(each.starts_on, each.ends_on) for each in appointments}
    return terms.pop() if len(terms) == 1 else ""


drafting.register_official(KIND, TEMPLATE, label=LABEL, proposal=wording, sections=SECTIONS, current=_current)
