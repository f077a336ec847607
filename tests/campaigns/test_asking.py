"""Does the paper of a round ask what the ruleset says, and does the procedure go on from what was said?"""

from dataclasses import replace
from random import Random

import pytest
from django.urls import reverse

from ballots import services as polls
from ballots.definitions import Contest, Option
from ballots.drawn import paper_of
from ballots.models import Poll
from ballots.pages import limits
from ballots.verdicts import Bar, Base
from campaigns import voices, written_in
from campaigns.choices import Purpose, Source, Stage
from campaigns.models import Round
from campaigns.rulesets.presets import COUNTY_SCHOOLS
from campaigns.rulesets.values import Cap, Chosen, WriteIns
from campaigns.services import drafts, drawing_up, people, rounds
from campaigns.simulation.voters import chooser
from tests.campaigns.test_polls import signed_in
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    PlanFactory,
    officer_of,
)
from tests.factories.personnel import StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]
RECOMMENDATION, EVALUATION = Purpose.RECOMMENDATION, Purpose.EVALUATION
HALF = Bar.more_than("1/2", of=Base.VALID)


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path


@pytest.fixture
def dice():
    return Random(7)


def campaign_by(at=Stage.RECOMMEND, evaluation=None, **recommendation):
    """Two posts of one seat, three stand for the first and one for the second; twelve of the staff vote."""
    rules = replace(
        COUNTY_SCHOOLS,
        recommendation=replace(COUNTY_SCHOOLS.recommendation, bar=HALF, **recommendation),
        evaluation=replace(COUNTY_SCHOOLS.evaluation, **(evaluation or {})),
    )
    plan = PlanFactory(rules=rules, body=None)
    campaign = CampaignFactory(plan=plan, at=at)
    first, second = OpeningFactory.create_batch(2, campaign=campaign)
    for opening in (first, first, first, second):
        CandidacyFactory(opening=opening, qualified=True, staff__with_account=True)
    StaffFactory.create_batch(8, organisation=campaign.organisation, with_account=True)
    return campaign


def draft(campaign, purpose=RECOMMENDATION):
    return drawing_up.draw_up(campaign, purpose, by=officer_of(campaign))


def voted(held, marks):
    """Everybody casts the same marks, and the urn is opened."""
    officer = officer_of(held.campaign)
    rounds.open_(held, by=officer)
    for elector in held.poll.electors.filter(is_recused=False):
        polls.cast(held.poll, elector.user, marks(elector) if callable(marks) else marks, insists=True)
    rounds.close(held, by=officer)
    rounds.count(Round.objects.get(pk=held.pk), by=held.poll.scrutineers.first() or officer)
    return Round.objects.get(pk=held.pk)


def posts(campaign):
    return list(campaign.openings.order_by("pk"))


def stranger(campaign):
    """A colleague who stands for nothing."""
    return campaign.organisation.staff.filter(candidacies=None).order_by("pk").last()


def test_a_plain_ruleset_asks_as_it_always_did():
    held = draft(campaign_by())

    assert (held.poll.kind, held.poll.counting.contests, held.poll.counting.listed) == ("consent", (), ())
    assert {subject.contest for subject in held.poll.subjects.all()} == {""}


@pytest.mark.row("B039", side="holds")
def test_as_many_may_be_chosen_for_a_post_as_it_has_seats_and_the_rulebook_adds():
    campaign = campaign_by(ballot="choice", chosen=Chosen(beyond=1, least=2))
    first, second = posts(campaign)

    held = draft(campaign)

    assert held.poll.kind == Poll.Kind.CHOICE
    assert held.poll.counting.contests == (
        Contest(first.contest, str(first), maximum=2, minimum=2),
        Contest(second.contest, str(second), maximum=1, minimum=1),
    )


def test_the_head_of_the_paper_tells_how_many():
    campaign = campaign_by(ballot="choice", chosen=Chosen(beyond=1, least=2))
    first, second = posts(campaign)

    assert limits(paper_of(draft(campaign).poll)) == (
        f"{first}最多选2人，至少选2人；{second}最多选1人。不符合的，整张票作废。"
    )


