"""Is everybody's publicity over and concluded? (A084–A085, B057–B061)"""

from __future__ import annotations

from campaigns.choices import Standing
from selection.chinese import day
from selection.reasons import rule

from .announce import has_people
from .beyond import boards_are_photographed, every_channel_is_used
from .decide import discipline_objects_to_nobody
from .evaluate import every_opening_has_somebody
from .nobody_slips import nobody_is_proposed_twice
from .order import publicity_follows_the_decision


@rule(
    "拟聘人选均已公示期满并作结论",
    cites="A084 A085 B057 B058 B061 R-26 T030 AMB-17 A114",
    about="campaign",
    mend="campaigns:publicity",
    once=has_people,
)
def everybody_was_publicized(campaign):
    for person in campaign.live():
        notice = person.notices().last()
        if notice is None and not person.is_published:
            continue
        if notice is None:
            yield f"{person.staff.name}尚未公示"
        elif not notice.is_confirmed:
            yield f"{person.staff.name}的公示是线下补录，尚待第二人核实"
        elif notice.state == "running":
            until = "（暂定）" if notice.is_provisional else ""
            yield f"{person.staff.name}的公示期到{day(notice.last_day)}{until}，尚未期满"
        elif notice.state == "ended":
            yield f"{person.staff.name}的公示已期满，尚未作出公示结论"


@rule(
    "反映事项均已办结",
    cites="B052 B059 B060 T034",
    about="campaign",
    mend="campaigns:objections",
    once=has_people,
)
def nothing_is_open_against_anybody(campaign):
    for person in campaign.live():
        count = person.objections.exclude(state="resolved").count()
        if count:
            yield f"{person.staff.name}有{count}件反映事项尚未办结，请先暂缓此人"
    if count := campaign.objections.of_the_selection().open().count():
        yield f"反映选拔工作本身或者非人选的有{count}件尚未办结，请先办结"


@rule(
    "拟聘人选无影响任用的结论",
    cites="B061 T029 T037",
    about="campaign",
    mend="campaigns:objections",
    once=has_people,
)
def nobody_is_found_unfit(campaign):
    for person in campaign.live():
        if person.objections.filter(conclusion="affecting").exists():
            yield f"{person.staff.name}经查有影响任用的问题，请作不再列为人选处理"


@rule("人选均为拟聘人选", cites="A083", about="campaign", mend="campaigns:people", once=has_people)
def everybody_is_proposed(campaign):
    for person in campaign.live().exclude(standing__in=[Standing.PROPOSED, Standing.APPOINTED]):
        yield f"{person.staff.name}尚未列为拟聘人选"


RULES = (
    everybody_is_proposed,
    nobody_is_proposed_twice,
    discipline_objects_to_nobody,
    publicity_follows_the_decision,
    everybody_was_publicized,
    every_channel_is_used,
    boards_are_photographed,
    nothing_is_open_against_anybody,
    nobody_is_found_unfit,
    every_opening_has_somebody,
)
