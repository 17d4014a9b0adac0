"""What an evaluator meets on the Quality page and in the report file, in a real browser."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from invented_run import BETTER, WORSE, write_run
from playwright.sync_api import Browser, Page

from evals.report import write_report
from tests.browser.accessibility import serious_problems

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

    Visiting = Callable[..., Visit]

pytestmark = pytest.mark.enable_socket
SIZES = [(1280, 900, False), (1280, 900, True), (390, 844, False), (390, 844, True)]


@pytest.fixture(scope="module")
def service(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[[Path, Path], Iterator[str]]
) -> Iterator[str]:
    """The app over two stored runs and a broken one; it has no index, and needs none here."""
    folder = tmp_path_factory.mktemp("quality")
    home = folder / "data" / "evals"
    write_run(home / "2026-11-22-invented")
    write_run(home / "2026-11-21-invented", systems=(BETTER,))
    (home / "broken").mkdir()
    (home / "broken" / "run.json").write_text("{", encoding="utf-8")
    yield from serving(folder / "data", folder / "log.txt")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The address of a report file on two systems."""
    run = write_run(tmp_path / "run")
    return write_report([(run, BETTER), (run, WORSE)], tmp_path / "out")[0]


def _compared(
    visit: Visiting, width: int = 1280, height: int = 900, *, dark: bool = False
) -> Visit:
    """Open the page and hold one system against the other."""
    here = visit(width, height, dark=dark)
    page = here.open("quality")
    page.get_by_text("Download this report").wait_for()
    page.get_by_label("Compare with").click()
    page.get_by_role("option", name=WORSE).first.click()
    page.get_by_text(f"Against {BETTER}").first.wait_for(state="attached")
    page.get_by_role("heading", name=f"Time to an answer: {WORSE}").wait_for()
    page.locator("details.case").first.wait_for()
    # A click while the page is drawn again is lost.
    page.locator('[data-test-script-state="notRunning"]').first.wait_for()
    return here


def test_the_page_is_reached_from_the_menu_and_lists_runs_newest_first(visit: Visiting) -> None:
    here = visit()
    page = here.open()
    page.get_by_role("link", name="Quality").click()
    page.get_by_role("heading", name="Quality", level=1).wait_for()
    page.get_by_text("Download this report").wait_for()
    page.get_by_label("Run", exact=True).click()
    options = page.get_by_role("option").all_inner_texts()
    assert [option.split("\n")[0] for option in options][:2] == [
        "2026-11-22-invented",
        "2026-11-21-invented",
    ]


def test_two_systems_stand_side_by_side_and_a_failing_case_explains_itself(
    visit: Visiting,
) -> None:
    here = _compared(visit)
    page = here.page
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    assert page.get_by_text("−57.1 points").first.is_visible()
    case = page.locator("details.case", has_text="C4/odd id").first
    case.locator("summary").first.click()
    assert "<script>alert(1)</script>" in case.locator("blockquote").first.inner_text()
    assert page.locator("main img[src=x]").count() == 0
    assert here.hosts == {here.address.split("/")[2]}
    here.picture("quality")


def test_words_narrow_the_failing_cases(visit: Visiting) -> None:
    page = _compared(visit).page
    page.get_by_label("Show only cases that hold these words").fill("wifi")
    page.get_by_label("Show only cases that hold these words").press("Enter")
    page.get_by_text("1 of 6 failing cases.").wait_for()
    page.wait_for_function("document.querySelectorAll('details.case').length === 1")


def test_the_files_can_be_downloaded_and_a_broken_run_is_told(visit: Visiting) -> None:
    page = _compared(visit).page
    with page.expect_download() as waiting:
        page.get_by_role("button", name="cases.csv").click()
    with Path(waiting.value.path()).open(encoding="utf-8-sig", newline="") as lines:
        assert {row["system"] for row in csv.DictReader(lines)} == {BETTER, WORSE}
    assert page.get_by_text("broken/run.json").is_visible()


@pytest.mark.parametrize(("width", "height", "dark"), SIZES)
def test_the_page_has_no_serious_accessibility_problem_and_does_not_scroll_sideways(
    visit: Visiting, width: int, height: int, dark: bool
) -> None:
    here = _compared(visit, width, height, dark=dark)
    page = here.page
    page.locator("details.case summary").first.click()
    page.get_by_text("Every measure").click()
    page.wait_for_timeout(800)
    here.picture(f"quality-{width}-{'dark' if dark else 'light'}")
    assert serious_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4", "all => all.map(h => Number(h.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize(("width", "height", "dark"), SIZES)
def test_the_file_is_accessible_on_every_screen(
    browser: Browser, report: Path, width: int, height: int, dark: bool
) -> None:
    with _opened(browser, report, width, height, dark=dark) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        assert serious_problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_file_finds_sorts_and_opens_cases(browser: Browser, report: Path) -> None:
    with _opened(browser, report) as page:
        page.get_by_label("Show only cases that hold these words").fill("wifi")
        assert page.locator("details.case:visible").count() == 1
        assert page.locator("#npq-count").inner_text() == "1 of 6 shown"
        page.get_by_label("Show only cases that hold these words").fill("")
        page.get_by_role("button", name="Open all").click()
        assert page.locator("details.case:not([open])").count() == 0
        page.get_by_text("Show all 8 cases").click()
        page.get_by_role("button", name="Question").click()
        head = page.locator("th[aria-sort]")
        assert head.get_attribute("aria-sort") == "ascending"
        questions = page.locator(".sortable tbody tr td:nth-child(2)").all_inner_texts()
        assert questions[0].startswith("=1+1")
        page.get_by_role("button", name="Open all").or_(
            page.get_by_role("button", name="Close all")
        ).click()
        page.get_by_role("link", name="C3", exact=True).click()
        page.locator("#case-C3[open]").wait_for()


def test_the_file_is_whole_without_script_and_on_paper(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator(".filter").is_hidden()
    case = page.locator("details.case").first
    case.locator("summary").first.click()
    assert case.locator("blockquote").first.is_visible()
    context.close()
    with _opened(browser, report) as page:
        page.emulate_media(media="print")
        assert page.locator("details.case").last.locator("blockquote").first.is_visible()


@contextmanager
def _opened(
    browser: Browser, report: Path, width: int = 1280, height: int = 900, *, dark: bool = False
) -> Iterator[Page]:
    """Open a report file; fail where anything of its content runs or is complained of."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    )
    page, trouble = context.new_page(), []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("dialog", lambda dialog: trouble.append(dialog.message))
    page.goto(report.as_uri())
    yield page
    context.close()
    assert trouble == []
