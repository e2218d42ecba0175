"""Caddy serves the built folder as the Caddyfile says: types, copies, caching, errors, headers."""

from __future__ import annotations

import gzip
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import brotli
import pytest

from macros.facts.open_rules import RULES, SCHEMA
from macros.publish.compress import compress
from macros.publish.security import ASSETS, DATA, EVERYWHERE, SHORT, page_headers
from tests.site.test_built_site import pages
from tests.tools.caddy import HOW_TO, find_caddy, install_caddy, serve_with_caddy


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Message[str, str]
    body: bytes


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def ask(address: str, accept: str = "") -> Answer:
    request = urllib.request.Request(address, headers={"Accept-Encoding": accept} if accept else {})
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=10) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


@pytest.fixture(scope="module")
def folder(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make site` leaves it, with a page that may be framed and files nobody should get."""
    copy = tmp_path_factory.mktemp("serving") / "site"
    shutil.copytree(site_dir, copy)
    (copy / "embed" / "planner").mkdir(parents=True, exist_ok=True)
    shutil.copy(copy / "404.html", copy / "embed" / "planner" / "index.html")
    (copy / ".secret").write_text("secret", encoding="utf-8")
    compress(copy)
    return copy


@pytest.fixture(scope="module")
def caddy_url(folder: Path) -> Iterator[str]:
    """Address of the site behind Caddy."""
    caddy = find_caddy() or install_caddy()
    # Only where nobody asked for proof: Caddy comes by itself for root on Debian, and under CI it must be there.
    if caddy is None and not os.environ.get("CI"):
        pytest.skip(HOW_TO)
    assert caddy is not None, HOW_TO
    with serve_with_caddy(caddy, folder) as address:
        yield address


def framing(path: str) -> dict[str, str]:
    """Headers of a page: those of `_headers`, but for the policy, of which Caddy sends what a page cannot say."""
    framed = path.startswith("embed/")
    policy = {"Content-Security-Policy": "frame-ancestors *" if framed else "frame-ancestors 'none'"}
    return {**EVERYWHERE, **page_headers(framed=framed), **policy}


def asset(folder: Path, pattern: str) -> str:
    return next(folder.glob(f"assets/{pattern}")).relative_to(folder).as_posix()


@pytest.mark.parametrize(("accept", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None)])
def test_a_page_comes_as_the_copy_made_for_it(
    folder: Path, caddy_url: str, accept: str, encoding: str | None
) -> None:
    answer = ask(caddy_url + "timing/", accept)
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == encoding
    plain = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](answer.body)
    assert plain == (folder / "timing" / "index.html").read_bytes()
    if encoding:
        suffix = {"br": ".br", "gzip": ".gz"}[encoding]
        assert answer.body == (folder / "timing" / f"index.html{suffix}").read_bytes()
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        ("stylesheets/*.css", "text/css"),
        ("*.js", "text/javascript"),
        ("images/*.svg", "image/svg+xml"),
        ("images/*.ico", "image/x-icon"),
        ("*.png", "image/png"),
    ],
)
def test_assets_have_their_type_and_are_kept_for_a_year(
    folder: Path, caddy_url: str, pattern: str, kind: str
) -> None:
    answer = ask(caddy_url + asset(folder, pattern), "br")
    assert answer.status == 200
    assert answer.headers["Content-Type"].split(";")[0] == kind
    assert answer.headers["Cache-Control"] == ASSETS["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html"),
        ("choose/alberta/", "text/html"),
        ("sitemap.xml", "text/xml"),
        ("site.webmanifest", "application/manifest+json"),
        ("offline.zip", "application/zip"),
        (RULES, "application/json"),
        (SCHEMA, "application/json"),
    ],
)
def test_everything_else_has_its_type_and_is_soon_asked_for_again(
    caddy_url: str, path: str, kind: str
) -> None:
    answer = ask(caddy_url + path, "br")
    assert answer.status == 200
    assert answer.headers["Content-Type"].split(";")[0] == kind
    assert answer.headers["Cache-Control"] == SHORT["Cache-Control"]


def test_every_page_is_served_with_the_headers_of_the_headers_file(folder: Path, caddy_url: str) -> None:
    for path in pages(folder):
        answer = ask(caddy_url + path)
        assert answer.status == 200, path
        expected = framing(path)
        assert {name: answer.headers[name] for name in expected} == expected, path
        assert answer.headers["Server"] is None


def test_pages_of_other_sites_may_read_the_open_data_and_nothing_else(caddy_url: str) -> None:
    for path in (RULES, SCHEMA):
        answer = ask(caddy_url + path, "br")
        assert {name: answer.headers[name] for name in DATA} == DATA
    for path in ("", "timing/", "search.json", "data/", "feed.xml"):
        assert path == "data/" or ask(caddy_url + path).headers["Access-Control-Allow-Origin"] is None, path


def test_only_embed_pages_may_be_framed(caddy_url: str) -> None:
    embed, page = ask(caddy_url + "embed/planner/"), ask(caddy_url + "timing/")
    assert "frame-ancestors *" in embed.headers["Content-Security-Policy"]
    assert embed.headers["X-Frame-Options"] is None
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "path",
    ["no-such-page/", "assets/", "assets/gone.12345678.css", "_headers", "index.html.br", "sitemap.xml.gz", ".secret", "..%2fCaddyfile"],
)  # fmt: skip
def test_what_is_no_page_is_a_404_page_with_a_way_on(folder: Path, caddy_url: str, path: str) -> None:
    answer = ask(caddy_url + path)
    assert answer.status == 404
    assert answer.body == (folder / "404.html").read_bytes()
    assert answer.headers["Cache-Control"] == "no-store"
    expected = {**framing(path), "Cache-Control": "no-store"}
    assert {name: answer.headers[name] for name in expected} == expected


def test_a_folder_without_its_slash_leads_to_the_page(caddy_url: str) -> None:
    answer = ask(caddy_url + "timing")
    assert answer.status == 308
    assert answer.headers["Location"] == "/timing/"


def test_an_unchanged_page_is_not_sent_again(caddy_url: str) -> None:
    first = ask(caddy_url + "timing/")
    request = urllib.request.Request(caddy_url + "timing/", headers={"If-None-Match": first.headers["Etag"]})
    with pytest.raises(urllib.error.HTTPError) as not_modified:
        urllib.request.urlopen(request, timeout=10)
    assert not_modified.value.code == 304