@pytest.mark.row("B039", side="refuses")
@pytest.mark.parametrize(("spoils", "valid"), [("ballot", 0), ("cell", 12)])
def test_one_more_than_that_spoils_what_the_rulebook_says(spoils, valid):
    campaign = campaign_by(ballot="choice", chosen=Chosen(spoils=spoils))
    first, second = posts(campaign)
    listed = [str(person.pk) for person in first.candidacies.all()]

    held = voted(draft(campaign), {first.contest: listed[:2]})

    assert (held.counts.collected, held.counts.valid) == (12, valid)
    assert held.tally(first.candidacies.first())["agree"] == 0


def test_of_those_chosen_who_is_above_the_bar_goes_on_in_the_words_of_a_choice():
    campaign = campaign_by(ballot="choice", chosen=Chosen())
    first, second = posts(campaign)
    best, other, _ = first.candidacies.order_by("pk")

    held = voted(draft(campaign), {first.contest: [str(best.pk)]})

    assert voices.support(held, best).sentence == "有效票12张，得票12票，超过1/2（需7票），达到推荐要求"
    assert voices.support(held, other).finding.endswith("未达到推荐要求")
    assert voices.answers(held.tally(other)) == {"得票": 0, "未选": 12, "弃权": 0}


def test_who_serves_at_the_school_may_be_written_in_but_nobody_who_stands_for_the_post():
    campaign = campaign_by(write_ins=WriteIns(1))
    first, second = posts(campaign)
    other = stranger(campaign)

    counting = draft(campaign).poll.counting

    assert (
        Option(str(other.pk), other.name, f"{other.department or ''} {other.staff_number}".strip())
        in counting.listed
    )
    assert [len(contest.apart) for contest in counting.contests] == [3, 1]
    assert [(contest.maximum, contest.write_ins) for contest in counting.contests] == [(4, 1), (2, 1)]


def test_who_left_the_race_can_not_be_written_in_again():
    campaign = campaign_by(write_ins=WriteIns(1))
    gone = CandidacyFactory(opening=posts(campaign)[0], withdrawn=True)

    assert str(gone.staff_id) in draft(campaign).poll.counting.contests[0].apart


def test_only_those_whom_the_rules_do_not_keep_out_may_be_written_in_where_it_says_so():
    campaign = campaign_by(write_ins=WriteIns(1, "eligible"))
    other = stranger(campaign)
    other.category = "temporary"
    other.save()

    assert all(str(other.pk) in contest.apart for contest in draft(campaign).poll.counting.contests)


@pytest.mark.row("B041", side="holds")
def test_a_share_of_those_on_the_paper_may_be_excellent_rounded_down():
    held = draft(campaign_by(evaluation={"max_excellent": Cap(share="2/3")}, at=Stage.EVALUATE), EVALUATION)

    assert (held.poll.counting.max_excellent, held.poll.counting.spoils) == (2, "ballot")


@pytest.mark.row("B041", side="refuses")
def test_one_more_excellent_voids_these_cells_where_the_rulebook_says_so():
    campaign = campaign_by(
        evaluation={"max_excellent": Cap(3, spoils="cell"), "duty_report": False}, at=Stage.EVALUATE
    )
    held = draft(campaign, EVALUATION)
    everybody = {
        person: {"virtue": "excellent", "ability": "competent"}
        for person in held.poll.subjects.values_list("key", flat=True)
    }

    held = voted(held, everybody)

    [tally, *_] = held.poll.tallies.values()
    assert (tally["virtue.excellent"], tally["virtue.void"]) == (0, held.counts.valid)
    assert tally["ability.competent"] == held.counts.valid


