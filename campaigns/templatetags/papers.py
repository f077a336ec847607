"""How does free wording get into the template of a paper?

``{% wording "preamble" %}`` prints a text as paragraphs, ``{% worded "addressee" %}`` in one line, and
``{% sections as parts %}`` gives the numbered sections of the paper's outline. ``{% titled %}`` breaks a long title.
"""

from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from campaigns.documents import outline, titles, tokens

register = template.Library()


@register.simple_tag(takes_context=True)
def wording(context: Context, key: str) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((line,) for line in _lines(context, key)))


@register.simple_tag(takes_context=True)
def worded(context: Context, key: str) -> str:
    return "".join(_lines(context, key))


@register.simple_tag(takes_context=True)
def titled(context: Context) -> SafeString:
    """The title, broken where a word ends if it doesn't fit into one line."""
    return format_html_join(
        mark_safe("<br>"), "{}", ((line,) for line in titles.lines(context["title"], context["school"]))
    )


@register.simple_tag(takes_context=True)
def sections(context: Context) -> list[outline.Section]:
    headings = context["outline"]
    return outline.numbered(headings, {each["key"]: _lines(context, each["key"]) for each in headings})


def _lines(context: Context, key: str) -> list[str]:
    return tokens.paragraphs(context["wording"].get(key, ""), context["tokens"])
