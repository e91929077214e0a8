"""Pages on which a mapping is made: by clicking columns, by hand, saved, downloaded, used."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import tell
from jieting.apps.calls import actions, queries
from jieting.apps.calls.import_forms import MappingTextForm, SaveMappingForm
from jieting.apps.calls.imports import mappings
from jieting.apps.calls.imports.choose import LOGS, Chosen, chosen
from jieting.apps.calls.imports.maker_page import MakerPage, maker_page
from jieting.apps.calls.mapping_page import maker_context
from jieting.apps.calls.models import Import
from jieting.apps.calls.months import zone_of
from jieting.domain.said import say, verbatim
from jieting.switches.mapping_file import parse_mapping


@room(Right.IMPORT_CALLS)
@require_http_methods(["GET", "POST"])
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column of the file is; every change shows what it makes of the first rows."""
    row = _waiting(request, pk)
    page = _page(row, request.POST.dict())
    act = _ACTS.get(request.POST.get("do", ""))
    if act is not None:
        return act(request, row, page)
    template = "calls/import_maker.html" if request.htmx else "calls/import_mapping.html"
    return render(request, template, maker_context(request.standing, row, page))


def _page(row: Import, asked: dict[str, Any]) -> MakerPage:
    source = queries.folder_of(row).source
    if source is None:
        raise Http404
    name = row.file_name.rsplit(".", 1)[0][:60]
    known = mappings.known(row.contract_id)
    return maker_page(source, row.kind, zone_of(row.contract_id), known, asked, name)


def _use(request: HttpRequest, row: Import, page: MakerPage) -> HttpResponse:
    return _check_with(request, row, Chosen(page.name, page.text))


def _use_chosen(request: HttpRequest, row: Import, page: MakerPage) -> HttpResponse:
    found = chosen(row.contract_id, request.POST.get("mapping", ""))
    if found is None:
        raise Http404
    return _check_with(request, row, found)


def _use_text(request: HttpRequest, row: Import, page: MakerPage) -> HttpResponse:
    """A mapping written by hand. Errors: BadInput with every finding in it."""
    form = MappingTextForm(request.POST)
    if not form.is_valid():
        return redirect("import_mapping", row.contract_id, row.pk)
    text = form.cleaned_data["text"]
    return _check_with(request, row, Chosen(parse_mapping(text, "mapping").name[:100], text))


def _check_with(request: HttpRequest, row: Import, mapping: Chosen) -> HttpResponse:
    actions.ask_check(
        by=request.standing.actor,
        at=timezone.now(),
        import_id=row.pk,
        mapping_name=mapping.name[:100],
        mapping_text=mapping.text,
    )
    return redirect("import", row.contract_id, row.pk)


def _save(request: HttpRequest, row: Import, page: MakerPage) -> HttpResponse:
    """Keep the mapping under its name, and stay on the page."""
    form = SaveMappingForm(request.POST)
    if form.is_valid():
        actions.save_mapping(
            by=request.standing.actor,
            at=timezone.now(),
            contract_id=row.contract_id,
            name=form.cleaned_data["name"],
            text=page.text,
        )
        name = verbatim(form.cleaned_data["name"])
        messages.success(request, tell(say("The mapping {name} is saved.", name=name)))
    context = maker_context(request.standing, row, page)
    return render(request, "calls/import_mapping.html", context)


def _download(request: HttpRequest, row: Import, page: MakerPage) -> HttpResponse:
    name = quote(f"{page.name}.toml")
    headers = {
        "Content-Disposition": f"attachment; filename=\"mapping.toml\"; filename*=UTF-8''{name}"
    }
    return HttpResponse(page.text, content_type="application/toml; charset=utf-8", headers=headers)


_ACTS = {
    "use": _use,
    "choose": _use_chosen,
    "text": _use_text,
    "save": _save,
    "download": _download,
}


def _waiting(request: HttpRequest, pk: int) -> Import:
    """The import, of this contract and not kept yet, whose file is a table."""
    try:
        row = queries.import_of(request.standing.contract.pk, pk)
    except Import.DoesNotExist:
        raise Http404 from None
    waits = row.state in (Import.State.UPLOADED, Import.State.CHECKED, Import.State.FAILED)
    if not waits or row.kind in LOGS:
        raise Http404
    return row
