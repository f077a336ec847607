"""A selection with everything that papers speak of, built row by row so that each fact is known."""

from datetime import UTC, date, datetime

from ballots.definitions import SubjectSpec
from campaigns.choices import (
    ActKind,
    AgendaPurpose,
    Issuer,
    Outcome,
    PlanRoleKind,
    Purpose,
    Standing,
    TalkKind,
    TalkScope,
    TrackReason,
    View,
)
from campaigns.models import (
    Act,
    AgendaItem,
    AgendaOutcome,
    Appointment,
    Campaign,
    Candidacy,
    CandidateForm,
    DisciplineOpinion,
    Filing,
    Inspection,
    Meeting,
    Opening,
    Plan,
    PlanRole,
    Publicity,
    Round,
    Talk,
    TalkVoice,
    Waiver,
)
from campaigns.rulesets import codec
from campaigns.rulesets.loading import install_presets
from campaigns.rulesets.presets import BY_CODE
from selection import clock
from selection.records import ledgers, reviews
from tests.factories.accounts import BureauFactory, OfficerFactory, SchoolFactory, UserFactory
from tests.factories.ballots import PollFactory
from tests.factories.personnel import (
    AppraisalFactory,
    BodyFactory,
    DepartmentFactory,
    PostFactory,
    QuotaLineFactory,
    QuotaTableFactory,
    StaffFactory,
    TenureFactory,
)

CALENDAR = {
    "announce": "2026-03-09",
    "recommend": "2026-03-11",
    "evaluate": "2026-03-17",
    "inspect": "2026-03-20",
    "decide": "2026-03-26",
    "publicize": "2026-03-27",
    "file": "2026-04-07",
}


def school(name="甲县实验小学", **fields):
    bureau = BureauFactory(name="甲县教育局")
    return SchoolFactory(
        name=name,
        parent=bureau,
        document_code="甲实小任",
        phone="010-66001122",
        duty_officer="周明",
        address="甲县城关镇学府路1号",
        **fields,
    )


def plan(ruleset="county-schools", organisation=None, **fields):
    """A plan at its reference date of 2 March 2026, with an officer, a team and a deciding body."""
    organisation = organisation or school()
    versions = {version.code: version for version in install_presets()}
    if not versions:
        from campaigns.models import RulesetVersion

        versions = {version.code: version for version in RulesetVersion.objects.all()}
    version = versions[ruleset]
    officer = OfficerFactory(organisation=organisation, name="赵经办")
    made = Plan.objects.create(
        organisation=organisation,
        title="2026年中层干部选拔任用工作方案",
        ledger=ledgers.open_ledger(organisation, "2026年选拔任用"),
        ruleset_version=version,
        snapshot=version.text,
        snapshot_digest=version.digest,
        body=BodyFactory(organisation=organisation, members=7, name=version.ruleset.decision.body),
        reference_on=date(2026, 3, 2),
        starts_on=date(2026, 4, 13),
        categories=["established", "recorded"],
        calendar=CALENDAR,
        created_by=officer,
        created_at=datetime(2026, 3, 2, 8, tzinfo=UTC),
        **fields,
    )
    Campaign.objects.create(plan=made, track="non_competitive")
    tasks = {
        PlanRoleKind.OFFICER: [officer],
        PlanRoleKind.TEAM_LEADER: _users(organisation, "孙立"),
        PlanRoleKind.INSPECTOR: _users(organisation, "周晓梅", "吴海涛"),
        PlanRoleKind.COUNTER: _users(organisation, "郑和"),
        PlanRoleKind.SCRUTINEER: _users(organisation, "冯静"),
    }
    for kind, users in tasks.items():
        for user in users:
            PlanRole.objects.create(plan=made, user=user, kind=kind, started_on=made.reference_on)
    return made


def _users(organisation, *names):
    return [UserFactory(organisation=organisation, name=name) for name in names]


def with_rules(made, **sections):
    """Another pinned ruleset: section → changed fields."""
    from dataclasses import replace

    rules = made.ruleset
    rules = replace(
        rules, **{name: replace(getattr(rules, name), **changed) for name, changed in sections.items()}
    )
    made.snapshot = codec.dumps(rules)
    made.snapshot_digest = codec.digest(made.snapshot)
    made.save()
    return made


def preset(code):
    return BY_CODE[code]


