"""How many letters may one network send within the hour? Counted in memory and forgotten with the process.

What is counted under is a hash with a salt of this process: neither database nor log learns an address.
"""

import hashlib
import secrets

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import HttpRequest

from selection.reasons import Refused

MOST, WITHIN = 30, 3600  # a whole school writes from one address
SALT = secrets.token_bytes(32)


def refuse_flood(request: HttpRequest) -> None:
    address = get_adapter(request).get_client_ip(request)
    key = "letters:" + hashlib.blake2b(address.encode(), key=SALT, digest_size=16).hexdigest()
    counts = caches["process"]
    counts.add(key, 0, WITHIN)
    if counts.incr(key) > MOST:
        raise Refused("现在来件太多，请过一小时再提交，或者改用来信、来电、来访反映")
