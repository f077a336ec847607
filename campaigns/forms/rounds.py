"""Forms of a round: until when it runs, and the figures of one that was held on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.conf import settings

from ballots.models import Channel
from campaigns.choices import Purpose
from campaigns.forms.paper import PaperActFields
from campaigns.models import Campaign, Candidacy, Opening, Round
from campaigns.recusal import Proposal
from campaigns.services.categories import Category
from campaigns.services.figures import located
from selection import clock

MOST = 10000  # of any number that is typed


CHANNELS = (
    (Channel.SLIP, "码条：到会人员随机抽取一次性码条，扫码投票，不用登录"),
    (Channel.ONLINE, "账号：各人用自己的账号登录投票"),
    (Channel.PAPER, "纸质票：到会人员领取印好的票，截止后两人分别录入"),
)


class DrawUpForm(forms.Form):
    """The deadline of a new round, and how the staff vote; a decision names its post instead."""

    closes_at = forms.DateTimeField(
        label="截止时间", required=False, help_text="到时自动截止；不填则由工作人员截止"
    )
    channel = forms.ChoiceField(
        label="投票途径",
        choices=CHANNELS,
        initial=Channel.SLIP,
        widget=forms.RadioSelect,
    )
    keeps_merged = forms.BooleanField(label="沿用上一轮合并的类别", required=False, initial=True)
    opening = forms.ModelChoiceField(
        Opening.objects.none(), label="岗位", required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        *args: Any,
        campaign: Campaign,
        purpose: Purpose,
        opening: Opening | None = None,
        last: Round | None = None,
        **kwargs: Any,
    ):
        kwargs.setdefault("auto_id", f"id_{opening.pk}_%s" if opening else "id_%s")
        super().__init__(*args, **kwargs)
        self.fields["opening"].queryset = campaign.openings.all()
        self.fields["opening"].initial = opening
        if last is None or last.poll is None or not last.poll.counting.merged:
            del self.fields["keeps_merged"]
        if purpose == Purpose.DECISION:
            del self.fields["channel"]
        elif settings.DEMO:  # where nobody prints, and a button votes for the rest
            self.fields["channel"].initial = Channel.ONLINE


class RunOffForm(forms.Form):
    """The deadline of a run-off; who is on the ballot and who votes follows from the round before."""

    closes_at = forms.DateTimeField(
        label="截止时间", required=False, help_text="到时自动截止；不填则由工作人员截止"
    )


class RecusalForm(forms.Form):
    """Of each relative who is to be recused from a vote: recused, or why not."""

    RECUSED, KEPT = "recused", "kept"

    def __init__(self, *args: Any, proposed: Iterable[Proposal], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.proposed = [each for each in proposed if not each.is_candidate]
        for each in self.proposed:
            answer, name = each.answer, f"{each.staff.name}（{each.why}）"
            self.fields[f"answer_{each.staff.pk}"] = forms.ChoiceField(
                label=name,
                choices=[(self.RECUSED, "回避，计入应到，不领票"), (self.KEPT, "不回避，理由写在下面")],
                initial=self.KEPT if answer and not answer.is_recused else self.RECUSED,
                widget=forms.RadioSelect,
            )
            self.fields[f"reason_{each.staff.pk}"] = forms.CharField(
                label=f"{each.staff.name}不回避的理由",
                max_length=200,
                required=False,
                initial=answer.reason if answer else "",
            )

    def kept(self) -> dict[int, str]:
        """Staff → the reason why they vote all the same."""
        given = self.cleaned_data
        return {
            each.staff.pk: given[f"reason_{each.staff.pk}"]
            for each in self.proposed
            if given[f"answer_{each.staff.pk}"] == self.KEPT
        }


class MergeForm(forms.Form):
    """Which categories are counted as one, and what that one is called."""

    categories = forms.MultipleChoiceField(label="要合并的类别", widget=forms.CheckboxSelectMultiple)
    into = forms.CharField(label="合并后的名称", max_length=20, help_text="印在结果表上，如“其他人员”")

    def __init__(self, *args: Any, lines: Iterable[Category], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["categories"].choices = [(line.label, _described(line)) for line in lines]


def _described(line: Category) -> str:
    said = [f"{line.voters}人"]
    if line.weight is not None:
        said.append(f"权重{line.weight}")
    if line.came_in is not None:
        said.append(f"上一轮收回{line.came_in}份")
    if line.is_small:
        said.append("人数不够" if line.voters < line.least else "票数不够")
    return f"{line.label or '未分类'}（{'，'.join(said)}）"


class TallyRow(NamedTuple):
    """One person of a paper count: who it is, the three numbers, and what is wrong with their sum."""

    person: Candidacy
    agree: forms.BoundField
    oppose: forms.BoundField
    abstain: forms.BoundField
    faults: list[str]


class FiguresForm(PaperActFields):
    """The numbers of a paper count; each error stands where the number was typed."""

    TURNOUT = ("entitled", "recused", "present", "issued", "collected", "valid", "spoiled")
    VOICES = (("agree", "同意"), ("oppose", "不同意"), ("abstain", "弃权"))

    is_backfilled = forms.BooleanField(
        label="线下·补录",
        required=False,
        initial=True,
        disabled=True,
        help_text="纸质计票须上传结果的扫描件，由第二人核实后生效",
    )

    entitled = forms.IntegerField(label="应到", min_value=1, max_value=MOST)
    recused = forms.IntegerField(label="其中回避", min_value=0, max_value=MOST, initial=0)
    present = forms.IntegerField(label="实到", min_value=0, max_value=MOST)
    issued = forms.IntegerField(label="发出", min_value=0, max_value=MOST)
    collected = forms.IntegerField(label="收回", min_value=0, max_value=MOST)
    valid = forms.IntegerField(label="有效票", min_value=0, max_value=MOST)
    spoiled = forms.IntegerField(label="废票", min_value=0, max_value=MOST, initial=0)

    def __init__(
        self,
        *args: Any,
        campaign: Campaign,
        purpose: Purpose,
        opening: Opening | None,
        people: list[Candidacy] | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.purpose = purpose
        everybody = campaign.live().filter(opening=opening) if opening else campaign.live()
        self.people = list(everybody) if people is None else people
        self.wrong_sums: dict[int, list[str]] = {}
        if purpose != Purpose.DECISION:
            del self.fields["recused"]
        elif body := campaign.plan.body:
            self.fields["entitled"].initial = len(body.members_on(clock.today()))
        for person in self.people:
            for name, label in self.VOICES:
                self.fields[f"{name}_{person.pk}"] = forms.IntegerField(
                    label=f"{person.staff.name}的{label}票", min_value=0, max_value=MOST
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not all(cleaned.get(name) is not None for name in self._numbers()):
            return cleaned
        persons = {str(person.pk): person for person in self.people}
        for fault in located(self.purpose, self.figures(), persons):
            if fault.where in self.fields:
                self.add_error(fault.where, fault.sentence)
            else:
                self.wrong_sums.setdefault(int(fault.where), []).append(fault.sentence)
        if self.wrong_sums:
            self.add_error(None, "有人选的票数合计与有效票不一致，请核对标出的人选")
        return cleaned

    def _numbers(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, forms.IntegerField)]

    def figures(self) -> dict[str, Any]:
        """As a paper round keeps them."""
        typed = self.cleaned_data
        return {name: typed[name] for name in self.TURNOUT if name in self.fields} | {
            "subjects": {
                str(person.pk): {name: typed[f"{name}_{person.pk}"] for name, _ in self.VOICES}
                for person in self.people
            }
        }

    def turnout_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.TURNOUT if name in self.fields]

    def tally_rows(self) -> Iterator[TallyRow]:
        for person in self.people:
            agree, oppose, abstain = (self[f"{name}_{person.pk}"] for name, _ in self.VOICES)
            faults = [
                f"{field.label}：{error}" for field in (agree, oppose, abstain) for error in field.errors
            ]
            wrong = self.wrong_sums.get(person.pk, [])
            yield TallyRow(person, agree, oppose, abstain, [*faults, *wrong])
