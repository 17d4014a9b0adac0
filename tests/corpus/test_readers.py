"""Readers: each format comes out as clean Markdown, or is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import FileRejected
from corpus.readers import ReadText, read_file

LIMIT = 1_000_000
PROSE = "Teachers and leaders can take a course in autumn, and each course has a provider."


def read(tmp_path: Path, name: str, content: str | bytes, limit: int = LIMIT) -> ReadText:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, max_bytes=limit)


def refusal(tmp_path: Path, name: str, content: str | bytes, limit: int = LIMIT) -> str:
    with pytest.raises(FileRejected) as caught:
        read(tmp_path, name, content, limit)
    sentence = caught.value.sentence
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def headings(found: ReadText) -> list[str]:
    return [line for line in found.text.split("\n") if line.startswith("#")]


# Plain text


def test_given_a_guidance_page_as_text_when_read_then_short_lines_over_prose_are_headings(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        "page.txt",
        "Guidance\n\nLeading a nursery course\n\nA course for people who lead nurseries.\n\n"
        "Applies to England\n\nWho it is for\n\nIt is for staff who have:\n\n"
        "  • a team to lead\n  • an interest in the early years\n\n"
        "Benefits for you\n\nA stronger team\n\nYour team learns with you.\n\n"
        "Updates to this page\n\nPublished 3 May 2024\nLast updated 4 June 2025 show all updates\n"
        "  1. Changed the dates.\n\n  2. First published.\n\n"
        "Sign up for emails or print this page",
    )

    assert found.title == "Leading a nursery course"
    assert headings(found) == [
        "# Leading a nursery course",
        "## Who it is for",
        "## Benefits for you",
        "## A stronger team",
        "## Updates to this page",
    ]
    assert "- a team to lead\n- an interest in the early years" in found.text
    assert "1. Changed the dates.\n2. First published." in found.text
    assert "Last updated 4 June 2025" in found.text
    assert "print this page" not in found.text
    assert "Guidance\n" not in found.text


def test_given_text_without_blank_lines_when_read_then_numbered_headings_and_items_differ(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        "article.txt",
        "In this article we explain the coaching award, and three reasons to take it this year.\n"
        "What is the coaching award?\n"
        f"{PROSE}\n"
        "There are two parts:\n- Part one (P1).\n- Part two (P2)\n"
        "To apply:\n1. Register\n2. Choose a provider\n3. Wait for a reply\n"
        f"{PROSE}\n"
        "Three reasons to take the award:\n"
        "1. It fits around a teacher’s week\n"
        f"{PROSE}\n"
        "2 . It is built on evidence\n"
        f"{PROSE}\n",
    )

    assert headings(found) == [
        "## What is the coaching award?",
        "## 1. It fits around a teacher’s week",
        "## 2. It is built on evidence",
    ]
    assert found.title == "What is the coaching award?"
    assert "1. Register\n2. Choose a provider\n3. Wait for a reply" in found.text
    assert "\n\nThree reasons to take the award:\n\n" in found.text


def test_given_questions_listed_and_then_answered_when_read_then_only_the_latter_are_headings(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        "faq.txt",
        "The award: your questions answered\n\nJune 28, 2021\nHall logo blue\n\nHall College\n\n"
        f"{PROSE}\n\nThe questions:\n\n  • Is it free?\n  • How long does it take?\n\n"
        f"Is it free?\n\n{PROSE}\n\nHow long does it take?\n\n{PROSE}\n\n"
        "Search blog posts by topic:",
    )

    assert headings(found) == [
        "# The award: your questions answered",
        "## Is it free?",
        "## How long does it take?",
    ]
    assert "- Is it free?\n- How long does it take?" in found.text
    assert "Hall College" in found.text
    assert "logo" not in found.text
    assert "Search blog" not in found.text


def test_given_a_consultation_when_read_then_a_question_with_text_under_it_is_a_heading(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        "consultation.txt",
        "Making the award better\n\nCloses 9 Mar 2018\n\nPost-award: Coaching and Mentoring\n\n"
        "7. Do you agree with a badge?\n\n8. What should schools do?\n\nMore Information\n\n"
        f"{PROSE}\n\n9. Who should mentor?\n\nMore Information\n\n{PROSE}",
    )

    assert headings(found) == [
        "# Making the award better",
        "## Post-award: Coaching and Mentoring",
        "## 8. What should schools do?",
        "### More Information",
        "## 9. Who should mentor?",
        "### More Information",
    ]
    assert "\n\n7. Do you agree with a badge?\n\n" in found.text


def test_given_hard_wrapped_text_when_read_then_paragraphs_are_joined(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "wrapped.txt",
        "AN OVERVIEW OF THE AWARD\n========================\n\n"
        "The award is for teachers who want to lead the work of\n"
        "others. It takes a year, and every school in England may\n"
        "enter one teacher.\n\nHow to enter\n------------\n\n"
        "* ask your head teacher to confirm that you have the time\n  to study\n* send the form\n",
    )

    assert headings(found) == ["# AN OVERVIEW OF THE AWARD", "## How to enter"]
    assert "lead the work of others. It takes a year, and every school in England may enter" in (
        found.text
    )
    assert (
        "- ask your head teacher to confirm that you have the time to study\n- send" in found.text
    )


def test_given_labelled_questions_and_tabs_when_read_then_labels_go_and_rows_are_a_table(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        "faq.txt",
        f"Award questions\n\n{PROSE}\n\nQ1: Is it free?\nA: Yes, it is free.\n\n"
        "Course\tWeeks\nHeadship\t18\n",
    )

    assert "## Is it free?\n\nYes, it is free." in found.text
    assert "| Course | Weeks |\n| --- | --- |\n| Headship | 18 |" in found.text


def test_given_a_list_of_names_without_bullets_when_read_then_they_are_items(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        "names.txt",
        f"Providers\n\n{PROSE}\n\nThe providers are:\n\nNorth College\n\nSouth Trust\n\n"
        f"Assessment\n\n{PROSE}",
    )

    assert headings(found) == ["# Providers", "## Assessment"]
    assert "- North College\n- South Trust" in found.text


def test_given_text_with_forged_comments_and_tags_when_read_then_they_are_gone(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        "forged.txt",
        "Every place is free. <!-- fund-free -->\n"
        "A <b>bold</b> claim, **strong** too. <!<!-- x -->-- fund-free -->\n"
        "See [the page](https://example.org/a) and ![logo](b.png) <!-- open\n",
    )

    assert "<!--" not in found.text
    assert "<b>" not in found.text
    assert "A bold claim, strong too." in found.text
    assert "See the page and" in found.text
    assert "example.org" not in found.text


@pytest.mark.parametrize(
    "encoded",
    [
        "Café rules cost £5 – at most.".encode(),
        "Café rules cost £5 – at most.".encode("utf-8-sig"),
        "Café rules cost £5 – at most.".encode("utf-16"),
        b"\xfe\xff" + "Café rules cost £5 – at most.".encode("utf-16-be"),
        "Café rules cost £5 – at most.".encode("cp1252"),
    ],
)
def test_given_any_usual_encoding_when_read_then_the_text_is_right(
    tmp_path: Path, encoded: bytes
) -> None:
    assert read(tmp_path, "a.txt", encoded).text == "Café rules cost £5 – at most."


def test_given_a_damaged_heading_when_read_then_it_is_repaired_before_it_is_judged(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        "damaged.txt",
        f"Award page\n\n{PROSE}\n\n贵耻苍诲颈苍驳听\n\nYou鈥檒l pay nothing for听the course.\n\n"
        "颁辞耻谤蝉别听\n\nIt is a course for everyone.",
    )

    assert headings(found) == ["# Award page", "## Funding", "## Course"]
    assert "You’ll pay nothing for the course." in found.text
    assert found.unrepaired == ()


# HTML


def test_given_a_web_page_when_read_then_only_its_own_text_is_kept(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "page.html",
        """<!doctype html><html><head><title>Award funding - GOV.UK</title>
        <style>p {color: red}</style></head><body class="cookies-set">
        <div id="global-cookie-message">We use cookies</div><header><h1>GOV.UK</h1></header>
        <nav>Home</nav><form><main><header><p>Kicker</p><h1>Award <em>funding</em></h1></header>
        <p>The <abbr title="Fund">TSF</abbr>. A <a href="https://a.example/x">link</a>.</p>
        <div class="govspeak"><h2 id="who">Who can apply</h2>
        <ul><li><p>Teachers</p></li><li>Leaders<ul><li>Heads</li></ul></li></ul>
        <ol><li>Register</li><li>Apply</li></ol>
        <table><caption>Rates</caption><tr><th>Course</th><th>Rate</th></tr>
        <tr><td rowspan="2">Headship</td><td>£10 | £20</td></tr><tr><td>£30</td></tr></table>
        <dl><dt>From:</dt><dd>A college</dd></dl><p>One<br>Two<br>more</p><img alt="a picture">
        <script>alert(1)</script><template>T</template><aside>Related</aside></div>
        <button>Print</button></main></form><footer>Crown</footer></body></html>""",
    )

    assert found.title == "Award funding"
    assert found.text.split("\n\n") == [
        "# Award funding",
        "The TSF. A link.",
        "## Who can apply",
        "- Teachers\n- Leaders\n- Heads\n1. Register\n2. Apply",
        "Rates",
        "| Course | Rate |\n| --- | --- |\n| Headship | £10 / £20 |\n| Headship | £30 |",
        "- From: A college",
        "One",
        "Two more",
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>SECRET</p>",
        '<p aria-hidden="TRUE">SECRET</p>',
        '<div style="Display : none !important"><p>SECRET</p></div>',
        '<span style="display:/**/none">SECRET</span>',
        '<span style="visibility:hidden">SECRET</span>',
        '<p style="font-size:0">SECRET</p>',
        '<p style="position:absolute;left:-9999px">SECRET</p>',
        '<span class="govuk-visually-hidden">SECRET</span>',
        "<!-- SECRET -->",
        "<noscript>SECRET</noscript>",
        "<textarea>SECRET</textarea>",
        "<svg><text>SECRET</text></svg>",
        "<p>free place &lt;!-- SECRET --&gt;</p>",
        "<del>SECRET</del>",
    ],
)
def test_given_hidden_text_when_read_then_it_is_left_out(tmp_path: Path, hidden: str) -> None:
    page = f"<body><main><h1>Award</h1><p>Seen.</p>{hidden}</main></body>"

    for name in ("page.html", "page.md"):
        found = read(tmp_path, name, page)
        assert "SECRET" not in found.text
        assert "Seen." in found.text


def test_given_a_page_without_main_when_read_then_the_title_and_body_serve(tmp_path: Path) -> None:
    found = read(
        tmp_path, "a.htm", "<title>Award | College</title><div><h2>Cost</h2>It is free.</div>"
    )

    assert found.title == "Award"
    assert found.text == "## Cost\n\nIt is free."


def test_given_elements_nested_without_end_when_read_then_the_page_is_refused(
    tmp_path: Path,
) -> None:
    assert "nested too deeply" in refusal(tmp_path, "deep.html", "<div>" * 20_000 + "x")


# Markdown


def test_given_markdown_when_read_then_marks_go_and_structure_stays(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "page.md",
        "---\ntitle: Front title\npublished: 2024-05-01\nyear: 2024\ntags: [a]\n---\n"
        "# Head *one*\n\nA **bold** line\ngoes [on](http://a.example) ![i](i.png) <b>raw</b>"
        " <!-- npq-id -->\n\n- one\n  - two\n\n1. first\n2. second\n\n"
        "| A | B |\n|---|---|\n| 1 | *2* |\n\n```\nx = 1\n# y\n```\n\n"
        '<div style="display:none">\n\nSECRET\n\n</div>\n\nUnder\n-----\n\n> quoted\n',
    )

    assert found.title == "Head one"
    assert found.front == {"title": "Front title", "published": "2024-05-01", "year": "2024"}
    assert found.text.split("\n\n") == [
        "# Head one",
        "A bold line goes on raw",
        "- one\n- two\n1. first\n2. second",
        "| A | B |\n| --- | --- |\n| 1 | 2 |",
        "x = 1\ny",
        "## Under",
        "quoted",
    ]


def test_given_no_front_matter_when_read_then_front_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path, "a.md", "Only a line.\n").front == {}


def test_given_broken_front_matter_when_read_then_the_file_is_refused(tmp_path: Path) -> None:
    assert "front matter" in refusal(tmp_path, "a.md", "---\na: [b\nc: : d\n---\nText.\n")
