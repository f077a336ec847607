"""What is checked of each person besides the rules, item by item? (R-9, R-15, R-16, R-17)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Found(NamedTuple):
    """The result of one item, and what there is to say of it."""

    result: str
    remark: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet with its items, and what it says of an item that was found wanting."""

    title: str
    items: Mapping[str, str]
    wanting: str


SHEETS: Mapping[str, Sheet] = {
    "barred": Sheet(
        "不得列为考察对象的情形",
        {
            "discipline": "违反政治纪律和政治规矩",
            "trust": "群众公认度不高",
            "appraisal": "上一年度年度考核为基本称职以下",
            "canvassing": "有跑官、拉票等非组织行为",
            "abroad": "配偶、子女移居国（境）外的有关情形",
            "sanction": "受诫勉、组织处理或处分，影响期未满",
            "other": "其他不得列为考察对象的原因",
        },
        "有不得列为考察对象的情形",
    ),
    "four": Sheet(
        "凡提四必",
        {
            "archive": "审核干部人事档案",
            "property": "核查个人有关事项报告",
            "discipline": "听取纪检监察机关意见",
            "petitions": "核查线索具体的信访举报",
        },
        "核查有问题",
    ),
    "archive": Sheet(
        "三龄二历一身份",
        {
            "age": "年龄",
            "service": "工龄",
            "party": "党龄",
            "schooling": "学历",
            "career": "工作经历",
            "status": "干部身份",
        },
        "档案与登记不一致",
    ),
    "signed": Sheet(
        "廉洁自律结论双签字",
        {"secretary": "党组织书记签字", "discipline": "纪检工作负责人签字"},
        "没有签字",
    ),
}
