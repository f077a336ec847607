"""Who is appointed on what, and what does it bring into the register? (A086–A087, A025–A026, B073)"""

from dataclasses import replace
from datetime import date

import pytest

from campaigns.choices import ActKind, Issuer, Stage, Standing
from campaigns.models import Appointment, FilingReply, Opening
from campaigns.rulesets.presets import COUNTY_SCHOOLS
from campaigns.rulesets.values import Procedure
from campaigns.services import acts, annulling, appointing, people, stages
from personnel.models import Department, Tenure
from selection.reasons import Refused
from selection.records import ledgers, papers
from selection.records.models import Paper
from tests.factories.accounts import TeacherFactory
from tests.factories.campaigns import (
    PIDU,
    ActFactory,
    CampaignFactory,
    CandidacyFactory,
    FilingFactory,
    FilingPackageFactory,
    ObjectionFactory,
    OpeningFactory,
    PublicityFactory,
    RoundFactory,
    appoint,
    approve_quota,
    bureau_reviewer_of,
    leader_of,
    officer_of,
    ready_to_file,
    scan_for,
)
from tests.factories.personnel import TenureFactory

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 16)


@pytest.fixture(autouse=True)
def _monday(go_to):
    go_to(MONDAY)


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


class TestBySchool:
    @pytest.mark.row("A086", side="holds")
    def test_the_document_is_issued_and_the_tenure_stands_in_the_register(self):
        campaign, [person] = ready_to_file()

        [made] = appoint([person])

        paper = campaign.plan.documents.get().paper
        assert (made.paper, made.document) == (paper, "校任〔2026〕1号")
        tenure = person.staff.tenures.get()
        assert (tenure.post, tenure.kind, tenure.starts_on, tenure.ends_on, tenure.document) == (
            person.opening.post,
            Tenure.Kind.APPOINTED,
            date(2026, 4, 1),
            date(2029, 3, 31),
            "校任〔2026〕1号",
        )
        person.refresh_from_db()
        assert (person.standing, person.opening.result) == (Standing.APPOINTED, Opening.Result.FILLED)

    def test_one_document_serves_several_persons(self):
        campaign, persons = ready_to_file(3)

        made = appoint(persons)

        assert [each.document for each in made] == ["校任〔2026〕1号"] * 3
        assert campaign.plan.documents.get().paper.number == "校任〔2026〕1号"

    def test_one_document_serves_two_campaigns_of_the_plan(self):
        campaign, [one] = ready_to_file()
        another = CandidacyFactory(
            opening__campaign__plan=campaign.plan, opening__campaign__at=Stage.FILE, proposed=True
        )
        PublicityFactory(campaign=another.campaign, concluded=True, persons=[another])
        approve_quota_for(one, another)

        made = appoint([one, another])

        assert {each.document for each in made} == {"校任〔2026〕1号"}

    def test_not_of_two_plans(self):
        _, [one] = ready_to_file()
        _, [another] = ready_to_file()

        assert refused(appoint, [one, another]) == ["一份聘任文件只能办理同一工作方案的人选，请分别办理"]

    def test_the_document_may_not_be_dated_ahead(self):
        _, [person] = ready_to_file()

        assert refused(appoint, [person], happened_on=date(2026, 3, 17)) == [
            "发生日期（2026年3月17日）晚于今天，请核对"
        ]

    def test_the_post_begins_on_the_planned_day_or_on_that_of_the_document(self, go_to):
        _, [early] = ready_to_file()
        _, [late] = ready_to_file()

        before = appoint([early])[0].starts_on
        go_to(date(2026, 4, 20))

        assert (before, appoint([late])[0].starts_on) == (date(2026, 4, 1), date(2026, 4, 20))

    def test_a_number_is_typed_only_for_a_document_that_is_out_on_paper(self):
        _, [person] = ready_to_file()

        assert refused(appoint, [person], document="某校〔2026〕9号") == [appointing.NUMBERED_WHEN_SIGNED]

    @pytest.mark.row("R-27", side="refuses")
    @pytest.mark.parametrize(("start", "is_near"), [(date(2027, 3, 16), True), (date(2027, 3, 17), False)])
    def test_it_begins_within_a_year_of_the_document(self, start, is_near):
        _, [person] = ready_to_file()

        if is_near:
            assert appoint([person], starts_on=start)[0].starts_on == start
        else:
            assert refused(appoint, [person], starts_on=start) == [
                f"{person.staff.name}的任职时间（2027年3月17日）比聘任文件（2026年3月16日）晚一年以上，请核对"
            ]

    @pytest.mark.row("R-27", side="holds")
    def test_it_may_begin_with_the_decision(self):
        _, [person] = ready_to_file()

        assert appoint([person], starts_on=date(2026, 3, 6))[0].starts_on == date(2026, 3, 6)

    @pytest.mark.row("R-27", side="refuses")
    def test_it_may_not_begin_before(self):
        _, [person] = ready_to_file()

        assert refused(appoint, [person], starts_on=date(2026, 3, 5)) == [
            f"{person.staff.name}的任职时间（2026年3月5日）早于讨论决定（2026年3月6日），请核对"
        ]

    def test_the_leader_may_do_it_and_a_teacher_may_not(self):
        campaign, [person] = ready_to_file()
        teacher = TeacherFactory(organisation=campaign.organisation)

        assert refused(appoint, [person], by=teacher) == ["您没有办理聘任的权限，或因回避不能办理"]

    def test_only_in_the_stage_of_filing(self):
        person = CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, proposed=True)

        assert refused(appoint, [person]) == ["现在是“拟聘公示”阶段，不能办理聘任"]

    def test_nobody_is_nothing(self):
        assert refused(appointing.appoint, [], by=TeacherFactory()) == ["请选择拟聘人选"]

    @pytest.mark.row("R-28", side="holds")
    def test_nothing_is_said_of_a_probation(self):
        campaign, [person] = ready_to_file(lateral=True)

        appoint([person])

        assert "试用" not in str(campaign.plan.documents.get().paper.context)


