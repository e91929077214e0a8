"""What must hold within a plan, and between a plan and its contract."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.line.check_contract import contract_findings
from jieting.domain.line.check_names import name_findings
from jieting.domain.line.check_people import agent_findings
from jieting.domain.line.check_queues import queue_findings
from jieting.domain.line.check_tree import tree_findings
from jieting.domain.line.check_trunks import trunk_findings
from jieting.domain.line.plan import Plan
from jieting.domain.toml.lines import Path, line_at, lines_of

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_ARRAYS = {"node": "nodes", "queue": "queues", "agent": "agents", "trunk": "trunks"}


def check_plan(plan: Plan, contract: Contract) -> list[Finding]:
    """Everything that can be said against a plan under its contract, errors first.

    The column of each place names part, name and key: ``queue.hotline.overflow``.
    """
    found = [
        *name_findings(plan),
        *tree_findings(plan),
        *queue_findings(plan),
        *agent_findings(plan),
        *trunk_findings(plan),
        *contract_findings(plan, contract),
    ]
    return sorted(found, key=lambda finding: _RANK[finding.severity])


def located(findings: list[Finding], plan: Plan, text: str, file: str) -> Iterator[Finding]:
    """The findings with the file and the line of ``text``, of which ``plan`` was read."""
    lines = lines_of(text)
    for finding in findings:
        where = finding.place.column
        line = line_at(lines, _path(plan, where))
        place = Place(file, line, where)
        yield Finding(
            finding.code, finding.what, finding.why, finding.remedy, place, finding.severity
        )


def _path(plan: Plan, where: str) -> Path:
    """The path in the file of a place such as ``queue.hotline.overflow``."""
    part, _, rest = where.partition(".")
    if part not in _ARRAYS:
        return tuple(where.split("."))
    for index, name in enumerate(getattr(plan, _ARRAYS[part])):
        if rest == name or rest.startswith(f"{name}."):
            return (part, index, *filter(None, rest[len(name) + 1 :].split(".")))
    return (part,)
