"""A school on whose selections nothing runs any more, and a day on which nearly all is due."""

from datetime import date
from hashlib import sha256

import pytest
import time_machine
from django.core.files.base import ContentFile

from campaigns.choices import Stage, TalkKind
from campaigns.models import Campaign, Letter, Talk
from keeping.holdings import HOLDINGS
from personnel.lrmx import sheets
from personnel.lrmx.format import Person
from selection.accounts.models import Notification
from selection.records import ledgers
from selection.records.models import Paper
from selection.records.papers import KINDS, PaperKind
from tests.factories.accounts import LeaderFactory, OfficerFactory
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import CampaignFactory, InspectionFactory, ObjectionFactory
from tests.factories.entries import EntryFactory
from tests.factories.personnel import StaffFactory
from tests.factories.records import AttachmentFactory, upload

OLD = date(2026, 3, 2)


class World:
    """One thing of each kind, of the year 2026; ``held`` says what there is of each, by title."""

    def __init__(self):
        with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False):
            self.campaign = CampaignFactory(at=Stage.CLOSED)
            self.school = self.campaign.organisation
            self.officer = self.campaign.plan.created_by
            self.leader = LeaderFactory(organisation=self.school)
            ledgers.append(self.campaign.ledger, "办结", by=self.officer)
            self.poll = PollFactory(
                organisation=self.school,
                ledger=self.campaign.ledger,
                title="民主测评",
                cast=4,
                is_counted=True,
            )
            self.talk = Talk.objects.create(
                campaign=self.campaign,
                kind=TalkKind.values[0],
                scope="leaders",
                person=StaffFactory(organisation=self.school),
                notes="谈到的秘密",
                held_on=OLD,
            )
            self.entry = EntryFactory(campaign=self.campaign, statement="我的设想", phone="13900000000")
            self.objection = ObjectionFactory(
                candidacy__opening__campaign=self.campaign, unfounded=True, summary="写来的秘密"
            )
            self.inspection = InspectionFactory(
                candidacy__opening__campaign=self.campaign, virtue="考察到的秘密", ethics=""
            )
            self.scan = AttachmentFactory(
                organisation=self.school,
                by=self.officer,
                ledger=self.campaign.ledger,
                upload=upload("会议签到.pdf"),
            )
            content = b"%PDF of a paper"
            self.paper = Paper.objects.create(
                kind="kept",
                organisation=self.school,
                ledger=self.campaign.ledger,
                title="聘任文件",
                issued_on=OLD,
                issued_by=self.officer,
                state=Paper.State.RENDERED,
                file=ContentFile(content, "paper.pdf"),
                sha256=sha256(content).hexdigest(),
            )
            self.letter = self.write("declined", "不予受理的秘密")
            Notification.objects.create(user=self.officer, sentence="请办理")
            self.left = StaffFactory(organisation=self.school, name="林木森", left_on=OLD)
            sheets.keep(self.left, Person({"JianLi": "审批表里的秘密"}), by=self.officer)

    def write(self, state, text, **fields):
        return Letter.objects.create(
            school=self.school,
            addressee="school",
            received_on=OLD,
            about="某人",
            text=text,
            writer="写信的人",
            code_digest=f"{self.school.code}-{Letter.objects.count()}",
            state=state,
            settled_by=None if state == "received" else self.officer,
            **fields,
        )

    def held(self):
        return {key: [item.title for item in holding.found(self.school)] for key, holding in HOLDINGS.items()}


@pytest.fixture(autouse=True)
def _kind_of_paper(monkeypatch):
    monkeypatch.setitem(KINDS, "kept", PaperKind("聘任文件", "papers/appointment_document.html"))


@pytest.fixture
def world():
    made = World()
    with time_machine.travel("2046-03-02T09:00:00+08:00", tick=False):
        yield made


@pytest.fixture
def running(world):
    Campaign.objects.filter(pk=world.campaign.pk).update(stage=Stage.FILE)
    return world


@pytest.fixture
def other_officer(world):
    return OfficerFactory(organisation=world.school)
