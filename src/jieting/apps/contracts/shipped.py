"""The contract files that are shipped: what a new contract begins from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jieting.domain.contracts.load import load_contract

_FOLDER = Path(__file__).parent / "shipped"
# A link to the folder `contracts` of the source tree; a built package holds its files.


@dataclass(frozen=True, slots=True)
class Shipped:
    """A shipped contract file; ``scored`` where it gives points, else it has limits only."""

    name: str
    title: str
    clauses: int
    scored: bool
    text: str


@cache
def shipped() -> tuple[Shipped, ...]:
    """Every shipped contract file, by its name."""
    return tuple(_shipped(path) for path in sorted(_FOLDER.glob("*.toml")))


def _shipped(path: Path) -> Shipped:
    text = path.read_bytes().decode()
    terms = load_contract(text, path.name)[0]
    return Shipped(path.stem, terms.title, len(terms.clauses), terms.is_scored, text)
