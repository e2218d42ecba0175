"""The examples that are too long for the gallery are valid HTML and have no axe violation either."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from macros.components import Library
from macros.facts import load_facts
from tests.accessibility.test_axe import violations
from tests.components.test_components import example_page
from tests.conftest import PROJECT
from tests.site.test_built_site import VALIDATOR
from tests.tools.node import npx
from tests.tools.server import serve_folder

SHELL = Path("contribute/components/index.html")


@pytest.fixture(scope="module")
def pages(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site with one page more for each such example."""
    folder = tmp_path_factory.mktemp("examples")
    site = folder / "site"
    shutil.copytree(site_dir, site)
    library = Library(load_facts(PROJECT / "docs" / "data", PROJECT))
    shell = (site / SHELL).read_text(encoding="utf-8")
    before, _, rest = shell.partition('<div class="component-gallery">')
    after = rest[rest.index("</article>") :]
    for name, component in library.components.items():
        for number, example in enumerate(component.specification.examples):
            if not example.gallery:
                page = site / "contribute" / f"{name}-{number}" / "index.html"
                page.parent.mkdir()
                html = library.example(example_page(library, folder), example)
                page.write_text(f"{before}<h2>{name}</h2>{html}{after}", encoding="utf-8")
    return site


def apart(site: Path) -> list[Path]:
    """The pages of the examples."""
    return sorted((site / "contribute").glob("*-[0-9]/index.html"))


def test_they_are_valid_html(pages: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    npx(*VALIDATOR, "--formatter", f"json={report}", *map(str, apart(pages)))
    said = [
        f"{Path(result['filePath']).parent.name} {message['ruleId']}: {message['message']}"
        for result in json.loads(report.read_text(encoding="utf-8"))
        for message in result["messages"]
    ]
    assert len(apart(pages)) >= 10
    assert said == []


def test_axe_finds_nothing(pages: Path, browser: Browser) -> None:
    found: list[str] = []
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    with serve_folder(pages) as address:
        for file in apart(pages):
            page.goto(address + file.parent.relative_to(pages).as_posix() + "/")
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
            found += [f"{file.parent.name} {line}" for line in violations(page)]
    context.close()
    assert found == []
