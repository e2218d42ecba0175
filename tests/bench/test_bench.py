"""The bench measures what it says it measures, and says no where a budget is not kept."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench import grow, planner
from bench.__main__ import main
from bench.chromium import Loaded, load
from bench.corpus import Block, read_blocks, write_pages
from bench.cost import CommandError, Cost, cost_of
from bench.grow import Grown
from bench.lighthouse import CATEGORIES, Audit, read_report, scored
from bench.options import Options
from bench.paint import compared, spread
from bench.serve import configuration, read_load
from bench.servers import plain_caddy
from bench.table import BenchError, Budget, Found, Table
from bench.weigh import budgets, weigh_pages
from macros.publish.compress import compress
from macros.publish.security import EVERYWHERE, page_headers
from tests.tools.caddy import HOW_TO, find_caddy, install_caddy
from tests.tools.server import serve_folder
from tests.tools.weight import FIRST_PAINT, WHOLE_PAGE, WITH_PLANNER, page_files, weigh

# --- weigh ----------------------------------------------------------------------

HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>'
SIZES = {
    "block.css": 1200,
    "block.js": 700,
    "defer.js": 900,
    "late.css": 500,
    "icon.svg": 300,
    "photo.svg": 400,
}
PAGE = (
    HEAD + '<link rel="icon" type="image/svg+xml" href="icon.svg"><link rel="stylesheet" href="block.css">'
    '<script src="block.js"></script><script defer src="defer.js"></script></head>'
    '<body><p>Words.</p><img src="photo.svg" alt=""><link rel="stylesheet" href="late.css"></body></html>'
)


def filled(name: str, size: int) -> str:
    """A valid file of exactly this many bytes, of words that are not all the same."""
    start, end = {
        "css": ("/*", "*/"),
        "js": ("/*", "*/"),
        "svg": ('<svg xmlns="http://www.w3.org/2000/svg"><!--', "--></svg>"),
    }[name.rpartition(".")[2]]
    words = " ".join(str(number * number) for number in range(size))
    return start + words[: size - len(start) - len(end)] + end


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """One page, and files of known sizes that it loads."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    for name, size in SIZES.items():
        (folder / name).write_text(filled(name, size), encoding="utf-8")
    return folder


def test_a_page_weighs_what_its_files_weigh(small_site: Path, browser: Browser) -> None:
    with serve_folder(small_site) as address:
        loaded = load(browser, address)
    assert loaded == Loaded(
        whole=len(PAGE) + sum(SIZES.values()),
        first_paint=len(PAGE) + SIZES["block.css"] + SIZES["block.js"],
        requests=1 + len(SIZES),
        hosts=(),
        planner=False,
    )


@contextmanager
def caddy(folder: Path) -> Iterator[str]:
    """Caddy over a folder; where there is none and nobody asked for proof, the test is left out."""
    if not (find_caddy() or install_caddy()):
        assert not os.environ.get("CI"), HOW_TO
        pytest.skip(HOW_TO)
    with plain_caddy(folder) as address:
        yield address


def test_what_comes_compressed_is_weighed_so(small_site: Path, browser: Browser) -> None:
    compress(small_site)
    with caddy(small_site) as address:
        loaded = load(browser, address)
        found = weigh_pages(small_site, page_files(small_site), address, browser)
    copies = {name: (small_site / f"{name}.br").stat().st_size for name in ("index.html", *SIZES)}
    assert loaded.whole == sum(copies.values())
    assert loaded.first_paint == copies["index.html"] + copies["block.css"] + copies["block.js"]
    # The test of the byte budgets, which reads files only, finds the same.
    own = weigh(small_site, small_site / "index.html")
    assert (own.whole, own.first_paint) == (loaded.whole, loaded.first_paint)
    assert "other numbers from the files: none" in str(found)


@pytest.mark.parametrize(
    ("tag", "blocks"),
    [
        ('<script src="block.js"></script>', True),
        ('<script defer src="block.js"></script>', False),
        ('<script async src="block.js"></script>', False),
        ('<script type="module" src="block.js"></script>', False),
        ('<link rel="stylesheet" href="block.css">', True),
        ('<link rel="stylesheet" media="print" href="block.css">', False),
    ],
)
def test_what_stands_in_the_head_and_waits_is_before_the_first_paint(
    small_site: Path, browser: Browser, tag: str, blocks: bool
) -> None:
    page = f"{HEAD}{tag}</head><body><p>Words.</p></body></html>"
    (small_site / "index.html").write_text(page, encoding="utf-8")
    with serve_folder(small_site) as address:
        loaded = load(browser, address)
    assert loaded.whole > len(page)
    assert loaded.first_paint == (loaded.whole if blocks else len(page))


