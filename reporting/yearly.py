"""What does the yearly report hold? Each field has the words it is printed under and the rows that report it.

A figure has a unit; what has none is written by the author. A figure that nobody has counted is None, never nought.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields
from functools import cache
from typing import Any


def figure(label: str, cites: str, unit: str = "人") -> Any:
    return field(default=None, metadata={"label": label, "cites": tuple(cites.split()), "unit": unit})


def words(label: str, cites: str) -> Any:
    return field(default="", metadata={"label": label, "cites": tuple(cites.split())})


def part(kind: type, label: str) -> Any:
    return field(default_factory=kind, metadata={"label": label})


@dataclass(frozen=True)
class Appointments:
    """Who was appointed in the year, by rank and way."""

    chiefs: int | None = figure("任用中层正职", "D001 T071")
    deputies: int | None = figure("任用中层副职", "D001 T071")
    promoted: int | None = figure("提拔任用", "D001")
    renewed: int | None = figure("续聘", "D001 A040 A045")
    nominated: int | None = figure("不竞岗聘任", "A039")
    competed: int | None = figure("竞岗聘任", "T068")
    direct: int | None = figure("直接聘任", "A118")
    imported: int | None = figure("引进的专业人才", "T070")
    annulled: int | None = figure("被宣布无效的任用", "A132")


@dataclass(frozen=True)
class Exceptions:
    """What was let pass, under which name."""

    granted: int | None = figure("批准的例外事项", "R-18", unit="件")
    extraordinary: int | None = figure("破格任用", "R-18", unit="件")
    skipping: int | None = figure("越级提拔", "R-18", unit="件")
    extension: int | None = figure("延长任职", "R-18", unit="件")
    no_rotation: int | None = figure("暂不轮岗", "R-18", unit="件")
    age: int | None = figure("放宽年龄", "R-18", unit="件")
    scope: int | None = figure("扩大范围", "R-18", unit="件")
    too_few: int | None = figure("差额不足", "R-18", unit="件")
    other: int | None = figure("其他例外", "R-18", unit="件")


@dataclass(frozen=True)
class Departures:
    """Who gave up a post in the year, and why."""

    removed: int | None = figure("免职", "A124")
    dismissed: int | None = figure("解聘", "A123")
    not_reappointed: int | None = figure("未续聘", "A122")
    expired: int | None = figure("期满自然免去", "A026")
    transferred: int | None = figure("交流", "A050")


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


@dataclass(frozen=True)
class Study:
    """Learning the rules."""

    booklets: int | None = figure("印发学习材料", "T001", unit="册")
    lectures: int | None = figure("专题讲座", "T002", unit="期")
    sessions: int | None = figure("选拔前学习有关办法", "D026", unit="次")
    exams: int | None = figure("理论学习考试", "E002", unit="次")
    systems: str = words("制定的制度", "E001")


@dataclass(frozen=True)
class Voices:
    """How many took part, and what was said against those to be appointed."""

    polls: int | None = figure("组织推荐、测评和表决", "D004", unit="次")
    entitled: int | None = figure("应到", "A072", unit="人次")
    collected: int | None = figure("收回选票", "A072", unit="份")
    turnout: int | None = figure("参加率", "A072", unit="%")
    recommending: int | None = figure("谈话推荐", "D003", unit="人次")
    consulting: int | None = figure("谈话征求意见", "A075", unit="人次")
    objections: int | None = figure("受理反映", "T034 T035", unit="件")
    passed_on: int | None = figure("转教育局纪检办理的反映", "T035", unit="件")
    unfounded: int | None = figure("学校核查查无实据", "T036", unit="件")
    not_affecting: int | None = figure("学校核查不影响任用", "T036", unit="件")
    affecting: int | None = figure("学校核查影响任用", "T037", unit="件")
    unsettled: int | None = figure("学校尚未办结", "T035", unit="件")
    joint: str = words("与纪检机关联合核查的情况", "T035")
    channels: str = words("测评、民意调查和信访举报的渠道", "T075")


@dataclass(frozen=True)
class Inspections:
    """How those to be appointed were looked into, shown and filed."""

    inspected: int | None = figure("组织考察", "A080", unit="人次")
    talks: int | None = figure("考察谈话", "T020", unit="人次")
    opinions: int | None = figure("纪检答复廉政意见", "E010", unit="人次")
    vetoed: int | None = figure("纪检不同意任用", "E017", unit="人次")
    meetings: int | None = figure("讨论决定拟聘人选", "A083", unit="次")
    notices: int | None = figure("拟聘公示", "A084", unit="次")
    published: int | None = figure("公示拟聘人选", "A084", unit="人次")
    filed: int | None = figure("批复备案", "B063", unit="件")


@dataclass(frozen=True)
class Growth:
    """Training and seconding."""

    inducted: int | None = figure("任职培训", "D025", unit="人次")
    trained: int | None = figure("参加其他培训", "T072")
    seconded: int | None = figure("选派挂职锻炼", "T073")
    training: str = words("定期培训的安排", "D025")
    after_not_chosen: str = words("落聘人员的安排和待遇", "A131")


@dataclass(frozen=True)
class Reviews:
    """The yearly reviews and what follows from them."""

    excellent: int | None = figure("履职考核优秀", "A119")
    failed: int | None = figure("履职考核不合格", "A123")
    continuous: str = words("季度、年度和重点工作考核", "E009 E032")
    indicators: str = words("考核指标的构成", "E030")
    groups: str = words("分组考核的办法", "E031")
    archive: str = words("实绩档案的建立和运用", "T046")
    use: str = words("考核结果的运用", "A121 E029")
    commended: str = words("优秀的表彰和宣传", "E027")


@dataclass(frozen=True)
class Supervision:
    """Who watches, and how often."""

    appointment_talks: int | None = figure("任职谈话", "B064 D024", unit="人次")
    integrity_talks: int | None = figure("任后廉政谈话", "T039", unit="人次")
    admonitions: int | None = figure("诫勉谈话", "D023", unit="人次")
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
class YearlyReport:
    """One organisation's report on one year, with its schools: the parts in their order, then what stands alone."""

    appointments: Appointments = part(Appointments, "任用")
    exceptions: Exceptions = part(Exceptions, "例外事项")
    departures: Departures = part(Departures, "退出")
    posts: Posts = part(Posts, "职数")
    study: Study = part(Study, "学习和制度")
    voices: Voices = part(Voices, "民主和反映")
    inspections: Inspections = part(Inspections, "考察、公示和备案")
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
    def unit(self) -> str:
        """Empty for what is no figure."""
        unit: str = self.field.metadata.get("unit", "")
        return unit

    @property
    def cites(self) -> tuple[str, ...]:
        rows: tuple[str, ...] = self.field.metadata["cites"]
        return rows


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
