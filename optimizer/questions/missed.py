"""Who came next and why not: the best-ranked roadmaps that a portfolio leaves out, and what stands in their way."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.words import joined, translator

if TYPE_CHECKING:
    from optimizer.models.conditions import Condition
    from optimizer.models.program import Selection
    from optimizer.situation import Situation

#: So many are told of.
MOST = 5


@dataclass(frozen=True)
class Obstacle:
    """A condition that would break if the roadmap came in beside the whole portfolio, and by how much."""

    id: str
    by: Decimal | None
    figure: Fraction | None
    condition: Condition = field(repr=False, compare=False)


@dataclass(frozen=True)
class Missed:
    """An eligible roadmap that is not funded.

    Attributes:
        roadmap, rank, score: as in the ranking.
        level: the level at which it comes closest to fitting in beside the portfolio.
        obstacles: what it would then break; empty where nothing breaks and it would add no value.
    """

    roadmap: str
    rank: int
    score: Decimal
    level: str
    obstacles: tuple[Obstacle, ...]

    def sentence(self, lang: str) -> str:
        """Why it is not in the portfolio, in one sentence."""
        _ = translator(lang)
        if not self.obstacles:
            return _("%(roadmap)s would fit in, but would make the portfolio worth less") % {"roadmap": self.roadmap}
        names = joined([obstacle.id for obstacle in self.obstacles], lang)
        return _("beside the others, %(roadmap)s would break %(rules)s") % {"roadmap": self.roadmap, "rules": names}


def missed(situation: Situation, selection: Selection, most: int = MOST) -> tuple[Missed, ...]:
    """The ``most`` best-ranked eligible roadmaps that a portfolio leaves out. No solve is made: each is put beside the
    portfolio at each of its levels, and the level that breaks least is told of."""
    program, entries = situation.program, situation.ranking.by_id
    inside = {program.options[o].roadmap for o in selection}
    found = []
    for roadmap in [r for r in program.ranking if r not in inside][:most]:
        tries = []
        for place, option in enumerate(program.groups[roadmap]):
            obstacles = _obstacles(situation, tuple(sorted((*selection, option))))
            tries.append((len(obstacles), place, program.options[option].level, obstacles))
        _, _, level, obstacles = min(tries, key=lambda one: one[:2])
        entry = entries[roadmap]
        found.append(Missed(roadmap, entry.rank, entry.score, level, obstacles))
    return tuple(found)


def _obstacles(situation: Situation, selection: Selection) -> tuple[Obstacle, ...]:
    portfolio = situation.portfolio(selection)
    found = []
    for condition in situation.conditions:
        figure = condition.figure(portfolio)
        if not figure.satisfied:
            by = None if figure.printed is None else figure.printed.copy_abs()
            found.append(Obstacle(condition.id, by, figure.figure, condition))
    return tuple(found)
