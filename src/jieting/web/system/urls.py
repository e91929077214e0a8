"""Addresses of the running system."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.web.system import views

urlpatterns: list[URLPattern] = [
    path("health/", views.health, name="health"),
    path("metrics/", views.metrics, name="metrics"),
    path("system/", views.system, name="system"),
]
