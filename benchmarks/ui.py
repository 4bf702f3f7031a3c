"""The pages: from a moved weight to the new portfolio on the screen, the first page, and twenty people at once.

Both sides are Streamlit in the same browser: ours, and an app of one slider and one line of text. Needs chromium.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.ratio import Ratio
from ui.serving import answers

ROOT = Path(__file__).parent.parent
CASE = ROOT / "cases" / "flanders-2014"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
MOVES, OPENINGS, PEOPLE, SECONDS = 30, 5, 20, 20

_EMPTY = """
import streamlit as st
value = st.slider("Weight", 0.0, 100.0, 10.0, step=0.5, key="w")
st.html(f"<p class='big'>value {value}</p>")
"""


def measure() -> Iterable[Ratio]:
    from playwright.sync_api import sync_playwright

    if shutil.which("chromium") is None:
        raise SystemExit("this benchmark needs Debian's chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as made:
        script = Path(folder) / "empty.py"
        script.write_text(_EMPTY, encoding="utf-8")
        browser = made.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        with _ours() as ours, _empty(script) as empty:
            yield _first(browser, ours, empty)
            yield _moves(browser, ours, empty)
        browser.close()
    yield crowd()


def _first(browser: Any, ours: str, empty: str) -> Ratio:
    """A fresh tab until the page is drawn, in turns."""
    times: dict[str, list[float]] = {ours: [], empty: []}
    for _ in range(OPENINGS + 1):
        for address, wanted in ((ours, "Available"), (empty, "value")):
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            page = context.new_page()
            start = time.perf_counter()
            page.goto(address)
            page.get_by_text(wanted).first.wait_for()
            times[address].append(time.perf_counter() - start)
            context.close()
    mine, theirs = (median(times[a][1:]) for a in (ours, empty))
    return Ratio("first page of the Flanders case", "an empty Streamlit app", mine, theirs, 2)


def _moves(browser: Any, ours: str, empty: str) -> Ratio:
    """A key on a slider until the text that follows from it is another, in turns."""
    mine = _weights(browser, ours)
    theirs = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    theirs.goto(empty)
    theirs.get_by_role("slider").wait_for()
    theirs.wait_for_timeout(1000)
    times: dict[str, list[float]] = {"mine": [], "theirs": []}
    keys = random.Random(0)
    for _ in range(MOVES + 3):
        key = keys.choice(["ArrowRight", "ArrowRight", "ArrowLeft"])
        times["mine"].append(_moved(mine, key, "table.sh"))
        times["theirs"].append(_moved(theirs, key, "p.big"))
    first, second = (median(times[side][3:]) for side in ("mine", "theirs"))
    return Ratio("a weight moved until the portfolio is there", "an empty page's rerun", first, second, 3)


def _weights(browser: Any, address: str) -> Any:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{address}/weights")
    page.get_by_label("How the weights come about").wait_for()
    page.wait_for_timeout(1500)
    for _ in range(5):
        page.get_by_label("How the weights come about").click()
        try:
            page.get_by_role("option", name="Weights given directly").click(timeout=2000)
            break
        except Exception:
            page.wait_for_timeout(300)
    page.get_by_role("slider").first.wait_for()
    page.wait_for_timeout(2500)
    return page


def _moved(page: Any, key: str, watched: str) -> float:
    """One press: until what is watched reads otherwise, the clock in the browser itself."""
    page.wait_for_timeout(150)
    slider = page.get_by_role("slider").first
    slider.focus()
    page.evaluate(
        """css => { const read = () => document.querySelector(css)?.innerText;
        const before = read();
        window.__done = new Promise(r => { document.addEventListener('keydown', () => { const start = performance.now();
          const look = () => read() !== before && read() !== undefined ? r(performance.now() - start)
            : requestAnimationFrame(look); look() }, {once: true, capture: true}) }) }""",
        watched,
    )
    slider.press(key)
    return float(page.evaluate("window.__done")) / 1000


def crowd() -> Ratio:
    """Twenty sessions in one process, each moving a weight every two seconds, against one session alone. Raises where
    somebody sees another's numbers or an error."""
    with _ours() as address:
        alone = _waits(address, 1, 16)
        together = _waits(address, PEOPLE, SECONDS)
    return Ratio(
        f"the wait of {PEOPLE} sessions at once", "the wait of one session", median(together), median(alone), 5
    )


