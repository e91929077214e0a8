"""Which records of a month a rule counts: an array, a condition, and how many each stands for."""

from __future__ import annotations

from dataclasses import dataclass

from jieting.domain.contracts import records as kinds
from jieting.domain.contracts.records import (
    CONSEQUENCES,
    REPORT_KINDS,
    VERDICTS,
    Record,
    Records,
)
from jieting.domain.said import say
from jieting.domain.toml.table_reader import TableReader
from jieting.domain.toml.values import as_written

ARRAYS: dict[str, type[Record]] = {
    "complaint": kinds.Complaint,
    "training": kinds.Training,
    "evaluation": kinds.Evaluation,
    "spot_check": kinds.SpotCheck,
    "report": kinds.Report,
    "self_assessment": kinds.SelfAssessment,
    "confidentiality_finding": kinds.ConfidentialityFinding,
    "violation": kinds.Violation,
}
MUST_EXIST = ("report", "self_assessment")
"""Arrays without any record leave their line waiting: nothing was due is not nothing happened."""

Value = str | int | bool

CONDITIONS: dict[str, dict[str, tuple[Value, ...]]] = {
    "complaint": {"verdict": VERDICTS},
    "training": {"kind": ()},
    "evaluation": {"sampled": (True, False)},
    "spot_check": {"scoring_error": (True, False)},
    "report": {"kind": REPORT_KINDS},
    "self_assessment": {},
    "confidentiality_finding": {"consequence": CONSEQUENCES},
    "violation": {"level": (1, 2)},
}
"""The fields of a record that a rule may compare, with their values; () stands for any text."""


@dataclass(frozen=True, slots=True)
class Events:
    """The records of ``array`` whose fields equal ``when``."""

    array: str
    when: tuple[tuple[str, Value], ...]

    def of(self, records: Records) -> tuple[Record, ...]:
        """Those records of the month."""
        every: tuple[Record, ...] = getattr(records, self.array)
        return tuple(
            r for r in every if all(getattr(r, name) == value for name, value in self.when)
        )

    def is_waiting(self, records: Records) -> bool:
        """True where a record must exist and none does."""
        return self.array in MUST_EXIST and not self.of(records)


def read_events(reader: TableReader) -> Events:
    """``record`` and ``when`` of a rule's table."""
    array = reader.text("record", allowed=ARRAYS)
    when = reader.table("when", required=False)
    if array in CONDITIONS:
        for key, allowed in CONDITIONS[array].items():
            _condition(when, array, key, allowed)
        when.close()
    return Events(array, tuple(when.data.items()))


def _condition(when: TableReader, array: str, key: str, allowed: tuple[Value, ...]) -> None:
    """Tell a condition that no record could ever meet."""
    when.asked.add(key)
    value = when.data.get(key)
    same_kind = [a for a in allowed if type(a) is type(value)]
    if value is None or value in same_kind or (not allowed and isinstance(value, str)):
        return
    values = ", ".join(str(as_written(a)) for a in allowed)
    when.found(
        "never_true",
        key,
        say("{key} is {value}.", key=key, value=as_written(value)),
        say("No record of {array} can ever meet that.", array=array),
        say("Write one of: {values}.", values=values) if values else say("Write a text."),
    )
