"""What a change of facts and pages changes for readers is listed, and the list can do nothing but be read."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest

from macros.checks.base import NoBaseError, open_base
from macros.facts_diff.compare import ANSWERS, EXAMPLES, FACTS, PAGES, ROWS, SENTENCES, Comparison, compare
from macros.facts_diff.report import LONGEST, NOTHING, full_report, report
from tests.conftest import run


def git(project: Path, *arguments: str) -> str:
    """Run git in a project, as somebody."""
    somebody = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    done = subprocess.run(
        ["git", "-C", str(project), *somebody, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def edit(project: Path, file: str, old: str, new: str) -> None:
    """Change a file of a project's docs, once."""
    path = project / "docs" / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def before(project: Path, tmp_path: Path) -> Path:
    """The small guide as it was, beside the one that a test changes."""
    return shutil.copytree(project, tmp_path / "before")


@pytest.fixture
def repository(project: Path) -> Path:
    """The small guide in git, on a branch of its own."""
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "docs", "mkdocs.yml")
    git(project, "commit", "-q", "-m", "First")
    git(project, "switch", "-q", "-c", "work")
    return project


def changes(found: Comparison, group: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Before and after of each change of a group."""
    return [(change.before, change.after) for change in found.groups[group]]


def test_a_guide_that_did_not_change_says_so_in_one_sentence(before: Path, project: Path) -> None:
    found = compare(before, project)
    assert found.count == 0
    assert NOTHING in report(found, "main")
    assert "```" not in report(found, "main")


def test_a_changed_wait_shows_in_facts_sentences_tables_examples_and_answers(
    before: Path, project: Path
) -> None:
    edit(project, "data/intervals.yml", "advised: 10", "advised: 13")
    found = compare(before, project)
    assert changes(found, FACTS) == [(("advised: 10",), ("advised: 13",))]
    assert found.groups[FACTS][0].where == ("intervals: tan-then-peel",)
    assert (("A peel comes 10 days after a tan.",), ("A peel comes 13 days after a tan.",)) in changes(
        found, SENTENCES
    )
    rows = [(was[0], now[0]) for was, now in changes(found, ROWS)]
    assert any("5 to 10 days" in was and "5 to 13 days" in now for was, now in rows)
    ((was, now),) = changes(found, EXAMPLES)
    assert "day 10" in was[0]
    assert "day 13" in now[0]
    answers = changes(found, ANSWERS)
    assert any(
        "usual from 14 January 2027" in a[0] and "usual from 17 January 2027" in b[0] for a, b in answers
    )
    assert all(a != b for a, b in answers)
    # What a change does not touch is not listed.
    assert not any(
        "strong" in str(change.where) and "area same" in str(change.where) for change in found.groups[ANSWERS]
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "group", "words"),
    [
        ("data/intervals.yml", "certainty: low", "certainty: moderate", ANSWERS, "some support"),
        ("data/cautions.yml", "says: ", "says: Today ", FACTS, "Today"),
        ("data/claims/all.yml", "says: ", "says: Perhaps ", SENTENCES, "Perhaps"),
        ("data/words.yml", "title: ", "title: My ", FACTS, "My "),
        ("data/planner/en.yml", "label: ", "label: My ", FACTS, "My "),
        ("get-help.md", "## Signs", "## Signs to know", SENTENCES, "Signs to know"),
        ("get-help.md", "audience: ", "audience: Most of ", SENTENCES, "Most of"),
    ],
)
def test_other_changes_are_listed_too(
    before: Path, project: Path, file: str, old: str, new: str, group: str, words: str
) -> None:
    edit(project, file, old, new)
    found = compare(before, project)
    assert any(words in line for _, after in changes(found, group) for line in after)


def test_entries_and_pages_that_come_and_go_are_listed(before: Path, project: Path) -> None:
    (project / "docs" / "more.md").write_text(
        (project / "docs" / "get-help.md").read_text(encoding="utf-8"), encoding="utf-8"
    )
    text = (project / "docs" / "data" / "warning_signs.yml").read_text(encoding="utf-8")
    first, second = [match.start() for match in re.finditer(r"^  - ", text, re.MULTILINE)][:2]
    gone = text[first:second]
    edit(project, "data/warning_signs.yml", gone, "")
    found = compare(before, project)
    assert [change.where for change in found.groups[PAGES]] == [("more",)]
    (entry,) = [change for change in found.groups[FACTS] if "warning_signs" in change.where[0]]
    assert entry.after == ()
    assert any(line.startswith("sign: ") for line in entry.before)
    back = compare(project, before)
    assert [change.before for change in back.groups[PAGES]] == [("This page.",)]


def test_a_base_that_cannot_be_read_is_said_and_the_files_are_still_compared(
    before: Path, project: Path
) -> None:
    edit(before, "data/intervals.yml", "until: 60", "untill: 60")
    edit(project, "data/intervals.yml", "advised: 10", "advised: 13")
    found = compare(before, project)
    assert found.unread
    assert not found.problems
    text = report(found, "main")
    assert "cannot be read with the code of today" in text
    assert "+ advised: 13" in text


@pytest.mark.parametrize("where", ["facts", "page"])
def test_a_guide_that_cannot_be_read_is_an_error_that_names_the_line(
    repository: Path, where: str, tmp_path: Path
) -> None:
    if where == "facts":
        edit(repository, "data/intervals.yml", "advised: 10", "advised: ten")
    else:
        edit(repository, "get-help.md", "{{ in_short(", "{{ in_shorts(")
    out = tmp_path / "out.md"
    done = run("-m", "macros.facts_diff", "--project", str(repository), "--out", str(out))
    assert done.returncode == 1, done.stderr
    assert re.search(r"docs/[\w/.-]+:\d+: ", out.read_text(encoding="utf-8"))


# --- the base -----------------------------------------------------------------------


def test_the_base_is_the_commit_that_the_branch_left(repository: Path) -> None:
    git(repository, "switch", "-q", "main")
    edit(repository, "get-help.md", "## Signs", "## Other signs")
    git(repository, "commit", "-q", "-a", "-m", "main moved on")
    git(repository, "switch", "-q", "work")
    for given in ("", "main"):
        with open_base(repository, given) as base:
            assert base.name.startswith("main (")
            assert "## Other signs" not in (base.project / "docs" / "get-help.md").read_text(encoding="utf-8")
    assert not base.project.exists()


def test_a_project_below_the_top_of_its_repository_has_a_base(tmp_path: Path, project: Path) -> None:
    top = tmp_path / "top"
    shutil.copytree(project, top / "guide")
    git(tmp_path, "init", "-q", "-b", "main", str(top))
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "First")
    with open_base(top / "guide") as base:
        assert (base.project / "docs" / "data" / "intervals.yml").is_file()


@pytest.mark.parametrize(("given", "words"), [("", "not in git"), ("nowhere", 'git knows no "nowhere"')])
def test_without_a_base_it_says_so(project: Path, given: str, words: str) -> None:
    with pytest.raises(NoBaseError, match=words), open_base(project, given):
        pass
    done = run("-m", "macros.facts_diff", "--project", str(project), "--base", given)
    assert done.returncode == 2
    assert words in done.stderr
    done = run("-m", "macros.checks", "--project", str(project), "--against", given)
    assert done.returncode == 0
    assert "Not checked: if a changed wait kept its old row" in done.stdout


@pytest.mark.parametrize("hostile", ["--output=x", "main;touch x", "$(touch x)", "main:docs"])
def test_a_base_is_a_name_and_never_an_option_or_a_command(repository: Path, hostile: str) -> None:
    with pytest.raises(NoBaseError), open_base(repository, hostile):
        pass
    assert not (repository / "x").exists()


def test_a_link_in_the_base_is_not_followed(repository: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret", encoding="utf-8")
    (repository / "docs" / "link.md").symlink_to(secret)
    git(repository, "add", "docs")
    git(repository, "commit", "-q", "-m", "A link")
    with open_base(repository, "HEAD") as base:
        assert not (base.project / "docs" / "link.md").exists()


# --- what it prints -------------------------------------------------------------------


class _Outside(HTMLParser):
    """The tags of a text, and its words that are not in code."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""
        self._code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._code += tag in {"pre", "code"}

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag in {"pre", "code"}

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.words += data


HOSTILE = (
    "@everyone <script>alert(1)</script> [a](https://evil.example) ![b](https://evil.example/b.png) #1 "
    "https://evil.example \u202egnp.exe <!-- --> ~~~"
)


@pytest.mark.parametrize("ticks", ["", "```", "``````"])
def test_nothing_that_it_lists_is_a_mention_a_link_or_markup(before: Path, project: Path, ticks: str) -> None:
    said = f"says: '{HOSTILE} {ticks}'\n    #"
    edit(project, "data/claims/all.yml", "says: ", f"{said} ")
    edit(project, "data/glossary.yml" if (project / "docs/data/glossary.yml").exists() else "data/words.yml",
         "title: ", f"title: '{HOSTILE} {ticks}' #")  # fmt: skip
    found = compare(before, project)
    assert found.groups[FACTS]
    for text in (report(found, f"main {HOSTILE}"), full_report(found, "main")):
        assert "@everyone" in text
        assert "\u202e" not in text
        assert "<U+202E>" in text
        seen = _Outside()
        seen.feed(markdown.markdown(text, extensions=["fenced_code"]))
        assert seen.tags <= {"h2", "h3", "p", "pre", "code", "strong"}, seen.tags
        for sign in ("@", "<", "evil", "#1"):
            assert sign not in seen.words, seen.words


def test_it_is_short_and_the_full_list_is_whole(before: Path, project: Path) -> None:
    page = project / "docs" / "get-help.md"
    text = page.read_text(encoding="utf-8")
    many = "\n\n".join(f"Sentence {n} is new: {'long ' * 200}." for n in range(400))
    page.write_text(text.replace("## Signs", f"{many}\n\n## Signs", 1), encoding="utf-8")
    edit(project, "data/intervals.yml", "advised: 10", "advised: 13")
    found = compare(before, project)
    short, full = report(found, "main"), full_report(found, "main")
    assert len(short) < LONGEST
    assert "Sentence 399 is new" in full
    assert "Sentence 399 is new" not in short
    assert re.search(r"And \d+ more, in the full list|and \d+ more lines", short)


def test_the_command_writes_both_files_and_is_content_with_changes(repository: Path, tmp_path: Path) -> None:
    edit(repository, "data/intervals.yml", "advised: 10", "advised: 13")
    out, full = tmp_path / "short.md", tmp_path / "full.md"
    done = run(
        "-m",
        "macros.facts_diff",
        "--project",
        str(repository),
        "--base",
        "main",
        "--out",
        str(out),
        "--full",
        str(full),
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    for file in (out, full):
        text = file.read_text(encoding="utf-8")
        assert "- advised: 10\n+ advised: 13" in text
        # What stops the change is told beside its effect.
        assert "the old row is not kept" in text
