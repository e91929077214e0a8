"""Addresses of a contract's months and records."""

from __future__ import annotations

from django.urls import path

from jieting.apps.assessment import (
    call_counts,
    clause_views,
    list_views,
    month_views,
    notice_views,
    records_views,
)

_MONTH = "c/<slug:contract>/months/<str:month>/"

urlpatterns = [
    path("c/<slug:contract>/months/", month_views.months, name="months"),
    path(_MONTH, month_views.month, name="month"),
    path(f"{_MONTH}readings/", month_views.readings, name="readings"),
    path(f"{_MONTH}export/<slug:form>/", month_views.month_export, name="month_export"),
    path(f"{_MONTH}lines/<str:clause>/", clause_views.line, name="line"),
    path(
        f"{_MONTH}lines/<str:clause>/notice/<slug:form>/",
        notice_views.limit_notice,
        name="limit_notice",
    ),
    path(f"{_MONTH}figures/<str:clause>/", clause_views.figure, name="figure"),
    path(f"{_MONTH}figures/<str:clause>/calls/", list_views.figure_calls, name="figure_calls"),
    path(f"{_MONTH}calls/", list_views.month_calls, name="month_calls"),
    path(f"{_MONTH}counts-of/<int:pk>/", call_counts.counts_of_call, name="counts_of_call"),
    path(f"{_MONTH}records/<slug:array>/", list_views.month_records, name="month_records"),
    path("c/<slug:contract>/records/", records_views.records, name="records"),
    path(
        "c/<slug:contract>/records/in-force/",
        records_views.records_in_force,
        name="records_in_force",
    ),
    path(
        "c/<slug:contract>/records/<int:number>/",
        records_views.records_download,
        name="records_download",
    ),
]
