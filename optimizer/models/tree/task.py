"""One question to the tree: an objective, limits and rows, in numbers that are exact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.program import Row, Selection
from optimizer.models.tree.bounds import Array, Bounds, evaluate, mantissa, penalty
from optimizer.models.tree.cutting import cone_cut, loose_tail_cut, sharp_cone_cut, tail_cut
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.proof import ConeCut, Cut, cut_row, reduced

Floats = NDArray[np.float64]
Reduced = tuple[dict[int, int], int]

#: The kinds of numbers, fastest first; object means Python integers.
KINDS: tuple[Any, ...] = (np.float64, np.longdouble, object)


class TooLarge(Exception):
    """A number came up that this kind of number cannot hold exactly: start over with a larger kind."""


class Vector:
    """Whole multipliers in the task's kind of number: ``m`` (rows,), ``t`` (pairs,); whether the values count."""

    __slots__ = ("m", "objective", "t")

    def __init__(self, m: Array, t: Array, objective: bool = True) -> None:
        self.m, self.t, self.objective = m, t, objective


def redundant(row: Reduced) -> bool:
    """Whether every combination of columns keeps a row."""
    return sum(v for v in row[0].values() if v > 0) <= row[1]


class _Stated:
    """A reduced row with what is asked about it every time: whether it is redundant, and the sum of its sizes."""

    __slots__ = ("redundant", "row", "size")

    def __init__(self, row: Reduced) -> None:
        self.row, self.redundant = row, redundant(row)
        self.size = sum(abs(v) for v in row[0].values())

    @classmethod
    def of(cls, frame: Frame, i: int, limit: int | None) -> _Stated:
        """A row of the program, at another limit or (None) its own; kept with the frame in that case."""
        row = frame.program.rows[i]
        if limit is not None:
            return cls(reduced(Row(row.id, row.coefficients, limit)))
        if i not in frame.stated:
            frame.stated[i] = cls(reduced(row))
        found: _Stated = frame.stated[i]
        return found


