"""What do the people who hold a poll enter?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms

from ballots import batches, meetings, papers, printing, services, slips
from ballots.drawn import paper_of
from ballots.models import CheckIn, Poll
from ballots.services import unlocking
from selection import clock
from selection.accounts.models import User


def _secret(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(
        attrs={"autocomplete": autocomplete, "autocapitalize": "off", "spellcheck": "false"}
    )


class OpeningForm(forms.Form):
    """实到 of the meeting and the deadline, both of which may be left open."""

    present = forms.IntegerField(
        label="实到人数",
        required=False,
        min_value=0,
        help_text="会议投票请填签到人数；不开会的投票可不填",
    )
    closes_at = forms.DateTimeField(
        label="截止时间", required=False, help_text="到时自动截止；不填则由工作人员截止"
    )

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        closes_at = poll.closes_at and clock.local(poll.closes_at)
        kwargs["initial"] = {"present": poll.present, "closes_at": closes_at}
        came = meetings.came(poll) if poll.state == Poll.State.DRAFT else None
        if came is not None:
            kwargs["initial"]["present"] = came
        super().__init__(*args, **kwargs)
        if came is not None:
            self.fields["present"].disabled = True
            self.fields["present"].help_text = "按签到计；有出入请在签到页更正"


class PresentForm(forms.Form):
    """实到, entered or mended before the urn is opened."""

    present = forms.IntegerField(label="实到人数", min_value=0)


class DoorForm(forms.Form):
    """At which door somebody ticks, and whom they look for; anything else is the main door and everybody."""

    q = forms.CharField(
        label="姓名或工号", required=False, max_length=40, widget=forms.TextInput(attrs={"type": "search"})
    )
    venue = forms.ChoiceField(label="会场", required=False, choices=CheckIn.Venue.choices)

    @property
    def sought(self) -> str:
        return self.cleaned_data.get("q", "").strip() if self.is_valid() else ""

    @property
    def at(self) -> str:
        return (self.cleaned_data.get("venue") if self.is_valid() else "") or CheckIn.Venue.MAIN.value

    @property
    def at_label(self) -> str:
        return CheckIn.Venue(self.at).label


class HoldersForm(forms.Form):
    """Which of the scrutineers hold the key, and how many of them open the urn."""

    holders = forms.ModelMultipleChoiceField(
        label="分持人",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选两位"},
    )
    threshold = forms.IntegerField(
        label="启封须到几位", min_value=2, help_text="比分持人少一两位，有人临时不能到场时仍可启封"
    )

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        scrutineers, held = (
            poll.scrutineers.order_by("pk"),
            list(poll.key_holders.values_list("user", flat=True)),
        )
        chosen = held or [user.pk for user in scrutineers]
        threshold = poll.key_threshold or max(2, len(chosen) - 1)
        super().__init__(*args, initial={"holders": chosen, "threshold": threshold}, **kwargs)
        self.fields["holders"].queryset = scrutineers


class SetPassphraseForm(forms.Form):
    """A holder's own, twice."""

    passphrase = forms.CharField(
        label="启封口令",
        max_length=200,
        widget=_secret("new-password"),
        help_text="至少12个字，最好是一句自己记得牢的话",
    )
    again = forms.CharField(label="再输一次", max_length=200, widget=_secret("new-password"))

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("passphrase"):
            raise forms.ValidationError("两次输入的口令不一样，请重新输入")
        return ""

    @property
    def chosen(self) -> str:
        return self.cleaned_data["passphrase"]


class PassphrasesForm(forms.Form):
    """One field for each holder who may take part; whoever isn't there leaves it empty."""

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holders = unlocking.present_holders(poll)
        for user in self.holders:
            self.fields[f"passphrase_{user.pk}"] = forms.CharField(
                label=f"{user.name}的口令", required=False, max_length=200, widget=_secret("off")
            )

    @property
    def entered(self) -> dict[int, str]:
        return {user.pk: self.cleaned_data[f"passphrase_{user.pk}"] for user in self.holders}


