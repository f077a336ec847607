"""Of which small schools does the zone run the selections, and of no other?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from selection.accounts import roles, stewards
from selection.accounts.acts import Act, Role
from selection.accounts.models import Notification, User, ZoneOrganising
from selection.reasons import Refused
from selection.records import organising
from selection.records.models import LedgerEntry
from tests.factories.accounts import (
    BureauReviewerFactory,
    LeaderFactory,
    OfficerFactory,
    SchoolFactory,
    ZoneOrganiserFactory,
    ZoneReviewerFactory,
)

pytestmark = pytest.mark.django_db
WHY = "全校11名教师，没有专职人事干部"


@pytest.fixture
def school():
    return SchoolFactory(name="柳湾小学")


@pytest.fixture
def beside(school):
    """Another school of the zone."""
    return SchoolFactory(parent=school.parent)


@pytest.fixture
def reviewer(school):
    return ZoneReviewerFactory(organisation=school.parent)


@pytest.fixture
def organiser(school):
    return ZoneOrganiserFactory(organisation=school.parent)


def runs(organiser, school):
    """As the next request reads the account: runs selections there, and keeps the register."""
    now = User.objects.get(pk=organiser.pk)
    return now.may(Act.RUN_CAMPAIGNS, school), now.may(Act.MANAGE_REGISTER, school)


def test_without_a_mark_an_organiser_only_looks_on(school, organiser):
    assert runs(organiser, school) == (False, False)
    assert User.objects.get(pk=organiser.pk).may(Act.VIEW_CAMPAIGNS, school)


def test_the_mark_gives_the_officers_part_at_that_school_only(school, beside, reviewer, organiser):
    organising.begin(school, by=reviewer, reason=WHY)

    assert runs(organiser, school) == (True, True)
    assert runs(organiser, beside) == (False, False)


def test_the_right_ends_with_the_mark(school, reviewer, organiser):
    organising.begin(school, by=reviewer, reason=WHY)

    organising.end(school, by=reviewer, reason="已配备人事干部")

    assert runs(organiser, school) == (False, False)
    organising.begin(school, by=reviewer, reason="又空缺")
    assert runs(organiser, school) == (True, True)


def test_who_becomes_an_organiser_later_has_it_as_well_and_a_migration_leaves_it(school, reviewer):
    organising.begin(school, by=reviewer, reason=WHY)
    late = ZoneOrganiserFactory(organisation=school.parent)

    roles.align_with_matrix()

    assert runs(late, school) == (True, True)


def test_it_is_put_down_with_its_reason_and_told(school, reviewer, organiser):
    officer, leader = OfficerFactory(organisation=school), LeaderFactory(organisation=school)

    organising.begin(school, by=reviewer, reason=WHY)
    organising.end(school, by=reviewer, reason="已配备")

    entries = LedgerEntry.objects.filter(ledger__organisation=school).order_by("number")
    said = [(each.act, each.content["by"], each.content["payload"]["reason"]) for each in entries]
    assert said[-2:] == [
        ("由学区组织选拔任用", reviewer.pk, WHY),
        ("不再由学区组织选拔任用", reviewer.pk, "已配备"),
    ]
    told = Notification.objects.filter(sentence__contains="柳湾小学").values_list("user", flat=True)
    assert sorted(told) == sorted([officer.pk, leader.pk, organiser.pk] * 2)


@pytest.mark.parametrize("factory", [OfficerFactory, LeaderFactory, ZoneOrganiserFactory])
def test_neither_the_school_nor_the_organiser_decides_it(school, factory):
    place = school.parent if factory is ZoneOrganiserFactory else school

    with pytest.raises(Refused, match="请本学区审核员或教育局审核员确定"):
        organising.begin(school, by=factory(organisation=place), reason=WHY)


def test_the_bureau_may_and_another_zone_may_not(school):
    with pytest.raises(Refused):
        organising.begin(school, by=ZoneReviewerFactory(), reason=WHY)

    organising.begin(school, by=BureauReviewerFactory(organisation=school.bureau), reason=WHY)

    assert ZoneOrganising.objects.running().get().school == school


@pytest.mark.parametrize("reason", ["", "  "])
def test_it_needs_a_reason(school, reviewer, reason):
    with pytest.raises(Refused, match="请写明由学区组织的原因"):
        organising.begin(school, by=reviewer, reason=reason)


def test_it_is_begun_once_and_ended_once(school, reviewer):
    with pytest.raises(Refused, match="现在不由学区组织"):
        organising.end(school, by=reviewer, reason="无")
    organising.begin(school, by=reviewer, reason=WHY)

    with pytest.raises(Refused, match="已由第.*组织，不必再办"):
        organising.begin(school, by=reviewer, reason=WHY)


def test_a_school_without_a_zone_has_nobody_to_organise_it():
    school = SchoolFactory(directly_under_bureau=True)

    with pytest.raises(Refused, match="没有学区可以组织"):
        organising.begin(school, by=BureauReviewerFactory(organisation=school.bureau), reason=WHY)


def test_who_runs_a_schools_selections_makes_nobody_its_leader(school, reviewer, organiser):
    """The leader confirms what the organiser enters."""
    person = OfficerFactory(organisation=school)
    before = stewards.objection(Role.LEADER, person, school, by=organiser)
    organising.begin(school, by=reviewer, reason=WHY)
    now = User.objects.get(pk=organiser.pk)

    assert before == ""
    assert stewards.objection(Role.LEADER, person, school, by=now).startswith("“学校领导”由")
    assert stewards.objection(Role.OFFICER, person, school, by=now) == ""
    assert not stewards.resettable_by(now).filter(pk=LeaderFactory(organisation=school).pk).exists()


class TestThePage:
    address = "records:organising"

    def test_a_school_is_marked_and_unmarked(self, client, school, beside, reviewer):
        client.force_login(reviewer)
        before = client.get(reverse(self.address)).content.decode()

        client.post(reverse("records:begin_organising", args=[school.code]), {"reason": WHY})
        marked = client.get(reverse(self.address)).content.decode()
        done = client.post(
            reverse("records:end_organising", args=[school.code]), {"reason": "已配备"}, follow=True
        ).content.decode()

        assert before.count("由学区组织…") == 2
        assert (marked.count("由学区组织…"), marked.count("撤销…")) == (1, 1)
        assert WHY in marked
        assert "柳湾小学不再由学区组织" in done

    def test_a_mark_without_a_reason_is_refused_in_a_sentence(self, client, school, reviewer):
        client.force_login(reviewer)

        page = client.post(reverse("records:begin_organising", args=[school.code]), follow=True)

        assert "请填写原因" in page.content.decode()
        assert not ZoneOrganising.objects.exists()

    def test_another_zones_school_is_not_found(self, client, school):
        client.force_login(ZoneReviewerFactory())

        answer = client.post(reverse("records:begin_organising", args=[school.code]), {"reason": WHY})

        assert answer.status_code == 404

    def test_the_list_asks_as_often_for_three_as_for_one(self, client, school, reviewer):
        client.force_login(reviewer)
        organising.begin(school, by=reviewer, reason=WHY)
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(self.address))
            counts.append(len(asked))
            for more in SchoolFactory.create_batch(2, parent=school.parent):
                organising.begin(more, by=reviewer, reason=WHY)

        assert counts[0] == counts[1]
