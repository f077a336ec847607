"""Who may do what with a selection: role × act × stage × place, asked of the code.

``powers.csv`` beside this file is for people to read and sign: a line for each act and whoever may do it
anywhere, a column for each stage; in a cell the places where it may be done. Whoever has no line for an
act may never do it. For a step the line says who may take it, not what has to be done first (the guards).
"""

import csv
import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from campaigns import permissions
from campaigns.choices import PlanRoleKind, Stage
from campaigns.models import Campaign, Plan, Presentation
from selection.accounts import roles
from selection.accounts.acts import Act, Role
from selection.accounts.models import User
from selection.records import organising
from tests.factories.accounts import BureauFactory, SchoolFactory, UserFactory, ZoneFactory
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    InvestigatorFactory,
    ObjectionFactory,
    PlanFactory,
    PlanRoleFactory,
)

FILE = Path(__file__).with_name("powers.csv")
HEADER = ["事项", "代码", "谁", *Stage.labels]
# Roles are held at the own school, which its zone organises, or in the zone or the bureau above it; tasks are
# of its plans.
OWN, SAME_ZONE, OTHER_ZONE = PLACES = ("本校", "同学区别校", "外学区")
REACHES = {(): "", (OWN,): "本校", (OWN, SAME_ZONE): "本学区", PLACES: "全县"}

PREDICATES = {
    "is_recused": "须回避",
    "was_at_work": "办理过这一方案",
    "may_run": "组织办理",
    "may_run_plan": "组织办理方案",
    "may_name_officer": "指定经办人",
    "may_confirm": "确认补录",
    "may_decide": "签批",
    "may_see_figures": "看票数",
    "may_inspect": "写考察材料",
    "may_void": "宣布无效",
    "may_answer_filing": "批复备案",
    "may_read": "看反映内容",
    "knows": "知道反映内容（回避之前）",
    "may_deal_with": "看反映事项办到哪一步",
    "may_register": "登记反映事项",
    "is_concerned": "是被反映人或其亲属，须回避",
    "may_look_into": "安排核查、办结反映事项",
    "may_investigate": "核查反映事项",
    "may_read_notes": "看核查记录和反映人",
    "may_see_sheets": "看单张评分表",
}

Ask = Callable[["Place", User], bool]


class Place:
    """One selection of a school's plan at a stage, with what else the predicates ask about."""

    def __init__(self, plan: Plan, stage: Stage):
        self.plan = plan
        self.campaign = CampaignFactory(plan=plan, at=stage)
        self.candidacy = CandidacyFactory(opening__campaign=self.campaign, proposed=True)
        self.objection = ObjectionFactory(candidacy=self.candidacy)
        self.held = Presentation(campaign=self.campaign, closed_at=self.plan.created_at)


def powers(asked: Iterable[tuple[str, str, Ask]]) -> list[list[str]]:
    """The lines of the table, as the code has them; who is recused is looked up once for a plan."""
    places, people = _world()
    lines = []
    with patch.object(permissions, "is_recused", cache(permissions.is_recused)):
        for label, code, ask in asked:
            for who, user in people.items():
                cells = [_cell(ask, user, [places[stage, name] for name in PLACES]) for stage in Stage]
                if any(cells):
                    lines.append([label, code, who, *cells])
    return lines


def _cell(ask: Ask, user: User, places: list[Place]) -> str:
    allowed = tuple(name for name, place in zip(PLACES, places, strict=True) if ask(place, user))
    return REACHES.get(allowed) or "、".join(allowed)


def acts() -> Iterator[tuple[str, str, Ask]]:
    """Every capability, what can be seen, every predicate of ``campaigns.permissions`` and every step."""
    for act in Act:
        yield act.label, act.value, lambda place, user, act=act: user.may(act, place.campaign.organisation)
    yield "看到方案", "visible_to", lambda place, user: _sees(Plan.objects, place.plan, user)
    yield "看到选拔", "visible_to", lambda place, user: _sees(Campaign.objects, place.campaign, user)
    for name, ask in inspect.getmembers(permissions, inspect.isfunction):
        if not name.startswith("_") and ask.__module__ == permissions.__name__:
            about, *others = inspect.signature(ask).parameters
            if others == ["user"]:
                yield PREDICATES[name], name, _predicate(ask, {"presentation": "held"}.get(about, about))
    steps = list(Campaign._meta.get_field("stage").get_all_transitions(Campaign))
    for name in dict.fromkeys(step.name for step in steps):
        same = [step for step in steps if step.name == name]
        yield same[0].custom["label"], name, _step(same)


def _predicate(ask: Callable[[Any, User], bool], about: str) -> Ask:
    """A plan has one answer for all its selections."""
    ask = cache(ask) if about == "plan" else ask
    return lambda place, user: ask(getattr(place, about), user)


def _step(sources: list[Any]) -> Ask:
    return lambda place, user: any(
        step.has_perm(place.campaign, user) for step in sources if step.source == place.campaign.stage
    )


def _sees(rows: Any, row: Any, user: User) -> bool:
    return rows.visible_to(user).filter(pk=row.pk).exists()


def _world() -> tuple[dict[tuple[Stage, str], Place], dict[str, User]]:
    bureau = BureauFactory()
    zone = ZoneFactory(parent=bureau)
    schools = {
        OWN: SchoolFactory(parent=zone),
        SAME_ZONE: SchoolFactory(parent=zone),
        OTHER_ZONE: SchoolFactory(parent=ZoneFactory(parent=bureau)),
    }
    plans = {name: PlanFactory(organisation=school) for name, school in schools.items()}
    places = {(stage, name): Place(plan, stage) for stage in Stage for name, plan in plans.items()}
    homes = {"school": schools[OWN], "zone": zone, "bureau": bureau}
    people = {role.label: UserFactory(organisation=homes[roles.HOMES[role]], role=role) for role in Role}
    organising.begin(schools[OWN], by=people[Role.ZONE_REVIEWER.label], reason="没有专职人事干部")
    for kind in PlanRoleKind:
        people[f"{kind.label}（本方案）"] = person = UserFactory(organisation=schools[OWN])
        PlanRoleFactory(plan=plans[OWN], kind=kind, user=person)
    people["核查人（本件）"] = investigator = UserFactory(organisation=schools[OWN])
    for (_stage, name), place in places.items():
        if name == OWN:
            InvestigatorFactory(objection=place.objection, user=investigator)
    concerned = places[Stage.PREPARE, OWN].candidacy.staff.user
    roles.grant_all([concerned], Role.OFFICER, schools[OWN])
    return places, people | {"人选本人兼人事干部": concerned}


def recorded() -> list[list[str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
