"""Every kind of move, one file for each."""

from __future__ import annotations

from collections.abc import Mapping

from jieting.domain.books.kind import Kind
from jieting.domain.books.kinds.exclusion import EXCLUSION
from jieting.domain.books.kinds.filing import FILING
from jieting.domain.books.kinds.suspension import SUSPENSION

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        EXCLUSION,
        FILING,
        SUSPENSION,
    )
}
"""Each kind by its name."""
