"""What a page shows of itself, said again for machines, in the vocabulary of schema.org.

It tells what stands on the page and nothing more; tests/site/test_structured_data.py holds the two
together. Why it is made here, and which types: decisions/0012-structured-data.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from macros.components.page import PageContext
from macros.facts.models import Source, Treatment
from macros.facts.open_rules import RULES

Node = dict[str, Any]


def data_block(page: PageContext) -> Markup:
    """The page's structured data as a data block of HTML; nothing where the guide has no address."""
    if not page.site.url:
        return Markup()
    data = {"@context": "https://schema.org", "@graph": list(_nodes(page))}
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # So that no text in it can end the script.
    escaped = written.replace("<", "\\u003c")
    return Markup(f'<script type="application/ld+json">{escaped}</script>')


def _nodes(page: PageContext) -> Iterator[Node]:
    yield _web_page(page)
    if page.ancestors:
        yield _breadcrumbs(page)
    if page.open_rules:
        yield _rules(page)


def _web_page(page: PageContext) -> Node:
    meta = page.meta
    medical = meta.aspect is not None
    audience = "MedicalAudience" if medical else "Audience"
    return _filled(
        {
            "@type": "MedicalWebPage" if medical else "WebPage",
            "url": _address(page),
            "name": meta.title,
            "description": meta.description,
            "aspect": meta.aspect,
            "about": list(_about(page)) if medical else None,
            "audience": {"@type": audience, "audienceType": meta.audience},
            "datePublished": meta.published.isoformat(),
            "dateModified": page.modified.isoformat(),
            "lastReviewed": meta.last_reviewed.isoformat(),
            "reviewedBy": [
                {"@type": "Person", "name": person.name, "description": person.credentials}
                for person in meta.reviewed_by
            ],
            "citation": [_citation(source) for _, source in page.cited] if medical else None,
            "isAccessibleForFree": True,
            "license": page.site.license,
            "version": page.facts.edition.isoformat() if page.facts.edition else None,
            "publisher": _organization(page),
        }
    )


def _about(page: PageContext) -> Iterator[Node]:
    """The treatments: with their facts where the page shows those, else all of them by name."""
    if not page.shown_treatments:
        for treatment in page.facts.treatments:
            yield {"@type": "MedicalProcedure", "name": treatment.name}
    for treatment in page.shown_treatments:
        yield {
            "@type": "MedicalProcedure",
            "name": treatment.name,
            "alternateName": treatment.formal,
            "description": treatment.what,
            "howPerformed": treatment.how,
        }
        yield from _drugs(treatment)


def _drugs(treatment: Treatment) -> Iterator[Node]:
    """The brands whose medicine a source names. The others may be several names in one entry."""
    for brand in treatment.brands:
        if brand.generic:
            yield {
                "@type": "Drug",
                "name": brand.name,
                "proprietaryName": brand.name,
                "nonProprietaryName": brand.generic,
            }


def _citation(source: Source) -> Node:
    return _filled(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": source.link,
            "datePublished": str(source.year) if source.year else None,
        }
    )


def _breadcrumbs(page: PageContext) -> Node:
    """The way down to the page by its address: every step is a page, and has that page's name."""
    above = [
        (page.site.name if name == "index" else page.title_of(name), page.absolute(name))
        for name in page.ancestors
    ]
    steps = [*above, (page.meta.title, _address(page))]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, start=1)
        ],
    }


def _rules(page: PageContext) -> Node:
    """The open rules, on the page where their table stands."""
    words = page.facts.words["open_data"]
    return _filled(
        {
            "@type": "Dataset",
            "name": words["name"],
            "description": words["description"],
            "url": _address(page),
            "dateModified": page.facts.checked.isoformat(),
            "isAccessibleForFree": True,
            "license": page.site.license,
            "creator": _organization(page),
            "distribution": {
                "@type": "DataDownload",
                "encodingFormat": "application/json",
                "contentUrl": page.site.url + RULES,
            },
        }
    )


def _organization(page: PageContext) -> Node:
    """The guide itself: no person and no other body is behind it."""
    return {"@type": "Organization", "name": page.site.name, "url": page.site.url}


def _address(page: PageContext) -> str:
    return page.absolute(page.source.path.removesuffix(".md"))


def _filled(node: Node) -> Node:
    """The node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
