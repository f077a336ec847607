"""A report is begun, worded with live figures, issued as a paper, and stands still from then on."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from reporting import charts, figures
from reporting.services import reports
from selection.reasons import Refused
from selection.records import ledgers, papers, pdfs, signing
from selection.records.lines import lines
from selection.records.models import Paper
from tests.factories.accounts import (
    BureauReviewerFactory,
    DisciplineFactory,
    LeaderFactory,
    OfficerFactory,
    SchoolFactory,
    SupervisorFactory,
    ZoneFactory,
    ZoneReviewerFactory,
)
from tests.factories.records import AttachmentFactory
from tests.reporting.situations import appointed, in_post, titled, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("last_day")]
PAGE = reverse("reporting:yearly")


@pytest.fixture
def report(school):
    return reports.begin(school, 2026, by=OfficerFactory(organisation=school))


@pytest.fixture
def leader(school):
    return LeaderFactory(organisation=school)


def issued(report, leader):
    write(report)
    return papers.issue(report.draft, leader)


def text_of(docx):
    return "\n".join(each.text for each in Document(BytesIO(docx)).paragraphs)


def test_one_report_a_year_is_begun_by_whom_it_is_of(school, report):
    again = reports.begin(school, 2026, by=LeaderFactory(organisation=school))

    assert again == report
    assert [line.act for line in lines(report.paper.ledger.entries.all())] == ["起草年度汇报"]
    with pytest.raises(Refused, match="由本单位办理选拔任用工作的人起草"):
        reports.begin(school, 2025, by=BureauReviewerFactory(organisation=school.bureau))
    with pytest.raises(Refused, match="2027年还没有到"):
        reports.begin(school, 2027, by=OfficerFactory(organisation=school))


@pytest.mark.parametrize(
    ("place", "author", "stranger"),
    [
        ("zone", ZoneReviewerFactory, OfficerFactory),
        ("bureau", BureauReviewerFactory, DisciplineFactory),
        ("bureau", BureauReviewerFactory, SupervisorFactory),
    ],
)
def test_a_zone_and_the_bureau_write_and_sign_their_own(bureau, place, author, stranger):
    zone = ZoneFactory(parent=bureau, document_code="城关")
    bureau.document_code = "县教"
    bureau.save()
    organisation = {"zone": zone, "bureau": bureau}[place]
    by = author(organisation=organisation)
    with pytest.raises(Refused):
        reports.begin(organisation, 2026, by=stranger(organisation=organisation))
    report = reports.begin(organisation, 2026, by=by)
    reports.write(
        report, report.draft, report.draft.wording | {"learning": "", "addressee": "县委"}, {}, by=by
    )

    paper = papers.issue(report.draft, by)

    assert paper.number == f"{organisation.document_code}〔2026〕1号"


def test_figures_are_live_until_the_paper_is_issued_and_stand_still_from_then_on(school, report, leader):
    write(report, preamble="全年任用副职{任用中层副职}。")
    draft = report.draft
    before = pdfs.word(draft)
    appointed(school)
    paper = papers.issue(draft, leader)
    appointed(school)

    frozen = Paper.objects.get(pk=paper.pk)

    assert figures.of(school, 2026).this["appointments.deputies"] == 2
    assert frozen.context["values"]["appointments.deputies"] == 1
    assert frozen.context["tokens"]["任用中层副职"] == "1人"
    assert "全年任用副职0人。" in text_of(before)
    assert "全年任用副职1人。" in text_of(pdfs.word(frozen))


def test_a_name_of_no_figure_is_refused_with_what_to_do(report):
    with pytest.raises(Refused) as refusal:
        write(report, {"study.booklets": 7}, standards="任用{任用校长}。")

    report.refresh_from_db()
    assert refusal.value.reasons == [
        "“坚持选人用人标准”中的“{任用校长}”不是可用的数据项，请删去或改用已有的数据项"
    ]
    assert report.figures == {}


def test_subjects_below_no_text_are_refused(report):
    with pytest.raises(Refused, match="“监督管理”写了分项情况，这一部分的文字却是空的"):
        write(report, supervision="", **{"supervision.points": "五个环节。"})


def test_a_figure_that_nobody_counted_keeps_a_paper_from_being_issued(report, leader):
    write(report, learning="印发学习材料{印发学习材料}。")

    with pytest.raises(Refused) as refusal:
        papers.issue(report.draft, leader)

    assert refusal.value.reasons == [
        "“学习贯彻情况”里的“{印发学习材料}”还没有数字，请填写这个数字，或者把它从文字里删去"
    ]


def test_what_was_over_the_quota_has_to_add_up(report, leader):
    write(report, {"posts.over_settled": 1, "posts.over_due": 0})

    with pytest.raises(Refused, match="原有超配应当等于"):
        papers.issue(report.draft, leader)


def test_a_subject_that_its_author_wrote_is_printed_below_its_section(report):
    write(report, **{"posts.plan": "年底前转任消化。", "problems": "测评面不够宽。"})

    text = text_of(pdfs.word(report.draft))

    assert "（一）消化计划和期限\n年底前转任消化。" in text
    assert "测评面不够宽。" in text
    assert "改进措施" not in text


def test_a_correction_takes_the_place_of_what_it_corrects(school, report, leader):
    paper = issued(report, leader)
    correction = papers.correct(paper, leader)
    write(report, problems="更正。")
    papers.issue(correction, leader)

    report.refresh_from_db()
    paper.refresh_from_db()
    assert (report.paper, paper.state) == (correction, Paper.State.REVOKED)
    assert ledgers.verify(report.paper.ledger) is None


def test_the_pages_of_both_lead_back_to_the_year(client, school, report, leader):
    paper = issued(report, leader)
    papers.issue(papers.correct(paper, leader), leader)
    client.force_login(leader)

    pages = [
        client.get(reverse("records:paper", args=[each.pk])) for each in report.paper.ledger.papers.all()
    ]

    assert [page.context["page"] for page in pages] == [f"{PAGE}?place={school.code}&year=2026"] * 2


def test_an_issued_report_is_not_written_any_more(client, report, leader):
    issued(report, leader)
    client.force_login(leader)

    assert client.get(reverse("reporting:write", args=[report.pk])).status_code == 404


def test_a_save_that_another_has_overtaken_is_told(client, report, leader):
    client.force_login(leader)
    address = reverse("reporting:write", args=[report.pk])
    version = client.get(address).context["version"]
    write(report, problems="先存的。")

    answer = client.post(address, {"problems": "后存的。", "version": version})

    report.refresh_from_db()
    assert "修改文书文字" in answer.content.decode()
    assert report.paper.wording["problems"] == "先存的。"


def test_page_paper_and_workbook_say_the_same_numbers(client, school, report, leader):
    in_post(school, 4)
    appointed(school)
    client.force_login(DisciplineFactory(organisation=school.bureau))
    write(report, {"study.booklets": 40})
    query = {"place": school.code, "year": 2026}

    page = titled(client.get(PAGE, query).context["asked"].tables)
    file = client.get(reverse("reporting:yearly_workbook"), query).content
    paper = papers.issue(report.draft, leader)

    assert ("印发学习材料（册）", 40, None, None) in page["学习和制度"]
    assert titled(paper.context["tables"]) == page
    assert of_sheet(load_workbook(BytesIO(file)).active) == page


def of_sheet(sheet):
    """Title → lines of each table below the sheet's title: a title, the heads, lines, a blank one."""
    found, lines = {}, []
    for row in [*sheet.iter_rows(min_row=2, values_only=True), (None,)]:
        if row[0] is not None:
            lines.append([None if cell == "—" else cell for cell in row])
        elif lines:
            (title, *_), heads, *told = lines
            found[title] = [tuple(line[: len(list(filter(None, heads)))]) for line in told]
            lines = []
    return found


