from __future__ import annotations

import io
import json
import zipfile

import pytest
from click.testing import CliRunner

from jieting.cli.main import cli
from jieting.documents.bundle import bundle_bytes, read_bundle
from jieting.documents.bundle_check import public_key, sign_hash
from jieting.domain.books import seal as form
from jieting.domain.books.seal import FILES, MANIFEST, file_entry, manifest_hash, statement_digest

pytestmark = pytest.mark.django_db


def verify(*paths, lang="en", **options):
    given = [f"--{name}={value}" if value else f"--{name}" for name, value in options.items()]
    return CliRunner().invoke(cli, ["verify", "--lang", lang, *given, *map(str, paths)])


@pytest.fixture
def files(sealed_bundles):
    found, findings = read_bundle(sealed_bundles[0])
    assert findings == []
    return found


def rewritten(tmp_path, files):
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle_bytes(files))
    return path


def resealed(files, seed=b"x" * 32, **changed):
    """The bundle with files changed by one who makes all hashes fit again."""
    files = {**files, **changed}
    manifest = json.loads(files[MANIFEST])
    for name in form.SIGNED_FILES:
        manifest["statement"]["files"][name] = file_entry(files[name])
    manifest["statement_digest"] = statement_digest(manifest["statement"])
    signed = json.loads(files[form.SIGNATURES])
    for one in signed:
        one["statement"] = manifest["statement_digest"]
    files[form.SIGNATURES] = form.pretty(signed)
    manifest["signatures"] = file_entry(files[form.SIGNATURES])
    manifest["hash"] = manifest_hash(manifest)
    manifest |= {"key": public_key(seed), "signature": sign_hash(seed, manifest["hash"])}
    return {**files, MANIFEST: form.pretty(manifest)}


def test_a_seal_and_its_correction_are_verified_without_a_database(sealed_bundles):
    found = verify(*sealed_bundles)
    assert (found.exit_code, found.output.count("everything is equal")) == (0, 2), found.output
    assert "by its hash only" not in found.output


def test_every_file_is_in_it_and_the_callers_are_not(sealed_bundles, files):
    assert sorted(files) == sorted(FILES)
    import pyarrow.parquet as pq

    calls = pq.read_table(io.BytesIO(files[form.CALLS]))
    assert set(calls.column("caller").to_pylist()) == {""}
    assert len(calls) > 1000


@pytest.mark.parametrize("name", FILES)
def test_one_byte_changed_in_a_file_is_found_and_the_file_named(tmp_path, files, name):
    content = bytearray(files[name])
    content[len(content) // 2] ^= 1
    found = verify(rewritten(tmp_path, {**files, name: bytes(content)}), **{"no-recount": ""})
    assert found.exit_code == 3, found.output
    assert name in found.output


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9, 0.999])
def test_one_byte_changed_anywhere_in_the_zip_is_found(tmp_path, sealed_bundles, place):
    content = bytearray(sealed_bundles[0].read_bytes())
    content[int(len(content) * place)] ^= 1
    path = tmp_path / "bundle.zip"
    path.write_bytes(bytes(content))
    assert verify(path, **{"no-recount": ""}).exit_code in (2, 3)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(tmp_path, files, name):
    found = verify(rewritten(tmp_path, {k: v for k, v in files.items() if k != name}))
    assert found.exit_code == 3
    assert f"{name} is missing" in found.output


@pytest.mark.parametrize("name", ["more.txt", "../calls.parquet", "/etc/passwd", "a/b"])
def test_a_file_that_no_bundle_has_is_told(tmp_path, files, name):
    found = verify(rewritten(tmp_path, {**files, name: b"x"}), **{"no-recount": ""})
    assert (found.exit_code, "no bundle has" in found.output) == (3, True)


def test_a_packed_file_is_not_unpacked(tmp_path, files):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in files:
            made.writestr(name, b"\0" * 10_000_000 if name == form.CALLS else files[name])
    found = verify(path, **{"no-recount": ""})
    assert (found.exit_code, "no bundle has: 'calls.parquet'" in found.output) == (3, True)


