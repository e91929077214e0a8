from __future__ import annotations

import subprocess
import sys

import pytest

HELPER = """
from jieting.domain.kernel import inlined

OFFSET = {offset}

@inlined
def rate(x: float) -> float:
    return {factor} * x
"""
KERNEL = """
from jieting.domain.kernel import kernel
from helpers import OFFSET, rate

@kernel
def doubled(x: float) -> float:
    return below(x)

@kernel
def below(x: float) -> float:
    return rate(x) + OFFSET
"""
LOOK = """
from doubling import doubled

print(doubled(3.0), sum(doubled.stats.cache_hits.values()))
"""


def ran(folder):
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=folder, capture_output=True, text=True, check=True
    )
    value, hits = done.stdout.split()
    return float(value), int(hits)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "helpers.py").write_text(HELPER.format(factor="2.0", offset="0.0"))
    (tmp_path / "doubling.py").write_text(KERNEL)
    return tmp_path


def test_a_kernel_is_compiled_once_and_kept(folder):
    assert ran(folder) == (6.0, 0)
    assert ran(folder) == (6.0, 1)


@pytest.mark.parametrize(
    ("factor", "offset", "wanted"), [("5.0", "0.0", 15.0), ("2.0", "1.0", 7.0)]
)
def test_a_kernel_is_compiled_anew_where_what_is_compiled_into_it_changed_in_another_file(
    folder, factor, offset, wanted
):
    assert ran(folder) == (6.0, 0)
    (folder / "helpers.py").write_text(HELPER.format(factor=factor, offset=offset))
    assert ran(folder) == (wanted, 0)
