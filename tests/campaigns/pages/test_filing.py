"""Filing in the browser: the school sends, the bureau answers, on paper or here."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns import documents
from campaigns.choices import Stage
from campaigns.models import Filing, FilingReply
from campaigns.services import filing
from selection.accounts.models import Organisation
from selection.records.models import Paper
from tests.factories.campaigns import (
    PIDU,
    CampaignFactory,
    FilingFactory,
    appoint,
    bureau_reviewer_of,
    leader_of,
    officer_of,
    ready_to_file,
    scan_for,
    sign_report,
    submit,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 16)


@pytest.fixture(autouse=True)
def _monday(go_to):
    go_to(MONDAY)


def url(campaign):
    return reverse("campaigns:filing", args=[campaign.pk])


def scan():
    return SimpleUploadedFile("材料.pdf", b"%PDF-1.7 scan")


def errors_of(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def appointed():
    campaign, persons = ready_to_file()
    appoint(persons)
    return campaign


def sent():
    campaign, _ = ready_to_file(code=PIDU)
    submit(campaign.filing)
    return campaign


def state_of(campaign):
    return Filing.objects.get(campaign=campaign).state


class TestSending:
    def test_the_materials_stand_in_the_rulesets_order_with_what_is_missing(self, as_user):
        campaign, [person] = ready_to_file(traces=False)
        name = person.staff.name

        lines = as_user(officer_of(campaign)).get(url(campaign)).context["materials"]

        assert [(line.title, line.reasons) for line in lines] == [
            ("备案报告", ["备案报告尚未起草和签发"]),
            ("工作方案", []),
            ("职数核定表", []),
            ("人选审核表", [f"{name}的人选审核表尚未批准"]),
            ("民主推荐、民主测评结果表", ["没有有效的会议推荐结果", "没有有效的民主测评结果"]),
            ("考察材料", [f"{name}没有考察材料"]),
            ("党风廉政意见", [f"{name}的党风廉政意见尚未收到"]),
            ("会议纪要和表决结果", []),
            ("拟聘公示和公示结果", []),
            ("聘任文件", [f"{name}尚未办理聘任手续，须先发文再报送备案"]),
            ("干部任免审批表", []),
            ("干部选拔任用工作纪实表", []),
        ]

    def test_what_is_missing_leads_the_officer_to_where_it_is_mended(self, as_user):
        campaign = CampaignFactory(at=Stage.FILE, plan__finalised_at=None)
        FilingFactory(campaign=campaign)

        lines = as_user(officer_of(campaign)).get(url(campaign)).context["materials"]

        assert {line.title: (line.reasons, line.mend_url) for line in lines if line.mend_url} == {
            "工作方案": (["工作方案尚未批准定稿"], f"/plans/{campaign.plan_id}/review/"),
            "职数核定表": (["职数核定表尚未审核同意"], reverse("personnel:quotas")),
            "民主推荐、民主测评结果表": (
                ["没有有效的会议推荐结果", "没有有效的民主测评结果"],
                reverse("campaigns:people", args=[campaign.pk]),
            ),
            "会议纪要和表决结果": (
                ["没有讨论决定的会议记录"],
                reverse("campaigns:meeting_new", args=[campaign.pk, "decision"]),
            ),
            "拟聘公示和公示结果": (
                ["公示尚未期满并作出结论"],
                reverse("campaigns:publicity", args=[campaign.pk]),
            ),
        }

    def test_what_is_there_has_no_reason(self, as_user):
        campaign, _ = ready_to_file(code=PIDU)
        sign_report(campaign.filing)

        lines = as_user(officer_of(campaign)).get(url(campaign)).context["materials"]

        assert [(line.title, line.light) for line in lines] == [
            ("备案报告", "ok"),
            ("工作方案及批复", "ok"),
            ("职数核定表", "ok"),
            ("动议人选所在单位党组织把关意见表", "ok"),
            ("民主推荐、民主测评结果表", "ok"),
            ("考察材料", "ok"),
            ("党风廉政意见", "ok"),
            ("会议纪要和表决结果", "ok"),
            ("拟聘公示和公示结果", "ok"),
            ("干部任免审批表", "ok"),
            ("干部选拔任用工作纪实表", "ok"),
        ]

    def test_the_bureau_reads_who_is_filed_and_every_material_that_has_a_page(self, as_user):
        campaign, [person] = ready_to_file(code=PIDU)
        submit(campaign.filing)
        reader = as_user(bureau_reviewer_of(campaign))

        page = reader.get(url(campaign))

        linked = {line.title: line.page_url for line in page.context["materials"] if line.page_url}
        assert set(linked) >= {"备案报告", "职数核定表", "考察材料", "党风廉政意见", "会议纪要和表决结果"}
        assert {reader.get(address).status_code for address in linked.values()} == {200}
        assert reverse("campaigns:candidacy", args=[person.pk]) in page.content.decode()

    def test_a_material_whose_paper_is_a_draft_is_not_there(self, as_user):
        campaign, _ = ready_to_file(code=PIDU)
        officer = officer_of(campaign)
        drafts = [
            documents.plan.draw_up(campaign.plan, by=officer).paper,
            documents.filing_report.draw_up(campaign.filing, by=officer).paper,
        ]

        lines = {line.title: line for line in as_user(officer).get(url(campaign)).context["materials"]}

        for title, draft in zip(("工作方案及批复", "备案报告"), drafts, strict=True):
            assert lines[title].light == "no"
            assert lines[title].reasons == [f"“{draft.title}”尚未签发，由学校领导签发"]
            assert lines[title].mend_url == reverse("records:paper", args=[draft.pk])

    @pytest.mark.row("B062", side="refuses")
    def test_nothing_is_sent_while_a_paper_of_the_package_is_a_draft(self, as_user):
        campaign = appointed()
        sign_report(campaign.filing)
        draft = documents.plan.draw_up(campaign.plan, by=officer_of(campaign)).paper

        page = as_user(officer_of(campaign)).post(url(campaign), {"act": "send", "happened_on": MONDAY})

        assert page.context["forms"]["send"].non_field_errors() == [
            f"“{draft.title}”尚未签发，由学校领导签发，请签发后再报送"
        ]
        assert state_of(campaign) == Filing.State.DUE

    def test_a_button_pressed_twice_says_that_it_was_done(self, as_user):
        campaign = sent()

        page = as_user(officer_of(campaign)).post(
            url(campaign), {"act": "send", "happened_on": MONDAY}, follow=True
        )

        assert "备案的情况已有变动，这一步不能再办，请看现在的情况" in page.content.decode()
        assert campaign.filing.packages.count() == 1

    def test_one_button_sends_the_report_with_its_number(self, as_user):
        campaign = appointed()
        sign_report(campaign.filing)

        answer = as_user(officer_of(campaign)).post(url(campaign), {"act": "send", "happened_on": MONDAY})

        assert answer.url == url(campaign)
        assert state_of(campaign) == Filing.State.SUBMITTED
        shown = as_user(officer_of(campaign)).get(url(campaign)).content.decode()
        assert "第1次报送" in shown
        assert f"备案报告{Filing.objects.get().report.number}" in shown

    def test_before_the_document_it_is_refused_on_the_form(self, as_user):
        campaign, [person] = ready_to_file()

        refused = as_user(officer_of(campaign)).post(url(campaign), {"act": "send", "happened_on": MONDAY})

        said = f"{person.staff.name}尚未办理聘任手续，须先发文再报送备案"
        assert errors_of(refused) == {"__all__": [said]}
        assert refused.content.decode().count(said) == 2  # on the form, and in the list
        assert state_of(campaign) == Filing.State.DUE

    def test_what_was_sent_on_paper_counts_when_confirmed(self, as_user, go_to):
        campaign = appointed()
        go_to(date(2026, 3, 18))
        given = {"act": "send", "happened_on": MONDAY, "is_backfilled": "on", "scan": scan()}

        as_user(officer_of(campaign)).post(url(campaign), given)

        package = Filing.objects.get().package
        assert (package.happened_on, package.is_confirmed, state_of(campaign)) == (MONDAY, False, "due")
        leader = as_user(leader_of(campaign))
        confirm = reverse("campaigns:confirm", args=["filingpackage", package.pk])
        assert confirm in leader.get(url(campaign)).content.decode()
        leader.post(confirm)
        assert state_of(campaign) == Filing.State.SUBMITTED

    def test_a_draft_of_the_report_is_worded_before_it_goes_out(self, as_user):
        campaign = appointed()
        officer = as_user(officer_of(campaign))

        answer = officer.post(reverse("campaigns:filing_draft", args=[campaign.pk]))

        draft = Paper.objects.get(kind="filing_report")
        assert answer.url == reverse("records:paper", args=[draft.pk])
        assert answer.url in officer.get(url(campaign)).content.decode()
        refused = officer.post(url(campaign), {"act": "send", "happened_on": MONDAY})
        assert "备案报告尚未签发，由学校领导签发后再报送" in refused.content.decode()
        as_user(leader_of(campaign)).post(reverse("records:issue_paper", args=[draft.pk]))
        as_user(officer_of(campaign)).post(url(campaign), {"act": "send", "happened_on": MONDAY})
        draft.refresh_from_db()
        assert (draft.is_draft, Filing.objects.get().report) == (False, draft)

    def test_once_sent_no_draft_is_written(self, as_user):
        campaign = sent()

        answer = as_user(officer_of(campaign)).post(
            reverse("campaigns:filing_draft", args=[campaign.pk]), follow=True
        )

        assert "现在没有待报送的备案，不需要起草备案报告" in answer.content.decode()
        assert Paper.objects.filter(kind="filing_report").count() == 1

    @pytest.mark.parametrize(
        ("today", "changes", "sentence"),
        [
            (date(2026, 3, 23), {}, "已超过期限3天"),
            (MONDAY, {"is_provisional": True}, "期限按周一至周五暂定"),
        ],
    )
    def test_the_day_is_marked_late_or_provisional(self, as_user, go_to, today, changes, sentence):
        go_to(today)
        campaign = CampaignFactory(at=Stage.FILE)
        FilingFactory(campaign=campaign, **changes)

        shown = as_user(officer_of(campaign)).get(url(campaign)).content.decode()

        assert sentence in shown
        assert "2026年3月20日（周五）" in shown

    def test_before_the_last_stage_the_page_says_when_it_begins(self, as_user):
        campaign = CampaignFactory(at=Stage.PUBLICIZE)

        assert "还没有到备案的时候" in as_user(officer_of(campaign)).get(url(campaign)).content.decode()


class TestAnswering:
    def test_the_bureau_accepts_with_number_and_day(self, as_user):
        campaign = sent()
        given = {"act": "accept", "reply_number": "郫教任〔2026〕2号", "reply_on": MONDAY}

        as_user(bureau_reviewer_of(campaign)).post(url(campaign), given)

        reply = FilingReply.objects.get()
        assert (reply.is_acceptance, reply.document_number, reply.happened_on) == (
            True,
            "郫教任〔2026〕2号",
            MONDAY,
        )
        assert "郫教任〔2026〕2号" in as_user(officer_of(campaign)).get(url(campaign)).content.decode()

    def test_where_a_reply_is_asked_for_its_number_is_too(self, as_user):
        campaign = sent()

        refused = as_user(bureau_reviewer_of(campaign)).post(
            url(campaign), {"act": "accept", "reply_on": MONDAY}
        )

        assert list(errors_of(refused)) == ["reply_number"]
        assert state_of(campaign) == Filing.State.SUBMITTED

    def test_sent_back_with_remarks_the_school_sends_again(self, as_user):
        campaign = sent()
        bureau = as_user(bureau_reviewer_of(campaign))

        assert list(errors_of(bureau.post(url(campaign), {"act": "send_back", "remarks": ""}))) == ["remarks"]
        bureau.post(url(campaign), {"act": "send_back", "remarks": "缺会议纪要"})

        assert state_of(campaign) == Filing.State.SENT_BACK
        officer = as_user(officer_of(campaign))
        shown = officer.get(url(campaign)).content.decode()
        assert "缺会议纪要" in shown
        assert "补正后重新报送" in shown
        officer.post(url(campaign), {"act": "send", "happened_on": MONDAY})
        assert Filing.objects.get().package.number == 2

    def test_a_day_before_the_sending_is_refused(self, as_user):
        campaign = sent()

        refused = as_user(bureau_reviewer_of(campaign)).post(
            url(campaign), {"act": "accept", "reply_number": "1号", "reply_on": date(2026, 3, 13)}
        )

        assert errors_of(refused) == {
            "__all__": ["批复日期（2026年3月13日）早于报送日期（2026年3月16日），请核对"]
        }

    def test_a_written_reply_is_entered_by_the_school_and_confirmed_by_the_bureau(self, as_user):
        campaign = sent()
        given = {"act": "reply", "answer": "accepted", "happened_on": MONDAY, "reply_number": "2号"}

        as_user(officer_of(campaign)).post(url(campaign), given | {"scan": scan()})

        reply = FilingReply.objects.get()
        assert (reply.is_confirmed, state_of(campaign)) == (False, Filing.State.SUBMITTED)
        bureau = as_user(bureau_reviewer_of(campaign))
        confirm = reverse("campaigns:confirm", args=["filingreply", reply.pk])
        assert confirm in bureau.get(url(campaign)).content.decode()
        bureau.post(confirm)
        assert state_of(campaign) == Filing.State.ACCEPTED

    def test_nobody_takes_a_turn_that_is_not_theirs(self, as_user):
        campaign = sent()
        tries = {
            officer_of(campaign): {"act": "accept", "reply_number": "1号", "reply_on": MONDAY},
            leader_of(campaign): {"act": "accept", "reply_number": "1号", "reply_on": MONDAY},
            bureau_reviewer_of(campaign): {"act": "send", "happened_on": MONDAY},
        }

        answers = [as_user(user).post(url(campaign), given).status_code for user, given in tries.items()]

        assert answers == [404, 404, 404]
        assert state_of(campaign) == Filing.State.SUBMITTED

    def test_a_reply_that_comes_after_the_school_has_closed_is_accepted_only(self, as_user):
        campaign = sent()
        type(campaign).objects.filter(pk=campaign.pk).update(stage=Stage.CLOSED)

        page = as_user(bureau_reviewer_of(campaign)).get(url(campaign))

        assert list(page.context["forms"]) == ["accept"]


class TestInbox:
    def test_the_bureau_finds_what_waits_with_the_earliest_day_first(self, as_user):
        later, earlier, answered = sent(), sent(), sent()
        zone = later.organisation.parent
        for campaign in (earlier, answered):
            Organisation.objects.filter(pk=campaign.organisation.pk).update(
                parent=zone, path=f"{zone.path}{campaign.organisation.pk}."
            )
        Filing.objects.filter(campaign=earlier).update(due_on=date(2026, 3, 18))
        Filing.objects.filter(campaign=answered).update(state=Filing.State.ACCEPTED)

        page = as_user(bureau_reviewer_of(later)).get(reverse("campaigns:filings"))

        assert [each.campaign for each in page.context["filings"]] == [earlier, later]

    def test_an_empty_inbox_says_so(self, as_user):
        page = as_user(bureau_reviewer_of(CampaignFactory())).get(reverse("campaigns:filings"))

        assert "没有待批复的备案" in page.content.decode()

    def test_schools_have_no_such_page(self, as_user):
        assert as_user(officer_of(CampaignFactory())).get(reverse("campaigns:filings")).status_code == 403


def test_a_reply_on_paper_without_scan_is_refused(as_user):
    campaign = sent()
    given = {"act": "reply", "answer": "sent_back", "happened_on": MONDAY, "remarks": ""}
    officer = as_user(officer_of(campaign))

    assert list(errors_of(officer.post(url(campaign), given))) == ["scan"]
    assert errors_of(officer.post(url(campaign), given | {"scan": scan()})) == {
        "__all__": ["退回补正请写明意见"]
    }


def test_who_entered_the_paper_does_not_confirm_it(as_user):
    campaign = appointed()
    filing.submit_on_paper(
        campaign.filing, by=officer_of(campaign), happened_on=MONDAY, attachment=scan_for(campaign)
    )

    assert "核实无误" not in as_user(officer_of(campaign)).get(url(campaign)).content.decode()
