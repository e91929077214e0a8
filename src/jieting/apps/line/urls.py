"""Addresses of the app ``line``."""

from __future__ import annotations

from django.urls import URLPattern

from jieting.apps.line.call_backs import urls as call_backs
from jieting.apps.line.emergency import urls as emergency
from jieting.apps.line.findings import urls as findings
from jieting.apps.line.overview import urls as overview
from jieting.apps.line.planning import urls as planning
from jieting.apps.line.seats import urls as seats
from jieting.apps.line.survey import urls as survey

urlpatterns: list[URLPattern] = [
    *overview.urlpatterns,
    *planning.urlpatterns,
    *call_backs.urlpatterns,
    *seats.urlpatterns,
    *emergency.urlpatterns,
    *findings.urlpatterns,
    *survey.urlpatterns,
]
