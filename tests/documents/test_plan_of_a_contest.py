"""工作方案 of a contest: its arrangement stands in the paper that is approved (A089–A107)."""

import pytest

from campaigns.choices import Track, Weighing
from campaigns.documents import drafting
from campaigns.documents import plan as work_plan
from campaigns.models import Campaign
from campaigns.services import presenting
from tests.documents import situations as s
from tests.factories.contest import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    campaign = s.selection("county-schools")
    s.opening(campaign)
    s.quota(campaign, approved=2)
    s.fix_bars(campaign, ())
    Campaign.objects.update(track=Track.COMPETITIVE)
    campaign.openings.update(reason="C1")
    return Campaign.objects.get()


def printed(campaign):
    """Every step as it is printed."""
    facts = work_plan.context(campaign.plan)
    texts = work_plan.texts(campaign.plan, facts)
    assert drafting.faults(work_plan.KIND, facts, texts) == []
    return {key: drafting.tokens.filling(text, facts["tokens"]) for key, text in texts.items()}


def test_the_plan_says_how_people_enter_speak_and_are_scored(campaign):
    presenting.arrange(campaign, plain(drops_extremes=True), by=campaign.plan.created_by, reason="定稿前未写")

    said = printed(campaign)

    assert said["recommend"] == (
        "1.报名。采取个人自荐和组织推荐的方式，在公布的时限内报名，自荐的填写竞聘申请表，每人最多报2个岗位志愿。"
        "组织推荐由学校领导班子集体研究决定。\n"
        "2.资格审查。报名人员由学校领导班子初审。报学区、县教育局审核。审查结果逐人告知，合格人员名单在学校公布。"
        "原则上每个职务应有2名以上资格审查合格的竞聘人员，不足的，可以重新开放报名或者改变聘任方式。"
    )
    assert said["evaluate"].splitlines()[:2] == [
        "1.演讲。资格审查合格的人选在全体教师大会上演讲，抽签排定顺序，每人10分钟。"
        "内容为对所竞聘职务的认识、竞聘的有利条件和不足、今后的工作设想。",
        "2.评委量分。评委各自独立评分，评分项目为对所竞聘职务的认识30分、竞聘的有利条件和不足30分、今后的工作设想40分，"
        "去掉一个最高分和一个最低分后平均，排名前不取整。评委5至7人，与人选有亲属关系的回避。",
    ]
    assert (
        said["evaluate"]
        .splitlines()[-1]
        .endswith("量分、民主测评和书面意见按量分×50%＋民主测评×30%＋书面意见×20%合计，从高到低排名。")
    )
    assert said["inspect"].startswith("1.确定考察对象。根据量分、民主测评和书面意见，由")
    assert [word for word in ("民主推荐", "会议推荐", "待定") if word in "".join(said.values())] == []


def test_parts_and_separate_ranking_are_said_as_they_were_chosen(campaign):
    arranged = plain(judges_weight=60, parts=(("笔试", 40),), weighing=Weighing.RANKING)
    presenting.arrange(campaign, arranged, by=campaign.plan.created_by, reason="定稿前未写")

    said = printed(campaign)["evaluate"]

    assert "量分由评委量分60%、笔试40%构成。" in said
    assert "量分、民主测评和书面意见三项分别排名，不合计。" in said


def test_what_is_not_settled_yet_is_said_to_be_open(campaign):
    assert "抽签排定顺序，每人（待定）。" in printed(campaign)["evaluate"]


def test_a_plan_with_votes_on_two_tracks_says_which_step_is_whose(campaign):
    Campaign.objects.create(plan=campaign.plan, track=Track.NON_COMPETITIVE)

    said = printed(campaign)

    steps = said["recommend"].splitlines()
    assert [step.partition("，")[0].partition(".")[2] for step in steps] == [
        "竞岗聘任的",
        "竞岗聘任的",
        "不竞岗聘任的",
        "不竞岗聘任的",
        "不竞岗聘任的",
    ]
    assert said["manner"].endswith("其中竞岗聘任的，经报名和资格审查产生人选。")
