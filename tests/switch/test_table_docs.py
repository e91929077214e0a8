"""The examples in the documents on call lists do what the text says."""

from __future__ import annotations

import re
from pathlib import Path

from jieting.switches.mapping_file import parse_mapping
from tests.switch.tables import errors, read_text

DOCS = Path(__file__).parents[2] / "docs"


def _blocks(name: str, kind: str) -> list[str]:
    text = (DOCS / name).read_text(encoding="utf-8")
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


def test_every_example_of_the_reference_is_a_mapping() -> None:
    blocks = _blocks("reference/mapping-file.md", "toml")
    assert len(blocks) == 6
    for block in blocks:
        whole = block if "[mapping]" in block else '[mapping]\nname = "part"\n' + block
        parse_mapping(whole, "mapping-file.md")


def test_the_first_example_of_the_reference_reads_a_list(tmp_path: Path) -> None:
    mapping = parse_mapping(_blocks("reference/mapping-file.md", "toml")[0])
    path = tmp_path / "east.txt"
    path.write_bytes("东-1\t2026/10/1 9:00:00\t2026/10/1 9:01:00\n-\t-\t-\n".encode("gb18030"))
    from tests.switch.tables import read

    (call,), report = read(path, mapping)
    assert (call.call_id, call.source) == ("东-1", "east")
    assert errors(report) == ["2 empty arrived_at", "2 empty ended_at", "2 empty call_id"]


def test_the_lists_of_the_guide_are_read_as_it_says(tmp_path: Path) -> None:
    ours, theirs = _blocks("guides/read-any-call-list.md", "csv")
    calls, report = read_text(tmp_path, ours)
    assert (len(calls), errors(report)) == (3, [])
    (mapping,) = _blocks("guides/read-any-call-list.md", "toml")
    calls, report = read_text(tmp_path, theirs, parse_mapping(mapping))
    assert [call.call_id for call in calls] == ["1", "2"]
    assert [(left.row, left.reason) for left in report.left_out] == [(4, "A test call.")]
    assert errors(report) == ["5 unknown_outcome outcome"]
    assert "其他 is no outcome." in str(report.findings[-1])


def test_every_key_of_a_mapping_is_in_the_reference() -> None:
    from jieting.switches.mapping_file import DELIMITERS, TABLES

    text = (DOCS / "reference/mapping-file.md").read_text(encoding="utf-8")
    keys = [
        *TABLES,
        *DELIMITERS,
        "name",
        "about",
        "delimiter",
        "encoding",
        "sheet",
        "header",
        "time_zone",
        "from",
        "join",
        "pick",
        "date",
        "formats",
        "empty",
        "roll_over",
        "when",
        "format",
        "is",
        "reason",
        "values",
    ]
    assert [key for key in keys if not re.search(rf"\b{key}\b", text)] == []
