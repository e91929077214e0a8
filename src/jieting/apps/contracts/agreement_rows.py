"""Who agreed to which reading, and what a person may do about it: the cells of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from jieting.apps.contracts.models import ReadingAgreement, Version
from jieting.apps.contracts.queries import newest_version
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.choices import Choice
from jieting.domain.contracts.edit.agreed import Reading

SIDES = (Side.SUPPLIER, Side.PURCHASER)
_BETWEEN = "/"


@dataclass(frozen=True, slots=True)
class Agreed:
    """That a side agreed: who, and when in the contract's zone."""

    who: str
    at: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """What the sides said of a reading; ``key`` names it in forms."""

    key: str
    supplier: Agreed | None
    purchaser: Agreed | None
    may_agree: bool
    may_take_back: bool

    @property
    def sides(self) -> tuple[Agreed | None, Agreed | None]:
        """Supplier, then purchaser."""
        return self.supplier, self.purchaser


def agreement_rows(
    version: Version, choices: tuple[Choice, ...], zone: ZoneInfo, own: Side | None
) -> Mapping[Reading, AgreementRow]:
    """The cells of every reading of a version; ``own`` is the side that may agree, if any.

    Edge: nobody agrees to the readings of a version that a later one has replaced.
    """
    found: dict[Reading, dict[str, Agreed]] = {}
    for row in ReadingAgreement.objects.filter(version=version):
        at = f"{row.at.astimezone(zone):%Y-%m-%d %H:%M}"
        found.setdefault((row.name, row.clause), {})[row.side] = Agreed(row.by_name or row.by, at)
    may = own is not None and version == newest_version(version.contract_id)
    return {
        (choice.name, choice.clause): _row(choice, found, own if may else None)
        for choice in choices
    }


def _row(
    choice: Choice, found: Mapping[Reading, Mapping[str, Agreed]], own: Side | None
) -> AgreementRow:
    sides = found.get((choice.name, choice.clause), {})
    has = own is not None and own.value in sides
    return AgreementRow(
        key_of((choice.name, choice.clause)),
        sides.get(Side.SUPPLIER.value),
        sides.get(Side.PURCHASER.value),
        own is not None and not has and not choice.agreed,
        has and len(sides) == 1,
    )


def key_of(reading: Reading) -> str:
    """A reading as a form names it."""
    return _BETWEEN.join(reading)


def reading_of(key: str) -> Reading:
    """The reading that a form names."""
    name, _, clause = key.partition(_BETWEEN)
    return name, clause
