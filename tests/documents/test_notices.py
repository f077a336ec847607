"""考察公告 and 拟聘公示: what is put up for everybody to read."""

from datetime import date

import pytest
import time_machine

from campaigns import documents
from campaigns.choices import AgendaPurpose, Standing
from campaigns.documents import inspection_notice, persons, publicity
from campaigns.services import waiving
from selection.reasons import Refused
from selection.records import papers, reviews
from tests.documents import situations as s
from tests.factories.campaigns import (
    PIDU,
    AgendaItemFactory,
    CandidacyFactory,
    InspectionFactory,
    MeetingFactory,
    bureau_reviewer_of,
    officer_of,
)
from tests.factories.personnel import TenureFactory

pytestmark = pytest.mark.django_db
DECISION, INSPECTEES = AgendaPurpose.DECISION, AgendaPurpose.INSPECTEES


def inspectees(campaign, *names):
    people = [s.person(s.opening(campaign, f"{name}岗主任"), name, Standing.INSPECTEE) for name in names]
    s.meeting(campaign, INSPECTEES, date(2026, 3, 19), people)
    return people


class TestInspectionNotice:
    def test_whoever_stands_for_two_posts_is_one_person(self):
        campaign = s.selection()
        first, other = inspectees(campaign, "王芳", "李建国")
        CandidacyFactory(opening=other.opening, staff=first.staff, standing=Standing.INSPECTEE)

        facts = inspection_notice.context(campaign)

        assert [(each["name"], each["post"]) for each in facts["people"]] == [
            ("王芳", "王芳岗主任、李建国岗主任"),
            ("李建国", "李建国岗主任"),
        ]
        assert facts["tokens"]["人数"] == "2名"

    @pytest.mark.row("A079", side="holds")
    @time_machine.travel("2026-03-19 15:00+08:00", tick=False)
    def test_everything_it_prints(self):
        campaign = s.selection(PIDU)
        [person] = inspectees(campaign, "王芳")
        s.person(person.opening, "李落选", Standing.NOT_SELECTED)
        TenureFactory(staff=person.staff, post=person.opening.post, kind="acting")

        facts = inspection_notice.context(campaign)

        outline = facts.pop("outline")
        assert facts == {
            "about": f"inspection:{campaign.pk}",
            "school": "甲县实验小学",
            "title": "甲县实验小学中层干部考察公告",
            "people": [
                {
                    "candidacy": person.pk,
                    "name": "王芳",
                    "gender": "女",
                    "born": "1986年1月",
                    "education": "本科",
                    "degree": "",
                    "current_post": "王芳岗主任（主持工作）（2023年9月任）",
                    "post": "王芳岗主任",
                }
            ],
            "tokens": {
                "研究日期": "2026年3月19日",
                "研究会议": "党政联席会议",
                "考察内容": "德、能、勤、绩、廉",
                "考察重点": "师德表现和工作实绩",
                "其他方式": "和实地走访",
                "人数": "1名",
                "考察起日": "2026年3月20日",
                "考察止日": "3月25日",
                "考察组成员": "组长孙立，成员周晓梅、吴海涛",
                "联系电话": "010-66001122",
                "意见反馈地点": "甲县学府路1号意见箱",
            },
            "missing": [],
            "not_before": "2026-03-19",
            "signer": "甲县实验小学",
        }
        assert [each["title"] for each in outline] == [
            "",
            "考察对象基本情况",
            "考察时间",
            "考察内容",
            "考察组成员",
            "联系电话和意见反馈地点",
            "纪律要求",
        ]

    @time_machine.travel("2026-03-19 15:00+08:00", tick=False)
    def test_its_days_follow_the_plan_or_what_the_officer_says(self, d):
        campaign = s.selection()
        inspectees(campaign, "王芳")
        campaign.plan.calendar = {"inspect": "2026-03-23"}
        said = {"starts_on": d("2026-12-30"), "ends_on": d("2027-01-06"), "phone": "120", "place": "传达室"}

        planned = inspection_notice.context(campaign)["tokens"]
        chosen = inspection_notice.context(campaign, **said)["tokens"]

        names = ("考察起日", "考察止日", "联系电话", "意见反馈地点")
        assert [planned[name] for name in names] == [
            "2026年3月23日",
            "3月26日",
            "010-66001122",
            "甲县学府路1号意见箱",
        ]
        assert [chosen[name] for name in names] == ["2026年12月30日", "2027年1月6日", "120", "传达室"]

    def test_without_a_visit_nothing_is_said_of_one(self):
        campaign = s.selection()
        inspectees(campaign, "王芳")

        document = documents.inspection_notice.draw_up(campaign, by=campaign.plan.officer)

        assert document.paper.wording["time"] == "{考察起日}至{考察止日}，期间安排个别谈话。"
        assert document.paper.context["tokens"]["考察重点"] == "工作实绩"
        papers.issue(document.paper, campaign.plan.officer)

    def test_what_is_missing_is_named_and_keeps_it_from_being_issued(self):
        campaign = s.selection()
        school = campaign.organisation
        school.phone = ""
        school.save()
        campaign.plan.roles.filter(kind__in=["team_leader", "inspector"]).delete()

        document = documents.inspection_notice.draw_up(campaign, by=campaign.plan.officer)
        with pytest.raises(Refused) as refusal:
            papers.issue(document.paper, campaign.plan.officer)

        assert refusal.value.reasons == [
            "尚未登记确定考察对象的会议，请登记后再签发",
            "尚未确定考察对象，不能发布考察公告",
            "考察组尚未组建，请先指定考察组成员",
            "学校的联系电话尚未登记，请先登记再签发考察公告",
        ]


