"""What a solve comes back with, whoever solved it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from optimizer.models.program import Selection


class Status(str, Enum):
    """How a solve ended, in the words of the contract."""

    OPTIMAL = "optimal"
    WITHIN_GAP = "within_gap"
    INFEASIBLE = "infeasible"
    TIME_LIMIT = "time_limit"


@dataclass(frozen=True)
class Answer:
    """The outcome of one solve.

    Attributes:
        status: ``optimal`` and ``infeasible`` are proven in integers.
        selection: the portfolio, or None where there is none (or none was found in time).
        value: its value in units of the program; None without a portfolio.
        bound: no feasible portfolio has a larger value, in units of the program; None where nothing is known yet.
        leaves: how many cases the proof distinguishes (0 where a solver's word was taken).
        proof: the tree of that proof (``optimizer.models.tree``), from which a certificate is written; None likewise.
        seconds: wall time.
        counts: figures for whoever tunes: linear programs solved, splits made, ….
    """

    status: Status
    selection: Selection | None
    value: int | None
    bound: int | None
    leaves: int = 0
    proof: object | None = None
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
