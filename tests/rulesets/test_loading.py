from datetime import UTC, datetime

import pytest
import time_machine

from campaigns.models import RulesetVersion
from campaigns.rulesets import codec
from campaigns.rulesets.loading import install_presets
from campaigns.rulesets.presets import ALL, BY_CODE

pytestmark = pytest.mark.django_db


@time_machine.travel(datetime(2026, 3, 2, 1, tzinfo=UTC), tick=False)
def test_the_presets_are_stored_as_canonical_text():
    install_presets()

    stored = {version.code: version for version in RulesetVersion.objects.all()}
    assert sorted(stored) == ["bureau", "city", "county-cadres", "county-schools", "pidu-school"]
    for code, version in stored.items():
        assert version.ruleset == BY_CODE[code]
        assert version.digest == codec.digest(version.text)
        assert version.published_at == datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_installing_again_changes_nothing():
    assert len(install_presets()) == len(ALL)
    RulesetVersion.objects.filter(code="pidu-school").update(name="本地名称")

    assert install_presets() == []
    assert RulesetVersion.objects.get(code="pidu-school").name == "本地名称"
