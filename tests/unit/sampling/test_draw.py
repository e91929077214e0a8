from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from jieting.cli.main import cli
from jieting.domain.sampling.draw import draw, population_in, population_of, seed_of

PAGE = Path(__file__).parents[3] / "docs/reference/draws.md"
LINES = st.text(min_size=1, max_size=12).filter(lambda text: text.splitlines() == [text])
IDS = st.lists(LINES, max_size=30)


@given(IDS, st.randoms(use_true_random=False), st.text(max_size=8), st.integers(0, 40))
def test_order_and_repetition_of_the_ids_change_nothing(ids, dice, seed, number):
    shuffled = [*ids, *ids[:3]]
    dice.shuffle(shuffled)
    assert draw(population_of(shuffled), seed, number) == draw(population_of(ids), seed, number)


@given(IDS, st.text(max_size=8), st.integers(0, 40))
def test_as_many_are_drawn_as_were_asked_or_there_are_and_none_twice(ids, seed, number):
    drawn = draw(population_of(ids), seed, number).drawn
    assert len(drawn) == min(number, len(set(ids)))
    assert set(drawn) <= set(ids)
    assert len(set(drawn)) == len(drawn)


@given(IDS, st.text(max_size=8), st.integers(0, 20), st.integers(0, 20))
def test_a_larger_draw_begins_with_the_smaller(ids, seed, few, more):
    population = population_of(ids)
    drawn = draw(population, seed, few + more).drawn
    assert drawn[:few] == draw(population, seed, few).drawn


@given(IDS)
def test_a_population_file_gives_the_same_population(ids):
    population = population_of(ids)
    assert population_in(population.text) == population
    assert population_in("\ufeff" + population.text.replace("\n", "\r\n")) == population


def test_every_id_is_drawn_about_as_often():
    population = population_of(f"C{n:02}" for n in range(20))
    often = Counter(one for n in range(2_000) for one in draw(population, f"seed {n}", 3).drawn)
    # 300 of each are expected; five standard deviations of a binomial count are 80.
    assert len(often) == 20
    assert all(220 <= count <= 380 for count in often.values())


@pytest.mark.parametrize("bad", ["", "a\nb", "a\u2028b", "a\r"])
def test_an_id_that_no_list_can_hold_is_refused(bad):
    with pytest.raises(ValueError, match="line of its own"):
        population_of(["a", bad])


def test_another_population_contract_move_or_nonce_gives_another_seed():
    seeds = {
        seed_of("n", 1, "d", "x"), seed_of("p", 1, "d", "x"), seed_of("n", 2, "d", "x"),
        seed_of("n", 1, "e", "x"), seed_of("n", 1, "d", "y"),
    }  # fmt: skip
    assert len(seeds) == 5


def _page(kind: str) -> str:
    [found] = re.findall(
        rf"^```{kind}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return found


def test_the_example_of_the_page_runs_in_plain_python_and_draws_what_it_says(tmp_path):
    script = _page("python")
    assert "jieting" not in script
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], cwd=tmp_path, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout == _page("text")


def test_the_command_repeats_the_example_of_the_page(tmp_path):
    digest, *drawn = _page("text").split()
    seed = re.search(r'^seed = "(.*)"$', _page("python"), re.MULTILINE)[1]
    ids = re.search(r"^ids = (\[.*\])$", _page("python"), re.MULTILINE)[1]
    file = tmp_path / "population.txt"
    file.write_text(population_of(re.findall(r'"(.*?)"', ids)).text, encoding="utf-8")
    asked = ["draw", "--population", str(file), "--seed", seed, "--number", str(len(drawn))]
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == 0
    assert done.stdout.split() == drawn
    assert digest in done.stderr
