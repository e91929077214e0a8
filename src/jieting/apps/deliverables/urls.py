"""Addresses of the app ``deliverables``."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.deliverables import views

_ROOM = "c/<slug:contract>/deliverables/"
_ONE = f"{_ROOM}<int:number>/"

urlpatterns: list[URLPattern] = [
    path(_ROOM, views.deliverables, name="deliverables"),
    path(f"{_ONE}report/", views.document, name="deliverable_report"),
    path(f"{_ONE}self-assessment/", views.document, name="deliverable_self"),
    path(f"{_ONE}review/", views.review, name="deliverable_review"),
    path(f"{_ONE}preview/<slug:form>/", views.preview, name="deliverable_preview"),
]
