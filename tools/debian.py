"""Unpack Debian packages into a folder of the build: no root, nothing on the system changes.

``debian.py FOLDER PACKAGE...`` asks the machine's own package sources, with lists, cache and
state of its own beside the folder. It fetches the packages and those of their dependencies that
the machine lacks. ``FOLDER/run PROGRAM`` starts a program with the libraries that were unpacked.
A folder that is already complete is left as it is. Maintainer scripts do not run.

``debian.py --whole SUITE FOLDER PACKAGE...`` is for what the machine's own release does not have.
It asks the machine's Debian mirror for another suite and unpacks everything down to the C library,
without manuals and translations. ``FOLDER/run PROGRAM`` then starts a program of the folder with
the folder's own loader.
"""

from __future__ import annotations

import fcntl
import json
import os
import platform
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

FAILED = 1
MISUSED = 2
CANNOT = 3
"""Exit code where this machine cannot do it, however often it is tried."""

STATUS = Path("/var/lib/dpkg/status")
STAMP = "unpacked.json"
WHOLE = "--whole"
LONGEST_RUN = 1800.0

# What a machine may call the suite that it takes from a Debian mirror, beside its code name.
SUITES = ["oldstable", "stable", "testing", "unstable", "sid"]
# Suites of Debian are signed with these keys, under the name of older and of newer releases.
KEYRINGS = ["debian-archive-keyring.gpg", "debian-archive-keyring.pgp"]
KEYRING_PLACE = Path("/usr/share/keyrings")
# Nobody reads or translates in a folder of the build.
READING_MATTER = ["doc", "info", "lintian", "locale", "man"]

# The hooks of a machine clean its cache or wake its desktop: they mean the system, not us.
HOOKS = [
    "APT::Update::Pre-Invoke",
    "APT::Update::Post-Invoke",
    "APT::Update::Post-Invoke-Success",
    "DPkg::Pre-Invoke",
    "DPkg::Post-Invoke",
    "DPkg::Pre-Install-Pkgs",
]


class Stopped(Exception):
    """Why the packages are not there, with the exit code that tells which kind of reason."""

    def __init__(self, code: int, what: str) -> None:
        super().__init__(what)
        self.code = code


def unpack(folder: Path, packages: list[str], suite: str | None = None) -> list[str]:
    """Fill the folder unless it is complete, and return the package files it was made from.

    With ``suite``, everything comes out of that suite; without, what the machine lacks.
    """
    folder = folder.absolute()
    ready = _unpacked(folder, packages, suite)
    if ready is not None:
        return ready
    _need_the_tools(packages)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder.parent):
        # Another process may have unpacked it while this one waited.
        ready = _unpacked(folder, packages, suite)
        return _fill(folder, packages, suite) if ready is None else ready


def _unpacked(folder: Path, packages: list[str], suite: str | None) -> list[str] | None:
    try:
        stamp = json.loads((folder / STAMP).read_text())
    except (OSError, ValueError):
        return None
    told = (stamp["packages"], stamp["machine"], stamp.get("suite"))
    if told != (sorted(packages), _machine(), suite):
        return None
    return [str(name) for name in stamp["files"]]


def _machine() -> str:
    """What must stay the same for unpacked packages to go on running."""
    release = _release()
    words = (release.get("ID", ""), release.get("VERSION_ID", ""), platform.machine())
    return " ".join(words)


