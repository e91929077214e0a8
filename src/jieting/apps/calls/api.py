"""Routes of the API about calls: bring them in, follow an import, read them."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Annotated, Any

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status
from pydantic import Field

from jieting.apps.accounts.api_door import bearer, scoped
from jieting.apps.accounts.tokens import Bearer, Scope
from jieting.apps.base.problems import ContractId, answers
from jieting.apps.calls import actions, api_actions, queries
from jieting.apps.calls.api_rows import (
    CallsAsked,
    CallsOut,
    FindingsOut,
    ImportOut,
    RowsIn,
    as_file,
    calls_out,
    import_out,
    row_finding,
)
from jieting.apps.calls.imports.upload import Received, ReceivedUpload, StreamingUpload, receive
from jieting.apps.calls.list_queries import page_of_calls, parse_cursor
from jieting.apps.calls.models import Import
from jieting.apps.contracts.queries import latest_terms
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import say

router = Router(tags=["calls"])
_IMPORTS, _CALLS = scoped(Scope.IMPORT_CALLS), scoped(Scope.READ_CALLS)
_FINDINGS_AT_ONCE = 500
ImportId = Annotated[int, Field(ge=1, lt=2**63, description=str(say("Number of the import.")))]
_FILE_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": str(say("csv, xlsx, parquet, or a log of the switch.")),
                        },
                        "mapping": {
                            "type": "string",
                            "maxLength": 100,
                            "description": str(say("Name of a mapping saved for the contract.")),
                        },
                    },
                }
            }
        },
    }
}


@router.post(
    "/imports",
    **scoped(Scope.IMPORT_CALLS, **_FILE_BODY),
    response={**answers(ImportOut, 409, 413), 202: ImportOut},
    summary=str(say("Bring in a file of calls")),
    description=str(
        say(
            "The file is read in the background: ask for the import until it is checked or"
            " committed. The same bytes are not taken twice: 202 for a new import, 200 for the"
            " one that is there."
        )
    ),
)
def bring_file(
    request: HttpRequest,
    contract: Path[ContractId],
    commit: bool = Query(
        True, description=str(say("false only checks the file and keeps nothing."))
    ),
) -> Any:
    """The file is read in the background: ask for the import until it is checked or committed.

    The same bytes are not taken twice: 202 for a new import, 200 for the one that is there.
    """
    who, now = bearer(request), timezone.now()
    received, named = _received(request)
    mapping = _mapping(contract, named, received)
    row, is_new = api_actions.bring(
        by=who.actor, at=now, contract_id=contract, received=received, mapping=mapping
    )
    row = api_actions.go_on(by=who.actor, at=now, row=row, keep=commit)
    return Status(202 if is_new else 200, import_out(row))


@router.post(
    "/imports/rows",
    **_IMPORTS,
    response={**answers(ImportOut, 409, 413), 201: ImportOut},
    summary=str(say("Bring in rows of calls")),
    description=str(
        say(
            "Rows are read at once, as if they were a file; good ones are kept, bad ones told. The"
            " same rows are not taken twice: 201 for a new import, 200 for the one that is there."
        )
    ),
)
def bring_rows(
    request: HttpRequest,
    contract: Path[ContractId],
    body: RowsIn,
    commit: bool = Query(
        True, description=str(say("false only checks the rows and keeps nothing."))
    ),
) -> Any:
    """Rows are read at once, as if they were a file; good ones are kept, bad ones told.

    The same rows are not taken twice: 201 for a new import, 200 for the one that is there.
    """
    who, now = bearer(request), timezone.now()
    received = receive(as_file(body.rows), "rows.csv")
    row, is_new = api_actions.bring(
        by=who.actor, at=now, contract_id=contract, received=received, mapping=("", "")
    )
    row = _run(who, now, row, commit)
    return Status(201 if is_new else 200, import_out(row))


@router.get(
    "/imports/{int:import_id}",
    **_IMPORTS,
    response=answers(ImportOut),
    summary=str(say("How far an import is")),
    description=str(say("State and counts of an import of the contract, whoever brought it.")),
)
def one_import(request: HttpRequest, contract: Path[ContractId], import_id: Path[ImportId]) -> Any:
    """State and counts of an import of the contract, whoever brought it."""
    return import_out(_import(contract, import_id))


@router.get(
    "/imports/{int:import_id}/findings",
    **_IMPORTS,
    response=answers(FindingsOut),
    summary=str(say("What is wrong in an import")),
    description=str(say("Every row that was not kept, with what, why and what to do.")),
)
def findings(
    request: HttpRequest,
    contract: Path[ContractId],
    import_id: Path[ImportId],
    offset: int = Query(0, ge=0, le=10**9, description=str(say("How many findings to pass over."))),
    limit: int = Query(100, ge=1, le=_FINDINGS_AT_ONCE, description=str(say("How many to give."))),
) -> Any:
    """Every row that was not kept, with what, why and what to do."""
    folder = queries.folder_of(_import(contract, import_id))
    found = list(islice(folder.findings(offset + limit + 1), offset, None))
    more = offset + limit if len(found) > limit else None
    return {"findings": [row_finding(one) for one, _ in found[:limit]], "next": more}


@router.post(
    "/imports/{int:import_id}/commit",
    **_IMPORTS,
    response={**answers(ImportOut, 409), 202: ImportOut},
    summary=str(say("Keep the calls of a checked import")),
    description=str(say("Its good calls are kept in the background; 409 where it is not checked.")),
)
def commit(request: HttpRequest, contract: Path[ContractId], import_id: Path[ImportId]) -> Any:
    """Its good calls are kept in the background; 409 where it is not checked."""
    row = _import(contract, import_id)
    asked = actions.ask_commit(by=bearer(request).actor, at=timezone.now(), import_id=row.pk)
    return Status(202, import_out(asked))


@router.get(
    "/calls",
    **_CALLS,
    response=answers(CallsOut),
    summary=str(say("Calls, page by page")),
    description=str(
        say("The calls that a filter finds; follow next until it is null, and no call is missed.")
    ),
)
def calls(request: HttpRequest, contract: Path[ContractId], asked: Query[CallsAsked]) -> Any:
    """The calls that a filter finds; follow next until it is null, and no call is missed."""
    zone = latest_terms(contract).zone
    page = page_of_calls(
        contract,
        asked.filter(),
        zone,
        cursor=parse_cursor(asked.at),
        order=asked.order,
        size=asked.size,
    )
    return {"calls": calls_out(page.calls, zone), "next": str(page.after) if page.after else None}


def _import(contract: str, import_id: int) -> Import:
    try:
        return queries.import_of(contract, import_id)
    except Import.DoesNotExist:
        raise Http404 from None


def _run(who: Bearer, now: datetime, row: Import, keep: bool) -> Import:
    """Check, and keep where asked; what could not be read is told and leaves no import behind."""
    if row.state == Import.State.UPLOADED:
        row = actions.run_import_now(by=who.actor, at=now, import_id=row.pk, keep=keep)
    elif row.state == Import.State.CHECKED and keep:
        with transaction.atomic():
            actions.ask_commit(by=who.actor, at=now, import_id=row.pk, in_background=False)
        row = api_actions.run(import_id=row.pk, at=now)
    return row


def _received(request: HttpRequest) -> tuple[Received, str]:
    """The file of the form, streamed into its folder, and the name of the mapping asked for."""
    handler = StreamingUpload()
    request.upload_handlers = [handler]
    upload = request.FILES.get("file")
    if handler.refused is not None:
        raise handler.refused
    if not isinstance(upload, ReceivedUpload):
        if handler.receiver is not None:
            handler.receiver.drop()
        raise BadInput(_no_file())
    return upload.received, str(request.POST.get("mapping", "")).strip()


def _mapping(contract: str, name: str, received: Received) -> tuple[str, str]:
    if not name:
        return "", ""
    saved = {one.name: one.text for one in queries.saved_mappings(contract)}
    if name not in saved:
        received.folder.remove()
        raise BadInput(_no_mapping(name[:100], saved))
    return name, saved[name]


def _no_file() -> Finding:
    return Finding(
        "no_file",
        say("The request has no file."),
        say("There is nothing to bring in."),
        say("Send multipart/form-data with the file in the field 'file'."),
        Place(column="file"),
    )


def _no_mapping(name: str, saved: Any) -> Finding:
    return Finding(
        "no_mapping",
        say("No mapping is saved under the name {name}.", name=name),
        say("Without it the columns of the file mean nothing."),
        say(
            "Saved are: {names}. Save one on the page of an import.", names=", ".join(saved) or "-"
        ),
        Place(column="mapping"),
    )
