"""The editor's forms are made of the fields' own words: what is shown is what is read back."""

from dataclasses import replace

import pytest

from ballots.verdicts import Bar, Base
from campaigns.forms.rulesets import ForceForm, PartForm
from campaigns.rulesets.presets import ALL, COUNTY_SCHOOLS, PIDU_SCHOOL
from campaigns.rulesets.tree import leaves
from campaigns.rulesets.values import ByGender, OpenBar, Period, Weight

PARTS = sorted({leaf.part for leaf in leaves()})


def shown(form):
    """What a browser would send back of the form as it is shown."""
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def typed(ruleset, part, **changes):
    """The part's form with some inputs typed otherwise; a double underscore stands for a dot."""
    data = shown(PartForm(ruleset=ruleset, part=part))
    data |= {name.replace("__", "."): value for name, value in changes.items()}
    return PartForm(data, ruleset=ruleset, part=part)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("ruleset", ALL, ids=lambda ruleset: ruleset.code)
def test_what_is_shown_and_sent_back_untouched_changes_nothing(ruleset, part):
    form = typed(ruleset, part)

    assert form.is_valid(), form.errors
    assert form.changes == {}


@pytest.mark.parametrize("ruleset", ALL, ids=lambda ruleset: ruleset.code)
def test_the_force_of_rules_sent_back_untouched_changes_nothing(ruleset):
    form = ForceForm(shown(ForceForm(ruleset=ruleset)), ruleset=ruleset)

    assert form.is_valid(), form.errors
    assert form.changes == {}


@pytest.mark.parametrize(
    ("part", "inputs", "path", "value"),
    [
        ("filing", {"filing__term_years": "4"}, "filing.term_years", 4),
        ("eligibility", {"eligibility__first_age.male": ""}, "eligibility.first_age", ByGender(None, 40)),
        ("publicity", {"publicity__period.n": "7", "publicity__period.unit": "day"}, "publicity.period", Period(7, "day")),
        ("inspection", {"inspection__dimensions": "德\r\n能\r\n\r\n 绩 "}, "inspection.dimensions", ("德", "能", "绩")),
        ("evaluation", {"evaluation__quorum.kind": ""}, "evaluation.quorum", None),
        ("recommendation", {"recommendation__bar.kind": "Bar", "recommendation__bar.Bar.base": "present",
          "recommendation__bar.Bar.strict": "strict", "recommendation__bar.Bar.fraction": "1/2"},
         "recommendation.bar", Bar.more_than("1/2", of=Base.PRESENT)),
        ("recommendation", {"recommendation__bar.OpenBar.proposed.fraction": "2/5"},
         "recommendation.bar", OpenBar(Bar.at_least("2/5", of=Base.COLLECTED))),
        ("general", {"name": "某县规则"}, "name", "某县规则"),
    ],
)  # fmt: skip
def test_what_is_typed_is_read_as_a_value_of_the_field_s_own_kind(part, inputs, path, value):
    form = typed(COUNTY_SCHOOLS, part, **inputs)

    assert form.is_valid(), form.errors
    assert form.changes == {path: value}


def test_weights_are_typed_row_by_row():
    form = typed(
        COUNTY_SCHOOLS,
        "evaluation",
        **{
            "evaluation.weights.0.category": "established",
            "evaluation.weights.0.percent": "60",
            "evaluation.weights.1.category": "recorded",
            "evaluation.weights.1.percent": "40",
        },
    )

    assert form.is_valid(), form.errors
    assert form.changes == {"evaluation.weights": (Weight("established", 60), Weight("recorded", 40))}


@pytest.mark.parametrize(
    ("part", "inputs", "field", "sentence"),
    [
        ("evaluation", {"evaluation__weights.0.percent": "90", "evaluation__weights.0.category": "established"},
         "evaluation.weights.0.category", "“各类人员的权重”合计应为100，现合计90"),
        ("decision", {"decision__quorum.fraction": "3/2"}, "decision.quorum.base", "比例应大于0，且不超过全部"),
        ("decision", {"decision__quorum.fraction": "一半"}, "decision.quorum.base", "比例应写成分数，如1/2"),
        ("decision", {"decision__quorum.fraction": "1/0"}, "decision.quorum.base", "比例应写成分数，如1/2"),
        ("decision", {"decision__quorum.fraction": ""}, "decision.quorum.base", "请填写比例或人数"),
        ("filing", {"filing__term_years": ""}, "filing.term_years", "请填写聘期"),
        ("filing", {"filing__to": " "}, "filing.to", "“备案机关”不能为空"),
        ("filing", {"filing__deadline.n": "61"}, "filing.deadline.n", "请填不大于60的数"),
    ],
)  # fmt: skip
def test_what_is_impossible_is_refused_at_its_field_with_the_reason(part, inputs, field, sentence):
    form = typed(COUNTY_SCHOOLS, part, **inputs)

    assert not form.is_valid()
    assert form.errors == {field: [sentence]}


def test_the_force_of_a_rule_and_its_approver_are_typed():
    ruleset = replace(PIDU_SCHOOL, effects={}, approvers={})
    data = {"effects.workplaces_are_visited": "block", "approvers.is_within_first_age": "bureau"}
    form = ForceForm(data, ruleset=ruleset)

    assert form.is_valid()
    assert form.changes == {
        "effects": {"workplaces_are_visited": "block"},
        "approvers": {"is_within_first_age": "bureau"},
    }


def test_a_number_stands_in_its_sentence():
    form = PartForm(ruleset=COUNTY_SCHOOLS, part="service")

    assert form.fields["service.probation_months"].help_text == (
        "即：提拔担任非选举产生职务的，试用期□个月；填0即不作规定"
    )
