"""Addresses of the app ``settlement``."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.settlement import views

_QUARTER = "c/<slug:contract>/quarters/<str:month>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:contract>/quarters/", views.quarters, name="quarters"),
    path(_QUARTER, views.quarter, name="quarter"),
    path(f"{_QUARTER}draw/", views.quarter_draw, name="quarter_draw"),
    path(f"{_QUARTER}sign/", views.quarter_sign, name="quarter_sign"),
    path(
        "c/<slug:contract>/statements/<int:number>/<slug:form>/",
        views.statement_file,
        name="statement_file",
    ),
]
