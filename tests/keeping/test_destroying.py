"""Two persons, a list, all of it or nothing."""

import pytest
import time_machine
from django.db import IntegrityError, transaction

from campaigns.models import Talk
from keeping import services
from keeping.due import due
from keeping.kinds import kinds
from keeping.models import DestructionList
from selection.reasons import Refused
from selection.records import ledgers
from tests.factories.accounts import LeaderFactory, OfficerFactory, TeacherFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, ObjectionFactory
from tests.factories.entries import EntryFactory

pytestmark = pytest.mark.django_db
WHY = "保管期满，无未了结的反映。"


def names(world, by=None):
    return [each.name for each in due(world.school, by or world.officer)]


def list_all(world, by=None):
    return services.draw_up(world.school, names(world), WHY, by=by or world.officer)


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


def acts(world):
    entries = ledgers.of_organisation(world.school).entries.order_by("number")
    return [(entry.act, entry.content["by"]) for entry in entries][-2:]


def test_one_lists_another_destroys_and_both_stand_in_the_record(world):
    drawn = list_all(world)
    services.carry_out(drawn, by=world.leader)

    drawn.refresh_from_db()
    assert drawn.state == "carried_out"
    assert drawn.lines.count() == 9
    assert names(world) == []
    assert acts(world) == [("列销毁清册", world.officer.pk), ("监督销毁", world.leader.pk)]
    assert ledgers.verify(ledgers.of_organisation(world.school)) is None


def test_the_list_tells_how_long_each_thing_was_kept_and_nothing_of_its_content(world):
    line = list_all(world).lines.get(kind="talks")

    assert (line.title, f"{line.since:%Y-%m-%d}", line.years, line.count) == (
        world.campaign.plan.title,
        "2026-03-02",
        kinds()["talks"].years,
        1,
    )
    assert not any("秘密" in str(vars(each)) for each in line.list.lines.all())


def test_who_listed_it_can_t_see_to_it(world):
    leader = LeaderFactory(organisation=world.school)
    drawn = list_all(world)
    DestructionList.objects.update(drawn_up_by=leader)

    assert refused(services.carry_out, drawn, by=leader) == [services.NOT_BY_THE_SAME]
    assert Talk.objects.get().notes == "谈到的秘密"


def test_not_even_the_database_takes_one_person_for_two(world):
    drawn = list_all(world)

    with pytest.raises(IntegrityError, match="destroyed_by_two"), transaction.atomic():
        DestructionList.objects.filter(pk=drawn.pk).update(
            state="carried_out", settled_by=world.officer, settled_on="2046-03-02"
        )


def test_one_thing_that_is_no_longer_due_stops_all_of_it(world):
    drawn = list_all(world)
    type(world.campaign).objects.filter(pk=world.campaign.pk).update(stage="file")

    said = refused(services.carry_out, drawn, by=world.leader)

    assert said[0].startswith(f"《{world.campaign.plan.title}》不在到期可销毁的材料之列")
    assert world.poll.ballots.exists()
    drawn.refresh_from_db()
    assert drawn.state == "drawn_up"


def test_before_its_years_are_over_nothing_is_due(world):
    shortest = min(kind.years for kind in kinds().values())

    with time_machine.travel(f"{2026 + shortest}-03-01T12:00:00+08:00", tick=False):
        assert names(world) == []


def test_a_thing_lies_on_one_waiting_list_and_may_be_listed_again_once_that_is_dropped(world):
    drawn = list_all(world)

    assert "已列入另一份待监销的清册" in refused(list_all, world)[0]
    services.drop(drawn, by=world.leader)
    assert list_all(world).lines.count() == 9


def test_a_settled_list_is_settled(world):
    drawn = list_all(world)
    services.carry_out(drawn, by=world.leader)

    for act in (services.carry_out, services.drop):
        assert refused(act, drawn, by=world.leader) == ["这份清册已销毁，不能再办"]


@pytest.mark.parametrize("chosen", [["talks:0"], ["nothing"]])
def test_what_is_not_due_can_t_be_listed(world, chosen):
    assert refused(services.draw_up, world.school, chosen, WHY, by=world.officer) == [
        "所选材料中有的已经销毁或又在办理，请刷新页面重新选择"
    ]


def test_an_empty_list_is_none(world):
    assert refused(services.draw_up, world.school, [], WHY, by=world.officer) == [services.NOTHING_CHOSEN]


def test_a_teacher_and_a_stranger_may_neither(world):
    drawn = list_all(world)
    services.drop(drawn, by=world.officer)
    for person in (TeacherFactory(organisation=world.school), OfficerFactory()):
        assert refused(list_all, world, by=person) == [services.NO_RIGHT]
        assert refused(services.carry_out, drawn, by=person) == [services.NO_RIGHT]
        assert refused(services.drop, drawn, by=person) == [services.NO_RIGHT]


def test_one_s_own_matters_are_for_others_to_list(world, other_officer):
    CandidacyFactory(opening__campaign=world.campaign, staff__user=other_officer)

    found = names(world, by=other_officer)

    assert {name.partition(":")[0] for name in found} == {"objections", "messages", "sheets"}
    assert "objections:letters-2026" in found


def test_the_years_are_data(world, settings, tmp_path):
    own = tmp_path / "kinds.toml"
    with open("keeping/kinds.toml", encoding="utf-8") as file:
        own.write_text(file.read().replace("years = 10", "years = 30"), encoding="utf-8")
    settings.RETENTION_KINDS = str(own)

    assert {name.partition(":")[0] for name in names(world)} == {"ballots", "entries", "messages", "sheets"}


@pytest.mark.parametrize("plans", [1, 4])
def test_a_school_of_many_years_costs_no_more_to_look_at(world, plans, django_assert_max_num_queries):
    body = world.campaign.plan.body
    for _ in range(plans - 1):
        with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False):
            campaign = CampaignFactory(at="closed", plan__organisation=world.school, plan__body=body)
            EntryFactory(campaign=campaign)
            ObjectionFactory(candidacy__opening__campaign=campaign, unfounded=True)

    with django_assert_max_num_queries(24):
        found = due(world.school, world.officer)

    assert len(found) == 9 + 2 * (plans - 1)
