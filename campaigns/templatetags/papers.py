"""How does free wording get into the template of a paper? ``{% wording "preamble" %}``."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from campaigns.documents import tokens

register = template.Library()


@register.simple_tag(takes_context=True)
def wording(context: Context, key: str) -> SafeString:
    """The text of the section as paragraphs, its tokens filled from the paper's facts."""
    return format_html_join("", "<p>{}</p>", ((line,) for line in _lines(context, key)))


@register.simple_tag(takes_context=True)
def worded(context: Context, key: str) -> str:
    """The text of the section in one line, for a cell or a heading."""
    return "".join(_lines(context, key))


def _lines(context: Any, key: str) -> list[str]:
    return tokens.paragraphs(context["wording"].get(key, ""), context["tokens"])
