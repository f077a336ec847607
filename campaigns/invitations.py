"""What does one write to the staff's chat group? Texts to be copied, never sent by the program."""

from __future__ import annotations

from campaigns.choices import AgendaPurpose, Stage
from campaigns.models import Campaign, Round
from personnel.models import Body
from selection import chinese, clock


def to_a_meeting(campaign: Campaign, purpose: AgendaPurpose, body: Body | None) -> str:
    """复制通知文字 of a meeting of today; hour and place are filled in by hand."""
    name = body.name if body else "会议"
    return (
        f"各位老师：定于{chinese.day(clock.today())}　时在　　召开{name}，{purpose.label}"
        f"（{campaign.plan.title}），请准时参加。如需请假请提前告知。"
    )


def to_read_the_plan(campaign: Campaign) -> str:
    """That the plan is public, for which posts, and when recommendation is planned."""
    posts = "、".join(
        f"{opening}{opening.seats}名" for opening in campaign.openings.select_related("post__department")
    )
    if window := campaign.registrations.last():
        return (
            f"各位老师：《{campaign.plan.title}》已经批准，现予公布。竞聘岗位：{posts}，报名时间{window}，"
            f"面向{window.get_scope_display()}，{window.how}。"
        )
    planned = campaign.plan.planned(Stage.RECOMMEND)
    when = f"，民主推荐计划于{chinese.day(planned)}开始" if planned else ""
    return f"各位老师：《{campaign.plan.title}》已经批准，现予公布。本次选拔的岗位：{posts}{when}，请关注并参加。"


def to_vote(held: Round, address: str) -> str:
    """That a ballot is open, until when, and where one's own papers lie; it names nobody."""
    assert held.poll is not None
    until = f"，{chinese.deadline(held.poll.closes_at)}截止" if held.poll.closes_at else ""
    begun = f"各位老师：{held.campaign.plan.title}的{held.get_purpose_display()}现已开始{until}。"
    if held.poll.is_by_slip:
        return f"{begun}请到现场签到，随机抽取一张码条，扫码或打开{address}输入码投票，不用登录。"
    if held.poll.is_on_paper:
        return f"{begun}请到现场签到，领取纸质票，当场填写、投入票箱。"
    return f"{begun}请用本人账号登录，在“待我参加的投票”中填写：{address}"
