"""重新计票：不用本系统，只凭导出的计票数据再算一遍（python3 recount.py 计票数据.zip）。

It checks that all is as it was sealed and prints the sentences of the page; it shares nothing with the program.
"""

import argparse
import hashlib
import json
import sys
import zipfile
from collections import Counter
from fractions import Fraction
from pathlib import Path

CONSENT = {"agree": "同意", "oppose": "不同意", "abstain": "弃权"}
CHECKLIST, CHECKED = "checklist", {"agree": "选此项", "not_chosen": "未选"}
LAYOUT = ["评定等次", "姓名", [], "", ""]
CHOICE = {"agree": "得票", "not_chosen": "未选", "abstain": "弃权"}
NUMBERS = {"entitled": ("应到", "人"), "recused": ("其中回避", "人"), "present": ("实到", "人")}
NUMBERS |= {"issued": ("发出", "份"), "collected": ("收回", "份")}
NUMBERS |= {"valid": ("有效票", "张"), "spoiled": ("废票", "张")}
CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
BASES = NUMBERS | {"agree_oppose": ("同意与不同意合计", "票")}


class Wrong(Exception):
    """What does not fit, in one sentence."""


def main(arguments=None):
    parser = argparse.ArgumentParser(description="重新计票，并核对全程纪实")
    parser.add_argument("data", type=Path, help="导出的计票数据（zip 文件或解开后的目录）")
    parser.add_argument("--head", default="", help="结果表上印的纪实校验码，可只写开头几位")
    asked = parser.parse_args(arguments)
    try:
        rules, lines, entries = read(asked.data)
        print("\n".join(recount(rules, lines, entries, asked.head)))
    except Wrong as wrong:
        print(f"不符：{wrong}", file=sys.stderr)
        return 1


def read(place):
    try:
        folder = place if place.is_dir() else zipfile.Path(place)
        files = (folder / name for name in ("rules.json", "sections.jsonl", "ledger.jsonl"))
        rules, sections, entries = (file.read_text(encoding="utf-8") for file in files)
        return json.loads(rules), sections.splitlines(), [json.loads(line) for line in entries.splitlines()]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as fault:
        raise Wrong(f"读不出计票数据（{fault}）") from None


def recount(rules, lines, entries, head=""):
    """The sentences of the result, after everything was found as it was sealed."""
    check_chain(entries, head)
    acts = acts_of(rules["poll"], entries)
    check_rules(rules, acts)
    if sha256("\n".join([*sorted(lines), ""])) != acts["启封计票"]["sections"]:
        raise Wrong("选票与启封时封存的不一致")
    said = result(rules, [*map(json.loads, lines), *on_paper(rules)])
    if sha256("\n".join([*said, ""])) != acts["启封计票"]["result"]:
        raise Wrong("重新计票的结果与启封时封存的不一致")
    end = f"全程纪实{len(entries)}条完好，末条校验码{entries[-1]['digest']}；重新计票与原结果一致"
    return [rules["title"], *said, end]


def check_chain(entries, head):
    previous = "0" * 64
    for number, entry in enumerate(entries, 1):
        content = json.loads(entry["text"])
        if sha256(entry["text"]) != entry["digest"] or content["number"] != number:
            raise Wrong(f"全程纪实第{number}条被改动过")
        if entry["number"] != number or content["previous"] != previous:
            raise Wrong(f"全程纪实第{number}条之前有缺失或改动")
        previous = entry["digest"]
    if not any(entry["digest"].startswith(head.lower()) for entry in entries):
        raise Wrong("结果表上印的校验码不在这本全程纪实里")


def acts_of(poll, entries):
    contents = [json.loads(entry["text"]) for entry in entries]
    acts = {each["act"]: each["payload"] for each in contents if each["payload"].get("poll") == poll}
    if missing := [act for act in ("开始投票", "截止投票", "启封计票") if act not in acts]:
        raise Wrong(f"全程纪实里没有这次投票的“{missing[0]}”")
    return acts


