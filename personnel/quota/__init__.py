"""职数: what is approved and held, what a table would change, and how one is filled in."""

from personnel.quota.comparing import Change, Summary, changes, summaries, without_post
from personnel.quota.figures import (
    Figures,
    Overview,
    OverviewRow,
    first_day_of,
    incumbents,
    overview,
    table_in_force,
)
from personnel.quota.filling import approve_lines, as_content, open_table, refuse_if_fixed, save_lines

__all__ = [
    "Change",
    "Figures",
    "Overview",
    "OverviewRow",
    "Summary",
    "approve_lines",
    "as_content",
    "changes",
    "first_day_of",
    "incumbents",
    "open_table",
    "overview",
    "refuse_if_fixed",
    "save_lines",
    "summaries",
    "table_in_force",
    "without_post",
]
