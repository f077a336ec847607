"""How the tests of the register's pages ask and read."""

from django.urls import reverse


def url(name: str, *args) -> str:
    return reverse(f"personnel:{name}", args=args)


def said(response) -> list[str]:
    """The last message, as a list to be compared whole."""
    return [str(message) for message in response.context["messages"]][-1:]


def text(response) -> str:
    return response.content.decode()
