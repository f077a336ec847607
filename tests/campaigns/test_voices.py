"""What does a round come to, in which words? (A072, A073, AMB-32)"""

from datetime import date

import pytest

from campaigns import voices
from campaigns.choices import Purpose, Stage
from tests.factories.campaigns import COUNTY, PIDU, CampaignFactory, RoundFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]

COUNTED = {"entitled": 84, "present": 59, "issued": 59, "collected": 55, "valid": 55, "spoiled": 0}


def held(purpose, code=COUNTY, is_backfilled=False, **figures):
    return RoundFactory(
        campaign=CampaignFactory(at=Stage.EVALUATE, code=code),
        opening=None,
        purpose=purpose,
        happened_on=date(2026, 3, 2),
        is_backfilled=is_backfilled,
        figures={name: number for name, number in (COUNTED | figures).items() if number is not None},
    )


class TestValidity:
    @pytest.mark.parametrize(
        ("figures", "sentence"),
        [
            ({}, "应到84人，到会59人，收回55份"),
            ({"present": None}, "应到84人，收回55份"),
            ({"present": None, "collected": None}, "应到84人"),
        ],
    )
    def test_where_nothing_is_asked_the_numbers_are_called_by_their_names(self, figures, sentence):
        found = voices.validity(held(Purpose.RECOMMENDATION, **figures))

        assert (found.holds, found.sentence) == (True, sentence)

    @pytest.mark.row("B036", side="refuses")
    def test_a_recommendation_counts_those_who_came(self):
        found = voices.validity(held(Purpose.RECOMMENDATION, PIDU, present=49))

        assert (found.holds, found.sentence) == (False, "到会49人，不足50人（需50人），推荐无效")

    @pytest.mark.row("B036", side="holds")
    def test_fifty_who_came_are_enough(self):
        found = voices.validity(held(Purpose.RECOMMENDATION, PIDU, present=50))

        assert (found.holds, found.sentence) == (True, "到会50人，不少于50人（需50人），推荐有效")

    @pytest.mark.row("TRAP-24", side="refuses")
    @pytest.mark.row("AMB-32", side="refuses")
    @pytest.mark.parametrize(
        ("figures", "sentence"),
        [
            ({"present": 55}, "应到84人，实到55人，未达2/3（需56人），测评无效"),
            ({"present": 59}, "应到84人，收回55份，未达2/3（需56份），测评无效"),
            ({"present": None}, "应到84人，收回55份，未达2/3（需56份），测评无效"),
        ],
    )
    def test_an_evaluation_counts_heads_and_ballots(self, figures, sentence):
        found = voices.validity(held(Purpose.EVALUATION, **figures))

        assert (found.holds, found.sentence) == (False, sentence)

    @pytest.mark.row("TRAP-24", side="holds")
    @pytest.mark.row("AMB-32", side="holds")
    def test_both_reach_the_share(self):
        found = voices.validity(held(Purpose.EVALUATION, collected=56))

        assert (found.holds, found.sentence) == (True, "应到84人，收回56份，达到2/3（需56份），测评有效")

    @pytest.mark.parametrize("code", [COUNTY, PIDU])
    def test_of_which_nothing_was_collected_is_no_round(self, code):
        found = voices.validity(held(Purpose.RECOMMENDATION, code, collected=0))

        assert (found.holds, found.sentence) == (
            False,
            "应到84人，到会59人，收回0份，没有可计的票，推荐无效",
        )

    def test_what_nobody_has_confirmed_says_nothing(self):
        assert voices.validity(held(Purpose.EVALUATION, is_backfilled=True)) is None
