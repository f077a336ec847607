"""What does the paper of a round ask, of whom, and who may be written in beside them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ballots.definitions import Contest, Counting, Option, Spoils, SubjectSpec
from ballots.models import Poll
from campaigns import eligible
from campaigns.choices import Conclusion, Purpose
from campaigns.models import Campaign, Candidacy, Opening
from campaigns.rulesets.stages.voting import RecommendationRules
from personnel.models import StaffMember


@dataclass(frozen=True)
class Asked:
    """The paper as it would be drawn up today, without the bars."""

    kind: str
    subjects: tuple[SubjectSpec, ...]
    contests: tuple[Contest, ...] = ()
    listed: tuple[Option, ...] = ()
    max_excellent: int = 0
    spoils: str = Spoils.BALLOT.value

    def on(self, counting: Counting) -> Counting:
        return replace(
            counting,
            contests=self.contests,
            listed=self.listed,
            max_excellent=self.max_excellent,
            spoils=self.spoils,
        )


def asked(campaign: Campaign, purpose: Purpose, persons: list[Candidacy]) -> Asked:
    """Person by person; a recommendation may go by posts, as the rulebook says."""
    rules = campaign.ruleset
    subjects = tuple(_subject(person) for person in persons)
    if purpose == Purpose.DECISION:
        return Asked(Poll.Kind.CONSENT, subjects)
    if purpose == Purpose.RECOMMENDATION:
        by_posts = rules.recommendation.chosen or rules.recommendation.write_ins
        return _by_posts(campaign, persons) if by_posts else Asked(Poll.Kind.CONSENT, subjects)
    cap = rules.evaluation.max_excellent
    if cap is None:
        return Asked(Poll.Kind.GRADING, subjects)
    return Asked(Poll.Kind.GRADING, subjects, max_excellent=cap.of(len(subjects)), spoils=cap.spoils)


def differences(drawn: Counting, now: Counting) -> Iterator[str]:
    """How the limits and the list of a draft differ from today's, in words."""
    strangers = {option.label for option in set(drawn.listed) ^ set(now.listed)}
    if strangers:
        yield f"可以另选的人员有变：{'、'.join(sorted(strangers))}"
    elif _limits(drawn) != _limits(now):
        yield "每个岗位推荐的人数或评为优秀的人数有变"


def _limits(counting: Counting) -> tuple[object, ...]:
    return counting.contests, counting.max_excellent, counting.spoils


def _subject(person: Candidacy, contest: str = "") -> SubjectSpec:
    note = f"拟任{person.opening.post}"
    if person.staff.department:
        note = f"{person.staff.department} {note}"
    return SubjectSpec(str(person.pk), person.staff.name, note[:120], contest)


def _by_posts(campaign: Campaign, persons: list[Candidacy]) -> Asked:
    rules = campaign.ruleset.recommendation
    posts: dict[Opening, list[Candidacy]] = {}
    for person in persons:
        posts.setdefault(person.opening, []).append(person)
    listed = _staff(campaign) if rules.write_ins else ()
    return Asked(
        Poll.Kind.CHOICE if rules.ballot == "choice" else Poll.Kind.CONSENT,
        tuple(_subject(person, post.contest) for post, theirs in posts.items() for person in theirs),
        tuple(_contest(post, len(theirs), rules, listed) for post, theirs in posts.items()),
        listed,
        spoils=rules.chosen.spoils if rules.chosen else Spoils.BALLOT.value,
    )


def _contest(
    opening: Opening, standing: int, rules: RecommendationRules, listed: tuple[Option, ...]
) -> Contest:
    """As many as the rulebook lets be recommended, and no more than there are to choose from."""
    apart = _apart(opening, rules) if listed else set()
    others = len({option.key for option in listed} - apart)
    places = min(rules.write_ins.places, others) if rules.write_ins else 0
    most, least = standing + places, 0
    if rules.chosen is not None:
        most = min(opening.seats + rules.chosen.beyond, most)
        least = min(rules.chosen.least, most)
    return Contest(opening.contest, str(opening), most, least, min(places, most), tuple(sorted(apart)))


def _apart(opening: Opening, rules: RecommendationRules) -> set[str]:
    """Whom nobody may write in for this post: who stands or stood for it, and whom the rules keep out of it."""
    apart = set(opening.candidacies.values_list("staff", flat=True))
    if rules.write_ins and rules.write_ins.out_of == "eligible":
        groups = eligible.groups(opening)
        apart |= {
            row.staff.pk
            for group in groups
            if group.conclusion == Conclusion.INELIGIBLE
            for row in group.rows
        }
    return {str(pk) for pk in apart}


def _staff(campaign: Campaign) -> tuple[Option, ...]:
    """Who serves at the school, told apart by department and number."""
    serving = StaffMember.objects.of(campaign.organisation).serving().select_related("department")
    return tuple(Option(str(staff.pk), staff.name, _note(staff)) for staff in serving.by_pinyin())


def _note(staff: StaffMember) -> str:
    parts: Iterable[str] = (str(staff.department or ""), staff.staff_number)
    return " ".join(filter(None, parts))
