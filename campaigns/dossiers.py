"""What has been done about one person, stage by stage, in dated sentences?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from campaigns.choices import Purpose, Stage, TalkKind
from campaigns.documents.dates import span
from campaigns.models import Candidacy
from campaigns.voices import answers, support, talk_count
from selection.chinese import day


@dataclass(frozen=True)
class Entry:
    """One thing done: when, what, and where it can be read."""

    on: date | None
    text: str
    detail: str = ""
    url: str = ""
    is_backfilled: bool = False
    waits: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    entries: list[Entry] = field(default_factory=list)


def sections(person: Candidacy, *, with_figures: bool) -> list[Section]:
    """In the order of the procedure; votes only in so far as the reader may see them."""
    parts = {
        "提名和审核": [*_nomination(person), *_forms(person)],
        "会议意见": list(_meetings(person)),
        Stage.RECOMMEND.label: list(_voices(person, Purpose.RECOMMENDATION, with_figures)),
        Stage.EVALUATE.label: list(_voices(person, Purpose.EVALUATION, with_figures)),
        "办理事项": list(_acts(person)),
        Stage.INSPECT.label: list(_inspection(person)),
        Stage.DECIDE.label: list(_voices(person, Purpose.DECISION, with_figures)),
        Stage.PUBLICIZE.label: list(_publicity(person)),
        Stage.FILE.label: list(_appointment(person)),
    }
    return [Section(title, entries) for title, entries in parts.items()]


def _nomination(person: Candidacy) -> Iterator[Entry]:
    item = person.nominated_by
    if item is None:
        yield Entry(None, f"由{person.get_source_display()}产生")
    else:
        url = reverse("campaigns:meeting", args=[item.meeting_id])
        yield Entry(item.meeting.happened_on, "组织提名", item.resolution, url)


def _forms(person: Candidacy) -> Iterator[Entry]:
    for form in person.forms.select_related("review"):
        url = reverse("campaigns:review", args=[form.review_id])
        yield Entry(form.review.approved_on, f"人选审核表：{form.review.get_state_display()}", "", url)


def _meetings(person: Candidacy) -> Iterator[Entry]:
    said = person.outcomes.filter(item__is_superseded=False).select_related("item__meeting")
    for each in said.order_by("item__meeting__happened_on", "pk"):
        meeting = each.item.meeting
        yield Entry(
            meeting.happened_on,
            f"{each.item.get_purpose_display()}：{each.get_outcome_display()}",
            each.note,
            reverse("campaigns:meeting", args=[meeting.pk]),
            meeting.is_backfilled,
            not meeting.is_confirmed,
        )


def _voices(person: Candidacy, purpose: Purpose, with_figures: bool) -> Iterator[Entry]:
    campaign = person.campaign
    opening = person.opening if purpose == Purpose.DECISION else None
    held = campaign.standing_round(purpose, opening)
    url = reverse("campaigns:rounds", args=[campaign.pk, purpose])
    if held is not None:
        held = held.deciding_on(person)
        tally = held.tally(person)
        verdict = support(held, person) if with_figures else None
        if tally is None:
            said = "尚未计票" if not held.is_counted else "未列入本轮"
        elif verdict is not None:
            said = verdict.sentence
        elif with_figures:
            said = "，".join(f"{label}{number}票" for label, number in answers(tally).items())
        else:
            said = "已计票，得票情况由有权限的人员查看"
        yield Entry(held.happened_on, str(held), said, url, held.is_backfilled, not held.is_confirmed)
    for kind, of in (
        (TalkKind.RECOMMENDATION, Purpose.RECOMMENDATION),
        (TalkKind.CONSULTATION, Purpose.EVALUATION),
    ):
        if of == purpose and with_figures and (count := talk_count(campaign, kind)).held:
            agreeing = f"，赞成{count.agreeing(person)}人" if person.pk in count.views else ""
            said = f"已谈{count.held}人{agreeing}"
            yield Entry(None, kind.label, said, reverse("campaigns:talks", args=[campaign.pk, kind]))


def _acts(person: Candidacy) -> Iterator[Entry]:
    for act in person.acts.filter(is_superseded=False):
        yield Entry(
            act.happened_on,
            act.get_kind_display(),
            act.text,
            reverse("records:attachment", args=[act.attachment_id]) if act.attachment_id else "",
            act.is_backfilled,
            not act.is_confirmed,
        )


def _inspection(person: Candidacy) -> Iterator[Entry]:
    if found := person.inspection:
        signed = f"{found.signers.count()}名考察组成员已签名"
        url = reverse("campaigns:inspection", args=[person.pk])
        yield Entry(found.happened_on, "考察材料", signed, url, found.is_backfilled, not found.is_confirmed)
    if asked := person.discipline_opinion:
        said = asked.get_result_display() if asked.is_answered else "已征求，等待回复"
        on = asked.happened_on if asked.is_answered else asked.requested_on
        yield Entry(on, "廉政意见", said, "", asked.is_backfilled, not asked.is_confirmed)


def _publicity(person: Candidacy) -> Iterator[Entry]:
    url = reverse("campaigns:publicity", args=[person.campaign.pk])
    for notice in person.publicities.all():
        days = span((notice.first_day, notice.last_day))
        yield Entry(
            notice.happened_on,
            f"拟聘公示：{notice.get_state_display()}",
            days,
            url,
            notice.is_backfilled,
            not notice.is_confirmed,
        )


def _appointment(person: Candidacy) -> Iterator[Entry]:
    done = getattr(person, "appointment", None)
    if done is not None and (done.tenure_id or done.is_backfilled):
        term = f"聘期{day(done.starts_on)}至{day(done.ends_on)}"
        document = done.document or (done.paper.number if done.paper else "")
        url = reverse("campaigns:appointments", args=[person.campaign.pk])
        yield Entry(
            done.happened_on,
            f"聘任 {document}".strip(),
            term,
            url,
            done.is_backfilled,
            not done.is_confirmed,
        )
