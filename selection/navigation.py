"""Where does the menu lead, and for whom?

An item is shown to whoever may do one of its acts somewhere; an item without acts is for everybody
who is signed in.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Item:
    """One entry of the menu: its label, the name of its page, and the acts that open it."""

    label: str
    page: str
    icon: str
    acts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Link:
    """An entry as one request sees it."""

    label: str
    url: str
    icon: str
    is_current: bool


HOME = "home"
MENU = [
    Item("首页", HOME, "house"),
    Item("选拔任用", "campaigns:plans", "clipboard-check", frozenset({"view_campaigns"})),
    Item("职数", "personnel:quotas", "grid-3x3-gap", frozenset({"view_register"})),
    Item("督查", "supervision:overview", "binoculars", frozenset({"oversee"})),
    Item("年度汇报", "reporting:yearly", "bar-chart", frozenset({"view_campaigns"})),
    Item("人员名册", "personnel:roster", "people", frozenset({"view_register"})),
    Item("任后管理", "serving:tasks", "hourglass-split", frozenset({"view_register"})),
    Item("方案与公示", "campaigns:board", "megaphone"),
    Item("投票", "ballots:my", "check2-square"),
    Item("审核", "records:reviews", "inbox", frozenset({"review_zone", "review_bureau", "confirm_acts"})),
    Item(
        "反映来件", "campaigns:letters", "envelope-paper", frozenset({"run_campaigns", "answer_discipline"})
    ),
    Item("廉政意见", "campaigns:opinions", "shield-check", frozenset({"answer_discipline"})),
    Item("察看期", "serving:watches", "eye", frozenset({"answer_discipline"})),
    Item("备案", "campaigns:filings", "archive", frozenset({"review_bureau"})),
    Item("文书", "records:papers", "file-earmark-text", frozenset({"view_papers"})),
    Item("全程纪实", "records:ledgers", "journal-text", frozenset({"view_ledger"})),
    Item("保管与销毁", "keeping:desk", "hourglass-bottom", frozenset({"run_campaigns", "confirm_acts"})),
    Item("方案规则", "campaigns:rulesets", "sliders", frozenset({"view_campaigns"})),
    Item("放假调休", "records:arrangements", "calendar-week", frozenset({"enter_arrangements"})),
    Item("学区组织", "records:organising", "diagram-3", frozenset({"review_zone", "review_bureau"})),
    Item("账号", "accounts:people", "person-gear", frozenset({"manage_accounts", "manage_leaders"})),
]


def links(acts: Collection[str], path: str) -> list[Link]:
    """The menu of somebody who may do ``acts``, seen from the page at ``path``."""
    open_items = [item for item in MENU if not item.acts or item.acts & set(acts)]
    found = [(item, url) for item in open_items if (url := _address(item))]
    around = [url for item, url in found if path == url or (item.page != HOME and path.startswith(url))]
    current = max(around, key=len, default="")
    return [Link(item.label, url, item.icon, url == current) for item, url in found]


def _address(item: Item) -> str:
    try:
        return reverse(item.page)
    except NoReverseMatch:
        return ""
