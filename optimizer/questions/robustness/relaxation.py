"""Upper bounds on many objectives at once, in integers, from linear relaxations of the program.

For any multipliers ``m >= 0`` on the rows and any ``t`` on (synergy, member's option) the bound of
``docs/architecture.md`` ("The engine") holds: Lagrangian decomposition (Guignard and Kim 1987). Here multipliers stay
fixed while roadmaps are decided one after another, so that a decision costs one subtraction for all objectives
together. One set of multipliers is good at the top of the tree and poor further down; so each objective has several,
from relaxations with some roadmaps decided at random, and the least of their bounds counts.

All numbers are ``int64``; values are multiplied by ``scale`` so that rounded multipliers lose little. No float is
trusted: whatever the multipliers are, what is computed from them is a bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.models.program import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

#: Sums stay below this, so that ``int64`` cannot overflow.
_ROOM = 2**61
#: The most objectives that get a linear program of their own; others borrow the multipliers that suit them best.
OWN = 24


@dataclass(frozen=True)
class Relaxation:
    """The bound's parts for ``E`` objectives with ``K`` sets of multipliers each; the first set is all zeros.

    Attributes:
        scale: what values are multiplied by.
        sets: ``K``; the axis of objectives below has ``K * E`` entries, set by set.
        constant: (KE,), ``m.b`` and the largest part of every synergy.
        gain: (KE, options), what an option brings: ``L`` of it and its share ``t`` of every synergy.
        split: for each synergy (KE, options of its members), in the order of ``members``.
        members: for each synergy, its members' options, flattened.
        worth, extra: (KE, synergies) and (KE, products): ``L`` of those columns.
        best: (KE, synergies), the largest part of each, as it is counted in ``constant``.
    """

    scale: int
    sets: int
    constant: Ints
    gain: Ints
    split: tuple[Ints, ...]
    members: tuple[tuple[int, ...], ...]
    worth: Ints
    extra: Ints
    best: Ints


def matrix(program: Program) -> tuple[Ints, Ints]:
    """The rows as a dense (rows, columns) matrix and its limits.

    Raises:
        OverflowError: when a coefficient does not fit in 64 bits.
    """
    dense = np.zeros((len(program.rows), program.size), dtype=np.int64)
    limits = np.zeros(len(program.rows), dtype=np.int64)
    for r, row in enumerate(program.rows):
        for column, coefficient in row.coefficients.items():
            dense[r, column] = coefficient
        limits[r] = row.limit
    return dense, limits


class Linear:
    """The linear relaxation of a program, kept alive and solved for one objective after another."""

    def __init__(self, program: Program) -> None:
        import highspy

        from optimizer.models.tree.relaxation import quiet_highs

        self.program = program
        self.dense, self.limits = matrix(program)
        self.size = np.maximum(1.0, np.abs(self.dense).max(axis=1, initial=0))
        self.links, self.ends, self.owner = links(program)
        left = np.concatenate([self.dense / self.size[:, None], self.links])
        self._upper = np.concatenate([self.limits / self.size, self.ends])
        self._columns = np.arange(program.size, dtype=np.int32)
        self._rows = np.arange(len(self.limits), dtype=np.int32)
        model = highspy.HighsLp()
        model.num_col_ = model.a_matrix_.num_col_ = program.size
        model.num_row_ = model.a_matrix_.num_row_ = len(left)
        model.col_cost_ = np.zeros(program.size)
        model.col_lower_, model.col_upper_ = np.zeros(program.size), np.ones(program.size)
        model.row_lower_, model.row_upper_ = np.full(len(left), -np.inf), self._upper
        where = [np.flatnonzero(row) for row in left]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(w) for w in where])]).astype(np.int32)
        index = np.concatenate([np.zeros(0, dtype=np.int64), *where]).astype(np.int32)
        model.a_matrix_.index_ = index
        model.a_matrix_.value_ = np.concatenate([np.zeros(0), *(row[w] for row, w in zip(left, where, strict=True))])
        self._solver = quiet_highs()
        for option, setting in (("presolve", "off"), ("solver", "simplex"), ("parallel", "off")):
            self._solver.setOptionValue(option, setting)
        self._solver.passModel(model)
        self._optimal = highspy.HighsModelStatus.kOptimal

    def _solve(self, value: Floats) -> tuple[Floats, Floats] | None:
        """Columns and multipliers at the optimum; None where nothing fits."""
        top = float(np.abs(value).max(initial=0.0)) or 1.0
        self._solver.changeColsCost(len(value), self._columns, -value / top)
        self._solver.run()
        if self._solver.getModelStatus() != self._optimal:
            self._solver.clearSolver()
            return None
        solution = self._solver.getSolution()
        dual = np.maximum(0.0, -np.array(solution.row_dual)) * top
        dual[: len(self.limits)] /= self.size
        return np.array(solution.col_value), dual

    def optimum(self, value: Floats) -> Floats | None:
        """The columns of an optimal solution, fractions among them; None where nothing fits."""
        solved = self._solve(value)
        return None if solved is None else solved[0]

    def multipliers(self, value: Floats) -> Floats | None:
        """Optimal multipliers of rows and links for an objective; None where nothing fits."""
        solved = self._solve(value)
        return None if solved is None else solved[1]

    def hold(self, low: Floats, high: Floats) -> None:
        """The bounds of the columns from now on."""
        self._solver.changeColsBounds(len(low), self._columns, low, high)

    def release(self, rows: bool) -> None:
        """Leave the rows out from now on (True), or take them in again; the links always count."""
        upper = np.full(len(self.limits), np.inf) if rows else self._upper[: len(self.limits)]
        self._solver.changeRowsBounds(len(self._rows), self._rows, np.full(len(upper), -np.inf), upper)


def links(program: Program) -> tuple[Ints, Floats, Ints]:
    """What ties synergies and products to options, as rows ``<= limit``, and the synergy that each belongs to.

    For a synergy of all its members the upper side is one row a member, which is as tight as it can be."""
    count, first = len(program.options), len(program.options) + len(program.bundles)
    rows: list[tuple[int, list[tuple[int, int]], int]] = []
    for k, bundle in enumerate(program.bundles):
        z, n, need = count + k, len(bundle.members), bundle.at_least
        everyone = [o for member in bundle.members for o in member]
        if need == n:
            rows += [(k, [(z, 1), *((o, -1) for o in member)], 0) for member in bundle.members]
        else:
            rows.append((k, [(z, need), *((o, -1) for o in everyone)], 0))
        rows.append((k, [(z, -(n - need + 1)), *((o, 1) for o in everyone)], need - 1))
    for j, (k, option) in enumerate(program.products):
        p, z = first + j, count + k
        rows += [(k, [(p, 1), (option, -1)], 0), (k, [(p, 1), (z, -1)], 0), (k, [(p, -1), (option, 1), (z, 1)], 1)]
    rows += [(-1, [(o, 1) for o in group], 1) for group in program.groups.values() if len(group) > 1]
    dense = np.zeros((len(rows), program.size), dtype=np.int64)
    for r, (_, parts, _) in enumerate(rows):
        for column, coefficient in parts:
            dense[r, column] += coefficient
    ends = np.array([limit for *_, limit in rows], dtype=float)
    return dense, ends, np.array([k for k, *_ in rows], dtype=np.int64)


@dataclass(frozen=True)
class Multipliers:
    """Sets of multipliers for a few objectives, in worth, to be lent to any objective.

    Attributes:
        sets: (K, objectives, rows and links); the first has zeros on all rows, the second is the relaxation's own.
    """

    sets: Floats


def multipliers(linear: Linear, worth: Floats, *, sets: int, seed: int = 0) -> Multipliers:
    """Multipliers for each row of ``worth`` (objectives by columns, in worth).

    Args:
        sets: how many sets beside the first two, from relaxations with some roadmaps decided at random.
        seed: of those decisions.
    """
    rng = np.random.default_rng(seed)
    width = len(linear.limits) + len(linear.ends)
    none = np.zeros(width)

    def solved() -> Floats:
        return np.stack([none if dual is None else dual for dual in map(linear.multipliers, worth)])

    if len(linear.limits):
        linear.release(True)
    first = solved()
    first[:, : len(linear.limits)] = 0.0
    if len(linear.limits):
        linear.release(False)
    found = [first, solved()]
    for _ in range(4 * sets):
        if len(found) == sets + 2:
            break
        linear.hold(*_some_decided(linear.program, rng))
        if linear.multipliers(worth[0]) is not None:
            found.append(solved())
    linear.hold(np.zeros(linear.program.size), np.ones(linear.program.size))
    return Multipliers(np.stack(found))


def relax(program: Program, values: Ints, sizes: Floats, *, sets: int, seed: int = 0) -> Relaxation:
    """Bounds for each row of ``values`` (objectives by columns).

    Args:
        sizes: what one unit of each objective is worth, so that multipliers can be lent from one to another.
        sets, seed: as for :func:`multipliers`.
    """
    linear = Linear(program)
    worth = values * sizes[:, None]
    own = np.arange(len(values)) if len(values) <= OWN else np.unique(np.linspace(0, len(values) - 1, OWN).astype(int))
    return lend(linear, values, sizes, multipliers(linear, worth[own], sets=sets, seed=seed))


def lend(linear: Linear, values: Ints, sizes: Floats, known: Multipliers) -> Relaxation:
    """Bounds for each row of ``values`` with multipliers that were found for other objectives: those that suit best."""
    lender = _lenders(linear, values, sizes, known.sets[1])
    return tables(linear, values, known.sets[:, lender] / sizes[None, :, None])


def _some_decided(program: Program, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Bounds that decide a random part of the roadmaps at random."""
    low, high = np.zeros(program.size), np.ones(program.size)
    part = rng.uniform(0.3, 0.8)
    for group in program.groups.values():
        if rng.random() < part:
            pick = int(rng.integers(0, len(group) + 1))
            for place, option in enumerate(group, start=1):
                if place == pick:
                    low[option] = 1.0
                else:
                    high[option] = 0.0
    return low, high


