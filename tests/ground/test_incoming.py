"""What of a file that comes in is kept, and which pictures are refused."""

from io import BytesIO

import pytest
from PIL import Image

from selection import incoming
from selection.reasons import Refused
from tests.factories.records import PDF, image, upload

TAKEN_WITH, TURNED, PLACE = 0x0110, 0x0112, 0x8825


def exif():
    """Of a telephone that was held upright at a known place."""
    tags = Image.Exif()
    tags[TAKEN_WITH], tags[TURNED] = "TELEPHONE-7", 6
    tags.get_ifd(PLACE)[1] = "N"
    return tags


def kept(name, content):
    return incoming.admit(upload(name, content)).file.read()


def refusal(name, content, **kinds):
    with pytest.raises(Refused) as refused:
        incoming.admit(upload(name, content), **kinds)
    (sentence,) = refused.value.reasons
    return sentence


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.jpg", image("JPEG", exif=exif(), comment=b"TELEPHONE-7", xmp=b"<x>TELEPHONE-7</x>")),
        ("照片.png", image("PNG", exif=exif())),
    ],
)
def test_of_a_photo_the_picture_alone_is_kept_upright(name, content):
    assert b"TELEPHONE-7" in content

    left = kept(name, content)

    with Image.open(BytesIO(left)) as picture:
        assert (picture.size, dict(picture.getexif()), set(picture.info) & {"comment", "xmp", "exif"}) == (
            (6, 8),
            {},
            set(),
        )
        assert all(
            abs(seen - was) < 8 for seen, was in zip(picture.getpixel((3, 3)), (200, 30, 30), strict=True)
        )
    assert b"TELEPHONE-7" not in left


def test_nothing_behind_a_picture_comes_with_it():
    assert b"<script>" not in kept("照片.png", image() + b"<script>alert(1)</script>")


def test_a_clear_background_stays_clear():
    held = BytesIO()
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(held, "PNG")

    with Image.open(BytesIO(kept("印章.png", held.getvalue()))) as picture:
        assert picture.getpixel((0, 0)) == (0, 0, 0, 0)


def test_a_picture_of_more_pixels_than_the_limit_is_refused_before_it_is_drawn(monkeypatch):
    monkeypatch.setattr(incoming, "MOST_PIXELS", 47)

    assert refusal("照片.png", image()) == "图片“照片.png”超过5000万像素，请缩小后再上传"


def test_a_bomb_of_pixels_is_refused():
    head = image()[:33].replace(b"\x00\x00\x00\x08\x00\x00\x00\x06", b"\x00\x01\x86\xa0\x00\x01\x86\xa0", 1)

    assert refusal("照片.png", head) == "图片“照片.png”已损坏，打不开，请重新拍照或导出后再上传"


@pytest.mark.parametrize("content", [image()[:40], b"\x89PNG\r\n\x1a\n....", image("JPEG")[:200]])
def test_half_a_picture_is_refused(content):
    name = "照片.png" if content.startswith(b"\x89") else "照片.jpg"

    assert refusal(name, content) == f"图片“{name}”已损坏，打不开，请重新拍照或导出后再上传"


def test_a_place_for_photos_takes_nothing_else():
    assert refusal("批复.pdf", PDF, kinds=incoming.IMAGES) == (
        "文件“批复.pdf”不是可用的类型，请上传PNG或JPG文件"
    )
    assert incoming.accept(incoming.IMAGES) == ".png,.jpg,.jpeg"