class VoidForm(forms.Form):
    """Why a round is void."""

    reason = forms.CharField(label="作废原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    @classmethod
    def of(cls, poll: Poll, obstacles: Sequence[str]) -> VoidForm:
        """Where only the passphrases of a closed urn are wanting, that is proposed as the reason."""
        wanting = poll.state == Poll.State.CLOSED and poll.is_shared and not obstacles
        return cls(initial={"reason": unlocking.forgotten(poll)} if wanting else {})


class PrintSlipsForm(forms.Form):
    """How many slips for each pile; as many as persons still lack one is proposed."""

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.piles = slips.piles(poll)
        voters = [
            slips.pile(poll, category)
            for category in poll.electors.filter(is_recused=False).values_list("category", flat=True)
        ]
        valid = {balance.category: balance.printed - balance.void for balance in slips.balances(poll)}
        for place, category in enumerate(self.piles):
            self.fields[f"number_{place}"] = forms.IntegerField(
                label=f"{category}张数" if category else "张数",
                min_value=0,
                max_value=services.slipping.MOST,
                initial=max(voters.count(category) - valid[category], 0),
            )

    @property
    def wanted(self) -> dict[str, int]:
        return {category: self.cleaned_data[f"number_{place}"] for place, category in enumerate(self.piles)}


class CopiesForm(forms.Form):
    """How many blank ballots of each pile; as many as persons may vote are proposed."""

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.piles = slips.piles(poll)
        voters = Counter(
            slips.pile(poll, category)
            for category in poll.electors.filter(is_recused=False).values_list("category", flat=True)
        )
        for place, category in enumerate(self.piles):
            self.fields[f"copies_{place}"] = forms.IntegerField(
                label=f"{category}张数" if category else "张数",
                min_value=0,
                max_value=printing.MOST,
                initial=min(voters[category], printing.MOST),
            )

    @property
    def wanted(self) -> dict[str, int]:
        return {category: self.cleaned_data[f"copies_{place}"] for place, category in enumerate(self.piles)}


class BatchForm(forms.Form):
    """The numbers that a clerk counted in a pile of ballots of paper; what can't be stands at its cell."""

    def __init__(self, *args: Any, poll: Poll, pile: papers.Pile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper, self.pile = paper_of(poll), pile
        self.named = batches.named_cells(self.paper)
        for key, cell in batches.cells(self.paper).items():
            self.fields[key] = forms.IntegerField(
                label=cell.label,
                min_value=0,
                required=key not in self.named,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        for key in self.named & self.cleaned_data.keys():
            self.cleaned_data[key] = self.cleaned_data[key] or 0
        if not self.errors:
            for fault in list(batches.located_faults(self.paper, self.cleaned_data, self.pile.issued)):
                self.add_error(fault.where, fault.sentence)
        return self.cleaned_data

    @property
    def whole(self) -> list[forms.BoundField]:
        return [self[cell.key] for cell in batches.whole()]

    @property
    def parts(self) -> list[dict[str, Any]]:
        return [
            {
                "label": part.label,
                "note": part.note,
                "lines": [
                    (line.label, [(cell.column, self[cell.key]) for cell in line.cells])
                    for line in part.lines
                ],
            }
            for part in batches.parts(self.paper)
        ]


class AgainForm(forms.Form):
    """Why both clerks enter a pile again."""

    reason = forms.CharField(label="退回的原因", max_length=100)


class VoidSlipsForm(forms.Form):
    """Which slips are void: whole pages that were never cut, or codes one by one."""

    sheets = forms.CharField(
        label="整页未裁的页码", required=False, max_length=200, help_text="页码印在纸边，如“3”或“5-7”"
    )
    codes = forms.CharField(
        label="码",
        required=False,
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text="每行一个；可用扫码枪直接扫码条上的二维码",
    )
    reason = forms.CharField(label="作废原因", max_length=100, initial="没有发出")


class ReissueForm(forms.Form):
    """The code of a spoilt slip."""

    code = forms.CharField(
        label="旧码条上的码", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
