"""主持工作: by a meeting's decision, with a last day, vouched for by a second person."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from personnel.models import Tenure
from selection import deadlines
from selection.reasons import Refused
from serving import horizon, lapsing
from serving.models import ActingDuty, Task
from serving.services import acting, entering, tasks
from tests.factories.accounts import LeaderFactory
from tests.factories.personnel import BodyFactory, PostFactory, StaffFactory
from tests.factories.serving import RemovalFactory, cadre, county_school, officer_of, scan_for, set_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return county_school()


def duty_at(school, **fields):
    fields = {
        "staff": StaffFactory(organisation=school, name="王某"),
        "post": PostFactory(department__organisation=school),
        "body": fields.get("body") or BodyFactory(organisation=school),
        "happened_on": date(2026, 3, 2),
        "starts_on": date(2026, 3, 2),
        "ends_on": date(2026, 8, 31),
        "text": "主任病休。",
    } | fields
    return ActingDuty(attachment=scan_for(school), **fields)


def decided(duty):
    school = duty.staff.organisation
    entering.enter(duty, by=officer_of(school))
    entering.confirm(duty, by=LeaderFactory(organisation=school))
    duty.refresh_from_db()
    return duty


def test_it_is_in_the_register_when_a_second_person_has_seen_the_minutes(school):
    duty = entering.enter(duty_at(school), by=officer_of(school))
    assert Tenure.objects.count() == 0

    entering.confirm(duty, by=LeaderFactory(organisation=school))

    tenure = Tenure.objects.get(decision=duty)
    assert (tenure.kind, tenure.post, tenure.starts_on, tenure.ends_on, tenure.counts_quota) == (
        "acting",
        duty.post,
        date(2026, 3, 2),
        date(2026, 8, 31),
        False,
    )


def test_it_ends_by_itself_and_is_known_ahead(school, go_to):
    duty = decided(duty_at(school))
    go_to(date(2026, 8, 31))
    deadlines.tick()
    duty.tenure.refresh_from_db()
    assert duty.tenure.ended_on is None
    due = horizon.coming_due(type(school).objects.filter(pk=school.pk), horizon.until())
    assert f"王某（{duty.post}）主持工作期满" in [each.sentence for each in due]

    go_to(date(2026, 9, 1))
    deadlines.tick()

    duty.tenure.refresh_from_db()
    assert duty.tenure.ended_on == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("kind", "how"), [("appointed", "担任"), ("acting", "主持工作")], ids=["appointed", "acting"]
)
def test_a_post_that_somebody_holds_needs_nobody_to_look_after_it(school, kind, how):
    holder = cadre(school, "李某", kind=kind, starts_on=date(2025, 9, 1), ends_on=date(2026, 3, 2))
    duty = duty_at(school, post=holder.post)

    with pytest.raises(Refused) as refusal:
        acting.refuse_unfit(duty)

    assert refusal.value.reasons == [
        f"{holder.post}自2025年9月1日起由李某{how}，请核对岗位；已经离任的，先在名册登记离任"
    ]
    duty.starts_on = date(2026, 3, 3)
    acting.refuse_unfit(duty)


@pytest.mark.parametrize(
    ("leaves_on", "is_confirmed", "is_free"),
    [(date(2026, 3, 10), True, True), (date(2026, 3, 11), True, False), (date(2026, 3, 10), False, False)],
    ids=["gone by then", "a day later", "not vouched for"],
)
def test_whoever_is_removed_by_then_holds_it_no_more(school, leaves_on, is_confirmed, is_free):
    removal = RemovalFactory(
        tenure=cadre(school, "李某"), effective_on=leaves_on, is_backfilled=not is_confirmed
    )
    duty = duty_at(school, post=removal.tenure.post, body=removal.body, starts_on=date(2026, 3, 10))

    if is_free:
        acting.refuse_unfit(duty)
    else:
        with pytest.raises(Refused):
            acting.refuse_unfit(duty)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts_on": date(2026, 3, 1)}, "主持工作不能早于会议决定的日期，请核对。"),
        ({"ends_on": date(2026, 3, 1)}, "主持工作止不能早于主持工作起，请核对。"),
    ],
)
def test_its_days_are_in_order(school, fields, sentence):
    with pytest.raises(Refused) as refusal:
        entering.enter(duty_at(school, **fields), by=officer_of(school))

    assert refusal.value.reasons == [sentence]


def test_it_is_entered_on_the_page_and_shown_with_its_decision(as_user, school):
    duty = duty_at(school)
    form = {
        "post": duty.post.pk,
        "body": duty.body.pk,
        "happened_on": "2026-03-02",
        "starts_on": "2026-03-02",
        "ends_on": "2026-08-31",
        "text": "主任病休。",
        "scan": SimpleUploadedFile("纪要.pdf", b"%PDF-1.7 minutes"),
    }
    officer = officer_of(school)
    as_user(officer).post(reverse("serving:enter", args=[duty.staff.pk, "acting"]), form)
    entered = ActingDuty.objects.get()
    as_user(LeaderFactory(organisation=school)).post(reverse("serving:confirm", args=["acting", entered.pk]))

    page = as_user(officer).get(reverse("serving:tasks")).content.decode()

    assert f"2026年3月2日{duty.body}决定" in page


def test_the_register_alone_lets_nobody_look_after_a_post(as_user, school):
    staff = StaffFactory(organisation=school)
    form = {
        "post": PostFactory(department__organisation=school).pk,
        "kind": "acting",
        "starts_on": "2026-03",
    }

    answer = as_user(officer_of(school)).post(
        reverse("personnel:entry_create", args=[staff.pk, "tenures"]), form
    )

    assert "kind" in answer.context["form"].errors


def test_who_only_looked_after_a_post_is_neither_new_in_it_nor_leaves_it(school, go_to):
    set_rules(school, integrity_talk=True, training_days=3)
    looking_after = cadre(
        school, kind=Tenure.Kind.ACTING, starts_on=date(2026, 3, 2), ends_on=date(2026, 4, 1)
    )
    tasks.arise(school)
    assert not Task.objects.filter(kind__in=("talk", "training")).exists()

    go_to(date(2026, 4, 2))
    lapsing.lapse_due()
    tasks.arise(school)

    looking_after.refresh_from_db()
    assert looking_after.end == "期满，不再主持工作"
    assert not Task.objects.filter(kind="settle").exists()
    said = Task.objects.get(kind="renew").sentence
    assert said == f"王某（{looking_after.post}）主持工作已期满，岗位空缺，须启动新一轮聘任"
