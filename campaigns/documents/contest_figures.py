"""What does a plan's text say of a contest: which figures, and which acts of its rulebook and arrangement?

What the arrangement (``Presentation``) fixes is said as it stands; before there is one, the text says that
it is still to be settled, and the plan can't be submitted (``guards.contest``).
"""

from __future__ import annotations

from collections.abc import Iterator

from campaigns import contest
from campaigns.choices import Track, Weighing
from campaigns.models import Campaign, Plan, Presentation
from campaigns.rulesets.vocabulary import ENTRY_MODES

UNSETTLED = "（待定）"


def of(plan: Plan) -> Campaign | None:
    """The contest under the plan, where one of its tracks is the competitive one."""
    return next((each for each in plan.selections if each.track == Track.COMPETITIVE), None)


def tokens(plan: Plan) -> dict[str, str]:
    """Token → what is printed for it."""
    campaign = of(plan)
    if campaign is None:
        return {}
    rules = plan.ruleset.registration
    return {
        "报名方式": "和".join(ENTRY_MODES[mode] for mode in rules.open_to),
        "志愿数": f"{rules.most_preferences}个",
        "报名审核机关": "、".join(level.label for level in rules.screening),
        "合格人数": f"{rules.min_qualified}名" if rules.min_qualified else "",
    } | _of_presentation(campaign)


def _of_presentation(campaign: Campaign) -> dict[str, str]:
    if not contest.presents(campaign):
        return {}
    rules, held = campaign.ruleset.contest, contest.presentation_of(campaign)
    judges = "至".join(dict.fromkeys(f"{each}" for each in (rules.judges_least, rules.judges_most) if each))
    topics = {"演讲内容": "、".join(rules.topics), "评委人数": f"{judges}人" if judges else ""}
    if held is None:
        unsettled = ("演讲形式", "演讲会议", "演讲时间", "评分项目", "平均分算法", "合计办法")
        return topics | dict.fromkeys(unsettled, UNSETTLED)
    return topics | {
        "演讲形式": held.get_mode_display(),
        "演讲会议": held.get_audience_display(),
        "演讲时间": f"{held.minutes}分钟",
        "评分项目": "、".join(f"{each.title}{each.points}分" for each in held.criteria.all()),
        "平均分算法": "去掉一个最高分和一个最低分后平均" if held.drops_extremes else "取全部评委的平均分",
        "量分构成": _parts(held),
        "合计办法": _weighing(held),
    }


def _parts(held: Presentation) -> str:
    parts = list(held.parts.all())
    if not parts:
        return ""
    return "、".join([f"评委量分{held.judges_weight}%", *(f"{each.title}{each.weight}%" for each in parts)])


def _weighing(held: Presentation) -> str:
    return {
        Weighing.WEIGHTED: f"按{held.formula}合计，从高到低排名",
        Weighing.RANKING: "三项分别排名，不合计",
    }.get(Weighing(held.weighing), UNSETTLED)


def acts(plan: Plan) -> Iterator[str]:
    """What a contest is made of under this rulebook, in its order."""
    campaign = of(plan)
    if campaign is None:
        return
    registration, rules = plan.ruleset.registration, plan.ruleset.contest
    presents, held = contest.presents(campaign), contest.presentation_of(campaign)
    asked = {
        "entry": True,
        "entry_by_school": "school" in registration.open_to,
        "entry_screening": registration.school_screening,
        "entry_review": registration.screening,
        "entry_list": True,
        "entry_minimum": registration.min_qualified,
        "speech": presents,
        "speech_topics": presents and rules.topics,
        "judges": presents,
        "judges_number": presents and (rules.judges_least or rules.judges_most),
        "further_parts": presents and held is not None and held.parts.exists(),
        "contest_weighing": presents and rules.weighing,
        "contest_inspectees": True,
        "contest_spare": rules.spare,
    }
    yield from (act for act, is_asked in asked.items() if is_asked)
