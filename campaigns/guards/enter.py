"""May people enter the contest, and may those who entered go on? (A050, A051, A089–A095)"""

from __future__ import annotations

from campaigns.choices import ActKind, AgendaPurpose, Scope, Source, Track
from campaigns.tracks import on
from selection import chinese, clock
from selection.chinese import day
from selection.reasons import WARN, Elsewhere, rule

from .order import out_of_order

PAGE = "campaigns:entries"


is_contest = on(Track.COMPETITIVE)
is_screened_by_the_school = on(
    Track.COMPETITIVE, also=lambda campaign: campaign.ruleset.registration.school_screening
)


def has_entries(campaign) -> bool:
    return campaign.entries.standing().exists()


def is_examined(campaign) -> bool:
    """Every level has answered of somebody: until then there is nothing to make public."""
    return campaign.examinations.filter(review__state="approved").exists()


def has_entrants(campaign) -> bool:
    """Somebody was brought up for screening and still stands."""
    return campaign.live().exists()


def all_are_concluded(campaign) -> bool:
    """Only then is it known who is qualified."""
    return has_entrants(campaign) and not campaign.live().filter(screening_conclusion="").exists()


@rule(
    "报名时间和办法已经确定",
    cites="A089 A090",
    about="campaign",
    mend="campaigns:registration",
    applies=is_contest,
)
def registration_is_set(campaign):
    if not campaign.registrations.exists():
        yield "请设定报名的起止时间、范围和办法，随工作方案一并公布"


@rule(
    "竞聘范围限于本校",
    cites="A050",
    about="campaign",
    effect=WARN,
    mend="campaigns:registration",
    applies=is_contest,
    once=lambda campaign: campaign.registrations.exists(),
)
def contest_stays_in_the_school(campaign):
    widest = {Scope(each.scope) for each in campaign.registrations.all()} - {Scope.SCHOOL}
    for scope in sorted(widest):
        yield f"本次竞聘面向{scope.label}公开报名，一般应限于本校"


@rule("报名已经截止", cites="A090", about="campaign", mend=PAGE, applies=is_contest)
def registration_is_over(campaign):
    window = campaign.registrations.last()
    if window is None:
        yield Elsewhere("报名时间还没有设定", "campaigns:registration")
    elif not window.has_opened:
        yield Elsewhere(f"报名还没有开始，{chinese.moment(window.opens_at)}开始", "campaigns:registration")
    elif window.closes_at > clock.now():
        yield f"报名到{chinese.deadline(window.closes_at)}截止，尚未截止"


@rule("有人报名，补录的报名均已核实", cites="A090 A092", about="campaign", mend=PAGE, applies=is_contest)
def entries_are_confirmed(campaign):
    if not has_entries(campaign):
        yield "还没有人报名；无人报名的，可以再次开放报名，或改为不竞岗办理"
    for entry in campaign.entries.standing().unconfirmed().select_related("staff"):
        yield f"{entry.staff.name}的报名是线下补录，等待第二人核实"


@rule(
    "组织推荐经班子集体研究",
    cites="A091",
    about="campaign",
    mend="meeting:put_forward",
    applies=is_contest,
    once=lambda campaign: campaign.entries.standing().filter(source=Source.SCHOOL).exists(),
)
def schools_entries_are_resolved(campaign):
    resolved = campaign.resolved(AgendaPurpose.PUT_FORWARD).values("pk")
    unfounded = campaign.entries.standing().filter(source=Source.SCHOOL).exclude(item__in=resolved)
    for entry in unfounded.select_related("staff"):
        yield f"{entry.staff.name}由组织推荐报名，但研究推荐的会议已作废，请补齐会议记录或退出报名"


@rule("报名人员均已进行资格审查", cites="A093", about="campaign", mend=PAGE, applies=is_contest)
def entrants_are_brought_up(campaign):
    waiting = campaign.entries.filter(
        state="entered", preferences__candidacy=None, preferences__opening__result="open"
    )
    for entry in waiting.select_related("staff").distinct():
        yield f"{entry.staff.name}已经报名，尚未进行资格审查"
    if not has_entrants(campaign):
        yield "没有资格审查合格的人员"


@rule(
    "报名人员由学校领导班子初审",
    cites="A093",
    about="campaign",
    mend="meeting:screening",
    applies=is_screened_by_the_school,
    once=has_entrants,
)
def school_has_screened(campaign):
    if not campaign.resolved(AgendaPurpose.SCREENING).exists():
        yield "尚无班子会议对报名人员资格进行初审的记录"


