"""The policy and the headers: in every page, kept by every page, and strong enough to stop what is planted."""

from __future__ import annotations

import re
import shutil
from fnmatch import fnmatch
from pathlib import Path

import pytest
from playwright.sync_api import Page

from macros.errors import GuideError
from macros.publish.html import pages as files
from macros.publish.security import (
    EVERYWHERE,
    forbidden,
    hashes,
    header_policy,
    headers_file,
    policy,
    policy_for,
    secure,
    with_policy,
)
from tests.embed.sites import EMBEDS
from tests.publish.conftest import Watched
from tests.site.test_built_site import pages
from tests.tools.server import serve_folder

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def test_every_page_has_the_policy_before_anything_it_loads(site_dir: Path) -> None:
    for file in files(site_dir):
        text = file.read_text(encoding="utf-8")
        (found,) = META.finditer(text)
        assert found.group(1) == policy_for(text), file
        loads = re.search(r"<(link|script|img|style)\b", text)
        assert loads is None or found.start() < loads.start(), file


def test_the_policy_allows_nothing_inline_and_no_other_host() -> None:
    own = hashes("<script data-inline>1</script>", "<style data-inline>p{}</style>")
    parts = dict(part.split(" ", 1) for part in policy(own).split("; "))
    header = dict(part.split(" ", 1) for part in header_policy(own["script-src"], "'none'").split("; "))
    assert header["script-src"] == parts["script-src"]
    for name in ("script-src", "style-src"):
        assert parts[name] == f"'self' {own[name][0]}"
        parts[name] = "'self'"
    assert parts["default-src"] == "'none'"
    assert {word for value in parts.values() for word in value.split()} <= {"'none'", "'self'", "data:"}
    assert "data:" not in parts["style-src"]


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<p>a</p>\n<script>1</script>", "a script in the page"),
        ("<p>a</p>\n<script type=module>1</script>", "a script in the page"),
        ("\n<style>p{}</style>", "a <style> in the page"),
        ("\n<p class='a>b' style='color:red'>", "the style attribute of a <p>"),
        ("\n<body onload=go()>", "the attribute onload of a <body>"),
        ('\n<a href=" JavaScript:go()">', "a script as the href of a <a>"),
    ],
)
def test_what_the_policy_would_block_stops_the_build(tmp_path: Path, html: str, what: str) -> None:
    assert list(forbidden(html)) == [(2, what)]
    (tmp_path / "index.html").write_text(f"<meta charset=utf-8>{html}", encoding="utf-8")
    with pytest.raises(GuideError, match=re.escape(what)):
        secure(tmp_path)


def test_what_the_publish_step_put_into_a_page_is_named_by_its_hash(tmp_path: Path) -> None:
    html = "<meta charset=utf-8><script data-inline>1</script><style data-inline>p{}</style>"
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    (tmp_path / "without.html").write_text("<meta charset=utf-8>", encoding="utf-8")
    secure(tmp_path)
    own = hashes(html)
    assert policy(own) in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "'sha256-" not in (tmp_path / "without.html").read_text(encoding="utf-8")
    headers = (tmp_path / "_headers").read_text(encoding="utf-8")
    assert header_policy(own["script-src"], "'none'") in headers
    assert own["style-src"][0] not in headers, "each page has styles of its own"


@pytest.mark.parametrize(
    "html",
    ['<script src="a.js" defer></script>', '<script type="application/json">{}</script>', '<p title=\'a style="b"\'>', "<p>style=1 onload=2"],
)  # fmt: skip
def test_what_the_policy_allows_is_let_through(html: str) -> None:
    assert list(forbidden(html)) == []


def test_a_policy_takes_the_place_of_the_one_before() -> None:
    once = with_policy("<head><meta charset=utf-8>\n<title>a</title>", "a.html", "default-src 'none'")
    assert with_policy(once, "a.html", "default-src 'none'") == once
    assert len(META.findall(with_policy(once, "a.html", "default-src 'self'"))) == 1
    with pytest.raises(GuideError, match="charset"):
        with_policy("<title>a</title>", "a.html", "default-src 'none'")


