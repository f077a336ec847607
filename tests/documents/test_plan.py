"""工作方案: its facts come from the plan, its figures are locked, its wording is free."""

from datetime import date

import pytest

from campaigns import documents
from campaigns.documents import drafting
from campaigns.documents import plan as work_plan
from campaigns.models import Campaign
from personnel.models import Department
from selection.records import papers
from tests.documents import situations as s
from tests.factories.campaigns import PIDU
from tests.factories.personnel import BodyFactory, StaffFactory, TenureFactory

pytestmark = pytest.mark.django_db


def ready(code="county-schools", collective=()):
    campaign = s.selection(code)
    s.opening(campaign)
    s.quota(campaign, approved=2)
    if code == "county-schools":
        s.fix_bars(campaign, collective)
    return campaign


class TestFacts:
    def test_everything_a_plan_prints(self):
        campaign = ready()
        opening = campaign.openings.get()
        held = TenureFactory(
            post=opening.post, staff=StaffFactory(organisation=campaign.organisation, name="周旧")
        )
        opening.ending.add(held)
        opening.reason, opening.reason_text = "NC5", "学校扩建校区"
        opening.save()

        facts = work_plan.context(campaign.plan)

        tokens, acts, outline = facts.pop("tokens"), facts.pop("acts"), facts.pop("outline")
        assert facts == {
            "about": f"plan:{campaign.plan.pk}",
            "school": "甲县实验小学",
            "title": "甲县实验小学2026年中层干部选拔任用工作方案",
            "tracks": ["non_competitive"],
            "openings": [
                {
                    "post": "教务处主任",
                    "department": "教务处",
                    "rank": "正职",
                    "seats": 1,
                    "track": "不竞岗聘任",
                    "reason": "其他需要实行不竞岗聘任的情形：学校扩建校区",
                    "ending": ["周旧（2023年9月任教务处主任）"],
                }
            ],
            "conditions": list(campaign.ruleset.eligibility.conditions),
            "requirements": [
                "本校在编在岗教职工，身体健康，具有相应学段的教师资格",
                "一般应具备相应学段的合格学历（中专及以上）",
                "近2年年度考核均为称职（合格）以上",
                "初任中层干部的，一般应在男45周岁以下、女40周岁以下，"
                "即男1980年3月3日及以后出生、女1985年3月3日及以后出生",
                "男满55周岁、女满52周岁的，一般不再担任中层职务",
                "应当逐级提拔，越级提拔的须报教育局同意",
                "提任正职的，应在副职岗位任职1年以上",
                "提任副职的，应有1年以上工作经历",
            ],
            "team": [
                {"task": "经办人", "names": ["赵经办"]},
                {"task": "考察组组长", "names": ["孙立"]},
                {"task": "考察组成员", "names": ["周晓梅", "吴海涛"]},
                {"task": "监票人", "names": ["冯静"]},
                {"task": "计票人", "names": ["郑和"]},
            ],
            "calendar": [
                {"stage": "公布方案", "on": "2026年3月9日"},
                {"stage": "民主推荐", "on": "2026年3月11日"},
                {"stage": "任职备案", "on": "2026年4月7日"},
            ],
            "discipline": list(campaign.ruleset.discipline),
            "ruleset": campaign.plan.snapshot_digest,
            "not_before": "",
            "signer": "甲县实验小学",
        }
        assert tokens == {
            "制定依据": "县教育局关于学校中层干部聘任工作的实施意见",
            "原则": "党管干部；德才兼备、以德为先；群众公认、注重实绩；公开、竞争、择优；民主集中制；依法办事",
            "核定职数": "2名",
            "现任人数": "1名",
            "岗位数": "1个",
            "名额": "1名",
            "教职工总数": "1人",
            "各类人数": "在编1人",
            "参加范围": "在编教职工",
            "教职工会议": "教职工大会",
            "聘任方式": "不竞岗聘任",
            "年龄年限计算日期": "2026年3月2日",
            "计划到岗日期": "2026年4月13日",
            "研究方案的会议": "党政领导班子会议",
            "考察组人数": "2人",
            "谈话推荐赞成人数": "不低于实谈的1/3",
            "会议推荐票数": "不低于收回的1/3",
            "推荐结果有效期": "12个月",
            "测评内容": "德、能、勤、绩、廉",
            "测评参加人数": "不低于应到的2/3",
            "测评赞成票数": "超过收回的1/2",
            "谈话赞成人数": "不低于实谈的1/3",
            "考察内容": "德、能、勤、绩、廉",
            "纪检机关": "县教育局纪检机关",
            "决定会议": "党政领导联席会议",
            "表决到会人数": "不低于应到的2/3",
            "表决通过票数": "超过应到的1/2",
            "公示方式": "校务公开栏、校园网",
            "公示期": "5个工作日",
            "公示起算": "自发布公示的次日起计算",
            "备案机关": "县教育局政工科",
            "备案期限": "5个工作日",
            "聘期": "3年",
            "人选审核机关": "学区、县教育局",
        }
        assert acts[:2] + acts[-2:] == ["candidate_review", "publication", "appointment_talk", "term"]
        assert [each["key"] for each in outline] == list(work_plan.SECTIONS)

    def test_a_follow_up_campaign_brings_no_post_twice(self):
        campaign = ready()
        follower = Campaign.objects.create(plan=campaign.plan, track=campaign.track, follows=campaign)
        s.opening(follower, "教务处副主任")

        assert [each["post"] for each in work_plan.context(campaign.plan)["openings"]] == ["教务处主任"]

    @pytest.mark.row("B029 B030 B031 B032 AMB-20", side="holds")
    def test_the_staff_is_counted_by_category_on_the_reference_date(self):
        campaign = ready(PIDU)
        school = campaign.organisation
        StaffFactory.create_batch(3, organisation=school)
        StaffFactory(organisation=school, category="service")
        StaffFactory(organisation=school, left=True)

        tokens = work_plan.context(campaign.plan)["tokens"]

        assert (tokens["教职工总数"], tokens["各类人数"]) == ("4人", "在编3人、服务者1人")

    def test_a_congress_takes_part_in_place_of_the_staff(self):
        campaign = ready()
        school = campaign.organisation
        campaign.plan.congress = BodyFactory(organisation=school, kind="congress", name="教代会", members=3)
        campaign.plan.save()

        tokens = work_plan.context(campaign.plan)["tokens"]

        assert (tokens["参加范围"], tokens["教职工会议"]) == ("教职工代表大会代表（3人）", "教职工代表大会")

    def test_a_title_that_names_the_school_stays(self):
        campaign = ready()
        campaign.plan.title = "甲县实验小学中层干部调整方案"

        assert work_plan.context(campaign.plan)["title"] == "甲县实验小学中层干部调整方案"


