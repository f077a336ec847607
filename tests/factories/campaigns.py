"""Selections in the situations that tests need: rows are set as the services would have left them."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from campaigns import documents
from campaigns.choices import (
    ActKind,
    AgendaPurpose,
    DisciplineResult,
    Disposition,
    ObjectionChannel,
    PlanRoleKind,
    Purpose,
    Source,
    Stage,
    Standing,
    Track,
    TrackReason,
)
from campaigns.models import (
    Act,
    Adoption,
    AgendaItem,
    Appointment,
    Campaign,
    Candidacy,
    CandidateForm,
    DisciplineOpinion,
    Filing,
    FilingPackage,
    Inspection,
    Investigator,
    Meeting,
    Objection,
    Opening,
    Plan,
    PlanRole,
    Publicity,
    Round,
    RulesetDraft,
    RulesetVersion,
    Suspension,
    Waiver,
)
from campaigns.rulesets import codec
from campaigns.rulesets.presets import BY_CODE
from campaigns.services import appointing
from campaigns.services import filing as filings
from personnel.models import StaffMember
from selection import clock
from selection.records import ledgers, papers
from selection.records.models import Review
from tests.factories.accounts import (
    BureauReviewerFactory,
    DisciplineFactory,
    LeaderFactory,
    OfficerFactory,
    SchoolFactory,
    TeacherFactory,
    UserFactory,
)
from tests.factories.personnel import (
    BodyFactory,
    PostFactory,
    QuotaLineFactory,
    QuotaTableFactory,
    StaffFactory,
)
from tests.factories.records import AttachmentFactory, LedgerFactory

COUNTY, PIDU = "county-schools", "pidu-school"
REPORTED_ON = date(2026, 3, 2)  # a Monday; what comes before publicity happened on it
DECIDED_ON = date(2026, 3, 6)  # a Friday


class RulesetVersionFactory(DjangoModelFactory):
    """A preset as it is published; the same code gives the same row."""

    class Meta:
        model = RulesetVersion
        django_get_or_create = ("code", "version")

    class Params:
        preset = factory.LazyAttribute(lambda o: BY_CODE[o.code])

    code = COUNTY
    version = factory.SelfAttribute("preset.version")
    name = factory.SelfAttribute("preset.name")
    text = factory.LazyAttribute(lambda o: codec.dumps(o.preset))
    digest = factory.LazyAttribute(lambda o: codec.digest(o.text))
    published_at = factory.LazyFunction(clock.now)


class RulesetDraftFactory(DjangoModelFactory):
    """A copy that nobody has changed yet."""

    class Meta:
        model = RulesetDraft

    organisation = factory.SubFactory(SchoolFactory)
    base = factory.SubFactory(RulesetVersionFactory)
    code = factory.LazyAttribute(lambda o: f"{o.organisation.code}-own")
    text = factory.LazyAttribute(lambda o: o.base.text)
    started_by = factory.LazyAttribute(lambda o: OfficerFactory(organisation=o.organisation))
    started_at = factory.LazyFunction(clock.now)


class AdoptionFactory(DjangoModelFactory):
    class Meta:
        model = Adoption

    organisation = factory.SubFactory(SchoolFactory)
    ruleset = factory.SubFactory(RulesetVersionFactory)


class PlanFactory(DjangoModelFactory):
    """An approved plan with its people: officer, a team of three, scrutineer, a body of seven.

    ``code`` names the preset; ``rules`` replaces the preset's text by another ruleset.
    """

    class Meta:
        model = Plan
        skip_postgeneration_save = True

    class Params:
        code = COUNTY
        rules = factory.LazyAttribute(lambda o: BY_CODE[o.code])
        draft = factory.Trait(finalised_at=None)

    organisation = factory.SubFactory(SchoolFactory)
    title = "2026年中层干部选拔任用工作方案"
    ledger = factory.LazyAttribute(lambda o: LedgerFactory(organisation=o.organisation, title=o.title))
    ruleset_version = factory.LazyAttribute(lambda o: RulesetVersionFactory(code=o.code))
    snapshot = factory.LazyAttribute(lambda o: codec.dumps(o.rules))
    snapshot_digest = factory.LazyAttribute(lambda o: codec.digest(o.snapshot))
    reference_on = date(2026, 3, 1)
    starts_on = date(2026, 4, 1)
    categories = factory.LazyFunction(lambda: ["established"])
    created_by = factory.LazyAttribute(lambda o: OfficerFactory(organisation=o.organisation))
    created_at = factory.LazyFunction(clock.now)
    finalised_at = factory.LazyFunction(clock.now)
    body = factory.LazyAttribute(lambda o: BodyFactory(organisation=o.organisation, members=7))

    @factory.post_generation
    def people(self, create, extracted, **kwargs):
        PlanRoleFactory(plan=self, kind=PlanRoleKind.OFFICER, user=self.created_by)
        PlanRoleFactory(plan=self, kind=PlanRoleKind.TEAM_LEADER)
        PlanRoleFactory.create_batch(2, plan=self, kind=PlanRoleKind.INSPECTOR)
        PlanRoleFactory(plan=self, kind=PlanRoleKind.SCRUTINEER)


class PlanRoleFactory(DjangoModelFactory):
    class Meta:
        model = PlanRole

    plan = factory.SubFactory(PlanFactory)
    user = factory.LazyAttribute(lambda o: UserFactory(organisation=o.plan.organisation))
    kind = PlanRoleKind.INSPECTOR
    started_on = REPORTED_ON


class CampaignFactory(DjangoModelFactory):
    """A non-competitive selection of an approved plan; ``at`` puts it at a stage, ``code`` names the preset."""

    class Meta:
        model = Campaign

    class Params:
        at = Stage.PREPARE
        code = COUNTY

    plan = factory.SubFactory(PlanFactory, code=factory.SelfAttribute("..code"))
    track = Track.NON_COMPETITIVE
    stage = factory.SelfAttribute("at")


class OpeningFactory(DjangoModelFactory):
    """One post of the school's own departments; ``of_the_union`` is filled by election."""

    class Meta:
        model = Opening
        skip_postgeneration_save = True

    class Params:
        of_the_union = factory.Trait(
            post=factory.SubFactory(
                PostFactory,
                elected_by_union=True,
                department__organisation=factory.SelfAttribute("...campaign.plan.organisation"),
            )
        )

    campaign = factory.SubFactory(CampaignFactory)
    post = factory.SubFactory(
        PostFactory, department__organisation=factory.SelfAttribute("...campaign.plan.organisation")
    )
    seats = 1
    reason = TrackReason.ADJUSTMENT

    @factory.post_generation
    def ending(self, create, extracted, **kwargs):
        self.ending.set(extracted or [])


