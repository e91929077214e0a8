"""Addresses of the app ``moves``."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
