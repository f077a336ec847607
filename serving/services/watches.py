"""察看期: who did badly is admonished, watched for the months that the ruleset says, and judged again (T047, T048)."""

from __future__ import annotations

from django.db.models import QuerySet

from campaigns import terms
from campaigns.eligibility.counting import months_after
from personnel.models import StaffMember, Tenure
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from serving import rulebooks
from serving.choices import WatchOutcome
from serving.models import WatchPeriod, WatchReview
from serving.models.watches import WatchQuerySet
from serving.services.entering import FOLLOW_UPS


def set_end(watch: WatchPeriod) -> None:
    """Its last day, from the ruleset's months."""
    rules = rulebooks.of(watch.tenure.post.department.organisation)
    if rules is None or not rules.service.watch_months:
        raise Refused("本校适用的规则没有规定察看期，不能登记")
    watch.ends_on = terms.day_before(months_after(watch.happened_on, rules.service.watch_months))


def watchable(staff: StaffMember) -> QuerySet[Tenure]:
    """The posts held today in which the person is not watched yet, nor about to be."""
    watched = WatchPeriod.objects.standing().filter(outcome="").values("tenure")
    held = Tenure.objects.filter(staff=staff).in_force(clock.today()).exclude(pk__in=watched)
    return held.select_related("post")


def to_review(staff: StaffMember) -> WatchQuerySet:
    """What runs and has no result yet, not even one that waits for the second person."""
    return WatchPeriod.objects.running().filter(staff=staff, review=None)


def refuse_unfit(review: WatchReview) -> None:
    """Not before the last day, unless the person has improved earlier: nobody is judged too soon."""
    watch = WatchPeriod.objects.get(pk=review.watch_id)
    if watch.outcome:
        raise Refused("这段察看期已经结束，不用再考核")
    if review.happened_on < watch.happened_on:
        raise Refused("考核日期不能早于开始察看的日期，请核对")
    if review.outcome == WatchOutcome.NOT_IMPROVED and review.happened_on < watch.ends_on:
        raise Refused(
            f"察看期到{chinese.day(watch.ends_on)}期满，此前不能作出“仍无起色”的结论，请核对考核日期"
        )


def carry_out(review: WatchReview, by: User) -> None:
    refuse_unfit(review)
    watch = WatchPeriod.objects.select_for_update(of=("self",), no_key=True).get(pk=review.watch_id)
    watch.outcome, watch.concluded_on = review.outcome, review.happened_on
    watch.save(update_fields=["outcome", "concluded_on"])


FOLLOW_UPS[WatchReview] = carry_out
