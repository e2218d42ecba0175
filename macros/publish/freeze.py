"""Run: python -m macros.publish.freeze site. Keeps the published embed pages as they are now, for good.

The copy stands on its own: what it loads is inside. Only its links lead out, to the guide, and they are
relative, so that it works at any address. It is named after the month of the guide's edition.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from datetime import date
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from macros.errors import GuideError, Problem
from macros.facts import load_facts
from macros.publish.compress import TWINS
from macros.publish.feed import DISCOVERY as FEED
from macros.publish.frozen import ABOUT, CHECK, FOLDER, SUMS, checksum, checksums, write_checksums
from macros.publish.hashed import ASSETS
from macros.publish.html import file_behind, replace_values
from macros.publish.identity import without_manifest
from macros.publish.oembed import ANSWER, DISCOVERY, LIVE, TITLE, read_head

END = "</footer>"
IN_PAGE = re.compile(r"(<(?:script|style) data-inline>.*?</(?:script|style)>)", re.DOTALL)
# What only the newest version has: an answer for oEmbed names whole addresses, which a copy cannot know.
LEFT_OUT = {ANSWER}


def freeze(site: Path, docs: Path = Path("docs"), frozen: Path = FOLDER) -> Path:
    """Copy the published embed pages and what they load into a new folder of `frozen`, and give that folder.

    Args:
        site: The published folder.
        docs: The folder of the guide's pages and facts.
        frozen: The folder of the frozen versions.

    Raises:
        GuideError: There are no embed pages, the guide has no edition, or its month is frozen already.
    """
    facts = load_facts(docs / "data", docs.parent)
    live = site / LIVE
    if not (live / "index.html").is_file():
        raise _refused(site, "There are no embed pages here.", "Run `make site` first.")
    if facts.edition is None:
        raise _refused(docs / "data" / "changes.yml", "The guide has no edition.", "Tell of a change there.")
    target = frozen / f"{facts.edition:%Y-%m}"
    if target.exists():
        said = "This month is frozen already, and a frozen version never changes."
        fix = "Freeze again once docs/data/changes.yml tells of a change in a later month."
        raise _refused(target, said, fix)
    frozen.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=frozen, prefix=".") as temporary:
        copy = Path(temporary) / target.name
        _copy(site, copy, facts.words["frozen"], facts.edition)
        about = json.dumps({"contract": LIVE.name, "edition": facts.edition.isoformat()})
        (copy / ABOUT).write_text(about + "\n", encoding="utf-8", newline="\n")
        files = [file for file in copy.rglob("*") if file.is_file()]
        write_checksums(
            copy / SUMS, {file.relative_to(copy).as_posix(): checksum(file) for file in sorted(files)}
        )
        copy.rename(target)
    known = checksums(frozen / SUMS)
    write_checksums(frozen / SUMS, known | {f"{target.name}/{SUMS}": checksum(target / SUMS)})
    return target


def _refused(file: Path, said: str, fix: str) -> GuideError:
    return GuideError([Problem(file.as_posix(), 1, CHECK, said, fix)])


def _copy(site: Path, copy: Path, words: dict[str, Any], edition: date) -> None:
    home = read_head((site / "index.html").read_text(encoding="utf-8")).address
    live = site / LIVE
    month = f"{edition:%B %Y}"
    needed: set[PurePosixPath] = set()
    for file in sorted(live.rglob("*")):
        if not file.is_file() or file.suffix in TWINS or file.name in LEFT_OUT:
            continue
        target = copy / file.relative_to(live)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix != ".html":
            shutil.copyfile(file, target)
            continue
        page = PurePosixPath(file.relative_to(site).as_posix())
        html, assets = _on_its_own(file.read_text(encoding="utf-8"), page, home)
        target.write_text(_told(html, page, words, month), encoding="utf-8", newline="\n")
        needed |= assets
    for asset in sorted(needed):
        (copy / asset).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / asset, copy / asset)


def _on_its_own(html: str, page: PurePosixPath, home: str) -> tuple[str, set[PurePosixPath]]:
    """A page with its assets named below the folder of the copy, and those assets.

    Args:
        html: The published page.
        page: Its path below the site's root.
        home: The whole address of the site, with a slash at its end.
    """
    folder = PurePosixPath(LIVE.as_posix())
    here = page.parent
    to_root = os.path.relpath(".", here) + "/"
    assets: set[PurePosixPath] = set()

    def change(tag: str, attribute: str, value: str) -> str | None:
        if home and value.startswith(home):
            return to_root + value.removeprefix(home)
        behind = file_behind(value, page)
        if behind is None or behind.parts[0] != ASSETS or attribute not in {"href", "src"}:
            return None
        assets.add(behind)
        return os.path.relpath((folder / behind).as_posix(), here.as_posix())

    without_links = DISCOVERY.sub("", FEED.sub("", without_manifest(html)))
    # The policy names what stands in the page by its hash, so that stays to the byte.
    parts = IN_PAGE.split(without_links)
    parts[::2] = [replace_values(part, change) for part in parts[::2]]
    return "".join(parts), assets


def _told(html: str, page: PurePosixPath, words: dict[str, Any], month: str) -> str:
    """The page with the month of its rules in its title and at its end, and with the line for later."""
    folder = page.parent.relative_to(LIVE.as_posix()).as_posix()
    newest = f"{'../' * (len(page.parent.parts) - 1)}{LIVE.name}/{'' if folder == '.' else folder + '/'}"
    later = f'{escape(words["newer"])} <a href="{newest}" target="_self">{escape(words["open"])}</a>'
    line = f"<p>{escape(words['rules'].format(month=month))} <span data-newer hidden>{later}</span></p>\n"
    before, end, after = html.rpartition(END)
    if not end:
        raise _refused(Path(page), f"The page has no {END}.", "Mend overrides/embed.html.")

    def titled(title: re.Match[str]) -> str:
        return f"<title>{words['title'].format(title=title.group(1), month=month)}</title>"

    return TITLE.sub(titled, before, count=1) + line + end + after


def main() -> None:
    """Freeze the published folder named on the command line, and say where the copy is."""
    parser = argparse.ArgumentParser(prog="python -m macros.publish.freeze", description=__doc__)
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"), help="the published folder")
    parser.add_argument("--frozen", type=Path, default=FOLDER, help="the folder of the frozen versions")
    arguments = parser.parse_args()
    made = freeze(arguments.site, frozen=arguments.frozen)
    sys.stdout.write(f"{made} holds the embed pages as they are now. Commit it; it never changes again.\n")


if __name__ == "__main__":
    main()
