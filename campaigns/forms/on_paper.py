"""The block of a form that only enters what was done on paper: the day and the scan are never left out."""

from __future__ import annotations

from typing import Any

from campaigns.forms.paper import PaperActFields
from campaigns.models import Plan
from selection.accounts.acts import Act
from selection.accounts.models import User
from selection.records import attachments


class OnPaperFields(PaperActFields):
    """发生日期 and 材料扫描件; the tick is set and stays set."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["is_backfilled"].initial = True
        self.fields["is_backfilled"].disabled = True

    def entered(self, plan: Plan, by: User) -> dict[str, Any]:
        """``happened_on`` and ``attachment``; the scan is for whoever entered it and whoever confirms."""
        scan = self.cleaned_data["scan"]
        kept = attachments.keep(
            scan, plan.organisation, by, confidential=True, readers_act=Act.CONFIRM_ACTS, ledger=plan.ledger
        )
        return {"happened_on": self.cleaned_data["happened_on"], "attachment": kept}
