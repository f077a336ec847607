"""Are the rulesets that the program brings along in the database?"""

from __future__ import annotations

from campaigns.models import RulesetVersion
from campaigns.rulesets import codec
from campaigns.rulesets.presets import ALL
from selection import clock


def install_presets() -> list[RulesetVersion]:
    """Store what is missing and return it. A version once stored is never rewritten."""
    installed = []
    for ruleset in ALL:
        text = codec.dumps(ruleset)
        version, is_new = RulesetVersion.objects.get_or_create(
            code=ruleset.code,
            version=ruleset.version,
            defaults={
                "name": ruleset.name,
                "text": text,
                "digest": codec.digest(text),
                "published_at": clock.now(),
            },
        )
        if is_new:
            installed.append(version)
    return installed
