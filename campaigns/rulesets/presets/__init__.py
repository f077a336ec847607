"""Which rulesets does the program bring along?"""

from campaigns.rulesets.presets.bureau import BUREAU
from campaigns.rulesets.presets.city import CITY
from campaigns.rulesets.presets.county_cadres import COUNTY_CADRES
from campaigns.rulesets.presets.county_schools import COUNTY_SCHOOLS
from campaigns.rulesets.presets.pidu_school import PIDU_SCHOOL

ALL = (COUNTY_SCHOOLS, PIDU_SCHOOL, COUNTY_CADRES, BUREAU, CITY)
BY_CODE = {ruleset.code: ruleset for ruleset in ALL}
