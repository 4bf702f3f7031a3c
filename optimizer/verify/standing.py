"""How a printed portfolio stands to each rule and budget row, in each one's own unit, from the checker's own reading.

Works on the checker's model of the case's files (``check_certificate``), which shares nothing with ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from optimizer.verify import check_certificate as checker


@dataclass(frozen=True)
class Standing:
    """Whether a rule holds, and how far its figure is from its nearest limit (None: it has no figure, or no limit)."""

    id: str
    satisfied: bool
    slack: Fraction | None


def standings(answer: checker.Answer, chosen: Iterable[int]) -> dict[str, Standing]:
    """Every rule, budget row and forced roadmap, by id."""
    return {one.id: one for one in _Reader(answer, frozenset(chosen)).all()}


class _Reader:
    def __init__(self, answer: checker.Answer, chosen: frozenset[int]) -> None:
        self.model, self.settings, self.chosen = answer.model, answer.model.settings, sorted(chosen)
        self.columns = answer.all_columns(chosen)
        self.funded = {self.model.key[c][0]: c for c in self.chosen}

    def all(self) -> list[Standing]:
        found = self.budgets()
        for kind in ("must", "never"):
            for roadmap in self.settings[kind]:
                found.append(self.members(f"{kind}:{roadmap}", kind, [roadmap]))
        for rule in self.model.table("rules"):
            found += self.rule(rule)
        return found

    def budgets(self) -> list[Standing]:
        """From the reduced rows: activity and limit, times what the row was divided by, are amounts."""
        found = []
        for name, (most, coefficients) in self.model.amounts.items():
            spent = sum(coefficients.get(c, 0) for c in self.columns)
            room = (most - spent) / self.model.money
            found.append(Standing(name, room >= 0, room))
        return found

    def rule(self, rule: dict[str, str]) -> list[Standing]:
        off = self.settings["rules.off"]
        if rule["id"] in off:
            return []
        if rule.get("value") != "*":
            return [self.one(rule["id"], rule, rule.get("value", ""))]
        rows = self.model.attributes.values()
        values = sorted({v for row in rows for v in checker.several(row.get(rule["attribute"], ""))})
        names = {f"{rule['id']}[{value}]": value for value in values}
        return [self.one(name, rule, value) for name, value in names.items() if name not in off]

    def one(self, name: str, rule: dict[str, str], value: str) -> Standing:
        model, kind, attribute = self.model, rule["rule"], rule.get("attribute", "")
        low, high = checker.number(rule.get("min", "")), checker.number(rule.get("max", ""))
        members = checker.several(rule.get("members", ""))
        concerned = set(members or (model.having(attribute, value) if attribute else model.roadmaps))
        inside = [c for r, c in self.funded.items() if r in concerned]
        public, private = (sum(size[c] for c in inside) for size in (model.public, model.own))
        if kind in ("must", "never"):
            return self.members(name, kind, members)
        if kind == "requires":
            missing = sum(m not in self.funded for m in set(members)) if members[0] in self.funded else 0
            return self.between(name, Fraction(missing), None, Fraction(0))
        if kind in ("count", "cover", "exclusive"):
            low = Fraction(1) if kind == "cover" and low is None else low
            high = Fraction(1) if kind == "exclusive" and high is None else high
            figure = Fraction(len(inside))
            return self.between(name, figure, None if kind == "exclusive" else low, None if kind == "cover" else high)
        if kind == "share":
            sizes = {"spend": model.public, "private": model.own, "count": [1] * len(model.key)}
            size = sizes[rule.get("of") or "spend"]
            whole = sum(size[c] for c in self.chosen)
            part = sum(size[c] for c in inside)
            return self.between(name, Fraction(part, whole) if whole else None, low, high)
        if kind == "leverage":
            return self.between(name, Fraction(private, public) if public else None, low, None)
        if kind == "intensity":
            shares = [Fraction(model.public[c], (model.public[c] + model.own[c]) or 1) for c in inside]
            return self.between(name, max(shares, default=None), None, high)
        curve = model.curved[name]
        if isinstance(curve, checker.Concentration):
            squares, square = curve.squares(self.columns)
            return self.between(name, squares / square if square else None, None, high)
        worst, mean = curve.means(self.columns)
        if mean <= 0:
            return Standing(name, worst >= curve.least * mean, None)
        return self.between(name, worst / mean, curve.least, None)

    def members(self, name: str, kind: str, members: list[str]) -> Standing:
        funded = Fraction(sum(m in self.funded for m in set(members)))
        if kind == "must":
            return self.between(name, funded, Fraction(len(set(members))), None)
        return self.between(name, funded, None, Fraction(0))

    def between(self, name: str, figure: Fraction | None, low: Fraction | None, high: Fraction | None) -> Standing:
        if figure is None:
            return Standing(name, True, None)
        room = [figure - low] if low is not None else []
        room += [high - figure] if high is not None else []
        return Standing(name, min(room, default=Fraction(0)) >= 0, min(room, default=None))
