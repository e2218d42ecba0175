"""The part of the vocabulary of schema.org that the guide uses: types, their properties, and what those hold.

It is closed: a type or property that is not here is refused, so that nothing is marked up by the way. Each
property stands at schema.org on the type itself or on one above it (release 29: Thing, CreativeWork, WebPage,
MedicalEntity, Audience, ItemList).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TEXT, URL, DATE, YEAR, FLAG, NUMBER = "text", "url", "date", "year", "flag", "number"

WEB_PAGE: dict[str, str | tuple[str, ...]] = {
    "url": URL,
    "name": TEXT,
    "description": TEXT,
    "audience": ("Audience",),
    "datePublished": DATE,
    "dateModified": DATE,
    "lastReviewed": DATE,
    "reviewedBy": ("Person",),
    "isAccessibleForFree": FLAG,
    "license": URL,
    "version": DATE,
    "publisher": ("Organization",),
}
# What a property may hold: one of the plain kinds above, or these types, one of them or a list.
VOCABULARY: dict[str, dict[str, str | tuple[str, ...]]] = {
    "WebPage": WEB_PAGE,
    "MedicalWebPage": {
        **WEB_PAGE,
        "aspect": TEXT,
        "citation": ("CreativeWork",),
        "about": ("MedicalProcedure", "Drug"),
        "audience": ("MedicalAudience",),
    },
    "MedicalProcedure": {"name": TEXT, "alternateName": TEXT, "description": TEXT, "howPerformed": TEXT},
    "Drug": {"name": TEXT, "proprietaryName": TEXT, "nonProprietaryName": TEXT},
    "BreadcrumbList": {"itemListElement": ("ListItem",)},
    "ListItem": {"position": NUMBER, "name": TEXT, "item": URL},
    "Organization": {"name": TEXT, "url": URL},
    "Dataset": {
        "name": TEXT,
        "description": TEXT,
        "url": URL,
        "dateModified": DATE,
        "isAccessibleForFree": FLAG,
        "license": URL,
        "creator": ("Organization",),
        "distribution": ("DataDownload",),
    },
    "DataDownload": {"encodingFormat": TEXT, "contentUrl": URL},
    "CreativeWork": {"name": TEXT, "url": URL, "datePublished": YEAR},
    "MedicalAudience": {"audienceType": TEXT},
    "Audience": {"audienceType": TEXT},
    "Person": {"name": TEXT, "description": TEXT},
}
# Without these a node says too little.
REQUIRED = {
    "WebPage": set(WEB_PAGE) - {"reviewedBy", "license", "version"},
    "MedicalWebPage": set(WEB_PAGE) - {"reviewedBy", "license", "version"} | {"aspect", "about"},
    "Dataset": {"name", "description", "url", "creator", "distribution"},
    "DataDownload": {"encodingFormat", "contentUrl"},
    "ListItem": {"position", "name", "item"},
    "Drug": {"name", "nonProprietaryName"},
}
# What the guide must never call itself: it has no list of questions for machines, and it estimates no risk.
REFUSED = (
    "FAQPage", "Question", "HowTo", "MedicalRiskEstimator", "MedicalRiskCalculator", "MedicalRiskScore",
    "Physician", "Review", "AggregateRating", "Rating",
)  # fmt: skip

PATTERNS = {
    URL: re.compile(r"https?://[^\s\"<>]+"),
    DATE: re.compile(r"\d{4}-\d{2}-\d{2}"),
    YEAR: re.compile(r"\d{4}"),
}


def mistakes(node: Any, where: str = "") -> Iterator[str]:
    """What in a node of JSON-LD is not as the vocabulary says."""
    kind = node.get("@type") if isinstance(node, dict) else None
    if kind not in VOCABULARY:
        yield f"{where}: no node of a known type, but {kind or node!r}"
        return
    where = f"{where}{kind}"
    if len(set(map(str, node))) == 1:
        yield f"{where}: it says nothing"
    for name in REQUIRED.get(kind, set(VOCABULARY[kind]) & {"name"}) - node.keys():
        yield f"{where}: no {name}"
    for name, value in node.items():
        if name == "@type":
            continue
        if name not in VOCABULARY[kind]:
            yield f"{where}: no property {name}"
            continue
        yield from _value_mistakes(VOCABULARY[kind][name], value, f"{where}.{name}")


def _value_mistakes(wanted: str | tuple[str, ...], value: Any, where: str) -> Iterator[str]:
    if isinstance(wanted, tuple):
        nodes = value if isinstance(value, list) else [value]
        for node in nodes:
            if isinstance(node, dict) and node.get("@type") not in wanted:
                yield f"{where}: {node.get('@type')} is not {' or '.join(wanted)}"
            yield from mistakes(node, f"{where} ")
        if not nodes:
            yield f"{where}: empty"
    elif wanted == FLAG:
        if value is not True and value is not False:
            yield f"{where}: {value!r} is neither true nor false"
    elif wanted == NUMBER:
        if type(value) is not int:
            yield f"{where}: {value!r} is not a whole number"
    elif not isinstance(value, str) or not value.strip():
        yield f"{where}: {value!r} is no text"
    elif wanted in PATTERNS and not PATTERNS[wanted].fullmatch(value):
        yield f"{where}: {value!r} is not a {wanted}"
