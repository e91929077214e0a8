"""Addresses of the pages about tokens."""

from __future__ import annotations

from django.urls import path

from jieting.apps.accounts import tokens_views as views

urlpatterns = [
    path("c/<slug:contract>/tokens/", views.tokens, name="tokens"),
    path("c/<slug:contract>/tokens/make/", views.token_make, name="token_make"),
    path("c/<slug:contract>/tokens/<int:pk>/revoke/", views.token_revoke, name="token_revoke"),
]