class TestWhatStandsInTheWay:
    @pytest.mark.row("B061", side="refuses")
    def test_a_notice_that_is_not_concluded(self):
        campaign, [person] = ready_to_file()
        campaign.publicities.update(state="ended")

        assert refused(appoint, [person]) == [f"{person.staff.name}的公示尚未期满并作结论，不能办理聘任"]

    @pytest.mark.row("A085", side="refuses")
    def test_a_person_at_the_same_rank_needs_the_notice_too(self):
        campaign, [person] = ready_to_file(lateral=True)
        campaign.publicities.get().candidacies.clear()

        assert refused(appoint, [person]) == [f"{person.staff.name}的公示尚未期满并作结论，不能办理聘任"]

    @pytest.mark.row("B059", side="refuses")
    def test_an_objection_that_came_late(self):
        _, [one, two] = ready_to_file(2)
        ObjectionFactory(candidacy=two)

        assert refused(appoint, [one, two]) == [f"{two.staff.name}有反映事项尚未办结，不能办理聘任"]
        assert not Appointment.objects.exists()

    @pytest.mark.row("TRAP-22", side="both")
    @pytest.mark.row("B059", side="holds")
    def test_one_objection_among_three_leaves_two_appointed_and_one_held(self):
        campaign, [one, two, three] = ready_to_file(3)
        ObjectionFactory(candidacy=three)
        people.hold(three, by=officer_of(campaign), reason="有反映事项尚未办结")
        appoint([one, two])

        standings = [person.standing for person in campaign.candidacies().order_by("pk")]
        assert standings == [Standing.APPOINTED, Standing.APPOINTED, Standing.HELD]

    @pytest.mark.row("T036", side="refuses")
    def test_what_was_found_to_matter(self):
        _, [person] = ready_to_file()
        ObjectionFactory(candidacy=person, affecting=True)

        assert refused(appoint, [person]) == [
            f"{person.staff.name}经查有影响任用的问题，不能办理聘任，请作不再列为人选处理"
        ]

    def test_a_standing_that_is_not_proposed(self):
        campaign, [one, two] = ready_to_file(2)
        people.hold(two, by=officer_of(campaign), reason="缓议")
        appoint([one])

        assert refused(appoint, [two]) == [f"{two.staff.name}现为“暂缓”，不能办理聘任"]
        assert f"{one.staff.name}已经聘任" in refused(appoint, [one])

    @pytest.mark.row("TRAP-10", side="refuses")
    @pytest.mark.row("A085", side="refuses")
    def test_a_document_dated_before_the_notice_is_over(self):
        campaign, [person] = ready_to_file()
        paper = {"document": "校任〔2026〕9号", "is_backfilled": True, "attachment": scan_for(campaign)}

        said = refused(appoint, [person], happened_on=date(2026, 3, 13), **paper)

        assert said == [
            f"{person.staff.name}的聘任文件日期（2026年3月13日）不晚于公示截止日（2026年3月13日），请核对"
        ]

    @pytest.mark.row("TRAP-10", side="holds")
    @pytest.mark.row("A085", side="holds")
    def test_a_document_dated_the_day_after(self):
        campaign, [person] = ready_to_file()
        paper = {"document": "校任〔2026〕9号", "is_backfilled": True, "attachment": scan_for(campaign)}

        assert appoint([person], happened_on=date(2026, 3, 14), **paper)

    @pytest.mark.row("A013", side="refuses")
    def test_somebody_who_is_too_old_when_the_post_begins(self):
        _, [person] = ready_to_file(staff__born=date(1974, 4, 1))

        assert refused(appoint, [person]) == [
            f"{person.staff.name}到任时已满退出中层岗位的年龄，须先报教育局同意延长任职"
        ]

    def test_more_persons_than_seats(self):
        campaign, [one] = ready_to_file()
        two = CandidacyFactory(opening=one.opening, proposed=True)
        campaign.publicities.get().candidacies.add(two)

        assert refused(appoint, [one, two]) == [f"{one.opening}名额1人，已聘任0人，不能再聘任2人"]


