"""What goes wrong in an office: an act is forgotten, done by halves, done on paper, done again, or undone."""

from collections import Counter
from contextlib import suppress
from types import SimpleNamespace

from campaigns import recusal
from campaigns.choices import Approver, DisciplineResult, Source
from campaigns.models import Act, Candidacy, Meeting
from campaigns.services import (
    acts,
    amending,
    applying,
    appointing,
    carving,
    concluding,
    deciding,
    filing,
    inspecting,
    investigating,
    judging,
    meetings,
    objections,
    people,
    presenting,
    publicizing,
    reviewing,
    screening,
    sending_back,
    stages,
    striking,
    submitting,
    talks,
    waiving,
)
from campaigns.simulation import doing
from campaigns.unconfirmed import unconfirmed
from personnel.models import Tenure
from selection import clock
from selection.reasons import RULES, Refused, reasons_against
from selection.records import papers, reviews
from tests.factories.records import AttachmentFactory

FORGOTTEN = {
    "act": (acts, "record", None),
    "resolution": (meetings, "resolve", None),
    "talk": (talks, "hold", None),
    "screening": (screening, "conclude", None),
    "low votes": (concluding, "conclude_low", None),
    "signature": (inspecting, "sign", None),
    "material": (inspecting, "write", None),
    "discipline": (inspecting, "ask_discipline", None),
    "result of the vote": (deciding, "conclude", None),
    "handing the plan in": (submitting, "submit", None),
    "handing the forms in": (reviewing, "submit_forms", SimpleNamespace(review=None)),
    "signing a paper": (papers, "issue", None),
    "conclusion of the notice": (publicizing, "conclude", None),
    "filing": (filing, "submit", None),
    "reply": (filing, "accept", None),
    "application": (applying, "apply", None),
    "naming a judge": (judging, "name_judge", None),
    "draw": (presenting, "draw_lots", None),
    "score sheet": (judging, "submit", None),
    "end of the scoring": (judging, "close", None),
}


