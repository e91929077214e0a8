"""What every page is given: language, navigation, and whether its data are simulated."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from jieting.apps.base.words import page_language


def page(request: HttpRequest) -> dict[str, Any]:
    """Context that base.html needs."""
    return {"page_language": page_language()}