def test_last_year_stands_beside_this_one_with_the_difference(school):
    appointed(school, on=date(2025, 12, 31))
    appointed(school, on=date(2025, 1, 1))
    appointed(school, on=date(2026, 1, 1))

    tables = figures.of(school, 2026).tables(sees_people=True)

    assert ("任用中层副职（人）", 1, 2, -1) in titled(tables)["任用"]


def test_the_bureau_has_a_line_for_each_school_and_the_sum(bureau, school):
    other = SchoolFactory(parent=bureau)
    appointed(school)
    appointed(other)
    appointed(other)

    lines = titled(figures.of(bureau, 2026).tables(sees_people=True))["各单位情况"]

    assert [(label, deputies) for label, _chiefs, deputies, *_ in lines] == [
        (school.short_name, 1),
        (other.short_name, 2),
        ("合计", 3),
    ]


@pytest.mark.parametrize("schools", [1, 3])
def test_the_page_costs_the_same_for_every_number_of_schools(
    client, bureau, schools, django_assert_num_queries
):
    for _ in range(schools):
        appointed(SchoolFactory(parent=bureau))
    client.force_login(BureauReviewerFactory(organisation=bureau))
    client.get(PAGE)

    with django_assert_num_queries(46):
        client.get(PAGE)


def test_what_the_assessment_came_to_is_said_once_it_is_released(school, report, monkeypatch):
    before = text_of(pdfs.word(report.draft))
    told = type("Told", (), {"text": "“一报告两评议”总体评价好。"})
    monkeypatch.setattr(figures, "summary", lambda *_asked: told)

    after = text_of(pdfs.word(report.draft))

    assert "一报告两评议" not in before
    assert "“一报告两评议”情况\n“一报告两评议”总体评价好。" in after


