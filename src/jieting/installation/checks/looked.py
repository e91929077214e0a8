"""What the checks are given to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jieting.domain.errors import Finding
from jieting.installation.database import Urls
from jieting.installation.home import Home

PACKAGE = Path(__file__).resolve().parents[2]
"""The folder of the installed product."""


@dataclass(frozen=True, slots=True)
class Looked:
    """An installation: its home, its database or why there is none, the settings around it.

    ``known`` are the migrations of this version; ``package`` is the folder of the product.
    """

    home: Home
    now: datetime
    environment: Mapping[str, str]
    known: frozenset[str] = frozenset()
    urls: Urls | None = None
    no_database: tuple[Finding, ...] = ()
    package: Path = PACKAGE


Check = Callable[[Looked], Iterable[Finding]]
