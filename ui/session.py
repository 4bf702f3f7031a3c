"""One person's sitting: the case as it was opened, the trial beside it, and the way back.

A view is tables with changed settings. ``base`` is what was opened; ``trial`` is what the person is trying. Every
change of the trial can be undone.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optimizer.case.faults import CaseError, Fault
from ui import shared
from ui.work import Job

if TYPE_CHECKING:
    from optimizer.case.model import Case
    from optimizer.case.tables import Tables
    from optimizer.questions.decide import Decision
    from optimizer.situation import Situation

#: So many steps can be undone.
STEPS = 100
#: So many solvers are kept, one for each set of eligible roadmaps met last: a moved weight may cross a threshold .
SOLVERS = 4


@dataclass(frozen=True)
class View:
    """Tables, with the settings changed in them (dotted key to value; None takes one back to its default)."""

    tables: Tables
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int, str]:
        """What tells it from other views of one session."""
        return id(self.tables), json.dumps(self.changes, sort_keys=True, default=str)


class Session:
    """What one browser tab has open."""

    def __init__(self) -> None:
        self.name = ""
        self.place: Path | None = None
        self._base: View | None = None
        self._trial: View | None = None
        self.past: list[View] = []
        self.faults: tuple[Fault, ...] = ()
        self.refused: tuple[Fault, ...] = ()
        self.opened = 0
        self.jobs: dict[Any, Job] = {}
        self.proposal: tuple[str, ...] | None = None
        self.lock = threading.RLock()
        self._cases: dict[Any, Case] = {}
        self._situations: dict[Any, Situation] = {}
        self._solved: dict[frozenset[str], Situation] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    # opening

    def open(self, tables: Tables, name: str, place: Path | None = None) -> None:
        """Take up a case: its faults where it has some, else a trial of it."""
        self.stop()
        self.name, self.place = name, place
        self.opened += 1
        self.past, self.proposal, self.refused = [], None, ()
        self._cases, self._situations, self._solved = {}, {}, {}
        self._base = self._trial = View(tables)
        self.faults = self._faults(self.trial)

    @property
    def empty(self) -> bool:
        """Whether nothing has been opened yet."""
        return self._trial is None

    @property
    def ready(self) -> bool:
        """Whether there is a case without faults to ask about."""
        return not self.empty and not self.faults

    @property
    def base(self) -> View:
        """The case as it was opened.

        Raises:
            LookupError: when nothing is open.
        """
        return _opened(self._base)

    @property
    def trial(self) -> View:
        """What the person is trying.

        Raises:
            LookupError: when nothing is open.
        """
        return _opened(self._trial)

    def _faults(self, view: View) -> tuple[Fault, ...]:
        try:
            self.case(view)
        except CaseError as error:
            return error.faults
        return ()

    # changing

    def change(self, **changes: Any) -> bool:
        """Change settings of the trial, ``__`` standing for the dot; False (and ``refused``) where that cannot be."""
        return self.set({key.replace("__", "."): value for key, value in changes.items()})

    def set(self, changes: Mapping[str, Any]) -> bool:
        """Change settings of the trial by dotted key."""
        return self._try(View(self.trial.tables, {**self.trial.changes, **changes}))

    def rewrite(self, table: str, rows: list[dict[str, str]]) -> bool:
        """Put other rows in a table of the trial; refused, like a setting, where they have faults."""
        return self._try(View(with_table(self.trial.tables, table, rows), self.trial.changes))

    def mend(self, tables: Tables) -> None:
        """Take tables that may have faults: they are shown until they are mended, and then become the case."""
        if self.ready:
            view = View(tables, self.trial.changes)
            found = self._faults(view)
            if found:
                self.faults = found
                self._base = self._trial = View(tables)
                return
            self._try(view)
            return
        self._base = self._trial = View(tables)
        self.faults = self._faults(self.trial)

    def _try(self, view: View) -> bool:
        if view.key == self.trial.key:
            self.refused = ()
            return True
        self.refused = self._faults(view)
        if self.refused:
            return False
        self.past = [*self.past, self.trial][-STEPS:]
        self._trial = view
        return True

    def undo(self) -> None:
        """Back by one step."""
        if self.past:
            self._trial = self.past.pop()
            self.refused = ()

    def reset(self) -> None:
        """Back to the case as it was opened; that too can be undone."""
        if not self.empty and self.trial != self.base:
            self._try(self.base)

    @property
    def changed(self) -> dict[str, tuple[Any, Any]]:
        """Settings in which the trial differs from the base, by dotted key: (base, trial)."""
        before, after = _flat(self.case(self.base)), _flat(self.case(self.trial))
        return {key: (before.get(key), value) for key, value in after.items() if before.get(key) != value}

    @property
    def tables_changed(self) -> tuple[str, ...]:
        """Tables in which the trial differs from the base."""
        old, new = self.base.tables.tables, self.trial.tables.tables
        return tuple(name for name in new if new[name] is not old.get(name))

    # asking

    def case(self, view: View) -> Case:
        """The checked case of a view.

        Raises:
            CaseError: with every fault.
        """
        from optimizer.case.load import change_settings

        key = view.key
        if key not in self._cases:
            made = change_settings(view.tables, view.changes) if view.changes else view.tables.check()
            _bounded(self._cases, key, made)
        return self._cases[key]

    def situation(self, view: View) -> Situation:
        """The situation of a view, whose solver is this session's own."""
        key = view.key
        if key not in self._situations:
            before = self._situations.get(self.trial.key) if self.trial else None
            before = before or next(reversed(self._situations.values()), None)
            made = shared.prepared(self.case(view))
            if before is not None and before.case.tables is made.case.tables:
                for name in ("consensus",):
                    if before.case.settings.consensus == made.case.settings.consensus and name in before.__dict__:
                        made.__dict__.setdefault(name, before.__dict__[name])
            _bounded(self._situations, key, made)
        return self._situations[key]

    def decided(self, view: View, progress: Callable[..., None] | None = None) -> Decision:
        """The decision on a view."""
        from optimizer.questions.decide import decide

        case = self.case(view)
        key = (shared.content(case), "decide")
        known = shared.ANSWERS.get(key)
        if known is not None:
            return replace(known, situation=self.situation(view))
        with self.lock:
            situation = self.situation(view)
            self._go_on(situation)
            made = decide(situation, proof=False, progress=progress)
            self._solved.pop(situation.ranking.eligible_set, None)
            _bounded(self._solved, situation.ranking.eligible_set, situation, SOLVERS)
        if made.status.value in ("optimal", "infeasible"):
            shared.remember(situation)
            shared.ANSWERS.put(key, made)
        return made

    def _go_on(self, situation: Situation) -> None:
        """Let a situation begin from the last one in which the same roadmaps were eligible, rows, solver and proof."""
        last = next(reversed(self._solved.values()), None)
        kin = self._solved.get(situation.ranking.eligible_set)
        for before in (kin, last):
            if before is not None and before is not situation:
                situation.share_with(before)
        if kin is not None and kin is not situation:
            situation.go_on_from(kin)

    def apart(self, view: View) -> Situation:
        """A situation with a solver of its own, for a question that runs beside the page."""
        case = self.case(view)
        made = shared.prepared(case)
        mine = self._situations.get(view.key)
        if mine is not None:
            made.__dict__.update({n: mine.__dict__[n] for n in shared.STEADY if n in mine.__dict__})
        return made

    def stop(self) -> None:
        """Stop everything that runs for this session."""
        for job in self.jobs.values():
            job.stop()
        self.jobs = {}

    @property
    def folder(self) -> Path:
        """The one place where this session may write what it was sent; it goes when the session goes."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="spearhead-")
        return Path(self._folder.name)


def _opened(view: View | None) -> View:
    if view is None:
        raise LookupError("no case is open")
    return view


def with_table(tables: Tables, name: str, rows: list[dict[str, str]]) -> Tables:
    """Tables with other rows in one of them."""
    from optimizer.case.tables import Tables, text_table

    old = tables.tables.get(name)
    columns = list(old.columns) if old is not None else list(dict.fromkeys(key for row in rows for key in row))
    made = text_table(name, (columns, [[row.get(column, "") for column in columns] for row in rows]))
    others = dict(tables.tables)
    others[name] = made
    faults = tuple(fault for fault in tables.faults if fault.table != name)
    return Tables(others, tables.settings, faults)


def _bounded(held: dict[Any, Any], key: Any, value: Any, most: int = 12) -> None:
    held[key] = value
    while len(held) > most:
        del held[next(iter(held))]


def _flat(case: Case, prefix: str = "", group: Any = None) -> dict[str, Any]:
    group = case.settings.as_dict() if group is None else group
    found: dict[str, Any] = {}
    for key, value in group.items():
        if isinstance(value, dict) and (prefix + key) not in _KEYED:
            found.update(_flat(case, f"{prefix}{key}.", value))
        else:
            found[prefix + key] = value
    return found


_KEYED = ("weights.values", "weights.ranges", "weights.best_to_others", "weights.others_to_worst")


def in_force(view: View) -> Tables:
    """A view's tables with its changed settings written into them."""
    from optimizer.case.layers import CASE, Entry, resolve
    from optimizer.case.tables import Tables

    changed = dict(view.changes)
    kept = [entry for entry in view.tables.settings if not _replaced(entry.key, changed, resolve)]
    added = [Entry(key, value, CASE) for key, value in changed.items() if value is not None]
    return Tables(view.tables.tables, (*kept, *added), view.tables.faults)


def _replaced(key: str, changes: Mapping[str, Any], resolve: Callable[[str], tuple[str, str] | None]) -> bool:
    found = resolve(key)
    return key in changes or (found is not None and found[0] in changes)