def test_another_host_is_seen_even_where_it_does_not_answer(small_site: Path, browser: Browser) -> None:
    with serve_folder(small_site) as address:
        elsewhere = address.replace("127.0.0.1", "localhost")
        page = PAGE.replace('src="photo.svg"', f'src="{elsewhere}photo.svg"').replace(
            "</body>", '<img src="http://127.0.0.1:9/none.svg" alt=""></body>'
        )
        (small_site / "index.html").write_text(page, encoding="utf-8")
        loaded = load(browser, address)
    assert loaded.hosts == ("127.0.0.1:9", elsewhere.split("/")[2])
    assert loaded.whole >= len(page) + sum(SIZES.values())
    assert [budget.kept for budget in budgets({"home": loaded})][-1] is False


def test_an_icon_in_the_page_asks_no_host_and_a_frame_is_weighed_by_itself(
    small_site: Path, browser: Browser
) -> None:
    framed = small_site / "framed.html"
    page = (
        f'{HEAD}<link rel="icon" href="data:,"></head><body><iframe src="framed.html"></iframe></body></html>'
    )
    (small_site / "index.html").write_text(page, encoding="utf-8")
    framed.write_text("<p>Words.</p>" * 100, encoding="utf-8")
    with serve_folder(small_site) as address:
        loaded = load(browser, address)
        assert (loaded.whole, loaded.requests, loaded.hosts) == (len(page), 1, ())
        elsewhere = address.replace("127.0.0.1", "localhost")
        framed.write_text(f'<img src="{elsewhere}photo.svg" alt="">', encoding="utf-8")
        assert load(browser, address).hosts == (elsewhere.split("/")[2],)


def test_a_page_that_does_not_come_is_no_light_page(small_site: Path, browser: Browser) -> None:
    with serve_folder(small_site) as address, pytest.raises(BenchError, match="404"):
        load(browser, f"{address}gone/")


LIGHT = Loaded(whole=9_000, first_paint=8_000, requests=4, hosts=(), planner=False)


def heavy(**changed: int | bool | tuple[str, ...]) -> Loaded:
    values: dict[str, object] = {**vars(LIGHT), **changed}
    return Loaded(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "page",
    [
        heavy(whole=WHOLE_PAGE + 1),
        heavy(whole=WITH_PLANNER + 1, planner=True),
        heavy(first_paint=FIRST_PAINT + 1),
        heavy(hosts=("example.org",)),
    ],
)
def test_one_page_over_a_budget_makes_the_bench_fail(
    page: Loaded, capsys: pytest.CaptureFixture[str]
) -> None:
    def weighed(over: Loaded) -> Callable[[Options], Found]:
        pages = {"one": LIGHT, "two": LIGHT, "three": LIGHT, "four": over}
        return lambda _: Found(budgets=budgets(pages))

    assert main(["weigh"], {"weigh": weighed(LIGHT)}) == 0
    assert "NOT kept" not in capsys.readouterr().out
    assert main(["weigh"], {"weigh": weighed(page)}) == 1
    assert capsys.readouterr().out.count("NOT kept") == 1


def test_most_pages_over_the_median_make_it_fail() -> None:
    kept = [
        budget.kept
        for budget in budgets({"one": LIGHT, "two": heavy(whole=16_001), "three": heavy(whole=16_002)})
    ]
    assert kept.count(False) == 1


def test_the_median_of_some_pages_says_nothing(small_site: Path, browser: Browser) -> None:
    (small_site / "second.html").write_text(PAGE, encoding="utf-8")
    files = page_files(small_site)
    with serve_folder(small_site) as address:
        some, every = (str(weigh_pages(small_site, few, address, browser)) for few in (files[:1], files))
    assert "the median of all pages" not in some
    assert "the median of all pages" in every


# --- the command ----------------------------------------------------------------


def test_a_part_that_cannot_measure_fails_and_lets_the_others_run(capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_: Options) -> Found:
        raise BenchError("There is no such tool. Install it.")

    kept = Found(
        tables=[Table("Heading", ("name", "bytes"), [("a", 1234)])], budgets=[Budget("small", "1", True)]
    )
    assert main([], {"broken": broken, "good": lambda _: kept}) == 1
    said = capsys.readouterr()
    assert said.err == "There is no such tool. Install it.\n\n"
    assert said.out == "Heading\n-------\nname  bytes\na     1,234\n\nkept      small: 1\n\n"


def test_only_the_parts_asked_for_are_run_with_what_was_asked() -> None:
    asked: list[Options] = []

    def part(options: Options) -> Found:
        asked.append(options)
        return Found()

    def other(_: Options) -> Found:
        raise AssertionError("nobody asked for it")

    arguments = ["part", "--site", "built", "--pages", "timing, home", "--runs", "1"]
    assert main(arguments, {"part": part, "other": other}) == 0
    assert asked == [Options(Path("built"), ("timing", "home"), 1)]


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["wiegh"], {"weigh": lambda _: Found()})
    assert "no part wiegh; there are weigh" in capsys.readouterr().err


