"""The digest of a move: everything that was said and done in it, with its files."""

from __future__ import annotations

import json
from hashlib import sha256

from jieting.apps.base.instants import to_instant
from jieting.apps.moves.models import Act, Move


def digest_of(move: Move) -> str:
    """SHA-256 over the move's kind, subject and acts, each with the digests of its files."""
    about = Move.objects.values_list("number", flat=True).filter(pk=move.about_id).first()
    head = [move.contract_id, move.number, move.kind, move.state, move.facts, about]
    acts = Act.objects.filter(move=move).order_by("number").prefetch_related("files")
    text = json.dumps([head, [_act(act) for act in acts]], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()


def _act(act: Act) -> list[object]:
    files = sorted((f.name, f.kind, f.bytes, f.digest) for f in act.files.defer("content"))
    at = to_instant(act.at)
    return [act.number, act.step, act.state, act.side, act.by, at, act.facts, act.text, files]
