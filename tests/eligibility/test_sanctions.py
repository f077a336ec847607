"""How long a sanction stands against a promotion: by its kind, as registered, or unknown. (R-10, R-37)"""

from datetime import date

import pytest

from campaigns.eligibility import rules
from campaigns.eligibility.dossier import Penalty
from campaigns.eligibility.loading import load
from campaigns.eligibility.sanctions import sanction_until
from personnel.models import StaffMember
from tests.factories.eligibility import REFERENCE, a_dossier, in_county, is_unknown, said
from tests.factories.personnel import SanctionFactory

DECIDED = date(2024, 3, 15)
PERIODS = [
    ("admonition", date(2024, 9, 14)),
    ("warning", date(2024, 9, 14)),
    ("party_warning", date(2025, 3, 14)),
    ("demerit", date(2025, 3, 14)),
    ("party_serious_warning", date(2025, 9, 14)),
    ("serious_demerit", date(2025, 9, 14)),
    ("demotion", date(2026, 3, 14)),
]


@pytest.mark.parametrize(("kind", "until"), PERIODS)
def test_the_kind_tells_how_long(kind, until):
    assert sanction_until(kind, DECIDED) == until


def under(kind, decided_on):
    return a_dossier(penalties=(Penalty(kind, sanction_until(kind, decided_on)),))


@pytest.mark.row("R-10", side="refuses")
def test_on_the_last_day_of_six_months_it_still_stands():
    dossier = under("admonition", date(2025, 9, 3))

    assert said(rules.is_not_under_sanction, dossier, in_county()) == ["受诫勉，影响期至2026年3月2日"]


@pytest.mark.row("R-10", side="holds")
def test_the_day_after_it_is_over():
    assert said(rules.is_not_under_sanction, under("admonition", date(2025, 9, 2)), in_county()) == []


@pytest.mark.row("R-37", side="refuses")
def test_a_lower_grade_bars_for_two_years():
    assert said(rules.is_not_under_sanction, under("demotion", date(2024, 3, 3)), in_county()) != []


@pytest.mark.row("R-37", side="holds")
def test_after_two_years_it_bars_no_more():
    assert said(rules.is_not_under_sanction, under("demotion", date(2024, 3, 2)), in_county()) == []


@pytest.mark.row("R-37", side="refuses")
@pytest.mark.parametrize("kind", ["ethics", "organisational", "other"])
def test_what_the_kind_does_not_tell_is_unknown(kind):
    assert is_unknown(rules.is_not_under_sanction, under(kind, DECIDED), in_county()) == [True]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("until", "counts_until"), [(None, date(2026, 7, 9)), (date(2026, 12, 31), date(2026, 12, 31))]
)
def test_what_is_registered_goes_before_what_is_usual(until, counts_until):
    SanctionFactory(until=until)

    [dossier] = load(StaffMember.objects.all(), REFERENCE)

    assert dossier.penalties == (Penalty("admonition", counts_until),)
