"""What is measured and how often, as asked for on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.table import BenchError
from tests.tools.weight import page_files, page_name


@dataclass(frozen=True)
class Options:
    """What all parts take.

    Attributes:
        site: The folder that `make site` built.
        pages: Names of the pages to measure where a part measures pages one by one; empty for all.
        runs: How often a page goes through Lighthouse; the median counts.
    """

    site: Path
    pages: tuple[str, ...] = ()
    runs: int = 3

    def chosen(self) -> list[Path]:
        """The files of the pages to measure.

        Raises:
            BenchError: There is no built site, or it has no page of such a name.
        """
        files = {page_name(self.site, file).rstrip("/"): file for file in page_files(self.site)}
        if not files:
            raise BenchError(f"There is no page in {self.site}. Build the guide first: make site.")
        unknown = [name for name in self.pages if name.rstrip("/") not in files]
        if unknown:
            raise BenchError(f"The site has no page {', '.join(unknown)}. It has: {', '.join(files)}.")
        return [files[name.rstrip("/")] for name in self.pages] or list(files.values())


def address_of(site: Path, file: Path) -> str:
    """Where a page stands below a server's address; the error page under its own name."""
    return file.relative_to(site).as_posix().removesuffix("index.html")
