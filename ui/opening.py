"""The cases that can be opened: those that lie here, one that is sent, and an empty one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ui.shared import Kept

if TYPE_CHECKING:
    from optimizer.case.tables import Tables

#: Tables as read, by place and by when and how large its files were: they are the same for every session.
_READ = Kept(16)


def cases() -> dict[str, Path]:
    """The cases beside the program or in the present folder, by name."""
    found: dict[str, Path] = {}
    for home in (Path.cwd() / "cases", Path(__file__).parent.parent / "cases"):
        if home.is_dir():
            for place in sorted(home.iterdir()):
                if (place / "case.yaml").is_file():
                    found.setdefault(place.name, place)
    return found


def read_place(place: Path) -> Tables:
    """The tables of a case on this machine, read again only where a file has changed.

    Raises:
        CaseError: when there is nothing there that could be a case.
    """
    from optimizer.case.load import read

    files: Sequence[Path] = sorted(place.iterdir()) if place.is_dir() else [place] if place.exists() else []
    stamp = (str(place), *((f.name, f.stat().st_mtime_ns, f.stat().st_size) for f in files if f.is_file()))
    known: Tables | None = _READ.get(stamp)
    if known is None:
        known = read(place)
        _READ.put(stamp, known)
    return known


def blank(folder: Path) -> Tables:
    """An empty case to fill in."""
    from optimizer.case.blank import new_case
    from optimizer.case.load import read

    target = folder / "new-case"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"new-case-{number}"
    return read(new_case(target))
