"""What a person meets in the guidance library: the table, a source, what changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.records import policy
from tests.browser.accessibility import serious_problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Visit

    Serving = Callable[..., Iterator[str]]
    Visiting = Callable[..., Visit]

pytestmark = pytest.mark.enable_socket
WORDS = policy("library")
REPLACED = "govuk-funding-2025s"


def test_the_library_searches_filters_and_sorts(visit: Visiting) -> None:
    here = visit()
    page = here.open("sources")
    page.get_by_text("Showing 60 of 60 pages.").wait_for()
    box = page.get_by_label("Search titles")
    box.fill("NASENCO")
    box.press("Enter")
    page.locator("table.npq-library tbody tr").nth(59).wait_for(state="detached")
    found = page.locator("table.npq-library tbody tr").count()
    assert 0 < found < 60
    page.get_by_role("link", name="Sort by Date").click()
    page.locator("th[aria-sort=ascending] #npq-sort-date").wait_for()
    page.get_by_role("link", name="Sort by Date").click()
    page.locator("th[aria-sort=descending] #npq-sort-date").wait_for()
    page.wait_for_function("document.activeElement.id === 'npq-sort-date'")
    assert page.locator("table.npq-library tbody tr").count() == found
    dates = page.locator("td.npq-date").all_inner_texts()
    years = [int(text.split()[-1]) for text in dates if text.split()[-1].isdigit()]
    assert years == sorted(years, reverse=True)


def test_a_source_opens_by_keyboard_and_the_list_is_as_it_was_left(visit: Visiting) -> None:
    here = visit()
    page = here.open("sources")
    box = page.get_by_label("Search titles")
    box.fill("spring 2025 intake")
    box.press("Enter")
    page.locator("table.npq-library tbody tr").nth(59).wait_for(state="detached")
    page.locator(f"#npq-open-{REPLACED}").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Funding for NPQs, February 2025 version").first.wait_for()
    page.wait_for_function("document.activeElement.tagName === 'H1'")
    assert f"source={REPLACED}" in page.url
    shown = page.locator(".npq-page").inner_text()
    for said in ("No longer current", "10 February 2025", "28 April 2025", "Replaced by"):
        assert said in shown
    page.get_by_role("link", name="All pages").click()
    page.locator("table.npq-library").wait_for()
    assert page.get_by_label("Search titles").input_value() == "spring 2025 intake"
    assert page.locator("table.npq-library tbody tr").count() < 60


def test_a_link_to_a_source_works_and_leads_on_to_what_replaced_it(visit: Visiting) -> None:
    here = visit()
    page = here.open(f"sources?source={REPLACED}")
    link = page.get_by_role("link", name="Read the original page")
    assert str(link.get_attribute("href")).startswith("http")
    page.locator(".npq-details a.npq-inside").first.click()
    page.wait_for_url("**source=govuk-funding-2026")
    page.get_by_text("This page holds today.").wait_for()


def test_a_source_that_is_not_there_is_told_above_the_list(visit: Visiting) -> None:
    here = visit()
    page = here.open("sources?source=%3Cimg%20src=x%20onerror=alert(1)%3E")
    page.get_by_text("There is no page").wait_for()
    assert page.locator("main img").count() == 0
    page.get_by_text("Showing 60 of 60 pages.").wait_for()


def test_a_conversation_in_the_same_tab_outlives_a_look_at_a_source(visit: Visiting) -> None:
    here = visit()
    page = here.open()
    here.ask("Is the SENCO NPQ mandatory?")
    page.get_by_role("link", name="Guidance library").click()
    page.locator(f"#npq-open-{REPLACED}").click()
    page.locator(".npq-page h1").wait_for()
    page.get_by_role("link", name="Chat", exact=True).click()
    here.wait_for_answer()


def test_the_counts_of_answers_come_from_what_is_kept(visit: Visiting) -> None:
    here = visit()
    page = here.open()
    here.ask("How do I defer my NPQ?")
    title = page.locator(".npq-title").first.inner_text()
    here.open("sources")
    page.get_by_role("link", name=title, exact=True).click()
    row = page.locator(".npq-details div", has_text=WORDS["source"]["chat"])
    row.wait_for()
    assert int(row.locator("dd").inner_text()) >= 1


@pytest.fixture
def changed_service(serving: Serving, built_index_dir: Path, tmp_path: Path) -> Iterator[str]:
    """A chat whose last build added a document, on a data folder of its own."""
    from corpus.library import Library
    from corpus.settings import Settings
    from index.builds import build_index
    from index.embedding import MiniLM

    settings = Settings(data_dir=tmp_path / "changed")
    shutil.copytree(built_index_dir, settings.index_dir)
    settings.documents_dir.mkdir()
    (settings.documents_dir / "added-tea.md").write_text(
        "---\nid: added-tea\ntitle: 'Tea <b>at</b> work'\npublisher: A college\nkind: guidance\n"
        "status: current\n---\n\n# Tea\n\n## Cost\n\nTea is free at the hub.\n",
        encoding="utf-8",
    )
    build_index(
        Library.load(settings), settings.index_dir, MiniLM(), progress=lambda label, done, of: None
    )
    yield from serving(settings.data_dir, tmp_path / "log.txt")


def test_what_changed_at_the_last_build_is_told(visit: Visiting, changed_service: str) -> None:
    here = visit()
    here.address = changed_service
    page = here.open("sources")
    page.get_by_text("Pages: 1 added, 0 changed, 0 removed.").wait_for()
    page.get_by_text("Added: Tea <b>at</b> work").click()
    page.get_by_text("Tea is free at the hub.").wait_for()
    page.locator(".npq-change").scroll_into_view_if_needed()
    here.picture("library-changes")
    page.locator(".npq-change a.npq-inside").click()
    page.get_by_role("heading", level=1, name="Tea <b>at</b> work").wait_for()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", ["sources", f"sources?source={REPLACED}", "about"])
def test_no_serious_accessibility_problem(visit: Visiting, path: str, dark: bool) -> None:
    here = visit(dark=dark)
    page = here.open(path)
    page.wait_for_timeout(800)
    name = path.replace("?", "-").replace("=", "-")
    here.picture(f"library-{name}{'-dark' if dark else ''}")
    assert serious_problems(page) == []


@pytest.mark.parametrize("path", ["sources", f"sources?source={REPLACED}", "about"])
def test_nothing_scrolls_sideways_when_narrow(visit: Visiting, path: str) -> None:
    for width in (320, 390):
        here = visit(width, 844)
        page = here.open(path)
        page.wait_for_timeout(500)
        here.picture(f"library-{path.replace('?', '-')}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        wide = page.evaluate(
            "[...document.querySelectorAll('main, [data-testid=stMain], .stHtml')]"
            ".filter(e => e.scrollWidth > Math.max(e.clientWidth, 1) + 1).length"
        )
        assert wide == 0
