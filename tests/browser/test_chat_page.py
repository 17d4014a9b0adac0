"""What a person meets in the browser chat, from the first screen to the download."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page

from assistant.records import policy
from tests.browser.accessibility import serious_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.browser.conftest import Visit

    Serving = Callable[..., Iterator[str]]
    Visiting = Callable[..., Visit]

pytestmark = pytest.mark.enable_socket
WORDS = policy("chat")
SENCO = "Is the SENCO NPQ mandatory?"


def test_first_screen_says_what_it_is_and_offers_questions(visit: Visiting) -> None:
    here = visit()
    page = here.open()
    assert page.get_by_role("heading", level=1).all_inner_texts() == ["Ask about NPQs"]
    assert page.get_by_text("Not advice from the Department for Education.").is_visible()
    for question in WORDS["suggested"]["questions"]:
        page.get_by_role("button", name=question).wait_for()
    page.get_by_label("Type your question about NPQs").wait_for()
    here.picture("first-screen")


def test_a_suggested_question_gets_an_answer_whose_source_opens(visit: Visiting) -> None:
    here = visit()
    page = here.open()
    page.get_by_role("button", name=SENCO).click()
    here.wait_for_answer()
    here.picture("answer")

    assert "mandatory" in page.locator(".npq-answer").inner_text()
    assert page.locator("details[open]").count() == 0
    page.get_by_role("link", name="Source 1:").first.click()

    source = page.locator("details[open]")
    mark = source.locator("mark").first
    assert mark.is_visible()
    quoted = mark.inner_text()
    assert quoted.startswith("“")
    assert quoted.endswith("”")
    told = page.locator(".npq-answer > p").all_inner_texts()
    assert any(quoted[1:-1] in paragraph for paragraph in told)
    for said in ("Publisher", "Standing", "Current", "Section", "Our summary"):
        assert said in source.inner_text()
    link = source.get_by_role("link", name="Read the original page")
    assert str(link.get_attribute("href")).startswith("https://")
    page.wait_for_timeout(300)
    here.picture("source")


def test_the_answer_is_announced_and_brought_into_view(visit: Visiting) -> None:
    here = visit()
    page = here.open()
    here.ask(SENCO)
    status = page.locator("#npq-status")
    assert (status.get_attribute("role"), status.inner_text()) == ("status", "Answer ready.")
    box = page.locator(".npq-question").bounding_box()
    assert box is not None
    assert 0 < box["y"] < 500


def test_an_unclear_question_is_asked_back_with_buttons(visit: Visiting) -> None:
    here = visit()
    page = here.open("?q=How+long+is+it%3F")
    here.wait_for_answer()
    assert page.locator(".npq-outcome").inner_text() == "One question back"
    here.picture("question-back")
    page.get_by_role("button", name="How long do leadership NPQs take?").click()
    here.wait_for_answer(2)
    assert "18 months" in page.locator(".npq-answer").last.inner_text()


def test_a_reply_in_words_to_the_question_back_is_joined_to_it(visit: Visiting) -> None:
    here = visit()
    page = here.open("?q=How+long+is+it%3F")
    here.wait_for_answer()
    here.ask("NPQH", number=2)
    assert "18 months" in page.locator(".npq-answer").last.inner_text()


def test_the_part_that_is_missing_is_named(visit: Visiting) -> None:
    here = visit()
    page = here.open()
    here.ask("How long do leadership NPQs take? Also what is the wifi password at the venue?")
    assert page.locator(".npq-outcome").inner_text() == "Partly answered"
    assert "wifi password" in page.locator(".npq-missing").inner_text()
    here.picture("partly-answered")


def test_everything_can_be_done_from_the_keyboard(visit: Visiting) -> None:
    here = visit()
    page = here.open()
    page.get_by_role("button", name=SENCO).wait_for()
    page.get_by_label("Type your question about NPQs").wait_for()
    _tab_to(page, SENCO)
    page.keyboard.press("Enter")
    here.wait_for_answer()
    _tab_to(page, "[1]")
    page.keyboard.press("Enter")
    page.locator("details[open] mark").first.wait_for()
    _tab_to(page, "Read the original page")
    _tab_to(page, "Back to the answer")
    _tab_to(page, "Copy or download")
    _tab_to(page, "Start over")
    page.keyboard.press("Enter")
    page.locator("#npq-cleared").wait_for()
    page.wait_for_timeout(500)
    _tab_to(page, "Bring back my last conversation")
    page.keyboard.press("Enter")
    here.wait_for_answer()


def _tab_to(page: Page, text: str) -> None:
    """Press Tab until the control with this text has a focus that can be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            "return [e.innerText || '', s.outlineStyle !== 'none' || s.boxShadow !== 'none'] })()"
        )
        if text in focus[0] and len(focus[0]) < 200:
            assert focus[1], f"the focus on {text!r} cannot be seen"
            return
    raise AssertionError(f"{text!r} cannot be reached with Tab")


