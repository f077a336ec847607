"""Enter a contest for a post, by one's own application or put forward by a meeting; and leave it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from campaigns import permissions
from campaigns.choices import AgendaPurpose, Source, Stage
from campaigns.documents import application
from campaigns.entrants import announced, is_contest, late_permission, open_window
from campaigns.models import AgendaItem, Campaign, Entry, LateEntry, Opening, Preference
from personnel.models import StaffMember
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Attachment

from . import duties, people
from .acts import check_day, may_record
from .authority import ask_to_confirm, hold, need, require, take, tell, tell_officers

PLEDGE = "本人承诺所填内容真实，遵守竞聘纪律，不拉票、不请托，没有影响任用的违纪违法和失信行为。"


class Application(NamedTuple):
    """What somebody says on the form: the posts in order of preference, and why."""

    openings: list[Opening]
    statement: str = ""
    is_pledged: bool = False
    phone: str = ""
    correction: str = ""


@transaction.atomic
def apply(campaign: Campaign, said: Application, *, by: User) -> Entry:
    """个人自荐: by the person's own account, within the window or by a permission of one's own (A092)."""
    staff = StaffMember.objects.serving().filter(user=by).select_related("organisation").first()
    if staff is None:
        raise Refused("您的账号没有对应的在册人员，请联系学校人事干部")
    campaign = take(campaign, "报名", Stage.RECOMMEND)
    late = _admitted(campaign, staff)
    entry = _enter(campaign, staff, said, by, Source.SELF, late=late)
    tell_officers(campaign.plan, f"{staff.name}报名竞聘{_posts(said)}", campaign.get_absolute_url())
    return entry


@transaction.atomic
def apply_on_paper(
    campaign: Campaign,
    staff: StaffMember,
    said: Application,
    *,
    by: User,
    happened_on: date,
    attachment: Attachment | None,
) -> Entry:
    """A signed application that the officer received; it counts once a second person has looked at it."""
    may_record(campaign.plan, by)
    campaign = take(campaign, "补录报名", Stage.RECOMMEND)
    check_day(happened_on, True, attachment)
    late = _admitted_on(campaign, staff, happened_on)
    dated = {"happened_on": happened_on, "is_backfilled": True, "attachment": attachment}
    entry = _enter(campaign, staff, said, by, Source.SELF, late=late, **dated)
    ask_to_confirm(campaign.plan, by)
    return entry


@transaction.atomic
def put_forward(
    campaign: Campaign, staff: StaffMember, said: Application, item: AgendaItem, *, by: User
) -> Entry:
    """组织推荐: as a meeting of the leaders resolved (A091)."""
    may_record(campaign.plan, by)
    campaign = take(campaign, "组织推荐", Stage.RECOMMEND)
    if item.purpose != AgendaPurpose.PUT_FORWARD or item.is_superseded or item.meeting.plan != campaign.plan:
        raise Refused("组织推荐须依据班子会议“研究组织推荐报名”的议题")
    if not item.meeting.is_confirmed:
        raise Refused(f"{item.meeting}是线下补录，请先由第二人核实，再据此组织推荐")
    late = _admitted(campaign, staff)
    entry = _enter(campaign, staff, said, by, Source.SCHOOL, late=late, item=item)
    if staff.user:
        tell([staff.user], f"学校推荐您竞聘{_posts(said)}，请查看", application.address(entry))
    return entry


def _posts(said: Application) -> str:
    return "、".join(str(opening) for opening in said.openings)


def _admitted(campaign: Campaign, staff: StaffMember) -> LateEntry | None:
    """Within the window, or by a permission of one's own; otherwise refused with what can be done."""
    window = open_window(campaign)
    if window is not None and window.reaches(staff.organisation):
        return None
    if late := late_permission(campaign, staff):
        return late
    if window is not None:
        raise Refused(f"本次竞聘范围为{window.get_scope_display()}，{staff.name}不在范围之内")
    last = campaign.registrations.last()
    if last is None or not last.has_opened:
        raise Refused("报名还没有开始，请在公布的报名时间内报名")
    raise Refused(
        f"报名已于{chinese.deadline(last.closes_at)}截止，不能再报名；确有特殊原因的，须由学校领导准许逾期报名"
    )


def _admitted_on(campaign: Campaign, staff: StaffMember, day: date) -> LateEntry | None:
    """The same of a paper handed in on that day."""
    for window in campaign.registrations.all():
        first, last = clock.local(window.opens_at).date(), clock.local(window.closes_at).date()
        if window.has_opened and first <= day <= last and window.reaches(staff.organisation):
            return None
    if late := late_permission(campaign, staff):
        return late
    raise Refused(f"{chinese.day(day)}不在公布的报名时间之内，或{staff.name}不在竞聘范围之内，不能补录")


