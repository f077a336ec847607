"""不竞岗聘任 at the browser, from the quota to the closed campaign; one person of three is held up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ballots import services as polls
from ballots.models import Elector
from campaigns.models import Campaign, Candidacy, Opening, Plan, Round
from campaigns.simulation import days
from campaigns.simulation.cast import Cast
from personnel.models import Post, Tenure
from selection import clock, deadlines
from selection.records import ledgers

from .pages import Page, Person

pytestmark = [pytest.mark.django_db]
POSTS = ("教务处副主任", "政教处副主任", "总务处主任")


@dataclass
class Journey:
    """The people of the journey, each with a browser, and the campaign they are in."""

    cast: Cast
    people: dict[str, Person] = field(default_factory=dict)
    campaign: Campaign = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        cast = self.cast
        for name in ("officer", "leader", "zone_reviewer", "bureau_reviewer", "discipline"):
            self.people[name] = Person(getattr(cast, name))
        teachers = [Person(staff.user) for staff in cast.teachers]
        self.nominees = [person.user.staff_member for person in teachers[:3]]
        self.team, self.scrutineer, self.teachers = teachers[-3:-1], teachers[-1], teachers[3:-3]

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def at(self, name: str, *args: Any) -> str:
        return at(name, self.campaign.pk, *args)

    def persons(self) -> list[Candidacy]:
        return list(self.campaign.live().order_by("opening_id"))

    def advance(self, step: str) -> Page:
        """Press the button of the campaign's page."""
        page = self.officer.fills(self.at("campaign"), self.at("advance", step))
        self.campaign.refresh_from_db()
        assert page.said == [f"已办理，现在是“{self.campaign.get_stage_display()}”阶段"]
        return page

    def refused(self, step: str) -> list[str]:
        """What is said to somebody who sends the step although the page shows no button for it."""
        assert not self.officer.opens(self.at("campaign")).has_form(self.at("advance", step))
        stage, page = self.campaign.stage, self.officer.posts(self.at("advance", step))
        self.campaign.refresh_from_db()
        assert self.campaign.stage == stage
        return page.said

    def record(self, kind: str, **values: Any) -> None:
        page = self.officer.fills(self.at("act", kind), **{"text": "已按规定办理。", **values})
        assert page.said[0].startswith("已登记"), page.said

    def meet(self, purpose: str, *, meeting: int | None = None, **values: Any) -> Page:
        """The deciding body resolves; of everybody it is asked about it says 同意."""
        address = self.at("meeting_new", purpose)
        if meeting:
            address += f"?meeting={meeting}"
        page = self.officer.opens(address)
        form = page.form("", {"resolution"})
        agreed = {name: "agreed" for name in form.names if name.startswith("outcome_")}
        if not meeting:
            members = [member.staff_id for member in self.cast.body.members_on(clock.today())]
            values = {"attendees": members[1:], "chair": "党组织书记", "place": "会议室"} | values
        page = self.officer.sends(page, **agreed, **values)
        assert "".join(page.said).startswith("已录入"), page.said
        return page


def at(name: str, *args: Any) -> str:
    return reverse(f"campaigns:{name}", args=args)


def wait_until(instant: datetime) -> None:
    """Put the clock forward, and do what has fallen due as the beat does."""
    clock.move_to(instant)
    deadlines.tick()


def wait_a_day() -> None:
    wait_until(days.next_workday())


def test_two_of_three_are_appointed_and_the_third_goes_on_alone(cast):
    journey = Journey(cast)
    have_the_quota_approved(journey)
    draw_up_the_plan(journey)
    nobody_starts_without_approval(journey)
    have_the_persons_approved(journey)
    announce(journey)
    recommend(journey)
    evaluate(journey)
    inspect(journey)
    decide(journey)
    held = publicize_while_something_is_reported(journey)
    following = go_on_without(journey, held)
    appoint_and_file(journey)
    clear_the_held_one(journey, held, following)
    appoint_the_held_one(journey, held, following)
    everything_is_as_it_should_be(journey, held, following)


