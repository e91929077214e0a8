"""Addresses of inspections and disputes, which have pages of their own."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.moves import dispute_views, inspection_views

_MOVE = "c/<slug:contract>/moves/<int:number>/"

urlpatterns: list[URLPattern] = [
    path(
        "c/<slug:contract>/inspections/new/", inspection_views.inspection_new, name="inspection_new"
    ),
    path(f"{_MOVE}draw/", inspection_views.inspection_draw, name="inspection_draw"),
    path(f"{_MOVE}dispute/", dispute_views.move_dispute, name="move_dispute"),
    path(
        "c/<slug:contract>/months/<str:month>/lines/<str:clause>/dispute/",
        dispute_views.line_dispute,
        name="line_dispute",
    ),
]
