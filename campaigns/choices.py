"""The words of the procedure that models, rules and pages share."""

from __future__ import annotations

from django.db.models import TextChoices


class Track(TextChoices):
    NON_COMPETITIVE = "non_competitive", "不竞岗聘任"
    COMPETITIVE = "competitive", "竞岗聘任"
    DIRECT = "direct", "直接聘任"


class TrackReason(TextChoices):
    """Why its track is lawful for an opening (A039–A049)."""

    ADJUSTMENT = "NC1", "聘期内因工作需要进行岗位调整"
    RENEWAL = "NC2", "聘任期满、工作胜任的现职中层干部"
    REORGANISATION = "NC3", "机构调整或重组，需要调整分流"
    CLEAR_CHOICE = "NC4", "前期推荐人选较集中或明确"
    OTHER = "NC5", "其他需要实行不竞岗聘任的情形"
    MANY_SUITABLE = "C1", "前期推荐符合条件的人选较多，难以确定"
    OVER_QUOTA = "C2", "现任中层干部超出职数限额，需要调整分流"
    SPECIAL = "C3", "情况特殊，需要竞岗的情形"
    BUREAU_PROPOSAL = "D1", "局党委研究推荐的建议对象"
    NEW_PRINCIPAL = "D2", "新任校长对现职中层干部在现聘期内续聘"
    OTHER_DIRECT = "D3", "其他需要直接聘任的情形"

    @property
    def track(self) -> Track:
        return TRACK_OF[self.value.rstrip("12345")]

    @property
    def wants_words(self) -> bool:
        """Whether the reason is none until it is said in words."""
        return self in (TrackReason.OTHER, TrackReason.SPECIAL, TrackReason.OTHER_DIRECT)

    @classmethod
    def of(cls, track: Track | str) -> list[TrackReason]:
        return [reason for reason in cls if reason.track == track]


TRACK_OF = {"NC": Track.NON_COMPETITIVE, "C": Track.COMPETITIVE, "D": Track.DIRECT}


class Stage(TextChoices):
    PREPARE = "prepare", "筹备"
    ANNOUNCE = "announce", "公布方案"
    RECOMMEND = "recommend", "民主推荐"
    EVALUATE = "evaluate", "民主测评"
    INSPECT = "inspect", "组织考察"
    DECIDE = "decide", "讨论决定"
    PUBLICIZE = "publicize", "拟聘公示"
    FILE = "file", "任职备案"
    CLOSED = "closed", "办结"
    TERMINATED = "terminated", "终止"
    VOIDED = "voided", "宣布无效"


WALK = (
    Stage.PREPARE,
    Stage.ANNOUNCE,
    Stage.RECOMMEND,
    Stage.EVALUATE,
    Stage.INSPECT,
    Stage.DECIDE,
    Stage.PUBLICIZE,
    Stage.FILE,
    Stage.CLOSED,
)
OVER = (Stage.TERMINATED, Stage.VOIDED)  # ended without effect
NAMED_IN_PUBLIC = (Stage.PUBLICIZE, Stage.FILE, Stage.CLOSED)  # before these, names are for those with a task


class Standing(TextChoices):
    """Where one person stands for one opening."""

    NOMINATED = "nominated", "推荐人选"
    QUALIFIED = "qualified", "资格符合"
    INSPECTEE = "inspectee", "考察对象"
    PROPOSED = "proposed", "拟聘人选"
    APPOINTED = "appointed", "已聘任"
    ANNULLED = "annulled", "聘任无效"
    HELD = "held", "暂缓"
    WITHDRAWN = "withdrawn", "自动放弃"
    NOT_SELECTED = "not_selected", "未列为人选"
    EXCLUDED = "excluded", "不再列为人选"


PUBLICITY = "publicity"  # beside purposes and kinds of act, what a follow-up takes over or leaves behind
LIVE = (Standing.NOMINATED, Standing.QUALIFIED, Standing.INSPECTEE, Standing.PROPOSED, Standing.APPOINTED)


class Source(TextChoices):
    ORGANISATION = "organisation", "组织提名"
    RECOMMENDATION = "recommendation", "民主推荐"
    SELF = "self", "个人自荐"
    SCHOOL = "school", "组织推荐"


ENTERING = (Source.SELF, Source.SCHOOL)


class Scope(TextChoices):
    """Who may enter a contest (A050)."""

    SCHOOL = "school", "本校"
    ZONE = "zone", "本学区"
    COUNTY = "county", "全县"


