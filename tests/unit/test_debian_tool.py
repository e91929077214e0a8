"""Debian packages unpacked into a folder: by the machine's own apt, from packages made here."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools import debian

TOOL = Path(debian.__file__)

# Nobody signs for a test.
UNSIGNED = 'Acquire::AllowInsecureRepositories "true";\nAPT::Get::AllowUnauthenticated "true";\n'

needs_apt = pytest.mark.skipif(
    not (shutil.which("apt-get") and shutil.which("dpkg-deb") and debian.STATUS.exists()),
    reason="this machine is not made from Debian: it has no apt-get or no dpkg",
)


@dataclass(frozen=True)
class Made:
    """A package to build: its name, what it needs, and a program that says its name."""

    name: str
    depends: str = ""
    loads: bool = False


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package source on this machine; greeter needs the voice, and nothing gives the ghost."""
    root = tmp_path_factory.mktemp("sources")
    made = [
        Made("jieting-greeter", "dpkg, jieting-voice"),
        Made("jieting-voice"),
        Made("jieting-lost", "jieting-ghost"),
        Made("jieting-loader", loads=True),
    ]
    (root / "Packages").write_text("\n".join(_built(root, package) for package in made))
    (root / "sources.list").write_text(f"deb [trusted=yes] file:{root} ./\n")
    return root


@pytest.fixture(scope="module")
def mirror(sources: Path) -> Path:
    """The sources of a machine whose Debian mirror has a newer suite, with the same packages."""
    root = sources / "mirror"
    machine = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, check=True)
    index = root / "dists/sid/main" / f"binary-{machine.stdout.decode().strip()}" / "Packages"
    index.parent.mkdir(parents=True)
    index.write_text((sources / "Packages").read_text().replace("Depends: dpkg, ", "Depends: "))
    content = index.read_bytes()
    place = index.relative_to(root / "dists/sid").as_posix()
    # Its date is long past, as on a mirror that is kept still.
    (root / "dists/sid/Release").write_text(
        "Origin: Debian\nSuite: unstable\nCodename: sid\nComponents: main\n"
        "Date: Sat, 01 Jan 2022 00:00:00 UTC\nValid-Until: Sat, 08 Jan 2022 00:00:00 UTC\n"
        f"SHA256:\n {hashlib.sha256(content).hexdigest()} {len(content)} {place}\n"
    )
    for file in sources.glob("*.deb"):
        shutil.copy(file, root)
    (root / "sources.list").write_text(
        f"deb file:{root} stable main\ndeb file:{root}/other stable-security main\n"
    )
    return root


def _built(root: Path, package: Made) -> str:
    tree = root / package.name
    control = f"Package: {package.name}\nVersion: 1:2.0\nArchitecture: all\n"
    control += "Maintainer: Nobody <nobody@example.org>\nDescription: for a test\n"
    control += f"Depends: {package.depends}\n" if package.depends else ""
    for name, text in (
        ("DEBIAN/control", control),
        (f"usr/bin/{package.name}", f'#!/bin/sh\necho "{package.name}: $LD_LIBRARY_PATH"\n'),
        (f"usr/lib/any-linux-gnu/inner/lib{package.name}.so", ""),
        ("usr/share/doc/greeting", "hello"),
        ("DEBIAN/postinst", "#!/bin/sh\nexit 1\n"),
        # A loader starts programs; the others come to a machine that has one.
        *([("usr/lib/any-linux-gnu/ld-any.so.2", '#!/bin/sh\necho "$@"\n')] * package.loads),
    ):
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    (tree / "usr/bin" / package.name).chmod(0o4755)
    file = root / f"{package.name}.deb"
    subprocess.run(
        ["dpkg-deb", "-Znone", "--root-owner-group", "--build", tree, file],
        check=True,
        capture_output=True,
    )
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return f"{control}Filename: ./{file.name}\nSize: {len(content)}\nSHA256: {digest}\n"


def _run(sources: Path, *arguments: object, settings: str = "") -> subprocess.CompletedProcess[str]:
    conf = sources / "machine.conf"
    conf.write_text(
        f'Dir::Etc::sourcelist "{sources}/sources.list";\nDir::Etc::sourceparts "/dev/null";\n'
        # What machines in containers say: without care it would empty the cache under our feet.
        'APT::Update::Post-Invoke { "exit 1"; };\nDPkg::Post-Invoke { "exit 1"; };\n' + settings
    )
    return subprocess.run(
        [sys.executable, TOOL, *map(str, arguments)],
        env={**os.environ, "APT_CONFIG": str(conf)},
        capture_output=True,
        text=True,
        check=False,
    )


