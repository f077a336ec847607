"""What must have been so before anybody was appointed, row by row, read off the tables.

Written from the rows alone. It calls no rule, verdict or service of the program, and takes no number from
a ruleset: what it knows of a row stands here.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import F, Q

from campaigns.models import (
    Act,
    AgendaItem,
    Candidacy,
    ExaminationOpinion,
    Preference,
    Publicity,
    Round,
    ScoreSheet,
    Slot,
    Talk,
)
from personnel.models import QuotaTable, Tenure
from selection.records.models import ReviewDecision

COUNTY, PIDU = "county-schools", "pidu-school"
VOTED, CONTEST, DIRECT = "non_competitive", "competitive", "direct"
HEARD = (VOTED, CONTEST)  # inspected, voted on and published, each of them
ALL = (VOTED, CONTEST, DIRECT)
HOLIDAYS = {date(2026, 4, 6), *(date(2026, 5, day) for day in (1, 4, 5)), date(2026, 6, 19)}
CONFIRMED = Q(is_backfilled=False) | Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("entered_by"))
MET = Q(meeting__is_backfilled=False) | Q(meeting__confirmed_by__isnull=False)
ROWS: list[tuple[str, tuple[str, ...], tuple[str, ...], Callable[[Candidacy], bool]]] = []


def row(numbers, *rulesets, on=(VOTED,)):
    """``on`` names the tracks on which the row binds."""

    def note(holds):
        ROWS.append((numbers, rulesets or (COUNTY, PIDU), on, holds))
        return holds

    return note


def unmet(person):
    """The rows that don't hold for somebody who holds an appointment."""
    campaign = person.opening.campaign
    code, track = campaign.plan.ruleset_version.code, campaign.track
    asked = [(numbers, holds) for numbers, rulesets, on, holds in ROWS if code in rulesets and track in on]
    return [numbers for numbers, holds in asked if not holds(person)]


def campaigns_of(person):
    found, campaign = [], person.opening.campaign
    while campaign is not None:
        found.append(campaign)
        campaign = campaign.follows
    return found


def acts(person, kind):
    mine = Q(campaign__in=campaigns_of(person)) | Q(campaign=None)
    plan = person.opening.campaign.plan
    return Act.objects.filter(CONFIRMED, mine, plan=plan, kind=kind, is_superseded=False)


def items(person, purpose):
    mine = Q(campaign__in=campaigns_of(person)) | Q(campaign=None)
    plan = person.opening.campaign.plan
    found = AgendaItem.objects.filter(
        MET, mine, meeting__plan=plan, meeting__is_superseded=False, purpose=purpose, is_superseded=False
    )
    return found.order_by("meeting__happened_on", "pk")


def talked(person, kind):
    return Talk.objects.filter(
        campaign__in=campaigns_of(person), kind=kind, is_superseded=False, held_on__isnull=False
    )


def last_round(person, purpose, **of):
    found = Round.objects.filter(
        CONFIRMED, campaign__in=campaigns_of(person), purpose=purpose, is_superseded=False, **of
    )
    return found.order_by("pk").last()


def numbers(held):
    """entitled, present, collected; present as far as it was taken."""
    if held.poll is None:
        return held.figures["entitled"], held.figures.get("present"), held.figures["collected"]
    turnout = held.poll.turnout or {"entitled": 1, "collected": 0}
    return turnout["entitled"], held.poll.present, turnout["collected"]


def agreeing(held, person):
    if held.poll is None:
        return held.figures["subjects"].get(str(person.pk), {}).get("agree", 0)
    if held.poll.state not in ("counted", "released"):
        return 0
    tally = held.poll.tally_set.filter(category="", subject__key=str(person.pk)).first()
    return tally.counts["agree"] if tally else 0


def workdays(first, last):
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return sum(day.weekday() < 5 and day not in HOLIDAYS for day in days)


