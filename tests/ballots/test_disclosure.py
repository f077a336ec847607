"""Is it said in numbers, before anybody votes, what a small electorate gives away?"""

import pytest
from django.urls import reverse

from ballots import disclosure, services
from ballots.definitions import Counting, ElectorSpec, SubjectSpec
from ballots.models import Poll
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


def test_of_other_persons_and_of_rounds_never_opened_nothing_is_told():
    counted = PollFactory(voters=12, cast=12, is_counted=True)
    void = PollFactory(voters=12, cast=12, is_closed=True)
    services.void(void, officer_of(void), "名册有误")

    assert disclosure.notes(run_again(counted, 1, subjects=[SubjectSpec("other", "赵五")])) == []
    assert disclosure.notes(run_again(void, 1)) == []


def test_small_categories_are_merged_before_the_poll_is_opened():
    poll = PollFactory(
        voters=22, categories=["在编"] * 10 + ["临聘"] * 6 + ["支教"] * 6, counting=Counting(by_category=True)
    )

    services.merge_categories(poll, ["临聘", "支教"], "其他")
    services.open_poll(poll, officer_of(poll))

    assert set(poll.electors.values_list("category", flat=True)) == {"在编", "其他"}
    with pytest.raises(Refused, match="投票已经开始"):
        services.merge_categories(poll, ["其他"], "在编")
    with pytest.raises(Refused, match="请写明合并后的类别名称"):
        services.merge_categories(PollFactory(), ["临聘"], " ")


def test_the_officer_reads_it_on_the_page_of_the_draft(client):
    poll = PollFactory(voters=3)
    client.force_login(officer_of(poll))
    address = reverse("ballots:poll", args=[poll.public_id])
    sentence = "可以投票的只有3人"

    assert sentence in client.get(address).content.decode()
    services.open_poll(poll, officer_of(poll))
    assert sentence not in client.get(address).content.decode()
    assert Poll.objects.get(pk=poll.pk).state == Poll.State.OPEN
