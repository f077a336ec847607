"""The floor: what a vote costs at least, were it nothing but a session that is looked up and a row.

It stands beside the program's own addresses, in the same server, behind the same middleware.
"""

import os
import uuid

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.urls import path

from selection.urls import *  # noqa: F403
from selection.urls import urlpatterns

TABLE = "CREATE TABLE bench_floor (id uuid PRIMARY KEY, voter bigint NOT NULL, sealed bytea NOT NULL)"
SEALED = os.urandom(304)


def cast(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_floor VALUES (%s, %s, %s)", [uuid.uuid4(), request.user.pk, SEALED])
    return HttpResponseRedirect("/floor/done/")


urlpatterns = [*urlpatterns, path("floor/", cast)]
