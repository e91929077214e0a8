from __future__ import annotations

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.cli.months import read_month
from jieting.documents.bundle import bundle_bytes, read_bundle
from jieting.domain.books import seal
from jieting.domain.books.correction import correction_effect, differences
from jieting.domain.books.seal import month_result
from jieting.domain.periods import Month

NAMES = ("arrived", "answered")
SHOWN = st.sampled_from([None, "88.97", "90.00"])
RESULTS = st.fixed_dictionaries(
    {
        "contract": st.just("n"),
        "version": st.just("1"),
        "month": st.just("2026-10"),
        "counts": st.fixed_dictionaries({name: st.integers(0, 3) for name in NAMES}),
        "figures": st.tuples(st.integers(0, 2), st.integers(1, 2), SHOWN).map(
            lambda n: [
                {"clause": "F", "name": "rate", "numerator": n[0], "denominator": n[1],
                 "shown": n[2]}
            ]
        ),
        "lines": st.tuples(SHOWN, st.sampled_from(["a", "b"])).map(
            lambda n: [{"clause": "L", "full": "25", "earned": n[0], "why": n[1]}]
        ),
        "limits": st.tuples(st.sampled_from([None, True, False]), st.lists(st.just("x"))).map(
            lambda n: [{"clause": "M", "met": n[0], "findings": n[1]}]
        ),
        "score": SHOWN,
        "coefficient": st.sampled_from([None, "0.8", "1"]),
    }
)  # fmt: skip


@given(RESULTS, RESULTS)
def test_two_results_differ_exactly_where_differences_are_told(before, after):
    assert (differences(before, after) == ()) == (before == after)


@given(RESULTS, RESULTS)
def test_what_differs_one_way_differs_the_other_way_round(before, after):
    there = {d.path: (d.change.before, d.change.after) for d in differences(before, after)}
    back = {d.path: (d.change.after, d.change.before) for d in differences(after, before)}
    assert there == back


@given(RESULTS)
def test_a_row_that_is_gone_is_told(result):
    fewer = deepcopy(result)
    fewer["lines"] = []
    assert {d.path for d in differences(result, fewer)} >= {"lines.L.full", "lines.L.earned"}


@given(RESULTS)
def test_the_effect_of_a_correction_holds_both_sides(result):
    other = {**result, "score": "70"}
    effect = correction_effect(Month(2026, 10), result, other, ("80.5", None))
    assert (effect.score_after, effect.money_after) == (70, None)
    assert effect.money_before * 2 == 161


@given(RESULTS)
def test_a_sealed_result_settles_as_its_file_would(result):
    import tempfile
    from pathlib import Path

    whole = {**result, "score": None if result["lines"][0]["earned"] is None else result["score"]}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "month.json"
        path.write_text(json.dumps(whole))
        assert month_result(whole, str(path)) == read_month(path)


def test_what_is_hashed_does_not_depend_on_the_order_of_keys():
    one, other = {"a": 1, "b": {"c": 2, "d": "é"}}, {"b": {"d": "é", "c": 2}, "a": 1}
    assert seal.statement_digest(one) == seal.statement_digest(other)


@pytest.mark.parametrize("name", ["place", "previous", "statement", "signatures", "signed_at"])
def test_every_part_of_a_manifest_is_in_its_hash(name):
    manifest = {"place": 1, "previous": "0", "statement": {}, "signatures": {}, "signed_at": "x"}
    assert seal.manifest_hash({**manifest, name: "other"}) != seal.manifest_hash(manifest)
    assert seal.manifest_hash({**manifest, "key": "k"}) == seal.manifest_hash(manifest)


@given(st.dictionaries(st.sampled_from(seal.FILES), st.binary(max_size=50)))
def test_a_bundle_is_the_same_bytes_in_any_order_and_is_read_back(files):
    import tempfile
    from pathlib import Path

    made = bundle_bytes(files)
    assert made == bundle_bytes(dict(reversed(files.items())))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "b.zip"
        path.write_bytes(made)
        found, findings = read_bundle(path)
    assert found == files
    assert len(findings) == len(seal.FILES) - len(files)
