"""How does a text read with its figures as they are now? ``{% live text tokens %}``, each figure set apart."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns.documents.tokens import TOKEN

register = template.Library()


@register.simple_tag
def live(text: str, tokens: Mapping[str, str]) -> SafeString:
    """A paragraph a line, blank lines dropped; a name of no figure stays as it was typed."""
    lines = (line.strip() for line in text.splitlines() if line.strip())
    return format_html_join("", "<p>{}</p>", ((_line(line, tokens),) for line in lines))


def _line(line: str, tokens: Mapping[str, str]) -> SafeString:
    """Splitting by the token leaves what stands between at even places, the names at odd ones."""
    parts = enumerate(TOKEN.split(line))
    return format_html_join("", "{}", ((_figure(part, tokens) if at % 2 else part,) for at, part in parts))


def _figure(name: str, tokens: Mapping[str, str]) -> SafeString | str:
    return format_html("<b>{}</b>", tokens[name]) if name in tokens else f"{{{name}}}"
