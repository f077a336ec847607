"""A school is told which rulebook it works by."""

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import Adoption
from campaigns.rulesets.presets import BY_CODE
from selection.records import ledgers
from tests.factories.accounts import SchoolFactory
from tests.factories.campaigns import RulesetVersionFactory

pytestmark = pytest.mark.django_db


def test_a_school_adopts_a_rulebook_and_the_record_says_so(capsys):
    school = SchoolFactory()

    call_command("adopt", school.code, "county-schools")
    call_command("adopt", school.code, "pidu-school")

    assert Adoption.objects.get(organisation=school).ruleset.code == "pidu-school"
    assert [entry.act for entry in ledgers.of_organisation(school).entries.all()] == ["确定适用规则"] * 2
    assert str(school) in capsys.readouterr().out


def test_a_school_gets_the_newest_version_and_keeps_its_own_when_a_newer_one_comes():
    school = SchoolFactory()
    newest = BY_CODE["county-schools"].version
    RulesetVersionFactory(code="county-schools", version=newest - 1)

    call_command("adopt", school.code, "county-schools")
    RulesetVersionFactory(code="county-schools", version=newest + 1)

    assert Adoption.objects.get(organisation=school).ruleset.version == newest


def test_an_unknown_rulebook_is_refused_with_those_there_are():
    school = SchoolFactory()

    with pytest.raises(
        CommandError,
        match="没有代码为“x”的规则，可用的有：bureau、city、county-cadres、county-schools、pidu-school",
    ):
        call_command("adopt", school.code, "x")


def test_an_unknown_school_is_refused():
    with pytest.raises(CommandError, match="没有代码为“nowhere”的学校"):
        call_command("adopt", "nowhere", "county-schools")
