"""Reading sealed months: the latest revision, every revision, and the result of each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import QuerySet

from jieting.apps.sealing.models import Seal
from jieting.domain.books.seal import month_result
from jieting.domain.contracts.settlement import MonthResult
from jieting.domain.periods import Month

_RESULT = (
    "contract_id", "month", "number", "result", "hash", "ended_at", "reason", "bundle", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SealedMonth:
    """A month that both parties signed; ``number`` 0 is the seal, 1 and up its corrections.

    ``digest`` is the seal's hash, which the next seal of the contract holds.
    """

    contract_id: str
    month: Month
    number: int
    version: str
    result: MonthResult
    score: Fraction | None
    coefficient: Fraction | None
    digest: str
    signed_at: datetime
    reason: str

    @property
    def is_correction(self) -> bool:
        """True for all but the first seal of the month."""
        return self.number > 0


def sealed_month(contract_id: str, month: Month) -> SealedMonth | None:
    """The latest signed revision of a month; None where none was signed."""
    row = _signed(contract_id).filter(month=str(month)).order_by("-number").first()
    return None if row is None else _sealed(row)


def revisions(contract_id: str, month: Month) -> list[SealedMonth]:
    """Every signed revision of a month, the seal first."""
    rows = _signed(contract_id).filter(month=str(month)).order_by("number")
    return [_sealed(row) for row in rows]


def sealed_months(contract_id: str) -> list[SealedMonth]:
    """The latest signed revision of each sealed month, in the order of the months."""
    rows = _signed(contract_id).order_by("month", "number")
    return [_sealed(row) for row in _latest(rows)]


def every_revision(contract_id: str) -> dict[Month, list[SealedMonth]]:
    """Every signed revision of each sealed month, the seal first, in one query."""
    found: dict[Month, list[SealedMonth]] = {}
    for row in _signed(contract_id).order_by("month", "number"):
        found.setdefault(Month.parse(row.month), []).append(_sealed(row))
    return found


def sealed_at(contract_id: str) -> dict[Month, datetime]:
    """When each sealed month was sealed, without reading what was sealed."""
    rows = Seal.objects.filter(contract_id=contract_id, state=Seal.State.SIGNED, number=0)
    return {Month.parse(month): at for month, at in rows.values_list("month", "ended_at")}


def is_sealed(contract_id: str, month: Month) -> bool:
    """True where both parties have signed the month."""
    return Seal.objects.filter(
        contract_id=contract_id, month=str(month), state=Seal.State.SIGNED
    ).exists()


def _signed(contract_id: str) -> QuerySet[Seal]:
    found = Seal.objects.filter(contract_id=contract_id, state=Seal.State.SIGNED)
    return found.only(*_RESULT)


def _latest(rows: Iterable[Seal]) -> list[Seal]:
    return list({row.month: row for row in rows}.values())


def _sealed(row: Seal) -> SealedMonth:
    result = json.loads(row.result)
    found = month_result(result, row.bundle)
    coefficient = result["coefficient"]
    return SealedMonth(
        contract_id=row.contract_id,
        month=found.month,
        number=row.number,
        version=row.version,
        result=found,
        score=found.score,
        coefficient=None if coefficient is None else Fraction(coefficient),
        digest=row.hash,
        signed_at=row.ended_at,
        reason=row.reason,
    )
