"""Does every member speak, the first leader last, and do their voices carry the decision? (A127, D018, R-23)"""

from dataclasses import replace

import pytest
from django.urls import reverse

from campaigns.choices import AgendaPurpose, Outcome, Stage
from campaigns.guards import stances
from campaigns.models import Campaign, Stance
from campaigns.rulesets.presets import BY_CODE
from campaigns.services import taking_stances
from selection.reasons import Effect, Refused, reasons_against
from tests.factories.campaigns import (
    COUNTY,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    PlanFactory,
    leader_of,
    officer_of,
)
from tests.factories.personnel import RelationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def decision_under(rules):
    """A decision of all seven on one person."""
    campaign = CampaignFactory(plan=PlanFactory(rules=rules), at=Stage.DECIDE)
    CandidacyFactory(opening__campaign=campaign, inspectee=True)
    item = AgendaItemFactory(campaign=campaign)
    item.meeting.attendees.set(member.staff for member in members(item))
    return item


@pytest.fixture
def item():
    """Under rules that ask each of them to speak."""
    return decision_under(replace(BY_CODE[COUNTY], effects={}))


def members(item):
    return list(item.meeting.body.members_on(item.meeting.happened_on))


def speakers(item):
    return [member.staff for member in members(item)]


def person_of(item):
    return item.campaign.live().get()


def take(item, agreed=7, other=Outcome.REFUSED, order=None, without=(), by=None):
    order = order or speakers(item)
    voices = [Outcome.AGREED] * agreed + [other] * (len(order) - agreed)
    said = {
        (member, person_of(item)): voice
        for member, voice in zip(order, voices, strict=True)
        if member not in without
    }
    taking_stances.record(item, by=by or officer_of(item.campaign), order=order, said=said)


def said(rule, item):
    return [str(each) for each in reasons_against(Campaign.objects.get(pk=item.campaign_id), [rule])]


def refused(act, *args, **given):
    with pytest.raises(Refused) as refusal:
        act(*args, **given)
    return refusal.value.reasons


class TestSpeaking:
    @pytest.mark.row("A127", side="holds")
    @pytest.mark.row("D018", side="holds")
    @pytest.mark.row("R-23", side="holds")
    @pytest.mark.row("T026", side="holds")
    @pytest.mark.row("B055", side="holds")
    def test_everybody_spoke_and_the_first_leader_last(self, item):
        take(item)

        [last] = Stance.objects.filter(position=7)
        assert last.member == members(item)[-1].staff
        assert members(item)[-1].is_first_leader
        assert [said(rule, item) for rule in stances.RULES] == [[], [], []]
        assert [entry.act for entry in item.campaign.ledger.entries.all()] == ["登记成员表态"]

    @pytest.mark.row("A127", side="refuses")
    @pytest.mark.row("D018", side="refuses")
    @pytest.mark.row("T026", side="refuses")
    @pytest.mark.row("B055", side="refuses")
    def test_nobody_who_was_there_is_left_out(self, item):
        silent, person = speakers(item)[0], person_of(item)

        assert refused(take, item, without=[silent]) == [f"请登记{silent.name}对{person}的表态"]
        names = "、".join(each.name for each in speakers(item))
        assert said(stances.every_member_took_a_stance, item) == [f"尚未登记{names}对{person}的表态"]

    @pytest.mark.row("R-23", side="refuses")
    def test_the_first_leader_does_not_speak_before_the_others(self, item):
        *others, first = speakers(item)

        assert refused(take, item, order=[first, *others]) == [f"主要负责人{first.name}应当最后表态"]
        assert not Stance.objects.exists()

    def test_who_was_not_there_does_not_speak(self, item):
        item.meeting.attendees.remove(speakers(item)[0])

        assert refused(take, item, order=speakers(item)) == ["发言次序应当包括每一位到会成员，每人一次"]

    def test_a_relative_leaves_the_room_and_is_not_asked(self, item):
        member, person = speakers(item)[0], person_of(item)
        RelationFactory(staff=person.staff, relative=member)

        assert refused(take, item) == [f"{member.name}应当回避，不对{person}表态"]
        take(item, without=[member])
        assert said(stances.every_member_took_a_stance, item) == []

    def test_once_and_by_those_in_charge_and_of_a_decision_only(self, item):
        assert refused(take, item, by=leader_of(item.campaign)) == [
            "您没有办理本方案的权限，或因回避不能办理"
        ]
        take(item)
        assert refused(take, item) == ["这个议题的表态已经登记；登错的，请作废会议后重新录入"]

        other = AgendaItemFactory(campaign=item.campaign, purpose=AgendaPurpose.PLAN)
        other.meeting.attendees.set(speakers(other))
        assert refused(take, other) == ["只有讨论决定拟聘人选的议题登记逐人表态"]

    def test_a_meeting_that_names_nobody_is_mended_first(self, item):
        item.meeting.attendees.clear()

        with pytest.raises(Refused) as refusal:
            taking_stances.record(item, by=officer_of(item.campaign), order=[], said={})

        assert refusal.value.reasons[0] == "这次会议没有登记到会成员，请先更正会议，勾选到会的成员"

    @pytest.mark.parametrize("code", [COUNTY, "pidu-school"])
    def test_a_school_is_advised_of_it_and_goes_on_without(self, code):
        item = decision_under(BY_CODE[code])

        [advice] = reasons_against(item.campaign, [stances.every_member_took_a_stance])
        names = "、".join(each.name for each in speakers(item))
        assert str(advice) == f"尚未登记{names}对{person_of(item)}的表态"
        assert advice.effect is Effect.ADVISE
        assert not advice.stops

    def test_where_it_is_advice_the_first_leader_s_turn_is_recorded_as_it_was(self):
        item = decision_under(BY_CODE[COUNTY])
        *others, first = speakers(item)

        take(item, order=[first, *others])

        assert said(stances.first_leader_speaks_last, item) == [f"主要负责人{first.name}应当最后表态"]