@pytest.mark.parametrize(("width", "height"), [(320, 256), (390, 844)])
def test_nothing_scrolls_sideways_when_narrow(visit: Visiting, width: int, height: int) -> None:
    here = visit(width, height)
    page = here.open()
    page.get_by_role("button", name=SENCO).wait_for()
    here.picture(f"first-screen-{width}")
    here.ask(SENCO)
    here.picture(f"answer-{width}")
    page.get_by_role("link", name="Source 1:").first.click()
    page.locator("details[open] mark").first.wait_for()
    page.wait_for_timeout(300)
    here.picture(f"source-{width}")
    wide = page.evaluate(
        "[...document.querySelectorAll('html, main, [data-testid=stMain], .stHtml')]"
        ".filter(e => e.scrollWidth > Math.max(e.clientWidth, 1) + 1).length"
    )
    assert wide == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    here.open("sources")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    here.picture(f"sources-{width}")


def test_a_hostile_question_is_shown_as_text_and_asks_no_other_host(visit: Visiting) -> None:
    here = visit()
    page = here.open()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    hostile = (
        "<img src=x onerror=alert(1)> ![x](https://example.invalid/p.png) $x^2$ :red[x] "
        "How long do leadership NPQs take?"
    )
    here.ask(hostile)
    assert page.locator(".npq-question").inner_text() == hostile
    assert page.locator("main img").count() == 0
    page.get_by_text("Copy or download this conversation").click()
    page.get_by_role("button", name="Download").wait_for()
    assert here.hosts == {here.address.split("/")[2]}


def test_a_question_that_is_turned_away_can_be_changed(visit: Visiting) -> None:
    here = visit()
    page = here.open()
    box = page.get_by_placeholder("Type your question about NPQs")
    box.fill("???")
    box.press("Enter")
    page.get_by_text("There is no question to answer.").wait_for()
    page.get_by_role("button", name="Change the question").click()
    page.locator(".npq-question").wait_for(state="detached")
    assert box.input_value() == "???"


def test_start_over_can_be_taken_back(visit: Visiting) -> None:
    here = visit()
    page = here.open()
    here.ask(SENCO)
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("button", name="Bring back my last conversation").click()
    here.wait_for_answer()
    assert page.locator(".npq-question").inner_text() == SENCO


def test_the_download_holds_question_answer_source_and_note(visit: Visiting) -> None:
    here = visit()
    page = here.open()
    here.ask(SENCO)
    page.get_by_text("Copy or download this conversation").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    assert waiting.value.suggested_filename.startswith("npq-questions-")
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    for part in (SENCO, "mandatory", "### Sources", "https://", WORDS["note"], "[1]", "Current"):
        assert part in text


