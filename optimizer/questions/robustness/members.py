"""Each member of the committee alone: the portfolio under their own weights, and who stands behind a roadmap."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.questions.listing import ids

if TYPE_CHECKING:
    from optimizer.situation import Situation


@dataclass(frozen=True)
class Member:
    """What would be decided under one member's own weights; ``selected`` is None where the rules leave nothing."""

    member: str
    weights: Mapping[str, object]
    selected: tuple[str, ...] | None

    def as_dict(self) -> dict[str, object]:
        """As an object beside the contract's keys."""
        return {
            "member": self.member,
            "weights": dict(self.weights),
            "selected": None if self.selected is None else list(self.selected),
        }


@dataclass(frozen=True)
class Members:
    """Every member's decision, and for each roadmap the members who would fund it."""

    members: tuple[Member, ...]
    behind: Mapping[str, tuple[str, ...]]
    complete: bool

    def as_dict(self) -> dict[str, object]:
        """As an object beside the contract's keys."""
        return {
            "members": [member.as_dict() for member in self.members],
            "roadmaps": [
                {"roadmap": id, "members": list(names), "count": len(names)} for id, names in self.behind.items()
            ],
            "complete": self.complete,
        }


def each_member(
    situation: Situation, *, deadline: float | None = None, progress: Callable[..., None] | None = None
) -> Members | None:
    """What each member's own weights (of their judgments) lead to: as ``decide`` would with ``weights.member``.

    None where there are no judgments."""
    names = tuple(situation.weights.members)
    if not names:
        return None
    made: list[Member] = []
    behind: dict[str, list[str]] = {roadmap: [] for roadmap in situation.consensus.roadmaps}
    try:
        for name in names:
            if deadline is not None and time.monotonic() >= deadline:
                break
            alone = situation.with_settings({"weights.method": "ahp", "weights.member": name})
            settled = alone.settled_or_none(deadline=deadline)
            selected = None
            if settled is not None and settled.selection is not None:
                selected = ids(alone.program, settled.selection)
                for option in settled.selection:
                    behind[alone.program.options[option].roadmap].append(name)
            made.append(Member(name, alone.weights.values, selected))
            if progress:
                progress(done=len(made), of=len(names))
    except (TimeoutError, KeyboardInterrupt):
        pass
    complete = len(made) == len(names)
    return Members(tuple(made), {id: tuple(members) for id, members in behind.items()}, complete)
