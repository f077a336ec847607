"""Is it said in numbers, before anybody votes, what a small electorate gives away?"""

from datetime import timedelta

import pytest
from django.urls import reverse

from ballots import disclosure, services, slips
from ballots.definitions import Counting, ElectorSpec, SubjectSpec
from ballots.models import Poll
from selection import clock
from selection.reasons import Refused
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PollFactory, officer_of, voters_of

pytestmark = pytest.mark.django_db


def test_of_few_voters_it_is_said_what_agreement_shows():
    assert disclosure.notes(PollFactory(voters=8, recused=1)) == [
        "可以投票的只有7人：7人意见一致时，结果就说明了每个人怎么投；"
        "有6人互相说出自己的票时，余下1人的票也就知道了"
    ]
    assert disclosure.notes(PollFactory(voters=1)) == ["可以投票的只有1人：结果就是这个人的票"]


def test_of_many_voters_nothing_is_said():
    assert disclosure.notes(PollFactory(voters=10)) == []


def test_a_lenient_rule_for_categories_is_said_by_category():
    counting = Counting(by_category=True, min_cell=5)
    poll = PollFactory(voters=16, categories=["在编"] * 10 + ["临聘"] * 6, counting=counting)

    assert disclosure.notes(poll) == ["临聘只有6人，单独统计时，这6人意见一致就等于公开；一般每类不少于10人"]


def run_again(poll, leave_out=0, add=0, subjects=None):
    voters = voters_of(poll)[leave_out:] + TeacherFactory.create_batch(add, organisation=poll.organisation)
    return services.draw_up(
        organisation=poll.organisation,
        ledger=poll.ledger,
        title="再次推荐",
        kind=poll.kind,
        subjects=subjects or [SubjectSpec("p1", "王一")],
        counting=Counting(),
        electors=[ElectorSpec(user, user.name) for user in voters],
    )


@pytest.mark.parametrize(
    ("leave_out", "add", "few"), [(1, 0, 1), (0, 2, 2), (2, 1, 3), (0, 0, 0), (0, 10, 0)]
)
def test_a_roll_that_differs_by_few_from_one_that_was_counted_is_told(leave_out, add, few):
    poll = PollFactory(voters=12, cast=12, is_counted=True)

    notes = disclosure.notes(run_again(poll, leave_out, add))

    assert [f"名册只差{few}人" in note for note in notes] == ([True] if few else [])


@pytest.mark.parametrize(("leave_out", "add", "few"), [(0, 1, 1), (1, 0, 1), (2, 1, 3)])
def test_on_the_same_day_nobody_votes_again_by_a_roll_that_differs_by_few(leave_out, add, few):
    poll = PollFactory(voters=12, cast=12, is_counted=True)
    again = run_again(poll, leave_out, add)

    with pytest.raises(Refused) as refusal:
        services.open_poll(again, officer_of(again))

    assert refusal.value.reasons == [
        f"今天已就同样的人计过“{poll.title}”，名册只差{few}人，两次结果相减就是这{few}人的票，"
        "不能开始；请按那一次的名册投票，或者改日重新组织"
    ]


@pytest.mark.parametrize(("leave_out", "add"), [(0, 0), (0, 10)])
def test_by_the_same_roll_or_with_many_more_people_may_vote_again(leave_out, add):
    poll = PollFactory(voters=12, cast=12, is_counted=True)
    again = run_again(poll, leave_out, add)

    services.open_poll(again, officer_of(again))

    assert again.state == Poll.State.OPEN


def test_on_a_later_day_it_is_told_in_numbers_and_the_poll_opens():
    poll = PollFactory(voters=12, cast=12, is_counted=True)
    Poll.objects.filter(pk=poll.pk).update(counted_at=clock.now() - timedelta(days=2))
    again = run_again(poll, 0, 1)

    assert "名册只差1人" in disclosure.notes(again)[0]
    services.open_poll(again, officer_of(again))


def test_whoever_changed_category_since_is_told_too():
    counting = Counting(by_category=True)
    poll = of_categories(counting, 在编=12, 临聘=12)
    services.open_poll(poll, officer_of(poll))
    for voter in voters_of(poll):
        services.cast(poll, voter, {})
    services.close(poll, officer_of(poll))
    services.count(poll, officer_of(poll))
    electors = list(poll.electors.all())
    moved = [
        ElectorSpec(each.user, each.name, "在编" if each == electors[-1] else each.category)
        for each in electors
    ]
    again = run_again(poll)
    again.definition |= {"by_category": True}
    again.save()
    services.enter_roll(again, moved)

    assert [note.split("，")[1].split("：")[0] for note in disclosure.notes(again)] == [
        "临聘的名册只差1人",
        "在编的名册只差1人",
    ]


def test_of_other_persons_and_of_rounds_never_opened_nothing_is_told():
    counted = PollFactory(voters=12, cast=12, is_counted=True)
    void = PollFactory(voters=12, cast=12, is_closed=True)
    services.void(void, officer_of(void), "名册有误")

    assert disclosure.notes(run_again(counted, 1, subjects=[SubjectSpec("other", "赵五")])) == []
    assert disclosure.notes(run_again(void, 1)) == []


