"""Are those with money in hand audited, and is every channel of the notice used? (T023, T033, A112, A113)"""

from __future__ import annotations

from campaigns.choices import ActKind
from selection.chinese import day
from selection.reasons import ADVISE, rule

from .announce import has_people


@rule(
    "管钱管物的人选已作经济责任审计",
    cites="T023",
    about="campaign",
    mend="act:audit",
    applies=lambda campaign: bool(campaign.ruleset.inspection.audited_departments),
    once=has_people,
)
def people_with_money_are_audited(campaign):
    departments = campaign.ruleset.inspection.audited_departments
    for person in campaign.live_on_file():
        works_in = person.staff.department.name if person.staff.department else ""
        if works_in in departments and not campaign.done(ActKind.AUDIT, person).exists():
            yield f"{person.staff.name}在{works_in}任职，尚未登记没有问题的审计结论"


@rule(
    "规定的公示方式都已采用",
    cites="A112 A113 T033 D020",
    about="campaign",
    mend="campaigns:publicity",
    applies=lambda campaign: campaign.track in campaign.ruleset.publicity.every_channel,
    once=lambda campaign: any(person.notices() for person in campaign.live()),
)
def every_channel_is_used(campaign):
    for person in campaign.live():
        notice = person.notices().last()
        wanted = campaign.ruleset.publicity.channels if notice is not None else ()
        if missing := [channel for channel in wanted if channel not in notice.channels]:
            yield f"{person.staff.name}的公示还须采用：{'、'.join(missing)}"


@rule(
    "公告、公示都有张贴照片",
    cites="T033 A085",
    about="campaign",
    effect=ADVISE,
    mend="campaigns:publicity",
    once=lambda campaign: bool(_posted(campaign)),
)
def boards_are_photographed(campaign):
    for notice, title in _posted(campaign):
        if not notice.board_photos.exists():
            yield f"{day(notice.happened_on)}的{title}没有张贴照片"


def _posted(campaign):
    acts = campaign.acts.of(ActKind.INSPECTION_NOTICE)
    return [
        *((act, "考察公告") for act in acts),
        *((notice, "拟聘公示") for notice in campaign.publicities.standing().order_by("pk")),
    ]
