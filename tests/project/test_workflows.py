"""The workflows keep to their rules: least permissions, pinned actions, time limits."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
GITHUB = PROJECT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PINNED = re.compile(r"^\s*(?:- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def run_tool(tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the project's environment."""
    command = [str(Path(sys.executable).parent / tool), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=PROJECT)


def zizmor(*files: Path) -> subprocess.CompletedProcess[str]:
    return run_tool("zizmor", "--offline", "--persona=pedantic", "--no-progress", "--quiet", *files)


def read(workflow: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    return content


def events_of(workflow: Path) -> dict[str, Any]:
    """What starts a workflow: its key "on", read as text and not as the yes of YAML 1.1."""
    content = yaml.load(workflow.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    events: dict[str, Any] = content["on"]
    return events


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of one workflow, to break."""
    file = tmp_path / ".github" / "workflows" / "test.yml"
    file.parent.mkdir(parents=True)
    file.write_text((GITHUB / "workflows" / "test.yml").read_text(encoding="utf-8"), encoding="utf-8")
    return file


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert re.search(old, text)
    file.write_text(re.sub(old, new, text), encoding="utf-8")


def test_there_are_workflows_to_test() -> None:
    names = {file.name for file in WORKFLOWS}
    assert names == {"deploy.yml", "facts-diff.yml", "links.yml", "reviews.yml", "test.yml"}


def test_zizmor_finds_nothing() -> None:
    checked = zizmor(GITHUB / "workflows", GITHUB / "dependabot.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (r"@[0-9a-f]{40} # v7\.0\.1", "@v7", "unpinned-uses"),
        (r"permissions: \{\}", "permissions: write-all", "excessive-permissions"),
        (r"          persist-credentials: false\n", "", "artipacked"),
        ("run: make site", "run: echo ${{ github.head_ref }}", "template-injection"),
        ("  pull_request:", "  pull_request_target:", "dangerous-triggers"),
    ],
)
def test_zizmor_sees_a_mistake(copy: Path, old: str, new: str, rule: str) -> None:
    replace(copy, old, new)
    checked = zizmor(copy)
    assert checked.returncode != 0
    assert f"[{rule}]" in checked.stdout


@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_workflows_fit_their_schema(schema: str) -> None:
    checked = run_tool("check-jsonschema", "--builtin-schema", schema, *WORKFLOWS)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_dependabot_fits_its_schema() -> None:
    checked = run_tool("check-jsonschema", "--builtin-schema", "vendor.dependabot", GITHUB / "dependabot.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("schema", "old", "new"),
    [
        ("vendor.github-workflows", "runs-on:", "run-on:"),
        ("custom.github-workflows-require-timeout", r"    timeout-minutes: \d+\n", ""),
    ],
)
def test_the_schemas_see_a_mistake(copy: Path, schema: str, old: str, new: str) -> None:
    replace(copy, old, new)
    assert run_tool("check-jsonschema", "--builtin-schema", schema, copy).returncode != 0


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_every_action_is_pinned_to_a_commit(workflow: Path) -> None:
    lines = [line for line in workflow.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert lines
    assert [line for line in lines if not PINNED.match(line)] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_grants_nothing_but_to_a_job(workflow: Path) -> None:
    content = read(workflow)
    assert content["permissions"] == {}
    assert "concurrency" in content
    for job in content["jobs"].values():
        assert job["name"]
        assert isinstance(job["permissions"], dict)
        assert all(step["name"] for step in job["steps"])


def test_a_job_that_may_write_may_write_one_thing() -> None:
    writers = {
        (workflow.name, name): job["permissions"]
        for workflow in WORKFLOWS
        for name, job in read(workflow)["jobs"].items()
        if "write" in job["permissions"].values()
    }
    assert writers == {
        ("deploy.yml", "deploy"): {"pages": "write", "id-token": "write"},
        ("facts-diff.yml", "comment"): {"actions": "read", "contents": "read", "pull-requests": "write"},
        ("links.yml", "issue"): {"contents": "read", "issues": "write"},
        ("reviews.yml", "issue"): {"contents": "read", "issues": "write"},
    }


def test_a_job_that_may_write_runs_nothing_but_the_projects_own_scripts() -> None:
    """No package is installed beside a token that may write, and no file of a pull request is run."""
    for name in ("facts-diff.yml", "links.yml", "reviews.yml"):
        for job in read(GITHUB / "workflows" / name)["jobs"].values():
            if "write" in job["permissions"].values():
                used = [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step]
                assert used == ["actions/checkout"]
                # No other commit than main's own.
                assert all("ref" not in step.get("with", {}) for step in job["steps"])
                commands = " ".join(step.get("run", "") for step in job["steps"])
                assert "make" not in commands
                assert re.search(r"\.github/(?:one-issue|comment-facts-diff)$", commands.strip())


def test_a_strangers_pull_request_gets_no_secret_and_no_right_to_write() -> None:
    for workflow in WORKFLOWS:
        text = workflow.read_text(encoding="utf-8")
        content = read(workflow)
        events = events_of(workflow)
        assert "pull_request_target" not in events, workflow.name
        assert "secrets." not in text, workflow.name
        if "pull_request" in events:
            rights = [set(job["permissions"].items()) for job in content["jobs"].values()]
            assert rights == [{("contents", "read")}] * len(rights), workflow.name
            assert "github.token" not in text, workflow.name


def test_text_that_others_write_never_stands_in_a_command() -> None:
    for workflow in WORKFLOWS:
        for job in read(workflow)["jobs"].values():
            for step in job["steps"]:
                assert "${{" not in step.get("run", ""), f"{workflow.name}: {step['name']}"


def test_each_schedule_has_a_file_of_its_own() -> None:
    """GitHub turns off the whole file of a schedule after 60 quiet days."""
    for workflow in WORKFLOWS:
        events = events_of(workflow)
        if "schedule" in events:
            assert set(events) == {"schedule", "workflow_dispatch"}, workflow.name


def test_the_comment_follows_the_workflow_that_makes_it() -> None:
    events = events_of(GITHUB / "workflows" / "facts-diff.yml")
    assert events["workflow_run"]["workflows"] == [read(GITHUB / "workflows" / "test.yml")["name"]]
    uploads = [
        step["with"]
        for job in read(GITHUB / "workflows" / "test.yml")["jobs"].values()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/upload-artifact@")
    ]
    assert {upload["name"]: upload["path"] for upload in uploads} == {
        "facts-diff": "facts-diff.md",
        "site": "site",
    }
    script = (GITHUB / "comment-facts-diff").read_text(encoding="utf-8")
    assert "--name facts-diff" in script
    assert "/facts-diff.md" in script


def test_workflows_call_only_targets_and_scripts_that_exist() -> None:
    targets = set(
        re.findall(r"^([a-z-]+):.*## ", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    for workflow in WORKFLOWS:
        text = workflow.read_text(encoding="utf-8")
        assert set(re.findall(r"\bmake (?:--silent )?([a-z-]+)", text)) - {"the"} <= targets, workflow.name
        for script in re.findall(r"(?<![\w/])\.github/[a-z-]+(?![\w./-])", text):
            assert (PROJECT / script).stat().st_mode & 0o111, f"{workflow.name}: {script}"


def test_every_update_waits_a_week_and_comes_in_one_group() -> None:
    updates = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"github-actions", "uv", "npm"}
    for update in updates:
        assert update["cooldown"]["default-days"] >= 7
        assert len(update["groups"]) == 1


def test_nothing_is_deployed_untested() -> None:
    jobs = read(GITHUB / "workflows" / "deploy.yml")["jobs"]
    assert jobs["deploy"]["needs"] == "build"
    commands = [step.get("run") for step in jobs["build"]["steps"]]
    assert commands.index(".ci/run") < commands.index("make site")
    assert not any("cache" in str(step) for step in jobs["build"]["steps"])


@pytest.mark.parametrize(
    ("chosen", "owner", "repository", "address"),
    [
        ("", "Someone", "Guide", "https://someone.github.io/Guide/"),
        ("", "Someone", "someone.github.io", "https://someone.github.io/"),
        ("https://guide.example", "Someone", "Guide", "https://guide.example/"),
        ("https://guide.example/en/", "Someone", "Guide", "https://guide.example/en/"),
    ],
)
def test_the_site_gets_its_address(chosen: str, owner: str, repository: str, address: str) -> None:
    told = subprocess.run(
        [str(GITHUB / "site-url")],
        env={"CHOSEN": chosen, "OWNER": owner, "REPOSITORY": repository, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == f"SITE_URL={address}\n"
