"""备案报告: what was done step by step, in the order and with the annexes of the ruleset."""

from dataclasses import replace
from datetime import date

import pytest

from campaigns import documents
from campaigns.choices import Purpose
from campaigns.documents import filing_report, procedure
from campaigns.materials import materials
from campaigns.models import Candidacy, Plan
from campaigns.voices import validity
from selection.reasons import Refused
from selection.records import papers, reviews
from tests.documents import situations as s
from tests.documents.printed import text
from tests.factories.accounts import BureauReviewerFactory, LeaderFactory
from tests.factories.campaigns import PIDU, FilingFactory, ObjectionFactory
from tests.factories.contest import drawn, scored

pytestmark = pytest.mark.django_db


@pytest.mark.row("A088 B062", side="holds")
def test_everything_it_prints():
    campaign = s.whole(names=("王芳",), titles=("教务处主任",))
    [person] = campaign.candidacies()
    s.appointment(person)

    facts = filing_report.context(campaign.filing)

    assert [each["title"] for each in facts.pop("outline") if each["title"]] == [
        "职数核定情况",
        "履行程序情况",
        "公示情况",
        "拟备案人员名单",
    ]
    assert facts == {
        "about": f"filing:{campaign.filing.pk}",
        "school": "甲县实验小学",
        "mark": "甲县实验小学文件",
        "title": "关于报送甲县实验小学中层干部聘任备案材料的报告",
        "procedure": procedure.steps(campaign),
        "votes": [
            {
                "name": "王芳",
                "post": "教务处主任",
                "recommendation": "55／7／4",
                "evaluation": "7／0／0",
                "decision": "6／0／0",
            }
        ],
        "people": [
            {
                "candidacy": person.pk,
                "name": "王芳",
                "gender": "女",
                "born": "1986年1月",
                "education": "本科",
                "degree": "",
                "current_post": "教师",
                "post": "教务处主任",
                "term": "三年，自2026年4月13日起至2029年4月12日止",
                "probation": "无",
            }
        ],
        "annexes": [
            "工作方案",
            "职数核定表",
            "人选审核表",
            "民主推荐、民主测评结果表",
            "考察材料",
            "党风廉政意见",
            "会议纪要和表决结果",
            "拟聘公示和公示结果",
            "聘任文件",
            "干部任免审批表",
            "干部选拔任用工作纪实表",
        ],
        "note": "联系人：周明，联系电话：010-66001122",
        "printed_by": "甲县实验小学办公室",
        "wants_reply": False,
        "tokens": {
            "备案机关": "县教育局政工科",
            "制定依据": "县教育局关于学校中层干部聘任工作的实施意见",
            "人数": "1名",
            "公示情况": "2026年3月30日至4月3日通过校务公开栏、校园网公示1人，公示结果不影响任职；公示期间未收到对拟备案人员的反映。",
            "职数审核机关": "学校",
            "职数核定日期": "2026年2月20日",
            "核定职数": "1名",
            "现任人数": "0名",
        },
        "missing": [],
        "not_before": "2026-04-09",
        "signer": "甲县实验小学",
    }


@pytest.mark.row("B063 B073", side="holds")
def test_where_the_reply_comes_first_no_document_goes_along():
    campaign = s.whole(PIDU)

    facts = filing_report.context(campaign.filing)

    assert facts["annexes"] == [
        "工作方案及批复",
        "职数核定表",
        "动议人选所在单位党组织把关意见表",
        "民主推荐、民主测评结果表",
        "考察材料",
        "党风廉政意见",
        "会议纪要和表决结果",
        "拟聘公示和公示结果",
        "干部任免审批表",
        "干部选拔任用工作纪实表",
    ]
    assert {each["term"] for each in facts["people"]} == {"三年，自批复后发文聘任之日起"}
    assert filing_report.wording(facts)["closing"] == "特此报告，请予批复、备案。"


@pytest.mark.row("R-34", side="holds")
def test_the_ruleset_says_what_goes_along_and_in_which_order(monkeypatch):
    campaign = s.whole()
    wanted = ("record", "talk", "discipline", "announcement", "plan")
    rules = replace(campaign.ruleset, filing=replace(campaign.ruleset.filing, materials=wanted))
    monkeypatch.setattr(Plan, "ruleset", rules)

    listed = filing_report.annexes(campaign)

    assert list(listed.values()) == ["干部选拔任用工作纪实表", "任职谈话记录", "党风廉政意见", "工作方案"]


def test_only_persons_whose_publicity_is_concluded_are_reported():
    campaign = s.whole()
    held, gone = campaign.candidacies().order_by("pk")
    Candidacy.objects.filter(pk=held.pk).update(standing="held", held_from="proposed")

    facts = filing_report.context(campaign.filing)

    assert [each["name"] for each in facts["people"]] == [gone.staff.name]


