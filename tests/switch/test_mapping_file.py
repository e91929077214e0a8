"""The mapping file: every mistake is told at once, with its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from jieting.domain.errors import BadInput
from jieting.switches.mapping import Condition
from jieting.switches.mapping_file import load_mapping, parse_mapping
from tests.switch.tables import DATA

MISTAKES = {
    "mapping.nam": (3, "There is no key nam here.", "Did you mean name?"),
    "mapping.name": (2, "name is missing.", "Write name here."),
    "tabel": (5, "There is no key tabel here.", "Did you mean table?"),
    "table.delimiter": (7, "delimiter is commma.", "Did you mean comma?"),
    "table.encoding": (8, "encoding is utf-16.", "Did you mean utf-8?"),
    "table.time_zone": (9, "There is no time zone Asia/Shanghia.", "such as Asia/Shanghai"),
    "table.header": (10, "header must be a text or a list of texts.", "reference"),
    "column.calls_id": (13, "There is no key calls_id here.", "Did you mean call_id?"),
    "column.arrived_at": (14, "only one column name for arrived_at.", "[time.arrived_at]"),
    "column.talk_s": (15, "only one column name for talk_s.", "[seconds.talk_s]"),
    "column.queue.join": (16, "Several columns are joined by nothing.", "Write join"),
    "column.agent.pick": (17, "There is no key pick here.", "from, join, empty, when"),
    "time.arrived_at.formats": (22, "%Y / %y is missing.", "%Y %y %m %d"),
    "time.arrived_at.from": (23, "from is missing.", "Write from here."),
    "time.arrived_at.pick": (24, "pick is earlyest.", "Did you mean earliest?"),
    "time.arrived_at.roll_over": (25, "roll_over must be true or false.", "reference"),
    "time.end_at": (27, "There is no key end_at here.", "Did you mean ended_at?"),
    "seconds.talk_s.format": (32, "format is mm:ss.", "Did you mean h:mm:ss?"),
    "seconds.hold_s": (35, "hold_s must be a table.", "reference"),
    "outcome.when": (38, "The condition on result cannot be understood.", '{ not = "value" }'),
    "outcome.is": (39, "is is answerd.", "Did you mean answered?"),
    "outcome": (37, "outcome has both a column and [[outcome]] rules.", "Keep one"),
    "leave_out.reason": (41, "reason is missing.", "Write reason here."),
    "code.rating.5": (45, "5 is very satisfied.", "Did you mean very_satisfied?"),
    "code.colour": (47, "There is no key colour here.", "Known here are"),
    "constant.direction": (51, "direction is in.", "Write one of: inbound, outbound."),
    "constant.queue": (52, "queue must be text in double quotes.", "reference"),
    "empty.value": (55, "There is no key value here.", "Did you mean values?"),
}


def _mistakes() -> BadInput:
    with pytest.raises(BadInput) as caught:
        load_mapping(DATA / "bad-mapping.toml")
    return caught.value


@pytest.mark.parametrize("key", MISTAKES)
def test_a_mistake_is_told_with_its_line_and_remedy(key: str) -> None:
    line, what, remedy = MISTAKES[key]
    told = [
        finding
        for finding in _mistakes().findings
        if finding.place.column == key and what in str(finding.what)
    ]
    assert len(told) == 1
    assert (told[0].place.file, told[0].place.line) == ("bad-mapping.toml", line)
    assert remedy in str(told[0].remedy)


def test_no_mistake_is_told_that_is_none() -> None:
    unexpected = [f for f in _mistakes().findings if f.place.column not in MISTAKES]
    assert unexpected == []


def test_a_file_that_is_no_toml_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text("[mapping\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"m.toml:1.*not valid TOML"):
        load_mapping(path)
    with pytest.raises(BadInput, match="no such file"):
        load_mapping(tmp_path / "none.toml")
    path.write_bytes("[mapping]\nname = '银行'".encode("gb18030"))
    with pytest.raises(BadInput, match="a TOML file in UTF-8"):
        load_mapping(path)


def test_the_forms_of_a_condition() -> None:
    mapping = parse_mapping(
        '[mapping]\nname = "m"\n[[leave_out]]\nreason = "r"\n'
        'when = { a = "1", b = ["1", "2"], c = { not = "3" }, d = { not = ["4", "5"] } }\n'
    )
    assert mapping.leave_out[0].when == (
        Condition("a", frozenset("1")),
        Condition("b", frozenset("12")),
        Condition("c", frozenset("3"), negated=True),
        Condition("d", frozenset("45"), negated=True),
    )


def test_times_share_the_keys_of_their_table_and_may_write_their_own() -> None:
    mapping = parse_mapping(
        '[mapping]\nname = "m"\n[time]\ndate = "day"\nempty = ["0"]\nroll_over = true\n'
        '[time.arrived_at]\nfrom = "a"\n[[time.ended_at]]\nfrom = "e"\nempty = []\ndate = ""\n'
    )
    (arrived,), (ended,) = mapping.times["arrived_at"], mapping.times["ended_at"]
    assert (arrived.date, arrived.empty, arrived.roll_over) == ("day", frozenset("0"), True)
    assert (ended.date, ended.empty, ended.roll_over) == ("", frozenset(), True)
