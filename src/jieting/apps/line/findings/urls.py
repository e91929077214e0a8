"""Addresses of the findings of the line."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.line.findings import views

_FINDINGS = "c/<slug:contract>/line/findings/"

urlpatterns: list[URLPattern] = [
    path(_FINDINGS, views.findings, name="line_findings"),
    path(f"{_FINDINGS}<int:pk>/settle/", views.finding_settle, name="line_finding_settle"),
]
