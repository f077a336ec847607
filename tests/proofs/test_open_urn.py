"""B5, B7, B9, B15: what can be seen of ballots before they are counted, and what of small groups?"""

import io
import re
import zipfile
from contextlib import suppress
from unittest.mock import patch

import pytest
import time_machine
from django.db.models import ProtectedError
from django.test import Client
from django.urls import get_resolver, reverse

from ballots import keys, results, services
from ballots.definitions import Counting, ElectorSpec
from ballots.drawn import paper_of
from ballots.models import Ballot, Envelope, Poll, Tally
from ballots.services.opening import roll_digest
from campaigns.models import Round
from selection import clock
from selection.reasons import Refused
from tests.access.objects.rounds import open_round
from tests.access.test_crawl import World, addresses
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PollFactory, agreeing, officer_of, voters_of
from tests.proofs.guards import guarded

pytestmark = pytest.mark.django_db
QUESTIONS = "?q=同意&search=agree&sort=-sealed&order=choice&format=json&export=csv&subject=p1"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"')


@guarded(the_one_length="all sealed ballots have one length")
def test_b5_every_sealed_ballot_of_a_poll_has_one_length(taken_out, key_folder, without):
    poll = PollFactory(voters=3, grading=True, asks_remarks=True, is_open=True)
    silent, brief, long = voters_of(poll)

    services.cast(poll, silent, {})
    services.cast(poll, brief, agreeing(poll), {"p1": "好"})
    services.cast(poll, long, agreeing(poll), dict.fromkeys(["p1", "p2", "p3"], '"\\𠀀🈚' * 50))

    lengths = {len(envelope.sealed) for envelope in Envelope.objects.all()}
    assert lengths == {paper_of(poll).length + 48}, "all sealed ballots have one length"


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
@guarded(the_blindness_before_the_count="no page depends on what was chosen")
def test_b7_no_page_search_or_export_differs_by_what_was_chosen(taken_out, key_folder, closed, without):
    world = World()
    held = Round.objects.get(pk=open_round(world.own).kwargs["pk"])
    poll, visitors = held.poll, list(world.people.values())
    for voter in voters_of(poll):
        services.cast(poll, voter, agreeing(poll))
    if closed:
        services.close(poll, officer_of(poll))

    one_key = patch("selection.accounts.views.second_factor.get_totp_secret", return_value="A" * 32)
    with time_machine.travel(clock.now(), tick=False), one_key:  # codes, keys and countdowns stand still
        for visitor in visitors:  # the day's first look at names is put down, the second changes nothing
            dict(_everything_seen(visitor, _places(held)))
        seen = {visitor: dict(_everything_seen(visitor, _places(held))) for visitor in visitors}
        _let_all_oppose(poll)
        differing = (
            place
            for visitor, pages in seen.items()
            for place, page in _everything_seen(visitor, pages)
            if page != pages[place]
        )
        first_differing = next(differing, None)

    assert sum(map(len, seen.values())) > 200
    assert first_differing is None, "no page depends on what was chosen"


def _places(held):
    """Every address that can be read, for whatever of this round it may be about."""
    found = []
    numbers = {held.pk, held.campaign_id, held.campaign.plan_id, held.campaign.ledger.pk}
    values = {"public_id": [held.poll.public_id], "pk": sorted(numbers), "purpose": ["recommendation"]}
    for name, pattern in addresses(get_resolver().url_patterns):
        names = list(pattern.pattern.converters)
        if set(names) - set(values):
            continue
        choices = [{}]
        for each in names:
            choices = [{**choice, each: value} for choice in choices for value in values[each]]
        found += [reverse(name, kwargs=choice) for choice in choices if "logout" not in name]
    return sorted(set(found))


def _everything_seen(visitor, places):
    """Place and page, without what differs from request to request."""
    client = Client()
    client.force_login(visitor, backend="django.contrib.auth.backends.ModelBackend")
    for place in places:
        answer = client.get(place + QUESTIONS)
        if answer.status_code == 200:
            yield place, _page(b"".join(answer))


