"""The school's first quota table on its way through the reviewers."""

from __future__ import annotations

from campaigns.services import reviewing
from personnel.models import QuotaTable
from selection.accounts import roles
from selection.accounts.models import Organisation, User
from selection.records import reviews
from selection.records.models import Review


def approve(table: QuotaTable, officer: User) -> None:
    """Hand it in, if that is still to be done, and let every level agree."""
    if table.review is None:
        reviewing.submit_quota(table, by=officer)
        table.refresh_from_db()
    review = table.review
    assert review is not None
    while review.state == Review.State.PENDING:
        level = review.levels[review.level]
        place = Organisation.objects.get(pk=level["organisation"])
        reviewer = roles.holders(level["role"], place).earliest("pk")
        reviews.decide(review, reviewer, approve=True, remarks="同意核定。")
        review.refresh_from_db()
