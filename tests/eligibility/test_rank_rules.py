"""Rising by steps, exceptions, transfers, rotation, from both sides."""

from datetime import date

import pytest

from campaigns.choices import Conclusion
from campaigns.eligibility import rules
from campaigns.eligibility.loading import load
from campaigns.eligibility.screening import screen
from personnel.models import StaffMember
from tests.factories.campaigns import REPORTED_ON, CandidacyFactory, WaiverFactory
from tests.factories.eligibility import (
    OFFICE,
    POST,
    REFERENCE,
    a_dossier,
    in_county,
    in_post,
    is_unknown,
    said,
    with_terms,
)

LONG_AGO = date(2015, 9, 1)
SKIPS = "未任过中层副职，直接提任中层正职属于越级提拔，须报教育局同意"


def a_chief(since, *, post=POST, **facts):
    return a_dossier(services=(in_post("chief", since, post=post, office=OFFICE),), **facts)


def transferring(**facts):
    opening = in_county(**facts)
    opening.reason = "NC1"
    return opening


# By steps (A022, A023)


@pytest.mark.row("A022", side="holds")
@pytest.mark.parametrize("rank", ["deputy", "chief"])
def test_whoever_was_a_deputy_may_become_a_chief(rank):
    dossier = a_dossier(services=(in_post(rank, LONG_AGO, date(2018, 9, 1)),))

    assert said(rules.is_promoted_step_by_step, dossier, in_county(rank="chief")) == []


@pytest.mark.row("A022", side="refuses")
@pytest.mark.parametrize("services", [(), (in_post("chief", LONG_AGO, kind="acting"),)])
def test_whoever_was_none_skips_a_rank(services):
    opening = in_county(rank="chief")
    reasons = rules.is_promoted_step_by_step.reasons(a_dossier(services=services), opening)

    assert [(str(reason), reason.effect) for reason in reasons] == [(SKIPS, "block")]


def test_nobody_skips_a_rank_to_a_deputy_s_post():
    assert said(rules.is_promoted_step_by_step, a_dossier(), in_county()) == []


@pytest.mark.row("TRAP-29", side="holds")
def test_a_post_without_its_years_is_unknown_and_not_a_no():
    dossier = a_dossier(post_text="教务处副主任")
    opening = in_county(rank="chief", department="教务处")

    asked = (rules.is_promoted_step_by_step, rules.may_stay_in_the_post, rules.may_stay_in_the_office)
    assert [is_unknown(rule, dossier, opening) for rule in asked] == [[True]] * 3


def test_a_head_of_the_school_needs_no_years_on_file():
    head = a_dossier(post_text="校长", leadership="principal")

    assert said(rules.is_promoted_step_by_step, head, in_county(rank="chief")) == []


def test_a_rank_skipped_can_be_let_pass_and_is_no_plain_no():
    dossier = a_dossier(services=(in_post("deputy", date(2026, 2, 1), kind="acting"),))

    assert screen(dossier, in_county(rank="chief")).conclusion == Conclusion.ON_EXCEPTION


# Exceptions (A021, R-18)


@pytest.mark.row("R-18", side="refuses")
@pytest.mark.row("A021", side="refuses")
def test_under_a_year_in_post_nobody_rises_by_exception():
    dossier = a_dossier(services=(in_post("deputy", date(2025, 3, 3)),))

    assert said(rules.is_fit_for_an_exception, dossier, in_county(rank="chief")) == [
        "任现职11个月，不满一年，不得破格提拔"
    ]


@pytest.mark.row("R-18", side="refuses")
def test_on_trial_nobody_rises_by_exception():
    dossier = a_dossier(work_since=date(2025, 9, 1), on_trial_until=date(2026, 4, 1))

    assert said(rules.is_fit_for_an_exception, dossier, in_county()) == [
        "试用期至2026年4月1日，尚未期满转正，不得破格提拔"
    ]


