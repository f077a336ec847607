"""The desk, the list, its paper: who finds what there?"""

import subprocess

import pytest
from django.urls import reverse

from keeping.models import DestructionList
from tests.factories.accounts import BureauReviewerFactory, TeacherFactory

pytestmark = pytest.mark.django_db
DESK = "/keeping/"


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response):
    return response.content.decode()


def listed(client, world, **said):
    data = {"chosen": [f"talks:{world.campaign.plan_id}"], "reason": "保管期满"} | said
    return sign_in(client, world.officer).post(DESK, data, follow=True)


def test_from_the_desk_to_the_destruction(client, world):
    desk = text(sign_in(client, world.officer).get(DESK))
    drawn = listed(client, world)
    own = text(drawn)
    page = text(sign_in(client, world.leader).get(drawn.redirect_chain[-1][0]))
    done = text(
        client.post(reverse("keeping:carry_out", args=[DestructionList.objects.get().pk]), follow=True)
    )

    assert "2026年3月2日起保管10年，2036年3月2日期满" in desk
    assert "确认销毁" not in own
    assert "确认销毁" in page
    assert "清册所列材料已经销毁" in done
    assert "已销毁" in done


def test_a_form_without_a_choice_or_a_reason_says_so(client, world):
    assert "请至少选一项要销毁的材料" in text(listed(client, world, chosen=[]))
    assert "请填写鉴定意见" in text(listed(client, world, reason=""))
    assert not DestructionList.objects.exists()


def test_whoever_drops_it_leaves_all_as_it_was(client, world):
    listed(client, world)
    drawn = DestructionList.objects.get()

    said = text(client.post(reverse("keeping:drop", args=[drawn.pk]), follow=True))

    assert "所列材料都没有动" in said
    world.talk.refresh_from_db()
    assert world.talk.notes == "谈到的秘密"


def test_the_paper_names_both_persons_and_each_thing(client, world):
    listed(client, world)
    drawn = DestructionList.objects.get()
    sign_in(client, world.leader).post(reverse("keeping:carry_out", args=[drawn.pk]))

    pdf = client.get(reverse("keeping:list_paper", args=[drawn.pk])).content

    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    printed = "".join(run.stdout.decode().split())
    for words in (world.officer.name, world.leader.name, "谈话记录", "2026年3月2日", "10年", "监销人："):
        assert words in printed


def test_a_teacher_has_no_such_pages(client, world):
    listed(client, world)
    teacher = sign_in(client, TeacherFactory(organisation=world.school))

    for address in (DESK, DestructionList.objects.get().get_absolute_url()):
        assert teacher.get(address).status_code == 404


def test_a_reviewer_of_the_bureau_reads_the_lists_and_has_none_to_draw_up(client, world):
    listed(client, world)
    reviewer = sign_in(client, BureauReviewerFactory(organisation=world.school.bureau))

    page = text(reviewer.get(DESK))

    assert str(DestructionList.objects.get()) in page
    assert "列销毁清册" not in page
