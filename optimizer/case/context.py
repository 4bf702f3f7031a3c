"""What the checks across tables share while a case is put together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from optimizer.case.columns import BAD, Typed
from optimizer.case.faults import Fault
from optimizer.case.kinds import quoted
from optimizer.case.layers import Merged
from optimizer.case.model import Criterion, Roadmap
from optimizer.case.nearest import hint
from optimizer.case.settings import Settings

T = TypeVar("T")


@dataclass
class Context:
    """A case in the making: typed tables and settings in, faults and warnings out.

    ``criteria`` and ``roadmaps`` are filled in first; the other checks look names up in them."""

    typed: Mapping[str, Typed]
    merged: Merged
    settings: Settings
    cache: dict[Any, Any]
    criteria: tuple[Criterion, ...] = ()
    roadmaps: tuple[Roadmap, ...] = ()
    criterion_ids: frozenset[str] = frozenset()
    roadmap_ids: frozenset[str] = frozenset()
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, with the faults and warnings that it notes, worked out once for these tables.

        For what depends on the tables and ``key`` alone, so that another setting does not check it all again."""
        if key not in self.cache:
            faults, warnings = len(self.faults), len(self.warnings)
            made = make()
            self.cache[key] = made, self.faults[faults:], self.warnings[warnings:]
            return made
        made, noted, said = self.cache[key]
        self.faults += noted
        self.warnings += said
        return made

    def fault(self, table: str, row: int, column: str, message: str) -> None:
        """Note a fault of a table."""
        self.faults.append(Fault(table, row, column, message))

    def setting(self, key: str, message: str) -> None:
        """Note a fault of a setting, at the place where it was said."""
        self.faults.append(self.merged.fault(key, message))

    def known(self, table: str, row: int, column: str, name: Any, names: Collection[str], what: str) -> bool:
        """Whether a cell names something that exists; a fault with the nearest name where it does not."""
        if name is BAD:
            return False
        if name in names or not names:
            return True
        self.fault(table, row, column, f"{quoted(name)} is not a known {what}{hint(name, names)}")
        return False

    def all_known(self, table: str, column: str, names: Collection[str], what: str) -> None:
        """:meth:`known` for a whole column, each different name looked up once; empty cells pass."""
        typed = self.typed[table]
        cells = typed[column]
        unknown = {name for name in typed.distinct[column] - {None, BAD} if name not in names}
        if not unknown or not names:
            return
        messages = {name: f"{quoted(name)} is not a known {what}{hint(name, names)}" for name in unknown}
        for row, name in zip(typed.rows, cells, strict=True):
            if name in unknown:
                self.fault(table, row, column, messages[name])

    def unique(self, table: str, column: str, keys: Sequence[Hashable], what: str) -> None:
        """A fault for each row whose key an earlier row has; keys that hold ``BAD`` or are None are passed over."""
        if len(set(keys)) == len(keys):
            return
        first: dict[Hashable, int] = {}
        for row, key in zip(self.typed[table].rows, keys, strict=True):
            if key is None or key is BAD or (isinstance(key, tuple) and BAD in key):
                continue
            if key in first:
                shown = [str(part) for part in key if part] if isinstance(key, tuple) else [str(key)]
                named = ", ".join(quoted(part) for part in shown)
                self.fault(table, row, column, f"{what} {named} is already in row {first[key]}")
            else:
                first[key] = row


def cells(typed: Typed, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table: number, then the cells of ``columns``."""
    return zip(typed.rows, *(typed[column] for column in columns), strict=True)


def usable(*values: Any) -> bool:
    """Whether none of the cells was unreadable."""
    return BAD not in values
