"""Where a repository is set, each page leads to its own file there and to the form for a mistake; else to neither."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser

from macros.checks.built import check_built, read_built_page
from macros.checks.guide import Guide
from tests.conftest import PROJECT, build_site, run
from tests.tools.server import serve_folder
from tests.tools.weight import FIRST_PAINT, weigh

# As long as the name of an owner and of a repository may well be.
REPOSITORY = "https://github.com/an-organisation-of-editors/a-guide-for-patients"
FORM = PROJECT / ".github" / "ISSUE_TEMPLATE" / "mistake.yml"


@pytest.fixture(scope="module")
def open_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a guide whose repository is known."""
    return build_site(tmp_path_factory.mktemp("open") / "site", REPOSITORY_URL=REPOSITORY)


def paths() -> list[str]:
    """The files of all pages that say who reviewed them: the others are shown inside of other sites, or on paper."""
    guide = Guide(PROJECT, PROJECT / "docs")
    return [page.path for page in guide.pages if "review_box()" in page.body]


def built(site: Path, path: str) -> Path:
    """The built file of a page."""
    folder = path.removesuffix(".md").removesuffix("index")
    return site / folder / "index.html"


def links(site: Path, path: str) -> list[str]:
    return [address for address, _ in read_built_page(built(site, path)).links if "://github.com" in address]


def test_every_page_leads_to_its_own_file(open_site: Path) -> None:
    assert len(paths()) > 30
    for path in paths():
        edits = [address for address in links(open_site, path) if "/edit/" in address]
        assert [unquote(address) for address in edits] == [f"{REPOSITORY}/edit/main/docs/{path}"]
        file = unquote(urlsplit(edits[0]).path).partition("/edit/main/")[2]
        assert (PROJECT / file).is_file(), path


def test_every_page_leads_to_the_form_with_its_name_filled_in(open_site: Path) -> None:
    form = yaml.safe_load(FORM.read_text(encoding="utf-8"))
    fields = {item.get("id") for item in form["body"]}
    for path in paths():
        (address,) = [address for address in links(open_site, path) if "/issues/new?" in address]
        assert address.startswith(f"{REPOSITORY}/issues/new?")
        asked = parse_qs(urlsplit(address).query)
        assert asked == {"template": [FORM.name], "page": [path.removesuffix(".md")]}
        assert "page" in fields


def test_no_link_is_made_up_where_no_repository_is_set(site_dir: Path) -> None:
    for path in paths():
        assert links(site_dir, path) == [], path


def test_the_links_break_nothing(open_site: Path) -> None:
    assert [str(problem) for problem in check_built(open_site)] == []


def test_the_budgets_hold_with_the_links(open_site: Path) -> None:
    weights = [weigh(open_site, built(open_site, path)) for path in paths()]
    heavy = [
        str(weight) for weight in weights if weight.first_paint > FIRST_PAINT or weight.whole > weight.budget
    ]
    assert heavy == []


def test_no_other_host_is_asked_until_a_link_is_followed(open_site: Path, browser: Browser) -> None:
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    with serve_folder(open_site) as address:
        for path in ("", "timing/", "choose/alberta/", "contribute/components/"):
            page.goto(address + path, wait_until="networkidle")
            page.get_by_role("link", name="Improve this page").scroll_into_view_if_needed()
            page.get_by_role("link", name="Improve this page").hover()
    context.close()
    assert [url for url in asked if not url.startswith(address)] == []


@pytest.mark.parametrize("wrong", ["github.com/owner/name", "https://github.com", "http://github.com/owner/name", "https://a b/c"])  # fmt: skip
def test_an_address_that_is_none_stops_the_build(tmp_path: Path, wrong: str) -> None:
    told = run(
        "-m", "mkdocs", "build", "--strict", "-q", "-d", str(tmp_path / "site"), REPOSITORY_URL=wrong
    )  # fmt: skip
    assert told.returncode != 0
    said = [line for line in (told.stdout + told.stderr).splitlines() if line.startswith("mkdocs.yml:")]
    line = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8").splitlines().index("  repository:") + 2
    assert said, told.stdout + told.stderr
    assert said[0].startswith(f"mkdocs.yml:{line}: ")
    assert wrong in said[0]
    assert "REPOSITORY_URL" in said[0]
