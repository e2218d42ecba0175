"""Caddy answers 301 at the address of a retired page, and takes in no rules where there are none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.publish.steps import publish
from tests.conftest import PROJECT
from tests.serving.test_caddy import ask
from tests.tools.caddy import HOW_TO, find_caddy, install_caddy, serve_with_caddy

REDIRECTS = """redirects:
  - {from: /clinic/, to: /clinics/, date: 2026-12-01, reason: It has a better name.}
  - {from: /choose/yukon/, to: /choose/canada/#not-known, date: 2026-12-02, reason: Its words stand there now.}
"""


@pytest.fixture(scope="module")
def retired_url(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site with retired pages behind Caddy."""
    folder = tmp_path_factory.mktemp("retired")
    shutil.copytree(site_dir, folder / "site")
    shutil.copytree(PROJECT / "docs", folder / "docs")
    (folder / "docs" / "data" / "redirects.yml").write_text(REDIRECTS, encoding="utf-8")
    publish(folder / "site", folder / "docs", compressed=True)
    caddy = find_caddy() or install_caddy()
    if caddy is None and not os.environ.get("CI"):
        pytest.skip(HOW_TO)
    assert caddy is not None, HOW_TO
    with serve_with_caddy(caddy, folder / "site") as address:
        yield address


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("clinic/", "/clinics/"),
        ("clinic", "/clinics/"),
        ("clinic/index.html", "/clinics/"),
        ("clinic/?mode=dark&by=A+clinic", "/clinics/?mode=dark&by=A+clinic"),
        ("choose/yukon/", "/choose/canada/#not-known"),
        ("choose/yukon/?a=1", "/choose/canada/?a=1#not-known"),
    ],
)
def test_a_retired_address_answers_301(retired_url: str, asked: str, location: str) -> None:
    answer = ask(retired_url + asked)
    assert answer.status == 301
    assert answer.headers["Location"] == location
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["clinics/", "", "timing/"])
def test_other_addresses_are_pages_as_before(retired_url: str, path: str) -> None:
    assert ask(retired_url + path).status == 200


@pytest.mark.parametrize("path", ["_redirects", "_redirects.caddy"])
def test_the_rules_have_no_address_of_their_own(retired_url: str, path: str) -> None:
    assert ask(retired_url + path).status == 404
