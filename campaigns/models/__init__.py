"""What a selection remembers."""

from .acts import Act
from .campaigns import ONGOING, Campaign
from .candidacies import Candidacy, CandidateForm
from .corrections import Correction
from .documents import Document
from .filing import Appointment, Filing, FilingPackage, FilingReply
from .inspection import DIMENSION_FIELDS, DisciplineOpinion, Inspection
from .meetings import AgendaItem, AgendaOutcome, Meeting
from .openings import Opening
from .plans import Plan, PlanRole
from .publicity import Objection, Publicity
from .recusals import Recusal
from .rounds import Round, Talk, TalkVoice
from .rulesets import Adoption, Interpretation, RulesetDraft, RulesetVersion
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
    "Campaign",
    "Candidacy",
    "CandidateForm",
    "Correction",
    "DisciplineOpinion",
    "Document",
    "Filing",
    "FilingPackage",
    "FilingReply",
    "Inspection",
    "Interpretation",
    "Meeting",
    "Objection",
    "Opening",
    "Plan",
    "PlanRole",
    "Publicity",
    "Recusal",
    "Round",
    "RulesetDraft",
    "RulesetVersion",
    "Suspension",
    "Talk",
    "TalkVoice",
    "Waiver",
]
