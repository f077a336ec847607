"""What the addresses about serving cadres are about, built for one school."""

from datetime import date

from selection import clock
from selection.accounts.models import Organisation
from selection.records import reviews
from serving import schoolterms
from serving.models import Petition, Task, TransferList
from serving.services import evaluations, petitions
from tests.access.visits import Visit, provides
from tests.factories.accounts import BureauReviewerFactory, UserFactory
from tests.factories.campaigns import AdoptionFactory
from tests.factories.personnel import StaffFactory, TenureFactory
from tests.factories.serving import DutyReviewFactory, RemovalFactory, officer_of


def tenure_of(school: Organisation):
    AdoptionFactory(organisation=school)
    return TenureFactory(staff__organisation=school, ends_on=date(2035, 8, 31))


@provides("serving cadre")
def serving_cadre(school):
    return Visit({"pk": tenure_of(school).staff_id})


@provides("record of a cadre")
def record_of_a_cadre(school):
    data = {"kind": "talk", "text": "提出廉政要求", "happened_on": "2026-03-02"}
    return Visit({"pk": tenure_of(school).staff_id, "kind": "record"}, data)


@provides("to-do")
def to_do(school):
    task = Task.objects.create(
        organisation=school,
        kind="evaluation",
        source="test",
        sentence="期末民主测评",
        cites="A120",
        arisen_on=date(2026, 3, 2),
        due_on=date(2026, 7, 15),
    )
    return Visit({"pk": task.pk}, {"how": "已办理"})


@provides("review to confirm")
def review_to_confirm(school):
    review = DutyReviewFactory(staff=tenure_of(school).staff, is_backfilled=True)
    return Visit({"kind": "duty-review", "pk": review.pk}, {"reason": "与会议记录不符"})


@provides("confirmed removal")
def confirmed_removal(school):
    removal = RemovalFactory(tenure=tenure_of(school), is_backfilled=False)
    return Visit({"kind": "removal", "pk": removal.pk}, {"reason": "登记错了人"})


@provides("petition")
def petition(school):
    return Visit({"pk": _petition(school).pk})


@provides("petition that came back")
def petition_that_came_back(school):
    asked = _petition(school)
    reviews.withdraw(asked.review, asked.requested_by)
    data = {"text": "与德育处主任互换岗位", "tenures": [asked.tenures.get().pk]}
    return Visit({"pk": asked.pk}, data)


@provides("school that asks")
def school_that_asks(school):
    tenure = tenure_of(school)
    data = {"text": "互换岗位", "tenures": [tenure.pk]}
    return Visit({"code": school.code, "kind": "rotation"}, data)


def _petition(school):
    tenure = tenure_of(school)
    asked = Petition(organisation=school, kind="rotation", text="互换岗位")
    return petitions.submit(asked, [tenure], by=officer_of(school))


@provides("evaluation of a term")
def evaluation_of_a_term(school):
    tenure_of(school)
    watcher = StaffFactory(organisation=school, with_account=True).user
    end = schoolterms.latest(date(2026, 3, 2))
    by = officer_of(school)
    _open_accounts(school)
    made = evaluations.draw_up(school, end, by=by, scrutineers=[watcher])
    return Visit({"pk": made.pk})


@provides("school that evaluates")
def school_that_evaluates(school):
    tenure_of(school)
    watcher = StaffFactory(organisation=school, with_account=True).user
    _open_accounts(school)
    return Visit({"code": school.code}, {"scrutineers": [watcher.pk], "channel": "slip"})


def _open_accounts(school):
    for staff in school.staff.filter(user=None):
        staff.user = UserFactory(organisation=school, username=staff.staff_number)
        staff.save()


@provides("transfer list")
def transfer_list(school):
    """The bureau's; whoever reviews there, and nobody else."""
    listed = TransferList.objects.create(
        organisation=school.bureau,
        name="名单.xlsx",
        rows=[{"number": 2, "problem": "没有填姓名，请补上"}],
        uploaded_by=BureauReviewerFactory(organisation=school.bureau),
        uploaded_at=clock.now(),
    )
    return Visit({"pk": listed.pk})
