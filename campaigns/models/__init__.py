"""What a selection remembers."""

from .acts import Act
from .campaigns import ONGOING, Campaign
from .candidacies import Candidacy, CandidateForm
from .checks import PersonCheck
from .contest import Criterion, Judge, Presentation, ScorePart
from .corrections import Correction
from .documents import Document
from .entries import Entry, LateEntry, Preference, Registration
from .examinations import Examination, ExaminationOpinion
from .filing import Appointment, Filing, FilingPackage, FilingReply
from .inspection import DIMENSION_FIELDS, DisciplineOpinion, Inspection
from .letters import Letter, LetterPhoto
from .meetings import AgendaItem, AgendaOutcome, Meeting
from .objections import InvestigationNote, Investigator, Objection
from .openings import Opening
from .plans import Plan, PlanRole
from .publicity import BoardPhoto, Publicity
from .recusals import Recusal
from .rounds import Round, Talk, TalkVoice
from .rulesets import Adoption, Interpretation, RulesetDraft, RulesetVersion
from .scores import PartResult, Score, ScoreSheet, WrittenOpinion
from .stances import Stance
from .turns import Draw, Slot
from .waivers import Acknowledgement, Suspension, Waiver

__all__ = [
    "DIMENSION_FIELDS",
    "ONGOING",
    "Acknowledgement",
    "Act",
    "Adoption",
    "AgendaItem",
    "AgendaOutcome",
    "Appointment",
    "BoardPhoto",
    "Campaign",
    "Candidacy",
    "CandidateForm",
    "Correction",
    "Criterion",
    "DisciplineOpinion",
    "Document",
    "Draw",
    "Entry",
    "Examination",
    "ExaminationOpinion",
    "Filing",
    "FilingPackage",
    "FilingReply",
    "Inspection",
    "Interpretation",
    "InvestigationNote",
    "Investigator",
    "Judge",
    "LateEntry",
    "Letter",
    "LetterPhoto",
    "Meeting",
    "Objection",
    "Opening",
    "PartResult",
    "PersonCheck",
    "Plan",
    "PlanRole",
    "Preference",
    "Presentation",
    "Publicity",
    "Recusal",
    "Registration",
    "Round",
    "RulesetDraft",
    "RulesetVersion",
    "Score",
    "ScorePart",
    "ScoreSheet",
    "Slot",
    "Stance",
    "Suspension",
    "Talk",
    "TalkVoice",
    "Waiver",
    "WrittenOpinion",
]
