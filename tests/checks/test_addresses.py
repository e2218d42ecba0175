"""No address that readers had may lead nowhere: a page that goes is found at its line, and so is a stray redirect."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from macros.checks.addresses import address_of, record
from macros.components.page import page_paths
from tests.conftest import PROJECT, run

RECORD = "docs/data/addresses.yml"
REDIRECTS = "docs/data/redirects.yml"
REDIRECT = """redirects:
  - from: /old/
    to: /get-help/
    date: 2026-12-01
    reason: Its words stand on another page now.
"""


@pytest.fixture
def recorded(project: Path) -> Path:
    """The small guide, with a record that also holds the address of a page it has no more."""
    (project / RECORD).write_text("addresses: [/, /get-help/, /old/]\n", encoding="utf-8")
    (project / REDIRECTS).write_text(REDIRECT, encoding="utf-8")
    return project


def checked(project: Path) -> list[str]:
    """The lines of the check."""
    return run("-m", "macros.checks", "--project", str(project)).stderr.splitlines()


def test_a_retired_address_that_leads_to_a_page_is_right(recorded: Path) -> None:
    assert checked(recorded) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("from: /old/", "from: /olden/", f"{RECORD}:1", "Readers had a page at /old/"),
        ("from: /old/", "from: /olden/", f"{REDIRECTS}:2", "was never an address"),
        ("to: /get-help/", "to: /help/", f"{REDIRECTS}:3", "no such page"),
        ("to: /get-help/", "to: /get-help/#nowhere", f"{REDIRECTS}:3", "no heading #nowhere"),
        ("to: /get-help/", "to: /old/", f"{REDIRECTS}:3", "leads to itself"),
        ("from: /old/", "from: /get-help/", f"{REDIRECTS}:2", "is a page: docs/get-help.md"),
        ("from: /old/", "from: old", f"{REDIRECTS}:2", "Write it from slash to slash"),
        ("to: /get-help/", "to: https://example.org/", f"{REDIRECTS}:3", "not an address of this guide"),
        ("    date: 2026-12-01\n", "", f"{REDIRECTS}:2", '"date" is missing'),
        (
            "    reason: Its words",
            "    because: Its words",
            f"{REDIRECTS}:5",
            '"because" is not a known field',
        ),
    ],
)
def test_a_stray_redirect_is_found_at_its_line(
    recorded: Path, old: str, new: str, line: str, words: str
) -> None:
    assert old in REDIRECT
    (recorded / REDIRECTS).write_text(REDIRECT.replace(old, new), encoding="utf-8")
    found = [said for said in checked(recorded) if said.startswith(f"{line}: ")]
    assert any(words in said for said in found), checked(recorded)


def test_a_chain_is_refused_and_told_where_to_lead(recorded: Path) -> None:
    (recorded / RECORD).write_text("addresses: [/, /get-help/, /old/, /older/]\n", encoding="utf-8")
    chain = REDIRECT + "  - {from: /older/, to: /old/, date: 2026-12-02, reason: Moved.}\n"
    (recorded / REDIRECTS).write_text(chain, encoding="utf-8")
    (said,) = checked(recorded)
    assert said.startswith(f"{REDIRECTS}:6: /older/ leads to /old/, which is retired as well.")
    assert "Lead straight on: /get-help/" in said


def test_a_loop_is_refused(recorded: Path) -> None:
    (recorded / RECORD).write_text("addresses: [/, /get-help/, /old/, /older/]\n", encoding="utf-8")
    loop = REDIRECT.replace("to: /get-help/", "to: /older/")
    loop += "  - {from: /older/, to: /old/, date: 2026-12-02, reason: Moved.}\n"
    (recorded / REDIRECTS).write_text(loop, encoding="utf-8")
    assert [said.partition(" ")[0] for said in checked(recorded)] == [f"{REDIRECTS}:3:", f"{REDIRECTS}:6:"]


def test_an_address_is_retired_once(recorded: Path) -> None:
    twice = REDIRECT + "  - {from: /old/, to: /, date: 2026-12-02, reason: Moved.}\n"
    (recorded / REDIRECTS).write_text(twice, encoding="utf-8")
    (said,) = checked(recorded)
    assert said.startswith(f"{REDIRECTS}:6: /old/ is retired twice.")


def test_a_page_that_goes_without_a_redirect_stops_the_build(recorded: Path) -> None:
    (recorded / "docs" / "about.md").unlink(missing_ok=True)
    (recorded / RECORD).write_text(
        "addresses:\n  - /\n  - /about/\n  - /get-help/\n  - /old/\n", encoding="utf-8"
    )
    (said,) = checked(recorded)
    assert said.startswith(f"{RECORD}:3: Readers had a page at /about/, and now nothing is there.")
    assert "add an entry to docs/data/redirects.yml" in said
    assert "[addresses]" in said


def test_a_new_page_must_enter_the_record(recorded: Path) -> None:
    (recorded / RECORD).write_text("addresses: [/, /old/]\n", encoding="utf-8")
    (said,) = checked(recorded)
    assert said.startswith("docs/get-help.md:1: ")
    assert "python -m macros.checks.addresses" in said
    assert record(recorded / "docs", recorded) == ["/get-help/"]
    assert checked(recorded) == []


def test_the_command_takes_nothing_out(recorded: Path) -> None:
    assert record(recorded / "docs", recorded) == []
    kept = yaml.safe_load((recorded / RECORD).read_text(encoding="utf-8"))
    assert kept == {"addresses": ["/", "/get-help/", "/old/"]}


def test_a_guide_without_a_record_needs_none(project: Path) -> None:
    assert not (project / RECORD).exists()
    assert checked(project) == []


@pytest.mark.parametrize(
    ("path", "address"),
    [("index.md", "/"), ("timing.md", "/timing/"), ("choose/index.md", "/choose/"), ("choose/alberta.md", "/choose/alberta/"), ("my-index.md", "/my-index/")],
)  # fmt: skip
def test_addresses(path: str, address: str) -> None:
    assert address_of(path) == address


@pytest.mark.parametrize(
    ("name", "changed"),
    [(RECORD, "addresses: [/, /get-help/]\n"), (REDIRECTS, "redirects: []\n")],
)
def test_a_line_that_is_taken_out_is_missed(recorded: Path, tmp_path: Path, name: str, changed: str) -> None:
    before = tmp_path / "before"
    shutil.copytree(recorded, before)
    (recorded / name).write_text(changed, encoding="utf-8")
    told = run("-m", "macros.checks", "--project", str(recorded), "--against", str(before)).stderr
    assert f"{name}:1: /old/ was taken out. Readers may still have it." in told


def test_a_page_that_comes_back_needs_no_redirect(recorded: Path, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(recorded, before)
    (recorded / REDIRECTS).write_text("redirects: []\n", encoding="utf-8")
    page = (recorded / "docs" / "get-help.md").read_text(encoding="utf-8")
    page = page.replace("title: ", "title: Old ").replace("description: ", "description: Old ")
    (recorded / "docs" / "old.md").write_text(page, encoding="utf-8")
    told = run("-m", "macros.checks", "--project", str(recorded), "--against", str(before)).stderr
    assert "Traceback" not in told
    assert "addresses]" not in told


@pytest.mark.parametrize("name", [RECORD, REDIRECTS])
def test_nothing_was_ever_taken_out_of_the_files_that_are_kept_for_ever(name: str) -> None:
    git = shutil.which("git")
    assert git, "git is missing."
    if not (PROJECT / ".git").exists():
        return  # a copy without history: the check of the record still holds
    log = subprocess.run(
        [git, "log", "--format=%H", "--", name], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    now = kept(PROJECT.joinpath(name).read_text(encoding="utf-8"))
    for commit in log.stdout.split():
        shown = subprocess.run(
            [git, "show", f"{commit}:{name}"], cwd=PROJECT, capture_output=True, text=True, check=False
        )
        if shown.returncode == 0:
            gone = kept(shown.stdout) - now
            if name == REDIRECTS:  # a page may come back
                gone -= {address_of(path) for path in page_paths(PROJECT / "docs")}
            assert not gone, f"{name} lost {sorted(gone)} since {commit[:8]}: put them back"


def kept(text: str) -> set[str]:
    """The addresses in a record, or those that are retired."""
    data = yaml.safe_load(text)
    return set(data.get("addresses", ())) | {entry["from"] for entry in data.get("redirects", ())}
