"""The words that models, services and pages about serving cadres share."""

from django.db.models import IntegerChoices, TextChoices


class TaskKind(TextChoices):
    """What a fact asks of the school."""

    RENEW = "renew", "启动新一轮聘任"
    LEAVE = "leave", "办理退出或报批延长任职"
    ROTATE = "rotate", "研究交流轮岗"
    PROBATION = "probation", "试用期满考核"
    DUTY_REVIEW = "duty_review", "年度履职考核"
    EVALUATION = "evaluation", "期末民主测评"
    DEMOTE = "demote", "研究降职聘任或解聘"
    RELOCATE = "relocate", "研究是否交流"
    DEAL_WITH = "deal_with", "研究诫勉、待岗培训或降职免职"
    DISMISS = "dismiss", "研究解聘"
    WATCH = "watch", "察看期满考核"
    MOVE = "move", "研究降职或转任"
    TALK = "talk", "任后廉政谈话"
    TRAINING = "training", "任职培训"
    RELEASE = "release", "办理调出人员的免职和离校"
    SETTLE = "settle", "安排退出后的工作"
    RESTORE = "restore", "研究原任职是否恢复"


class RecordKind(TextChoices):
    """What is only put down about somebody who holds, or held, a post."""

    TALK = "talk", "任后廉政谈话"
    ADMONITION = "admonition", "诫勉谈话"
    TRAINING = "training", "任职培训"
    SETTLEMENT = "settlement", "退出或落聘后的工作安排"
    ABSENCE = "absence", "擅自离岗"
    USE = "use", "考核结果的使用"


class DutyGrade(TextChoices):
    """How somebody did in the post that year (年度履职考核), apart from the annual appraisal (AMB-31)."""

    EXCELLENT = "excellent", "优秀"
    PASSED = "passed", "合格"
    BASIC = "basic", "基本合格"
    FAILED = "failed", "不合格"


class ProbationOutcome(TextChoices):
    CONFIRMED = "confirmed", "按期转正"
    EXTENDED = "extended", "延长试用期"
    REMOVED = "removed", "不胜任，免去试任职务"


class WatchOutcome(TextChoices):
    IMPROVED = "improved", "已有改进，解除察看"
    NOT_IMPROVED = "not_improved", "仍无起色"


class RemovalReason(TextChoices):
    """Why a post is taken from somebody (A122–A124)."""

    NOT_REAPPOINTED = "X1", "聘期满未续聘"
    UNFIT = "X2", "不胜任本职工作或年度履职考核不合格"
    OTHER = "X3", "工作需要或其他原因"


class PetitionKind(TextChoices):
    """What a school hands in to the bureau about those who hold a post."""

    ROTATION = "rotation", "交流方案"
    DELAY = "delay", "暂不交流的书面报告"
    EXTENSION = "extension", "延长任职的请示"


class SchoolTerm(IntegerChoices):
    FIRST = 1, "第一学期"
    SECOND = 2, "第二学期"

    def of(self, school_year: int) -> str:
        """2025—2026学年第一学期"""
        return f"{school_year}—{school_year + 1}学年{self.label}"
