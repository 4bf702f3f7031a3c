"""Streamlit started so that it serves this machine alone, tells nobody, and shows no error's insides."""

from __future__ import annotations

import gc
import threading
import time
from pathlib import Path
from typing import Any

#: How Streamlit is told; a file of its own settings is neither read nor needed.
OPTIONS: dict[str, Any] = {
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.maxUploadSize": 64,
    "server.enableStaticServing": False,
    "browser.gatherUsageStats": False,
    "browser.serverAddress": "127.0.0.1",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showSidebarNavigation": True,
    "runner.magicEnabled": False,
    "logger.level": "error",
    "theme.base": "light",
    "theme.primaryColor": "#0072b2",
    "theme.textColor": "#1c2733",
    "theme.backgroundColor": "#ffffff",
    "theme.secondaryBackgroundColor": "#f3f5f7",
    "theme.baseFontSize": 17,
}

#: Garbage is collected this many seconds after the last time at the earliest.
EVERY = 10.0


def serve(case: str | None, port: int, lang: str) -> None:
    """Serve the pages until the process is told to end."""
    from streamlit.web import bootstrap

    options = {key.replace(".", "_"): value for key, value in {**OPTIONS, "server.port": port}.items()}
    script = str(Path(__file__).parent / "script" / "main.py")
    if case is not None:
        threading.Thread(target=_warm, args=(case,), daemon=True).start()
    _collect_seldom()
    bootstrap.load_config_options(options)
    bootstrap.run(script, False, [case or "", lang], options)


def answers(port: int, seconds: float = 30.0) -> bool:
    """Whether pages answer at a port of this machine, waiting for at most so many seconds."""
    import urllib.request

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).read()
            return True
        except OSError:
            time.sleep(0.1)
    return False


def _warm(case: str) -> None:
    """Decide the case while the browser still starts: the first page then has everything at hand."""
    from optimizer.case.faults import CaseError
    from ui.opening import read_place
    from ui.session import Session

    try:
        session = Session()
        session.open(read_place(Path(case)), Path(case).name, Path(case))
        if session.ready:
            session.decided(session.trial)
    except CaseError:
        return
    finally:
        gc.collect()
        gc.freeze()  # what is loaded by now stays: no collection has to look through it again


class _Seldom:
    """The collector of garbage, asked to collect as often as one likes and collecting every few seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._last = time.monotonic()

    def collect(self, generation: int = 2) -> int:
        """Collect, unless it was done just now."""
        if time.monotonic() - self._last < self.seconds:
            return 0
        self._last = time.monotonic()
        return gc.collect(generation)

    def __getattr__(self, name: str) -> Any:
        return getattr(gc, name)


def _collect_seldom() -> None:
    """Streamlit collects all garbage after every run of every session, 0.1 s in which every other session waits; what
    counts is that it is done now and then."""
    from streamlit.runtime.scriptrunner import script_runner

    if getattr(script_runner, "gc", None) is gc:
        script_runner.gc = _Seldom(EVERY)  # type: ignore[assignment]
