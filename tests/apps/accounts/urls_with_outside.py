"""The addresses of an installation that has a company sign-in."""

from __future__ import annotations

from django.urls import include, path

from jieting.apps.accounts.sign_in_urls import outside_urls
from jieting.config import urls

urlpatterns = [*urls.urlpatterns, path("accounts/", include(outside_urls()))]
handler404 = urls.handler404