@needs_apt
def test_a_package_comes_with_what_it_needs_and_starts(sources: Path, tmp_path: Path) -> None:
    folder = tmp_path / "build" / "greeter"
    (folder.parent / ".greeter-cut-off" / "archives").mkdir(parents=True)
    done = _run(sources, folder, "jieting-greeter")
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "usr/bin/jieting-voice").exists()
    # dpkg is needed too, and the machine has it.
    assert not (folder / "usr/bin/dpkg").exists()
    program = folder / "usr/bin/jieting-greeter"
    assert program.stat().st_mode & 0o7777 == 0o755
    said = subprocess.run([folder / "run", program], capture_output=True, text=True, check=True)
    assert said.stdout.startswith(f"jieting-greeter: {folder}/usr/lib/any-linux-gnu/inner")
    assert sorted(path.name for path in folder.parent.iterdir()) == [".apt", ".lock", "greeter"]


@needs_apt
def test_a_complete_folder_is_left_and_another_wish_fills_it_anew(
    sources: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "voice"
    assert _run(sources, folder, "jieting-voice").returncode == 0
    (folder / "mine").touch()
    assert _run(sources, folder, "jieting-voice").returncode == 0
    assert (folder / "mine").exists()
    assert _run(sources, folder, "jieting-voice", "jieting-greeter").returncode == 0
    assert not (folder / "mine").exists()
    assert (folder / "usr/bin/jieting-greeter").exists()


@needs_apt
@pytest.mark.parametrize("package", ["jieting-ghost", "jieting-lost"])
def test_what_the_sources_do_not_give_is_named_and_the_folder_stays(
    package: str, sources: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "mine").touch()
    done = _run(sources, folder, package)
    assert done.returncode == debian.CANNOT
    assert f"do not give {package}" in done.stderr
    assert "jieting-ghost" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["mine"]


@needs_apt
def test_a_package_that_is_not_what_was_announced_is_refused(sources: Path, tmp_path: Path) -> None:
    forged = tmp_path / "forged"
    shutil.copytree(sources, forged)
    (forged / "sources.list").write_text(f"deb [trusted=yes] file:{forged} ./\n")
    content = bytearray((forged / "jieting-voice.deb").read_bytes())
    content[-2000] ^= 1
    (forged / "jieting-voice.deb").write_bytes(content)
    done = _run(forged, tmp_path / "voice", "jieting-voice")
    assert done.returncode == debian.FAILED
    assert "apt-get failed" in done.stderr
    assert not (tmp_path / "voice").exists()


@needs_apt
def test_a_whole_system_comes_out_of_another_suite_of_the_mirror(
    mirror: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "build" / "greeter"
    wish = ("--whole", "sid", folder, "jieting-greeter")
    done = _run(mirror, *wish, settings=UNSIGNED)
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "usr/bin/jieting-voice").exists()
    assert not (folder / "usr/share/doc").exists()
    assert json.loads((folder / debian.STAMP).read_text())["suite"] == "sid"
    assert sorted(path.name for path in folder.parent.iterdir()) == [".apt-sid", ".lock", "greeter"]
    (folder / "mine").touch()
    assert _run(mirror, *wish, settings=UNSIGNED).returncode == 0
    assert (folder / "mine").exists()


@needs_apt
def test_a_program_of_a_whole_system_starts_by_its_own_loader(mirror: Path, tmp_path: Path) -> None:
    folder = tmp_path / "loaded"
    done = _run(mirror, "--whole", "sid", folder, "jieting-loader", settings=UNSIGNED)
    assert (done.returncode, done.stderr) == (0, "")
    said = subprocess.run([folder / "run", "it", "now"], capture_output=True, text=True, check=True)
    assert said.stdout == f"--library-path {folder}/usr/lib/any-linux-gnu/inner it now\n"


@needs_apt
def test_a_suite_that_the_mirror_does_not_have_is_named(mirror: Path, tmp_path: Path) -> None:
    done = _run(mirror, "--whole", "testing", tmp_path / "x", "jieting-voice", settings=UNSIGNED)
    assert done.returncode == debian.CANNOT
    assert "Debian's suite testing do not give jieting-voice" in done.stderr
    assert not (tmp_path / "x").exists()


@needs_apt
def test_a_machine_without_a_debian_mirror_is_told_apart(sources: Path, tmp_path: Path) -> None:
    done = _run(sources, "--whole", "sid", tmp_path / "x", "jieting-voice")
    assert done.returncode == debian.CANNOT
    assert "name no Debian mirror" in done.stderr


def test_a_machine_without_apt_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert debian.main([str(tmp_path / "x"), "chromium"]) == debian.CANNOT
    told = capsys.readouterr().err
    assert "lacks apt-get and dpkg-deb" in told
    assert "Wanted: chromium" in told
    assert not (tmp_path / "x").exists()


def test_no_package_is_a_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["folder"], ["--whole"], ["--whole", "sid", "folder"], ["--all", "x", "y"]):
        assert debian.main(arguments) == debian.MISUSED
    assert capsys.readouterr().err.startswith("use: ")
