"""A program stated in PuLP: tight, aware of signs, with columns named by their index.

Ids of people's roadmaps never become names of variables: PuLP makes ``a-1`` and ``a_1`` the same. ``x`` is an option,
``z`` a synergy, ``p`` a product. A synergy's column gets only the sides that its signs need: where more of it is
better, the rows that hold it down; where less is better, those that force it up; both where it stands in a row (a
saving in a budget's minimum would otherwise be denied). With those rows written out for every subset of members it is
0 or 1 by itself and stays continuous. Concentration and downside are not linear: their cuts join as they are needed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, gcd
from typing import TYPE_CHECKING

from optimizer.models.program import Program, Row, Selection

if TYPE_CHECKING:
    import pulp

#: A synergy whose subset rows would be more than this gets one aggregated row and a binary column instead.
MOST_SUBSETS = 24


@dataclass
class Statement:
    """A PuLP problem with its columns in the order of the program's."""

    problem: pulp.LpProblem
    columns: list[pulp.LpVariable]
    nothing: pulp.LpVariable | None = None

    def add(self, row: Row, name: str, margin: float = 0.0) -> None:
        """Add an integer row; ``margin`` is how much of one integer step its limit is moved outward.

        Rows are divided by what all their coefficients share; a row that no column is in is written over a column
        that is never 1, since a solver needs one."""
        import pulp

        divisor = gcd(*row.coefficients.values()) or 1
        terms = [(self.columns[c], v // divisor) for c, v in sorted(row.coefficients.items()) if v]
        limit = row.limit // divisor if row.coefficients else row.limit
        if not terms:
            terms = [(self._nothing(), 1)]
        size = max(max(abs(v) for _, v in terms) / 1e6, 1.0) if margin else 1.0
        expression = pulp.LpAffineExpression([(variable, v / size if size > 1 else v) for variable, v in terms])
        self.problem += (expression <= (limit + margin) / size if margin else expression <= limit), name

    def _nothing(self) -> pulp.LpVariable:
        if self.nothing is None:
            self.nothing = self.problem.add_variable("nothing", 0, 0)
        return self.nothing

    def forbid(self, selection: Iterable[int], options: int, name: str) -> None:
        """Add the row that cuts off exactly one portfolio."""
        import pulp

        taken = set(selection)
        terms = [(self.columns[o], 1 if o in taken else -1) for o in range(options)]
        self.problem += pulp.LpAffineExpression(terms) <= len(taken) - 1, name

    def selection(self, options: int) -> Selection:
        """The options that the solver's last answer takes."""
        return tuple(o for o in range(options) if (self.columns[o].varValue or 0.0) > 0.5)


def state(
    program: Program,
    *,
    must: Collection[str] = (),
    never: Collection[str] = (),
    allowed: Collection[int] | None = None,
    scale: float = 1.0,
    margin: float = 0.0,
    both: bool = False,
) -> Statement:
    """The program in PuLP, without its cones and tails.

    Args:
        must, never: roadmaps forced in or out.
        allowed: the only options that may be taken; None for all.
        scale: what values are divided by.
        margin: how far integer limits are moved outward, below 1: no portfolio joins, and none is lost to rounding.
        both: give every synergy both sides (where rows that are added later may hold them).
    """
    import pulp

    problem = pulp.LpProblem("portfolio", pulp.LpMaximize)
    options, bundles = len(program.options), len(program.bundles)
    free = set(range(options)) if allowed is None else set(allowed)
    free -= {o for roadmap in never for o in program.groups.get(roadmap, ())}
    columns = [problem.add_variable(f"x{o}", 0, 1 if o in free else 0, cat="Integer") for o in range(options)]
    columns += [problem.add_variable(f"z{k}", 0, 1) for k in range(bundles)]
    columns += [problem.add_variable(f"p{j}", 0, 1) for j in range(len(program.products))]
    made = Statement(problem, columns)
    values = [
        (column, value / scale if scale != 1 else value) for column, value in zip(columns, program.values, strict=True)
    ]
    problem += pulp.LpAffineExpression([(column, value) for column, value in values if value])
    for index, (roadmap, group) in enumerate(program.groups.items()):
        funded = pulp.lpSum(columns[o] for o in group)
        if roadmap in must:
            problem += funded == 1, f"one{index}"
        elif len(group) > 1:
            problem += funded <= 1, f"one{index}"
    touched = set(range(program.size)) if both else {column for row in program.rows for column in row.coefficients}
    for k in range(bundles):
        _synergy(made, program, k, touched)
    for index, row in enumerate(program.rows):
        made.add(row, f"r{index}", margin)
    return made


def _synergy(made: Statement, program: Program, k: int, touched: set[int]) -> None:
    """The rows of one synergy's column and of its products."""
    import pulp

    first = len(program.options)
    z = first + k
    products = [(first + len(program.bundles) + j, o) for j, (b, o) in enumerate(program.products) if b == k]
    signs = [program.values[column] for column in (z, *(column for column, _ in products))]
    held = any(column in touched for column in (z, *(column for column, _ in products)))
    if held or any(value > 0 for value in signs):
        _held_down(made, program, k)
    if held or any(value < 0 for value in signs):
        _forced_up(made, program, k)
    active = made.columns[z]
    for index, member in enumerate(program.bundles[k].members):
        own = [made.columns[column] for column, o in products if o in member and (held or program.values[column] > 0)]
        if own:  # a member is funded at one level at most, so its products share one bound
            made.problem += pulp.lpSum(own) - active <= 0, f"p{k}_{index}z"
    for index, (column, o) in enumerate(products):
        product, x = made.columns[column], made.columns[o]
        if held or program.values[column] > 0:
            made.problem += product - x <= 0, f"p{k}_{index}x"
        if held or program.values[column] < 0:
            made.problem += product - active - x >= -1, f"p{k}_{index}u"


def _members(made: Statement, program: Program, k: int) -> list[Sequence[pulp.LpVariable]]:
    return [[made.columns[o] for o in member] for member in program.bundles[k].members if member]


def _held_down(made: Statement, program: Program, k: int) -> None:
    """``z`` is 0 unless ``at_least`` members are funded: of any ``n - at_least + 1`` of them one is."""
    import pulp

    members, least, z = _members(made, program, k), program.bundles[k].at_least, made.columns[len(program.options) + k]
    if least > len(members):
        z.upBound = 0
        return
    size = len(members) - least + 1
    whole = pulp.lpSum(x for member in members for x in member)
    if comb(len(members), size) <= MOST_SUBSETS:
        for index, subset in enumerate(combinations(members, size)):
            made.problem += z - pulp.lpSum(x for member in subset for x in member) <= 0, f"z{k}_{index}d"
    else:
        z.cat = "Integer"
    if 1 < least < len(members):
        made.problem += least * z - whole <= 0, f"z{k}_d"


def _forced_up(made: Statement, program: Program, k: int) -> None:
    """``z`` is 1 where ``at_least`` members are funded: any so many of them cannot all be without it."""
    import pulp

    members, least, z = _members(made, program, k), program.bundles[k].at_least, made.columns[len(program.options) + k]
    if least > len(members):
        return
    whole = pulp.lpSum(x for member in members for x in member)
    if comb(len(members), least) <= MOST_SUBSETS:
        for index, subset in enumerate(combinations(members, least)):
            row = z - pulp.lpSum(x for member in subset for x in member)
            made.problem += row >= 1 - least, f"z{k}_{index}u"
    else:
        z.cat = "Integer"
    if least < len(members):
        made.problem += (len(members) - least + 1) * z - whole >= 1 - least, f"z{k}_u"
