"""What the addresses of the procedure are about, built for one school and run by its officer."""

from campaigns.checks import SHEETS
from campaigns.choices import ActKind, AgendaPurpose, PlanRoleKind, Stage, Track
from campaigns.models import CandidateForm
from selection import clock
from selection.accounts import roles
from selection.accounts.acts import Role
from selection.records import reviews
from tests.access.objects.records import officer_of
from tests.access.visits import Visit, provides
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import (
    ActFactory,
    AdoptionFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    MeetingFactory,
    OpeningFactory,
    PlanFactory,
    PlanRoleFactory,
    RulesetDraftFactory,
    RulesetVersionFactory,
    SuspensionFactory,
    WaiverFactory,
)
from tests.factories.personnel import PostFactory, QuotaLineFactory
from tests.factories.records import chain

REASON = {"reason": "根据上级要求"}


def plan_of(school, **fields):
    return PlanFactory(organisation=school, created_by=officer_of(school), **fields)


def campaign_of(school, **fields):
    campaign = CampaignFactory(plan=plan_of(school), **fields)
    OpeningFactory(campaign=campaign)
    return campaign


def person_of(school, **fields):
    return CandidacyFactory(opening__campaign=campaign_of(school), **fields)


@provides("plan")
def plan(school):
    AdoptionFactory(organisation=school)
    campaign = CampaignFactory(plan=plan_of(school, draft=True))
    return Visit({"pk": campaign.plan_id})


@provides("invalid campaign")
def invalid_campaign(school):
    AdoptionFactory(organisation=school)
    campaign = CampaignFactory(plan=plan_of(school), at=Stage.VOIDED)
    OpeningFactory(campaign=campaign, result="voided")
    return Visit({"pk": campaign.pk})


@provides("ruleset")
def ruleset(school):
    return Visit({"pk": RulesetVersionFactory().pk})


@provides("post to fill")
def post_to_fill(school):
    RulesetVersionFactory()
    PostFactory(department__organisation=school)
    return Visit({})


@provides("person to check")
def person_to_check(school):
    found = {f"result_{item}": "clear" for item in SHEETS["signed"].items}
    return Visit(
        {"pk": person_of(school).pk, "sheet": "signed"}, found | {"checked_on": clock.today().isoformat()}
    )


@provides("ruleset to copy")
def ruleset_to_copy(school):
    return Visit({"pk": RulesetVersionFactory().pk}, {"name": "本校的规则"})


@provides("ruleset to adopt")
def ruleset_to_adopt(school):
    return Visit({"pk": RulesetVersionFactory().pk}, {"schools": [school.pk]})


@provides("ruleset to interpret")
def ruleset_to_interpret(school):
    said = {"about": "AMB-10", "text": "按收回的票数计算", "given_on": clock.today().isoformat()}
    return Visit({"pk": RulesetVersionFactory().pk}, said)


@provides("offered ruleset")
def offered_ruleset(school):
    version = RulesetVersionFactory()
    version.offered_by.add(school.bureau)
    return Visit({"pk": version.pk})


@provides("ruleset draft")
def ruleset_draft(school):
    return Visit({"pk": RulesetDraftFactory(organisation=school).pk})


@provides("part of a ruleset draft")
def part_of_a_ruleset_draft(school):
    draft = RulesetDraftFactory(organisation=school)
    said = {f"effects.{key}": effect for key, effect in draft.ruleset.effects.items()}
    said |= {f"approvers.{key}": approver for key, approver in draft.ruleset.approvers.items()}
    return Visit({"pk": draft.pk, "part": "force"}, said)


@provides("opening of a draft")
def opening_of_a_draft(school):
    return Visit({"pk": OpeningFactory(campaign__plan=plan_of(school, draft=True)).pk})


@provides("track without a post")
def track_without_a_post(school):
    plan = plan_of(school, draft=True)
    OpeningFactory(campaign__plan=plan)
    return Visit({"pk": CampaignFactory(plan=plan, track=Track.DIRECT).pk})


@provides("plan role")
def plan_role(school):
    return Visit({"pk": PlanRoleFactory(plan=plan_of(school), kind=PlanRoleKind.INSPECTOR).pk}, REASON)


@provides("plan review")
def plan_review(school):
    drafted = CampaignFactory(plan=plan_of(school, draft=True)).plan
    drafted.review = reviews.start("plan", school, drafted.title, [], drafted.ledger)
    drafted.save(update_fields=["review"])
    return Visit({"pk": drafted.review.pk})


@provides("quota to submit")
def quota_to_submit(school):
    AdoptionFactory(organisation=school)
    line = QuotaLineFactory(
        table__organisation=school, table__review=None, department__organisation=school, requested=2
    )
    return Visit({"pk": line.table_id})


