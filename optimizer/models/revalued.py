"""A live solver asked about the same portfolios at another worth: what a moved weight needs.

A weight changes what portfolios are worth and nothing else, so the solver that proved the last answer, with the
portfolios and the tree of cases that it keeps, is most of the way to the next one.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.models.live import Live
    from optimizer.models.program import Program


def revalued(live: Live, program: Program) -> Live | None:
    """The solver of another program made from that of one that differs in worth and ranking alone.

    What it has learnt passes on, so ``live`` itself is not to be asked any more.

    Returns:
        None where the two programs differ in more.
    """
    old = live.program
    if replace(program, values=old.values, ranking=old.ranking) != old:
        return None
    made = copy(live)
    made.program = program
    return made
