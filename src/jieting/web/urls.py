"""Addresses that belong to no app."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.web import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("language/", views.language, name="language"),
]
