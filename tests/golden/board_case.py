"""Cases of the board: what is counted, what is recorded and when one looks; where clauses stand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jieting.domain.contracts.assess import Assessment, Counted, assess
from jieting.domain.contracts.board.look import Look, look_at
from jieting.domain.contracts.board.standing import Standing
from jieting.domain.contracts.board.standings import stand
from jieting.domain.contracts.model import Contract
from jieting.domain.figures import Figure
from jieting.domain.periods import Month, instant_of_local
from jieting.domain.quantities import plain
from tests.golden.case_file import RECORDS, Case

FOLDER = Path(__file__).parent / "board_cases"
KEYS = {"title", "month", "readings", "now", "figures", "days", "sample", "expect", *RECORDS}
NONE = "none"


@dataclass(frozen=True, repr=False)
class BoardCase(Case):
    """One case of the board."""

    @property
    def now(self) -> datetime:
        """When one looks, in the contract's time zone."""
        found: datetime = self.data["now"]
        return found

    def look(self) -> Look:
        """The month assessed, and looked at."""
        contract = self.contract()
        records = self.records()
        month = Month.parse(self.data["month"])
        assessment: Assessment = assess(contract, month, self._counted(contract), records)
        return look_at(assessment, records, instant_of_local(self.now, contract.zone))

    def _counted(self, contract: Contract) -> Counted:
        figures = {
            use.clause: _figure(contract, use.clause, self.data["figures"].get(use.clause, [0, 0]))
            for use in contract.figures
        }
        days = {
            use.clause: {
                date.fromisoformat(day): _figure(contract, use.clause, numbers)
                for day, numbers in self.data.get("days", {}).items()
            }
            for use in contract.figures
        }
        base, sampled = self.data.get("sample", [0, 0])
        return Counted({}, figures, days, base, sampled)

    def found(self) -> dict[str, Any]:
        """What comes out of the clauses that the case names, as far as it expects anything."""
        look = self.look()
        found = {standing.clause.id: standing for standing in stand(look)}
        return {
            clause: {key: _told(look, found[clause], key, part) for key, part in wanted.items()}
            for clause, wanted in self.expect.items()
        }


def _figure(contract: Contract, clause: str, numbers: list[int]) -> Figure:
    return Figure(contract.definition(contract.figure_use(clause)), *numbers)


def _told(look: Look, standing: Standing, key: str, wanted: Any) -> Any:
    points = standing.points
    every = {
        "state": standing.state.value,
        "side": standing.side.value if standing.side else NONE,
        "next": look.clock(standing.next_at) if standing.next_at else NONE,
        "earned": plain(points.earned) if points and points.earned is not None else NONE,
        "reachable": plain(points.reachable) if points else NONE,
    }
    if key in ("why", "moves"):
        said = standing.why if key == "why" else tuple(move.what for move in standing.moves)
        text = "; ".join(str(words) for words in said)
        return [phrase if phrase in text else text for phrase in wanted]
    return every[key]


def all_cases() -> Iterator[BoardCase]:
    """Every case of every file, in order."""
    for file in sorted(FOLDER.glob("*/*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        assert set(data) <= {"ordinary", "case"}, f"{file}: {set(data)}"
        for number, case in enumerate(data["case"], start=1):
            whole = {"figures": {}, **data.get("ordinary", {}), **case}
            assert set(whole) <= KEYS, f"{file}: {set(whole) - KEYS} in {case['title']}"
            yield BoardCase(file.parent.name, file.stem, number, whole)
