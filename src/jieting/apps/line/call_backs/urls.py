"""Addresses of call-backs."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.line.call_backs import views

_LINE = "c/<slug:contract>/line/"
_MINE = f"{_LINE}seat/call-backs/"

urlpatterns: list[URLPattern] = [
    path(f"{_LINE}call-backs/", views.call_backs, name="line_call_backs"),
    path(f"{_LINE}call-backs/<int:pk>/", views.call_back, name="line_call_back"),
    path(_MINE, views.seat_call_backs, name="line_seat_call_backs"),
    path(f"{_MINE}<int:pk>/", views.seat_call_back, name="line_seat_call_back"),
    path(f"{_MINE}<int:pk>/close/", views.call_back_close, name="line_call_back_close"),
    path(f"{_MINE}<int:pk>/do/<slug:act>/", views.call_back_do, name="line_call_back_do"),
]
