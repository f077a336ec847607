import pytest
from django.urls import reverse

from campaigns.models import Adoption, RulesetVersion
from campaigns.rulesets.loading import install_presets
from campaigns.rulesets.presets import ALL, BY_CODE
from campaigns.rulesets.sentences import sentences
from tests.factories.accounts import OfficerFactory, SchoolFactory, TeacherFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def versions():
    install_presets()
    return {version.code: version for version in RulesetVersion.objects.all()}


def test_the_list_names_every_rulebook_and_marks_the_school_s_own(client, versions):
    officer = OfficerFactory()
    Adoption.objects.create(organisation=officer.organisation, ruleset=versions["pidu-school"])
    client.force_login(officer)

    page = client.get(reverse("campaigns:rulesets"))

    assert [version.code for version in page.context["versions"]] == sorted(BY_CODE)
    assert page.context["adopted"] == versions["pidu-school"].pk
    assert page.content.decode().count("本单位适用") == 1


def test_before_any_rulebook_is_published_the_list_says_whom_to_ask(client):
    client.force_login(OfficerFactory())

    assert "请联系教育局发布规则" in client.get(reverse("campaigns:rulesets")).content.decode()


@pytest.mark.parametrize("ruleset", ALL, ids=lambda ruleset: ruleset.code)
def test_a_rulebook_reads_in_sentences_with_its_rows(client, versions, ruleset):
    client.force_login(OfficerFactory())

    page = client.get(reverse("campaigns:ruleset", args=[versions[ruleset.code].pk])).content.decode()

    assert ruleset.name in page
    assert "形成决定的票数：同意人数超过应到的1/2" in page
    assert "<div><dt>R-22</dt><dd>应到会成员过半数同意</dd></div>" in page
    assert page.count('aria-labelledby="section-') == len(sentences(ruleset))


def test_a_teacher_without_a_task_finds_no_rulebook(client, versions):
    client.force_login(TeacherFactory())

    assert client.get(reverse("campaigns:ruleset", args=[versions["pidu-school"].pk])).status_code == 404


def test_nobody_reads_a_rulebook_without_signing_in(client, versions):
    assert client.get(reverse("campaigns:rulesets")).status_code == 404


@pytest.mark.parametrize("schools", [1, 3])
def test_the_list_costs_the_same_for_every_number_of_adoptions(
    client, versions, schools, django_assert_max_num_queries
):
    officer = OfficerFactory()
    for school in [officer.organisation, *SchoolFactory.create_batch(schools - 1)]:
        Adoption.objects.create(organisation=school, ruleset=versions["pidu-school"])
    client.force_login(officer)

    with django_assert_max_num_queries(9):
        client.get(reverse("campaigns:rulesets"))
