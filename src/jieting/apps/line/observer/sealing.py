"""Facts on their way into the database: numbers of citizens sealed, or masked, never as told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jieting.apps.calls.callers import stored
from jieting.apps.line.observer.standing import NUMBER_INDEX
from jieting.domain.calls.masking import mask_number
from jieting.domain.line.facts import Fact, FactKind

_DIALLED = re.compile(r"\+?[0-9*#]{3,}")
_LONG = re.compile(r"\+?[0-9*#]{7,}")


def sealed(fact: Fact) -> Fact:
    """The fact as it may be stored.

    ``caller`` is the citizen's number, also of a call that goes out to the citizen. Where a call
    is handed on to an outside number, that is masked.
    """
    if fact.kind is FactKind.OFFERED:
        return _offered(fact)
    if fact.kind is FactKind.CALL_BACK_ASKED:
        number, index = _sealed(fact.data.get("number", ""))
        return replace(fact, data={**fact.data, "number": number, NUMBER_INDEX: index})
    return replace(fact, data=masked_words(fact.data)) if fact.data.get("to") else fact


def masked_words(words: Mapping[str, Any]) -> dict[str, Any]:
    """Words with a number outside in ``to`` masked; an extension stays."""
    to = str(words.get("to", ""))
    return {**words, "to": mask_number(to)} if _LONG.fullmatch(to) else dict(words)


def _offered(fact: Fact) -> Fact:
    number, index = _sealed(fact.data.get("caller", ""))
    return replace(fact, data={**fact.data, "caller": number, NUMBER_INDEX: index})


def _sealed(number: str) -> tuple[str, str]:
    """Seal and index as hex; no index for what nobody could dial (``anonymous``)."""
    found = stored(number)
    index = found.index if _DIALLED.fullmatch(number) else None
    return (found.sealed or b"").hex(), (index or b"").hex()