def approved(review, levels):
    if review is None or review.state != "approved":
        return False
    said = ReviewDecision.objects.filter(CONFIRMED, submission=review.submissions.latest("number"))
    return said.filter(is_approval=True, is_dropped=False).values("level").distinct().count() >= levels


@row("A052 A053 A054", COUNTY, on=ALL)
def quota_went_through_zone_and_bureau(person):
    table = QuotaTable.objects.filter(organisation=person.opening.campaign.plan.organisation)
    return any(approved(each.review, 2) for each in table)


@row("A055 R-31", on=ALL)
def posts_stay_within_the_quota(person):
    post, start = person.opening.post, person.appointment.starts_on
    table = QuotaTable.objects.filter(organisation=post.department.organisation, review__state="approved")
    line = table.latest("pk").lines.filter(department=post.department, rank=post.rank).first()
    serving = Tenure.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=start),
        Q(ends_on=None) | Q(ends_on__gte=start),
        post__department=post.department,
        post__rank=post.rank,
        starts_on__lte=start,
        voided_on=None,
        counts_quota=True,
    )
    return serving.count() <= (line.approved if line else 0)


@row("A056", COUNTY, on=ALL)
def views_were_sought(person):
    return acts(person, "consultation").exists()


@row("B019 B022", PIDU)
def party_moved_and_analysed(person):
    return acts(person, "motion").exists() and acts(person, "analysis").exists()


@row("A057 B020", on=ALL)
def a_meeting_resolved_the_plan(person):
    return items(person, "plan").exists()


@row("A059 A060", COUNTY)
def the_form_of_the_person_was_approved(person):
    return any(approved(form.review, 2) for form in person.forms.all())


@row("B024 B025", PIDU)
def the_party_committee_approved_the_plan(person):
    return approved(person.opening.campaign.plan.review, 1) and acts(person, "gatekeeping").exists()


@row("A061 A062", COUNTY, PIDU)
def approvals_came_before_the_first_step(person):
    first = campaigns_of(person)[-1]
    reviews = [first.plan.review, *(f.review for f in first.candidate_forms.filter(was_before_start=True))]
    approvals = [each.approved_on for each in reviews if each is not None and each.approved_on]
    steps = [act.happened_on for act in acts(person, "publication")]
    steps += [talk.held_on for talk in talked(person, "recommendation")]
    return bool(steps) and all(approval <= min(steps) for approval in approvals)


@row("A063 B037")
def the_plan_was_published_before_anybody_was_asked(person):
    published = acts(person, "publication").order_by("happened_on").first()
    talks = talked(person, "recommendation").order_by("held_on").first()
    return published is not None and (talks is None or published.happened_on <= talks.held_on)


@row("A065", COUNTY)
def both_ways_of_recommending_were_gone(person):
    held = last_round(person, "recommendation")
    return talked(person, "recommendation").exists() and held is not None and agreeing(held, person) > 0


@row("A067 AMB-10", COUNTY)
def few_recommended_means_held(person):
    held = last_round(person, "recommendation")
    return not person.is_promotion or 3 * agreeing(held, person) >= numbers(held)[2]


@row("B026 B027", PIDU)
def three_inspect(person):
    roles = person.opening.campaign.plan.roles.filter(kind__in=["team_leader", "inspector"], ended_on=None)
    return roles.count() >= 3


@row("B028 B033 B034", PIDU)
def fifty_were_asked_before_the_list_was_fixed(person):
    days = sorted(talk.held_on for talk in talked(person, "recommendation"))
    fixed = items(person, "shortlist").last()
    return len(days) >= 50 and fixed is not None and days[49] <= fixed.meeting.happened_on


@row("B035 B036 B040 AMB-22", PIDU)
def more_than_half_of_fifty_present_recommended(person):
    held = last_round(person, "recommendation")
    present = held.poll.present if held and held.poll else held and held.figures.get("present")
    return bool(present) and present >= 50 and 2 * agreeing(held, person) > present


