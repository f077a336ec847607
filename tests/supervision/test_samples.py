"""A list drawn by lot, which anybody can draw again."""

import subprocess
from collections import Counter
from hashlib import sha256
from io import BytesIO

import pytest
from openpyxl import load_workbook

from campaigns.choices import Stage
from selection.reasons import Refused
from selection.records import ledgers
from supervision import drawing
from supervision.models import Sample
from supervision.services import sampling
from tests.factories.accounts import (
    BureauFactory,
    BureauReviewerFactory,
    SchoolFactory,
    SupervisorFactory,
    ZoneFactory,
)
from tests.factories.campaigns import CampaignFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    """Of six selections four run, one is drawn up still, one is closed."""
    bureau = BureauFactory()
    for stage in (*[Stage.INSPECT] * 4, Stage.PREPARE, Stage.CLOSED):
        CampaignFactory(plan__organisation=SchoolFactory(parent=ZoneFactory(parent=bureau)), at=stage)
    return bureau


def draw(county, **changes):
    asked = {"population": "running", "purpose": "专项检查", "size": 2} | changes
    return sampling.draw(county, by=BureauReviewerFactory(organisation=county), **asked)


def test_what_was_drawn_follows_from_the_seed_and_the_population(county):
    sample = draw(county)

    order = sorted(sample.lines, key=lambda line: sha256(f"{sample.seed}:{line}".encode()).hexdigest())
    assert (len(sample.lines), sample.drawn) == (4, order[:2])
    assert sample.digest == sha256("".join(f"{line}\n" for line in sample.lines).encode()).hexdigest()
    assert {each.stage for each in sample.campaigns} == {Stage.INSPECT}
    assert sample.is_as_drawn


@pytest.mark.parametrize("field", ["lines", "drawn", "seed", "digest"])
def test_a_list_that_was_changed_afterwards_is_told(county, field):
    sample = draw(county)
    seeds = (seed for seed in map(str, range(99)) if drawing.drawn(sample.lines, seed, 2) != sample.drawn)
    changed = {"lines": sample.lines[1:], "drawn": sample.drawn[::-1], "seed": next(seeds), "digest": "0"}

    Sample.objects.filter(pk=sample.pk).update(**{field: changed[field]})

    assert not Sample.objects.get().is_as_drawn


def test_it_is_on_the_bureau_s_record_before_anybody_sees_it(county):
    sample = draw(county)

    entry = ledgers.of_organisation(county).entries.last()
    assert (entry.act, entry.content["about"]) == ("抽取检查名单", f"sample:{sample.pk}")
    assert entry.content["payload"] == {
        "population": sample.digest,
        "of": 4,
        "seed": sample.seed,
        "drawn": sample.drawn,
    }


def test_everything_is_drawn_about_as_often():
    lines = [str(number) for number in range(10)]
    times = Counter(line for seed in range(5000) for line in drawing.drawn(lines, str(seed), 3))

    assert sum(times.values()) == 15000
    assert all(abs(number - 1500) < 150 for number in times.values())  # beyond four deviations


def test_more_than_there_are_cannot_be_drawn(county):
    with pytest.raises(Refused, match="共4件，抽取数量请填写1到4"):
        draw(county, size=5)
    with pytest.raises(Refused, match="没有已办结的选拔"):
        sampling.draw(
            county.children.first(),
            by=BureauReviewerFactory(organisation=county),
            population="closed",
            purpose="专项检查",
            size=1,
        )


def test_whoever_only_looks_draws_nothing(county):
    with pytest.raises(Refused, match="没有抽取检查名单的权限"):
        sampling.draw(
            county,
            by=SupervisorFactory(organisation=county),
            population="running",
            purpose="专项检查",
            size=1,
        )


def test_it_is_drawn_on_a_page_and_taken_along(as_user, county):
    client = as_user(BureauReviewerFactory(organisation=county))
    asked = {"purpose": "上半年检查", "place": county.pk, "population": "running", "size": 3}

    page = client.post("/supervision/samples/draw/", asked, follow=True)

    sample = Sample.objects.get()
    assert "照随机数再抽一遍，结果相同" in page.content.decode()
    assert sample.seed in page.content.decode()
    file = client.get(f"/supervision/samples/{sample.pk}.xlsx").getvalue()
    rows = [row[1].value for row in load_workbook(BytesIO(file)).active.iter_rows(min_row=3)]
    assert rows == [each.organisation.name for each in sample.campaigns]
    assert "上半年检查" in client.get("/supervision/samples/").content.decode()


def test_it_is_printed_with_its_lot_and_lines_to_sign(as_user, county):
    client = as_user(BureauReviewerFactory(organisation=county))
    sample = draw(county, purpose="上半年检查", size=3)

    paper = client.get(f"/supervision/samples/{sample.pk}.pdf")

    run = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=paper.content, capture_output=True, check=True
    )
    said = "".join(run.stdout.decode().split())
    assert paper["Content-Type"] == "application/pdf"
    for expected in (
        "选拔任用工作抽查名单",
        "上半年检查",
        sample.seed,
        sample.digest,
        "抽取人：",
        "监督人：",
    ):
        assert expected in said
    assert [each.organisation.name in said for each in sample.campaigns] == [True] * 3
    assert "正在进行的选拔4件中抽3件" in said
