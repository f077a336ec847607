"""A person considered for one opening, and how that person stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from campaigns.choices import LIVE, PUBLICITY, Conclusion, Source, Standing, Track
from campaigns.eligibility.screening import takes_waiver
from campaigns.rulesets.schema import Ruleset
from personnel.models import StaffMember, Tenure
from selection.accounts.models import User
from selection.machines import StateMachine
from selection.reasons import Rule
from selection.records.models import Review

from .campaigns import Campaign
from .meetings import AgendaItem
from .openings import Opening
from .plans import Plan

PASSING = (Conclusion.ELIGIBLE, Conclusion.ON_EXCEPTION)


class CandidacyQuerySet(models.QuerySet["Candidacy"]):
    def visible_to(self, user: User) -> CandidacyQuerySet:
        return self.filter(opening__campaign__in=Campaign.objects.visible_to(user))

    def live(self) -> CandidacyQuerySet:
        return self.filter(standing__in=LIVE)


class Candidacy(StateMachine, models.Model):
    """One person (人选) for one opening. Persons move on their own; a held one waits alone."""

    opening = models.ForeignKey(Opening, models.PROTECT, verbose_name="岗位", related_name="candidacies")
    staff = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="人员", related_name="candidacies")
    standing = FSMField("状态", default=Standing.NOMINATED, choices=Standing.choices, protected=True)
    source = models.CharField("产生方式", max_length=20, choices=Source)
    nominated_by = models.ForeignKey(
        AgendaItem, models.PROTECT, verbose_name="提名议题", null=True, blank=True, related_name="nominated"
    )
    is_promotion = models.BooleanField("提拔任用", default=True)
    standing_reason = models.CharField("状态说明", max_length=300, blank=True)
    held_from = models.CharField("暂缓前状态", max_length=20, choices=Standing.choices, blank=True)
    screening = models.JSONField("资格审查结果", null=True, blank=True)
    screening_conclusion = models.CharField("资格审查结论", max_length=10, choices=Conclusion, blank=True)
    screening_remark = models.CharField("资格审查说明", max_length=300, blank=True)
    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="审查人",
        null=True,
        blank=True,
        related_name="+",
    )
    screened_on = models.DateField("审查日期", null=True, blank=True)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人选"
        ordering = ["opening", "staff__stroke_key", "pk"]  # of one post as names are listed
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "staff"],
                name="candidacy_once",
                violation_error_message="此人已是该岗位的人选",
            ),
            models.CheckConstraint(
                condition=~Q(standing="held") | ~Q(held_from=""),
                name="candidacy_held_from_somewhere",
                violation_error_message="暂缓的人选须记录暂缓前的状态",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff.name}（{self.opening.post}）"

    @property
    def twins(self) -> CandidacyQuerySet:
        """The same person, who stands for other posts of the campaign as well."""
        same = Candidacy.objects.filter(staff=self.staff_id, opening__campaign=self.opening.campaign_id)
        return same.live().exclude(pk=self.pk)

    @transition(standing, source=Standing.NOMINATED, target=Standing.QUALIFIED, custom={"label": "资格符合"})
    def qualify(self) -> None:
        pass

    @transition(
        standing,
        source=[Standing.NOMINATED, Standing.QUALIFIED],
        target=Standing.INSPECTEE,
        custom={"label": "列为考察对象"},
    )
    def become_inspectee(self) -> None:
        pass

    @transition(
        standing,
        source=[Standing.INSPECTEE, Standing.QUALIFIED],  # from the latter on the direct track
        target=Standing.PROPOSED,
        custom={"label": "拟聘"},
    )
    def propose(self) -> None:
        pass

    @transition(standing, source=Standing.PROPOSED, target=Standing.APPOINTED, custom={"label": "聘任"})
    def appoint(self) -> None:
        pass

    @transition(
        standing, source=Standing.APPOINTED, target=Standing.ANNULLED, custom={"label": "宣布聘任无效"}
    )
    def annul(self) -> None:
        pass

    @transition(
        standing,
        source=[Standing.NOMINATED, Standing.QUALIFIED, Standing.INSPECTEE, Standing.PROPOSED],
        target=Standing.HELD,
        custom={"label": "暂缓"},
    )
    def hold(self) -> None:
        pass

    @transition(
        standing,
        source=[Standing.NOMINATED, Standing.QUALIFIED, Standing.INSPECTEE, Standing.PROPOSED, Standing.HELD],
        target=Standing.WITHDRAWN,
        custom={"label": "自动放弃"},
    )
    def withdraw(self) -> None:
        pass

    @transition(
        standing,
        source=[Standing.NOMINATED, Standing.QUALIFIED, Standing.INSPECTEE, Standing.HELD],
        target=Standing.NOT_SELECTED,
        custom={"label": "未列为人选"},
    )
    def pass_over(self) -> None:
        pass

    @transition(
        standing,
        source=[Standing.NOMINATED, Standing.QUALIFIED, Standing.INSPECTEE, Standing.PROPOSED, Standing.HELD],
        target=Standing.EXCLUDED,
        custom={"label": "不再列为人选"},
    )
    def exclude(self) -> None:
        pass

    @transition(
        standing,
        source=[
            Standing.HELD,
            Standing.INSPECTEE,
            Standing.PROPOSED,
            Standing.NOT_SELECTED,
            Standing.EXCLUDED,
        ],
        target=Standing.QUALIFIED,
        custom={"label": "恢复为资格符合"},
    )
    def return_to_qualified(self) -> None:
        pass

    @transition(
        standing,
        source=[Standing.HELD, Standing.PROPOSED, Standing.NOT_SELECTED],
        target=Standing.INSPECTEE,
        custom={"label": "恢复为考察对象"},
    )
    def return_to_inspectee(self) -> None:
        pass

    @transition(standing, source=Standing.HELD, target=Standing.PROPOSED, custom={"label": "恢复为拟聘人选"})
    def return_to_proposed(self) -> None:
        pass

    @transition(
        standing,
        source=[Standing.QUALIFIED, Standing.HELD, Standing.NOT_SELECTED, Standing.EXCLUDED],
        target=Standing.NOMINATED,
        custom={"label": "恢复为推荐人选"},
    )
    def return_to_nominated(self) -> None:
        pass

    @property
    def campaign(self) -> Campaign:
        return self.opening.campaign

    @property
    def ruleset(self) -> Ruleset:
        return self.opening.ruleset

    @property
    def is_live(self) -> bool:
        return self.standing in LIVE

    def has_waiver(self, rule: Rule | str, sentence: str) -> bool:
        key = rule if isinstance(rule, str) else rule.key
        return any(
            waiver.rule == key and waiver.sentence == sentence
            for waiver in self.waivers.all()
            if waiver.is_in_force
        )

    def had_waiver(self, rule: str, sentence: str) -> bool:
        """One that was granted and is over, with none asked for since."""
        asked = [each for each in self.waivers.all() if (each.rule, each.sentence) == (rule, sentence)]
        return any(each.is_expired for each in asked) and not any(each.is_open for each in asked)

    @property
    def inspection(self) -> Any:
        """The 考察材料 that stands, confirmed or not; None before it is written."""
        return next((each for each in self.inspections.all() if not each.is_superseded), None)

    @property
    def discipline_opinion(self) -> Any:
        """The 廉政意见 asked for last, answered or not; None before it is asked for."""
        return next((each for each in self.discipline_opinions.all() if not each.is_superseded), None)

    @property
    def discipline_answers(self) -> set[str]:
        """What discipline has said and not taken back: an answer stands until the next one counts."""
        asked = self.discipline_opinion
        if asked is None:
            return set()
        counted = [each for each in self.discipline_opinions.all() if each.is_answered and each.is_confirmed]
        standing = [asked] if asked in counted else [asked, *counted[-1:]]
        return {answer for each in standing for answer in (each.result, each.petitions)}

    def notices(self) -> Any:
        """The 拟聘公示 that name the person and count here, oldest first."""
        standing = self.publicities.standing().filter(campaign__in=self.campaign.sources_of(PUBLICITY))
        return standing.order_by("pk")

    @property
    def is_published(self) -> bool:
        """On the direct track only who is promoted is published before the appointment (AMB-17)."""
        return self.is_promotion or self.campaign.track != Track.DIRECT

    @property
    def renewed(self) -> Tenure | None:
        """The tenure that a new principal renews: of the same rank, in force when the person is to begin (A045)."""
        post, starts_on = self.opening.post, self.campaign.plan.starts_on
        serving = Tenure.objects.filter(staff=self.staff, post__rank=post.rank).in_force(starts_on)
        same = serving.filter(post=post).first()
        return same or serving.order_by("pk").first()

    def approved_forms(self) -> Any:
        return self.forms.filter(review__state="approved")

    @property
    def is_ruled_out(self) -> bool:
        found = (self.screening or {}).get("conclusion")
        return Conclusion.INELIGIBLE in (found, self.screening_conclusion)

    def awaits_form(self, besides: CandidateForm | None = None) -> bool:
        """No form of the person is under review, nor is there one that was approved and still tells all."""
        forms = self.forms.exclude(pk=besides.pk) if besides else self.forms
        if forms.filter(review__state="pending").exists():
            return False
        return not forms.filter(review__state="approved").exists() or not self.is_vouched_for()

    @property
    def settles_unknown(self) -> bool:
        """The school concluded what the rules could not find out (待核)."""
        found = (self.screening or {}).get("conclusion")
        return found == Conclusion.UNKNOWN and self.screening_conclusion in PASSING

    def is_vouched_for(self) -> bool:
        """Where data are missing, the school's reason counts once a reviewer was shown it (AMB-4)."""
        if not self.settles_unknown:
            return True
        shown = (form.said_of(self) for form in self.approved_forms())
        return any(said.get("unknown") == self.screening_remark for said in shown)

    def unwaived(self) -> list[dict[str, Any]]:
        """Findings of the stored screening that still need a waiver; missing data are no exception."""
        return [
            finding
            for finding in (self.screening or {}).get("findings", [])
            if takes_waiver(finding)
            and not finding["is_unknown"]
            and not self.has_waiver(finding["rule"], finding["sentence"])
        ]


class CandidateForm(models.Model):
    """人选审核表: one submission for one or several persons, under one agenda item (A059–A061)."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="方案", related_name="candidate_forms")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="candidate_forms"
    )
    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, verbose_name="研究议题")
    candidacies = models.ManyToManyField(Candidacy, verbose_name="人选", related_name="forms")
    review = models.OneToOneField(Review, models.PROTECT, verbose_name="送审", related_name="candidate_form")
    opinion = models.TextField("学校党政班子会议研究意见", max_length=1000)
    was_before_start = models.BooleanField("启动前报送", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "人选审核表"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.review.title

    def said_of(self, person: Candidacy) -> dict[str, Any]:
        """What the last submission told the reviewers of the person."""
        latest = self.review.latest
        people = latest.content.get("people", []) if latest else []
        return next((each for each in people if each["candidacy"] == person.pk), {})
