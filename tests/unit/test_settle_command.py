"""``jieting settle``: months to a quarter, refusals, and the rectification clock."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.command import jieting

CONTRACTS = Path(__file__).parents[2] / "contracts"
NINGDE = CONTRACTS / "ningde-12123.toml"
POST_LOAN = CONTRACTS / "post-loan.toml"


def month_file(folder: Path, month: str, score: str | None, **more: object) -> Path:
    """An assessed month as ``jieting assess`` writes it."""
    data = {
        "contract": "ningde-12123",
        "version": "1",
        "month": month,
        "counts": {"arrived": 1000},
        "figures": [],
        "lines": [{"clause": "N-5.2.2", "earned": score}],
        "limits": [],
        "score": score,
        "coefficient": None,
        **more,
    }
    path = folder / f"{month}.json"
    path.write_text(json.dumps(data))
    return path


def months(folder: Path, *scores: str) -> list[Path]:
    """Months from October 2026 on with these scores."""
    return [month_file(folder, f"2026-{10 + n}", score) for n, score in enumerate(scores)]


def settle(*arguments: object):  # type: ignore[no-untyped-def]
    """The settlement as JSON."""
    done = jieting("settle", "--format", "json", *arguments)
    return (json.loads(done.out) if done.code == 0 else None), done


def test_three_months_settle_a_quarter(tmp_path: Path) -> None:
    found, _ = settle("--contract", NINGDE, *months(tmp_path, "89.99", "89.99", "90.00"))
    (quarter,) = found["quarters"]
    # The mean is 89.9933…, shown as 89.99: just below the first bracket.
    assert Decimal(quarter["score"]) == Decimal("89.99")
    assert Decimal(quarter["coefficient"]) == Decimal("0.95")
    assert Decimal(quarter["payable"]) == Decimal("285000.00")


def test_rounding_half_up_can_reach_a_bracket(tmp_path: Path) -> None:
    # 269.985 / 3 = 89.995, which is shown as 90.00.
    found, _ = settle("--contract", NINGDE, *months(tmp_path, "90.00", "90.00", "89.985"))
    assert Decimal(found["quarters"][0]["coefficient"]) == 1


def test_a_waiting_month_is_refused(tmp_path: Path) -> None:
    files = [*months(tmp_path, "90", "90"), month_file(tmp_path, "2026-12", None)]
    _, done = settle("--contract", NINGDE, *files)
    assert done.code == 3
    assert "N-5.2.2" in done.err


@pytest.mark.parametrize("scores", [["90"], ["90", "90"]])
def test_too_few_months_are_refused(tmp_path: Path, scores: list[str]) -> None:
    assert settle("--contract", NINGDE, *months(tmp_path, *scores))[1].code == 3


def test_months_of_another_contract_are_refused(tmp_path: Path) -> None:
    files = months(tmp_path, "90", "90", "90")
    _, done = settle("--contract", POST_LOAN, *files)
    assert done.code == 3
    assert "ningde-12123" in done.err


def test_a_file_that_is_no_month_is_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("[]")
    assert settle("--contract", NINGDE, path)[1].code == 2


def test_renewal_counts_good_months(tmp_path: Path) -> None:
    found, _ = settle("--contract", NINGDE, *months(tmp_path, "95", "90", "89.99"))
    assert found["renewal"]["good"] == 2
    assert found["renewal"]["still_possible"] is True


def test_the_rectification_clock_runs_in_natural_hours(tmp_path: Path) -> None:
    records = tmp_path / "records.toml"
    records.write_text(
        "[[violation]]\nlevel = 2\nreceived_at = 2026-10-30T20:00:00\n"
        "rectified_at = 2026-10-31T20:00:00\n"
        "[[violation]]\nlevel = 2\nreceived_at = 2026-10-31T20:00:00\n"
    )
    broken = [{"clause": "P-8.2", "met": False, "findings": ["late"]}]
    path = month_file(tmp_path, "2026-10", None, contract="post-loan", limits=broken, lines=[])
    for at, state in (("2026-11-01T20:00:00", "running"), ("2026-11-01T20:00:01", "overdue")):
        found, _ = settle("--contract", POST_LOAN, "--records", records, "--at", at, path)
        assert [clock["state"] for clock in found["rectifications"]] == ["in_time", state]
        assert found["breaches"][0]["clause"] == "P-8.2"
        assert found["breaches"][0]["remedy"]
