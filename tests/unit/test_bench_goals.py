import json

import pytest

from bench.goals import Goal, goals_as_json, goals_as_table, percentile


@pytest.mark.parametrize(("percent", "found"), [(50, 50), (95, 95), (100, 100), (1, 1), (0, 1)])
def test_a_percentile_is_a_value_that_was_measured(percent, found):
    assert percentile(list(range(100, 0, -1)), percent) == found


def test_the_percentile_of_one_value_is_that_value():
    assert percentile([7.5], 95) == 7.5


def test_the_table_tells_what_was_missed():
    table = goals_as_table(
        [
            Goal("room", "slow", 201.0, "ms", 200.0),
            Goal("room", "quick", 200.0, "ms", 200.0),
            Goal("room", "few", 9.0, "a second", 10.0, at_least=True),
            Goal("room", "beside", 2.0, "s", ratio=0.5, note="peer"),
        ]
    )
    lines = table.splitlines()[1:]
    assert [line.split()[1] for line in lines] == ["slow", "quick", "few", "beside"]
    assert ["MISSED" in line for line in lines] == [True, False, True, False]
    assert "reached" in lines[1]
    assert "0.50" in lines[3]


def test_the_same_as_json():
    (found,) = json.loads(goals_as_json([Goal("room", "slow", 201.0, "ms", 200.0)]))
    assert (found["measured"], found["verdict"]) == (201.0, "MISSED")
