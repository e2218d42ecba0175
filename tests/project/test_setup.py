"""Two commands do everything, on any machine, with the same versions."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.tools import browser

PROJECT = Path(__file__).resolve().parents[2]
REGISTRY = "https://registry.npmjs.org/"
HOSTS = re.compile(r"(?:https?|file)://[^/\"]*")


def text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def pyproject() -> dict[str, Any]:
    return tomllib.loads(text("pyproject.toml"))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", text("Makefile"), flags=re.MULTILINE))


def make(*arguments: str, cwd: Path = PROJECT, **environment: str) -> subprocess.CompletedProcess[str]:
    # Without the variables of the `make test` that may run this.
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=cwd,
        env={**outside, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# --- versions ---------------------------------------------------------------------


def test_every_python_package_has_an_exact_version() -> None:
    groups = pyproject()["dependency-groups"]
    assert set(groups) == {"site", "test", "engines"}
    named = [requirement for group in groups.values() for requirement in group]
    assert [name for name in named if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", name)] == []


def test_the_engine_is_the_one_that_was_decided() -> None:
    site = pyproject()["dependency-groups"]["site"]
    assert {"mkdocs==1.6.1", "mkdocs-material==9.8.1", "mkdocs-macros-plugin==1.5.0"} <= set(site)


def test_the_lock_names_only_pypi() -> None:
    lock = text("uv.lock")
    assert set(HOSTS.findall(lock)) == {"https://pypi.org", "https://files.pythonhosted.org"}
    packages = tomllib.loads(lock)["package"]
    local = [package["name"] for package in packages if set(package["source"]) - {"registry"}]
    assert local == ["botox-and-microneedling"]


NPM = {
    ".": {"axe-core", "html-validate", "ical.js", "typescript"},
    "bench": {"govuk-frontend", "lighthouse", "nhsuk-frontend"},
}


@pytest.mark.parametrize("folder", NPM)
def test_every_npm_package_has_an_exact_version(folder: str) -> None:
    package = json.loads(text(f"{folder}/package.json"))
    versions = package["devDependencies"]
    assert set(versions) == NPM[folder]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    assert "dependencies" not in package


@pytest.mark.parametrize("folder", NPM)
def test_the_npm_lock_names_only_npms_registry(folder: str) -> None:
    lock = json.loads(text(f"{folder}/package-lock.json"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    addresses = [package.get("resolved", REGISTRY) for package in packages.values()]
    assert [address for address in addresses if not address.startswith(REGISTRY)] == []


def test_uv_has_one_version() -> None:
    required = pyproject()["tool"]["uv"]["required-version"]
    (made,) = re.findall(r"^UV_VERSION := (.*)$", text("Makefile"), flags=re.MULTILINE)
    assert required == f"=={made}"
    assert f"uv=={made}" in text("README.md")


# --- commands ---------------------------------------------------------------------


def test_make_lists_its_targets() -> None:
    listed = make()
    assert listed.returncode == 0, listed.stderr
    names = {line.split()[1] for line in listed.stdout.splitlines()}
    assert names == targets() >= {"serve", "site", "test", "check", "engines"}


def test_only_the_bench_installs_what_it_measures_with() -> None:
    install = "tests.tools.npm ci --prefix bench"
    planned = {
        target: make("--dry-run", "--always-make", target, "SITE=").stdout for target in ("test", "bench")
    }
    assert "-m pytest" in planned["test"]
    assert install not in planned["test"]
    assert install in planned["bench"]
    assert planned["bench"].index("-m macros.publish site") < planned["bench"].index("-m bench ")


def test_the_bench_measures_what_was_asked_for() -> None:
    asked = make("--dry-run", "bench", "PARTS=weigh grow", "PAGES=timing,home", "RUNS=1", "SITE=built").stdout
    assert '-m bench weigh grow --site "built" --pages "timing,home" --runs 1' in asked
    # A folder that someone names is measured as it is.
    assert "mkdocs build" not in asked


def test_the_readme_names_only_targets_that_exist() -> None:
    named = set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)\b", "\n".join(code_of("README.md"))))
    assert {"serve", "test", "site"} <= named <= targets()


def code_of(name: str) -> list[str]:
    """What a Markdown file marks as code, a block or in a line."""
    content = text(name)
    return re.findall(r"```\w*\n(.*?)```", content, flags=re.DOTALL) + re.findall(r"`([^`\n]+)`", content)


def test_the_build_server_runs_the_readmes_test_command() -> None:
    script = PROJECT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = [line for line in text(".ci/run").splitlines() if line and not line.startswith("#")]
    assert lines == ["set -eu", 'cd "$(dirname "$0")/.."', "exec make test"]
    assert "make test" in text("README.md")


def test_nothing_the_readme_links_to_is_missing() -> None:
    links = re.findall(r"\]\(([^)#\s]+)\)", text("README.md"))
    assert links
    missing = [link for link in links if "://" not in link and not (PROJECT / link).exists()]
    assert missing == []


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        ("version_info", "This needs Python 3.11 or newer"),
        ("ensurepip", "apt install python3-venv"),
    ],
)
def test_a_machine_that_lacks_something_is_told_what(tmp_path: Path, refused: str, words: str) -> None:
    shutil.copy(PROJECT / "Makefile", tmp_path)
    for name in ("pyproject.toml", "uv.lock"):
        (tmp_path / name).touch()
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\ncase "$2" in *{refused}*) exit 1;; esac\n', encoding="utf-8")
    python.chmod(0o755)
    done = make("serve", f"PYTHON={python}", cwd=tmp_path)
    assert done.returncode != 0
    assert words in done.stderr


# --- the browser ------------------------------------------------------------------


def program(folder: Path, name: str, exit_code: int) -> str:
    file = folder / name
    file.write_text(f"#!/bin/sh\nexit {exit_code}\n", encoding="utf-8")
    file.chmod(0o755)
    return str(file)


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any browser; gives the folder where its programs are."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "MAC_APPLICATIONS", ())
    monkeypatch.setattr(browser, "_playwrights_own", lambda: None)
    return tmp_path


def test_no_browser_is_none(bare_machine: Path) -> None:
    assert bare_machine.is_dir()
    assert browser.find_chromium() is None


def test_an_installed_browser_is_found(bare_machine: Path) -> None:
    path = program(bare_machine, "google-chrome", 0)
    assert browser.find_chromium() == path


def test_a_browser_that_does_not_start_is_passed_over(bare_machine: Path) -> None:
    program(bare_machine, "chromium", 127)
    path = program(bare_machine, "google-chrome-stable", 0)
    assert browser.find_chromium() == path


def test_the_chosen_browser_comes_first(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare_machine, "chromium", 0)
    chosen = program(bare_machine, "my-browser", 0)
    monkeypatch.setenv("CHROMIUM", chosen)
    assert browser.find_chromium() == chosen


def test_debians_package_is_the_last_way(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare_machine, "apt-get", 0)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    ran: list[str] = []

    def run(command: list[str]) -> bool:
        ran.append(" ".join(command[-2:]))
        if command[:2] == ["apt-get", "install"]:
            program(bare_machine, "chromium", 0)
        return True

    monkeypatch.setattr(browser, "_run", run)
    assert browser.install_chromium() == str(bare_machine / "chromium")
    assert ran == ["install chromium", "apt-get update", "--no-install-recommends chromium"]


def test_without_a_browser_the_words_say_what_to_do(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bare_machine.is_dir()
    monkeypatch.setattr(browser, "_run", lambda _command: False)
    assert browser.main() == 1
    assert "Install Chromium or Google Chrome" in capsys.readouterr().err
