"""A page at each retired address that leads on, and rules for servers: `_redirects`, `_redirects.caddy`.

GitHub Pages answers nothing but files, so each retired address is a small page. What stands behind its
`#`, such as a plan that someone shared, goes along by a script of one line; without scripts it stays behind.
Netlify and Cloudflare Pages read `_redirects`, the Caddyfile takes in `_redirects.caddy`: they answer 301,
and a browser then keeps what stands behind the `#` by itself.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from macros.checks.addresses import read_redirects
from macros.facts.redirects import Redirect
from macros.publish.html import RETIRED, is_retired, write_if_changed
from macros.publish.security import hashes, policy, with_policy

RULES = "_redirects"
CADDY_RULES = "_redirects.caddy"
CANONICAL = re.compile(r"""<link rel=["']?canonical["']? href=["']?([^"'\s>]+)""")
# The link's own heading gives way to what the address had behind its "#".
SCRIPT = 'location.replace(document.links[0].href.split("#")[0]+location.search+(location.hash||"{hash}"))'
PAGE = """\
<!doctype html>
<html lang="en" dir="ltr" {mark}"{date}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{old} has moved</title>
<meta name="description" content="The page at {old} is retired. This leads to the one that took its place.">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
{canonical}<noscript><meta http-equiv="refresh" content="0; url={to}"></noscript>
</head>
<body>
<main>
<h1>This page has moved</h1>
<p><a href="{to}">Go to the page that took its place</a>.</p>
</main>
<script data-inline>{script}</script>
</body>
</html>
"""


def drop_redirects(site: Path, docs: Path) -> None:
    """Remove what an earlier run made, so that no other step takes it for pages of the guide."""
    redirects, _ = read_redirects(docs, docs.parent)
    for redirect in redirects:
        page = _file(site, redirect)
        if page.is_file() and is_retired(page):
            page.unlink()
    for name in (RULES, CADDY_RULES):
        (site / name).unlink(missing_ok=True)


def add_redirects(site: Path, docs: Path) -> None:
    """Write a page at each retired address, and the rules for servers.

    Raises:
        GuideError: docs/data/redirects.yml is not as it must be.
    """
    redirects, _ = read_redirects(docs, docs.parent)
    if not redirects:
        return
    home = CANONICAL.search((site / "index.html").read_text(encoding="utf-8"))
    for redirect in redirects:
        page = _file(site, redirect)
        page.parent.mkdir(parents=True, exist_ok=True)
        html = redirect_page(redirect, home.group(1) if home else "")
        name = page.relative_to(site).as_posix()
        write_if_changed(page, with_policy(html, name, policy(hashes(html))))
    write_if_changed(site / RULES, rules(redirects))
    write_if_changed(site / CADDY_RULES, caddy_rules(redirects))


def redirect_page(redirect: Redirect, home: str = "") -> str:
    """The page at a retired address.

    Args:
        redirect: Where the address leads.
        home: The whole address of the guide's first page; empty where none is set.
    """
    to = "../" * redirect.old.strip("/").count("/") + "../" + redirect.to.removeprefix("/")
    target, _, heading = redirect.to.partition("#")
    canonical = f'<link rel="canonical" href="{escape(home + target.removeprefix("/"))}">\n' if home else ""
    return PAGE.format(
        mark=RETIRED,
        date=redirect.date.isoformat(),
        old=escape(redirect.old),
        to=escape(to),
        canonical=canonical,
        script=SCRIPT.format(hash=f"#{heading}" if heading else ""),
    )


def rules(redirects: tuple[Redirect, ...]) -> str:
    """The text of `_redirects`.

    Netlify lets a file that is there win over a rule, unless the rule ends in "!". Cloudflare lets rules win,
    and passes over a line it cannot read. So the rule with the "!" stands first, and the one without it next.
    """
    lines = ["# Written by macros/publish/retired.py, for Netlify and Cloudflare Pages."]
    for redirect in redirects:
        lines += [f"{redirect.old} {redirect.to} {status}" for status in ("301!", "301")]
    return "\n".join(lines) + "\n"


def caddy_rules(redirects: tuple[Redirect, ...]) -> str:
    """The text of `_redirects.caddy`: each address with and without its last slash; a query goes along."""
    lines = ["# Written by macros/publish/retired.py. The Caddyfile takes it in."]
    for number, redirect in enumerate(redirects):
        target, _, heading = redirect.to.partition("#")
        fragment = f"#{heading}" if heading else ""
        old = redirect.old
        lines += [
            f"@retired{number} path {old} {old.removesuffix('/')} {old}index.html",
            f'redir @retired{number} "{target}{{retired_query}}{fragment}" 301',
        ]
    return "\n".join(lines) + "\n"


def _file(site: Path, redirect: Redirect) -> Path:
    return site / redirect.old.strip("/") / "index.html"
