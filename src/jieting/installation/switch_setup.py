"""Setting a switch up: everything that ``switch.toml`` says, and writing its files."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from jieting.installation.home import Home
from jieting.installation.switch import FILE, SIMULATED

MODULES = (
    "/usr/lib/x86_64-linux-gnu/asterisk/modules",
    "/usr/lib/aarch64-linux-gnu/asterisk/modules",
    "/usr/lib64/asterisk/modules",
    "/usr/lib/asterisk/modules",
)
"""Where distributions put the switch's modules."""
DATA = ("/usr/share/asterisk", "/var/lib/asterisk")
"""Where they put its documentation and sounds."""
_OPEN, _CLOSED = 0o644, 0o640


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchSetup:
    """What ``switch render`` was told, kept so that it need not be told again.

    Folders are absolute. ``data`` is a folder of our own that leads to the switch's own one,
    ``installed``, and to numbers in the line's language.
    """

    system: str
    etc: str
    logs: str
    spool: str
    sounds: str
    lib: str
    run: str
    data: str
    installed: str
    modules: str
    ami_host: str = "127.0.0.1"
    ami_port: int = 5038
    sip_host: str = "0.0.0.0"  # noqa: S104 - carriers and telephones come from outside
    sip_port: int = 5060
    http_host: str = "127.0.0.1"
    http_port: int = 8088
    rtp_first: int = 10000
    rtp_last: int = 20000
    public: str = ""
    media: str = ""

    def modules_there(self) -> frozenset[str] | None:
        """The modules that the switch has; None where its folder cannot be read here."""
        found = frozenset(path.stem for path in Path(self.modules).glob("*.so"))
        return found or None


def kept_setup(place: Home) -> SwitchSetup | None:
    """The setup of the real switch of a home; None where none was rendered yet."""
    path = place.root / FILE
    if not path.is_file():
        return None
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    if told.get("kind") == SIMULATED:
        return None
    names = {field.name for field in fields(SwitchSetup)}
    try:
        return SwitchSetup(**{name: value for name, value in told.items() if name in names})
    except TypeError:  # one that was written by hand, with what the observer needs alone
        return None


def keep_setup(place: Home, setup: SwitchSetup) -> None:
    """Write ``switch.toml``; the observer reads it as well."""
    head = "# Written by jieting switch render: where the switch of this installation is.\n"
    lines = [f"{name} = {_literal(value)}" for name, value in asdict(setup).items()]
    write_file(place.root / FILE, (head + "\n".join(lines) + "\n").encode(), secret=False)


def write_all(folder: Path, files: Mapping[str, bytes], closed: Iterable[str] = ()) -> list[str]:
    """Write the files that differ from what is there, each at once; which they were."""
    folder.mkdir(parents=True, exist_ok=True)
    secret, changed = frozenset(closed), []
    for name, content in files.items():
        if write_file(folder / name, content, secret=name in secret):
            changed.append(name)
    return changed


def write_file(path: Path, content: bytes, *, secret: bool) -> bool:
    """Put a file in place whole; True where it differed. Owner and rights of an old one stay."""
    with suppress(FileNotFoundError):
        if path.read_bytes() == content:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _CLOSED)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _like_before(path, draft, _CLOSED if secret else _OPEN)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return True


def remove_others(folder: Path, wanted: Iterable[str]) -> None:
    """Take away the sounds of a folder that are not wanted any more."""
    kept = frozenset(wanted)
    for path in folder.glob("*.wav"):
        if path.name not in kept:
            path.unlink(missing_ok=True)


def link_data(setup: SwitchSetup) -> None:
    """Fill the switch's folder of data with links to what is installed; sounds stay our own."""
    own, installed = Path(setup.data), Path(setup.installed)
    (own / "sounds").mkdir(parents=True, exist_ok=True)
    for entry in installed.iterdir() if installed.is_dir() else ():
        if entry.name != "sounds":
            _link(own / entry.name, entry)
    there = installed / "sounds"
    for entry in there.iterdir() if there.is_dir() else ():
        _link(own / "sounds" / entry.name, entry)


def _link(at: Path, to: Path) -> None:
    if at.is_symlink() and at.readlink() != to:
        at.unlink()
    if not at.exists() and not at.is_symlink():
        at.symlink_to(to)


def _like_before(path: Path, draft: Path, mode: int) -> None:
    try:
        before = path.stat()
    except FileNotFoundError:
        draft.chmod(mode)
        return
    draft.chmod(before.st_mode & 0o777)
    with suppress(PermissionError):
        os.chown(draft, before.st_uid, before.st_gid)


def _literal(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
