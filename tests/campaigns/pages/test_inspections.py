"""Writing and signing what the team found, and discipline's answer, in the browser."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.choices import Stage
from campaigns.models import DisciplineOpinion, Inspection
from campaigns.rulesets.presets import BY_CODE
from campaigns.services import acts
from tests.factories.accounts import SupervisorFactory
from tests.factories.campaigns import (
    COUNTY,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    InspectionFactory,
    PlanFactory,
    discipline_of,
    leader_of,
    officer_of,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
PARTS = ("virtue", "ability", "diligence", "achievement", "integrity", "ethics", "shortcomings", "conclusion")
TEXTS = {part: f"{part}：考察组写的内容。" for part in PARTS}
CLEAR = {"result": "clear", "petitions": "clear"}


def inspectee(**fields):
    return CandidacyFactory(inspectee=True, opening__campaign__at=Stage.INSPECT, **fields)


def page_of(name, thing):
    return reverse(f"campaigns:{name}", args=[thing.pk])


def member_of(person, number=0):
    return person.campaign.plan.inspectors[number]


def scan():
    return SimpleUploadedFile("材料.pdf", b"%PDF-1.7 scan")


def sentences_of(page):
    return [str(message) for message in page.context["messages"]]


def errors_of(answer):
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def seen_at(client, page):
    return client.get(page).context["version"]


def test_the_team_writes_and_goes_on_writing(as_user):
    person = inspectee()
    page, client = page_of("inspection", person), as_user(member_of(person))

    client.post(page, TEXTS | {"conclusion": ""})
    first = client.get(page)
    client.post(page, TEXTS | {"version": first.context["version"]})

    assert first.context["line"].missing == ["考察组意见"]
    [written] = Inspection.objects.all()
    assert {part: getattr(written, part) for part in PARTS} == TEXTS


def test_what_another_wrote_meanwhile_is_not_written_over(as_user):
    person = inspectee()
    page, first, second = (
        page_of("inspection", person),
        as_user(member_of(person)),
        as_user(officer_of(person.campaign)),
    )
    stale = seen_at(second, page)
    first.post(page, TEXTS | {"version": stale})

    answer = second.post(page, {"virtue": "另写的内容。", "version": stale})

    [told, _what_to_do] = errors_of(answer)["__all__"]
    assert f"{member_of(person).name}于" in told
    assert "办理了“填写考察材料”" in told
    assert "另写的内容。" in answer.content.decode()
    assert Inspection.objects.get().virtue == TEXTS["virtue"]


def test_each_member_signs_a_complete_text(as_user):
    person = inspectee()
    found = InspectionFactory(candidacy=person)
    client = as_user(member_of(person, 1))

    before = client.get(page_of("inspection", person)).context["may_sign"]
    client.post(page_of("inspection_sign", found))
    after = client.get(page_of("inspection", person)).context

    assert (before, after["may_sign"]) == (True, False)
    assert (after["line"].signed, len(after["line"].unsigned)) == ([member_of(person, 1)], 2)


def test_an_incomplete_text_is_not_signed(as_user):
    person = inspectee()
    found = InspectionFactory(candidacy=person, shortcomings="")
    client = as_user(member_of(person))

    page = client.post(
        page_of("inspection_sign", found), HTTP_REFERER=page_of("inspection", person), follow=True
    )

    assert sentences_of(page) == [f"{person.staff.name}的考察材料缺：主要缺点和不足，请补齐后再签署"]


def test_the_officer_cannot_sign_for_the_team(as_user):
    person = inspectee()
    found = InspectionFactory(candidacy=person)
    client = as_user(officer_of(person.campaign))

    page = client.post(
        page_of("inspection_sign", found), HTTP_REFERER=page_of("inspection", person), follow=True
    )

    assert sentences_of(page) == [f"您没有签署{person.staff.name}考察材料的权限，或因回避不能办理"]
    assert not found.signers.exists()


def test_a_signed_text_stays_beside_its_new_version(as_user):
    person = inspectee()
    old = InspectionFactory(candidacy=person, signed=True)
    page, client = page_of("inspection", person), as_user(member_of(person))

    client.post(page, TEXTS | {"version": seen_at(client, page)})
    shown = client.get(page)

    assert [version for version, _said in shown.context["earlier"]] == [old]
    assert shown.context["line"].signed == []
    assert old.virtue in shown.text


def test_a_supervisor_sees_how_it_stands_but_not_the_text(as_user):
    person = inspectee()
    found = InspectionFactory(candidacy=person)
    supervisor = SupervisorFactory(organisation=person.campaign.organisation.bureau)

    texts = {
        user: found.virtue in as_user(user).get(page_of("inspection", person)).text
        for user in (leader_of(person.campaign), discipline_of(person.campaign), supervisor)
    }

    assert list(texts.values()) == [True, True, False]


def test_a_text_on_paper_counts_once_another_confirmed_it(as_user):
    person = inspectee()
    given = TEXTS | {"happened_on": TODAY, "scan": scan()}

    answer = as_user(officer_of(person.campaign)).post(page_of("inspection_paper", person), given)

    assert answer.url == page_of("inspection", person)
    [entered] = Inspection.objects.all()
    assert (entered.is_backfilled, entered.is_confirmed, entered.virtue) == (True, False, TEXTS["virtue"])
    assert (entered.attachment.is_confidential, entered.attachment.readers_act) == (True, "confirm_acts")
    acts.confirm(entered, by=leader_of(person.campaign))
    assert Inspection.objects.get().is_confirmed


def test_a_text_on_paper_needs_its_scan(as_user):
    person = inspectee()

    answer = as_user(officer_of(person.campaign)).post(
        page_of("inspection_paper", person), TEXTS | {"happened_on": TODAY}
    )

    assert errors_of(answer) == {"scan": ["线下·补录须上传原始材料的扫描件或照片"]}


def test_the_list_tells_of_everybody_what_is_missing_and_who_signed(as_user):
    campaign = CampaignFactory(at=Stage.INSPECT)
    blank, begun, done = (CandidacyFactory(opening__campaign=campaign, inspectee=True) for _ in range(3))
    InspectionFactory(candidacy=begun, ethics="", conclusion="")
    InspectionFactory(candidacy=done, signed=True)
    DisciplineOpinionFactory(candidacy=begun)
    DisciplineOpinionFactory(candidacy=done, result="clear", petitions="veto", text="查实。")

    lines = as_user(officer_of(campaign)).get(page_of("inspections", campaign)).context["lines"]

    team = len(campaign.plan.inspectors)
    told = {
        line.person: (line.is_complete, line.missing, len(line.signed), len(line.unsigned), line.tone)
        for line in lines
    }
    missing = begun.inspection.missing_parts(campaign.ruleset.inspection)
    assert told == {
        blank: (False, [], 0, 0, "wait"),
        begun: (False, missing, 0, team, "wait"),
        done: (True, [], team, 0, "bad"),
    }


def test_dimensions_that_the_rulebook_leaves_out_are_not_asked(as_user):
    rules = BY_CODE[COUNTY]
    fewer = replace(rules, inspection=replace(rules.inspection, dimensions=("德", "绩"), ethics=True))
    campaign = CampaignFactory(at=Stage.INSPECT, plan=PlanFactory(rules=fewer))
    person = CandidacyFactory(opening__campaign=campaign, inspectee=True)

    form = as_user(member_of(person)).get(page_of("inspection", person)).context["form"]

    assert [field.label for field in form.parts()] == [
        "德",
        "绩",
        "师德表现",
        "主要缺点和不足",
        "考察组意见",
    ]


def test_discipline_is_asked_of_everybody_at_once(as_user):
    campaign = CampaignFactory(at=Stage.INSPECT)
    first, second = (CandidacyFactory(opening__campaign=campaign, inspectee=True) for _ in range(2))
    DisciplineOpinionFactory(candidacy=first)
    page, client = page_of("ask_discipline", campaign), as_user(officer_of(campaign))

    client.post(page)
    again = client.post(page, follow=True)

    assert set(DisciplineOpinion.objects.values_list("candidacy", flat=True)) == {first.pk, second.pk}
    assert sentences_of(again)[-1] == "在办的人选都已征求廉政意见"


def test_discipline_is_asked_again_of_one_person_once_it_has_answered(as_user):
    person = inspectee()
    campaign = person.campaign
    DisciplineOpinionFactory(candidacy=person, clear=True)
    page, client = page_of("ask_discipline", campaign), as_user(officer_of(campaign))

    client.post(page, {"person": person.pk})
    again = client.post(page, {"person": person.pk}, follow=True)

    assert DisciplineOpinion.objects.filter(candidacy=person).count() == 2
    assert sentences_of(again)[-1] == f"已征求{person.staff.name}的廉政意见，请等候回复"


def test_discipline_finds_its_requests_and_answers_them(as_user):
    opinion = DisciplineOpinionFactory()
    client = as_user(discipline_of(opinion.candidacy.campaign))
    inbox = reverse("campaigns:opinions")

    before = list(client.get(inbox).context["waiting"])
    client.post(page_of("opinion", opinion), CLEAR | {"text": "", "document_number": "廉〔2026〕1号"})
    after = client.get(inbox).context

    assert (before, list(after["waiting"]), list(after["answered"])) == ([opinion], [], [opinion])
    opinion.refresh_from_db()
    assert (opinion.result, opinion.petitions, opinion.document_number) == ("clear", "clear", "廉〔2026〕1号")


def test_a_bad_answer_says_why(as_user):
    opinion = DisciplineOpinionFactory()
    given = {"result": "unresolved", "petitions": "clear"}

    answer = as_user(discipline_of(opinion.candidacy.campaign)).post(page_of("opinion", opinion), given)

    assert errors_of(answer) == {"text": ["请写明意见内容"]}


def test_an_answer_is_final(as_user):
    opinion = DisciplineOpinionFactory(clear=True)
    given = {"result": "veto", "petitions": "veto", "text": "改变意见。"}

    answer = as_user(discipline_of(opinion.candidacy.campaign)).post(page_of("opinion", opinion), given)

    name = opinion.candidacy.staff.name
    assert errors_of(answer) == {"__all__": [f"{name}的廉政意见已经回复，不能再改"]}


def test_the_words_of_discipline_are_for_discipline_the_team_and_the_officer(as_user):
    opinion = DisciplineOpinionFactory(result="unresolved", petitions="clear", text="正在核查。")
    person = opinion.candidacy
    campaign = person.campaign
    users = [discipline_of(campaign), member_of(person), officer_of(campaign), leader_of(campaign)]

    pages = [as_user(user).get(page_of("opinion", opinion)) for user in users]

    assert [page.status_code for page in pages] == [200, 200, 200, 404]
    assert ["正在核查" in page.text for page in pages] == [True, True, True, False]


def test_the_officer_enters_a_written_reply(as_user):
    opinion = DisciplineOpinionFactory()
    person = opinion.candidacy
    given = CLEAR | {"document_number": "廉〔2026〕2号", "happened_on": TODAY, "scan": scan()}

    answer = as_user(officer_of(person.campaign)).post(page_of("opinion_paper", person), given)

    assert answer.url == page_of("inspections", person.campaign)
    entered = person.discipline_opinion
    assert (entered.result, entered.is_backfilled, entered.is_confirmed) == ("clear", True, False)


def test_who_has_nothing_to_answer_finds_no_inbox(as_user):
    person = inspectee()

    assert as_user(member_of(person)).get(reverse("campaigns:opinions")).status_code == 404
