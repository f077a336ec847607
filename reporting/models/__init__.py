"""What of a year is kept?"""

from reporting.models.assessments import Adjustment, Assessment

__all__ = ["Adjustment", "Assessment"]