class PlanRoleKind(TextChoices):
    OFFICER = "officer", "经办人"
    TEAM_LEADER = "team_leader", "考察组组长"
    INSPECTOR = "inspector", "考察组成员"
    SCRUTINEER = "scrutineer", "监票人"
    COUNTER = "counter", "计票人"


class AgendaPurpose(TextChoices):
    PLAN = "plan", "研究工作方案"
    CANDIDATES = "candidates", "研究推荐人选并报审"
    NOMINATION = "nomination", "组织提名"
    SHORTLIST = "shortlist", "确定会议推荐人选"
    INSPECTEES = "inspectees", "确定考察对象"
    DECISION = "decision", "讨论决定拟聘人选"
    WAIVER = "waiver", "研究例外事项"
    VACANCY = "vacancy", "研究岗位空缺"
    PUT_FORWARD = "put_forward", "研究组织推荐报名"
    SCREENING = "screening", "报名人员资格初审"
    FALL_BACK = "fall_back", "研究改为不竞岗聘任"


class Outcome(TextChoices):
    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"
    DEFERRED = "deferred", "缓议"


class ActKind(TextChoices):
    """Acts of the procedure that are recorded by date, words, figures and proof."""

    MOTION = "motion", "提出启动意见"
    STUDY = "study", "学习有关办法"
    ANALYSIS = "analysis", "中层队伍综合研判"
    CONSULTATION = "consultation", "征求各方意见"
    SOUNDING = "sounding", "前期摸底"
    GATEKEEPING = "gatekeeping", "所在单位党组织把关意见"
    PUBLICATION = "publication", "公布工作方案"
    ANNOUNCEMENT = "announcement", "通报直接聘任"
    DUTY_REPORT = "duty_report", "述职和表态发言"
    WRITTEN_OPINIONS = "written_opinions", "书面征求意见"
    INSPECTION_PLAN = "inspection_plan", "制定考察工作方案"
    INSPECTION_NOTICE = "inspection_notice", "发布考察公告"
    JOINT_INSPECTION = "joint_inspection", "其他单位派员参加考察"
    VISIT = "visit", "实地走访"
    FEEDBACK = "feedback", "反馈考察结果"
    PRE_REPORT = "pre_report", "事前报告"
    DELIBERATION = "deliberation", "会前酝酿"
    MATERIALS = "materials", "会前送交议题和材料"
    INTRODUCTION = "introduction", "会上介绍人选情况"
    RECONSIDERATION = "reconsideration", "同意复议"
    LETTER = "letter", "署名推荐材料"
    AUDIT = "audit", "经济责任审计"
    POSTING = "posting", "张贴公示"
    APPROVED_ELSEWHERE = "approved_elsewhere", "按权限报批或选举产生"
    APPOINTMENT_TALK = "appointment_talk", "任职谈话"
    QUALIFIED_LIST = "qualified_list", "公布资格审查合格名单"


class Consulted(TextChoices):
    """Who was asked about a person before the meeting (R-20); of the first two D014 asks that they agree."""

    SECRETARY = "secretary", "书记"
    PRINCIPAL = "principal", "校长"
    BOTH = "both", "书记兼校长"
    IN_CHARGE = "in_charge", "分管领导"
    MEMBER = "member", "其他领导成员"
    CO_ADMIN = "co_admin", "双重管理的协管方"


class Purpose(TextChoices):
    """What a round of voices is for."""

    RECOMMENDATION = "recommendation", "会议推荐"
    EVALUATION = "evaluation", "民主测评"
    DECISION = "decision", "讨论决定表决"
    TALK_RECOMMENDATION = "talk_recommendation", "谈话推荐汇总"
    TALK_CONSULTATION = "talk_consultation", "谈话征求意见汇总"
    TALK_INSPECTION = "talk_inspection", "考察谈话汇总"


BALLOTS = (Purpose.RECOMMENDATION, Purpose.EVALUATION, Purpose.DECISION)


class TalkKind(TextChoices):
    RECOMMENDATION = "recommendation", "谈话推荐"
    CONSULTATION = "consultation", "谈话征求意见"
    INSPECTION = "inspection", "考察谈话"


class TalkScope(TextChoices):
    """As whom a person is talked to (A075, A076)."""

    CADRE = "cadre", "中层及以上干部"
    PEER = "peer", "所在教研组或有工作来往的教职工代表"


class View(TextChoices):
    AGREE = "agree", "赞成"
    OPPOSE = "oppose", "不赞成"
    ABSTAIN = "abstain", "不表态"


class BarChoice(TextChoices):
    """How a bar that the source leaves open is settled in the plan (AMB-10)."""

    FIXED = "fixed", "按比例确定"
    COLLECTIVE = "collective", "由班子集体研究认定"


