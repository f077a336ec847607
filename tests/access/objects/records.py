"""What the addresses of the record are about, built for one school."""

from django.db.models import F

from selection import clock
from selection.accounts import roles
from selection.accounts.acts import Role
from selection.accounts.models import ZoneOrganising
from selection.records import delegating, ledgers, organising, pdfs, reviews, signing
from selection.records.models import Condition
from tests.access.visits import Visit, provides
from tests.factories.accounts import BureauReviewerFactory, UserFactory
from tests.factories.records import AttachmentFactory, PaperFactory, chain, upload

KIND = "crawl"


def officer_of(school):
    return roles.holders(Role.OFFICER, school).get()


def pending_review(school):
    """Handed in by the school's officer, waiting for the zone."""
    levels = chain(school, Role.ZONE_REVIEWER, Role.BUREAU_REVIEWER)
    review = reviews.start("matter", school, "职数核定表", levels, ledgers.of_organisation(school))
    reviews.submit(review, {}, by=officer_of(school))
    return review


def of_the_zone(school, role):
    zone = school.parent
    return roles.holders(role, zone).first() or UserFactory(organisation=zone, role=role)


@provides("delegation")
def delegation(school):
    """By the zone's reviewer."""
    principal = of_the_zone(school, Role.ZONE_REVIEWER)
    colleague = UserFactory(organisation=school.parent, role=Role.ZONE_ORGANISER)
    return Visit({"pk": delegating.delegate(principal, colleague, clock.today(), clock.today()).pk})


@provides("ledger")
def ledger(school):
    ledgers.append(ledgers.of_organisation(school), "公布工作方案", by=officer_of(school))
    return Visit({"pk": ledgers.of_organisation(school).pk})


@provides("attachment")
def attachment(school):
    return Visit({"pk": AttachmentFactory(organisation=school, by=officer_of(school)).pk})


@provides("review")
def review(school):
    return Visit({"pk": pending_review(school).pk}, {"decision-said": "yes"})


@provides("review to enter")
def review_to_enter(school):
    given = {
        "level": "0",
        "said": "yes",
        "document_number": "某教〔2026〕5号",
        "happened_on": clock.today().isoformat(),
        "scan": upload(),
    }
    return Visit({"pk": pending_review(school).pk}, {f"paper-{name}": value for name, value in given.items()})


@provides("condition")
def condition(school):
    """Under which the zone approved."""
    decided = reviews.decide(pending_review(school), of_the_zone(school, Role.ZONE_REVIEWER), approve=True)
    made = Condition.objects.create(decision=decided, text="先完成民主推荐方案公示")
    return Visit({"pk": made.pk}, {"how": "已公示五个工作日"})


@provides("decision")
def decision(school):
    """The zone's approval, entered by the officer from paper."""
    scan = AttachmentFactory(organisation=school, by=officer_of(school))
    entered = reviews.enter_on_paper(
        pending_review(school), officer_of(school), True, "某教〔2026〕5号", clock.today(), scan
    )
    return Visit({"pk": entered.pk}, {"reason": "文号不符"})


@provides("draft paper")
def draft_paper(school):
    drawn = PaperFactory(kind=KIND, organisation=school)
    return Visit({"pk": drawn.pk}, {"on": clock.today().isoformat(), "closing": "特此通知。"})


@provides("draft paper to sign on paper")
def draft_paper_to_sign_on_paper(school):
    drawn = PaperFactory(kind=KIND, organisation=school)
    leader = roles.holders(Role.LEADER, school).get()
    given = {"signer": leader.pk, "happened_on": clock.today().isoformat(), "scan": upload()}
    return Visit({"pk": drawn.pk}, {f"signing-{name}": value for name, value in given.items()})


@provides("paper signed on paper")
def paper_signed_on_paper(school):
    officer = officer_of(school)
    drawn = PaperFactory(kind=KIND, organisation=school)
    scan = AttachmentFactory(organisation=school, by=officer)
    leader = roles.holders(Role.LEADER, school).get()
    signing.enter(drawn, by=officer, signer=leader, on=clock.today(), scan=scan)
    return Visit({"pk": drawn.pk})


@provides("issued paper")
def issued_paper(school):
    issued = PaperFactory(kind=KIND, organisation=school, issued_by=officer_of(school))
    pdfs.render(issued)
    return Visit({"pk": issued.pk})


@provides("issued paper that comes back signed")
def issued_paper_that_comes_back_signed(school):
    return Visit(issued_paper(school).kwargs, {"signed-scan": upload()})


@provides("checked paper")
def checked_paper(school):
    issued = PaperFactory(kind=KIND, organisation=school, issued_by=officer_of(school))
    return Visit({"code": issued.check_code})


@provides("school not organised yet")
def school_not_organised_yet(school):
    ZoneOrganising.objects.filter(school=school).update(ended_on=clock.today(), ended_by=F("began_by"))
    return Visit({"code": school.code}, {"reason": "没有专职人事干部"})


@provides("organised school")
def organised_school(school):
    if not ZoneOrganising.objects.running().filter(school=school).exists():
        by = BureauReviewerFactory(organisation=school.bureau)
        organising.begin(school, by=by, reason="没有专职人事干部")
    return Visit({"code": school.code}, {"reason": "已配备人事干部"})