class TestByReply:
    """B073: 二 waits for the bureau's reply, 一 does not."""

    @pytest.mark.row("TRAP-26", side="refuses")
    @pytest.mark.row("B073", side="refuses")
    def test_where_the_reply_comes_first_nothing_is_issued_without_it(self):
        _, [person] = ready_to_file(code=PIDU)

        assert refused(appoint, [person]) == ["须先取得区教育局党委的批复，再印发聘任文件"]

    @pytest.mark.row("TRAP-26", side="holds")
    @pytest.mark.row("B073", side="holds")
    def test_where_the_document_comes_first_it_is_issued_without_a_reply(self):
        _, [person] = ready_to_file()

        assert appoint([person])

    def replied(self, on):
        campaign, persons = ready_to_file(code=PIDU)
        campaign.filing.delete()
        package = FilingPackageFactory(filing=FilingFactory(campaign=campaign, accepted=True))
        FilingReply.objects.create(
            package=package,
            organisation=campaign.organisation.bureau,
            is_acceptance=True,
            document_number="区教党批〔2026〕5号",
            happened_on=on,
            entered_by=bureau_reviewer_of(campaign),
        )
        return campaign, persons

    @pytest.mark.row("B073", side="holds")
    def test_after_the_reply_the_document_is_issued(self):
        _, persons = self.replied(date(2026, 3, 16))

        assert appoint(persons)

    @pytest.mark.row("B073", side="refuses")
    def test_a_paper_dated_before_the_reply_is_refused(self, go_to):
        campaign, [person] = self.replied(date(2026, 3, 18))
        go_to(date(2026, 3, 20))
        paper = {"document": "校任〔2026〕9号", "is_backfilled": True, "attachment": scan_for(campaign)}

        said = refused(appoint, [person], happened_on=date(2026, 3, 17), **paper)

        assert said == [
            f"{person.staff.name}的聘任文件日期（2026年3月17日）早于批复日期（2026年3月18日），须先批复后发文"
        ]


