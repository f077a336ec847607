"""What of a year is kept?"""

from reporting.models.assessments import Adjustment, Assessment
from reporting.models.reports import Report

__all__ = ["Adjustment", "Assessment", "Report"]
