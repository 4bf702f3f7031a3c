"""A picture of the proof: the tree of cases, drawn from the certificate itself as the checker added it up.

Read from left to right: each line narrows down what one roadmap gets; at the end of a line stands the most that any
portfolio left there can be worth, as a figure and as a dot against what would have to be reached. Trees of thousands of
cases are drawn with whole subtrees folded into a triangle with their count. Black on white; no colour says anything.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from html import escape

from optimizer.verify import check_certificate as checker
from optimizer.words import number, plural, translator

#: How many leaves and folded subtrees are drawn at most.
DRAWN = 28
_WIDTH, _ROW, _TOP, _STEP, _AXIS = 760, 17, 58, 12, (560, 690)


@dataclass
class Case:
    """One case: how it was narrowed down, and what became of it.

    Attributes:
        taken: (roadmap, what it may take as bits) that led here; None at the root.
        kind: ``split``, ``worth`` (nothing in it is worth enough), ``rules`` (nothing in it keeps the rules), ``left``
            (nothing in it, or only what the claim leaves out).
        bound: of a ``worth`` case: the most that anything in it can be worth, in the case's value.
        parts: what a split leads to.
        leaves: how many cases it holds.
        most: the largest bound in it.
    """

    taken: tuple[int, int] | None = None
    kind: str = "split"
    bound: Fraction | None = None
    parts: list[Case] = field(default_factory=list)
    leaves: int = 1
    most: Fraction | None = None


def case_tree(tree: checker.Tree, roadmaps: list[int]) -> Case:
    """The nested cases of a tree that was walked; strikes, which narrow nothing that is written, are passed over."""
    stack: list[Case] = []
    model, worth = tree.answer.model, tree.claim.worth
    for node, excess in reversed(tree.steps):
        if node[0] == "S":
            one = Case(parts=[stack.pop() for _ in node[2:]])
            for part, mask in zip(one.parts, node[2:], strict=True):
                part.taken = roadmaps[node[1]], mask
            one.leaves = sum(part.leaves for part in one.parts)
            one.most = max((part.most for part in one.parts if part.most is not None), default=None)
        elif node[0] == "X":
            continue
        elif node[0] == "E" or excess is None:
            one = Case(kind="left")
        elif node[1] == 0 or worth is None:
            one = Case(kind="rules")
        else:
            bound = (worth + Fraction(excess, node[1])) * model.unit
            one = Case(kind="worth", bound=bound, most=bound)
        stack.append(one)
    return stack[-1]


def unfolded(root: Case) -> set[int]:
    """Which splits are drawn (by identity): the largest first, as long as there is room."""
    shown: set[int] = set()
    heap, count, drawn = [(-root.leaves, 0, root)], 0, 1
    while heap:
        _, _, one = heapq.heappop(heap)
        if one.kind != "split" or drawn + len(one.parts) - 1 > DRAWN:
            continue
        shown.add(id(one))
        drawn += len(one.parts) - 1
        for part in one.parts:
            count += 1
            heapq.heappush(heap, (-part.leaves, count, part))
    return shown


def tree_svg(proof: checker.Proof, names: Mapping[str, str] | None = None, lang: str = "en") -> str:
    """The largest tree of a proof as SVG, with alternative text.

    Args:
        proof: as the checker made it.
        names: what roadmaps are called, by id.
        lang: ``en`` or ``nl``.
    """
    tree = max(proof.trees, key=lambda tree: tree.leaves)
    return _Drawing(proof, tree, names or {}, lang).svg()


class _Drawing:
    """Writes one tree, line by line."""

    def __init__(self, proof: checker.Proof, tree: checker.Tree, names: Mapping[str, str], lang: str) -> None:
        self.model, self.names, self.lang = proof.model, names, lang
        self._, self._n = translator(lang), plural(lang)
        self.root = case_tree(tree, proof.roadmaps)
        self.shown = unfolded(self.root)
        worth = tree.claim.worth
        self.target = None if worth is None else worth * self.model.unit
        self.parts: list[str] = []
        self.row = 0
        bounds = [bound for bound in self.bounds(self.root) if bound is not None]
        self.least = min(bounds, default=Fraction(0))

    def bounds(self, root: Case) -> list[Fraction | None]:
        """What is drawn as dots."""
        found, stack = [], [root]
        while stack:
            one = stack.pop()
            if id(one) in self.shown:
                stack += one.parts
            else:
                found.append(one.most)
        return found

    def svg(self) -> str:
        """The whole picture."""
        right = _AXIS[1]
        title, said = self.words()
        self.text(0, 16, title, bold=True)
        self.text(0, 34, said)
        self.line(self.root, 0)
        bottom = _TOP + self.row * _ROW
        if self.target is not None:
            self.stroke(right, _TOP - 12, right, bottom - 6)
            self.text(right + 4, _TOP - 4, self.figure(self.target), bold=True)
        self.meanings(bottom + 14)
        height = bottom + 2 * _ROW + 14
        size = f'width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}'
        style = 'font-family="DejaVu Sans, sans-serif" font-size="11" fill="black"'
        alt = f"<title>{escape(title)}</title><desc>{escape(said)}</desc>"
        paper = f'<rect width="{_WIDTH}" height="{height}" fill="white"/>'
        return f"{head} {style}>{alt}{paper}{''.join(self.parts)}</svg>\n"

    def meanings(self, y: int) -> None:
        """What the marks mean."""
        _ = self._
        meanings = [
            (self.dot, _("the most that anything here can be worth")),
            (self.square, _("nothing here keeps the rules")),
            (self.ring, _("nothing is left, or only the portfolio itself")),
            (self.triangle, _("more cases, folded")),
        ]
        for at, (mark, meaning) in enumerate(meanings):
            mark(8 + at % 2 * 330, y + at // 2 * _ROW)
            self.text(18 + at % 2 * 330, y + 4 + at // 2 * _ROW, meaning)

    def words(self) -> tuple[str, str]:
        """The title, and what the picture says."""
        count = self.root.leaves
        title = self._n("The proof: a tree of %(n)s case", "The proof: a tree of %(n)s cases", count)
        if self.target is None:
            said = self._("Each line narrows down what a roadmap gets. In no case can every rule be kept.")
        else:
            said = self._(
                "Each line narrows down what a roadmap gets. Nothing left at its end is worth %(target)s or more."
            )
            said %= {"target": self.figure(self.target)}
        return title % {"n": number(count, self.lang)}, said

    def line(self, one: Case, depth: int) -> int:
        """One case with all that follows; its height in the picture."""
        y, x = _TOP + self.row * _ROW, 8 + min(depth, 22) * _STEP
        self.row += 1
        self.text(x + 8, y + 4, self.taken(one))
        if id(one) in self.shown:
            last = y
            for part in one.parts:
                last = self.line(part, depth + 1)
                self.stroke(x, last, x + _STEP - 3, last)
            self.stroke(x, y + 3, x, last)
        elif one.kind == "split":
            self.triangle(x, y)
            count = self._n("%(n)s case", "%(n)s cases", one.leaves) % {"n": number(one.leaves, self.lang)}
            self.text(_AXIS[0] - 8, y + 4, count, anchor="end")
            self.against(one.most, y, self.triangle)
        else:
            {"worth": self.dot, "rules": self.square, "left": self.ring}[one.kind](x, y)
            self.against(one.bound, y, self.dot)
        return y

    def against(self, bound: Fraction | None, y: int, mark: Callable[[float, float], None]) -> None:
        """A bound as a mark on the axis, and as a figure."""
        if bound is None or self.target is None:
            return
        left, right = _AXIS
        span = self.target - self.least
        x = right - (float((self.target - bound) / span) * (right - left) if span else 0)
        self.stroke(left, y, right, y, "0.4")
        mark(round(min(x, right - 3), 1), y)
        self.text(right + 4, y + 4, self.figure(bound))

    def taken(self, one: Case) -> str:
        """What the roadmap that led to a case gets in it."""
        _ = self._
        if one.taken is None:
            return _("every portfolio")
        index, mask = one.taken
        options = self.model.options[index]
        funded = [c for c in options if mask & self.model.bit[c]]
        levels = [_("full") if self.model.key[c][1] == "full" else self.model.key[c][1] for c in funded]
        said = [_("funded")] if len(funded) == len(options) else levels
        said += [_("not funded")] if mask & 1 else []
        name = self.names.get(self.model.roadmaps[index], self.model.roadmaps[index])
        name = name if len(name) <= 44 else name[:43] + "…"
        return f"{name}: {self.either(said)}"

    def either(self, said: list[str]) -> str:
        """One thing or the other."""
        return (" " + self._("or") + " ").join(said) or "–"

    def figure(self, value: Fraction) -> str:
        """A value, rounded up to six decimals: a bound that is rounded stays one."""
        steps = -(-value.numerator * 10**6 // value.denominator)
        return number(Decimal(steps).scaleb(-6), self.lang, 6)

    def text(self, x: float, y: float, words: str, bold: bool = False, anchor: str = "") -> None:
        """A line of text."""
        weight = ' font-weight="bold"' if bold else ""
        side = f' text-anchor="{anchor}"' if anchor else ""
        self.parts.append(f'<text x="{x}" y="{y}"{weight}{side}>{escape(words)}</text>')

    def stroke(self, x1: float, y1: float, x2: float, y2: float, width: str = "1") -> None:
        """A straight line."""
        self.parts.append(f'<path d="M{x1} {y1}L{x2} {y2}" stroke="black" stroke-width="{width}" fill="none"/>')

    def dot(self, x: float, y: float) -> None:
        """A case that is closed by its worth."""
        self.parts.append(f'<circle cx="{x}" cy="{y}" r="3"/>')

    def ring(self, x: float, y: float) -> None:
        """A case in which nothing is left."""
        self.parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="white" stroke="black"/>')

    def square(self, x: float, y: float) -> None:
        """A case in which nothing keeps the rules."""
        self.parts.append(f'<rect x="{x - 3}" y="{y - 3}" width="6" height="6"/>')

    def triangle(self, x: float, y: float) -> None:
        """Cases that are not drawn one by one."""
        self.parts.append(f'<path d="M{x - 4} {y}L{x + 4} {y - 5}L{x + 4} {y + 5}Z" fill="white" stroke="black"/>')
