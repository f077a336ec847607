"""May two threads read rows with a protected state again at once?"""

from threading import Event, Thread

from django.db import models

from campaigns.models import Publicity


def test_a_row_is_refreshed_while_another_thread_refreshes_another(monkeypatch):
    begun, done = Event(), Event()
    slow, quick = Publicity(state="running"), Publicity(state="running")
    faults = []

    def reload(row, *args, **kwargs):
        if row is slow:
            begun.set()
            done.wait(0.2)
        row.state = "ended"

    def refresh_slow():
        try:
            slow.refresh_from_db()
        except AttributeError as fault:
            faults.append(fault)

    monkeypatch.setattr(models.Model, "refresh_from_db", reload)
    first = Thread(target=refresh_slow)
    first.start()
    begun.wait(5)
    second = Thread(target=lambda: (quick.refresh_from_db(), done.set()))
    second.start()
    for thread in (first, second):
        thread.join(5)

    assert (faults, slow.state, quick.state) == ([], "ended", "ended")
