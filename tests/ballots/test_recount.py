"""Does somebody without this program count to the same sentences, and see what was changed?"""

import io
import json
import random
import subprocess
import sys
import zipfile

import pytest
from django.conf import settings

from ballots import exporting, results, services
from ballots.definitions import CHECKLIST, Contest, Counting, Layout, Option, SubjectSpec
from ballots.drawn import paper_of
from ballots.verdicts import Bar, Base
from selection.reasons import Refused
from selection.records import ledgers
from tests.factories.ballots import PollFactory, officer_of, voters_of
from tools import recount

pytestmark = pytest.mark.django_db

CATEGORIES = ["班子", "教师"] * 10
HALF = Bar.more_than("1/2", of=Base.VALID)
STAFF = tuple(Option(f"s{at}", f"教师{at}", f"工号{at}") for at in range(5))
KINDS = {
    "consent": {"counting": Counting(noun="推荐", approval=Bar.more_than("1/2", of=Base.PRESENT), seats=1)},
    "grading": {
        "grading": True,
        "counting": Counting(
            noun="测评",
            asks_consent=True,
            opening=Bar.at_least("1/2", of=Base.ENTITLED),
            validity=Bar.at_least("2/3", of=Base.ENTITLED),
            approval=Bar.at_least("2/3", of=Base.AGREE_OPPOSE, minimum=3),
        ),
    },
    "choice": {
        "kind": "choice",
        "subjects": [SubjectSpec(f"p{at}", f"人选{at}", contest="c1") for at in range(4)],
        "counting": Counting(contests=(Contest("c1", "教务处主任", 2, 0),), approval=HALF),
    },
    "least": {
        "counting": Counting(
            approval=Bar(Base.ENTITLED, False, 0, 1, 9), opening=Bar(Base.ENTITLED, False, 0, 1, 5)
        )
    },
    "weights": {
        "categories": CATEGORIES,
        "counting": Counting(
            by_category=True, min_cell=2, weights={"班子": 60, "教师": 40}, approval=HALF, seats=2
        ),
    },
    "posts": {
        "subjects": [SubjectSpec(f"p{at}", f"人选{at}", contest="c1") for at in range(3)],
        "counting": Counting(
            contests=(Contest("c1", "教务处主任", 2, 1, 2, ("s1",)),),
            listed=STAFF,
            spoils="cell",
            approval=HALF,
        ),
    },
    "written": {
        "kind": "choice",
        "subjects": [SubjectSpec(f"p{at}", f"人选{at}", contest="c1") for at in range(4)],
        "counting": Counting(contests=(Contest("c1", "教务处主任", 2, 2, 1),), listed=STAFF),
    },
    "void": {
        "kind": "choice",
        "subjects": [SubjectSpec(f"p{at}", f"人选{at}", contest="c1") for at in range(4)],
        "counting": Counting(contests=(Contest("c1", "教务处主任", 2, 0, 1),), listed=STAFF, spoils="cell"),
    },
    "excellent": {"grading": True, "counting": Counting(noun="测评", max_excellent=1, spoils="cell")},
    "excellent ballots": {"grading": True, "counting": Counting(noun="测评", max_excellent=1)},
    "matters": {
        "kind": "grading",
        "categories": CATEGORIES,
        "subjects": [
            SubjectSpec("q1", "总体评价"),
            SubjectSpec("q2", "整改情况"),
            *(SubjectSpec(f"i{at}", f"问题{at}", contest=CHECKLIST) for at in range(4)),
        ],
        "counting": Counting(
            noun="评议",
            dimensions=(Option("view", ""),),
            layout=Layout("工作评价", "评议内容", checklist="主要问题"),
            by_category=True,
            min_cell=2,
        ),
    },
    "categories": {"categories": CATEGORIES, "counting": Counting(by_category=True, min_cell=2)},
}


def released(seed=1, stay_away=3, **traits):
    """Twenty on the roll, most of whom vote, each as chance has it."""
    chance = random.Random(seed)
    poll = PollFactory(voters=20, **traits)
    services.open_poll(poll, officer_of(poll), present=18)
    for voter in voters_of(poll)[stay_away:]:
        services.cast(poll, voter, _marks(chance, paper_of(poll)), insists=True)
    services.close(poll, officer_of(poll))
    services.count(poll, officer_of(poll))
    services.release(poll, officer_of(poll))
    return poll


def _marks(chance, paper):
    return {
        section.key: {
            question.key: chance.sample(
                [option.key for option in question.options], chance.randint(0, question.maximum)
            )
            if question.is_choice
            else chance.choice([*(option.key for option in question.options), ""])
            for question in section.questions
        }
        for section in paper.sections
    }


