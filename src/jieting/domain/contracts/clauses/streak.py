"""Clause kind streak: so many bad days in a row within one month, pass or fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from jieting.domain.contracts.judged import judged_value, with_unit
from jieting.domain.contracts.rule import Facts, Verdict
from jieting.domain.figures import Figure, Unit
from jieting.domain.said import Said, say
from jieting.domain.toml.table_reader import TableReader

if TYPE_CHECKING:
    from jieting.domain.contracts.model import Clause

KIND = "streak"


@dataclass(frozen=True, slots=True)
class Streak:
    """No ``days`` or more consecutive days may have a daily figure above ``over``.

    Edge: a day at exactly ``over`` is good. A day that is excluded or has no calls ends a run or
    is passed over, as the reading streak_gap says; runs do not cross the month.
    """

    figure: str
    over: Fraction
    days: int
    kind: str = KIND

    def readings(self) -> tuple[str, ...]:
        """The open points that the rule needs settled."""
        return ("streak_gap", "score_on")

    def judge(self, clause: Clause, facts: Facts) -> Verdict:
        """Whether a run of bad days is too long; a run one day short of that is a warning."""
        daily = facts.days[self.figure]
        runs = self.runs(facts, daily)
        too_long = tuple(self._words(run) for run in runs if len(run) >= self.days)
        warnings = tuple(self._warning(run) for run in runs if len(run) == self.days - 1)
        bad = sum(len(run) for run in runs)
        longest = max((len(run) for run in runs), default=0)
        why = say(
            "{bad} days above {over}, the longest run {longest} of at most {most}",
            bad=bad,
            over=self._over(daily),
            longest=longest,
            most=self.days - 1,
        )
        return Verdict(why, met=not too_long, findings=(*too_long, *warnings))

    def runs(self, facts: Facts, daily: Mapping[date, Figure]) -> list[list[date]]:
        """Runs of bad days, each as the list of its bad days in order."""
        bridges = facts.contract.reading("streak_gap") == "bridges"
        runs: list[list[date]] = [[]]
        for day in facts.month.days():
            figure = daily.get(day)
            value = judged_value(facts, self.figure, figure) if figure else None
            if value is not None and value > self.over:
                runs[-1].append(day)
            elif not (value is None and bridges):
                runs.append([])
        return [run for run in runs if run]

    def _over(self, daily: Mapping[date, Figure]) -> str:
        unit = next(iter(daily.values())).definition.unit if daily else Unit.PERCENT
        return with_unit(self.over, unit)

    def _words(self, run: list[date]) -> Said:
        return say(
            "{days} bad days in a row, from {first} to {last}: {most} are the most allowed",
            days=len(run),
            first=run[0].isoformat(),
            last=run[-1].isoformat(),
            most=self.days - 1,
        )

    def _warning(self, run: list[date]) -> Said:
        return say(
            "warning: {days} bad days in a row up to {last}; one more would break the clause",
            days=len(run),
            last=run[-1].isoformat(),
        )


def read(reader: TableReader) -> Streak:
    """The rule in a ``[[clause.rule]]`` table of this kind."""
    return Streak(reader.text("figure"), reader.exact("over"), reader.whole("days", low=2))
