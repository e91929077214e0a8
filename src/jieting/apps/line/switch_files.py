"""Making a switch's folders from the product's data: configuration, sounds, music, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jieting.apps.line.rendering import LineFiles, spoken_sound
from jieting.domain.errors import Finding, JietingError, Place, Refused, Severity
from jieting.domain.said import say
from jieting.installation.switch import made_secret
from jieting.installation.switch_setup import (
    SwitchSetup,
    link_data,
    remove_others,
    write_all,
    write_file,
)
from jieting.switches.asterisk.render.modules import missing
from jieting.switches.asterisk.render.music import waiting_music
from jieting.switches.asterisk.render.queues import own_music
from jieting.switches.asterisk.render.render import SECRET, render
from jieting.switches.asterisk.render.safe import Unsafe
from jieting.switches.asterisk.render.settings import (
    AMI_PURPOSE,
    Address,
    SwitchSettings,
    telephone_purpose,
)

CHINESE = "zh"
PLACE_WORDS = {
    "queue-youarenext": "您是下一位，请稍候。",
    "queue-thereare": "您目前排在第",
    "queue-callswaiting": "位，",
    "queue-holdtime": "预计还需等待",
    "queue-minute": "分钟，",
    "queue-minutes": "分钟，",
    "queue-thankyou": "请继续等待。",
    "digits/0": "零",
    "digits/1": "一",
    "digits/2": "二",
    "digits/3": "三",
    "digits/4": "四",
    "digits/5": "五",
    "digits/6": "六",
    "digits/7": "七",
    "digits/8": "八",
    "digits/9": "九",
    "digits/10": "十",
    "digits/20": "二十",
    "digits/30": "三十",
    "digits/40": "四十",
    "digits/50": "五十",
    "digits/60": "六十",
    "digits/70": "七十",
    "digits/80": "八十",
    "digits/90": "九十",
}
"""What the switch says of a caller's place, up to the 20th, and of the minutes that calls wait now:
its names of sounds, their words."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files of configuration that differ from before, and what could not be done."""

    changed: tuple[str, ...]
    findings: tuple[Finding, ...]


def write_switch(setup: SwitchSetup, lines: Sequence[LineFiles], today: date) -> Written:
    """Write everything that the switch reads. Errors: Refused where a plan cannot be rendered."""
    found: list[Finding] = []
    for folder in (setup.logs, setup.spool, setup.run, setup.lib):
        Path(folder).mkdir(parents=True, exist_ok=True)
    for folder in (f"{setup.lib}/keys", f"{setup.lib}/cache", f"{setup.logs}/cel-custom"):
        Path(folder).mkdir(parents=True, exist_ok=True)
    link_data(setup)
    counted, why = _numbers(Path(setup.data))
    if any(queue.position for one in lines for queue in one.line.plan.queues.values()):
        found += why
    for one in lines:
        if not one.stays:
            _sounds(setup, one)
    settings = settings_of(setup, counted=counted, music=_music(setup), today=today)
    try:
        files = render([one.line for one in lines], settings)
    except Unsafe as error:
        raise Refused(_unsafe(error)) from error
    encoded = {name: text.encode() for name, text in files.items()}
    return Written(tuple(write_all(Path(setup.etc), encoded, SECRET)), tuple(found))


def settings_of(
    setup: SwitchSetup, *, counted: frozenset[str], music: str, today: date
) -> SwitchSettings:
    """The settings of a rendering: what was set up, and passwords that the installation makes."""
    return SwitchSettings(
        system=setup.system,
        etc=setup.etc,
        logs=setup.logs,
        spool=setup.spool,
        sounds=setup.sounds,
        lib=setup.lib,
        run=setup.run,
        data=setup.data,
        modules=setup.modules,
        music=music,
        today=today,
        ami_secret=made_secret(AMI_PURPOSE),
        telephone_secret=lambda extension: made_secret(telephone_purpose(extension)),
        sip=Address(setup.sip_host, setup.sip_port),
        ami=Address(setup.ami_host, setup.ami_port),
        http=Address(setup.http_host, setup.http_port),
        rtp=(setup.rtp_first, setup.rtp_last),
        modules_there=setup.modules_there(),
        counted=counted,
        public=setup.public,
        media=setup.media,
    )


def setup_findings(setup: SwitchSetup) -> list[Finding]:
    """What the switch itself lacks."""
    found = []
    there = setup.modules_there()
    if there is None:
        found.append(_no_modules(setup.modules))
    elif lacking := missing(there):
        found.append(_lacks(setup.modules, lacking))
    if not (Path(setup.installed) / "documentation").is_dir():
        found.append(_no_documentation(setup.installed))
    return found


def _numbers(data: Path) -> tuple[frozenset[str], list[Finding]]:
    """Speak what is needed to say a place in the queue, once; in which languages it can be said."""
    for name, words in PLACE_WORDS.items():
        path = data / "sounds" / CHINESE / f"{name}.wav"
        if path.is_file():
            continue
        try:
            write_file(path, spoken_sound(words, CHINESE), secret=False)
        except JietingError as error:
            return frozenset(), [_place_unsaid(error)]
    return frozenset({CHINESE}), []


def _sounds(setup: SwitchSetup, one: LineFiles) -> None:
    folder = Path(setup.sounds) / one.line.plan.contract
    write_all(folder, {f"{name}.wav": sound for name, sound in one.sounds.items()})
    remove_others(folder, [f"{name}.wav" for name in one.sounds])
    for name in own_music(one.line):
        write_all(folder / "music" / name, {f"{name}.wav": one.sounds[name]})


def _music(setup: SwitchSetup) -> str:
    """The folder of the music that comes with the switch; where it has none, of our own."""
    installed = Path(setup.installed) / "moh"
    if installed.is_dir() and any(installed.iterdir()):
        return str(installed)
    own = Path(setup.sounds) / "waiting-music"
    if not (own / "waiting.wav").is_file():
        write_all(own, {"waiting.wav": waiting_music()})
    return str(own)


def _unsafe(error: Unsafe) -> Finding:
    return Finding(
        "unsafe_for_switch",
        say("{text} cannot stand in the switch's files.", text=error.text),
        say("The switch could take a part of it for an instruction."),
        say("Correct it in the plan, or choose folders of letters, digits and . _ - alone."),
    )


def _place_unsaid(error: JietingError) -> Finding:
    return Finding(
        "place_unsaid",
        say("Callers are not told their place in the queue: {why}", why=error.findings[0].what),
        say("A plan asks for it."),
        say("Install what speaks, and render again; or take position out of the plan."),
        severity=Severity.WARNING,
    )


def _no_documentation(folder: str) -> Finding:
    return Finding(
        "no_documentation",
        say("The switch's own documentation is not in {folder}.", folder=folder),
        say("Without it the switch ends as soon as it is started."),
        say("Name the folder that has documentation and sounds in it with --data."),
        Place("--data"),
        Severity.WARNING,
    )


def _no_modules(folder: str) -> Finding:
    return Finding(
        "no_modules",
        say("No modules of a switch are in {folder}.", folder=folder),
        say("It is not known what the switch can do; it may refuse to start."),
        say("Name the folder of its modules with --modules."),
        Place("--modules"),
        Severity.WARNING,
    )


def _lacks(folder: str, lacking: Sequence[str]) -> Finding:
    return Finding(
        "modules_missing",
        say("The switch lacks modules: {modules}.", modules=", ".join(lacking)),
        say("Calls could not go their whole way."),
        say("Install the whole Asterisk, 18 or newer."),
        Place(folder),
    )
