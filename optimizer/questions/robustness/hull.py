"""Which vectors lie below a mixture of others: what is never best, whatever the weights.

A portfolio is best at some weights of the set exactly when no mixture of portfolios is better than it at every extreme
point (LP duality; a mixture that is better everywhere says that at each weighting one of the mixed ones is better).
Linear programs find the mixtures; what they find is confirmed in integers, and each mixture is kept, since it
usually lies above many other vectors as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: Shares of a mixture are whole parts of this.
_PARTS = 1 << 20


class Hull:
    """Vectors, and mixtures of them found so far."""

    def __init__(self, sizes: NDArray[np.float64]) -> None:
        self.sizes = sizes
        self.vectors = np.empty((0, len(sizes)), dtype=np.int64)
        self.mixtures = np.empty((0, len(sizes)), dtype=np.int64)
        self._solver: Any = None
        self._counted: tuple[NDArray[np.float64], float] = (np.zeros(len(sizes)), 1.0)

    def add(self, vectors: Ints) -> None:
        """Add vectors that mixtures may be made of."""
        self.vectors = np.concatenate([self.vectors, vectors])
        self._solver = None

    def below(self, vectors: Ints) -> NDArray[np.bool_]:
        """Which of the vectors a mixture is better than on every objective.

        Known mixtures first; then a linear program for each of the rest, the least promising first, as what is found
        for one settles others."""
        found = np.zeros(len(vectors), dtype=bool)
        if not len(self.vectors):
            return found
        self._known(vectors, found)
        for i in np.argsort((vectors * self.sizes).sum(axis=1), kind="stable").tolist():
            if found[i]:
                continue
            mixture = self.mixture(vectors[i])
            if mixture is not None and (mixture >= vectors[i]).all():
                self.mixtures = np.concatenate([self.mixtures, mixture[None]])
                left = np.flatnonzero(~found)
                found[left[(mixture >= vectors[left]).all(axis=1)]] = True
        return found

    def _known(self, vectors: Ints, found: NDArray[np.bool_]) -> None:
        """Mark the vectors that a known mixture is above of."""
        left = np.arange(len(vectors))
        for start in range(0, len(self.mixtures), 64):
            above = np.ones((len(left), len(self.mixtures[start : start + 64])), dtype=bool)
            for e in range(vectors.shape[1]):
                above &= self.mixtures[None, start : start + 64, e] >= vectors[left, e][:, None]
            hit = above.any(axis=1)
            found[left[hit]] = True
            left = left[~hit]

    def mixture(self, vector: Ints) -> Ints | None:
        """The mixture that is furthest above a vector, each objective in its own worth; None where none is above it.

        As integers: the largest that it is above. It is better than a vector everywhere exactly when these are at least
        as large. Whether a linear program's word was right shows when they are compared.
        """
        import highspy

        width = len(self.sizes)
        solver, (middle, top) = self._program()
        least = (vector - middle) * self.sizes / top
        solver.changeRowsBounds(width, np.arange(width, dtype=np.int32), least, np.full(width, np.inf))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            solver.clearSolver()
            return None
        solution = np.array(solver.getSolution().col_value)
        if solution[-1] <= 0:
            return None
        shares = np.floor(np.maximum(solution[:-1], 0.0) * _PARTS).astype(np.int64)
        shares[int(np.argmax(shares))] += _PARTS - int(shares.sum())
        difference = (self.vectors - vector).astype(object).T @ shares.astype(object)
        return vector + np.array([-(-int(d) // _PARTS) - 1 for d in difference], dtype=np.int64)

    def _program(self) -> tuple[Any, tuple[NDArray[np.float64], float]]:
        """The linear program, kept alive, since from vector to vector only the right side changes; and the point and
        the size in which it counts.

        Its columns are the shares, which add up to 1, and how far the mixture is above the vector on every objective:
        that is maximised."""
        if self._solver is not None:
            return self._solver, self._counted
        import highspy

        from optimizer.models.tree.relaxation import quiet_highs

        middle = self.vectors.mean(axis=0)
        worth = (self.vectors - middle) * self.sizes
        top = float(np.abs(worth).max(initial=0.0)) or 1.0
        count, width = worth.shape
        rows = np.zeros((width + 1, count + 1))
        rows[:width, :count], rows[:width, count] = (worth / top).T, -1.0
        rows[width, :count] = 1.0
        model = highspy.HighsLp()
        model.num_col_ = model.a_matrix_.num_col_ = count + 1
        model.num_row_ = model.a_matrix_.num_row_ = width + 1
        model.col_cost_ = np.append(np.zeros(count), -1.0)
        model.col_lower_ = np.append(np.zeros(count), -np.inf)
        model.col_upper_ = np.full(count + 1, np.inf)
        model.row_lower_ = np.append(np.zeros(width), 1.0)
        model.row_upper_ = np.append(np.full(width, np.inf), 1.0)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.arange(0, rows.size + 1, count + 1, dtype=np.int32)
        model.a_matrix_.index_ = np.tile(np.arange(count + 1, dtype=np.int32), width + 1)
        model.a_matrix_.value_ = rows.ravel()
        self._solver = quiet_highs()
        for option, setting in (("presolve", "off"), ("solver", "simplex"), ("parallel", "off")):
            self._solver.setOptionValue(option, setting)
        if self._solver.passModel(model) == highspy.HighsStatus.kError:
            raise RuntimeError("HiGHS refused the linear program of mixtures")
        self._counted = (middle, top)
        return self._solver, self._counted


def best_somewhere(vectors: Ints, sizes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of all non-dominated vectors are best, alone or tied, at some weights of the set.

    Args:
        vectors: (portfolios, extreme points), in units; nothing better than all of them at some weights is missing.
        sizes: what one unit is worth at each extreme point.
    """
    if not len(vectors):
        return np.zeros(0, dtype=bool)
    rng = np.random.default_rng(0)
    width = len(sizes)
    mixes = np.concatenate([np.eye(width), rng.dirichlet(np.ones(width), size=512)])
    first = np.unique(np.argmax((vectors * sizes) @ mixes.T, axis=0))
    hull = Hull(sizes)
    hull.add(vectors[first])
    left = np.arange(len(vectors))
    known = set(first.tolist())
    while True:
        left = left[~hull.below(vectors[left])]
        # What is not below a mixture may itself be needed in one.
        fresh = [i for i in left.tolist() if i not in known]
        if not fresh:
            break
        known.update(fresh)
        hull.add(vectors[fresh])
    found = np.zeros(len(vectors), dtype=bool)
    found[left] = True
    return found
