"""The embedded database: PostgreSQL in the home, on a socket only, with passwords from the start.

Whoever uses it holds a lock, which the system frees when a process dies; the last one stops it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import psycopg

from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import say, verbatim
from jieting.installation.home import Home
from jieting.installation.keys import key
from jieting.installation.locks import FileLock, locked
from jieting.installation.programs import failed, program, run
from jieting.installation.server_user import let_pass, server_uid

SUPERUSER = "postgres"
START_S = 600.0
"""So long a start may take: a server that was killed first replays what it had promised."""

_LONGEST_SOCKET = 90
_SETTINGS = """
# Written by jieting when this folder was made.
listen_addresses = ''
unix_socket_permissions = 0700
password_encryption = scram-sha-256
shared_buffers = 256MB
jit = off
random_page_cost = 1.1
client_connection_check_interval = 5s
logging_collector = on
log_filename = 'postgres-%a.log'
log_truncate_on_rotation = on
log_rotation_size = 0
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_min_error_statement = panic
"""
_ACCESS = "# Written by jieting: passwords everywhere, no network.\nlocal all all scram-sha-256\n"


@dataclass(frozen=True, slots=True)
class Embedded:
    """The embedded server of a home."""

    home: Home

    @property
    def data(self) -> Path:
        """The folder of its data."""
        return self.home.postgres

    @property
    def socket(self) -> Path:
        """The folder of its socket: in its data, or elsewhere where that path is too long."""
        if len(str(self.data)) <= _LONGEST_SOCKET:
            return self.data
        digest = sha256(str(self.data).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"jieting-{digest}"

    def url(self, role: str, password: str, database: str) -> str:
        """Where a role finds a database of this server."""
        place = quote(str(self.socket), safe="")
        return f"postgresql://{role}:{quote(password, safe='')}@{place}/{database}"

    def superuser_url(self, database: str = "postgres") -> str:
        """The same for its superuser, whom only set-up, backup and restore use."""
        return self.url(SUPERUSER, password("database-superuser", self.home), database)

    def made(self) -> bool:
        """Whether its data are there."""
        return (self.data / "PG_VERSION").exists()

    def answers(self) -> bool:
        """Whether it takes connections now."""
        try:
            with psycopg.connect(self.superuser_url(), connect_timeout=5):
                return True
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise Refused(_foreign_password(self.data)) from error
            return False

    def ensure(self) -> None:
        """Make it where it is not there and start it where it does not run."""
        with locked(self.home.root / "postgres.starting"):
            self._ensure()

    def use(self) -> FileLock:
        """The same, and held for this process: nobody else stops it until ``leave``."""
        with locked(self.home.root / "postgres.starting"):
            self._ensure()
            users = FileLock(self.home.root / "postgres.users")
            users.take(shared=True)
        return users

    def leave(self, users: FileLock) -> None:
        """Let go of it; stop it where nobody else uses it."""
        with locked(self.home.root / "postgres.starting"):
            users.release()
            if users.try_take():
                self.stop()
            users.close()

    def stop(self) -> None:
        """Stop it in order, at once where that takes longer than a minute."""
        stop = [str(program("pg_ctl")), "-D", str(self.data), "-w", "-t", "60", "stop", "-m"]
        if run([*stop, "fast"], uid=self._uid()).code != 0:
            run([*stop, "immediate"], uid=self._uid())

    def _ensure(self) -> None:
        if not self.made():
            self._make()
        deadline = time.monotonic() + START_S
        told = ""
        while not self.answers():
            if time.monotonic() > deadline:
                raise Refused(_does_not_start(self.data, told))
            if not self._runs():
                told = self._start(told)
            else:
                time.sleep(0.2)

    def _runs(self) -> bool:
        status = [str(program("pg_ctl")), "-D", str(self.data), "status"]
        return run(status, uid=self._uid()).code == 0

    def _start(self, told: str) -> str:
        """One try; its complaint, which ends the tries when it is heard twice."""
        self._socket_folder()
        # Rewritten at every start: nobody is let in by a line that was added by hand.
        self._write("pg_hba.conf", _ACCESS)
        log = self.data / "start.log"
        ran = run(
            [
                *(str(program("pg_ctl")), "-D", str(self.data), "-w", "-t", str(int(START_S))),
                *("-s", "-l", str(log), "-o", f"-k '{self.socket}'", "start"),
            ],
            uid=self._uid(),
        )
        if ran.code == 0:
            return ""
        words = f"{ran.words}{_tail(log)}".strip()
        if told and told.split("\n")[0] == words.split("\n")[0]:
            raise Refused(_does_not_start(self.data, words))
        # Processes of a server that was killed may still be on their way out.
        time.sleep(2)
        return words

    def _make(self) -> None:
        """Made beside its place and moved there when whole, so that half a one is never used."""
        self.home.root.mkdir(mode=0o755, parents=True, exist_ok=True)
        uid = server_uid()
        if uid is not None:
            let_pass(self.home.root, program("postgres"))
        draft = self.data.with_name("postgres.making")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if uid is not None:
            os.chown(draft, uid, -1)
        self._initdb(draft, uid)
        with (draft / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(_SETTINGS)
        draft.rename(self.data)

    def _initdb(self, folder: Path, uid: int | None) -> None:
        descriptor, name = tempfile.mkstemp(prefix="jieting-")
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(password("database-superuser", self.home))
            if uid is not None:
                os.chown(name, uid, -1)
            ran = run(
                [
                    *(str(program("initdb")), "-D", str(folder), "-U", SUPERUSER, "-A"),
                    *("scram-sha-256", f"--pwfile={name}", "--encoding=UTF8", "--locale=C"),
                    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"),
                ],
                uid=uid,
            )
        finally:
            Path(name).unlink()
        if ran.code != 0:
            raise Refused(failed("initdb", ran))

    def _uid(self) -> int | None:
        """Whom to be for its programs: the owner of its data, where that is somebody else."""
        owner = self.data.stat().st_uid
        return owner if owner != os.geteuid() else None

    def _socket_folder(self) -> None:
        if self.socket == self.data:
            return
        self.socket.mkdir(mode=0o700, exist_ok=True)
        uid = self._uid()
        if uid is not None and self.socket.stat().st_uid == os.geteuid():
            os.chown(self.socket, uid, -1)
        if self.socket.stat().st_uid != self.data.stat().st_uid:
            raise Refused(_foreign_socket(self.socket))

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(text, encoding="utf-8")
        os.chown(path, self.data.stat().st_uid, -1)
        path.chmod(0o600)


def password(name: str, home: Home) -> str:
    """The password kept in a key of the home."""
    return key(name, home).hex()


def _tail(path: Path) -> str:
    try:
        return path.read_text(errors="replace")[-800:]
    except FileNotFoundError:
        return ""


def _does_not_start(data: Path, words: str) -> Finding:
    return Finding(
        "database_does_not_start",
        say("The embedded database does not start: {words}", words=verbatim(words)),
        say("Nothing can be read or kept without it."),
        say("Mend what it says; its log lies in the folder named here."),
        Place(str(data)),
    )


def _foreign_password(data: Path) -> Finding:
    return Finding(
        "database_password",
        say("The embedded database does not know the passwords in the folder of keys."),
        say("It was made with other keys, so it lets nobody in."),
        say("Bring back the keys that belong to it, or restore a backup into another home."),
        Place(str(data)),
    )


def _foreign_socket(folder: Path) -> Finding:
    return Finding(
        "socket_folder",
        say("The folder of the database's socket belongs to somebody else."),
        say("Whoever owns it could answer in the place of the database."),
        say("Remove it, or choose a home with a shorter path."),
        Place(str(folder)),
    )