def _page(body):
    """What there is to read; a workbook also carries when it was packed, to two seconds."""
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return {name: packed.read(name) for name in packed.namelist()}
    return TOKEN.sub("", body.decode(errors="replace"))


def _let_all_oppose(poll):
    paper = paper_of(poll)
    opposing = {section.key: "oppose" for section in paper.sections}
    for envelope in Envelope.objects.of(poll):
        envelope.sealed = keys.seal(poll.public_key, paper.encode(paper.fill(opposing)))
        envelope.save()


@guarded(the_least_cell_at_the_opening="no category is too small to hide in")
def test_b9_a_category_too_small_to_hide_in_is_never_asked(taken_out, key_folder, without):
    poll = PollFactory(
        voters=13, categories=["在编"] * 10 + ["临聘"] * 3, counting=Counting(by_category=True)
    )

    try:
        services.open_poll(poll, officer_of(poll))
    except Refused as refusal:
        assert refusal.reasons == ["临聘只有3人，少于分类统计所需的10人，请与其他类别合并"]
    poll.refresh_from_db()
    assert poll.state == Poll.State.DRAFT, "no category is too small to hide in"


@guarded(the_least_cell_at_the_close="a category with few ballots stays unopened")
def test_b9_a_category_with_few_ballots_is_never_opened(taken_out, key_folder, without):
    poll = PollFactory(
        voters=20,
        categories=["在编", "临聘"] * 10,
        counting=Counting(by_category=True),
        cast=19,
        is_closed=True,
    )

    try:
        services.count(poll, officer_of(poll))
    except Refused as refusal:
        assert refusal.reasons == ["临聘收回9份，少于10份，不得启封；请作废本轮，合并类别后重新组织"]
    assert not Ballot.objects.exists(), "a category with few ballots stays unopened"


@guarded(the_frozen_roll="nobody is added while others vote")
def test_b9_nobody_is_added_late_so_that_two_results_could_be_told_apart(taken_out, key_folder, without):
    poll = PollFactory(voters=12, cast=11)
    frozen = poll.roll_digest
    late = ElectorSpec(TeacherFactory(organisation=poll.organisation), "后到的人")

    for act, given in ((services.enter_roll, [late]), (services.recuse, [voters_of(poll)[11]])):
        with suppress(Refused, ProtectedError):
            act(poll, given)

    assert roll_digest(poll) == frozen, "nobody is added while others vote"


@guarded(the_unopened_void="a void round leaves no figure to subtract from")
def test_b9_a_round_that_is_run_again_left_no_figure_behind(taken_out, key_folder, without):
    poll = PollFactory(voters=12, cast=12, is_closed=True)

    services.void(poll, officer_of(poll), "名册有误")

    left = (
        Ballot.objects.count(),
        Tally.objects.count(),
        Envelope.objects.count(),
        results.table(poll).blocks,
    )
    assert left == (0, 0, 0, ()), "a void round leaves no figure to subtract from"


@guarded(the_ban_on_keeping="no browser keeps a page of a ballot")
def test_b15_no_browser_keeps_a_page_of_a_ballot(taken_out, key_folder, client, without):
    poll = PollFactory(voters=1, is_open=True)
    client.force_login(voters_of(poll)[0], backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("ballots:vote", args=[poll.public_id])

    answers = [
        client.get(address),
        client.post(address, {"a.p1.consent": "agree", "act": "check"}),
        client.post(address, {"a.p1.consent": "agree", "act": "cast"}),
        client.get(address),
        client.get(reverse("ballots:done", args=[poll.public_id])),
        client.get(reverse("ballots:my")),
    ]

    kept = [answer for answer in answers if "no-store" not in answer.headers.get("Cache-Control", "")]
    assert kept == [], "no browser keeps a page of a ballot"