@pytest.mark.row("R-18", side="holds")
def test_which_of_these_keep_from_an_exception_is_the_ruleset_s_to_say():
    dossier = a_dossier(
        work_since=date(2025, 9, 1),
        services=(in_post("deputy", date(2025, 9, 1), kind="acting"),),
        on_trial_until=date(2026, 4, 1),
        rose_by_exception=True,
    )

    told = [
        len(said(rules.is_fit_for_an_exception, dossier, with_terms(in_county(), exception_bars=bars)))
        for bars in (("trial", "first_year", "again"), ("again",))
    ]

    assert told == [3, 1]
    assert not rules.is_fit_for_an_exception.is_applicable(with_terms(in_county(), exception_bars=()))


@pytest.mark.row("R-18", side="refuses")
def test_nobody_rises_by_exception_twice_on_end():
    dossier = a_dossier(work_since=date(2025, 9, 1), rose_by_exception=True)

    assert said(rules.is_fit_for_an_exception, dossier, in_county()) == [
        "上一次任用已经破格，不得连续破格提拔"
    ]


@pytest.mark.row("R-18", side="holds")
@pytest.mark.row("A021", side="holds")
@pytest.mark.parametrize("since", [date(2025, 3, 2), date(2020, 9, 1)])
def test_a_year_in_post_leaves_nothing_to_say(since):
    dossier = a_dossier(services=(in_post("deputy", since),), rose_by_exception=True)

    assert said(rules.is_fit_for_an_exception, dossier, in_county(rank="chief")) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "granted_on", "rose"),
    [
        ("worked_before_deputy", REPORTED_ON, True),
        ("worked_before_deputy", None, False),
        ("is_within_first_age", REPORTED_ON, False),
    ],
)
def test_the_register_of_exceptions_says_who_rose_by_one(rule, granted_on, rose):
    person = CandidacyFactory(standing="appointed")
    WaiverFactory(campaign=person.campaign, candidacy=person, rule=rule, granted_on=granted_on)

    [dossier] = load(StaffMember.objects.filter(pk=person.staff_id), REFERENCE)

    assert dossier.rose_by_exception is rose


@pytest.mark.django_db
def test_a_regular_promotion_since_then_ends_the_row_of_exceptions():
    first = CandidacyFactory(standing="appointed")
    WaiverFactory(
        campaign=first.campaign, candidacy=first, rule="worked_before_deputy", granted_on=REPORTED_ON
    )
    CandidacyFactory(standing="appointed", staff=first.staff)

    [dossier] = load(StaffMember.objects.filter(pk=first.staff_id), REFERENCE)

    assert not dossier.rose_by_exception


# Transfers (A018)


@pytest.mark.row("A018", side="holds")
def test_a_chief_is_transferred_to_a_chief_s_post():
    assert said(rules.transfer_is_of_the_same_rank, a_chief(LONG_AGO), transferring(rank="chief")) == []


@pytest.mark.row("A018", side="refuses")
def test_a_deputy_is_not_transferred_there_but_promoted():
    dossier = a_dossier(services=(in_post("deputy", LONG_AGO),))

    assert said(rules.transfer_is_of_the_same_rank, dossier, transferring(rank="chief")) == [
        "现在没有担任中层正职，不属于同级别交流，按提拔任用办理"
    ]


def test_a_renewal_is_no_transfer():
    assert said(rules.transfer_is_of_the_same_rank, a_dossier(), in_county(rank="chief")) == []


# Rotation (A028, A029, A035, A037)


@pytest.mark.row("A028", side="holds")
@pytest.mark.parametrize(
    "dossier",
    [a_chief(date(2020, 3, 3)), a_chief(LONG_AGO, post=POST + 1)],
    ids=["a day short of six years", "another post"],
)
def test_under_six_years_one_may_stay_in_the_post(dossier):
    assert said(rules.may_stay_in_the_post, dossier, in_county(rank="chief")) == []


