"""Puts what the program prints today into the pages that show it: ``make docs``.

A page marks such a place with two comments; between them stands what the command prints, in a code block after
``output of``, as it is after ``text of``:

    <!-- output of: spearhead decide cases/flanders-2014 -->
    <!-- end -->

``spearhead decide CASE, until "Money"`` stops before the first line that begins so, and says that there is more.
Only ``spearhead ...`` and ``python -m optimizer...`` are run, from the root of the repository. ``--check`` writes
nothing and exits 1 where a page is behind.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
UNTIL = re.compile(r'^(.+), until "(.+)"$')
PLACE = re.compile(r"^(<!-- (output|text) of: (.+?) -->\n)(.*?)^(<!-- end -->)$", re.MULTILINE | re.DOTALL)


def pages() -> Iterator[Path]:
    """Every page that may have such a place."""
    yield ROOT / "README.md"
    yield from sorted((ROOT / "docs").glob("*.md"))
    yield from sorted((ROOT / "cases").glob("*/README.md"))


def refreshed(text: str) -> str:
    """The page with every place brought up to date.

    Raises:
        ValueError: where a place names a command that may not be run here.
        subprocess.CalledProcessError: where a command fails.
    """

    def place(match: re.Match[str]) -> str:
        start, kind, command, _, end = match.groups()
        shown = printed(command)
        return f"{start}\n```text\n{shown}\n```\n\n{end}" if kind == "output" else f"{start}\n{shown}\n\n{end}"

    return PLACE.sub(place, text)


def printed(command: str) -> str:
    """What a command prints, as far as a place wants it."""
    part = UNTIL.match(command)
    if part is None:
        return whole(command)
    command, stop = part.groups()
    lines = whole(command).splitlines()
    cut = next((n for n, line in enumerate(lines) if line.startswith(stop)), None)
    if cut is None:
        raise ValueError(f"no line of what {command} prints begins with {stop}")
    return "\n".join([*lines[:cut], "…"])


@cache
def whole(command: str) -> str:
    """Everything that a command prints, 100 columns wide and without colour."""
    words = shlex.split(command)
    if words[:1] == ["spearhead"]:
        run = [sys.executable, "-c", "import sys; from optimizer.cli import main; sys.exit(main())", *words[1:]]
    elif words[:2] == ["python", "-m"] and words[2].split(".")[0] == "optimizer":
        run = [sys.executable, *words[1:]]
    else:
        raise ValueError(f"a page may show what spearhead or python -m optimizer... prints, not: {command}")
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(run, check=True, capture_output=True, encoding="utf-8", cwd=ROOT, env=environment)
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines())


def main(check: bool) -> int:
    """Refresh every page, or say which are behind; gives the exit status."""
    behind = 0
    for page in pages():
        old = page.read_text(encoding="utf-8")
        new = refreshed(old)
        if new != old:
            behind = 1
            print(f"{page.relative_to(ROOT)} {'is behind: make docs' if check else 'was brought up to date'}")
            if not check:
                page.write_text(new, encoding="utf-8")
    return behind if check else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