def test_pages_are_named_as_in_the_tables(site_dir: Path, tmp_path: Path) -> None:
    chosen = Options(site_dir, ("timing", "home", "choose/alberta/", "404.html")).chosen()
    assert [file.relative_to(site_dir).as_posix() for file in chosen] == [
        "timing/index.html", "index.html", "choose/alberta/index.html", "404.html",
    ]  # fmt: skip
    assert len(Options(site_dir).chosen()) == len(page_files(site_dir))
    with pytest.raises(BenchError, match="no page tiiming"):
        Options(site_dir, ("tiiming",)).chosen()
    with pytest.raises(BenchError, match="make site"):
        Options(tmp_path).chosen()


# --- paint and lighthouse -------------------------------------------------------


def audit(score: int = 100, first_paint: float = 800) -> Audit:
    return Audit(
        dict.fromkeys(CATEGORIES, score), dict.fromkeys(CATEGORIES, ("some-audit",)), first_paint, 900
    )


@pytest.mark.parametrize(("first_paint", "kept"), [(1000, True), (1001, False)])
def test_the_first_paint_is_held_against_the_bare_page(first_paint: float, kept: bool) -> None:
    # The median of the runs counts, not the best.
    audits = {
        "ours": [audit(first_paint=1), audit(first_paint=first_paint), audit(first_paint=9000)],
        "bare": [audit(first_paint=800)],
    }
    found = compared({"ours": LIGHT, "bare": LIGHT}, audits)
    assert [budget.kept for budget in found.budgets] == [kept]


def test_the_spread_is_a_share_of_the_median() -> None:
    assert spread([900, 1000, 1150]) == pytest.approx(0.25)


def test_the_median_of_the_runs_is_the_score() -> None:
    found = scored({"good": [audit(100), audit(90), audit(100)], "bad": [audit(100), audit(90), audit(99)]})
    assert [(budget.kept, budget.measured) for budget in found.budgets] == 4 * [
        (False, "99 at the lowest, 1 of 2 pages below")
    ]
    assert [row[0] for row in found.tables[0].rows] == ["bad", "good"]
    assert all(budget.kept for budget in scored({"good": [audit(100)]}).budgets)


def test_a_page_that_is_not_for_search_engines_need_not_be_found() -> None:
    kept = [
        budget.kept for budget in scored({"good": [audit(100)], "framed": [audit(99)]}, {"framed"}).budgets
    ]
    assert kept == [name == "seo" for name in CATEGORIES]


def report(**changed: object) -> dict[str, object]:
    parts = [
        {"id": "first-contentful-paint", "weight": 10},
        {"id": "slow", "weight": 5},
        {"id": "told", "weight": 0},
    ]
    times = {"score": 1, "scoreDisplayMode": "numeric", "numericValue": 812.5}
    return {
        "audits": {
            "first-contentful-paint": times,
            "largest-contentful-paint": times,
            "slow": {"score": 0.4, "scoreDisplayMode": "numeric"},
            "told": {"score": 0, "scoreDisplayMode": "informative"},
        },
        "categories": {"performance": {"score": 0.97, "auditRefs": parts}},
        **changed,
    }


def test_a_report_says_what_cost_points() -> None:
    assert read_report(report()) == Audit({"performance": 97}, {"performance": ("slow",)}, 812.5, 812.5)


def test_a_report_of_a_failure_is_no_score() -> None:
    with pytest.raises(BenchError, match="did not load"):
        read_report(report(runtimeError={"message": "The page did not load."}))
    with pytest.raises(BenchError, match="no score for performance"):
        read_report(report(categories={"performance": {"score": None, "auditRefs": []}}))


# --- serve ----------------------------------------------------------------------

WRK = """Running 5s test @ http://127.0.0.1:8080/
  Latency Distribution
     50%  {middle}
     75%    2.00ms
     99%    1.20s
  100 requests in 5.00s, 1.00MB read
{failed}Requests/sec:  7537.25
"""


def test_what_wrk_prints_is_read() -> None:
    load = read_load(WRK.format(middle="570.00us", failed=""))
    assert [load.rate, load.middle, load.slow] == pytest.approx([7537.25, 0.57, 1200])


def test_answers_with_errors_are_no_measurement() -> None:
    with pytest.raises(BenchError, match="Non-2xx or 3xx responses: 100"):
        read_load(WRK.format(middle="570.00us", failed="  Non-2xx or 3xx responses: 100\n"))
    with pytest.raises(BenchError, match="unable to connect"):
        read_load("unable to connect to 127.0.0.1:8080 Connection refused")