def test_what_is_kept_is_said_masked_and_deleted_when_asked(
    visit: Visiting, data_dir: Path
) -> None:
    here = visit()
    page = here.open()
    page.get_by_text("We keep your questions and our answers for 90 days").wait_for()
    here.ask("I am Priya Nair, priya@example.org. How long is NPQH?")
    here.ask(SENCO, number=2)
    page.get_by_role("radio", name="Thumbs down").last.click()
    page.get_by_text("It was out of date").click()
    page.get_by_label("Tell us more").fill("Write to jo@school.example or call 07700 900123")
    here.picture("feedback")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("We have kept your reason.").wait_for()

    asked, comments = _kept(data_dir)
    assert {"I am [NAME 1], [EMAIL 1]. How long is NPQH?", SENCO} <= set(asked)
    assert comments[-1] == "Write to [EMAIL 2] or call [PHONE 1]"
    everything = b"".join(path.read_bytes() for path in data_dir.glob("npq.db*"))
    log = (data_dir / "logs" / "npq.log").read_text(encoding="utf-8")
    for personal in ("Priya", "jo@school", "07700"):
        assert personal.encode() not in everything
        assert personal not in log

    page.get_by_role("button", name=WORDS["keep"]["delete"]).click()
    page.get_by_text("We have deleted this conversation").first.wait_for()
    page.wait_for_function("document.activeElement.id === 'npq-deleted'")
    assert page.locator("#npq-status").inner_text() == WORDS["keep"]["deleted"]
    asked, comments = _kept(data_dir)
    assert "I am [NAME 1], [EMAIL 1]. How long is NPQH?" not in asked
    assert "Write to [EMAIL 2] or call [PHONE 1]" not in comments
    here.picture("deleted")

    here.ask("How do I defer my NPQ?", number=3)
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("button", name=WORDS["keep"]["delete_last"]).click()
    page.get_by_text(WORDS["keep"]["deleted_last"]).first.wait_for()
    here.picture("deleted-last")


def _kept(data_dir: Path) -> tuple[list[str], list[str]]:
    """The questions and the comments that are kept now."""
    with closing(sqlite3.connect(data_dir / "npq.db")) as connection:
        questions = connection.execute("SELECT question FROM turns ORDER BY id").fetchall()
        comments = connection.execute("SELECT comment FROM feedback ORDER BY id").fetchall()
    return [q for (q,) in questions], [c for (c,) in comments]


def test_a_store_that_cannot_be_used_breaks_no_chat(
    visit: Visiting, serving: Serving, built_index_dir: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(built_index_dir, data / "index")
    (data / "npq.db").write_text("not a database" * 100)
    here = visit()
    for address in serving(data, tmp_path / "log.txt"):
        here.address = address
        page = here.open()
        here.ask(SENCO)
        here.ask("How do I defer my NPQ?", number=2)
        page.get_by_role("radio", name="Thumbs up").last.click()
        page.get_by_text(WORDS["feedback"]["not_kept"]).wait_for()
        page.get_by_role("button", name=WORDS["keep"]["delete"]).click()
        page.get_by_text(WORDS["keep"]["not_deleted"]).first.wait_for()
    log = (data / "logs" / "npq.log").read_text(encoding="utf-8")
    assert log.count("conversations cannot be kept") == 1


def test_with_keeping_switched_off_nothing_is_kept_and_the_page_says_so(
    visit: Visiting,
    serving: Serving,
    built_index_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = tmp_path / "data"
    shutil.copytree(built_index_dir, data / "index")
    monkeypatch.setenv("NPQ_KEEP_CONVERSATIONS", "false")
    here = visit()
    for address in serving(data, tmp_path / "log.txt"):
        here.address = address
        page = here.open()
        page.get_by_text("We keep your questions and our answers only while").wait_for()
        here.ask(SENCO)
        assert page.get_by_role("button", name=WORDS["keep"]["delete"]).count() == 0
        page.get_by_role("radio", name="Thumbs up").last.click()
        page.get_by_text("We have kept your rating.").wait_for()
    asked, comments = _kept(data)
    assert (asked, comments) == ([], [""])


@pytest.mark.parametrize("dark", [False, True])
def test_no_serious_accessibility_problem(visit: Visiting, dark: bool) -> None:
    here = visit(dark=dark)
    page = here.open()
    problems = serious_problems(page, after_ms=800)
    here.ask("How long is it?")
    problems += serious_problems(page, after_ms=800)
    here.ask(SENCO, number=2)
    page.get_by_role("link", name="Source 1:").first.click()
    page.get_by_role("radio", name="Thumbs down").last.click()
    page.get_by_label("Tell us more").wait_for()
    page.get_by_text("Copy or download this conversation").click()
    page.get_by_role("button", name="Download").wait_for()
    problems += serious_problems(page, after_ms=800)
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4", "all => all.map(h => Number(h.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    here.open("sources")
    problems += serious_problems(page, after_ms=800)
    assert problems == []
