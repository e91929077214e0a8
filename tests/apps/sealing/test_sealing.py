from __future__ import annotations

import pytest

from jieting.apps.assessment.queries import assessed_month, current_month
from jieting.apps.sealing.models import Seal, Signature
from jieting.apps.sealing.queries import is_sealed, revisions, sealed_month
from jieting.domain.errors import Refused
from tests.apps.assessment.months import MONTH
from tests.apps.sealing.sealed import LATER, NINGDE, PURCHASER, SUPPLIER, draw, seal, sign
from tests.apps.world import AT


def codes(error: pytest.ExceptionInfo) -> set[str]:
    return {finding.code for finding in error.value.findings}


def test_a_month_is_sealed_when_both_sides_have_signed(world, bundles):
    row = draw(world)
    assert not is_sealed(NINGDE, MONTH)
    assert sign(world, row, SUPPLIER).state == Seal.State.DRAWN
    assert not is_sealed(NINGDE, MONTH)
    row = sign(world, row, PURCHASER)
    assert (row.state, row.place, row.number) == (Seal.State.SIGNED, 1, 0)
    assert (bundles / NINGDE / row.bundle).is_file()
    found = sealed_month(NINGDE, MONTH)
    shown = current_month(NINGDE, MONTH).assessment
    assert (found.score, found.coefficient) == (shown.score, shown.coefficient)
    assert found.result.arrived == shown.counted.counts["arrived"]
    assert [one.digest for one in revisions(NINGDE, MONTH)] == [row.hash]
    assert assessed_month(NINGDE, MONTH).sealed is not None


def test_a_month_that_runs_is_not_drawn_up(world):
    with pytest.raises(Refused) as error:
        draw(world, at=AT)
    assert "seal_not_over" in codes(error)