def test_what_was_signed_on_paper_is_what_was_kept_then(school, report, leader):
    write(report)
    officer = OfficerFactory(organisation=school)
    scan = AttachmentFactory(organisation=school)
    signing.enter(report.draft, by=officer, signer=leader, on=date(2026, 12, 31), scan=scan)
    appointed(school)

    with pytest.raises(Refused) as refusal:
        signing.confirm(report.draft.signing, by=LeaderFactory(organisation=school))

    assert refusal.value.reasons == ["补录签字之后数字有变化，请在年度汇报里保存一次，重新打印签字"]


def test_a_chart_is_drawn_of_what_the_table_says(school):
    in_post(school, 3, gender="male")
    in_post(school, 1, gender="female", rank="chief")
    tables = figures.of(school, 2026).tables(sees_people=True)

    found = {each["title"]: each for each in charts.series(tables)}

    assert found["在任人员的性别结构"]["labels"] == ["男", "女"]
    assert found["在任人员的性别结构"]["series"] == [
        {"name": "正职", "numbers": [0, 1]},
        {"name": "副职", "numbers": [3, 0]},
    ]
    assert "在任人员的学历结构" not in found


def test_bars_of_a_paper_are_as_long_as_their_numbers(school):
    in_post(school, 6, gender="male")
    in_post(school, 3, gender="female")
    tables = figures.of(school, 2026).as_printed()

    (drawing,) = filter(None, map(charts.drawing, tables))

    assert [(bar.label, bar.number) for bar in drawing.bars] == [("男", 6), ("女", 3)]
    assert drawing.bars[0].length == 2 * drawing.bars[1].length


def test_the_paper_leads_to_where_it_is_worded_and_that_page_to_the_paper(client, report, leader):
    client.force_login(leader)
    paper, words = (
        reverse("records:paper", args=[report.paper_id]),
        reverse("reporting:write", args=[report.pk]),
    )

    page = client.get(paper)

    assert page.context["wording_form"] is None
    assert words in page.content.decode()
    assert paper in client.get(words).content.decode()


def test_an_issued_report_shows_what_was_signed_and_the_present_on_demand(client, school, report, leader):
    issued(report, leader)
    appointed(school)
    client.force_login(leader)

    signed, now = (
        titled(client.get(PAGE, query).context["asked"].tables)["任用"] for query in ({}, {"now": 1})
    )

    assert ("任用中层副职（人）", 0, 0, 0) in signed
    assert ("任用中层副职（人）", 1, 0, 1) in now


def test_the_page_of_the_text_shows_it_with_its_figures_as_they_are(client, school, report, leader):
    write(report, preamble="任用{任用中层副职}。\n\n<i>完</i>")
    appointed(school)
    client.force_login(leader)

    page = client.get(reverse("reporting:write", args=[report.pk])).content.decode()

    assert "<p>任用<b>1人</b>。</p><p>&lt;i&gt;完&lt;/i&gt;</p>" in page


def test_a_zone_adds_up_its_schools_and_stands_before_them(bureau, school):
    zone = ZoneFactory(parent=bureau, short_name="城关学区")
    below = SchoolFactory(parent=zone, short_name="城关小学")
    appointed(school)
    appointed(below)
    appointed(below)

    lines = titled(figures.of(bureau, 2026).tables(sees_people=True))["各单位情况"]

    assert [line[:3] for line in lines] == [
        ("东小", 0, 1),
        ("城关学区", 0, 2),
        ("城关小学", 0, 2),
        ("合计", 0, 3),
    ]


def test_from_the_first_click_to_the_signature(client, school, leader):
    client.force_login(OfficerFactory(organisation=school))
    begun = client.post(f"{reverse('reporting:begin')}?year=2025")
    words = client.get(begun.url)
    form = {name: words.context["form"][name].value() or "" for name in words.context["form"].fields}
    saved = client.post(
        begun.url, form | {"learning": "", "study.booklets": "40", "version": words.context["version"]}
    )
    report = school.yearly_reports.get()
    client.force_login(leader)
    client.post(reverse("records:issue_paper", args=[report.paper_id]))

    report.refresh_from_db()
    assert saved.url == begun.url
    assert (report.year, report.figures) == (2025, {"study.booklets": 40})
    assert report.paper.number == "东小〔2026〕1号"
    assert report.paper.context["values"]["study.booklets"] == 40
