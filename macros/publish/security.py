"""What a browser may do with a page: a policy in the page itself, and headers for hosts that take them.

GitHub Pages sends no headers of ours, so each page carries its Content-Security-Policy as a <meta>.
Netlify and Cloudflare Pages read the file `_headers`. The Caddyfile says the same again, and
tests/serving holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from macros.errors import GuideError, Problem
from macros.publish.html import TAG, attributes, pages, write_if_changed

CHECK = "security"
EMBED = "embed"  # the folder of pages that other sites may show in a frame
YEAR = 365 * 24 * 60 * 60  # seconds

# What a page may load, and nothing else. No 'unsafe-inline' and no other host.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'none'",  # the search's index is a script, which also works from a disk
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


def policy(frames: str | None = None) -> str:
    """The policy in a line; with `frames`, also who may frame the page, which only a header can say."""
    parts = {**POLICY, **({"frame-ancestors": frames} if frames else {})}
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def page_headers(*, framed: bool = False) -> dict[str, str]:
    """Headers of a page, besides those of every answer.

    Args:
        framed: Other sites may show it in a frame.
    """
    if framed:
        return {"Content-Security-Policy": policy("*"), **SHORT}
    return {"Content-Security-Policy": policy("'none'"), "X-Frame-Options": "DENY", **SHORT}


def secure(site: Path) -> None:
    """Put the policy into every page and write `_headers`.

    Raises:
        GuideError: A page holds what the policy forbids, such as an inline script.
    """
    problems: list[Problem] = []
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        name = page.relative_to(site).as_posix()
        problems += (
            Problem(name, line, CHECK, f"The policy of the site forbids {what}.", "Move it into a file.")
            for line, what in forbidden(text)
        )
        write_if_changed(page, with_policy(text, name, policy()))
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
        name, given = tag.group(1).lower(), attributes(tag.group(2))
        line = html.count("\n", 0, tag.start()) + 1
        if name == "style":
            yield line, "a <style> in the page"
        if name == "script" and "src" not in given and given.get("type", "") not in NOT_RUN:
            yield line, "a script in the page"
        for attribute, value in given.items():
            if attribute == "style":
                yield line, f"the style attribute of a <{name}>"
            elif attribute.startswith("on"):
                yield line, f"the attribute {attribute} of a <{name}>"
            elif value.strip().lower().startswith("javascript:"):
                yield line, f"a script as the {attribute} of a <{name}>"


def headers_file(site: Path) -> str:
    """The text of `_headers`.

    Where two rules fit an address, one host joins their values with a comma and another takes one of
    them. So no header stands in two rules that fit the same address: pages have a rule for each folder
    at the root, and not one for all. Cloudflare reads 100 rules, so what matters most stands first.
    """
    folders = sorted({page.relative_to(site).parts[0] for page in pages(site) if page.parent != site})
    rules = [("/*", EVERYWHERE), ("/assets/*", ASSETS), (f"/{EMBED}/*", page_headers(framed=True))]
    rules += [(address, page_headers()) for address in ("/", "/index.html")]
    rules += [(f"/{folder}/*", page_headers()) for folder in folders if folder not in {EMBED, "assets"}]
    lines = ["# Written by macros/publish/security.py, for Netlify and Cloudflare Pages."]
    for address, headers in rules:
        lines += [address, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join(lines) + "\n"