class Task:
    """An objective over rows, cones and tails, with arithmetic chosen so that nothing is rounded.

    Attributes:
        rows: reduced rows: the program's, then the extra ones, then ``cuts`` in the order in which they were found.
        active: (rows,) which of them count.
        scale: the common denominator ``D`` of multipliers.
        worth: (columns,) ``D * values``.
    """

    def __init__(
        self,
        frame: Frame,
        values: tuple[int, ...],
        limits: dict[int, int],
        off: frozenset[str],
        extra: tuple[Row, ...],
        cuts: Sequence[Cut],
        kind: int = 0,
    ) -> None:
        self.frame, self.values, self.off, self.extra = frame, values, off, extra
        program = frame.program
        stated = [_Stated.of(frame, i, limits.get(i)) for i in range(len(program.rows))]
        stated += [_Stated(reduced(row)) for row in extra]
        self.rows: list[Reduced] = [one.row for one in stated]
        counts = [row.id not in off for row in program.rows] + [True] * len(extra)
        self.counted = [row for row, yes in zip(self.rows, counts, strict=True) if yes]
        self.flags = [yes and not one.redundant for one, yes in zip(stated, counts, strict=True)]
        self.sizes = [one.size for one in stated]
        self._plain = None if limits or off or extra else frame.placed
        self._last: tuple[Selection, tuple[int, ...]] = ((), ())
        self.plain = len(self.rows)
        self.cuts: list[Cut] = []
        self.cones = tuple((i, c) for i, c in enumerate(program.cones) if c.id not in off)
        self.tails = tuple((i, t) for i, t in enumerate(program.tails) if t.id not in off)
        self._slopes: Floats | None = None
        self._arithmetic(kind)
        for cut in cuts:
            self.add_cut(cut)

    def _arithmetic(self, kind: int) -> None:
        """Chooses the kind of numbers and the denominator."""
        total = sum(abs(v) for v in self.values)
        largest = max((size for size, yes in zip(self.sizes, self.flags, strict=True) if yes), default=1)
        need = max((largest << 17) // max(total, 1), 64)
        for k in range(kind, len(KINDS)):
            bits = mantissa(KINDS[k])
            if bits is None:
                self.scale = 1 << max(need.bit_length(), 20)
                break
            room = bits - 8 - total.bit_length()
            if largest.bit_length() < bits - 6 and room >= need.bit_length():
                self.scale = 1 << min(room, max(need.bit_length() + 3, 20))
                break
        self.kind, self.dtype = k, KINDS[k]
        self.bits = mantissa(self.dtype)
        self.worth = self.numbers([self.scale * v for v in self.values])
        self.size = float(self.scale * total)
        known = None if self._plain is None else self._plain.get(k)
        if known is not None:
            # Nothing writes into these: a cut makes new arrays.
            self.matrix, self.limits, self.heavy = known
        else:
            self.matrix = np.zeros((len(self.rows), self.frame.size), dtype=self.dtype)
            self.limits = np.zeros(len(self.rows), dtype=self.dtype)
            self.heavy = np.zeros(len(self.rows))
            for i, row in enumerate(self.rows):
                if self.flags[i]:
                    self._place(i, row)
            if self._plain is not None:
                self._plain[k] = (self.matrix, self.limits, self.heavy)
        self.active = np.array(self.flags, dtype=bool)
        self.floats = np.array([float(v) for v in self.values])

    def numbers(self, integers: Sequence[int]) -> Array:
        """Python integers in the task's kind of number."""
        if self.dtype is object:
            out = np.empty(len(integers), dtype=object)
            out[:] = integers
            return out
        if self.dtype is np.longdouble:
            # Straight from a Python integer numpy would go through a double: two halves keep all bits.
            high = np.array([float(v >> 32) for v in integers], dtype=np.longdouble)
            return high * np.longdouble(2.0**32) + np.array([float(v & 0xFFFFFFFF) for v in integers])
        return np.array([float(v) for v in integers])

    def integer(self, value: Any) -> int:
        """A number of the task's kind as a Python integer."""
        return int(value)

    def _place(self, i: int, row: Reduced) -> None:
        coefficients, limit = row
        # A limit below all that the left side can come to says "infeasible" just as well when it is nearer.
        limit = max(limit, sum(v for v in coefficients.values() if v < 0) - 1)
        where = list(coefficients)
        self.matrix[i, where] = self.numbers([coefficients[c] for c in where])
        self.limits[i : i + 1] = self.numbers([limit])
        self.heavy[i] = float(sum(abs(v) for v in coefficients.values()) + abs(limit))

    def add_cut(self, cut: Cut) -> bool:
        """Appends a valid row; False where its rule does not count (it then stays at multiplier 0).

        Raises:
            TooLarge: when its coefficients ask for a larger kind of number."""
        program = self.frame.program
        rule = program.cones[cut.cone] if isinstance(cut, ConeCut) else program.tails[cut.tail]
        row = cut_row(program, cut)
        counts = rule.id not in self.off
        if counts and self.bits is not None:
            size = sum(abs(v) for v in row[0].values())
            if size.bit_length() >= self.bits - 4 or size > self.scale * max(self.size / self.scale, 1.0) * 64:
                raise TooLarge
        self.cuts.append(cut)
        self.rows.append(row)
        self.matrix = np.concatenate([self.matrix, np.zeros((1, self.frame.size), dtype=self.dtype)])
        self.limits = np.append(self.limits, self.numbers([0]))
        self.heavy = np.append(self.heavy, 0.0)
        self.active = np.append(self.active, counts)
        if counts:
            self._place(len(self.rows) - 1, row)
        return counts

    @property
    def slopes(self) -> Floats:
        """(columns, rows) in floats: what a column adds to each row."""
        if self._slopes is None or self._slopes.shape[1] != len(self.rows):
            self._slopes = np.ascontiguousarray(self.matrix.T.astype(np.float64))
        return self._slopes

    # ------------------------------------------------------------------ vectors

    def nothing(self) -> Vector:
        """All multipliers 0."""
        return Vector(np.zeros(len(self.rows), dtype=self.dtype), np.zeros(self.frame.pairs, dtype=self.dtype))

    def whole(self, m: Floats, t: Floats, objective: bool = True) -> Vector:
        """Multipliers in floats made whole, small enough for exact sums."""
        factor = float(self.scale)
        given, m = m, np.zeros(len(self.rows))
        m[: len(given)] = given
        m[~self.active] = 0.0
        weight = float(m @ self.heavy) + 2.0 * float(np.abs(t).sum())
        if not objective:
            factor = min(2.0**30, 2.0**40 / weight) if weight > 0 else 1.0
        if self.bits is not None:
            room = 2.0 ** (self.bits - 2) - (self.size if objective else 0.0)
            rounding = float(self.heavy[self.active].sum()) + 2.0 * len(t)
            if weight * factor + min(rounding, 2.0 ** (self.bits - 3)) > room:
                factor = max(room - rounding, 0.0) / weight if weight else factor
        whole_m, whole_t = np.rint(m * factor), np.rint(t * factor)
        size = float(whole_m @ self.heavy) + 2.0 * float(np.abs(whole_t).sum())
        if self.bits is not None and size > 2.0 ** (self.bits - 1):
            whole_m, whole_t = np.zeros_like(whole_m), np.zeros_like(whole_t)
        if self.dtype is object:
            exact_m, exact_t = (self.numbers([int(v) for v in x]) for x in (whole_m, whole_t))
            return Vector(exact_m, exact_t, objective)
        return Vector(whole_m.astype(self.dtype), whole_t.astype(self.dtype), objective)

    def bounds(self, vector: Vector, allowed: NDArray[np.bool_]) -> Bounds:
        """The bound of one case, times the scale."""
        m = vector.m
        worth = -(m @ self.matrix[: len(m)])
        if vector.objective:
            worth = self.worth + worth
        constant = np.array([m @ self.limits[: len(m)]], dtype=self.dtype)
        return evaluate(self.frame, worth[None], constant, vector.t[None], penalty(allowed[None], self.dtype))

    def stacked(self, vectors: Sequence[Vector], allowed: NDArray[np.bool_]) -> Bounds:
        """The bounds of many cases, each with its vector; ``allowed`` is (cases, slots)."""
        m = np.zeros((len(vectors), len(self.rows)), dtype=self.dtype)
        for i, vector in enumerate(vectors):
            m[i, : len(vector.m)] = vector.m
        worth = -(m @ self.matrix)
        counted = np.array([vector.objective for vector in vectors])
        worth[counted] += self.worth
        t = np.array([vector.t for vector in vectors], dtype=self.dtype).reshape(len(vectors), self.frame.pairs)
        return evaluate(self.frame, worth, m @ self.limits, t, penalty(allowed, self.dtype))

    # ------------------------------------------------------------------ portfolios

    def columns(self, selection: Selection) -> tuple[int, ...]:
        """Every column that is 1 in a portfolio; the last one asked about is remembered."""
        if self._last[0] != selection or not self._last[1]:
            taken = np.zeros((1, self.frame.options))
            taken[0, list(selection)] = 1.0
            self._last = (selection, tuple(np.flatnonzero(self.frame.columns(taken)[0]).tolist()))
        return self._last[1]

    def value(self, selection: Selection) -> int:
        """What a portfolio is worth."""
        return sum(self.values[column] for column in self.columns(selection))

    def feasible(self, selection: Selection, allowed: NDArray[np.bool_]) -> bool:
        """Whether it takes allowed slots only and keeps every row, cone and tail, in Python integers."""
        frame = self.frame
        taken = np.zeros(frame.slots, dtype=bool)
        taken[frame.option_slot[list(selection)]] = True
        owners = frame.option_roadmap[list(selection)]
        none = np.ones(len(frame.start), dtype=bool)
        none[owners] = False
        taken[frame.start[none]] = True
        if len(set(owners.tolist())) != len(selection) or (taken & ~allowed).any():
            return False
        return self.keeps(selection)

    def keeps(self, selection: Selection) -> bool:
        """Whether it keeps every row, cone and tail that counts, in Python integers."""
        columns = self.columns(selection)
        for coefficients, limit in self.counted:
            get = coefficients.get
            if sum(get(column, 0) for column in columns) > limit:
                return False
        return all(c.holds(columns) for _, c in self.cones) and all(t.holds(columns) for _, t in self.tails)

    def broken(self, selection: Selection) -> tuple[int | None, Cut | None]:
        """A row that an infeasible portfolio breaks, or a cut that it breaks, sharp enough to say so."""
        columns = self.columns(selection)
        for i, (coefficients, limit) in enumerate(self.rows[: self.plain]):
            if self.active[i] and sum(coefficients.get(column, 0) for column in columns) > limit:
                return i, None
        for i, cone in self.cones:
            if not cone.holds(columns):
                return None, sharp_cone_cut(i, cone, cone.amounts(columns))
        for i, tail in self.tails:
            if not tail.holds(columns):
                return None, tail_cut(i, tail.worst(columns))
        return None, None

    def violated(self, columns: Floats) -> list[Cut]:
        """Cuts that a relaxation's solution breaks."""
        found: list[Cut] = []
        support = np.flatnonzero(columns > 1e-9).tolist()
        for i, cone in self.cones:
            amounts = [sum(float(group.get(c, 0)) * columns[c] for c in support) for group in cone.groups]
            cut = cone_cut(i, cone, amounts)
            if cut is not None:
                found.append(cut)
        for i, tail in self.tails:
            cut2 = loose_tail_cut(i, tail, columns)
            if cut2 is not None:
                found.append(cut2)
        return found
