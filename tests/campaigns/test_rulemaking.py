"""A bureau draws up and publishes its own rulebook; a school's own takes force with the bureau's approval."""

from datetime import date

import pytest
from django.urls import reverse

from ballots.verdicts import Bar, Base
from campaigns.models import Adoption, Interpretation, RulesetDraft, RulesetVersion
from campaigns.rulesets.presets import COUNTY_SCHOOLS
from campaigns.rulesets.values import Period
from campaigns.services import adopting, rulemaking, starting
from selection.reasons import Refused
from selection.records import ledgers, reviews
from tests.factories.accounts import BureauReviewerFactory, LeaderFactory, OfficerFactory, SchoolFactory
from tests.factories.campaigns import RulesetVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def officer(school):
    return OfficerFactory(organisation=school)


@pytest.fixture
def reviewer(school):
    return BureauReviewerFactory(organisation=school.bureau)


@pytest.fixture
def draft(reviewer):
    return rulemaking.copy(RulesetVersionFactory(), reviewer.organisation, by=reviewer, name="某县规则")


@pytest.fixture
def own(school, officer):
    return rulemaking.copy(RulesetVersionFactory(), school, by=officer, name="本校规则")


def publish(draft, by, **changes):
    rulemaking.revise(draft, {path.replace("__", "."): value for path, value in changes.items()}, by=by)
    return rulemaking.publish(draft, by=by)


def test_a_bureau_publishes_what_it_changed_as_its_own_version(draft, reviewer):
    version = publish(draft, reviewer, filing__term_years=4)

    assert (str(version), version.owner) == ("某县规则（第1版）", reviewer.organisation)
    assert version.ruleset.filing.term_years == 4
    assert [entry.act for entry in ledgers.of_organisation(reviewer.organisation).entries.all()] == [
        "起草规则",
        "修改规则草稿",
        "发布规则",
    ]


def test_the_next_version_of_its_own_rulebook_counts_on(draft, reviewer):
    first = publish(draft, reviewer, filing__term_years=4)
    again = rulemaking.copy(first, reviewer.organisation, by=reviewer, name="某县规则")
    second = publish(again, reviewer, filing__term_years=5)

    assert (second.code, second.version) == (first.code, 2)
    first.refresh_from_db()
    assert first.ruleset.filing.term_years == 4


def test_a_published_draft_is_not_changed_any_more(draft, reviewer):
    publish(draft, reviewer, filing__term_years=4)

    with pytest.raises(Refused, match="已经发布，不能再修改"):
        rulemaking.revise(draft, {"filing.term_years": 5}, by=reviewer)


def test_one_rulebook_has_one_draft_at_a_time(own, school, officer):
    with pytest.raises(Refused, match="已有一份草稿"):
        rulemaking.copy(RulesetVersionFactory(), school, by=officer, name="又一份")


def test_an_impossible_value_is_refused_and_nothing_of_it_is_kept(draft, reviewer):
    with pytest.raises(Refused) as refusal:
        rulemaking.revise(draft, {"filing.term_years": 9, "filing.to": "局党委"}, by=reviewer)

    assert refusal.value.reasons == ["“聘期”应在1到6之间"]
    draft.refresh_from_db()
    assert draft.ruleset.filing.to == "县教育局政工科"


def test_an_impossible_whole_is_kept_as_a_draft_and_not_published(draft, reviewer):
    rulemaking.revise(draft, {"recommendation.meeting": False, "recommendation.talks": False}, by=reviewer)

    with pytest.raises(Refused) as refusal:
        rulemaking.publish(draft, by=reviewer)

    assert refusal.value.reasons == ["会议推荐和个别谈话推荐至少要有一种"]
    assert [problem.path for problem in rulemaking.problems(draft)] == ["recommendation.meeting"]


@pytest.mark.row("A136", side="holds")
def test_a_new_version_never_touches_a_running_plan(draft, school, officer, reviewer):
    first = publish(draft, reviewer, filing__term_years=4)
    adopting.adopt_for(first, [school], by=reviewer)
    plan = starting.draft_plan(
        school, by=officer, title="方案", reference_on=date(2026, 3, 1), starts_on=date(2026, 4, 1)
    )
    again = rulemaking.copy(first, reviewer.organisation, by=reviewer, name="某县规则")
    adopting.adopt_for(publish(again, reviewer, filing__term_years=5), [school], by=reviewer)

    plan.refresh_from_db()

    assert plan.ruleset.filing.term_years == 4
    assert Adoption.objects.get(organisation=school).ruleset.ruleset.filing.term_years == 5