def test_what_is_open_against_a_held_person_is_not_said_of_those_who_are_filed():
    campaign = s.whole()
    held, gone = campaign.candidacies().order_by("pk")
    Candidacy.objects.filter(pk=held.pk).update(standing="held", held_from="proposed")
    ObjectionFactory(candidacy=held)

    before = filing_report.context(campaign.filing)["tokens"]["公示情况"]
    ObjectionFactory(candidacy=gone, unfounded=True)
    after = filing_report.context(campaign.filing)["tokens"]["公示情况"]

    assert before.endswith("公示期间未收到对拟备案人员的反映。")
    assert after.endswith("公示期间收到对拟备案人员的反映1件，均已办结。")


def test_an_objection_that_is_still_open_is_not_called_settled():
    campaign = s.whole()
    person = campaign.candidacies().first()
    ObjectionFactory(candidacy=person)
    ObjectionFactory(candidacy=person, unfounded=True)

    said = filing_report.context(campaign.filing)["tokens"]["公示情况"]

    assert said.endswith("公示期间收到对拟备案人员的反映2件，已办结1件，1件正在核查。")


def test_what_is_missing_is_named_and_keeps_it_from_being_issued():
    campaign = s.selection()
    school = campaign.organisation
    school.phone = school.duty_officer = ""
    school.save()

    document = documents.filing_report.draw_up(FilingFactory(campaign=campaign), by=campaign.plan.officer)
    with pytest.raises(Refused) as refusal:
        papers.issue(document.paper, LeaderFactory(organisation=school))

    assert refusal.value.reasons == [
        "没有公示期满并作出结论的人选，不能报送备案",
        "职数核定表尚未审核同意，不能报送备案",
        "学校的联系人或联系电话尚未登记，请先登记再签发备案报告",
    ]


def test_a_second_report_of_the_same_filing_takes_the_place_of_the_first():
    campaign = s.whole()
    officer, leader = campaign.plan.officer, LeaderFactory(organisation=campaign.organisation)
    first = documents.filing_report.draw_up(campaign.filing, by=officer).paper
    papers.issue(first, leader)

    second = documents.filing_report.draw_up(campaign.filing, by=officer).paper
    papers.issue(second, leader)

    first.refresh_from_db()
    assert (first.state, second.replaces) == ("revoked", first)
    assert [first.number, second.number] == ["甲实小任〔2026〕1号", "甲实小任〔2026〕2号"]


@pytest.mark.parametrize(
    ("conclusion", "said"),
    [
        ("公示期间未收到反映事项。", "公示2人；公示期间未收到对拟备案人员的反映。"),
        (
            "公示期间未收到反映，公示结果不影响任职。",
            "公示2人，公示结果不影响任职；公示期间未收到对拟备案人员的反映。",
        ),
    ],
)
def test_that_nothing_was_reported_is_said_once(conclusion, said):
    campaign = s.whole()
    campaign.publicities.update(conclusion=conclusion)

    assert filing_report.context(campaign.filing)["tokens"]["公示情况"].endswith(said)


def test_a_contest_reports_its_judges_and_no_recommendation():
    campaign = scored(drawn(persons=2)).campaign

    [row] = [each for each in procedure.steps(campaign) if each["step"] == "竞岗演讲"]

    assert row["said"] == "2人，评委5人量分"
    assert [each["scores"] for each in procedure.votes(campaign, campaign.live())] == ["80.00"] * 2
    assert filing_report.annexes(campaign)["results"] == "量分、民主测评结果表"
    [votes] = [
        each
        for each in materials(FilingFactory(campaign=campaign), with_links=True)
        if each.title == "量分、民主测评结果表"
    ]
    assert votes.reasons == ["没有有效的民主测评结果"]


@pytest.mark.row("R-28", side="holds")
def test_the_probation_of_the_promoted_is_in_the_list():
    campaign = s.whole(names=("王芳",), titles=("教务处主任",))
    s.with_rules(campaign, service={"probation_months": 12})

    [person] = filing_report.context(campaign.filing)["people"]

    assert person["probation"] == "一年"


