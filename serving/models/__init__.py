"""What does the program remember of those who hold a post, beside the register?"""

from serving.models.acting import ActingDuty
from serving.models.acts import DutyReview, Probation, ProbationReview, ServiceRecord
from serving.models.evaluations import TermEvaluation
from serving.models.petitions import Petition
from serving.models.removals import Removal
from serving.models.tasks import Task
from serving.models.transfers import Transfer, TransferList
from serving.models.watches import WatchPeriod, WatchReview

__all__ = [
    "ActingDuty",
    "DutyReview",
    "Petition",
    "Probation",
    "ProbationReview",
    "Removal",
    "ServiceRecord",
    "Task",
    "TermEvaluation",
    "Transfer",
    "TransferList",
    "WatchPeriod",
    "WatchReview",
]