@provides("candidate form")
def candidate_form(school):
    """Sent back to the school, with one person who still stands."""
    person = person_of(school, qualified=True)
    plan, officer = person.campaign.plan, officer_of(school)
    AdoptionFactory(organisation=school)
    meeting = AgendaItemFactory(campaign=person.campaign, purpose=AgendaPurpose.CANDIDATES)
    levels = chain(school, Role.ZONE_REVIEWER, Role.BUREAU_REVIEWER)
    review = reviews.start("candidate", school, "人选审核表", levels, plan.ledger)
    form = CandidateForm.objects.create(
        plan=plan, campaign=person.campaign, agenda_item=meeting, review=review, opinion="同意"
    )
    form.candidacies.add(person)
    reviews.submit(review, {}, by=officer)
    reviewer = roles.holders(Role.ZONE_REVIEWER, school.parent).first() or UserFactory(
        organisation=school.parent, role=Role.ZONE_REVIEWER
    )
    reviews.decide(review, reviewer, False, remarks="请补充研究意见")
    return Visit({"pk": form.pk}, {"opinion": "同意报审", "people": [person.pk]})


@provides("campaign with somebody to report")
def campaign_with_somebody_to_report(school):
    person = person_of(school)
    AdoptionFactory(organisation=school)
    met = AgendaItemFactory(campaign=person.campaign, purpose=AgendaPurpose.CANDIDATES)
    return Visit({"pk": person.campaign.pk}, {"item": met.pk, "people": [person.pk], "opinion": "同意报审"})


@provides("campaign")
def campaign(school):
    return Visit({"pk": campaign_of(school).pk}, REASON)


@provides("suspended campaign")
def suspended_campaign(school):
    stopped = SuspensionFactory(campaign=campaign_of(school, suspended_on=clock.today()))
    return Visit({"pk": stopped.campaign.pk}, REASON)


@provides("step")
def step(school):
    return Visit({"pk": campaign_of(school).pk, "step": "announce"})


@provides("way back")
def way_back(school):
    return Visit({"pk": campaign_of(school, at="evaluate").pk, "step": "recommend_again"}, REASON)


@provides("kind of act")
def kind_of_act(school):
    return Visit({"pk": campaign_of(school).pk, "kind": ActKind.STUDY})


@provides("act on paper")
def act_on_paper(school):
    entered = ActFactory(campaign=campaign_of(school), is_backfilled=True)
    return Visit({"model": "act", "pk": entered.pk})


@provides("purpose of a meeting")
def purpose_of_a_meeting(school):
    return Visit({"pk": campaign_of(school).pk, "purpose": AgendaPurpose.PLAN})


@provides("decision of a meeting")
def decision_of_a_meeting(school):
    return Visit({"pk": AgendaItemFactory(campaign=campaign_of(school)).pk})


@provides("meeting")
def meeting(school):
    return Visit({"pk": MeetingFactory(plan=campaign_of(school).plan).pk})


@provides("act to correct")
def act_to_correct(school):
    act = ActFactory(campaign=campaign_of(school), kind=ActKind.STUDY, text="学习有关办法。")
    return Visit({"model": "act", "pk": act.pk}, REASON)


@provides("paper act to send back")
def paper_act_to_send_back(school):
    act = ActFactory(campaign=campaign_of(school), is_backfilled=True)
    return Visit({"model": "act", "pk": act.pk}, REASON)


@provides("opening")
def opening(school):
    return Visit({"pk": campaign_of(school).openings.get().pk, "result": "vacant"}, REASON)


@provides("candidacy")
def candidacy(school):
    return Visit({"pk": person_of(school).pk}, {"conclusion": "eligible"})


@provides("screened person")
def screened_person(school):
    person = person_of(school, screening={"conclusion": "eligible"})
    return Visit({"pk": person.pk}, {"conclusion": "eligible"})


@provides("move of a person")
def move_of_a_person(school):
    return Visit({"pk": person_of(school).pk, "act": "hold"}, REASON)


@provides("waiver of the bureau")
def waiver_of_the_bureau(school):
    asked = WaiverFactory(campaign=campaign_of(school), of_the_bureau=True)
    return Visit({"pk": asked.pk}, REASON)


@provides("campaign with an exception")
def campaign_with_an_exception(school):
    asked = WaiverFactory(campaign=campaign_of(school))
    met = AgendaItemFactory(campaign=asked.campaign, purpose=AgendaPurpose.WAIVER)
    return Visit({"pk": asked.campaign.pk}, {"item": met.pk, "waivers": [asked.pk]})
