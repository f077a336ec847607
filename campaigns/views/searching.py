"""谁符合条件, beyond one selection: over a school, a zone or the county, and as a file."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from campaigns import eligible_workbook as file
from campaigns.choices import Conclusion
from campaigns.models import Adoption, RulesetVersion
from campaigns.searching import Question, Search
from personnel.models import Post
from selection import clock, spreadsheet
from selection.accounts.acts import Act
from selection.accounts.models import Organisation

from .lookup import user_of

Row = TypeVar("Row", bound=Model)
PAGE = 50
YEARS = range(2000, 2100)


class Asked:
    """What the address asks for, as far as the user may see it; what it leaves open is chosen for them."""

    def __init__(self, request: HttpRequest):
        self.given, user = request.GET, user_of(request)
        self.places = list(user.organisations_for(Act.VIEW_REGISTER).order_by("path"))
        self.place = self._one(self.places, "place")
        self.schools = [each for each in self.places if each.kind == Organisation.Kind.SCHOOL]
        own = [each for each in self.schools if each.path.startswith(self.place.path)]
        self.school = self._one(self.schools, "school", own)
        self.posts = list(
            Post.objects.active()
            .filter(department__organisation=self.school)
            .select_related("department__organisation")
        )
        self.versions = list(RulesetVersion.objects.visible_to(user))
        works_by = Adoption.objects.filter(organisation=self.school).values_list("ruleset", flat=True)
        self.version = self._one(
            self.versions, "ruleset", [each for each in self.versions if each.pk in works_by]
        )

    def _one(self, rows: list[Row], name: str, usual: list[Row] | None = None) -> Row:
        """The row that is named; what isn't to be seen does not exist."""
        asked = self.given.get(name)
        found = (usual or rows)[:1] if not asked else [each for each in rows if str(each.pk) == asked]
        if not found:
            raise Http404
        return found[0]

    @property
    def post(self) -> Post | None:
        """One of the school's; of another school chosen since, its first."""
        named = (each for each in self.posts if str(each.pk) == self.given.get("post"))
        return next(named, next(iter(self.posts), None))

    @property
    def reference_on(self) -> date:
        try:
            day = date.fromisoformat(self.given.get("on", ""))
        except ValueError:
            return clock.today()
        return day if day.year in YEARS else clock.today()

    @property
    def search(self) -> Search | None:
        """None where the school has no post to ask about."""
        if self.post is None:
            return None
        found = self.given.get("found")
        return Search(
            self.place,
            Question(self.post, self.version, self.reference_on),
            text=self.given.get("q", "").strip(),
            only_reserve="reserve" in self.given,
            found=found if found is None or found in Conclusion.values else "",
        )


class WhoIsEligible(LoginRequiredMixin, TemplateView):
    """``?place=`` is searched for the ``?post=`` of a ``?school=``; ``?found=`` is one of the conclusions."""

    template_name = "campaigns/find_eligible.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Asked(self.request)
        search = asked.search
        page = Paginator(search.shown if search else [], PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "asked": asked,
            "search": search,
            "page_obj": page,
            "rows": search.rows(list(page)) if search else [],
        }


@login_required
@require_GET
def eligible_workbook(request: HttpRequest) -> FileResponse:
    search = Asked(request).search
    if search is None:
        raise Http404
    return spreadsheet.download(file.workbook(search), file.title(search))
