"""What the domain says, in the reader's language."""

from jieting.language.catalogue import LANGUAGES, CatalogueMissing
from jieting.language.language import Language, render

__all__ = ["LANGUAGES", "CatalogueMissing", "Language", "render"]
