"""Every address of the product, room by room."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("jieting.apps.assessment.urls")),
    path("", include("jieting.apps.calls.urls")),
    path("", include("jieting.apps.contracts.urls")),
    path("", include("jieting.apps.accounts.urls")),
    path("", include("jieting.apps.audit.urls")),
    path("accounts/", include("allauth.urls")),
]
