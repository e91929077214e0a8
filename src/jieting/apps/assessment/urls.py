"""Addresses of the app ``assessment``."""

from __future__ import annotations

from jieting.apps.assessment import board_urls, month_urls, trial_urls

urlpatterns = [
    *board_urls.urlpatterns,
    *month_urls.urlpatterns,
    *trial_urls.urlpatterns,
]
