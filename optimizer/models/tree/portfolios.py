"""Known portfolios, and how a good one is made better: single changes and swaps, tried in batches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.models.program import Cone, Selection, Tail
from optimizer.models.tree.frame import Frame

Floats = NDArray[np.float64]

#: Above this many single changes, swaps are tried among the most promising ones only.
MOVES = 260


@dataclass(frozen=True)
class Measure:
    """How far portfolios are from keeping the rules, in floats: to search with, never to decide.

    ``rows`` (rows, columns) and ``limits`` are scaled to one order; ``cones`` and ``tails`` are those that count."""

    rows: Floats
    limits: Floats
    cones: tuple[tuple[Floats, float], ...]
    tails: tuple[tuple[Floats, Floats, float, float], ...]

    @classmethod
    def of(
        cls, frame: Frame, rows: Floats, limits: Floats, cones: tuple[Cone, ...], tails: tuple[Tail, ...]
    ) -> Measure:
        """From rows in floats and the rules that count."""
        size = np.abs(rows).max(axis=1, initial=0.0)
        size[size == 0] = 1.0
        shaped = []
        for cone in cones:
            groups = np.zeros((len(cone.groups), frame.size))
            for d, group in enumerate(cone.groups):
                for option, amount in group.items():
                    groups[d, option] = float(amount)
            shaped.append((groups / (np.abs(groups).max(initial=0.0) or 1.0), float(cone.limit)))
        lower = []
        for tail in tails:
            values = np.zeros((len(tail.values), frame.size))
            for s, scenario in enumerate(tail.values):
                for column, value in scenario.items():
                    values[s, column] = float(value)
            p = np.array([float(x) for x in tail.probabilities])
            lower.append((values / (np.abs(values).max(initial=0.0) or 1.0), p, float(tail.share), float(tail.least)))
        return cls(rows / size[:, None], limits / size, tuple(shaped), tuple(lower))

    def excess(self, columns: Floats) -> Floats:
        """(portfolios,): by how much rules are broken, all rules added up; 0 where all hold within rounding."""
        over = np.maximum(columns @ self.rows.T - self.limits, 0.0)
        over[over < 1e-9] = 0.0
        out: Floats = over.sum(axis=1)
        for groups, limit in self.cones:
            amounts = columns @ groups.T
            whole = amounts.sum(axis=1)
            out += np.maximum((amounts**2).sum(axis=1) - limit * whole**2 - 1e-12 * whole**2, 0.0) / (whole + 1e-9)
        for values, p, share, least in self.tails:
            v = columns @ values.T
            order = np.argsort(v, axis=1, kind="stable")
            ahead = np.cumsum(p[order], axis=1)
            q = np.minimum(p[order] / share, np.maximum(1.0 - (ahead - p[order]) / share, 0.0))
            worst = (np.take_along_axis(v, order, axis=1) * q).sum(axis=1)
            gap = least * (v @ p) - worst
            out += np.where(gap > 1e-9, gap, 0.0)
        return out


class Pool:
    """Portfolios known to be feasible for some settings, without repeats, the least useful dropped beyond ``room``."""

    def __init__(self, frame: Frame, room: int = 2000) -> None:
        self.frame, self.room = frame, room
        self.selections: list[Selection] = []
        self.seen: set[Selection] = set()
        self.taken = np.zeros((0, frame.options))
        self.columns = np.zeros((0, frame.size))
        self.count = 0

    def add(self, selection: Selection) -> bool:
        """Remembers one; False when it was known."""
        if selection in self.seen:
            return False
        if self.count >= self.room:
            # The older half goes: what was found last suits the settings that are asked about now.
            half = self.count // 2
            self.seen.difference_update(self.selections[:half])
            del self.selections[:half]
            self.columns[: self.count - half] = self.columns[half : self.count].copy()
            self.count -= half
        if self.count == len(self.columns):
            grown = np.zeros((max(2 * self.count, 16), self.frame.size))
            grown[: self.count] = self.columns[: self.count]
            self.columns = grown
        taken = np.zeros((1, self.frame.options))
        taken[0, list(selection)] = 1.0
        self.columns[self.count] = self.frame.columns(taken)[0]
        self.selections.append(selection)
        self.seen.add(selection)
        self.count += 1
        return True

    def stack(self) -> Floats:
        """(portfolios, columns) of 0 and 1."""
        return self.columns[: self.count]


def selection_of(taken: Floats) -> Selection:
    """The options that a vector of 0 and 1 takes."""
    return tuple(np.flatnonzero(taken > 0.5).tolist())


def rounded(frame: Frame, columns: Floats, allowed: NDArray[np.bool_], at: float = 0.5) -> Floats:
    """A relaxation's solution made whole: each roadmap takes its likeliest allowed slot, 'none' below ``at``."""
    taken = np.zeros(frame.options)
    share = np.where(frame.is_option, columns[np.maximum(frame.slot_option, 0)] if frame.options else 0.0, 0.0)
    share = np.where(allowed, share, -1.0)
    for r, first in enumerate(frame.start.tolist()):
        last = frame.start[r + 1] if r + 1 < len(frame.start) else frame.slots
        part = share[first + 1 : last]
        if len(part) and part.max() >= 0 and (part[part > 0].sum() >= at or not allowed[first]):
            taken[frame.slot_option[first + 1 + int(part.argmax())]] = 1.0
    return taken


