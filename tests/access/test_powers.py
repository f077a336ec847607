"""Does the code allow what the signed table says, in every stage and place, and nothing else?"""

import pytest

from campaigns import permissions
from campaigns.choices import Stage
from tests.access.powers import HEADER, acts, powers, recorded

pytestmark = pytest.mark.django_db


def test_the_table_and_the_code_agree_on_every_act_of_everybody_in_every_stage_and_place():
    header, *lines = recorded()

    assert header == HEADER
    assert lines == powers(acts())


def test_a_permission_that_is_given_away_is_found(monkeypatch):
    monkeypatch.setattr(permissions, "is_recused", lambda plan, user: False)

    found = powers(each for each in acts() if each[1] == "may_run")

    agreed = [line for line in recorded() if line[1] == "may_run"]
    assert [line for line in found if line not in agreed] == [
        ["组织办理", "may_run", "人选本人兼人事干部", *["本校"] * len(Stage)]
    ]


def test_an_act_that_the_table_does_not_name_is_found(monkeypatch):
    def may_do_more(campaign, user):
        return True

    monkeypatch.setattr(may_do_more, "__module__", permissions.__name__)
    monkeypatch.setattr(permissions, "may_do_more", may_do_more, raising=False)

    with pytest.raises(KeyError, match="may_do_more"):
        list(acts())
