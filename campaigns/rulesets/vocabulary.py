"""Which words may a ruleset choose from?"""

from campaigns.checks import SHEETS
from campaigns.choices import ENTERING, KeptOfContest, PresentationMode, Track
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
CHECK_SHEETS = {key: sheet.title for key, sheet in SHEETS.items()}
PRESENTING = {mode.value: mode.label for mode in PresentationMode}
KEPT_OF_CONTESTS = {kept.value: kept.label for kept in KeptOfContest}
COUNTED_BY = NONE | {"pool": "本次竞岗的岗位合计", "post": "每个岗位分别计算"}
SHEETS_SHOWN = NONE | {
    "nobody": "只显示平均分",
    "figures": "向经办人显示各评委的分数，不显示姓名",
    "names": "向经办人显示各评委的姓名和分数",
}
ENTRY_MODES = {source.value: source.label for source in ENTERING}
QUALIFIED_BY = {"seat": "按职数计算，每个名额都要有", "post": "按职务计算，不论名额多少"}
FIVE = ("德", "能", "勤", "绩", "廉")
USUAL_CELL, LEAST_CELL = 10, 5
# D012–D016, E013–E017: who is kept off the agenda, in the words of the page
GATES = {
    "recommended": "没有经过民主推荐、民主测评的",
    "inspected": "没有经过组织考察的",
    "agreed": "书记、校长意见不一致的",
    "resolved": "反映的问题没有查清的",
    "discipline": "没有征求纪检机关意见的",
    "vetoed": "纪检机关不同意任用的",
}
# R-34, in the order of the procedure
FILED = {
    "plan": "工作方案",
    "quota": "职数核定表",
    "candidate_form": "人选审核表",
    "gatekeeping": "动议人选所在单位党组织把关意见表",
    "results": "推荐、测评或量分结果表",
    "inspection": "考察材料",
    "discipline": "党风廉政意见",
    "minutes": "会议纪要和表决结果",
    "announcement": "通报会议记录",
    "publicity": "拟聘公示和公示结果",
    "appointment": "聘任文件",
    "approval_sheet": "干部任免审批表",
    "talk": "任职谈话记录",
    "record": "干部选拔任用工作纪实表",
}
# who rises by no exception, in the words of the page
EXCEPTION_BARS = {
    "trial": "试用期未满的",
    "first_year": "任现职不满一年的",
    "again": "上一次提拔已经破格的",
}
# what is reported to the higher authority, and agreed by it, before it is done; over the quota nobody is
# appointed at all (A055)
REPORTABLE = {
    "exceptional": "破格或者越级提拔的",
    "relatives": "领导成员的近亲属提拔的",
    "leaving": "主要负责人离任前提拔的",
}
