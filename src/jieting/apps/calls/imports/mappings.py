"""Mappings to choose from: those that are shipped, and those that a contract's people saved."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from jieting.apps.calls.models import SavedMapping
from jieting.domain.errors import BadInput
from jieting.installation.home import home
from jieting.switches.mapping import Mapping
from jieting.switches.mapping_file import parse_mapping

FOLDER_VARIABLE = "JIETING_MAPPINGS"
"""Names a folder of mapping files that every contract may choose."""
_CHECKOUT = Path(__file__).resolve().parents[5] / "contracts" / "mappings"
SAVED, SHIPPED = "saved:", "shipped:"
"""How a choice is written: ``saved:7``, ``shipped:chinese-export``."""


def choices(contract_id: str) -> dict[str, str]:
    """Choice to the name that a person sees, saved ones first."""
    saved = SavedMapping.objects.filter(contract_id=contract_id).order_by("name")
    own = {f"{SAVED}{row.pk}": row.name for row in saved}
    return own | {f"{SHIPPED}{name}": name for name in sorted(shipped())}


def texts(contract_id: str) -> dict[str, str]:
    """Choice to the text of the mapping, in the order of ``choices``."""
    saved = SavedMapping.objects.filter(contract_id=contract_id).order_by("name")
    own = {f"{SAVED}{row.pk}": row.text for row in saved}
    return own | {f"{SHIPPED}{name}": text for name, text in sorted(shipped().items())}


def known(contract_id: str) -> list[Mapping]:
    """Every mapping that can be chosen and understood."""
    found = []
    for key, text in texts(contract_id).items():
        try:
            found.append(parse_mapping(text, key))
        except BadInput:
            continue  # its own page tells what is wrong with it
    return found


def shipped() -> dict[str, str]:
    """Mappings of the installation, by the names of their files.

    They lie in the folder that JIETING_MAPPINGS names, in ``mappings`` of the home, and, for one
    who works in a checkout, beside the contracts; the first of a name counts.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    folders = [Path(named)] if named else []
    folders += [home().root / "mappings", _CHECKOUT]
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            found.setdefault(path.stem, _text(path, path.stat().st_mtime_ns))
    return found


@cache
def _text(path: Path, _changed: int) -> str:
    return path.read_text(encoding="utf-8-sig")
