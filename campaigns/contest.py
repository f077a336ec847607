"""How does a contest stand: who speaks, which sheets are in, and what does everybody come to?

Page, paper, rule and ledger take every figure from ``table``; the arithmetic itself is in ``ranking``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from campaigns.choices import LIVE, Purpose, Standing, Track
from campaigns.ranking import Inputs, Part, Place, mean, places, shown
from campaigns.recusal import relatives
from campaigns.voices import exact_share

if TYPE_CHECKING:
    from campaigns.models import Campaign, Candidacy, Judge, Presentation, Slot
    from personnel.models import StaffMember

JUDGES = "评委量分"
RANKED = (*LIVE, Standing.HELD, Standing.NOT_SELECTED)  # whoever was passed over had a place all the same


def is_contest(campaign: Campaign) -> bool:
    return campaign.track == Track.COMPETITIVE


def presents(campaign: Campaign) -> bool:
    """Whether the rulebook asks this campaign for a presentation before judges."""
    return is_contest(campaign) and campaign.ruleset.contest.presentation


def presentation_of(campaign: Campaign) -> Presentation | None:
    """The campaign's own, or the one that was held before it was carved out of another."""
    for each in campaign.lineage:
        if found := each.presentations.filter(is_superseded=False).first():
            return found
    return None


def speakers(campaign: Campaign) -> list[StaffMember]:
    """Everybody who still stands, once: whoever contends for two posts speaks once."""
    people = campaign.live().order_by("staff__stroke_key", "staff__staff_number", "pk")
    return list({person.staff_id: person.staff for person in people}.values())


def conflict(judge: Judge, staff: list[StaffMember]) -> str:
    """Why the judge may not judge these persons; empty where nothing stands against it."""
    if judge.user_id is None:
        return ""
    for person in staff:
        if person.user_id == judge.user_id:
            return "是本次竞岗的人选"
    found = (why for one, why in relatives(each.pk for each in staff) if one.user_id == judge.user_id)
    return next(found, "")


@dataclass(frozen=True)
class Line:
    """One person for one post: every input, the composite where there is one, and the places."""

    person: Candidacy
    sheets: tuple[tuple[str, str], ...]  # the judge's name and total, for those who may see them
    inputs: Inputs
    composite: Fraction | None
    place: Place[int] | None
    score_place: Place[int] | None
    evaluation_place: Place[int] | None
    opinions_place: Place[int] | None

    @property
    def figures(self) -> dict[str, str]:
        """As they are printed."""
        parts = {part.title: shown(part.points) for part in self.inputs.parts}
        composed = parts if len(parts) > 1 else {}  # the judges' alone are the score
        return composed | {
            "量分": shown(self.inputs.score),
            "民主测评": shown(self.inputs.evaluation),
            "书面意见": shown(self.inputs.opinions),
            "综合": shown(self.composite),
        }

    @property
    def placed(self) -> str:
        """综合第1; where nothing is added up: 量分第1，测评第2，书面意见第1."""
        if self.place is not None:
            return f"综合第{self.place.number}"
        apart = (
            ("量分", self.score_place),
            ("测评", self.evaluation_place),
            ("书面意见", self.opinions_place),
        )
        return "，".join(f"{what}第{place.number}" for what, place in apart if place is not None)


@dataclass(frozen=True)
class Facts:
    """All that was given in one contest, read once; of a staff member or a candidacy by primary key."""

    campaign: Campaign
    presentation: Presentation

    @cached_property
    def given(self) -> list[Any]:
        sheets = self.presentation.sheets().select_related("judge").order_by("judge")
        return list(sheets.prefetch_related("scores"))

    @cached_property
    def totals(self) -> dict[int, list[Fraction]]:
        found = defaultdict(list)
        for sheet in self.given:
            found[sheet.staff_id].append(sheet.total)
        return found

    @cached_property
    def sheets(self) -> dict[int, list[tuple[str, str]]]:
        found = defaultdict(list)
        for sheet in self.given:
            found[sheet.staff_id].append((sheet.judge.name, sheet.shown))
        return found

    @cached_property
    def parts(self) -> list[tuple[str, int, dict[int, Fraction]]]:
        """Title, weight, and what each person came to."""
        return [
            (
                part.title,
                part.weight,
                {
                    each.staff_id: Fraction(each.points)
                    for each in part.results.all()
                    if each.is_confirmed and not each.is_superseded
                },
            )
            for part in self.presentation.parts.prefetch_related("results")
        ]

    def inputs(self, person: Candidacy) -> Inputs:
        held = self.presentation
        judged = mean(self.totals[person.staff_id], held.drops_extremes)
        further = [Part(title, weight, known.get(person.staff_id)) for title, weight, known in self.parts]
        first = [Part(JUDGES, held.judges_weight, judged)] if held.judges_weight else []
        written = [each for each in person.written_opinions.all() if not each.is_superseded]
        opinions = next((each.share for each in written if each.is_confirmed), None)
        return Inputs((*first, *further), exact_share(self.evaluation, person), opinions)

    @cached_property
    def evaluation(self) -> Any:
        return self.campaign.standing_round(Purpose.EVALUATION)


