"""A page whose review is due says so to its readers, and the build to its editors; neither stops anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from macros.checks.guide import Guide
from macros.checks.pages import check_pages
from macros.checks.review import SOON
from tests.conftest import PROJECT, build_site, run
from tests.tools.server import serve_folder

# The reviews of the small guide are due on 21 May 2027.
OVERDUE = "This page was due for review on 21 May 2027."


def checked(project: Path, day: str) -> tuple[int, list[str]]:
    """What the checks say of a guide on a day, and if they stop the build."""
    done = run("-m", "macros.checks", "--project", str(project), AS_OF=day)
    return done.returncode, done.stderr.splitlines()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2027-06-01", "Overdue: its review was due on 21 May 2027"),
        ("2027-05-21", "Overdue: its review was due on 21 May 2027"),
        ("2027-05-20", "Due soon: its review is due on 21 May 2027"),
        ("2027-04-21", "Due soon: its review is due on 21 May 2027"),
    ],
)
def test_the_build_says_which_page_is_due_and_goes_on(project: Path, day: str, said: str) -> None:
    status, lines = checked(project, day)
    assert status == 0
    assert [line.split(": ")[0] for line in lines] == ["docs/get-help.md:8", "docs/index.md:8"]
    assert all(said in line for line in lines)


def test_the_build_says_nothing_before(project: Path) -> None:
    assert SOON.days == 30
    assert checked(project, "2027-04-20") == (0, [])


def test_only_the_page_that_is_due_is_named(project: Path) -> None:
    page = project / "docs" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("next_review: 2027-05-21", "next_review: 2028-05-21"), encoding="utf-8")
    _, lines = checked(project, "2027-06-01")
    assert [line.split(":")[0] for line in lines] == ["docs/get-help.md"]


@pytest.fixture(scope="module")
def overdue_site(second_guide: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide, built after its reviews were due."""
    target = tmp_path_factory.mktemp("overdue") / "site"
    return build_site(target, project=second_guide, PYTHONPATH=str(PROJECT), AS_OF="2027-06-01")


@pytest.fixture(scope="module")
def fresh_site(second_guide: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide, built in time."""
    target = tmp_path_factory.mktemp("fresh") / "site"
    return build_site(target, project=second_guide, PYTHONPATH=str(PROJECT), AS_OF="2026-12-01")


def banner(page: Page) -> Locator:
    """What stands first below the page's heading, where that is the word of an overdue review."""
    return page.locator("h1 + .overdue")


@pytest.mark.parametrize("media", ["screen", "print"])
def test_a_page_built_after_that_day_says_so_at_its_top(
    overdue_site: Path, browser: Browser, media: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.emulate_media(media=media)  # type: ignore[arg-type]
    with serve_folder(overdue_site) as address:
        for path in ("", "get-help/"):
            page.goto(address + path)
            expect(banner(page)).to_be_visible()
            expect(banner(page)).to_contain_text(OVERDUE)
    context.close()


@pytest.mark.parametrize(("now", "told"), [("2027-05-20T12:00:00Z", False), ("2027-05-21T12:00:00Z", True)])
def test_a_copy_that_grew_old_says_so_by_the_readers_clock(
    fresh_site: Path, browser: Browser, now: str, told: bool
) -> None:
    context = browser.new_context(timezone_id="Europe/London")
    page = context.new_page()
    page.clock.set_fixed_time(now)
    with serve_folder(fresh_site) as address:
        page.goto(address + "get-help/")
        expect(banner(page)).to_be_visible(visible=told)
    context.close()


def test_nothing_is_shown_before_that_day(fresh_site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    with serve_folder(fresh_site) as address:
        page.goto(address)
        expect(banner(page)).to_be_hidden()
    context.close()


CHANGES = """feed: 00000000-0000-4000-8000-000000000000
changes:
  - id: one-more
    date: 2027-01-02
    title: One more
    what: [Something changed.]
    why: It was wrong.
    pages: [get-help]
  - {id: first, date: 2026-11-21, title: First, what: [All of it.], why: To begin.}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("pages: [get-help]", "pages: [gethelp]", 'no page "gethelp"'),
        ("date: 2027-01-02", "date: 2026-01-02", "newer than the one above"),
        ("id: one-more", "id: first", "never used twice"),
        ("    why: It was wrong.\n", "", '"why" is missing'),
        ("what: [Something changed.]", "what: []", "at least 1"),
        ("feed: 0", "feed: x", "feed"),
        ("title: One more", "titel: One more", "title"),
    ],
)
def test_a_mistake_in_a_change_is_found_at_its_line(
    project: Path, right: str, wrong: str, words: str
) -> None:
    file = project / "docs" / "data" / "changes.yml"
    file.write_text(CHANGES, encoding="utf-8")
    assert check_pages(Guide(project, project / "docs")) == []
    assert CHANGES.count(right) == 1
    file.write_text(CHANGES.replace(right, wrong), encoding="utf-8")
    status, lines = checked(project, "2026-12-01")
    assert status == 1
    assert [line for line in lines if line.startswith("docs/data/changes.yml:") and words in line], lines


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("published: 2026-11-21\n", "", '"published" is missing'),
        ("published: 2026-11-21\n", "published: 2026-12-21\n", "after its last review"),
        ("aspect: overview", "aspect: everything", "how it works"),
        ("aspect: overview", "changes: []\naspect: overview", "changes"),
        (
            "published: 2026-11-21\naspect: overview",
            "aspect: overview\npublished: 2026-11-21",
            "out of order",
        ),
    ],
)
def test_a_mistake_in_the_front_matter_is_found(project: Path, right: str, wrong: str, words: str) -> None:
    page = project / "docs" / "index.md"
    text = page.read_text(encoding="utf-8")
    assert right in text
    page.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    status, lines = checked(project, "2026-12-01")
    assert status == 1
    assert [line for line in lines if line.startswith("docs/index.md:") and words in line], lines


def test_a_page_may_leave_out_its_aspect(project: Path) -> None:
    page = project / "docs" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("aspect: overview\n", ""), encoding="utf-8")
    assert check_pages(Guide(project, project / "docs")) == []
