"""Addresses of the app ``deliverables``."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
