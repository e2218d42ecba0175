"""The guide can leave MkDocs: the engines it could move to build the same guide."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.engines.compare import (
    PROJECT,
    BuildError,
    build_mkdocs,
    build_properdocs,
    build_zensical,
    copy_tree,
    differing_files,
    differing_pages,
    read_pages,
)

pytestmark = pytest.mark.engines


@dataclass(frozen=True)
class Builds:
    """One tree, built with each engine."""

    mkdocs: Path
    properdocs: Path
    zensical: Path


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """The guide, built with each engine."""
    return build_all(PROJECT, tmp_path_factory.mktemp("engines"))


def build_all(project: Path, work: Path) -> Builds:
    tree = copy_tree(project, work / "tree")
    return Builds(
        build_mkdocs(tree, work / "mkdocs"),
        build_properdocs(tree, work / "properdocs"),
        build_zensical(tree, work / "zensical"),
    )


def test_properdocs_builds_the_same_files(builds: Builds) -> None:
    assert differing_files(builds.mkdocs, builds.properdocs) == []


def test_zensical_builds_the_same_pages_words_and_links(builds: Builds) -> None:
    assert differing_pages(builds.mkdocs, builds.zensical) == []


def test_the_comparison_reads_something(builds: Builds) -> None:
    pages = read_pages(builds.mkdocs)
    told = [address for address in pages if address != "404.html"]
    assert len(told) >= 20
    assert all(len(pages[address].words) > 20 for address in told)
    assert sum(len(page.links) for page in pages.values()) > 50


def home(folder: Path) -> Path:
    return folder / "index.html"


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_changed_word_is_seen(builds: Builds, tmp_path: Path) -> None:
    copy = shutil.copytree(builds.mkdocs, tmp_path / "copy")
    replace(home(copy), "</main>", "<p>Nobody wrote this.</p></main>")
    assert differing_files(builds.mkdocs, copy) == ["index.html: different"]
    (line,) = differing_pages(builds.mkdocs, copy)
    assert line.startswith("/: says ")
    assert "Nobody wrote this." in line


def test_other_structured_data_is_seen(tmp_path: Path) -> None:
    page = '<p>Words.</p><script type="application/ld+json">{"name":"One"}</script>'
    for folder, name in (("before", "One"), ("after", "Two")):
        (tmp_path / folder).mkdir()
        home(tmp_path / folder).write_text(page.replace("One", name), encoding="utf-8")
    assert differing_pages(tmp_path / "before", tmp_path / "after") == ["/: other structured data"]


def test_a_lost_link_is_seen(builds: Builds, tmp_path: Path) -> None:
    before = shutil.copytree(builds.mkdocs, tmp_path / "before")
    after = shutil.copytree(builds.mkdocs, tmp_path / "after")
    replace(home(before), "</main>", '<p><a href="get-help/#nowhere">Help</a></p></main>')
    replace(home(after), "</main>", "<p>Help</p></main>")
    assert differing_pages(before, after) == ["/: no link to /get-help/#nowhere"]


def test_a_lost_page_is_seen(builds: Builds, tmp_path: Path) -> None:
    copy = shutil.copytree(builds.mkdocs, tmp_path / "copy")
    (copy / "get-help" / "index.html").unlink()
    assert "get-help/index.html: missing" in differing_files(builds.mkdocs, copy)
    assert differing_pages(builds.mkdocs, copy) == ["/get-help/: missing"]
    assert differing_pages(copy, builds.mkdocs) == ["/get-help/: extra"]


SMALL = {
    "mkdocs.yml": (
        "site_name: Small\nsite_url: http://127.0.0.1:8000/\ntheme: {name: material, custom_dir: overrides, font: false, variant: classic}\n"
        "plugins: [macros: {module_name: macros, on_undefined: strict, on_error_fail: true}]\n"
        "markdown_extensions: [attr_list, toc]\n"
    ),
    "overrides/main.html": (
        "<!doctype html><html lang=en><title>{{ page.title }}</title><body>"
        "{% for item in nav.items %}<a href='{{ item.url | url }}'>{{ item.title }}</a>{% endfor %}"
        "<main>{{ page.content }}</main></body></html>"
    ),
    "docs/index.md": "---\ntitle: Home\n---\n{{ greeting() }} Go on to the [other page](other.md).\n",
    "docs/other.md": "---\ntitle: Other\n---\n## Words { #words }\n\n[Back](index.md)\n",
    "macros/__init__.py": "def define_env(env):\n    env.macro(lambda: 'Good day.', 'greeting')\n",
}


def write_small(folder: Path, **changes: str) -> Path:
    for name, text in {**SMALL, **changes}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_engines_agree_on_a_small_guide(tmp_path: Path) -> None:
    built = build_all(write_small(tmp_path / "small"), tmp_path)
    assert differing_files(built.mkdocs, built.properdocs) == []
    assert differing_pages(built.mkdocs, built.zensical) == []
    assert read_pages(built.zensical)[""].links == {"", "other/"}


def test_what_an_engine_passes_over_is_seen(tmp_path: Path) -> None:
    # Zensical does not run hooks and does not say so, not even in a strict build.
    hook = "def on_page_markdown(markdown, **_):\n    return markdown.replace('other page', 'next page')\n"
    hooked = {
        "mkdocs.yml": SMALL["mkdocs.yml"] + "hooks: [macros/hook.py]\n",
        "macros/hook.py": hook,
    }
    built = build_all(write_small(tmp_path / "small", **hooked), tmp_path)
    (line,) = differing_pages(built.mkdocs, built.zensical)
    assert line.startswith("/: says ")
    assert "next page" in line


@pytest.mark.parametrize("build", [build_mkdocs, build_properdocs, build_zensical])
def test_an_unknown_macro_stops_every_engine(tmp_path: Path, build: object) -> None:
    broken = {"docs/other.md": "---\ntitle: Other\n---\n{{ no_such_component() }}\n"}
    small = write_small(tmp_path / "small", **broken)
    assert callable(build)
    with pytest.raises(BuildError):
        build(copy_tree(small, tmp_path / "tree"), tmp_path / "built")
