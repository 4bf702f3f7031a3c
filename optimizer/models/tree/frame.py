"""A program laid out for arrays: slots, bundles and pairs, computed once.

A *slot* is something that a roadmap may take: 'none' first, then its options. A *pair* is (bundle, option of a member).
Bundles that too few members could ever activate are left out: their ``z`` is 0 whatever happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.program import Program

Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Kind:
    """Bundles of one shape: ``size`` members of which ``at_least`` activate; ``first`` is the first of their members,
    which follow each other bundle by bundle."""

    size: int
    at_least: int
    bundles: Ints
    first: int

    @property
    def members(self) -> slice:
        """Their members among all."""
        return slice(self.first, self.first + self.size * len(self.bundles))


class Frame:
    """Index arrays over a program's columns.

    Attributes:
        slot_option: (slots,) option index, -1 for none.  slot_roadmap: (slots,).  start: (roadmaps,) first slot, which
        is 'none'.  option_slot, option_roadmap: (options,).
        pair_bundle, pair_option, pair_product: (pairs,); the product column, or -1.
        member_start: (members,) first pair.  member_none: (members,) the slot 'none' of its roadmap.
        pair_member: (pairs,).  rigid: (pairs,) those of other bundles than plain pairs.
        kinds: the bundles by shape.
        by_option, by_option_start, paired: pairs sorted by option, where each option's begin, and those options.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        #: What tasks work out about the program's own rows, once.
        self.stated: dict[int, Any] = {}
        self.placed: dict[int, Any] = {}
        self.options, self.bundles = len(program.options), len(program.bundles)
        self.size = program.size
        self.roadmaps = tuple(program.groups)
        self.number = {roadmap: r for r, roadmap in enumerate(self.roadmaps)}
        slots: list[int] = []
        owner: list[int] = []
        start: list[int] = []
        for r, options in enumerate(program.groups.values()):
            start.append(len(slots))
            slots += [-1, *options]
            owner += [r] * (1 + len(options))
        self.slot_option = np.array(slots, dtype=np.intp)
        self.slot_roadmap = np.array(owner, dtype=np.intp)
        self.start = np.array(start, dtype=np.intp)
        self.slots = len(slots)
        self.is_option = self.slot_option >= 0
        self.option_slot = np.zeros(self.options, dtype=np.intp)
        self.option_slot[self.slot_option[self.is_option]] = np.flatnonzero(self.is_option)
        self.option_roadmap = self.slot_roadmap[self.option_slot]
        self.optioned = self.slot_option[self.is_option]
        self._pairs(program)

    def _pairs(self, program: Program) -> None:
        first = self.options + self.bundles
        product = {pair: first + j for j, pair in enumerate(program.products)}
        shapes: dict[tuple[int, int], list[int]] = {}
        for k, bundle in enumerate(program.bundles):
            size = sum(bool(member) for member in bundle.members)
            if 1 <= bundle.at_least <= size:
                shapes.setdefault((size, bundle.at_least), []).append(k)
        pairs: list[tuple[int, int, int]] = []
        member_start: list[int] = []
        member_none: list[int] = []
        kinds: list[Kind] = []
        for (size, at_least), bundles in sorted(shapes.items()):
            kinds.append(Kind(size, at_least, np.array(bundles, dtype=np.intp), len(member_start)))
            for k in bundles:
                for member in program.bundles[k].members:
                    if member:
                        member_start.append(len(pairs))
                        member_none.append(int(self.start[self.option_roadmap[member[0]]]))
                        pairs += [(k, o, product.get((k, o), -1)) for o in member]
        self.kinds = tuple(kinds)
        table = np.array(pairs, dtype=np.intp).reshape(-1, 3)
        self.pair_bundle, self.pair_option, self.pair_product = table[:, 0], table[:, 1], table[:, 2]
        self.pairs = len(pairs)
        self.pair_slot = self.option_slot[self.pair_option] if self.options else self.pair_option
        self.member_start = np.array(member_start, dtype=np.intp)
        self.member_none = np.array(member_none, dtype=np.intp)
        self.pair_member = np.repeat(
            np.arange(len(member_start)), np.diff(np.append(self.member_start, self.pairs))
        ).astype(np.intp)
        soft = [np.arange(k.members.start, k.members.stop) for k in kinds if k.size == k.at_least == 2]
        self.rigid = ~np.isin(self.pair_member, np.concatenate(soft) if soft else np.zeros(0))
        self.with_product = np.flatnonzero(self.pair_product >= 0)
        self.product_column = self.pair_product[self.with_product]
        self.by_option = np.argsort(self.pair_option, kind="stable")
        ordered = self.pair_option[self.by_option]
        self.paired, self.by_option_start = np.unique(ordered, return_index=True)
        self.live = np.concatenate([kind.bundles for kind in kinds]) if kinds else np.zeros(0, dtype=np.intp)

    def columns(self, taken: NDArray[np.float64]) -> NDArray[np.float64]:
        """All columns of portfolios given by their options: (portfolios, options) of 0 and 1 to (portfolios, size)."""
        out = np.zeros((len(taken), self.size))
        out[:, : self.options] = taken
        if self.pairs and len(taken):
            funded = np.maximum.reduceat(taken[:, self.pair_option], self.member_start, axis=1)
            z = out[:, self.options : self.options + self.bundles]
            for kind in self.kinds:
                counts = funded[:, kind.members].reshape(len(taken), len(kind.bundles), kind.size).sum(axis=2)
                z[:, kind.bundles] = counts >= kind.at_least
            if len(self.with_product):
                pairs = self.with_product
                out[:, self.product_column] = z[:, self.pair_bundle[pairs]] * taken[:, self.pair_option[pairs]]
        return out

    def domain(
        self,
        must: tuple[str, ...] = (),
        never: tuple[str, ...] = (),
        allowed: tuple[int, ...] | None = None,
    ) -> NDArray[np.bool_] | None:
        """Which slots may be taken; None where a forced roadmap has no options."""
        out = np.ones(self.slots, dtype=bool)
        if allowed is not None:
            keep = np.zeros(self.options, dtype=bool)
            keep[list(allowed)] = True
            out[self.option_slot] = keep
        for roadmap in never:
            if roadmap in self.number:
                out[(self.slot_roadmap == self.number[roadmap]) & self.is_option] = False
        for roadmap in must:
            if roadmap not in self.number:
                return None
            out[self.start[self.number[roadmap]]] = False
        return out
