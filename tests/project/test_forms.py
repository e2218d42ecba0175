"""The forms, labels, owners and settings of the repository fit together, and name nobody."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.project.test_workflows import GITHUB, PROJECT, WORKFLOWS, run_tool

FORMS = sorted(file for file in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if file.name != "config.yml")


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def labels() -> set[str]:
    return {label["name"] for label in read(GITHUB / "labels.yml")}


def test_there_is_a_form_for_each_reason_to_write() -> None:
    assert [form.stem for form in FORMS] == ["accessibility", "clinic", "mistake", "question"]


def test_forms_fit_their_schema() -> None:
    checked = run_tool("check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", *FORMS)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    config = GITHUB / "ISSUE_TEMPLATE" / "config.yml"
    checked = run_tool("check-jsonschema", "--builtin-schema", "vendor.github-issue-config", config)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_schema_sees_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "mistake.yml"
    file.write_text(
        FORMS[2].read_text(encoding="utf-8").replace("type: textarea", "type: textbox", 1), encoding="utf-8"
    )
    assert run_tool("check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", file).returncode != 0


@pytest.mark.parametrize("form", FORMS, ids=lambda file: file.stem)
def test_a_form_says_first_that_all_can_read_it(form: Path) -> None:
    first = read(form)["body"][0]
    assert first["type"] == "markdown"
    assert "Everyone can read what you write here" in first["attributes"]["value"]


@pytest.mark.parametrize("form", FORMS, ids=lambda file: file.stem)
def test_a_form_has_a_label_that_exists(form: Path) -> None:
    assert set(read(form)["labels"]) <= labels()


def test_the_labels_that_programs_use_exist() -> None:
    used = {
        found
        for file in WORKFLOWS
        for found in re.findall(r"^ +LABEL: (\S+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert used == {"review-due", "links"}
    assert used <= labels()


def test_a_pull_request_is_asked_for_what_a_fact_needs() -> None:
    asked = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", asked, re.MULTILINE) == [
        "What changes", "Why", "Source", "Conflict of interest", "Seen by a clinician?", "Before it goes live",
    ]  # fmt: skip


def test_nobody_is_named_as_an_owner_until_someone_fills_it_in() -> None:
    lines = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    rules = [line.lstrip("# ") for line in lines if re.match(r"#? ?/", line)]
    assert any(rule.startswith("/docs/data/ ") for rule in rules)
    for rule in rules:
        path, *owners = rule.split()
        assert (PROJECT / path.strip("/")).exists(), path
        if not rule.startswith("#") and f"# {rule}" in lines:
            assert all(owner.startswith("@your-organisation/") for owner in owners)


def test_the_place_that_owners_are_told_to_read_is_there() -> None:
    (page, heading) = re.findall(
        r"(docs/\S+\.md), under the heading \"([^\"]+)\"", (GITHUB / "CODEOWNERS").read_text(encoding="utf-8")
    )[0]
    assert f"## {heading} {{" in (PROJECT / page).read_text(encoding="utf-8")


def test_both_workflows_that_run_on_a_change_of_main_and_of_a_pull_request_know_the_repository() -> None:
    for name in ("deploy.yml", "test.yml"):
        steps = [step for job in read(GITHUB / "workflows" / name)["jobs"].values() for step in job["steps"]]
        (build,) = [step for step in steps if step.get("run") == "make site"]
        assert build["env"] == {"REPOSITORY_URL": "${{ github.server_url }}/${{ github.repository }}"}


def test_netlify_builds_what_make_site_builds() -> None:
    settings = tomllib.loads((PROJECT / "netlify.toml").read_text(encoding="utf-8"))
    assert settings["build"]["publish"] == "site"
    commands = [settings["build"]["command"], settings["context"]["deploy-preview"]["command"]]
    assert all(command.endswith(" make site") for command in commands)
    assert "$DEPLOY_PRIME_URL" in commands[1]
