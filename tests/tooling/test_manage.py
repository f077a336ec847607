"""Which commands run in a bare checkout?"""

import os
import subprocess
import sys

from django.conf import settings


def _manage(*words, **environment):
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=bare | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_working_days_are_told_without_any_setting(tmp_path):
    told = _manage("workdays", "2026-03-02", "5", "--count-from", "publication", VAR_DIR=str(tmp_path))

    assert (told.stdout.strip(), told.returncode) == ("2026-03-06", 0)


def test_other_commands_ask_for_the_settings_of_the_service(tmp_path):
    refused = _manage("migrate", VAR_DIR=str(tmp_path), ENV_FILE=os.devnull)

    assert refused.stderr == "请设置环境变量 SECRET_KEY（50 个字符以上的随机字符串）\n"
    assert refused.returncode == 1


def test_options_that_are_wrong_are_answered_in_one_sentence_without_a_traceback(tmp_path):
    told = _manage("workdays", "2026-03-02", "5", "--count-from", "tomorrow", VAR_DIR=str(tmp_path))

    assert told.stderr == (
        "--count-from 没有“tomorrow”这个值，可以写 publication、next-day。加 --help 可看全部选项。\n"
    )
    assert told.returncode == 2
