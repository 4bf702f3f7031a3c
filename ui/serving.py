"""Streamlit started so that it serves this machine alone, tells nobody, and shows no error's insides."""

from __future__ import annotations

import threading
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


def serve(case: str | None, port: int, lang: str) -> None:
    """Serve the pages until the process is told to end."""
    from streamlit.web import bootstrap

    options = {key.replace(".", "_"): value for key, value in {**OPTIONS, "server.port": port}.items()}
    script = str(Path(__file__).parent / "script" / "main.py")
    if case is not None:
        threading.Thread(target=_warm, args=(case,), daemon=True).start()
    bootstrap.load_config_options(options)
    bootstrap.run(script, False, [case or "", lang], options)


def _warm(case: str) -> None:
    """Decide the case while the browser still starts: the first page then has everything at hand."""
    from optimizer.case.faults import CaseError
    from ui.opening import read_place
    from ui.session import Session

    try:
        session = Session()
        session.open(read_place(Path(case)), Path(case).name, Path(case))
        if session.ready and session.trial is not None:
            session.decided(session.trial)
    except CaseError:
        return
