"""Can somebody without an account read a notice on a phone, write about it and follow the letter?"""

import pytest
from django.urls import reverse

from campaigns.choices import Stage
from campaigns.models import Letter
from tests.factories.campaigns import CampaignFactory, PublicityFactory, proposed_persons


@pytest.fixture
def notice():
    campaign = CampaignFactory(at=Stage.PUBLICIZE)
    return PublicityFactory(campaign=campaign, persons=proposed_persons(campaign), audience="public")


def test_a_stranger_reads_writes_and_follows_by_the_code(notice, phone, overflow, barriers):
    found = {}

    def look(what):
        found[what] = (overflow(phone), barriers(phone))

    phone.goto(reverse("campaigns:notices"))
    phone.get_by_role("link", name="中层干部拟聘人选公示").click()
    look("notice")
    phone.get_by_role("link", name="在网上反映").click()
    phone.get_by_label("反映对象").fill("公示的一位人选")
    phone.get_by_label("反映的情况").fill("有两次旁听课无故缺席。")
    look("form")
    phone.get_by_role("button", name="提交").click()
    code = phone.locator(".receipt-code").inner_text()
    look("receipt")
    phone.get_by_role("link", name="查办理情况").click()
    phone.get_by_label("回执码").fill(code)
    phone.get_by_role("button", name="查询").click()
    phone.get_by_role("heading", name="已收到").wait_for()
    look("state")

    assert found == dict.fromkeys(found, (0, []))
    assert Letter.objects.get().addressee == "discipline"
