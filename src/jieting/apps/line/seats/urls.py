"""Addresses of seats and of the calls that agents have."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.line.seats import views

_LINE = "c/<slug:contract>/line/"

urlpatterns: list[URLPattern] = [
    path(f"{_LINE}seat/", views.seat, name="line_seat"),
    path(f"{_LINE}seat/do/<slug:act>/", views.seat_change, name="line_seat_change"),
    path(f"{_LINE}seats/<int:pk>/out/", views.seat_out, name="line_seat_out"),
    path(f"{_LINE}calls/<int:pk>/transfer/", views.call_transfer, name="line_call_transfer"),
    path(f"{_LINE}calls/<int:pk>/do/<slug:act>/", views.call_steer, name="line_call_steer"),
]
