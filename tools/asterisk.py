"""Name an Asterisk and a SIPp that run: the switch and the callers of the tests and the bench.

``asterisk.py`` prints both programs. They are what ``JIETING_ASTERISK`` and ``JIETING_SIPP`` name,
or else those unpacked into ``build/debian/asterisk``, or else those on the path.
``asterisk.py --install`` unpacks them first, out of the Debian suite that has them.
Exit codes: 1 failed, 3 this machine has none and cannot be given one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

SUITE = "sid"
"""The one suite of Debian that has an Asterisk."""
PACKAGES = ["asterisk", "sip-tester"]
TOOLS = Path(__file__).absolute().parent
FOLDER = TOOLS.parent / "build" / "debian" / "asterisk"

FAILED = 1
MISUSED = 2
CANNOT = 3
LONGEST_START = 60.0


@dataclass(frozen=True)
class Kind:
    """A program that is looked for: where, and the oldest version that will do."""

    name: str
    named_by: str
    place: Path
    asks: str
    says: str
    oldest: tuple[int, int]


ASTERISK = Kind(
    "asterisk", "JIETING_ASTERISK", Path("usr/sbin/asterisk"), "-V", "Asterisk", (18, 0)
)
# Older ones send a key of the telephone only as root.
SIPP = Kind("sipp", "JIETING_SIPP", Path("usr/bin/sipp"), "-v", "SIPp v", (3, 7))


@dataclass(frozen=True)
class Programs:
    """The commands of both, and the ``[directories]`` that this Asterisk must be told."""

    asterisk: list[str]
    sipp: list[str]
    directories: dict[str, str] = field(default_factory=dict)


class Missing(Exception):
    """Why there is none, with the exit code that tells which kind of reason."""

    def __init__(self, code: int, what: str) -> None:
        super().__init__(what)
        self.code = code


def found(folder: Path = FOLDER) -> Programs | None:
    """Both programs, or None where one is lacking; one that was named must be the one."""
    asterisk, sipp = (_found(kind, folder) for kind in (ASTERISK, SIPP))
    if asterisk is None or sipp is None:
        return None
    own = asterisk[0] == str(folder / "run")
    return Programs(asterisk, sipp, _directories(folder) if own else {})


def install(folder: Path = FOLDER) -> Programs:
    """Unpack both into the folder unless they were named; see that they start."""
    if not all(os.environ.get(kind.named_by) for kind in (ASTERISK, SIPP)):
        _unpack(folder)
    programs = found(folder)
    if programs is None:
        raise Missing(FAILED, f"The Asterisk or the SIPp unpacked into {folder} does not start.")
    return programs


def _unpack(folder: Path) -> None:
    if not (folder / "run").exists():
        print("unpacking an Asterisk for the tests: about 80 MB, once", file=sys.stderr)
    words = ["--whole", SUITE, str(folder), *PACKAGES]
    done = subprocess.run(
        [sys.executable, str(TOOLS / "debian.py"), *words],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode and found(folder) is None:
        raise Missing(done.returncode, f"{done.stderr.strip()}\n{_remedy()}")
    _name_the_sounds(folder)


def _name_the_sounds(folder: Path) -> None:
    """Give the English sounds their short name, as the package's own script would."""
    sounds = folder / "usr" / "share" / "asterisk" / "sounds"
    spoken = min(sounds.glob("en_*"), default=None)
    if spoken is not None and not (sounds / "en").exists():
        (sounds / "en").symlink_to(spoken.name)


def _remedy() -> str:
    return (
        "Or install Asterisk 18 and SIPp 3.7 or newer yourself; those that are not on the path "
        f"are named by {ASTERISK.named_by}=PATH and {SIPP.named_by}=PATH."
    )


def _found(kind: Kind, folder: Path) -> list[str] | None:
    named = os.environ.get(kind.named_by)
    if named:
        fault = _fault(kind, [named])
        if fault:
            raise Missing(FAILED, f"{kind.named_by} names {named}, which will not do: {fault}")
        return [named]
    unpacked = [str(folder / "run"), str(folder / kind.place)]
    on_path = shutil.which(kind.name)
    wanted = [unpacked] if Path(unpacked[0]).exists() else []
    wanted += [[on_path]] if on_path else []
    return next((command for command in wanted if not _fault(kind, command)), None)


def _fault(kind: Kind, command: list[str]) -> str:
    """Why a program will not do; nothing where it will."""
    try:
        # SIPp ends with a code of its own after telling its version.
        run = subprocess.run(
            [*command, kind.asks],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST_START,
            check=False,
        )
    except OSError as error:
        return str(error)
    except subprocess.TimeoutExpired:
        return f"no answer within {LONGEST_START:.0f} seconds"
    version = re.search(rf"{kind.says}\s*(\d+)\.(\d+)", run.stdout)
    if not version:
        return f"it does not tell its version: {(run.stdout + run.stderr).strip()[-300:]}"
    if (int(version[1]), int(version[2])) < kind.oldest:
        oldest = ".".join(map(str, kind.oldest))
        return f"it is version {version[1]}.{version[2]}, and {oldest} is the oldest that will do"
    return ""


def _directories(folder: Path) -> dict[str, str]:
    modules = min((folder / "usr" / "lib").glob("**/asterisk/modules"))
    return {"astmoddir": str(modules), "astdatadir": str(folder / "usr" / "share" / "asterisk")}


def main(arguments: list[str]) -> int:
    """Print both programs and return the exit code."""
    if arguments not in ([], ["--install"]):
        print("use: asterisk.py [--install]", file=sys.stderr)
        return MISUSED
    try:
        programs = install() if arguments else found()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return missing.code
    if programs is None:
        print("There is no Asterisk with SIPp here: make asterisk gets them.", file=sys.stderr)
        return CANNOT
    print(" ".join(programs.asterisk), " ".join(programs.sipp), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
