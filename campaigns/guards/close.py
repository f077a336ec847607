"""Are appointment, filing and talk done? (A086–A088, B062–B065, B073)"""

from __future__ import annotations

from campaigns.choices import ActKind, DisciplineResult, Standing
from selection.reasons import ADVISE, BLOCK, Elsewhere, rule

from .announce import has_openings, has_people
from .decide import discipline_has_answered


@rule(
    "聘任手续均已办理",
    cites="A086 A087 A115",
    about="campaign",
    mend="campaigns:appointments",
    once=has_people,
)
def everybody_is_appointed(campaign):
    for person in campaign.live().exclude(standing=Standing.APPOINTED):
        yield f"{person.staff.name}尚未办理聘任手续"


@rule("已报送备案", cites="A088 B062 A115", about="campaign", mend="campaigns:filing")
def filing_is_sent(campaign):
    filing = getattr(campaign, "filing", None)
    if filing is None or filing.state in ("due", "sent_back"):
        yield f"尚未向{campaign.ruleset.filing.to}报送备案"


@rule(
    "备案已获批复",
    cites="B063",
    about="campaign",
    mend="campaigns:filing",
    applies=lambda campaign: campaign.ruleset.filing.reply,
)
def filing_is_answered(campaign):
    filing = getattr(campaign, "filing", None)
    if filing is None or filing.state != "accepted":
        yield f"尚未收到{campaign.ruleset.filing.to}的批复"


@rule(
    "已任职谈话",
    cites="B064 B065 R-29 D024",
    about="campaign",
    mend="act:appointment_talk",
    applies=lambda campaign: campaign.ruleset.filing.talk,
    once=has_people,
)
def appointees_are_talked_to(campaign):
    for person in campaign.live():
        if not campaign.done(ActKind.APPOINTMENT_TALK, person).exists():
            yield f"{person.staff.name}尚未由书记或副书记任职谈话"


@rule(
    "已反馈考察结果",
    cites="T016 T017",
    about="campaign",
    effect=ADVISE,
    mend="act:feedback",
    applies=lambda campaign: campaign.ruleset.inspection.feedback,
)
def inspection_is_fed_back(campaign):
    if not campaign.done(ActKind.FEEDBACK).exists():
        yield "尚未把考察结果反馈所在单位党组织和本人"


@rule("每个岗位都有结果", cites="A088", about="campaign", mend="campaigns:openings", once=has_openings)
def every_opening_has_a_result(campaign):
    for opening in campaign.openings.filter(result="open"):
        yield f"{opening}尚无结果，请登记聘任、空缺或转下次办理"


@rule("每件反映都有结论", cites="T034", about="campaign", mend="campaigns:objections", once=has_openings)
def nothing_reported_is_left(campaign):
    if count := campaign.objections.open().count():
        yield f"还有{count}件反映事项尚未办结，请先办结；暂缓的人选可转入接续办理"


@rule("聘任文件尚未印发", cites="A062", about="campaign", mend="")
def no_document_is_issued(campaign):
    if campaign.live().filter(standing=Standing.APPOINTED).exists():
        yield "聘任文件已印发，不能终止；如程序违规，由教育局宣布无效"


# Before an appointment is made out: these are asked of the person (the campaign is in ``file``).


@rule(
    "先批复后发文",
    cites="B073",
    about="candidacy",
    mend="campaigns:filing",
    applies=lambda person: not person.ruleset.filing.document_before_filing,
)
def reply_precedes_the_document(person):
    filing = getattr(person.campaign, "filing", None)
    if filing is None or filing.state != "accepted":
        yield f"须先取得{person.ruleset.filing.to}的批复，再印发聘任文件"


@rule(
    "公示期满且结果不影响任职",
    cites="A085 B061 T036 T038 AMB-17",
    about="candidacy",
    mend="campaigns:publicity",
)
def publicity_is_concluded(person):
    if person.is_published and not person.notices().filter(state="concluded").exists():
        yield f"{person.staff.name}的公示尚未期满并作结论，不能办理聘任"
    if person.objections.open().exists():
        yield Elsewhere(f"{person.staff.name}有反映事项尚未办结，不能办理聘任", "campaigns:objections")
    if person.objections.filter(conclusion="affecting").exists():
        said = f"{person.staff.name}经查有影响任用的问题，不能办理聘任，请作不再列为人选处理"
        yield Elsewhere(said, "campaigns:people")
    if person.objections.awaiting_a_word().exists():
        said = f"{person.staff.name}须先谈话提醒或诫勉，请在反映事项中登记谈话"
        yield Elsewhere(said, "campaigns:objections")


@rule("纪检机关没有不同意见", cites="B052 B053 R-15", about="candidacy", mend="campaigns:inspections")
def discipline_lets_the_person_be_appointed(person):
    """What discipline says counts until the document is out; where its opinion must be heard, it is waited for."""
    answers, name = person.discipline_answers, person.staff.name
    if DisciplineResult.VETO in answers:
        yield f"纪检机关不同意任用{name}，不能办理聘任"
    elif DisciplineResult.UNRESOLVED in answers:
        yield f"{name}有问题尚未核查清楚，不能办理聘任"
    elif DisciplineResult.PENDING in answers and discipline_has_answered.effect_for(person) is BLOCK:
        yield f"{name}的廉政意见尚未回复，请待回复后办理聘任"


@rule(
    "工会、团委、少先队负责人按权限报批或选举产生",
    cites="A087",
    about="candidacy",
    mend="act:approved_elsewhere",
)
def body_of_its_own_has_approved(person):
    procedure = person.opening.procedure
    if procedure and not person.campaign.done(ActKind.APPROVED_ELSEWHERE, person).exists():
        yield f"{person.opening.post}{procedure.phrase}，请先登记{procedure.result}"


APPOINTING = (
    publicity_is_concluded,
    discipline_lets_the_person_be_appointed,
    reply_precedes_the_document,
    body_of_its_own_has_approved,
)
RULES = (
    everybody_is_appointed,
    every_opening_has_a_result,
    nothing_reported_is_left,
    filing_is_sent,
    filing_is_answered,
    appointees_are_talked_to,
    inspection_is_fed_back,
)
