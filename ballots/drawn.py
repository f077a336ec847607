"""Which paper does the definition of a poll make? The only place, besides the count, that knows kinds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from ballots.definitions import CHECKLIST, OPINION, Consent, Contest, Counting, Option, Spoils
from ballots.sheets import CHOSEN, CONSENT, CONSENT_OPTIONS, BallotPaper, Limit, Question, Section

if TYPE_CHECKING:
    from ballots.models import Poll, Subject


def paper_of(poll: Poll) -> BallotPaper:
    """The paper of a poll, from its definition and subjects; of an opened one, each process reads it once."""
    return _sealed_paper(poll.paper_digest, poll) if poll.paper_digest else _paper_of(poll)


@lru_cache(maxsize=64)
def _sealed_paper(_digest: str, poll: Poll) -> BallotPaper:
    """What the opening sealed doesn't change: the same poll with the same digest has the same paper."""
    return _paper_of(poll)


def _paper_of(poll: Poll) -> BallotPaper:
    subjects, counting = list(poll.subjects.all()), poll.counting
    if poll.kind == poll.Kind.CHOICE:
        sections = [_contest(contest, subjects) for contest in counting.contests]
    elif poll.kind == poll.Kind.GRADING:
        sections = list(_graded(counting, subjects))
    else:
        sections = [Section(s.key, s.label, s.note, _consented()) for s in subjects]
    sections += [_write_ins(contest, counting) for contest in counting.contests if contest.write_ins]
    limits = (*_excellent(poll, counting, subjects), *_chosen(poll, counting, subjects))
    if counting.spoils == Spoils.CELL:
        limited = {cell for limit in limits for cell in limit.cells}
        sections = [section.voidable(limited) for section in sections]
    remarked = tuple(_remarked(subjects)) if poll.asks_remarks else ()
    return BallotPaper(tuple(sections), remarked, limits, counting.spoils, counting.layout)


def _remarked(subjects: list[Subject]) -> Iterator[Option]:
    """Where something asks for nothing but an opinion, nothing else does."""
    own = [s for s in subjects if s.contest == OPINION]
    yield from (Option(s.key, s.label) for s in own or subjects)


def _consented() -> tuple[Question, ...]:
    return (Question(CONSENT, "", CONSENT_OPTIONS),)


def _graded(counting: Counting, subjects: list[Subject]) -> Iterator[Section]:
    asked = [Question(each.key, each.label, counting.grades) for each in counting.dimensions]
    if counting.asks_consent:
        asked.append(Question(CONSENT, counting.consent_question, CONSENT_OPTIONS))
    heads = counting.layout.facts
    for s in _of_grades(subjects):
        facts = tuple(s.note.split("\n")) if heads else ()
        note = "\n".join(map("：".join, zip(heads, facts, strict=True))) if heads else s.note
        yield Section(s.key, s.label, note, tuple(asked), facts)
    if items := tuple(Option(s.key, s.label, s.note) for s in subjects if s.contest == CHECKLIST):
        ticked = Question(CHOSEN, "", items, maximum=len(items), is_checklist=True)
        yield Section(CHECKLIST, counting.layout.checklist, "", (ticked,))


def _of_grades(subjects: list[Subject]) -> list[Subject]:
    return [s for s in subjects if s.contest not in (CHECKLIST, OPINION)]


def _contest(contest: Contest, subjects: list[Subject]) -> Section:
    options = tuple(Option(s.key, s.label, s.note) for s in subjects if s.contest == contest.key)
    least = 0 if contest.write_ins else contest.minimum  # which those written in may make up
    question = Question(CHOSEN, "", options, least, contest.maximum)
    return Section(contest.key, contest.label, "", (question,))


def others(contest: Contest) -> str:
    """The section of a post's write-ins."""
    return f"{contest.key}-others"


def _write_ins(contest: Contest, counting: Counting) -> Section:
    options = tuple(option for option in counting.listed if option.key not in contest.apart)
    question = Question(CHOSEN, "", options, maximum=contest.write_ins, is_open=True)
    least = f"至少{contest.minimum}人，" if contest.minimum > 1 else ""
    note = f"连同票上所选，{least}最多{contest.maximum}人"
    return Section(others(contest), f"{contest.label}另选他人", note, (question,))


def _excellent(poll: Poll, counting: Counting, subjects: list[Subject]) -> Iterator[Limit]:
    if poll.kind != poll.Kind.GRADING or not counting.max_excellent:
        return
    best = counting.grades[0]
    for each in counting.dimensions:
        cells = tuple((subject.key, each.key) for subject in _of_grades(subjects))
        yield Limit(f"“{each.label}”", f"评{best.label}", best.key, cells, counting.max_excellent)


def _chosen(poll: Poll, counting: Counting, subjects: list[Subject]) -> Iterator[Limit]:
    """Of each post: those chosen or agreed to on the paper, and those written in beside them."""
    for contest in counting.contests:
        written = ((others(contest), CHOSEN),) if contest.write_ins else ()
        listed = tuple((s.key, CONSENT) for s in subjects if s.contest == contest.key)
        if poll.kind == poll.Kind.CHOICE:
            listed = ((contest.key, CHOSEN),)
        agree = Consent.AGREE.value
        yield Limit(contest.label, "选", agree, (*listed, *written), contest.maximum, contest.minimum)
        if written:
            yield Limit(f"{contest.label}另选他人", "选", agree, written, contest.write_ins)
