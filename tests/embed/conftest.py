"""The guide at an address of its own, below a path."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.conftest import build_site
from tests.embed.sites import GUIDE, give_guide


@pytest.fixture(scope="session")
def guide_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide, published for the address GUIDE."""
    return build_site(tmp_path_factory.mktemp("guide") / "site", SITE_URL=GUIDE)


@pytest.fixture
def two_sites(browser: Browser, guide_dir: Path) -> Iterator[BrowserContext]:
    """A browser in which the guide is at its address, at noon of a fixed day; an error in a page fails the test."""
    context = browser.new_context(timezone_id="Africa/Abidjan", locale="en-GB")
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.clock.set_fixed_time("2026-11-21T12:00:00+00:00")
    give_guide(context, guide_dir)
    yield context
    context.close()
    assert errors == []
