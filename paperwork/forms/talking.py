"""谈话: the record of one talk, for the inspection team alone, and what all of them came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from campaigns import permissions, voices
from campaigns.choices import Stage, TalkKind, View
from campaigns.models import Campaign, Talk
from paperwork.blocks import Card, Column, empty_table, numbered, short, table, wide
from paperwork.kinds import NOMINATED, VOTED, Facts, Form, Subject, itself
from selection.accounts.models import User
from selection.chinese import day

BLANK_ROWS = 12
SUMMARY = (
    Column("序号", lambda row: row[0]),
    Column("人选", lambda row: row[1]["name"]),
    Column("拟任职务", lambda row: row[1]["post"], is_long=True),
    Column(View.AGREE.label, lambda row: row[1]["views"][View.AGREE]),
    Column(View.OPPOSE.label, lambda row: row[1]["views"][View.OPPOSE]),
    Column(View.ABSTAIN.label, lambda row: row[1]["views"][View.ABSTAIN]),
    Column("结论", lambda row: row[1]["verdict"], is_long=True),
)
NOBODY = dict.fromkeys(View.values, 0)


def _talks(kind: TalkKind) -> Callable[[Campaign], Iterable[Subject]]:
    """A sheet for each talk that was held; its notes are shut by who may read it."""

    def subjects(campaign: Campaign) -> list[Subject]:
        held = Talk.objects.held().filter(campaign=campaign, kind=kind, is_superseded=False)
        return [Subject(each.pk, each.person.name, each) for each in held.select_related("person")]

    return subjects


def _talk(talk: Talk) -> Facts:
    """The category of who was talked to stands on the record, and on no summary (forms of habit)."""
    voices_said = [
        f"{each.candidacy.staff.name}（{each.candidacy.opening.post}）：{each.get_view_display()}"
        for each in talk.voices.select_related("candidacy__staff", "candidacy__opening__post")
    ]
    fields = {
        "谈话时间": day(talk.held_on) if talk.held_on else "",
        "谈话地点": talk.place,
        "谈话人": "、".join(user.name for user in talk.talkers.all()),
        "谈话对象": talk.person.name,
        "对象类别": talk.get_scope_display(),
        "谈话类别": talk.get_kind_display(),
    }
    school = talk.campaign.organisation.name
    return _talk_sheet(TalkKind(talk.kind), school, fields, "；".join(voices_said), talk.notes)


def _talk_sheet(kind: TalkKind, school: str, fields: dict[str, str], said: str, notes: str) -> Facts:
    return {
        "title": f"{kind.label}记录",
        "particulars": [f"学校：{school}"],
        "blocks": [
            Card(
                [
                    *short(fields),
                    wide("推荐或意见", said, tall=not said),
                    wide("谈话记录", notes, tall=True),
                    wide("签字", signed="谈话人：　　　　　　记录人：　　　　　　谈话对象：　　　　　　"),
                ]
            )
        ],
    }


def _untalked(kind: TalkKind) -> Callable[[str], Facts]:
    labels = ("谈话时间", "谈话地点", "谈话人", "谈话对象", "对象类别", "谈话类别")
    return lambda school: _talk_sheet(kind, school, dict.fromkeys(labels, ""), "", "")


def _reads_notes(campaign: Campaign, user: User) -> bool:
    """The team and discipline; the officer keeps the list of talks and never their notes."""
    is_discipline = user.may("answer_discipline", campaign.organisation)
    return permissions.may_inspect(campaign.plan, user) or (
        is_discipline and not permissions.is_recused(campaign.plan, user)
    )


def _summary(campaign: Campaign) -> Facts:
    count = voices.talk_count(campaign, TalkKind.RECOMMENDATION)
    rows = [
        {
            "name": person.staff.name,
            "post": str(person.opening.post),
            "views": count.views.get(person.pk, NOBODY),
            "verdict": verdict.sentence
            if (verdict := voices.talk_support(person, TalkKind.RECOMMENDATION))
            else "由集体研究认定",
        }
        for person in campaign.live()
    ]
    return {
        "title": TALK_SUMMARY.title,
        "particulars": [f"学校：{campaign.organisation.name}", f"应谈{count.due}人，实谈{count.held}人"],
        "blocks": [table(SUMMARY, numbered(rows))],
        "signatures": ["考察组组长", "成员"],
    }


def _empty_summary(school: str) -> Facts:
    return {
        "title": TALK_SUMMARY.title,
        "particulars": [f"学校：{school}", "应谈　　人，实谈　　人"],
        "blocks": [empty_table(SUMMARY, BLANK_ROWS)],
        "signatures": ["考察组组长", "成员"],
    }


RECORDS = tuple(
    Form(
        f"talk_{kind.value}",
        f"{kind.label}记录",
        cites,
        stage,
        _talks(kind),
        _talk,
        _untalked(kind),
        reads=_reads_notes,
        tracks=tracks,
    )
    for kind, cites, stage, tracks in (
        (TalkKind.RECOMMENDATION, "A065", Stage.RECOMMEND, NOMINATED),
        (TalkKind.CONSULTATION, "A075 A076", Stage.EVALUATE, NOMINATED),
        (TalkKind.INSPECTION, "R-19", Stage.INSPECT, VOTED),
    )
)
TALK_SUMMARY = Form(
    "talk_summary",
    "谈话推荐情况汇总表",
    "A065 A067",
    Stage.RECOMMEND,
    itself,
    _summary,
    _empty_summary,
    tracks=NOMINATED,
)
FORMS = (RECORDS[0], TALK_SUMMARY, *RECORDS[1:])
