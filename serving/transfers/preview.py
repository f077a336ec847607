"""Whom does each row of a transfer list mean, and what would be opened for them? One sentence a row."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from campaigns.choices import Track
from campaigns.models import Adoption, Campaign
from personnel.models import Post, StaffMember, Tenure
from personnel.roster.cells import key
from selection.accounts.models import Organisation, User
from selection.accounts.roles import Role, holders
from selection.chinese import day
from serving.models import Transfer
from serving.transfers.reading import Row


class Unclear(ValueError):
    """The row can't be carried out; the message is a Chinese sentence that says what to do."""


@dataclass(frozen=True)
class Move:
    """One person, from a school to a post in another."""

    staff: StaffMember
    post: Post
    starts_on: date
    document: str
    held: str

    @property
    def school(self) -> Organisation:
        return self.post.department.organisation

    @property
    def said(self) -> str:
        """Of whom the post is meant for, in the plan of the school."""
        was = f"原{self.staff.organisation.short_name}{self.held}"
        return f"{self.staff.name}（{was}）" + (f"，依据{self.document}" if self.document else "")


@dataclass(frozen=True)
class Line:
    """A row as the bureau sees it: what it sets going, or why it can't."""

    number: int
    name: str
    sentence: str
    move: Move | None = None


class Preview:
    """What a list would set going as registers and rules stand now."""

    def __init__(self, bureau: Organisation, rows: list[Row]):
        self.bureau, self.rows = bureau, rows
        self._officers: dict[int, User | None] = {}
        self.schools = {
            name: school
            for school in Organisation.objects.filter(path__startswith=bureau.path).schools()
            for name in (key(school.name), key(school.short_name))
        }

    @cached_property
    def lines(self) -> list[Line]:
        self._seen: dict[int, int] = {}
        return [self._line(row) for row in self.rows]

    @property
    def is_ready(self) -> bool:
        return all(line.move is not None for line in self.lines)

    @property
    def wanting(self) -> int:
        return sum(line.move is None for line in self.lines)

    @property
    def digest(self) -> str:
        """Of what the bureau saw: something else is not carried out."""
        return hashlib.sha256("\n".join(line.sentence for line in self.lines).encode()).hexdigest()

    def _line(self, row: Row) -> Line:
        number, name = row["number"], row.get("name", "")
        try:
            move = self._move(row)
        except Unclear as unclear:
            return Line(number, name, str(unclear))
        self._seen[move.staff.pk] = number
        left = move.staff.organisation
        also = f"，并在{left.short_name}列出免职和离校事项" if left != move.school else ""
        return Line(
            number,
            name,
            f"{move.said}调任{move.school.short_name}{move.post}，{day(move.starts_on)}起："
            f"为{move.school.short_name}起草直接聘任方案{also}",
            move,
        )

    def _move(self, row: Row) -> Move:
        if row["problem"]:
            raise Unclear(row["problem"])
        staff = self._staff(self._school(row["left"]), row)
        if (before := self._seen.get(staff.pk)) is not None:
            raise Unclear(f"{staff.name}在第{before}行已经列出，请只保留一行")
        school = self._school(row["to"])
        self._refuse_unprepared(school)
        post = self._post(school, row["post"])
        going_on = Campaign.objects.running().values("plan")
        if Transfer.objects.filter(staff=staff, post=post, plan__in=going_on).exists():
            raise Unclear(f"{staff.name}调任{school.short_name}{post}已经在此前的名单中办理")
        held = row.get("old_post") or self._posts_of[staff.pk]
        starts_on = date.fromisoformat(row["starts_on"])
        return Move(staff, post, starts_on, row.get("document", ""), held)

    def _school(self, name: str) -> Organisation:
        if (school := self.schools.get(key(name))) is None:
            raise Unclear(f"系统里没有“{name}”这所学校，请核对单位名称")
        return school

    def _staff(self, school: Organisation, row: Row) -> StaffMember:
        name, number = row["name"], row.get("staff_number")
        found = [
            each
            for each in self._people[key(name)]
            if each.organisation_id == school.pk and number in (None, each.staff_number)
        ]
        if not found:
            which = f"工号{number}的" if number else ""
            where = dict.fromkeys(each.organisation.short_name for each in self._people[key(name)])
            also = f"（{'、'.join(where)}有同名人员）" if where and school.short_name not in where else ""
            raise Unclear(f"{school.short_name}的名册里没有{which}{name}{also}，请核对姓名和原单位")
        if len(found) > 1:
            raise Unclear(f"{school.short_name}有{len(found)}位{name}，请加“工号”一列写明是哪一位")
        return found[0]

    def _post(self, school: Organisation, name: str) -> Post:
        found = [post for post in self._posts[school.pk] if key(name) in (key(str(post)), key(post.title))]
        if not found:
            raise Unclear(f"{school.short_name}没有“{name}”这个岗位，请学校先在部门岗位里登记")
        if len(found) > 1:
            raise Unclear(f"{school.short_name}有{len(found)}个“{name}”岗位，请写明部门")
        return found[0]

    def _refuse_unprepared(self, school: Organisation) -> None:
        if school.pk not in self._direct:
            raise Unclear(f"{school.short_name}适用的规则没有直接聘任，不能按调动名单办理")
        if self.officer_of(school) is None:
            raise Unclear(f"{school.short_name}还没有人事干部，请先添加，再由其办理")

    @cached_property
    def _below(self) -> list[int]:
        return [school.pk for school in self.schools.values()]

    @cached_property
    def _people(self) -> dict[str, list[StaffMember]]:
        found: dict[str, list[StaffMember]] = defaultdict(list)
        wanted = [row["name"] for row in self.rows if "name" in row]
        people = StaffMember.objects.filter(organisation__in=self._below, left_on=None, name__in=wanted)
        for each in people.select_related("organisation"):
            found[key(each.name)].append(each)
        return found

    @cached_property
    def _posts(self) -> dict[int, list[Post]]:
        found: dict[int, list[Post]] = defaultdict(list)
        posts = Post.objects.filter(department__organisation__in=self._below, is_active=True)
        for post in posts.select_related("department__organisation"):
            found[post.department.organisation_id].append(post)
        return found

    @cached_property
    def _posts_of(self) -> dict[int, str]:
        found: dict[int, str] = defaultdict(str)
        people = [each.pk for group in self._people.values() for each in group]
        serving = Tenure.objects.filter(staff__in=people, ended_on=None, voided_on=None)
        for tenure in serving.select_related("post"):
            found[tenure.staff_id] = str(tenure.post)
        return found

    @cached_property
    def _direct(self) -> set[int]:
        adopted = Adoption.objects.filter(organisation__in=self._below).select_related("ruleset")
        return {each.organisation_id for each in adopted if Track.DIRECT in each.ruleset.ruleset.tracks}

    def officer_of(self, school: Organisation) -> User | None:
        """Who goes on with what is opened in the school."""
        if school.pk not in self._officers:
            self._officers[school.pk] = holders(Role.OFFICER, school).order_by("pk").first()
        return self._officers[school.pk]
