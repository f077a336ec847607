"""What opens a skipped rank and nine years in one office, and whose turn it is to move? (A023, A036, A037)"""

from datetime import date

import pytest

from campaigns import guards
from campaigns.choices import Approver, Conclusion
from campaigns.services import screening, waiving
from personnel.models import Rank
from selection.reasons import RULES, Refused
from selection.records import reviews
from tests.factories.campaigns import (
    AgendaItemFactory,
    CandidacyFactory,
    MeetingFactory,
    OpeningFactory,
    bureau_reviewer_of,
    officer_of,
    scan_for,
)
from tests.factories.personnel import AppraisalFactory, PostFactory, TenureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]

SKIPS = "未任过中层副职，直接提任中层正职属于越级提拔，须报教育局同意"


def brought_up(**facts):
    """A well-qualified teacher, screened for a chief's post."""
    person = CandidacyFactory(**facts)
    for year in (2024, 2025):
        AppraisalFactory(staff=person.staff, year=year)
    screening.screen_all(person.campaign, by=officer_of(person.campaign))
    person.refresh_from_db()
    return person


def ask(person, rule, sentence):
    return waiving.request(
        person.campaign,
        rule,
        sentence,
        by=officer_of(person.campaign),
        reason="岗位急需。",
        candidacy=person,
        proof=scan_for(person.campaign),
    )


def may_go_on(person):
    screening.conclude(person, Conclusion.ON_EXCEPTION, by=officer_of(person.campaign))
    return not guards.evaluate.everybody_is_screened.reasons(person.campaign)


@pytest.mark.row("A023", side="refuses")
def test_the_school_itself_lets_nobody_skip_a_rank():
    person = brought_up()
    waiver = ask(person, "is_promoted_step_by_step", SKIPS)
    meeting = MeetingFactory(plan=person.campaign.plan)
    item = AgendaItemFactory(campaign=person.campaign, meeting=meeting, purpose="waiver")

    with pytest.raises(Refused) as refusal:
        waiving.grant_by_meeting([waiver], item, by=officer_of(person.campaign))

    assert refusal.value.reasons == [f"“{SKIPS}”须报教育局批准"]
    assert not may_go_on(person)


@pytest.mark.row("A023", side="holds")
@pytest.mark.row("A022", side="holds")
def test_with_the_bureau_s_approval_the_person_goes_on():
    person = brought_up()
    (finding,) = person.unwaived()
    waiver = ask(person, finding["rule"], finding["sentence"])
    assert (waiver.sentence, waiver.approver) == (SKIPS, Approver.BUREAU)

    review = waiving.submit_to_bureau(waiver, by=officer_of(person.campaign))
    assert not may_go_on(person)
    reviews.decide(review, by=bureau_reviewer_of(person.campaign), approve=True)

    assert may_go_on(person)


@pytest.mark.row("A037", side="holds")
@pytest.mark.row("A029", side="holds")
def test_nine_years_in_an_office_are_opened_by_the_bureau():
    opening = OpeningFactory()
    staff = TenureFactory(
        staff__organisation=opening.campaign.organisation,
        post=opening.post,
        starts_on=date(2017, 3, 1),
        ends_on=date(2026, 8, 31),
    ).staff
    person = brought_up(opening=opening, staff=staff)

    found = {
        each["rule"]: waiving.approver(person.campaign, RULES[each["rule"]]) for each in person.unwaived()
    }

    assert found == {"may_stay_in_the_office": Approver.BUREAU}


# Chief first


def an_old_office(opening):
    """A department with a chief and a deputy of more than six years each."""
    chief = PostFactory(department__organisation=opening.campaign.organisation, department__name="德育处")
    deputy = PostFactory(deputy=True, department=chief.department)
    return [
        TenureFactory(
            staff__organisation=opening.campaign.organisation,
            staff__name=name,
            post=post,
            starts_on=date(2019, 9, 1),
        ).staff
        for name, post in (("赵正", chief), ("钱副", deputy))
    ]


@pytest.mark.row("A036", side="refuses")
def test_the_deputy_does_not_move_before_the_chief():
    opening = OpeningFactory(post__rank=Rank.DEPUTY)
    _chief, deputy = an_old_office(opening)
    CandidacyFactory(opening=opening, staff=deputy)

    assert [str(reason) for reason in guards.rotation.chiefs_rotate_first.reasons(opening.campaign)] == [
        "德育处正副职均已到轮岗年限，应先交流正职赵正，再交流副职钱副"
    ]


@pytest.mark.row("A036", side="holds")
def test_once_the_chief_moves_the_deputy_may():
    opening = OpeningFactory()
    chief, deputy = an_old_office(opening)
    CandidacyFactory(opening=opening, staff=chief)
    CandidacyFactory(opening=OpeningFactory(campaign=opening.campaign), staff=deputy)

    assert guards.rotation.chiefs_rotate_first.reasons(opening.campaign) == []


@pytest.mark.row("A036", side="holds")
def test_a_deputy_who_stays_or_is_not_due_binds_nobody():
    opening = OpeningFactory()
    _chief, deputy = an_old_office(opening)
    deputy.tenures.update(starts_on=date(2020, 3, 2))
    CandidacyFactory(opening=opening, staff=deputy)

    assert guards.rotation.chiefs_rotate_first.reasons(opening.campaign) == []
