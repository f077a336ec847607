"""Can ballots of paper be handed out, entered twice, compared and signed on the pages, by the right people?"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ballots import disclosure, exporting, services
from ballots.models import Channel, PaperEntry, Poll
from selection.reasons import Refused
from tests.factories.ballots import PollFactory, agreeing, officer_of
from tests.factories.papers import clerks_of, count_by_hand, enter, hand, numbers_of

pytestmark = pytest.mark.django_db


class Desk:
    """The pages of paper of one poll, as somebody uses them."""

    def __init__(self, client, poll):
        self.client, self.poll = client, poll

    def as_(self, user):
        self.client.force_login(user)
        return self

    def see(self, name="papers", *number):
        return text_of(self.client.get(reverse(f"ballots:{name}", args=[self.poll.public_id, *number])))

    def do(self, name, *number, **data):
        address = reverse(f"ballots:{name}", args=[self.poll.public_id, *number])
        return text_of(self.client.post(address, data, follow=True))


@pytest.fixture
def poll():
    return PollFactory(voters=4, is_open=True)


@pytest.fixture
def desk(client, poll):
    return Desk(client, poll)


@pytest.fixture
def closed(poll):
    """Two took paper, one voted by account."""
    for person in electors(poll)[:2]:
        hand(poll, person)
    services.cast(poll, electors(poll)[2].user, agreeing(poll))
    services.close(poll, officer_of(poll))
    return poll


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def electors(poll):
    return list(poll.electors.order_by("pk"))


def counted(poll, **changed):
    return numbers_of(poll, [{"p1": "agree"}, {}]) | changed


def test_paper_is_handed_out_and_taken_back(desk, poll):
    one, other, *_ = electors(poll)
    services.cast(poll, other.user, {})
    desk.as_(officer_of(poll))

    assert "已登记1人领取纸质票，请当面交给本人" in desk.do("hand_out_paper", elector=one.pk)
    assert "已领取1人" in desk.see()
    assert f"{other.name}已经投票，不能再领纸质票" in desk.do("hand_out_paper", elector=other.pk)
    assert "领取登记已撤回" in desk.do("take_back_paper", elector=one.pk)
    assert "请先选择领取纸质票的人" in desk.do("hand_out_paper", elector="x")
    assert "没有领取登记" in desk.do("take_back_paper", elector="x")


def test_the_list_does_not_tell_who_has_voted(desk, poll):
    services.cast(poll, electors(poll)[2].user, {})
    desk.as_(officer_of(poll))
    address = reverse("ballots:papers", args=[poll.public_id])

    page = desk.client.get(address).content.decode()

    assert page.count('type="radio" name="elector"') == 4


def test_in_a_poll_on_paper_many_are_ticked_at_once(client):
    poll = PollFactory(channel=Channel.PAPER, is_open=True)
    desk = Desk(client, poll).as_(officer_of(poll))

    assert "已登记3人领取纸质票" in desk.do("hand_out_paper", elector=[each.pk for each in electors(poll)])
    assert "名册上的人都已领取" in desk.see()


def test_two_clerks_a_scrutineer_and_the_count(desk, closed):
    clerk, counter, scrutineer = clerks_of(closed)

    assert "发出2份，还没有录入并由监票人签字" in desk.as_(scrutineer).see("poll")
    assert "已由" in desk.as_(clerk).do("paper_batch", 1, **counted(closed))
    wrong = counted(closed, **{"p1.consent.agree": 0, "p1.consent.oppose": 1})
    assert "2格不同" in desk.as_(counter).do("paper_batch", 1, **wrong)
    for person in (clerk, counter, scrutineer):
        page = desk.as_(person).see("paper_batch", 1)
        assert ("王一的同意 王一的不同意" in page, "录入的票数" in page) == (True, False)
    assert "等没有录入的监票人签字" in desk.as_(counter).do("paper_batch", 1, **counted(closed))
    assert "核对无误，签字" in desk.as_(scrutineer).see("paper_batch", 1)
    assert "已签字，这批纸质票计入收回" in desk.do("sign_paper", 1)
    assert "有效票3张，废票0张" in desk.do("count")


def test_a_clerk_sees_own_numbers_only_and_counts_the_differing_cells_again(desk, closed):
    clerk, counter, _ = clerks_of(closed)
    enter(closed, clerk, counted(closed))
    page = desk.as_(counter).client.get(reverse("ballots:paper_batch", args=[closed.public_id, 1]))
    assert page.context["form"].initial == {}

    enter(closed, counter, counted(closed, **{"p1.consent.agree": 0, "p1.consent.oppose": 1}))
    page = desk.client.get(reverse("ballots:paper_batch", args=[closed.public_id, 1]))

    assert page.context["form"].initial == {
        key: number
        for key, number in counted(closed).items()
        if key not in ("p1.consent.agree", "p1.consent.oppose")
    }
    assert "no-store" in page["Cache-Control"]


def test_what_cannot_be_stands_at_its_cell_and_nothing_is_kept(desk, closed):
    clerk = clerks_of(closed)[0]

    page = desk.as_(clerk).do("paper_batch", 1, **counted(closed, **{"p2.consent.oppose": 1}))

    assert "李二的同意、不同意、弃权合计3票，应等于有效票2票" in page
    assert "有的数对不上，请核对标出的格" in page
    page = desk.do("paper_batch", 1, **counted(closed, valid=1, collected=9))
    assert "收回9不能多于发出的纸质票2，请核对" in page
    assert "有效票1加废票0应等于收回9，请核对" in page
    assert "请填写有效票 废票" in desk.do("paper_batch", 1, **counted(closed, valid=""))
    assert not PaperEntry.objects.exists()


def test_numbers_are_seen_by_who_counts_and_signs_and_by_nobody_after_the_count(desk, closed):
    clerk, counter, scrutineer = clerks_of(closed)
    officer = officer_of(closed)
    count_by_hand(closed, counted(closed))

    seen = {
        person: "录入的票数" in desk.as_(person).see("paper_batch", 1)
        for person in (clerk, scrutineer, officer)
    }
    services.count(Poll.objects.get(pk=closed.pk), scrutineer)
    after = {
        person: "录入的票数" in desk.as_(person).see("paper_batch", 1)
        for person in (clerk, scrutineer, officer)
    }

    assert seen == {clerk: True, scrutineer: True, officer: False}
    assert after == {clerk: False, scrutineer: False, officer: False}


def test_a_wrong_entry_is_sent_back_with_a_reason(desk, closed):
    clerk, _, scrutineer = clerks_of(closed)
    enter(closed, clerk, counted(closed))

    assert "请填写退回的原因" in desk.as_(scrutineer).do("enter_paper_again", 1, reason="")
    assert "两份录入都已删除" in desk.do("enter_paper_again", 1, reason="看错")
    assert not PaperEntry.objects.exists()


@pytest.mark.parametrize("number", [0, 2])
def test_there_is_no_page_for_a_pile_that_is_not_there(desk, closed, number):
    desk.as_(officer_of(closed))

    address = reverse("ballots:paper_batch", args=[closed.public_id, number])
    assert desk.client.get(address).status_code == 404


def test_the_pages_ask_no_more_for_more_people(client):
    asked = []
    for people in (1, 3):
        poll = PollFactory(voters=people, channel=Channel.PAPER, is_open=True)
        client.force_login(officer_of(poll))
        services.hand_out_paper(poll, officer_of(poll), [electors(poll)[0].pk])
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("ballots:papers", args=[poll.public_id]))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_the_page_of_a_pile_asks_no_more_for_more_ballots(client):
    asked = []
    for people in (1, 3):
        poll = PollFactory(voters=people, channel=Channel.PAPER, is_open=True)
        services.hand_out_paper(poll, officer_of(poll), [each.pk for each in electors(poll)])
        services.close(poll, officer_of(poll))
        enter(poll, clerks_of(poll)[0], numbers_of(poll, [{}] * people))
        client.force_login(clerks_of(poll)[1])
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("ballots:paper_batch", args=[poll.public_id, 1]))
        asked.append(len(queries))

    assert asked[0] == asked[1]


@pytest.mark.parametrize("page", ["door", "slips", "poll"])
def test_where_people_come_in_it_leads_to_paper(client, page):
    poll = PollFactory(by_slip=True, is_open=True)
    client.force_login(officer_of(poll))

    answer = client.get(reverse(f"ballots:{page}", args=[poll.public_id]))

    assert reverse("ballots:papers", args=[poll.public_id]) in answer.content.decode()


def test_a_voter_who_took_paper_is_told_so_on_the_phone(client, poll):
    person, other, *_ = electors(poll)
    hand(poll, person)
    address = reverse("ballots:vote", args=[poll.public_id])

    client.force_login(person.user)
    page, late = client.get(address), client.post(address, {"act": "cast", "a.p1.consent": "agree"})
    assert "您已领取纸质票，请填写纸质票" in text_of(page)
    assert "您已领取纸质票，请填写纸质票" in text_of(late)
    assert "用纸质票" in text_of(client.get(reverse("ballots:my")))
    client.force_login(other.user)
    assert "您已领取纸质票" not in text_of(client.get(address))


def test_a_voter_of_a_poll_on_paper_is_sent_to_the_table(client):
    poll = PollFactory(channel=Channel.PAPER, is_open=True)
    client.force_login(electors(poll)[0].user)

    page = client.get(reverse("ballots:vote", args=[poll.public_id]))

    assert "本次投票用纸质票，请向现场工作人员领取" in text_of(page)


def test_the_roll_tells_who_took_paper_apart_from_who_has_voted(client, closed):
    client.force_login(officer_of(closed))

    roll = text_of(client.get(reverse("ballots:roll", args=[closed.public_id])))

    assert (roll.count("领取纸质票"), roll.count("已投"), roll.count("未投")) == (2, 1, 1)


class TestFewBallots:
    def test_are_told_in_numbers_before_the_urn_is_opened(self, closed):
        assert disclosure.of_paper(closed) == [
            "纸质票只有2份：录入的两人和签字的监票人看得到这2份的合计，2份意见一致时就知道这2人怎么投",
            "系统内的票只有1份：从总数里减去纸质票，录入和签字的人就知道这1份的合计",
        ]

    def test_are_told_when_another_way_can_still_be_offered(self, poll):
        hand(poll, electors(poll)[0])

        [sentence] = disclosure.of_paper(poll)

        assert sentence.endswith("就知道这1人怎么投；人数这样少时，宜请他们改用账号或会场的平板")

    def test_are_not_exported_apart_from_the_others(self, closed):
        count_by_hand(closed, counted(closed))
        poll = Poll.objects.get(pk=closed.pk)
        services.count(poll, clerks_of(closed)[2])
        services.release(poll, officer_of(poll))

        with pytest.raises(Refused, match="导出的数据会把它们分开列出，不能导出"):
            exporting.archive(poll)

    def test_say_nothing_of_a_poll_that_is_all_on_paper(self):
        poll = PollFactory(voters=3, channel=Channel.PAPER, is_open=True)
        services.hand_out_paper(poll, officer_of(poll), [each.pk for each in electors(poll)])

        assert disclosure.of_paper(poll) == []