def check_rules(rules, acts):
    paper = [rules["kind"], rules["definition"], rules["asks_remarks"], rules["subjects"]]
    if sha256(paper) != acts["开始投票"]["paper"]:
        raise Wrong("票样或计票规则与开始投票时封存的不一致")
    sealed = acts["截止投票"] | acts.get("更正实到人数", {}) | acts["启封计票"]
    shown = rules["turnout"] | {"present": rules["present"], "spoiled": rules["spoiled"]}
    if any(shown[name] != sealed[name] for name in NUMBERS if name != "valid"):
        raise Wrong("参加情况与全程纪实所记的不一致")
    if sha256(rules["paper"]) != acts["启封计票"].get("paper", sha256([])):
        raise Wrong("纸质票与启封时封存的不一致")


def on_paper(rules):
    """What clerks counted on paper, dealt out again to as many sections as there were valid ballots."""
    for category, numbers in rules["paper"]:
        asked: dict = {}
        for cell, (key, question, answer) in ((cell, cell.split(".")) for cell in numbers if "." in cell):
            asked.setdefault(key, {}).setdefault(question, []).extend([answer] * numbers[cell])
        for key, said in asked.items():
            valid = numbers["valid"]
            if key == CHECKLIST:
                yield from ticked_on_paper(said["chosen"], category, numbers)
                continue
            marks = {each: dealt(said[each], valid) if each == "chosen" else said[each] for each in said}
            if any(len(answers) != valid for answers in marks.values()):
                raise Wrong("纸质票各项的合计与有效票不符")
            yield from ([key, category, {q: marks[q][at] for q in marks}] for at in range(valid))


def ticked_on_paper(votes, category, numbers):
    """Every item by itself, as they came out of the urn."""
    for item in sorted(cell.split(".")[2] for cell in numbers if cell.startswith(f"{CHECKLIST}.")):
        marks = ({"chosen": [item] * (at < votes.count(item))} for at in range(numbers["valid"]))
        yield from ([item, category, mark] for mark in marks if item != "abstain")


def dealt(votes, valid):
    chosen, void = [vote for vote in votes if vote not in ("void", "abstain")], votes.count("void")
    choosing = valid - void - votes.count("abstain")
    return (
        [chosen[at::choosing] for at in range(choosing)] + ["void"] * void + [[]] * (valid - choosing - void)
    )


def result(rules, sections):
    counts = turnout(rules, sections)
    definition = rules["definition"]
    known = [name for name in NUMBERS if name != "recused" or counts[name]]
    said = ["，".join(f"{NUMBERS[name][0]}{counts[name]}{NUMBERS[name][1]}" for name in known)]
    said += [sentence for _, sentence in quorum(definition, counts, rules["present"])]
    for title, listed, columns, seats, marks, tally in papers(rules, sections):
        table = (definition, counts, title, listed, columns, seats, marks, tally)
        if tally:
            said += checked(definition, title, listed, columns, marks) if tally is ticked else voted(*table)
        else:
            said += graded(definition, title, listed, columns, marks)
    return said + list(written_in(definition, counts["valid"], sections))


def papers(rules, sections):
    """Each table of the result: title, persons, columns, seats, person → category → marks, how to count."""
    definition, persons = rules["definition"], rules["subjects"]
    limited = definition["contests"] or definition.get("max_excellent")
    void = {"void": "作废"} if limited and definition.get("spoils") == "cell" else {}
    if rules["kind"] == "choice":
        for key, label, maximum, *_ in definition["contests"]:
            listed = [person for person in persons if person[3] == key]
            marks = dict.fromkeys((person[0] for person in listed), on_section(sections, key))
            yield label, listed, CHOICE | void, maximum, marks, chosen
        return
    marks = {person[0]: on_section(sections, person[0]) for person in persons}
    if rules["kind"] == "grading":
        heading, _, _, _, checklist, *_ = definition.get("layout", LAYOUT)
        apart = [person for person in persons if person[3] == CHECKLIST]
        persons = [person for person in persons if person[3] not in (CHECKLIST, "opinion")]
        yield heading, persons, dict(definition["grades"]) | {"abstain": "未评"} | void, 0, marks, None
        if apart:
            yield checklist, apart, CHECKED, 0, marks, ticked
    if rules["kind"] == "consent" or definition["asks_consent"]:
        title = definition["consent_question"] if rules["kind"] == "grading" else ""
        yield title, persons, CONSENT | void, definition["seats"], marks, consented


