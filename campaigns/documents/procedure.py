"""Which steps of the procedure were taken, when, with how many people, and what did each come to?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Q

from campaigns import contest, voices
from campaigns.choices import ActKind, AgendaPurpose, Purpose, TalkKind
from campaigns.documents import meetings
from campaigns.documents.dates import span
from campaigns.models import Campaign, Candidacy, CandidateForm, Round, Talk
from personnel import quota
from selection.chinese import day
from selection.records.models import Review

Row = dict[str, str]
UNVOTED = "—"


def steps(campaign: Campaign) -> list[Row]:
    """The steps that left a trace, in the order of the procedure."""
    return [
        *_before(campaign),
        *_entering(campaign),
        *_recommendation(campaign),
        *_presentation(campaign),
        *_evaluation(campaign),
        *_inspection(campaign),
        *_decision(campaign),
        *_announcement(campaign),
    ]


def votes(campaign: Campaign, people: Iterable[Candidacy]) -> list[dict[str, str]]:
    """What each person got in every round: 同意、不同意、弃权; in a contest also of the judges."""
    scores = {line.person.pk: line.figures["量分"] for line in contest.table(campaign)}
    return [
        {
            "name": person.staff.name,
            "post": str(person.opening.post),
            "recommendation": _tally(campaign.standing_round(Purpose.RECOMMENDATION), person),
            "evaluation": _tally(campaign.standing_round(Purpose.EVALUATION), person),
            "decision": _tally(campaign.standing_round(Purpose.DECISION, person.opening), person),
        }
        | ({"scores": scores[person.pk]} if person.pk in scores else {})
        for person in people
    ]


def quota_approval(campaign: Campaign) -> dict[str, Any] | None:
    """The table in force: when it was approved, how many it allows and how many serve."""
    table = quota.table_in_force(campaign.organisation)
    if table is None or table.review is None or table.review.approved_on is None:
        return None
    overview = quota.overview(campaign.organisation, campaign.plan.reference_on, table)
    return {
        "by": levels(table.review),
        "on": day(table.review.approved_on),
        "numbers": numbers(table.review),
        "approved": overview.approved,
        "held": overview.held,
    }


def levels(review: Review) -> str:
    """学区、县教育局; the school itself where nobody above was asked."""
    return "、".join(level["label"] for level in review.levels) or "学校"


def numbers(review: Review) -> str:
    """The document numbers of written decisions."""
    latest = review.latest
    decisions = latest.decisions.filter(is_dropped=False, is_approval=True) if latest else ()
    return "、".join(each.document_number for each in decisions if each.document_number)


def _row(step: str, days: Iterable[date], said: str) -> Iterator[Row]:
    if on := span(days):
        yield {"step": step, "on": on, "said": said}


def _acts(campaign: Campaign, kind: ActKind, said: str = "") -> Iterator[Row]:
    done = list(campaign.done(kind))
    people = {act.candidacy_id for act in done if act.candidacy_id}
    yield from _row(
        kind.label, [act.happened_on for act in done], said or (f"{len(people)}人" if people else "已办理")
    )


def _meeting(campaign: Campaign, purpose: AgendaPurpose) -> Iterator[Row]:
    meeting = meetings.that_settled(campaign, purpose)
    if meeting is not None:
        said = f"{meeting.name}，{meetings.attendance(meeting)}"
        yield from _row(purpose.label, [meeting.happened_on], said)


def _review(step: str, review: Review | None) -> Iterator[Row]:
    if review is not None and review.is_approved and review.levels and review.approved_on:
        number = numbers(review)
        said = f"{levels(review)}同意" + (f"（{number}）" if number else "")
        yield from _row(step, [review.approved_on], said)


def _before(campaign: Campaign) -> Iterator[Row]:
    for kind in (ActKind.MOTION, ActKind.STUDY, ActKind.ANALYSIS, ActKind.CONSULTATION, ActKind.SOUNDING):
        yield from _acts(campaign, kind)
    yield from _acts(campaign, ActKind.PRE_REPORT)
    yield from _meeting(campaign, AgendaPurpose.PLAN)
    yield from _review("方案报批", campaign.plan.review)
    yield from _meeting(campaign, AgendaPurpose.CANDIDATES)
    named = Q(campaign__in=campaign.lineage, candidacies__in=campaign.live())
    forms = CandidateForm.objects.filter(Q(campaign=campaign) | named).distinct()
    for form in forms.order_by("pk"):
        yield from _review("人选审核", form.review)
    yield from _acts(campaign, ActKind.GATEKEEPING)
    yield from _acts(campaign, ActKind.PUBLICATION)


def _entering(campaign: Campaign) -> Iterator[Row]:
    """A contest: who entered, who screened them, and when the list was made public."""
    entries = list(campaign.entries.all())
    gone = sum(entry.state == "withdrawn" for entry in entries)
    left = f"，退出{gone}人" if gone else ""
    yield from _row("竞岗报名", [entry.happened_on for entry in entries], f"{len(entries)}人{left}")
    yield from _meeting(campaign, AgendaPurpose.PUT_FORWARD)
    yield from _meeting(campaign, AgendaPurpose.SCREENING)
    for examination in campaign.examinations.select_related("review"):
        yield from _review("报名资格审查", examination.review)
    for act in campaign.done(ActKind.QUALIFIED_LIST):
        yield from _row(act.get_kind_display(), [act.happened_on], f"{len(act.figures['people'])}人次")


def _recommendation(campaign: Campaign) -> Iterator[Row]:
    yield from _talks(campaign, TalkKind.RECOMMENDATION)
    yield from _meeting(campaign, AgendaPurpose.NOMINATION)
    yield from _meeting(campaign, AgendaPurpose.SHORTLIST)
    yield from _round(campaign.standing_round(Purpose.RECOMMENDATION))


def _presentation(campaign: Campaign) -> Iterator[Row]:
    """Before the judges, each person once."""
    held = contest.presentation_of(campaign) if contest.is_contest(campaign) else None
    if held is not None:
        days = [slot.spoke_on for slot in contest.turns(held) if slot.spoke_on]
        said = f"{len(days)}人，评委{held.panel.count()}人量分"
        yield from _row(f"竞岗{held.get_mode_display()}", days, said)


def _evaluation(campaign: Campaign) -> Iterator[Row]:
    yield from _acts(campaign, ActKind.DUTY_REPORT)
    yield from _round(campaign.standing_round(Purpose.EVALUATION))
    yield from _acts(campaign, ActKind.WRITTEN_OPINIONS)
    yield from _talks(campaign, TalkKind.CONSULTATION)


def _inspection(campaign: Campaign) -> Iterator[Row]:
    yield from _meeting(campaign, AgendaPurpose.INSPECTEES)
    yield from _acts(campaign, ActKind.INSPECTION_NOTICE)
    yield from _talks(campaign, TalkKind.INSPECTION)
    yield from _acts(campaign, ActKind.VISIT)
    people = list(campaign.live())
    found = [each for person in people if (each := person.inspection) and each.is_confirmed]
    yield from _row("形成考察材料", [each.happened_on for each in found], f"{len(found)}人")
    asked = [
        each
        for person in people
        if (each := person.discipline_opinion) and each.is_answered and each.is_confirmed
    ]
    body = campaign.ruleset.inspection.discipline_body
    said = f"{body}回复{len(asked)}人"
    yield from _row("征求纪检意见", [each.happened_on for each in asked], said)


def _announcement(campaign: Campaign) -> Iterator[Row]:
    for told in campaign.done(ActKind.ANNOUNCEMENT):
        said = f"{told.figures.get('assembly', '大会')}，{told.figures.get('announcer_name', '')}通报"
        yield from _row(ActKind.ANNOUNCEMENT.label, [told.happened_on], said)


def _decision(campaign: Campaign) -> Iterator[Row]:
    """One meeting, one row: its attendance is that of the votes taken in it."""
    for kind in (ActKind.DELIBERATION, ActKind.MATERIALS, ActKind.INTRODUCTION):
        yield from _acts(campaign, kind)
    meeting = meetings.that_settled(campaign, AgendaPurpose.DECISION)
    found: dict[tuple[date, str], list[str]] = {}
    for held in _decision_rounds(campaign):
        posts = found.setdefault((held.happened_on, _validity(held)), [])
        again = "（再次投票）" if held.run_off_of_id else ""
        posts.append(f"{held.opening.post}{again}" if held.opening else "")
    if meeting is not None and not found:
        yield from _meeting(campaign, AgendaPurpose.DECISION)
    where = f"{meeting.name}，" if meeting else ""
    for (on, said), posts in found.items():
        which = f"表决{posts[0]}人选" if len(posts) == 1 else f"{len(posts)}个岗位逐一表决"
        yield from _row(AgendaPurpose.DECISION.label, [on], f"{where}{which}，{said}")


def _decision_rounds(campaign: Campaign) -> list[Round]:
    """The counted votes of the deciding body, one an opening, and their run-offs."""
    openings = campaign.openings.select_related("post")
    held = [campaign.standing_round(Purpose.DECISION, opening) for opening in openings]
    rounds = [each for main in held if main is not None for each in (main, *main.standing_run_offs)]
    return [each for each in rounds if each.is_counted]


def _round(held: Round | None) -> Iterator[Row]:
    if held is not None and held.is_counted:
        yield from _row(held.get_purpose_display(), [held.happened_on], _validity(held))


def _validity(held: Round) -> str:
    verdict = voices.validity(held)
    return verdict.sentence if verdict else ""


def _talks(campaign: Campaign, kind: TalkKind) -> Iterator[Row]:
    count = voices.talk_count(campaign, kind)
    talks = Talk.objects.held().filter(
        campaign__in=campaign.sources_of(voices.TALK_PURPOSES[kind]), kind=kind, is_superseded=False
    )
    days = [talk.held_on for talk in talks if talk.held_on is not None]
    paper = voices.talk_summary(campaign, kind)
    if paper is not None:
        days.append(paper.happened_on)
    if count.held:
        yield from _row(kind.label, days, f"谈话{count.held}人")


def _tally(held: Round | None, person: Candidacy) -> str:
    held = held.deciding_on(person) if held is not None else None
    tally = held.tally(person) if held is not None else None
    if held is None or tally is None:
        return UNVOTED
    again = "（再次投票）" if held.run_off_of_id else ""
    if "oppose" in tally:
        return f"{tally['agree']}／{tally['oppose']}／{tally['abstain']}{again}"
    return "，".join(f"{label}{number}" for label, number in voices.answers(tally).items())
