"""Bring the catalogues up to the sentences that the code says: new ones in, gone ones out."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "jieting"
KEYWORDS = {"say": None, "_": None}
HEADER = r"""# What Jieting says. `make messages` adds and removes sentences; write msgstr alone.
msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def said_in(source: Path) -> Catalog:
    """Every sentence in the code below ``source``, with the files that say it."""
    template = Catalog()
    methods = [("**.py", "python"), ("**/templates/**.html", "template_sentences:extract")]
    found = extract_from_dir(source, methods, keywords=KEYWORDS)
    for file, _line, message, comments, context in found:
        place = Path(file).as_posix()
        template.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return template


def bring_up(path: Path, template: Catalog) -> tuple[int, int]:
    """Update the catalogue at ``path``; how many sentences it has, and how many untranslated."""
    language = path.parts[-3]
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    written = BytesIO()
    write_po(
        written,
        catalogue,
        width=100,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    body = written.getvalue().decode("utf-8")
    path.write_text(HEADER.format(language=language) + body, encoding="utf-8")
    return len(catalogue), sum(1 for message in catalogue if message.id and not message.string)


def main() -> None:
    """Update every catalogue and tell what is left to translate."""
    template = said_in(SOURCE)
    for path in sorted(SOURCE.glob("language/locale/*/LC_MESSAGES/*.po")):
        sentences, untranslated = bring_up(path, template)
        print(f"{path.relative_to(ROOT)}: {sentences} sentences, {untranslated} without a msgstr")


if __name__ == "__main__":
    main()
