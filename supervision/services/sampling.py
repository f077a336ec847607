"""Draw by lot what is to be inspected."""

from __future__ import annotations

import secrets

from django.db import transaction

from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers
from supervision import drawing
from supervision.models import Population, Sample


@transaction.atomic
def draw(place: Organisation, *, by: User, population: str, purpose: str, size: int) -> Sample:
    """The seed is the machine's, of this very moment: nobody can know the list before it is on record."""
    if not by.may(Act.DRAW_SAMPLES, place):
        raise Refused("您没有抽取检查名单的权限")
    known = Population(population)
    lines = [str(pk) for pk in known.of(place).values_list("pk", flat=True)]
    if not 1 <= size <= len(lines):
        raise Refused(
            f"{place.name}{known.label}共{len(lines)}件，抽取数量请填写1到{len(lines)}"
            if lines
            else f"{place.name}没有{known.label}，请换一个范围或对象"
        )
    seed = secrets.token_hex(16)
    sample = Sample.objects.create(
        place=place,
        population=known,
        purpose=purpose,
        size=size,
        lines=lines,
        digest=drawing.digest(lines),
        seed=seed,
        drawn=drawing.drawn(lines, seed, size),
        drawn_by=by,
    )
    ledgers.append(
        ledgers.of_organisation(place.bureau),
        "抽取检查名单",
        by=by,
        about=f"sample:{sample.pk}",
        population=sample.digest,
        of=len(lines),
        seed=seed,
        drawn=sample.drawn,
    )
    return sample
