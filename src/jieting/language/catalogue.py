"""Catalogues: the translations of one language, read with the standard library alone."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

DOMAIN = "jieting"
LOCALES = Path(__file__).parent / "locale"
FOLDERS = {"zh": "zh_Hans"}
"""The folder of each language that has a catalogue; English is what the code says."""
LANGUAGES = ("zh", "en")


class CatalogueMissing(RuntimeError):
    """The catalogue of a language was not compiled on this machine."""

    def __init__(self, lang: str, path: Path) -> None:
        super().__init__(f"the catalogue of {lang!r} is not at {path}: run 'make setup'")


@cache
def catalogue(lang: str) -> NullTranslations:
    """The translations of ``lang``, which stay in memory.

    Errors: ValueError for a language that Jieting does not speak, CatalogueMissing before set-up.
    """
    if lang == "en":
        return NullTranslations()
    if lang not in FOLDERS:
        raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    return load(LOCALES / FOLDERS[lang] / "LC_MESSAGES" / f"{DOMAIN}.mo", lang)


def load(path: Path, lang: str) -> GNUTranslations:
    """The compiled catalogue at ``path``."""
    try:
        with path.open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        raise CatalogueMissing(lang, path) from None
