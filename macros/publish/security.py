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

CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
PUBLISHED = re.compile(r"""\n?<meta http-equiv=["']?Content-Security-Policy\b[^>]*>""", re.IGNORECASE)
NOT_RUN = {"application/json", "application/ld+json"}
# What the publish step put into a page.
INLINE = re.compile(r"<(script|style) data-inline>(.*?)</\1>", re.DOTALL)
NO_HASHES: Mapping[str, Iterable[str]] = {}
# A header speaks for many pages, each with styles of its own; the page itself names those it has.
ANY_STYLE = "'self' 'unsafe-inline'"


def policy(own: Mapping[str, Iterable[str]] = NO_HASHES) -> str:
    """The policy of a page, in a line.

    Args:
        own: The hashes of what stands in the page, by the directive they belong to, as `hashes` gives them.
    """
    return _line(POLICY | {name: " ".join([POLICY[name], *found]) for name, found in own.items()})


def header_policy(scripts: Iterable[str], frames: str) -> str:
    """The policy as a header of all pages, which holds besides the page's own.

    Args:
        scripts: The hashes of the scripts that stand in the pages.
        frames: Who may show the page in a frame, which only a header can say.
    """
    own = {"script-src": " ".join([POLICY["script-src"], *scripts]), "style-src": ANY_STYLE}
    return _line(POLICY | own | {"frame-ancestors": frames})


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


def page_headers(scripts: Iterable[str] = (), *, framed: bool = False) -> dict[str, str]:
    """Headers of a page, besides those of every answer.

    Args:
        scripts: The hashes of the scripts that stand in the pages.
        framed: Other sites may show it in a frame.
    """
    if framed:
        return {"Content-Security-Policy": header_policy(scripts, "*"), **SHORT}
    return {"Content-Security-Policy": header_policy(scripts, "'none'"), "X-Frame-Options": "DENY", **SHORT}


def secure(site: Path) -> None:
    """Put the policy into every page and write `_headers`.

    Raises:
        GuideError: A page holds what the policy forbids, such as a script in the page.
    """
    problems: list[Problem] = []
    texts: list[str] = []
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        name = page.relative_to(site).as_posix()
        problems += (
            Problem(name, line, CHECK, f"The policy of the site forbids {what}.", "Move it into a file.")
            for line, what in forbidden(text)
        )
        texts.append(text)
        write_if_changed(page, with_policy(text, name, policy(hashes(text))))
    if problems:
        raise GuideError(problems)
    write_if_changed(site / "_headers", headers_file(site, hashes(*texts).get("script-src", ())))


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


def headers_file(site: Path, scripts: Iterable[str] = ()) -> str:
    """The text of `_headers`; `scripts` are the hashes of the scripts that stand in the pages.

    Where two rules fit an address, one host joins their values with a comma and another takes one of
    them. So no header stands in two rules that fit the same address: pages have a rule for each folder
    at the root, and not one for all. Cloudflare reads 100 rules, so what matters most stands first.
    """
    folders = sorted({page.relative_to(site).parts[0] for page in pages(site) if page.parent != site})
    rules = [("/*", EVERYWHERE), ("/assets/*", ASSETS), (f"/{EMBED}/*", page_headers(scripts, framed=True))]
    rules += [(address, page_headers(scripts)) for address in ("/", "/index.html")]
    plain = [folder for folder in folders if folder not in {EMBED, "assets"}]
    rules += [(f"/{folder}/*", page_headers(scripts)) for folder in plain]
    lines = ["# Written by macros/publish/security.py, for Netlify and Cloudflare Pages."]
    for address, headers in rules:
        lines += [address, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join(lines) + "\n"
