"""Which materials go with a filing, in the ruleset's order, and which are not there yet?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from campaigns import contest, permissions
from campaigns.choices import ActKind, AgendaPurpose, Purpose, Standing, Track
from campaigns.documents import (
    appointment,
    candidate_form,
    filing_report,
    plan,
    procedure,
    publicity,
    result_table,
)
from campaigns.lacking import Lacking, lacking
from campaigns.mending import mend
from campaigns.models import Campaign, Candidacy, Filing, Publicity
from personnel import quota
from selection.accounts.models import User
from selection.records.models import Paper

People = list[Candidacy]
Check = Callable[[Campaign, People], Iterator[str]]


@dataclass(frozen=True)
class Material:
    """One line of the list: there and on which page it is read, or why not and where that is mended."""

    title: str
    reasons: list[str]
    mend_url: str = ""
    mend_label: str = ""
    page_url: str = ""

    @property
    def light(self) -> str:
        return "no" if self.reasons else "ok"


def materials(filing: Filing, *, with_links: bool) -> list[Material]:
    """The report, then its annexes."""
    campaign = filing.campaign
    people = list(filing_report.appointees(campaign))
    unsigned = lacking(campaign)
    return [
        _report(filing, unsigned, with_links),
        *(
            _annex(campaign, people, kind, name, unsigned, with_links)
            for kind, name in filing_report.annexes(campaign).items()
        ),
    ]


def may_take(campaign: Campaign, user: User) -> bool:
    """All of them in one file: who sends them, and the bureau from the moment that they were sent."""
    filing: Filing | None = getattr(campaign, "filing", None)
    if filing is None:
        return False
    is_sent = filing.state in (Filing.State.SUBMITTED, Filing.State.ACCEPTED)
    return permissions.may_run(campaign, user) or (is_sent and permissions.may_answer_filing(campaign, user))


def _report(filing: Filing, unsigned: list[Lacking], with_links: bool) -> Material:
    """There once it is signed, or once the package was sent on paper."""
    package = filing.package
    sent_on_paper = package is not None and package.is_backfilled and package.is_confirmed
    if drafted := _of(unsigned, filing_report.KIND):
        return _unsigned(filing_report.LABEL, drafted, with_links)
    report = filing_report.issued(filing)
    if report is None and not sent_on_paper:
        missing = filing_report.context(filing)["missing"]
        return Material(filing_report.LABEL, [*missing, "备案报告尚未起草和签发"])
    return Material(
        filing_report.LABEL, [], page_url=reverse("records:paper", args=[report.pk]) if report else ""
    )


def _annex(
    campaign: Campaign, people: People, kind: str, name: str, unsigned: list[Lacking], with_links: bool
) -> Material:
    check, where = CHECKS[kind]
    reasons = list(check(campaign, people))
    if not reasons and (papers := _of(unsigned, PAPERS.get(kind, ""))):
        return _unsigned(name, papers, with_links)
    if not reasons:
        return Material(name, [], page_url=_page(campaign, kind))
    found = mend(campaign, where) if with_links else None
    return Material(name, reasons, found.url if found else "", found.label if found else "")


def _page(campaign: Campaign, kind: str) -> str:
    """Where one reads it: the newest signed paper, else the page on which it was done."""
    if kind in PAGES:
        return PAGES[kind](campaign)
    drawn = campaign.plan.documents.filter(Q(campaign__in=campaign.lineage) | Q(campaign=None))
    signed = Paper.objects.in_force().filter(kind=PAPERS.get(kind, ""), document__in=drawn)
    paper = signed.order_by("-pk").first()
    return reverse("records:paper", args=[paper.pk]) if paper else ""


def _quota_page(campaign: Campaign) -> str:
    table = quota.table_in_force(campaign.organisation)
    return reverse("records:review", args=[table.review_id]) if table and table.review_id else ""


def _inspections_page(campaign: Campaign) -> str:
    return reverse("campaigns:inspections", args=[campaign.pk])


def _meeting_page(campaign: Campaign) -> str:
    item = campaign.resolved(AgendaPurpose.DECISION).last()
    return reverse("campaigns:meeting", args=[item.meeting_id]) if item else ""


def _announcement_page(campaign: Campaign) -> str:
    return reverse("campaigns:act", args=[campaign.pk, ActKind.ANNOUNCEMENT])


def _sheets_page(campaign: Campaign) -> str:
    return reverse("paperwork:forms", args=[campaign.pk])


def _of(unsigned: list[Lacking], kind: str) -> list[Lacking]:
    return [each for each in unsigned if each.kind == kind]


def _unsigned(title: str, papers: list[Lacking], with_links: bool) -> Material:
    url = papers[0].url if with_links else ""
    return Material(title, [each.sentence for each in papers], url, "去签发" if url else "")


def _plan(campaign: Campaign, people: People) -> Iterator[str]:
    if not campaign.plan.is_final:
        yield "工作方案尚未批准定稿"


def _quota(campaign: Campaign, people: People) -> Iterator[str]:
    if procedure.quota_approval(campaign) is None:
        yield "职数核定表尚未审核同意"


def _forms(campaign: Campaign, people: People) -> Iterator[str]:
    for person in people:
        if person.opening.wants_form and not person.approved_forms().exists():
            yield f"{person.staff.name}的人选审核表尚未批准"


def _gatekeeping(campaign: Campaign, people: People) -> Iterator[str]:
    for person in people:
        if not campaign.done(ActKind.GATEKEEPING, person).exists():
            yield f"尚未登记{person.staff.name}的把关意见"


def _results(campaign: Campaign, people: People) -> Iterator[str]:
    rules = campaign.ruleset
    if campaign.track == Track.NON_COMPETITIVE and rules.recommendation.meeting:
        yield from _without(campaign, Purpose.RECOMMENDATION)
    if contest.presents(campaign) and not contest.table(campaign):
        yield "没有评委量分结果"
    if rules.evaluation.ballot:
        yield from _without(campaign, Purpose.EVALUATION)


def _without(campaign: Campaign, purpose: Purpose) -> Iterator[str]:
    if campaign.standing_round(purpose) is None:
        yield f"没有有效的{purpose.label}结果"


def _inspection(campaign: Campaign, people: People) -> Iterator[str]:
    for person in people:
        text = person.inspection
        if text is None or not text.is_confirmed:
            yield f"{person.staff.name}没有考察材料"


def _discipline(campaign: Campaign, people: People) -> Iterator[str]:
    for person in people:
        opinion = person.discipline_opinion
        if opinion is None or not opinion.result or not opinion.is_confirmed:
            yield f"{person.staff.name}的党风廉政意见尚未收到"


def _decision(campaign: Campaign, people: People) -> Iterator[str]:
    if not campaign.resolved(AgendaPurpose.DECISION).exists():
        yield "没有讨论决定的会议记录"


def _announcement(campaign: Campaign, people: People) -> Iterator[str]:
    if not campaign.done(ActKind.ANNOUNCEMENT).exists():
        yield "没有通报直接聘任的会议记录"


def _publicity(campaign: Campaign, people: People) -> Iterator[str]:
    if not Publicity.objects.concluded_for(campaign).exists():
        yield "公示尚未期满并作出结论"


def _documents(campaign: Campaign, people: People) -> Iterator[str]:
    for person in campaign.live().exclude(standing=Standing.APPOINTED):
        yield f"{person.staff.name}尚未办理聘任手续，须先发文再报送备案"


def _talks(campaign: Campaign, people: People) -> Iterator[str]:
    for person in people:
        if not campaign.done(ActKind.APPOINTMENT_TALK, person).exists():
            yield f"尚未登记与{person.staff.name}的任职谈话"


def _printed(campaign: Campaign, people: People) -> Iterator[str]:
    """What the program prints from the record is never missing."""
    yield from ()


# The paper of the plan that an annex is, or holds
PAPERS = {
    "plan": plan.KIND,
    "candidate_form": candidate_form.KIND,
    "results": result_table.KIND,
    "publicity": publicity.KIND,
    "appointment": appointment.KIND,
}
PAGES: dict[str, Callable[[Campaign], str]] = {
    "quota": _quota_page,
    "inspection": _inspections_page,
    "discipline": _inspections_page,
    "minutes": _meeting_page,
    "announcement": _announcement_page,
    "approval_sheet": _sheets_page,
    "talk": _sheets_page,
    "record": _sheets_page,
}
CHECKS: dict[str, tuple[Check, str]] = {
    "plan": (_plan, "campaigns:plan_review"),
    "quota": (_quota, "personnel:quotas"),
    "candidate_form": (_forms, "campaigns:candidate_forms"),
    "gatekeeping": (_gatekeeping, "act:gatekeeping"),
    "results": (_results, "campaigns:people"),
    "inspection": (_inspection, "campaigns:inspections"),
    "discipline": (_discipline, "campaigns:inspections"),
    "minutes": (_decision, "meeting:decision"),
    "announcement": (_announcement, "act:announcement"),
    "publicity": (_publicity, "campaigns:publicity"),
    "appointment": (_documents, "campaigns:appointments"),
    "approval_sheet": (_printed, ""),
    "talk": (_talks, "act:appointment_talk"),
    "record": (_printed, ""),
}