class TestElsewhere:
    """A087: union, league and pioneers are elected or approved, never issued by the school."""

    def of_the_union(self):
        campaign, [person] = ready_to_file(opening__of_the_union=True)
        return campaign, person

    @pytest.mark.row("TRAP-17", side="refuses")
    @pytest.mark.row("A087", side="refuses")
    def test_without_the_election_on_record_nobody_is_appointed(self):
        _, person = self.of_the_union()

        assert refused(appoint, [person]) == [
            f"{person.opening.post}按章程选举产生（依据《中华人民共和国工会法》《基层工会组织选举工作条例》），"
            "请先登记选举结果"
        ]

    @pytest.mark.row("A087", side="refuses")
    @pytest.mark.parametrize(
        ("procedure", "said"),
        [
            (Procedure("report"), "按干部管理权限报批，请先登记批复"),
            (
                Procedure("joint", "《某办法》"),
                "由学校与上级组织联合聘任（依据《某办法》），请先登记联合聘任文件",
            ),
            (Procedure(), "按干部管理权限报批或者按章程选举产生，请先登记批复或选举结果"),
        ],
        ids=["report", "joint", "either"],
    )
    def test_the_rulebook_says_how_and_on_what_base_a_body_gets_its_head(self, procedure, said):
        rules = replace(COUNTY_SCHOOLS, filing=replace(COUNTY_SCHOOLS.filing, union=procedure))
        _, [person] = ready_to_file(rules=rules, opening__of_the_union=True)

        assert refused(appoint, [person]) == [f"{person.opening.post}{said}"]

    def test_who_is_approved_or_appointed_jointly_is_not_elected(self):
        rules = replace(COUNTY_SCHOOLS, filing=replace(COUNTY_SCHOOLS.filing, union=Procedure("joint")))
        campaign, [person] = ready_to_file(rules=rules, opening__of_the_union=True)
        ActFactory(campaign=campaign, candidacy=person, kind=ActKind.APPROVED_ELSEWHERE)

        appoint([person])

        assert person.staff.tenures.get().kind == Tenure.Kind.APPOINTED

    @pytest.mark.row("TRAP-17", side="holds")
    @pytest.mark.row("A087", side="holds")
    def test_with_it_the_register_has_the_tenure_and_the_school_issues_nothing(self):
        campaign, person = self.of_the_union()
        ActFactory(
            campaign=campaign,
            candidacy=person,
            kind=ActKind.APPROVED_ELSEWHERE,
            figures={"document_number": "县总工组〔2026〕8号"},
        )

        [made] = appoint([person])

        assert (made.issuer, made.paper, made.document) == (Issuer.ELSEWHERE, None, "县总工组〔2026〕8号")
        assert person.staff.tenures.get().kind == Tenure.Kind.ELECTED
        assert not campaign.plan.documents.exists()

    def test_the_number_may_be_given_with_the_act(self):
        campaign, person = self.of_the_union()
        ActFactory(campaign=campaign, candidacy=person, kind=ActKind.APPROVED_ELSEWHERE)

        assert appoint([person], document="选举结果报告单")[0].document == "选举结果报告单"

    @pytest.mark.row("A086", side="holds")
    @pytest.mark.parametrize("kind", [Department.Kind.INTERNAL, Department.Kind.OTHER])
    def test_which_kinds_the_school_issues_is_said_by_the_rulebook(self, kind):
        opening = OpeningFactory(post__department__kind=kind)

        assert opening.issuer == Issuer.SCHOOL

    @pytest.mark.row("A087", side="holds")
    @pytest.mark.parametrize("kind", ["union", "league", "pioneer"])
    def test_and_which_not(self, kind):
        assert OpeningFactory(post__department__kind=kind).issuer == Issuer.ELSEWHERE


