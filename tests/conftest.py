"""What every test may rely on, and which tests need a program of the system.

A test marked ``needs("chromium")`` is left out where that program is missing, and the run says so in plain words;
``.ci/run`` installs them all, so that there nothing is left out.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

#: The repository, for tests that read cases or documents from it.
ROOT = Path(__file__).parent.parent

#: What a test may need: a program, and the Debian package that brings it.
PACKAGES = {
    "chromium": "chromium",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "soffice": "libreoffice-calc and libreoffice-writer",
}

_left_out: Counter[str] = Counter()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run on this machine."""
    kept: list[pytest.Item] = []
    out: list[pytest.Item] = []
    for item in items:
        programs = [str(program) for mark in item.iter_markers("needs") for program in mark.args]
        unknown = [program for program in programs if program not in PACKAGES]
        if unknown:
            raise pytest.UsageError(f"{item.nodeid} needs {unknown[0]}, which tests/conftest.py does not know")
        missing = [program for program in programs if shutil.which(program) is None]
        _left_out.update(missing[:1])
        (out if missing else kept).append(item)
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, why, and what would bring it back."""
    for program, count in sorted(_left_out.items()):
        terminalreporter.write_line(
            f"Left out: {count} test{'s' if count != 1 else ''} that need {program}, which this machine does not have"
            f" (Debian: {PACKAGES[program]})."
        )


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def flanders() -> Path:
    """The folder of the Flanders case."""
    return ROOT / "cases" / "flanders-2014"


@pytest.fixture(scope="session")
def by_hand() -> Path:
    """The folder of the case that is worked out on paper."""
    return ROOT / "cases" / "by-hand"


def run(*arguments: object, status: int = 0) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it, in a process of its own; says what it printed where the status is another."""
    command = [sys.executable, "-c", "import sys; from optimizer.cli import main; sys.exit(main())"]
    done = subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=120
    )
    assert done.returncode == status, f"status {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done
