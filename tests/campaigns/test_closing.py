"""What keeps a campaign from being closed, and what keeps it from being broken off? (B062–B065, A062)"""

from datetime import date

import pytest

from campaigns import guards
from campaigns.choices import ActKind, Stage
from campaigns.services import acts, appointing, filing, people, stages
from selection.reasons import Effect, Refused, reasons_against
from tests.factories.campaigns import (
    PIDU,
    CampaignFactory,
    appoint,
    approve_quota,
    bureau_reviewer_of,
    officer_of,
    ready_to_file,
    submit,
)
from tests.factories.personnel import PartyRoleFactory, StaffFactory, TenureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(go_to):
    go_to(date(2026, 3, 16))


def against(campaign):
    return [reason.sentence for reason in reasons_against(campaign, guards.close.RULES)]


def talk_to(person, talker=None):
    school = person.campaign.organisation
    talker = talker or PartyRoleFactory(staff__organisation=school).staff
    acts.record(
        person.campaign.plan,
        ActKind.APPOINTMENT_TALK,
        by=officer_of(person.campaign),
        campaign=person.campaign,
        candidacy=person,
        text="提出廉政和业务要求。",
        figures={"talker": talker.pk, "talker_name": talker.name, "place": "书记办公室"},
    )


@pytest.mark.row("B065", side="refuses")
@pytest.mark.row("D024", side="refuses")
@pytest.mark.row("B062", side="refuses")
@pytest.mark.row("B063", side="refuses")
@pytest.mark.row("B064", side="refuses")
def test_everything_that_is_left_to_do_is_listed():
    campaign, [person] = ready_to_file(code=PIDU)
    name = person.staff.name

    assert against(campaign) == [
        f"{name}尚未办理聘任手续",
        f"{person.opening}尚无结果，请登记聘任、空缺或转下次办理",
        "尚未向区教育局党委报送备案",
        "尚未收到区教育局党委的批复",
        f"{name}尚未由书记或副书记任职谈话",
    ]


@pytest.mark.row("TRAP-7", side="holds")
@pytest.mark.row("B065", side="holds")
@pytest.mark.row("D024", side="holds")
@pytest.mark.row("B064", side="holds")
def test_filed_answered_appointed_and_talked_to_it_is_closed():
    campaign, [person] = ready_to_file(code=PIDU)
    submit(campaign.filing)
    filing.accept(campaign.filing, by=bureau_reviewer_of(campaign), reply_number="区教党批〔2026〕5号")
    appoint([person])
    talk_to(person)

    stages.advance(campaign, "close", by=officer_of(campaign))

    assert campaign.stage == Stage.CLOSED


@pytest.mark.row("TRAP-7", side="refuses")
@pytest.mark.row("R-29", side="refuses")
@pytest.mark.row("B064", side="refuses")
@pytest.mark.parametrize("role", ["member", None])
def test_only_the_secretary_or_the_deputy_talks(role):
    campaign, [person] = ready_to_file(code=PIDU)
    talker = StaffFactory(organisation=campaign.organisation)
    if role:
        PartyRoleFactory(staff=talker, role=role)

    with pytest.raises(Refused) as refusal:
        talk_to(person, talker)

    assert refusal.value.reasons == ["任职谈话须由党组织书记或副书记进行，请选择谈话当天任书记或副书记的人"]


@pytest.mark.row("R-29", side="holds")
def test_where_only_a_higher_rule_asks_for_the_talk_it_is_advice():
    campaign, [person] = ready_to_file()
    appoint([person])
    submit(campaign.filing)

    reasons = reasons_against(campaign, guards.close.RULES)

    assert [(each.sentence, each.effect) for each in reasons] == [
        (f"{person.staff.name}尚未由书记或副书记任职谈话", Effect.ADVISE)
    ]
    stages.advance(campaign, "close", by=officer_of(campaign))


def test_a_held_person_keeps_nobody_from_closing_once_the_post_is_settled():
    campaign, [one, two] = ready_to_file(2)
    people.hold(two, by=officer_of(campaign), reason="有反映事项尚未办结")
    appoint([one])
    submit(campaign.filing)
    open_post = against(campaign)[0]
    people.carry_over(two.opening, by=officer_of(campaign), reason="人选暂缓，转下次办理")

    stages.advance(campaign, "close", by=officer_of(campaign))

    assert open_post == f"{two.opening}尚无结果，请登记聘任、空缺或转下次办理"
    assert campaign.stage == Stage.CLOSED


def test_without_a_filing_there_is_none_to_be_sent_or_answered():
    campaign = CampaignFactory(at=Stage.FILE, code=PIDU)

    assert against(campaign) == ["尚未向区教育局党委报送备案", "尚未收到区教育局党委的批复"]


class TestBreakingOff:
    @pytest.mark.row("A062", side="holds")
    def test_the_school_may_until_a_document_is_issued(self):
        campaign, _ = ready_to_file()

        stages.terminate(campaign, by=officer_of(campaign), reason="机构调整")

        assert campaign.stage == Stage.TERMINATED

    @pytest.mark.row("A062", side="refuses")
    def test_and_not_after(self):
        campaign, persons = ready_to_file()
        appoint(persons)

        with pytest.raises(Refused) as refusal:
            stages.terminate(campaign, by=officer_of(campaign), reason="机构调整")

        assert refusal.value.reasons == ["聘任文件已印发，不能终止；如程序违规，由教育局宣布无效"]


class TestStandingStill:
    """While the campaign is suspended nothing of the second half is done."""

    def test_every_act_is_refused_in_the_same_words(self):
        campaign, [person] = ready_to_file()
        stages.suspend(campaign, by=officer_of(campaign), reason="上级要求暂停")
        officer, bureau = officer_of(campaign), bureau_reviewer_of(campaign)
        tried = [
            lambda: appointing.appoint([person], by=officer),
            lambda: filing.submit(campaign.filing, by=officer),
            lambda: filing.accept(campaign.filing, by=bureau),
            lambda: stages.advance(campaign, "close", by=officer),
        ]

        said = []
        for act in tried:
            with pytest.raises(Refused) as refusal:
                act()
            said += refusal.value.reasons

        assert said == ["本次选拔任用已暂停，请先恢复再办理"] * 4


@pytest.mark.row("AMB-23", side="holds")
@pytest.mark.parametrize("settle", [people.declare_vacant, people.carry_over])
def test_a_seat_that_nobody_is_left_for_does_not_keep_it_open(settle):
    """Two seats, one person: the post is filled with the reason why not wholly, and its incumbents leave."""
    campaign, [person] = ready_to_file()
    opening = person.opening
    opening.seats = 2
    opening.save()
    approve_quota(campaign)
    outgoing = TenureFactory(post=opening.post, ends_on=None)
    opening.ending.set([outgoing])
    appoint([person])
    submit(campaign.filing)

    settle(opening, by=officer_of(campaign), reason="另一名人选放弃")
    stages.advance(campaign, "close", by=officer_of(campaign))

    opening.refresh_from_db()
    outgoing.refresh_from_db()
    assert (campaign.stage, opening.result, opening.result_reason) == ("closed", "filled", "另一名人选放弃")
    assert outgoing.ended_on == date(2026, 4, 1)
