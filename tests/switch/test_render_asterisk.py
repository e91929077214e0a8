"""The rendered configuration in a real Asterisk: it loads without a complaint, and reloads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from jieting.installation.switch_setup import SwitchSetup, link_data, write_all
from jieting.switches.asterisk.render.music import waiting_music
from jieting.switches.asterisk.render.render import SECRET, render
from jieting.switches.asterisk.render.settings import Address, LineToRender
from tests.switch.dialplan import Dialplan
from tests.switch.line.switch import Asterisk, Place, needed, running
from tests.switch.render_case import SETTINGS, line
from tests.unit.line.plans import changed, example

COMPLAINT = re.compile(r"(WARNING|ERROR)\[\d+\].*")


@dataclass
class Running:
    """An Asterisk with what was rendered for it."""

    asterisk: Asterisk
    setup: SwitchSetup
    address: str

    def write(self, *lines: LineToRender) -> dict[str, str]:
        files = render(lines, self._settings())
        write_all(Path(self.setup.etc), {n: text.encode() for n, text in files.items()}, SECRET)
        return files

    def complaints(self) -> list[str]:
        path = Path(self.setup.logs) / "messages"
        return [found[0] for found in COMPLAINT.finditer(path.read_text(errors="replace"))]

    def _settings(self):
        names = ("etc", "logs", "spool", "sounds", "lib", "run", "data", "modules")
        return replace(
            SETTINGS,
            **{name: getattr(self.setup, name) for name in names},
            system="jtrender",
            music=f"{self.setup.sounds}/waiting-music",
            modules_there=self.setup.modules_there(),
            sip=Address(self.address, 5060),
            ami=Address(self.address, 5038),
            http=Address(self.address, 8088),
            rtp=(30000, 30100),
        )


def local(plan, address):
    """The plan with carriers that this machine can reach."""
    return changed(plan, "trunks", "carrier", host=address, match=(address,))


@pytest.fixture(scope="module")
def switch(tmp_path_factory) -> Iterator[Running]:
    both = needed("no Asterisk loads the configuration")
    root = tmp_path_factory.mktemp("switch")
    own = {
        name: str(root / name) for name in ("etc", "logs", "spool", "sounds", "lib", "run", "data")
    }
    setup = SwitchSetup(
        system="jtrender",
        installed=both.directories.get("astdatadir", "/usr/share/asterisk"),
        modules=both.directories.get("astmoddir", "/usr/lib/x86_64-linux-gnu/asterisk/modules"),
        **own,
    )
    for folder in ("logs/cel-custom", "spool", "lib/keys", "run"):
        (root / folder).mkdir(parents=True)
    write_all(root / "sounds/waiting-music", {"waiting.wav": waiting_music()})
    link_data(setup)
    # A block of loopback addresses beside that of the calls, which may run at the same time.
    place = Place((Place.mine().block + 30_011) % 60_000)
    asterisk = Asterisk(both, root / "etc" / "asterisk.conf", root / "asterisk.out")
    made = Running(asterisk, setup, place.address(1))
    carrier = place.address(10)
    made.write(line(local(example(), carrier)), line(local(example("post-loan"), carrier)))
    with running(asterisk):
        yield made


def test_it_loads_without_a_complaint(switch):
    assert switch.complaints() == []


def test_the_switch_knows_every_extension(switch):
    text = (Path(switch.setup.etc) / "extensions.conf").read_text()
    for context in {context for context, _, _ in Dialplan.read(text).steps}:
        told = switch.asterisk.told(f"dialplan show {context}")
        known = set(re.findall(r"^  '(\S+)' =>", told, re.MULTILINE))
        assert known == Dialplan.read(text).extensions(context), context


def test_the_switch_knows_every_queue_and_telephone(switch):
    queues = switch.asterisk.told("queue show")
    assert set(re.findall(r"^(\S+) has 0 calls", queues, re.MULTILINE)) == {
        f"{name}.{queue}"
        for name in ("ningde-12123", "post-loan")
        for queue in example(name).queues
    }
    endpoints = switch.asterisk.told("pjsip show endpoints")
    agents = {
        agent.extension
        for name in ("ningde-12123", "post-loan")
        for agent in example(name).agents.values()
    }
    known = set(re.findall(r"^ Endpoint:  (\S+?)(?:/\S+)? ", endpoints, re.MULTILINE))
    assert known - {"<Endpoint"} == agents | {"jt-ningde-12123.carrier", "jt-post-loan.carrier"}


def test_a_changed_plan_is_taken_over_while_the_switch_runs(switch):
    before = example()
    plan = changed(before, "queues", "hotline", ring_s=7, timeout_s=77)
    switch.write(line(local(plan, switch.address)))
    for part in ("res_pjsip.so", "app_queue.so", "pbx_config.so"):
        switch.asterisk.told(f"module reload {part}")
    shown = switch.asterisk.told("dialplan show wait.hotline@jt-ningde-12123")
    assert "Queue(ningde-12123.hotline,cCit,,,77,,jt-answered)" in shown
    assert "no existence" in switch.asterisk.told("dialplan show jt-post-loan")
    assert switch.complaints() == []
