"""The linear relaxation, kept alive in HiGHS: where multipliers come from.

Synergies are stated as tightly as a linear program allows. Where all members are needed, or one is enough, by the
facets of "z is 1 exactly when"; otherwise, and where products depend on it, by the convex hull of "active" and "not
active" (Balas 1998), with one copy of each member's options. Only the sides that the objective and the rows can push
against are stated. The duals of those rows are the integers ``t`` of a proof, those of the program's rows its ``m``.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.frame import Frame

Floats = NDArray[np.float64]
Coefficients = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """One solved relaxation, in units of the objective.

    Attributes:
        feasible: False when the relaxation has no solution; ``m`` and ``t`` then are a Farkas ray.
        value: its objective; meaningless where not feasible.
        columns: (size,) the solution.
        m: (rows,) at least 0.  t: (pairs,).
    """

    feasible: bool
    value: float
    columns: Floats
    m: Floats
    t: Floats


@contextlib.contextmanager
def hushed() -> Iterator[None]:
    """Keeps standard output quiet: HiGHS prints a banner once per process whatever its options say."""
    try:
        sys.stdout.flush()
        kept = os.dup(1)
    except (OSError, ValueError, AttributeError):
        yield
        return
    try:
        with open(os.devnull, "wb") as sink:
            os.dup2(sink.fileno(), 1)
            yield
            with contextlib.suppress(OSError, AttributeError, TypeError):
                ctypes.CDLL(None).fflush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)


_greeted = False


def quiet_highs() -> Any:
    """A HiGHS that prints nothing and runs on one thread."""
    global _greeted
    import highspy

    if _greeted:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
    else:
        with hushed():
            solver = highspy.Highs()
            solver.setOptionValue("output_flag", False)
        _greeted = True
    return solver


class Relaxation:
    """The linear program of a frame with some rows; objective, limits and domains change in place.

    Rows beyond the program's are added and dropped at the end. One thread at a time."""

    def __init__(self, frame: Frame, rows: Sequence[tuple[Coefficients, int]], values: Floats) -> None:
        self.frame = frame
        self.rows = [coefficients for coefficients, _ in rows]
        self.limits = np.array([float(limit) for _, limit in rows])
        self.values = values
        self.up = np.zeros(frame.bundles, dtype=bool)
        self.low = np.zeros(frame.bundles, dtype=bool)
        self.solves = 0
        self._needs(self.rows)
        self._build()

    def _needs(self, rows: Sequence[Coefficients]) -> bool:
        """Notes which sides of "z is 1 exactly when" matter; True when one is new."""
        f = self.frame
        z = self.values[f.options : f.options + f.bundles]
        up, low = self.up | (z > 0), self.low | (z < 0)
        for coefficients in rows:
            for column, value in coefficients.items():
                if f.options <= column < f.options + f.bundles:
                    (low if value > 0 else up)[column - f.options] = True
        new = bool((up & ~self.up).any() or (low & ~self.low).any())
        self.up, self.low = up, low
        return new

    def _link(self) -> tuple[list[tuple[list[int], list[float], float]], int]:
        """The rows that tie synergies and products to options, and how many columns there are with the copies."""
        f = self.frame
        found: list[tuple[list[int], list[float], float]] = []
        ties: list[tuple[int, int, float]] = []
        columns = f.size

        def tie(pairs: Sequence[int], sign: float, others: Sequence[tuple[int, float]], limit: float) -> None:
            row = len(found)
            ties.extend((row, p, sign) for p in pairs)
            found.append(
                (
                    [int(f.pair_option[p]) for p in pairs] + [c for c, _ in others],
                    [sign] * len(pairs) + [v for _, v in others],
                    limit,
                )
            )

        bounds = np.append(f.member_start, f.pairs)
        for kind in f.kinds:
            for b, k in enumerate(kind.bundles.tolist()):
                first = kind.first + b * kind.size
                members = [list(range(bounds[j], bounds[j + 1])) for j in range(first, first + kind.size)]
                every = [p for member in members for p in member]
                z, a, n = f.options + k, kind.at_least, kind.size
                if f.pair_product[every[0]] < 0 and a in (1, n):
                    if self.up[k]:
                        for group in members if a == n else [every]:
                            tie(group, -1.0, [(z, 1.0)], 0.0)
                    if self.low[k]:
                        for group in [every] if a == n else members:
                            tie(group, 1.0, [(z, -1.0)], float(n - 1 if a == n else 0))
                    continue
                copy = {}
                for p in every:
                    copy[p] = int(f.pair_product[p])
                    if copy[p] < 0:
                        copy[p], columns = columns, columns + 1
                for p in every:
                    tie([p], -1.0, [(copy[p], 1.0)], 0.0)
                for member in members:
                    tie([], 1.0, [(z, -1.0), *((copy[p], 1.0) for p in member)], 0.0)
                    tie(member, 1.0, [(z, 1.0), *((copy[p], -1.0) for p in member)], 1.0)
                tie([], 1.0, [(z, float(a)), *((copy[p], -1.0) for p in every)], 0.0)
                tie(every, 1.0, [(z, float(a - 1)), *((copy[p], -1.0) for p in every)], float(a - 1))
        self.tie_row = np.array([r for r, _, _ in ties], dtype=np.intp)
        self.tie_pair = np.array([p for _, p, _ in ties], dtype=np.intp)
        self.tie_sign = np.array([s for _, _, s in ties])
        return found, columns

    def _build(self) -> None:
        import highspy

        f = self.frame
        links, columns = self._link()
        self.links = len(links)
        sizes = np.diff(np.append(f.start, f.slots)) - 1
        self.several = np.flatnonzero(sizes > 1)
        self.single = np.flatnonzero(sizes == 1)
        packs = [([int(o) for o in f.slot_option[f.start[r] + 1 : f.start[r] + 1 + sizes[r]]]) for r in self.several]
        index: list[int] = []
        value: list[float] = []
        starts = [0]
        upper: list[float] = []
        for where, what, limit in [*((p, [1.0] * len(p), 1.0) for p in packs), *links]:
            index += where
            value += what
            starts.append(len(index))
            upper.append(limit)
        self.first_link = len(packs)
        self.first_row = len(packs) + len(links)
        lp = highspy.HighsLp()
        lp.num_col_ = columns
        lp.num_row_ = self.first_row
        self.scale = float(np.abs(self.values).max(initial=0.0)) or 1.0
        cost = np.zeros(columns)
        cost[: f.size] = -self.values / self.scale
        self.col_upper = np.ones(columns)
        dead = np.ones(f.bundles, dtype=bool)
        dead[f.live] = False
        self.col_upper[f.options : f.options + f.bundles][dead] = 0.0
        for j, (k, _) in enumerate(f.program.products):
            if dead[k]:
                self.col_upper[f.options + f.bundles + j] = 0.0
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, np.zeros(columns), self.col_upper
        lp.row_lower_, lp.row_upper_ = np.full(self.first_row, -np.inf), np.array(upper)
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = columns, self.first_row
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(value, dtype=np.float64)
        self.solver = quiet_highs()
        for option, setting in (("presolve", "off"), ("solver", "simplex"), ("parallel", "off")):
            self.solver.setOptionValue(option, setting)
        if self.solver.passModel(lp) == highspy.HighsStatus.kError:
            raise RuntimeError("HiGHS refused the linear relaxation")
        self.option_columns = np.arange(f.options, dtype=np.int32)
        self.several_rows = np.arange(len(packs), dtype=np.int32)
        self.factors = np.zeros(0)
        self._add(self.rows, self.limits)

    def _add(self, rows: Sequence[Coefficients], limits: Floats) -> None:
        """Adds rows, each divided by its largest coefficient so that all are of one order."""
        if not rows:
            return
        index: list[int] = []
        value: list[float] = []
        starts: list[int] = []
        factors = np.array([1.0 / max((abs(v) for v in row.values()), default=1) for row in rows])
        for row, factor in zip(rows, factors.tolist(), strict=True):
            starts.append(len(index))
            for column, v in sorted(row.items()):
                index.append(column)
                value.append(v * factor)
        self.solver.addRows(
            len(rows),
            np.full(len(rows), -np.inf),
            limits * factors,
            len(index),
            np.array(starts, dtype=np.int32),
            np.array(index, dtype=np.int32),
            np.array(value, dtype=np.float64),
        )
        self.factors = np.append(self.factors, factors)

    def add(self, rows: Sequence[Coefficients], limits: Sequence[int]) -> None:
        """More rows, after those there are."""
        added = np.array([float(limit) for limit in limits])
        self.rows += rows
        self.limits = np.append(self.limits, added)
        if self._needs(rows):
            self._build()
        else:
            self._add(rows, added)

    def cut_back(self, rows: int) -> None:
        """Drops all rows from this one on."""
        extra = len(self.rows) - rows
        if extra > 0:
            first = self.first_row + rows
            self.solver.deleteRows(extra, np.arange(first, first + extra, dtype=np.int32))
            del self.rows[rows:]
            self.limits, self.factors = self.limits[:rows], self.factors[:rows]

    def objective(self, values: Floats) -> None:
        """What each column is worth from now on."""
        self.values = values
        if self._needs(()):
            self._build()
            return
        self.scale = float(np.abs(values).max(initial=0.0)) or 1.0
        self.solver.changeColsCost(self.frame.size, np.arange(self.frame.size, dtype=np.int32), -values / self.scale)

    def limit(self, limits: Floats) -> None:
        """The limits of all rows from now on; infinity where a row does not count."""
        if np.array_equal(limits, self.limits):
            return
        self.limits = limits
        rows = len(self.rows)
        self.solver.changeRowsBounds(
            rows,
            np.arange(self.first_row, self.first_row + rows, dtype=np.int32),
            np.full(rows, -np.inf),
            np.where(np.isinf(limits), np.inf, limits * self.factors),
        )

    def restrict(self, allowed: NDArray[np.bool_]) -> None:
        """The slots that may be taken from now on."""
        f = self.frame
        upper = allowed[f.option_slot].astype(np.float64)
        lower = np.zeros(f.options)
        forced = ~allowed[f.start]
        if forced.any():
            single = self.single[forced[self.single]]
            # The one option of a forced roadmap; where it too is forbidden the bounds clash and HiGHS says infeasible.
            lower[f.slot_option[f.start[single] + 1]] = 1.0
        if f.options:
            self.solver.changeColsBounds(f.options, self.option_columns, lower, upper)
        if len(self.several):
            self.solver.changeRowsBounds(
                len(self.several),
                self.several_rows,
                np.where(forced[self.several], 1.0, -np.inf),
                np.ones(len(self.several)),
            )

    def solve(self, deadline: float | None = None) -> Relaxed | None:
        """Solves it as it stands; None when the deadline came first or HiGHS could not tell."""
        import highspy

        self.solves += 1
        solver = self.solver
        left = 1e30 if deadline is None else max(deadline - monotonic(), 0.0) + solver.getRunTime()
        solver.setOptionValue("time_limit", left)
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return self._read()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return self._ray()
        if status == highspy.HighsModelStatus.kTimeLimit:
            return None
        solver.clearSolver()
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return self._read()
        return self._ray() if status == highspy.HighsModelStatus.kInfeasible else None

    def _read(self) -> Relaxed:
        solution = self.solver.getSolution()
        dual = np.array(solution.row_dual) * self.scale
        columns = np.array(solution.col_value)[: self.frame.size]
        value = -self.solver.getInfo().objective_function_value * self.scale
        return Relaxed(True, value, columns, *self._multipliers(dual))

    def _multipliers(self, dual: Floats) -> tuple[Floats, Floats]:
        """``m`` and ``t`` from the duals of all rows (of a minimisation: at most 0)."""
        m = np.maximum(-dual[self.first_row :] * self.factors, 0.0)
        links = dual[self.first_link : self.first_row]
        weights = links[self.tie_row] * self.tie_sign
        return m, np.bincount(self.tie_pair, weights, minlength=self.frame.pairs).astype(np.float64)

    def _ray(self) -> Relaxed | None:
        """The Farkas ray, its sign such that the multipliers of the rows are at least 0, scaled to at most 1 each."""
        _, there, ray = self.solver.getDualRay()
        if not there or not len(ray):
            return None
        duals: Any = np.array(ray)
        part = duals[self.first_link :]
        if part.sum() > 0:
            duals = -duals
        duals = duals / (np.abs(duals).max() or 1.0)
        m, t = self._multipliers(duals)
        return Relaxed(False, -np.inf, np.zeros(self.frame.size), m, t)
