"""On which track would a post be filled, for which lawful reason, and what speaks for it? (A038–A049, A137)

It proposes from what is known; the officer chooses.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from campaigns.choices import ActKind, Conclusion, Track, TrackReason
from campaigns.eligibility import loading, screening
from campaigns.eligibility.dossier import Dossier
from campaigns.models import Campaign, Opening, Plan
from campaigns.services.plans import tracks_open_to
from personnel import quota
from personnel.models import Post, StaffMember, Tenure
from selection.chinese import day

MAJORITY = 2  # mentioned by more than one in so many of those who were asked
Grounds = Iterator[tuple[TrackReason, str]]


@dataclass(frozen=True)
class Advice:
    """A proposal for one post: the track's reason, and why."""

    post: Post
    reason: TrackReason
    why: str

    is_listed: bool = False
    chosen: str = ""  # what the plan says instead

    @property
    def track(self) -> Track:
        return self.reason.track


class Adviser:
    """What is known of a school on the plan's reference date; the same number of queries for any number of posts."""

    def __init__(self, plan: Plan):
        self.plan, self.school, self.on = plan, plan.organisation, plan.reference_on
        self.known = tracks_open_to(self.school)

    def advice(self) -> list[Advice]:
        """On the posts that the plan lists, then on those that could be: vacant, or soon given up."""
        openings = {each.post_id: each for each in _openings(self.plan)}
        posts = Post.objects.filter(department__organisation=self.school, is_active=True)
        wanted = [
            post
            for post in posts.select_related("department__organisation").order_by(
                "department__position", "position", "pk"
            )
            if post.pk in openings or self._is_to_fill(post)
        ]
        found = [advice for post in wanted if (advice := self._of(post, openings.get(post.pk))) is not None]
        return sorted(found, key=lambda each: not each.is_listed)

    def _of(self, post: Post, opening: Opening | None) -> Advice | None:
        """The first ground that leads to a track the rulebook knows."""
        for reason, why in self._grounds(post):
            if reason.track in self.known:
                differs = opening is not None and opening.reason != reason
                chosen = opening.get_reason_display() if opening is not None and differs else ""
                return Advice(post, reason, why, opening is not None, chosen)
        return None

    def _is_to_fill(self, post: Post) -> bool:
        figures = self._quota.get((post.department_id, post.rank))
        is_vacant = figures is not None and (figures.vacant or 0) > 0 and not self._tenures[post.pk]
        return is_vacant or any(self._ending(post)) or any(self._surplus(post))

    def _grounds(self, post: Post) -> Grounds:
        """The most telling first: too many in post, a term that ends, a sounding, those who qualify."""
        yield from self._surplus(post)
        yield from self._ending(post)
        yield from self._sounded(post)
        yield from self._qualified(post)

    def _surplus(self, post: Post) -> Grounds:
        figures = self._quota.get((post.department_id, post.rank))
        if figures is not None and figures.is_over:
            why = f"{figures.label}核定{figures.approved}名，现任{figures.held}名，超出{figures.surplus}名"
            yield TrackReason.OVER_QUOTA, why
            yield TrackReason.REORGANISATION, why

    def _ending(self, post: Post) -> Grounds:
        ending = [
            each for each in self._tenures[post.pk] if each.ends_on and each.ends_on <= self.plan.starts_on
        ]
        if ending:
            why = "；".join(
                f"{each.staff.name}的聘期到{day(each.ends_on)}届满" for each in ending if each.ends_on
            )
            yield TrackReason.RENEWAL, why

    def _sounded(self, post: Post) -> Grounds:
        asked, mentions = self._soundings
        named = mentions.get(str(post), {})
        if not asked or not named:
            return
        most = max(named, key=lambda name: named[name])
        if named[most] * MAJORITY > asked:
            yield TrackReason.CLEAR_CHOICE, f"前期摸底{asked}人中有{named[most]}人提到{most}，较集中"
        else:
            said = "、".join(f"{name}{times}次" for name, times in named.items())
            yield TrackReason.MANY_SUITABLE, f"前期摸底{asked}人，提到{said}，没有超过半数的人选"

    def _qualified(self, post: Post) -> Grounds:
        place = Opening(campaign=self._campaign, post=post)
        met = Counter(screening.screen(each, place).conclusion for each in self._dossiers)
        fit, by_exception = met[Conclusion.ELIGIBLE], met[Conclusion.ON_EXCEPTION]
        others = f"（另有{by_exception}人须申请例外）" if by_exception else ""
        if fit + by_exception == 1:
            yield (
                TrackReason.CLEAR_CHOICE,
                f"本校符合条件的只有{fit or by_exception}人{'' if fit else '，且须申请例外'}，可先作前期摸底",
            )
        elif fit + by_exception:
            why = f"本校符合条件的有{fit}人{others}，尚未作前期摸底"
            yield TrackReason.MANY_SUITABLE, why
            yield TrackReason.CLEAR_CHOICE, f"{why}，摸底后人选较集中的可以采用"

    @cached_property
    def _campaign(self) -> Campaign:
        """By whose rules everybody is screened."""
        campaign: Campaign = self.plan.selections[0]
        return campaign

    @cached_property
    def _quota(self) -> dict[tuple[int, str], Any]:
        table = quota.table_in_force(self.school)
        if table is None:
            return {}
        figures = quota.overview(self.school, self.on, table).figures
        return {(each.department.pk, str(each.rank)): each for each in figures}

    @cached_property
    def _tenures(self) -> dict[int, list[Tenure]]:
        found: dict[int, list[Tenure]] = defaultdict(list)
        for each in Tenure.objects.at(self.school).in_force(self.on).select_related("staff", "post"):
            found[each.post_id].append(each)
        return found

    @cached_property
    def _soundings(self) -> tuple[int, dict[str, dict[str, int]]]:
        """How many were asked, and by post who was mentioned how often (A137)."""
        asked = 0
        mentions: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for act in self.plan.acts.of(ActKind.SOUNDING).confirmed():
            asked += act.figures.get("asked", 0)
            for post, name, times in act.figures.get("mentions", ()):
                mentions[post][name] += times
        return asked, mentions

    @cached_property
    def _dossiers(self) -> list[Dossier]:
        return loading.load(StaffMember.objects.of(self.school).serving(self.on), self.on)


def _openings(plan: Plan) -> Iterable[Opening]:
    running = [campaign.pk for campaign in plan.selections]
    return Opening.objects.filter(campaign__in=running)
