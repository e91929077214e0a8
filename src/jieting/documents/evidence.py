"""Evidence: the lists of rows behind the figures, to be written beside a statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jieting.domain.said import Said

Value = str | int | None


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """A named list of rows, such as the calls that counted.

    ``columns`` are the names of the call table's columns; ``rows`` may be a stream and is then
    read once. Text stays text (identifiers too), whole numbers become numbers.
    """

    name: str
    title: Said
    columns: tuple[str, ...]
    rows: Iterable[Sequence[Value]]


EvidenceTables = tuple[EvidenceList, ...]
