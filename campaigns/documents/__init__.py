"""Which official papers does a selection write? One module for each, in the order of the procedure.

Each has its facts (``context``), the wording that is proposed for them (``wording``) and ``draw_up``,
which puts a draft on the plan inside the caller's transaction.
"""

from . import plan, candidate_form, result_table, inspection_notice, publicity, appointment, filing_report  # isort: skip
from .drafting import faults, reword

__all__ = [
    "appointment",
    "candidate_form",
    "faults",
    "filing_report",
    "inspection_notice",
    "plan",
    "publicity",
    "result_table",
    "reword",
]
