"""What a browser may do with a page: a policy in the page itself, and headers for hosts that take them.

GitHub Pages sends no headers of ours, so each page carries its Content-Security-Policy as a <meta>.
Netlify and Cloudflare Pages read the file `_headers`, which says it again with who may frame a page. The
Caddyfile says only that, and the other headers; tests/serving holds the two together.

What stands in the pages themselves (macros/publish/inline.py) the policy names by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from macros.errors import GuideError, Problem
from macros.publish.html import TAG, attributes, pages, write_if_changed

CHECK = "security"
EMBED = "embed"  # the folder of pages that other sites may show in a frame
YEAR = 365 * 24 * 60 * 60  # seconds

# What a page may load, and nothing else. No 'unsafe-inline' for scripts, and no other host.
# Our scripts ask for nothing. 'self' stands in connect-src for tools that read robots.txt from within a page.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
}

# Headers for every answer.
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": f"max-age={YEAR}",
}
# An asset's name holds a hash of what is in it, so a copy never grows old.
ASSETS = {"Cache-Control": f"public, max-age={YEAR}, immutable"}
# A page may be kept, and is asked for again when it is older than 5 minutes: a warning must not come late.
SHORT = {"Cache-Control": "public, max-age=300, must-revalidate"}
# Open data is for pages of other sites too.
DATA = {"Access-Control-Allow-Origin": "*", **SHORT}

CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
PUBLISHED = re.compile(r"""\n?<meta http-equiv=["']?Content-Security-Policy\b[^>]*>""", re.IGNORECASE)
NOT_RUN = {"application/json", "application/ld+json"}
# What the publish step put into a page.
INLINE = re.compile(r"<(script|style) data-inline>(.*?)</\1>", re.DOTALL)
# Only a page that has a frame, as the preview of what a clinic would show, may show one of ours in it.
FRAME = re.compile(r"<iframe\b", re.IGNORECASE)
FRAMING = {"frame-src": "'self'"}
NO_HASHES: Mapping[str, Iterable[str]] = {}
# A header speaks for many pages, each with styles of its own; the page itself names those it has.
ANY_STYLE = "'self' 'unsafe-inline'"


def policy(own: Mapping[str, Iterable[str]] = NO_HASHES, *, framing: bool = False) -> str:
    """The policy of a page, in a line.

    Args:
        own: The hashes of what stands in the page, by the directive they belong to, as `hashes` gives them.
        framing: The page shows another of ours in a frame.
    """
    named = {name: " ".join([POLICY[name], *found]) for name, found in own.items()}
    return _line(POLICY | named | (FRAMING if framing else {}))


def policy_for(html: str) -> str:
    """The policy that fits what stands in a page."""
    return policy(hashes(html), framing=bool(FRAME.search(html)))


def header_policy(scripts: Iterable[str], frames: str, *, framing: bool = False) -> str:
    """The policy as a header of all pages, which holds besides the page's own.

    Args:
        scripts: The hashes of the scripts that stand in the pages.
        frames: Who may show the page in a frame, which only a header can say.
        framing: Some of these pages show another of ours in a frame.
    """
    own = {"script-src": " ".join([POLICY["script-src"], *scripts]), "style-src": ANY_STYLE}
    return _line(POLICY | own | (FRAMING if framing else {}) | {"frame-ancestors": frames})


