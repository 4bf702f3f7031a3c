"""Upper bounds on many objectives at once, in integers, from one linear relaxation of the program for each.

For any multipliers ``m >= 0`` on the rows and any ``t`` on (synergy, member's option) the bound of
``docs/architecture.md`` ("The engine") holds: Lagrangian decomposition (Guignard and Kim 1987). Here the multipliers of
each objective are kept fixed while roadmaps are decided one after another, so that a decision costs a subtraction of
one vector, as long as there are objectives. All numbers are ``int64``; values are multiplied by ``scale`` so that
rounded multipliers lose little. Nothing here trusts a float: multipliers may be any numbers, the bound stays one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from optimizer.models.program import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: Sums stay below this, so that ``int64`` cannot overflow.
_ROOM = 2**61


@dataclass(frozen=True)
class Relaxation:
    """The bound's parts for ``E`` objectives over one program.

    Attributes:
        scale: what values are multiplied by.
        constant: (E,), ``m.b`` and the largest part of every synergy.
        gain: (E, options), what an option brings: ``L`` of it and its share ``t`` of every synergy.
        split: for each synergy, its options and their ``t``: indices (q,) and (E, q).
        worth: (E, synergies) and ``extra`` (E, products): ``L`` of the synergy and product columns.
        best: (E, synergies), the largest part of each, as it is counted in ``constant``.
    """

    scale: int
    constant: Ints
    gain: Ints
    split: tuple[tuple[Ints, Ints], ...]
    worth: Ints
    extra: Ints
    best: Ints


def matrix(program: Program) -> tuple[Ints, Ints]:
    """The rows as a dense (rows, columns) matrix and its limits.

    Raises:
        OverflowError: when a coefficient does not fit in 62 bits.
    """
    dense = np.zeros((len(program.rows), program.size), dtype=np.int64)
    limits = np.zeros(len(program.rows), dtype=np.int64)
    for r, row in enumerate(program.rows):
        for column, coefficient in row.coefficients.items():
            dense[r, column] = coefficient
        limits[r] = row.limit
    return dense, limits


def links(program: Program) -> tuple[Any, NDArray[np.float64]]:
    """What ties synergies and products to options, as sparse rows ``<= limit``: the linear hull of a pair."""
    from scipy.sparse import csr_array

    count, first = len(program.options), len(program.options) + len(program.bundles)
    entries: list[tuple[int, int, int]] = []
    limits: list[float] = []

    def add(parts: Sequence[tuple[int, int]], limit: float) -> None:
        entries.extend((len(limits), column, coefficient) for column, coefficient in parts)
        limits.append(limit)

    for k, bundle in enumerate(program.bundles):
        z, n, a = count + k, len(bundle.members), bundle.at_least
        if a == n:
            for member in bundle.members:
                add([(z, 1), *((o, -1) for o in member)], 0)
        else:
            add([(z, a), *((o, -1) for member in bundle.members for o in member)], 0)
        add([(z, -(n - a + 1)), *((o, 1) for member in bundle.members for o in member)], a - 1)
    for j, (k, option) in enumerate(program.products):
        p, z = first + j, count + k
        add([(p, 1), (option, -1)], 0)
        add([(p, 1), (z, -1)], 0)
        add([(p, -1), (option, 1), (z, 1)], 1)
    for group in program.groups.values():
        if len(group) > 1:
            add([(o, 1) for o in group], 1)
    rows, columns, data = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((data, (rows, columns)), shape=(len(limits), program.size), dtype=float), np.array(limits)


def multipliers(program: Program, values: Sequence[Sequence[int]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Good multipliers for each objective from its linear relaxation: on the rows (E, rows), and on the links (E, links)."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, vstack

    dense, limits = matrix(program)
    size = np.maximum(1.0, np.abs(dense).max(axis=1, initial=0))
    tied, ends = links(program)
    a = vstack([csr_array(dense / size[:, None]), tied], format="csr")
    b = np.concatenate([limits / size, ends])
    on_rows = np.zeros((len(values), len(limits)))
    on_links = np.zeros((len(values), len(ends)))
    for e, value in enumerate(values):
        top = float(max(map(abs, value), default=1)) or 1.0
        found = linprog(-np.array(value, dtype=float) / top, A_ub=a, b_ub=b, bounds=(0, 1), method="highs")
        if found.status == 0:
            dual = np.maximum(0.0, -found.ineqlin.marginals) * top
            on_rows[e] = dual[: len(limits)] / size
            on_links[e] = dual[len(limits) :]
    return on_rows, on_links


def relax(program: Program, values: Sequence[Sequence[int]]) -> Relaxation:
    """The bound's parts for each of ``values`` (objectives over the program's columns)."""
    on_rows, on_links = multipliers(program, values)
    return tables(program, values, on_rows, on_links)


def tables(
    program: Program, values: Sequence[Sequence[int]], on_rows: NDArray[np.float64], on_links: NDArray[np.float64]
) -> Relaxation:
    """The bound's parts for given multipliers, rounded to whole numbers of scaled units."""
    dense, limits = matrix(program)
    tied, _ = links(program)
    exact = np.array(values, dtype=np.int64)
    weight = np.abs(exact).sum(axis=1, dtype=float) + np.abs(on_rows) @ (np.abs(dense).sum(axis=1) + np.abs(limits))
    weight += np.abs(on_links) @ np.abs(tied).sum(axis=1)
    scale = max(1, int(_ROOM // max(1, int(4 * weight.max(initial=1.0)) + 1)))
    scale = 1 << (scale.bit_length() - 1)
    m = np.rint(on_rows * scale).astype(np.int64)
    y = np.rint(on_links * scale).astype(np.int64)
    left = exact * scale - m @ dense
    count, last = len(program.options), len(program.options) + len(program.bundles)
    constant = m @ limits
    gain = left[:, :count].copy()
    split: list[tuple[Ints, Ints]] = []
    best = np.zeros((len(exact), len(program.bundles)), dtype=np.int64)
    share = _shares(program, tied, y)
    for k, bundle in enumerate(program.bundles):
        options = np.array(sorted(o for member in bundle.members for o in member), dtype=np.int64)
        t = share[k]
        gain[:, options] += t
        split.append((options, t))
        best[:, k] = largest(program, k, left[:, count + k], left[:, last:], options, t)
    return Relaxation(scale, constant + best.sum(axis=1), gain, tuple(split), left[:, count:last], left[:, last:], best)


def _shares(program: Program, tied: Any, y: Ints) -> list[Ints]:
    """``t`` of each synergy's options: what the multipliers of its links say its options bring."""
    count = len(program.options)
    owner: list[int] = []
    for k, bundle in enumerate(program.bundles):
        owner += [k] * ((len(bundle.members) if bundle.at_least == len(bundle.members) else 1) + 1)
    for k, _ in program.products:
        owner += [k] * 3
    owners = np.array(owner, dtype=np.int64)
    dense = tied.toarray()[: len(owners), :count].astype(np.int64)
    found = []
    for k, bundle in enumerate(program.bundles):
        options = sorted(o for member in bundle.members for o in member)
        mine = np.flatnonzero(owners == k)
        found.append(-(y[:, mine] @ dense[np.ix_(mine, options)]))
    return found


def largest(program: Program, k: int, worth: Ints, extra: Ints, options: Ints, t: Ints) -> Ints:
    """The largest part of synergy ``k`` over all ways to fund its members, for each objective.

    With the members' best contributions sorted, being active takes at least ``at_least`` of them, being idle at most
    one fewer."""
    bundle = program.bundles[k]
    at = {int(o): i for i, o in enumerate(options)}
    product = {o: j for j, (owner, o) in enumerate(program.products) if owner == k}
    on, off = [], []
    for member in bundle.members:
        if not member:
            continue
        off.append(np.max([-t[:, at[o]] for o in member], axis=0))
        on.append(np.max([-t[:, at[o]] + (extra[:, product[o]] if o in product else 0) for o in member], axis=0))
    need = bundle.at_least
    idle = np.zeros_like(worth)
    if off:
        falling = -np.sort(-np.array(off), axis=0)
        idle = np.maximum(falling[: need - 1], 0).sum(axis=0)
    if len(on) < need:
        return idle
    falling = -np.sort(-np.array(on), axis=0)
    active = worth + falling[:need].sum(axis=0) + np.maximum(falling[need:], 0).sum(axis=0)
    return np.maximum(idle, active)
