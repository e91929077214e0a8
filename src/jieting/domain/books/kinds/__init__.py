"""Every kind of move, one file for each."""

from __future__ import annotations

from collections.abc import Mapping

from jieting.domain.books.kind import Kind
from jieting.domain.books.kinds.complaint import COMPLAINT
from jieting.domain.books.kinds.confidentiality import CONFIDENTIALITY
from jieting.domain.books.kinds.deliverable import DELIVERABLE
from jieting.domain.books.kinds.dispute import dispute_kind
from jieting.domain.books.kinds.exclusion import EXCLUSION
from jieting.domain.books.kinds.filing import FILING
from jieting.domain.books.kinds.inspection import INSPECTION
from jieting.domain.books.kinds.spot_check import SPOT_CHECK
from jieting.domain.books.kinds.suspension import SUSPENSION
from jieting.domain.books.kinds.task import TASK
from jieting.domain.books.kinds.violation import VIOLATION

_DISPUTABLE = (
    EXCLUSION,
    COMPLAINT,
    CONFIDENTIALITY,
    VIOLATION,
    SPOT_CHECK,
    INSPECTION,
    TASK,
    FILING,
    SUSPENSION,
    DELIVERABLE,
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*_DISPUTABLE, dispute_kind(_DISPUTABLE))}
"""Each kind by its name."""
