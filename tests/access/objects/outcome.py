"""Notices, what the school made public, and what was reported about persons."""

from campaigns.choices import ActKind, Stage
from campaigns.services import investigating, objections
from selection import clock
from tests.access.objects.campaigns import campaign_of, person_of
from tests.access.objects.letters import written
from tests.access.visits import Visit, provides
from tests.factories.accounts import DisciplineFactory, TeacherFactory
from tests.factories.campaigns import (
    ActFactory,
    InvestigatorFactory,
    ObjectionFactory,
    PublicityFactory,
)
from tests.factories.records import image, upload


@provides("notice that is over")
def notice_that_is_over(school):
    notice = PublicityFactory(campaign=campaign_of(school, at=Stage.PUBLICIZE), ended=True)
    return Visit({"pk": notice.pk}, {"text": "公示期间未收到反映事项。", "reason": "职务名称有误"})


@provides("notice on a board")
def notice_on_a_board(school):
    notice = PublicityFactory(campaign=campaign_of(school, at=Stage.PUBLICIZE))
    return Visit({"kind": "publicity", "pk": notice.pk}, {"photos": upload("公示栏.png", image())})


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


CONCLUDED = {
    "conclusion": "not_affecting",
    "findings": "言过其实。",
    "disposition": "admonish",
    "resolved_on": clock.today(),
}


def investigated(school):
    """An objection into which somebody looks of whom no visitor is one."""
    reported = ObjectionFactory(candidacy=person_of(school), received_on=clock.today())
    InvestigatorFactory(objection=reported)
    return reported


@provides("objection")
def objection(school):
    said = CONCLUDED | {"user": TeacherFactory(organisation=school).pk}
    return Visit({"pk": investigated(school).pk}, said)


@provides("objection with an investigator")
def objection_with_an_investigator(school):
    reported = investigated(school)
    said = {"user": TeacherFactory(organisation=school).pk, "reason": "出差"}
    return Visit({"pk": reported.pk, "investigator": reported.investigators.get().pk}, said)


@provides("objection after which one talks")
def objection_after_which_one_talks(school):
    reported = investigated(school)
    objections.resolve(reported, by=DisciplineFactory(organisation=school.bureau), **CONCLUDED)
    return Visit({"pk": reported.pk}, {"on": clock.today()})


@provides("investigation of another")
def investigation_of_another(school):
    return Visit({"pk": investigated(school).pk}, CONCLUDED)


def investigated_letter(school):
    found = written(school, photos=[upload("照片.png", image())])[0]
    reported = investigated(school)
    found.objections.add(reported)
    return found, reported


@provides("letter investigated by another")
def letter_investigated_by_another(school):
    found, reported = investigated_letter(school)
    return Visit({"pk": reported.pk, "letter": found.pk})


@provides("picture investigated by another")
def picture_investigated_by_another(school):
    found, reported = investigated_letter(school)
    return Visit({"pk": reported.pk, "photo": found.photos.get().pk})


@provides("document of an investigation")
def document_of_an_investigation(school):
    reported = investigated(school)
    by = reported.investigators.get().user
    made = investigating.note(
        reported, by=by, kind="papers", whom="听课记录", text="没有缺席。", documents=[upload("记录.pdf")]
    )
    return Visit({"pk": reported.pk, "file": made.attachments.get().pk})