def _line(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def hashes(*pages: str) -> dict[str, list[str]]:
    """What the publish step put into these pages, as the policy names it, by directive."""
    found: dict[str, set[str]] = {}
    for html in pages:
        for tag, text in INLINE.findall(html):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            found.setdefault(f"{tag}-src", set()).add(f"'sha256-{digest}'")
    return {name: sorted(digests) for name, digests in sorted(found.items())}


def page_headers(
    scripts: Iterable[str] = (), *, framed: bool = False, framing: bool = False
) -> dict[str, str]:
    """Headers of a page, besides those of every answer.

    Args:
        scripts: The hashes of the scripts that stand in the pages.
        framed: Other sites may show it in a frame.
        framing: It, or another page with these headers, shows one of ours in a frame.
    """
    allowed = header_policy(scripts, "*" if framed else "'none'", framing=framing)
    alone = {} if framed else {"X-Frame-Options": "DENY"}
    return {"Content-Security-Policy": allowed, **alone, **SHORT}


def secure(site: Path) -> None:
    """Put the policy into every page and write `_headers`.

    Raises:
        GuideError: A page holds what the policy forbids, such as a script in the page.
    """
    problems: list[Problem] = []
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        name = page.relative_to(site).as_posix()
        problems += (
            Problem(name, line, CHECK, f"The policy of the site forbids {what}.", "Move it into a file.")
            for line, what in forbidden(text)
        )
        write_if_changed(page, with_policy(text, name, policy_for(text)))
    if problems:
        raise GuideError(problems)
    write_if_changed(site / "_headers", headers_file(site))


def with_policy(html: str, name: str, policy: str) -> str:
    """The page with this policy in place of the one before, first in its head so that it holds for all of it.

    Raises:
        GuideError: The page names no character set, so that we do not know where its head begins.
    """
    bare = PUBLISHED.sub("", html)
    found = CHARSET.search(bare)
    if found is None:
        raise GuideError(
            [Problem(name, 1, CHECK, "The page has no <meta charset>.", "Write one first in its head.")]
        )
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return bare[: found.end()] + meta + bare[found.end() :]


def forbidden(html: str) -> Iterator[tuple[int, str]]:
    """Lines and names of what the policy would block: inline scripts, styles, handlers, script addresses."""
    for tag in TAG.finditer(html):
        for what in _forbidden_in(tag.group(1).lower(), tag.group(2)):
            yield html.count("\n", 0, tag.start()) + 1, what


def _forbidden_in(name: str, tag: str) -> Iterator[str]:
    given = attributes(tag)
    ours = tag.strip() == "data-inline"
    if name == "style" and not ours:
        yield "a <style> in the page"
    if name == "script" and not ours and "src" not in given and given.get("type", "") not in NOT_RUN:
        yield "a script in the page"
    for attribute, value in given.items():
        if attribute == "style":
            yield f"the style attribute of a <{name}>"
        elif attribute.startswith("on"):
            yield f"the attribute {attribute} of a <{name}>"
        elif value.strip().lower().startswith("javascript:"):
            yield f"a script as the {attribute} of a <{name}>"


def headers_file(site: Path) -> str:
    """The text of `_headers`.

    Where two rules fit an address, one host joins their values with a comma and another takes one of
    them. So no header stands in two rules that fit the same address: pages have a rule for each folder
    at the root, and not one for all. Cloudflare reads 100 rules, so what matters most stands first.
    """
    texts: dict[str, list[str]] = {}  # the pages of each folder; those at the root are in ""
    for page in sorted(site.rglob("*.html")):
        parts = page.relative_to(site).parts[:-1]
        # Cloudflare reads 2,000 characters of a line, so each version of the pages for frames has its own.
        folder = "/".join(parts[: 2 if parts[:1] == (EMBED,) else 1])
        texts.setdefault(folder, []).append(page.read_text(encoding="utf-8"))
    framed = {folder for folder in texts if folder.partition("/")[0] == EMBED}
    # The scripts in the pages of the guide are few. Each page for frames has its own, which no other needs.
    shared = _script_hashes(text for folder, each in texts.items() if folder not in framed for text in each)

    def headers(folder: str) -> dict[str, str]:
        own = texts.get(folder, [])
        if folder in framed:
            return page_headers(_script_hashes(own), framed=True)
        return page_headers(shared, framing=any(FRAME.search(text) for text in own))

    rules = [("/*", EVERYWHERE), ("/assets/*", ASSETS), ("/data/*", DATA)]
    rules += [(f"/{folder}/*", headers(folder)) for folder in sorted(framed, reverse=True)]
    rules += [(address, headers("")) for address in ("/", "/index.html")]
    rules += [(f"/{folder}/*", headers(folder)) for folder in sorted(texts.keys() - framed - {"assets", ""})]
    lines = ["# Written by macros/publish/security.py, for Netlify and Cloudflare Pages."]
    for address, sent in rules:
        lines += [address, *(f"  {name}: {value}" for name, value in sent.items())]
    return "\n".join(lines) + "\n"


def _script_hashes(texts: Iterable[str]) -> list[str]:
    return hashes(*texts).get("script-src", [])
