"""Rounds of voices in the browser: drawn up, opened, counted, voided, entered from paper."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from ballots import services as polls
from ballots.models import Poll
from ballots.services import entrusting
from campaigns.choices import (
    AgendaPurpose,
    Conclusion,
    PlanRoleKind,
    Purpose,
    Stage,
    Standing,
    TalkKind,
    TalkScope,
)
from campaigns.desks.duties import tasks
from campaigns.models import Round, Talk
from campaigns.services import duties, rounds, sittings
from personnel.models import StaffMember
from selection.reasons import Refused
from tests.factories.accounts import SupervisorFactory, UserFactory
from tests.factories.ballots import passphrase_of, phrases
from tests.factories.campaigns import (
    COUNTY,
    PIDU,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    MeetingFactory,
    OpeningFactory,
    PlanRoleFactory,
    RoundFactory,
    leader_of,
    officer_of,
)
from tests.factories.papers import enter, numbers_of
from tests.factories.personnel import StaffFactory

pytestmark = pytest.mark.django_db
RECOMMENDATION, EVALUATION, DECISION = Purpose.RECOMMENDATION, Purpose.EVALUATION, Purpose.DECISION
TODAY = date(2026, 3, 2)


def campaign_at(stage, persons=1, teachers=5, **fields):
    """Persons for one post, and a staff of whom all have accounts; the body meets where it decides."""
    if stage != Stage.DECIDE:
        fields["plan__body"] = None
    campaign = CampaignFactory(at=stage, **fields)
    opening = OpeningFactory(campaign=campaign)
    CandidacyFactory.create_batch(persons, opening=opening, qualified=True)
    StaffFactory.create_batch(teachers, organisation=campaign.organisation, with_account=True)
    give_accounts(campaign)
    return campaign


def give_accounts(campaign):
    for staff in StaffMember.objects.filter(organisation=campaign.organisation, user=None):
        staff.user = UserFactory(organisation=campaign.organisation, name=staff.name)
        staff.save(update_fields=["user"])


def rounds_url(campaign, purpose, page="rounds"):
    return reverse(f"campaigns:{page}", args=[campaign.pk, purpose])


def said(response):
    return [str(message) for message in response.context["messages"]]


class Desk:
    """The officer's hand on the buttons of one round."""

    def __init__(self, client):
        self.client = client

    def draw_up(self, campaign, purpose, **data):
        data = {"channel": "online"} | data
        self.client.post(rounds_url(campaign, purpose, "round_new"), data, follow=True)
        return campaign.standing_round(purpose)

    def press(self, button, held, **data):
        url = reverse(f"campaigns:round_{button}", args=[held.pk])
        answer = self.client.post(url, data, follow=True)
        held.refresh_from_db()
        return said(answer)

    def page(self, held):
        return self.client.get(reverse("campaigns:round", args=[held.pk]))


@pytest.fixture
def desk_of(as_user):
    return lambda campaign: Desk(as_user(officer_of(campaign)))


@pytest.fixture
def watching(as_user):
    return lambda campaign: Desk(as_user(campaign.plan.people("scrutineer")[0]))


def vote(held, agree, oppose=0):
    """So many of the roll agree to everybody, so many oppose everybody."""
    answers = iter(["agree"] * agree + ["oppose"] * oppose)

    def choose(_elector):
        answer = next(answers, None)
        return answer and {s.key: {"consent": answer} for s in held.poll.subjects.all()}

    for elector in held.poll.electors.filter(is_recused=False):
        if chosen := choose(elector):
            polls.cast(held.poll, elector.user, chosen)


