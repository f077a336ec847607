"""A school that did everything on paper enters it afterwards, page by page: is the result the same record?

Nothing is done in the system but the entry: every act has its earlier day and its scan, and counts
when a second person has confirmed it. The bureau is not on the system.
"""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaigns import ticking
from campaigns.choices import ActKind, AgendaPurpose, Purpose, TalkKind, TrackReason, View
from campaigns.models import Campaign, Plan, Publicity
from campaigns.simulation import school, stages
from campaigns.simulation.cast import Cast, cast_of
from personnel.models import PartyRole, Post, Tenure
from selection import chinese, clock
from selection.records import ledgers

pytestmark = pytest.mark.django_db

ENTERED = datetime(2026, 6, 15, 9, tzinfo=clock.ZONE)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TITLES = ("办公室副主任", "总务处副主任")


def scan(name: str = "材料.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def day(month: int, number: int) -> date:
    return date(2026, month, number)


@dataclass
class Desks:
    """The officer who enters and the leader who confirms, each at a browser."""

    cast: Cast
    officer: Client
    leader: Client
    campaign: Campaign | None = None

    def address(self, page: str, *args: object) -> str:
        assert self.campaign is not None
        return reverse(f"campaigns:{page}", args=[self.campaign.pk, *args])

    def fill(self, address: str, **given: object) -> str:
        """Open the page, fill in its form, send it; where it leads. What is wrong is said in the failure."""
        assert self.officer.get(address).status_code == 200, address
        answer = self.officer.post(address, given, follow=True)
        assert answer.status_code == 200, address
        assert answer.redirect_chain, (address, answer.context["form"].errors)
        return str(answer.redirect_chain[-1][0])

    def enter(self, address: str, on: date, **given: object) -> str:
        """The same for what happened on paper on an earlier day; it waits for the second person."""
        return self.fill(address, happened_on=on, is_backfilled="on", scan=scan(), **given)

    def press(self, address: str, **given: object) -> list[str]:
        """A button of the officer's; what the next page says."""
        answer = self.officer.post(address, given, follow=True)
        assert answer.status_code == 200, address
        return [str(said) for said in answer.context["messages"]]

    def step(self, name: str) -> list[str]:
        """Take the next step from the campaign's page; what is said, refusals included."""
        assert self.campaign is not None
        said = self.press(self.address("advance", name))
        self.campaign.refresh_from_db()
        return said

    def confirm(self, count: int = 1) -> None:
        """The leader finds what waits on the campaign's page, reads each scan and confirms it."""
        page = self.leader.get(self.address("campaign"))
        waiting = page.context["unconfirmed"]
        assert len(waiting) == count, waiting
        for each in waiting:
            button = reverse("campaigns:confirm", args=[each.model, each.act.pk])
            paper = self.leader.get(reverse("records:attachment", args=[each.act.attachment_id]))
            assert button in page.content.decode()
            assert b"".join(paper.streaming_content if paper.streaming else [paper.content]) == PDF
            self.leader.post(button)
            each.act.refresh_from_db()
            assert (each.act.confirmed_by, each.act.is_backfilled) == (self.cast.leader, True)

    def act(self, kind: ActKind, on: date, text: str, confirms: int = 1, **given: object) -> None:
        self.enter(self.address("act", kind), on, text=text, **given)
        self.confirm(confirms)

    def meet(self, purpose: AgendaPurpose, on: date, resolution: str, **outcomes: object) -> str:
        """All but the first of the body's members come."""
        members = self.cast.body.members_on(on)
        came = [member.staff_id for member in members][1:]
        facts = {"name": "党政联席会议", "place": "学校会议室", "attendees": came, "resolution": resolution}
        page = self.enter(self.address("meeting_new", purpose), on, **facts, **outcomes)
        self.confirm()
        return page

    def live(self) -> list:
        assert self.campaign is not None
        return list(self.campaign.live().order_by("pk"))

    def agreed(self) -> dict[str, str]:
        return {f"outcome_{person.pk}": "agreed" for person in self.live()}


@pytest.fixture
def desks():
    """Monday, 15 June 2026; the school, its quota approved, under a bureau without the system."""
    with time_machine.travel(ENTERED, tick=False):
        place = school.found(60, "pidu-school", Random(5))
        bureau = place.bureau
        bureau.is_on_system = False
        bureau.save()
        cast = cast_of(place, 5)
        officer, leader = Client(), Client()
        officer.force_login(cast.officer)
        leader.force_login(cast.leader)
        yield Desks(cast, officer, leader)


def draw_up_the_plan(desks: Desks) -> Plan:
    """Two posts, two persons in view for the first and one for the second; the draft is not a paper act."""
    one, other, third = desks.cast.teachers[:3]
    posts = [Post.objects.get(title=title) for title in TITLES]
    seats = [
        stages.Seat(posts[0], TrackReason.CLEAR_CHOICE, [one, other]),
        stages.Seat(posts[1], TrackReason.CLEAR_CHOICE, [third]),
    ]
    desks.campaign = stages.draft(desks.cast, "2026年春中层干部选拔任用工作方案", seats, day(3, 1), day(5, 6))
    return desks.campaign.plan


def approve_on_paper(desks: Desks, plan: Plan, number: str, on: date) -> None:
    """The bureau's letter, entered from its scan and not confirmed yet."""
    desks.press(reverse("campaigns:plan_submit", args=[plan.pk]))
    plan.refresh_from_db()
    given = {"level": 0, "said": "yes", "document_number": number, "happened_on": on, "scan": scan()}
    page = reverse("records:enter_on_paper", args=[plan.review_id])
    desks.fill(page, **{f"paper-{name}": value for name, value in given.items()})


def confirm_the_approval(desks: Desks) -> None:
    [waiting] = desks.leader.get(reverse("records:reviews")).context["to_confirm"]
    page = desks.leader.get(reverse("campaigns:review", args=[waiting.submission.review_id]))
    button = reverse("records:confirm_decision", args=[waiting.pk])
    assert button in page.content.decode()
    desks.leader.post(button)
    waiting.refresh_from_db()
    assert waiting.confirmed_by == desks.cast.leader


def prepare(desks: Desks) -> None:
    """Motion to approval. The first letter entered was signed after the plan had been made public."""
    plan = draw_up_the_plan(desks)
    desks.act(ActKind.MOTION, day(3, 2), "建议启动。")
    desks.act(ActKind.STUDY, day(3, 3), "学习选拔任用办法。")
    desks.act(ActKind.ANALYSIS, day(3, 4), "对中层队伍作了研判。")
    desks.act(ActKind.SOUNDING, day(3, 5), "前期摸底较集中。")
    meeting = desks.meet(AgendaPurpose.PLAN, day(3, 6), "同意工作方案，按程序报批。")
    approve_on_paper(desks, plan, "教党〔2026〕21号", day(3, 20))
    shut = desks.step("announce")
    confirm_the_approval(desks)
    opened = desks.step("announce")
    desks.act(ActKind.PUBLICATION, day(3, 12), "在校务公开栏公布。")
    too_late = desks.step("recommend")

    assert shut == ["工作方案尚未批准，未经书面审核同意不得启动"]
    assert opened == ["已办理，现在是“公布方案”阶段"]
    assert too_late == ["书面批准日期（2026年3月20日）晚于第一个步骤（2026年3月12日），程序无效，须重新办理"]
    do_it_over(desks, plan, meeting)


def do_it_over(desks: Desks, plan: Plan, meeting: str) -> None:
    """方案变更; the meeting that was held resolves again, and the right letter is entered."""
    desks.press(desks.address("go_back", "revise_plan"), reason="批复录入有误")
    number = meeting.rstrip("/").rsplit("/", 1)[-1]
    again = desks.address("meeting_new", AgendaPurpose.PLAN) + f"?meeting={number}"
    desks.fill(again, resolution="同意工作方案，按程序报批。")
    approve_on_paper(desks, plan, "教党〔2026〕12号", day(3, 10))
    confirm_the_approval(desks)
    assert desks.step("announce") == ["已办理，现在是“公布方案”阶段"]
    desks.act(ActKind.PUBLICATION, day(3, 12), "在校务公开栏公布。")
    assert desks.step("recommend") == ["已办理，现在是“民主推荐”阶段"]


def bring_up(desks: Desks) -> None:
    """Two persons for the first post, one for the second."""
    first, second = desks.campaign.openings.order_by("pk")
    for opening, staff in zip((first, first, second), desks.cast.teachers[:3], strict=True):
        page = desks.address("nominate") + f"?q={staff.staff_number}"
        desks.fill(page, staff=staff.pk, opening=opening.pk, source="recommendation")


def screen(desks: Desks) -> None:
    """The register answers for today and the plan's day; each conclusion is the one that was found."""
    desks.press(desks.address("screen"))
    for person in desks.live():
        found = person.screening["conclusion"]
        desks.press(reverse("campaigns:conclude", args=[person.pk]), conclusion=found)


def talks(desks: Desks, kind: TalkKind, on: date) -> None:
    """The summary that the team signed: 52 persons, most of them in favour."""
    views = {View.AGREE: 45, View.OPPOSE: 3, View.ABSTAIN: 4}
    said = {f"{view}_{person.pk}": views[view] for person in desks.live() for view in View}
    desks.enter(desks.address("talks_paper", kind), on, held=52, cadre=2, peer=50, **said)
    desks.confirm()


def count(desks: Desks, purpose: Purpose, on: date) -> None:
    """Figures of a ballot among the staff: 55 of 58 came, 54 handed in, one paper was spoiled."""
    turnout = {"entitled": 58, "present": 55, "issued": 55, "collected": 54, "valid": 53, "spoiled": 1}
    enter_figures(desks, desks.address("round_paper", purpose), on, turnout, desks.live(), [(45, 5, 3)] * 3)


def enter_figures(desks: Desks, page: str, on: date, turnout: dict, people: list, voices: list) -> None:
    given = {
        f"{name}_{person.pk}": votes
        for person, tally in zip(people, voices, strict=True)
        for name, votes in zip(("agree", "oppose", "abstain"), tally, strict=True)
    }
    desks.enter(page, on, **turnout, **given)
    desks.confirm()


def recommend(desks: Desks) -> None:
    talks(desks, TalkKind.RECOMMENDATION, day(3, 13))
    bring_up(desks)
    desks.meet(AgendaPurpose.SHORTLIST, day(3, 16), "确定会议推荐人选。", **desks.agreed())
    screen(desks)
    count(desks, Purpose.RECOMMENDATION, day(3, 18))
    assert desks.step("evaluate") == ["已办理，现在是“民主测评”阶段"]


def evaluate(desks: Desks) -> None:
    """The notice went up before the meeting that fixed the inspectees; another follows it."""
    people = [person.pk for person in desks.live()]
    count(desks, Purpose.EVALUATION, day(3, 18))
    desks.meet(AgendaPurpose.INSPECTEES, day(3, 25), "研究确定考察对象。", **desks.agreed())
    desks.act(ActKind.GATEKEEPING, day(3, 24), "符合要求。", confirms=3, people=people)
    desks.act(ActKind.INSPECTION_NOTICE, day(3, 23), "张贴考察公告。")
    too_early = desks.step("inspect")
    desks.act(ActKind.INSPECTION_NOTICE, day(3, 26), "重新张贴考察公告。")

    assert too_early == ["考察公告（2026年3月23日）早于确定考察对象的会议（2026年3月25日）"]
    assert desks.step("inspect") == ["已办理，现在是“组织考察”阶段"]


def inspect(desks: Desks) -> None:
    desks.act(ActKind.VISIT, day(3, 30), "到年级组走访。")
    talks(desks, TalkKind.INSPECTION, day(3, 31))
    for person in desks.live():
        page = reverse("campaigns:inspection_paper", args=[person.pk])
        parts = [field.name for field in desks.officer.get(page).context["form"].parts()]
        desks.enter(page, day(4, 2), **dict.fromkeys(parts, f"{person.staff.name}同志表现良好。"))
        answer = {"result": "clear", "petitions": "clear", "document_number": "廉函〔2026〕8号"}
        desks.enter(reverse("campaigns:opinion_paper", args=[person.pk]), day(4, 3), **answer)
    desks.confirm(6)
    assert desks.step("decide") == ["已办理，现在是“讨论决定”阶段"]


def decide(desks: Desks) -> None:
    """Opening by opening; of the two persons for the first post one is adopted."""
    desks.meet(AgendaPurpose.DECISION, day(4, 8), "听取考察情况汇报，按表决结果确定拟聘人选。")
    turnout = {
        "entitled": 7,
        "recused": 0,
        "present": 6,
        "issued": 6,
        "collected": 6,
        "valid": 6,
        "spoiled": 0,
    }
    for opening, voices in zip(
        desks.campaign.openings.order_by("pk"), ([(5, 1, 0), (1, 4, 1)], [(6, 0, 0)]), strict=True
    ):
        page = desks.address("round_paper", Purpose.DECISION) + f"?opening={opening.pk}"
        enter_figures(
            desks, page, day(4, 8), turnout, list(desks.campaign.live().filter(opening=opening)), voices
        )
    desks.press(desks.address("round_conclude", Purpose.DECISION))
    assert desks.step("publicize") == ["已办理，现在是“拟聘公示”阶段"]


def publicize(desks: Desks) -> None:
    """Posted on 9 April for five working days; over on the 15th, long before it was entered."""
    people = [person.pk for person in desks.live()]
    given = {"people": people, "channels": ["校务公开栏"], "contact": "学校办公室 0999-6020000"}
    desks.enter(desks.address("publicity"), day(4, 9), **given)
    desks.confirm()
    ticking.tick()
    notice = Publicity.objects.get()
    desks.press(reverse("campaigns:publicity_conclude", args=[notice.pk]), text="公示期间未收到反映。")

    assert (notice.first_day, notice.last_day) == (day(4, 9), day(4, 15))
    assert desks.step("file") == ["已办理，现在是“任职备案”阶段"]


def file(desks: Desks) -> None:
    """Filing, the bureau's reply, the document, the talk. The clock called late what had been sent in time."""
    people = [person.pk for person in desks.live()]
    page = desks.address("filing")
    ticking.tick()
    desks.enter(page, day(4, 20), act="send")
    desks.confirm()
    reply = {"answer": "accepted", "reply_number": "教党〔2026〕30号", "scan": scan()}
    desks.fill(page, act="reply", happened_on=day(4, 27), **reply)
    desks.confirm()
    given = {"people": people, "starts_on": day(5, 6), "document": "模校任〔2026〕3号"}
    desks.enter(desks.address("appointments"), day(4, 28), **given)
    confirm_the_document(desks)
    secretary = PartyRole.objects.of(desks.cast.school).get(role="secretary").staff
    talk = {"people": people, "talker": secretary.pk, "place": "书记办公室"}
    desks.act(ActKind.APPOINTMENT_TALK, day(4, 29), "提出廉政要求，本人表态。", confirms=2, **talk)
    assert desks.step("close") == ["已办理，现在是“办结”阶段"]


def confirm_the_document(desks: Desks) -> None:
    """One document speaks of both: confirming it for one confirms it for the other."""
    page = desks.leader.get(desks.address("campaign"))
    each = page.context["unconfirmed"][0]
    desks.leader.post(reverse("campaigns:confirm", args=[each.model, each.act.pk]))
    desks.confirm(0)


def shows_both_dates(desks: Desks, address: str, on: date) -> bool:
    """The day of the act, the hour of its entry, and the mark."""
    page = desks.leader.get(address).content.decode()
    return all(words in page for words in (chinese.day(on), "录入于2026年6月15日 9:00", "线下·补录"))


def pages_of(campaign: Campaign) -> dict[str, date]:
    """Where each thing that was entered is read again, and when it happened."""
    person = campaign.live().earliest("pk")
    held = campaign.standing_round(Purpose.DECISION, person.opening)
    meeting = campaign.resolved(AgendaPurpose.DECISION).get().meeting
    return {
        reverse("campaigns:review", args=[campaign.plan.review_id]): day(3, 10),
        reverse("campaigns:meeting", args=[meeting.pk]): day(4, 8),
        reverse("campaigns:talks", args=[campaign.pk, TalkKind.INSPECTION]): day(3, 31),
        reverse("campaigns:inspection", args=[person.pk]): day(4, 2),
        reverse("campaigns:round", args=[held.pk]): day(4, 8),
        reverse("campaigns:publicity", args=[campaign.pk]): day(4, 9),
        reverse("campaigns:filing", args=[campaign.pk]): day(4, 20),
        reverse("campaigns:appointments", args=[campaign.pk]): day(4, 28),
    }


def test_a_whole_campaign_is_entered_from_paper_and_confirmed_by_a_second_person(desks):
    for stage in (prepare, recommend, evaluate, inspect, decide, publicize, file):
        stage(desks)

    campaign = desks.campaign
    standings = sorted(campaign.candidacies().values_list("standing", flat=True))
    terms = Tenure.objects.filter(document="模校任〔2026〕3号").order_by("pk")
    assert campaign.stage == "closed"
    assert standings == ["appointed", "appointed", "not_selected"]
    assert [(term.starts_on, term.ends_on) for term in terms] == [(day(5, 6), date(2029, 5, 5))] * 2
    assert (campaign.filing.overdue_since, campaign.filing.was_late) == (None, False)
    assert ledgers.verify(campaign.ledger) is None
    assert [at for at, on in pages_of(campaign).items() if not shows_both_dates(desks, at, on)] == []
    assert _dates_in_the_record(desks) == (day(3, 12), "2026年6月15日 9:00", True)


def _dates_in_the_record(desks: Desks) -> tuple[date, str, bool]:
    """How 全程纪实 shows the publication: the day, the hour of its entry, the mark."""
    address = reverse("records:ledger", args=[desks.campaign.plan.ledger_id])
    lines = desks.leader.get(address).context["lines"]
    line = next(each for each in lines if each.act == "公布工作方案")
    return line.happened_on, chinese.moment(line.at), line.is_backfilled
