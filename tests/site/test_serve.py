"""The live server shows a change to a page, a fact, a component and a style, and survives a mistake."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PROJECT, QUIET

PATIENCE = 60  # seconds for a rebuild on a busy machine


@dataclass
class Served:
    """A copy of the project and the address it is served at."""

    project: Path
    address: str
    log: Path

    def shows(self, path: str, words: str) -> bool:
        """Whether the page or file holds these words before patience ends."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if words in self.fetch(path):
                return True
            time.sleep(0.2)
        return False

    def fetch(self, path: str) -> str:
        """The text served at a path, empty while the server is not up."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:
                text: str = answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""
        return text

    def change(self, path: str, edit: Callable[[str], str]) -> None:
        """Edit a file of the copy."""
        file = self.project / path
        before = file.read_text(encoding="utf-8")
        after = edit(before)
        assert after != before, f"{path} no longer has what this test changes"
        file.write_text(after, encoding="utf-8")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The live server over a copy of the project, as `make serve` starts it."""
    project = tmp_path_factory.mktemp("serve")
    for name in ("docs", "macros", "overrides"):
        shutil.copytree(PROJECT / name, project / name)
    shutil.copy(PROJECT / "mkdocs.yml", project)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = project / "serve.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=project,
            env={**os.environ, **QUIET, "STRICT": "false"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        served = Served(project, f"http://127.0.0.1:{port}/", log)
        try:
            assert served.shows("timing/", "<h1"), log.read_text(encoding="utf-8")
            yield served
        finally:
            server.terminate()
            server.wait(timeout=20)


def test_a_change_to_a_page_is_shown(served: Served) -> None:
    served.change(
        "docs/privacy.md",
        lambda text: text.replace("{{ review_box() }}", "Freshly typed words.\n\n{{ review_box() }}", 1),
    )
    assert served.shows("privacy/", "Freshly typed words.")


def test_a_change_to_a_fact_is_shown(served: Served) -> None:
    served.change(
        "docs/data/glossary.yml", lambda text: text.replace("    plain: ", "    plain: freshly ", 1)
    )
    assert served.shows("glossary/", "freshly ")


def test_a_change_to_a_component_is_shown(served: Served) -> None:
    served.change(
        "macros/components/in_short/template.html",
        lambda text: text.replace("<div ", '<div data-fresh="yes" ', 1),
    )
    assert served.shows("timing/", 'data-fresh="yes"')


def test_a_change_to_a_style_is_shown(served: Served) -> None:
    served.change("overrides/assets/stylesheets/guide.css", lambda text: text + "\n.fresh { color: red; }\n")
    assert served.shows("assets/stylesheets/guide.css", ".fresh")


@pytest.mark.parametrize(("page", "entry"), [("timing/", "main"), ("plan/", "plan_main")])
def test_each_planner_is_served_as_modules(served: Served, page: str, entry: str) -> None:
    assert f'<script type="module" src="../assets/planner/{entry}.js"></script>' in served.fetch(page)
    assert "import" in served.fetch(f"assets/planner/{entry}.js")


def test_a_mistake_does_not_stop_the_server(served: Served) -> None:
    served.change("docs/changes.md", lambda text: text.replace("{{ review_box() }}", "{{ reviewbox() }}", 1))
    served.change(
        "docs/data/intervals.yml", lambda text: text.replace("not_before: 7", "not_before: seven", 1)
    )
    end = time.monotonic() + PATIENCE
    while "docs/data/intervals.yml:" not in served.log.read_text(encoding="utf-8") and time.monotonic() < end:
        time.sleep(0.2)
    assert 'must be a whole number, not "seven"' in served.log.read_text(encoding="utf-8")
    served.change(
        "docs/data/intervals.yml", lambda text: text.replace("not_before: seven", "not_before: 7", 1)
    )
    served.change(
        "docs/changes.md",
        lambda text: text.replace("{{ reviewbox() }}", "Mended again.\n\n{{ review_box() }}", 1),
    )
    assert served.shows("changes/", "Mended again.")
