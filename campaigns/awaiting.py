"""Which open points of the checklist wait for somebody else, for whom, and since when?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ballots.models import Poll
from campaigns.choices import AgendaPurpose, DisciplineResult, Purpose
from campaigns.models import Campaign, DisciplineOpinion, Round
from campaigns.voices import validity
from personnel.models import QuotaTable
from selection import chinese, clock
from selection.reasons import Rule
from selection.records.models import Review

SECOND_PERSON = "第二人（学校领导或教育局）"


@dataclass(frozen=True)
class Awaited:
    """What was done on our side and now waits; ``covers`` so many of a rule's reasons.

    Without ``whom`` it waits for an act of our own that comes first; a day is not ``is_somebody``.
    """

    sentence: str
    whom: str
    since: date | None
    covers: int = 1
    is_somebody: bool = True


def waits_for(campaign: Campaign, rule: Rule, reasons: int) -> Awaited | None:
    """The wait that leaves nothing to be done here about the rule's reasons."""
    find = BY_RULE.get(rule.key)
    found = [*_exceptions(campaign, rule), *(find(campaign) if find else _on_paper(campaign, rule.mend))]
    return found[0] if found and sum(each.covers for each in found) >= reasons else None


def _day(at: datetime | None) -> date | None:
    return clock.local(at).date() if at else None


def _on_paper(campaign: Campaign, mend: str) -> Iterable[Awaited]:
    """Acts and meetings entered from paper that nobody has confirmed yet."""
    kind, _, what = mend.partition(":")
    waiting = {"is_backfilled": True, "confirmed_at": None}
    if kind == "act":
        for act in campaign.plan.acts.filter(kind=what, is_superseded=False, **waiting):
            yield _unconfirmed(act.get_kind_display(), act.entered_at)
    elif kind == "meeting":
        for item in campaign.awaiting_confirmation(AgendaPurpose(what)):
            yield _unconfirmed(
                item.get_purpose_display(), item.meeting.entered_at, max(item.outcomes.count(), 1)
            )


def _exceptions(campaign: Campaign, rule: Rule) -> Iterable[Awaited]:
    """What the rule says is before whoever may let it pass."""
    for waiver in campaign.waivers.all():
        if waiver.rule == rule.key and waiver.candidacy_id is None and waiver.is_open:
            if waiver.agenda_item is not None:
                yield _unconfirmed("研究例外事项", waiver.agenda_item.meeting.entered_at)
            else:
                yield from _review(waiver.review, "例外事项")


def _unconfirmed(label: str, entered_at: datetime, covers: int = 1) -> Awaited:
    return Awaited(f"“{label}”是线下补录，等待第二人核实", SECOND_PERSON, _day(entered_at), covers)


def _vacancies(campaign: Campaign) -> Iterable[Awaited]:
    for item in campaign.awaiting_confirmation(AgendaPurpose.VACANCY):
        yield _unconfirmed(item.get_purpose_display(), item.meeting.entered_at, item.openings.count())


def _review(review: Review | None, what: str, covers: int = 1) -> Iterable[Awaited]:
    if review is not None and review.state == Review.State.PENDING:
        whom = str(review.current_label)
        yield Awaited(f"{what}已报送，等待{whom}审核", whom, _day(review.pending_since), covers)


def _plan(campaign: Campaign) -> Iterable[Awaited]:
    return _review(campaign.plan.review, "工作方案")


def _quota(campaign: Campaign) -> Iterable[Awaited]:
    table = QuotaTable.objects.of(campaign.organisation).filter(review__state="pending").first()
    return _review(table.review, "职数核定表") if table else ()


def _forms(campaign: Campaign) -> Iterable[Awaited]:
    for form in campaign.candidate_forms.select_related("review").prefetch_related("candidacies"):
        yield from _review(form.review, "人选审核表", len(form.candidacies.all()))


