"""How does a list of what was destroyed look on paper?"""

from __future__ import annotations

from keeping.models import DestructionList
from selection import chinese
from selection.rendering import render_pdf


def pdf(drawn: DestructionList) -> bytes:
    particulars = [
        f"单位：{drawn.organisation.name}",
        f"列册：{drawn.drawn_up_by.name} {chinese.day(drawn.drawn_up_on)}",
    ]
    if drawn.settled_by and drawn.settled_on:
        particulars.append(
            f"{drawn.get_state_display()}：{drawn.settled_by.name} {chinese.day(drawn.settled_on)}"
        )
    context = {
        "title": "到期材料销毁清册",
        "particulars": particulars,
        "lines": drawn.lines.all(),
        "remarks": f"鉴定意见：{drawn.reason}",
        "signatures": ["列册人", "监销人", "单位负责人"],
        "is_draft": False,
    }
    return render_pdf("papers/destruction_list.html", context)
