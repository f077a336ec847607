"""What does a line say in the Excel file of what falls due?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO

from selection import chinese, spreadsheet
from serving.horizon import Due

COLUMNS: dict[str, tuple[int, Callable[[Due], str]]] = {
    "学校": (22, lambda due: due.school.name),
    "姓名": (12, lambda due: due.staff.name),
    "工号": (12, lambda due: due.staff.staff_number),
    "现任职务": (12, lambda due: due.tenure.post.title),
    "类别": (12, lambda due: due.kind.label),
    "到期事项": (44, lambda due: due.sentence),
    "日期": (16, lambda due: chinese.day(due.on)),
    "状态": (12, lambda due: "已到期" if due.is_over else "将到期"),
}


def workbook(found: Iterable[Due], title: str) -> BytesIO:
    widths = {label: width for label, (width, _) in COLUMNS.items()}
    return spreadsheet.workbook(title, widths, ([told(due) for _, told in COLUMNS.values()] for due in found))
