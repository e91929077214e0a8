"""Addresses of pages that an installation may not have."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: str | int) -> str:
    """The address of a page by its URL's name; '' where there is no such page."""
    try:
        return str(reverse(name, args=args))
    except NoReverseMatch:
        return ""