class TestProcedure:
    def test_every_step_that_left_a_trace(self):
        campaign = s.whole()
        recommended = validity(campaign.standing_round(Purpose.RECOMMENDATION)).sentence

        assert [(each["step"], each["on"], each["said"]) for each in procedure.steps(campaign)] == [
            ("征求各方意见", "2026年3月2日", "已办理"),
            ("研究工作方案", "2026年3月3日", "党政领导班子会议，应到7人，实到6人"),
            ("公布工作方案", "2026年3月9日", "已办理"),
            ("谈话推荐", "2026年3月11日至3月12日", "谈话2人"),
            ("会议推荐", "2026年3月13日", recommended),
            ("述职和表态发言", "2026年3月17日", "2人"),
            ("民主测评", "2026年3月17日", "应到9人，收回7份，达到2/3（需6份），测评有效"),
            ("确定考察对象", "2026年3月19日", "党政领导联席会议，应到7人，实到6人"),
            ("发布考察公告", "2026年3月20日", "已办理"),
            ("考察谈话", "2026年3月23日", "谈话1人"),
            ("形成考察材料", "2026年3月25日", "2人"),
            ("征求纪检意见", "2026年3月24日", "县教育局纪检机关回复2人"),
            (
                "讨论决定拟聘人选",
                "2026年3月26日",
                "党政领导联席会议，2个岗位逐一表决，应到7人，到会6人，达到2/3（需5人），可以表决",
            ),
        ]

    def test_one_post_is_named_and_a_missing_vote_is_a_dash(self):
        campaign = s.selection()
        person = s.person(s.opening(campaign))
        s.RoundFactory(opening=person.opening, agree={person: 7}, happened_on=date(2026, 3, 26))

        assert procedure.steps(campaign)[-1]["said"].startswith("表决教务处主任人选，应到7人")
        assert procedure.votes(campaign, [person]) == [
            {
                "name": "王芳",
                "post": "教务处主任",
                "recommendation": "—",
                "evaluation": "—",
                "decision": "7／0／0",
            }
        ]

    def test_written_approvals_are_named_with_their_numbers(self):
        campaign = s.selection()
        bureau = campaign.organisation.bureau
        levels = [
            {
                "role": "bureau_reviewer",
                "act": "review_bureau",
                "organisation": bureau.pk,
                "label": "县教育局",
            }
        ]
        person = s.person(s.opening(campaign))
        form = s.candidate_form(campaign, [person], levels)
        reviews.submit(form.review, {}, campaign.plan.officer)
        reviewer = BureauReviewerFactory(organisation=bureau)
        reviews.decide(form.review, reviewer, approve=True, document_number="教政〔2026〕7号")

        steps = {each["step"]: each for each in procedure.steps(campaign)}

        assert steps["人选审核"] == {
            "step": "人选审核",
            "on": "2026年4月9日",
            "said": "县教育局同意（教政〔2026〕7号）",
        }

    def test_talks_entered_from_paper_count_with_their_day(self):
        campaign = s.selection()
        person = s.person(s.opening(campaign))
        s.talks(campaign, "recommendation", [person], date(2026, 3, 11))
        s.ballot(campaign, Purpose.TALK_RECOMMENDATION, [], date(2026, 3, 12), held=50, subjects={})

        [row] = [each for each in procedure.steps(campaign) if each["step"] == "谈话推荐"]

        assert (row["on"], row["said"]) == ("2026年3月11日至3月12日", "谈话51人")


class TestWhoSigns:
    """签发人 is who signed, in the record and on the paper alike."""

    @pytest.fixture
    def report(self):
        campaign = s.whole()
        return documents.filing_report.draw_up(campaign.filing, by=campaign.plan.officer).paper

    def test_an_officer_alone_issues_nothing_in_a_leaders_name(self, report):
        officer = report.document.plan.officer

        with pytest.raises(Refused) as refusal:
            papers.issue(report, officer)

        assert refusal.value.reasons == ["《备案报告》须由学校领导签发，请学校领导在“待签文书”里签发"]

    def test_a_draft_names_nobody_and_the_paper_names_who_signed_it(self, report):
        before = text(report.document)

        papers.issue(report, LeaderFactory(organisation=report.organisation, name="郑书记"))

        assert "陈正" not in before
        assert "签发人：郑书记" in text(report.document)
        assert report.issued_by.name == "郑书记"

    def test_whoever_is_a_persons_relative_signs_nothing(self, report):
        person = report.document.candidacies.first()
        leader = LeaderFactory(organisation=report.organisation)
        person.staff.user = leader
        person.staff.save()

        with pytest.raises(Refused) as refusal:
            papers.issue(report, leader)

        assert refusal.value.reasons == ["您是本次人选或其亲属，应当回避，请由其他学校领导签发"]

    def test_what_changed_after_it_was_drawn_up_is_drawn_up_anew(self, report):
        campaign, leader = report.document.campaign, LeaderFactory(organisation=report.organisation)
        held = campaign.candidacies().first()
        Candidacy.objects.filter(pk=held.pk).update(standing="held", held_from="proposed")

        with pytest.raises(Refused) as refusal:
            papers.issue(report, leader)
        documents.filing_report.draw_up(campaign.filing, by=campaign.plan.officer)
        report.refresh_from_db()

        assert refusal.value.reasons == ["起草之后情况有变化，请重新起草后再签发"]
        assert papers.issue(report, leader).number
