"""The language that a person has chosen, as the browser keeps it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponseBase

_A_YEAR_S = 31_536_000


def keep_language(response: HttpResponseBase, chosen: str) -> None:
    """Keep the language in the browser for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=_A_YEAR_S,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
