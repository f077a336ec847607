"""Did every member speak, the first leader last, and do their voices carry the decision? (A127, D018, R-22, R-23)"""

from __future__ import annotations

from ballots.verdicts import Counts, Words, judge
from campaigns import speaking
from campaigns.choices import Outcome
from selection.reasons import rule

from .agenda import asks, decision_of, is_decided

WORDS = Words("同意", "人", "可以形成决定", "不能形成决定")
asked = asks("stances")


def _has_stances(campaign) -> bool:
    item = decision_of(campaign)
    return item is not None and item.stances.exists()


@rule(
    "到会成员逐一表态",
    cites="A127 B055 D018 R-23 T026",
    about="campaign",
    mend="meeting:decision",
    applies=asked,
    once=is_decided,
)
def every_member_took_a_stance(campaign):
    item = decision_of(campaign)
    members, persons, withdrawn = (
        speaking.members_of(item),
        speaking.persons_of(item),
        speaking.withdrawn(item),
    )
    said = set(item.stances.values_list("member", "candidacy"))
    for person in persons:
        due = [each for each in members if (each.pk, person.pk) not in withdrawn]
        silent = [each.name for each in due if (each.pk, person.pk) not in said]
        if silent or not due:
            names = "、".join(silent) or "到会成员"
            yield f"尚未登记{names}对{person}的表态"


@rule(
    "主要负责人最后表态",
    cites="D018 R-23",
    about="campaign",
    mend="meeting:decision",
    applies=asked,
    once=_has_stances,
)
def first_leader_speaks_last(campaign):
    item = decision_of(campaign)
    order = list(dict.fromkeys(item.stances.order_by("position").values_list("member", flat=True)))
    yield from speaking.out_of_turn(item, order)


@rule(
    "表态同意的人数足以形成决定",
    cites="R-22 R-23",
    about="campaign",
    mend="campaigns:people",
    applies=lambda campaign: asked(campaign) and not campaign.ruleset.decision.secret_ballot,
    once=_has_stances,
    tells_figures=True,
)
def stances_carry_the_decision(campaign):
    """Where the body votes in secret, its ballots count instead. Who has no majority either way is put off."""
    item = decision_of(campaign)
    bar, counts = campaign.ruleset.decision.majority, Counts(entitled=item.meeting.due)
    for person in campaign.live():
        said = [each.stance for each in item.stances.all() if each.candidacy_id == person.pk]
        verdict = judge(bar, said.count(Outcome.AGREED), counts, WORDS)
        if said and not verdict.holds:
            is_split = not judge(bar, said.count(Outcome.REFUSED), counts, WORDS).holds
            way = "分歧较大的，请暂缓此人" if is_split else "请作未列为人选处理"
            yield f"{person}：{verdict.sentence}，{way}"


RULES = (every_member_took_a_stance, first_leader_speaks_last, stances_carry_the_decision)
