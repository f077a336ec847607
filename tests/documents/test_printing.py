"""The papers as PDF: every name is printed, long lists and long posts stay readable."""

from datetime import date

import pytest

from campaigns import documents
from campaigns.choices import AgendaPurpose, Purpose, Standing
from campaigns.models import Candidacy
from selection.records import papers
from tests.documents import situations as s
from tests.documents.printed import pages, text
from tests.factories.accounts import LeaderFactory
from tests.factories.personnel import StaffFactory, TenureFactory

pytestmark = pytest.mark.django_db
RARE = ("欧阳玥祎", "古丽·珺赟", "王𬭎镕喆")
LONG_POST = "教育教学质量监测与课程改革发展研究中心副主任兼信息技术办公室主任校园安全工作组组长"[:40]
LONG_ROLE = "教务处副主任兼语文教研组组长、九年级年级组长、课程改革领导小组办公室副主任、教师发展中心兼职研究员、校刊编辑部主任"


def drawn(kind, campaign):
    """The paper of the kind, from a campaign that went all the way."""
    officer, people = campaign.plan.officer, list(campaign.candidacies().order_by("pk"))
    if kind == "inspection_notice":
        Candidacy.objects.update(standing=Standing.INSPECTEE)
        return documents.inspection_notice.draw_up(campaign, by=officer)
    subject = {
        "plan": lambda: campaign.plan,
        "candidate_form": lambda: s.candidate_form(campaign, people),
        "result_table": lambda: campaign.standing_round(Purpose.EVALUATION),
        "publicity": lambda: campaign.publicities.get(),
        "appointment": lambda: [s.appointment(person) for person in people],
        "filing_report": lambda: campaign.filing,
    }[kind]()
    return getattr(documents, kind).draw_up(subject, by=officer)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("candidate_form", "甲县实验小学中层干部人选审核表"),
        ("result_table", "甲县实验小学中层干部民主测评结果表"),
        ("inspection_notice", "甲县实验小学中层干部考察公告"),
        ("publicity", "甲县实验小学中层干部拟聘人选公示"),
        ("appointment", "关于欧阳玥祎等同志职务聘任的通知"),
        ("filing_report", "关于报送甲县实验小学"),
    ],
)
def test_every_name_is_printed(kind, title, caplog):
    titles = ("教务处主任", "德育处主任", "总务处主任")
    campaign = s.whole(names=RARE, titles=titles)

    printed = text(drawn(kind, campaign))

    assert title in printed
    assert [name for name in RARE if name not in printed] == []
    assert [record.message for record in caplog.records if record.name == "weasyprint"] == []


def test_a_plan_prints_its_figures_and_no_token():
    campaign = s.selection()
    s.opening(campaign)
    s.quota(campaign)
    s.fix_bars(campaign)

    printed = text(drawn("plan", campaign))

    assert "{" not in printed
    assert "一、指导原则选拔任用工作坚持以下原则：党管干部；" in printed
    assert "即男1980年3月3日及以后出生" in printed
    assert "（七）办理聘任和备案1.公示期满" in printed
    assert "考察组成员：周晓梅、吴海涛；" in printed


def test_a_section_that_was_emptied_leaves_no_heading_and_no_gap_in_the_numbers():
    campaign = s.selection("pidu-school")
    s.opening(campaign)
    s.quota(campaign)
    document = drawn("plan", campaign)
    document.paper.wording["closing"] = ""

    printed = text(document)

    assert "一、选拔职位" in printed
    assert "七、工作纪律" in printed
    assert "指导原则" not in printed
    assert "其他事项" not in printed


def test_a_school_without_basic_conditions_numbers_the_rest_anew():
    campaign = s.selection("pidu-school")
    s.with_rules(campaign, eligibility={"conditions": ()})
    s.opening(campaign)
    s.quota(campaign)

    assert "（一）资格条件1.本校在编在岗教师；" in text(drawn("plan", campaign))


def test_a_notice_says_from_when_to_when_and_why_an_exception_was_made():
    campaign = s.whole(names=("王芳",), titles=("教务处主任",))
    s.waiver(campaign.candidacies().get())

    printed = text(drawn("publicity", campaign))

    assert "公示时间为2026年3月30日至4月3日，共5个工作日，公示方式为校务公开栏、校园网。" in printed
    assert (
        "王芳，截至2026年3月2日46周岁，超过上限45周岁。理由：教学管理经验丰富。2026年3月5日经学校集体研究批准。"
        in printed
    )


def test_an_appointment_says_its_term_once_and_who_leaves():
    campaign = s.whole()
    opening = campaign.openings.first()
    staff = StaffFactory(organisation=campaign.organisation, name="周旧")
    opening.ending.add(TenureFactory(staff=staff, post=opening.post))

    printed = text(drawn("appointment", campaign))

    assert "关于王芳等同志职务任免的通知各处室、年级组、教研组：" in printed
    assert "聘任王芳同志为教务处主任；聘任李建国同志为德育处主任。以上同志聘期三年，" in printed
    assert "免去周旧同志的教务处主任职务。" in printed
    assert "抄送：甲县教育局。" in printed


def test_an_appointment_of_one_person_speaks_of_one():
    campaign = s.whole(names=("王芳",), titles=("教务处主任",))

    printed = text(drawn("appointment", campaign))

    assert "聘任王芳同志为教务处主任。聘期三年，" in printed


def test_a_report_upward_names_its_signatory_and_whom_to_ask():
    document = drawn("filing_report", s.whole())
    papers.issue(document.paper, LeaderFactory(organisation=document.paper.organisation, name="陈正"))

    first, *_, last = pages(document)

    assert first[1] == "甲实小任〔2026〕1号签发人：陈正"
    assert first[4] == "县教育局政工科："
    assert last[-8:-3] == [
        "11.干部选拔任用工作纪实表",
        "甲县实验小学",
        "2026年4月9日",
        "（联系人：周明，联系电话：010-66001122）",
        "甲县实验小学办公室2026年4月9日印发",
    ]


def test_forty_persons_fill_several_pages_each_with_the_head_of_the_table(caplog):
    campaign = s.selection()
    people = [
        s.person(
            s.opening(campaign, LONG_POST if at == 3 else f"第{at}岗主任"),
            f"教师{at:02}",
            Standing.INSPECTEE,
            current_post_text=LONG_ROLE if at == 5 else "",
        )
        for at in range(40)
    ]
    s.meeting(campaign, AgendaPurpose.INSPECTEES, date(2026, 3, 19), people)

    printed = pages(documents.inspection_notice.draw_up(campaign, by=campaign.plan.officer))

    whole = "".join(line for page in printed for line in page)
    assert [page.count("序号姓名性别出生年月学历学位现任职务拟任职务") for page in printed] == [1, 1, 1, 0]
    assert [name for name in (f"教师{at:02}" for at in range(40)) if name not in whole] == []
    assert caplog.records == []


def test_a_result_table_of_forty_keeps_each_persons_marks_together():
    campaign = s.selection()
    people = [s.person(s.opening(campaign, f"第{at}岗主任"), f"教师{at:02}") for at in range(40)]

    printed = pages(documents.result_table.draw_up(s.evaluation(campaign, people), by=campaign.plan.officer))

    head = "姓名测评项目优秀称职基本称职不称职未评优秀率"
    assert [page.count(head) for page in printed if "总体评价70000100.0%" in page] == [1] * 7
    assert printed[-1][-2] == "计票人：郑和监票人：冯静考察组组长：孙立"
