"""How many said what about whom?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ballots.definitions import ABSTAIN, Consent
from ballots.sheets import CONSENT, VOID, Mark, Question, Section

NOT_CHOSEN = "not_chosen"


def tally(section: Section, marks: Iterable[Mark]) -> dict[str, dict[str, int]]:
    """Subject key → its counts; for each question they add up to the number of marks.

    Consent gives ``agree``, ``oppose``, ``abstain``; a grade ``virtue.excellent`` … ``virtue.abstain``.
    In a choice each listed person has ``agree`` (chosen), ``not_chosen``, ``abstain`` (none chosen); of a
    checklist each item the first two. ``void`` says how often the cell was, if ever. Of those written in, whoever
    was has ``agree`` and nothing else.
    """
    kept = list(marks)
    first = section.questions[0]
    if first.is_open:
        return _written_in(first, kept)
    if first.is_checklist:
        return {option.key: _ticked(first.key, option.key, kept) for option in first.options}
    if first.is_choice:
        return {option.key: _chosen(first, option.key, kept) for option in first.options}
    counts: dict[str, int] = {}
    for question in section.questions:
        counts |= _answered(question, kept)
    return {section.key: counts}


def _answered(question: Question, marks: list[Mark]) -> dict[str, int]:
    given = Counter(str(mark[question.key]) for mark in marks)
    keys = dict.fromkeys([*(option.key for option in question.options), ABSTAIN, *_void(given[VOID])])
    return {name(question.key, key): given[key] for key in keys}


def name(question: str, answer: str) -> str:
    """Under which name a tally keeps an answer."""
    return answer if question == CONSENT else f"{question}.{answer}"


def _ticked(question: str, key: str, marks: list[Mark]) -> dict[str, int]:
    agree = sum(key in mark[question] for mark in marks)
    return {Consent.AGREE.value: agree, NOT_CHOSEN: len(marks) - agree}


def _chosen(question: Question, key: str, marks: list[Mark]) -> dict[str, int]:
    lists = [mark[question.key] for mark in marks if mark[question.key] != VOID]
    agree = sum(key in chosen for chosen in lists)
    abstain = sum(not chosen for chosen in lists)
    void = len(marks) - len(lists)
    return {
        Consent.AGREE.value: agree,
        NOT_CHOSEN: len(lists) - agree - abstain,
        Consent.ABSTAIN.value: abstain,
    } | dict.fromkeys(_void(void), void)


def _void(number: int) -> list[str]:
    """Most papers have no void cells, and then no count of them."""
    return [VOID] if number else []


def _written_in(question: Question, marks: list[Mark]) -> dict[str, dict[str, int]]:
    named = Counter(key for mark in marks if mark[question.key] != VOID for key in mark[question.key])
    return {key: {Consent.AGREE.value: number} for key, number in named.items()}
