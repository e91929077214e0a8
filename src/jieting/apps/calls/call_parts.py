"""What the apps above add to the page of a call: parts of the page, and steps of its timeline.

An app registers in ``AppConfig.ready``; being ready twice is harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jieting.apps.accounts.access import Standing
from jieting.apps.calls.models import Call
from jieting.domain.periods import Instant
from jieting.domain.said import Said


@dataclass(frozen=True, slots=True)
class CallPart:
    """A part of the page: a template, which finds ``context`` under the name ``given``."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallStep:
    """Something that happened to a call, for its timeline; ``state`` and ``icon`` as there."""

    at: Instant
    title: Said
    icon: str
    text: Said | str = ""
    state: str = ""


PartMaker = Callable[[str, Call, Standing], CallPart | None]
"""Takes a contract's id, a call of it and who looks; None where there is nothing to show."""
StepMaker = Callable[[str, Call, Standing], Iterable[CallStep]]
"""Takes the same; gives further steps of the call, in any order."""

_parts: dict[str, PartMaker] = {}
_steps: dict[str, StepMaker] = {}


def register_part(maker: PartMaker) -> None:
    """Let ``maker`` add a part below the timeline of every call."""
    _parts[_name(maker)] = maker


def register_steps(maker: StepMaker) -> None:
    """Let ``maker`` add steps to the timeline of every call."""
    _steps[_name(maker)] = maker


def parts_of(contract_id: str, call: Call, viewer: Standing) -> list[CallPart]:
    """Every part of the page of a call, in the order of their makers' names."""
    found = (_parts[name](contract_id, call, viewer) for name in sorted(_parts))
    return [part for part in found if part is not None]


def steps_of(contract_id: str, call: Call, viewer: Standing) -> list[CallStep]:
    """Every further step of a call, in the order in which they happened."""
    found = [step for name in sorted(_steps) for step in _steps[name](contract_id, call, viewer)]
    return sorted(found, key=lambda step: step.at)


def _name(maker: PartMaker | StepMaker) -> str:
    return f"{maker.__module__}.{maker.__qualname__}"