def have_the_quota_approved(journey: Journey) -> None:
    officer, school = journey.officer, journey.cast.school
    overview = reverse("personnel:quota_overview", args=[school.code])
    page = officer.fills(overview, reverse("personnel:quota_create", args=[school.code]))
    numbers = {name: "1" for name in page.form("", {"note"}).names if name.startswith(("chief-", "deputy-"))}
    assert len(numbers) == 8
    page = officer.sends(page, **numbers)
    assert page.said == ["职数核定表已保存，还没有报送。"]
    table = school.quota_tables.get()
    page = officer.sends(page, at("quota_submit", table.pk))
    assert page.said == ["职数核定表已报送，等待审核"]
    table.refresh_from_db()
    the_chain_approves(journey, table.review_id)


def the_chain_approves(journey: Journey, review: int) -> None:
    """Zone first, then bureau, each from the inbox; the school decides nothing of its own."""
    address, decide = at("review", review), reverse("records:decide", args=[review])
    for reviewer in (journey.zone_reviewer, journey.bureau_reviewer):
        wait_a_day()
        assert not journey.officer.opens(address).has_form(decide)
        assert address in reviewer.opens(reverse("records:reviews")).links
        page = reviewer.fills(
            address, decide, **{"decision-said": "yes", "decision-document_number": "批〔2026〕3号"}
        )
        assert page.said == ["已同意"]


def draw_up_the_plan(journey: Journey) -> None:
    officer, cast = journey.officer, journey.cast
    wait_a_day()
    officer.fills(at("plan_new"), reference_on="2026-03-01", starts_on="2026-06-01")
    plan = Plan.objects.get()
    journey.campaign = plan.campaigns.get()
    for post in Post.objects.filter(title__in=POSTS).order_by("pk"):
        officer.fills(
            at("opening_new", plan.pk), post=post.pk, reason="NC5", reason_text="学校工作需要", seats="1"
        )
    page = officer.fills(at("plan_setup", plan.pk), body=cast.body.pk)
    assert page.said == ["方案设定已保存"]
    jobs = zip(("team_leader", "inspector", "scrutineer"), [*journey.team, journey.scrutineer], strict=True)
    for kind, person in jobs:
        officer.fills(at("plan_people", plan.pk), kind=kind, user=person.user.pk)
    for address in (
        at("plan", plan.pk),
        journey.at("campaign"),
        journey.at("people"),
        at("plan_setup", plan.pk),
    ):
        journey.teachers[0].finds_nothing_at(address)


def nobody_starts_without_approval(journey: Journey) -> None:
    assert journey.refused("announce") == [
        "尚未登记征求各方意见的情况",
        "尚无党政领导班子会议研究工作方案的记录",
        "尚无班子会议研究推荐人选的记录",
        "教务处副主任尚未提出人选并填报人选审核表",
        "政教处副主任尚未提出人选并填报人选审核表",
        "总务处主任尚未提出人选并填报人选审核表",
        "工作方案尚未报送定稿",
    ]


def have_the_persons_approved(journey: Journey) -> None:
    officer, plan = journey.officer, journey.campaign.plan
    consult_on_paper(journey)
    journey.meet("plan")
    meeting = plan.meetings.get()
    page = journey.meet("nomination", meeting=meeting.pk)
    item = meeting.items.get(purpose="nomination")
    assert page.address == journey.at("nominate") + f"?item={item.pk}"
    for opening, staff in zip(journey.campaign.openings.order_by("pk"), journey.nominees, strict=True):
        page = officer.opens(journey.at("nominate") + f"?item={item.pk}&q={staff.staff_number}")
        page = officer.sends(page, staff=staff.pk, opening=opening.pk)
        assert page.said == [f"{staff.name}（工号{staff.staff_number}）已列为{opening}的人选"]
    journey.meet("candidates", meeting=meeting.pk)
    candidates = meeting.items.get(purpose="candidates")
    page = officer.fills(
        journey.at("candidate_forms"),
        item=candidates.pk,
        people=[person.pk for person in journey.persons()],
        opinion="经集体研究，同意报审。",
    )
    assert page.said == ["人选审核表已报送，等待审核"]
    the_chain_approves(journey, journey.campaign.candidate_forms.get().review_id)
    page = officer.fills(at("plan_review", plan.pk), at("plan_submit", plan.pk))
    assert page.said == ["方案已定稿"]
    journey.advance("announce")


