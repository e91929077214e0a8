"""Addresses of the app ``sealing``."""

from __future__ import annotations

from django.urls import path

from jieting.apps.sealing import views

_SEAL = "c/<slug:contract>/months/<str:month>/seal/"

urlpatterns = [
    path(_SEAL, views.seal, name="seal"),
    path(f"{_SEAL}draw/", views.seal_draw, name="seal_draw"),
    path(f"{_SEAL}sign/", views.seal_sign, name="seal_sign"),
    path(f"{_SEAL}withdraw/", views.seal_withdraw, name="seal_withdraw"),
    path(f"{_SEAL}statement/", views.seal_statement, name="seal_statement"),
    path(f"{_SEAL}<int:number>/bundle/", views.seal_bundle, name="seal_bundle"),
]
