"""What is said when appointments are filed, and when the bureau answers?"""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.forms.paper import PaperActFields
from campaigns.models import Campaign
from selection import clock
from selection.accounts.models import User
from selection.records import attachments

ACCEPTED, SENT_BACK = "accepted", "sent_back"


class SendForm(PaperActFields):
    """Send the package now, or enter one that was sent on paper."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].label = "报送日期"


class AcceptForm(forms.Form):
    reply_number = forms.CharField(label="批复文号", max_length=80)
    reply_on = forms.DateField(label="批复日期", initial=clock.today)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reply_number"].required = campaign.ruleset.filing.reply


class SendBackForm(forms.Form):
    remarks = forms.CharField(
        label="补正意见",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明缺什么、哪里要改，学校据此补正后重新报送",
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)


class PaperReplyForm(forms.Form):
    """A written reply, entered by the school from its scan."""

    answer = forms.ChoiceField(
        label="批复结果",
        choices=[(ACCEPTED, "同意备案"), (SENT_BACK, "退回补正")],
        initial=ACCEPTED,
        widget=forms.RadioSelect,
    )
    happened_on = forms.DateField(label="批复日期", initial=clock.today)
    reply_number = forms.CharField(label="批复文号", max_length=80, required=False)
    remarks = forms.CharField(
        label="批复意见",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="退回补正的，照抄退回意见",
    )
    scan = forms.FileField(
        label="批复扫描件",
        widget=forms.ClearableFileInput(attrs={"accept": attachments.ACCEPT}),
        help_text="PDF、PNG、JPG、DOCX或XLSX，不超过10MB",
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.campaign = campaign

    def facts(self, by: User) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {
            "is_acceptance": given["answer"] == ACCEPTED,
            "reply_number": given["reply_number"],
            "remarks": given["remarks"],
            "happened_on": given["happened_on"],
            "attachment": attachments.keep(
                given["scan"], self.campaign.organisation, by, ledger=self.campaign.ledger
            ),
        }