def _release() -> dict[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def _need_the_tools(packages: list[str]) -> None:
    lacking = [tool for tool in ("apt-get", "dpkg-deb") if not shutil.which(tool)]
    if not lacking and STATUS.exists():
        return
    lack = " and ".join(lacking) if lacking else str(STATUS)
    raise Stopped(
        CANNOT,
        f"Debian packages cannot be unpacked on this machine: it lacks {lack}.\n"
        f"Wanted: {' '.join(packages)}. Install what they bring in this system's own way, or work "
        "on Debian or a system made from it.",
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fill(folder: Path, packages: list[str], suite: str | None) -> list[str]:
    # Nobody else works here now, so these are what a run left that was cut off.
    for left in folder.parent.glob(f".{folder.name}-*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        files = _fetched(folder.parent, Path(scratch), packages, suite)
        made = Path(scratch) / "made"
        made.mkdir()
        for file in files:
            _done([*_tool("dpkg-deb"), "-x", str(file), str(made)])
        _without_rights(made)
        if suite:
            _without_reading_matter(made)
        _write_run(made, whole=bool(suite))
        names = [file.name for file in files]
        stamp = {"packages": sorted(packages), "machine": _machine(), "files": names}
        if suite:
            stamp["suite"] = suite
        (made / STAMP).write_text(json.dumps(stamp, indent=1) + "\n")
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        made.rename(folder)
    return names


def _fetched(place: Path, scratch: Path, packages: list[str], suite: str | None) -> list[Path]:
    (scratch / "archives" / "partial").mkdir(parents=True)
    settings = _of_a_suite(place, scratch, suite) if suite else _of_the_machine(place, scratch)
    apt = [*_tool("apt-get"), "-c", str(_settings(scratch, settings)), "-q"]
    # A source of no concern may fail; whether the packages are to be had shows in what follows.
    listed = _run([*apt, "-o", "APT::Update::Error-Mode=any", "update"])
    wanted = [*apt, "-y", "--no-install-recommends", "--no-remove", "install", *packages]
    planned = _run([*wanted, "--print-uris"])
    if planned.returncode:
        failed = listed.returncode and "does not have a Release file" not in listed.stdout
        what = (
            f"The packages of Debian's suite {suite}" if suite else "This machine's package sources"
        )
        raise Stopped(
            FAILED if failed else CANNOT,
            f"{what} do not give {' '.join(packages)}.\n"
            f"{_last_words(listed) if listed.returncode else ''}{_last_words(planned)}"
            "Look at the network and at the sources in /etc/apt, and try again.",
        )
    _done([*wanted, "--download-only"])
    return sorted(_files(planned.stdout, scratch / "archives"))


def _files(planned: str, archives: Path) -> Iterator[Path]:
    """The package files of apt's plan; apt leaves those of a folder on this machine there."""
    for line in planned.splitlines():
        # Where it comes from in quotes, the file's name, size and digest.
        _, quote, rest = line.partition("'")
        address, _, words = rest.partition("' ")
        if quote and words:
            here = address.startswith("file:")
            yield Path(unquote(urlsplit(address).path)) if here else archives / words.split()[0]


def _of_the_machine(place: Path, scratch: Path) -> dict[str, object]:
    """The machine's sources and keys stay, and what it has installed counts."""
    # A copy, because apt locks what lies beside the status, and only root may lock the system's.
    shutil.copyfile(STATUS, scratch / "status")
    return _state(place / ".apt")


def _of_a_suite(place: Path, scratch: Path, suite: str) -> dict[str, object]:
    """One suite of the machine's Debian mirror, for a system on which nothing is installed."""
    mirrors = _mirrors()
    if not mirrors:
        raise Stopped(
            CANNOT,
            f"Nothing can be had from Debian's suite {suite} here: the package sources of this "
            "machine name no Debian mirror.",
        )
    (scratch / "status").touch()
    keys = (KEYRING_PLACE / name for name in KEYRINGS)
    keyring = next((f"[signed-by={path}] " for path in keys if path.exists()), "")
    lines = [f"deb {keyring}{mirror} {suite} main\n" for mirror in mirrors]
    (scratch / "suite.list").write_text("".join(lines))
    return {
        **_state(place / f".apt-{suite}"),
        "Dir::Etc::sourcelist": scratch / "suite.list",
        "Dir::Etc::sourceparts": "/dev/null",
        # The machine's pins are about its own release.
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "APT::Default-Release": suite,
        # A mirror that was kept still for a while is what a build wants.
        "Acquire::Check-Valid-Until": "false",
    }


def _mirrors() -> list[str]:
    """Where this machine takes its own Debian from, as its sources say."""
    suites = {*SUITES, _release().get("VERSION_CODENAME", "")}
    told = _run(
        [
            *_tool("apt-get"),
            *("indextargets", "--no-release-info", "--format", "$(REPO_URI) $(RELEASE)"),
            "Created-By: Packages",
        ]
    )
    if told.returncode:
        return []
    pairs = (line.split() for line in told.stdout.splitlines())
    found = [pair[0] for pair in pairs if len(pair) == 2 and pair[1] in suites]
    return list(dict.fromkeys(found))


def _state(place: Path) -> dict[str, object]:
    (place / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    return {"Dir::State": place, "Dir::State::lists": place / "lists"}


def _settings(scratch: Path, more: dict[str, object]) -> Path:
    """The file that points apt at places of its own."""
    values = {
        **more,
        "Dir::State::status": scratch / "status",
        "Dir::State::extended_states": scratch / "extended_states",
        "Dir::Cache": scratch,
        "Dir::Cache::archives": scratch / "archives",
        "Dir::Log": scratch,
        "APT::Keep-Downloaded-Packages": "true",
        # Started by root, apt would fetch as a user who may not write into the build.
        "APT::Sandbox::User": "root",
        "Acquire::Retries": "2",
        "Acquire::http::Timeout": "30",
        "Acquire::https::Timeout": "30",
        "Acquire::Languages": "none",
    }
    lines = [f"#clear {hook};" for hook in HOOKS]
    lines += [f'{name} "{value}";' for name, value in values.items()]
    path = scratch / "apt.conf"
    path.write_text("\n".join(lines) + "\n")
    return path


def _tool(name: str) -> list[str]:
    return [shutil.which(name) or name]


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"},
        timeout=LONGEST_RUN,
        check=False,
    )


def _done(command: list[str]) -> None:
    run = _run(command)
    if run.returncode:
        what = f"{Path(command[0]).name} failed with exit code {run.returncode}."
        raise Stopped(FAILED, f"{what}\n{_last_words(run)}Try again.")


def _last_words(run: subprocess.CompletedProcess[str], most: int = 8) -> str:
    return "".join(f"  {line}\n" for line in run.stdout.splitlines()[-most:])


def _without_rights(folder: Path) -> None:
    """Take away the right to act as another user: what is unpacked here is nobody's system."""
    for path in folder.rglob("*"):
        if path.is_symlink():
            continue
        mode = path.stat().st_mode
        if mode & (stat.S_ISUID | stat.S_ISGID):
            path.chmod(stat.S_IMODE(mode) & ~(stat.S_ISUID | stat.S_ISGID))


def _without_reading_matter(folder: Path) -> None:
    for name in READING_MATTER:
        shutil.rmtree(folder / "usr" / "share" / name, ignore_errors=True)


def _write_run(folder: Path, *, whole: bool) -> None:
    places = ":".join(
        f"$here/{place.relative_to(folder).as_posix()}" for place in _libraries(folder)
    )
    loader = _loader(folder) if whole else None
    if loader:
        # Only this program gets these libraries: what it starts in turn is the machine's.
        starts = f"""exec "$here/{loader.relative_to(folder).as_posix()}" \\
  --library-path "{places}" "$@"
"""
    else:
        starts = f"""LD_LIBRARY_PATH="{places}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
export LD_LIBRARY_PATH
exec "$@"
"""
    text = f"""#!/bin/sh
# Starts a program with the libraries that lie in this folder.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
{starts}"""
    (folder / "run").write_text(text)
    (folder / "run").chmod(0o755)


def _loader(folder: Path) -> Path | None:
    """The program that starts programs with the C library of this folder."""
    found = [path for root in ("usr/lib", "lib") for path in (folder / root).glob("*/ld*.so.[0-9]")]
    return min(found, default=None)


def _libraries(folder: Path) -> list[Path]:
    """Every folder with shared libraries: also those that a package finds by a fixed path."""
    found = {
        library.parent
        for root in (folder / "usr" / "lib", folder / "lib")
        for library in root.rglob("lib*.so*")
    }
    return sorted(found, key=lambda place: (len(place.parts), place))


def main(arguments: list[str]) -> int:
    """Unpack what the arguments name and return the exit code."""
    suite = None
    if arguments[:1] == [WHOLE] and len(arguments) > 1:
        suite, arguments = arguments[1], arguments[2:]
    if len(arguments) < 2 or arguments[0].startswith("-"):
        print(f"use: debian.py [{WHOLE} SUITE] FOLDER PACKAGE...", file=sys.stderr)
        return MISUSED
    folder, packages = Path(arguments[0]), arguments[1:]
    try:
        unpack(folder, packages, suite)
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return stopped.code
    except subprocess.TimeoutExpired as late:
        print(f"{late.cmd[0]} took longer than {late.timeout:.0f} seconds", file=sys.stderr)
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