class TestTheDocument:
    """The officer draws it up, a leader signs it; nobody is appointed in between."""

    def drafted(self, persons, **facts):
        return appointing.appoint(persons, by=officer_of(persons[0].campaign), **facts)

    @pytest.mark.row("A086", side="refuses")
    def test_a_draft_appoints_nobody_and_an_officer_does_not_sign_it(self):
        campaign, [person] = ready_to_file()

        [made] = self.drafted([person])

        person.refresh_from_db()
        assert (person.standing, made.tenure, made.paper.is_draft) == (Standing.PROPOSED, None, True)
        assert refused(papers.issue, made.paper, by=officer_of(campaign)) == [
            "《聘任文件》须由学校领导签发，请学校领导在“待签文书”里签发"
        ]

    def test_what_comes_between_stops_the_signature(self):
        campaign, [person] = ready_to_file()
        [made] = self.drafted([person])
        ObjectionFactory(candidacy=person)

        said = refused(papers.issue, made.paper, by=leader_of(campaign))

        made.paper.refresh_from_db()
        assert said == [f"{person.staff.name}有反映事项尚未办结，不能办理聘任"]
        assert made.paper.is_draft

    def test_the_last_draft_is_the_one_that_is_signed(self):
        campaign, [one, two] = ready_to_file(2)
        self.drafted([one, two])

        [again] = self.drafted([one])

        assert list(Paper.objects.drafts()) == [again.paper]
        papers.issue(again.paper, by=leader_of(campaign))
        one.refresh_from_db()
        two.refresh_from_db()
        assert (one.standing, two.standing) == (Standing.APPOINTED, Standing.PROPOSED)

    def test_the_day_of_the_signature_is_the_day_of_the_appointment(self, go_to):
        campaign, [person] = ready_to_file()
        [made] = self.drafted([person])
        go_to(date(2026, 3, 17))

        papers.issue(made.paper, by=leader_of(campaign))

        made.refresh_from_db()
        assert (made.happened_on, made.document) == (date(2026, 3, 17), "校任〔2026〕1号")

    def test_a_document_entered_from_paper_takes_the_place_of_a_draft(self):
        campaign, [person] = ready_to_file()
        self.drafted([person])

        [made] = self.drafted(
            [person],
            document="校任〔2026〕9号",
            happened_on=date(2026, 3, 14),
            is_backfilled=True,
            attachment=scan_for(campaign),
        )

        made.refresh_from_db()
        assert (made.paper, Paper.objects.count()) == (None, 0)


class TestPredecessors:
    def replacing(self, ends_on=date(2026, 8, 31), **traits):
        campaign, [person] = ready_to_file(**traits)
        old = TenureFactory(
            post=person.opening.post, staff__organisation=campaign.organisation, ends_on=ends_on
        )
        person.opening.ending.add(old)
        return person, old

    def ended(self, tenure):
        tenure.refresh_from_db()
        return tenure.ended_on, tenure.end_reason

    @pytest.mark.row("A026", side="holds")
    def test_a_term_that_is_over_lapses_by_itself(self):
        person, old = self.replacing(ends_on=date(2026, 3, 31))

        appoint([person])

        assert self.ended(old) == (date(2026, 4, 1), "expired")

    @pytest.mark.row("A026", side="refuses")
    def test_a_term_that_runs_on_is_ended(self):
        person, old = self.replacing(ends_on=date(2026, 4, 1))

        appoint([person])

        assert self.ended(old) == (date(2026, 4, 1), "removed")

    def test_who_moves_to_another_post_of_the_plan_is_transferred(self):
        _, [one, two] = ready_to_file(2)
        old = TenureFactory(post=one.opening.post, staff=two.staff)
        one.opening.ending.add(old)

        appoint([one, two])

        assert self.ended(old) == (date(2026, 4, 1), "transferred")

    def test_while_a_seat_is_empty_only_the_persons_own_post_ends(self):
        campaign, [person] = ready_to_file(opening__seats=2)
        own = TenureFactory(post=person.opening.post, staff=person.staff)
        other = TenureFactory(post=person.opening.post, staff__organisation=campaign.organisation)
        person.opening.ending.set([own, other])

        appoint([person])

        assert self.ended(own) == (date(2026, 4, 1), "removed")
        assert self.ended(other) == (None, "")
        person.opening.refresh_from_db()
        assert person.opening.result == Opening.Result.OPEN