def opening(made, post="教务处主任", department="教务处", seats=1, reason=TrackReason.RENEWAL, **fields):
    found = made.organisation.departments.filter(name=department).first()
    office = found or DepartmentFactory(organisation=made.organisation, name=department)
    rank = "deputy" if "副" in post else "chief"
    return Opening.objects.create(
        campaign=made.campaigns.get(),
        post=PostFactory(department=office, title=post, rank=rank),
        seats=seats,
        reason=reason,
        **fields,
    )


def quota(made, **approved):
    """An approved table: 教务处=2 approves two chiefs there."""
    table = QuotaTableFactory(organisation=made.organisation)
    for name, number in approved.items():
        department = made.organisation.departments.get(name=name)
        QuotaLineFactory(table=table, department=department, requested=number)
    table.review = reviews.start(
        "quota", made.organisation, "职数核定表", [], ledgers.of_organisation(made.organisation)
    )
    table.review.approve(date(2026, 2, 20))
    table.review.save()
    table.save()
    return table


def person(to, name="王芳", standing=Standing.NOMINATED, is_promotion=False, **fields):
    staff = StaffFactory(organisation=to.campaign.organisation, name=name, **fields)
    return Candidacy.objects.create(
        opening=to, staff=staff, source="recommendation", standing=standing, is_promotion=is_promotion
    )


def meeting(made, purpose, on, *, name=None, outcomes=(), due=7, present=6):
    met = Meeting.objects.create(
        plan=made,
        body=made.body,
        name=name or made.body.name,
        happened_on=on,
        due=due,
        present=present,
        entered_by=made.officer,
    )
    item = AgendaItem.objects.create(
        meeting=met, campaign=made.campaigns.get(), purpose=purpose, resolution="研究同意。"
    )
    for each in outcomes:
        AgendaOutcome.objects.create(item=item, candidacy=each, outcome=Outcome.AGREED)
    return item


def act(made, kind, on, candidacy=None):
    return Act.objects.create(
        plan=made,
        campaign=made.campaigns.get(),
        candidacy=candidacy,
        kind=kind,
        happened_on=on,
        entered_by=made.officer,
    )


def paper_round(campaign, purpose, people, on, *, opening=None, number=1, **figures):
    """A confirmed round on paper; everybody got the same figures unless ``subjects`` says otherwise."""
    counted = {
        "entitled": 84,
        "present": 70,
        "issued": 70,
        "collected": 68,
        "valid": 66,
        "spoiled": 2,
        "subjects": {str(each.pk): {"agree": 55, "oppose": 7, "abstain": 4} for each in people},
    } | figures
    return Round.objects.create(
        campaign=campaign,
        purpose=purpose,
        opening=opening,
        number=number,
        figures=counted,
        happened_on=on,
        is_backfilled=True,
        entered_by=campaign.plan.officer,
        confirmed_by=UserFactory(organisation=campaign.organisation),
        confirmed_at=clock.now(),
    )


def graded_round(campaign, people, on, voters=9, cast=7):
    """An evaluation in the system, counted: everybody gave the first grade and agreed."""
    subjects = [SubjectSpec(str(each.pk), each.staff.name, f"拟任{each.opening.post}") for each in people]
    poll = PollFactory(
        grading=True,
        organisation=campaign.organisation,
        ledger=campaign.ledger,
        subjects=subjects,
        voters=voters,
        cast=cast,
        is_counted=True,
    )
    return Round.objects.create(
        campaign=campaign,
        purpose=Purpose.EVALUATION,
        number=1,
        poll=poll,
        happened_on=on,
        entered_by=campaign.plan.officer,
    )


def talks(campaign, kind, people, on, count=3):
    for _ in range(count):
        talk = Talk.objects.create(
            campaign=campaign,
            kind=kind,
            scope=TalkScope.PEER,
            person=StaffFactory(organisation=campaign.organisation),
            held_on=on,
        )
        for each in people:
            TalkVoice.objects.create(talk=talk, candidacy=each, view=View.AGREE)


def candidate_form(campaign, people, on=date(2026, 3, 4), levels=()):
    item = meeting(campaign.plan, AgendaPurpose.CANDIDATES, on, outcomes=people)
    form = CandidateForm.objects.create(
        plan=campaign.plan,
        campaign=campaign,
        agenda_item=item,
        review=reviews.start("candidate", campaign.organisation, "人选审核表", list(levels), campaign.ledger),
        opinion="同意上报。",
    )
    form.candidacies.set(people)
    return form


def waiver(candidacy, sentence="截至2026年3月2日46周岁，超过上限45周岁", on=date(2026, 3, 5), **fields):
    return Waiver.objects.create(
        campaign=candidacy.campaign,
        candidacy=candidacy,
        rule="is_within_first_age",
        sentence=sentence,
        reason="该同志教学管理经验丰富，连续三年年度考核优秀",
        approver="school_meeting",
        granted_on=on,
        requested_by=candidacy.campaign.plan.officer,
        **fields,
    )


