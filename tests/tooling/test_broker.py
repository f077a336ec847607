"""Does a task put on the broker reach a worker, whichever broker the settings choose?"""

import threading
import uuid
from pathlib import Path

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from django.apps import apps

from selection import settings as project


@pytest.fixture
def broker(settings) -> Celery:
    """An app on the broker of the project's settings, with a queue that no other test reads."""
    options = getattr(project, "CELERY_BROKER_TRANSPORT_OPTIONS", {})
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = options
    apps.get_app_config("selection").ready()
    app = Celery("tests", broker=project.CELERY_BROKER_URL, set_as_current=False)
    app.conf.update(
        broker_transport_options=options,
        task_default_queue=f"tests-{uuid.uuid4()}",
        task_ignore_result=True,
        worker_enable_remote_control=False,
        worker_hijack_root_logger=False,
    )
    return app


def test_a_task_reaches_a_worker(broker):
    done = threading.Event()
    seen = []

    @broker.task(name="tests.note")
    def note(word):
        seen.append(word)
        done.set()

    note.delay("选拔")
    with start_worker(broker, pool="solo", perform_ping_check=False):
        assert done.wait(20)

    assert seen == ["选拔"]


def test_the_folders_of_the_filesystem_broker_are_made_at_the_start(settings, tmp_path):
    folder, control = tmp_path / "a" / "queue", tmp_path / "a" / "control"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(control),
    }

    apps.get_app_config("selection").ready()

    assert [Path(path).is_dir() for path in (folder, control)] == [True, True]
