"""A mypy plugin: whose request is it, in a view? A user's, for no page of ours but sign-in serves a stranger.

The stubs say ``User | AnonymousUser``; views that serve both ask ``is_authenticated`` first.
"""

from collections.abc import Callable

from mypy.plugin import AttributeContext, Plugin
from mypy.types import Instance, Type, UnionType, get_proper_type


class SignedIn(Plugin):
    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        return without_strangers if fullname == "django.http.request.HttpRequest.user" else None


def without_strangers(context: AttributeContext) -> Type:
    offered = get_proper_type(context.default_attr_type)
    if not isinstance(offered, UnionType):
        return offered
    users = [get_proper_type(item) for item in offered.items]
    known = [user for user in users if not is_stranger(user)]
    return UnionType.make_union(known)


def is_stranger(user: Type) -> bool:
    return isinstance(user, Instance) and user.type.name == "AnonymousUser"


def plugin(version: str) -> type[Plugin]:
    return SignedIn
