"""What the workflows do at GitHub, against a stand-in for its program gh that notes what it was asked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from macros.watch.comment import MARK
from tests.project.test_forms import labels
from tests.project.test_workflows import GITHUB
from tests.tools.debian import install_package

HOW_TO = "No jq was found, and none could be installed. Install it (on Debian or Ubuntu: apt install jq)."
# Answers from a file by what the call starts with, through jq as gh does; notes each call with its input.
STAND_IN = """#!{python}
import json, os, subprocess, sys
folder = os.environ["STAND_IN"]
words = sys.argv[1:]
body = next((word.partition("@")[2] for word in words if word.startswith("body=@")), "")
given = open(body).read() if body else (sys.stdin.read() if "--body-file" in words else "")
with open(folder + "/calls", "a") as calls:
    calls.write(json.dumps([words, given]) + "\\n")
answers = json.load(open(folder + "/answers.json"))
found = next((answers[key] for key in answers if " ".join(words).startswith(key)), None)
if found is None:
    sys.exit(0)
if isinstance(found, dict) and "exit" in found:
    sys.exit(found["exit"])
if isinstance(found, dict) and "file" in found:
    target = words[words.index("--dir") + 1]
    os.makedirs(target)
    if found.get("link"):
        os.symlink(found["file"], target + "/facts-diff.md")
    else:
        open(target + "/facts-diff.md", "w").write(found["file"])
    sys.exit(0)
