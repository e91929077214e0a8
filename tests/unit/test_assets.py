"""What browsers load: it is built whole, and obeys the Content-Security-Policy by itself."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from jieting.web.navigation import CONTRACT_ROOMS, OFFICE_ROOMS
from jieting.web.states import STATES
from tools import assets

PACKAGE = assets.ROOT / "src" / "jieting"
TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))
MODULES = sorted(PACKAGE.glob("**/*.py"))
SOURCES = sorted(path for path in assets.SOURCE.rglob("*") if path.suffix in {".js", ".css"})
# Names of formats, which nothing is loaded from.
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
ADDRESS = re.compile(r"(?:https?:)?//(?:[a-z0-9-]+\.)+[a-z]{2,}\b[^\s\"'`)\\]*", re.IGNORECASE)
HANDLER = re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=", re.IGNORECASE)
STYLE = re.compile(r"<style|<[^>]*\sstyle\s*=", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE)
EVALUATED = re.compile(r"\beval\s*\(|\bnew Function\b|\bFunction\s*\(\s*[\"']")
WRITES_HTML = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|cssText")
ICONS = re.compile(
    r"""\{%\s*icon\s+"([a-z0-9-]+)"|\bicon="([a-z0-9-]+)"|default:"([a-z0-9-]+)" %\}"""
)

ICONS_OF_PYTHON = re.compile(r"""\bicon["']?\s*[:=]\s*["']([a-z0-9-]+)["']""")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("assets") / "built"
    assert assets.main(["--to", str(target)]) == 0
    return target


def _text(paths: list[Path]) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in paths}


def _caught(pattern: re.Pattern[str], texts: dict[Path, str]) -> list[str]:
    return [
        f"{path.name}: {hit[0][:80]}" for path in texts for hit in pattern.finditer(texts[path])
    ]


def test_everything_that_the_frame_loads_is_built(built: Path) -> None:
    head = (assets.WEB / "templates" / "components" / "head.html").read_text(encoding="utf-8")
    wanted = re.findall(r"static 'built/([^']+)'", head)
    assert {"app.js", "app.css", "htmx.js"} <= set(wanted)
    assert [name for name in wanted if not (built / name).is_file()] == []


def test_every_page_module_is_built(built: Path) -> None:
    wanted = {path.name for path in (assets.SOURCE / "js" / "pages").glob("*.js")}
    assert {path.name for path in (built / "pages").glob("*.js")} == wanted


def test_only_pages_with_a_chart_load_the_drawing_library(built: Path) -> None:
    assert (built / "app.js").stat().st_size < 20_000
    charts = list(built.glob("chunks/charts-*.js"))
    assert len(charts) == 1
    assert f"./chunks/{charts[0].name}" in (built / "app.js").read_text(encoding="utf-8")


def test_both_weights_of_the_shipped_font_are_there(built: Path) -> None:
    css = (built / "app.css").read_text(encoding="utf-8")
    fonts = re.findall(r"url\([\"']?\./(fonts/[^)\"']+\.ttf)", css)
    assert len(set(fonts)) == 2
    assert all((built / font).stat().st_size > 1_000_000 for font in fonts)


def test_htmx_is_the_second_line_of_versions(built: Path) -> None:
    assert re.search(r'version:"2\.\d+\.\d+"', (built / "htmx.js").read_text(encoding="utf-8"))


def test_htmx_may_neither_evaluate_nor_write_styles() -> None:
    head = (assets.WEB / "templates" / "components" / "head.html").read_text(encoding="utf-8")
    for rule in ("allowEval", "allowScriptTags", "includeIndicatorStyles"):
        assert f'"{rule}":false' in head
    assert '"selfRequestsOnly":true' in head


def test_building_again_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "built"
    (target / "chunks").mkdir(parents=True)
    (target / "chunks" / "of-yesterday.js").touch()
    assets.build(target)
    assert not (target / "chunks" / "of-yesterday.js").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["built"]


def test_a_failed_build_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "built"
    target.mkdir()
    (target / "app.js").write_text("old")
    monkeypatch.setattr(assets, "_icon_names", lambda: ["no-such-icon"])
    assert assets.main(["--to", str(target)]) == 1
    assert "no-such-icon" in capsys.readouterr().err
    assert (target / "app.js").read_text() == "old"


def test_nothing_names_a_host_to_load_from(built: Path) -> None:
    loaded = [path for path in built.rglob("*") if path.suffix in {".js", ".css", ".svg"}]
    hits = _caught(ADDRESS, _text(loaded) | _text(SOURCES) | _text(TEMPLATES))
    assert [hit for hit in hits if hit.split(": ", 1)[1] not in NAMESPACES] == []


def test_no_script_evaluates_text(built: Path) -> None:
    # htmx can, and is told not to: see above.
    scripts = [path for path in built.rglob("*.js") if path.name != "htmx.js"]
    assert len(scripts) >= 3
    assert _caught(EVALUATED, _text(scripts) | _text(SOURCES)) == []


def test_our_scripts_write_no_html() -> None:
    assert _caught(WRITES_HTML, _text(SOURCES)) == []


def test_templates_hold_no_script_style_or_handler() -> None:
    texts = _text(TEMPLATES)
    assert len(texts) > 30
    assert _caught(SCRIPT, texts) + _caught(STYLE, texts) + _caught(HANDLER, texts) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (SCRIPT, "<script>go()</script>"),
        (STYLE, '<p class="a" style="color: red">'),
        (HANDLER, '<a href="#" onclick="go()">'),
        (HANDLER, '<div hx-on:click="go()">'),
        (EVALUATED, "new Function('return 1')"),
        (ADDRESS, '<img src="//cdn.example.com/a.png">'),
    ],
)
def test_what_is_forbidden_would_be_found(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


def test_every_icon_that_pages_name_is_in_the_subset(built: Path) -> None:
    symbols = ET.parse(built / "icons.svg").getroot()
    drawn = {symbol.get("id") for symbol in symbols}
    assert all(len(symbol) for symbol in symbols)
    named = {
        name for text in _text(TEMPLATES).values() for hit in ICONS.findall(text) for name in hit
    }
    named |= {name for text in _text(MODULES).values() for name in ICONS_OF_PYTHON.findall(text)}
    named |= {state.icon for state in STATES.values()}
    named |= {room.icon for room in (*CONTRACT_ROOMS, *OFFICE_ROOMS)}
    assert named - {""} - drawn == set()