class TestQuota:
    """A055 is asked again under the school's lock when the appointment is made out."""

    @pytest.mark.row("A055", side="refuses")
    def test_what_has_become_too_many_is_refused(self):
        campaign, [person] = ready_to_file()
        TenureFactory(
            post=person.opening.post,
            staff__organisation=campaign.organisation,
            ends_on=date(2028, 8, 31),
        )

        [said] = refused(appoint, [person])

        post = person.opening.post
        assert said == f"{post.department}正职核定1人，留任1人，加本次1人共2人，超出核定职数"

    @pytest.mark.row("TRAP-15", side="refuses")
    @pytest.mark.row("A055", side="refuses")
    def test_two_campaigns_that_ask_for_one_place_are_both_too_many(self):
        campaign, [one] = ready_to_file()
        department = one.opening.post.department
        another = CampaignFactory(plan=campaign.plan, at=Stage.FILE)
        OpeningFactory(campaign=another, post__department=department, post__title="另一职务")

        said = refused(appoint, [one])

        assert said == [f"{department}正职核定1人，留任0人，加本次2人共2人，超出核定职数"]

    @pytest.mark.row("TRAP-15", side="refuses")
    @pytest.mark.row("A055", side="refuses")
    def test_another_plan_that_asks_for_the_place_is_named(self):
        campaign, [one] = ready_to_file()
        department = one.opening.post.department
        another = CampaignFactory(
            plan__organisation=campaign.organisation, plan__title="竞岗方案", plan__body=None, at=Stage.FILE
        )
        OpeningFactory(campaign=another, post__department=department, post__title="另一职务")

        assert refused(appoint, [one]) == [
            f"{department}正职核定1人，留任0人，加本次1人、《竞岗方案》1人共2人，超出核定职数"
        ]

    @pytest.mark.row("TRAP-15", side="holds")
    @pytest.mark.row("A055", side="holds")
    def test_the_seat_that_was_filled_before_is_not_counted_twice(self):
        campaign, [one] = ready_to_file(opening__seats=2)
        two = CandidacyFactory(opening=one.opening, proposed=True)
        RoundFactory(opening=one.opening, number=2, agree={one: 7, two: 7})
        campaign.publicities.get().candidacies.add(two)
        appoint([one])

        assert appoint([two])
        one.opening.refresh_from_db()
        assert one.opening.result == Opening.Result.FILLED


class TestOnPaper:
    def enter(self, campaign, persons, **changes):
        facts = {
            "document": "校任〔2026〕9号",
            "happened_on": date(2026, 3, 14),
            "is_backfilled": True,
            "attachment": scan_for(campaign),
        } | changes
        return appoint(persons, **facts)

    def test_nothing_happens_before_a_second_person_has_confirmed_it(self):
        campaign, [person] = ready_to_file()

        [made] = self.enter(campaign, [person])

        person.refresh_from_db()
        assert (person.standing, made.tenure, Tenure.objects.count()) == (Standing.PROPOSED, None, 0)

    def test_then_it_takes_effect_for_all_whom_the_document_names(self):
        campaign, persons = ready_to_file(2)
        one, two = self.enter(campaign, persons)
        leader = leader_of(campaign)

        acts.confirm(one, by=leader)

        two.refresh_from_db()
        assert two.confirmed_by == leader
        documents = [tenure.document for tenure in Tenure.objects.all()]
        assert documents == ["校任〔2026〕9号"] * 2
        assert not campaign.plan.documents.exists()

    def test_what_came_between_stops_it(self):
        campaign, [person] = ready_to_file()
        [made] = self.enter(campaign, [person])
        ObjectionFactory(candidacy=person)

        said = refused(acts.confirm, made, by=leader_of(campaign))

        assert said == [f"{person.staff.name}有反映事项尚未办结，不能办理聘任"]
        made.refresh_from_db()
        assert made.confirmed_at is None

    def test_a_mistake_is_entered_anew_while_nobody_has_confirmed_it(self):
        campaign, [person] = ready_to_file()
        [first] = self.enter(campaign, [person])

        [second] = self.enter(campaign, [person], document="校任〔2026〕10号")

        assert (first.pk, second.document) == (second.pk, "校任〔2026〕10号")

    def test_without_a_number_it_is_no_document(self):
        campaign, persons = ready_to_file()

        assert refused(self.enter, campaign, persons, document=" ") == ["请填写聘任文件的文号"]


