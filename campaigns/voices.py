"""What rounds and talks came to, held against the bars of the plan.

One place computes every verdict of a campaign; page, paper, guard and ledger print its sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from ballots.sheets import VOID
from ballots.sums import Voices
from ballots.tallies import NOT_CHOSEN
from ballots.verdicts import Bar, Base, Counts, Verdict, Words, judge, rank
from campaigns.choices import Purpose, TalkKind, TalkScope, View

if TYPE_CHECKING:
    from campaigns.models import Campaign, Candidacy, Meeting, Round
    from campaigns.rulesets.schema import Ruleset

TURNOUT_WORDS = {
    Purpose.RECOMMENDATION: Words("到会", "人", "推荐有效", "推荐无效"),
    Purpose.EVALUATION: Words("收回", "份", "测评有效", "测评无效"),
    Purpose.DECISION: Words("到会", "人", "可以表决", "不能表决"),
}
MEETING_WORDS = Words("到会", "人", "达到规定的到会人数", "未达到规定的到会人数")
ATTENDANCE_WORDS = Words("到会", "人", "达到上级规定的到会人数", "未达到上级规定的到会人数")
SUPPORT_WORDS = {
    Purpose.RECOMMENDATION: Words("同意", "票", "达到推荐要求", "未达到推荐要求"),
    Purpose.EVALUATION: Words("赞成", "票", "达到测评要求", "未达到测评要求"),
    Purpose.DECISION: Words("同意", "票", "表决通过", "表决未通过"),
}
CHOICE_WORDS = Words("得票", "票", "达到推荐要求", "未达到推荐要求")
ANSWERS = {"agree": "同意", "oppose": "不同意", "abstain": "弃权", VOID: "作废"}
CHOICE_ANSWERS = {"agree": "得票", NOT_CHOSEN: "未选", "abstain": "弃权", VOID: "作废"}
RUN_OFF_TURNOUT_WORDS = Words("到会", "人", "可以再次表决", "不能再次表决")
RUN_OFF_SUPPORT_WORDS = Words("同意", "票", "再次表决通过", "再次表决未通过")
REASON_WORDS = Words("赞成", "票", "无须说明理由", "列为考察对象须说明理由")
TALK_WORDS = {
    TalkKind.RECOMMENDATION: Words("推荐", "人", "达到谈话推荐要求", "未达到谈话推荐要求"),
    TalkKind.CONSULTATION: Words("赞成", "人", "达到谈话要求", "未达到谈话要求"),
}
TALK_PURPOSES = {
    TalkKind.RECOMMENDATION: Purpose.TALK_RECOMMENDATION,
    TalkKind.CONSULTATION: Purpose.TALK_CONSULTATION,
    TalkKind.INSPECTION: Purpose.TALK_INSPECTION,
}


def quorum_bar(campaign: Campaign, purpose: str) -> Bar | None:
    """How many must take part for a round of this purpose to be valid."""
    rules = campaign.ruleset
    return {
        Purpose.RECOMMENDATION: rules.recommendation.quorum,
        Purpose.EVALUATION: rules.evaluation.quorum,
        Purpose.DECISION: rules.decision.quorum,
    }[Purpose(purpose)]


def support_bar(campaign: Campaign, purpose: str) -> Bar | None:
    """How many voices a person needs; None where the plan leaves it to collective judgement."""
    rules = campaign.ruleset
    if purpose == Purpose.DECISION:
        return rules.decision.majority
    proposed = rules.recommendation.bar if purpose == Purpose.RECOMMENDATION else rules.evaluation.bar
    return campaign.plan.bar(str(purpose), proposed)


def turnout_words(round_: Round) -> Words:
    return RUN_OFF_TURNOUT_WORDS if round_.run_off_of_id else TURNOUT_WORDS[Purpose(round_.purpose)]


def support_words(round_: Round) -> Words:
    return RUN_OFF_SUPPORT_WORDS if round_.run_off_of_id else SUPPORT_WORDS[Purpose(round_.purpose)]


def validity(round_: Round) -> Verdict | None:
    """Whether the round counts at all; None while its turnout is not known."""
    counts = round_.counts
    if counts is None:
        return None
    if counts.collected == 0:
        fails = turnout_words(round_).fails
        return Verdict(False, f"{_turnout(counts)}，没有可计的票，{fails}", 0, None, None)
    if round_.poll is not None:
        return round_.poll.validity or Verdict(True, _turnout(counts), counts.collected, None, None)
    bar = quorum_bar(round_.campaign, round_.purpose)
    taking_part = counts.collected
    if round_.purpose != Purpose.EVALUATION and counts.present is not None:
        taking_part = counts.present
    if bar is None:
        return Verdict(True, _turnout(counts), taking_part, None, None)
    words = turnout_words(round_)
    if round_.purpose == Purpose.EVALUATION and counts.present is not None:
        came = judge(bar, counts.present, counts, Words("实到", "人", words.holds, words.fails))
        if came.holds is False:
            return came
    return judge(bar, taking_part, counts, words)


def _turnout(counts: Counts) -> str:
    """The numbers of a round that nothing is asked of, as far as they are known."""
    known = (
        f"应到{counts.entitled}人",
        f"到会{counts.present}人" if counts.present is not None else "",
        f"收回{counts.collected}份" if counts.collected is not None else "",
    )
    return "，".join(part for part in known if part)


def quorum_of(meeting: Meeting, rules: Ruleset) -> Verdict:
    """Who came to a meeting of the body, against the share of its members without whom it can't decide (R-21)."""
    counts = Counts(entitled=meeting.due, present=meeting.present)
    return judge(rules.decision.quorum, meeting.present, counts, MEETING_WORDS)


