"""Drafts as their list shows them, and what the check finds in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from jieting.apps.contracts.models import Draft
from jieting.domain.contracts.edit.head import head_of
from jieting.domain.contracts.load import contract_findings
from jieting.domain.errors import BadInput, Finding

_FILE = "contract.toml"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in its list."""

    pk: int
    title: str
    id: str
    changed_at: str


def draft_rows(owner: Any) -> list[DraftRow]:
    """A person's drafts, the one last changed first."""
    return [_row(row) for row in Draft.objects.filter(owner=owner).order_by("-changed_at", "-pk")]


def place_findings(text: str) -> list[Finding]:
    """Everything that the check finds, errors first, then line by line."""
    found = contract_findings(text, _FILE)
    return sorted(found, key=lambda f: (not f.is_error, f.place.line or 0))


def _row(row: Draft) -> DraftRow:
    try:
        head = head_of(row.text)
    except BadInput:
        head = {}
    changed = f"{timezone.localtime(row.changed_at):%Y-%m-%d %H:%M}"
    return DraftRow(row.pk, str(head.get("title", "")), str(head.get("id", "")), changed)
