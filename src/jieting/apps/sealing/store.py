"""Bundles on disk: written whole before they get their name, and made again where one is lost."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from jieting.apps.calls.columns import write_columns
from jieting.apps.sealing import refusals
from jieting.apps.sealing.models import Seal, Signature
from jieting.documents.bundle import bundle_bytes, read_bundle
from jieting.domain.books import seal as form
from jieting.domain.books.seal import Signed, digest, pretty, settlement_numbers
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import BadInput, Finding, Place, Refused
from jieting.domain.periods import Month, Period
from jieting.domain.said import Said, say
from jieting.installation.home import home

_WORK = ".work-"


def calls_bytes(contract_id: str, period: Period, imports: Sequence[int] | None = None) -> bytes:
    """The calls of a period as Parquet, callers blank: the same calls give the same bytes."""
    with tempfile.TemporaryDirectory(prefix=_WORK, dir=home().sealed) as folder:
        path = Path(folder) / form.CALLS
        write_columns(contract_id, period, path, imports)
        return path.read_bytes()


def terms_of(row: Seal) -> Contract:
    """The contract as it was frozen in a seal."""
    return load_contract(row.contract_text, f"{row.contract_id}.toml")[0]


def files_of(row: Seal, calls: bytes) -> dict[str, bytes]:
    """The files that both signatures cover."""
    numbers = settlement_numbers(terms_of(row), json.loads(row.result))
    return {
        form.CALLS: calls,
        form.CONTRACT: row.contract_text.encode(),
        form.OPEN: pretty(row.open_items),
        form.RECORDS: row.records_text.encode(),
        form.RESULT: row.result.encode(),
        form.SETTLEMENT: pretty(numbers),
        form.STATEMENT_PDF: bytes(row.statement_pdf),
    }


def signed_by(row: Seal) -> list[Signed]:
    """The signatures under a seal as a bundle keeps them."""
    return [
        Signed(
            side=each.side,
            by=each.by,
            name=each.name,
            role=each.role,
            at=each.at.isoformat(timespec="microseconds"),
            second_factor=each.with_second_factor,
            statement=each.statement,
        )
        for each in Signature.objects.filter(seal=row).order_by("side")
    ]


def whole_bundle(row: Seal, files: Mapping[str, bytes]) -> bytes:
    """The bundle of a signed seal, from the files that were signed."""
    return bundle_bytes(
        {
            **files,
            form.SIGNATURES: form.signatures_json(signed_by(row)),
            form.MANIFEST: row.manifest.encode(),
        }
    )


def bundle_path(row: Seal) -> Path:
    """Where the bundle of a seal lies."""
    return home().sealed / row.contract_id / row.bundle


def keep_bundle(row: Seal, content: bytes) -> None:
    """Put a bundle in its place, whole or not at all; its name holds its hash."""
    path = bundle_path(row)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    draft = path.with_name(f"{_WORK}{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        _sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Have the folder's names on the disk too, before the database says that they are."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(contract_id: str, known: Iterable[str]) -> int:
    """Remove what a killed sealing left: files that no seal names. Only while nobody else seals."""
    folder, named = home().sealed / contract_id, set(known)
    left = [path for path in folder.glob("*") if path.name not in named] if folder.is_dir() else []
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def bundle_of(row: Seal) -> bytes:
    """The bundle of a signed seal; made again from the rows where the file is lost or changed.

    Errors: Refused where it cannot be made again as it was.
    """
    path = bundle_path(row)
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    if digest(content) == row.bundle_digest:
        return content
    month = Month.parse(row.month)
    calls = calls_bytes(row.contract_id, month.period(terms_of(row).zone), row.imports)
    made = whole_bundle(row, files_of(row, calls))
    if digest(made) != row.bundle_digest:
        raise Refused(refusals.bundle_lost(row.bundle))
    keep_bundle(row, made)
    return made


def write_sealed_calls(row: Seal, path: Path) -> None:
    """Write the calls of a sealed month to ``path``. Errors: Refused where they are lost."""
    calls = _calls_in_bundle(row)
    if calls is None:
        bundle_of(row)
        calls = _calls_in_bundle(row)
    if calls is None:
        raise Refused(refusals.bundle_lost(row.bundle))
    path.write_bytes(calls)


def _calls_in_bundle(row: Seal) -> bytes | None:
    try:
        found = read_bundle(bundle_path(row))[0].get(form.CALLS)
    except BadInput:
        return None
    return found if found is not None and digest(found) == row.calls_digest else None


def bundle_fault(row: Seal) -> Finding | None:
    """What is wrong with the file of a signed seal; None where it is whole."""
    path = bundle_path(row)
    found = sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                found.update(piece)
    except OSError:
        return _fault(row, say("The bundle {name} is missing.", name=row.bundle))
    if found.hexdigest() != row.bundle_digest:
        return _fault(row, say("The bundle {name} is not what was sealed.", name=row.bundle))
    return None


def _fault(row: Seal, what: Said) -> Finding:
    return Finding(
        "seal_bundle_fault",
        what,
        say("The file was changed or removed past the application; the rows are as they were."),
        say("Download it on the month's page: it is made again. Ask who could reach the disk."),
        Place(row.contract_id, column=f"{row.month}-{row.number}"),
    )
