"""A rendered dialplan as a test reads it: places, steps, and where each step may lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Place = tuple[str, str, int]
"""Context, extension, priority from 1."""
_STEP = re.compile(r"(?:exten => ([^,]+),1| same => n)(?:\((\w+)\))?,(.*)")
_GOSUB = re.compile(r"Gosub\(([\w.-]+),(\w+),1")
_CALLED = re.compile(r"U\(([\w.-]+)\)")
ENDS = ("Hangup", "Return")


@dataclass
class Dialplan:
    steps: dict[Place, str] = field(default_factory=dict)
    labels: dict[tuple[str, str, str], int] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Dialplan:
        made, context, extension, place = cls(), "", "", 0
        for line in text.splitlines():
            if line.startswith("["):
                context = line[1:-1]
                continue
            if context in ("", "general", "globals") or not line or line.startswith(";"):
                continue
            found = _STEP.fullmatch(line)
            assert found, line
            extension, place = (found[1], 1) if found[1] else (extension, place + 1)
            assert (context, extension, place) not in made.steps, line
            made.steps[context, extension, place] = found[3]
            if found[2]:
                made.labels[context, extension, found[2]] = place
        return made

    def extensions(self, context: str) -> set[str]:
        return {extension for c, extension, _ in self.steps if c == context}

    def of(self, context: str, extension: str) -> list[str]:
        return [
            step for place, step in sorted(self.steps.items()) if place[:2] == (context, extension)
        ]

    def ways(self, place: Place) -> Iterator[Place]:
        """Every place that a step may lead to; one that is not there is a way as well."""
        step, (context, extension, priority) = self.steps[place], place
        for target in _targets(step):
            yield self._place(target, context, extension)
        for found in _GOSUB.finditer(step):
            yield found[1], found[2], 1
        for found in _CALLED.finditer(step):
            yield found[1], "s", 1
        if step.startswith("Queue("):
            yield step.rstrip(")").split(",")[6], "s", 1
        if not (step.startswith(("Goto(", *ENDS)) or (step.startswith("GotoIf") and ":" in step)):
            yield context, extension, priority + 1

    def reached(self, *begin: Place) -> set[Place]:
        seen: set[Place] = set()
        waiting = list(begin)
        while waiting:
            place = waiting.pop()
            if place not in seen and place in self.steps:
                seen.add(place)
                waiting += self.ways(place)
        return seen

    def dangling(self) -> set[tuple[Place, Place]]:
        """Steps that lead to a place that is not there, those with a variable in it aside."""
        return {
            (place, way)
            for place in self.steps
            for way in self.ways(place)
            if way not in self.steps and "$" not in "".join(map(str, way))
        }

    def _place(self, target: str, context: str, extension: str) -> Place:
        parts = target.split(",")
        named = parts[-1]
        if len(parts) > 1:
            extension = parts[-2]
        if len(parts) > 2:
            context = parts[0]
        if named.isdigit():
            return context, extension, int(named)
        return context, extension, self.labels.get((context, extension, named), 0)


def _targets(step: str) -> list[str]:
    if step.startswith("Goto("):
        return [step[5:-1]]
    if step.startswith("GotoIf("):
        return [target for target in step[:-1].rpartition("?")[2].split(":") if target]
    return []
