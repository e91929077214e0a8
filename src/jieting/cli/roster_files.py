"""Problem and roster files on the command line, with the files that a problem names."""

from __future__ import annotations

from pathlib import Path

from jieting.cli.files import read_text
from jieting.domain.errors import BadInput, Finding
from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.problem_file import read_problem
from jieting.domain.rostering.roster_file import read_roster


def problem_from(path: Path) -> tuple[Problem, tuple[Finding, ...]]:
    """The problem in a file, and warnings; files that it names lie beside it. Errors: BadInput."""
    return read_problem(read_text(path), str(path), lambda name: read_text(path.parent / name))


def rows_from(path: Path, problem: Problem) -> Rows:
    """The roster in a csv file, for the days of a problem. Errors: BadInput."""
    rows, findings = read_roster(read_text(path), str(path), problem.first, problem.days)
    if findings:
        raise BadInput(findings)
    return rows
