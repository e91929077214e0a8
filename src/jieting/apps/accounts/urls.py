"""Addresses of the app ``accounts``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("jieting.apps.accounts.sign_in_urls")),
    path("", include("jieting.apps.accounts.people_urls")),
    path("", include("jieting.apps.accounts.tokens_urls")),
]
