"""Every address of the product, room by room."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("jieting.apps.assessment.urls")),
    path("", include("jieting.apps.moves.urls")),
    path("", include("jieting.apps.deliverables.urls")),
    path("", include("jieting.apps.sealing.urls")),
    path("", include("jieting.apps.settlement.urls")),
    path("", include("jieting.apps.line.urls")),
    path("", include("jieting.apps.recordings.urls")),
    path("", include("jieting.apps.calls.urls")),
    path("", include("jieting.apps.contracts.urls")),
    path("", include("jieting.apps.notices.urls")),
    path("", include("jieting.apps.accounts.urls")),
    path("", include("jieting.apps.oversight.urls")),
    path("", include("jieting.web.urls")),
    path("", include("jieting.web.api.urls")),
    path("", include("jieting.web.system.urls")),
]

handler400 = "jieting.web.views.refused"
handler403 = "jieting.web.views.forbidden"
handler404 = "jieting.web.views.missing"
handler500 = "jieting.web.views.failed"
