"""Where in a recording something was: its marks, and the spans in which it must be silent."""

from __future__ import annotations

from collections.abc import Sequence

from jieting.apps.recordings.hooks import Told
from jieting.domain.line.facts import FactKind
from jieting.domain.periods import Instant

MARKED = frozenset(
    {
        FactKind.ANSWERED,
        FactKind.HELD,
        FactKind.RESUMED,
        FactKind.TRANSFERRED,
        FactKind.CONFERENCE,
        FactKind.RECORDING_PAUSED,
        FactKind.RECORDING_RESUMED,
        FactKind.TALK_ENDED,
        FactKind.ENDED,
    }
)
"""Facts that a waveform shows."""
LONGEST_NAME = 200
"""Letters of a recording's name at the switch that are kept."""
MARGIN_MS = 250
"""Silence around a pause: clocks differ a little, and a secret is worse than a lost syllable."""
_MS = 1000


def files_told(facts: Sequence[Told]) -> list[tuple[str, Instant]]:
    """The recordings that were told of, each once: name and when it began."""
    found: dict[str, Instant] = {}
    for kind, at, data in facts:
        if kind == FactKind.RECORDING and data.get("file"):
            found.setdefault(str(data["file"]), at)
    return list(found.items())


def lasted(told: Instant, facts: Sequence[Told]) -> int:
    """Microseconds from the word that a recording began to the end of its talk; 0 of no end."""
    ends = (
        at for kind, at, _ in facts if kind in (FactKind.TALK_ENDED, FactKind.ENDED) and at > told
    )
    return next(ends, told) - told


def began_at(told: Instant, facts: Sequence[Told], milliseconds: int) -> Instant:
    """When the first sample of a recording was spoken.

    A switch may begin to record when it says so, or only once somebody answers. Which of the two
    it was shows in the length: the better fit to the end of the call counts.
    """
    ends = [
        at for kind, at, _ in facts if kind in (FactKind.TALK_ENDED, FactKind.ENDED) and at > told
    ]
    answers = [at for kind, at, _ in facts if kind == FactKind.ANSWERED and at >= told]
    begins = [told, *answers[:1]]
    fits = [(abs((end - begin) // _MS - milliseconds), begin) for begin in begins for end in ends]
    return min(fits)[1] if fits else told


def marks(began: Instant, facts: Sequence[Told], milliseconds: int) -> list[list[str | int]]:
    """The marks of a recording: [kind, milliseconds from its beginning], in order."""
    found: list[list[str | int]] = []
    for kind, at, _ in facts:
        place = (at - began) // _MS
        if kind in MARKED and 0 <= place <= milliseconds + MARGIN_MS:
            found.append([str(kind), min(place, milliseconds)])
    return found


def pauses(began: Instant, facts: Sequence[Told], milliseconds: int) -> list[tuple[int, int]]:
    """Spans of milliseconds in which the recording was paused; one that nobody ended lasts."""
    found: list[tuple[int, int]] = []
    since: int | None = None
    for kind, at, _ in facts:
        place = (at - began) // _MS
        if kind == FactKind.RECORDING_PAUSED and since is None:
            since = place - MARGIN_MS
        elif kind == FactKind.RECORDING_RESUMED and since is not None:
            found.append((since, place + MARGIN_MS))
            since = None
    if since is not None:
        found.append((since, milliseconds))
    return found
