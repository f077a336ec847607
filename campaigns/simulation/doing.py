"""What is done again and again in a campaign: meet, talk, vote, record, sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from ballots import services as polls
from ballots.models import Channel
from campaigns.choices import (
    ActKind,
    PlanRoleKind,
    Purpose,
    Source,
    TalkKind,
    TalkScope,
    View,
)
from campaigns.models import Campaign, Candidacy, Meeting, Round
from campaigns.services import (
    acts,
    drawing_up,
    meetings,
    people,
    rounds,
    talks,
)
from personnel.models import Post, StaffMember, Tenure
from selection import clock
from selection.records import attachments, papers, reviews
from selection.records.models import Attachment, Ledger, Review

from . import days
from .cast import Cast
from .days import Waiting
from .voters import chooser, comers


@dataclass(frozen=True)
class Seat:
    """An opening to be played: the post, its lawful reason, who is brought up, which tenures end."""

    post: Post
    reason: str
    nominees: Sequence[StaffMember]
    ending: Sequence[Tenure] = ()


NOTES = "谈话对象认为推荐人选政治过硬、工作扎实。"
WORDS = {
    ActKind.MOTION: "根据工作需要和中层干部队伍实际，建议启动本次选拔任用工作。",
    ActKind.STUDY: "学习上级关于中层干部选拔任用的规定和工作纪律。",
    ActKind.ANALYSIS: "对现任中层干部的年龄、专业、任期和履职情况进行了分析研判。",
    ActKind.CONSULTATION: "分别听取教研组长、工会委员和部分教师的意见，意见较为一致。",
    ActKind.SOUNDING: "前期摸底中，被提到的人选较为集中。",
    ActKind.PUBLICATION: "在校务公开栏和教职工工作群公布工作方案及具体职务。",
    ActKind.INSPECTION_PLAN: "三月下旬用四天时间，以个别谈话、实地走访、查阅资料的方法考察。",
    ActKind.JOINT_INSPECTION: "县委宣传部派一人参加考察组。",
    ActKind.FEEDBACK: "向学校党组织反馈主要表现和不足，向本人反馈应当注意的方面。",
    ActKind.VISIT: "到考察对象所在年级组和教研组走访，查阅教学常规资料。",
    ActKind.GATEKEEPING: "经审核，政治素质、道德品行、廉洁自律、档案情况符合要求。",
    ActKind.DUTY_REPORT: "在全体教师大会上述职并作表态发言。",
    ActKind.AUDIT: "审计未发现问题。",
    ActKind.APPOINTMENT_TALK: "通报任职决定，提出廉政和业务要求，本人表态。",
}


def body_meets(cast: Cast, campaign: Campaign, name: str) -> Meeting:
    """The deciding body meets with everybody but one, when it has more than three."""
    members = [member.staff for member in cast.body.members_on(clock.today())]
    came = members[1:] if len(members) > 3 else members
    return meetings.hold(
        campaign.plan,
        by=cast.officer,
        name=name,
        body=cast.body,
        due=len(members),
        present=len(came),
        attendees=came,
        place="学校会议室",
        chair=members[-1].name,
    )


def bring_up(cast: Cast, campaign: Campaign, seats: Sequence[Seat], source: Source, item) -> list[Candidacy]:
    return [
        people.nominate(
            campaign.openings.get(post=seat.post), staff, by=cast.officer, source=source, item=item
        )
        for seat in seats
        for staff in seat.nominees
    ]


def let_reviewers_approve(cast: Cast, review: Review | None) -> Waiting:
    while review is not None and review.state == Review.State.PENDING:
        yield days.next_workday()
        by = cast.reviewer_of(review.levels[review.level]["act"])
        reviews.decide(review, by, approve=True, remarks="同意。")
        review.refresh_from_db()


def talk(cast: Cast, campaign: Campaign, kind: TalkKind, need: int, *, at_most: int | None = None) -> None:
    """List as many as the rules ask for and talk to them, or to the first ``at_most``."""
    team = campaign.plan.inspectors
    named = {person.staff_id for person in campaign.candidacies()}
    cadres = [staff for staff in cast.cadres if staff.pk not in named]
    others = [staff for staff in cast.teachers if staff.pk not in named and staff not in cadres]
    listed = dict.fromkeys(cadres, TalkScope.CADRE) | dict.fromkeys(
        others[: max(need - len(cadres), 1)], TalkScope.PEER
    )
    persons = list(campaign.live())
    for talk in talks.list_people(campaign, kind, listed, by=cast.officer)[:at_most]:
        voices = {person: View.AGREE if cast.dice.random() < 0.8 else View.ABSTAIN for person in persons}
        asking = [user for user in team if user.pk != talk.person.user_id][:2]
        talks.hold(talk, by=asking[0], talkers=asking, place="学校小会议室", notes=NOTES, voices=voices)


def ballot(cast: Cast, campaign: Campaign, purpose: Purpose) -> Round:
    held = drawing_up.draw_up(campaign, purpose, by=cast.officer, channel=Channel.ONLINE)
    assert held.poll is not None
    came = comers(held, cast.dice)
    rounds.open_(held, by=cast.officer, present=len(came))
    polls.cast_for_remaining(held.poll, chooser(held, cast.dice, came))
    scrutineer = campaign.plan.people(PlanRoleKind.SCRUTINEER)[0]
    rounds.close(held, by=scrutineer)
    rounds.count(held, by=scrutineer)
    issue(cast, campaign)
    return held


def leave_ballot_open(cast: Cast, campaign: Campaign) -> None:
    """Everybody is there for the evaluation and about half have voted: the others still find the ballot."""
    reported = campaign.ruleset.evaluation.duty_report
    record_for(cast, campaign, list(campaign.live()), ActKind.DUTY_REPORT, reported)
    held = drawing_up.draw_up(campaign, Purpose.EVALUATION, by=cast.officer, channel=Channel.ONLINE)
    assert held.poll is not None
    due = held.poll.electors.filter(is_recused=False)
    rounds.open_(held, by=cast.officer, present=due.count())
    came = {elector.user_id for elector in due.order_by("pk") if cast.dice.random() < 0.5}
    polls.cast_for_remaining(held.poll, chooser(held, cast.dice, came))


def scan(cast: Cast, ledger: Ledger, name: str) -> Attachment:
    paper = SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    return attachments.keep(paper, cast.school, cast.officer, ledger=ledger)


def record(cast: Cast, campaign: Campaign, kind: ActKind) -> None:
    acts.record(campaign.plan, kind, by=cast.officer, campaign=campaign, text=WORDS[kind])


def record_for(
    cast: Cast, campaign: Campaign, persons: list[Candidacy], kind: ActKind, is_wanted: bool
) -> None:
    for person in persons if is_wanted else ():
        acts.record(
            campaign.plan,
            kind,
            by=cast.officer,
            campaign=campaign,
            candidacy=person,
            text=WORDS[kind],
            figures=_talker(campaign) if kind == ActKind.APPOINTMENT_TALK else None,
        )


def _talker(campaign: Campaign) -> dict[str, object]:
    talker = acts.talkers(campaign)[0]
    return {"talker": talker.pk, "talker_name": talker.name, "place": "书记办公室"}


def settle_empty(cast: Cast, campaign: Campaign) -> None:
    for opening in campaign.openings.filter(result="open"):
        if not opening.candidacies.live().exists():
            people.declare_vacant(opening, by=cast.officer, reason="没有符合要求的人选")


def issue(cast: Cast, campaign: Campaign) -> None:
    """The leader signs every draft that lies on the desk."""
    for document in campaign.plan.documents.filter(paper__state="draft").select_related("paper"):
        papers.issue(document.paper, cast.leader)
