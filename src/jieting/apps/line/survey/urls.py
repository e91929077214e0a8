"""Addresses of satisfaction by key."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.line.survey import views

_SURVEY = "c/<slug:contract>/line/satisfaction/"

urlpatterns: list[URLPattern] = [
    path(_SURVEY, views.survey, name="line_survey"),
    path(f"{_SURVEY}calls/", views.survey_calls, name="line_survey_calls"),
]