def _lenders(linear: Linear, values: Ints, sizes: Floats, duals: Floats) -> Ints:
    """For each objective the place in ``duals`` of the multipliers that bound it best at the root."""
    bounds = np.empty((len(duals), len(values)))
    for d, dual in enumerate(duals):
        found = tables(linear, values, dual[None, None, :] / sizes[None, :, None])
        root = found.constant.astype(float)
        for group in linear.program.groups.values():
            root += np.maximum(0, found.gain[:, list(group)].max(axis=1))
        bounds[d] = root / found.scale
    return np.argmin(bounds, axis=0)


def tables(linear: Linear, values: Ints, duals: Floats) -> Relaxation:
    """The bound's parts for given multipliers, (sets, objectives, rows and links), rounded to whole scaled units."""
    program, dense, limits = linear.program, linear.dense, linear.limits
    sets, count = duals.shape[0], len(program.options)
    last = count + len(program.bundles)
    flat = duals.reshape(sets * duals.shape[1], duals.shape[2])  # -1 fails where there is no row
    on_rows, on_links = flat[:, : len(limits)], flat[:, len(limits) :]
    exact = np.tile(values, (sets, 1))
    weight = np.abs(exact).sum(axis=1, dtype=float)
    weight += on_rows @ (np.abs(dense).sum(axis=1, dtype=float) + np.abs(limits))
    weight += on_links @ np.abs(linear.links).sum(axis=1, dtype=float)
    scale = max(1, int(_ROOM / (4 * max(1.0, float(weight.max(initial=1.0))))))
    scale = 1 << (scale.bit_length() - 1)
    m = np.rint(on_rows * scale).astype(np.int64)
    y = np.rint(on_links * scale).astype(np.int64)
    left = exact * scale - m @ dense
    constant, gain = m @ limits, left[:, :count].copy()
    worth, extra = left[:, count:last], left[:, last:]
    best = np.zeros((len(exact), len(program.bundles)), dtype=np.int64)
    split, members = [], []
    for k, bundle in enumerate(program.bundles):
        options = tuple(o for member in bundle.members for o in member)
        mine = np.flatnonzero(linear.owner == k)
        t = -(y[:, mine] @ linear.links[mine][:, np.array(options, dtype=np.intp)])
        gain[:, list(options)] += t
        best[:, k] = largest(program, k, worth[:, k], extra, t)
        split.append(t)
        members.append(options)
    total = constant + best.sum(axis=1)
    return Relaxation(scale, sets, total, gain, tuple(split), tuple(members), worth, extra, best)


def largest(program: Program, k: int, worth: Ints, extra: Ints, t: Ints) -> Ints:
    """The largest part of synergy ``k`` over all ways to fund its members, for each objective.

    With the members' best parts sorted, being active takes at least ``at_least`` of them, being idle at most one
    fewer."""
    bundle = program.bundles[k]
    product = {o: j for j, (owner, o) in enumerate(program.products) if owner == k}
    on, off, at = [], [], 0
    for member in bundle.members:
        if member:
            parts = [-t[:, at + q] for q in range(len(member))]
            off.append(np.max(parts, axis=0))
            on.append(
                np.max(
                    [p + extra[:, product[o]] if o in product else p for p, o in zip(parts, member, strict=True)],
                    axis=0,
                )
            )
            at += len(member)
    need = bundle.at_least
    idle = np.zeros_like(worth)
    if off:
        idle = np.maximum(-np.sort(-np.array(off), axis=0)[: need - 1], 0).sum(axis=0)
    if len(on) < need:
        return idle
    falling = -np.sort(-np.array(on), axis=0)
    active = worth + falling[:need].sum(axis=0) + np.maximum(falling[need:], 0).sum(axis=0)
    return np.maximum(idle, active)
