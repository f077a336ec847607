"""What does a school's register remember?"""

from personnel.models.bodies import Body, BodyMember, PartyRole
from personnel.models.offices import Department, Post, QuotaLine, QuotaTable, Rank
from personnel.models.records import Appraisal, Commendation, Relation, Sanction
from personnel.models.roster import RosterImport
from personnel.models.sheets import ApprovalSheet
from personnel.models.staff import StaffMember
from personnel.models.tenures import Tenure

__all__ = [
    "Appraisal",
    "ApprovalSheet",
    "Body",
    "BodyMember",
    "Commendation",
    "Department",
    "PartyRole",
    "Post",
    "QuotaLine",
    "QuotaTable",
    "Rank",
    "Relation",
    "RosterImport",
    "Sanction",
    "StaffMember",
    "Tenure",
]