class CandidacyFactory(DjangoModelFactory):
    """A person brought up for an opening: ``inspectee``, ``proposed`` …; ``lateral`` is no promotion."""

    class Meta:
        model = Candidacy

    class Params:
        qualified = factory.Trait(standing=Standing.QUALIFIED, screening_conclusion="eligible")
        inspectee = factory.Trait(standing=Standing.INSPECTEE, screening_conclusion="eligible")
        proposed = factory.Trait(standing=Standing.PROPOSED, screening_conclusion="eligible")
        held = factory.Trait(
            standing=Standing.HELD, held_from=Standing.PROPOSED, standing_reason="有反映事项尚未办结"
        )
        withdrawn = factory.Trait(standing=Standing.WITHDRAWN, standing_reason="本人放弃")
        lateral = factory.Trait(is_promotion=False)

    opening = factory.SubFactory(OpeningFactory)
    staff = factory.SubFactory(
        StaffFactory,
        with_account=True,
        organisation=factory.SelfAttribute("..opening.campaign.plan.organisation"),
    )
    source = Source.RECOMMENDATION


class MeetingFactory(DjangoModelFactory):
    """A meeting of all seven; ``on_paper`` was entered later and waits for a second person."""

    class Meta:
        model = Meeting

    class Params:
        on_paper = factory.Trait(is_backfilled=True)

    plan = factory.SubFactory(PlanFactory)
    body = factory.SelfAttribute("plan.body")
    name = "党政联席会议"
    happened_on = REPORTED_ON
    due = 7
    present = 7
    entered_by = factory.SelfAttribute("plan.created_by")


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    campaign = factory.SubFactory(CampaignFactory)
    meeting = factory.SubFactory(MeetingFactory, plan=factory.SelfAttribute("..campaign.plan"))
    purpose = AgendaPurpose.DECISION
    resolution = "同意"


