"""What a specification must hold beyond the form of its values."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.said import Said, say
from jieting.domain.simulation.centre.spec import DAY_MINUTES, GroupSpec, QueueSpec, Spec
from jieting.domain.toml.lines import Path
from jieting.domain.toml.table_reader import TableReader

MOST_QUEUES = 64
MOST_GROUPS = 1_000
Told = tuple[str, Path, Said, Said, Said]
"""Code, path, what, why, remedy."""


def check_spec(spec: Spec, root: TableReader) -> None:
    """Record every clash between the parts of the specification."""
    for code, path, what, why, remedy in (*_sizes(spec), *_queues(spec), *_groups(spec)):
        root.file.found(code, path, what, why, remedy)


def _sizes(spec: Spec) -> Iterator[Told]:
    for key, parts, most in (
        ("queue", spec.queues, MOST_QUEUES),
        ("group", spec.groups, MOST_GROUPS),
    ):
        if not 1 <= len(parts) <= most:
            yield (
                "wrong_number",
                (key,),
                say("The file has {count} tables [[{key}]].", count=len(parts), key=key),
                say("A centre has at least one queue and one group, and the kernels have limits."),
                say("Give from 1 to {most} of them.", most=most),
            )
    if spec.opening + spec.periods * spec.period_minutes > DAY_MINUTES:
        yield (
            "day_too_long",
            ("simulation", "period_minutes"),
            say(
                "{periods} periods of {minutes} minutes do not fit into a day.",
                periods=spec.periods,
                minutes=spec.period_minutes,
            ),
            say("The periods of one day would lie in the next."),
            say("Give a list for one day, or one for all days of the horizon."),
        )


def _queues(spec: Spec) -> Iterator[Told]:
    names = [queue.name for queue in spec.queues]
    skilled = {name for group in spec.groups for name, _ in group.skills}
    for place, queue in enumerate(spec.queues):
        path: Path = ("queue", place)
        yield from _lists(spec, len(queue.arrivals), (*path, "arrivals"))
        if names.index(queue.name) < place:
            yield _twice(queue.name, path)
        if queue.name not in skilled:
            yield (
                "no_skill",
                path,
                say("No group has the skill {queue}.", queue=queue.name),
                say("Nobody would answer its calls."),
                say("Add it to the skills of a group."),
            )
        if sum(queue.ivr) > 1:
            yield (
                "wrong_value",
                (*path, "ivr_served"),
                say("ivr_served and ivr_lost make more than 1."),
                say("They are shares of the same calls."),
                say("Correct the value."),
            )
        yield from _overflow(spec, queue, path)


def _overflow(spec: Spec, queue: QueueSpec, path: Path) -> Iterator[Told]:
    if not queue.overflow_to:
        return
    following = {other.name: other.overflow_to for other in spec.queues}
    if queue.overflow_to not in following:
        yield _unknown(queue.overflow_to, (*path, "overflow_to"))
    if queue.timeout_s is None:
        yield (
            "no_timeout",
            path,
            say("The queue {queue} overflows but has no timeout_s.", queue=queue.name),
            say("It is the timeout that makes a call go on."),
            say("Add timeout_s, or take overflow_to out."),
        )
    here = queue.overflow_to
    for _ in spec.queues:
        if here == queue.name:
            yield (
                "overflow_in_a_circle",
                (*path, "overflow_to"),
                say("Calls of {queue} overflow back to it.", queue=queue.name),
                say("They would go round for ever."),
                say("Let the last queue of the chain keep its calls."),
            )
            return
        here = following.get(here, "")


def _groups(spec: Spec) -> Iterator[Told]:
    queues = {queue.name for queue in spec.queues}
    names = [group.name for group in spec.groups]
    for place, group in enumerate(spec.groups):
        path: Path = ("group", place)
        if names.index(group.name) < place:
            yield _twice(group.name, path)
        for name, _ in group.skills:
            if name not in queues:
                yield _unknown(name, (*path, "skills", name))
        if group.staff:
            yield from _lists(spec, len(group.staff), (*path, "staff"))
        if not _has_agents(group):
            yield (
                "no_agents",
                path,
                say("The group {group} has no agents.", group=group.name),
                say("It would answer nothing."),
                say("Give staff for each period, or shifts."),
            )


def _has_agents(group: GroupSpec) -> bool:
    return any(group.staff) or any(shift.agents for shift in group.shifts)


def _lists(spec: Spec, size: int, path: Path) -> Iterator[Told]:
    if spec.periods and size not in (spec.periods, spec.periods * spec.days):
        yield (
            "wrong_length",
            path,
            say(
                "{key} has {size} numbers; a day has {periods} periods.",
                key=str(path[-1]),
                size=size,
                periods=spec.periods,
            ),
            say("Each period needs its number."),
            say("Give a list for one day, or one for all days of the horizon."),
        )


def _twice(name: str, path: Path) -> Told:
    return (
        "name_twice",
        path,
        say("The name {name} is used twice.", name=name),
        say("What is said of one would be taken for the other."),
        say("Give each its own name."),
    )


def _unknown(name: str, path: Path) -> Told:
    return (
        "unknown_queue",
        path,
        say("There is no queue {queue}.", queue=name),
        say("A misspelt name would be left out in silence."),
        say("Give the name of a [[queue]]."),
    )
