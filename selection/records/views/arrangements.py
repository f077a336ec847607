"""How does the bureau enter or correct a year's holidays and make-up workdays?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from selection import clock
from selection.accounts.views.scope import user_of
from selection.records import arrangements
from selection.records.forms import ArrangementForm
from selection.records.ledgers import canonical, sha256
from selection.records.models import YearArrangement
from selection.workdays import YearPlan, built_in

FIRST_SHOWN = 2004  # where the built-in calendar begins


class EntersArrangements(LoginRequiredMixin):
    """For those who enter arrangements somewhere; nobody else finds the page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not arrangements.places_of(user_of(request)).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Arrangements(EntersArrangements, TemplateView):
    template_name = "records/arrangements.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entered = {each.year: each for each in YearArrangement.objects.select_related("entered_by")}
        last = max([clock.today().year + 1, *entered])
        years = [(year, entered.get(year), built_in(year)) for year in range(last, FIRST_SHOWN - 1, -1)]
        return super().get_context_data(years=years, **kwargs)


class EnterArrangement(EntersArrangements, FormView):
    """Paste, look at what was understood, confirm: only what was shown is saved, and in place of what was shown."""

    template_name = "records/arrangement.html"
    form_class = ArrangementForm

    def get_initial(self) -> dict[str, Any]:
        year = self.request.GET.get("year", "")
        chosen = int(year) if year.isdecimal() and len(year) == 4 else clock.today().year + 1
        plan = arrangements.known_plan(chosen) or YearPlan()
        return {
            "year": chosen,
            "holidays": _as_text(plan.holidays, chosen),
            "workdays": _as_text(plan.workdays, chosen),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        year, plan = form.cleaned_data["year"], form.cleaned_data["plan"]
        shown = _digest(year, plan)
        confirmed = self.request.POST.get("shown")
        if confirmed != shown:
            if confirmed:
                messages.warning(self.request, "填的内容或现有的安排有变动，请重新核对")
            context = self.get_context_data(form=form, preview=_preview(year, plan), shown=shown)
            return self.render_to_response(context)
        arrangements.enter(year, plan, by=user_of(self.request))
        messages.success(self.request, f"{year}年的安排已保存，尚未到期的期限已按新安排重算")
        return redirect("records:arrangements")


def _preview(year: int, plan: YearPlan) -> dict[str, Any]:
    known = arrangements.known_plan(year) or YearPlan()
    return {
        "year": year,
        "holidays": sorted(plan.holidays),
        "workdays": sorted(plan.workdays),
        "added": sorted((plan.holidays - known.holidays) | (plan.workdays - known.workdays)),
        "removed": sorted((known.holidays - plan.holidays) | (known.workdays - plan.workdays)),
    }


def _as_text(days: Iterable[date], year: int) -> str:
    """As it may be pasted again; a day of the year before bears its year."""
    return "、".join(
        f"{'' if day.year == year else f'{day.year}年'}{day.month}月{day.day}日" for day in sorted(days)
    )


def _digest(year: int, plan: YearPlan) -> str:
    """Of what is to be saved and of what stands there now."""
    known = arrangements.known_plan(year) or YearPlan()
    all_days = (plan.holidays, plan.workdays, known.holidays, known.workdays)
    days = [sorted(day.isoformat() for day in each) for each in all_days]
    return sha256(canonical([year, *days]))