def test_nginx_sends_the_headers_that_caddy_sends(tmp_path: Path) -> None:
    said = configuration(tmp_path / "site", tmp_path, 8080)
    for name, value in {**EVERYWHERE, **page_headers()}.items():
        quoted = value.replace('"', '\\"')
        assert f'add_header {name} "{quoted}";' in said


# --- grow -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def blocks(site_dir: Path) -> list[Block]:
    """The words of the guide."""
    return read_blocks(site_dir)


def test_twelve_pages_are_built_and_every_one_is_there(
    blocks: list[Block], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grow, "REPEATED", 1)
    pages = write_pages(blocks, 12)
    assert len({page.path for page in pages}) == len({page.body for page in pages}) == 12
    words = [len(page.body.split()) for page in pages]
    assert 650 <= min(words) <= max(words) <= 900
    for build in (grow.build_ours, grow.build_material):
        site = tmp_path / build.__name__
        built = build(blocks, 12, site)
        for page in pages:
            address = page.path.removesuffix(".md").removesuffix("index")
            html = (site / address / "index.html").read_text(encoding="utf-8")
            assert page.title in html
            assert "{{" not in html
        whole = sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
        assert built.output + built.archive + built.copies == whole
        assert built.cost.memory > 10  # MB
    # What only the guide's own steps make.
    assert (tmp_path / "build_ours" / "offline.zip").is_file()
    assert (tmp_path / "build_ours" / "search" / "index.html.br").is_file()


def test_what_cannot_be_built_is_said(blocks: list[Block], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grow, "BUILD", ("-c", "raise SystemExit('no such engine')"))
    with pytest.raises(BenchError, match=r"(?s)12 pages were not built.*no such engine"):
        grow.build_material(blocks, 12)


def grown(time: Callable[[int], float], output: Callable[[int], float]) -> list[Grown]:
    """Builds of the three sizes, by rules for their seconds and their bytes."""
    return [
        Grown(pages, {"build": Cost(time(pages), time(pages), 50)}, round(output(pages)), 0, 0)
        for pages in grow.SIZES
    ]


def straight_time(pages: int) -> float:
    return 2 + 0.03 * pages


def straight_output(pages: int) -> float:
    return 100_000 + 20_000 * pages


def test_a_straight_line_is_kept() -> None:
    assert [b.kept for b in grow.budgets(grown(straight_time, straight_output))] == [True, True]


def test_a_build_that_noise_makes_faster_with_more_pages_proves_nothing() -> None:
    noisy = grown(lambda n: {12: 3.0, 120: 2.9, 1200: 38.0}[n], straight_output)
    assert [b.kept for b in grow.budgets(noisy)] == [True, False]


@pytest.mark.parametrize(
    ("time", "output", "kept"),
    [
        # Each page is searched for on every page: 0.02 ms each.
        (lambda n: straight_time(n) + 0.000_02 * n * n, straight_output, [True, False]),
        # Each page names every page: 60 bytes each.
        (straight_time, lambda n: straight_output(n) + 60 * n * n, [False, True]),
        # Half of the menu is enough to see it.
        (straight_time, lambda n: straight_output(n) + 60 * n * n / 12, [False, True]),
    ],
)
def test_the_square_is_not(
    time: Callable[[int], float], output: Callable[[int], float], kept: list[bool]
) -> None:
    assert [b.kept for b in grow.budgets(grown(time, output))] == kept


def test_a_command_costs_what_it_uses_and_not_what_its_starter_holds(tmp_path: Path) -> None:
    starter = bytearray(b"x" * 150_000_000)
    small = cost_of([sys.executable, "-c", "pass"], tmp_path, {})
    assert small.memory < 50 < len(starter) / 1_000_000
    code = "import os; held = b'x' * 80_000_000; assert os.environ['WORD'] == 'word'; sum(range(3_000_000))"
    large = cost_of([sys.executable, "-c", code], tmp_path, {"WORD": "word"})
    assert 70 < large.memory - small.memory < 90
    assert small.processor < large.processor
    with pytest.raises(CommandError, match="this went wrong"):
        cost_of([sys.executable, "-c", "raise SystemExit('this went wrong')"], tmp_path, {})


def test_the_planners_times_are_held_to_their_budgets() -> None:
    quick = {"typical: a": [3.0, 1.0], "typical: b": [4.0, 1.0], "slow: c": [90.0, 30.0]}
    painted = {"timing/": [20.0, 30.0], "plan/": [40.0, 45.0]}
    assert all(budget.kept for budget in planner.found(quick, painted).budgets)
    for slow, late in (
        ({**quick, "typical: a": [9.0, 1.0], "typical: b": [9.0, 1.0]}, painted),
        ({**quick, "slow: c": [30.0, 101.0]}, painted),
        (quick, {**painted, "plan/": [60.0, 70.0]}),
    ):
        assert [budget.kept for budget in planner.found(slow, late).budgets].count(False) == 1
