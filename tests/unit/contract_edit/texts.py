"""Contract texts as people write them, and what must be the same before and after an edit."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract

FOLDER = Path(__file__).parents[3] / "contracts"
HOTLINE = (FOLDER / "ningde-12123.toml").read_text(encoding="utf-8")
POST_LOAN = (FOLDER / "post-loan.toml").read_text(encoding="utf-8")
_ENTRY = re.compile(r"^(\s*)([a-z_]+) = (.*)$")
_SPACES = st.sampled_from([" ", "", "   ", "\t", " \t "])


@st.composite
def texts(draw: st.DrawFn, of: tuple[str, ...] = (HOTLINE, POST_LOAN)) -> str:
    """A shipped contract with odd spacing, comments here and there, either line end, any mark."""
    lines = draw(st.sampled_from(of)).split("\n")
    for at in draw(st.lists(st.integers(0, len(lines) - 1), max_size=30)):
        if found := _ENTRY.match(lines[at]):
            before, after = draw(_SPACES), draw(_SPACES)
            lines[at] = f"{found[1]}{found[2]}{before}={after}{found[3]}"
            if not found[3].endswith("["):
                lines[at] += draw(st.sampled_from(["", "  # agreed = false [x]", " #'"]))
    text = draw(st.sampled_from(["\n", "\r\n"])).join(lines)
    text = text if draw(st.booleans()) else text.rstrip()
    return draw(st.sampled_from(["", "\ufeff"])) + text


def read(text: str) -> Contract:
    """The contract of a text, without the lines at which its parts stand."""
    found = load_contract(text, "")[0]
    return replace(
        found,
        choices=tuple(replace(choice, line=None) for choice in found.choices),
        figures=tuple(replace(use, line=None) for use in found.figures),
        clauses=tuple(replace(clause, line=None) for clause in found.clauses),
        deliverables=tuple(replace(item, line=None) for item in found.deliverables),
    )


def comments(text: str) -> list[str]:
    """Every comment, in its order."""
    return re.findall(r"#[^\r\n]*", text)


def whole_line_comments(text: str) -> list[str]:
    """Every comment that has its line to itself, in its order."""
    return re.findall(r"^[ \t]*(#[^\r\n]*)", text, re.MULTILINE)


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ, of two texts with the same number of lines."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return [(old, new) for old, new in pairs if old != new]
