"""Addresses of the app ``contracts``."""

from __future__ import annotations

from django.urls import path

from jieting.apps.contracts import (
    agreement_views,
    amend_views,
    amendment_views,
    calendar_views,
    draft_views,
    views,
)

_CONTRACT = "c/<slug:contract>/contract/"
_AMENDMENT = f"{_CONTRACT}amendments/<int:number>/"

urlpatterns = [
    path(_CONTRACT, views.contract, name="contract"),
    path(
        f"{_CONTRACT}versions/<path:version>/file/",
        views.contract_file,
        name="contract_file",
    ),
    path(f"{_CONTRACT}readings/agree/", agreement_views.readings_agree, name="readings_agree"),
    path(
        f"{_CONTRACT}readings/take-back/",
        agreement_views.reading_take_back,
        name="reading_take_back",
    ),
    path(f"{_CONTRACT}calendar/", calendar_views.contract_calendar, name="contract_calendar"),
    path(f"{_CONTRACT}amend/", amend_views.amend, name="amend"),
    path(f"{_CONTRACT}amend/text/", amend_views.amend_text, name="amend_text"),
    path(f"{_CONTRACT}amendments/", amendment_views.amendment_propose, name="amendment_propose"),
    path(_AMENDMENT, amendment_views.amendment, name="amendment"),
    path(f"{_AMENDMENT}file/", amendment_views.amendment_file, name="amendment_file"),
    path(f"{_AMENDMENT}agree/", amendment_views.amendment_agree, name="amendment_agree"),
    path(f"{_AMENDMENT}refuse/", amendment_views.amendment_refuse, name="amendment_refuse"),
    path(f"{_AMENDMENT}withdraw/", amendment_views.amendment_withdraw, name="amendment_withdraw"),
    path("contracts/new/", draft_views.drafts, name="drafts"),
    path("contracts/drafts/<int:pk>/", draft_views.draft, name="draft"),
    path("contracts/drafts/<int:pk>/head/", draft_views.draft_head, name="draft_head"),
    path("contracts/drafts/<int:pk>/file/", draft_views.draft_file, name="draft_file"),
    path("contracts/drafts/<int:pk>/force/", draft_views.draft_force, name="draft_force"),
    path("contracts/drafts/<int:pk>/remove/", draft_views.draft_remove, name="draft_remove"),
]
