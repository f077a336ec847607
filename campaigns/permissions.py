"""May this user do this to that plan? Predicates on (object, user); recusal comes first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from campaigns import recusal
from personnel.models import StaffMember
from selection.records.models.delegations import stood_in_for

if TYPE_CHECKING:
    from campaigns.models import Campaign, Objection, Plan, Presentation
    from selection.accounts.models import User


def is_recused(plan: Plan, user: User) -> bool:
    """Whoever is, or is related to, a person under consideration sees only a teacher's pages."""
    return type(plan).objects.of_candidate_or_relative(user).filter(pk=plan.pk).exists()


def was_at_work(plan: Plan, user: User) -> bool:
    """Works on the school's plans by role, or was named for a task of this one, ended or not."""
    return user.may("view_campaigns", plan.organisation) or plan.roles.filter(user=user).exists()


def may_run(campaign: Campaign, user: User) -> bool:
    return may_run_plan(campaign.plan, user)


def may_run_plan(plan: Plan, user: User) -> bool:
    """The officer's part: set up, record, advance."""
    return user.may("run_campaigns", plan.organisation) and not is_recused(plan, user)


def may_name_officer(plan: Plan, user: User) -> bool:
    """Who runs the plan, and those who still can when the officer is concerned: leaders and the bureau."""
    acts = ("run_campaigns", "decide", "review_bureau")
    return any(user.may(act, plan.organisation) for act in acts) and not is_recused(plan, user)


def may_confirm(plan: Plan, user: User) -> bool:
    """The second person's part: confirm what another entered from paper."""
    return _may_or_stands_in(plan, user, "confirm_acts") and not is_recused(plan, user)


def may_decide(plan: Plan, user: User) -> bool:
    return user.may("decide", plan.organisation) and not is_recused(plan, user)


def may_see_figures(plan: Plan, user: User) -> bool:
    """Vote figures are for the officer, the team, the deciding leaders, scrutineers and reviewers."""
    if is_recused(plan, user):
        return False
    named = plan.roles.filter(user=user, ended_on=None).exists()
    acts = ("run_campaigns", "decide", "review_bureau")
    return named or any(user.may(act, plan.organisation) for act in acts)


def may_inspect(plan: Plan, user: User) -> bool:
    """Members of the inspection team, while named."""
    return user in plan.inspectors and not is_recused(plan, user)


def may_void(campaign: Campaign, user: User) -> bool:
    return user.may("void_campaigns", campaign.organisation) and not is_recused(campaign.plan, user)


def may_answer_filing(campaign: Campaign, user: User) -> bool:
    """The bureau above, never the school itself."""
    outside = user.organisation_id != campaign.organisation.pk
    plan = campaign.plan
    return outside and _may_or_stands_in(plan, user, "review_bureau") and not is_recused(plan, user)


def stands_in_for(plan: Plan, user: User, act: str) -> User | None:
    """The reviewer in whose place the user does what is the reviewer's by role."""
    return stood_in_for(user, act, plan.organisation, partial(is_recused, plan))


def _may_or_stands_in(plan: Plan, user: User, act: str) -> bool:
    return user.may(act, plan.organisation) or stands_in_for(plan, user, act) is not None


def may_read(objection: Objection, user: User) -> bool:
    """What was reported and found: for discipline, and for whoever registered it at the school, nobody else."""
    return knows(objection, user) and not is_concerned(objection, user)


def knows(objection: Objection, user: User) -> bool:
    """The part of it that is asked of each objection; recusal is asked once of the plan."""
    at = objection.campaign.plan.organisation
    registered = objection.is_of_the_school and objection.entered_by_id == user.pk
    return registered or user.may("answer_discipline", at)


def is_concerned(objection: Objection, user: User) -> bool:
    """Whether it is about the user or a relative, be they candidates or not."""
    is_close = StaffMember.objects.close_to(user).filter(pk=objection.staff_id).exists()
    return is_close or is_recused(objection.campaign.plan, user)


def may_deal_with(objection: Objection, user: User) -> bool:
    """Of whom it is and how far it is: of what the school itself looks into, also for those who run the campaign."""
    return may_read(objection, user) or (objection.is_of_the_school and may_look_into(objection, user))


def may_register(campaign: Campaign, user: User) -> bool:
    """Who takes in what is reported: the school's officer, and discipline above it."""
    return may_run(campaign, user) or _is_discipline(campaign, user)


def may_look_into(objection: Objection, user: User) -> bool:
    """Who names investigators and concludes: discipline; of what stayed at the school also the officer."""
    if is_concerned(objection, user):
        return False
    if not objection.is_of_the_school:
        return _is_discipline(objection.campaign, user)
    return may_register(objection.campaign, user)


def may_investigate(objection: Objection, user: User) -> bool:
    """The part of a named investigator, while nothing speaks against the person."""
    named = any(each.user_id == user.pk for each in objection.current_investigators)
    return named and not any(recusal.bars(objection, user))


def may_read_notes(objection: Objection, user: User) -> bool:
    """Whom the investigators talked to, and what they were told: for them and discipline."""
    at = objection.campaign.organisation
    is_discipline = user.may("answer_discipline", at) and not is_concerned(objection, user)
    return is_discipline or may_investigate(objection, user)


def _is_discipline(campaign: Campaign, user: User) -> bool:
    return user.may("answer_discipline", campaign.organisation) and not is_recused(campaign.plan, user)


def may_see_sheets(held: Presentation, user: User) -> bool:
    """Single judges' figures: once the scoring is closed and if the rulebook says so, to those who see figures."""
    is_shown = held.campaign.ruleset.contest.sheets_shown in ("figures", "names")
    return held.is_closed and is_shown and may_see_figures(held.campaign.plan, user)
