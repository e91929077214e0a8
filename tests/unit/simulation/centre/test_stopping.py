from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from threading import Thread
from unittest.mock import patch

import pytest

from jieting.cli.stopping import stopped
from jieting.domain.simulation.centre import run as running
from tests.command import jieting

EXAMPLE = Path(__file__).parents[4] / "centres/ssj-call-centre.toml"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_and_what_was_there_before_comes_back(number):
    before = signal.getsignal(number)
    with stopped() as asked:
        assert not asked.is_set()
        os.kill(os.getpid(), number)
        assert asked.is_set()
        assert signal.getsignal(number) == before
    assert signal.getsignal(number) == before


def test_outside_the_main_thread_nothing_is_changed():
    before, seen = signal.getsignal(signal.SIGINT), []

    def look():
        with stopped() as asked:
            seen.extend([asked.is_set(), signal.getsignal(signal.SIGINT)])

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [False, before]


def test_a_simulation_that_is_stopped_tells_what_it_has():
    real = running.run

    def interrupted(*arguments, **more):
        os.kill(os.getpid(), signal.SIGINT)
        return real(*arguments, **more)

    with patch.object(running, "run", interrupted):
        done = jieting("simulate", "--spec", EXAMPLE, "--format", "json")
    assert done.code == 0
    found = json.loads(done.out)
    assert found["replications"] < found["asked"]
    assert "Stopped after" in done.err