@row("A068 A069", COUNTY)
def the_person_reported(person):
    return acts(person, "duty_report").filter(candidacy=person).exists()


@row("A070 A072 A073 A103 A104 AMB-32", COUNTY, on=HEARD)
def two_thirds_took_part_in_the_evaluation(person):
    held = last_round(person, "evaluation")
    if held is None:
        return False
    entitled, present, collected = numbers(held)
    return 3 * collected >= 2 * entitled and (present is None or 3 * present >= 2 * entitled)


@row("A071", COUNTY, on=HEARD)
def opinions_were_sought_in_writing(person):
    held = last_round(person, "evaluation")
    return bool(held and held.poll and held.poll.asks_remarks) or acts(person, "written_opinions").exists()


@row("A074 A105 AMB-10", COUNTY, on=HEARD)
def more_than_half_agreed_in_the_evaluation(person):
    held = last_round(person, "evaluation")
    return 2 * agreeing(held, person) > numbers(held)[2]


@row("A075 A076", COUNTY)
def cadres_and_peers_were_talked_to(person):
    scopes = set(talked(person, "consultation").values_list("scope", flat=True))
    return scopes >= {"cadre", "peer"}


@row("A078 A108 A126", COUNTY, on=HEARD)
def a_meeting_made_the_person_an_inspectee(person):
    agreed = items(person, "inspectees").filter(outcomes__candidacy=person, outcomes__outcome="agreed")
    held = last_round(person, "evaluation")
    voted_on = held.poll.closed_at.date() if held.poll and held.poll.closed_at else held.happened_on
    return any(item.meeting.happened_on >= voted_on for item in agreed)


@row("A079 A109", COUNTY, on=HEARD)
def the_inspection_was_announced_first(person):
    notice = acts(person, "inspection_notice").order_by("happened_on").first()
    found = person.inspections.filter(CONFIRMED, is_superseded=False).first()
    return notice is not None and found is not None and notice.happened_on <= found.happened_on


@row("A080 A110 B041 B046 R-19", on=HEARD)
def every_side_was_inspected(person):
    found = person.inspections.filter(CONFIRMED, is_superseded=False).first()
    sides = ("virtue", "ability", "diligence", "achievement", "integrity", "shortcomings")
    return found is not None and all(getattr(found, side).strip() for side in sides)


@row("B048 AMB-24", PIDU)
def enough_were_talked_to_in_the_inspection(person):
    present = last_round(person, "recommendation").poll.present
    held = talked(person, "inspection").count()
    return held >= 50 and 2 * held >= present


@row("B049", on=HEARD)
def everybody_of_the_team_signed(person):
    found = person.inspections.filter(CONFIRMED, is_superseded=False).first()
    roles = person.opening.campaign.plan.roles.filter(kind__in=["team_leader", "inspector"], ended_on=None)
    signed = set(found.signers.values_list("pk", flat=True))
    return found.is_backfilled or set(roles.values_list("user", flat=True)) <= signed


@row("B050 B051 B052", PIDU)
def discipline_was_asked_and_had_nothing(person):
    said = person.discipline_opinions.filter(CONFIRMED, is_superseded=False).first()
    return said is not None and (said.result, said.petitions) == ("clear", "clear")


@row("B053 E017", on=ALL)
def discipline_did_not_object(person):
    said = person.discipline_opinions.filter(is_superseded=False)
    return not said.filter(Q(result__in=["veto", "unresolved"]) | Q(petitions__in=["veto", "unresolved"]))


@row("A082 A083 A111 A125 R-21", on=HEARD)
def two_thirds_of_the_body_decided_after_the_report(person):
    item = items(person, "decision").last()
    found = person.inspections.filter(CONFIRMED, is_superseded=False).first()
    if item is None or found is None:
        return False
    met = item.meeting
    in_order = found.happened_on <= met.happened_on
    return in_order and met.body == person.opening.campaign.plan.body and 3 * met.present >= 2 * met.due


