"""The people of one selection, each with a browser, and what they do again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from campaigns.models import Campaign, Candidacy
from campaigns.simulation import days
from campaigns.simulation.cast import Cast
from personnel.models import Post, StaffMember, Tenure
from selection import clock, deadlines

from .pages import Page, Person

POSTS = ("教务处副主任", "政教处副主任", "总务处主任")


@dataclass
class Journey:
    """The people of the journey, each with a browser, and the campaign they are in."""

    cast: Cast
    people: dict[str, Person] = field(default_factory=dict)
    campaign: Campaign = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        cast = self.cast
        for name in ("officer", "leader", "zone_reviewer", "bureau_reviewer", "discipline"):
            self.people[name] = Person(getattr(cast, name))
        teachers = [Person(staff.user) for staff in cast.teachers]
        self.nominees = [person.user.staff_member for person in teachers[:3]]
        self.team, self.scrutineer, self.teachers = teachers[-4:-1], teachers[-1], teachers[3:-4]
        served_for_half_a_year(self.nominees[2])

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def at(self, name: str, *args: Any) -> str:
        return at(name, self.campaign.pk, *args)

    def persons(self) -> list[Candidacy]:
        return list(self.campaign.live().order_by("opening_id"))

    def advance(self, step: str) -> Page:
        """Press the button of the campaign's page."""
        page = self.officer.fills(self.at("campaign"), self.at("advance", step))
        self.campaign.refresh_from_db()
        assert page.said == [f"已办理，现在是“{self.campaign.get_stage_display()}”阶段"]
        return page

    def refused(self, step: str) -> list[str]:
        """What is said to somebody who sends the step although the page shows no button for it."""
        assert not self.officer.opens(self.at("campaign")).has_form(self.at("advance", step))
        stage, page = self.campaign.stage, self.officer.posts(self.at("advance", step))
        self.campaign.refresh_from_db()
        assert self.campaign.stage == stage
        return page.said

    def record(self, kind: str, **values: Any) -> None:
        page = self.officer.fills(self.at("act", kind), **{"text": "已按规定办理。", **values})
        assert page.said[0].startswith("已登记"), page.said

    def meet(self, purpose: str, *, meeting: int | None = None, **values: Any) -> Page:
        """The deciding body resolves; of everybody it is asked about it says 同意."""
        address = self.at("meeting_new", purpose)
        if meeting:
            address += f"?meeting={meeting}"
        page = self.officer.opens(address)
        form = page.form("", {"resolution"})
        agreed = {name: "agreed" for name in form.names if name.startswith("outcome_")}
        if not meeting:
            members = [member.staff for member in self.cast.body.members_on(clock.today())][1:]
            chair = f"党组织书记{members[0].name}"
            came = [staff.pk for staff in members]
            values = {"attendees": came, "chair": chair, "place": "会议室"} | values
        page = self.officer.sends(page, **agreed, **values)
        assert "".join(page.said).startswith("已录入"), page.said
        return page


def served_for_half_a_year(deputy: StaffMember) -> None:
    """Too short for a chief's post, so that the school has to make an exception."""
    post = Post.objects.get(department__organisation=deputy.organisation, title="总务处副主任")
    Tenure.objects.create(
        staff=deputy,
        post=post,
        starts_on=date(2024, 9, 1),
        ended_on=date(2025, 3, 1),
        end_reason=Tenure.EndReason.TRANSFERRED,
    )


def at(name: str, *args: Any) -> str:
    return reverse(f"campaigns:{name}", args=args)


def wait_until(instant: datetime) -> None:
    """Put the clock forward, and do what has fallen due as the beat does."""
    clock.move_to(instant)
    deadlines.tick()


def wait_a_day() -> None:
    wait_until(days.next_workday())


def sign_papers(journey: Journey) -> None:
    """The leader finds every draft on the plan's list of papers and signs it."""
    plan = journey.campaign.plan
    links = journey.leader.opens(at("plan_papers", plan.pk)).links
    for document in plan.documents.filter(paper__state="draft"):
        paper = reverse("records:paper", args=[document.paper_id])
        assert paper in links
        page = journey.leader.fills(paper, reverse("records:issue_paper", args=[document.paper_id]))
        assert page.said[0].startswith("已签发")
