"""The contact sheet shows the first page of one paper of each kind."""

from PIL import ImageColor

from selection.rendering import pdf_of
from tools import contact_sheet


def laid(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_of_each_kind_the_first_campaign_that_has_any_is_shown(tmp_path):
    first = laid(tmp_path / "a", "papers/01-plan.pdf", "papers/02-plan.pdf", "forms/01-talk-01.pdf")
    laid(first, "forms/01-talk-02.pdf", "forms/01-talk-01.xlsx")
    second = laid(tmp_path / "b", "papers/01-plan.pdf", "ballots/01-consent.pdf", "forms/02-lots-01.pdf")

    shown = [path.relative_to(tmp_path).as_posix() for path in contact_sheet.first_of_each([first, second])]

    assert shown == [
        "a/papers/01-plan.pdf",
        "a/papers/02-plan.pdf",
        "a/forms/01-talk-01.pdf",
        "b/ballots/01-consent.pdf",
        "b/forms/02-lots-01.pdf",
    ]


def test_each_page_stands_in_its_place_above_its_label(tmp_path):
    red = "<title>方案</title><style>@page {{ size: {size}; background: red }}</style>"
    for name, size in (("1.pdf", "A4"), ("2.pdf", "A4 landscape")):
        (tmp_path / name).write_bytes(pdf_of(red.format(size=size)))

    sheet = contact_sheet.sheet_of([tmp_path / "1.pdf", tmp_path / "2.pdf"])

    wide, high, gap = contact_sheet.WIDE, contact_sheet.HIGH, contact_sheet.GAP
    at = {"upright": (gap + 5, gap + 5), "above wide": (2 * gap + wide + 5, gap + 5)}
    at["wide"] = (2 * gap + wide + 5, gap + high // 2)
    label = sheet.crop((gap, gap + high + 8, gap + wide, gap + high + 8 + contact_sheet.TEXT))
    red, desk = (ImageColor.getrgb(name) for name in ("red", contact_sheet.DESK))
    assert {name: sheet.getpixel(place) for name, place in at.items()} == {
        "upright": red,
        "above wide": desk,
        "wide": red,
    }
    assert len(label.getcolors()) > 1
