"""Writing the switch's other files: sections of ``name=value``."""

from __future__ import annotations

from collections.abc import Iterable

Pair = tuple[str, object]


def section(name: str, pairs: Iterable[Pair], template: str = "") -> str:
    """One section; ``template`` is ``!`` for a template, or the name of one to begin with."""
    head = f"[{name}]" + (f"({template})" if template else "")
    return "\n".join([head, *(f"{key}={value}" for key, value in pairs)])


def file(*sections: str) -> str:
    """The sections of a file, an empty line between them."""
    return "\n\n".join(sections) + "\n"


def yes(value: bool) -> str:
    """A truth as the switch writes it."""
    return "yes" if value else "no"