class Visitor:
    """A browser tab without a browser: Streamlit's own messages over its socket."""

    def __init__(self, address: str) -> None:
        from websockets.sync.client import connect

        place = address.replace("http", "ws") + "/_stcore/stream"
        self.socket = connect(place, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]
        self.page = self.fragment = ""
        self.widgets: dict[str, Any] = {}
        self.sliders: list[Any] = []
        self.box: Any = None
        self.shown: list[str] = []

    def run(self, page: str = "", fragment: str = "") -> None:
        """Ask for a run with the widgets as they stand, and read what it draws."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        message.rerun_script.page_script_hash = "" if page else self.page
        message.rerun_script.page_name = page
        message.rerun_script.fragment_id = fragment
        for id, (kind, value) in self.widgets.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = id
            if kind == "text":
                state.string_value = value
            else:
                state.double_array_value.data[:] = [value]
        self.socket.send(message.SerializeToString())
        self.shown, self.sliders = [], []
        while not self._read():
            pass

    def hold(self, moved: dict[str, float]) -> None:
        """The widgets as the page last drew them, some of them moved."""
        self.widgets = {self.box.id: self.widgets[self.box.id]}
        self.widgets |= {one.id: ("number", moved.get(one.id, one.value[0])) for one in self.sliders}

    def sees(self, words: str) -> bool:
        """Whether the last run showed it."""
        return any(words in body for body in self.shown)

    def _read(self) -> bool:
        """Take in one message; whether it ends the run."""
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        message = ForwardMsg()
        data = self.socket.recv(timeout=60)
        assert isinstance(data, bytes)
        message.ParseFromString(data)
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            what = element.WhichOneof("type")
            if what == "exception":
                raise AssertionError(element.exception.message)
            if what == "slider":
                self.sliders.append(element.slider)
                self.fragment = message.delta.fragment_id
            elif what == "selectbox" and self.box is None:
                self.box = element.selectbox
            elif what == "html":
                self.shown.append(element.html.body)
        return kind == "script_finished"


def _waits(address: str, people: int, seconds: float) -> list[float]:
    """How long each move of each session took until its run was over."""
    waits: list[float] = []
    problems: list[BaseException] = []

    def sit(number: int) -> None:
        try:
            visitor = Visitor(address)
            visitor.run("weights")
            visitor.widgets[visitor.box.id] = ("text", "Weights given directly")
            visitor.run()
            turn = random.Random(number)
            time.sleep(turn.uniform(0, 2))
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                slider = visitor.sliders[number % len(visitor.sliders)]
                steps = [step / 2 for step in (-6, -3, -2, -1, 1, 2, 3, 6)]
                wanted = min(60.0, max(2.0, round(slider.value[0] * 2) / 2 + turn.choice(steps)))
                visitor.hold({slider.id: wanted})
                start = time.monotonic()
                visitor.run(fragment=visitor.fragment)
                while not visitor.sees(f"{wanted:.1f}%") and time.monotonic() < start + 30:
                    time.sleep(0.6)  # the page says that it is working: ask again, as it does by itself
                    visitor.hold({})
                    visitor.run(fragment=visitor.fragment)
                waits.append(time.monotonic() - start)
                if not visitor.sees(f"{wanted:.1f}%"):
                    raise AssertionError(f"session {number} set {wanted:.1f}% and was not shown it")
                time.sleep(max(0.0, 2 - (time.monotonic() - start)))
            visitor.socket.close()
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=sit, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return waits


@contextmanager
def _ours() -> Iterator[str]:
    port = _free()
    command = [sys.executable, "-c", "import sys; from optimizer.cli import main; sys.exit(main())"]
    with _served([*command, "ui", str(CASE), "--port", str(port)], port) as address:
        time.sleep(3)
        yield address


@contextmanager
def _empty(script: Path) -> Iterator[str]:
    port = _free()
    options = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.address", "127.0.0.1"]
    with _served([*command, "--server.port", str(port), *options], port) as address:
        yield address


@contextmanager
def _served(command: list[str], port: int) -> Iterator[str]:
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        answers(port)
        yield address
    finally:
        process.kill()
        process.wait()


def _free() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