def table(campaign: Campaign) -> list[Line]:
    """Everybody who presented and has not given up, post by post, the best first."""
    held = presentation_of(campaign)
    if held is None or not (spoke := [slot.staff_id for slot in turns(held) if not slot.absence]):
        return []
    facts = Facts(campaign, held)
    people = campaign.candidacies().filter(staff__in=spoke, standing__in=RANKED)
    people = people.prefetch_related("written_opinions")
    by_post: dict[int, list[Candidacy]] = defaultdict(list)
    for person in people:
        by_post[person.opening_id].append(person)
    return [line for persons in by_post.values() for line in _post(facts, persons)]


def _post(facts: Facts, persons: list[Candidacy]) -> Iterator[Line]:
    inputs = {person.pk: facts.inputs(person) for person in persons}
    weights = facts.presentation.weights
    composites = {pk: each.composite(weights) if weights else None for pk, each in inputs.items()}
    placed = places(composites)
    scores = places({pk: each.score for pk, each in inputs.items()})
    evaluations = places({pk: each.evaluation for pk, each in inputs.items()})
    opinions = places({pk: each.opinions for pk, each in inputs.items()})
    lines = [
        Line(
            person,
            tuple(facts.sheets[person.staff_id]),
            inputs[person.pk],
            composites[person.pk],
            placed.get(person.pk),
            scores.get(person.pk),
            evaluations.get(person.pk),
            opinions.get(person.pk),
        )
        for person in persons
    ]
    last = len(persons) + 1
    yield from sorted(
        lines, key=lambda line: ((place := line.place or line.score_place) and place.number) or last
    )


def ties(lines: list[Line]) -> list[str]:
    """Who is equal, in words, once for each group."""
    names = {line.person.pk: line.person.staff.name for line in lines}
    groups: dict[tuple[int, ...], str] = {}
    for line in lines:
        place = line.place or line.score_place
        if place is not None and place.is_tied:
            group = tuple(sorted((line.person.pk, *place.equals)))
            who = "、".join(names[pk] for pk in group)
            groups[group] = f"{line.person.opening}：{who}并列第{place.number}名"
    return list(groups.values())


def awaited(held: Presentation, lines: list[Line]) -> list[str]:
    """Which inputs that the plan adds up somebody still lacks; until then there is no composite."""
    weights = held.weights
    if weights is None:
        return []
    given = [line.inputs for line in lines]
    weighed = (
        ("量分", weights.scores, [each.score for each in given]),
        ("民主测评", weights.evaluation, [each.evaluation for each in given]),
        ("书面意见", weights.opinions, [each.opinions for each in given]),
    )
    return [what for what, weight, known in weighed if weight and None in known]


def turns(held: Presentation) -> list[Slot]:
    """The order as it was drawn; none before the draw counts."""
    draw = held.draw
    if draw is None or not draw.is_confirmed:
        return []
    return list(draw.slots.select_related("staff__department"))


@dataclass(frozen=True)
class Progress:
    """How many sheets of one speaker are in, of how many; nobody but the judge sees what they say."""

    slot: Slot
    sheets: int
    judges: int

    @property
    def is_whole(self) -> bool:
        return self.sheets >= self.judges > 0


def progress(held: Presentation) -> list[Progress]:
    judges = held.panel.count()
    given: dict[int, int] = defaultdict(int)
    for staff in held.sheets().values_list("staff", flat=True):
        given[staff] += 1
    return [Progress(slot, given[slot.staff_id], judges) for slot in turns(held)]