class Mischief:
    """``wrong`` holds (what, which call of it) pairs; ``turnout`` and ``agrees`` say how people vote."""

    def __init__(self, monkeypatch, wrong, turnout, agrees):
        self.wrong, self.calls = set(wrong), Counter()
        for what, (module, name, instead) in FORGOTTEN.items():
            self._wrap(monkeypatch, what, module, name, lambda *_a, instead=instead, **_k: instead)
        self._wrap(monkeypatch, "act on paper", acts, "record", self._on_paper(acts.record))
        self._wrap(monkeypatch, "thin meeting", meetings, "hold", self._thin(meetings.hold))
        self._wrap(monkeypatch, "blank side", inspecting, "write", self._blank(inspecting.write))
        self._wrap(monkeypatch, "veto", inspecting, "answer", self._objecting(inspecting.answer))
        self._wrap(monkeypatch, "refusal", reviews, "decide", self._refusing(reviews.decide))
        monkeypatch.setattr(doing, "comers", lambda held, dice: self._comers(held, dice, turnout))
        monkeypatch.setattr("campaigns.simulation.voters.AGREE", agrees)

    def _wrap(self, monkeypatch, what, module, name, otherwise):
        usual = getattr(module, name)

        def act(*args, **kwargs):
            self.calls[what] += 1
            wrong = (what, self.calls[what]) in self.wrong
            return otherwise(*args, **kwargs) if wrong else usual(*args, **kwargs)

        monkeypatch.setattr(module, name, act)

    @staticmethod
    def _on_paper(usual):
        def enter(plan, kind, *, by, **said):
            return usual(plan, kind, by=by, is_backfilled=True, attachment=AttachmentFactory(), **said)

        return enter

    @staticmethod
    def _thin(usual):
        def hold(plan, *, attendees, present, **said):
            few = list(attendees)[: max(present // 2, 1)]
            return usual(plan, attendees=few, present=len(few), **(said | {"chair": few[0].name}))

        return hold

    @staticmethod
    def _blank(usual):
        return lambda person, *, by, **texts: usual(person, by=by, **(texts | {"virtue": ""}))

    @staticmethod
    def _objecting(usual):
        def answer(opinion, **said):
            return usual(opinion, **(said | {"result": DisciplineResult.UNRESOLVED}))

        return answer

    @staticmethod
    def _refusing(usual):
        return lambda review, by, approve=True, **said: usual(review, by, False, **said)

    @staticmethod
    def _comers(held, dice, turnout):
        electors = held.poll.electors.filter(is_recused=False).order_by("pk")
        return {each.user_id for each in electors if dice.random() < turnout}


# Between the stages: what somebody may also do there. Each takes the cast and the campaign.


def go_back(cast, campaign):
    for step, _label in stages.ways_back(campaign)[:1]:
        stages.go_back(campaign, step, by=cast.officer, reason="情况有变，退回重办")


def hold_one(cast, campaign):
    for person in campaign.live()[:1]:
        people.hold(person, by=cast.officer, reason="材料不齐")


def restore_all(cast, campaign):
    for person in campaign.candidacies().filter(standing="held"):
        people.restore(person, by=cast.officer, reason="材料已补齐")


def carve_out(cast, campaign):
    held = list(campaign.candidacies().filter(standing="held"))
    carving.carve_out(campaign, held, by=cast.officer, reason="其他人选先办")


def bring_up_another(cast, campaign):
    others = [each for each in cast.teachers if not campaign.candidacies().filter(staff=each).exists()]
    opening = campaign.openings.first()
    person = people.nominate(opening, others[7], by=cast.officer, source=Source.RECOMMENDATION)
    screening.screen_all(campaign, by=cast.officer)
    screening.conclude(person, "eligible", by=cast.officer)


def object_to_one(cast, campaign):
    said = {"channel": "letter", "is_signed": True, "summary": "反映一项问题"}
    return [objections.receive(person, by=cast.officer, **said) for person in campaign.live()[:1]]


def find_one_unfit(cast, campaign):
    said = {"conclusion": "affecting", "disposition": "reject", "findings": "属实"}
    for objection in object_to_one(cast, campaign):
        free = [each.user for each in cast.teachers if not any(recusal.bars(objection, each.user))]
        investigating.assign(objection, free[0], by=cast.officer)
        objections.resolve(objection, by=cast.officer, **said)


def fall_ill(cast, campaign):
    """Before anybody is screened only: what comes later is the next screening's."""
    if campaign.stage in ("prepare", "announce"):
        for person in campaign.candidacies():
            person.staff.is_healthy = person.staff.is_on_duty = False
            person.staff.save()


def strike_something(cast, campaign):
    for last in Act.objects.filter(plan=campaign.plan, is_superseded=False).order_by("-pk")[:1]:
        striking.strike(last, by=cast.officer, reason="登记有误")


def date_it_back(cast, campaign):
    said = {"reason": "日期登错", "attachment": AttachmentFactory()}
    for last in Meeting.objects.filter(plan=campaign.plan, is_superseded=False).order_by("-pk")[:1]:
        earlier = last.happened_on.replace(day=1)
        amending.amend(last, by=cast.officer, happened_on=earlier, **said)


def take_the_seat(cast, campaign):
    opening, since = campaign.openings.first(), clock.today()
    Tenure.objects.get_or_create(staff=cast.teachers[9], post=opening.post, starts_on=since)


def confirm_all(cast, campaign):
    for waiting in unconfirmed(campaign):
        acts.confirm(waiting.act, by=cast.leader)


def send_all_back(cast, campaign):
    for waiting in unconfirmed(campaign):
        sending_back.send_back(waiting.act, by=cast.leader, reason="附件看不清")


def ask_for_exceptions(cast, campaign):
    """For whatever stands in the way; hard rules have none, and each is asked all the same."""
    rules = [rule for rule in stages.rules_of(campaign) if rule.key in RULES]
    for reason in [each for each in reasons_against(campaign, rules) if each.stops]:
        try:
            asked = waiving.request(
                campaign,
                reason.rule.key,
                reason.sentence,
                by=cast.officer,
                reason="特殊情况",
                proof=doing.scan(cast, campaign.ledger, "请示"),
            )
        except Refused:
            continue
        if asked.approver == Approver.SCHOOL_MEETING:
            meeting = doing.body_meets(cast, campaign, campaign.ruleset.motion.meeting)
            item = meetings.resolve(meeting, "waiver", by=cast.officer, campaign=campaign, resolution="同意")
            if item:
                waiving.grant_by_meeting([asked], item, by=cast.officer)


def try_every_door(cast, campaign):
    """Steps out of turn, and an appointment before its time."""
    for step in stages.STEP_RULES:
        if step != "terminate":
            attempt(stages.advance, campaign, step, by=cast.officer)
    for person in Candidacy.objects.filter(opening__campaign=campaign):
        attempt(appointing.appoint, [person], by=cast.officer)


def attempt(act, *args, **kwargs):
    with suppress(Refused):
        act(*args, **kwargs)


INTERLUDES = (
    go_back,
    hold_one,
    restore_all,
    carve_out,
    bring_up_another,
    object_to_one,
    find_one_unfit,
    fall_ill,
    strike_something,
    date_it_back,
    take_the_seat,
    confirm_all,
    send_all_back,
    ask_for_exceptions,
    try_every_door,
)
WRONG = (*FORGOTTEN, "act on paper", "thin meeting", "blank side", "veto", "refusal")