query = words[words.index("--jq") + 1]
sys.exit(subprocess.run(["jq", "-r", query], input=json.dumps(found), text=True).returncode)
"""


class GitHub:
    """The stand-in, what it answers, and what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        program = folder / "gh"
        program.write_text(STAND_IN.replace("{python}", sys.executable), encoding="utf-8")
        program.chmod(0o755)

    def run(self, script: str, answers: dict[str, Any], **environment: str) -> str:
        """Run a script of .github; gives what it printed."""
        (self.folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        done = subprocess.run(
            [str(GITHUB / script)],
            env={
                **os.environ,
                "PATH": f"{self.folder}:{os.environ['PATH']}",
                "STAND_IN": str(self.folder),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def calls(self) -> list[tuple[str, str]]:
        """Each call as its words, with what it was given."""
        file = self.folder / "calls"
        if not file.exists():
            return []
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        return [(" ".join(words), given) for words, given in lines]

    def changed(self) -> list[tuple[str, str]]:
        """The calls that change something."""
        reading = ("issue list", "api --method GET", "api --paginate", "api repos/", "run download")
        return [call for call in self.calls if not call[0].startswith(reading)]


@pytest.fixture
def github(tmp_path: Path) -> GitHub:
    """A fresh stand-in."""
    if shutil.which("jq") is None:
        install_package("jq")
    if shutil.which("jq") is None and not os.environ.get("CI"):
        pytest.skip(HOW_TO)
    assert shutil.which("jq"), HOW_TO
    return GitHub(tmp_path)


# --- one issue --------------------------------------------------------------------------

ISSUE = {"TITLE": "Pages that are due", "LABEL": "review-due"}
OPEN = [{"number": 3, "title": "Something else"}, {"number": 7, "title": "Pages that are due"}]


def test_the_first_time_an_issue_is_opened(github: GitHub) -> None:
    github.run("one-issue", {"issue list": OPEN[:1], "label create": {"exit": 1}}, BODY="| a |", **ISSUE)
    label, created = github.changed()
    assert label[0] == "label create review-due"
    assert created == ("issue create --title Pages that are due --label review-due --body-file -", "| a |\n")


def test_the_next_time_it_is_written_anew(github: GitHub) -> None:
    github.run("one-issue", {"issue list": OPEN}, BODY="| b |", **ISSUE)
    assert github.changed() == [("issue edit 7 --body-file -", "| b |\n")]


def test_it_is_closed_when_nothing_is_left(github: GitHub) -> None:
    github.run("one-issue", {"issue list": OPEN}, BODY="", **ISSUE)
    assert github.changed() == [("issue close 7 --comment Nothing is left to do.", "")]


def test_nothing_happens_when_there_is_nothing_to_say(github: GitHub) -> None:
    github.run("one-issue", {"issue list": []}, BODY="", **ISSUE)
    assert github.changed() == []


def test_a_title_is_no_program(github: GitHub) -> None:
    hostile = '"; .[0].number | "$(touch owned)'
    github.run(
        "one-issue", {"issue list": OPEN}, BODY="`touch owned` $(touch owned)", TITLE=hostile, LABEL="links"
    )
    assert github.changed()[-1][1] == "`touch owned` $(touch owned)\n"
    assert not Path("owned").exists()


# --- labels -----------------------------------------------------------------------------


def test_every_label_is_made(github: GitHub) -> None:
    github.run("make-labels", {})
    made = [call.split()[2] for call, _ in github.calls]
    assert sorted(made) == sorted(labels())
    assert all(call.endswith("--force") and "--color" in call for call, _ in github.calls)


# --- outputs ----------------------------------------------------------------------------


def test_a_text_becomes_an_output_that_it_cannot_end(tmp_path: Path) -> None:
    file = tmp_path / "output"
    text = "a\nEOF\nother=1\n"
    subprocess.run(
        [str(GITHUB / "output"), "list"],
        input=text,
        text=True,
        env={**os.environ, "GITHUB_OUTPUT": str(file)},
        check=True,
    )
    first, *rest = file.read_text(encoding="utf-8").splitlines()
    name, end = first.split("<<")
    assert name == "list"
    assert len(end) > 30
    assert rest.index(end) == len(rest) - 1
    assert "\n".join(rest[:-1]).rstrip("\n") == text.rstrip("\n")


# --- the comment ------------------------------------------------------------------------

RUN = {
    "REPOSITORY": "owner/name",
    "RUN": "99",
    "HEAD_OWNER": "stranger",
    "HEAD_BRANCH": "patch-1",
    "HEAD_SHA": "abc",
    "GH_TOKEN": "none",
}
PULLS = "api --method GET repos/owner/name/pulls"
ARTIFACTS = "api repos/owner/name/actions/runs/99/artifacts"
COMMENTS = "api --paginate repos/owner/name/issues/12/comments"
DOWNLOAD = "run download 99"


def answers(**changed: Any) -> dict[str, Any]:
    usual = {
        PULLS: [{"number": 11, "head": {"sha": "old"}}, {"number": 12, "head": {"sha": "abc"}}],
        ARTIFACTS: {
            "artifacts": [{"name": "site", "size_in_bytes": 9}, {"name": "facts-diff", "size_in_bytes": 900}]
        },
        DOWNLOAD: {"file": "- 14\n+ 21\n"},
        COMMENTS: [],
    }
    names = {"pulls": PULLS, "artifacts": ARTIFACTS, "download": DOWNLOAD, "comments": COMMENTS}
    return usual | {names[name]: value for name, value in changed.items()}


def comment(author: str, body: str, number: int) -> dict[str, Any]:
    return {"id": number, "user": {"login": author}, "body": body}


def test_a_comment_is_written_under_the_pull_request_of_that_commit(github: GitHub) -> None:
    github.run("comment-facts-diff", answers(), **RUN)
    ((call, body),) = github.changed()
    assert call.startswith("api --method POST repos/owner/name/issues/12/comments ")
    assert body.startswith(MARK)
    assert "- 14\n+ 21\n" in body


def test_the_own_comment_is_written_anew(github: GitHub) -> None:
    there = [
        comment("stranger", f"{MARK}\nnot ours", 1),
        comment("github-actions[bot]", "another program's", 2),
        comment("github-actions[bot]", f"{MARK}\nours", 3),
    ]
    github.run("comment-facts-diff", answers(comments=there), **RUN)
    ((call, _),) = github.changed()
    assert call.startswith("api --method PATCH repos/owner/name/issues/comments/3 ")


def test_the_own_comment_goes_when_nothing_changes_any_more(github: GitHub) -> None:
    there = [comment("github-actions[bot]", f"{MARK}\nours", 3)]
    github.run("comment-facts-diff", answers(comments=there, download={"file": "\n"}), **RUN)
    assert github.changed() == [("api --method DELETE repos/owner/name/issues/comments/3", "")]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"pulls": [{"number": 11, "head": {"sha": "old"}}]}, "No open pull request"),
        ({"pulls": []}, "No open pull request"),
        ({"artifacts": {"artifacts": []}}, "no facts-diff"),
        ({"artifacts": {"artifacts": [{"name": "facts-diff", "size_in_bytes": 5_000_000}]}}, "no facts-diff"),
        ({"download": {"file": "/etc/passwd", "link": True}}, "no facts-diff.md"),
    ],
)
def test_nothing_is_written_for_what_cannot_be_trusted(
    github: GitHub, changed: dict[str, Any], said: str
) -> None:
    assert said in github.run("comment-facts-diff", answers(**changed), **RUN)
    assert github.changed() == []


def test_what_a_stranger_calls_a_branch_is_no_program(github: GitHub) -> None:
    hostile = {**RUN, "HEAD_BRANCH": 'x"; $(touch owned) `touch owned` --jq .'}
    github.run("comment-facts-diff", answers(), **hostile)
    asked = next(call for call, _ in github.calls if call.startswith(PULLS))
    assert f"head=stranger:{hostile['HEAD_BRANCH']}" in asked
    assert not Path("owned").exists()
