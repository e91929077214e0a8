"""Addresses of the app ``recordings``."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.recordings import retention_views, views

_ALL = "c/<slug:contract>/recordings/"
_ONE = f"{_ALL}<int:pk>/"
_CERTIFICATE = f"{_ALL}certificates/<int:number>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, retention_views.recordings, name="recordings"),
    path(f"{_ALL}days/", retention_views.recordings_days, name="recordings_days"),
    path(f"{_ALL}delete/", retention_views.recordings_delete, name="recordings_delete"),
    path(_CERTIFICATE, retention_views.recordings_certificate, name="recordings_certificate"),
    path(
        f"{_CERTIFICATE}pdf/",
        retention_views.recordings_certificate_pdf,
        name="recordings_certificate_pdf",
    ),
    path(_ONE, views.recording, name="recording"),
    path(f"{_ONE}sound/", views.recording_sound, name="recording_sound"),
    path(f"{_ONE}take-out/", views.recording_take_out, name="recording_take_out"),
    path(f"{_ONE}class/", views.recording_class, name="recording_class"),
]