class TestTheSchoolsLedger:
    """What comes into the register is in the school's ledger too, whoever brings it there."""

    def test_it_hears_of_the_tenure_and_of_the_predecessors_end(self):
        campaign, [person] = ready_to_file()
        old = TenureFactory(post=person.opening.post, staff__organisation=campaign.organisation)
        person.opening.ending.add(old)

        appoint([person])

        assert _acts_of(campaign.organisation) == ["登记任职", "登记离任"]

    def test_it_hears_that_a_tenure_never_was(self):
        campaign, persons = ready_to_file()
        [made] = appoint(persons)

        annulling.void(made, by=bureau_reviewer_of(campaign), reason="违反程序")

        assert _acts_of(campaign.organisation) == ["登记任职", "宣布任职无效"]


def _acts_of(school):
    return [entry.act for entry in ledgers.of_organisation(school).entries.all()]


class TestVoiding:
    """A132: by the bureau, for one appointment or with the campaign."""

    def test_one_appointment_alone(self):
        campaign, persons = ready_to_file(2)
        one, two = appoint(persons)

        annulling.void(one, by=bureau_reviewer_of(campaign), reason="违反程序")

        one.refresh_from_db()
        two.refresh_from_db()
        assert (one.voided_on, one.tenure.voided_on) == (MONDAY, MONDAY)
        assert (two.voided_on, two.tenure.voided_on) == (None, None)

    def test_with_the_campaign_all_of_them(self):
        campaign, persons = ready_to_file(2)
        appoint(persons)

        stages.void(campaign, by=bureau_reviewer_of(campaign), reason="违反程序")

        assert list(Tenure.objects.values_list("voided_on", flat=True)) == [MONDAY, MONDAY]

    @pytest.mark.row("A132", side="holds")
    def test_persons_posts_and_papers_say_so(self):
        campaign, [person] = ready_to_file()
        [made] = appoint([person])

        stages.void(campaign, by=bureau_reviewer_of(campaign), reason="违反程序")

        made.refresh_from_db()
        person = made.candidacy
        notice = campaign.publicities.get()
        assert (person.standing, person.opening.result, notice.state, made.paper.state) == (
            Standing.ANNULLED,
            "voided",
            "revoked",
            "withdrawn",
        )

    def test_not_by_the_school_not_without_reason_and_once(self):
        campaign, persons = ready_to_file()
        [made] = appoint(persons)
        bureau = bureau_reviewer_of(campaign)

        assert refused(annulling.void, made, by=officer_of(campaign), reason="违反程序") == [
            "您没有宣布聘任无效的权限，或因回避不能办理"
        ]
        assert refused(annulling.void, made, by=bureau, reason="") == ["请写明宣布无效的原因"]
        annulling.void(made, by=bureau, reason="违反程序")
        assert refused(annulling.void, made, by=bureau, reason="违反程序") == ["该聘任已经宣布无效"]


def approve_quota_for(*persons):
    """A table with a seat for each person's post."""
    places = {(person.opening.post.department, person.opening.post.rank): 1 for person in persons}
    return approve_quota(persons[0].campaign, places)
