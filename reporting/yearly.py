"""What does the yearly report hold? Each field has the words it is printed under and the rows that report it.

A figure that nobody has counted is None, words that nobody has written are empty: neither is nought.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any


def figure(label: str, cites: str, unit: str = "人") -> Any:
    return field(default=None, metadata={"label": label, "cites": tuple(cites.split()), "unit": unit})


def words(label: str, cites: str) -> Any:
    return field(default="", metadata={"label": label, "cites": tuple(cites.split())})


def listing(label: str, cites: str) -> Any:
    return field(default=None, metadata={"label": label, "cites": tuple(cites.split())})


def part(kind: type, label: str) -> Any:
    return field(default_factory=kind, metadata={"label": label})


@dataclass(frozen=True)
class Appointments:
    """Who was appointed in the year, by rank and way."""

    chiefs: int | None = figure("任用中层正职", "D001 T071")
    deputies: int | None = figure("任用中层副职", "D001 T071")
    renewed: int | None = figure("其中续聘", "D001")
    competed: int | None = figure("其中竞岗产生", "T068")
    imported: int | None = figure("引进的专业人才", "T070")
    annulled: int | None = figure("被宣布无效的任用", "A132")
    exceptions: int | None = figure("批准的例外事项", "R-18", unit="件")


@dataclass(frozen=True)
class Posts:
    """Quota against people on the last day of the year."""

    approved: int | None = figure("核定职数", "T057", unit="个")
    held: int | None = figure("在任", "T057")
    vacant: int | None = figure("空缺", "T057", unit="个")
    over: int | None = figure("超配", "T058")
    was_over: int | None = figure("原有超配", "T060")
    over_settled: int | None = figure("已消化的超配", "T059 T060")
    over_due: int | None = figure("计划消化的超配", "T059 T060")
    plan: str = words("消化计划和期限", "T059")

    @property
    def adds_up(self) -> bool:
        """T060: what was settled and what is due are all there was; what nobody counted contradicts nothing."""
        if self.was_over is None or self.over_settled is None or self.over_due is None:
            return True
        return self.was_over == self.over_settled + self.over_due


@dataclass(frozen=True)
class Study:
    """Learning the rules."""

    booklets: int | None = figure("印发学习材料", "T001", unit="册")
    lectures: int | None = figure("专题讲座", "T002", unit="期")
    exams: int | None = figure("理论学习考试", "E002", unit="次")
    systems: str = words("制定的制度", "E001")


@dataclass(frozen=True)
class Voices:
    """How many took part, and what was said against those to be appointed."""

    polls: int | None = figure("组织推荐和测评", "D004", unit="次")
    objections: int | None = figure("公示期间受理反映", "T035", unit="件")
    unsettled: int | None = figure("其中尚未办结", "T035", unit="件")
    joint: str = words("与纪检机关联合核查的情况", "T035")
    channels: str = words("测评、民意调查和信访举报的渠道", "T075")


@dataclass(frozen=True)
class Growth:
    """Training and seconding."""

    trained: int | None = figure("参加培训", "T072")
    seconded: int | None = figure("选派挂职锻炼", "T073")
    training: str = words("定期培训的安排", "D025")
    after_not_chosen: str = words("落聘人员的安排和待遇", "A131")


@dataclass(frozen=True)
class Reviews:
    """The yearly reviews and what follows from them."""

    continuous: str = words("季度、年度和重点工作考核", "E009 E032")
    indicators: str = words("考核指标的构成", "E030")
    groups: str = words("分组考核的办法", "E031")
    archive: str = words("实绩档案的建立和运用", "T046")
    use: str = words("考核结果的运用", "A121 E029")
    commended: str = words("优秀的表彰和宣传", "E027")


@dataclass(frozen=True)
class Supervision:
    """Who watches, and how often."""

    joint_meetings: int | None = figure("监督工作联席会议", "T064", unit="次")
    quarterly: int | None = figure("班子建设季报", "T066", unit="份")
    progress: str = words("方案、进展和结果的上报", "A129")
    points: str = words("推荐、考察、任免、公示、试用各环节的监督", "D022")
    talks: str = words("工作、任免、警示、诫勉谈话", "D023")
    rectified: str = words("对问题较多的班子谈话整改", "T074")
    inspectors: str = words("考察责任制的落实", "T019")
    side_jobs: str = words("兼职和经商办企业的清理", "T061")
    entry: str = words("凡进必考的清理", "T062")
    absent: str = words("擅自离岗的处理", "A017")
    accountable: str = words("违规用人的责任追究", "A133 A134 B072")


@dataclass(frozen=True)
class Granted:
    """One exception that was granted in the year, in words without votes."""

    campaign: int
    school: str
    plan: str
    kind: str
    sentence: str
    reason: str
    approver: str
    granted_on: date
    expires_on: date | None


@dataclass(frozen=True)
class YearlyReport:
    """One organisation's report on one year, with its schools."""

    organisation: str
    year: int
    appointments: Appointments = part(Appointments, "任用")
    granted: tuple[Granted, ...] | None = listing("批准的例外事项清单", "R-18")
    posts: Posts = part(Posts, "职数")
    study: Study = part(Study, "学习和制度")
    voices: Voices = part(Voices, "民主和监督渠道")
    growth: Growth = part(Growth, "培养")
    reviews: Reviews = part(Reviews, "考核")
    supervision: Supervision = part(Supervision, "监督")
    disclosure: str = words("五公开的落实", "E022")
    differential: str = words("差额选拔", "E021")
    appraisals: str = words("一报告两评议的结果", "R-33")
    problems: str = words("存在的问题", "T067 D026")
    measures: str = words("改进措施", "T067")


@dataclass(frozen=True)
class Entry:
    """One field of the report: where it stands and what it cites."""

    path: str
    field: Field[Any]

    @property
    def label(self) -> str:
        label: str = self.field.metadata["label"]
        return label

    @property
    def cites(self) -> tuple[str, ...]:
        rows: tuple[str, ...] = self.field.metadata["cites"]
        return rows

    def of(self, report: YearlyReport) -> Any:
        value: Any = report
        for name in self.path.split("."):
            value = getattr(value, name)
        return value


@cache
def entries() -> dict[str, Entry]:
    """Every field by its path, in the order of the report."""
    return {entry.path: entry for entry in _entries()}


def _entries() -> Iterator[Entry]:
    for top in fields(YearlyReport):
        if isinstance(top.default_factory, type):
            for each in fields(top.default_factory):
                yield Entry(f"{top.name}.{each.name}", each)
        elif "cites" in top.metadata:
            yield Entry(top.name, top)
