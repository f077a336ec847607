"""What does a ruleset say, stage by stage?

Every field cites the rows of the rule table that ask for it. A field added later gets a default
that is neutral for snapshots written before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from campaigns.rulesets.stages.competing import RegistrationRules
from campaigns.rulesets.stages.concluding import DecisionRules, FilingRules, InspectionRules, PublicityRules
from campaigns.rulesets.stages.deciding import AgendaRules
from campaigns.rulesets.stages.direct import DirectRules
from campaigns.rulesets.stages.presenting import ContestRules
from campaigns.rulesets.stages.serving import ServiceRules
from campaigns.rulesets.stages.starting import EligibilityRules, MotionRules, QuotaRules
from campaigns.rulesets.stages.voting import EvaluationRules, RecommendationRules
from campaigns.rulesets.values import OpenBar, item
from campaigns.rulesets.vocabulary import TRACKS

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Ruleset:
    """One rulebook as data.

    ``effects`` replaces a rule's own effect by its key; ``approvers`` names who may grant an
    exception to a rule where it isn't the school's own meeting. ``source`` begins the rows that it is
    drawn from; what other sources say of the same field isn't cited.
    """

    code: str
    version: int
    name: str
    basis: str
    tracks: tuple[str, ...] = item(
        "适用的聘任方式", "A038 T044 AMB-27", tuple(TRACKS), choices=TRACKS, tighter="less"
    )
    principles: tuple[str, ...] = item("原则", "A001 D011", ())
    discipline: tuple[str, ...] = item("纪律要求", "A125 A126 B066 B067 B068 B069 B070 B071 T005 T043", ())
    quota: QuotaRules = field(default_factory=QuotaRules, metadata={"label": "职数核定"})
    motion: MotionRules = field(default_factory=MotionRules, metadata={"label": "动议与报批"})
    eligibility: EligibilityRules = field(default_factory=EligibilityRules, metadata={"label": "资格条件"})
    registration: RegistrationRules = field(
        default_factory=RegistrationRules, metadata={"label": "竞岗报名与资格审查"}
    )
    recommendation: RecommendationRules = field(
        default_factory=RecommendationRules, metadata={"label": "民主推荐"}
    )
    evaluation: EvaluationRules = field(default_factory=EvaluationRules, metadata={"label": "民主测评"})
    contest: ContestRules = field(default_factory=ContestRules, metadata={"label": "竞岗演讲与量分"})
    inspection: InspectionRules = field(default_factory=InspectionRules, metadata={"label": "考察"})
    direct: DirectRules = field(default_factory=DirectRules, metadata={"label": "直接聘任"})
    agenda: AgendaRules = field(default_factory=AgendaRules, metadata={"label": "上会"})
    decision: DecisionRules = field(default_factory=DecisionRules, metadata={"label": "讨论决定"})
    publicity: PublicityRules = field(default_factory=PublicityRules, metadata={"label": "公示"})
    filing: FilingRules = field(default_factory=FilingRules, metadata={"label": "任职与备案"})
    service: ServiceRules = field(default_factory=ServiceRules, metadata={"label": "任后管理"})
    source: str = ""
    effects: dict[str, str] = field(default_factory=dict, metadata={"label": "规则的约束力"})
    approvers: dict[str, str] = field(default_factory=dict, metadata={"label": "例外事项的批准机关"})

    @property
    def open_bars(self) -> dict[str, OpenBar]:
        """The bars that are left to the plan, by the names under which it keeps them (AMB-10)."""
        recommendation, evaluation = self.recommendation, self.evaluation
        bars = {
            "talk_recommendation": recommendation.talk_bar if recommendation.talks else None,
            "recommendation": recommendation.bar if recommendation.meeting else None,
            "evaluation": evaluation.bar if evaluation.ballot else None,
            "talk": evaluation.talk_bar,
        }
        return {name: bar for name, bar in bars.items() if isinstance(bar, OpenBar)}
