"""What is kept of everything that was done?"""

from selection.records.models.acts import DatedAct
from selection.records.models.arrangements import YearArrangement
from selection.records.models.attachments import Attachment
from selection.records.models.decisions import Condition, Remark, ReviewDecision, Submission
from selection.records.models.delegations import Delegation
from selection.records.models.ledgers import Ledger, LedgerEntry
from selection.records.models.looks import Look
from selection.records.models.papers import NumberSeries, Paper, PaperSigning, SignedCopy
from selection.records.models.reviews import Review

__all__ = [
    "Attachment",
    "Condition",
    "DatedAct",
    "Delegation",
    "Ledger",
    "LedgerEntry",
    "Look",
    "NumberSeries",
    "Paper",
    "PaperSigning",
    "Remark",
    "Review",
    "ReviewDecision",
    "SignedCopy",
    "Submission",
    "YearArrangement",
]
