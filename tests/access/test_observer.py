"""The observer reads what stands, and does nothing anywhere: read off the tables that the crawl proves."""

from selection.accounts.acts import Act, Role, matrix
from tests.access.visits import rows

# Of anybody's own account, and what strangers may do as well
EVERYBODYS = {
    "account_login",
    "account_logout",
    "mfa_authenticate",
    "sign_in_with",
    "accounts:read_all_notifications",
    "ballots:slip",
    "campaigns:letter_write",
    "campaigns:letter_follow",
}


def met(url, method="GET"):
    return {row.marks["supervisor"] for row in rows() if (row.url, row.method) == (url, method)}


def test_whatever_would_change_something_is_refused():
    changing = {row.url for row in rows() if row.method != "GET" and "+" in row.marks["supervisor"]}

    assert changing == EVERYBODYS


def test_the_ledger_is_open_and_every_ballot_shut():
    assert met("records:ledger") == {"++"}
    assert met("ballots:vote") == met("ballots:poll") == met("ballots:result_workbook") == {"--"}
    assert met("ballots:vote", "POST") == met("ballots:archive") == {"--"}


def test_it_holds_no_right_but_to_look():
    assert matrix()[Role.SUPERVISOR] == {
        Act.VIEW_REGISTER,
        Act.VIEW_CAMPAIGNS,
        Act.VIEW_LEDGER,
        Act.VIEW_PAPERS,
        Act.OVERSEE,
    }
