"""How a file that has come in is understood: by a chosen mapping, by its columns, or not yet."""

from __future__ import annotations

from dataclasses import dataclass

from jieting.apps.calls.imports import mappings
from jieting.apps.calls.imports.folders import Folder
from jieting.apps.calls.imports.guess import fitting
from jieting.apps.calls.models import Import
from jieting.domain.calls.call import OBLIGATORY
from jieting.domain.errors import BadInput
from jieting.switches.table.preview import preview

LOGS = ("queue_log", "cdr")
"""Kinds that tell what they are themselves; they need no mapping."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A mapping by name and text; both empty where the file has our own columns."""

    name: str = ""
    text: str = ""


def chosen(contract_id: str, choice: str) -> Chosen | None:
    """The mapping of a choice such as ``saved:7``; None where there is none."""
    text = mappings.texts(contract_id).get(choice)
    return None if text is None else Chosen(mappings.choices(contract_id)[choice], text)


def found_out(imported: Import) -> Chosen | None:
    """What fits a file by its kind and columns; None where a person must say.

    Errors: BadInput where the file cannot be opened at all.
    """
    source = Folder(imported.folder).source
    if source is None or imported.kind in LOGS:
        return Chosen()
    names = preview(source, imported.kind, most=1).names
    if set(OBLIGATORY) <= set(names):
        return Chosen()
    found = fitting(names, mappings.texts(imported.contract_id))
    return chosen(imported.contract_id, found) if found else None


def can_be_clicked(imported: Import) -> bool:
    """Whether the file is a table with a header that can be shown."""
    source = Folder(imported.folder).source
    if source is None or imported.kind in LOGS:
        return False
    try:
        preview(source, imported.kind, most=1)
    except BadInput:
        return False
    return True
