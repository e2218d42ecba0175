"""No address that readers ever had may come to lead nowhere. Run: python -m macros.checks.addresses.

The record of all addresses is a file, so that a page cannot vanish unseen: what stands in it is a page, or
leads to one. The command adds the addresses of new pages to it. Nothing takes one out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from macros.checks.guide import Guide
from macros.components.page import headings, page_paths
from macros.errors import GuideError, Problem
from macros.facts.load import validate
from macros.facts.redirects import AddressesFile, Redirect, RedirectsFile
from macros.facts.yaml_source import YamlSource, display_name, read_yaml

CHECK = "addresses"
ADDRESSES = Path("data/addresses.yml")
REDIRECTS = Path("data/redirects.yml")
HEAD = """\
# yaml-language-server: $schema=../../schemas/addresses.schema.json
# Every address of this guide that readers ever had. A program adds to this file:
# python -m macros.checks.addresses
# Never remove a line. The page of an address that is retired has an entry in redirects.yml.
"""
HOW_TO_RETIRE = (
    "Put the page back, or retire it: add an entry to docs/data/redirects.yml that says where its readers go."
)

M = TypeVar("M", bound=BaseModel)


def address_of(path: str) -> str:
    """The address of a page by its path below docs: "/choose/alberta/" for "choose/alberta.md"."""
    name = path.removesuffix(".md")
    folder = name.removesuffix("index") if name == "index" or name.endswith("/index") else f"{name}/"
    return f"/{folder}"


def read_redirects(docs: Path, project: Path) -> tuple[tuple[Redirect, ...], YamlSource | None]:
    """The retired addresses of a guide, with the file they stand in; none where it has no such file.

    Raises:
        GuideError: The file is not as it must be; one problem for each mistake.
    """
    file, source = _read(docs / REDIRECTS, project, RedirectsFile)
    return (file.redirects if file else ()), source


def read_addresses(docs: Path, project: Path) -> tuple[str, ...] | None:
    """Every address in the record of a guide; None where it has no such file.

    Raises:
        GuideError: The file is not as it must be; one problem for each mistake.
    """
    file, _ = _read(docs / ADDRESSES, project, AddressesFile)
    return file.addresses if file else None


def addresses_last(guide: Guide) -> Iterator[Problem]:
    """Each address ever published is a page or leads to one; each page is recorded; no redirect strays."""
    try:
        recorded, record = _read(guide.docs / ADDRESSES, guide.project, AddressesFile)
        redirects, source = read_redirects(guide.docs, guide.project)
    except GuideError as error:
        yield from error.problems
        return
    pages = {address_of(path): path for path in guide.page_paths()}
    if source is not None:
        yield from _stray_redirects(guide, redirects, source, pages)
    if recorded is None or record is None:
        return
    retired = {redirect.old for redirect in redirects}
    for index, address in enumerate(recorded.addresses):
        if address in recorded.addresses[:index]:
            yield _at(record, index, f"{address} stands twice.", "Remove one of the two lines.")
        elif address not in pages and address not in retired:
            said = f"Readers had a page at {address}, and now nothing is there."
            yield _at(record, index, said, HOW_TO_RETIRE)
    for redirect in redirects:
        if redirect.old not in recorded.addresses:
            said = f"{redirect.old} was never an address of this guide."
            fix = f"Compare it with {record.name}."
            yield _redirect_problem(redirects, redirect, source, "from", said, fix)
    for address, path in pages.items():
        if address not in recorded.addresses:
            name = guide.docs.joinpath(path).relative_to(guide.project).as_posix()
            said = f"The page's address, {address}, is not in {record.name}."
            yield Problem(name, 1, CHECK, said, "Run: python -m macros.checks.addresses")


def addresses_kept(before: Path, guide_docs: Path, project: Path) -> Iterator[Problem]:
    """Nothing was taken out of the two files that are kept for ever.

    Args:
        before: The docs folder as it was.
        guide_docs: The docs folder as it is.
        project: Folder that file names in messages are relative to.
    """
    try:
        old_record, _ = _read(before / ADDRESSES, before.parent, AddressesFile)
        old_redirects, _ = read_redirects(before, before.parent)
        new_record, _ = _read(guide_docs / ADDRESSES, project, AddressesFile)
        new_redirects, _ = read_redirects(guide_docs, project)
    except GuideError:
        # What cannot be read has its own line already.
        return
    pages = {address_of(path) for path in page_paths(guide_docs)}
    kept = {
        ADDRESSES: (_listed(old_record), _listed(new_record)),
        # A page that comes back to a retired address needs no entry any more.
        REDIRECTS: ({each.old for each in old_redirects}, {each.old for each in new_redirects} | pages),
    }
    for file, (old, new) in kept.items():
        name = display_name(guide_docs / file, project)
        for address in sorted(old - new):
            said = f"{address} was taken out. Readers may still have it."
            yield Problem(name, 1, CHECK, said, "Put its entry back: nothing is ever removed here.")


def _listed(record: AddressesFile | None) -> set[str]:
    return set(record.addresses) if record else set()


def _stray_redirects(
    guide: Guide, redirects: tuple[Redirect, ...], source: YamlSource, pages: dict[str, str]
) -> Iterator[Problem]:
    retired = {redirect.old: redirect for redirect in reversed(redirects)}
    for redirect in redirects:
        target, _, heading = redirect.to.partition("#")
        wrong: tuple[str, str, str] | None = None
        if retired[redirect.old] is not redirect:
            wrong = "from", f"{redirect.old} is retired twice.", "Keep the first entry, and change its to."
        elif redirect.old in pages:
            wrong = (
                "from",
                f"{redirect.old} is a page: docs/{pages[redirect.old]}.",
                "Delete the page's file, or this entry.",
            )
        elif target == redirect.old:
            wrong = "to", f"{redirect.old} leads to itself.", "Write the address of a page."
        elif target in retired:
            wrong = (
                "to",
                f"{redirect.old} leads to {target}, which is retired as well.",
                f"Lead straight on: {retired[target].to}",
            )
        elif target not in pages:
            wrong = (
                "to",
                f"{redirect.old} leads to {target}, and there is no such page.",
                "Write the address of a page.",
            )
        elif heading and not _has_heading(guide, pages[target], heading):
            wrong = (
                "to",
                f"docs/{pages[target]} has no heading #{heading}.",
                "Write one of its headings, or none.",
            )
        if wrong:
            yield _redirect_problem(redirects, redirect, source, *wrong)


def _has_heading(guide: Guide, path: str, heading: str) -> bool:
    return any(heading in headings(page.body) for page in guide.pages if page.path == path)


def _redirect_problem(
    redirects: tuple[Redirect, ...],
    redirect: Redirect,
    source: YamlSource | None,
    field: str,
    said: str,
    fix: str,
) -> Problem:
    assert source is not None
    index = next(number for number, each in enumerate(redirects) if each is redirect)
    return source.problem(("redirects", index, field), CHECK, said, fix)


def _at(record: YamlSource, index: int, said: str, fix: str) -> Problem:
    return record.problem(("addresses", index), CHECK, said, fix)


def _read(file: Path, project: Path, model: type[M]) -> tuple[M | None, YamlSource | None]:
    if not file.is_file():
        return None, None
    source = read_yaml(file, project)
    return validate(model, source, CHECK), source


def record(docs: Path, project: Path) -> list[str]:
    """Add the addresses of pages that are not in the record yet.

    Args:
        docs: The guide's docs folder.
        project: Folder that file names in messages are relative to.

    Returns:
        The addresses that were added.
    """
    known = set(read_addresses(docs, project) or ())
    new = sorted({address_of(path) for path in Guide(project, docs).page_paths()} - known)
    lines = "".join(f"  - {address}\n" for address in sorted(known | set(new)))
    (docs / ADDRESSES).write_text(f"{HEAD}addresses:\n{lines}", encoding="utf-8")
    return new


def main() -> int:
    """Add to the record of the guide in this folder."""
    project = Path().resolve()
    try:
        new = record(project / "docs", project)
    except GuideError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"docs/{ADDRESSES.as_posix()}: {', '.join(new) or 'nothing'} is new.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
