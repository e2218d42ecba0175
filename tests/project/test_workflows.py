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
    assert {file.name for file in WORKFLOWS} >= {"test.yml", "deploy.yml"}


def test_zizmor_finds_nothing() -> None:
    checked = zizmor(*WORKFLOWS, GITHUB / "dependabot.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (r"@[0-9a-f]{40} # v7\.0\.1", "@v7", "unpinned-uses"),
        (r"permissions: \{\}", "permissions: write-all", "excessive-permissions"),
        (r"        with:\n          persist-credentials: false\n", "", "artipacked"),
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


def test_only_the_deploying_job_may_write() -> None:
    writers = {
        (workflow.name, name): job["permissions"]
        for workflow in WORKFLOWS
        for name, job in read(workflow)["jobs"].items()
        if "write" in job["permissions"].values()
    }
    assert writers == {("deploy.yml", "deploy"): {"pages": "write", "id-token": "write"}}


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
