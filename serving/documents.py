"""免职（解聘）通知: the school's own document on who no longer holds which post, and from when (A122–A124).

Heads of the union, the league and the pioneers are removed by those who elected or approved them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from campaigns.documents import tokens
from selection.accounts.models import User
from selection.accounts.notices import notify
from selection.chinese import day
from selection.records import ledgers, papers
from selection.records.models import Paper, PaperSigning
from selection.records.papers import PaperKind
from serving import permissions
from serving.choices import RemovalReason
from serving.models import Removal

KIND = "removal_notice"
LABEL = "免职（解聘）通知"
SECTIONS = {"addressee": "主送", "preamble": "引言", "closing": "结语"}
TEXTS = {
    "addressee": "各处室、年级组、教研组",
    "preamble": "经{研究日期}{研究会议}集体研究决定，现将有关职务任免通知如下。",
    "closing": "请按规定办理工作交接。",
}
RECUSED = "您是本人或其亲属，应当回避，请由其他学校领导签发"
GONE = "所依据的登记已经作废，这份文书不再签发"


def context(removal: Removal) -> dict[str, Any]:
    """The facts of one removal that was vouched for."""
    school = removal.organisation
    bureau = school.bureau
    verb = "解聘" if removal.reason == RemovalReason.UNFIT else "免职"
    return {
        "about": f"removal:{removal.pk}",
        "school": school.name,
        "mark": f"{school.name}文件",
        "title": f"关于{removal.staff.name}同志{verb}的通知",
        "line": _line(removal),
        "copies_to": bureau.name if bureau else "",
        "printed_by": f"{school.name}办公室",
        "tokens": {"研究日期": day(removal.happened_on), "研究会议": removal.body.name},
        "not_before": removal.happened_on.isoformat(),
        "signer": school.name,
    }


def _line(removal: Removal) -> str:
    name, post, on = removal.staff.name, removal.tenure.post, day(removal.effective_on)
    if removal.reason == RemovalReason.NOT_REAPPOINTED:
        return f"{name}同志聘期届满，未续聘，所任{post}职务自然免去，自{on}起执行。"
    if removal.reason == RemovalReason.UNFIT:
        return f"解聘{name}同志的{post}职务，自{on}起执行。"
    return f"免去{name}同志的{post}职务，自{on}起执行。"


def draw_up(removal: Removal) -> Paper:
    """A draft for a leader to sign."""
    facts = context(removal)
    ledger = ledgers.of_organisation(removal.organisation)
    return papers.draw_up(KIND, removal.organisation, ledger, facts["title"], facts, dict(TEXTS))


def give_up(removal: Removal) -> None:
    """What told of it: a draft is no more, an issued paper is withdrawn."""
    if removal.paper is None:
        return
    told = Paper.objects.filter(Q(pk=removal.paper_id) | Q(replaces=removal.paper_id))
    papers.set_aside(told, Paper.State.WITHDRAWN)
    if removal.paper.is_draft:
        removal.paper = None
        removal.save(update_fields=["paper"])
    PaperSigning.objects.filter(paper__in=told.drafts()).delete()
    told.drafts().delete()


def refusals(paper: Paper, by: User) -> list[str]:
    """Why this user can't sign the draft as it stands."""
    removal = _removal_of(paper)
    if removal is None:
        return [GONE]
    said = [RECUSED] if permissions.is_concerned(removal.staff, by) else []
    facts, texts = paper.context, paper.wording
    return said + [
        fault
        for key, proposed in TEXTS.items()
        for fault in tokens.faults(SECTIONS[key], texts.get(key, ""), proposed, facts["tokens"])
    ]


def not_before(paper: Paper) -> date | None:
    return date.fromisoformat(paper.context["not_before"])


def on_issue(paper: Paper, by: User) -> None:
    """A correction takes the place of what it corrects; whom it names hears of it."""
    removal = _removal_of(paper)
    if removal is None:
        return
    if removal.paper_id != paper.pk:
        removal.paper = paper
        removal.save(update_fields=["paper"])
    if removal.staff.user is not None:
        notify([removal.staff.user], f"《{paper.title}》已签发（{paper.number}）", reverse("home"))


def page(paper: Paper) -> str:
    removal = _removal_of(paper)
    return reverse("serving:person", args=[removal.staff_id]) if removal else ""


def _removal_of(paper: Paper) -> Removal | None:
    pk = paper.context["about"].partition(":")[2]
    return (
        Removal.objects.standing().filter(pk=pk).select_related("staff__organisation", "staff__user").first()
    )


def register() -> None:
    papers.KINDS[KIND] = PaperKind(
        label=LABEL,
        template="papers/removal_notice.html",
        numbered=True,
        wording=SECTIONS,
        is_signed_by_leader=True,
        refusals=refusals,
        not_before=not_before,
        on_issue=on_issue,
        page=page,
    )