@rule(
    "报名人员的资格经逐级审核",
    cites="A094 A095",
    about="campaign",
    mend=PAGE,
    applies=is_contest,
    once=has_entrants,
)
def entrants_are_examined(campaign):
    for person in campaign.live().exclude(examinations__review__state="approved"):
        yield f"{person.staff.name}竞聘{person.opening}的资格尚未经报送审核同意"


@rule(
    "资格审查与现在的名册一致",
    cites="A093",
    about="campaign",
    mend="campaigns:screening",
    applies=is_contest,
    once=has_entrants,
)
def screening_is_up_to_date(campaign):
    """Who was found eligible by a register that has changed since is screened again."""
    from campaigns.services.screening import changed_since

    persons = list(campaign.live())
    changed = changed_since(campaign, persons)
    for person in persons:
        if person.pk in changed:
            yield f"{person.staff.name}的名册信息在审查之后有变动，请按现在的信息重新审查"


@rule(
    "资格审查合格名单已公布",
    cites="A095",
    about="campaign",
    mend="act:qualified_list",
    applies=is_contest,
    once=is_examined,
)
def list_is_published(campaign):
    act = campaign.done(ActKind.QUALIFIED_LIST).last()
    if act is None:
        yield "资格审查合格人员名单尚未公布"
        return
    listed = set(act.figures.get("people", ()))
    for person in campaign.live():
        if person.pk not in listed:
            yield f"{person.staff.name}竞聘{person.opening}，不在已公布的合格名单上，请重新公布名单"


@rule(
    "名单在资格审查完成之后公布",
    cites="A095",
    about="campaign",
    mend="act:qualified_list",
    applies=is_contest,
    once=lambda campaign: campaign.done(ActKind.QUALIFIED_LIST).exists(),
)
def list_follows_the_screening(campaign):
    act = campaign.done(ActKind.QUALIFIED_LIST).last()
    examined = [each.review.approved_on for each in campaign.examinations.filter(review__state="approved")]
    yield from out_of_order(
        "资格审查完成", max(examined, default=None), "公布合格名单", act.happened_on if act else None
    )


@rule(
    "报名在公布方案之后",
    cites="A089",
    about="campaign",
    mend="campaigns:registration",
    applies=is_contest,
    once=lambda campaign: campaign.registrations.exists() and campaign.done(ActKind.PUBLICATION).exists(),
)
def registration_follows_publication(campaign):
    published, window = campaign.done(ActKind.PUBLICATION).first(), campaign.registrations.last()
    opened = clock.local(window.opens_at).date()
    if published.happened_on > opened:
        yield f"报名开始（{day(opened)}）早于公布工作方案（{day(published.happened_on)}），请重新设定报名时间"


@rule(
    "每个职务有足够的合格人员",
    cites="A051 AMB-8",
    about="campaign",
    effect=WARN,
    mend="campaigns:shortage",
    applies=on(Track.COMPETITIVE, also=lambda campaign: campaign.ruleset.registration.min_qualified > 0),
    once=all_are_concluded,
)
def every_post_is_contested(campaign):
    for opening, there, needed in shortage(campaign):
        yield f"{opening}资格审查合格{there}人，原则上应有{needed}人以上"


def shortage(campaign):
    """Posts still on offer with fewer qualified people than they should have: (opening, there, needed)."""
    there: dict[int, int] = {}
    for person in campaign.live():
        there[person.opening_id] = there.get(person.opening_id, 0) + 1
    for opening in campaign.openings.select_related("post__department"):
        needed = campaign.ruleset.registration.needed(opening.seats)
        if not opening.is_settled and there.get(opening.pk, 0) < needed:
            yield opening, there.get(opening.pk, 0), needed


OPENING = (registration_is_set, registration_follows_publication, contest_stays_in_the_school)
BEFORE_THE_LIST = (
    registration_is_over,
    entries_are_confirmed,
    schools_entries_are_resolved,
    entrants_are_brought_up,
    school_has_screened,
    entrants_are_examined,
    screening_is_up_to_date,
)
RULES = (
    contest_stays_in_the_school,
    *BEFORE_THE_LIST,
    list_is_published,
    list_follows_the_screening,
    every_post_is_contested,
)
