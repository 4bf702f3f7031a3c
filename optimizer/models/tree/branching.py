"""Which roadmap a case of the tree is split on, and into what.

Branching is strong for the first trials of a roadmap, then by pseudo-costs (Achterberg, Koch and Martin 2005).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.case import Case, Mask
from optimizer.models.tree.relaxation import Relaxed

if TYPE_CHECKING:
    from optimizer.models.tree.search import Search

#: Strong branching: candidates looked at, and trials after which pseudo-costs are believed.
CANDIDATES, TRIALS = 8, 4


def candidates(search: Search, case: Case) -> list[tuple[int, list[NDArray[np.intp]], float]]:
    """Roadmaps that may be split, each with its parts and how far the relaxation is from the second."""
    frame, left = search.frame, case.left
    counts = np.add.reduceat(left.astype(np.intp), frame.start)
    found = []
    relaxed = case.relaxed
    usable = relaxed is not None and relaxed.feasible
    share = np.zeros(frame.slots)
    if usable and relaxed is not None:
        share[frame.is_option] = relaxed.columns[frame.optioned]
        funded = np.add.reduceat(share, frame.start)
        share[frame.start] = 1.0 - funded
        top = np.maximum.reduceat(share, frame.start)
        loose = np.flatnonzero((counts > 1) & (top < 1.0 - 1e-6))
    else:
        loose = np.flatnonzero(counts > 1)
    if not len(loose):
        loose = np.flatnonzero(counts > 1)
    ends = np.append(frame.start[1:], frame.slots)
    for r in loose.tolist():
        slots = np.arange(frame.start[r], ends[r])
        slots = slots[left[slots]]
        none = float(share[frame.start[r]])
        if left[frame.start[r]] and (len(slots) == 2 or 1e-6 < none < 1 - 1e-6 or not usable):
            found.append((r, [slots[:1], slots[1:]], none))
        else:
            first = int(share[slots].argmax())
            found.append((r, [slots[first : first + 1], np.delete(slots, first)], float(share[slots[first]])))
    return found


def below(search: Search, case: Case, roadmap: int, part: NDArray[np.intp]) -> Mask:
    """What is allowed below one part of a split."""
    out = case.left.copy()
    out[search.frame.slot_roadmap == roadmap] = False
    out[part] = True
    return out


def trial(search: Search, case: Case, roadmap: int, part: NDArray[np.intp]) -> tuple[float, Relaxed | None]:
    """The relaxation of a would-be child, and what it loses."""
    search.check()
    search.relaxation.restrict(below(search, case, roadmap, part))
    relaxed = search.relaxation.solve(search.deadline)
    if relaxed is None:
        return 0.0, None
    limit = most(search, case)
    if not relaxed.feasible:
        return limit, relaxed
    return min(max(case.value - relaxed.value, 0.0), limit), relaxed


def most(search: Search, case: Case) -> float:
    """The loss at which a case closes, in floats."""
    if search.target is None:
        return max(abs(case.value), 1.0)
    return max(case.value - float(search.target) + 1.0, 1e-9)


def split(search: Search, case: Case) -> None:
    """Splits a case where the weaker side is expected to gain most."""
    options = candidates(search, case)
    limit, expected, gains = most(search, case), search.gains.expected() * search.relaxation.scale, search.gains
    where = np.array([r for r, _, _ in options])
    none = np.array([share for _, _, share in options])
    guess = np.minimum(np.stack([(1 - none) * expected[0, where], none * expected[1, where]]), limit)
    score = np.maximum(guess[0], 1e-6 * limit) * np.maximum(guess[1], 1e-6 * limit)
    order = np.argsort(-score, kind="stable")
    best, best_score, known = int(order[0]), -1.0, {}
    usable = case.relaxed is not None and case.relaxed.feasible
    for i in order[:CANDIDATES].tolist() if usable and len(options) > 1 else ():
        r, parts, share = options[i]
        figure = float(score[i])
        if gains.counts[:, r].min() < TRIALS:
            tried = [trial(search, case, r, part) for part in parts]
            for side, (gain, relaxed) in enumerate(tried):
                if relaxed is not None:
                    gains.note(side, r, gain / search.relaxation.scale, (1 - share) if side == 0 else share)
            known[i] = tried
            figure = float(np.prod([max(gain, 1e-6 * limit) for gain, _ in tried]))
        if figure > best_score:
            best, best_score = i, figure
    r, parts, share = options[best]
    case.roadmap, case.parts = r, parts
    search.splits += 1
    for side, part in enumerate(parts):
        relaxed = known[best][side][1] if best in known else None
        child = Case(below(search, case, r, part), case.vector, case.value, relaxed)
        child.total = case.total
        if relaxed is not None and relaxed.feasible:
            child.value = min(case.value, relaxed.value)
        case.children.append(child)
    case.relaxed = None
