"""What all tests share: the built and published site, a local server, and a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from tests.tools.browser import find_chromium
from tests.tools.server import serve_folder

# How long an example takes says more of the machine than of the code.
settings.register_profile("guide", deadline=None)
settings.load_profile("guide")

PROJECT = Path(__file__).resolve().parent.parent
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


def run(*command: str, cwd: Path = PROJECT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module of the project, as the Makefile does."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, **QUIET, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def build_site(target: Path, project: Path = PROJECT, **environment: str) -> Path:
    """Build and publish a project's site into `target`."""
    built = run("-m", "mkdocs", "build", "--strict", "-q", "-d", str(target), cwd=project, **environment)
    assert built.returncode == 0, built.stdout + built.stderr
    published = run("-m", "macros.publish", str(target), "--docs", str(project / "docs"), cwd=PROJECT)
    assert published.returncode == 0, published.stdout + published.stderr
    return target


@pytest.fixture(scope="session")
def site_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built and published site."""
    return build_site(tmp_path_factory.mktemp("site") / "site")


def _merged(words: Any, own: Any) -> Any:
    """`words` with what `own` says in another way."""
    if not isinstance(words, dict) or not isinstance(own, dict):
        return own
    return {**words, **{key: _merged(words[key], value) for key, value in own.items()}}


@pytest.fixture(scope="session")
def second_guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small guide to two other treatments: its own facts and words, with the rest of the first guide's words."""
    copy = tmp_path_factory.mktemp("fixture") / "second-guide"
    shutil.copytree(PROJECT / "tests" / "fixtures" / "second-guide", copy)
    for words in ("words.yml", "planner/en.yml"):
        own = copy / "docs" / "data" / words
        first = yaml.safe_load((PROJECT / "docs" / "data" / words).read_text(encoding="utf-8"))
        merged = _merged(first, yaml.safe_load(own.read_text(encoding="utf-8")))
        own.write_text(yaml.safe_dump(merged, allow_unicode=True, sort_keys=False), encoding="utf-8")
    settings = copy / "mkdocs.yml"
    theme = settings.read_text(encoding="utf-8").replace("../../../overrides", str(PROJECT / "overrides"))
    settings.write_text(theme, encoding="utf-8")
    return copy


@pytest.fixture
def project(tmp_path: Path, second_guide: Path) -> Path:
    """A copy of the small guide to make mistakes in."""
    copy = tmp_path / "guide"
    shutil.copytree(second_guide, copy)
    return copy


@pytest.fixture(scope="session")
def site_url(site_dir: Path) -> Iterator[str]:
    """Address of the site on a local server, with a slash at its end."""
    with serve_folder(site_dir) as address:
        yield address


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test in a real browser a second try, which the summary tells of: decisions/0022."""
    for item in items:
        if isinstance(item, pytest.Function) and "browser" in item.fixturenames:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Use the Chromium that is installed; a container's root needs --no-sandbox."""
    path = find_chromium()
    assert path is not None, "No Chromium was found: run `make test`, which installs one."
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": [
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }
