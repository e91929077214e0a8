"""The address of the clause board."""

from __future__ import annotations

from django.urls import path

from jieting.apps.assessment import board_views

urlpatterns = [path("c/<slug:contract>/", board_views.board, name="board")]
