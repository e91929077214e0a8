"""What ``jieting assess`` hands to the statement."""

from __future__ import annotations

from dataclasses import dataclass

from jieting.analytics.evidence import EvidenceTable
from jieting.analytics.month import MonthAssessed
from jieting.domain.contracts.records import Exclusion
from jieting.domain.contracts.what_if import Alternative
from jieting.domain.errors import Finding


@dataclass(frozen=True)
class Assessed:
    """Everything that a statement of a month is made from."""

    month: MonthAssessed
    alternatives: tuple[Alternative, ...] | None
    findings: tuple[Finding, ...]
    evidence: tuple[EvidenceTable, ...]
    exclusions: tuple[Exclusion, ...]
    simulated: bool
