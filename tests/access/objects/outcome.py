"""Notices, what the school made public, and what was reported about persons."""

from campaigns.choices import ActKind, Stage
from selection import clock
from tests.access.objects.campaigns import campaign_of, person_of
from tests.access.visits import Visit, provides
from tests.factories.campaigns import ActFactory, ObjectionFactory, PublicityFactory


@provides("notice that is over")
def notice_that_is_over(school):
    notice = PublicityFactory(campaign=campaign_of(school, at=Stage.PUBLICIZE), ended=True)
    return Visit({"pk": notice.pk}, {"text": "公示期间未收到反映事项。", "reason": "职务名称有误"})


@provides("announced plan")
def announced_plan(school):
    campaign = campaign_of(school)
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION)
    return Visit({"pk": campaign.plan_id})


@provides("school page")
def school_page(school):
    return Visit({"code": school.code})


@provides("inspection notice")
def inspection_notice(school):
    campaign = campaign_of(school, at=Stage.INSPECT)
    return Visit({"pk": ActFactory(campaign=campaign, kind=ActKind.INSPECTION_NOTICE).pk})


@provides("objection")
def objection(school):
    said = {
        "investigator": "学校纪检委员",
        "conclusion": "unfounded",
        "findings": "经核查不属实。",
        "disposition": "正常办理聘任",
        "resolved_on": clock.today(),
    }
    reported = ObjectionFactory(candidacy=person_of(school), received_on=clock.today())
    return Visit({"pk": reported.pk}, said)
