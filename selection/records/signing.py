"""How does a paper come into force that a leader signed on paper, and how does an issued one come back signed?"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.accounts.models.users import UserQuerySet
from selection.reasons import Refused
from selection.records import ledgers, papers
from selection.records.acts import confirm as vouch_for
from selection.records.models import Attachment, Paper, PaperSigning, SignedCopy


def signers(organisation: Organisation) -> UserQuerySet:
    """The leaders who may have signed."""
    return User.objects.who_may(Act.DECIDE, organisation).order_by("pk")


@transaction.atomic
def enter(paper: Paper, *, by: User, signer: User, on: date, scan: Attachment) -> PaperSigning:
    """Enter who signed it, and when; whoever corrects an entry that nobody has confirmed enters it anew."""
    papers.refuse_unless_writer(paper, by)
    papers.hold(paper)
    locked = papers.lock_draft(paper)
    if not papers.may_sign(locked, signer):
        raise Refused(f"{signer.name}不能签发《{papers.KINDS[locked.kind].label}》，请选择签发的学校领导")
    if reasons := [*papers.out_of_time(locked, on), *papers.KINDS[locked.kind].refusals(locked, signer)]:
        raise Refused(reasons)
    facts = {
        "signer": signer,
        "digest": _digest(locked),
        "happened_on": on,
        "is_backfilled": True,
        "attachment": scan,
        "entered_by": by,
        "entered_at": clock.now(),
    }
    entered, _ = PaperSigning.objects.update_or_create(paper=locked, defaults=facts)
    ledgers.append(
        locked.ledger,
        "补录纸质签发",
        by=by,
        about=f"paper:{locked.pk}",
        happened_on=on,
        backfilled=True,
        signer=signer.pk,
    )
    return entered


@transaction.atomic
def confirm(signing: PaperSigning, *, by: User) -> Paper:
    """The second person has seen the signature on exactly this text: the paper is issued in the signer's name."""
    paper = signing.paper
    papers.hold(paper)
    vouch_for(signing, by, paper.organisation, paper.ledger)
    if _digest(papers.lock_draft(paper)) != signing.digest:
        raise Refused("文书内容在补录之后有改动，请重新打印签字后再补录")
    return papers.put_in_force(
        paper, signing.signer, signing.happened_on, backfilled=True, confirmed_by=by.pk
    )


@transaction.atomic
def keep_signed(paper: Paper, scan: Attachment, *, by: User) -> SignedCopy:
    """The issued paper comes back signed and stamped; what came back before stays beside it."""
    papers.refuse_unless_writer(paper, by)
    papers.hold(paper)
    paper.refresh_from_db()
    if paper.is_draft:
        raise Refused("文书还没有签发，请先签发再存入签字盖章件")
    if not Paper.objects.in_force().filter(pk=paper.pk).exists():
        raise Refused(f"这份文书{paper.get_state_display()}，请把签字盖章件存到现行有效的那一份")
    kept = SignedCopy.objects.create(paper=paper, scan=scan, kept_by=by)
    ledgers.append(paper.ledger, "存入签字盖章件", by=by, about=f"paper:{paper.pk}", sha256=scan.sha256)
    return kept


def _digest(paper: Paper) -> str:
    return ledgers.sha256(ledgers.canonical([paper.title, paper.context, paper.wording]))