@row("R-21 R-22 B056 AMB-25", on=HEARD)
def more_than_half_of_those_due_agreed(person):
    held = last_round(person, "decision", opening__post=person.opening.post)
    if held is None:
        return False
    entitled, present, collected = numbers(held)
    came = collected if present is None else present
    return 2 * agreeing(held, person) > entitled and 3 * came >= 2 * entitled


@row("A055 A126", on=ALL)
def no_more_than_the_seats_are_filled(person):
    return person.opening.candidacies.filter(standing="appointed").count() <= person.opening.seats


@row("A084 A085 A114 B057 B061 R-26 T031 AMB-17", on=ALL)
def five_working_days_passed_between_decision_and_document(person):
    if person.opening.campaign.track == DIRECT and not person.is_promotion:
        return True
    decided = items(person, "decision").last().meeting.happened_on
    notices = Publicity.objects.filter(CONFIRMED, candidacies=person, state="concluded")
    return any(
        decided <= notice.happened_on <= notice.first_day
        and workdays(notice.first_day, notice.last_day) >= 5
        and notice.last_day < person.appointment.happened_on
        for notice in notices
    )


@row("B059 B060", on=ALL)
def nothing_is_open_or_found_against_the_person(person):
    return not person.objections.filter(~Q(state="resolved") | Q(conclusion="affecting")).exists()


@row("A086", on=ALL)
def a_leader_signed_or_a_second_person_confirmed(person):
    made = person.appointment
    signed = made.paper is not None and made.paper.issued_on is not None
    return signed or (made.is_backfilled and made.confirmed_by_id not in (None, made.entered_by_id))


@row("B063 B073", PIDU)
def the_reply_came_before_the_document(person):
    filing = getattr(person.opening.campaign, "filing", None)
    if filing is None or filing.state != "accepted":
        return False
    return filing.reply.happened_on <= person.appointment.happened_on


@row("A006", COUNTY, on=ALL)
def the_person_is_healthy(person):
    return person.staff.is_healthy is True


@row("A008 B015", on=ALL)
def the_person_is_established_and_on_duty(person):
    return person.staff.category == "established" and person.staff.is_on_duty


@row("A011", COUNTY, on=ALL)
def two_years_were_competent(person):
    year = person.opening.campaign.plan.reference_on.year
    grades = person.staff.appraisals.filter(year__in=[year - 1, year - 2]).values_list("grade", flat=True)
    return len(grades) == 2 and set(grades) <= {"excellent", "competent"}


@row("B007 B008", PIDU)
def the_person_has_degree_and_years(person):
    staff, day = person.staff, person.opening.campaign.plan.reference_on
    return staff.education in ("bachelor", "master", "doctor") and staff.teaching_since <= day.replace(
        year=day.year - 5
    )


@row("A044", on=(DIRECT,))
def what_the_bureau_proposed_is_proved(person):
    return person.opening.reason != "D1" or person.opening.proof is not None


@row("A045", on=(DIRECT,))
def a_renewal_keeps_the_end_of_the_term(person):
    if person.opening.reason != "D2":
        return True
    made = person.appointment
    running = Tenure.objects.filter(
        staff=person.staff, voided_on=None, starts_on__lt=made.starts_on, ends_on=made.ends_on
    )
    return running.exclude(pk=made.tenure_id).exists()


@row("A046 AMB-17 AMB-35", COUNTY, on=(DIRECT,))
def other_reasons_are_said_and_their_form_was_approved(person):
    opening = person.opening
    if opening.reason != "D3":
        return True
    return bool(opening.reason_text) and any(approved(form.review, 2) for form in person.forms.all())


@row("A116 A125 A126", COUNTY, on=(DIRECT,))
def all_staff_were_told_after_the_decision(person):
    decided, told = items(person, "decision").last(), acts(person, "announcement").last()
    return bool(decided and told) and decided.meeting.happened_on <= told.happened_on


