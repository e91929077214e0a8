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
def told(said: object) -> str:
    """A sentence of the domain in the language of the page; other text as it is."""
    return tell(said) if isinstance(said, Said) else str(said)
