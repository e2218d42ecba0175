"""The rules as open data: data/v1/rules.json, and its JSON Schema beside it.

Both are made from the facts and from what the first page says of the guide: its name, its address and its
licence. A guide without a licence has no open data: nobody could use it.

Pages lead to the two files only once they are there: a component writes <a data-open-data="rules.json">, and
this step fills in the address.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from macros.components.page import as_they_stand
from macros.facts import load_facts
from macros.facts.open_rules import RULES, SCHEMA, Publication, open_rules, published_schema, text_of
from macros.publish.html import TAG, attributes, pages, write_if_changed

FILES = {Path(path).name: path for path in (RULES, SCHEMA)}
TYPE = "application/json"
# The page that explains the files carries it.
EXPLAINS = "data-explains-open-data"
NAME = re.compile(r"""<a class=["']?site-name["']?[^>]*>(.*?)</a>""", re.DOTALL)
LINK = re.compile(r'<a data-open-data="(rules(?:\.schema)?\.json)"[^>]*>')
CANONICAL = re.compile(r"""<link rel=["']?canonical\b[^>]*>""")
ALTERNATE = re.compile(rf"""\n<link rel=["']?alternate["']? type=["']?{re.escape(TYPE)}["' ][^>]*>""")


def add_data(site: Path, docs: Path) -> None:
    """Write the rules and their schema, and lead to them from the pages that tell of them.

    Args:
        site: The built folder.
        docs: The folder of the guide's pages and facts.
    """
    publication = _publication(site)
    if publication is None:
        return
    (site / RULES).parent.mkdir(parents=True, exist_ok=True)
    facts = as_they_stand(load_facts(docs / "data", docs.parent))
    write_if_changed(site / RULES, text_of(open_rules(facts, publication)))
    write_if_changed(site / SCHEMA, text_of(published_schema(publication)))
    for page in pages(site):
        _lead_there(page, site)


def _publication(site: Path) -> Publication | None:
    """What the built pages say of the guide; None where it has no licence or no address."""
    home = site / "index.html"
    if not home.is_file():
        return None
    html = home.read_text(encoding="utf-8")
    links = [attributes(tag.group(2)) for tag in TAG.finditer(html) if tag.group(1).lower() in {"a", "link"}]
    licence = next((link["href"] for link in links if link.get("rel") == "license"), "")
    name = NAME.search(html)
    address = _canonical(html)
    if not licence or not address or name is None:
        return None
    explaining = next((page for page in pages(site) if EXPLAINS in page.read_text(encoding="utf-8")), None)
    return Publication(
        guide=unescape(" ".join(name.group(1).split())),
        licence=licence,
        home=address,
        documentation=_canonical(explaining.read_text(encoding="utf-8")) if explaining else "",
    )


def _canonical(html: str) -> str:
    """The whole address of a page; empty where it has none."""
    found = CANONICAL.search(html)
    return attributes(found.group(0)).get("href", "") if found else ""


def _lead_there(page: Path, site: Path) -> None:
    """Give a page's links to the files their address, and name the data in the head of the page about it."""
    html = page.read_text(encoding="utf-8")
    up = "../" * (len(page.relative_to(site).parts) - 1)
    written = LINK.sub(
        lambda found: f'<a data-open-data="{found.group(1)}" href="{up}{FILES[found.group(1)]}">', html
    )
    if EXPLAINS in html:
        alternate = f'\n<link rel="alternate" type="{TYPE}" href="{up}{RULES}">'
        bare = ALTERNATE.sub("", written)
        written = CANONICAL.sub(lambda found: found.group(0) + alternate, bare, count=1)
    write_if_changed(page, written)