@row("A125 R-21", on=(DIRECT,))
def two_thirds_of_the_body_decided_on_the_person(person):
    agreed = items(person, "decision").filter(outcomes__candidacy=person, outcomes__outcome="agreed")
    body = person.opening.campaign.plan.body
    return any(
        item.meeting.body == body and 3 * item.meeting.present >= 2 * item.meeting.due for item in agreed
    )


@row("A058 A061 A062", on=(CONTEST,))
def the_plan_of_the_contest_was_approved_before_it_was_published(person):
    review, published = person.opening.campaign.plan.review, acts(person, "publication").first()
    return approved(review, 2) and published is not None and review.approved_on <= published.happened_on


@row("A089 A090 A092", on=(CONTEST,))
def the_person_entered_by_a_form_while_one_could(person):
    preference = Preference.objects.filter(candidacy=person).select_related("entry").first()
    if preference is None:
        return False
    entry, windows = preference.entry, person.opening.campaign.registrations
    in_time = windows.filter(opens_at__lte=entry.entered_at, closes_at__gte=entry.entered_at)
    return in_time.exists() and bool(entry.statement.strip() and entry.pledge)


@row("A093", on=(CONTEST,))
def the_school_screened_first(person):
    return items(person, "screening").exists() and person.screening_conclusion in ("eligible", "exception")


@row("A094 A095", on=(CONTEST,))
def zone_and_bureau_let_the_person_pass(person):
    found = person.examinations.filter(review__state="approved").last()
    if found is None or not approved(found.review, 2):
        return False
    last = ReviewDecision.objects.filter(CONFIRMED, submission=found.review.submissions.latest("number"))
    said = ExaminationOpinion.objects.filter(decision__in=last, candidacy=person).order_by("decision__level")
    return said.last() is None or said.last().passes


@row("A095", on=(CONTEST,))
def the_list_with_the_person_was_published(person):
    listed = acts(person, "qualified_list").last()
    return listed is not None and person.pk in listed.figures["people"]


@row("A096 A102 AMB-13", on=(CONTEST,))
def the_person_drew_a_turn_and_every_judge_scored_it(person):
    held = person.opening.campaign.presentations.filter(is_superseded=False).first()
    slots = Slot.objects.filter(draw__presentation=held, draw__is_superseded=False, staff=person.staff)
    if held is None or held.closed_at is None or not slots.filter(absence="").exists():
        return False
    sheets = ScoreSheet.objects.filter(CONFIRMED, staff=person.staff, is_superseded=False)
    panel = held.judges.filter(ended_on=None)
    return all(sheets.filter(judge=judge).exists() for judge in panel) and panel.exists()


@row("A106 AMB-15", on=(CONTEST,))
def what_is_weighed_was_weighed_whole(person):
    held = person.opening.campaign.presentations.filter(is_superseded=False).first()
    if held is None or held.weighing == "":
        return False
    weights = (held.scores_weight, held.evaluation_weight, held.opinions_weight)
    written = person.written_opinions.filter(CONFIRMED, is_superseded=False)
    return held.weighing == "ranking" or (sum(weights) == 100 and (not weights[2] or written.exists()))


@row("A107 AMB-16", on=(CONTEST,))
def more_were_inspected_than_there_are_seats(person):
    """Unless the bureau let it pass, once too few qualified persons had been allowed (A051)."""
    campaign = person.opening.campaign
    chosen = items(person, "inspectees").filter(outcomes__outcome="agreed")
    people = set(chosen.values_list("outcomes__candidacy__staff", flat=True))
    allowed = campaign.waivers.filter(rule="inspectees_outnumber_posts", granted_on__isnull=False)
    seats = sum(opening.seats for opening in campaign.openings.all())
    return len(people) > seats or allowed.filter(approver="bureau").exists()