@pytest.mark.parametrize(
    ("cap", "listed", "most"),
    [
        (Cap(3), 4, 3),
        (Cap(3), 3, 0),
        (Cap(share="1/3"), 8, 2),
        (Cap(share="1/3"), 2, 1),
        (Cap(share="1/3"), 1, 0),
        (Cap(3, "1/2"), 4, 2),
        (Cap(3, "1/2"), 20, 3),
    ],
)
def test_the_stricter_limit_binds_and_one_may_always_be_excellent(cap, listed, most):
    assert cap.of(listed) == most


def test_a_draft_tells_that_the_staff_changed_and_is_drawn_again():
    campaign = campaign_by(write_ins=WriteIns(1))
    held = draft(campaign)
    new = StaffFactory(organisation=campaign.organisation, category="temporary")

    assert drafts.changes(held, held.poll) == [f"可以另选的人员有变：{new.name}"]
    drafts.redraw(held, by=officer_of(campaign))
    assert drafts.changes(held, Poll.objects.get(pk=held.poll_id)) == []


def test_who_is_written_in_by_enough_is_shown_to_the_officer_and_stands_only_once_brought_up(client):
    campaign = campaign_by(write_ins=WriteIns(1))
    first, _ = posts(campaign)
    other = stranger(campaign)

    held = voted(draft(campaign), {f"{first.contest}-others": [str(other.pk)]})

    assert [(each.staff, each.opening) for each in written_in.reaching(held)] == [(other, first)]
    page = signed_in(client, officer_of(campaign)).get(reverse("campaigns:round", args=[held.pk])).text
    assert "另选他人中达到推荐要求的" in page
    assert f"?q={other.staff_number}&amp;opening={first.pk}" in page
    assert not campaign.candidacies().filter(staff=other).exists()

    person = people.nominate(first, other, by=officer_of(campaign), source=Source.RECOMMENDATION)

    assert written_in.reaching(held) == []
    assert held.tally(person) == {"agree": held.counts.valid}
    assert voices.support(held, person).finding.endswith("达到推荐要求")


def test_who_is_written_in_by_few_is_not_offered():
    campaign = campaign_by(write_ins=WriteIns(1))
    first, _ = posts(campaign)
    other = stranger(campaign)
    held = draft(campaign)
    few = list(held.poll.electors.all()[:2])

    held = voted(held, lambda elector: {f"{first.contest}-others": [str(other.pk)]} if elector in few else {})

    assert held.written_in(first) == {str(other.pk): 2}
    assert written_in.reaching(held) == []


def test_a_choice_is_printed_in_its_own_words():
    campaign = campaign_by(ballot="choice", chosen=Chosen(), write_ins=WriteIns(1))
    first, _ = posts(campaign)
    other = stranger(campaign)

    held = voted(draft(campaign), {f"{first.contest}-others": [str(other.pk)]})

    paper = rounds.result_papers(held).get().paper
    assert paper.context["consent"]["heads"] == ["得票", "未选", "弃权"]
    assert [block["title"] for block in paper.context["others"]] == [f"{first}另选他人"]


@pytest.mark.parametrize(
    "rules",
    [
        {"ballot": "choice", "chosen": Chosen(1, 2), "write_ins": WriteIns(1)},
        {"chosen": Chosen(), "write_ins": WriteIns(2)},
        {"ballot": "choice", "chosen": Chosen()},
    ],
)
def test_simulated_people_fill_in_such_ballots_within_their_limits(rules, dice):
    held = draft(campaign_by(**rules))
    came = set(held.poll.electors.values_list("user", flat=True))

    held = voted(held, chooser(held, dice, came))

    assert (held.counts.valid, held.counts.spoiled) == (len(came), 0)


def test_simulated_people_give_no_more_the_first_grade_than_they_may(dice):
    campaign = campaign_by(evaluation={"max_excellent": Cap(1), "duty_report": False}, at=Stage.EVALUATE)
    held = draft(campaign, EVALUATION)
    came = set(held.poll.electors.values_list("user", flat=True))

    held = voted(held, chooser(held, dice, came))

    assert (held.counts.valid, held.counts.spoiled) == (len(came), 0)
