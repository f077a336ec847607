"""Who is behind a figure? A page of names for whoever may read the register there, as many as the figure says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaigns.choices import NAMED_IN_PUBLIC
from campaigns.models import Appointment, Campaign
from personnel.models import Post, Rank, StaffMember, Tenure
from reporting.counting import PEOPLE, behind
from reporting.structure import RANKS, Cut, cut_of
from reporting.yearly import entries
from reporting.years import Person, Population, Year
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.chinese import day
from selection.records import looks


@dataclass(frozen=True)
class Asked:
    """A figure, or a cell of a table on structure, by its name."""

    title: str
    population: Population
    people: list[Person]


@dataclass(frozen=True)
class Listed:
    name: str
    staff: int
    school: str
    post: str
    rank: str
    age: int | None
    said: str


def may_see(user: User, place: Organisation) -> bool:
    return user.may(Act.VIEW_REGISTER, place)


def asked(year: Year, query: Mapping[str, str]) -> Asked | None:
    """None for what is no figure and no cell; who asks for nothing asks for all in post."""
    figure = query.get("figure", "" if "cut" in query else "posts.held")
    if figure in PEOPLE:
        return Asked(entries()[figure].label, PEOPLE[figure][0], behind(figure, year))
    population = query.get("population", "")
    if population not in Population.values:
        return None
    cut = cut_of(Population(population), query.get("cut", ""))
    return None if cut is None else _cell(year, Population(population), cut, query)


def _cell(year: Year, population: Population, cut: Cut, query: Mapping[str, str]) -> Asked | None:
    bands = dict(zip(map(str, range(len(cut.bands))), cut.bands, strict=True)) | {"": ""}
    ranks = {rank.value: rank.label for rank in RANKS} | {"": ""}
    band, rank = query.get("band", ""), query.get("rank", "")
    if band not in bands or rank not in ranks:
        return None
    people = [
        each
        for each in year.persons(population)
        if (not band or cut.band(each) == bands[band]) and (not rank or each.rank == rank)
    ]
    said = "，".join(filter(None, [f"{population.label}人员", ranks[rank], bands[band]]))
    return Asked(said, population, people)


def listed(found: Asked, user: User) -> list[Listed]:
    """Those whom the user may see; whoever is concerned by a selection does not find its people here."""
    known = {each.pk: each for each in found.people}
    if found.population in (Population.IN_POST, Population.LEFT):
        return _of_tenures(known, user)
    return _of_appointments(known, user)


def _of_tenures(known: Mapping[int, Person], user: User) -> list[Listed]:
    rows = Tenure.objects.visible_to(user).filter(pk__in=known)
    shown = rows.select_related("staff", "post__department__organisation")
    return [
        _line(each.staff, each.post, known[each.pk], f"{day(each.starts_on)}任职{_end(each)}")
        for each in shown.order_by("post__department__organisation__path", *_by_post("post"))
    ]


def _end(tenure: Tenure) -> str:
    return f"，{day(tenure.ended_on)}{tenure.end}" if tenure.ended_on else ""


def _of_appointments(known: Mapping[int, Person], user: User) -> list[Listed]:
    rows = Appointment.objects.filter(
        pk__in=known, candidacy__opening__campaign__in=Campaign.objects.visible_to(user)
    )
    shown = rows.select_related(
        "candidacy__staff",
        "candidacy__opening__post__department__organisation",
        "candidacy__opening__campaign__plan__ledger",
    ).order_by(
        "candidacy__opening__post__department__organisation__path", *_by_post("candidacy__opening__post")
    )
    _put_down(shown, user)
    return [
        _line(each.candidacy.staff, each.candidacy.opening.post, known[each.pk], _made(each))
        for each in shown
    ]


def _made(made: Appointment) -> str:
    voided = f"，{day(made.voided_on)}宣布无效" if made.voided_on else ""
    return f"{day(made.happened_on)}{made.candidacy.opening.campaign.get_track_display()}{voided}"


def _by_post(path: str) -> list[str]:
    return [f"{path}__department__position", f"{path}__position", "pk"]


def _put_down(shown: Iterable[Appointment], user: User) -> None:
    """Who reads names that are no longer, or not yet, public."""
    shut = {each.candidacy.opening.campaign for each in shown}
    for campaign in shut:
        if campaign.stage not in NAMED_IN_PUBLIC:
            looks.put_down(campaign.ledger, user, "年度汇报的人员名单")


def _line(staff: StaffMember, post: Post, person: Person, said: str) -> Listed:
    school = post.department.organisation.short_name
    return Listed(staff.name, staff.pk, school, post.title, Rank(person.rank).label, person.age, said)
