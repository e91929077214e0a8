"""Words that the domain says: an English sentence with its numbers, translated at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as a translatable pattern and its parameters.

    ``msgid`` is the English pattern with ``{name}`` fields; a parameter may itself be a ``Said``
    or a tuple of them. ``str()`` renders English; ``jieting.language.render`` any language.
    """

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid.format(**{name: english(value) for name, value in self.params.items()})

    def __hash__(self) -> int:
        return hash((self.msgid, tuple(sorted((k, str(v)) for k, v in self.params.items()))))


def say(msgid: str, /, **params: object) -> Said:
    """The sentence ``msgid`` with its parameters; the name by which catalogues are extracted."""
    return Said(msgid, params)


def verbatim(text: str) -> Said:
    """Text that has no translation: data, names, ids."""
    return Said("{text}", {"text": text})


def english(value: object) -> str:
    """A parameter as English text; a tuple is joined by '; '."""
    if isinstance(value, tuple):
        return "; ".join(english(part) for part in value)
    return str(value)