class TestRequirements:
    def of(self, campaign):
        return work_plan.context(campaign.plan)["requirements"]

    @pytest.mark.row("B007 B008 B010 B012 B014 B015 B016 B017 B018", side="holds")
    def test_of_the_second_source(self):
        campaign = ready(PIDU)
        s.opening(campaign, "办公室主任", "办公室")

        assert self.of(campaign) == [
            "本校在编在岗教师",
            "具有本科及以上学历",
            "教龄5年以上（含5年）",
            "获得过校级及以上表彰",
            "初任中层干部的，一般应在40周岁以下，即1985年3月3日及以后出生",
            "办公室主任须由中共正式党员担任",
            "原则上从中层后备干部或有上级部门挂职经历的人员中产生，特殊情况须经区教育局党委研究同意",
        ]

    @pytest.mark.row("A009 A010 AMB-2", side="holds")
    @pytest.mark.parametrize(
        ("on", "counting", "cutoffs"),
        [
            (date(2026, 3, 2), "full-years", "即男1980年3月3日及以后出生、女1985年3月3日及以后出生"),
            (date(2026, 3, 2), "born-after", "即男1981年3月2日及以后出生、女1986年3月2日及以后出生"),
            (date(2028, 2, 29), "full-years", "即男1982年3月1日及以后出生、女1987年3月1日及以后出生"),
        ],
    )
    def test_a_limit_is_printed_with_its_birth_date(self, on, counting, cutoffs):
        campaign = ready()
        s.with_rules(campaign, eligibility={"age_counting": counting})
        campaign.plan.reference_on = on

        assert self.of(campaign)[3].endswith(cutoffs)

    def test_what_the_ruleset_does_not_ask_is_not_said(self):
        campaign = ready()
        rules = type(campaign.ruleset.eligibility)(established=False)
        s.with_rules(campaign, eligibility={**vars(rules), "reserve_or_seconded": True})

        assert self.of(campaign) == [
            "本校教职工",
            "原则上从中层后备干部或有上级部门挂职经历的人员中产生，特殊情况须经学校集体研究同意",
        ]

    def test_one_sex_may_be_without_a_limit(self):
        campaign = ready()
        limits = type(campaign.ruleset.eligibility.first_age)(45, None)
        s.with_rules(campaign, eligibility={"first_age": limits, "age_applies_to": "promotion"})

        assert self.of(campaign)[3] == "提任中层干部的，一般应在男45周岁以下，即男1980年3月3日及以后出生"


