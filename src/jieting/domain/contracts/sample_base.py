"""Which calls the quality sample of a contract is drawn from."""

from __future__ import annotations

import ibis.expr.types as ir

from jieting.domain.contracts.model import Contract
from jieting.domain.figures.measure import Measure
from jieting.domain.figures.measures import ANSWERED, RECORDED


def sample_base(contract: Contract) -> Measure | None:
    """The calls that the sample is a share of; None where the contract samples nothing."""
    if not contract.chooses("qa_base"):
        return None
    return RECORDED if contract.reading("qa_base") == "recorded" else ANSWERED


def sample_excludes(contract: Contract) -> bool:
    """True where agreed exclusions are left out of the sample's base too."""
    return contract.reading("exclusion_scope") == "all"


def sample_rows(contract: Contract, rows: ir.Table) -> ir.Table:
    """Of calls in scope (see ``looked_at``) those that the sample may be drawn from."""
    return rows.filter(rows.excluded == 0) if sample_excludes(contract) else rows
