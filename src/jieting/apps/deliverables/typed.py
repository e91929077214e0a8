"""What the forms of documents carry, read from a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest

from jieting.apps.deliverables.contents import Content, Typed, texts_of
from jieting.apps.deliverables.self_form import LONGEST_REASON
from jieting.apps.moves.evidence import Attachment

_LONGEST_VALUE = 40


def typed_in(post: Mapping[str, Any], content: Content) -> Typed:
    """What a person typed into the fields of a content; a field that is not there changes nothing.

    Edge: values are read for every item, so an item without its field has the books' value.
    """
    if "items" in content:
        clauses = [item["clause"] for item in content["items"]]
        return Typed(values={clause: _value(post, clause) for clause in clauses})
    titles = list(texts_of(content))
    texts = {t: str(post[f"part-{n}"]) for n, t in enumerate(titles) if f"part-{n}" in post}
    start = "measure-"
    measures = {k[len(start) :][:40]: str(post[k]) for k in post if k.startswith(start)}
    return Typed(texts=texts, measures=measures)


def revision_in(post: Mapping[str, Any]) -> int:
    """The revision that the person has seen; -1 where the form carries none."""
    text = str(post.get("revision", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else -1


def files_in(request: HttpRequest) -> list[Attachment]:
    """The files that were attached."""
    return [Attachment(file.name or "file", file.read()) for file in request.FILES.getlist("files")]


def untrue_in(post: Mapping[str, Any], clauses: Sequence[str]) -> dict[str, str]:
    """The items that are ticked as untrue, each with what is untrue in it."""
    return {
        clause: str(post.get(f"why-{clause}", ""))[:150]
        for clause in clauses
        if post.get(f"untrue-{clause}")
    }


def _value(post: Mapping[str, Any], clause: str) -> dict[str, str]:
    return {
        "value": str(post.get(f"value-{clause}", "")).strip()[:_LONGEST_VALUE],
        "reason": str(post.get(f"reason-{clause}", "")).strip()[:LONGEST_REASON],
    }
