"""What a robustness study says: roadmaps, portfolios, and how each figure is to be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from optimizer.models.program import Selection

if TYPE_CHECKING:
    from optimizer.questions.robustness.members import Members
    from optimizer.questions.robustness.score_uncertainty import ScoreUncertainty
    from optimizer.questions.robustness.weight_sets import WeightSet

Grade = Literal["core", "borderline", "exterior"]


@dataclass(frozen=True)
class Sureness:
    """One roadmap: the share of portfolios that fund it, what that makes it, and how often it takes each rank."""

    roadmap: str
    core_index: Fraction
    grade: Grade
    rank_acceptability: tuple[Fraction, ...]

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {
            "roadmap": self.roadmap,
            "core_index": figure(self.core_index),
            "class": self.grade,
            "rank_acceptability": [figure(share) for share in self.rank_acceptability],
        }


@dataclass(frozen=True)
class Rival:
    """One portfolio. ``share`` is the share of samples at which it is best (equally good ones share a sample's win by
    the order in which ties are broken), None where nothing was sampled; ``supported``: best at some weights of the
    set; None where that is not known."""

    selection: Selection
    selected: tuple[str, ...]
    share: Fraction | None
    max_regret: Fraction | None
    supported: bool | None

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {
            "selected": list(self.selected),
            "share": figure(self.share),
            "max_regret": figure(self.max_regret),
            "supported": self.supported,
        }


@dataclass(frozen=True)
class Robust:
    """What holds over a set of weights.

    Attributes:
        set: the weights, with their extreme points.
        criteria: the criteria's ids, in the order of the points.
        method: ``exact`` where every non-dominated portfolio is counted; else ``sampled``.
        samples: how many weightings were drawn and reached.
        roadmaps: every admissible roadmap, by id.
        portfolios: the non-dominated portfolios (``exact``), or those found best somewhere (``sampled``): largest
            share first.
        minimax: the portfolio whose largest regret is least; None where time ran out before one was known.
        present: the portfolio that is selected at the base weights.
        regret_exact: whether largest regrets are over the whole set; else over the weightings looked at.
        minimax_proven: whether no portfolio has a smaller one.
        score_uncertainty, members: beside the weights, what evaluators and members each would lead to.
        complete: false only where time or Ctrl-C stopped the work.
    """

    set: WeightSet
    criteria: tuple[str, ...]
    method: Literal["exact", "sampled"]
    samples: int
    roadmaps: tuple[Sureness, ...]
    portfolios: tuple[Rival, ...]
    minimax: Rival | None
    present: Rival
    regret_exact: bool
    minimax_proven: bool
    score_uncertainty: ScoreUncertainty | None
    members: Members | None
    complete: bool

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract, with the present portfolio, evaluators and members beside it."""
        least = self.minimax
        return {
            "format": 1,
            "set": {"kind": self.set.kind, "extreme_points": len(self.set.points) or None},
            "method": self.method,
            "samples": self.samples,
            "roadmaps": [roadmap.as_dict() for roadmap in self.roadmaps],
            "portfolios": [rival.as_dict() for rival in self.portfolios],
            "minimax_regret": least
            and {
                "selected": list(least.selected),
                "max_regret": figure(least.max_regret),
                "proven": self.minimax_proven,
            },
            "regret": "exact" if self.regret_exact else "sampled",
            "present": self.present.as_dict(),
            "score_uncertainty": self.score_uncertainty and self.score_uncertainty.as_dict(),
            "members": self.members and self.members.as_dict(),
            "complete": self.complete,
        }

    def sentences(self, lang: str = "en", names: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """What it comes to, in a few sentences for people; ``names``: what roadmaps are called, by id."""
        from optimizer.questions.robustness.sentences import sentences

        return sentences(self, lang, names)


def figure(x: Fraction | None, places: int = 9) -> Decimal | None:
    """A fraction as a decimal of at most nine places, rounded half to even."""
    if x is None:
        return None
    units = round(x * 10**places)
    while places and units % 10 == 0:
        units, places = units // 10, places - 1
    return Decimal(units).scaleb(-places)
