"""Name a Chromium that runs, for the tests and the screenshots.

``browser.py`` prints the path of the first of these: what ``JIETING_CHROMIUM`` names, a Chromium
or Chrome on the path, the one unpacked into ``build/debian/chromium``. ``browser.py --install``
unpacks that one first where there is none, and sees that it draws a page.
Exit codes: 1 failed, 3 this machine has none and cannot be given one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAMED = "JIETING_CHROMIUM"
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
# Chromium stops at its first word where there is no font at all.
PACKAGES = ["chromium", "fonts-dejavu-core"]
TOOLS = Path(__file__).absolute().parent
FOLDER = TOOLS.parent / "build" / "debian" / "chromium"
BINARY = Path("usr", "lib", "chromium", "chromium")
STARTER = "start"

FAILED = 1
MISUSED = 2
CANNOT = 3
LONGEST_START = 60.0

START = f"""#!/bin/sh
# Starts the Chromium of this folder with the libraries and fonts that came with it.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
FONTCONFIG_FILE="$here/fonts.conf"
export FONTCONFIG_FILE
exec "$here/run" "$here/{BINARY.as_posix()}" "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


class Missing(Exception):
    """Why there is no Chromium, with the exit code that tells which kind of reason."""

    def __init__(self, code: int, what: str) -> None:
        super().__init__(what)
        self.code = code


def found(folder: Path = FOLDER) -> str | None:
    """The path of a Chromium that starts, or None; one that was named must be the one."""
    named = os.environ.get(NAMED)
    if named:
        fault = _fault_of_start(named)
        if fault:
            raise Missing(FAILED, f"{NAMED} names {named}, which does not start: {fault}")
        return named
    places = [place for name in NAMES if (place := shutil.which(name))]
    places.append(str(folder / STARTER))
    return next((place for place in places if not _fault_of_start(place)), None)


def install(folder: Path = FOLDER) -> str:
    """Unpack a Chromium into the folder, see that it draws a page, and return its path."""
    print("unpacking a Chromium for the tests: about 120 MB, once", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, str(TOOLS / "debian.py"), str(folder), *PACKAGES],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Missing(done.returncode, done.stderr.strip() + "\n" + _remedy())
    if not (folder / BINARY).exists():
        what = "This system's package of the name chromium does not hold a Chromium."
        raise Missing(CANNOT, f"{what}\n{_remedy()}")
    _write_starter(folder)
    starter = str(folder / STARTER)
    fault = _fault_of_page(starter)
    if fault:
        raise Missing(FAILED, f"The unpacked {starter} does not draw a page: {fault}\n{_remedy()}")
    return starter


def _remedy() -> str:
    return f"Or install Chromium yourself; one that is not on the path is named by {NAMED}=PATH."


def _write_starter(folder: Path) -> None:
    (folder / "fonts.conf").write_text(FONTS)
    starter = folder / f".{STARTER}"
    starter.write_text(START)
    starter.chmod(0o755)
    # The starter's presence says that all is ready, so it comes last and whole.
    starter.rename(folder / STARTER)


def _fault_of_start(chromium: str) -> str:
    """Why it does not start; nothing where it does. Some systems ship a stub of this name."""
    return _fault([chromium, "--version"], "")


def _fault_of_page(chromium: str) -> str:
    with tempfile.TemporaryDirectory(prefix="jieting-browser-") as profile:
        options = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        page = ["--dump-dom", "about:blank"]
        return _fault([chromium, *options, f"--user-data-dir={profile}", *page], "<html>")


def _fault(command: list[str], answer: str) -> str:
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, timeout=LONGEST_START, check=False
        )
    except OSError as error:
        return str(error)
    except subprocess.TimeoutExpired:
        return f"no answer within {LONGEST_START:.0f} seconds"
    if run.returncode or answer not in run.stdout:
        last = "\n".join(run.stderr.strip().splitlines()[-5:])
        return f"exit code {run.returncode}. {last}".strip()
    return ""


def main(arguments: list[str]) -> int:
    """Print the path of a Chromium and return the exit code."""
    if arguments not in ([], ["--install"]):
        print("use: browser.py [--install]", file=sys.stderr)
        return MISUSED
    try:
        path = found()
        if path is None and arguments:
            path = install()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return missing.code
    if path is None:
        print("There is no Chromium on this machine: make browser gets one.", file=sys.stderr)
        return CANNOT
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
