"""What did an assessment come to, in figures that the yearly report may print? Never a single person's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ballots import results
from ballots.definitions import Option
from ballots.models import Poll
from ballots.sums import Voices
from ballots.tallies import name
from ballots.verdicts import percent
from reporting.assessing import tables
from reporting.models import Assessment
from selection import chinese, clock
from selection.accounts.models import Organisation

MOST = 3


@dataclass(frozen=True)
class Judged:
    """How often each grade was given, to one question or to all persons together."""

    label: str
    grades: tuple[tuple[str, int], ...]
    share: str

    @property
    def sentence(self) -> str:
        first = self.grades[0][0]
        given = "，".join(f"{label}{number}" for label, number in self.grades)
        return f"{self.label}：{given}（{first}率{self.share}）"


@dataclass(frozen=True)
class Summary:
    """The released tables. ``problems`` are those ticked most often; ``persons`` is None without 表2."""

    year: int
    held_on: date
    turnout: str
    work: tuple[Judged, ...]
    problems: tuple[tuple[str, int], ...]
    persons: int | None
    views: Judged | None

    @property
    def text(self) -> str:
        """As the report says it."""
        said = [f"{chinese.day(self.held_on)}组织“一报告两评议”，{self.turnout}"]
        said += ["；".join(each.sentence for each in self.work)]
        ticked = "、".join(f"{label}（{number}票）" for label, number in self.problems)
        said += [f"反映较多的问题是：{ticked}"] if ticked else ["没有反映突出的问题"]
        if self.views:
            said += [f"对新提拔任用的{self.persons}名干部，{self.views.sentence}"]
        return "。".join(said) + "。"


def summary(organisation: Organisation, year: int) -> Summary | None:
    """Of the organisation itself; None until the result of 表1 is released."""
    found = Assessment.objects.of(organisation).filter(year=year, work__state=Poll.State.RELEASED)
    assessment = found.select_related("work", "promotions").first()
    if assessment is None or assessment.work is None or assessment.work.closed_at is None:
        return None
    voices = Voices.of(assessment.work)
    views = _views(assessment.promotions)
    return Summary(
        year=year,
        held_on=clock.local(assessment.work.closed_at).date(),
        turnout="，".join(f"{label}{text}" for label, text in results.facts(assessment.work)),
        work=tuple(
            _judged(each.label, [voices.sums[each.key]], tables.QUALITIES) for each in tables.QUESTIONS
        ),
        problems=_problems(voices),
        persons=views[0] if views else None,
        views=views[1] if views else None,
    )


def _judged(label: str, sums: list[dict[str, int]], grades: tuple[Option, ...]) -> Judged:
    [view] = tables.ONE
    given = [(each.label, sum(one[name(view.key, each.key)] for one in sums)) for each in grades]
    marks = sum(number for one in sums for number in one.values())
    return Judged(label, tuple(given), percent(given[0][1], marks))


def _problems(voices: Voices) -> tuple[tuple[str, int], ...]:
    """As many as ``MOST``, and whatever was ticked as often as the last of them."""
    labels = {each.key: each.label for each in tables.PROBLEMS}
    places, scores = voices.places(labels), voices.scores(labels)
    first = sorted((key for key in labels if places[key] <= MOST and scores[key]), key=places.__getitem__)
    return tuple((labels[key], int(scores[key])) for key in first)


def _views(poll: Poll | None) -> tuple[int, Judged] | None:
    """Of how many persons, and how often each view was taken of them."""
    if poll is None or poll.state != Poll.State.RELEASED:
        return None
    sums = list(Voices.of(poll).sums.values())
    return len(sums), _judged("看法合计人次", sums, tables.VIEWS)
