import cProfile
import pstats
import time
from datetime import timedelta

import pytest

from tests.apps.recordings import sounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_prof(house):
    n = 40
    for i in range(n + 1):
        c = f"c{i}"
        house.tells(c, f"{c}.raw", seconds=30)
        house.writes(f"{c}.raw", sounds.raw(30, 8000, 16000))
    house.takes_in("c0", timedelta(days=1))
    p = cProfile.Profile()
    t, w = time.process_time(), time.time()
    for i in range(1, n // 2 + 1):
        house.takes_in(f"c{i}", timedelta(days=1))
    print(
        "cpu ms",
        (time.process_time() - t) / (n // 2) * 1000,
        "wall",
        (time.time() - w) / (n // 2) * 1000,
    )
    p.enable()
    for i in range(n // 2 + 1, n + 1):
        house.takes_in(f"c{i}", timedelta(days=1))
    p.disable()
    pstats.Stats(p).sort_stats("tottime").print_stats(18)
    pstats.Stats(p).sort_stats("cumtime").print_stats(45)
