"""The first page: one desk for each role of whoever is signed in, stacked."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from campaigns.desks import BESIDE, discipline, leader, officer, reviewer, teacher
from selection import clock
from selection.accounts.acts import Role
from selection.records.models import Delegation
from selection.strangers import invites_to_sign_in

from .lookup import user_of

DESKS = {
    "officer": ({Role.OFFICER, Role.ZONE_ORGANISER}, officer.desk),
    "leader": ({Role.LEADER}, leader.desk),
    "reviewer": ({Role.ZONE_REVIEWER, Role.BUREAU_REVIEWER}, reviewer.desk),
    "discipline": ({Role.DISCIPLINE}, discipline.desk),
}


class Home(LoginRequiredMixin, TemplateView):
    template_name = "campaigns/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = user_of(self.request)
        held = {role for role, _organisation in user.roles}
        if Delegation.objects.lent_to(user):
            held.add(Role.ZONE_REVIEWER)  # who stands in for a reviewer has a reviewer's desk
        desks = {name: desk(user) for name, (roles, desk) in DESKS.items() if held & roles}
        beside = [(each.template, found) for each in BESIDE if (found := each.desk(user)) is not None]
        return (
            super().get_context_data(**kwargs)
            | desks
            | {
                "teacher": teacher.desk(user),
                "has_desk": bool(desks or beside),
                "beside": beside,
                "today": clock.today(),
            }
        )


home = invites_to_sign_in(Home.as_view())