def climb(
    frame: Frame,
    measure: Measure,
    values: Floats,
    taken: Floats,
    allowed: NDArray[np.bool_],
    steps: int = 40,
    merit: Floats | None = None,
) -> list[Floats]:
    """From one portfolio, by the best single change or swap at a time: first to one that keeps the rules, then to
    better ones.

    Args:
        frame, measure: layout and rules.
        values: (columns,) in floats.
        taken: (options,) where to start.
        allowed: (slots,) what may be taken.
        steps: at most so many changes.
        merit: (slots,) larger where a slot is more promising; which changes are tried where there are many.

    Returns:
        The portfolios reached that keep the rules, within rounding, each better than the one before.
    """
    found: list[Floats] = []
    slots = np.flatnonzero(allowed)
    if not len(slots):
        return found
    penalty = 4.0 * float(np.abs(values).sum()) + 1.0
    current = taken.copy()
    columns = frame.columns(current[None])
    state = _merit(measure, values, columns, penalty)[0]
    if measure.excess(columns)[0] == 0:
        found.append(current.copy())
    for _ in range(steps):
        moves = _moves(frame, slots, current, merit)
        if not len(moves):
            break
        single = _apply(frame, current, moves)
        stack = frame.columns(single)
        first = _merit(measure, values, stack, penalty)
        pairs = _swaps(frame, measure, values, columns[0], stack, moves, penalty)
        both = np.array([_both(frame, current, a, b) for a, b in moves[pairs]]) if len(pairs) else single[:0]
        candidates = np.concatenate([single, both])
        figures = np.concatenate([first, _merit(measure, values, frame.columns(both), penalty)])
        best = int(figures.argmax())
        if figures[best] <= state + 1e-9 * max(abs(state), 1.0):
            break
        current, state = candidates[best].copy(), float(figures[best])
        columns = frame.columns(current[None])
        if measure.excess(columns)[0] == 0:
            found.append(current.copy())
    return found


def _merit(measure: Measure, values: Floats, columns: Floats, penalty: float) -> Floats:
    out: Floats = columns @ values - penalty * measure.excess(columns)
    return out


def _moves(frame: Frame, slots: NDArray[np.intp], current: Floats, merit: Floats | None) -> NDArray[np.intp]:
    """The slots that a single roadmap could change to."""
    held = np.zeros(frame.slots, dtype=bool)
    held[frame.option_slot[current > 0.5]] = True
    none = np.add.reduceat(held, frame.start) == 0 if len(frame.start) else np.zeros(0, dtype=bool)
    held[frame.start[none]] = True
    moves = slots[~held[slots]]
    if len(moves) > MOVES and merit is not None:
        moves = np.sort(moves[np.argsort(-merit[moves], kind="stable")[:MOVES]])
    return moves[:MOVES]


def _apply(frame: Frame, current: Floats, moves: NDArray[np.intp]) -> Floats:
    stack = np.repeat(current[None], len(moves), axis=0)
    stack[frame.slot_roadmap[moves][:, None] == frame.option_roadmap[None, :]] = 0.0
    options = frame.slot_option[moves]
    real = np.flatnonzero(options >= 0)
    stack[real, options[real]] = 1.0
    return stack


def _both(frame: Frame, current: Floats, first: int, second: int) -> Floats:
    out = current.copy()
    for slot in (first, second):
        out[frame.option_roadmap == frame.slot_roadmap[slot]] = 0.0
        if frame.slot_option[slot] >= 0:
            out[frame.slot_option[slot]] = 1.0
    return out


def _swaps(
    frame: Frame,
    measure: Measure,
    values: Floats,
    base: Floats,
    stack: Floats,
    moves: NDArray[np.intp],
    penalty: float,
    keep: int = 24,
) -> NDArray[np.intp]:
    """The most promising pairs of changes, (pairs, 2) of positions in ``moves``, judged as if their effects added."""
    delta = stack - base
    gain = delta @ values
    effect = delta @ measure.rows.T
    slack = measure.limits - base @ measure.rows.T
    first, second = np.triu_indices(len(moves), 1)
    apart = frame.slot_roadmap[moves[first]] != frame.slot_roadmap[moves[second]]
    rise = gain[first] + gain[second]
    start = np.maximum(-slack, 0.0).sum()
    useful = apart if start > 0 else apart & (rise > 0)
    first, second, rise = first[useful], second[useful], rise[useful]
    over = np.zeros(len(first))
    for i in range(effect.shape[1]):
        part = effect[:, i]
        if part.any() or slack[i] < 0:
            over += np.maximum(part[first] + part[second] - slack[i] - 1e-9, 0.0)
    figure = rise - penalty * over
    best = np.argsort(-figure, kind="stable")[:keep]
    return np.stack([first[best], second[best]], axis=1)
