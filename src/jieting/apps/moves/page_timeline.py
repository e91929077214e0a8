"""The timeline of a move: every act with who, when, what was said, and its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from jieting.apps.moves.actions import OPEN
from jieting.apps.moves.models import Act, EvidenceFile, Move
from jieting.apps.moves.page_facts import FactsPage, Shown
from jieting.apps.moves.page_viewer import Viewer
from jieting.apps.moves.page_words import clock, roles_of, side_words, size_words
from jieting.apps.moves.rows import to_act
from jieting.domain.books.kind import REMARK, Kind
from jieting.domain.said import Said

_OWN_ICON = {OPEN: "flag", REMARK.name: "chat-left-text"}


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of an act, and where it is fetched."""

    name: str
    size: Said
    digest: str
    url: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act; ``is_new`` where the person had not seen it when the form was filled in."""

    number: int
    icon: str
    done: Said
    state: Said | None
    who: str
    side: Said
    roles: str
    at: str
    text: str
    facts: list[Shown]
    files: list[FileLine]
    is_new: bool


def timeline(
    viewer: Viewer, kind: Kind, row: Move, facts: FactsPage, seen: int | None = None
) -> list[ActLine]:
    """All acts in their order; those after the revision ``seen`` are marked as new."""
    acts = list(Act.objects.filter(move=row).order_by("number"))
    files = _files(row, acts)
    return [
        _line(viewer, kind, act, before, files.get(act.pk, []), facts, seen)
        for act, before in zip(acts, [None, *acts], strict=False)
    ]


def _line(
    viewer: Viewer,
    kind: Kind,
    act: Act,
    before: Act | None,
    files: list[FileLine],
    facts: FactsPage,
    seen: int | None,
) -> ActLine:
    moved = before is None or before.state != act.state
    return ActLine(
        number=act.number,
        icon=_OWN_ICON.get(act.step) or ("clipboard-check" if moved else "arrow-right"),
        done=kind.opened if act.step == OPEN else kind.step(act.step).done,
        state=kind.states.get(act.state) if moved else None,
        who=act.by_name or act.by,
        side=side_words(act.side),
        roles=roles_of(act.role),
        at=clock(to_act(act).at, viewer.zone),
        text=act.text,
        # What opened the move stands in its own table, with all that was answered since.
        facts=[] if act.step == OPEN else facts.rows(act.facts),
        files=files,
        is_new=seen is not None and act.number > seen,
    )


def _files(row: Move, acts: Sequence[Act]) -> dict[int, list[FileLine]]:
    found: dict[int, list[FileLine]] = {}
    kept: Iterable[EvidenceFile] = (
        EvidenceFile.objects.filter(act__in=acts).defer("content").order_by("pk")
    )
    for file in kept:
        url = reverse("move_file", args=[row.contract_id, row.number, file.pk])
        line = FileLine(file.name, size_words(file.bytes), file.digest, url)
        found.setdefault(file.act_id, []).append(line)
    return found
