"""The report of a run: what an evaluator, a spreadsheet, a pull request and a CI server get."""

from __future__ import annotations

import csv
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from invented_run import BETTER, CASES, HOSTILE, WORSE, write_run

from evals.lines import RunError
from evals.report import write_report
from evals.report.html import anchor
from evals.runs import RunFolder


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and the text outside of scripts."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._within = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._within = tag

    def handle_data(self, data: str) -> None:
        if self._within not in ("script", "style"):
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return write_run(tmp_path / "run")


@pytest.fixture
def both(run: RunFolder, tmp_path: Path) -> Path:
    """The folder of a report on two systems of one run."""
    write_report([(run, BETTER), (run, WORSE)], tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def page(both: Path) -> Page:
    return Page(both / "report.html")


def test_given_a_run_when_reported_then_five_files_stand_and_are_told(
    run: RunFolder, tmp_path: Path
) -> None:
    written = write_report([(run, BETTER)], tmp_path / "out")
    names = ["report.html", "report.md", "cases.csv", "report.json", "junit.xml"]
    assert [path.name for path in written] == names
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(names)


def test_given_the_same_run_when_reported_twice_then_the_files_are_the_same_bytes(
    run: RunFolder, both: Path, tmp_path: Path
) -> None:
    for path in write_report([(run, BETTER), (run, WORSE)], tmp_path / "again"):
        assert path.read_bytes() == (both / path.name).read_bytes()


def test_given_hostile_words_when_reported_then_they_are_text_and_nothing_else(page: Page) -> None:
    assert "<script>alert(1)</script><img src=x onerror=alert(2)>" in page.text
    assert len(page.all("script")) == 1
    assert page.all("img") == []
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_given_the_html_when_opened_then_it_asks_no_other_host(both: Path, page: Page) -> None:
    html = (both / "report.html").read_text(encoding="utf-8")
    policy = next(m["content"] for m in page.all("meta") if "http-equiv" in m) or ""
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    loads = [a.get("src") or a.get("href") for tag, a in page.elements if tag != "a"]
    assert [each for each in loads if each] == []
    links = [str(a["href"]) for a in page.all("a")]
    assert [link for link in links if not link.startswith("#")] == []
    assert "@import" not in html
    assert "url(" not in html


def test_given_a_link_within_the_report_when_followed_then_its_place_exists(page: Page) -> None:
    ids = [str(a["id"]) for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    links = {str(a["href"])[1:] for a in page.all("a")}
    assert links - set(ids) == set()
    assert f"case-{anchor('C4/odd id')}" in links
    named = {str(a[k]) for _, a in page.elements for k in a if k.startswith("aria-label" + "led")}
    assert named - set(ids) == set()


def test_given_case_ids_that_look_alike_when_anchored_then_they_stay_apart() -> None:
    ids = ["a/b", "a b", "a_b", "a_2f_b", "é", ""]
    assert len({anchor(each) for each in ids}) == len(ids)
    assert re.fullmatch(r"[A-Za-z0-9_.-]*", "".join(map(anchor, ids)))


def test_given_the_html_when_read_aloud_then_headings_and_tables_are_in_order(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(head.get("scope") in ("col", "row", "rowgroup") for head in page.all("th"))
    drawings = page.all("svg")
    assert len(drawings) == 4
    assert all(drawing.get("aria-labelledby") for drawing in drawings)
    assert len(page.all("desc")) == len(drawings)


def test_given_two_systems_when_reported_then_they_stand_side_by_side_with_differences(
    page: Page, both: Path
) -> None:
    for words in ("−57.1 points", "7 pairs: 1 won, 5 lost, 1 tied", "worse", "85.7%", "28.6%"):
        assert words in page.text or words in (both / "report.md").read_text(encoding="utf-8")
    assert "no clear difference" in page.text
    found = json.loads((both / "report.json").read_text(encoding="utf-8"))["differences"]
    accuracy = next(each for each in found if each["metric"] == "accuracy")
    assert (accuracy["system"], accuracy["against"]) == (WORSE, BETTER)
    assert accuracy["won"] == ["C7"]
    assert accuracy["lost"] == ["C1", "C3", "C4/odd id", "C5", "C8"]


def test_given_a_failing_case_when_read_then_all_that_explains_it_is_there(page: Page) -> None:
    for words in (
        "I want to do NPQH.", "How long does NPQH take?", "“18 months” or “eighteen months”",
        "18 months.", "A quote.", "It does not say “No”.", "npqh-page",
        "The endpoint http://127.0.0.1:9 did not answer.",
        "It answered where “said it is not in the guidance” was expected.",
    ):  # fmt: skip
        assert words in page.text


def test_given_what_could_not_be_scored_when_reported_then_it_is_counted_and_not_zero(
    both: Path,
) -> None:
    whole = json.loads((both / "report.json").read_text(encoding="utf-8"))
    assert [each["cases"] for each in whole["systems"]] == [
        {"failed": 1, "passed": 6, "unscored": 1},
        {"failed": 5, "passed": 2, "unscored": 1},
    ]
    rows = _rows(both)
    assert [row["accuracy"] for row in rows if row["case_id"] == "C6"] == ["", ""]
    text = (both / "report.md").read_text(encoding="utf-8")
    assert "| Right answers | higher | 85.7% | 65.7% to 95.7% | 7, 1 not |" in text


def test_given_a_summary_with_no_scored_case_when_reported_then_it_says_not_scored(
    tmp_path: Path,
) -> None:
    run = write_run(tmp_path / "run")
    path = run.path / "systems" / BETTER / "summary.json"
    summary = json.loads(path.read_text(encoding="utf-8"))
    empty = {"mean": None, "low": None, "high": None, "scored": 0, "unscored": 8}
    summary["estimates"]["accuracy"] = empty
    path.write_text(json.dumps(summary), encoding="utf-8")
    write_report([(run, BETTER)], tmp_path / "out")
    text = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "| Right answers | higher | not scored | – | 0, 8 not |" in text


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "cases.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_given_the_csv_when_opened_in_a_spreadsheet_then_no_cell_is_a_formula(both: Path) -> None:
    rows = _rows(both)
    assert len(rows) == 2 * len(CASES)
    cells = [cell for row in rows for cell in row.values() if cell]
    assert [cell for cell in cells if cell[0] in "=+-@\t\r"] == []
    assert rows[6]["question"] == "'=1+1 costs £1,000?"


def test_given_the_junit_file_when_a_ci_server_reads_it_then_counts_agree(both: Path) -> None:
    root = ET.parse(both / "junit.xml").getroot()
    counts = {suite.get("name"): dict(suite.attrib) for suite in root}
    worse: dict[str, Any] = counts[f"invented: {WORSE}"]
    assert [worse[key] for key in ("tests", "failures", "errors", "skipped")] == list("8411")
    assert root.get("tests") == "16"
    for suite in root:
        for sort, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert len(suite.findall(f"testcase/{sort}")) == int(suite.get(count, "-1"))
    failed = root.find(f".//testcase[@classname='invented.{BETTER}']/failure")
    assert failed is not None
    assert failed.get("message") == "It does not say “No”."
    hostile = root.find(".//testcase[@name]/failure[@type='expected refuse, given answer']")
    assert hostile is not None
    assert "<script>alert(1)</script>" in str(hostile.text)
    assert "\x00" not in str(hostile.text)


def test_given_hostile_words_when_put_into_markdown_then_nothing_is_markup(both: Path) -> None:
    text = (both / "report.md").read_text(encoding="utf-8")
    assert "<script" not in text
    assert re.search(r"(?<!\\)\]\(", text) is None
    assert "\x00" not in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert tables
    plain = [re.sub(r"\\\|", "", line) for line in tables]
    assert all(line.endswith(" |") or line.endswith("|") for line in plain)


def test_given_a_run_that_is_not_scored_when_reported_then_it_says_so_and_writes_nothing(
    run: RunFolder, tmp_path: Path
) -> None:
    (run.path / "systems" / WORSE / "scored.jsonl").unlink()
    with pytest.raises(RunError, match="npq eval score"):
        write_report([(run, BETTER), (run, WORSE)], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_given_a_damaged_line_when_reported_then_file_and_line_are_named(
    run: RunFolder, tmp_path: Path
) -> None:
    path = run.path / "systems" / BETTER / "generated.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:2], "{half a li"]), encoding="utf-8")
    with pytest.raises(RunError, match=r"generated\.jsonl, line 3"):
        write_report([(run, BETTER)], tmp_path / "out")


def test_given_two_runs_of_one_system_when_reported_then_columns_have_the_runs_names(
    tmp_path: Path,
) -> None:
    first, second = write_run(tmp_path / "first"), write_run(tmp_path / "second", dataset="other")
    write_report([(first, BETTER), (second, BETTER)], tmp_path / "out")
    page = Page(tmp_path / "out" / "report.html")
    assert f"{BETTER}, first" in page.text
    assert f"{BETTER}, second" in page.text
    with pytest.raises(RunError, match="twice"):
        write_report([(first, BETTER), (first, BETTER)], tmp_path / "out2")


def test_given_code_that_was_not_committed_when_reported_then_the_reader_is_told(
    tmp_path: Path,
) -> None:
    run = write_run(tmp_path / "run", git_dirty=True)
    write_report([(run, BETTER)], tmp_path / "out")
    assert "changes that were not committed" in Page(tmp_path / "out" / "report.html").text


def test_given_repeats_when_one_fails_then_the_case_fails_and_says_how_often(
    tmp_path: Path,
) -> None:
    run = write_run(tmp_path / "run")
    home = run.path / "systems" / BETTER
    for name in ("generated.jsonl", "scored.jsonl"):
        again = [json.loads(line) for line in (home / name).read_text("utf-8").splitlines()]
        first = again[0] | {"repeat": 1}
        if name == "scored.jsonl":
            first["metrics"] = first["metrics"] | {"accuracy": 0.0}
        text = (home / name).read_text("utf-8") + json.dumps(first) + "\n"
        (home / name).write_text(text, encoding="utf-8")
    write_report([(run, BETTER)], tmp_path / "out")
    assert "It failed 1 of 2 times." in Page(tmp_path / "out" / "report.html").text
    assert len(_rows(tmp_path / "out")) == len(CASES) + 1


def test_given_the_hostile_words_then_they_hold_what_the_tests_look_for() -> None:
    assert all(part in HOSTILE for part in ("<script>", "onerror", "=cmd", "]]>", "\x00", "|", "`"))


def test_given_two_systems_when_cases_fail_then_those_of_the_first_stand_first(page: Page) -> None:
    cases = [a["id"] for a in page.all("details") if a.get("class") == "case"]
    assert cases[:2] == ["case-C7", "case-C1"]
