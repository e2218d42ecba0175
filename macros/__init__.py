"""Hands the facts and the components to Markdown, for every engine that knows define_env."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from macros.components import Library, PageContext, Site, read_page
from macros.components.page import NO_SITE, as_they_stand, today
from macros.components.spec import FOLDER as COMPONENTS
from macros.errors import GuideError, Problem
from macros.facts import load_facts

# An address of a repository, such as https://github.com/owner/name.
REPOSITORY = re.compile(r"https://[\w.-]+(?::\d+)?(?:/[\w.~-]+)+")

# What the files looked like when they were last read: path, time of change and size of each.
Stamp = tuple[tuple[str, int, int], ...]


@lru_cache(maxsize=4)
def _library(data: Path, project: Path, _day: date, _stamp: Stamp) -> Library:
    # Kept between calls because some engines call define_env once for every page.
    return Library(as_they_stand(load_facts(data, project)))


def _stamp(*folders: Path) -> Stamp:
    """Changes whenever a file below `folders` does, so that a live server sees every edit."""
    return tuple(
        (str(file), file.stat().st_mtime_ns, file.stat().st_size)
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.suffix in {".yml", ".html"}
    )


def define_env(env: Any) -> None:
    """Register every component as a macro.

    Args:
        env: The macro environment of the engine: `conf`, `project_dir`, `page` and `macro`.

    Raises:
        GuideError: A fact or a setting is wrong; one line says which and how to mend it.
    """
    project = Path(env.project_dir).resolve()
    docs = Path(env.conf["docs_dir"])
    docs = docs if docs.is_absolute() else project / docs
    data = docs / "data"
    library = _library(data, project, today(), _stamp(data, COMPONENTS))
    site = _site(env.conf, project)
    _say_mistakes_plainly()
    state: dict[str, Any] = {"engine_page": None, "context": None}

    def current_page() -> PageContext:
        if state["context"] is None or state["engine_page"] is not env.page:
            state["engine_page"] = env.page
            state["context"] = page_context(
                library,
                docs,
                _source_path(env.page),
                project,
                links_from_file=not hasattr(env.page, "file"),
                site=site,
            )
        context: PageContext = state["context"]
        return context

    for name, function in library.functions(current_page).items():
        env.macro(function, name)


def page_context(
    library: Library,
    docs: Path,
    path: str,
    project: Path,
    *,
    links_from_file: bool = False,
    site: Site = NO_SITE,
) -> PageContext:
    """The context of a page for one rendering of it."""

    def render(text: str) -> str:
        functions = library.functions(lambda: context)
        return Environment(undefined=StrictUndefined).from_string(text).render(functions)

    context = PageContext(
        read_page(docs, path, project), library.facts, docs, project, render, links_from_file, site
    )
    return context


def _site(conf: Any, project: Path) -> Site:
    """What the engine's settings say of the whole guide."""
    url = str(conf.get("site_url") or "")
    extra = conf.get("extra") or {}
    address = f"{url.rstrip('/')}/" if url else ""
    edit, mistake = _repository(extra.get("repository") or {}, project / "mkdocs.yml")
    return Site(str(conf.get("site_name") or ""), address, str(extra.get("license", "")), edit, mistake)


def _repository(settings: Any, file: Path) -> tuple[str, str]:
    """Where a page's file is edited and where a mistake is reported; two empty texts where none is set.

    Raises:
        GuideError: The repository's address is none.
    """
    url = str(settings.get("url") or "").strip().rstrip("/")
    if not url:
        return "", ""
    if not REPOSITORY.fullmatch(url):
        said = f'extra.repository.url is "{url}", and that is no address of a repository.'
        fix = "Write it as https://github.com/owner/name, or leave it empty. REPOSITORY_URL comes first."
        lines = file.read_text(encoding="utf-8").splitlines()
        line = next((number for number, text in enumerate(lines, 1) if text.strip() == "repository:"), 0) + 1
        raise GuideError([Problem(file.name, line, "repository", said, fix)])
    return f"{url}/{settings['edit']}", f"{url}/{settings['mistake']}"


def _say_mistakes_plainly() -> None:
    """Have MkDocs print a mistake in a call as its one line, not as a traceback."""
    try:
        from mkdocs_macros.errors import format_error
    except ImportError:
        return
    format_error.register(GuideError, lambda error, markdown, page: str(error))


def _source_path(page: Any) -> str:
    """Path of a page below the docs folder: engines name it differently."""
    file = getattr(page, "file", None)
    return str(file.src_uri if file is not None else page.path)