def test_a_recommendation_runs_from_its_paper_to_its_result(desk_of, watching):
    campaign = campaign_at(Stage.RECOMMEND)
    desk, person = desk_of(campaign), campaign.live().get()

    held = desk.draw_up(campaign, RECOMMENDATION)
    assert "应到6人" in desk.page(held).content.decode()
    assert desk.press("open", held, present=6) == ["投票已开始，名册和票样已封存"]
    vote(held, agree=5, oppose=1)
    assert "已收回6份" in desk.page(held).content.decode()
    assert desk.press("close", held) == ["投票已截止，收回6份，尚未启封"]
    assert watching(campaign).press("count", held) == ["已启封计票：有效票6张，废票0张"]

    page = desk.page(held)
    assert held.tally(person) == {"agree": 5, "oppose": 1, "abstain": 0}
    assert [row["answers"][:2] for row in page.context["result"]["rows"]] == [[["同意", 5], ["不同意", 1]]]
    assert [str(paper.kind) for paper in page.context["papers"]] == ["result_table"]
    assert page.context["lacks_paper"] is False


def test_nothing_of_what_was_voted_shows_before_the_urn_is_opened(desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    desk = desk_of(campaign)
    held = desk.draw_up(campaign, RECOMMENDATION)
    desk.press("open", held, present=6)
    vote(held, agree=6)
    desk.press("close", held)

    context = desk.page(held).context
    assert (context["result"], context["table"], context["low"]) == (None, None, [])


def test_figures_are_for_those_entitled_to_them(as_user):
    campaign = campaign_at(Stage.RECOMMEND)
    held = RoundFactory(
        campaign=campaign, opening=None, purpose=RECOMMENDATION, agree={campaign.live().get(): 6}
    )
    page = reverse("campaigns:round", args=[held.pk])
    supervisor = as_user(SupervisorFactory(organisation=campaign.organisation.bureau)).get(page)
    leader = as_user(leader_of(campaign)).get(page)

    assert (supervisor.context["result"], supervisor.context["turnout"]) == (None, [])
    assert "已计票，结果由经办人" in supervisor.content.decode()
    assert [row["answers"][0] for row in leader.context["result"]["rows"]] == [["同意", 6]]


def test_a_round_that_the_ballots_page_counted_is_finished_here(desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    desk = desk_of(campaign)
    held = desk.draw_up(campaign, RECOMMENDATION)
    desk.press("open", held, present=6)
    vote(held, agree=6)
    desk.press("close", held)
    polls.count(held.poll, campaign.plan.people("scrutineer")[0])

    assert "生成结果表" in desk.page(held).content.decode()
    assert desk.press("count", held) == ["结果表已生成"]
    assert desk.press("count", held) == ["结果表已生成"]

    held.poll.refresh_from_db()
    assert held.poll.state == Poll.State.RELEASED
    assert len(desk.page(held).context["papers"]) == 1


def test_more_ballots_than_people_present_are_not_counted_before_the_number_is_mended(desk_of, watching):
    campaign = campaign_at(Stage.RECOMMEND)
    desk = desk_of(campaign)
    held = desk.draw_up(campaign, RECOMMENDATION)
    desk.press("open", held, present=5)
    vote(held, agree=6)
    desk.press("close", held)

    assert watching(campaign).press("count", held) == ["收回6份，多于实到5人，请先更正实到人数"]
    assert desk.press("present", held, present=6) == ["实到人数已记为6人"]
    assert watching(campaign).press("count", held) == ["已启封计票：有效票6张，废票0张"]


def test_a_void_round_names_its_reason_and_makes_room_for_another(desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    desk = desk_of(campaign)
    first = desk.draw_up(campaign, RECOMMENDATION)

    assert desk.press("void", first) == ["请填写作废原因"]
    assert desk.press("void", first, reason="名册有误") == ["本轮已作废，可以重新组织"]
    second = desk.draw_up(campaign, RECOMMENDATION)

    page = desk.client.get(rounds_url(campaign, RECOMMENDATION))
    assert second.number == 2
    assert list(page.context["earlier"]) == [first]


def test_a_second_round_is_refused_while_the_first_stands(desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    desk = desk_of(campaign)
    desk.draw_up(campaign, RECOMMENDATION)

    answer = desk.client.post(
        rounds_url(campaign, RECOMMENDATION, "round_new"), {"channel": "online"}, follow=True
    )

    assert said(answer) == ["会议推荐第1轮仍然有效，不能另行组织；如须重来请先作废本轮或退回重新推荐"]
    assert answer.context["lines"][0]["form"] is None


@pytest.mark.row("B042", side="holds")
def test_recommendation_and_evaluation_are_drawn_up_and_opened_together(desk_of):
    campaign = campaign_at(Stage.RECOMMEND, teachers=55, code=PIDU)
    desk = desk_of(campaign)
    assert "推荐与测评一并组织" in desk.client.get(rounds_url(campaign, RECOMMENDATION)).content.decode()

    held = desk.draw_up(campaign, RECOMMENDATION, together="1")
    talked_to(campaign, 50)
    AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.SHORTLIST)
    assert desk.press("open", held, present=49) == ["实到49人，不足50人（需50人），不能开始推荐"]
    assert desk.press("open", held, present=52) == ["投票已开始，名册和票样已封存"]

    states = campaign.rounds.values_list("purpose", "poll__state", "poll__packet")
    packet = held.poll.packet_id
    assert packet is not None
    assert sorted(states) == [(EVALUATION, "open", packet), (RECOMMENDATION, "open", packet)]


def test_a_sitting_that_came_to_nothing_is_held_together_again(desk_of):
    campaign = campaign_at(Stage.RECOMMEND, code=PIDU)
    desk = desk_of(campaign)
    held = desk.draw_up(campaign, RECOMMENDATION, together="1")
    other = campaign.rounds.exclude(pk=held.pk).get()

    offered = []
    for each in (held, other):
        rounds.void(each, by=officer_of(campaign), reason="推荐会改期")
        page = desk.client.get(rounds_url(campaign, RECOMMENDATION))
        offered.append("推荐与测评一并组织" in page.content.decode())

    assert offered == [False, True]


def talked_to(campaign, how_many):
    people = StaffMember.objects.filter(organisation=campaign.organisation)[:how_many]
    kind, scope = TalkKind.RECOMMENDATION, TalkScope.PEER
    Talk.objects.bulk_create(
        Talk(campaign=campaign, kind=kind, scope=scope, person=person, held_on=TODAY) for person in people
    )


@pytest.mark.row("B033", side="refuses")
@pytest.mark.row("B034", side="refuses")
def test_a_meeting_that_would_be_held_in_vain_is_not_opened(desk_of):
    """The page says so before anybody is called together, with the way to each thing that is wanting."""
    campaign = campaign_at(Stage.RECOMMEND, code=PIDU)
    desk = desk_of(campaign)
    held = desk.draw_up(campaign, RECOMMENDATION)

    refused = desk.press("open", held)
    page = desk.client.get(reverse("campaigns:round", args=[held.pk]))

    assert refused == ["谈话推荐已谈0人，应不少于50人", "尚无集体研究确定会议推荐人选的记录"]
    assert [line.reasons for line in page.context["too_early"]] == [[said] for said in refused]
    assert reverse("campaigns:meeting_new", args=[campaign.pk, "shortlist"]) in page.content.decode()
    assert Poll.objects.get().state == Poll.State.DRAFT


@pytest.mark.row("A008", side="refuses")
def test_nobody_found_ineligible_is_voted_on(desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    desk, person = desk_of(campaign), campaign.live().get()
    held = desk.draw_up(campaign, RECOMMENDATION)
    campaign.candidacies().update(screening_conclusion=Conclusion.INELIGIBLE)

    said = [f"{person.staff.name}不符合资格条件，请先作不再列为人选处理，再重新准备票样"]
    assert desk.press("open", held) == said

    campaign.candidacies().update(screening_conclusion=Conclusion.ELIGIBLE)
    assert desk.press("open", held) == ["投票已开始，名册和票样已封存"]


@pytest.mark.row("B042", side="refuses")
def test_together_is_refused_where_the_rules_set_them_apart(desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    url = rounds_url(campaign, RECOMMENDATION, "round_new")

    answer = desk_of(campaign).client.post(url, {"together": "1", "channel": "slip"}, follow=True)

    assert said(answer) == ["按规定，民主测评在会议推荐之后进行，不能一并组织"]
    assert not Round.objects.exists()


def test_a_poll_of_the_staff_is_by_slip_unless_the_officer_says_otherwise(desk_of):
    campaign = campaign_at(Stage.RECOMMEND, teachers=55, code=PIDU)
    desk = desk_of(campaign)
    [form] = [line["form"] for line in desk.client.get(rounds_url(campaign, RECOMMENDATION)).context["lines"]]
    assert form["channel"].initial == "slip"

    held = desk.draw_up(campaign, RECOMMENDATION, together="1", channel="slip")
    slips = reverse("ballots:slips", args=[held.poll.public_id])
    assert slips in desk.page(held).content.decode()
    desk.press("open", held, present=52)

    page = desk.page(held).content.decode()
    assert {each.poll.channel for each in campaign.rounds.all()} == {"slip"}
    assert "随机抽取一张码条" in desk.page(held).context["notice"]
    assert "本人账号" not in page
    assert "一张码条可依次填写2张票" in desk.client.get(slips).content.decode()


def test_a_round_by_slip_runs_from_the_print_to_the_result(desk_of, watching):
    campaign = campaign_at(Stage.RECOMMEND)
    desk = desk_of(campaign)
    held = desk.draw_up(campaign, RECOMMENDATION, channel="slip")
    officer = officer_of(campaign)
    voters = list(held.poll.electors.filter(is_recused=False))
    sheets = polls.print_slips(held.poll, officer, {"": len(voters) + 1})
    codes = [code for sheet in sheets for code in sheet.codes]
    desk.press("open", held, present=len(voters))
    polls.hand_out(held.poll, officer, [voter.pk for voter in voters])
    for code in codes[:-1]:
        polls.cast_by_slip(held.poll, code, {})
    watching(campaign).press("close", held)

    assert "相差1张，不能计票" in watching(campaign).press("count", held)[0]
    polls.void_codes(held.poll, officer, codes[-1:], "没有发出")
    assert watching(campaign).press("count", held) == [f"已启封计票：有效票{len(voters)}张，废票0张"]


def test_a_round_on_paper_runs_from_the_blanks_to_the_result(desk_of, watching):
    campaign = campaign_at(Stage.RECOMMEND)
    officer, person = officer_of(campaign), campaign.live().get()
    scrutineer = campaign.plan.people("scrutineer")[0]
    counter = PlanRoleFactory(plan=campaign.plan, kind=PlanRoleKind.COUNTER).user
    held = desk_of(campaign).draw_up(campaign, RECOMMENDATION, channel="paper")
    poll = held.poll
    assert reverse("ballots:papers", args=[poll.public_id]) in desk_of(campaign).page(held).content.decode()
    desk_of(campaign).press("open", held, present=6)
    polls.hand_out_paper(poll, officer, list(poll.electors.values_list("pk", flat=True)))
    assert "纸质票发出6份" in desk_of(campaign).page(held).content.decode()

    assert "纸质票请由两人分别录入" in desk_of(campaign).press("close", held)[0]
    assert scrutineer.notifications.filter(sentence__endswith="会议推荐已截止，请先录入纸质票并签字").exists()
    [task] = tasks(scrutineer)
    assert (task.sentence, task.button) == ("监票人：会议推荐已截止，请先录入纸质票并签字", "去录入")
    assert "纸质票等两人录入、监票人签字" in watching(campaign).page(held).content.decode()
    assert "还没有录入并由监票人签字" in watching(campaign).press("count", held)[0]
    key = str(person.pk)
    ballots = [{key: "agree"}] * 4 + [{key: "oppose"}]
    for clerk in (officer, counter):
        enter(poll, clerk, numbers_of(poll, ballots, spoiled=1))
    polls.sign_paper(poll, scrutineer, "")
    assert watching(campaign).press("count", held) == ["已启封计票：有效票5张，废票1张"]

    page = desk_of(campaign).page(held)
    assert held.tally(person) == {"agree": 4, "oppose": 1, "abstain": 0}
    assert ["其中纸质票", "6份"] in page.context["turnout"]
    assert [str(paper.kind) for paper in page.context["papers"]] == ["result_table"]


def test_how_the_staff_vote_must_be_said_and_a_body_votes_by_account(desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    desk = desk_of(campaign)

    answer = desk.client.post(rounds_url(campaign, RECOMMENDATION, "round_new"), follow=True)

    assert said(answer) == ["请填写投票途径"]
    deciding = campaign_at(Stage.DECIDE)
    held = desk_of(deciding).draw_up(deciding, DECISION, opening=deciding.openings.get().pk, channel="slip")
    assert held.poll.channel == "online"


def test_talks_and_unknown_purposes_have_no_page_here(as_user):
    client_campaign = campaign_at(Stage.RECOMMEND)
    client = as_user(officer_of(client_campaign))
    asked = [Purpose.TALK_RECOMMENDATION, "lottery"]

    assert [client.get(rounds_url(client_campaign, each)).status_code for each in asked] == [404, 404]


def test_a_decision_is_voted_post_by_post_with_those_who_came_today(desk_of):
    campaign = campaign_at(Stage.DECIDE)
    MeetingFactory(plan=campaign.plan, present=6)
    opening, desk = campaign.openings.get(), desk_of(campaign)

    url = rounds_url(campaign, DECISION, "round_new")
    assert said(desk.client.post(url, follow=True)) == ["请选择要表决的岗位"]
    held = desk.draw_up(campaign, DECISION, opening=opening.pk)

    assert held.opening == opening
    assert desk.page(held).context["opening_form"].initial["present"] == 6


def test_what_the_body_adopted_is_concluded_on_the_page(desk_of):
    campaign = campaign_at(Stage.DECIDE, persons=0)
    person = CandidacyFactory(opening=campaign.openings.get(), inspectee=True, staff__name="王一")
    RoundFactory(opening=person.opening, agree={person: 7})
    desk = desk_of(campaign)
    assert desk.client.get(rounds_url(campaign, DECISION)).context["may_conclude"]

    answer = desk.client.post(rounds_url(campaign, DECISION, "round_conclude"), follow=True)

    person.refresh_from_db()
    assert said(answer) == ["已确认表决结果，拟聘人选：王一"]
    assert person.standing == Standing.PROPOSED


def a_low_round(campaign):
    """Of two persons, one is agreed to by all and one by nobody."""
    high, low = campaign.live().order_by("pk")
    return low, RoundFactory(
        campaign=campaign, opening=None, purpose=RECOMMENDATION, entitled=90, agree={high: 90, low: 0}
    )


@pytest.mark.parametrize(
    ("code", "standing"), [(COUNTY, Standing.HELD), (PIDU, Standing.EXCLUDED)], ids=["held", "excluded"]
)
def test_who_is_below_the_bar_is_shown_and_then_concluded(desk_of, code, standing):
    third = {"choice": "fixed", "strict": False, "numerator": 1, "denominator": 3}
    campaign = campaign_at(Stage.RECOMMEND, persons=2, code=code, plan__bars={"recommendation": third})
    low, held = a_low_round(campaign)
    desk = desk_of(campaign)

    [shown] = desk.page(held).context["low"]
    answer = desk.client.post(rounds_url(campaign, RECOMMENDATION, "round_conclude"), follow=True)

    low.refresh_from_db()
    assert (shown.person, low.standing) == (low, standing)
    assert said(answer) == [f"已处理票数较低的人选：{low.staff.name}"]
    assert low.standing_reason == shown.verdict.finding
    assert desk.page(held).context["low"] == []


def test_nobody_concludes_low_voices_before_the_count(desk_of):
    campaign = campaign_at(Stage.EVALUATE)
    answer = desk_of(campaign).client.post(rounds_url(campaign, EVALUATION, "round_conclude"), follow=True)

    assert said(answer) == ["尚未计票，不能处理票数较低的人选"]


def test_where_nobody_is_low_that_is_said(desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    RoundFactory(campaign=campaign, opening=None, purpose=RECOMMENDATION, agree={campaign.live().get(): 7})

    answer = desk_of(campaign).client.post(
        rounds_url(campaign, RECOMMENDATION, "round_conclude"), follow=True
    )

    assert said(answer) == ["没有票数较低的人选"]


def test_a_scrutineer_opens_closes_and_counts_what_the_officer_drew_up(as_user, desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    held = desk_of(campaign).draw_up(campaign, RECOMMENDATION)
    other = Desk(as_user(campaign.plan.people(PlanRoleKind.SCRUTINEER)[0]))
    assert "到会人数够了请开始投票" in other.client.get(reverse("home")).content.decode()

    assert "重新准备" not in other.page(held).content.decode()
    assert other.press("open", held, present=6) == ["投票已开始，名册和票样已封存"]
    vote(held, agree=6)
    assert "作废本轮" not in other.page(held).content.decode()
    assert other.press("close", held) == ["投票已截止，收回6份，尚未启封"]
    assert other.press("count", held) == ["已启封计票：有效票6张，废票0张"]


def test_a_round_whose_key_its_watchers_share_goes_from_choice_to_result(as_user, desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    PlanRoleFactory(plan=campaign.plan, kind=PlanRoleKind.SCRUTINEER)
    officer, watchers = desk_of(campaign), duties.watchers(campaign.plan)
    held = officer.draw_up(campaign, RECOMMENDATION)
    desks = [Desk(as_user(user)) for user in watchers]
    entered = {f"passphrase_{user.pk}": passphrase_of(user) for user in watchers}

    def at_the_key(desk, name, **data):
        return said(
            desk.client.post(reverse(f"ballots:{name}", args=[held.poll.public_id]), data, follow=True)
        )

    at_the_key(officer, "entrust", holders=[user.pk for user in watchers], threshold=2)
    assert "请设定您的启封口令" in desks[0].page(held).content.decode()
    for desk, user in zip(desks, watchers, strict=True):
        own = passphrase_of(user)
        at_the_key(desk, "set_passphrase", passphrase=own, again=own)
    assert "请分持人一起试启封" in desks[0].page(held).content.decode()
    [refusal] = desks[0].press("open", held, present=6)
    assert refusal == "还没有试启封，请至少2位分持人一起再输一次口令"
    at_the_key(desks[0], "rehearse", **entered)
    assert desks[0].press("open", held, present=6) == ["投票已开始，名册和票样已封存"]
    vote(held, agree=6)
    desks[0].press("close", held)

    [refusal] = desks[0].press("count", held)
    assert refusal == "启封须2位分持人到场，现只有0位输入了口令"
    assert "输入口令，启封计票" in desks[0].page(held).content.decode()
    assert desks[0].press("count", held, **entered) == ["已启封计票：有效票6张，废票0张"]


def test_both_papers_of_a_sitting_are_opened_by_the_same_passphrases():
    campaign = campaign_at(Stage.RECOMMEND, teachers=55, code=PIDU)
    PlanRoleFactory(plan=campaign.plan, kind=PlanRoleKind.SCRUTINEER)
    held, beside = sittings.draw_up(campaign, by=officer_of(campaign))
    watchers = duties.watchers(campaign.plan)
    polls.entrust(held.poll, officer_of(campaign), watchers, 2)
    for user in watchers:
        polls.set_passphrase(beside.poll, user, passphrase_of(user))

    polls.rehearse(held.poll, watchers[0], phrases(watchers))

    for each in (held, beside):
        each.poll.refresh_from_db()
        assert not list(entrusting.obstacles(each.poll))


def test_who_only_reads_sees_the_state_and_no_button(as_user, desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    desk, reader = desk_of(campaign), Desk(as_user(leader_of(campaign)))
    held = desk.draw_up(campaign, RECOMMENDATION)

    assert "等监票人或经办人开始投票" in reader.page(held).content.decode()
    assert "准备票样和名册" not in reader.client.get(rounds_url(campaign, RECOMMENDATION)).content.decode()
    [refusal] = reader.press("open", held)
    assert "没有" in refusal
    assert "权限" in refusal


def test_a_round_left_behind_says_so(desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    desk = desk_of(campaign)
    held = desk.draw_up(campaign, RECOMMENDATION)
    desk.press("void", held, reason="名册有误")
    Round.objects.update(is_superseded=True)

    page = desk.page(held).content.decode()
    assert "这一轮已被后来的办理取代" in page
    assert "作废：名册有误" in page


# Counts on paper.


def typed(campaign, **given):
    turnout = {"entitled": 6, "present": 6, "issued": 6, "collected": 6, "valid": 6, "spoiled": 0}
    voices = {}
    for person in campaign.live():
        voices |= {f"agree_{person.pk}": 5, f"oppose_{person.pk}": 1, f"abstain_{person.pk}": 0}
    scan = SimpleUploadedFile("result.pdf", b"%PDF-1.7\n%%EOF\n")
    return turnout | voices | {"happened_on": TODAY, "scan": scan} | given


def test_a_paper_count_waits_for_a_second_person(as_user, desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    desk = desk_of(campaign)

    answer = desk.client.post(rounds_url(campaign, RECOMMENDATION, "round_paper"), typed(campaign))
    held = Round.objects.get()
    page = desk.client.get(answer.url)

    assert (held.is_paper, held.is_counted) == (True, False)
    assert page.context["result"] is None
    assert page.context["typed"]["voices"] == [
        (campaign.live().get(), {"agree": 5, "oppose": 1, "abstain": 0})
    ]
    as_user(leader_of(campaign)).post(reverse("campaigns:confirm", args=["round", held.pk]))
    assert [row["answers"][0] for row in desk.page(held).context["result"]["rows"]] == [["同意", 5]]
    assert desk.press("count", held) == ["结果表已生成"]


def test_every_number_that_cannot_be_is_marked_where_it_stands(desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    person = campaign.live().get()
    wrong = typed(campaign, present=7, spoiled=1, **{f"agree_{person.pk}": 4})

    answer = desk_of(campaign).client.post(rounds_url(campaign, RECOMMENDATION, "round_paper"), wrong)

    form = answer.context["form"]
    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "present": ["实到7不能多于应到6，请核对"],
        "valid": ["有效票6加废票1应等于收回6，请核对"],
        "__all__": ["有人选的票数合计与有效票不一致，请核对标出的人选"],
    }
    [row] = form.tally_rows()
    assert row.faults == [f"{person.staff.name}的同意、不同意、弃权合计5票，应等于有效票6票"]
    assert row.agree.value() == "4"
    assert not Round.objects.exists()


def test_a_missing_number_and_a_missing_scan_are_asked_for(desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    given = typed(campaign, valid="")
    del given["scan"]

    answer = desk_of(campaign).client.post(rounds_url(campaign, RECOMMENDATION, "round_paper"), given)

    assert list(answer.context["form"].errors) == ["valid", "scan"]


def test_a_paper_count_too_early_is_refused_on_the_form(desk_of):
    campaign = campaign_at(Stage.ANNOUNCE)

    answer = desk_of(campaign).client.post(
        rounds_url(campaign, RECOMMENDATION, "round_paper"), typed(campaign)
    )

    assert list(answer.context["form"].non_field_errors()) == ["进入“民主推荐”阶段后才能办理会议推荐"]


def test_a_decision_on_paper_names_its_post(desk_of):
    campaign = campaign_at(Stage.DECIDE)
    opening, client = campaign.openings.get(), desk_of(campaign).client
    url = rounds_url(campaign, DECISION, "round_paper")

    assert client.get(url).status_code == 404
    client.post(f"{url}?opening={opening.pk}", typed(campaign, entitled=7, recused=0))
    assert Round.objects.get().opening == opening


def test_a_round_on_paper_has_no_urn(desk_of):
    campaign = campaign_at(Stage.RECOMMEND)
    held = RoundFactory(campaign=campaign, opening=None, purpose=RECOMMENDATION)

    assert desk_of(campaign).press("open", held) == ["这一轮是线下办理的，没有线上投票"]


def test_the_demo_lets_as_many_vote_as_are_present(desk_of, settings):
    campaign = campaign_at(Stage.RECOMMEND, teachers=20)
    desk = desk_of(campaign)
    held = desk.draw_up(campaign, RECOMMENDATION)
    desk.press("open", held, present=14)
    settings.DEMO = True

    assert desk.press("demo_vote", held) == ["演示：其余14人已投票"]
    assert desk.press("demo_vote", held) == ["演示：其余0人已投票"]


def test_a_meeting_has_one_attendance_in_its_minutes_and_in_its_votes(desk_of):
    campaign = campaign_at(Stage.DECIDE)
    MeetingFactory(plan=campaign.plan, body=campaign.plan.body, present=6)
    desk = desk_of(campaign)
    held = desk.draw_up(campaign, DECISION, opening=campaign.openings.get().pk)

    with pytest.raises(Refused) as refusal:
        rounds.open_(held, by=officer_of(campaign), present=5)

    assert refusal.value.reasons == ["当天会议录入的实到是6人，与这里的5人不一致，请核对"]


class TestOneDoor:
    """A poll that belongs to a round is held on the round's page, where more hangs on each act."""

    @pytest.fixture
    def held(self, as_user):
        campaign = campaign_at(Stage.RECOMMEND)
        return Desk(as_user(officer_of(campaign))).draw_up(campaign, RECOMMENDATION)

    def test_the_polls_own_page_leads_to_the_rounds(self, as_user, held):
        client = as_user(officer_of(held.campaign))

        page = client.get(reverse("ballots:poll", args=[held.poll.public_id]))

        assert page.url == reverse("campaigns:round", args=[held.pk])

    @pytest.mark.parametrize("act", ["open", "close", "present", "count", "release", "void"])
    def test_nothing_is_done_to_it_by_the_other_door(self, as_user, held, act):
        client = as_user(officer_of(held.campaign))

        answer = client.post(
            reverse(f"ballots:{act}", args=[held.poll.public_id]), {"present": "5"}, follow=True
        )

        assert said(answer) == [f"“{held.poll.title}”在这一页办理，请从这里操作"]
        assert answer.redirect_chain[-1][0] == reverse("campaigns:round", args=[held.pk])
        assert Poll.objects.get(pk=held.poll_id).state == Poll.State.DRAFT


def test_a_round_counted_on_paper_is_a_file_too_for_those_who_may_see_figures(as_user):
    campaign = campaign_at(Stage.RECOMMEND)
    person = campaign.live().get()
    held = RoundFactory(campaign=campaign, opening=None, purpose=RECOMMENDATION, agree={person: 6})
    address = reverse("campaigns:round_workbook", args=[held.pk])
    desk = as_user(officer_of(campaign))

    assert address in desk.get(reverse("campaigns:round", args=[held.pk])).content.decode()
    answer = desk.get(address)
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert "no-store" in answer["Cache-Control"]
    said = dict(list(book.worksheets[0].values)[1:])
    assert said["本件"].startswith(f"{officer_of(campaign).name}于")
    assert list(book.worksheets[1].values)[1][:5] == (
        person.staff.name,
        f"拟任{person.opening.post}",
        6,
        1,
        0,
    )
    assert (
        as_user(SupervisorFactory(organisation=campaign.organisation.bureau)).get(address).status_code == 404
    )
