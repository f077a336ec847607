"""What templates need to lay out a page: a block's text again, in another place."""

from django import template
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def block_again(context: Context, name: str) -> SafeString:
    """The content of the block ``name``, which the page itself shows elsewhere, or nothing."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return mark_safe(block.render(context).strip() if block else "")
