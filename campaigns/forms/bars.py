"""Fields by which a plan settles the bars that its rulebook leaves open (AMB-10)."""

from __future__ import annotations

from typing import Any

from django import forms

from ballots.verdicts import Bar
from campaigns.choices import BarChoice
from campaigns.guards.announce import OPEN_BARS
from campaigns.models import Plan
from campaigns.rulesets.values import OpenBar


class BarFields(forms.Form):
    """For each bar of ``open_bars``: by collective judgement, or a share, as it stands or as proposed."""

    plan: Plan

    def open_bars(self) -> dict[str, OpenBar]:
        return self.plan.open_bars

    def add_bars(self) -> None:
        for name, bar in self.open_bars().items():
            self._add_bar(name, bar)

    def _add_bar(self, name: str, bar: OpenBar) -> None:
        chosen = self.plan.bars.get(name, {})
        fixed = bar.proposed
        if chosen.get("choice") == BarChoice.FIXED:
            fixed = Bar(fixed.base, chosen["strict"], chosen["numerator"], chosen["denominator"])
        self.fields[f"{name}_choice"] = forms.ChoiceField(
            label=OPEN_BARS[name],
            choices=BarChoice.choices,
            widget=forms.RadioSelect,
            initial=chosen.get("choice", BarChoice.FIXED),
            help_text=f"建议{bar.proposed.phrase}；须在投票前确定，此后不能更改",
        )
        self.fields[f"{name}_strict"] = forms.TypedChoiceField(
            label="要求",
            choices=[("", "不低于"), ("1", "超过")],
            coerce=bool,
            required=False,
            initial="1" if fixed.strict else "",
        )
        self.fields[f"{name}_fraction"] = forms.RegexField(
            r"^[1-9]\d?/[1-9]\d?$",
            label=f"{fixed.base.label}的",
            initial=f"{fixed.numerator}/{fixed.denominator}",
            required=False,
            error_messages={"invalid": "请按“1/2”的样子填写分数"},
        )

    def bar_groups(self) -> list[list[forms.BoundField]]:
        parts = ("choice", "strict", "fraction")
        return [[self[f"{name}_{part}"] for part in parts] for name in self.open_bars()]

    def clean_bars(self, cleaned: dict[str, Any]) -> None:
        for name in self.open_bars():
            self._clean_bar(name, cleaned)

    def _clean_bar(self, name: str, cleaned: dict[str, Any]) -> None:
        if cleaned.get(f"{name}_choice") != BarChoice.FIXED:
            return
        fraction = cleaned.get(f"{name}_fraction")
        if not fraction:
            self.add_error(f"{name}_fraction", "请填写比例，例如1/2")
        elif int(fraction.split("/")[0]) > int(fraction.split("/")[1]):
            self.add_error(f"{name}_fraction", "比例不能大于1")

    def bar(self, name: str) -> Bar | None:
        """What was chosen; None is 由班子集体研究认定."""
        if self.cleaned_data[f"{name}_choice"] == BarChoice.COLLECTIVE:
            return None
        numerator, denominator = map(int, self.cleaned_data[f"{name}_fraction"].split("/"))
        base = self.open_bars()[name].proposed.base
        return Bar(base, bool(self.cleaned_data[f"{name}_strict"]), numerator, denominator)

    def bars(self) -> dict[str, Bar | None]:
        return {name: self.bar(name) for name in self.open_bars()}
