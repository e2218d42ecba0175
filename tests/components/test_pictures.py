"""The guide's own pictures: named for those who cannot see them, and drawn from the facts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from macros.components import Library
from macros.components.drawing import curve, percent
from macros.errors import GuideError
from macros.facts import Facts, load_facts
from macros.facts.picture_checks import said_days
from macros.facts.pictures import Picture, PicturesFile
from tests.components.test_components import render
from tests.conftest import PROJECT

DATA = PROJECT / "docs" / "data"
# How each picture is called, and the list of pictures.yml that it is in.
CALLS = {
    "skin_section": "skin_sections",
    "effects_timeline": "effects_timelines",
    "healing_days": "healing_days",
    "pack_check": "pack_checks",
}


class Tags(HTMLParser):
    """The tags of a piece of HTML with their attributes, and the text of those with an id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self._open = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self._open = given.get("id", "")

    def handle_data(self, data: str) -> None:
        """Keep the text of what has an id."""
        if self._open:
            self.texts[self._open] = self.texts.get(self._open, "") + data

    def handle_endtag(self, tag: str) -> None:
        """What has ended takes no more text."""
        self._open = ""

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each tag of this name."""
        return [given for name, given in self.tags if name == tag]


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The facts of the guide itself."""
    return load_facts(DATA, PROJECT)


def pictures(facts: Facts) -> list[tuple[str, Picture]]:
    """Every picture of the guide with the name of its component."""
    return [(call, picture) for call, of in CALLS.items() for picture in getattr(facts.pictures, of)]


def test_the_guide_has_one_of_each(facts: Facts) -> None:
    assert {call for call, _ in pictures(facts)} == set(CALLS)


@pytest.mark.parametrize("call", CALLS)
def test_a_picture_has_a_name_a_description_a_caption_and_a_twin_in_words(
    facts: Facts, tmp_path: Path, call: str
) -> None:
    library = Library(facts)
    for picture in getattr(facts.pictures, CALLS[call]):
        html = render(library, tmp_path, f'{{{{ {call}("{picture.id}") }}}}')
        read = Tags(html)
        (svg,) = [given for given in read.all("svg") if given.get("role") == "img"]
        assert read.texts[svg["aria-labelledby"]] == picture.title
        assert " ".join(picture.describes) in read.texts[svg["aria-describedby"]]
        assert f"<figcaption>{picture.caption}</figcaption>" in html
        below = html[html.index("</figcaption>") :]
        claims = set(re.findall(r"'claim': '([^']+)'", str(picture.model_dump())))
        told = [facts.claim(claim).says for claim in claims]
        told += [words for part in getattr(picture, "parts", ()) for words in (part.name, part.says)]
        assert told
        missing = [words for words in told if words not in below]
        assert missing == [], f"{picture.id} draws what its list does not say"


def test_called_twice_on_a_page_no_id_stands_twice_and_each_reference_has_its_own(
    facts: Facts, tmp_path: Path
) -> None:
    library = Library(facts)
    body = "\n\n".join(f'{{{{ {call}("{picture.id}") }}}}' for call, picture in pictures(facts))
    html = render(library, tmp_path, f"{body}\n\n{body}")
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    used = re.findall(r'(?:url\(#|aria-labelledby="|aria-describedby=")([^)"]+)', html)
    assert set(used) == set(ids)
    assert all(html.count(f"url(#{each})") + html.count(f'by="{each}"') >= 1 for each in ids)


def test_the_bars_are_as_long_as_the_facts_say_and_move_with_them(facts: Facts, tmp_path: Path) -> None:
    picture = facts.pictures.healing_days[0]

    def widths(of: Facts) -> list[float]:
        html = render(Library(of), tmp_path, f'{{{{ healing_days("{picture.id}") }}}}')
        bars = [given for given in Tags(html).all("rect") if given.get("class") == "draw-line"]
        return [float(given["width"].rstrip("%")) for given in bars]

    assert widths(facts) == pytest.approx([100 * bar.until / picture.days for bar in picture.bars], abs=0.05)
    later = changed(facts, lambda file: file["healing_days"][0]["bars"][0].update(until=5))
    assert widths(later)[0] == pytest.approx(100 * 5 / picture.days, abs=0.05)
    assert widths(later)[1:] == widths(facts)[1:]


