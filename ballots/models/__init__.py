"""What does a poll remember, before, during and after?"""

from ballots.models.holders import KeyHolder
from ballots.models.meetings import CheckIn
from ballots.models.papers import PaperBatch, PaperEntry
from ballots.models.polls import Channel, Deduction, Elector, Packet, Poll, Subject
from ballots.models.results import Ballot, Remark, Tally
from ballots.models.urn import Envelope, Slip

__all__ = [
    "Ballot",
    "Channel",
    "CheckIn",
    "Deduction",
    "Elector",
    "Envelope",
    "KeyHolder",
    "Packet",
    "PaperBatch",
    "PaperEntry",
    "Poll",
    "Remark",
    "Slip",
    "Subject",
    "Tally",
]
