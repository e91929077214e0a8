"""Reading prompts: what callers hear, what is missing, what no longer says its text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jieting.apps.line.models import Prompt
from jieting.apps.line.planning.queries import newest_plan, prompts_by_name
from jieting.domain.line.check_names import prompts_used
from jieting.domain.line.plan import Plan
from jieting.domain.said import Said, say, verbatim


class Sounds(StrEnum):
    """Whether a prompt can be heard."""

    MISSING = "missing"
    """It has no sound."""
    OUTDATED = "outdated"
    """A machine spoke a text that has changed since."""
    SPOKEN = "spoken"
    """A machine spoke its text."""
    RECORDED = "recorded"
    """Somebody recorded it."""
    SPARE = "spare"
    """The plan does not play it (any more)."""


@dataclass(frozen=True, slots=True)
class PromptRow:
    """A prompt: its text in the plan, its sound, and where it is played."""

    name: str
    text: str
    sound: Prompt | None
    state: Sounds
    places: tuple[Said, ...] = ()

    @property
    def elsewhere(self) -> tuple[Said, ...]:
        """Where it is played, as far as its own name does not say so already."""
        return tuple(place for place in self.places if place != verbatim(self.name))


_ORDER = list(Sounds)
_PARTS = {
    "survey": say("Survey"),
    "recording": say("Recording of talks"),
    "line": say("Emergency announcement"),
}
"""Parts of a plan that have no name of their own; nodes and queues have one."""


def prompt_rows(contract_id: str) -> list[PromptRow]:
    """The prompts of the newest plan and the sounds that are there; what is missing first."""
    plan, sounds = newest_plan(contract_id), prompts_by_name(contract_id)
    texts = plan.prompts if plan is not None else {}
    places = _places(plan) if plan is not None else {}
    names = dict.fromkeys([*texts, *sounds])
    rows = [
        PromptRow(
            name,
            texts.get(name, ""),
            sounds.get(name),
            _state(texts.get(name), sounds.get(name), name in places),
            tuple(places.get(name, ())),
        )
        for name in names
    ]
    return sorted(rows, key=lambda row: _ORDER.index(row.state))


def to_be_spoken(contract_id: str) -> list[str]:
    """The names of the prompts that have a text and no sound that says it."""
    wanted = (Sounds.MISSING, Sounds.OUTDATED)
    return [
        row.name for row in prompt_rows(contract_id) if row.state in wanted and row.text.strip()
    ]


def sound_of(contract_id: str, name: str) -> Prompt | None:
    """A sound; None where there is none of that name."""
    return Prompt.objects.filter(contract_id=contract_id, name=name).first()


def _places(plan: Plan) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for where, name in prompts_used(plan):
        if name:
            place = _PARTS.get(where[0]) or verbatim(where[1])
            found.setdefault(name, []).append(place)
    return found


def _state(text: str | None, sound: Prompt | None, played: bool) -> Sounds:
    if text is None or not played:
        return Sounds.SPARE
    if sound is None:
        return Sounds.MISSING
    if not sound.spoken:
        return Sounds.RECORDED
    return Sounds.SPOKEN if sound.spoken == text else Sounds.OUTDATED
