"""Of which named parts does a hand-in consist, what was said of each, and what has changed since?

A part is called what the school's form calls its field, so that a remark stands beside that field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.forms import BaseForm

from selection.reasons import Refused
from selection.records.models import Remark, Review, ReviewDecision, Submission

Parts = dict[str, str]

# kind → name and words of every part of what was handed in; filled by the apps above
PARTS: dict[str, Callable[[Review, Mapping[str, Any]], Parts]] = {}

# kind → what would be handed in now; filled likewise
AS_IT_STANDS: dict[str, Callable[[Review], Any]] = {}


class Change(NamedTuple):
    part: str
    before: str
    after: str


class Said(NamedTuple):
    """A remark, and whether its part has changed since it was made."""

    remark: Remark
    is_answered: bool


def parts_of(submission: Submission) -> Parts:
    return _parts(submission.review, submission.content)


def history(review: Review) -> list[Submission]:
    """The submissions with their decisions, the latest first, in a constant number of queries."""
    submissions = review.submissions.select_related("submitted_by", "review").order_by("-number")
    return list(
        submissions.prefetch_related(
            "decisions__remarks_by_part",
            "decisions__conditions",
            "decisions__entered_by",
            "decisions__on_behalf_of",
            "decisions__confirmed_by",
            "decisions__attachment",
        )
    )


def changes_since_return(submissions: Sequence[Submission]) -> list[Change]:
    """What the latest hand-in says otherwise than the one before; nothing of a first one."""
    if len(submissions) < 2:
        return []
    after, before = map(parts_of, submissions[:2])
    names = dict.fromkeys([*before, *after])
    compared = [Change(name, before.get(name, ""), after.get(name, "")) for name in names]
    return [each for each in compared if each.before != each.after]


def keep(decision: ReviewDecision, remarks: Mapping[str, str]) -> None:
    """To go ``along`` with a decision."""
    if remarks and decision.is_approval:
        raise Refused("逐项意见是要学校修改的，请选“退回修改”；同意的请删去逐项意见")
    if unknown := [part for part in remarks if part not in parts_of(decision.submission)]:
        raise Refused(f"报送的内容没有“{unknown[0]}”这一项，请刷新页面再填")
    Remark.objects.bulk_create(
        Remark(decision=decision, part=part, text=text) for part, text in remarks.items()
    )


def said_of(submissions: Sequence[Submission]) -> list[Said]:
    """The remarks of the latest return, each ticked once its part is not what it was."""
    returned = next(
        (
            decision
            for submission in submissions
            for decision in reversed(submission.decisions.all())
            if not decision.is_approval and not decision.is_dropped and decision.is_confirmed
        ),
        None,
    )
    remarks = list(returned.remarks_by_part.all()) if returned else []
    if returned is None or not remarks:
        return []
    review = submissions[0].review
    then, now = parts_of(returned.submission), _parts(review, AS_IT_STANDS[review.kind](review))
    return [Said(each, then.get(each.part) != now.get(each.part)) for each in remarks]


def put_beside_fields(form: BaseForm, review: Review | None) -> None:
    """Each field carries as ``said`` what is to be changed about it."""
    for said in said_of(history(review)) if review is not None and review.may_be_mended else ():
        for field in form.fields.values():
            if field.label == said.remark.part:
                field.said = said  # type: ignore[attr-defined]


class Returned:
    """The form on which a school mends what came back; stands before the form view it is mixed into."""

    def review_of_form(self) -> Review | None:
        raise NotImplementedError

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]
        put_beside_fields(form, self.review_of_form())
        return form


def _parts(review: Review, content: Mapping[str, Any]) -> Parts:
    return PARTS[review.kind](review, content) if content and review.kind in PARTS else {}
