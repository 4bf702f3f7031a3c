"""A server of the pages and a headless Chromium, as people have them; nothing else on the network is asked."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ui.serving import answers

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
]
ROOT = Path(__file__).parents[3]


class Server:
    """One ``spearhead ui`` in a process of its own."""

    def __init__(self, case: Path, port: int | None = None) -> None:
        self.case, self.port = case, port or _free()
        self.address = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-c", "import sys; from optimizer.cli import main; sys.exit(main())"]
        self.process = subprocess.Popen(
            [*command, "ui", str(case), "--port", str(self.port)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if not answers(self.port):
            raise RuntimeError("the pages did not come up")

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()
        self.process.wait()


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as made:
        found = made.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def flanders_pages() -> Iterator[Server]:
    """The pages of the Flanders case."""
    server = Server(ROOT / "cases" / "flanders-2014")
    yield server
    server.kill()


@pytest.fixture
def serve(request: pytest.FixtureRequest) -> Callable[..., Server]:
    """Start servers that end with the test."""

    def start(case: Path, port: int | None = None) -> Server:
        server = Server(case, port)
        request.addfinalizer(server.kill)
        return server

    return start


class Tab:
    """One browser tab on the pages."""

    def __init__(self, browser: Any, address: str, size: tuple[int, int] = (1280, 800)) -> None:
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-GB")
        self.page = self.context.new_page()
        self.page.set_default_timeout(30000)
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.address = address

    def go(self, place: str = "") -> Tab:
        """Open a page of the program, or a whole address."""
        self.page.goto(place if place.startswith("http") else f"{self.address}/{place}")
        return self.idle()

    def idle(self) -> Tab:
        """Wait until the page is drawn."""
        self.page.wait_for_timeout(120)
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        return self

    def turn(self, name: str) -> Tab:
        """Go to another page by its name in the menu."""
        self.page.get_by_role("link", name=name, exact=True).click()
        return self.idle()

    def choose(self, box: str, option: str) -> Tab:
        """Take an option of a box; the box is opened again where the page was drawn anew in between."""
        wanted = self.page.get_by_role("option", name=option)
        for _ in range(5):
            self.page.get_by_label(box).click()
            try:
                wanted.click(timeout=2000)
                return self.idle()
            except Exception:  # it was closed again: the next round opens it
                self.idle()
        raise AssertionError(f"{option} could not be chosen in {box}")

    @property
    def words(self) -> str:
        """All that is to be read on the page."""
        return str(self.page.inner_text('[data-testid="stMain"]'))

    def heads(self, words: str) -> None:
        """Wait until the page begins with these words."""
        self.page.wait_for_function(
            "w => document.querySelector('[data-testid=\"stMain\"]').innerText.trim().startsWith(w)", arg=words
        )
        self.idle()

    def sees(self, words: str) -> None:
        """Wait until something is to be read."""
        self.page.wait_for_function(
            "w => document.querySelector('[data-testid=\"stMain\"]').innerText.includes(w)", arg=words
        )


@pytest.fixture
def tab(request: pytest.FixtureRequest, browser: Any) -> Callable[..., Tab]:
    """Open tabs that close with the test."""

    def open_(server: Server, place: str = "", size: tuple[int, int] = (1280, 800)) -> Tab:
        made = Tab(browser, server.address, size)
        request.addfinalizer(made.context.close)
        return made.go(place)

    return open_
