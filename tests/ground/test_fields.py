"""Identity numbers: unreadable in the database, matched by digest, checked digit by digit."""

import pytest
import time_machine
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from selection import fields

GOOD = "999101198502280010"


@pytest.fixture
def person(db):
    """A model that exists in this test only."""
    with isolate_apps("selection"):

        class Person(models.Model):
            identity = fields.EncryptedTextField("身份证号", blank=True, null=True)

            class Meta:
                app_label = "selection"

            def __str__(self):
                return "a person"

        with connection.schema_editor() as editor:
            editor.create_model(Person)
        yield Person
        with connection.schema_editor() as editor:
            editor.delete_model(Person)


def stored(model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT identity FROM {model._meta.db_table}")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_an_identity_number_is_unreadable_in_the_database(person):
    person.objects.create(identity=GOOD)

    assert GOOD not in stored(person)[0]
    assert person.objects.get().identity == GOOD


@pytest.mark.django_db(transaction=True)
def test_the_same_number_never_looks_the_same_twice(person):
    person.objects.bulk_create([person(identity=GOOD), person(identity=GOOD)])

    assert len(set(stored(person))) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("nothing", ["", None])
def test_no_number_stays_no_number(person, nothing):
    person.objects.create(identity=nothing)

    assert stored(person) == [nothing]
    assert person.objects.get().identity == nothing


@pytest.mark.django_db(transaction=True)
def test_an_encrypted_number_can_be_missing_but_not_searched(person):
    person.objects.create(identity=GOOD)

    assert not person.objects.filter(identity__isnull=True).exists()
    with pytest.raises(FieldError, match="digest"):
        person.objects.filter(identity=GOOD).exists()


def test_another_key_opens_nothing_and_says_so(settings):
    sealed = fields.encrypt(GOOD)
    settings.IDENTITY_KEY = "another"

    with pytest.raises(ImproperlyConfigured, match="请换回原来的密钥"):
        fields.decrypt(sealed)


@given(text=st.text(min_size=1))
def test_what_was_encrypted_is_decrypted(text):
    assert fields.decrypt(fields.encrypt(text)) == text


def test_a_digest_depends_on_the_value_and_on_the_key(settings):
    digest = fields.keyed_digest(GOOD)

    assert fields.keyed_digest(GOOD) == digest
    assert fields.keyed_digest(GOOD[::-1]) != digest
    settings.IDENTITY_DIGEST_KEY = "another"
    assert fields.keyed_digest(GOOD) != digest


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (GOOD, None),
        ("999101 19850228 0010", None),
        ("99910119850228００１０", None),
        ("110101850228001", "身份证号应为18位，现为15位"),
        ("", "身份证号应为18位，现为0位"),
        ("99910119850228001A", "身份证号前17位应为数字，末位为数字或X"),
        ("X99101198502280014", "身份证号前17位应为数字，末位为数字或X"),
        ("999101198502290010", "身份证号中的出生日期“19850229”不对，请核对"),
        ("999101189902280010", "身份证号中的出生日期“18990228”不对，请核对"),
        ("999101198502280015", "身份证号的校验位不对，请逐位核对"),
    ],
)
def test_an_identity_number_is_checked(text, problem):
    assert fields.identity_number_problem(text) == problem


@time_machine.travel("1985-02-27 12:00 +0800", tick=False)
def test_nobody_is_born_tomorrow():
    assert fields.identity_number_problem(GOOD) == "身份证号中的出生日期“19850228”不对，请核对"


@given(digits=st.from_regex(r"[1-9][0-9]{5}19[0-9]{2}0[1-9]1[0-9][0-9]{3}", fullmatch=True))
def test_a_computed_check_character_is_accepted_and_any_other_is_not(digits):
    right = fields.check_character(digits)

    assert fields.identity_number_problem((digits + right).lower()) is None
    for wrong in set("0123456789X") - {right}:
        assert fields.identity_number_problem(digits + wrong) == "身份证号的校验位不对，请逐位核对"


@pytest.mark.parametrize(("text", "shown"), [(GOOD, "999***********0010"), ("1234567", "*******"), ("", "")])
def test_a_shown_identity_number_keeps_its_middle_to_itself(text, shown):
    assert fields.mask_identity(text) == shown
