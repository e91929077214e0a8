"""Tags for sentences: ``{% say "Calls of {month}" month=month %}`` and ``{{ said|told }}``."""

from __future__ import annotations

from django import template

from jieting.apps.base.words import tell
from jieting.domain.said import Said

register = template.Library()


@register.simple_tag(name="say")
def say_tag(sentence: str, **params: object) -> str:
    """The sentence in the language of the page."""
    return tell(Said(sentence, params))


@register.filter
def told_grouped(said: object) -> str:
    """As ``told``, with the thousands of every whole number in the sentence set apart."""
    return told(_grouped(said))


def _grouped(part: object) -> object:
    if isinstance(part, Said):
        return Said(part.msgid, {name: _grouped(value) for name, value in part.params.items()})
    if isinstance(part, tuple):
        return tuple(map(_grouped, part))
    return f"{part:,}" if isinstance(part, int) and not isinstance(part, bool) else part


@register.filter
def told(said: object) -> str:
    """A sentence of the domain in the language of the page; other text as it is."""
    return tell(said) if isinstance(said, Said) else str(said)
