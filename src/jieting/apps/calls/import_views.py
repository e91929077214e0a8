"""Pages of imports: history, upload, report, keeping, discarding, undoing, what was found."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import page_language, tell
from jieting.apps.calls import actions, queries
from jieting.apps.calls.import_forms import AUTO, CLICK, OURS, UploadForm
from jieting.apps.calls.import_page import crumbs, import_context, import_row
from jieting.apps.calls.imports.choose import Chosen, can_be_clicked, chosen, found_out
from jieting.apps.calls.imports.folders import findings_csv
from jieting.apps.calls.imports.limits import most_bytes
from jieting.apps.calls.imports.upload import Received, StreamingUpload
from jieting.apps.calls.models import Import
from jieting.apps.calls.months import zone_of
from jieting.domain.errors import BadInput
from jieting.domain.said import say
from jieting.language import Language

PAGE = 50
_TOO_LARGE = 413
_NOT_UNDERSTOOD = 422


@room(Right.SEE_IMPORTS)
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """The history of imports, newest first."""
    standing = request.standing
    contract_id = standing.contract.pk
    pages = Paginator(queries.imports_of(contract_id), PAGE)
    page = pages.get_page(request.GET.get("page"))
    zone = zone_of(contract_id)
    context = {
        "crumbs": crumbs(standing.contract),
        "may_import": standing.may(Right.IMPORT_CALLS),
        "rows": [import_row(row, zone) for row in page],
        "previous": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next": f"?page={page.next_page_number()}" if page.has_next() else "",
        "contract": standing.contract,
    }
    return render(request, "calls/imports.html", context)


@room(Right.IMPORT_CALLS)
@csrf_exempt
def import_new(request: HttpRequest) -> HttpResponse:
    """Bring a file. Where it lands is settled before anything of the form is read."""
    uploads = StreamingUpload()
    request.upload_handlers = [uploads]
    try:
        return _import_new(request, uploads)
    finally:
        uploads.drop_unless_taken()


@csrf_protect
@require_http_methods(["GET", "POST"])
def _import_new(request: HttpRequest, uploads: StreamingUpload) -> HttpResponse:
    contract_id = request.standing.contract.pk
    if request.method == "GET":
        return _upload_page(request, UploadForm(contract_id, initial={"mapping": AUTO}))
    form = UploadForm(contract_id, request.POST, request.FILES)
    if uploads.refused is not None:
        return _upload_page(request, form, uploads.refused, _TOO_LARGE)
    if not form.is_valid():
        return _upload_page(request, form, status=_NOT_UNDERSTOOD)
    try:
        row = _take(request, form, uploads.taken())
    except BadInput as error:
        return _upload_page(request, form, error, _NOT_UNDERSTOOD)
    return _away(request, row)


def _take(request: HttpRequest, form: UploadForm, received: Received) -> Import:
    """Bring the file and begin its trial, where it is known how to read it."""
    by, at = request.standing.actor, timezone.now()
    row = actions.import_received(
        by=by, at=at, contract_id=request.standing.contract.pk, received=received
    )
    mapping = _mapping(row, form.cleaned_data["mapping"])
    if mapping is None and can_be_clicked(row):
        return row
    mapping = mapping or Chosen()
    return actions.ask_check(
        by=by, at=at, import_id=row.pk, mapping_name=mapping.name, mapping_text=mapping.text
    )


def _mapping(row: Import, choice: str) -> Chosen | None:
    if choice == CLICK:
        return None
    if choice == OURS:
        return Chosen()
    if choice != AUTO:
        return chosen(row.contract_id, choice)
    try:
        return found_out(row)
    except BadInput:
        return None  # the trial tells what is wrong with the file


def _away(request: HttpRequest, row: Import) -> HttpResponse:
    """To the page on which the import goes on."""
    name = "import_mapping" if row.state == Import.State.UPLOADED else "import"
    url = reverse(name, args=[row.contract_id, row.pk])
    if request.htmx:
        response = HttpResponse()
        response["HX-Redirect"] = url
        return response
    return redirect(url)


def _upload_page(
    request: HttpRequest, form: UploadForm, error: BadInput | None = None, status: int = 200
) -> HttpResponse:
    """The page, or for htmx its form alone, which is only swapped in with 200."""
    context = {
        "crumbs": crumbs(request.standing.contract, say("Import calls")),
        "form": form,
        "findings": error.findings if error else (),
        "most_bytes": most_bytes(),
        "most_mb": most_bytes() // 1_000_000,
        "contract": request.standing.contract,
    }
    if request.htmx:
        return render(request, "calls/import_upload.html", context)
    return render(request, "calls/import_new.html", context, status=status)


@room(Right.SEE_IMPORTS)
@require_GET
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """An import: what its file holds, how far it is, what can be done."""
    context = import_context(request.standing, _row(request, pk))
    return render(request, "calls/import.html", context)


@room(Right.SEE_IMPORTS)
@require_GET
def import_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that follows the work."""
    context = import_context(request.standing, _row(request, pk))
    return render(request, "calls/import_state.html", context)


@room(Right.IMPORT_CALLS)
@require_POST
def import_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the calls of a checked import."""
    row = _row(request, pk)
    actions.ask_commit(by=request.standing.actor, at=timezone.now(), import_id=row.pk)
    return redirect("import", row.contract_id, row.pk)


@room(Right.IMPORT_CALLS)
@require_POST
def import_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up interrupted work."""
    row = _row(request, pk)
    actions.resume_import(by=request.standing.actor, at=timezone.now(), import_id=row.pk)
    messages.success(request, tell(say("The import goes on.")))
    return redirect("import", row.contract_id, row.pk)


@room(Right.IMPORT_CALLS)
@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an import of which nothing was kept."""
    row = _row(request, pk)
    actions.discard_import(by=request.standing.actor, at=timezone.now(), import_id=row.pk)
    messages.success(request, tell(say("The import is discarded; its file is removed.")))
    return redirect("imports", row.contract_id)


@room(Right.IMPORT_CALLS)
@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the calls of a kept import out of the books again."""
    row = _row(request, pk)
    actions.undo_import(
        by=request.standing.actor,
        at=timezone.now(),
        import_id=row.pk,
        reason=request.POST.get("reason", "")[:500],
    )
    messages.success(request, tell(say("The import is undone.")))
    return redirect("import", row.contract_id, row.pk)


@room(Right.SEE_IMPORTS)
@require_GET
def import_findings(request: HttpRequest, pk: int) -> HttpResponse:
    """Every finding as a csv, with the raw rows; callers in them are masked."""
    row = _row(request, pk)
    lines = findings_csv(queries.folder_of(row), row.file_name, Language(page_language()))
    name = quote(f"{row.contract_id}-import-{row.pk}-findings.csv")
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store, private",
    }
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)


def _row(request: HttpRequest, pk: int) -> Import:
    """The import, of this contract alone."""
    try:
        return queries.import_of(request.standing.contract.pk, pk)
    except Import.DoesNotExist:
        raise Http404 from None