class TestWording:
    def test_the_second_source_speaks_of_what_it_asks_for_and_no_more(self):
        texts = work_plan.texts(ready(PIDU).plan)

        assert "principles" not in texts
        assert texts["recommend"].splitlines() == [
            "1.推荐开始前组建考察组，由{考察组人数}组成。",
            "2.个别谈话推荐。考察组与教职工代表逐一谈话，听取推荐意见。谈话人数{谈话推荐人数}。",
            "3.确定会议推荐人选。根据谈话情况，由{决定会议}集体研究确定。",
            "4.会议推荐。召开{教职工会议}，公布推荐职位，提出有关要求，无记名填写民主推荐票。"
            "到会人数{会议推荐到会人数}，推荐有效。得票{会议推荐票数}的，方可确定为考察对象。"
            "推荐结果{推荐结果有效期}内有效，并作为确定考察对象的重要参考，不简单以票取人。",
        ]
        assert texts["evaluate"] == (
            "民主测评。对人选的{测评内容}和总体评价进行无记名测评。测评可以与会议推荐同时进行。"
        )
        assert texts["file"].startswith(
            "1.公示期满且结果不影响任职的，在{备案期限}内将有关材料报{备案机关}批复"
        )

    @pytest.mark.row("A067 A074 A077 AMB-10", side="holds")
    def test_a_bar_left_to_the_meeting_is_said_to_be_so(self):
        campaign = ready(collective=("recommendation", "evaluation", "talk"))

        texts, tokens = work_plan.texts(campaign.plan), work_plan.context(campaign.plan)["tokens"]

        assert "得票{会议推荐票数}。" in texts["recommend"]
        assert "赞成票{测评赞成票数}，认定较低的，不列为考察对象。" in texts["evaluate"]
        assert tokens["测评赞成票数"] == "是否较低由班子集体研究认定"

    def test_a_bar_nobody_settled_yet_shows_as_open(self):
        campaign = ready()
        campaign.plan.bars = {}

        tokens = work_plan.context(campaign.plan)["tokens"]

        assert tokens["会议推荐票数"] == "达到尚待确定的票数要求"

    @pytest.mark.row("A087", side="holds")
    def test_elections_are_spoken_of_where_such_a_post_is_on_offer(self):
        campaign = ready()
        before = work_plan.texts(campaign.plan)["file"]
        union = s.opening(campaign, "工会主席", "工会").post.department
        Department.objects.filter(pk=union.pk).update(kind="union")

        assert "工会" not in before
        assert "{群团负责人的产生}。" in work_plan.texts(campaign.plan)["file"]
        assert work_plan.context(campaign.plan)["tokens"]["群团负责人的产生"] == (
            "工会负责人按章程选举产生（依据《中华人民共和国工会法》《基层工会组织选举工作条例》）"
        )

    def test_two_lengths_of_publicity_are_both_said(self):
        campaign = ready()
        period = type(campaign.ruleset.publicity.period)(3)
        s.with_rules(campaign, publicity={"lateral_period": period})

        tokens = work_plan.context(campaign.plan)["tokens"]

        assert tokens["公示期"] == "提拔的5个工作日、平级聘任和续聘的3个工作日"

    @pytest.mark.parametrize("code", ["county-schools", PIDU])
    @pytest.mark.parametrize("collective", [(), ("recommendation", "evaluation", "talk")])
    def test_every_figure_of_the_proposal_is_known(self, code, collective):
        plan = ready(code, collective).plan

        assert work_plan.faults(plan, {}) == []

    def test_the_officers_own_words_are_kept_and_nothing_else(self):
        plan = ready().plan
        texts = work_plan.texts(plan)

        own = work_plan.own_words(plan, texts | {"manner": "采取{聘任方式}。\r\n完。", "stranger": "？"})

        assert own == {"manner": "采取{聘任方式}。\n完。"}
        plan.wording = own
        assert work_plan.texts(plan) == texts | own

    def test_a_touched_figure_is_named_before_the_plan_is_handed_in(self):
        plan = ready().plan

        assert work_plan.faults(plan, {"manner": "采取不竞岗方式。"}) == [
            "“选拔方式”中的“{聘任方式}”是锁定的数据，不能删改，请放回原处"
        ]


def test_the_paper_takes_the_plans_wording():
    plan = ready().plan
    plan.wording = {"manner": "本次采取{聘任方式}。"}

    document = work_plan.draw_up(plan, by=plan.officer)

    assert document.paper.wording["manner"] == "本次采取{聘任方式}。"
    assert (document.paper.kind, document.campaign) == ("work_plan", plan.campaigns.get())
    assert documents.plan.KIND in papers.KINDS


class TestDirectTrack:
    def test_a_plan_of_direct_appointments_speaks_of_no_vote(self):
        campaign = ready()
        Campaign.objects.update(track="direct")
        campaign.openings.update(reason="D2")

        facts = work_plan.context(campaign.plan)
        texts = work_plan.texts(campaign.plan, facts)

        titles = [heading["title"] for heading in facts["outline"] if heading["level"] == 2]
        assert titles == ["会议通报", "拟聘公示", "办理聘任和备案"]
        assert texts["announce"] == (
            "1.由{决定会议}集体研究，决定直接聘任的人选。\n"
            "2.召开{教职工会议}，通报直接聘任的岗位、人选和情形。通报由校长作出。"
        )
        said = "".join(texts.values()).replace("不进行推荐和测评投票", "")
        assert [word for word in ("推荐", "测评", "投票", "考察") if word in said] == []
        assert "现聘期内续聘的，聘期截止时间不变。" in texts["file"]
        assert drafting.faults(work_plan.KIND, facts, texts) == []
