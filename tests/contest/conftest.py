from tests.campaigns.conftest import go_to as go_to
