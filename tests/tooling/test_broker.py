"""Does a task put on the broker reach a worker, whichever broker the settings choose?"""

import os
import threading
import uuid
from pathlib import Path

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from django.apps import apps
from kombu import Connection
from kombu.exceptions import ChannelError

from selection import folder_queue
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


def test_a_message_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    """Kombu's own channel shows the file before it is filled, and the worker that reads it dies."""
    options = dict.fromkeys(("data_folder_in", "data_folder_out"), str(tmp_path)) | {
        "control_folder": tmp_path / "control",
    }
    seen = []
    really_replace = os.replace

    def look_then_replace(source, target):
        seen.extend(name for name in os.listdir(tmp_path) if name.endswith(".msg"))
        really_replace(source, target)

    monkeypatch.setattr(folder_queue.os, "replace", look_then_replace)
    with Connection("filesystem://", transport_options=options) as connection:
        queue = connection.SimpleQueue("papers")
        queue.put({"paper": 7})

        assert seen == []
        assert queue.get(timeout=5).payload == {"paper": 7}


def test_the_projects_queue_is_that_one():
    assert isinstance(Connection("filesystem://").transport, folder_queue.Transport)


def test_a_folder_that_takes_no_file_is_an_error_of_the_channel(tmp_path):
    options = dict.fromkeys(("data_folder_in", "data_folder_out"), str(tmp_path / "gone")) | {
        "control_folder": tmp_path / "control",
    }

    with Connection("filesystem://", transport_options=options) as connection:
        channel = connection.channel()
        with pytest.raises(ChannelError, match="papers"):
            channel._put("papers", {})


def test_the_folders_of_the_filesystem_broker_are_made_at_the_start(settings, tmp_path):
    folder, control = tmp_path / "a" / "queue", tmp_path / "a" / "control"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(control),
    }

    apps.get_app_config("selection").ready()

    assert [Path(path).is_dir() for path in (folder, control)] == [True, True]
