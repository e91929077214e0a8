"""A draw that neither side can choose and anybody can repeat (see docs/reference/draws.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Population:
    """What is drawn from: each id once, sorted by code point, so that order never matters."""

    ids: tuple[str, ...]

    @property
    def text(self) -> str:
        """The population as a text file: one id in a line, each line ended."""
        return "".join(f"{one}\n" for one in self.ids)

    @property
    def digest(self) -> str:
        """SHA-256 of that file in UTF-8, as hexadecimal digits."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw with everything that is needed to repeat it; ``drawn`` in the order of the draw."""

    size: int
    digest: str
    seed: str
    drawn: tuple[str, ...]


def population_of(ids: Iterable[str]) -> Population:
    """The population of some ids; one that is given twice counts once.

    Errors: ValueError for an id that is empty or has a line break, which no list could hold.
    """
    found = sorted(set(ids))
    for one in found:
        if not one or one.splitlines() != [one]:
            raise ValueError(f"{one!r} cannot stand in a line of its own")
    return Population(tuple(found))


def population_in(text: str) -> Population:
    """The population in a text file: one id in a line, empty lines left out."""
    return population_of(line for line in text.removeprefix("\ufeff").splitlines() if line)


def seed_of(contract_id: str, number: int, digest: str, nonce: str) -> str:
    """The seed of a move's draw.

    The population is fixed by its digest before ``nonce`` is made at random, so whoever holds the
    list cannot shape it to the seed, and nobody can shape the seed to the list.
    """
    return f"{contract_id}/M-{number}/{digest}/{nonce}"


def draw(population: Population, seed: str, number: int) -> Draw:
    """The first ``number`` ids by the SHA-256 of seed, line feed and id; all where there are fewer.

    Edge: a population without ids gives an empty draw.
    """
    ordered = sorted(population.ids, key=lambda one: (_place(seed, one), one))
    return Draw(len(population.ids), population.digest, seed, tuple(ordered[: max(number, 0)]))


def _place(seed: str, one: str) -> bytes:
    return sha256(f"{seed}\n{one}".encode()).digest()
