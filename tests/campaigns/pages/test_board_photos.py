"""张贴照片: proof that a notice hung on a board, without what a phone writes into a photo. (T033)"""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from PIL import Image

from campaigns import guards
from campaigns.choices import ActKind, Stage
from campaigns.models import BoardPhoto
from selection.reasons import ADVISE, reasons_against
from tests.factories.accounts import SupervisorFactory
from tests.factories.campaigns import ActFactory, CandidacyFactory, PublicityFactory, leader_of, officer_of
from tests.factories.records import image, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(go_to):
    go_to(date(2026, 3, 11))
    return CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, proposed=True).campaign


@pytest.fixture
def notice(campaign):
    return PublicityFactory(campaign=campaign, persons=campaign.live())


def address_of(kind, notice):
    return reverse("campaigns:board_photos", args=[kind, notice.pk])


def page_of(campaign):
    return reverse("campaigns:publicity", args=[campaign.pk])


def missing(campaign):
    return [each.sentence for each in reasons_against(campaign, [guards.beyond.boards_are_photographed])]


def send(client, kind, notice, *photos):
    answer = client.post(address_of(kind, notice), {"photos": photos})
    return [str(each) for each in get_messages(answer.wsgi_request)]


def taken_with_a_phone():
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "某牌手机", "2026:03:09 08:00:00"
    return upload("公示栏.jpg", image("JPEG", exif=exif))


def test_of_a_photo_the_picture_is_kept_with_the_notice_and_shown_on_its_page(campaign, notice, as_user):
    client = as_user(officer_of(campaign))

    said = send(client, "publicity", notice, taken_with_a_phone())

    [photo] = BoardPhoto.objects.all()
    with Image.open(photo.attachment.file) as kept:
        assert dict(kept.getexif()) == {}
    assert said == ["已保存张贴照片1张"]
    shown = as_user(leader_of(campaign)).get(page_of(campaign)).content.decode()
    assert reverse("records:attachment", args=[photo.attachment_id]) in shown
    entry = campaign.ledger.entries.last()
    assert (entry.act, entry.content["payload"]) == ("上传张贴照片", {"photos": 1})


@pytest.mark.row("T033", side="holds")
def test_what_has_no_photo_is_named_as_advice_and_stops_nothing(campaign, notice, as_user):
    act = ActFactory(campaign=campaign, kind=ActKind.INSPECTION_NOTICE, happened_on=date(2026, 3, 3))
    client = as_user(officer_of(campaign))

    assert guards.beyond.boards_are_photographed.effect is ADVISE
    assert missing(campaign) == [
        "2026年3月3日的考察公告没有张贴照片",
        f"2026年3月{notice.happened_on.day}日的拟聘公示没有张贴照片",
    ]
    send(client, "act", act, upload("公告.png", image()))
    send(client, "publicity", notice, upload("公示.png", image()))
    assert missing(campaign) == []


def test_what_is_no_picture_leaves_nothing(campaign, notice, as_user):
    client = as_user(officer_of(campaign))

    assert send(client, "publicity", notice, upload("公示.png", image()), upload("公示.pdf")) == [
        "文件“公示.pdf”不是可用的类型，请上传PNG或JPG文件"
    ]
    assert not BoardPhoto.objects.exists()


def test_without_or_with_too_many_it_is_refused(campaign, notice, as_user):
    client = as_user(officer_of(campaign))

    assert send(client, "publicity", notice) == ["请选择张贴照片"]
    many = [upload(f"{number}.png", image()) for number in range(6)]
    assert send(client, "publicity", notice, *many)[-1] == "照片一次最多5张"


def test_a_notice_that_was_taken_back_and_another_act_take_none(campaign, as_user):
    revoked = PublicityFactory(campaign=campaign, state="revoked", conclusion="更正")
    others = [
        ActFactory(campaign=campaign, kind=ActKind.VISIT),
        ActFactory(plan=campaign.plan, campaign=None, kind=ActKind.STUDY),
    ]
    client = as_user(officer_of(campaign))

    assert send(client, "publicity", revoked, upload("公示.png", image())) == ["该公示已经撤销"]
    for other in others:
        assert send(client, "act", other, upload("公示.png", image()))[-1] == "张贴照片只属于公示和考察公告"


def test_who_reads_uploads_none(campaign, notice, as_user):
    for user in (leader_of(campaign), SupervisorFactory(organisation=campaign.organisation.bureau)):
        page = as_user(user).get(page_of(campaign))
        assert page.context["photos_form"] is None
        assert send(as_user(user), "publicity", notice, upload("公示.png", image())) == [
            "您没有上传张贴照片的权限，或因回避不能办理"
        ]


def test_the_page_asks_as_often_for_one_notice_as_for_three(
    campaign, notice, as_user, django_assert_max_num_queries
):
    client = as_user(officer_of(campaign))
    client.get(page_of(campaign))
    acts = [ActFactory(campaign=campaign, kind=ActKind.INSPECTION_NOTICE) for _ in range(1)]
    with django_assert_max_num_queries(200) as one:
        client.get(page_of(campaign))
    acts += [ActFactory(campaign=campaign, kind=ActKind.INSPECTION_NOTICE) for _ in range(2)]
    with django_assert_max_num_queries(len(one)):
        client.get(page_of(campaign))
