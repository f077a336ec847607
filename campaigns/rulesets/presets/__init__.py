"""Which rulesets does the program bring along?"""

from campaigns.rulesets.presets.county_schools import COUNTY_SCHOOLS
from campaigns.rulesets.presets.pidu_school import PIDU_SCHOOL

ALL = (COUNTY_SCHOOLS, PIDU_SCHOOL)
BY_CODE = {ruleset.code: ruleset for ruleset in ALL}