def turnout(rules, sections):
    known = rules["turnout"]
    valid, sizes = known["collected"] - rules["spoiled"], Counter(key for key, _, _ in sections)
    if set(sizes.values()) - {valid} or (valid and not sizes):
        raise Wrong(f"有效票应为{valid}张，与各人的票数不符")
    came = {"present": known["collected"] if rules["present"] is None else rules["present"]}
    return known | came | {"valid": valid, "spoiled": rules["spoiled"]}


def on_section(sections, key):
    """Category → the marks on one section of the paper."""
    mine = [(category, mark) for section, category, mark in sections if section == key]
    return {name: [mark for category, mark in mine if category == name] for name, _ in mine}


def consented(_subject, marks):
    return {key: sum(mark["consent"] == key for mark in marks) for key in [*CONSENT, "void"]}


def chosen(subject, marks):
    lists = [mark["chosen"] for mark in marks if mark["chosen"] != "void"]
    agree, abstain = sum(subject in names for names in lists), sum(not names for names in lists)
    rest = len(lists) - agree - abstain
    return {"agree": agree, "not_chosen": rest, "abstain": abstain, "void": len(marks) - len(lists)}


def written_in(definition, valid, sections):
    for key, label, *_ in definition["contests"]:
        named = [mark["chosen"] for section, _, mark in sections if section == f"{key}-others"]
        votes = Counter(name for names in named if names != "void" for name in names)
        for person, name, *_ in sorted(definition.get("listed", []), key=lambda row: -votes[row[0]]):
            if got := votes[person]:
                yield f"{label}另选他人{name}：得票{got}；得票率（占有效票）{percent(got, valid)}"


def graded(definition, title, listed, grades, marks):
    best, asked = definition["grades"][0], definition["dimensions"]

    def said(head, mine, dimension):
        sums = {grade: sum(mark[dimension] == grade for mark in mine) for grade in grades}
        return f"{head}：{told(grades, sums)}；{best[1]}率{percent(sums[best[0]], sums)}"

    for key, label, *_ in listed:
        every = [mark for group in marks[key].values() for mark in group]
        yield from (said(f"{title}{label}{question}", every, dimension) for dimension, question in asked)
    for _key, label, category, mine in of_categories(definition, listed, marks) if len(asked) == 1 else ():
        yield said(f"{title}按类别统计{label}{category}", mine, asked[0][0])


def of_categories(definition, listed, marks):
    for key, label, *_ in listed if definition["by_category"] else ():
        yield from ((key, label, category, mine) for category, mine in sorted(marks[key].items()))


def ticked(item, marks):
    agree = sum(item in mark["chosen"] for mark in marks)
    return {"agree": agree, "not_chosen": len(marks) - agree}


def checked(definition, title, listed, columns, marks):
    """Item by item, then category by category."""
    every = [
        (key, label, "", [m for group in marks[key].values() for m in group]) for key, label, *_ in listed
    ]
    for key, label, category, mine in [*every, *of_categories(definition, listed, marks)]:
        sums, apart = ticked(key, mine), "按类别统计" if category else ""
        yield f"{title}{apart}{label}{category}：{told(columns, sums)}；占有效票{percent(sums['agree'], sums)}"


def voted(definition, counts, title, listed, columns, seats, marks, tally):
    """Persons voted on: their voices, share and verdict; a tie at the last seat; then category by category."""
    bar, weights = definition["approval"], definition["weights"]
    scores: dict = {}
    base = bar["base"] if bar else "collected"
    label = "加权得票率" if weights else f"得票率（占{BASES[base][0]}）"
    for key, name, *_ in listed:
        sums = tally(key, [mark for group in marks[key].values() for mark in group])
        parts = [(c, weight, tally(key, marks[key].get(c, []))) for c, weight in sorted(weights.items())]
        heard = (bar, base, parts, definition) if weights else (bar, base, sums, counts, definition)
        verdict, share, score = weighed(*heard) if weights else held(*heard)
        yield f"{title}{name}：{told(columns, sums)}；{label}{share}" + (f"；{verdict[1]}" if verdict else "")
        scores |= {key: score} if score is not None and (verdict is None or verdict[0]) else {}
    yield from filter(None, [tied(scores, seats)])
    for key, name, category, mine in of_categories(definition, listed, marks):
        sums = tally(key, mine)
        share = f"得票率（占有效票）{percent(sums['agree'], sums)}"
        yield f"{title}按类别统计{name}{category}：{told(columns, sums)}；{share}"