def _vote(purpose: Purpose) -> Callable[[Campaign], Iterable[Awaited]]:
    """Votes of a purpose that go on until their deadline, or that a scrutineer has yet to count."""

    def find(campaign: Campaign) -> Iterable[Awaited]:
        held_now = campaign.rounds.filter(
            purpose=purpose, is_superseded=False, poll__state__in=[Poll.State.OPEN, Poll.State.CLOSED]
        )
        for held in held_now.select_related("poll", "opening__post__department"):
            yield from _poll(held, f"{held.opening or ''}{held.get_purpose_display()}")

    return find


def _poll(held: Round, label: str) -> Iterable[Awaited]:
    poll = held.poll
    assert poll is not None
    if poll.state == Poll.State.OPEN:
        if poll.closes_at:
            until = chinese.deadline(poll.closes_at)
            yield Awaited(
                f"{label}正在投票，{until}截止", "投票截止", _day(poll.opened_at), is_somebody=False
            )
    elif (watching := "、".join(user.name for user in poll.scrutineers.all())) and _may_be_opened(held):
        yield Awaited(f"{label}已截止，等待监票人启封计票", f"监票人{watching}", _day(poll.closed_at))


def _may_be_opened(held: Round) -> bool:
    verdict = validity(held)
    return verdict is not None and bool(verdict.holds)


def _discipline(campaign: Campaign) -> Iterable[Awaited]:
    asked = DisciplineOpinion.objects.filter(
        candidacy__in=campaign.live(), is_superseded=False, result=DisciplineResult.PENDING
    )
    for opinion in asked:
        yield Awaited("廉政意见已征求，等待纪检机关回复", "纪检机关", opinion.requested_on)


def _publicity(campaign: Campaign) -> Iterable[Awaited]:
    for notice in campaign.publicities.running().prefetch_related("candidacies"):
        yield Awaited(
            f"拟聘公示正在进行，到{chinese.day(notice.last_day)}期满",
            "公示期满",
            notice.first_day,
            len(notice.candidacies.all()),
            is_somebody=False,
        )


def _filing(campaign: Campaign) -> Iterable[Awaited]:
    sent = getattr(campaign, "filing", None)
    if sent is not None and sent.state == "submitted":
        to = campaign.ruleset.filing.to
        yield Awaited(f"已报送备案，等待{to}批复", to, sent.package.happened_on if sent.package else None)


def _appointments(campaign: Campaign) -> Iterable[Awaited]:
    """先批复后发文: appointing waits until the bureau has replied (B073)."""
    sent = getattr(campaign, "filing", None)
    if not campaign.ruleset.filing.document_before_filing and (sent is None or sent.state != "accepted"):
        to = campaign.ruleset.filing.to
        sentence, persons = f"聘任手续待{to}批复后办理", campaign.live().count()
        if sent is not None and sent.state == "submitted":
            yield Awaited(sentence, to, sent.package.happened_on if sent.package else None, persons)
        else:
            yield Awaited(sentence, "", None, persons)


def _registration(campaign: Campaign) -> Iterable[Awaited]:
    for window in campaign.registrations.open_at(clock.now()):
        until = chinese.deadline(window.closes_at)
        yield Awaited(f"报名正在进行，{until}截止", "报名截止", _day(window.opens_at), is_somebody=False)


def _examinations(campaign: Campaign) -> Iterable[Awaited]:
    for each in campaign.examinations.select_related("review").prefetch_related("candidacies"):
        yield from _review(each.review, "报名人员资格审查", len(each.candidacies.all()))


BY_RULE: dict[str, Callable[[Campaign], Iterable[Awaited]]] = {
    "quota_is_approved": _quota,
    "plan_is_approved": _plan,
    "registration_is_over": _registration,
    "entrants_are_examined": _examinations,
    "candidate_forms_are_approved": _forms,
    "inspectees_have_approved_forms": _forms,
    "recommendation_is_valid": _vote(Purpose.RECOMMENDATION),
    "evaluation_is_valid": _vote(Purpose.EVALUATION),
    "every_opening_is_voted": _vote(Purpose.DECISION),
    "discipline_has_answered": _discipline,
    "every_opening_has_somebody": _vacancies,
    "everybody_was_publicized": _publicity,
    "filing_is_answered": _filing,
    "everybody_is_appointed": _appointments,
    "every_opening_has_a_result": _appointments,
    "appointees_are_talked_to": _appointments,
}