def rules(text: str) -> dict[str, dict[str, str]]:
    """The rules of a headers file by address pattern."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            found[line] = {}
        elif line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            list(found.values())[-1][name] = value
    return found


def headers_of(address: str, text: str) -> dict[str, str]:
    """What a host sends for an address; no header may come from two rules, for hosts join those or drop one."""
    sent: dict[str, str] = {}
    for pattern, headers in rules(text).items():
        if fnmatch(address, pattern):
            assert not sent.keys() & headers.keys(), (address, pattern)
            sent |= headers
    return sent


def test_the_headers_file_covers_every_page_and_asset(site_dir: Path) -> None:
    text = (site_dir / "_headers").read_text(encoding="utf-8")
    own = hashes((site_dir / "index.html").read_text(encoding="utf-8"))
    assert own
    for path in pages(site_dir):
        sent = headers_of(f"/{path}", text)
        assert sent.items() >= EVERYWHERE.items()
        if path != "404.html":  # shown for any address: what all answers have, and the policy in the page
            framing = path.startswith("clinics/")  # the folder of the page with a preview
            expected = header_policy(own["script-src"], "'none'", framing=framing)
            assert sent["Content-Security-Policy"] == expected, path
            assert sent["X-Frame-Options"] == "DENY"
            assert "max-age=300" in sent["Cache-Control"]
    for file in (site_dir / "assets").rglob("*.*"):
        sent = headers_of(f"/{file.relative_to(site_dir).as_posix()}", text)
        assert "immutable" in sent["Cache-Control"]
        assert "max-age=31536000" in sent["Cache-Control"]
    assert len(rules(text)) <= 100, "Cloudflare reads no more"


def test_only_a_page_with_a_frame_may_show_one_of_ours(site_dir: Path) -> None:
    for file in files(site_dir):
        text = file.read_text(encoding="utf-8")
        (found,) = META.finditer(text)
        assert ("frame-src 'self'" in found.group(1)) == ("<iframe" in text), file
    assert "frame-src" not in policy_for("<meta charset=utf-8><p>&lt;iframe")
    assert policy_for('<p><IFRAME src="a">').endswith("; frame-src 'self'")


def test_the_scripts_of_pages_for_frames_are_named_for_them_alone(site_dir: Path) -> None:
    text = (site_dir / "_headers").read_text(encoding="utf-8")
    for path in EMBEDS:
        (own,) = hashes((site_dir / path / "index.html").read_text(encoding="utf-8"))["script-src"]
        sent = headers_of(f"/{path}", text)
        assert own in sent["Content-Security-Policy"], path
        assert own not in headers_of("/timing/", text)["Content-Security-Policy"], path
        assert "X-Frame-Options" not in sent, path


def test_embed_pages_may_be_framed(tmp_path: Path) -> None:
    for folder in ("embed/planner", "timing"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "index.html").write_text("<meta charset=utf-8>", encoding="utf-8")
    sent = headers_of("/embed/planner/", headers_file(tmp_path))
    assert sent["Content-Security-Policy"].endswith("frame-ancestors *")
    assert "X-Frame-Options" not in sent
    assert headers_of("/timing/", headers_file(tmp_path))["Content-Security-Policy"].endswith(
        "frame-ancestors 'none'"
    )


STORED = """async () => ({
  local: localStorage.length, session: sessionStorage.length, cookie: document.cookie,
  databases: (await indexedDB.databases()).length, workers: (await navigator.serviceWorker?.getRegistrations() ?? []).length,
})"""
NOTHING = {"local": 0, "session": 0, "cookie": "", "databases": 0, "workers": 0}


def use(page: Page) -> None:
    """Open what folds, search, and answer the planner."""
    menu = page.locator(".menu > summary")
    if menu.count():
        menu.click()
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    for name in ("first", "sessions", "when", "rounds", "area"):
        for choice in page.locator(f"[data-question={name}] input").all()[:1]:
            choice.check()
    if page.locator("[data-show]").count():
        page.locator("[data-show]").click()
        page.locator(".planner__headline").wait_for()
    if not menu.count():  # a page for frames on other sites
        return
    page.locator(".search-link").click()
    page.locator("dialog[open] input").fill("bruise")
    page.keyboard.press("Enter")
    page.locator(".search-results a").first.wait_for()
    page.keyboard.press("Escape")


def test_no_page_breaks_the_policy_asks_elsewhere_or_stores_anything(
    site_dir: Path, site_url: str, watched: Watched
) -> None:
    page = watched.context.new_page()
    blocked: list[str] = []
    for path in [*pages(site_dir), *EMBEDS]:
        page.goto(site_url + path)
        use(page)
        blocked += [f"{path}: {what}" for what in page.evaluate("window.blocked")]
        assert page.evaluate(STORED) == NOTHING, path
    assert blocked == []
    assert watched.said == []
    assert [url for url in watched.asked if not url.startswith(site_url)] == []
    assert watched.context.cookies() == []


def test_only_a_chosen_scheme_is_stored_and_only_when_chosen(site_url: str, watched: Watched) -> None:
    page = watched.context.new_page()
    page.goto(site_url + "timing/")
    use(page)
    colours = page.get_by_label("Colours")
    colours.focus()
    assert page.evaluate(STORED) == NOTHING
    colours.select_option("dark")
    assert page.evaluate(STORED) == {**NOTHING, "local": 1}
    assert page.evaluate("({...localStorage})") == {"scheme": "dark"}
    page.goto(site_url)
    use(page)
    assert page.evaluate("({...localStorage})") == {"scheme": "dark"}
    assert watched.context.cookies() == []


PLANTED = """<img src="https://example.org/spy.gif" alt=""><p id="here" style="color: rgb(1, 2, 3)">a</p>
<script>window.planted = 1</script><script src="https://example.org/spy.js"></script>
<img src="gone.png" alt="" onerror="window.planted = 2"><form action="/elsewhere"><button id="send">Send</button></form>"""


def test_what_is_planted_in_a_page_is_blocked(site_dir: Path, tmp_path: Path, watched: Watched) -> None:
    site = shutil.copytree(site_dir, tmp_path / "site")
    home = site / "index.html"
    home.write_text(
        home.read_text(encoding="utf-8").replace("</main>", f"{PLANTED}</main>"), encoding="utf-8"
    )
    with serve_folder(site) as address:
        page = watched.context.new_page()
        page.goto(address)
        assert page.evaluate("window.planted") is None
        assert page.evaluate("getComputedStyle(document.getElementById('here')).color") != "rgb(1, 2, 3)"
        elsewhere = "fetch('https://example.org/', {mode: 'no-cors'}).then(() => 'fetched', () => 'refused')"
        assert page.evaluate(elsewhere) == "refused"
        page.evaluate("document.getElementById('send').click()")
        page.wait_for_timeout(200)
        assert page.url == address
        blocked = " ".join(page.evaluate("window.blocked"))
    for directive in ("script-src-elem inline", "script-src-attr inline", "script-src-elem https://example.org/spy.js",
                      "img-src https://example.org/spy.gif", "style-src-attr inline", "connect-src", "form-action"):  # fmt: skip
        assert directive in blocked, directive
    assert any("Content Security Policy" in line for line in watched.said), "and the console says so"
