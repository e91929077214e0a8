"""Addresses of the line in one look."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.line.overview import views

_LINE = "c/<slug:contract>/line/"

urlpatterns: list[URLPattern] = [
    path(_LINE, views.overview, name="line_overview"),
    path(f"{_LINE}calls/<int:pk>/", views.line_call, name="line_call"),
    path(f"{_LINE}calls/<int:pk>/run/<slug:act>/", views.line_call_run, name="line_call_run"),
]
