"""How does a person's file read on the printed 干部任免审批表?"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import date
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from personnel.dates import full_years
from personnel.lrmx.format import PHOTO, Person

MONTH = re.compile(r"^(\d{4})[.-]?(\d{2})(?:[.-]?(\d{2}))?")
LARGEST = 30_000_000  # pixels; a photo of a person has a fraction of it
PRINTED = (480, 600)  # pixels of 32 × 40 mm


def month(said: str) -> str:
    """199103, 19910305, 1991-03 and 1991.03.05 read 1991.03; what follows, as another party, stays."""
    return MONTH.sub(r"\1.\2", said)


def born(said: str, on: date) -> str:
    """With the age on that day below, where a month is given."""
    found = MONTH.match(said)
    if found is None:
        return said
    year, in_month, day = (int(part or 1) for part in found.groups())
    try:
        return f"{month(said)}\n（{full_years(date(year, in_month, day), on)}岁）"
    except ValueError:
        return said


def photo(person: Person) -> str:
    """For ``src``: the photo drawn anew, small; empty where there is none that can be read."""
    try:
        content = base64.b64decode(person[PHOTO], validate=False)
        with Image.open(BytesIO(content), formats=["JPEG"]) as image:
            if image.width * image.height > LARGEST:
                return ""
            image.thumbnail(PRINTED)
            drawn = BytesIO()
            image.convert("RGB").save(drawn, "JPEG", quality=85)
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError):
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(drawn.getvalue()).decode()}"
