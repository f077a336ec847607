"""What a school hands in to the bureau about those who hold a post, and what an approval sets going."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns.rulesets.stages.serving import ServiceRules
from campaigns.rulesets.values import Level
from campaigns.services.review_chain import levels
from personnel import register
from personnel.models import Tenure
from selection import clock
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers, reviews
from selection.records.models import Review
from serving import permissions, rulebooks
from serving.choices import PetitionKind
from serving.models import Petition
from serving.services import tasks


def chain(rules: ServiceRules, kind: PetitionKind) -> tuple[Level, ...]:
    """Whom the ruleset asks (A015, A033, A037)."""
    return {
        PetitionKind.ROTATION: rules.rotation_review,
        PetitionKind.DELAY: rules.rotation_delay_review,
        PetitionKind.EXTENSION: rules.extension_review,
    }[kind]


@transaction.atomic
def submit(petition: Petition, tenures: Iterable[Tenure], *, by: User) -> Petition:
    """Hand it in, or in again after it came back."""
    tenures = list(tenures)
    _refuse(petition, tenures, by)
    register.hold(petition.organisation)
    if petition.pk is None:
        petition.review = _review(petition, tenures)
        petition.requested_by = by
    register.validate(petition)
    petition.save()
    petition.tenures.set(tenures)
    reviews.submit(petition.review, facts(petition, tenures), by)
    return petition


def _refuse(petition: Petition, tenures: list[Tenure], by: User) -> None:
    if any(permissions.is_concerned(each.staff, by) for each in tenures):
        raise Refused("报批的人员中有您本人或亲属，应当回避，请由其他人办理")
    if not by.may("run_campaigns", petition.organisation):
        raise Refused("您没有报批的权限，请由本校人事干部办理")
    if not tenures:
        raise Refused("请选择涉及的人员")
    if petition.until is not None and petition.until <= clock.today():
        raise Refused("延至的日期须晚于今天，请核对")
    if petition.ends_on is not None and petition.until is not None and petition.ends_on > petition.until:
        raise Refused("新的聘期届满日不能晚于延长任职的最后一天，请核对")


def _review(petition: Petition, tenures: list[Tenure]) -> Review:
    school, kind = petition.organisation, PetitionKind(petition.kind)
    rules = rulebooks.of(school)
    asked = chain(rules.service, kind) if rules else ()
    if not asked:
        raise Refused(f"本校适用的规则没有要求报批{kind.label}，由学校研究决定即可")
    title = f"{kind.label}（{'、'.join(each.staff.name for each in tenures)}）"[:200]
    return reviews.start("petition", school, title, levels(asked, school), ledgers.of_organisation(school))


def facts(petition: Petition, tenures: Iterable[Tenure]) -> dict[str, Any]:
    """What a submission freezes."""
    return {
        "kind": petition.kind,
        "tenures": [each.pk for each in tenures],
        "text": petition.text,
        "until": petition.until and petition.until.isoformat(),
        "ends_on": petition.ends_on and petition.ends_on.isoformat(),
        "proof": petition.proof_id,
    }


def on_review(review: Review) -> None:
    """An extension that is granted moves the end of the term, in the register (A015)."""
    petition = review.petition
    if not review.is_approved:
        return
    if petition.kind == PetitionKind.EXTENSION and petition.ends_on is not None:
        for tenure in petition.tenures.filter(ended_on=None, voided_on=None).select_related("staff", "post"):
            tenure.ends_on = petition.ends_on
            register.enter(tenure, by=petition.requested_by)
    tasks.arise(petition.organisation)


def open_tenures(school: Organisation):
    """Of whom something may be asked, an office's chief before its deputies (A036)."""
    running = Tenure.objects.at(school).in_force(clock.today())
    return running.select_related("staff", "post__department").order_by(
        "post__department__position", "post__rank", "pk"
    )


OUTCOMES = {"petition": on_review}
LABELS = {"petition": "交流和延长任职"}
MENDING = {"petition": lambda review: reverse("serving:petition_mend", args=[review.petition.pk])}
PAGES = {"petition": lambda review: review.petition.get_absolute_url()}
