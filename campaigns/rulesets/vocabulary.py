"""Which words may a ruleset choose from?"""

from campaigns.choices import Track
from personnel.models import Commendation, Department, StaffMember

TRACKS = {track.value: track.label for track in Track}
CATEGORIES = {category.value: category.label for category in StaffMember.Category}
DEPARTMENT_KINDS = {kind.value: kind.label for kind in Department.Kind}
DEGREES = {degree.value: f"{degree.label}及以上" for degree in StaffMember.Education}
DEGREES |= {"secondary": "中专及以上"}
AWARDS = {level.value: f"{level.label}及以上" for level in Commendation.Level}
NONE = {"": "不作要求"}
BALLOTS = {"consent": "对每个人选表示同意、不同意或弃权", "choice": "在每个岗位的人选中选出所推荐的人"}
METHODS = (
    "个别谈话",
    "发放征求意见表",
    "民主测评",
    "实地考察",
    "查阅资料",
    "专项调查",
    "同考察对象面谈",
)
FIVE = ("德", "能", "勤", "绩", "廉")
USUAL_CELL, LEAST_CELL = 10, 5
