"""Which parts of an HTML page a reader does not see, or that belong to the website."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from corpus.errors import FileRejected

_NEVER_NAMES = (
    "script style template nav aside noscript iframe object embed svg math canvas audio video "
    "picture img map button select input textarea datalist del s strike head title"
)
_NEVER = frozenset(_NEVER_NAMES.split())
_DEEPEST = 200
_CONTENT = ("main", "article", "h1")
_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog")
_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0(?:\.0+)?\s*(?:[a-z%]+\s*)?(?:;|!|$)"
    r"|(?:left|top|right|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_WEBSITE_CLASS = re.compile(
    r"cookie|breadcrumb|share-links|print-link|contents-list|back-link|back-to-top|phase-banner"
    r"|skip-link|related-navigation|gem-c-feedback|visually-hidden|\bsr-only\b|screen-reader-text",
    re.IGNORECASE,
)


def parse(source: str, name: str) -> BeautifulSoup:
    """Parse HTML; raise `FileRejected` where elements nest deeper than any honest page."""
    soup = BeautifulSoup(source, "lxml")
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depth = depths[id(tag)] = depths[id(tag.parent)] + 1
        if depth > _DEEPEST:
            raise FileRejected(f"{name} is nested too deeply to be read.")
    return soup


def drop_unseen(soup: BeautifulSoup) -> None:
    """Remove elements that are hidden, that run code, or that frame the page."""
    for tag in soup.find_all(True):
        if tag.name in ("html", "body"):
            continue
        if tag.name in _NEVER or _is_hidden(tag):
            tag.extract()
        elif tag.name in ("header", "footer", "form"):
            _unframe(tag)
        elif _is_website(tag) and not _is_content(tag):
            tag.extract()


def _is_hidden(tag: Tag) -> bool:
    if tag.has_attr("hidden") or str(tag.get("aria-hidden", "")).strip().lower() == "true":
        return True
    style = re.sub(r"/\*.*?\*/", "", str(tag.get("style", "")))
    return bool(style) and _UNSEEN_STYLE.search(style) is not None


def _unframe(tag: Tag) -> None:
    """Drop a header, footer or form, save what it holds of the page itself."""
    if tag.name == "form" and tag.find(_CONTENT):
        tag.unwrap()
    elif tag.name == "header" and tag.find_parent(["main", "article"]) and tag.find("h1"):
        for child in list(tag.find_all(True)):
            if not child.find("h1") and not _in_h1(child):
                child.extract()
    else:
        tag.extract()


def _in_h1(tag: Tag) -> bool:
    return tag.name == "h1" or tag.find_parent("h1") is not None


def _is_website(tag: Tag) -> bool:
    if tag.get("role") in _ROLES:
        return True
    names = " ".join([*tag.get_attribute_list("class"), *tag.get_attribute_list("id")])
    return _WEBSITE_CLASS.search(names) is not None


def _is_content(tag: Tag) -> bool:
    return tag.name in _CONTENT or tag.find(_CONTENT) is not None
