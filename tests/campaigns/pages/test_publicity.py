"""拟聘公示 at the browser: posted, watched, concluded, revoked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.choices import Stage, Standing
from campaigns.models import Publicity
from campaigns.rulesets.presets import BY_CODE
from campaigns.rulesets.values import Period
from campaigns.services import stages
from selection import clock
from tests.factories.campaigns import (
    COUNTY,
    PIDU,
    CampaignFactory,
    CandidacyFactory,
    ObjectionFactory,
    PublicityFactory,
    leader_of,
    officer_of,
    proposed_persons,
)

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 3, 6)
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def campaign(go_to):
    go_to(FRIDAY)
    return CampaignFactory(at=Stage.PUBLICIZE)


def url_of(campaign):
    return reverse("campaigns:publicity", args=[campaign.pk])


def given(persons, **changes):
    said = {
        "people": [person.pk for person in persons],
        "channels": ["校务公开栏"],
        "other_channel": "",
        "contact": "学校办公室，电话010-0000000",
        "happened_on": FRIDAY,
    }
    return said | changes


def errors_of(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def said_by(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


class TestPosting:
    def test_the_page_offers_the_proposed_with_the_channels_ticked(self, campaign, as_user):
        [person] = proposed_persons(campaign)
        CandidacyFactory(opening__campaign=campaign, held=True)

        form = as_user(officer_of(campaign)).get(url_of(campaign)).context["form"]

        assert list(form.fields["people"].queryset) == [person]
        assert form["channels"].value() == list(campaign.ruleset.publicity.channels)

    def test_it_says_until_when_a_notice_of_today_runs(self, campaign, as_user):
        proposed_persons(campaign)

        page = as_user(officer_of(campaign)).get(url_of(campaign)).content.decode()

        assert "2026年3月9日起算，到2026年3月13日24:00期满" in page

    def test_where_a_renewal_is_posted_for_less_it_says_both(self, go_to, as_user):
        go_to(FRIDAY)
        rules = BY_CODE[COUNTY]
        shorter = replace(rules, publicity=replace(rules.publicity, lateral_period=Period(3)))
        campaign = CampaignFactory(at=Stage.PUBLICIZE, plan__rules=shorter)
        proposed_persons(campaign)

        said = as_user(officer_of(campaign)).get(url_of(campaign)).context["expected"]

        assert [(each.whom, each.length, each.period.last) for each in said] == [
            ("提拔任用", "5个工作日", date(2026, 3, 13)),
            ("平级聘任和续聘", "3个工作日", date(2026, 3, 11)),
        ]

    def test_posted_in_the_chosen_places(self, campaign, as_user):
        persons = proposed_persons(campaign, 2)

        answer = as_user(officer_of(campaign)).post(
            url_of(campaign), given(persons, other_channel="年级组群")
        )

        notice = Publicity.objects.get()
        assert answer.url == url_of(campaign)
        assert set(notice.candidacies.all()) == set(persons)
        assert (notice.channels, notice.last_day) == (["校务公开栏", "年级组群"], date(2026, 3, 13))

    def test_posted_before_noon_the_day_counts(self, campaign, as_user):
        persons = proposed_persons(campaign)

        as_user(officer_of(campaign)).post(url_of(campaign), given(persons, before_noon="on"))

        assert Publicity.objects.get().first_day == FRIDAY

    def test_in_the_afternoon_it_does_not(self, campaign, as_user, go_to):
        go_to(FRIDAY, 14)
        persons = proposed_persons(campaign)

        answer = as_user(officer_of(campaign)).post(url_of(campaign), given(persons, before_noon="on"))

        assert errors_of(answer) == {"__all__": ["现在已过中午12时，公示期只能从次日起算"]}

    def test_where_the_day_itself_counts_nobody_asks_for_the_hour(self, go_to, as_user):
        go_to(FRIDAY)
        campaign = CampaignFactory(at=Stage.PUBLICIZE, code=PIDU)
        assert BY_CODE[PIDU].publicity.period.count_from == "publication"
        proposed_persons(campaign)

        form = as_user(officer_of(campaign)).get(url_of(campaign)).context["form"]

        assert "before_noon" not in form.fields

    def test_without_a_place_it_is_refused_and_the_words_are_kept(self, campaign, as_user):
        persons = proposed_persons(campaign)

        answer = as_user(officer_of(campaign)).post(url_of(campaign), given(persons, channels=[]))

        assert errors_of(answer) == {"__all__": ["请至少选择一种公示方式"]}
        assert "学校办公室，电话010-0000000" in answer.content.decode()
        assert not Publicity.objects.exists()

    def test_from_paper_it_waits_for_a_second_person(self, campaign, as_user, go_to):
        persons = proposed_persons(campaign)
        go_to(date(2026, 3, 10))
        scan = SimpleUploadedFile("公示.pdf", PDF, "application/pdf")

        client = as_user(officer_of(campaign))
        client.post(url_of(campaign), given(persons, is_backfilled="on", scan=scan))

        [row] = client.get(url_of(campaign)).context["notices"]
        assert (row["notice"].is_confirmed, row["notice"].happened_on) == (False, FRIDAY)
        leader = as_user(leader_of(campaign)).get(url_of(campaign)).content.decode()
        assert reverse("campaigns:confirm", args=["publicity", row["notice"].pk]) in leader

    def test_before_its_stage_nothing_can_be_posted(self, as_user):
        campaign = CampaignFactory(at=Stage.DECIDE)
        persons = proposed_persons(campaign)
        client = as_user(officer_of(campaign))

        page = client.get(url_of(campaign))
        answer = client.post(url_of(campaign), given(persons, happened_on=date(2026, 3, 2)))

        assert (page.context["may_post"], "现在不能公示" in page.content.decode()) == (False, True)
        assert errors_of(answer) == {"__all__": ["现在是“讨论决定”阶段，不能公示"]}

    def test_a_leader_reads_and_does_not_post(self, campaign, as_user):
        persons = proposed_persons(campaign)
        client = as_user(leader_of(campaign))

        assert client.get(url_of(campaign)).context["may_post"] is False
        assert client.post(url_of(campaign), given(persons)).status_code == 404


class TestRunning:
    def test_the_days_left_count_today(self, campaign, as_user, go_to):
        PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))
        go_to(date(2026, 3, 11))

        answer = as_user(officer_of(campaign)).get(url_of(campaign))

        assert "含今天还有3个工作日" in answer.content.decode()

    def test_after_the_last_day_none_is_left(self, campaign, as_user, go_to):
        PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))
        go_to(date(2026, 3, 14))

        [row] = as_user(officer_of(campaign)).get(url_of(campaign)).context["notices"]

        assert row["days_left"] == 0

    def test_before_the_first_day_it_says_from_when_it_counts(self, campaign, as_user, go_to):
        notice = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))
        go_to(notice.first_day - timedelta(days=1))

        shown = as_user(officer_of(campaign)).get(url_of(campaign)).content.decode()

        assert f"自{notice.first_day.month}月{notice.first_day.day}日起计5个工作日" in shown
        assert "含今天还有" not in shown

    def test_natural_days_are_counted_as_such(self, campaign, as_user, go_to):
        notice = PublicityFactory(campaign=campaign, unit="day", persons=proposed_persons(campaign))
        go_to(notice.first_day)

        answer = as_user(officer_of(campaign)).get(url_of(campaign))

        assert (answer.context["notices"][0]["notice"], "还有5个自然日" in answer.content.decode()) == (
            notice,
            True,
        )

    def test_a_provisional_end_is_marked(self, campaign, as_user):
        PublicityFactory(campaign=campaign, is_provisional=True, persons=proposed_persons(campaign))

        assert "暂定" in as_user(officer_of(campaign)).get(url_of(campaign)).content.decode()

    def test_while_the_campaign_stands_still_the_days_do_too(self, campaign, as_user):
        PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))
        stages.suspend(campaign, by=officer_of(campaign), reason="上级要求暂停")

        answer = as_user(officer_of(campaign)).get(url_of(campaign))

        assert "公示期停止计算" in answer.content.decode()
        assert answer.context["notices"][0]["reason_form"] is None


class TestConcluding:
    def test_the_words_come_from_the_register(self, campaign, as_user):
        persons = proposed_persons(campaign, 2)
        PublicityFactory(campaign=campaign, ended=True, persons=persons)
        ObjectionFactory(candidacy=persons[0])
        ObjectionFactory(candidacy=persons[1], unfounded=True)

        [row] = as_user(officer_of(campaign)).get(url_of(campaign)).context["notices"]

        assert row["result_form"]["text"].value() == "公示期间收到反映事项2件，已办结1件。"
        assert row["held"] == [persons[0]]

    def test_nothing_received_is_said_as_well(self, campaign, as_user):
        PublicityFactory(campaign=campaign, ended=True, persons=proposed_persons(campaign))

        [row] = as_user(officer_of(campaign)).get(url_of(campaign)).context["notices"]

        assert row["result_form"]["text"].value() == "公示期间未收到反映事项。"

    def test_whom_an_open_objection_concerns_is_held_and_the_others_go_on(self, campaign, as_user):
        one, other = proposed_persons(campaign, 2)
        notice = PublicityFactory(campaign=campaign, ended=True, persons=[one, other])
        ObjectionFactory(candidacy=one)
        conclude = reverse("campaigns:publicity_conclude", args=[notice.pk])

        answer = as_user(officer_of(campaign)).post(conclude, {"text": "其余人选无影响任职的反映。"})

        one, other = (type(one).objects.get(pk=each.pk) for each in (one, other))
        assert said_by(answer) == [
            f"{one.staff.name}有反映事项尚未办结，已暂缓；其他人选继续办理",
            "已作出公示结论",
        ]
        assert (one.standing, other.standing) == (Standing.HELD, Standing.PROPOSED)

    def test_not_before_the_end(self, campaign, as_user):
        notice = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))
        conclude = reverse("campaigns:publicity_conclude", args=[notice.pk])

        answer = as_user(officer_of(campaign)).post(conclude, {"text": "无"})

        assert said_by(answer) == ["公示期到2026年3月13日，期满后才能作出公示结论"]


class TestRevoking:
    def test_its_persons_may_be_posted_anew(self, campaign, as_user):
        persons = proposed_persons(campaign)
        notice = PublicityFactory(campaign=campaign, persons=persons)
        client = as_user(officer_of(campaign))

        client.post(reverse("campaigns:publicity_revoke", args=[notice.pk]), {"reason": "职务名称有误"})

        page = client.get(url_of(campaign))
        assert list(page.context["form"].fields["people"].queryset) == persons
        assert (page.context["notices"], list(page.context["revoked"])) == ([], [notice])

    def test_without_a_reason_it_stays(self, campaign, as_user):
        notice = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))

        answer = as_user(officer_of(campaign)).post(reverse("campaigns:publicity_revoke", args=[notice.pk]))

        assert said_by(answer) == ["请写明撤销公示的原因"]
        assert Publicity.objects.get().state == Publicity.State.RUNNING


class TestWordingBeforePosting:
    def form(self, campaign, as_user, **changes):
        given = {
            "people": list(campaign.live().values_list("pk", flat=True)),
            "channels": list(campaign.ruleset.publicity.channels),
            "contact": "学校办公室，电话010-1",
            "happened_on": clock.today(),
        }
        return as_user(officer_of(campaign)).post(url_of(campaign), given | changes)

    def test_a_preview_shows_the_paper_and_keeps_nothing(self, campaign, as_user):
        proposed_persons(campaign)

        answer = self.form(campaign, as_user, preview="1")

        assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")
        assert not Publicity.objects.exists()
        assert not campaign.plan.documents.exists()

    def test_the_officers_words_are_posted(self, campaign, as_user):
        proposed_persons(campaign)

        self.form(campaign, as_user, text_addressee="全体教职员工")

        [document] = campaign.plan.documents.all()
        assert document.paper.wording["addressee"] == "全体教职员工"

    def test_a_figure_that_was_touched_is_named_and_nothing_is_posted(self, campaign, as_user):
        proposed_persons(campaign)

        answer = self.form(campaign, as_user, text_contact="来信来访。")

        assert "“受理方式”中的“{受理方式}”是锁定的数据，不能删改，请放回原处" in answer.content.decode()
        assert not Publicity.objects.exists()
