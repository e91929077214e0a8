"""The address of the emergency announcement."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.line.emergency import views

urlpatterns: list[URLPattern] = [
    path("c/<slug:contract>/line/emergency/", views.emergency, name="line_emergency"),
]
