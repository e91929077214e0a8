import json

import pytest
from click.testing import CliRunner

from jieting.apps.audit.queries import head
from jieting.cli import audit as command
from jieting.cli.main import EXIT_REFUSED, cli
from jieting.domain.errors import BadInput
from tests.apps.audit.entries import behind_its_back, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def last(world, monkeypatch) -> int:
    """The command on the database of the tests, with ten entries more."""
    monkeypatch.setattr(command, "ready", lambda: None)
    write(10)
    return head().number


def run(*arguments: object):
    return CliRunner().invoke(
        cli, ["audit", *(str(one) for one in arguments)], catch_exceptions=False
    )


def test_a_whole_log_is_done_and_tells_its_head(last):
    done = run("verify", "--lang", "en")
    assert done.exit_code == 0
    assert done.stdout == f"{last} entries, none changed, none missing. Head: {head()}\n"
    assert run("head").stdout == f"{head()}\n"


def test_a_changed_log_is_refused_and_the_entry_named(last):
    behind_its_back("UPDATE audit_entry SET actor = 'x' WHERE number = %s", last - 3)
    done = run("verify", "--lang", "en")
    assert done.exit_code == EXIT_REFUSED
    assert f"audit:{last - 3}: error: Entry {last - 3} does not have the hash" in done.stderr
    assert "1 errors: the audit log is not what was written" in done.stdout
    assert "第" in run("verify").stderr


def test_the_result_is_data_for_programs(last):
    behind_its_back("DELETE FROM audit_entry WHERE number = %s", last - 3)
    found = json.loads(run("verify", "--format", "json", "--lang", "en").stdout)
    assert (found["entries"], found["errors"], found["head"]) == (last - 1, 1, str(head()))
    assert found["findings"][0]["code"] == "audit_entries_missing"


def test_a_cut_log_is_refused_by_its_noted_head(last):
    noted = str(head())
    assert run("verify", "--head", noted).exit_code == 0
    behind_its_back("DELETE FROM audit_entry WHERE number = %s", last)
    assert run("verify").exit_code == 0
    assert run("verify", "--head", noted).exit_code == EXIT_REFUSED
    assert run("verify", "--head", str(head()), "--head", noted).exit_code == EXIT_REFUSED


def test_a_head_that_is_none_is_told(last):
    with pytest.raises(BadInput) as refused:
        run("verify", "--head", "12")
    assert refused.value.findings[0].code == "not_a_head"


def test_rows_are_left_out_where_the_log_alone_is_asked_for(last):
    behind_its_back("UPDATE contracts_version SET digest = ''")
    assert run("verify").exit_code == EXIT_REFUSED
    assert run("verify", "--log-only").exit_code == 0


def test_an_export_is_checked_without_a_database(last, tmp_path, monkeypatch):
    file = tmp_path / "log.jsonl"
    assert run("export", file, "--lang", "en").stdout == f"{last} entries written to {file}.\n"
    monkeypatch.setattr(command, "ready", lambda: pytest.fail("the database was asked for"))
    assert run("verify", "--file", file, "--head", head()).exit_code == 0
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-1]), encoding="utf-8")
    assert run("verify", "--file", file).exit_code == 0
    assert run("verify", "--file", file, "--head", head()).exit_code == EXIT_REFUSED
    file.write_text("".join([*lines[:3], *lines[4:]]), encoding="utf-8")
    assert run("verify", "--file", file).exit_code == EXIT_REFUSED


def test_an_export_is_written_over_nothing(last, tmp_path):
    file = tmp_path / "log.jsonl"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput):
        run("export", file)
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_file_that_is_no_export_is_told(tmp_path):
    broken = tmp_path / "broken"
    broken.write_bytes(b"\xff\xfe\x00")
    for path, code in (
        (tmp_path / "none", "unreadable"),
        (tmp_path, "unreadable"),
        (broken, "unreadable"),
    ):
        with pytest.raises(BadInput) as refused:
            run("verify", "--file", path)
        assert refused.value.findings[0].code == code
    broken.write_text("text\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        run("verify", "--file", broken)
    assert refused.value.findings[0].code == "audit_not_an_entry"