class ActFactory(DjangoModelFactory):
    class Meta:
        model = Act

    campaign = factory.SubFactory(CampaignFactory)
    plan = factory.SelfAttribute("campaign.plan")
    kind = ActKind.INSPECTION_NOTICE
    happened_on = REPORTED_ON
    entered_by = factory.SelfAttribute("plan.created_by")


class RoundFactory(DjangoModelFactory):
    """A vote of the body with its figures: ``agree`` gives {person: voices}, the rest opposes."""

    class Meta:
        model = Round

    class Params:
        agree = factory.LazyFunction(dict)
        entitled = 7
        present = factory.SelfAttribute("entitled")

    campaign = factory.LazyAttribute(lambda o: o.opening.campaign)
    opening = factory.SubFactory(OpeningFactory)
    purpose = Purpose.DECISION
    number = 1
    happened_on = DECIDED_ON
    entered_by = factory.SelfAttribute("campaign.plan.created_by")
    figures = factory.LazyAttribute(
        lambda o: {
            "entitled": o.entitled,
            **dict.fromkeys(("present", "issued", "collected", "valid"), o.present),
            "spoiled": 0,
            "subjects": {
                str(person.pk): {"agree": voices, "oppose": o.present - voices, "abstain": 0}
                for person, voices in o.agree.items()
            },
        }
    )


class InspectionFactory(DjangoModelFactory):
    """A complete text that nobody has signed; ``signed`` bears the whole team's names."""

    class Meta:
        model = Inspection
        skip_postgeneration_save = True

    candidacy = factory.SubFactory(CandidacyFactory, inspectee=True, opening__campaign__at=Stage.INSPECT)
    virtue = "政治立场坚定。"
    ability = "组织协调能力强。"
    diligence = "工作勤勉。"
    achievement = "教学实绩突出。"
    integrity = "廉洁自律。"
    ethics = "师德良好。"
    shortcomings = "创新不够。"
    conclusion = "建议列为拟聘人选。"
    happened_on = REPORTED_ON
    entered_by = factory.LazyAttribute(lambda o: o.candidacy.campaign.plan.inspectors[0])

    @factory.post_generation
    def signed(self, create, extracted, **kwargs):
        if extracted:
            self.signers.set(self.candidacy.campaign.plan.inspectors)


class DisciplineOpinionFactory(DjangoModelFactory):
    """Asked and waiting; ``clear`` is answered with nothing against the person."""

    class Meta:
        model = DisciplineOpinion

    class Params:
        clear = factory.Trait(result=DisciplineResult.CLEAR, petitions=DisciplineResult.CLEAR)

    candidacy = factory.SubFactory(CandidacyFactory, inspectee=True, opening__campaign__at=Stage.INSPECT)
    requested_on = REPORTED_ON
    happened_on = REPORTED_ON
    entered_by = factory.LazyAttribute(lambda o: o.candidacy.campaign.plan.created_by)


class PublicityFactory(DjangoModelFactory):
    """Five working days from Monday 9 March to Friday 13 March 2026, for ``persons``."""

    class Meta:
        model = Publicity
        skip_postgeneration_save = True

    class Params:
        ended = factory.Trait(
            state=Publicity.State.ENDED, ended_at=factory.LazyAttribute(lambda o: clock.end_of(o.last_day))
        )
        concluded = factory.Trait(
            state=Publicity.State.CONCLUDED,
            ended_at=factory.LazyAttribute(lambda o: clock.end_of(o.last_day)),
            conclusion="未收到影响任职的反映。",
        )
        on_paper = factory.Trait(is_backfilled=True)

    campaign = factory.SubFactory(CampaignFactory, at=Stage.PUBLICIZE)
    channels = factory.LazyFunction(lambda: ["校务公开栏"])
    contact = "学校办公室，电话010-0000000"
    happened_on = DECIDED_ON
    length = 5
    unit = "workday"
    count_from = "next-day"
    first_day = date(2026, 3, 9)
    last_day = date(2026, 3, 13)
    ends_at = factory.LazyAttribute(lambda o: clock.end_of(o.last_day))
    entered_by = factory.SelfAttribute("campaign.plan.created_by")

    @factory.post_generation
    def persons(self, create, extracted, **kwargs):
        self.candidacies.set(extracted or [])


