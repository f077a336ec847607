"""A school's selection in which every name, day and number that a paper prints is known."""

from dataclasses import replace
from datetime import date

from ballots.definitions import SubjectSpec
from campaigns.choices import (
    AgendaPurpose,
    PlanRoleKind,
    Purpose,
    Standing,
    TalkKind,
    TalkScope,
    TrackReason,
    View,
)
from campaigns.models import AgendaOutcome, CandidateForm, Talk, TalkVoice
from campaigns.rulesets import codec
from campaigns.services import drawing_up
from selection import clock
from selection.records import ledgers, reviews
from tests.factories.accounts import BureauFactory, SchoolFactory, UserFactory
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import (
    COUNTY,
    ActFactory,
    AgendaItemFactory,
    AppointmentFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    FilingFactory,
    InspectionFactory,
    MeetingFactory,
    OpeningFactory,
    PlanFactory,
    PublicityFactory,
    RoundFactory,
    WaiverFactory,
)
from tests.factories.personnel import (
    BodyFactory,
    DepartmentFactory,
    PostFactory,
    QuotaLineFactory,
    QuotaTableFactory,
    StaffFactory,
)

BODIES = {COUNTY: "党政领导联席会议"}
TEAM = {
    PlanRoleKind.TEAM_LEADER: ["孙立"],
    PlanRoleKind.INSPECTOR: ["周晓梅", "吴海涛"],
    PlanRoleKind.COUNTER: ["郑和"],
    PlanRoleKind.SCRUTINEER: ["冯静"],
}
CALENDAR = {"announce": "2026-03-09", "recommend": "2026-03-11", "file": "2026-04-07"}
TALLY = {"agree": 55, "oppose": 7, "abstain": 4}


def selection(code=COUNTY, **fields):
    """A selection of 甲县实验小学 at the reference date of 2 March 2026; four persons hold its tasks."""
    school = SchoolFactory(
        name="甲县实验小学",
        parent=BureauFactory(name="甲县教育局"),
        document_code="甲实小任",
        phone="010-66001122",
        duty_officer="周明",
        address="甲县学府路1号",
    )
    body = BodyFactory(organisation=school, name=BODIES.get(code, "党政联席会议"))
    plan = PlanFactory(
        code=code,
        organisation=school,
        body=body,
        reference_on=date(2026, 3, 2),
        starts_on=date(2026, 4, 13),
        calendar=CALENDAR,
        draft=True,
        **fields,
    )
    plan.created_by.name = "赵经办"
    plan.created_by.save()
    plan.roles.exclude(kind=PlanRoleKind.OFFICER).delete()
    for kind, names in TEAM.items():
        for name in names:
            user = UserFactory(organisation=school, name=name)
            plan.roles.create(user=user, kind=kind, started_on=plan.reference_on)
    return CampaignFactory(plan=plan)


def with_rules(campaign, **sections):
    """Pin another ruleset: section → its changed fields."""
    plan, rules = campaign.plan, campaign.plan.ruleset
    changed = {name: replace(getattr(rules, name), **fields) for name, fields in sections.items()}
    plan.snapshot = codec.dumps(replace(rules, **changed))
    plan.save()


def fix_bars(campaign, collective=()):
    """The bars that the source leaves open, by number or by the meeting's judgement."""
    bars = {
        "talk_recommendation": (False, 1, 3),
        "recommendation": (False, 1, 3),
        "evaluation": (True, 1, 2),
        "talk": (False, 1, 3),
    }
    campaign.plan.bars = {
        name: {"choice": "collective"}
        if name in collective
        else {"choice": "fixed", "strict": strict, "numerator": above, "denominator": below}
        for name, (strict, above, below) in bars.items()
    }
    campaign.plan.save()


def opening(campaign, title="教务处主任", office="教务处", **fields):
    school = campaign.organisation
    department = school.departments.filter(name=office).first() or DepartmentFactory(
        organisation=school, name=office
    )
    post = PostFactory(department=department, title=title, rank="deputy" if "副" in title else "chief")
    fields.setdefault("reason", TrackReason.RENEWAL)
    return OpeningFactory(campaign=campaign, post=post, **fields)


def person(to, name="王芳", standing=Standing.PROPOSED, **fields):
    """A Han of 甲县; everything else as the register's factory has it."""
    known = {"ethnicity": "汉", "native_place": "甲县"} | fields
    staff = StaffFactory(organisation=to.campaign.organisation, name=name, **known)
    return CandidacyFactory(opening=to, staff=staff, standing=standing)


def quota(campaign, approved=1, on=date(2026, 2, 20)):
    """An approved table with so many chiefs for every office."""
    school = campaign.organisation
    table = QuotaTableFactory(organisation=school)
    for department in school.departments.all():
        QuotaLineFactory(table=table, department=department, requested=approved)
    table.review = reviews.start("quota", school, "职数核定表", [], ledgers.of_organisation(school))
    table.review.approve(on)
    table.review.save()
    table.save()


def meeting(campaign, purpose, on, people=(), name=None):
    """Six of seven came and agreed to everybody."""
    plan = campaign.plan
    met = MeetingFactory(plan=plan, name=name or plan.body.name, happened_on=on, due=7, present=6)
    item = AgendaItemFactory(campaign=campaign, meeting=met, purpose=purpose)
    for each in people:
        AgendaOutcome.objects.create(item=item, candidacy=each, outcome="agreed")
    return item


