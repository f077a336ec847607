"""Does a ballot of paper ask what the page asks, in any number, and does nothing tell two copies apart?"""

import subprocess

import pytest
from django.urls import reverse

from ballots import blanks, printing, services
from ballots.definitions import Contest, Counting, Option, SubjectSpec
from ballots.drawn import paper_of
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PacketFactory, PollFactory, officer_of

pytestmark = pytest.mark.django_db


def pages_of(pdf):
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode().split("\f")[:-1]


@pytest.mark.parametrize("traits", [{}, {"grading": True}, {"choice": True}])
def test_a_ballot_has_a_box_for_every_option_that_the_page_offers(traits):
    poll = PollFactory(**traits)

    boxes = sum(len(table.rows) * len(table.columns) for table in blanks.blank(poll).tables)

    paper = paper_of(poll)
    assert boxes == sum(len(q.options) for section in paper.sections for q in section.questions)


def test_a_short_ballot_is_laid_out_twice_on_a_page_and_all_copies_are_the_same():
    poll = PollFactory(instructions="请用黑色笔。")

    pages = pages_of(printing.blanks_as_pdf([poll], {"": 5}))

    assert len(pages) == 3
    assert set(pages) == {pages[0]}
    assert pages[0].count("中层干部民主推荐选票") == 2
    for word in ("同意", "不同意", "弃权", "王一", "教务处副主任", "请用黑色笔"):
        assert word in pages[0]


def test_a_long_ballot_takes_pages_of_its_own():
    subjects = [SubjectSpec(f"p{at}", f"人选{at}") for at in range(22)]

    pages = pages_of(printing.blanks_as_pdf([PollFactory(subjects=subjects)], {"": 3}))

    assert len(pages) == 6
    assert pages[:2] * 3 == pages


def test_the_category_stands_on_it_only_where_the_count_is_by_category():
    categories = ("在编", "在编", "合同制")
    apart = PollFactory(categories=categories, counting=Counting(by_category=True, min_cell=1))
    in_all = PollFactory(categories=categories)

    ours, theirs = pages_of(printing.blanks_as_pdf([apart], {"在编": 2, "合同制": 1}))

    assert ("类别：在编" in ours, "类别：合同制" in theirs) == (True, True)
    assert "类别" not in pages_of(printing.blanks_as_pdf([in_all], {"": 1}))[0]


def test_the_papers_of_one_meeting_are_printed_in_one_go(client):
    packet = PacketFactory()
    first, second = (
        PollFactory(organisation=packet.organisation, packet=packet, title=title)
        for title in ("会议推荐", "民主测评")
    )
    client.force_login(officer_of(first))

    answer = client.post(reverse("ballots:print_blanks", args=[second.public_id]), {"copies_0": "1"})

    pages = pages_of(answer.content)
    assert ("会议推荐选票" in pages[0], "民主测评选票" in pages[1]) == (True, True)


def test_it_is_for_those_who_run_the_poll_and_until_the_close(client):
    poll = PollFactory(is_open=True)
    scrutineer = TeacherFactory(organisation=poll.organisation)
    services.appoint_scrutineers(poll, [scrutineer])
    address = reverse("ballots:print_blanks", args=[poll.public_id])

    client.force_login(scrutineer)
    refused = client.post(address, {"copies_0": "1"}, follow=True)
    client.force_login(officer_of(poll))
    none = client.post(address, {"copies_0": "0"}, follow=True)
    services.close(poll, officer_of(poll))
    late = client.post(address, {"copies_0": "1"}, follow=True)

    assert "没有对投票“中层干部民主推荐”做这一步的权限" in refused.content.decode()
    assert "请填写要印制的张数" in none.content.decode()
    assert "投票已经截止，不再印制选票" in late.content.decode()


def test_it_has_lines_for_others_and_says_what_spoils_it():
    counting = Counting(
        contests=(Contest("c1", "教务处主任", 2, 0, 2),), listed=(Option("s1", "王芳"), Option("s2", "阿依"))
    )
    subjects = [SubjectSpec("p1", "李二", contest="c1"), SubjectSpec("p2", "赵四", contest="c1")]
    poll = PollFactory(subjects=subjects, counting=counting)

    [page] = pages_of(printing.blanks_as_pdf([poll], {"": 1}))

    assert "教务处主任另选他人" in page
    assert page.count("第1人") == page.count("第2人") == 2  # two copies lie on the page
    assert "教务处主任最多选2人；教务处主任另选他人最多选2人。不符合的，整张票作废。" in page.replace(
        "\n", ""
    ).replace(" ", "")
    assert "王芳" not in page
    assert "连同票上所选" in page


def test_it_says_how_many_may_be_excellent():
    counting = Counting(noun="测评", max_excellent=2, spoils="cell")

    assert (
        "每一项最多评优秀2人。不符合的，只有这几项作废。"
        in blanks.blank(PollFactory(grading=True, counting=counting)).how
    )