def test_the_numbers_stand_on_the_days_of_the_facts_and_move_with_them(facts: Facts, tmp_path: Path) -> None:
    picture = facts.pictures.effects_timelines[0]

    def marks(of: Facts) -> dict[str, float]:
        html = render(Library(of), tmp_path, f'{{{{ effects_timeline("{picture.id}") }}}}')
        found = re.findall(
            r'<svg x="([\d.]+)%" y="[\d.]+"><(?:path|circle) class="draw-mark"[^>]*/><text[^>]*>(\d)<', html
        )
        return {number: float(x) for x, number in found}

    expected: list[float] = []
    for lane in picture.lanes:
        expected += [0] if lane.visits else []
        expected += [(phase.from_ + phase.to) / 2 for phase in lane.phases]
    wanted = {str(n): 100 * day / picture.days for n, day in enumerate(expected, start=1)}
    assert marks(facts) == pytest.approx(wanted, abs=0.05)
    later = changed(facts, lambda file: file["effects_timelines"][0]["lanes"][0]["phases"][1].update(to=28))
    assert marks(later)["2"] == pytest.approx(100 * (14 + 28) / 2 / picture.days, abs=0.05)


def test_each_visit_is_drawn_on_its_day(facts: Facts, tmp_path: Path) -> None:
    picture = facts.pictures.effects_timelines[0]
    (lane,) = [lane for lane in picture.lanes if lane.visits]
    assert lane.visits is not None
    html = render(Library(facts), tmp_path, f'{{{{ effects_timeline("{picture.id}", "{lane.treatment}") }}}}')
    drawn = [given["cx"] for given in Tags(html).all("circle") if given.get("cx", "").endswith("%")]
    assert drawn == [percent(day, picture.days) for day in lane.visits.days if day]


def test_one_treatment_alone_has_its_own_caption_and_counts_from_1(facts: Facts, tmp_path: Path) -> None:
    picture = facts.pictures.effects_timelines[0]
    for lane in picture.lanes:
        call = f'{{{{ effects_timeline("{picture.id}", "{lane.treatment}") }}}}'
        html = render(Library(facts), tmp_path, call)
        assert f"<figcaption>{lane.caption}</figcaption>" in html
        assert re.findall(r'<ol class="picture-key" start="(\d+)"', html) == ["1"]
        assert html.count('<svg viewBox="') == 1


def test_the_tools_reach_the_layers_that_the_facts_name(facts: Facts, tmp_path: Path) -> None:
    picture = facts.pictures.skin_sections[0]

    def deepest(of: Facts) -> list[int]:
        html = render(Library(of), tmp_path, f'{{{{ skin_section("{picture.id}") }}}}')
        tools = [given["d"] for given in Tags(html).all("path") if given.get("class") == "draw-tool"]
        return [max(int(y) for y in re.findall(r"V(\d+)", drawn)) for drawn in tools]

    html = render(Library(facts), tmp_path, f'{{{{ skin_section("{picture.id}") }}}}')
    bands = {
        given["class"].removeprefix("layer-"): (int(given["y"]), int(given["y"]) + int(given["height"]))
        for given in Tags(html).all("rect")
        if given.get("class", "").startswith("layer-")
    }
    for tool, y in zip(picture.tools, deepest(facts), strict=True):
        top, bottom = bands[tool.reaches]
        assert top < y < bottom
    swapped = changed(facts, lambda file: file["skin_sections"][0]["tools"][0].update(reaches="fat"))
    assert bands["fat"][0] < deepest(swapped)[0] < bands["fat"][1]


def changed(facts: Facts, change: Callable[[dict[str, Any]], None]) -> Facts:
    """The facts with another picture, as if an editor had changed the file and the claims."""
    file = facts.pictures.model_dump(by_alias=True)
    change(file)
    return replace(facts, pictures=PicturesFile.model_validate(file))


# --- what an editor may get wrong: file, what stands there, what is written instead, words of the message ---

