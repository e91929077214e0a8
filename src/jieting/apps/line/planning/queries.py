"""Reading plans: the newest one, the older ones, what differs, and what the switch runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from functools import lru_cache
from pathlib import Path

from jieting.apps.line.models import PlanRevision, Prompt, Secret
from jieting.domain.line.plan import Plan
from jieting.domain.line.toml import parse_plan

_SHIPPED = Path(__file__).parents[1] / "shipped"
# A link to the folder `lines` of the source tree; a built package holds its files.
_CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Running:
    """What the switch runs beside what is planned: ``revision`` None where it runs no plan.

    ``newer`` where a later revision, a sound or a password made since waits to be applied.
    """

    revision: int | None
    newer: bool


def newest(contract_id: str) -> PlanRevision | None:
    """The latest revision of a line's plan."""
    return PlanRevision.objects.filter(contract_id=contract_id).order_by("-revision").first()


def newest_plan(contract_id: str) -> Plan | None:
    """The plan of the latest revision; None where there is none."""
    row = newest(contract_id)
    return None if row is None else plan_of(row)


def running_row(contract_id: str) -> PlanRevision | None:
    """The revision that the switch runs: the highest one that was applied; None where none was."""
    applied = PlanRevision.objects.filter(contract_id=contract_id, applied_at__isnull=False)
    return applied.order_by("-revision").first()


def plan_of(row: PlanRevision) -> Plan:
    """The plan that a revision says."""
    return _parsed(row.text, f"{row.contract_id}.line.toml")


def history(contract_id: str) -> list[PlanRevision]:
    """Every revision, the latest first."""
    return list(PlanRevision.objects.filter(contract_id=contract_id).order_by("-revision"))


def revision(contract_id: str, number: int) -> PlanRevision | None:
    """One revision; None where there is none of that number."""
    return PlanRevision.objects.filter(contract_id=contract_id, revision=number).first()


def running(contract_id: str) -> Running:
    """What the switch runs of a line, and whether something waits to be applied."""
    last, now = newest(contract_id), running_row(contract_id)
    if last is None or now is None:
        return Running(None, last is not None)
    sounds = Prompt.objects.filter(contract_id=contract_id, made_at__gt=now.applied_at)
    passwords = Secret.objects.filter(contract_id=contract_id, set_at__gt=now.applied_at)
    later = now.revision != last.revision or sounds.exists() or passwords.exists()
    return Running(now.revision, later)


def shipped_plan(contract_id: str) -> str | None:
    """The text of the plan that is shipped for a contract; None where none is."""
    path = _SHIPPED / f"{Path(contract_id).name}.toml"
    return path.read_bytes().decode() if path.is_file() else None


def differences(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The lines that differ with three around them: ' ', '-', '+' or '@' and the line."""
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=_CONTEXT)
    return ((line[:1], line[1:]) for line in list(lines)[2:])


def prompts_by_name(contract_id: str) -> Mapping[str, Prompt]:
    """The sounds of a line by their names, without the sounds themselves."""
    found = Prompt.objects.filter(contract_id=contract_id).defer("sound")
    return {row.name: row for row in found}


@lru_cache(maxsize=64)
def _parsed(text: str, file: str) -> Plan:
    return parse_plan(text, file)
