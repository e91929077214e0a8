"""What a backup says of itself, and the only names that its members may have."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any

from jieting.installation.keys import DATA_KEYS

MANIFEST = "manifest.json"
DUMP = "database.dump"
UPLOADS = "uploads/"
SEALED = "sealed/"
RECORDINGS = "recordings/"
KEYS = "keys/"
FORM = 1
"""The form of backups that this version writes; it reads this one and no other."""

_PART = r"[^/\\\x00-\x1f]+"
_FILE = re.compile(rf"(?:{UPLOADS}|{SEALED}|{RECORDINGS}){_PART}(?:/{_PART})*")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What lies in a backup: when and by which version made, the end of its audit log, its parts.

    ``parts`` gives each member's bytes and SHA-256; ``keys`` the check values of the keys with
    which the data were sealed; ``migrations`` the state of the schema.
    """

    made_at: str
    version: str
    postgres: int
    audit_number: int
    audit_hash: str
    keys: dict[str, str]
    migrations: list[str]
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    form: int = FORM

    @property
    def with_keys(self) -> bool:
        """Whether the keys of the data lie in it."""
        return any(name.startswith(KEYS) for name in self.parts)

    def text(self) -> str:
        """The manifest as it is written."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False)

    @classmethod
    def parse(cls, text: bytes) -> Manifest:
        """A manifest that was written. Errors: ValueError for anything else."""
        found = json.loads(text)
        if not isinstance(found, dict) or found.get("form") != FORM:
            raise ValueError("the form of this backup is unknown")
        try:
            return cls(**found)
        except TypeError as error:
            raise ValueError(str(error)) from error


def may_be_member(name: str) -> bool:
    """Whether a backup may have a member of that name: nothing that leads out of its folder."""
    if name in (MANIFEST, DUMP):
        return True
    if name.startswith(KEYS):
        return name.removeprefix(KEYS) in DATA_KEYS
    parts = name.split("/")
    return _FILE.fullmatch(name) is not None and not {".", ".."} & set(parts)