def act(campaign, kind, on, candidacy=None):
    return ActFactory(campaign=campaign, kind=kind, happened_on=on, candidacy=candidacy)


def ballot(campaign, purpose, people, on, **figures):
    """A confirmed paper count; everybody got the same voices unless ``subjects`` says otherwise."""
    counted = {"entitled": 84, "present": 70, "issued": 70, "collected": 68, "valid": 66, "spoiled": 2}
    counted["subjects"] = {str(each.pk): TALLY for each in people}
    return RoundFactory(
        campaign=campaign,
        opening=None,
        purpose=purpose,
        happened_on=on,
        figures=counted | figures,
        is_backfilled=True,
        confirmed_by=UserFactory(organisation=campaign.organisation),
        confirmed_at=clock.now(),
    )


def evaluation(campaign, people, on=date(2026, 3, 17)):
    """Counted in the system: seven of nine voted, gave the best grade and agreed."""
    poll = PollFactory(
        grading=True,
        organisation=campaign.organisation,
        ledger=campaign.ledger,
        subjects=[SubjectSpec(str(each.pk), each.staff.name, f"拟任{each.opening}") for each in people],
        counting=drawing_up.counting_of(campaign, Purpose.EVALUATION, None),
        voters=9,
        cast=7,
        is_counted=True,
    )
    return RoundFactory(
        campaign=campaign, opening=None, purpose=Purpose.EVALUATION, figures=None, poll=poll, happened_on=on
    )


def talks(campaign, kind, people, *days):
    for on in days:
        talk = Talk.objects.create(
            campaign=campaign,
            kind=kind,
            scope=TalkScope.PEER,
            person=StaffFactory(organisation=campaign.organisation),
            held_on=on,
        )
        for each in people:
            TalkVoice.objects.create(talk=talk, candidacy=each, view=View.AGREE)


def waiver(person, **fields):
    known = {
        "rule": "is_within_first_age",
        "sentence": "截至2026年3月2日46周岁，超过上限45周岁",
        "reason": "教学管理经验丰富",
        "granted_on": date(2026, 3, 5),
    }
    return WaiverFactory(campaign=person.campaign, candidacy=person, **known | fields)


def candidate_form(campaign, people, levels=()):
    item = meeting(campaign, AgendaPurpose.CANDIDATES, date(2026, 3, 4), people)
    review = reviews.start("candidate", campaign.organisation, "人选审核表", list(levels), campaign.ledger)
    form = CandidateForm.objects.create(
        plan=campaign.plan, campaign=campaign, agenda_item=item, review=review, opinion="同意上报。"
    )
    form.candidacies.set(people)
    return form


def publicity(campaign, people, **fields):
    """Posted on Friday, 27 March 2026; counted from Monday the 30th to Friday, 3 April."""
    known = {
        "channels": ["校务公开栏", "校园网"],
        "contact": "学校办公室，电话010-66001122",
        "happened_on": date(2026, 3, 27),
        "first_day": date(2026, 3, 30),
        "last_day": date(2026, 4, 3),
    }
    return PublicityFactory(campaign=campaign, persons=people, **known | fields)


def appointment(person, starts_on=date(2026, 4, 13), ends_on=date(2029, 4, 12)):
    return AppointmentFactory(
        candidacy=person, document="", happened_on=date(2026, 4, 9), starts_on=starts_on, ends_on=ends_on
    )


def whole(code=COUNTY, names=("王芳", "李建国"), titles=("教务处主任", "德育处主任")):
    """From the quota to the concluded publicity, an office for each person."""
    campaign = selection(code)
    people = [
        person(opening(campaign, title, title[:3]), name) for name, title in zip(names, titles, strict=True)
    ]
    quota(campaign)
    StaffFactory(organisation=campaign.organisation, name="陈正", leadership="principal")
    walk(campaign, people)
    publicity(campaign, people, concluded=True, conclusion="公示结果不影响任职。")
    FilingFactory(campaign=campaign)
    return campaign


def walk(campaign, people):
    """Every step between the plan's meeting and the decision left its trace."""
    act(campaign, "consultation", date(2026, 3, 2))
    meeting(campaign, AgendaPurpose.PLAN, date(2026, 3, 3), name="党政领导班子会议")
    act(campaign, "publication", date(2026, 3, 9))
    talks(campaign, TalkKind.RECOMMENDATION, people, date(2026, 3, 11), date(2026, 3, 12))
    ballot(campaign, Purpose.RECOMMENDATION, people, date(2026, 3, 13))
    for each in people:
        act(campaign, "duty_report", date(2026, 3, 17), each)
    evaluation(campaign, people)
    meeting(campaign, AgendaPurpose.INSPECTEES, date(2026, 3, 19), people)
    act(campaign, "inspection_notice", date(2026, 3, 20))
    talks(campaign, TalkKind.INSPECTION, people, date(2026, 3, 23))
    for each in people:
        InspectionFactory(candidacy=each, happened_on=date(2026, 3, 25))
        DisciplineOpinionFactory(candidacy=each, clear=True, happened_on=date(2026, 3, 24))
    meeting(campaign, AgendaPurpose.DECISION, date(2026, 3, 26), people)
    for each in people:
        RoundFactory(opening=each.opening, agree={each: 6}, present=6, happened_on=date(2026, 3, 26))
