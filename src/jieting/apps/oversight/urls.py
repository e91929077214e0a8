"""Addresses of the app ``oversight``."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.oversight import views

urlpatterns: list[URLPattern] = [
    path("audit/", views.audit, name="audit"),
    path("audit/export/", views.audit_export, name="audit_export"),
    path("audit/verify/", views.audit_verify, name="audit_verify"),
    path("audit/verifications/<int:pk>/", views.audit_verification, name="audit_verification"),
    path("audit/<int:number>/", views.audit_entry, name="audit_entry"),
]
