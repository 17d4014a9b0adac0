"""Somebody at the reply desk in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Download, Page

from assistant.desk.records import desk_policy
from tests.browser.accessibility import serious_problems

WORDS = desk_policy("pages")


class Person:
    """Somebody at the desk in a browser of their own, known by the name they gave."""

    def __init__(self, page: Page, address: str, name: str) -> None:
        self.page, self.address, self.name = page, address, name
        self.hosts: set[str] = set()
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        page.set_default_timeout(60_000)

    def open(self, path: str = "desk") -> Page:
        self.page.goto(self.address + path)
        self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_role("button", name="Continue").click()
        self.page.get_by_text(f"You are working as {self.name}").wait_for()
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the page is drawn: a click while it is drawn again is lost."""
        self.page.wait_for_timeout(300)
        self.page.locator('[data-test-script-state="notRunning"]').first.wait_for()
        self.page.wait_for_timeout(300)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()
        self.settle()

    def tab(self, part: str) -> None:
        self.page.get_by_role("tab", name=WORDS["enquiry"]["tabs"][part]).click()
        self.settle()

    def told(self, text: str) -> None:
        self.page.locator("main").get_by_text(text).first.wait_for()
        self.settle()

    def letter(self) -> str:
        return self.page.get_by_role("textbox", name="Letter").input_value()

    def write(self, text: str) -> None:
        self.page.get_by_role("textbox", name="Letter").fill(text)

    def add(self, mail: str) -> int:
        """Paste an enquiry; return its number."""
        page = self.page
        box = page.get_by_label("Paste the email")
        if not box.is_visible():
            page.get_by_text("Add an enquiry", exact=True).click()
            page.wait_for_timeout(700)
        box.fill(mail)
        self.press("Add")
        page.wait_for_url(re.compile(r"enquiry=\d+"))
        self.told("was added. Check what was read")
        return int(page.url.split("enquiry=")[1])

    def draft(self) -> None:
        self.press("Draft a reply")
        self.page.get_by_role("textbox", name="Letter").wait_for()
        self.settle()

    def download(self, name: str | re.Pattern[str]) -> Download:
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=name).click()
        return waiting.value

    def serious(self) -> list[str]:
        return serious_problems(self.page, after_ms=600)
