"""Sentences of the house in the language of the page."""

from __future__ import annotations

from functools import cache

from django.utils.functional import lazy
from django.utils.translation import get_language

from jieting.domain.said import Said
from jieting.language import Language

LANGUAGES = (("zh-hans", "中文"), ("en", "English"))
"""Languages of the pages, as Django names them; the first is the default."""


def page_language() -> str:
    """The language of the page as documents and commands name it: ``zh`` or ``en``."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def tell(said: Said) -> str:
    """The sentence in the language of the page."""
    return _language(page_language()).render(said)


later = lazy(tell, str)
"""A sentence that is rendered when it is shown: for labels of forms and choices."""


@cache
def _language(name: str) -> Language:
    return Language(name)
