"""Addresses of the app ``calls``."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.calls import call_page, import_views, list_views, mapping_views

urlpatterns: list[URLPattern] = [
    path("c/<slug:contract>/calls/", list_views.calls, name="calls"),
    path("c/<slug:contract>/calls/count/", list_views.calls_count, name="calls_count"),
    path("c/<slug:contract>/calls/export/", list_views.calls_export, name="calls_export"),
    path("c/<slug:contract>/calls/caller/", list_views.calls_of_caller, name="calls_of_caller"),
    path("c/<slug:contract>/calls/filters/", list_views.filter_save, name="filter_save"),
    path(
        "c/<slug:contract>/calls/filters/<int:pk>/remove/",
        list_views.filter_remove,
        name="filter_remove",
    ),
    path("c/<slug:contract>/calls/<int:pk>/", call_page.call, name="call"),
    path("c/<slug:contract>/calls/<int:pk>/caller/", call_page.unmask, name="unmask"),
    path("c/<slug:contract>/imports/", import_views.imports, name="imports"),
    path("c/<slug:contract>/imports/new/", import_views.import_new, name="import_new"),
    path("c/<slug:contract>/imports/<int:pk>/", import_views.import_page, name="import"),
    path(
        "c/<slug:contract>/imports/<int:pk>/status/",
        import_views.import_status,
        name="import_status",
    ),
    path("c/<slug:contract>/imports/<int:pk>/keep/", import_views.import_keep, name="import_keep"),
    path(
        "c/<slug:contract>/imports/<int:pk>/resume/",
        import_views.import_resume,
        name="import_resume",
    ),
    path(
        "c/<slug:contract>/imports/<int:pk>/discard/",
        import_views.import_discard,
        name="import_discard",
    ),
    path("c/<slug:contract>/imports/<int:pk>/undo/", import_views.import_undo, name="import_undo"),
    path(
        "c/<slug:contract>/imports/<int:pk>/findings/",
        import_views.import_findings,
        name="import_findings",
    ),
    path(
        "c/<slug:contract>/imports/<int:pk>/mapping/",
        mapping_views.import_mapping,
        name="import_mapping",
    ),
]
