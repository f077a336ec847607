"""The rounds of one purpose, one round, and the form for a count on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.generic import DetailView, TemplateView

from ballots import disclosure, papers, progress, results, slips, workbooks
from ballots.forms import OpeningForm, PassphrasesForm, PresentForm, VoidForm
from ballots.models import Poll
from ballots.permissions import may_count, may_watch
from ballots.services import entrusting
from campaigns import adopting, checklists, invitations, permissions, recusal, voices, written_in
from campaigns.choices import Purpose, Standing
from campaigns.corrections import row
from campaigns.documents import result_table
from campaigns.forms.reasons import ReasonForm
from campaigns.forms.rounds import DrawUpForm, FiguresForm, MergeForm, RecusalForm, RunOffForm
from campaigns.guards import vote
from campaigns.models import Campaign, Candidacy, Opening, Round
from campaigns.services import (
    categories,
    concluding,
    drawing_up,
    earliest,
    entering,
    people,
    rounds,
    sittings,
)
from selection import clock
from selection.accounts.models import User

from .lookup import campaign_of, copy_mark, purpose_of, round_of, user_of
from .running import CampaignFormView

LEADS = {
    Purpose.RECOMMENDATION: "在教职工会议上以无记名方式推荐。截止前任何人都看不到投票内容，启封后只有合计数。",
    Purpose.EVALUATION: "人选述职后，以无记名方式作民主测评。收回数达到要求才能启封计票。",
    Purpose.DECISION: "会议讨论之后，按岗位逐个无记名表决。应到、实到和同意票数以方案所选规则判定。",
}


class Rounds(LoginRequiredMixin, TemplateView):
    """One purpose: what stands, what can be drawn up, what came before."""

    template_name = "campaigns/rounds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = campaign_of(self.request, self.kwargs["pk"])
        purpose, user = purpose_of(self.kwargs["purpose"]), user_of(self.request)
        openings: list[Opening | None] = [None]
        if purpose == Purpose.DECISION:
            openings = [*campaign.openings.select_related("post__department")]
        lines = [_line(campaign, purpose, opening) for opening in openings]
        standing = {each.pk for line in lines for each in (line["held"], *line["run_offs"]) if each}
        earlier = campaign.rounds.filter(purpose=purpose).exclude(pk__in=standing)
        may_run = permissions.may_run(campaign, user)
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "purpose": purpose,
            "lead": LEADS[purpose],
            "not_yet": earliest.not_yet(campaign, purpose),
            "lines": lines,
            "earlier": earlier.select_related("poll", "opening__post__department").order_by("-number"),
            "may_run": may_run and campaign.is_running,
            "may_see": permissions.may_see_figures(campaign.plan, user),
            "together": purpose in sittings.TOGETHER and sittings.may_be_together(campaign),
            "may_conclude": may_run
            and purpose == Purpose.DECISION
            and campaign.stage == "decide"
            and campaign.live().exclude(standing=Standing.PROPOSED).exists()
            and any(line["held"] and line["held"].is_counted for line in lines),
        }


def _line(campaign: Campaign, purpose: Purpose, opening: Opening | None) -> dict[str, Any]:
    """One place for a round: the one that stands there, or the form for the next."""
    held = campaign.standing_round(purpose, opening)
    persons = campaign.live().filter(opening=opening) if opening else campaign.live()
    is_free = held is None or drawing_up.may_run_again(held)
    return {
        "opening": opening,
        "held": held,
        "run_offs": held.standing_run_offs if held else [],
        "undecided": _Undecided.of(opening, held) if opening and held and held.is_counted else None,
        "persons": persons,
        "form": DrawUpForm(campaign=campaign, purpose=purpose, opening=opening, last=held)
        if is_free
        else None,
    }


@dataclass(frozen=True)
class _Undecided:
    """Whom a counted vote on a post left undecided, for how many seats, and why there can be no run-off."""

    held: Round
    persons: list[Candidacy]
    seats: int
    tie: str
    faults: list[str]
    form: RunOffForm

    @classmethod
    def of(cls, opening: Opening, held: Round) -> Self | None:
        persons = adopting.run_off_persons(opening, held)
        if not persons:
            return None
        found = adopting.adopted(opening, held)
        faults = list(adopting.run_off_faults(opening, held))
        form = RunOffForm(auto_id=f"id_{held.pk}_%s")
        return cls(held, persons, found.seats_left, found.tie, faults, form)


class RoundPage(LoginRequiredMixin, DetailView):
    """One round from its roll to its result."""

    template_name = "campaigns/round.html"
    context_object_name = "held"

    def get_object(self, queryset: Any = None) -> Round:
        return round_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held, user = self.object, user_of(self.request)
        campaign = held.campaign
        may_see = permissions.may_see_figures(campaign.plan, user)
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "may_run": permissions.may_run(campaign, user) and not campaign.is_suspended,
            "may_see": may_see,
            "may_confirm": permissions.may_confirm(campaign.plan, user)
            and held.entered_by_id != user.pk
            and not held.is_confirmed,
            "validity": voices.validity(held) if may_see else None,
            "turnout": result_table.turnout(held) if may_see else [],
            "result": result_table.consent(held) if may_see and held.is_counted else None,
            "row": row(held),
            "reason_form": ReasonForm(auto_id=False),
            "typed": _typed(held) if may_see and not held.is_confirmed else None,
            "low": self._low(held) if may_see else [],
            "written_in": self._written_in(held) if may_see else [],
            "may_nominate": permissions.may_run(campaign, user) and campaign.stage in people.NOMINATED_IN,
            "papers": [document.paper for document in rounds.result_papers(held).select_related("paper")],
            "lacks_paper": rounds.lacks_paper(held),
            **(_of_poll(held, held.poll, user, may_see) if held.poll else {}),
            "notice": self._notice(held.poll) if held.poll else "",
        }

    def _notice(self, poll: Poll) -> str:
        page = "ballots:slip" if poll.is_by_slip else "ballots:my"
        return invitations.to_vote(self.object, self.request.build_absolute_uri(reverse(page)))

    def _written_in(self, held: Round) -> list[written_in.WrittenIn]:
        stands = held.campaign.standing_round(Purpose.RECOMMENDATION) == held
        return written_in.reaching(held) if stands and held.is_counted else []

    def _low(self, held: Round) -> list[concluding.Low]:
        """Those below the bar, where this is the round that stands."""
        if held.purpose not in rounds.PRINTED or not held.is_counted or held.is_superseded:
            return []
        stands = held.campaign.standing_round(Purpose(held.purpose)) == held
        return concluding.below_the_bar(held, held.campaign) if stands else []


def _typed(held: Round) -> dict[str, Any]:
    """The figures of a paper count before they count, to be compared with the scan."""
    figures = held.figures or {}
    persons = {str(person.pk): person for person in held.campaign.candidacies()}
    return {
        "turnout": [
            (field.label, figures[name])
            for name, field in FiguresForm.base_fields.items()
            if name in FiguresForm.TURNOUT and name in figures
        ],
        "voices": [(persons[key], tally) for key, tally in figures["subjects"].items()],
    }


def _of_poll(held: Round, poll: Poll, user: User, may_see: bool) -> dict[str, Any]:
    """What only a ballot in the system has: roll, urn, deadlines, marks by dimension, opinions."""
    table, obstacles = results.table(poll), progress.obstacles(poll)
    too_early = vote.before(held.campaign, held.purpose) if poll.state == Poll.State.DRAFT else ()
    form = OpeningForm(poll=poll)
    if poll.present is None and held.purpose == Purpose.DECISION and not form.fields["present"].disabled:
        form.initial["present"] = rounds.came(held.campaign, clock.today())
    shows = may_see and poll.is_counted
    marks = tuple(block for block in table.blocks if block.rows[0].question or block.is_of_others)
    return {
        "poll": poll,
        "entitled": poll.electors.count(),
        "deducted": poll.deductions.count(),
        "recused": poll.electors.filter(is_recused=True).count(),
        "may_follow": Poll.objects.visible_to(user).filter(pk=poll.pk).exists(),
        "may_export": Poll.objects.exportable_by(user).filter(pk=poll.pk).exists(),
        "may_watch": may_watch(poll, user),
        "may_count": may_count(poll, user),
        "scrutineers": poll.scrutineers.all(),
        "collected": progress.collected(poll),
        "obstacles": obstacles,
        "too_early": checklists.wanting(held.campaign, too_early),
        "void_form": VoidForm.of(poll, obstacles),
        "passphrases_form": PassphrasesForm(poll=poll),
        "key_step": entrusting.next_step(poll, user),
        "gives_away": _gives_away(poll, user),
        "beside": sittings.beside(held),
        "recusals": (proposed := recusal.proposals(held) if poll.state == Poll.State.DRAFT else []),
        "recusal_form": RecusalForm(proposed=proposed),
        "merge_form": MergeForm(lines=lines) if (lines := categories.of_draft(held)) else None,
        "balances": slips.balances(poll),
        "on_paper": sum(pile.issued for pile in papers.piles(poll)),
        "opening_form": form,
        "present_form": PresentForm(initial={"present": poll.present}),
        "table": replace(table, blocks=marks) if shows else None,
        "remarks": results.remarks(poll) if shows and poll.asks_remarks else {},
        "is_demo": settings.DEMO,
    }


def _gives_away(poll: Poll, user: User) -> list[str]:
    if poll.state == Poll.State.DRAFT:
        return disclosure.notes(poll)
    return disclosure.of_paper(poll) if may_watch(poll, user) else []


@login_required
@require_GET
def result_workbook(request: HttpRequest, pk: int) -> FileResponse:
    """The result of a counted round as an Excel file, for whoever may see its figures."""
    held = round_of(request, pk)
    if not held.is_counted or not permissions.may_see_figures(held.campaign.plan, user_of(request)):
        raise Http404
    return workbooks.answer(result_table.table(held), copy_mark(request, held.campaign))


class RoundPaper(CampaignFormView):
    """Figures of a count on paper, person by person; ``?opening=`` names the post of a decision.

    With ``again`` it is the run-off of the vote that stands on that post.
    """

    template_name = "campaigns/round_paper.html"
    form_class = FiguresForm

    @property
    def purpose(self) -> Purpose:
        return purpose_of(self.kwargs["purpose"])

    @property
    def opening(self) -> Opening | None:
        if self.purpose != Purpose.DECISION:
            return None
        asked = self.request.GET.get("opening", "")
        if not asked.isdigit():
            raise Http404
        return get_object_or_404(self.campaign.openings, pk=asked)

    @property
    def run_off_of(self) -> Round | None:
        if "again" not in self.request.GET:
            return None
        held: Round | None = self.campaign.standing_round(self.purpose, self.opening)
        if self.opening is None or held is None:
            raise Http404
        return held

    def get_form_kwargs(self) -> dict[str, Any]:
        held, opening = self.run_off_of, self.opening
        people = adopting.run_off_persons(opening, held) if held and opening else None
        return super().get_form_kwargs() | {"purpose": self.purpose, "opening": opening, "people": people}

    def act(self, form: FiguresForm) -> None:
        dated = form.dated(self.campaign.plan, user_of(self.request))
        self.held = entering.enter_on_paper(
            self.campaign,
            self.purpose,
            form.figures(),
            by=user_of(self.request),
            happened_on=dated["happened_on"],
            attachment=dated["attachment"],
            opening=self.opening,
            run_off_of=self.run_off_of,
        )
        messages.success(self.request, "计票数据已录入，由第二人核实后生效")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "purpose": self.purpose,
            "opening": self.opening,
            "run_off_of": self.run_off_of,
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:round", args=[self.held.pk])
