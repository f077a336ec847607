"""How does a list drawn by lot look on paper, for those who inspect and those who watched it drawn?"""

from __future__ import annotations

from selection import chinese
from selection.rendering import render_pdf
from supervision.models import Sample


def pdf(sample: Sample) -> bytes:
    told = f"{sample.get_population_display()}{len(sample.lines)}件中抽{sample.size}件"
    context = {
        "title": "选拔任用工作抽查名单",
        "subtitle": sample.purpose,
        "particulars": [
            f"抽查范围：{sample.place.name}",
            told,
            f"抽取：{sample.drawn_by.name} {chinese.moment(sample.drawn_at)}",
        ],
        "sample": sample,
        "campaigns": sample.campaigns,
        "remarks": "次序由随机数和全部编号算出，任何人都可以照此再抽一遍核对。",
        "signatures": ["抽取人", "监督人", "检查组组长"],
    }
    return render_pdf("papers/sample.html", context)
