"""Listing whom to talk to, recording talks, and keeping their notes from others."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.choices import Purpose, Stage, TalkKind, TalkScope
from campaigns.guards import evaluate, order
from campaigns.models import Round, Talk
from campaigns.services import acts, talks
from campaigns.voices import talk_count
from selection.reasons import Refused
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    RoundFactory,
    discipline_of,
    leader_of,
    officer_of,
)
from tests.factories.personnel import StaffFactory, TenureFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NOTES = "该同志工作扎实，群众基础好。"


def url_of(name, campaign, kind=TalkKind.RECOMMENDATION):
    return reverse(f"campaigns:{name}", args=[campaign.pk, kind])


def listed(campaign, kind=TalkKind.RECOMMENDATION, scope=TalkScope.PEER, **fields):
    person = StaffFactory(organisation=campaign.organisation)
    return Talk.objects.create(campaign=campaign, kind=kind, scope=scope, person=person, **fields)


def page_of(talk):
    return reverse("campaigns:talk", args=[talk.pk])


def held(campaign, **fields):
    talk = listed(campaign, held_on=TODAY, notes=NOTES, **fields)
    talk.talkers.set(campaign.plan.inspectors[:2])
    return talk


def team_of(campaign):
    return campaign.plan.inspectors


def teacher_of(campaign, **fields):
    return StaffFactory(organisation=campaign.organisation, **fields)


def errors_of(answer):
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def test_a_quick_pick_lists_the_cadres_who_are_on_duty(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    cadre, absent = teacher_of(campaign), teacher_of(campaign, on_sick_leave=True)
    for staff in (cadre, absent):
        TenureFactory(staff=staff)
    leader = teacher_of(campaign, leadership="vice_principal")
    teacher_of(campaign)

    as_user(officer_of(campaign)).post(url_of("talks_add", campaign), {"pick": "cadres"})

    assert set(Talk.objects.values_list("person", "scope")) == {(cadre.pk, "cadre"), (leader.pk, "cadre")}


def test_whose_term_ended_after_the_reference_day_still_counts_as_a_cadre(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    cadre = teacher_of(campaign)
    TenureFactory(staff=cadre, ends_on=campaign.plan.reference_on)

    choices = as_user(officer_of(campaign)).get(url_of("talks", campaign)).context["choices"]

    assert {choice.key: choice.people for choice in choices}["cadres"] == [cadre]


def test_a_quick_pick_of_a_teaching_group_lists_its_teachers_as_representatives(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    chosen = [teacher_of(campaign, teaching_group="语文组") for _ in range(2)]
    teacher_of(campaign, teaching_group="数学组")

    as_user(officer_of(campaign)).post(url_of("talks_add", campaign), {"pick": "group-语文组"})

    assert set(Talk.objects.values_list("person", "scope")) == {(each.pk, "peer") for each in chosen}


def test_ticked_persons_are_listed_and_then_no_longer_offered(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    chosen, other = teacher_of(campaign, name="王芳"), teacher_of(campaign, name="王芳")
    officer = as_user(officer_of(campaign))

    officer.post(url_of("talks_add", campaign), {"people": [chosen.pk]})
    page = officer.get(url_of("talks", campaign))

    assert [row.record.person for row in page.context["talks"]] == [chosen]
    offered = [staff for choice in page.context["choices"] for staff in choice.people]
    assert (chosen in offered, other in offered) == (False, True)
    assert f"工号{chosen.staff_number}" in page.text
    assert f"工号{other.staff_number}" in page.text


def test_nobody_chosen_is_refused_in_a_sentence(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)

    page = as_user(officer_of(campaign)).post(url_of("talks_add", campaign), follow=True)

    assert [str(message) for message in page.context["messages"]] == ["请勾选谈话对象，或点按范围添加的按钮"]


def test_a_pick_that_lists_nobody_new_says_so(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)

    page = as_user(officer_of(campaign)).post(url_of("talks_add", campaign), {"pick": "cadres"}, follow=True)

    assert [str(message) for message in page.context["messages"]] == ["这一范围的人员都已在名单上"]


def test_talks_before_their_stage_are_refused(as_user):
    campaign = CampaignFactory(at=Stage.ANNOUNCE)
    staff = teacher_of(campaign)

    page = as_user(officer_of(campaign)).post(
        url_of("talks_add", campaign), {"people": [staff.pk]}, follow=True
    )

    assert [str(message) for message in page.context["messages"]] == ["进入“民主推荐”阶段后才能办理谈话推荐"]
    assert not Talk.objects.exists()


def test_persons_of_whom_opinions_are_asked_are_not_offered_for_the_talk(as_user):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    person = CandidacyFactory(opening__campaign=campaign)
    page = url_of("talks", campaign, TalkKind.CONSULTATION)

    choices = as_user(officer_of(campaign)).get(page).context["choices"]

    assert person.staff not in [staff for choice in choices for staff in choice.people]


@pytest.mark.parametrize(
    ("kind", "wants"),
    [
        (TalkKind.CONSULTATION, [("中层及以上干部", 1, 1), ("教职工代表", 0, 1)]),
        (TalkKind.INSPECTION, []),
    ],
)
def test_progress_is_told_with_both_scopes_where_they_are_asked_for(as_user, kind, wants):
    campaign = CampaignFactory(at=Stage.INSPECT)
    held(campaign, kind=TalkKind.CONSULTATION, scope=TalkScope.CADRE)

    progress = as_user(officer_of(campaign)).get(url_of("talks", campaign, kind)).context["progress"]

    assert [tuple(want) for want in progress.wants] == wants


@pytest.mark.row("B033", side="refuses")
def test_the_minimum_of_the_rulebook_is_told(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND, code="pidu-school")
    held(campaign)
    rules = campaign.ruleset.recommendation.talk_minimum

    page = as_user(officer_of(campaign)).get(url_of("talks", campaign))

    [want] = page.context["progress"].wants
    assert (want.held, want.need, want.is_met) == (1, rules.persons, False)


@pytest.mark.row("B048", side="refuses")
def test_a_share_of_those_at_the_recommendation_meeting_is_counted_up(as_user):
    campaign = CampaignFactory(at=Stage.INSPECT, code="pidu-school")
    opening = OpeningFactory(campaign=campaign)
    RoundFactory(opening=opening, purpose=Purpose.RECOMMENDATION, entitled=61)

    page = as_user(officer_of(campaign)).get(url_of("talks", campaign, TalkKind.INSPECTION))

    [want] = page.context["progress"].wants
    assert want.need == max(31, campaign.ruleset.inspection.talk_minimum.persons)


def test_a_member_of_the_team_records_a_talk(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    person = CandidacyFactory(opening__campaign=campaign)
    talk, (first, second, _third) = listed(campaign), team_of(campaign)
    page = reverse("campaigns:talk", args=[talk.pk])
    given = {
        "talkers": [first.pk, second.pk],
        "held_on": TODAY,
        "place": "小会议室",
        "notes": NOTES,
        f"view_{person.pk}": "agree",
    }

    answer = as_user(second).post(page, given)

    assert answer.url == url_of("talks", campaign)
    talk.refresh_from_db()
    assert (talk.held_on, talk.place, talk.notes) == (TODAY, "小会议室", NOTES)
    assert set(talk.talkers.all()) == {first, second}
    assert talk_count(campaign, TalkKind.RECOMMENDATION).agreeing(person) == 1


def test_nobody_of_the_team_talks_with_himself(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    one, two, three = team_of(campaign)
    talk = listed(campaign)
    talk.person.user = one
    talk.person.save()

    own = as_user(one).get(page_of(talk))
    others = as_user(two).get(page_of(talk))

    assert not own.context["may_record"]
    assert list(others.context["form"].fields["talkers"].queryset) == [two, three]
    for by, talkers in ((one, [two]), (two, [one, two])):
        with pytest.raises(Refused) as refusal:
            talks.hold(talk, by=by, talkers=talkers)
        assert refusal.value.reasons == [
            f"{talk.person.name}是谈话对象，不能与自己谈话，请由考察组其他成员谈话和登记"
        ]


@pytest.mark.row("A080", side="holds")
def test_where_the_rulebook_asks_for_no_talks_no_minimum_is_told(as_user):
    campaign = CampaignFactory(at=Stage.INSPECT)

    page = as_user(officer_of(campaign)).get(url_of("talks", campaign, TalkKind.INSPECTION))

    assert (page.context["progress"].wants, "最少" in page.content.decode()) == ([], False)
    assert "本方案规则不要求考察谈话，可按需要进行" in page.content.decode()


@pytest.mark.row("A067", side="refuses")
def test_talks_that_recommend_are_held_against_the_bar_of_the_plan(as_user):
    bar = {"choice": "fixed", "strict": False, "numerator": 1, "denominator": 3}
    campaign = CampaignFactory(at=Stage.RECOMMEND, plan__bars={"talk_recommendation": bar})
    person = CandidacyFactory(opening__campaign=campaign)
    for view in ("agree", "oppose", "oppose", "oppose"):
        held(campaign).voices.create(candidacy=person, view=view)

    page = as_user(officer_of(campaign)).get(url_of("talks", campaign)).content.decode()

    assert ("未达到谈话推荐要求" in page, "由班子集体研究" in page) == (True, False)


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {"talkers": ["这个字段是必填项。"], "held_on": ["这个字段是必填项。"]}),
        ({"talkers": "team", "held_on": "2026-03-03"}, {"held_on": ["谈话日期不能晚于今天"]}),
    ],
)
def test_a_faulty_record_is_shown_again(as_user, given, errors):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    talk, (member, *_) = listed(campaign), team_of(campaign)
    if "talkers" in given:
        given = given | {"talkers": [member.pk]}

    answer = as_user(member).post(reverse("campaigns:talk", args=[talk.pk]), given)

    assert errors_of(answer) == errors


def test_a_talk_asks_of_every_live_person_but_the_one_talked_to(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    talked_to, other = (CandidacyFactory(opening__campaign=campaign) for _ in range(2))
    CandidacyFactory(opening__campaign=campaign, withdrawn=True)
    talk = listed(campaign)
    Talk.objects.update(person=talked_to.staff)

    page = as_user(team_of(campaign)[0]).get(reverse("campaigns:talk", args=[talk.pk]))

    assert [row.person for row in page.context["form"].voice_rows()] == [other]


def test_only_the_team_and_discipline_open_a_talk(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    page = reverse("campaigns:talk", args=[held(campaign).pk])
    users = [team_of(campaign)[2], discipline_of(campaign), officer_of(campaign), leader_of(campaign)]

    assert [as_user(user).get(page).status_code for user in users] == [200, 200, 404, 404]


def test_the_notes_are_nowhere_on_the_officers_pages(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    talk = held(campaign)

    officers = as_user(officer_of(campaign)).get(url_of("talks", campaign))
    members = as_user(team_of(campaign)[0]).get(reverse("campaigns:talk", args=[talk.pk]))

    assert (NOTES in officers.text, NOTES in members.text) == (False, True)
    assert reverse("campaigns:talk", args=[talk.pk]) not in officers.text


def test_discipline_may_read_but_not_record(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    talk, (member, *_) = listed(campaign), team_of(campaign)
    given = {"talkers": [member.pk], "held_on": TODAY, "notes": NOTES}

    answer = as_user(discipline_of(campaign)).post(reverse("campaigns:talk", args=[talk.pk]), given)

    assert errors_of(answer) == {"__all__": ["只有考察组成员可以登记谈话"]}


def test_a_leader_sees_how_many_but_not_who(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    talk = held(campaign)

    page = as_user(leader_of(campaign)).get(url_of("talks", campaign))

    assert page.context["progress"].count.held == 1
    assert (page.context["talks"], talk.person.staff_number in page.text) == ([], False)


def test_voices_are_shown_to_those_who_may_see_figures(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    person = CandidacyFactory(opening__campaign=campaign)
    held(campaign).voices.create(candidacy=person, view="oppose")

    seen = {
        user: [tuple(said)[:4] for said in as_user(user).get(url_of("talks", campaign)).context["voices"]]
        for user in (officer_of(campaign), discipline_of(campaign))
    }

    assert list(seen.values()) == [[(person, 0, 1, 0)], []]


def summary(person, **changed):
    figures = {"held": 10, "cadre": 4, "peer": 6, f"agree_{person.pk}": 7, f"oppose_{person.pk}": 1}
    scan = SimpleUploadedFile("汇总.pdf", b"%PDF-1.7 scan")
    return figures | {f"abstain_{person.pk}": 2, "happened_on": TODAY, "scan": scan} | changed


def test_a_summary_on_paper_counts_once_another_confirmed_it(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    person = CandidacyFactory(opening__campaign=campaign)
    kind = TalkKind.RECOMMENDATION

    answer = as_user(officer_of(campaign)).post(url_of("talks_paper", campaign), summary(person))

    assert answer.url == url_of("talks", campaign)
    entered = Round.objects.get()
    assert entered.figures == {
        "held": 10,
        "cadre": 4,
        "peer": 6,
        "subjects": {str(person.pk): {"agree": 7, "oppose": 1, "abstain": 2}},
    }
    assert talk_count(campaign, kind).held == 0
    acts.confirm(entered, by=leader_of(campaign))
    assert (talk_count(campaign, kind).held, talk_count(campaign, kind).agreeing(person)) == (10, 7)


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"cadre": 8}, {"__all__": ["两类谈话对象合计14人，多于谈话人数10人"]}),
        ({"scan": ""}, {"scan": ["线下·补录须上传原始材料的扫描件或照片"]}),
    ],
)
def test_a_summary_that_cannot_be_is_shown_again(as_user, changed, errors):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    person = CandidacyFactory(opening__campaign=campaign)

    answer = as_user(officer_of(campaign)).post(url_of("talks_paper", campaign), summary(person, **changed))

    assert errors_of(answer) == errors
    assert not Round.objects.exists()


def test_the_confirmed_summary_is_named_on_the_page(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    figures = {"held": 9, "cadre": 4, "peer": 5, "subjects": {}}
    RoundFactory(
        campaign=campaign,
        opening=None,
        purpose=Purpose.TALK_RECOMMENDATION,
        figures=figures,
        happened_on=TODAY,
    )

    page = as_user(leader_of(campaign)).get(url_of("talks", campaign))

    assert "2026年3月2日的纸质汇总：谈话9人" in page.text


def test_there_are_no_talks_of_another_kind(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)

    assert as_user(officer_of(campaign)).get(url_of("talks", campaign, "gossip")).status_code == 404


def test_in_the_demo_the_team_talks_to_everybody_left(as_user, settings):
    settings.DEMO = True
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    CandidacyFactory(opening__campaign=campaign)
    done, open_ones = held(campaign), [listed(campaign) for _ in range(3)]

    as_user(officer_of(campaign)).post(url_of("talks_demo", campaign))

    assert set(Talk.objects.held()) == {done, *open_ones}
    assert all(set(talk.talkers.all()) == set(team_of(campaign)[:2]) for talk in open_ones)


def test_in_the_demo_nobody_of_a_team_of_two_is_talked_to_by_the_other_alone(as_user, settings):
    settings.DEMO = True
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    CandidacyFactory(opening__campaign=campaign)
    member, _, *others = team_of(campaign)
    campaign.plan.roles.filter(user__in=others).delete()
    member = StaffFactory(organisation=campaign.organisation, user=member)
    own = Talk.objects.create(
        campaign=campaign, kind=TalkKind.RECOMMENDATION, scope=TalkScope.PEER, person=member
    )

    page = as_user(officer_of(campaign)).post(url_of("talks_demo", campaign), follow=True)

    own.refresh_from_db()
    assert own.held_on is None
    assert [str(message) for message in page.context["messages"]][-1] == (
        "还有1名考察组成员没有谈：谈话由两人进行，请先增加考察组成员"
    )


def test_in_the_demo_a_plan_without_a_team_is_refused_and_a_leader_finds_nothing(as_user, settings):
    settings.DEMO = True
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    listed(campaign)
    assert as_user(leader_of(campaign)).post(url_of("talks_demo", campaign)).status_code == 404
    campaign.plan.roles.exclude(kind="officer").update(ended_on=TODAY)

    page = as_user(officer_of(campaign)).post(url_of("talks_demo", campaign), follow=True)

    assert [str(message) for message in page.context["messages"]] == ["请先在方案中指定考察组，再进行谈话"]


def test_a_summary_that_waits_stands_beside_the_one_that_counts(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    given = {"campaign": campaign, "opening": None, "purpose": Purpose.TALK_RECOMMENDATION}
    for number, persons in ((1, 9), (2, 11)):
        figures = {"held": persons, "cadre": 2, "peer": 5, "subjects": {}}
        last = RoundFactory(**given, number=number, figures=figures, is_backfilled=True)
        if number == 1:
            acts.confirm(last, by=leader_of(campaign))
    back = reverse("campaigns:send_back", args=["round", last.pk])

    pages = [
        as_user(user).get(url_of("talks", campaign)).text
        for user in (officer_of(campaign), leader_of(campaign))
    ]

    for page in pages:
        assert ("谈话9人" in page, "谈话11人" in page, back in page) == (True, True, True)


def test_a_contest_knows_neither_talks_nor_a_ballot_of_recommendation(as_user):
    campaign = CampaignFactory(at=Stage.EVALUATE, track="competitive", code="county-schools")
    client = as_user(officer_of(campaign))

    shown = client.get(campaign.get_absolute_url())
    talks_page = client.get(url_of("talks", campaign, TalkKind.INSPECTION)).content.decode()

    assert url_of("talks", campaign, TalkKind.INSPECTION) in shown.content.decode()
    assert url_of("talks", campaign) not in shown.content.decode() + talks_page
    assert not evaluate.everybody_was_on_the_ballot.is_applicable(campaign)
    assert not order.evaluation_follows_recommendation.is_applicable(campaign)
