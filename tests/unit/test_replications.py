from __future__ import annotations

import os
import signal
from threading import Event

import pytest

from jieting.cli.replications import most_done, steps
from jieting.language import Language

ENGLISH = Language("en")


@pytest.mark.parametrize(
    ("replications", "wanted"),
    [(1, [1]), (2_000, [2_000]), (2_001, [2_000, 2_001]), (9_000, [2_000, 8_000, 9_000])],
)
def test_the_steps_grow_up_to_all(replications, wanted):
    assert list(steps(replications)) == wanted


def test_all_are_done_where_nobody_stops_it(capsys):
    assert most_done(lambda number: number, 9_000, ENGLISH) == 9_000
    assert "Stopped" not in capsys.readouterr().err


def test_stopped_it_gives_the_most_that_was_done_at_once(capsys):
    never = Event()

    def make(number):
        if number > 8_000:
            os.kill(os.getpid(), signal.SIGINT)
            never.wait(60)
        return number

    assert most_done(make, 100_000, ENGLISH) == 8_000
    assert "Stopped after 8000 of 100000" in capsys.readouterr().err
    never.set()


def test_an_error_is_the_callers():
    def make(number):
        raise ValueError(number)

    with pytest.raises(ValueError, match="5"):
        most_done(make, 5, ENGLISH)
