"""The named parts of a petition, in the words of its form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from personnel.models import Tenure
from selection import chinese
from selection.records.models import Attachment, Review
from selection.records.parts import Parts
from serving.services import petitions


def _petition(_review: Review, content: Mapping[str, Any]) -> Parts:
    tenures = Tenure.objects.select_related("staff").filter(pk__in=content["tenures"])
    proof = Attachment.objects.filter(pk=content["proof"]).first() if content["proof"] else None
    return {
        "涉及的人员": "、".join(each.staff.name for each in tenures),
        "方案或理由": content["text"],
        "延至": _day(content["until"]),
        "新的聘期届满日": _day(content["ends_on"]),
        "附件": proof.name if proof else "",
    }


def _day(said: str | None) -> str:
    return chinese.day(date.fromisoformat(said)) if said else ""


def _as_it_stands(review: Review) -> dict[str, Any]:
    return petitions.facts(review.petition, review.petition.tenures.all())


PARTS = {"petition": _petition}
AS_IT_STANDS = {"petition": _as_it_stands}
