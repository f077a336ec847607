"""May two threads read rows with a protected state again at once?"""

from threading import Event, Thread

import pytest
from django.db import models

from campaigns.models import Publicity
from selection.records.models import Review
from tests.factories.records import ReviewFactory


def test_a_row_is_refreshed_while_another_thread_refreshes_another(monkeypatch):
    earlier, later = Publicity(state="running"), Publicity(state="running")
    first_is_in, second_is_in, first_is_out = Event(), Event(), Event()
    faults = []

    def reload(row, *args, **kwargs):
        if row is earlier:
            first_is_in.set()
            second_is_in.wait(0.2)
        else:
            second_is_in.set()
            first_is_out.wait(0.2)
        row.state = "ended"

    def refresh(row):
        try:
            row.refresh_from_db()
        except AttributeError as fault:
            faults.append(str(fault))
        first_is_out.set()

    monkeypatch.setattr(models.Model, "refresh_from_db", reload)
    threads = [Thread(target=refresh, args=[row]) for row in (earlier, later)]
    threads[0].start()
    first_is_in.wait(5)
    threads[1].start()
    for thread in threads:
        thread.join(5)

    assert (faults, earlier.state, later.state) == ([], "ended", "ended")


@pytest.mark.django_db
def test_a_row_that_is_gone_leaves_the_field_protected():
    row = ReviewFactory()
    gone = Review.objects.get(pk=row.pk)
    gone.pk = 0

    with pytest.raises(Review.DoesNotExist):
        gone.refresh_from_db()

    with pytest.raises(AttributeError):
        row.state = "approved"