def unpacked(poll):
    with zipfile.ZipFile(io.BytesIO(exporting.archive(poll))) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def counted_again(parts, head=""):
    entries = [json.loads(line) for line in parts["ledger.jsonl"].splitlines()]
    return recount.recount(
        json.loads(parts["rules.json"]), parts["sections.jsonl"].splitlines(), entries, head
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", KINDS)
def test_a_recount_comes_to_the_same_sentences(kind, seed):
    poll = released(seed, **KINDS[kind])

    said = counted_again(unpacked(poll))

    assert said[0] == poll.title
    assert said[1:-1] == results.lines(poll)
    assert said[-1].endswith("重新计票与原结果一致")


def test_a_recount_tells_a_tie_and_a_blank_ballot_as_the_page_does():
    tie = PollFactory(voters=3, cast=3, is_counted=True, counting=Counting(approval=HALF, seats=1))
    blank = PollFactory(voters=3, is_open=True, counting=Counting(approval=HALF))
    services.cast(blank, voters_of(blank)[0], {})
    services.close(blank, officer_of(blank))
    services.count(blank, officer_of(blank))
    for poll in (tie, blank):
        services.release(poll, officer_of(poll))

    assert counted_again(unpacked(tie))[1:-1] == results.lines(tie)
    assert results.lines(tie)[-1] == "3人同得3票，并列第1名，只余1个名额，须集体研究或重新投票决定"
    assert counted_again(unpacked(blank))[1:-1] == results.lines(blank)


def test_the_tool_runs_by_itself_and_takes_the_printed_head(tmp_path):
    poll = released()
    file = tmp_path / "data.zip"
    file.write_bytes(exporting.archive(poll))
    tool = [sys.executable, "-I", str(settings.BASE_DIR / "tools/recount.py"), str(file)]

    good = subprocess.run([*tool, "--head", poll.ledger.head[:12]], capture_output=True, text=True)
    bad = subprocess.run([*tool, "--head", "ffff00000000"], capture_output=True, text=True)

    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.splitlines()[1:-1] == results.lines(poll)
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr == "不符：结果表上印的校验码不在这本全程纪实里\n"


def flip(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


def forged(entry, **changes):
    """An entry rewritten together with its digest."""
    content = json.loads(entry["text"])
    content["payload"] |= changes
    text = ledgers.canonical(content)
    return entry | {"text": text, "digest": ledgers.sha256(text)}


@pytest.mark.parametrize(
    ("name", "change", "complaint"),
    [
        ("sections.jsonl", lambda text: flip(text, '"agree"', '"oppose"'), "选票与启封时封存的不一致"),
        ("sections.jsonl", lambda text: text.split("\n", 1)[1], "选票与启封时封存的不一致"),
        ("rules.json", lambda text: flip(text, '"1/2"', '"1/3"'), "票样或计票规则与开始投票时封存的不一致"),
        ("rules.json", lambda text: flip(text, "王一", "王二"), "票样或计票规则与开始投票时封存的不一致"),
        (
            "rules.json",
            lambda text: flip(text, '"collected":17', '"collected":18'),
            "参加情况与全程纪实所记的不一致",
        ),
        (
            "rules.json",
            lambda text: flip(text, '"present":18', '"present":20'),
            "参加情况与全程纪实所记的不一致",
        ),
        ("ledger.jsonl", lambda text: flip(text, "启封计票", "启封检票"), "全程纪实第3条被改动过"),
        ("ledger.jsonl", lambda text: text.split("\n", 1)[1], "全程纪实第1条被改动过"),
    ],
)
def test_whatever_is_changed_is_told(name, change, complaint):
    parts = unpacked(released(**KINDS["consent"]))
    parts[name] = change(parts[name])

    with pytest.raises(recount.Wrong, match=complaint):
        counted_again(parts)


def test_a_result_forged_together_with_its_entry_does_not_fit_the_next_link():
    parts = unpacked(released(**KINDS["consent"]))
    entries = [json.loads(line) for line in parts["ledger.jsonl"].splitlines()]
    entries[2] = forged(entries[2], sections="0" * 64)
    parts["ledger.jsonl"] = "\n".join(map(json.dumps, entries))

    with pytest.raises(recount.Wrong, match="全程纪实第4条之前有缺失或改动"):
        counted_again(parts)


def test_a_result_is_exported_only_after_its_release():
    with pytest.raises(Refused, match="结果提供之后才能导出"):
        exporting.archive(PollFactory(cast=1, is_counted=True))


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path, capsys):
    (tmp_path / "data.zip").write_bytes(b"nothing")

    assert recount.main([str(tmp_path / "data.zip")]) == 1
    assert capsys.readouterr().err.startswith("不符：读不出计票数据")


def test_the_tool_is_short_and_stands_on_the_standard_library_alone():
    lines = (settings.BASE_DIR / "tools/recount.py").read_text("utf-8").splitlines()
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}

    assert len(lines) <= 350
    assert imported <= sys.stdlib_module_names
