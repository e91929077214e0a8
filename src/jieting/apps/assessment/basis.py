"""What a month is assessed from, named exactly: the contract's version, records, calls, code."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import jieting
from jieting.apps.assessment.frozen import Frozen, frozen_month
from jieting.apps.assessment.models import RecordsFile
from jieting.apps.calls.columns import KeptMonth, kept_months
from jieting.apps.contracts.queries import terms_digest, terms_of, version_of_month
from jieting.apps.moves.queries import moves_mark
from jieting.apps.moves.queries import records_of as moves_records
from jieting.documents.records_file import records_toml
from jieting.domain.contracts.fit import fit_findings
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.load_records import load_records
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Record, Records
from jieting.domain.errors import Finding
from jieting.domain.periods import Month

RECORDS_NAME = "records.toml"
"""How findings name the records of a contract."""
_COUNTING = ("domain", "analytics")
"""Packages whose code decides what is counted."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a month is assessed from; two of one digest give the same month.

    ``counted`` names what the counted numbers stand on, ``digest`` all that is shown; ``calls``
    the calls of the month and of the one before, from which calls may reach over; ``findings``
    are those about records and month, errors among them where the month cannot be assessed.
    ``frozen`` is the seal that it was read from; None for the books of today.
    """

    contract_id: str
    month: Month
    version: str
    digest: str
    counted: str = field(compare=False)
    calls: str = field(compare=False)
    terms: Contract = field(compare=False)
    records: Records = field(compare=False)
    findings: tuple[Finding, ...] = field(compare=False)
    frozen: Frozen | None = field(default=None, compare=False)


def shown_basis(contract_id: str, month: Month) -> Basis:
    """What the month is shown from: its seal, or the books of today where it is not sealed.

    Errors: Refused where no version of the contract was in force.
    """
    frozen = frozen_month(contract_id, month)
    return frozen_basis(frozen) if frozen is not None else basis_of(contract_id, month)


@lru_cache(maxsize=64)
def frozen_basis(frozen: Frozen) -> Basis:
    """What a sealed month is shown from; read once in a process, for seals never change."""
    content = frozen.content()
    terms = load_contract(content.contract_text, f"{frozen.contract_id}.toml")[0]
    records, warnings = load_records(content.records_text, RECORDS_NAME, terms.zone)
    return Basis(
        contract_id=frozen.contract_id,
        month=frozen.month,
        version=terms.version,
        digest=frozen.mark,
        counted=frozen.mark,
        calls=frozen.mark,
        terms=terms,
        records=records,
        findings=(*warnings, *fit_findings(terms, frozen.month, records)),
        frozen=frozen,
    )


def basis_of(contract_id: str, month: Month) -> Basis:
    """What the month would be assessed from now.

    Errors: Refused where no version of the contract was in force.
    """
    version = version_of_month(contract_id, month)
    file = latest_records(contract_id)
    terms = terms_of(version)
    file_key = (file.pk if file is not None else 0, moves_mark(contract_id))
    text = _text(
        _Text(contract_id, version.pk, terms_digest(version), file_key, month, terms, file)
    )
    kept = kept_months(contract_id)
    looked_at = [m.mark for m in kept if m.month in (month, month.plus(-1))]
    calls = _digest([str(text.terms.zone), *looked_at])
    # The version as it was added: that a reading is agreed moves no number.
    counted = _digest([code_digest(), version.digest, calls, text.counting])
    # Whether a call that a record names is kept depends on the calls of every month.
    every = [kept_month.mark for kept_month in kept]
    return Basis(
        contract_id,
        month,
        text.terms.version,
        _digest([counted, version.pk, terms_digest(version), file_key, *every]),
        counted,
        calls,
        text.terms,
        text.records,
        text.findings,
    )


def with_records(basis: Basis, records: Records) -> Basis:
    """What the month would be assessed from with other records; for looking, never kept."""
    version = version_of_month(basis.contract_id, basis.month)
    counting = _digest(_counting(records, basis.month, basis.terms))
    counted = _digest([code_digest(), version.digest, basis.calls, counting])
    return replace(basis, records=records, counted=counted, digest="")


@dataclass(frozen=True, slots=True)
class _Text:
    """A version, records and a month by their names, with what is needed to read them once."""

    contract_id: str
    version: int
    version_digest: str
    records: tuple[int, int]
    month: Month
    terms: Contract = field(compare=False)
    file: RecordsFile | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Read:
    """Terms and records of a month; ``counting`` names what of the records decides what counts."""

    terms: Contract
    records: Records
    findings: tuple[Finding, ...]
    counting: str


@lru_cache(maxsize=256)
def _text(given: _Text) -> _Read:
    records, warnings = records_in_force(given.contract_id, given.file, given.terms)
    fit = fit_findings(given.terms, given.month, records)
    counting = _digest(_counting(records, given.month, given.terms))
    return _Read(given.terms, records, (*warnings, *fit), counting)


def latest_records(contract_id: str) -> RecordsFile | None:
    """The records of a contract that count, without their text; None where none were kept."""
    found = RecordsFile.objects.filter(contract_id=contract_id).defer("text")
    return found.order_by("-number").first()


def read_records(file: RecordsFile | None, zone: ZoneInfo) -> tuple[Records, tuple[Finding, ...]]:
    """The records in a kept file with their warnings; parsed once in a process."""
    if file is None:
        return Records(), ()
    return _read(file.digest, str(zone), file.pk)


def records_in_force(
    contract_id: str, file: RecordsFile | None, terms: Contract
) -> tuple[Records, tuple[Finding, ...]]:
    """The kept records and those of all moves, as one file reads them; its warnings."""
    of_moves = moves_records(contract_id, terms)
    if not of_moves:
        return read_records(file, terms.zone)
    text = _merged(file, of_moves, terms.zone)
    records, warnings = load_records(text, RECORDS_NAME, terms.zone)
    return records, tuple(warnings)


def records_in_force_text(contract_id: str, terms: Contract) -> str | None:
    """The same as a records file; None where there is no record at all.

    Without moves it is the kept file, letter for letter.
    """
    file = latest_records(contract_id)
    of_moves = moves_records(contract_id, terms)
    if of_moves:
        return _merged(file, of_moves, terms.zone)
    return None if file is None else _kept_text(file.pk, file.digest)


def _merged(
    file: RecordsFile | None, of_moves: Iterable[tuple[str, Record]], zone: ZoneInfo
) -> str:
    kept, _ = read_records(file, zone)
    arrays: dict[str, tuple[Record, ...]] = {}
    for array, record in of_moves:
        arrays[array] = (*arrays.get(array, getattr(kept, array)), record)
    return records_toml(replace(kept, **arrays), zone)  # type: ignore[arg-type] # by array


def _kept_text(pk: int, digest: str) -> str:
    return str(RecordsFile.objects.values_list("text", flat=True).get(pk=pk, digest=digest))


@lru_cache(maxsize=64)
def _read(digest: str, zone: str, pk: int) -> tuple[Records, tuple[Finding, ...]]:
    records, warnings = load_records(_kept_text(pk, digest), RECORDS_NAME, ZoneInfo(zone))
    return records, tuple(warnings)


def _counting(records: Records, month: Month, terms: Contract) -> Iterable[object]:
    """The part of the records that decides which calls and complaints are counted."""
    excluded = records.agreed_exclusions(month, terms.zone)
    complaints = records.of_month(month, terms.zone).complaint
    yield [[period.start, period.end] for period in excluded]
    yield [[c.call_id, c.received_at, c.verdict] for c in complaints]
    yield sorted({e.call_id for e in records.evaluation if e.sampled})


def _digest(parts: Iterable[object]) -> str:
    text = json.dumps(list(parts), ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


@cache
def code_digest() -> str:
    """Names the code that counts: what another version counted is counted anew."""
    root = Path(jieting.__file__).parent
    found = sha256()
    for package in _COUNTING:
        for path in sorted((root / package).rglob("*.py")):
            found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def months_of(kept: Iterable[KeptMonth]) -> list[Month]:
    """The months that have calls, newest first."""
    return sorted((m.month for m in kept if m.calls > 0), reverse=True)