class TestCarrying:
    @pytest.mark.row("R-22", side="holds")
    def test_four_of_seven_carry_it(self, item):
        take(item, agreed=4)

        assert said(stances.stances_carry_the_decision, item) == []

    @pytest.mark.row("R-22", side="refuses")
    @pytest.mark.row("R-23", side="refuses")
    @pytest.mark.parametrize(
        ("agreed", "other", "way"),
        [
            (3, Outcome.REFUSED, "请作未列为人选处理"),
            (3, Outcome.DEFERRED, "分歧较大的，请暂缓此人"),
            (0, Outcome.DEFERRED, "分歧较大的，请暂缓此人"),
        ],
    )
    def test_three_do_not_and_who_has_no_majority_either_way_is_put_off(self, item, agreed, other, way):
        take(item, agreed=agreed, other=other)

        [reason] = said(stances.stances_carry_the_decision, item)
        assert reason.startswith(f"{person_of(item)}：应到7人，同意{agreed}人")
        assert reason.endswith(f"不能形成决定，{way}")


class TestThePage:
    def url(self, item):
        return reverse("campaigns:stances", args=[item.pk])

    def given(self, item, **changes):
        form = {}
        for number, staff in enumerate(speakers(item), 1):
            form |= {f"place_{staff.pk}": number, f"stance_{staff.pk}_{person_of(item).pk}": "agreed"}
        return form | changes

    def test_it_lists_the_first_leader_last_and_the_meeting_shows_what_was_said(self, client, item):
        client.force_login(officer_of(item.campaign))
        form = client.get(self.url(item)).context["form"]
        first = speakers(item)[0]

        answer = client.post(self.url(item), self.given(item, **{f"words_{first.pk}": "工作扎实。"}))

        assert [row.member for row in form.rows()] == speakers(item)
        assert answer.url == reverse("campaigns:meeting", args=[item.meeting_id])
        assert "工作扎实。" in client.get(answer.url).content.decode()

    def test_a_stance_that_is_left_out_is_asked_for_under_the_name_of_the_person(self, client, item):
        client.force_login(officer_of(item.campaign))
        first, person = speakers(item)[0], item.campaign.live().first()

        page = client.post(self.url(item), self.given(item, **{f"stance_{first.pk}_{person.pk}": ""}))

        shown = page.content.decode()
        assert f"{first.name}对{person}的表态：请选择同意、不同意或缓议" in shown
        assert f'data-label="{person}"' in shown

    def test_two_cannot_speak_at_once_and_nobody_says_nothing(self, client, item):
        client.force_login(officer_of(item.campaign))
        first, second = speakers(item)[:2]
        stance = f"stance_{first.pk}_{person_of(item).pk}"

        page = client.post(self.url(item), self.given(item, **{f"place_{second.pk}": 1, stance: "abstain"}))

        errors = page.context["form"].errors
        assert errors["__all__"] == ["发言次序有重复，请每人填一个不同的次序"]
        assert stance in errors
        assert not Stance.objects.exists()


class TestForTwoPosts:
    """Whoever stands for two posts is named with the post."""

    @pytest.fixture
    def two(self, item):
        first = person_of(item)
        CandidacyFactory(opening__campaign=item.campaign, staff=first.staff, inspectee=True)
        return item, list(item.campaign.live())

    def test_in_what_is_missing(self, two):
        item, persons = two
        order = speakers(item)
        said = {(member, persons[0]): Outcome.AGREED for member in order}

        reasons = refused(taking_stances.record, item, by=officer_of(item.campaign), order=order, said=said)

        assert f"请登记{order[0].name}对{persons[1]}的表态" in reasons
        assert str(persons[0]) != str(persons[1])

    def test_on_the_page_of_the_meeting(self, two, client):
        item, persons = two
        order = speakers(item)
        said = {(member, person): Outcome.AGREED for member in order for person in persons}
        taking_stances.record(item, by=officer_of(item.campaign), order=order, said=said)
        client.force_login(officer_of(item.campaign))

        page = client.get(reverse("campaigns:meeting", args=[item.meeting_id])).content.decode()

        for person in persons:
            assert f'{person.staff.name} <small class="text-secondary">{person.opening.post}</small>' in page