class ObjectionFactory(DjangoModelFactory):
    class Meta:
        model = Objection

    class Params:
        affecting = factory.Trait(
            state=Objection.State.RESOLVED,
            conclusion="affecting",
            findings="经核查属实。",
            disposition=Disposition.REJECT,
            resolved_on=date(2026, 3, 13),
        )
        unfounded = factory.Trait(
            state=Objection.State.RESOLVED,
            conclusion="unfounded",
            findings="经核查不属实。",
            disposition=Disposition.PROCEED,
            resolved_on=date(2026, 3, 13),
        )

    candidacy = factory.SubFactory(CandidacyFactory, proposed=True)
    campaign = factory.SelfAttribute("candidacy.opening.campaign")
    staff = factory.SelfAttribute("candidacy.staff")
    received_on = date(2026, 3, 10)
    channel = ObjectionChannel.LETTER
    summary = "反映其工作中的有关问题。"
    entered_by = factory.SelfAttribute("campaign.plan.created_by")


class InvestigatorFactory(DjangoModelFactory):
    """A teacher of the school, whom nothing speaks against."""

    class Meta:
        model = Investigator

    objection = factory.SubFactory(ObjectionFactory)
    user = factory.SubFactory(
        TeacherFactory, organisation=factory.SelfAttribute("..objection.campaign.organisation")
    )
    assigned_by = factory.SelfAttribute("objection.entered_by")


class FilingFactory(DjangoModelFactory):
    """Due five working days after the publicity of 9 to 13 March 2026: on Friday the 20th."""

    class Meta:
        model = Filing

    class Params:
        submitted = factory.Trait(state=Filing.State.SUBMITTED)
        accepted = factory.Trait(state=Filing.State.ACCEPTED)

    campaign = factory.SubFactory(CampaignFactory, at=Stage.FILE)
    counted_from = date(2026, 3, 13)
    due_on = date(2026, 3, 20)
    due_at = factory.LazyAttribute(lambda o: clock.end_of(o.due_on))


class FilingPackageFactory(DjangoModelFactory):
    class Meta:
        model = FilingPackage

    filing = factory.SubFactory(FilingFactory, submitted=True)
    number = 1
    happened_on = date(2026, 3, 16)
    entered_by = factory.SelfAttribute("filing.campaign.plan.created_by")


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    candidacy = factory.SubFactory(CandidacyFactory, standing=Standing.APPOINTED)
    issuer = "school"
    document = "校任〔2026〕1号"
    happened_on = date(2026, 3, 16)
    starts_on = date(2026, 4, 1)
    ends_on = date(2029, 3, 31)
    entered_by = factory.LazyAttribute(lambda o: o.candidacy.campaign.plan.created_by)


class WaiverFactory(DjangoModelFactory):
    class Meta:
        model = Waiver

    class Params:
        granted = factory.Trait(granted_on=REPORTED_ON)
        of_the_bureau = factory.Trait(approver="bureau")

    campaign = factory.SubFactory(CampaignFactory)
    rule = "rules_are_studied"
    sentence = "尚未登记组织学习选拔任用办法的情况"
    reason = "已在教职工大会上集体学习。"
    approver = "school_meeting"
    requested_by = factory.SelfAttribute("campaign.plan.created_by")


class SuspensionFactory(DjangoModelFactory):
    class Meta:
        model = Suspension

    campaign = factory.SubFactory(CampaignFactory)
    started_on = date(2026, 3, 10)
    reason = "上级要求暂停。"


# Who does what in a situation.


def officer_of(campaign):
    return campaign.plan.created_by


def leader_of(campaign):
    return LeaderFactory(organisation=campaign.organisation)


def bureau_reviewer_of(campaign):
    return BureauReviewerFactory(organisation=campaign.organisation.bureau)


def discipline_of(campaign):
    return DisciplineFactory(organisation=campaign.organisation.bureau)


