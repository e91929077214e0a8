"""The home of an installation: the one folder in which everything that it keeps lies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "JIETING_HOME"


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of an installation; each is made, for its owner alone, when first asked for."""

    root: Path

    @property
    def keys(self) -> Path:
        """Secrets: what must be kept apart from a backup."""
        return self._made("keys")

    @property
    def postgres(self) -> Path:
        """The data of the embedded database."""
        return self.root / "postgres"

    @property
    def uploads(self) -> Path:
        """Files as they were uploaded, and the findings about them."""
        return self._made("uploads")

    @property
    def columns(self) -> Path:
        """Months of calls as Parquet, made again from the database whenever they are missing."""
        return self._made("columns")

    @property
    def sealed(self) -> Path:
        """The bundles of sealed months, as both parties download them."""
        return self._made("sealed")

    @property
    def recordings(self) -> Path:
        """Sealed recordings of calls, by contract, month and day."""
        return self._made("recordings")

    @property
    def backups(self) -> Path:
        """Backups that no other place was named for."""
        return self._made("backups")

    def _made(self, name: str) -> Path:
        folder = self.root / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder


def home() -> Home:
    """The home named by JIETING_HOME, else ``.jieting`` in the person's own home folder."""
    named = os.environ.get(HOME_VARIABLE)
    return Home(Path(named).resolve() if named else Path.home() / ".jieting")
