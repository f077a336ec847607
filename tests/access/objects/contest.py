"""What the addresses of a contest are about: one that was arranged or drawn, as far as each address needs it."""

from campaigns.choices import KeptOfContest
from campaigns.models import Slot
from tests.access.visits import Visit, provides
from tests.factories.contest import arranged, drawn, plain, scored, sheet


@provides("arranged contest")
def arranged_contest(school):
    return Visit({"pk": arranged(persons=1, plan__organisation=school).campaign.pk})


@provides("act on a contest")
def act_on_a_contest(school):
    held = arranged(persons=1, plan__organisation=school)
    words = {"kind": KeptOfContest.VIDEO, "text": "全程录像"}
    return Visit({"pk": held.campaign.pk, "act": "keep"}, words)


@provides("turn")
def turn(school):
    slot = Slot.objects.get(draw__presentation=drawn(persons=1, plan__organisation=school))
    return Visit({"pk": slot.pk, "act": "absent"}, {"reason": "三次呼点未到"})


@provides("turn with a result")
def turn_with_a_result(school):
    held = drawn(persons=1, arrangement=plain(shows_results=True), plan__organisation=school)
    scored(held)
    return Visit({"pk": Slot.objects.get(draw__presentation=held).pk})


@provides("judge")
def judge(school):
    held = drawn(persons=1, plan__organisation=school)
    return Visit({"pk": held.panel.first().pk}, {"reason": "身体不适"})


@provides("score sheet")
def score_sheet(school):
    held = scored(drawn(persons=1, plan__organisation=school))
    return Visit({"pk": held.sheets().first().pk}, {"reason": "评委填错"})


@provides("contest to judge")
def contest_to_judge(school):
    return Visit({"pk": drawn(persons=1, plan__organisation=school).pk})


@provides("sheet to submit")
def sheet_to_submit(school):
    held = drawn(persons=1, plan__organisation=school)
    points = {f"points_{pk}": str(given) for pk, given in sheet(held, 80).items()}
    staff = Slot.objects.get(draw__presentation=held).staff_id
    return Visit({"pk": held.pk, "staff": staff}, points)
