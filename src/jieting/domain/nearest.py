"""Did you mean: the known word nearest to one that was written."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from jieting.domain.said import Said, say


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like ``word``, blind to case and to spaces for underscores; or None."""
    by_form = {_form(name): name for name in known}
    close = get_close_matches(_form(word), list(by_form), n=1, cutoff=0.6)
    return by_form[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str], otherwise: Said) -> Said:
    """A remedy: 'Did you mean ...?' where a known word is near, else ``otherwise``."""
    guess = nearest(word, known)
    return say("Did you mean {near}?", near=guess) if guess else otherwise


def nearest_of(word: str, known: Iterable[str]) -> Said:
    """A remedy for a word that must be one of ``known``: the near one, else all of them."""
    words = tuple(known)
    if not words:
        return say("Take it out.")
    otherwise = say("Take it out, or use one of: {known}.", known=", ".join(words))
    return did_you_mean(word, words, otherwise)


def _form(word: str) -> str:
    return word.strip().casefold().replace(" ", "_").replace("-", "_")
