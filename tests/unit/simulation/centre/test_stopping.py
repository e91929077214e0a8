from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from unittest.mock import patch

import pytest

from jieting.cli.stopping import Stopping
from jieting.domain.simulation.centre import run as running
from tests.command import jieting

EXAMPLE = Path(__file__).parents[4] / "centres/ssj-call-centre.toml"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_and_what_was_there_before_comes_back(number):
    before = signal.getsignal(number)
    with Stopping() as stopping:
        assert not stopping.asked
        os.kill(os.getpid(), number)
        assert stopping.asked
        assert signal.getsignal(number) == before
    assert signal.getsignal(number) == before


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
