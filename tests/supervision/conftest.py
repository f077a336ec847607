from tests.serving.conftest import as_user as as_user
from tests.serving.conftest import go_to as go_to