class DisciplineResult(TextChoices):
    PENDING = "pending", "尚未回复"
    CLEAR = "clear", "未发现影响任用的问题"
    UNRESOLVED = "unresolved", "有问题尚未核查清楚"
    VETO = "veto", "不同意任用"


class ObjectionChannel(TextChoices):
    LETTER = "letter", "来信"
    PHONE = "phone", "来电"
    VISIT = "visit", "来访"
    WEB = "web", "网络"


class Audience(TextChoices):
    """Who reads on the notice site what the school makes public."""

    SCHOOL = "school", "校内，本校教职工登录后查看"
    PUBLIC = "public", "社会，不用登录"


class Addressee(TextChoices):
    """Who opens a letter."""

    SCHOOL = "school", "学校"
    DISCIPLINE = "discipline", "教育局纪检"


class LetterState(TextChoices):
    """What became of a letter; an accepted one goes on as 反映事项."""

    RECEIVED = "received", "已收到"
    ACCEPTED = "accepted", "已受理"
    DECLINED = "declined", "不予受理"


class ObjectionConclusion(TextChoices):
    UNFOUNDED = "unfounded", "查无实据"
    NOT_AFFECTING = "not_affecting", "不影响任用"
    AFFECTING = "affecting", "影响任用"


class Disposition(TextChoices):
    """What becomes of the person or the selection after the conclusion (T036–T038, B066–B069)."""

    PROCEED = "proceed", "正常办理"
    CLEAR_UP = "clear_up", "予以澄清，正常办理"
    ADMONISH = "admonish", "谈话提醒或诫勉后任用"
    DEFER = "defer", "暂缓任用"
    REJECT = "reject", "不予任用"
    MEND = "mend", "纠正程序后继续"
    REFER = "refer", "报教育局处理"


class NoteKind(TextChoices):
    """How an investigator went into it."""

    TALK = "talk", "谈话"
    PAPERS = "papers", "查阅材料"
    PLACE = "place", "实地了解"
    OTHER = "other", "其他"


class Issuer(TextChoices):
    """Who issues the appointment (A086, A087)."""

    SCHOOL = "school", "学校发文"
    ELSEWHERE = "elsewhere", "按权限报批或选举产生"


class Approver(TextChoices):
    """Who may grant a waiver."""

    SCHOOL_MEETING = "school_meeting", "学校集体研究"
    BUREAU = "bureau", "教育局"


class WaiverKind(TextChoices):
    """Under which name an exception goes, in the notice and in the yearly report."""

    EXTRAORDINARY = "extraordinary", "破格任用"
    SKIPPING = "skipping", "越级提拔"
    EXTENSION = "extension", "延长任职"
    NO_ROTATION = "no_rotation", "暂不轮岗"
    AGE = "age", "放宽年龄"
    SCOPE = "scope", "扩大范围"
    TOO_FEW = "too_few", "差额不足"
    OTHER = "other", "其他例外"


class Conclusion(TextChoices):
    """What screening says of a person."""

    ELIGIBLE = "eligible", "符合"
    ON_EXCEPTION = "exception", "可例外"
    INELIGIBLE = "ineligible", "不符合"
    UNKNOWN = "unknown", "待核"


class PresentationMode(TextChoices):
    """How those who contend present themselves (A096)."""

    SPEECH = "speech", "演讲"
    DEFENCE = "defence", "答辩"
    REPORT = "report", "述职"
    WRITTEN = "written", "书面"


class PresentationAudience(TextChoices):
    """Before whom they do (A096)."""

    STAFF = "staff", "全体教师大会"
    CONGRESS = "congress", "教职工代表大会"


class DrawnBy(TextChoices):
    """How the speaking order came about; it is never typed."""

    SYSTEM = "system", "系统随机抽签"
    PAPER = "paper", "现场抽签"


class Weighing(TextChoices):
    """What the scores, the evaluation and the written opinions come to together (AMB-15)."""

    UNSET = "", "尚未确定"
    WEIGHTED = "weighted", "按权重合计"
    RANKING = "ranking", "分别排名，不合计"


class KeptOfContest(TextChoices):
    """What may be asked to be on record of a contest (E020–E026)."""

    INTERVIEW = "interview", "结构化面试"
    VIDEO = "video", "面试全程录像"
    SUPERVISED = "supervised", "纪检机关监督全过程"
    OBSERVED = "observed", "邀请观摩"
    ASSIGNMENT = "assignment", "摘牌定岗、双向选择"
