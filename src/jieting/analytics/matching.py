"""The files that a name with wildcards stands for."""

from __future__ import annotations

from pathlib import Path


def matching(calls: Path | str) -> list[str]:
    """The files that ``calls`` names, in order; wildcards stand in the last part of the name.

    Edge: a name that matches nothing stays as it is, so that opening it tells what is wrong.
    """
    path = Path(calls)
    return [str(file) for file in sorted(path.parent.glob(path.name))] or [str(path)]