def attendance(round_: Round | None) -> Verdict | None:
    """The recommendation meeting against the attendance that a higher rule advises (R-5)."""
    if round_ is None or (counts := round_.counts) is None:
        return None
    bar = round_.campaign.ruleset.recommendation.advised_quorum
    if bar is None:
        return None
    return judge(bar, _came(counts), counts, ATTENDANCE_WORDS)


def _came(counts: Counts) -> int | None:
    """Where nobody counted heads, those who handed in stand for those who came."""
    return counts.collected if counts.present is None else counts.present


def support(round_: Round | None, candidacy: Candidacy) -> Verdict | None:
    """The person's voices against the bar; None before counting, without a bar, or not on the ballot."""
    if round_ is None or (tally := round_.tally(candidacy)) is None or round_.counts is None:
        return None
    if round_.poll is not None:
        said = Voices.of(round_.poll).verdict(str(candidacy.pk))
        return said or support_written_in(round_, tally["agree"])
    bar = support_bar(round_.campaign, round_.purpose)
    if bar is None:
        return None
    return _held_against(bar, tally["agree"], round_.counts, support_words(round_))


def exact_share(round_: Round | None, candidacy: Candidacy) -> Fraction | None:
    """How many of 100 agree to the person, unrounded, of the base that the bar is taken of; None before counting."""
    if round_ is None or (tally := round_.tally(candidacy)) is None or round_.counts is None:
        return None
    if round_.poll is not None:
        counted = Voices.of(round_.poll)
        return counted.exact_share(str(candidacy.pk)) if str(candidacy.pk) in counted.sums else None
    bar = support_bar(round_.campaign, round_.purpose)
    known = bar is not None and round_.counts.of(bar.base) is not None
    whole = round_.counts.of(bar.base if bar and known else Base.COLLECTED)
    return Fraction(100 * tally["agree"], whole) if whole else None


def support_written_in(round_: Round, votes: int) -> Verdict | None:
    """So many write-ins against the bar that holds for those listed."""
    if round_.poll is None or round_.counts is None or (bar := round_.poll.counting.approval) is None:
        return None
    return _held_against(bar, votes, round_.counts, CHOICE_WORDS)


def answers(tally: Mapping[str, int]) -> dict[str, int]:
    """Label → number, as the paper of the round asked."""
    words = ANSWERS if "oppose" in tally else CHOICE_ANSWERS
    return {label: tally[name] for name, label in words.items() if name in tally}


def _held_against(bar: Bar, agreeing: int, counts: Counts, words: Words) -> Verdict:
    if bar.base is Base.PRESENT and counts.present is None and counts.collected is not None:
        bar = Bar(Base.COLLECTED, bar.strict, bar.numerator, bar.denominator, bar.minimum)
    return judge(bar, agreeing, counts, words)


def verdict_on(round_: Round | None, candidacy: Candidacy) -> Verdict | None:
    """The person's verdict by the round that decided about them: this one, or a run-off of it."""
    return None if round_ is None else support(round_.deciding_on(candidacy), candidacy)


def has_no_result(round_: Round) -> bool:
    """Counted, and of nobody on the ballot it can be said whether the bar was reached."""
    if not round_.is_counted:
        return False
    if round_.poll is not None:
        counted = Voices.of(round_.poll)
        verdicts = [counted.verdict(key) for key in counted.sums]
    else:
        verdicts = [support(round_, person) for person in round_.campaign.candidacies()]
    said = [verdict.holds for verdict in verdicts if verdict is not None]
    return bool(said) and all(holds is None for holds in said)


def tie(round_: Round) -> str:
    """Who of the adopted stand equal at the last seat of the post that was voted on; empty without a tie."""
    if round_.opening is None or not round_.is_counted:
        return ""
    if round_.poll is not None:
        keys, seats = round_.poll.tallies, round_.poll.counting.seats
        return Voices.of(round_.poll).tie(keys, seats)
    persons = {str(person.pk): person for person in round_.opening.candidacies.all()}
    verdicts = {key: support(round_, person) for key, person in persons.items()}
    adopted = {key: each.count or 0 for key, each in verdicts.items() if each is not None and each.holds}
    return rank(adopted, (round_.figures or {}).get("seats", round_.opening.seats)).sentence


