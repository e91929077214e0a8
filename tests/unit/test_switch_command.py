import pytest
from click.testing import CliRunner

from jieting.cli.switch import switch
from jieting.cli.switch_render import _setup
from jieting.domain.errors import BadInput
from jieting.installation.switch_setup import MODULES

NOTHING = dict.fromkeys(
    (
        "system", "sip", "rtp", "ami", "http", "public", "media", "modules", "data", "etc", "logs",
        "spool", "sounds",
    )
)  # fmt: skip


def told(folder, kept=None, **options):
    return _setup(kept, folder, {**NOTHING, **options})


def test_everything_lies_below_the_folder_unless_told_otherwise(tmp_path):
    setup = told(tmp_path / "line", etc=tmp_path / "elsewhere")
    assert setup.logs == str(tmp_path / "line" / "logs")
    assert setup.etc == str(tmp_path / "elsewhere")
    assert (setup.system, setup.sip_host, setup.sip_port) == ("jt1", "0.0.0.0", 5060)
    assert setup.modules in MODULES


def test_what_was_told_before_holds_until_it_is_told_anew(tmp_path):
    first = told(tmp_path / "line", system="nd1", sip="192.0.2.5:5070", rtp="20000-20100")
    assert told(None, first) == first
    again = told(None, first, ami="[::1]:5039")
    assert (again.system, again.sip_port, again.rtp_last) == ("nd1", 5070, 20100)
    assert (again.ami_host, again.ami_port) == ("::1", 5039)
    moved = told(tmp_path / "other", first)
    assert moved.system == "nd1"
    assert moved.etc == str(tmp_path / "other" / "etc")


@pytest.mark.parametrize(
    "options",
    [
        {"sip": "5060"},
        {"sip": "h:0"},
        {"ami": "h:70000"},
        {"http": ":1"},
        {"rtp": "9-3"},
        {"rtp": "x"},
    ],
)
def test_an_address_that_is_none_is_told_with_an_example(tmp_path, options):
    with pytest.raises(BadInput) as error:
        told(tmp_path, **options)
    assert error.value.findings[0].place.file == f"--{next(iter(options))}"


def test_the_first_time_a_folder_must_be_named(tmp_path, monkeypatch):
    monkeypatch.setenv("JIETING_HOME", str(tmp_path))
    result = CliRunner().invoke(switch, ["render"])
    assert isinstance(result.exception, BadInput)
    assert result.exception.findings[0].code == "no_folder"


def test_the_commands_of_the_switch_are_there():
    assert set(switch.commands) >= {"render", "check", "watch", "simulate"}
