"""A real server and a real browser: `streamlit run app.py` on a free port, and Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: run `sudo apt-get install chromium`")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory, built_index_dir: Path) -> Path:
    """A data folder of its own, with a copy of the index that the other tests built."""
    folder = tmp_path_factory.mktemp("browser-data")
    shutil.copytree(built_index_dir, folder / "index")
    return folder


@pytest.fixture(scope="session")
def service(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running chat, its model loaded."""
    yield from serve(data_dir, tmp_path_factory.mktemp("server") / "log.txt")


@pytest.fixture(scope="session")
def serving() -> Callable[..., Iterator[str]]:
    """Run the browser app on a data folder of the test's own."""
    return serve


def serve(data_dir: Path, log: Path, *options: str, app: str = "app.py") -> Iterator[str]:
    """Run the chat, or another app, until the tests are done with it; more options of Streamlit."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", app, "--server.port", str(port), *options]
    env = {**os.environ, "NPQ_DATA_DIR": str(data_dir)}
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out)
    address = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(300):
            if process.poll() is not None or _answers(address + "_stcore/health"):
                break
            time.sleep(0.2)
        assert process.poll() is None, log.read_text()
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


class Visit:
    """A person at the chat: opens it, asks, and reads; notes every host that is asked."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.hosts: set[str] = set()
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        page.set_default_timeout(60_000)

    def open(self, path: str = "") -> Page:
        self.page.goto(self.address + path)
        self.page.get_by_role("heading", level=1).wait_for()
        return self.page

    def ask(self, text: str, number: int = 1) -> None:
        box = self.page.get_by_placeholder("Type your question about NPQs")
        box.fill(text)
        box.press("Enter")
        self.wait_for_answer(number)

    def wait_for_answer(self, number: int = 1) -> None:
        heading = self.page.get_by_role("heading", name=f"Answer {number}", exact=True)
        heading.wait_for(state="attached")
        self.page.get_by_text("Was this answer useful?").nth(number - 1).wait_for()
        self.page.wait_for_function("document.querySelector('#npq-status').textContent.length > 0")
        self.page.wait_for_timeout(400)

    def picture(self, name: str) -> None:
        """Keep a screenshot where NPQ_SHOTS says, if it does."""
        if folder := os.environ.get("NPQ_SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.fixture
def visit(browser: Browser, service: str) -> Iterator[Callable[..., Visit]]:
    """Make a visit with a window of a given size, in light or dark."""
    contexts = []

    def make(width: int = 1280, height: int = 900, *, dark: bool = False) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
        )
        contexts.append(context)
        return Visit(context.new_page(), service)

    yield make
    for context in contexts:
        context.close()