def wants_reason(round_: Round | None, candidacy: Candidacy) -> Verdict | None:
    """Above the bar but below the share under which the rulebook asks for a written reason."""
    reached = support(round_, candidacy)
    proposed = candidacy.ruleset.evaluation.bar
    if round_ is None or (counts := round_.counts) is None or reached is None or not reached.holds:
        return None
    if proposed is None or proposed.reason_below is None or reached.count is None:
        return None
    if round_.poll is None:
        verdict = _held_against(proposed.reason_below, reached.count, counts, REASON_WORDS)
        return None if verdict.holds else verdict
    counted = Voices.of(round_.poll)
    said = counted.held_against(proposed.reason_below, str(candidacy.pk), REASON_WORDS)
    return None if said is None or said.holds else said


@dataclass(frozen=True)
class TalkCount:
    """Talks of one kind: how many were due and held, of whom by scope, and who was agreed to."""

    due: int
    held: int
    by_scope: dict[str, int] = field(default_factory=dict)
    views: dict[int, dict[str, int]] = field(default_factory=dict)

    def agreeing(self, candidacy: Candidacy) -> int:
        return self.views.get(candidacy.pk, {}).get(View.AGREE, 0)


def talk_count(campaign: Campaign, kind: TalkKind) -> TalkCount:
    """Talks held in the system plus the confirmed summary of those held on paper."""
    talks = [
        talk
        for each in campaign.sources_of(TALK_PURPOSES[kind])
        for talk in each.talks.filter(kind=kind, is_superseded=False).prefetch_related("voices")
    ]
    held = [talk for talk in talks if talk.held_on is not None]
    by_scope = {str(scope): sum(talk.scope == scope for talk in held) for scope in TalkScope}
    views: dict[int, dict[str, int]] = {}
    for talk in held:
        for voice in talk.voices.all():
            tally = views.setdefault(voice.candidacy_id, dict.fromkeys(View.values, 0))
            tally[voice.view] += 1
    count = TalkCount(len(talks), len(held), by_scope, views)
    paper = talk_summary(campaign, kind)
    return count if paper is None else _with_paper(count, paper.figures or {})


def talk_days(campaign: Campaign, kind: TalkKind) -> list[date]:
    """The day of every talk that was held, oldest first; a summary on paper dates all that it tells of."""
    held = [
        talk.held_on
        for each in campaign.sources_of(TALK_PURPOSES[kind])
        for talk in each.talks.filter(kind=kind, is_superseded=False)
        if talk.held_on is not None
    ]
    paper = talk_summary(campaign, kind)
    if paper is not None and paper.happened_on is not None:
        held += [paper.happened_on] * (paper.figures or {})["held"]
    return sorted(held)


def talk_summary(campaign: Campaign, kind: TalkKind) -> Round | None:
    """The last confirmed summary of talks held on paper; one that waits for its second person replaces none."""
    summaries = [
        summary
        for each in campaign.sources_of(TALK_PURPOSES[kind])
        for summary in each.rounds.filter(purpose=TALK_PURPOSES[kind], is_superseded=False).order_by(
            "-number"
        )
    ]
    return next((summary for summary in summaries if summary.is_confirmed), None)


def _with_paper(count: TalkCount, figures: dict) -> TalkCount:
    scopes = {scope: count.by_scope.get(scope, 0) + figures.get(scope, 0) for scope in TalkScope.values}
    views = {pk: dict(tally) for pk, tally in count.views.items()}
    for pk, tally in figures.get("subjects", {}).items():
        mine = views.setdefault(int(pk), dict.fromkeys(View.values, 0))
        for view in View.values:
            mine[view] += tally.get(view, 0)
    return TalkCount(count.due + figures["held"], count.held + figures["held"], scopes, views)


def talks_needed(campaign: Campaign, kind: TalkKind) -> int:
    """How many must be talked to at the least; a consultation asks for somebody of either scope."""
    if kind == TalkKind.CONSULTATION:
        return len(TalkScope)
    if kind == TalkKind.RECOMMENDATION:
        return campaign.ruleset.recommendation.talk_minimum.needed()
    meeting = campaign.standing_round(Purpose.RECOMMENDATION)
    counts = meeting.counts if meeting is not None else None
    return campaign.ruleset.inspection.talk_minimum.needed(_came(counts) if counts else None)


def talk_bar(campaign: Campaign, kind: TalkKind) -> Bar | None:
    rules, plan = campaign.ruleset, campaign.plan
    if kind == TalkKind.RECOMMENDATION:
        return plan.bar("talk_recommendation", rules.recommendation.talk_bar)
    return plan.bar("talk", rules.evaluation.talk_bar)


def talk_support(candidacy: Candidacy, kind: TalkKind = TalkKind.CONSULTATION) -> Verdict | None:
    """Agreement in the talks (A067, A077); None without a bar, or where nobody was asked of the person."""
    campaign = candidacy.campaign
    bar = talk_bar(campaign, kind)
    count = talk_count(campaign, kind)
    if bar is None or candidacy.pk not in count.views:
        return None
    talked = Counts(entitled=count.due, present=count.held, collected=count.held, valid=count.held)
    return judge(bar, count.agreeing(candidacy), talked, TALK_WORDS[kind])
