"""Ordering an inspection: the population is fixed, then the draw is made, in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from jieting.apps.base.actor import Actor
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.moves import models
from jieting.apps.moves.actions import next_number, open_move
from jieting.apps.moves.evidence import LARGEST, Attachment
from jieting.apps.moves.inspection_populations import population as population_now
from jieting.domain.books.kinds.inspection import INSPECTION
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.periods import Instant, Month
from jieting.domain.said import say
from jieting.domain.sampling.draw import Draw, Population, draw, seed_of

POPULATION_FILE = "population.txt"
"""Name of the file with the whole population that the act of opening keeps."""


def fresh_nonce() -> str:
    """A nonce that nobody can foresee."""
    return secrets.token_hex(16)


def order_inspection(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    population: str,
    month: Month,
    number: int,
    focus: str = "",
    clause: str = "",
    due_at: Instant | None = None,
    text: str = "",
    files: Sequence[Attachment] = (),
    nonce: Callable[[], str] = fresh_nonce,
) -> models.Move:
    """Draw ``number`` ids from a population of a month, and open the inspection with them.

    ``nonce`` is asked once the population stands. Errors: BadInput where there is nothing to draw
    from; as ``open_move``.
    """
    with transaction.atomic():
        own_number = next_number(contract_id)
        found = population_now(contract_id, population, month, latest_terms(contract_id))
        if not found.ids:
            raise BadInput([_nothing(month)])
        seed = seed_of(contract_id, own_number, found.digest, nonce())
        drawn = draw(found, seed, number)
        asked = {"population": population, "month": str(month), "number": number}
        more = {"focus": focus, "clause": clause, "due_at": due_at}
        return open_move(
            by=by,
            at=at,
            contract_id=contract_id,
            kind=INSPECTION.name,
            facts={**asked, **more, **_facts(drawn)},
            text=text,
            files=[*_kept(found), *files],
            prepared=True,
        )


def _facts(drawn: Draw) -> dict[str, Any]:
    return {
        "population_size": drawn.size,
        "population_digest": drawn.digest,
        "seed": drawn.seed,
        "drawn": list(drawn.drawn),
    }


def _kept(found: Population) -> list[Attachment]:
    """The population as evidence; one too large for a file is told by its digest alone."""
    content = found.text.encode()
    return [Attachment(POPULATION_FILE, content)] if len(content) <= LARGEST else []


def _nothing(month: Month) -> Finding:
    return Finding(
        "inspection_nothing_to_draw",
        say("There is nothing of that kind in {month}.", month=str(month)),
        say("A draw needs something to draw from."),
        say("Choose another month or another population; import the month's calls if missing."),
        Place(column="population"),
    )
