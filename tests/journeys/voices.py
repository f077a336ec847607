"""How the staff is heard: talks written down by the team, and ballots from the roll to the count."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from ballots import services as polls
from ballots.models import Elector
from campaigns.models import Opening, Round
from personnel.models import Tenure
from selection import clock

from .journey import Journey, at
from .pages import Page, Person


def talk(journey: Journey, kind: str) -> None:
    """The officer lists who is to be talked to, a member writes down one talk, the rest follow."""
    page = journey.officer.opens(journey.at("talks", kind))
    named = {staff.pk for staff in journey.nominees}
    cadres = Tenure.objects.at(journey.cast.school).in_force(clock.today()).values_list("staff", flat=True)
    peers = [teacher.user.staff_member.pk for teacher in journey.teachers[:6]]
    page = journey.officer.sends(page, journey.at("talks_add", kind), people=[*({*cadres} - named), *peers])
    member = journey.team[0]
    team = [person.user.pk for person in journey.team]
    first = journey.campaign.talks.filter(kind=kind).exclude(person__user__in=team).earliest("pk")
    page = member.opens(at("talk", first.pk))
    views = {name: "agree" for name in page.form("", {"notes"}).names if name.startswith("view_")}
    assert member.sends(page, talkers=team, notes="反映较好。", **views).said[0].startswith("已登记与")
    journey.teachers[0].finds_nothing_at(at("talk", first.pk))
    member.fills(journey.at("talks", kind), journey.at("talks_demo", kind))


def ballot(journey: Journey, purpose: str, opening: Opening | None = None) -> Round:
    """Drawn up, opened, voted on pages by a few and by the rest as the demo lets them, closed, counted."""
    officer = journey.officer
    page = officer.opens(journey.at("rounds", purpose))
    drawn = {"opening": opening.pk} if opening else {"channel": "online"}
    form = next(
        form
        for form in page.forms
        if form.action == journey.at("round_new", purpose)
        and (opening is None or form.values["opening"] == str(opening.pk))
    )
    assert officer.posts(form.action, form.values | drawn).said == ["票样和应到名册已准备，请核对后开始"]
    held = journey.campaign.rounds.latest("pk")
    voters = list(held.poll.electors.filter(is_recused=False).order_by("pk"))
    late = Person(voters[-1].user)
    officer.fills(at("round", held.pk), at("round_open", held.pk), present=len(voters) - 1)
    for elector in voters[: 1 if opening else 2]:
        vote(Person(elector.user), held)
    polls.cast_for_remaining(held.poll, lambda elector: choices(held, elector, voters[-1]))
    close_and_count(journey, held, late)
    return held


def vote(teacher: Person, held: Round) -> None:
    """Paper, check page, word of thanks."""
    address = reverse("ballots:vote", args=[held.poll.public_id])
    assert address in teacher.opens(reverse("ballots:my")).links
    page = teacher.opens(address)
    marks = {"consent": "agree"}
    names = {name for name in page.form("", {"act"}).names if name.startswith("a.")}
    ticks = {name: marks.get(name.rpartition(".")[2]) or first_tick(page, name) for name in names}
    page = teacher.sends(page, act="check", **ticks)
    assert "请核对，确认后不能更改" in page.text
    page = teacher.sends(page, act="cast")
    assert page.address == reverse("ballots:done", args=[held.poll.public_id])


def first_tick(page: Page, name: str) -> str:
    return page.text.split(f'name="{name}" value="')[1].split('"')[0]


def choices(held: Round, elector: Elector, absent: Elector) -> Any:
    if elector == absent:
        return None
    counting = held.poll.counting
    marks = {dimension.key: counting.grades[0].key for dimension in counting.dimensions or ()}
    said = marks | {"consent": "agree"} if held.purpose == "evaluation" else "agree"
    return {subject.key: said for subject in held.poll.subjects.all()}


def close_and_count(journey: Journey, held: Round, late: Person) -> None:
    address = at("round", held.pk)
    scrutineer, vote_page = journey.scrutineer, reverse("ballots:vote", args=[held.poll.public_id])
    open_paper = late.opens(vote_page)
    scrutineer.fills(address, at("round_close", held.pk))
    page = late.sends(open_paper, act="cast")
    assert "投票已截止，不再收票" in page.text
    assert scrutineer.fills(address, at("round_count", held.pk)).said[0].startswith("已启封计票")
    journey.officer.opens(address)