@pytest.mark.row("A028", side="refuses")
def test_six_years_in_the_post_need_an_exception():
    reasons = rules.may_stay_in_the_post.reasons(a_chief(date(2020, 3, 2)), in_county(rank="chief"))

    assert [(str(reason), reason.effect) for reason in reasons] == [
        ("任教务处主任已满6年，同一岗位满6年一般应交流轮岗", "warn")
    ]


@pytest.mark.row("A028", side="refuses")
def test_a_term_that_ran_out_before_the_new_one_breaks_nothing():
    services = (
        in_post("chief", date(2019, 9, 1), date(2022, 9, 1), post=POST),
        in_post("chief", date(2022, 10, 1), date(2025, 12, 1), post=POST),
    )

    assert said(rules.may_stay_in_the_post, a_dossier(services=services), in_county(rank="chief")) != []


@pytest.mark.row("A029", side="holds")
@pytest.mark.row("AMB-7", side="holds")
def test_under_nine_years_one_may_stay_in_the_office():
    assert said(rules.may_stay_in_the_office, as_deputy_and_chief(date(2017, 3, 3)), in_county()) == []


def as_deputy_and_chief(since, **facts):
    """In one office all the time, first as deputy."""
    services = (
        in_post("deputy", since, date(2021, 9, 1), post=POST + 1, office=OFFICE),
        in_post("chief", date(2021, 9, 1), post=POST, office=OFFICE),
    )
    return a_dossier(services=services, **facts)


@pytest.mark.row("A029", side="refuses")
@pytest.mark.row("A037", side="refuses")
@pytest.mark.row("AMB-7", side="refuses")
def test_nine_years_in_the_office_stop_until_the_bureau_approves():
    reasons = rules.may_stay_in_the_office.reasons(as_deputy_and_chief(date(2017, 3, 2)), in_county())

    assert [(str(reason), reason.effect) for reason in reasons] == [
        (
            "在教务处任正副职连续满9年，满9年应交流轮岗，一时不能交流的须书面报告教育局批准",
            "block",
        )
    ]


@pytest.mark.row("A028", side="holds")
@pytest.mark.row("A029", side="holds")
def test_what_the_bureau_is_asked_for_is_not_asked_of_the_school_as_well():
    nine = a_chief(LONG_AGO)

    assert said(rules.may_stay_in_the_office, nine, in_county(rank="chief"))
    assert said(rules.may_stay_in_the_post, nine, in_county(rank="chief")) == []


@pytest.mark.row("A029", side="holds")
def test_service_of_long_ago_is_not_on_end():
    service = in_post("chief", date(2000, 9, 1), date(2012, 9, 1), post=POST, office=OFFICE)

    assert said(rules.may_stay_in_the_office, a_dossier(services=(service,)), in_county()) == []


@pytest.mark.row("A035", side="holds")
def test_with_less_than_a_term_to_the_exit_age_nobody_moves_any_more():
    nearly_fifty_two = as_deputy_and_chief(LONG_AGO, born=date(1977, 3, 1))

    assert said(rules.may_stay_in_the_office, nearly_fifty_two, in_county()) == []
    assert said(rules.may_stay_in_the_post, a_chief(LONG_AGO, born=date(1977, 3, 1)), in_county()) == []


@pytest.mark.row("A035", side="refuses")
def test_with_a_whole_term_left_one_moves():
    assert said(
        rules.may_stay_in_the_office, as_deputy_and_chief(LONG_AGO, born=date(1977, 3, 2)), in_county()
    )


@pytest.mark.row("A035", side="refuses")
def test_without_a_birthday_the_exemption_is_unknown():
    dossier = as_deputy_and_chief(LONG_AGO, born=None)

    assert said(rules.may_stay_in_the_office, dossier, in_county()) == [
        "任职已到轮岗年限，未登记出生年月，无法判断是否免予轮岗"
    ]
    assert is_unknown(rules.may_stay_in_the_office, dossier, in_county()) == [True]