class TestPublicity:
    @pytest.mark.row("A084 A085 AMB-11", side="holds")
    def test_everything_it_prints(self):
        campaign = s.selection()
        person = s.person(s.opening(campaign), professional_title="一级教师", degree="教育学学士")
        TenureFactory(staff=person.staff, post=s.opening(campaign, "教务处副主任").post)
        s.meeting(campaign, DECISION, date(2026, 3, 26), [person])
        notice = s.publicity(campaign, [person])

        assert publicity.context(notice) == {
            "about": f"publicity:{notice.pk}",
            "school": "甲县实验小学",
            "title": "甲县实验小学中层干部拟聘人选公示",
            "people": [
                {
                    "candidacy": person.pk,
                    "name": "王芳",
                    "introduction": (
                        "王芳，女，汉族，甲县人，1986年1月出生，本科学历，教育学学士，中共党员，"
                        "2008年9月参加工作，一级教师，现任教务处副主任，拟聘任教务处主任。"
                    ),
                }
            ],
            "exceptions": [],
            "tokens": {
                "制定依据": "县教育局关于学校中层干部聘任工作的实施意见",
                "研究日期": "2026年3月26日",
                "研究会议": "党政领导联席会议",
                "人数": "1名",
                "公示起日": "2026年3月30日",
                "公示止日": "4月3日",
                "公示期": "5个工作日",
                "公示方式": "校务公开栏、校园网",
                "受理方式": "学校办公室，电话010-66001122",
            },
            "missing": [],
            "not_before": "2026-03-26",
            "signer": "甲县实验小学",
        }

    @pytest.mark.row("T065", side="holds")
    def test_the_work_done_is_made_public_where_the_ruleset_wants_it(self):
        campaign = s.selection()
        person = s.person(s.opening(campaign))
        InspectionFactory(candidacy=person, achievement="所带班级成绩突出。")
        notice = s.publicity(campaign, [person])
        [bare] = publicity.context(notice)["people"]

        s.with_rules(campaign, publicity={"achievements": True})

        assert "achievement" not in bare
        assert publicity.context(notice)["people"][0]["achievement"] == "所带班级成绩突出。"

    @pytest.mark.row("R-18", side="holds")
    def test_what_was_waived_for_a_person_is_explained(self):
        campaign = s.selection()
        person = s.person(s.opening(campaign))
        item = AgendaItemFactory(
            campaign=campaign, meeting=MeetingFactory(plan=campaign.plan, name="党政领导联席会议")
        )
        s.waiver(person, agenda_item=item)
        s.waiver(person, sentence="任中层副职3个月，不足1年", approver="bureau", rule="served")
        s.waiver(person, sentence="尚未批准的情形", granted_on=None)

        facts = publicity.context(s.publicity(campaign, [person]))

        assert [(each["sentence"], each["approval"]) for each in facts["exceptions"]] == [
            ("截至2026年3月2日46周岁，超过上限45周岁", "2026年3月5日经党政领导联席会议研究同意"),
            ("任中层副职3个月，不足1年", "2026年3月5日经教育局批准"),
        ]
        assert facts["exceptions"][0]["name"] == "王芳"

    @pytest.mark.row("R-18", side="holds")
    def test_the_bureau_s_paper_is_named_and_the_reason_ends_once(self):
        campaign = s.selection()
        person = s.person(s.opening(campaign))
        asked = {"reason": "工作实绩突出。", "approver": "bureau", "granted_on": None}
        waiver = s.waiver(person, **asked)
        review = waiving.submit_to_bureau(waiver, by=officer_of(campaign))
        reviews.decide(
            review, bureau_reviewer_of(campaign), approve=True, document_number="甲教批〔2026〕8号"
        )

        [said] = publicity.context(s.publicity(campaign, [person]))["exceptions"]

        assert said["reason"] == "工作实绩突出"
        assert said["approval"].endswith("经教育局批准（甲教批〔2026〕8号）")

    @pytest.mark.row("R-18", side="refuses")
    def test_a_ruleset_may_leave_exceptions_unexplained(self):
        campaign = s.selection()
        person = s.person(s.opening(campaign))
        s.waiver(person)
        s.with_rules(campaign, publicity={"explains_exceptions": False})

        assert publicity.context(s.publicity(campaign, [person]))["exceptions"] == []

    def test_a_last_day_of_a_year_without_arrangement_is_provisional(self, d):
        campaign = s.selection()
        days = {"first_day": d("2027-01-04"), "last_day": d("2027-01-08"), "is_provisional": True}
        notice = s.publicity(campaign, [s.person(s.opening(campaign))], happened_on=d("2026-12-31"), **days)

        assert publicity.context(notice)["tokens"]["公示止日"] == "1月8日（暂定）"

    def test_without_a_recorded_decision_it_is_not_issued(self):
        campaign = s.selection()
        notice = s.publicity(campaign, [s.person(s.opening(campaign))])

        document = documents.publicity.draw_up(notice, by=campaign.plan.officer)
        with pytest.raises(Refused) as refusal:
            papers.issue(document.paper, campaign.plan.officer)

        assert refusal.value.reasons == ["尚未登记讨论决定的会议，请登记后再签发"]
        assert document.paper.context["tokens"]["研究会议"] == "（会议待登记）"

    def test_a_person_of_whom_little_is_known_is_still_introduced(self):
        campaign = s.selection()
        person = s.person(
            s.opening(campaign), native_place="", ethnicity="", without_dates=True, education=""
        )
        leader = s.person(person.opening, "陈校长", leadership="vice_principal", is_teacher=False)
        worker = s.person(person.opening, "何职员", is_teacher=False, current_post_text="总务处干事")

        said = publicity.context(s.publicity(campaign, [person, leader, worker]))["people"]

        assert said[0]["introduction"] == "王芳，女，中共党员，现任教师，拟聘任教务处主任。"
        assert "现任副校长，" in said[2]["introduction"]
        assert persons.current_post(leader.staff, date(2026, 3, 2)) == "副校长"
        assert "现任总务处干事，" in said[1]["introduction"]


def test_who_keeps_the_post_is_renewed():
    campaign = s.selection()
    person = s.person(s.opening(campaign))
    TenureFactory(staff=person.staff, post=person.opening.post)

    assert persons.introduction(person, date(2026, 3, 2)).endswith("现任教务处主任，拟续聘教务处主任。")


def test_the_persons_stand_in_the_order_of_their_posts():
    campaign = s.selection()
    later = s.person(s.opening(campaign, "甲岗主任", "乙处"), "后")
    campaign.organisation.departments.update(position=9)
    first = s.person(s.opening(campaign, "乙岗主任", "甲处"), "先")
    campaign.organisation.departments.filter(name="甲处").update(position=1)

    facts = publicity.context(s.publicity(campaign, [later, first]))

    assert [each["name"] for each in facts["people"]] == ["先", "后"]
