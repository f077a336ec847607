"""Plans pin a ruleset's text for good: every text ever shipped stays readable, and means what it meant."""

import json
from pathlib import Path

import pytest

from campaigns.rulesets import codec
from campaigns.rulesets.presets import ALL
from campaigns.rulesets.validation import validate

SHIPPED = {
    path.stem: path.read_text(encoding="utf-8").strip()
    for path in Path(__file__).parent.glob("snapshots/*.json")
}


def lacking(old, new):
    """Where the new data don't say what the old ones said; what they say beyond it is a later field."""
    if not isinstance(old, dict):
        return [] if old == new else [(old, new)]
    return [each for key, value in old.items() for each in lacking(value, new.get(key))]


@pytest.mark.parametrize("text", SHIPPED.values(), ids=SHIPPED)
def test_every_snapshot_ever_shipped_loads_and_validates_and_dumps_back_to_the_same_meaning(text):
    ruleset = codec.loads(text)
    again = codec.dumps(ruleset)

    assert validate(ruleset) == []
    assert codec.loads(again) == ruleset
    assert lacking(json.loads(text), json.loads(again)) == []


@pytest.mark.parametrize("preset", ALL, ids=lambda preset: preset.code)
def test_every_version_before_the_present_one_is_kept(preset):
    kept = {name for name in SHIPPED if name.startswith(f"{preset.code}.")}

    assert kept == {f"{preset.code}.{version}" for version in range(1, preset.version)}