def consult_on_paper(journey: Journey) -> None:
    """What was done on paper last week counts once the principal has compared it with the scan."""
    scan = SimpleUploadedFile("征求意见.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    journey.record("consultation", happened_on="2026-03-02", is_backfilled="on", scan=scan)
    act = journey.campaign.plan.acts.get()
    confirm = at("confirm", "act", act.pk)
    assert "尚未登记征求各方意见的情况" in journey.refused("announce")
    assert not journey.officer.opens(journey.at("campaign")).has_form(confirm)
    page = journey.leader.fills(journey.at("campaign"), confirm)
    assert page.said == ["已核实，该补录现在生效"]
    assert "尚未登记征求各方意见的情况" not in journey.refused("announce")


def announce(journey: Journey) -> None:
    too_early = journey.officer.posts(journey.at("round_new", "recommendation"))
    assert too_early.said == ["进入“民主推荐”阶段后才能办理会议推荐"]
    assert journey.refused("recommend") == ["工作方案和具体职务尚未在学校公布"]
    wait_a_day()
    sign_papers(journey)
    journey.record("publication")
    wait_a_day()
    journey.advance("recommend")


def sign_papers(journey: Journey) -> None:
    """The leader finds every draft on the plan's list of papers and signs it."""
    plan = journey.campaign.plan
    links = journey.leader.opens(at("plan_papers", plan.pk)).links
    for document in plan.documents.filter(paper__state="draft"):
        paper = reverse("records:paper", args=[document.paper_id])
        assert paper in links
        page = journey.leader.fills(paper, reverse("records:issue_paper", args=[document.paper_id]))
        assert page.said[0].startswith("已签发")


def talk(journey: Journey, kind: str) -> None:
    """The officer lists who is to be talked to, a member writes down one talk, the rest follow."""
    page = journey.officer.opens(journey.at("talks", kind))
    named = {staff.pk for staff in journey.nominees}
    cadres = Tenure.objects.at(journey.cast.school).in_force(clock.today()).values_list("staff", flat=True)
    peers = [teacher.user.staff_member.pk for teacher in journey.teachers[:6]]
    page = journey.officer.sends(page, journey.at("talks_add", kind), people=[*({*cadres} - named), *peers])
    first = journey.campaign.talks.filter(kind=kind).earliest("pk")
    member = journey.team[0]
    page = member.opens(at("talk", first.pk))
    views = {name: "agree" for name in page.form("", {"notes"}).names if name.startswith("view_")}
    both = [person.user.pk for person in journey.team]
    assert member.sends(page, talkers=both, notes="反映较好。", **views).said[0].startswith("已登记与")
    journey.teachers[0].finds_nothing_at(at("talk", first.pk))
    member.fills(journey.at("talks", kind), journey.at("talks_demo", kind))


def ballot(journey: Journey, purpose: str, opening: Opening | None = None) -> Round:
    """Drawn up, opened, voted on pages by a few and by the rest as the demo lets them, closed, counted."""
    officer = journey.officer
    page = officer.opens(journey.at("rounds", purpose))
    drawn = {"opening": opening.pk} if opening else {}
    form = next(
        form
        for form in page.forms
        if form.action == journey.at("round_new", purpose)
        and (opening is None or form.values["opening"] == str(opening.pk))
    )
    assert officer.posts(form.action, form.values | drawn).said == ["票样和应到名册已准备，请核对后开始"]
    held = journey.campaign.rounds.latest("pk")
    voters = list(held.poll.electors.filter(is_recused=False).order_by("pk"))
    late = Person(voters[-1].user)
    officer.fills(at("round", held.pk), at("round_open", held.pk), present=len(voters) - 1)
    for elector in voters[: 1 if opening else 2]:
        vote(Person(elector.user), held)
    polls.cast_for_remaining(held.poll, lambda elector: choices(held, elector, voters[-1]))
    close_and_count(journey, held, late)
    return held


def vote(teacher: Person, held: Round) -> None:
    """Paper, check page, word of thanks."""
    address = reverse("ballots:vote", args=[held.poll.public_id])
    assert address in teacher.opens(reverse("ballots:my")).links
    page = teacher.opens(address)
    marks = {"consent": "agree"}
    names = {name for name in page.form("", {"act"}).names if name.startswith("a.")}
    ticks = {name: marks.get(name.rpartition(".")[2]) or first_tick(page, name) for name in names}
    page = teacher.sends(page, act="check", **ticks)
    assert "请核对，确认后不能更改" in page.text
    page = teacher.sends(page, act="cast")
    assert page.address == reverse("ballots:done", args=[held.poll.public_id])


def first_tick(page: Page, name: str) -> str:
    return page.text.split(f'name="{name}" value="')[1].split('"')[0]


def choices(held: Round, elector: Elector, absent: Elector) -> Any:
    if elector == absent:
        return None
    counting = held.poll.counting
    marks = {dimension.key: counting.grades[0].key for dimension in counting.dimensions or ()}
    said = marks | {"consent": "agree"} if held.purpose == "evaluation" else "agree"
    return {subject.key: said for subject in held.poll.subjects.all()}


def close_and_count(journey: Journey, held: Round, late: Person) -> None:
    address = at("round", held.pk)
    scrutineer, vote_page = journey.scrutineer, reverse("ballots:vote", args=[held.poll.public_id])
    open_paper = late.opens(vote_page)
    scrutineer.fills(address, at("round_close", held.pk))
    page = late.sends(open_paper, act="cast")
    assert "投票已截止，不再收票" in page.text
    assert scrutineer.fills(address, at("round_count", held.pk)).said[0].startswith("已启封计票")
    journey.officer.opens(address)


def recommend(journey: Journey) -> None:
    talk(journey, "recommendation")
    officer = journey.officer
    page = officer.fills(journey.at("screening"), journey.at("screen"))
    assert page.said == ["已按2026-03-01的情况审查3人，请逐人作出结论"]
    found = ("符合", "符合", "可例外")
    for person, conclusion in zip(journey.persons(), found, strict=True):
        page = officer.fills(journey.at("screening"), at("conclude", person.pk))
        assert page.said == [f"{person.staff.name}：{conclusion}"]
    have_the_exception_granted(journey, journey.persons()[2])
    wait_a_day()
    ballot(journey, "recommendation")
    sign_papers(journey)
    journey.advance("evaluate")


def have_the_exception_granted(journey: Journey, person: Candidacy) -> None:
    """Whoever has not served as deputy becomes chief by a resolution of the school only."""
    page = journey.officer.fills(
        journey.at("waiver_new") + f"?person={person.pk}", reason="工作实绩突出，岗位急需。"
    )
    assert page.said == ["已提出例外申请，请按批准机关办理"]
    journey.meet("waiver", waivers=[waiver.pk for waiver in journey.campaign.waivers.all()])


def evaluate(journey: Journey) -> None:
    wait_a_day()
    journey.record("duty_report", people=[person.pk for person in journey.persons()])
    ballot(journey, "evaluation")
    talk(journey, "consultation")
    wait_a_day()
    journey.meet("inspectees")
    page = journey.officer.fills(journey.at("act", "inspection_notice"), journey.at("draft_notice"))
    assert page.said == ["考察公告已起草，请核对文字后签发并张贴"]
    sign_papers(journey)
    journey.record("inspection_notice")
    journey.advance("inspect")


MATERIAL = (
    "virtue",
    "ability",
    "diligence",
    "achievement",
    "integrity",
    "ethics",
    "shortcomings",
    "conclusion",
)


def inspect(journey: Journey) -> None:
    wait_a_day()
    talk(journey, "inspection")
    lead, second = journey.team
    for person in journey.persons():
        address = at("inspection", person.pk)
        page = lead.fills(address, **dict.fromkeys(MATERIAL, "表现较好，符合岗位要求。"))
        assert page.said == [f"已保存{person.staff.name}的考察材料"]
        for member in (lead, second):
            member.fills(address, at("inspection_sign", person.inspection.pk))
        journey.officer.fills(journey.at("inspections"), journey.at("ask_discipline"), person=person.pk)
        opinion = at("opinion", person.discipline_opinion.pk)
        assert opinion in journey.discipline.opens(at("opinions")).links
        page = journey.discipline.fills(opinion, result="clear", petitions="clear")
        assert page.said == [f"已回复{person.staff.name}的廉政意见"]
    journey.advance("decide")


def decide(journey: Journey) -> None:
    wait_a_day()
    journey.meet("decision")
    for opening in journey.campaign.openings.order_by("pk"):
        ballot(journey, "decision", opening)
    page = journey.officer.fills(journey.at("rounds", "decision"), journey.at("round_conclude", "decision"))
    names = "、".join(person.staff.name for person in journey.persons())
    assert page.said == [f"已确认表决结果，拟聘人选：{names}"]
    journey.advance("publicize")


def publicize_while_something_is_reported(journey: Journey) -> Candidacy:
    officer, held = journey.officer, journey.persons()[2]
    page = officer.fills(journey.at("publicity"), contact="校务办公室，电话0999-6020000")
    assert page.said == ["公示已发布，2026年3月19日起算，到2026年3月25日24:00期满，请打印张贴"]
    notice = journey.campaign.publicities.get()
    assert held.staff.name in journey.teachers[0].opens(at("notice", notice.pk)).text
    no_document_before_the_end(journey)
    wait_a_day()
    page = officer.fills(
        journey.at("objections"), person=held.pk, channel="letter", summary="反映其在外兼课，需要核实。"
    )
    assert page.said == ["已登记反映事项，请安排核查"]
    wait_until(days.after(notice.ends_at))
    names = [person.staff.name for person in journey.persons()]
    assert journey.refused("file") == [
        *[f"{name}的公示已期满，尚未作出公示结论" for name in names],
        f"{held.staff.name}有1件反映事项尚未办结，请先暂缓此人",
    ]
    page = officer.fills(journey.at("publicity"), at("publicity_conclude", notice.pk))
    assert page.said == [
        f"{held.staff.name}有反映事项尚未办结，已暂缓；其他人选继续办理",
        "已作出公示结论",
    ]
    return held


def no_document_before_the_end(journey: Journey) -> None:
    page, address = journey.officer.opens(journey.at("appointments")), journey.at("appointments")
    assert "现在是“拟聘公示”阶段，公示期满并作出结论后才能办理聘任。" in page.text
    for person in journey.persons():
        assert f"{person.staff.name}的公示尚未期满并作结论，不能办理聘任" in page.text
    sent = {"people": [person.pk for person in journey.persons()], "starts_on": "2026-06-01"}
    page = journey.officer.posts(address, sent | {"happened_on": clock.today().isoformat()})
    assert page.said == ["选中的人选现在不能办理聘任，请先处理本页列出的原因"]
    assert not journey.campaign.plan.documents.filter(paper__kind="appointment_document").exists()


def go_on_without(journey: Journey, held: Candidacy) -> Campaign:
    assert journey.refused("file") == ["总务处主任已无人选，请登记岗位空缺或转下次办理"]
    page = journey.officer.fills(
        journey.at("people"), journey.at("carve_out"), people=[held.pk], reason="反映事项尚在核查"
    )
    assert page.said == ["已转入接续办理，下面是接续的办理页面"]
    following = journey.campaign.followers.get()
    assert page.address == at("campaign", following.pk)
    journey.advance("file")
    return following


def appoint_and_file(journey: Journey) -> None:
    officer = journey.officer
    first, second = journey.persons()
    officer.fills(journey.at("appointments"), people=[first.pk])
    assert journey.refused("close") == [
        f"{second.staff.name}尚未办理聘任手续",
        "政教处副主任尚无结果，请登记聘任、空缺或转下次办理",
        "尚未向县教育局政工科报送备案",
    ]
    officer.fills(journey.at("appointments"), people=[second.pk])
    sign_papers(journey)
    wait_a_day()
    officer.fills(journey.at("filing"), happened_on=clock.today().isoformat())
    sign_papers(journey)
    wait_a_day()
    assert journey.at("filing") in journey.bureau_reviewer.opens(at("filings")).links
    page = journey.bureau_reviewer.fills(journey.at("filing"), reply_number="教复〔2026〕1号")
    assert page.said == ["已批复备案，学校已收到通知"]
    journey.record("appointment_talk", people=[first.pk, second.pk])
    journey.advance("close")


def clear_the_held_one(journey: Journey, held: Candidacy, following: Campaign) -> None:
    """The first campaign is closed; what was reported is looked into all the same."""
    officer, objection = journey.officer, held.objections.get()
    address = at("objection", objection.pk)
    page = officer.fills(address, at("objection_investigate", objection.pk), investigator="纪检委员两人")
    assert page.said == ["已安排核查，查清后请填写核查结论"]
    page = officer.fills(address, conclusion="unfounded", findings="经核查不属实。", disposition="正常办理")
    assert page.said == ["反映事项已办结"]
    page = officer.fills(
        at("people", following.pk), at("move", held.pk, "restore"), reason="反映事项查无实据"
    )
    assert page.said == [f"{held.staff.name}现为“拟聘人选”"]


def appoint_the_held_one(journey: Journey, held: Candidacy, following: Campaign) -> None:
    journey.campaign = following
    journey.advance("file")
    journey.officer.fills(journey.at("appointments"), people=[held.pk])
    sign_papers(journey)
    journey.officer.fills(journey.at("filing"), happened_on=clock.today().isoformat())
    sign_papers(journey)
    journey.record("appointment_talk", people=[held.pk])
    journey.advance("close")


def everything_is_as_it_should_be(journey: Journey, held: Candidacy, following: Campaign) -> None:
    wait_a_day()
    plan, school = following.plan, journey.cast.school
    campaigns = [following.follows, following]
    assert [each.stage for each in Campaign.objects.order_by("pk")] == ["closed", "closed"]
    assert [
        [(str(opening.post), opening.result) for opening in each.openings.order_by("pk")]
        for each in campaigns
    ] == [
        [("教务处副主任", "filled"), ("政教处副主任", "filled"), ("总务处主任", "carried")],
        [("总务处主任", "filled")],
    ]
    appointed = Tenure.objects.at(school).filter(starts_on=plan.starts_on).order_by("pk")
    assert [(each.staff, str(each.post)) for each in appointed] == list(
        zip(journey.nominees, POSTS, strict=True)
    )
    papers = [each.paper for each in plan.documents.order_by("paper__pk").select_related("paper")]
    assert [(paper.kind, paper.number) for paper in papers] == [
        ("candidate_form", ""),
        ("work_plan", ""),
        ("result_table", ""),
        ("result_table", ""),
        ("inspection_notice", ""),
        ("publicity_notice", ""),
        ("appointment_document", "模校任〔2026〕1号"),
        ("appointment_document", "模校任〔2026〕2号"),
        ("filing_report", "模校任〔2026〕3号"),
        ("appointment_document", "模校任〔2026〕4号"),
        ("filing_report", "模校任〔2026〕5号"),
    ]
    assert [paper.state for paper in papers] == ["rendered"] * 11
    assert [ledgers.verify(each) for each in (plan.ledger, ledgers.of_organisation(school))] == [None, None]
    for person in (*journey.people.values(), *journey.team, journey.scrutineer, journey.teachers[0]):
        person.opens(reverse("home"))
