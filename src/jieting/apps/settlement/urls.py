"""Addresses of the app ``settlement``."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.settlement.views import (
    quarter,
    quarter_draw,
    quarter_sign,
    quarters,
    statement_file,
)

_QUARTER = "c/<slug:contract>/quarters/<str:month>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:contract>/quarters/", quarters, name="quarters"),
    path(_QUARTER, quarter, name="quarter"),
    path(f"{_QUARTER}draw/", quarter_draw, name="quarter_draw"),
    path(f"{_QUARTER}sign/", quarter_sign, name="quarter_sign"),
    path(
        "c/<slug:contract>/statements/<int:number>/<slug:form>/",
        statement_file,
        name="statement_file",
    ),
]