def test_what_is_no_zip_is_unreadable(tmp_path):
    path = tmp_path / "bundle.zip"
    path.write_text("no zip")
    assert verify(path).exit_code == 2
    assert verify(tmp_path / "nowhere.zip").exit_code == 2


def test_a_better_score_in_a_bundle_that_fits_itself_is_found_by_counting(tmp_path, files):
    result = json.loads(files[form.RESULT])
    line = next(one for one in result["lines"] if one["earned"] is not None)
    before, line["earned"] = line["earned"], "99.99"
    text = (json.dumps(result, ensure_ascii=False, indent=2) + "\n").encode()
    found = verify(rewritten(tmp_path, resealed(files, **{form.RESULT: text})))
    assert found.exit_code == 3
    assert f"lines.{line['clause']}.earned: sealed 99.99, counted again {before}" in found.output


def test_calls_taken_out_of_a_bundle_that_fits_itself_are_found_by_counting(tmp_path, files):
    import pyarrow.parquet as pq

    calls = pq.read_table(io.BytesIO(files[form.CALLS]))
    fewer = io.BytesIO()
    pq.write_table(calls.slice(5), fewer)
    found = verify(rewritten(tmp_path, resealed(files, **{form.CALLS: fewer.getvalue()})))
    assert found.exit_code == 3
    assert "counts.arrived" in found.output


def test_a_bundle_of_another_key_is_found_by_the_noted_one(tmp_path, files):
    path = rewritten(tmp_path, resealed(files))
    assert verify(path).exit_code == 0
    noted = json.loads(files[MANIFEST])["key"]
    found = verify(path, key=noted, **{"no-recount": ""})
    assert (found.exit_code, "signed with another key" in found.output) == (3, True)


def test_a_signature_that_does_not_fit_is_found(tmp_path, files):
    manifest = json.loads(files[MANIFEST])
    manifest["signature"] = manifest["signature"][::-1]
    found = verify(
        rewritten(tmp_path, {**files, MANIFEST: form.pretty(manifest)}), **{"no-recount": ""}
    )
    assert (found.exit_code, "does not fit" in found.output) == (3, True)


def test_a_replaced_seal_breaks_the_chain_that_the_next_one_holds(tmp_path, files, sealed_bundles):
    path = rewritten(tmp_path, resealed(files, **{form.OPEN: b"[ ]"}))
    found = verify(path, sealed_bundles[1], **{"no-recount": ""})
    assert (found.exit_code, "does not follow" in found.output) == (3, True)


def test_a_seal_that_was_left_out_is_noted(sealed_bundles, files, tmp_path):
    third = resealed(read_bundle(sealed_bundles[1])[0])
    manifest = json.loads(third[MANIFEST]) | {"place": 3}
    manifest["hash"] = manifest_hash(manifest)
    manifest["signature"] = sign_hash(b"x" * 32, manifest["hash"])
    path = rewritten(tmp_path, {**third, MANIFEST: form.pretty(manifest)})
    found = verify(sealed_bundles[0], path, **{"no-recount": ""})
    assert (found.exit_code, "2 to 2" in found.output) == (0, True)


def test_assess_on_the_files_of_a_bundle_writes_its_result(tmp_path, files):
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    found = CliRunner().invoke(
        cli,
        ["assess", "--contract", str(tmp_path / form.CONTRACT), "--calls",
         str(tmp_path / form.CALLS), "--records", str(tmp_path / form.RECORDS), "--month",
         "2026-10", "--format", "json", "--out", str(tmp_path / "again.json")],
    )  # fmt: skip
    assert found.exit_code == 0, found.output
    assert (tmp_path / "again.json").read_bytes() == files[form.RESULT]


def test_the_result_in_json_names_what_differs(tmp_path, files):
    path = rewritten(tmp_path, {**files, form.OPEN: b"[]"})
    found = verify(path, format="json")
    told = json.loads(found.stdout)
    assert [one["equal"] for one in told["bundles"]] == [False]
    assert {one["code"] for one in told["findings"] if one["severity"] == "error"} == {
        "bundle_changed"
    }
