"""Sealed months: what was frozen takes the place of today's books wherever a month is shown.

The app that seals months is above this one; it registers here what it keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from jieting.apps.accounts.access import Standing
from jieting.domain.periods import Month


@dataclass(frozen=True, slots=True)
class Content:
    """What a sealed month is shown from: the texts and the counted sheet of when it was drawn.

    ``calls`` are the calls of the month that were kept then.
    """

    contract_text: str
    records_text: str
    sheet: dict[str, Any]
    counted_at: datetime
    calls: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """A sealed month; ``number`` grows with its corrections, ``mark`` names all that it holds.

    ``content`` reads what it is shown from; ``write_calls`` writes its calls as Parquet to a path
    and raises Refused where they are lost.
    """

    contract_id: str
    month: Month
    number: int
    mark: str
    content: Callable[[], Content] = field(compare=False, repr=False)
    write_calls: Callable[[Path], None] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Banner:
    """Something that stands above a month's page: a template and what it shows."""

    template: str
    context: Mapping[str, Any]


Source = Callable[[str, Month], Frozen | None]
"""Takes a contract's id and a month; what is sealed of it, None where it is not sealed."""
BannerSource = Callable[[Standing, Month], Iterable[Banner]]
"""Takes a person in a contract and a month; what stands above the month's page for them."""

_sources: list[Source] = []
_banners: list[BannerSource] = []


def register_frozen(source: Source) -> None:
    """Have a source asked before a month is read from today's books."""
    _sources.append(source)


def register_banners(source: BannerSource) -> None:
    """Have a source asked what stands above a month's page."""
    _banners.append(source)


def frozen_month(contract_id: str, month: Month) -> Frozen | None:
    """What is sealed of a month; None where nothing is."""
    found = (source(contract_id, month) for source in _sources)
    return next((frozen for frozen in found if frozen is not None), None)


def banners_of(person: Standing, month: Month) -> list[Banner]:
    """Everything that stands above a month's page."""
    return [banner for source in _banners for banner in source(person, month)]
