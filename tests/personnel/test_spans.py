"""From which day on does service count that was interrupted or appointed anew?"""

from datetime import date

import pytest

from personnel.spans import Span, begun

TODAY = date(2026, 3, 2)
FIRST = Span(date(2019, 9, 1), date(2022, 9, 1))


@pytest.mark.parametrize(
    ("spans", "day"),
    [
        ([FIRST, Span(date(2022, 9, 1), None)], date(2019, 9, 1)),
        ([FIRST, Span(date(2022, 9, 11), None)], date(2019, 9, 11)),
        ([FIRST, Span(date(2021, 9, 1), date(2027, 9, 1))], date(2019, 9, 1)),
        ([Span(date(2022, 9, 1), None), Span(date(2026, 9, 1), None)], date(2022, 9, 1)),
        ([FIRST, Span(date(2023, 3, 3), None)], date(2020, 3, 2)),
        ([FIRST, Span(date(2023, 3, 4), None)], date(2023, 3, 4)),
        ([FIRST], None),
        ([], None),
    ],
    ids=["follows", "a gap of ten days", "overlaps", "to come", "half a year", "longer", "over", "none"],
)
def test_service_counts_from(spans, day):
    assert begun(spans, TODAY) == day
