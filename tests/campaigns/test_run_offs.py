"""Does a run-off ask the same people, about the tied only, for the seats that are left?"""

import pytest
from django.urls import reverse

from ballots import disclosure, results
from ballots import services as polls
from ballots.models import Poll
from campaigns import voices
from campaigns.choices import Stage, Standing
from campaigns.models import Round
from campaigns.services import deciding, drafts, drawing_up, rounds
from personnel.models import BodyMember
from selection import clock
from selection.reasons import Refused
from tests.campaigns.test_polls import refused, signed_in
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, OpeningFactory, officer_of
from tests.factories.personnel import RelationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path


@pytest.fixture
def campaign():
    campaign = CampaignFactory(at=Stage.DECIDE)
    for member in campaign.plan.body.members_on(clock.today()):
        member.staff.user = UserFactory(organisation=campaign.organisation)
        member.staff.save()
    return campaign


def voted(campaign, *voices, seats, run_off=None):
    """A vote of the body in the system on a new post, or a run-off that was drawn up; so many agree to each."""
    opening = OpeningFactory(campaign=campaign, seats=seats)
    persons = [CandidacyFactory(opening=opening, inspectee=True) for _ in voices]
    held = drawing_up.draw_up(campaign, "decision", by=officer_of(campaign), opening=opening)
    return persons, cast(held, dict(zip(persons, voices, strict=True)))


def cast(held, voices):
    officer = officer_of(held.campaign)
    rounds.open_(held, by=officer, present=held.poll.electors.count())
    for at, elector in enumerate(held.poll.electors.filter(is_recused=False)):
        marks = {str(p.pk): "agree" if at < agree else "oppose" for p, agree in voices.items()}
        polls.cast(held.poll, elector.user, marks)
    rounds.close(held, by=officer)
    rounds.count(Round.objects.get(pk=held.pk), by=held.poll.scrutineers.first() or officer)
    return Round.objects.get(pk=held.pk)


def run_off(held):
    return drawing_up.draw_up_run_off(held, by=officer_of(held.campaign))


def roll(held):
    return list(held.poll.electors.values_list("user", "name", "category", "is_recused"))


def test_the_tied_only_are_voted_on_by_the_same_roll_for_the_seats_that_are_left(campaign):
    (first, one, other), held = voted(campaign, 7, 5, 5, seats=2)

    again = run_off(held)

    assert again.run_off_of == held
    assert str(again) == "讨论决定表决第2轮（再次投票）"
    assert again.poll.title.endswith("讨论决定表决（再次投票）")
    assert [subject.label for subject in again.poll.subjects.all()] == [one.staff.name, other.staff.name]
    assert (again.poll.counting.seats, roll(again)) == (1, roll(held))
    assert drafts.changes(again, again.poll) == []
    assert not any("名册只差" in note for note in disclosure.notes(again.poll))


def test_its_verdicts_name_it_and_decide_about_its_persons_alone(campaign):
    (first, one, other), held = voted(campaign, 7, 5, 5, seats=2)

    again = cast(run_off(held), {one: 3, other: 6})

    assert campaign.standing_round("decision", held.opening) == held
    assert [voices.verdict_on(held, person).finding for person in (first, one, other)] == [
        "表决通过",
        "再次表决未通过",
        "再次表决通过",
    ]
    assert any("再次表决通过" in line for line in results.lines(again.poll))
    assert deciding.conclude(campaign, by=officer_of(campaign)) == [first, other]
    one.refresh_from_db()
    assert (one.standing, one.standing_reason) == (Standing.NOT_SELECTED, "再次表决未通过")


def test_a_void_run_off_changes_nothing_and_may_be_held_again(campaign):
    _persons, held = voted(campaign, 5, 5, seats=1)
    again = run_off(held)
    with pytest.raises(Refused, match="尚未计票，请先办完"):
        run_off(held)
    rounds.void(again, by=officer_of(campaign), reason="名册有误")

    assert run_off(held).number == 3


@pytest.mark.row("R-25", side="refuses")
def test_with_a_roll_that_differs_there_is_no_run_off(campaign):
    (one, _other), held = voted(campaign, 5, 5, seats=1)
    member = campaign.plan.body.members_on(clock.today())[0]
    drafted = run_off(held)
    RelationFactory(staff=member.staff, relative=one.staff)

    why = (
        f"与上一次投票相比，名册有变（应当回避：{member.staff.name}），两次结果相减会透露个人的票，"
        "不能再次投票；请由会议研究决定并作记录"
    )
    assert drafts.changes(drafted, drafted.poll) == [why]
    rounds.void(drafted, by=officer_of(campaign), reason="有人应当回避")
    assert refused(run_off, held) == [why]


def test_a_member_who_left_cannot_be_asked_again_either(campaign):
    _persons, held = voted(campaign, 5, 5, seats=1)
    member = campaign.plan.body.members_on(clock.today())[0]
    BodyMember.objects.filter(pk=member.pk).delete()

    [said] = refused(run_off, held)

    assert f"已不在应到之列：{member.staff.name}" in said


def test_the_officer_starts_it_with_one_button(campaign, client):
    (one, other), held = voted(campaign, 5, 5, seats=1)
    desk = signed_in(client, officer_of(campaign))
    page = desk.get(reverse("campaigns:rounds", args=[campaign.pk, "decision"])).content.decode()
    assert f"只就{one.staff.name}、{other.staff.name}再次投票" in page

    answer = desk.post(reverse("campaigns:round_run_off", args=[held.pk]), {}, follow=True).content.decode()

    again = held.run_offs.get()
    assert "再次投票的票样已准备，名册与上一次相同，请核对后开始" in answer
    assert f'这是<a class="alert-link" href="/rounds/{held.pk}/">第1轮</a>的再次投票' in answer
    assert again.poll.state == Poll.State.DRAFT
