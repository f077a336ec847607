"""人选审核表: one page a person, handed in for review with what the meeting said (A060)."""

from __future__ import annotations

from typing import Any

from campaigns.choices import Outcome
from campaigns.documents import drafting, meetings, persons
from campaigns.documents.dates import month
from campaigns.eligibility.screening import takes_waiver
from campaigns.models import Candidacy, CandidateForm, Document, Waiver
from personnel import quota
from personnel.quota import Figures
from selection.accounts.models import User
from selection.chinese import day
from selection.records.models import Paper

KIND = "candidate_form"
TEMPLATE = "papers/candidate_form.html"
LABEL = "人选审核表"
SECTIONS = {"remarks": "填表说明"}
REMARKS = "本表一人一页，年龄和年限计算至{年龄年限计算日期}；各级意见由审核单位填写并加盖公章。"
NO_EXCEPTION = "否"
APPRAISED_YEARS = 2


def context(form: CandidateForm) -> dict[str, Any]:
    plan, meeting = form.plan, form.agenda_item.meeting
    overview = quota.overview(plan.organisation, plan.reference_on)
    figures = {(each.department.pk, str(each.rank)): each for each in overview.figures}
    people = form.candidacies.select_related("staff", "opening__post__department")
    return {
        "about": f"form:{form.pk}",
        "school": plan.organisation.name,
        "title": f"{plan.organisation.name}中层干部人选审核表",
        "plan": plan.title,
        "people": [_person(form, person, figures) for person in people],
        "meeting": meetings.facts(meeting),
        "opinion": form.opinion,
        "levels": _levels(form),
        "not_before": meetings.not_before(meeting),
        "tokens": {"年龄年限计算日期": day(plan.reference_on)},
    }


def wording(facts: dict[str, Any]) -> dict[str, str]:
    return {"remarks": REMARKS}


def draw_up(form: CandidateForm, *, by: User) -> Document:
    people = form.candidacies.all()
    return drafting.write(KIND, form.plan, context(form), campaign=form.campaign, people=people)


def paper_of(form: CandidateForm) -> Paper | None:
    """The paper as it was drawn up for the latest hand-in."""
    about = f"form:{form.pk}"
    found = form.plan.documents.filter(paper__kind=KIND, paper__context__about=about)
    document = found.select_related("paper").order_by("pk").last()
    return document.paper if document else None


def _person(
    form: CandidateForm, person: Candidacy, figures: dict[tuple[int, str], Figures]
) -> dict[str, Any]:
    on, staff = form.plan.reference_on, person.staff
    years = form.plan.ruleset.eligibility.appraisal_years or APPRAISED_YEARS
    outcome = form.agenda_item.outcomes.filter(candidacy=person).first()
    return persons.facts(person, on) | {
        "age": f"{age}周岁" if (age := staff.age_on(on)) is not None else persons.UNKNOWN,
        "ethnicity": persons.ethnicity(staff),
        "party": staff.get_party_status_display() or persons.UNKNOWN,
        "party_since": month(staff.party_joined_on),
        "work_since": month(staff.work_since, persons.UNKNOWN),
        "teaching": persons.years_of_teaching(staff, on),
        "graduated_from": staff.graduated_from,
        "teacher_cert": staff.get_teacher_cert_display() or persons.UNKNOWN,
        "professional_title": staff.professional_title or persons.NOTHING,
        "category": staff.get_category_display(),
        "manner": _manner(person),
        "appraisals": persons.appraisals(staff, on, years),
        "record": persons.awards_and_penalties(staff),
        "exceptions": _exceptions(person),
        "relatives": persons.relatives(staff),
        "quota": _quota(person, figures),
        "outcome": outcome.get_outcome_display() if outcome else Outcome.AGREED.label,
    }


def _manner(person: Candidacy) -> str:
    opening = person.opening
    said = f"{opening.campaign.get_track_display()}：{opening.get_reason_display()}"
    return f"{said}（{opening.reason_text}）" if opening.reason_text else said


def _exceptions(person: Candidacy) -> str:
    """What screening found to need an exception, with its reason where one was given (A021)."""
    reasons = {(each.rule, each.sentence): each for each in person.waivers.filter(refused_on=None)}
    findings = [each for each in (person.screening or {}).get("findings", []) if takes_waiver(each)]
    said = [_exception(each, reasons.get((each["rule"], each["sentence"]))) for each in findings]
    if person.settles_unknown:
        label = person.get_screening_conclusion_display()
        said.append(f"待核事项由学校认定为“{label}”，理由：{person.screening_remark}")
    return "；".join(said) or NO_EXCEPTION


def _exception(finding: dict[str, Any], waiver: Waiver | None) -> str:
    return (
        f"{finding['sentence']}，理由：{waiver.reason.rstrip('。；')}" if waiver else str(finding["sentence"])
    )


def _quota(person: Candidacy, figures: dict[tuple[int, str], Figures]) -> str:
    post = person.opening.post
    found = figures[post.department_id, post.rank]
    approved = "尚未核定" if found.approved is None else f"核定{found.approved}名"
    return f"{found.label}{approved}，现任{found.held}名，本次选拔{person.opening.seats}名"


def _levels(form: CandidateForm) -> list[dict[str, str]]:
    """The chain of review; an opinion that was given already is printed, else there is room for it."""
    latest = form.review.latest
    given = {}
    for decision in latest.decisions.filter(is_dropped=False) if latest else ():
        if decision.is_confirmed:
            given[decision.level] = decision
    return [
        {
            "label": level["label"],
            "opinion": (given[at].remarks or "同意") if at in given else "",
            "on": day(given[at].happened_on) if at in given else "",
        }
        for at, level in enumerate(form.review.levels)
    ]


drafting.register(KIND, TEMPLATE, label=LABEL, proposal=wording, sections=SECTIONS)
