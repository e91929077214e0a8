"""Addresses of the app ``moves``."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.moves import notice_views, urls_kinds, views, views_move, views_new

_MOVE = "c/<slug:contract>/moves/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:contract>/inbox/", views.inbox, name="inbox"),
    path("c/<slug:contract>/moves/", views.moves, name="moves"),
    path("c/<slug:contract>/moves/new/<slug:kind>/", views_new.move_new, name="move_new"),
    path(_MOVE, views_move.move, name="move"),
    path(f"{_MOVE}news/", views_move.move_news, name="move_news"),
    path(f"{_MOVE}effect/", views_move.move_effect, name="move_effect"),
    path(f"{_MOVE}steps/<slug:step>/", views_move.move_step, name="move_step"),
    path(f"{_MOVE}files/<int:pk>/", views_move.move_file, name="move_file"),
    path(f"{_MOVE}notice/<slug:form>/", notice_views.move_notice, name="move_notice"),
    *urls_kinds.urlpatterns,
]
