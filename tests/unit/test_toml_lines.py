"""The line of every key of a TOML text, on texts written by hand and by chance."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.toml.lines import Path, line_at, lines_of

EXAMPLE = '''# a comment with [brackets] and key = value
[contract]
id = "x # [not] a comment"
text = """
[[clause]]
a = 1"""
parties.purchaser = "A"
parties."the supplier" = 'B [C]'
brackets = [   # highest first
  { from = "90", coefficient = 1 },
  [1, 2]
  , { from = 0, more = [{ y = 1 },
    { z = 2 }] }
]

[[clause]]
id = 1
at = 2026-10-01 09:00:00

  [[clause.rule]]
  points = 0.5

[[clause]]
[clause.rule.bonus]
cap = 2
[ "a quoted" . table ]
k = \'\'\'
[[clause]]\'\'\'
last = true
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("contract",), 2),
        (("contract", "id"), 3),
        (("contract", "text"), 4),
        (("contract", "parties"), 7),
        (("contract", "parties", "purchaser"), 7),
        (("contract", "parties", "the supplier"), 8),
        (("contract", "brackets"), 9),
        (("contract", "brackets", 0, "coefficient"), 10),
        (("contract", "brackets", 1), 11),
        (("contract", "brackets", 1, 1), 11),
        (("contract", "brackets", 2, "more", 1, "z"), 13),
        (("clause",), 16),
        (("clause", 0), 16),
        (("clause", 0, "at"), 18),
        (("clause", 0, "rule", 0), 20),
        (("clause", 0, "rule", 0, "points"), 21),
        (("clause", 1), 23),
        (("clause", 1, "rule", "bonus", "cap"), 25),
        (("a quoted", "table"), 26),
        (("a quoted", "table", "last"), 29),
    ],
)
def test_the_line_of_a_key(path: Path, line: int) -> None:
    tomllib.loads(EXAMPLE)
    assert lines_of(EXAMPLE)[path] == line


def test_nothing_is_found_that_is_not_there() -> None:
    assert set(lines_of(EXAMPLE)) - {()} == set(paths_of(tomllib.loads(EXAMPLE)))


def paths_of(value: object, path: Path = ()) -> list[Path]:
    """Every path of a parsed value, tables and elements included."""
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    here = [path] if path else []
    return here + [found for key, part in inner for found in paths_of(part, (*path, key))]


def test_only_line_feeds_end_a_line() -> None:
    text = 'a = "one\u2028two\u0085three"\r\nb = 1\r\n'
    assert lines_of(text) == {(): 1, ("a",): 1, ("b",): 2}


def test_the_line_of_what_is_missing_is_that_of_the_table_around_it() -> None:
    lines = lines_of(EXAMPLE)
    assert line_at(lines, ("clause", 1, "points")) == 23
    assert line_at(lines, ("elsewhere", 3)) == 1


@pytest.mark.parametrize("text", ["", "=", "]", "x = [ }", "[[", "a = [[{", "'''"])
def test_a_text_that_is_not_toml_ends_all_the_same(text: str) -> None:
    assert lines_of(text)[()] == 1


@dataclass
class Document:
    """A TOML text as it is written line by line, with the line of each path."""

    lines: list[str] = field(default_factory=list)
    where: dict[Path, int] = field(default_factory=dict)

    def write(self, text: str, *paths: Path) -> None:
        for path in paths:
            self.where.setdefault(path, len(self.lines) + 1)
        self.lines.extend(text.split("\n"))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


BARE = st.text("abcxyz-_09", min_size=1, max_size=4)
QUOTED = st.text("ab .#=[]中", min_size=1, max_size=4)
KEYS = (BARE | QUOTED).filter(lambda key: key not in {"z", "rule-"})
WORDS = st.text("ab\"'\\#[]={},.\n\t 中“", max_size=8)


def quoted(text: str) -> str:
    for sign, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(sign, escape)
    return f'"{text}"'


def written_key(key: str) -> str:
    plain = all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in key)
    return key if plain else quoted(key)


@st.composite
def scalars(draw: st.DrawFn) -> str:
    word = draw(WORDS)
    many_lines = f'"""\n{quoted(word)[1:-1]}\n[[a]]\nb = 1\n"""'
    literal = "'" + "".join(sign for sign in word if sign not in "'\n\t") + "'"
    number = draw(st.sampled_from(["1", "-0.5", "true", "2026-10-01T09:00:00Z", "1e9"]))
    return draw(st.sampled_from([quoted(word), many_lines, literal, number]))


def comment(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["", "  # [[a]]", '  # "b" = 1']))


def entry(draw: st.DrawFn, to: Document, table: Path, key: str) -> None:
    path, name = (*table, key), written_key(key)
    shape = draw(st.sampled_from(["scalar", "list", "rows"]))
    if shape == "scalar":
        to.write(f"  {name} = {draw(scalars())}{comment(draw)}", path)
    elif shape == "list":
        to.write(f"{name} = [", path)
        for index in range(draw(st.integers(0, 3))):
            to.write(f"  {draw(scalars())},{comment(draw)}", (*path, index))
        to.write("]")
    else:
        to.write(f"{name} = [{comment(draw)}", path)
        for index in range(draw(st.integers(0, 3))):
            row = (*path, index)
            inner = f"{{ {name} = {quoted(draw(WORDS))}, z.y = 1 }}"
            to.write(f"  {inner},", row, (*row, key), (*row, "z"), (*row, "z", "y"))
        to.write("]")


@st.composite
def documents(draw: st.DrawFn) -> Document:
    to = Document()
    names = draw(st.lists(KEYS, max_size=4, unique=True))
    for key in draw(st.lists(KEYS.filter(lambda k: k not in names), max_size=2, unique=True)):
        entry(draw, to, (), key)
    for name in names:
        if draw(st.booleans()):
            to.write(f"[{written_key(name)}]{comment(draw)}", (name,))
            entries(draw, to, (name,))
            continue
        for index in range(draw(st.integers(1, 3))):
            to.write(f"[[ {written_key(name)} ]]", (name,), (name, index))
            entries(draw, to, (name, index))
            if draw(st.booleans()):
                to.write(
                    f" [[{written_key(name)}.rule-]]",
                    (name, index, "rule-"),
                    (name, index, "rule-", 0),
                )
                entries(draw, to, (name, index, "rule-", 0))
    return to


def entries(draw: st.DrawFn, to: Document, table: Path) -> None:
    for key in draw(st.lists(KEYS, max_size=3, unique=True)):
        entry(draw, to, table, key)


@settings(deadline=None)
@given(documents())
def test_each_key_is_found_where_it_was_written(document: Document) -> None:
    tomllib.loads(document.text)
    assert lines_of(document.text) == {(): 1, **document.where}
