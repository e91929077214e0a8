"""Sealed months as the assessment shows them, and what no undo may take from under them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from jieting.apps.assessment.frozen import Content, Frozen
from jieting.apps.sealing import refusals
from jieting.apps.sealing.models import Seal
from jieting.apps.sealing.store import write_sealed_calls
from jieting.domain.errors import Finding
from jieting.domain.periods import Month


def sealed(contract_id: str, month: Month) -> Frozen | None:
    """The latest signed seal of a month as the assessment shows it."""
    found = Seal.objects.filter(
        contract_id=contract_id, month=str(month), state=Seal.State.SIGNED
    ).order_by("-number")
    row = found.values_list("number", "hash").first()
    if row is None:
        return None
    number, mark = row

    def content() -> Content:
        return _content(contract_id, mark)

    def write_calls(path: Path) -> None:
        write_sealed_calls(Seal.objects.get(contract_id=contract_id, hash=mark), path)

    return Frozen(contract_id, month, number, mark, content, write_calls)


@lru_cache(maxsize=16)
def _content(contract_id: str, mark: str) -> Content:
    """Read once in a process: a signed seal never changes."""
    row = Seal.objects.defer("statement_pdf").get(contract_id=contract_id, hash=mark)
    return Content(row.contract_text, row.records_text, row.sheet, row.drawn_at, row.calls)


def undo_guard(contract_id: str, import_id: int, months: Sequence[str]) -> Finding | None:
    """Against the undo of an import whose calls stand behind a sealed month."""
    standing = Seal.objects.filter(
        contract_id=contract_id, state=Seal.State.SIGNED, imports__contains=[import_id]
    )
    found = sorted(set(standing.values_list("month", flat=True)))
    return refusals.sealed_months(found) if found else None