def of_categories(counting, **sizes):
    categories = [category for category, size in sizes.items() for _ in range(size)]
    return PollFactory(voters=len(categories), categories=categories, counting=counting)


def test_small_categories_are_merged_before_the_poll_is_opened():
    poll = of_categories(Counting(by_category=True), 在编=10, 临聘=6, 支教=6)
    officer = officer_of(poll)

    services.merge_categories(poll, ["临聘", "支教"], "其他", by=officer)
    services.open_poll(poll, officer)

    assert set(poll.electors.values_list("category", flat=True)) == {"在编", "其他"}
    with pytest.raises(Refused, match="投票已经开始"):
        services.merge_categories(poll, ["其他", "在编"], "全部", by=officer)


def test_weights_of_merged_categories_add_up_and_the_record_says_so():
    weights = {"在编": 60, "临聘": 30, "支教": 10}
    poll = of_categories(Counting(by_category=True, weights=weights), 在编=10, 临聘=6, 支教=6)

    services.merge_categories(poll, ["临聘", "支教"], "其他", by=officer_of(poll))

    assert poll.counting.weights == {"在编": 60, "其他": 40}
    assert poll.counting.merged == {"临聘": "其他", "支教": "其他"}
    entry = poll.ledger.entries.last()
    assert (entry.act, entry.content["payload"]["weights"]) == ("合并统计类别", {"在编": 60, "其他": 40})


def test_what_was_merged_stays_merged_when_the_roll_is_entered_again_and_can_be_merged_further():
    poll = of_categories(Counting(by_category=True), 在编=10, 临聘=6, 支教=6)
    officer = officer_of(poll)
    services.merge_categories(poll, ["临聘", "支教"], "编外", by=officer)

    services.enter_roll(poll, [ElectorSpec(each, each.name, "支教") for each in voters_of(poll)])
    assert set(poll.electors.values_list("category", flat=True)) == {"编外"}

    services.enter_roll(
        poll,
        [
            ElectorSpec(each, each.name, at)
            for each, at in zip(voters_of(poll), ["临聘", "在编"] * 11, strict=True)
        ],
    )
    services.merge_categories(poll, ["编外", "在编"], "教职工", by=officer)
    assert poll.counting.merged == {"临聘": "教职工", "支教": "教职工", "编外": "教职工", "在编": "教职工"}
    assert set(poll.electors.values_list("category", flat=True)) == {"教职工"}


def test_slips_that_are_printed_go_to_the_pile_of_the_merged_category():
    categories = ["在编"] * 10 + ["临聘"] * 5 + ["支教"] * 5
    poll = PollFactory(voters=20, by_slip=True, categories=categories, counting=Counting(by_category=True))
    officer = officer_of(poll)
    services.print_slips(poll, officer, {"在编": 10, "临聘": 5, "支教": 5})

    services.merge_categories(poll, ["临聘", "支教"], "其他", by=officer)

    assert [(pile.category, pile.printed) for pile in slips.balances(poll)] == [("其他", 10), ("在编", 10)]


@pytest.mark.parametrize(
    ("categories", "into", "fault"),
    [
        (["临聘", "支教"], " ", "请写明合并后的类别名称"),
        (["临聘"], "其他", "请至少选择两个类别"),
        (["临聘", "外聘"], "其他", "没有“外聘”这一类别，请刷新页面后重新选择"),
        (["临聘", "支教"], "在编", "“在编”是另一个类别，请一并选上，或者另起名称"),
    ],
)
def test_a_merging_that_makes_no_sense_is_refused_and_changes_nothing(categories, into, fault):
    poll = of_categories(Counting(by_category=True), 在编=10, 临聘=6, 支教=6)

    with pytest.raises(Refused) as refusal:
        services.merge_categories(poll, categories, into, by=officer_of(poll))

    assert refusal.value.reasons == [fault]
    assert (poll.counting.merged, poll.electors.filter(category="临聘").count()) == ({}, 6)


def test_a_poll_that_is_not_broken_down_has_nothing_to_merge():
    with pytest.raises(Refused, match="本次投票不按类别统计"):
        services.merge_categories(PollFactory(), ["临聘", "支教"], "其他", by=officer_of(PollFactory()))


def test_a_weight_without_anybody_who_votes_keeps_the_poll_shut():
    weights = {"在编": 60, "支教": 40}
    poll = of_categories(Counting(by_category=True, weights=weights), 在编=10)

    with pytest.raises(Refused) as refusal:
        services.open_poll(poll, officer_of(poll))

    assert refusal.value.reasons == ["支教设有权重，名册上却没有这一类可以投票的人，请与其他类别合并"]
    services.merge_categories(poll, ["在编", "支教"], "教职工", by=officer_of(poll))
    assert poll.counting.weights == {"教职工": 100}
    services.open_poll(poll, officer_of(poll))


def test_the_officer_reads_it_on_the_page_of_the_draft(client):
    poll = PollFactory(voters=3)
    client.force_login(officer_of(poll))
    address = reverse("ballots:poll", args=[poll.public_id])
    sentence = "可以投票的只有3人"

    assert sentence in client.get(address).content.decode()
    services.open_poll(poll, officer_of(poll))
    assert sentence not in client.get(address).content.decode()
    assert Poll.objects.get(pk=poll.pk).state == Poll.State.OPEN