@pytest.mark.parametrize(
    "changes",
    [
        {"evaluation.quorum": Bar.at_least("3/4", of=Base.ENTITLED)},
        {"inspection.visit": True},
        {"publicity.period": Period(7)},
        {"filing.deadline": Period(3)},
        {"eligibility.appraisal_years": 3},
        {"recommendation.bar": Bar.more_than("1/2", of=Base.PRESENT)},
        {"evaluation.electorate": "staff"},
        {"discipline": (*COUNTY_SCHOOLS.discipline, "不打招呼")},
        {"effects": COUNTY_SCHOOLS.effects | {"workplaces_are_visited": "block"}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_school_fills_what_is_left_to_the_plan_or_asks_for_more(own, officer, changes):
    rulemaking.revise(own, changes, by=officer)

    assert rulemaking.problems(own) == []


@pytest.mark.parametrize(
    ("path", "value", "label"),
    [
        ("evaluation.quorum", Bar.at_least("1/2", of=Base.ENTITLED), "民主测评的有效人数"),
        ("evaluation.quorum", None, "民主测评的有效人数"),
        ("evaluation.quorum", Bar.at_least("3/4", of=Base.PRESENT), "民主测评的有效人数"),
        ("evaluation.written_opinions", False, "书面征求意见"),
        ("publicity.period", Period(4), "提拔的公示期"),
        ("publicity.period", Period(7, "day"), "提拔的公示期"),
        ("filing.deadline", Period(6), "报送备案的期限"),
        ("filing.document_before_filing", False, "发文与备案的先后"),
        ("eligibility.appraisal_years", 1, "年度考核"),
        ("inspection.dimensions", ("德", "能"), "考察内容"),
    ],
)
def test_a_school_cannot_ask_for_less_than_its_bureau(own, officer, path, value, label):
    with pytest.raises(Refused) as refusal:
        rulemaking.revise(own, {path: value}, by=officer)

    assert refusal.value.reasons == [f"“{label}”教育局已有规定，学校只能从严，不能改成这样"]


def test_a_school_cannot_weaken_a_rule_or_its_approver(own, officer):
    effects = own.ruleset.effects | {"evaluation_is_valid": "advise"}

    with pytest.raises(Refused) as refusal:
        rulemaking.revise(own, {"effects": effects, "approvers": {}}, by=officer)

    assert refusal.value.reasons == [
        "“民主测评有效”的约束力只能加强，不能减弱",
        "“未到退出年龄”的例外须由教育局批准，学校不能改",
    ]


def test_the_bureau_finds_a_school_s_rulebook_on_its_first_page(own, officer, reviewer, client):
    rulemaking.submit(own, by=officer)
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")

    assert reverse("campaigns:review", args=[own.review.pk]) in client.get("/").content.decode()


def test_a_school_s_rulebook_takes_force_with_the_bureau_s_approval(own, school, officer, reviewer):
    rulemaking.revise(own, {"inspection.visit": True}, by=officer)
    rulemaking.submit(own, by=officer)
    assert not Adoption.objects.filter(organisation=school).exists()

    reviews.decide(own.review, reviewer, True)

    adopted = Adoption.objects.get(organisation=school).ruleset
    assert (adopted.owner, adopted.ruleset.inspection.visit) == (school, True)


def test_what_is_under_review_is_not_changed(own, officer):
    rulemaking.submit(own, by=officer)

    with pytest.raises(Refused, match="正在审核，请先撤回再修改"):
        rulemaking.revise(own, {"inspection.visit": True}, by=officer)


def test_a_school_does_not_publish_by_itself_nor_a_bureau_ask_itself(own, draft, officer, reviewer):
    with pytest.raises(Refused, match="须报教育局同意后生效"):
        rulemaking.publish(own, by=officer)
    with pytest.raises(Refused, match="由教育局直接发布"):
        rulemaking.submit(draft, by=reviewer)


def test_nobody_draws_up_rulebooks_for_an_organisation_that_is_not_theirs(school):
    leader, stranger = LeaderFactory(organisation=school), OfficerFactory()

    for user in (leader, stranger):
        with pytest.raises(Refused, match="没有在本单位制定规则的权限"):
            rulemaking.copy(RulesetVersionFactory(), school, by=user, name="规则")


def test_a_draft_that_was_never_handed_in_can_be_thrown_away(own, officer):
    rulemaking.discard(own, by=officer)

    assert not RulesetDraft.objects.exists()


def test_a_draft_that_was_handed_in_is_kept(own, officer):
    rulemaking.submit(own, by=officer)
    reviews.withdraw(own.review, officer)

    with pytest.raises(Refused, match="须保留送审记录"):
        rulemaking.discard(own, by=officer)


def test_a_school_chooses_among_what_its_bureau_offers(school, officer, reviewer):
    version = RulesetVersionFactory()
    with pytest.raises(Refused, match="教育局没有开放选用这套规则"):
        adopting.choose(version, school, by=officer)

    adopting.offer(version, school.bureau, by=reviewer, is_open=True)
    adopting.choose(version, school, by=officer)

    assert Adoption.objects.get(organisation=school).ruleset == version


def test_one_bureau_s_rulebook_is_not_another_s(draft, reviewer):
    version = publish(draft, reviewer, filing__term_years=4)
    other = SchoolFactory()
    stranger = BureauReviewerFactory(organisation=other.bureau)

    with pytest.raises(Refused, match="制定的，不能用于"):
        adopting.adopt_for(version, [other], by=stranger)


def test_a_school_s_own_rulebook_is_seen_by_those_over_it_only(own, school, officer, reviewer):
    rulemaking.submit(own, by=officer)
    reviews.decide(own.review, reviewer, True)
    version = RulesetVersion.objects.get(owner=school)

    assert version in RulesetVersion.objects.visible_to(reviewer)
    assert version in RulesetVersion.objects.visible_to(officer)
    assert version not in RulesetVersion.objects.visible_to(OfficerFactory())


@pytest.mark.row("A138", side="holds")
def test_the_bureau_s_latest_reading_of_a_row_stands(draft, reviewer, school):
    version = RulesetVersionFactory()
    for text in ("按实到计算", "按收回计算"):
        adopting.interpret(version, school.bureau, "AMB-10", text, date(2026, 3, 2), by=reviewer)

    assert [str(each) for each in Interpretation.objects.of(version, school)] == ["AMB-10：按收回计算"]
    assert not Interpretation.objects.of(version, SchoolFactory()).exists()


@pytest.mark.row("A138", side="refuses")
def test_a_school_gives_no_readings(school, officer):
    with pytest.raises(Refused, match="解释口径由教育局政工科登记"):
        adopting.interpret(
            RulesetVersionFactory(), school, "AMB-10", "按实到计算", date(2026, 3, 2), by=officer
        )


def test_a_reading_is_of_a_row_or_a_field_that_exists(reviewer):
    with pytest.raises(Refused, match="请选择要解释的条目或项目"):
        adopting.interpret(
            RulesetVersionFactory(), reviewer.organisation, "Z9", "随意", date(2026, 3, 2), by=reviewer
        )


@pytest.mark.parametrize("years", [2, 4])
def test_what_has_no_stricter_side_is_the_bureau_s_alone(own, officer, years):
    with pytest.raises(Refused) as refusal:
        rulemaking.revise(own, {"filing.term_years": years}, by=officer)

    assert refusal.value.reasons == ["“聘期”由教育局规定，学校不能改"]


def test_who_saves_what_cannot_be_published_is_told_at_once(draft, reviewer, client):
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("campaigns:ruleset_part", args=[draft.pk, "contest"])
    form = client.get(page).context["form"]
    shown = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    wrong = {"contest.judges_least": 9, "contest.judges_most": 7}

    answer = client.post(
        page, {k: v for k, v in (shown | wrong).items() if v not in (None, False)}, follow=True
    )

    said = [str(each) for each in answer.context["messages"]]
    assert said == ["已保存", "还有须先改正的地方，改正以后才能发布或报送"]
    assert "评委的最少人数不能多于最多人数" in answer.content.decode()


def test_the_bureau_sees_by_what_each_school_works(draft, reviewer, school, client):
    version = publish(draft, reviewer)
    adopting.adopt_for(version, [school], by=reviewer)
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("campaigns:ruleset_adopt", args=[version.pk])).content.decode()

    assert f"{school}（现按：某县规则（第1版））" in page


def test_a_version_says_something_new(draft, reviewer):
    first = publish(draft, reviewer)
    again = rulemaking.copy(first, reviewer.organisation, by=reviewer, name=first.name)

    with pytest.raises(Refused) as refusal:
        rulemaking.publish(again, by=reviewer)

    assert refusal.value.reasons == ["草稿与“某县规则（第1版）”没有不同之处，不用发布；不再需要的请删除"]