def publicity(campaign, people, state="running", **fields):
    if state != "running":
        fields.setdefault("ended_at", clock.end_of(date(2026, 4, 3)))
    notice = Publicity.objects.create(
        campaign=campaign,
        state=state,
        channels=["校务公开栏", "校园网"],
        contact="学校办公室，电话010-66001122，来信来访地点为行政楼205室",
        length=5,
        unit="workday",
        count_from="next-day",
        first_day=date(2026, 3, 30),
        last_day=date(2026, 4, 3),
        ends_at=clock.end_of(date(2026, 4, 3)),
        happened_on=date(2026, 3, 27),
        entered_by=campaign.plan.officer,
        **fields,
    )
    notice.candidacies.set(people)
    return notice


def appointment(candidacy, starts_on=date(2026, 4, 13), ends_on=date(2029, 4, 12)):
    return Appointment.objects.create(
        candidacy=candidacy,
        issuer=Issuer.SCHOOL,
        starts_on=starts_on,
        ends_on=ends_on,
        happened_on=date(2026, 4, 9),
        entered_by=candidacy.campaign.plan.officer,
    )


def filing(campaign):
    return Filing.objects.create(
        campaign=campaign,
        counted_from=date(2026, 4, 3),
        due_on=date(2026, 4, 13),
        due_at=clock.end_of(date(2026, 4, 13)),
    )


def inspected(candidacy, on):
    officer = candidacy.campaign.plan.officer
    Inspection.objects.create(candidacy=candidacy, happened_on=on, entered_by=officer)
    DisciplineOpinion.objects.create(
        candidacy=candidacy,
        requested_on=on,
        happened_on=on,
        result="clear",
        petitions="clear",
        entered_by=officer,
    )


def whole_campaign(ruleset="county-schools", names=("王芳", "李建国")):
    """From the quota to the concluded publicity: one opening a person."""
    made = plan(ruleset)
    campaign = made.campaigns.get()
    offices = ("教务处", "德育处", "总务处", "办公室")
    openings = [opening(made, f"{each}主任", each) for each in offices[: len(names)]]
    quota(made, **dict.fromkeys(offices[: len(names)], 1))
    people = [
        person(to, name, Standing.PROPOSED, ethnicity="汉", native_place="甲县", gender=gender)
        for to, name, gender in zip(openings, names, ("female", "male", "female", "male"), strict=False)
    ]
    StaffFactory(organisation=made.organisation, name="陈正", leadership="principal")
    before(campaign, people)
    votes(campaign, people)
    publicity(campaign, people, state="concluded", conclusion="公示结果不影响任职。")
    return campaign


def before(campaign, people):
    made = campaign.plan
    act(made, ActKind.CONSULTATION, date(2026, 3, 2))
    meeting(made, AgendaPurpose.PLAN, date(2026, 3, 3), name="党政领导班子会议")
    act(made, ActKind.PUBLICATION, date(2026, 3, 9))
    for each in people:
        AppraisalFactory(staff=each.staff, year=2025, grade="excellent")
        AppraisalFactory(staff=each.staff, year=2024)
        TenureFactory(staff=each.staff, post=each.opening.post)


def votes(campaign, people):
    made = campaign.plan
    talks(campaign, TalkKind.RECOMMENDATION, people, date(2026, 3, 11))
    paper_round(campaign, Purpose.RECOMMENDATION, people, date(2026, 3, 13))
    graded_round(campaign, people, date(2026, 3, 17))
    meeting(made, AgendaPurpose.INSPECTEES, date(2026, 3, 19), outcomes=people)
    act(made, ActKind.INSPECTION_NOTICE, date(2026, 3, 20))
    talks(campaign, TalkKind.INSPECTION, people, date(2026, 3, 23))
    for each in people:
        inspected(each, date(2026, 3, 25))
    meeting(made, AgendaPurpose.DECISION, date(2026, 3, 26), outcomes=people)
    for each in people:
        tally = {str(each.pk): {"agree": 6, "oppose": 0, "abstain": 0}}
        paper_round(
            campaign,
            Purpose.DECISION,
            [each],
            date(2026, 3, 26),
            opening=each.opening,
            entitled=7,
            present=6,
            issued=6,
            collected=6,
            valid=6,
            spoiled=0,
            subjects=tally,
        )