def appoint(persons, **changes):
    """The officer makes out the appointment, a leader signs the document; with ``by`` somebody else does both."""
    campaign = persons[0].campaign
    made = appointing.appoint(persons, by=changes.pop("by", None) or officer_of(campaign), **changes)
    for paper in {each.paper for each in made if each.paper is not None}:
        papers.issue(paper, leader_of(campaign))
    for each in made:
        each.refresh_from_db()
    return made


def sign_report(filing):
    """The officer draws up the 备案报告, a leader signs it."""
    draft = documents.filing_report.draw_up(filing, by=officer_of(filing.campaign))
    return papers.issue(draft.paper, leader_of(filing.campaign))


def submit(filing):
    """The signed report and what belongs to it go to the bureau."""
    sign_report(filing)
    return filings.submit(filing, by=officer_of(filing.campaign))


def scan_for(campaign):
    """The scan of something done on paper."""
    return AttachmentFactory(organisation=campaign.organisation, by=officer_of(campaign))


# Situations of the procedure's second half.


def proposed_persons(campaign, count=1, **traits):
    """So many persons adopted by the body on 6 March, each for a post of its own, with their voices recorded."""
    persons = [CandidacyFactory(opening__campaign=campaign, proposed=True, **traits) for _ in range(count)]
    for person in persons:
        RoundFactory(opening=person.opening, agree={person: 7})
    decide_on(campaign, DECIDED_ON)
    return persons


def decide_on(campaign, day):
    meeting = MeetingFactory(plan=campaign.plan, happened_on=day)
    return AgendaItemFactory(campaign=campaign, meeting=meeting, purpose=AgendaPurpose.DECISION)


def ready_to_file(count=1, code=COUNTY, rules=None, traces=True, **traits):
    """A campaign in ``file``: everybody's publicity is concluded, quota approved, principal known.

    ``traces`` are those of every step before.
    """
    campaign = CampaignFactory(at=Stage.FILE, plan__code=code, plan__rules=rules or BY_CODE[code])
    persons = proposed_persons(campaign, count, **traits)
    PublicityFactory(campaign=campaign, concluded=True, persons=persons)
    FilingFactory(campaign=campaign)
    approve_quota(campaign)
    StaffFactory(organisation=campaign.organisation, leadership=StaffMember.Leadership.PRINCIPAL)
    if traces:
        leave_traces(campaign, persons)
    return campaign, persons


def leave_traces(campaign, persons):
    """Of every step that a filing has to show: opinions, votes, inspections, the meeting, 人选审核表."""
    for purpose in (Purpose.RECOMMENDATION, Purpose.EVALUATION):
        RoundFactory(campaign=campaign, opening=None, purpose=purpose)
    for person in persons:
        ActFactory(campaign=campaign, kind=ActKind.GATEKEEPING, candidacy=person)
        InspectionFactory(candidacy=person)
        DisciplineOpinionFactory(candidacy=person, clear=True)
    item = AgendaItemFactory(campaign=campaign)
    review = Review.objects.create(
        kind="candidate_form",
        organisation=campaign.organisation,
        title="人选审核表",
        ledger=campaign.ledger,
        state=Review.State.APPROVED,
        approved_on=REPORTED_ON,
    )
    form = CandidateForm.objects.create(
        plan=campaign.plan, campaign=campaign, agenda_item=item, review=review, opinion="同意"
    )
    form.candidacies.set(persons)


def approve_quota(campaign, places=None):
    """A table in force with room for the campaign's seats, or for ``places`` {(department, rank): number}."""
    school = campaign.organisation
    review = Review.objects.create(
        kind="quota",
        organisation=school,
        title="职数核定表",
        ledger=ledgers.of_organisation(school),
        state=Review.State.APPROVED,
        approved_on=REPORTED_ON,
    )
    table = QuotaTableFactory(organisation=school, review=review)
    offered = {}
    for opening in campaign.openings.select_related("post"):
        place = (opening.post.department, opening.post.rank)
        offered[place] = offered.get(place, 0) + opening.seats
    for (department, rank), number in (offered if places is None else places).items():
        QuotaLineFactory(table=table, department=department, rank=rank, requested=number)
    return table
