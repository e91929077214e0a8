"""Addresses of the app ``contracts``."""

from __future__ import annotations

from django.urls import path

from jieting.apps.contracts import views

urlpatterns = [
    path("c/<slug:contract>/contract/", views.contract, name="contract"),
    path(
        "c/<slug:contract>/contract/versions/<path:version>/file/",
        views.contract_file,
        name="contract_file",
    ),
]
