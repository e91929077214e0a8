"""Call files in parts: consecutive rows, so that a cube is built in little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyarrow import compute as pc
from pyarrow import parquet

from jieting.analytics.matching import matching
from jieting.domain.periods import Period

PART_ROWS = 2_000_000
"""Rows of a part at most, unless one row group has more."""
_LOCAL = 8
"""Row groups are in order where each spans less than an eighth of the whole time."""


@dataclass(frozen=True, slots=True)
class Part:
    """Whole files, or the rows ``first`` to ``last`` of one file; ``span`` holds their times."""

    files: tuple[str, ...]
    rows: int
    span: Period
    first: int | None = None
    last: int | None = None

    @property
    def relation(self) -> str:
        """The part as a SELECT of DuckDB; row numbers let it skip the other row groups."""
        files = ", ".join(f"'{name}'" for name in (f.replace("'", "''") for f in self.files))
        if self.first is None:
            return f"SELECT * FROM read_parquet([{files}])"  # noqa: S608
        return (
            f"SELECT * FROM read_parquet([{files}], file_row_number = true) "  # noqa: S608
            f"WHERE file_row_number BETWEEN {self.first} AND {self.last}"
        )


@dataclass(frozen=True, slots=True)
class _Group:
    """A row group: its file, its first row there, its rows, and the time that it spans."""

    file: str
    first: int
    rows: int
    span: Period


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of call files and the time that their calls span."""

    parts: tuple[Part, ...]
    span: Period


def plan(calls: Path | str, owner: str, part_rows: int = PART_ROWS) -> Plan:
    """Parts of at most ``part_rows`` rows where the rows are in order of time, else one part.

    Rows in disorder would give every part nearly all keys, and the parts no advantage.
    """
    groups = list(_groups(matching(calls), owner))
    if not groups:
        return Plan((), Period(0, 0))
    span = _hull(groups)
    ordered = sum(g.rows for g in groups if g.span.length * _LOCAL <= span.length)
    if ordered * 10 < _rows(groups) * 9:
        return Plan((_whole_files(groups),), span)
    return Plan(tuple(_cut(groups, part_rows)), span)


def _groups(files: Iterable[str], owner: str) -> Iterator[_Group]:
    for name in files:
        with parquet.ParquetFile(name) as file:
            first = 0
            for number in range(file.num_row_groups):
                rows = file.metadata.row_group(number).num_rows
                if rows:
                    yield _Group(name, first, rows, _span(file, number, owner))
                first += rows


def _span(file: parquet.ParquetFile, number: int, owner: str) -> Period:
    """From the first to after the last instant of a row group: as the file says, else read."""
    column = file.schema_arrow.names.index(owner)
    told = file.metadata.row_group(number).column(column).statistics
    if told is not None and told.has_min_max:
        return Period(told.min, told.max + 1)
    found = pc.min_max(file.read_row_group(number, [owner]).column(0)).as_py()
    return Period(found["min"], found["max"] + 1)


def _whole_files(groups: Sequence[_Group]) -> Part:
    files = tuple(dict.fromkeys(group.file for group in groups))
    return Part(files, _rows(groups), _hull(groups))


def _cut(groups: Sequence[_Group], part_rows: int) -> Iterator[Part]:
    """Runs of small files, and runs of row groups of the others."""
    small: list[_Group] = []
    for of_file in _by_file(groups):
        rows = _rows(of_file)
        if rows > part_rows:
            yield from (_rows_of(run) for run in _runs(of_file, part_rows))
            continue
        if small and _rows(small) + rows > part_rows:
            yield _whole_files(small)
            small = []
        small += of_file
    if small:
        yield _whole_files(small)


def _by_file(groups: Sequence[_Group]) -> Iterable[list[_Group]]:
    files: dict[str, list[_Group]] = {}
    for group in groups:
        files.setdefault(group.file, []).append(group)
    return files.values()


def _runs(groups: Sequence[_Group], part_rows: int) -> Iterator[list[_Group]]:
    """Consecutive row groups, as many as fit."""
    run: list[_Group] = []
    for group in groups:
        if run and _rows(run) + group.rows > part_rows:
            yield run
            run = []
        run.append(group)
    yield run


def _rows_of(run: Sequence[_Group]) -> Part:
    first, rows = run[0].first, _rows(run)
    return Part((run[0].file,), rows, _hull(run), first, first + rows - 1)


def _rows(groups: Iterable[_Group]) -> int:
    return sum(group.rows for group in groups)


def _hull(groups: Sequence[_Group]) -> Period:
    """The time from the first call to after the last."""
    return Period(min(g.span.start for g in groups), max(g.span.end for g in groups))
