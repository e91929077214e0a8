from __future__ import annotations

import math

import numpy as np
import pytest

from jieting.domain.kernel import kernel
from jieting.domain.simulation.centre.exponential import EDGES, LAYERS, exponential
from jieting.domain.simulation.centre.streams import GAP, STEP, stream

NUMBERS = 4_000_000
FIVE_SIGMA = 5.0


@kernel
def fill(key, found):
    place = np.uint64(0)
    for i in range(found.size):
        place += STEP
        found[i] = exponential(key, place)


@pytest.fixture(scope="module")
def drawn():
    found = np.empty(NUMBERS)
    fill(stream(11, 0, 0, GAP), found)
    return found


def test_all_layers_have_one_size_and_the_lowest_has_the_tail():
    heights = np.exp(-EDGES)
    sizes = EDGES[1:-1] * (heights[2:] - heights[1:-1])
    lowest = EDGES[1] * heights[1] + heights[1]
    assert EDGES.size == LAYERS + 1
    assert sizes == pytest.approx(np.full(LAYERS - 1, lowest), rel=1e-9)
    assert EDGES[0] * heights[1] == pytest.approx(lowest, rel=1e-12)


@pytest.mark.parametrize("power", [1, 2, 3])
def test_the_moments_are_those_of_the_exponential(drawn, power):
    wanted = math.factorial(power)
    noise = math.sqrt((math.factorial(2 * power) - wanted**2) / NUMBERS)
    assert abs((drawn**power).mean() - wanted) < FIVE_SIGMA * noise


def test_every_part_of_the_line_has_its_share_the_tail_and_the_layers_edges_too(drawn):
    cuts = np.unique(np.concatenate([[0.0], EDGES[:-1], np.linspace(0.01, 12, 600)]))
    counted = np.histogram(drawn, bins=[*cuts, np.inf])[0]
    share = np.diff(1.0 - np.exp(-np.array([*cuts, np.inf])))
    noise = np.sqrt(NUMBERS * share * (1.0 - share))
    assert drawn.min() > 0.0
    assert drawn.max() > EDGES[1] + 5
    enough = NUMBERS * share > 50
    assert (np.abs(counted - NUMBERS * share) < (FIVE_SIGMA + 0.5) * noise)[enough].all()
    chi_square = float((((counted - NUMBERS * share) / noise)[enough] ** 2).mean())
    assert abs(chi_square - 1.0) < FIVE_SIGMA * math.sqrt(2.0 / enough.sum())


def test_neighbours_of_a_stream_know_nothing_of_each_other(drawn):
    pairs = np.corrcoef(drawn[:-1], drawn[1:])[0, 1]
    assert abs(pairs) < FIVE_SIGMA / math.sqrt(NUMBERS)


def test_a_number_is_its_stream_and_place_and_nothing_else():
    once, again, other = np.empty(1_000), np.empty(1_000), np.empty(1_000)
    fill(stream(1, 0, 0, GAP), once)
    fill(stream(1, 0, 0, GAP), again)
    fill(stream(2, 0, 0, GAP), other)
    assert (once == again).all()
    assert not (once == other).any()
