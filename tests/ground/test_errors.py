"""What is shown when something can't be: a sentence each, and no trace of the machine."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from selection import errors

pytestmark = pytest.mark.urls("tests.ground.urls")


@pytest.fixture
def client(settings):
    settings.MIDDLEWARE = ["selection.errors.explain", *settings.MIDDLEWARE]
    return Client(raise_request_exception=False, enforce_csrf_checks=False)


@pytest.mark.parametrize(
    ("kind", "trouble"),
    [
        ("bad", errors.Troubles.BAD_REQUEST),
        ("forbidden", errors.Troubles.FORBIDDEN),
        ("missing", errors.Troubles.NOT_FOUND),
        ("broken", errors.Troubles.BROKEN),
        ("locked", errors.Troubles.BUSY),
        ("unreachable", errors.Troubles.BUSY),
        ("full", errors.Troubles.FULL),
        ("full-database", errors.Troubles.FULL),
        ("no-redis", errors.Troubles.BUSY),
        ("silent-redis", errors.Troubles.BUSY),
        ("no-table", errors.Troubles.BROKEN),
    ],
)
def test_each_trouble_has_its_page(client, kind, trouble):
    response = client.get(f"/trouble/{kind}/")

    assert response.status_code == trouble.value.status
    assert trouble.value.title in response.text
    assert trouble.value.advice in response.text
    assert "Traceback" not in response.text


def test_a_busy_database_asks_to_come_back_soon(client):
    assert client.get("/trouble/locked/")["Retry-After"] == "5"


def test_a_refused_permission_may_say_why(client):
    assert "只有考察组成员可以查看谈话记录。" in client.get("/trouble/forbidden-why/").text


def test_a_form_sent_from_a_stale_page_is_explained():
    response = Client(enforce_csrf_checks=True).post("/act/")

    assert response.status_code == 403
    assert errors.Troubles.CSRF.value.advice in response.text


def test_an_act_that_is_opened_as_a_page_is_explained(client):
    response = client.get("/act/")

    assert response.status_code == 404
    assert errors.Troubles.NOT_FOUND.value.advice in response.text


def test_too_many_words_in_a_form_are_too_large(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    response = client.post("/read/", {"text": "太长了" * 20})

    assert response.status_code == 413
    assert errors.Troubles.TOO_LARGE.value.advice in response.text


def test_too_many_fields_are_too_large(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2

    assert client.post("/read/", {"a": 1, "b": 2, "c": 3}).status_code == 413


@pytest.mark.parametrize(("limit", "status"), [(10**6, 200), (100, 413), (10, 413)])
def test_an_upload_beyond_the_limit_is_not_even_parsed(client, monkeypatch, limit, status):
    monkeypatch.setattr(errors, "LARGEST_REQUEST", limit)
    monkeypatch.setattr(errors, "LARGEST_TO_READ_AWAY", limit * 4)

    response = client.post("/read/", {"file": SimpleUploadedFile("名册.xlsx", b"x" * 150)})

    assert response.status_code == status


def test_a_nonsense_length_does_not_trip_the_guard(client):
    assert client.get("/read/", headers={"content-length": "many"}).status_code == 200


def test_the_pages_need_no_database_and_no_collected_static_files(client, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }

    response = client.get("/trouble/broken/")

    assert 'href="static/errors.css"' in response.text or 'href="/static/errors.css"' in response.text


@pytest.mark.parametrize("trouble", list(errors.Troubles))
def test_every_trouble_says_what_to_do_in_one_sentence(trouble):
    advice = trouble.value.advice

    assert advice.endswith("。")
    assert advice.count("。") == 1
    assert "请" in advice or "如" in advice
