"""How are identity numbers kept, matched, checked and shown?

They lie encrypted in the database; a keyed digest beside them answers “is this the same person?”
without decrypting anything.
"""

import base64
import hashlib
import hmac
import re
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.models.expressions import Expression
from django.utils.encoding import force_bytes
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from selection import clock

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
OLDEST_YEAR = 1900
FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")


class EncryptedTextField(models.TextField):
    """Text that is encrypted on its way to the database. It can't be searched; keep a digest for that."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    def from_db_value(self, value: str | None, expression: Expression, connection: Any) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: look it up by its digest")
        return super().get_lookup(lookup_name)


def encrypt(text: str) -> str:
    return base64.b64encode(_box().encrypt(text.encode())).decode()


def decrypt(sealed: str) -> str:
    try:
        return _box().decrypt(base64.b64decode(sealed)).decode()
    except CryptoError:
        raise ImproperlyConfigured("IDENTITY_KEY 与写入身份证号时所用的不同，请换回原来的密钥") from None


def keyed_digest(value: str) -> str:
    """HMAC-SHA256 in hex: equal values have equal digests, and without the key none can be guessed."""
    return hmac.new(force_bytes(settings.IDENTITY_DIGEST_KEY), value.encode(), hashlib.sha256).hexdigest()


def normal_identity(text: str) -> str:
    """An identity number as it is stored: half-width, without spaces, with a capital X."""
    return re.sub(r"\s", "", text).translate(FULL_WIDTH).upper()


def identity_number_problem(text: str) -> str | None:
    """The sentence that says what is wrong with an 18-digit identity number, or nothing."""
    number = normal_identity(text)
    if len(number) != 18:
        return f"身份证号应为18位，现为{len(number)}位"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "身份证号前17位应为数字，末位为数字或X"
    if not _is_birth_date(number[6:14]):
        return f"身份证号中的出生日期“{number[6:14]}”不对，请核对"
    if number[17] != check_character(number[:17]):
        return "身份证号的校验位不对，请逐位核对"
    return None


def check_character(digits: str) -> str:
    """The last character that belongs to the first 17 (GB 11643)."""
    weighed = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return CHECK_CHARACTERS[weighed % 11]


def mask_identity(text: str) -> str:
    """Enough to tell two people apart, too little to use: 510***********1234."""
    number = normal_identity(text)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) > 7 else "*" * len(number)


def _is_birth_date(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born.year >= OLDEST_YEAR and born <= clock.today()


def _box() -> SecretBox:
    key = hashlib.blake2b(force_bytes(settings.IDENTITY_KEY), digest_size=32, person=b"identity").digest()
    return SecretBox(key)
