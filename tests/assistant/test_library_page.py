"""The guidance library without a browser: what it shows of a source, and that it is only text."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from assistant.pages.changed import changes_html, changes_of
from assistant.pages.holdings import Holdings, fingerprint
from assistant.pages.library import matches
from assistant.pages.links import inside_link, query_of
from assistant.pages.listing import table_html
from assistant.pages.source import (
    details_html,
    head_html,
    passages_html,
    replaced_html,
    uses_html,
)
from assistant.records import policy
from assistant.store.citing import Cited
from corpus.records import Document, Kind, Standing
from corpus.settings import Settings
from index.builds import CHUNKER, LAYOUT, Manifest
from index.changes import (
    Basis,
    Changes,
    What,
    compared,
    first_build,
    not_comparable,
)
from index.passages import passages_of

HOSTILE = '<img src=x onerror=alert(1)> "quoted" $x^2$'
NOON = datetime(2026, 7, 1, 11, 30, tzinfo=UTC)
WORDS = policy("library")


def document(document_id: str, text: str = "Lamps are blue.", **changes: object) -> Document:
    values = {
        "id": document_id, "title": document_id.title(), "publisher": "A hub", "kind": "guidance",
        "status": "current", "text": f"# Top\n\n## Lamps\n\n{text}", "updated": "2026-05-18",
    }  # fmt: skip
    return Document.model_validate(values | changes)


def holdings(
    *documents: Document, changes: Changes | None = None, indexed: bool = True
) -> Holdings:
    passages = {d.id: tuple(passages_of(d)) for d in documents}
    held = {p.id: p.content_hash for found in passages.values() for p in found}
    manifest = Manifest(
        id="abc123", layout=LAYOUT, model="m", chunker=CHUNKER, created=NOON,
        documents=len(documents), passages=held, counts={},
    )  # fmt: skip
    return Holdings({d.id: d for d in documents}, passages, manifest if indexed else None, changes)


FACTS = (
    {"id": "old-price", "as_of": "2024", "status": "superseded", "superseded_by": "new-price"},
    {"id": "lamps", "as_of": "2024", "status": "current"},
)
OLD = document(
    "old-page",
    "Tea costs 2 pounds. <!-- old-price -->\nLamps are blue. <!-- lamps -->",
    status="superseded", superseded_by="new-page", published="2023", facts=FACTS,
    url="https://www.example.org/tea/",
)  # fmt: skip
NEW = document(
    "new-page",
    "Tea costs 3 pounds. <!-- new-price -->",
    facts=({"id": "new-price", "as_of": "2026", "status": "current"},),
    retrieved="2026-08-21",
)
LINKING = document("links", "See http://example.org/tea#top, or <https://example.org/teapots>.")
SHELF = holdings(OLD, NEW, LINKING)


class TestSource:
    def test_given_a_replaced_page_then_its_standing_dates_and_successor_are_told(self) -> None:
        shown = head_html(OLD, SHELF) + details_html(OLD, SHELF)

        assert "✕</span> No longer current" in shown
        assert WORDS["standings"]["superseded"] in shown
        assert "18 May 2026" in shown
        assert "<dt>Published</dt><dd>2023</dd>" in shown
        assert "<dt>Read by us</dt><dd>No date given</dd>" in shown
        assert 'href="?source=new-page"' in shown
        assert 'href="https://www.example.org/tea/"' in shown
        assert 'href="?source=old-page"' in details_html(NEW, SHELF)

    def test_given_a_successor_that_is_gone_then_its_id_is_told(self) -> None:
        alone = holdings(OLD)

        assert "not in the library: new-page" in details_html(OLD, alone)

    def test_given_passages_then_they_are_text_with_the_standing_of_unlike_ones(
        self,
    ) -> None:
        shown = passages_html(OLD, SHELF.passages["old-page"])

        assert "<h3>Lamps</h3><p>Tea costs 2 pounds.</p><p>Lamps are blue. <span" in shown
        assert shown.count("✓</span> Current]") == 1
        assert "<!--" not in shown

    def test_given_facts_that_others_replaced_then_both_sentences_are_told(self) -> None:
        shown = replaced_html(SHELF.replaced_facts("old-page"))

        assert "Tea costs 2 pounds." in shown
        assert "Tea costs 3 pounds." in shown
        assert 'href="?source=new-page"' in shown
        assert replaced_html(SHELF.replaced_facts("new-page")) == ""

    def test_given_a_fact_replaced_by_one_that_no_page_tells_then_that_is_said(self) -> None:
        assert WORDS["source"]["says_nowhere"] in replaced_html(
            holdings(OLD).replaced_facts("old-page")
        )

    def test_given_pages_that_cite_it_then_each_is_named_with_why(self) -> None:
        assert [d.id for d in SHELF.linking_to("old-page")] == ["links"]
        assert [d.id for d in SHELF.replaced_by("new-page")] == ["old-page"]
        assert SHELF.documents_with_replaced_facts("new-page") == {"old-page": 1}
        shown = uses_html(NEW, SHELF, Cited(answers=1204, letters=3))
        assert "Old-Page</a>, 1 statement<" in shown
        assert "<dd>1,204</dd>" in shown
        assert "<dd>3</dd>" in shown

    def test_given_no_store_and_no_citing_page_then_both_are_said(self) -> None:
        shown = uses_html(LINKING, SHELF, None)

        assert WORDS["source"]["no_store"] in shown
        assert WORDS["source"]["nothing"] in shown

    def test_given_a_page_changed_since_the_build_then_it_says_so(self) -> None:
        shelf = holdings(OLD, NEW)
        edited = document("new-page", "Tea costs 4 pounds.")
        later = Holdings(
            {"old-page": OLD, "new-page": edited},
            {"old-page": shelf.passages["old-page"], "new-page": tuple(passages_of(edited))},
            shelf.manifest,
            None,
        )

        assert later.outdated
        assert not shelf.outdated
        assert WORDS["source"]["not_indexed"] in head_html(edited, later)
        assert WORDS["source"]["not_indexed"] not in head_html(OLD, later)

    def test_given_a_hostile_document_then_all_of_it_is_text(self) -> None:
        hostile = document(
            "hostile", HOSTILE, title=HOSTILE, publisher=HOSTILE, licence=HOSTILE,
            applies_to=HOSTILE, url="https://example.org/a", added=True, superseded_by="other",
        )  # fmt: skip
        shelf = holdings(hostile, document("other"))
        changes = compared([], shelf.passages["hostile"], index_id="i", at=NOON, since="h")
        changed = holdings(hostile, changes=changes)
        shown = [
            head_html(hostile, shelf), details_html(hostile, shelf),
            passages_html(hostile, shelf.passages["hostile"]),
            uses_html(shelf.documents["other"], shelf, None),
            table_html([hostile], shelf, HOSTILE), changes_html(changed),
            changes_of(changed, "hostile"),
        ]  # fmt: skip

        assert not any("<img" in part for part in shown)
        assert all("&lt;img src=x onerror=alert(1)&gt;" in part for part in shown)


class TestTable:
    shelf = holdings(
        document("ash", "Oak.\n\n## More\n\nElm.", status="proposal", publisher="Zed"),
        document("elm", updated=None, kind="news", publisher="alpha"),
        document("oak", updated="2027", publisher="Beta"),
    )

    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            ("title", ["ash", "elm", "oak"]),
            ("-title", ["oak", "elm", "ash"]),
            ("publisher", ["elm", "oak", "ash"]),
            ("kind", ["ash", "oak", "elm"]),
            ("-standing", ["ash", "oak", "elm"]),
            ("date", ["elm", "ash", "oak"]),
            ("-passages", ["ash", "oak", "elm"]),
            ("nonsense", ["ash", "elm", "oak"]),
        ],
    )
    def test_given_a_column_when_sorted_then_the_rows_are_in_its_order(
        self, sort: str, order: list[str]
    ) -> None:
        shown = table_html(self.shelf.documents.values(), self.shelf, sort)
        places = [shown.index(f"?source={document_id}") for document_id in order]

        assert places == sorted(places)

    def test_given_a_sorted_table_then_it_says_by_what_and_offers_the_reverse(self) -> None:
        up = table_html(self.shelf.documents.values(), self.shelf, "date")
        down = table_html(self.shelf.documents.values(), self.shelf, "-date")

        assert up.count('aria-sort="ascending"') == 1
        assert 'href="?sort=-date"' in up
        assert down.count('aria-sort="descending"') == 1
        assert 'href="?sort=date"' in down
        assert up.count('aria-sort="none"') == 5
        assert "Sorted by date" in up

    def test_given_a_row_then_it_tells_kind_standing_with_its_sign_date_and_passages(self) -> None:
        shown = table_html([self.shelf.documents["ash"]], self.shelf, "title")

        for told in ("Guidance", "?</span> Closed consultation", "18 May 2026", ">2<"):
            assert told in shown

    def test_given_words_a_kind_and_a_standing_then_all_must_match(self) -> None:
        assert matches(OLD, "hub POUNDS", "", "superseded")
        assert not matches(OLD, "hub fees", "", "")
        assert not matches(OLD, "", "news", "")
        assert not matches(OLD, "", "", "current")


class TestChanges:
    def test_given_no_index_a_first_build_or_no_record_then_it_says_which(self) -> None:
        said = WORDS["changes"]
        assert said["no_index"] in _plain(changes_html(holdings(NEW, indexed=False)))
        assert said["unknown"] in _plain(changes_html(holdings(NEW)))
        first = first_build("abc123", NOON)
        assert said["first"] in _plain(changes_html(holdings(NEW, changes=first)))
        lost = not_comparable("abc123", NOON, "old")
        assert said["not_comparable"] in _plain(changes_html(holdings(NEW, changes=lost)))

    def test_given_nothing_changed_then_it_says_so(self) -> None:
        same = passages_of(NEW)
        changes = compared(same, same, index_id="abc123", at=NOON, since="before")

        shown = changes_html(holdings(NEW, changes=changes))

        assert "The index before it, before, held the same text." in shown
        assert "1 July 2026 at 12:30pm" in shown
        assert "<details" not in shown

    def test_given_a_changed_sentence_then_its_old_and_new_words_are_told_apart(self) -> None:
        before = document("new-page", "Tea costs 2 pounds.")
        after = document("new-page", "Tea costs 3 pounds.")
        changes = _change([before], [after])

        shown = changes_of(holdings(after, changes=changes), "new-page")

        assert "<del>" in shown
        assert "2" in shown[shown.index("<del>") : shown.index("</del>")]
        assert "3" in shown[shown.index("<ins>") : shown.index("</ins>")]
        assert changes_of(holdings(after, changes=changes), "other") == ""

    def test_given_pages_added_and_removed_then_their_text_is_told(self) -> None:
        gone, new = document("gone", "The bell rings."), document("new", "The gate opens.")
        shelf = holdings(new, changes=_change([gone], [new]))

        shown = changes_html(shelf)

        assert "Pages: 1 added, 0 changed, 1 removed. Passages: 1 added, 0 changed, 1 removed." in (
            shown
        )
        assert "+ Added: New" in shown
        assert "− Removed: Gone" in shown
        assert "The bell rings." in shown
        assert "The gate opens." in shown
        assert 'href="?source=gone"' not in shown

    def test_given_a_standing_that_changed_then_the_detail_is_told_and_the_words_are_the_same(
        self,
    ) -> None:
        gone = NEW.model_copy(update={"status": Standing.SUPERSEDED, "superseded_by": "old-page"})

        shown = changes_html(holdings(gone, OLD, changes=_change([NEW, OLD], [gone, OLD])))

        assert "✓</span> Current changed to <span" in shown
        assert "none changed to Old-Page" in shown
        assert "1 passage with the same words" in shown
        assert "<del>" not in shown

    def test_given_changes_of_an_earlier_build_then_it_says_of_which(self) -> None:
        earlier = datetime(2026, 1, 2, 9, 30, tzinfo=UTC)
        before = document("new-page", "Tea costs 2 pounds.")
        changes = _change([before], [NEW]).model_copy(update={"index_id": "older1", "at": earlier})

        shown = changes_html(holdings(NEW, changes=changes))

        assert "index older1, built on 2 January 2026 at 9:30am" in shown


class TestLinks:
    def test_given_an_inside_link_then_its_query_comes_back_and_nothing_else_does(self) -> None:
        link = inside_link("<b>", "a-name", source="a&b=c")

        assert "&lt;b&gt;" in link
        assert query_of("?source=a%26b%3Dc") == {"source": "a&b=c"}
        assert query_of("https://example.org/?source=a") == {}
        assert query_of(None) == {}
        assert query_of("?") == {}


class TestHoldings:
    def test_given_a_document_added_then_the_fingerprint_changes(self, settings: Settings) -> None:
        before = fingerprint(settings)
        settings.documents_dir.mkdir(parents=True)
        (settings.documents_dir / "added-tea.md").write_text("x", encoding="utf-8")

        assert fingerprint(settings) != before

    def test_given_the_shipped_pages_then_every_one_can_be_shown(self, settings: Settings) -> None:
        shelf = Holdings.load(settings)

        assert len(shelf.documents) >= 60
        for found in shelf.documents.values():
            assert passages_html(found, shelf.passages[found.id]).count("<section") >= 1
            replaced_html(shelf.replaced_facts(found.id))
            uses_html(found, shelf, None)

    def test_given_the_page_when_its_data_is_read_then_no_model_is_loaded(self) -> None:
        code = (
            "import sys; from assistant.pages.library import page; "
            "from assistant.pages.holdings import Holdings; "
            "from corpus.settings import get_settings; Holdings.load(get_settings()); "
            "print('torch' in sys.modules)"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )

        assert ran.stdout.strip() == "False"


class TestWording:
    def test_every_value_that_is_shown_has_words(self) -> None:
        words = WORDS["changes"]
        assert set(WORDS["standings"]) == {standing.value for standing in Standing}
        for group in ("what", "count"):
            assert set(words[group]) == {what.value for what in What}
        assert {basis.value for basis in Basis} == {"first", "compared", "not_comparable"}
        assert set(policy("chat")["kinds"]) == {kind.value for kind in Kind}
        before = document("ash")
        after = document(
            "ash", title="B", publisher="C", kind="news", status="closed", superseded_by="b",
            url="https://example.org", updated="2027",
        )  # fmt: skip
        details = _change([before], [after]).documents[0].details
        assert {detail.name for detail in details} == set(words["detail"])


def _change(old: list[Document], new: list[Document]) -> Changes:
    before, after = ([p for d in found for p in passages_of(d)] for found in (old, new))
    return compared(before, after, index_id="abc123", at=NOON, since="before")


def _plain(html: str) -> str:
    return html.replace("<code>", "`").replace("</code>", "`")
