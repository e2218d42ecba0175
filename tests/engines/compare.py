"""Build the guide with every engine it could move to, and compare: python -m tests.engines.compare.

ProperDocs takes the place of MkDocs as it is: every file must be the same, but for the line that names the engine.
Zensical writes the same HTML in another way: the pages, and in each the title, the words and the links, must be the
same, the menu's and the footer's included, and what they tell machines.
"""

from __future__ import annotations

import gzip
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

PROJECT = Path(__file__).resolve().parents[2]
# All that an engine may need of the project.
TREE = ("mkdocs.yml", "docs", "macros", "overrides")
ENVIRONMENT = {
    "DISABLE_MKDOCS_2_WARNING": "true",
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "SOURCE_DATE_EPOCH": "1767225600",  # the same date in every build
    "STRICT": "true",
}
UNSEEN = {"script", "style", "template", "noscript"}
GENERATOR = re.compile(rb'\s*<meta name="generator"[^>]*>')


class BuildError(Exception):
    """An engine could not build the tree."""


@dataclass(frozen=True)
class Page:
    """What a reader gets from a page, whichever engine built it, and what it tells machines."""

    words: tuple[str, ...]
    links: frozenset[str]
    data: str = ""


def copy_tree(project: Path, target: Path) -> Path:
    """Copy what an engine needs of `project` into `target`."""
    target.mkdir(parents=True)
    for name in TREE:
        source = project / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, target / name)
    return target


def build_mkdocs(tree: Path, target: Path) -> Path:
    """Build `tree` into `target` with MkDocs."""
    _run(tree, "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target))
    return target


def build_properdocs(tree: Path, target: Path) -> Path:
    """Build `tree` into `target` with ProperDocs."""
    _run(tree, "properdocs", "build", "-f", "mkdocs.yml", "--strict", "--quiet", "--site-dir", str(target))
    return target


def build_zensical(tree: Path, target: Path) -> Path:
    """Build a copy of `tree` with Zensical, which has no option for the folder, and move the result."""
    copy = copy_tree(tree, target.with_name(target.name + "-tree"))
    _run(copy, "zensical", "build", "-f", "mkdocs.yml", "--clean", "--strict")
    return (copy / "site").rename(target)


def differing_files(expected: Path, actual: Path) -> list[str]:
    """Files that are missing, extra or different, but for the line that names the engine."""
    files, others = _files(expected), _files(actual)
    return [
        *(f"{name}: missing" for name in sorted(files.keys() - others.keys())),
        *(f"{name}: extra" for name in sorted(others.keys() - files.keys())),
        *(
            f"{name}: different"
            for name in sorted(files.keys() & others.keys())
            if _content(files[name]) != _content(others[name])
        ),
    ]


def differing_pages(expected: Path, actual: Path) -> list[str]:
    """Pages that are missing or extra, or that differ in their words or links."""
    pages, others = read_pages(expected), read_pages(actual)
    found = [f"/{address}: missing" for address in sorted(pages.keys() - others.keys())]
    found += [f"/{address}: extra" for address in sorted(others.keys() - pages.keys())]
    for address in sorted(pages.keys() & others.keys()):
        page, other = pages[address], others[address]
        found += [f"/{address}: no link to /{link}" for link in sorted(page.links - other.links)]
        found += [f"/{address}: extra link to /{link}" for link in sorted(other.links - page.links)]
        if page.words != other.words:
            found.append(f"/{address}: {_first_difference(page.words, other.words)}")
        if page.data != other.data:
            found.append(f"/{address}: other structured data")
    return found


def read_pages(site: Path) -> dict[str, Page]:
    """Every page of a built site by its address below the root."""
    return {
        _address(name): _read_page(file, _address(name))
        for name, file in _files(site).items()
        if file.suffix == ".html"
    }


def _run(tree: Path, engine: str, *arguments: str) -> None:
    # `python -m`, started in the tree, so that every engine finds the package `macros` there.
    done = subprocess.run(
        [sys.executable, "-m", engine, *arguments],
        cwd=tree,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode != 0:
        raise BuildError(f"{engine} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def _files(folder: Path) -> dict[str, Path]:
    return {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}


def _content(file: Path) -> bytes:
    content = file.read_bytes()
    if file.suffix == ".gz":
        return gzip.decompress(content)
    return GENERATOR.sub(b"", content) if file.suffix == ".html" else content


def _address(name: str) -> str:
    return name.removesuffix("index.html")


def _read_page(file: Path, address: str) -> Page:
    document = html5lib.parse(file.read_bytes(), treebuilder="etree", namespaceHTMLElements=False)
    hrefs = (element.get("href") for element in document.iter("a"))
    links = frozenset(
        link for href in hrefs if href is not None and (link := _internal(address, href)) is not None
    )
    blocks = (script for script in document.iter("script") if script.get("type") == "application/ld+json")
    data = "\n".join("".join(block.itertext()) for block in blocks)
    return Page(tuple("".join(_text(document)).split()), links, data)


def _text(element: Element) -> Iterator[str]:
    # A comment's tag is a function.
    if isinstance(element.tag, str) and element.tag not in UNSEEN:
        yield element.text or ""
        for child in element:
            yield from _text(child)
            yield child.tail or ""


def _internal(address: str, href: str) -> str | None:
    """Where a link leads below the root of the site; None when it leaves the site."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return None
    # Without a slash in front: a link that climbs out of the site then keeps its "../", and is seen.
    folder = address.rpartition("/")[0]
    path = posixpath.normpath(posixpath.join(folder, parts.path)) if parts.path else address
    if parts.path.endswith(("/", ".")) and path != ".":
        path += "/"
    path = path.removeprefix("./") if path != "." else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return _address(path) + fragment


def _first_difference(words: tuple[str, ...], others: tuple[str, ...]) -> str:
    pairs = zip(words, others, strict=False)
    place = next((i for i, (word, other) in enumerate(pairs) if word != other), min(len(words), len(others)))
    start = max(0, place - 3)
    here, there = " ".join(words[start : place + 8]), " ".join(others[start : place + 8])
    return f'says "{there}" and not "{here}"'


def main() -> int:
    """Build the project with all engines and print every difference; 1 when there is any."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        tree = copy_tree(PROJECT, work / "tree")
        try:
            expected = build_mkdocs(tree, work / "mkdocs")
            found += [
                f"ProperDocs {line}"
                for line in differing_files(expected, build_properdocs(tree, work / "pd"))
            ]
            found += [
                f"Zensical {line}" for line in differing_pages(expected, build_zensical(tree, work / "zen"))
            ]
        except BuildError as error:
            found.append(str(error))
        else:
            sys.stdout.write(
                f"{len(read_pages(expected))} pages built with MkDocs, ProperDocs and Zensical.\n"
            )
    sys.stdout.write("".join(f"{line}\n" for line in found) or "No differences.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