MISTAKES = {
    "a claim that changed": (
        "claims/microneedling.yml",
        "usually settle within 7 days",
        "usually settle within 9 days",
        'The picture draws day 7, which the claim "needling-settles" does not say',
    ),
    "a day of its own": ("pictures.yml", "from: 30, to: 60", "from: 30, to: 70", "draws day 70"),
    "more visits": ("pictures.yml", "count: 4", "count: 5", "draws 5 visits"),
    "another gap": ("pictures.yml", "every: 30", "every: 20", "draws day 20"),
    "an unknown claim": ("pictures.yml", "claim: toxin-onset", "claim: toxin-onsett", 'no claim "toxin-onsett"'),
    "an unknown treatment": ("pictures.yml", "treatment: toxin", "treatment: toxine", 'no treatment "toxine"'),
    "out of order": (
        "pictures.yml",
        "from: 14, to: 14, starts: most, ends: most, claim: toxin-full-effect",
        "from: 2, to: 2, starts: most, ends: most, claim: toxin-onset",
        "Put the phases in the order of their days",
    ),
    "too short an axis": ("pictures.yml", "months: 6", "months: 4", "The axis ends before day 150"),
    "a long word": ("pictures.yml", "muscle: Muscle", "muscle: Muscle of the face", "Use at most 12 letters"),
    "an unknown layer": ("pictures.yml", "reaches: muscle", "reaches: bone", "skin, fat, muscle"),
    "an id used twice": (
        "pictures.yml",
        "skin_sections:\n",
        "skin_sections:\n  - &a {id: where-each-goes, title: A, describes: [A.], caption: A, note: A, "
        "layers: {surface: A, skin: A, fat: A, muscle: A}, tools: [{treatment: toxin, draws: comb, reaches: fat, "
        "claim: toxin-onset}, {treatment: toxin, draws: comb, reaches: fat, claim: toxin-onset}]}\n",
        "never used twice",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_one_clear_line(tmp_path: Path, file: str, right: str, wrong: str, words: str) -> None:
    data = tmp_path / "docs" / "data"
    shutil.copytree(DATA, data)
    text = (data / file).read_text(encoding="utf-8")
    assert right in text, "the file no longer has what this test spoils"
    (data / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(GuideError) as caught:
        load_facts(data, tmp_path)
    said = [line for line in str(caught.value).splitlines() if words in line]
    assert said, caught.value
    assert re.match(r"docs/data/pictures\.yml:\d+: .+ \[\w+\]$", said[0]), said[0]


def test_a_guide_to_other_treatments_draws_its_own(project: Path) -> None:
    data = project / "docs" / "data"
    assert load_facts(data, project).pictures == PicturesFile()
    (data / "pictures.yml").write_text(
        """
healing_days:
  - id: after-peel
    treatment: peel
    title: Skin after a peel
    describes: [A bar shows how long the skin looks raw.]
    caption: Skin looks new in days.
    note: A sketch.
    axis: Days
    bars:
      - {name: Raw skin, until: 7, claim: peel-onset}
""",
        encoding="utf-8",
    )
    html = render(Library(load_facts(data, project)), project, '{{ healing_days("after-peel") }}')
    assert "draws-circle" in html
    assert "Raw skin" in html


# --- days in words, and lines ---


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("often after 2 to 5 days", {2, 5}),
        ("by 2 weeks", {14}),
        ("about 3 to 4 months", {90, 120}),
        ("for 24 to 48 hours", {1, 2}),
        ("at day 90 and day 150", {90, 150}),
        ("between day 30 and day 60", {30, 60}),
        ("from 10 minutes to about 3 days", {3}),
        ("in 48 people, 1.5 mm, 4 sessions", set()),
    ],
)
def test_the_days_that_a_text_says(text: str, days: set[float]) -> None:
    assert said_days(text) == days


def test_a_curve_goes_through_its_points_and_never_beyond_them() -> None:
    points = [(2.0, 100.0), (5.0, 66.0), (14.0, 22.0), (14.0, 22.0), (30.0, 0.0), (60.0, 0.0), (90.0, 22.0)]
    start, *parts = re.split("[MC]", curve(points))[1:]
    place = tuple(map(float, start.split()))
    reached = [place]
    for part in parts:
        numbers = [float(number) for number in part.split()]
        end = (numbers[4], numbers[5])
        low, high = sorted((place[1], end[1]))
        assert all(low - 0.05 <= y <= high + 0.05 for y in (numbers[1], numbers[3]))
        assert place[0] <= numbers[0] <= numbers[2] <= end[0]
        place = end
        reached.append(place)
    assert reached == list(dict.fromkeys(points))


def test_a_part_of_an_axis_in_per_cent() -> None:
    assert (percent(7, 28), percent(1, 7), percent(0, 5)) == ("25%", "14.3%", "0%")
