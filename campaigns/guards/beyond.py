"""Are those with money in hand audited, and is every channel of the notice used? (T023, T033, A112, A113)"""

from __future__ import annotations

from campaigns.choices import ActKind
from selection.reasons import rule

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