def _enter(
    campaign: Campaign, staff: StaffMember, said: Application, by: User, source: Source, **facts: Any
) -> Entry:
    if reasons := list(_unfit(campaign, staff, said, source)):
        raise Refused(reasons)
    entry = Entry.objects.create(
        campaign=campaign,
        staff=staff,
        source=source,
        statement=said.statement.strip(),
        pledge=PLEDGE if said.is_pledged else "",
        phone=said.phone.strip(),
        correction=said.correction.strip(),
        facts=application.facts(staff, campaign.plan),
        entered_by=by,
        **facts,
    )
    for rank, opening in enumerate(said.openings, start=1):
        Preference.objects.create(entry=entry, rank=rank, opening=opening)
    ledgers.append(
        campaign.ledger,
        "报名",
        by=by,
        about=f"entry:{entry.pk}",
        happened_on=entry.happened_on,
        backfilled=entry.is_backfilled,
        person=staff.name,
        source=str(source),
        openings=[opening.pk for opening in said.openings],
        late=entry.late_id,
    )
    duties.recuse_in_conflict(campaign.plan, by)
    return entry


def _unfit(campaign: Campaign, staff: StaffMember, said: Application, source: Source) -> Iterator[str]:
    rules = campaign.ruleset.registration
    if not is_contest(campaign) or not announced().filter(pk=campaign.pk).exists():
        yield "本次选拔没有开放竞岗报名，或工作方案尚未公布"
    if source not in rules.open_to:
        yield f"本方案的规则不采用“{source.label}”的报名方式"
    if campaign.entries.standing().filter(staff=staff).exists():
        yield f"{staff.name}已经报名；需要修改的，请先退出报名，再重新报名"
    yield from _unfit_posts(campaign, staff, said.openings, rules.most_preferences)
    if source == Source.SELF and not said.statement.strip():
        yield "请填写竞聘理由和工作设想"
    if source == Source.SELF and not said.is_pledged:
        yield "请阅读并勾选承诺，未作承诺的不能报名"


def _unfit_posts(campaign: Campaign, staff: StaffMember, openings: list[Opening], most: int) -> Iterator[str]:
    if not openings:
        yield "请选择要竞聘的岗位"
    if len(openings) > most:
        yield f"每人最多报{most}个岗位志愿"
    if len(set(openings)) < len(openings):
        yield "两个志愿不能是同一岗位"
    for opening in openings:
        if opening.campaign_id != campaign.pk or opening.result != Opening.Result.OPEN:
            yield f"{opening}不在本次竞聘的岗位之内，请重新选择"
        elif opening.candidacies.filter(staff=staff).exists():
            yield f"{staff.name}已是{opening}的人选，不能重复报名"


@transaction.atomic
def withdraw(entry: Entry, *, by: User, reason: str) -> None:
    """退出报名, by the person or entered for them; who was being screened is in it no more."""
    campaign = hold(entry.campaign)
    is_own = entry.staff.user_id == by.pk
    require(is_own or permissions.may_run(campaign, by), "退出报名")
    campaign = take(campaign, "退出报名", Stage.RECOMMEND)
    need((reason, "请写明退出报名的原因"))
    entry.refresh_from_db()
    if entry.state not in (Entry.State.ENTERED, Entry.State.QUALIFIED):
        raise Refused(f"{entry.staff.name}的报名现为“{entry.get_state_display()}”，不能退出")
    for preference in entry.preferences.select_related("candidacy__opening__campaign", "candidacy__staff"):
        if preference.candidacy and preference.candidacy.standing in people.MOVABLE:
            people.give_up(preference.candidacy, by=by, reason=reason)
    entry.withdraw()
    entry.state_reason = reason.strip()[:600]
    entry.save()
    ledgers.append(
        campaign.ledger,
        "退出报名",
        by=by,
        about=f"entry:{entry.pk}",
        person=entry.staff.name,
        reason=entry.state_reason,
    )
    if is_own:
        tell_officers(
            campaign.plan, f"{entry.staff.name}退出报名：{entry.state_reason}", campaign.get_absolute_url()
        )


def on_confirmed(entry: Entry, by: User) -> None:
    entry.refresh_from_db(fields=["state"])
    if entry.state == Entry.State.WITHDRAWN:
        raise Refused("这项补录已经撤回，不必再核实")


def take_back(entry: Entry, by: User, reason: str) -> None:
    """An application entered from paper that a second person does not bear out."""
    entry.withdraw()
    entry.state_reason = reason[:600]
    entry.save()
