"""Addresses of the app ``notices``."""

from __future__ import annotations

from django.urls import path

from jieting.apps.notices import views, webhook_views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/bell/", views.bell, name="bell"),
    path("notices/read/", views.read_all, name="notices_read"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("notices/choices/", views.choices, name="notice_choices"),
    path("notices/choices/mail/", views.try_mail, name="notice_mail"),
    path("c/<slug:contract>/webhooks/", webhook_views.webhooks, name="webhooks"),
    path("c/<slug:contract>/webhooks/<int:pk>/", webhook_views.webhook, name="webhook"),
    path("c/<slug:contract>/webhooks/<int:pk>/try/", webhook_views.webhook_try, name="webhook_try"),
    path(
        "c/<slug:contract>/webhooks/<int:pk>/remove/",
        webhook_views.webhook_remove,
        name="webhook_remove",
    ),
]
