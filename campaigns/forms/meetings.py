"""Forms by which a meeting and the items of its agenda are recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django import forms

from campaigns import contest
from campaigns.choices import AgendaPurpose, Approver, Outcome, Source, Track
from campaigns.forms.meeting_facts import MeetingFacts
from campaigns.forms.paper import PaperActFields
from campaigns.guards import enter
from campaigns.models import Campaign, Candidacy, Opening, Waiver
from campaigns.naming import exception
from personnel.models import Body
from selection import clock

# Items whose resolution speaks of each person; a decision's persons are settled by their votes.
ABOUT_PERSONS = (AgendaPurpose.CANDIDATES, AgendaPurpose.SHORTLIST, AgendaPurpose.INSPECTEES)
USUAL = {
    AgendaPurpose.PLAN: "同意工作方案，按程序报批。",
    AgendaPurpose.CANDIDATES: "同意将下列人选报送审核。",
    AgendaPurpose.NOMINATION: "经集体研究，同意组织提名。",
    AgendaPurpose.SHORTLIST: "根据谈话推荐情况，研究确定会议推荐人选。",
    AgendaPurpose.INSPECTEES: "综合民主推荐、民主测评和谈话情况，研究确定考察对象。",
    AgendaPurpose.DECISION: "听取考察情况汇报，充分讨论后以无记名投票方式表决，按表决结果确定拟聘人选。",
    AgendaPurpose.WAIVER: "经集体研究，同意下列例外事项。",
    AgendaPurpose.VACANCY: "经集体研究，下列岗位本次空缺。",
    AgendaPurpose.PUT_FORWARD: "经集体研究，同意推荐下列人员报名竞聘：",
    AgendaPurpose.SCREENING: "对报名人员的资格逐人进行初审，同意将审查情况报送审核。",
    AgendaPurpose.FALL_BACK: "竞岗报名资格审查合格人员不足，经集体研究，下列岗位改为不竞岗聘任：",
}


def _usual(campaign: Campaign, purpose: AgendaPurpose) -> str:
    """What such a meeting usually resolves; a plan that nobody approves is carried out as it is."""
    if purpose == AgendaPurpose.PLAN and not campaign.plan.approval_chain:
        return "同意工作方案，按方案组织实施。"
    if purpose == AgendaPurpose.INSPECTEES and contest.is_contest(campaign):
        return "根据量分、民主测评和书面意见，集体研究，择优确定考察对象。"
    if purpose == AgendaPurpose.DECISION and campaign.track == Track.DIRECT:
        return "经集体研究，决定直接聘任下列人选。"
    if purpose == AgendaPurpose.FALL_BACK:
        posts = "、".join(str(opening) for opening, _, _ in enter.shortage(campaign))
        return f"{USUAL[purpose]}{posts}。" if posts else USUAL[purpose]
    return USUAL[purpose]


def _placed(campaign: Campaign) -> dict[int, str]:
    """Person → the place in the contest, best first, once its scores are closed."""
    held = contest.presentation_of(campaign) if contest.is_contest(campaign) else None
    if held is None or not held.is_closed:
        return {}
    return {line.person.pk: line.placed for line in contest.table(campaign)}


class OutcomeRow(NamedTuple):
    """One person under an item: who it is, what was said, and why."""

    person: Candidacy
    outcome: forms.BoundField
    note: forms.BoundField
    placed: str  # what a contest came to for the person


class AgendaForm(forms.Form):
    """One item: the resolution, and where it speaks of persons, what was said of each."""

    resolution = forms.CharField(label="会议决定", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, campaign: Campaign, purpose: AgendaPurpose, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.purpose = purpose
        self.placed = _placed(campaign) if purpose == AgendaPurpose.INSPECTEES else {}
        order = {pk: number for number, pk in enumerate(self.placed)}
        people = persons_under(campaign, purpose)
        self.people = sorted(people, key=lambda person: order.get(person.pk, len(order)))
        self.fields["resolution"].initial = _usual(campaign, purpose)
        for person in self.people:
            self._add_person(person)
        asked = Waiver.objects.filter(
            campaign=campaign, approver=Approver.SCHOOL_MEETING, granted_on=None, refused_on=None
        )
        if purpose == AgendaPurpose.WAIVER and asked.exists():
            self.fields["waivers"] = _several(
                asked.select_related("candidacy__staff"),
                "同意的例外事项",
                "请勾选会议同意的例外事项；一项也没有同意的，由学校领导在例外事项页登记不批准",
            )
            self.fields["waivers"].label_from_instance = exception
        if purpose == AgendaPurpose.VACANCY:
            empty = campaign.openings.filter(result=Opening.Result.OPEN)
            self.fields["openings"] = _several(
                empty.select_related("post__department"), "空缺的岗位", "请勾选空缺的岗位"
            )

    def _add_person(self, person: Candidacy) -> None:
        self.fields[f"outcome_{person.pk}"] = forms.ChoiceField(
            label=f"对{person.staff.name}的意见",
            choices=Outcome.choices,
            widget=forms.RadioSelect,
            error_messages={"required": f"请选择对{person.staff.name}的意见"},
        )
        self.fields[f"note_{person.pk}"] = forms.CharField(
            label="说明",
            max_length=300,
            required=False,
            widget=forms.TextInput(attrs={"placeholder": "不同意或缓议的理由"}),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for person in self.people:
            said, note = cleaned.get(f"outcome_{person.pk}"), cleaned.get(f"note_{person.pk}")
            if said and said != Outcome.AGREED and not note:
                self.add_error(f"note_{person.pk}", f"请写明对{person.staff.name}{Outcome(said).label}的理由")
        if self.purpose == AgendaPurpose.DECISION:
            self._refuse_two_posts(cleaned)
        return cleaned

    def _refuse_two_posts(self, cleaned: dict[str, Any]) -> None:
        agreed = [each for each in self.people if cleaned.get(f"outcome_{each.pk}") == Outcome.AGREED]
        for staff, posts in Counter(person.staff for person in agreed).items():
            if posts > 1:
                self.add_error(None, f"{staff.name}只能任用到一个岗位，请只对其中一个岗位填“同意”")

    def outcome_rows(self) -> Iterator[OutcomeRow]:
        for person in self.people:
            placed = self.placed.get(person.pk, "")
            yield OutcomeRow(person, self[f"outcome_{person.pk}"], self[f"note_{person.pk}"], placed)

    def subject_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("waivers", "openings") if name in self.fields]

    def outcomes(self) -> dict[Candidacy, tuple[Outcome, str]]:
        said = self.cleaned_data
        return {
            person: (Outcome(said[f"outcome_{person.pk}"]), said[f"note_{person.pk}"])
            for person in self.people
        }


class MeetingForm(AgendaForm, MeetingFacts, PaperActFields):
    """A meeting that was held, with its first item."""

    MEETING = ("name", "place", "chair", "attendees", "due", "present", "minutes")

    name = forms.CharField(label="会议名称", max_length=100)

    def __init__(self, *args: Any, body: Body | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = str(body) if body else ""
        self.count(body, self._day(), [])

    def _day(self) -> date:
        """Members are those of the day that was typed, today's until a day is."""
        typed = self.data.get(self.add_prefix("happened_on")) if self.is_bound else None
        try:
            return date.fromisoformat(typed) if typed else clock.today()
        except ValueError:
            return clock.today()

    def meeting_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MEETING if name in self.fields and name != "minutes"]

    def facts(self) -> dict[str, Any]:
        """Keywords of ``meetings.hold``; a body's service counts its members itself."""
        counted = {"due": 0, "present": 0, "attendees": ()}
        return counted | {name: self.cleaned_data[name] for name in self.MEETING if name in self.fields}


def persons_under(campaign: Campaign, purpose: AgendaPurpose) -> list[Candidacy]:
    """The persons of whom an item of this purpose must say something."""
    if purpose == AgendaPurpose.NOMINATION:
        return list(campaign.live().filter(source=Source.ORGANISATION, nominated_by=None))
    if purpose == AgendaPurpose.DECISION and campaign.track != Track.DIRECT:
        return _up_for_two_posts(campaign)
    return list(campaign.live()) if purpose in (*ABOUT_PERSONS, AgendaPurpose.DECISION) else []


def _up_for_two_posts(campaign: Campaign) -> list[Candidacy]:
    """Votes settle the others; for which post somebody is taken, only the meeting can say."""
    persons = list(campaign.live())
    posts = Counter(person.staff_id for person in persons)
    return [person for person in persons if posts[person.staff_id] > 1]


def _several(queryset: Any, label: str, wanting: str) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        queryset,
        label=label,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": wanting},
    )
