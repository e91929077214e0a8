"""Every kind of move, one file for each."""

from __future__ import annotations

from collections.abc import Mapping

from jieting.domain.books.kind import Kind
from jieting.domain.books.kinds.exclusion import EXCLUSION

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (EXCLUSION,)}
"""Each kind by its name."""
