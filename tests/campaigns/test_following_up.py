"""What does a follow-up take over when it is filed? (R-6, B062, A088)"""

from datetime import date

import pytest

from campaigns import documents
from campaigns.choices import Stage, TalkKind, TalkScope
from campaigns.materials import materials
from campaigns.models import Talk
from campaigns.overview import stage_bar
from campaigns.services import carving, filing, people
from selection.records import ledgers
from tests.factories.campaigns import (
    CampaignFactory,
    PublicityFactory,
    approve_quota,
    officer_of,
    proposed_persons,
)
from tests.factories.personnel import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def following(go_to):
    """In ``file`` on Monday the 16th; the notice that named its person was over on Friday the 13th."""
    go_to(date(2026, 3, 16))
    campaign = CampaignFactory(at=Stage.FILE)
    one, two = proposed_persons(campaign, 2)
    PublicityFactory(campaign=campaign, concluded=True, persons=[one, two])
    approve_quota(campaign)
    officer = officer_of(campaign)
    people.hold(two, by=officer, reason="有反映事项尚未办结")
    found = carving.carve_out(campaign, [two], by=officer, reason="待核查")
    people.restore(two, by=officer, reason="已核清")
    return found


@pytest.mark.row("B062", side="holds")
def test_its_deadline_runs_from_the_end_of_the_notice_that_named_its_persons(following):
    due = filing.open_filing(following)

    assert (due.counted_from, due.due_on) == (date(2026, 3, 13), date(2026, 3, 20))


def test_it_is_told_apart_from_the_one_it_follows(following):
    assert (following.title, following.follows.title) == (
        f"{following.plan.title} · 接续办理",
        following.plan.title,
    )


def test_page_and_report_find_the_notice(following):
    due = filing.open_filing(following)

    listed = {each.title: each.reasons for each in materials(due, with_links=False)}
    report = documents.filing_report.context(due)

    assert listed["拟聘公示和公示结果"] == []
    assert report["tokens"]["公示情况"].startswith("2026年3月9日至3月13日通过校务公开栏公示2人")


@pytest.mark.parametrize("kind", [TalkKind.RECOMMENDATION, TalkKind.INSPECTION])
def test_the_report_has_the_talks_that_were_held_before(following, kind):
    person = StaffFactory(organisation=following.organisation)
    Talk.objects.create(
        campaign=following.follows,
        kind=kind,
        scope=TalkScope.PEER,
        person=person,
        held_on=date(2026, 3, 3),
    )

    rows = {row["step"]: row["said"] for row in documents.procedure.steps(following)}

    assert rows[kind.label] == "谈话1人"


def test_the_stages_of_the_first_part_are_shown_as_taken_over(following):
    before = following.follows
    for act in (
        "启动并公布方案",
        "进入民主推荐",
        "进入民主测评",
        "进入组织考察",
        "提交讨论决定",
        "进入拟聘公示",
    ):
        ledgers.append(before.ledger, act, by=officer_of(before), about=f"campaign:{before.pk}")

    assert [mark.state for mark in stage_bar(following)] == ["inherited"] * 6 + ["current"]
