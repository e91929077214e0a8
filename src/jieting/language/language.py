"""A language: sentences of the domain as text for a reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from gettext import NullTranslations

from jieting.domain.said import Said
from jieting.language.catalogue import catalogue

SEPARATORS = {"zh": "；", "en": "; "}


@dataclass(frozen=True)
class Language:
    """One language with its catalogue at hand: ``zh``, the default, or ``en``.

    Errors: ValueError for another language, CatalogueMissing before set-up.
    """

    code: str = "zh"
    _catalogue: NullTranslations = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_catalogue", catalogue(self.code))

    def render(self, said: Said) -> str:
        """The sentence with its parameters filled in, in this language.

        Edge: a pattern without a translation stays English, as do names, ids and data.
        """
        # The empty msgid is the catalogue's own header.
        pattern = self._catalogue.gettext(said.msgid) if said.msgid else ""
        return pattern.format(**{name: self._text(value) for name, value in said.params.items()})

    def join(self, sentences: Iterable[Said]) -> str:
        """The sentences in this language, with its semicolon between them."""
        return SEPARATORS[self.code].join(self.render(said) for said in sentences)

    def _text(self, value: object) -> str:
        """A parameter as text: sentences are rendered, numbers and names stay what they are."""
        if isinstance(value, Said):
            return self.render(value)
        if isinstance(value, tuple):
            return SEPARATORS[self.code].join(self._text(part) for part in value)
        return str(value)


def render(said: Said, lang: str = "zh") -> str:
    """The sentence in ``lang``; for more than a few, keep a ``Language``."""
    return Language(lang).render(said)