def told(columns, sums):
    return "，".join(f"{column}{sums[each]}" for each, column in columns.items())


def quorum(definition, counts, known):
    came = known if definition["validity"] else counts["present"]
    asked = [("opening", "present", came), ("validity", "collected", counts["collected"])]
    asked = [each for each in asked if definition[each[0]] and each[2] is not None]
    tests = [judge(definition[bar], number, counts, definition["words"][said]) for bar, said, number in asked]
    return ([verdict for verdict in tests if not verdict[0]] + tests[::-1])[:1]


def held(bar, base, sums, counts, definition):
    agree, counts = sums["agree"], counts | {"agree_oppose": sums["agree"] + sums.get("oppose", 0)}
    said = definition["words"]["approval"]
    return bar and judge(bar, agree, counts, said), percent(agree, counts[base]), agree


def weighed(bar, base, parts, definition):
    words, (label, unit) = definition["words"]["approval"], BASES[base]
    if empty := [category for category, _, sums in parts if not whole(sums, base)]:
        return bar and (None, f"{'、'.join(empty)}{label}0{unit}，加权没有结果"), "—", None
    score = sum(Fraction(weight * sums["agree"], whole(sums, base)) for _, weight, sums in parts)
    if not bar:
        return None, percent(score, 100), score
    bound, agree = 100 * Fraction(bar["fraction"]), sum(sums["agree"] for _, _, sums in parts)
    holds = (score > bound if bar["strict"] else score >= bound) and agree >= bar["minimum"]
    given = "，".join(
        f"{category}（权重{weight}）{label}{whole(sums, base)}{unit}、{words[0]}{sums['agree']}{words[1]}"
        for category, weight, sums in parts
    )
    end = f"{measure(bar, holds, words[1])}，{words[2] if holds else words[3]}"
    return (holds, f"{given}，加权{percent(score, 100)}，{end}"), percent(score, 100), score


def whole(sums, base):
    return sums["agree"] + sums.get("oppose", 0) if base == "agree_oppose" else sum(sums.values())


def judge(bar, count, counts, words):
    counted, unit, yes, no = words
    fraction, base = Fraction(bar["fraction"]), counts[bar["base"]]
    label, base_unit = BASES[bar["base"]]
    if fraction and not base:
        return None, f"{label}0{base_unit}，没有可比的基数，没有结果"
    share = fraction * (base or 0)
    needed = share.__floor__() + 1 if fraction and bar["strict"] else share.__ceil__()
    holds = count >= (needed := max(needed, bar["minimum"]))
    start = f"{label}{base}{base_unit}，" if fraction else ""
    end = f"（需{needed}{unit}），{yes if holds else no}"
    return holds, f"{start}{counted}{count}{unit}，{measure(bar, holds, unit)}{end}"


def measure(bar, holds, unit):
    fraction, least = Fraction(bar["fraction"]), f"{bar['minimum']}{unit}"
    if not fraction:
        return f"不少于{least}" if holds else f"不足{least}"
    said = "全部" if fraction == 1 else str(fraction)
    if bar["minimum"] and not holds:
        return f"未达到{'超过' if bar['strict'] else ''}{said}、不少于{least}的要求"
    reach = (("未超过", "超过") if bar["strict"] else ("未达", "达到"))[holds]
    return f"{reach}{said}" + (f"且不少于{least}" if bar["minimum"] else "")


def tied(scores, seats):
    counts = sorted(scores.values(), reverse=True)
    if not 0 < seats < len(counts) or (edge := counts[seats]) != counts[seats - 1]:
        return ""
    above, equal = sum(count > edge for count in counts), counts.count(edge)
    got = f"同得{edge}票" if isinstance(edge, int) else f"加权同为{percent(edge, 100)}"
    return f"{equal}人{got}，并列第{above + 1}名，只余{seats - above}个名额，须集体研究或重新投票决定"


def percent(part, whole):
    whole = sum(whole.values()) if isinstance(whole, dict) else whole
    tenths = int(Fraction(part) * 1000 / whole + Fraction(1, 2)) if whole else 0
    return f"{tenths // 10}.{tenths % 10}%" if whole else "—"


def sha256(content):
    text = content if isinstance(content, str) else CANONICAL.encode(content)
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
