"""A1, A3, A4: does a person have one ballot, however often and by however many it is handed in?"""

from tests.proofs.guards import guarded

AGREE, OPPOSE = {"a.p1.consent": "agree"}, {"a.p1.consent": "oppose"}


@guarded(the_unique_key="one ballot in the urn")
def test_a1_fifty_processes_submit_the_ballot_of_one_voter_twenty_times_each(world, without):
    [[voter, session]] = world.stage("people", number=1)
    [opened] = world.stage("open_poll", voters=[voter])
    job = {"who": voter, "session": session, "form": AGREE}

    with world.web():
        told = [word for _who, words in world.vote(opened["poll"], [[job] * 20] * 50) for word in words]

    urn = world.stage("look", poll=opened["poll"])
    assert urn["envelopes"] == 1, "one ballot in the urn"
    assert (told.count("thanks"), told.count("told")) == (1, 999), "one thanks, and the others are told"


@guarded(the_unique_key="one envelope a person")
def test_a3_one_person_by_phone_slip_and_paper_at_once_has_one_ballot(world, without):
    voters = [voter for voter, _ in world.stage("people", number=200)]
    polls = [
        world.stage("open_poll", voters=voters, channel=channel)[0]["poll"] for channel in ("online", "slip")
    ]
    world.stage("print_slips", poll=polls[1], number=200)

    rounds = world.stage("race_ways", polls=polls, voters=voters)

    assert len(rounds) == 200
    assert {each["envelopes"] for each in rounds} == {1}, "one envelope a person"
    assert {each["thanks"] for each in rounds} == {1}, "one of them is let through"


@guarded(the_unique_key="one ballot in the urn", the_first_counts="the first ballot stays")
def test_a4_a_double_click_the_way_back_and_a_replay_change_nothing(world, without):
    [[voter, session]] = world.stage("people", number=1)
    [opened] = world.stage("open_poll", voters=[voter])
    click = {"who": voter, "session": session, "form": AGREE}

    with world.web():
        clicks = [word for _who, words in world.vote(opened["poll"], [[click]] * 2) for word in words]
        first = world.stage("look", poll=opened["poll"])["sealed"]
        browser, address = world.browser(session), f"/vote/{opened['poll']}/"
        back = browser.request("GET", address)
        reloaded = browser.request("POST", address, AGREE | {"act": "check"})
        replayed = [browser.cast(address, OPPOSE) for _ in range(3)]

    urn = world.stage("look", poll=opened["poll"])
    assert urn["envelopes"] == 1, "one ballot in the urn"
    assert urn["sealed"] == first, "the first ballot stays"
    assert sorted(clicks) == ["thanks", "told"]
    assert replayed == ["told"] * 3
    assert all(status == 200 and "您已投票，以首次提交为准" in page for status, _, page in (back, reloaded))
