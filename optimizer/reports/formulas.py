"""The formula sheet: the whole problem in mathematical notation, in words and with the case's numbers, so that somebody
else can solve it with another program."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.models.rules.frame import concerned
from optimizer.reports.document import Block, Column, Formula, Heading, Paragraph, Table, plain
from optimizer.reports.mathematics import num, op, row, sub, sym, total
from optimizer.reports.notation import EQ, GE, LE, NOTATION, PLUS, XR, P, X
from optimizer.reports.scoring_formulas import scoring_formulas

if TYPE_CHECKING:
    from optimizer.reports.voice import Voice

#: With so many years at most, each has a column.
_WIDE = 7


def formula_sheet(voice: Voice) -> list[Block]:
    """Scores, objective, budgets, synergies and rules as formulas, each with its words and numbers."""
    return [
        Heading(voice._("Formula sheet")),
        Paragraph(
            voice._(
                "The choice stated in full, so that it can be made again with other means. The numbers are those of "
                "this case."
            )
        ),
        *scoring_formulas(voice),
        *_objective(voice),
        *_synergies(voice),
        *_budgets(voice),
        *_rules(voice),
        *_ties(voice),
    ]


def _objective(voice: Voice) -> list[Block]:
    """The decision variables and what they are worth."""
    return [*_decided(voice), _value(voice), _goal(voice), _options(voice)]


def _decided(voice: Voice) -> list[Block]:
    """What is decided: which roadmaps are funded, each at one level at most."""
    _ = voice._
    text = _(
        "x is 1 where roadmap r is funded at level l, else 0. A roadmap is funded at one level at most; x with r "
        "alone is 1 where it is funded at any level."
    )
    binary = (op("∈"), op("{", "opening"), num("0"), sym(","), num("1"), op("}", "closing"))
    once = row(XR, EQ, total("l", X), LE, num("1"), sym(","), X, *binary)
    words = _("For each roadmap, the sum over its levels of x is at most 1.")
    return [Heading(_("What is decided and what it is worth"), 2), Paragraph(text), Formula(once, words)]


def _value(voice: Voice) -> Formula:
    """What a roadmap is worth at a level."""
    _, settings = voice._, voice.case.settings
    value = row(sub("v", "rl"), EQ, sub("s", "r"), sub("h", "rl"))
    words = _("The value v of roadmap r at level l is its score times the share h of it that the level brings.")
    if str(settings.objective.basis) == "amount":
        value = row(value, P)
        words = _(
            "The value v of roadmap r at level l is its score times the share h that the level brings, times the "
            "public amount p."
        )
    if str(settings.objective.success) == "expected":
        value = row(value, sub("π", "r"))
        words += " " + _("It counts times its probability of success π.")
    return Formula(value, words)


def _goal(voice: Voice) -> Formula:
    """What is maximised: values, fixed values of synergies, and shares of their members' values."""
    parts = [total("r,l", row(sub("v", "rl"), X))]
    if any(s.value is not None for s in voice.case.synergies):
        parts.append(row(PLUS, total("k", row(sub("b", "k"), sub("y", "k")))))
    if any(s.value_share is not None for s in voice.case.synergies):
        members = total(row(sym("r"), op("∈"), sub("M", "k"), sym(",l")), row(sub("v", "rl"), X))
        parts.append(row(PLUS, total("k", row(sub("e", "k"), sub("y", "k"), members))))
    words = voice._("Maximise the sum of the values of what is funded, and what the synergies add.")
    return Formula(row(["text", "max "], *parts), words)


def _options(voice: Voice) -> Table:
    """Every option with its score, share and money."""
    _, settings = voice._, voice.case.settings
    rows = []
    money = voice.situation.books.money
    for option in voice.situation.program.options:
        success = next(one.success for one in voice.case.roadmaps if one.id == option.roadmap)
        cells = [
            plain(option.roadmap),
            voice.level(option.level),
            voice.number(voice.situation.ranking.scores[option.roadmap]),
            voice.short(option.share),
        ]
        cells += [
            voice.amount(Fraction(option.public, money)),
            voice.amount(Fraction(option.private, money)),
        ]
        if str(settings.objective.success) == "expected":
            cells.append("–" if success is None else voice.short(success))
        rows.append(tuple(cells))
    titles = [_("Score s"), _("Share h"), _("Public p"), _("Private q")]
    if str(settings.objective.success) == "expected":
        titles.append("π")
    columns = (Column(_("Roadmap"), part=5), Column(_("Level"), part=2), *(Column(t, right=True) for t in titles))
    caption = _("Eligible roadmaps at their levels; amounts in %(unit)s, before savings") % {"unit": voice.unit}
    return Table(caption, columns, tuple(rows))


def _synergies(voice: Voice) -> list[Block]:
    """When synergies are active and what they bring."""
    _ = voice._
    if not voice.case.synergies:
        return []
    tree = row(
        sub("y", "k"), EQ, num("1"), op("⇔"), total(row(sym("r"), op("∈"), sub("M", "k")), XR), GE, sub("n", "k")
    )
    words = _("Synergy k is active (y is 1) exactly when at least n of its members M are funded, at whatever level.")
    rows = []
    for one in voice.case.synergies:
        dash = "–"
        rows.append(
            (
                plain(one.id),
                "; ".join(plain(id) for id in one.members),
                str(one.at_least),
                dash if one.value is None else voice.short(one.value),
                dash if one.value_share is None else voice.short(one.value_share),
                dash if one.saving is None else voice.short(one.saving),
            )
        )
    titles = (_("At least n"), _("Value b"), _("Value share e"), _("Saving"))
    columns = (Column(_("Synergy"), part=4), Column(_("Members M"), part=6), *(Column(t, right=True) for t in titles))
    return [Heading(_("Synergies"), 2), Formula(tree, words), Table(_("Synergies"), columns, tuple(rows))]


def _budgets(voice: Voice) -> list[Block]:
    """Budgets by year and purse, with every cost and saving."""
    _, books, case = voice._, voice.situation.books, voice.case
    blocks: list[Block] = [Heading(_("Money"), 2)]
    if not case.costs:
        return [*blocks, Paragraph(_("The case has no costs; nothing is bounded by money."))]
    tree = row(
        total("r,l", row(sub("c", "rlt"), X)),
        op("−", "binary"),
        total("k", row(sub("g", "kt"), sub("y", "k"))),
        LE,
        sub("B", "t"),
    )
    words = _(
        "For each budget row t, the costs c of what is funded less the savings g of the active synergies are at most "
        "the maximum B (at least the minimum, where there is one)."
    )
    blocks.append(Formula(tree, words))
    if case.settings.budget.carry_over:
        blocks.append(
            Paragraph(
                _(
                    "What a year leaves unspent may be spent later: each year's row counts the spending and the "
                    "maxima up to it."
                )
            )
        )
    limits = tuple((plain(id), voice.condition(id)) for id in voice.conditions if id.startswith("budget:"))
    if limits:
        blocks.append(Table(_("Budget rows"), (Column(_("Row"), part=2), Column(_("What it says"), part=6)), limits))
    years = list(books.years) or [0]
    cells: dict[tuple[str, str, str], dict[int, int]] = {}
    for (roadmap, level), purses in books.paid.items():
        for (year, purse), units in purses.items():
            mine = cells.setdefault((plain(roadmap), voice.level(level), plain(purse) or "–"), {})
            mine[year] = mine.get(year, 0) + units
    for id, saved in books.savings.items():
        for (year, purse), units in saved.items():
            mine = cells.setdefault((_("saving of %(synergy)s") % {"synergy": plain(id)}, "–", plain(purse) or "–"), {})
            mine[year] = mine.get(year, 0) - units

    def amount(units: int) -> str:
        return voice.amount(Fraction(units, books.money)) if units else "–"

    head = (Column(_("Roadmap"), part=4), Column(_("Level"), part=2), Column(_("Purse"), part=3))
    caption = _("Public money by year and purse, in %(unit)s") % {"unit": voice.unit}
    if len(years) <= _WIDE:
        rows = [(*key, *(amount(of.get(year, 0)) for year in years)) for key, of in cells.items()]
        columns = (*head, *(Column(str(year) if year else _("Amount"), right=True) for year in years))
    else:
        rows = [(*key, str(year), amount(units)) for key, of in cells.items() for year, units in sorted(of.items())]
        columns = (*head, Column(_("Year")), Column(_("Amount"), right=True))
    blocks.append(Table(caption, columns, tuple(rows)))
    return blocks


def _rules(voice: Voice) -> list[Block]:
    """Each rule as a formula with its numbers, and in words."""
    _ = voice._
    rules = [c.rule for c in voice.conditions.values() if hasattr(c, "rule")]
    if not rules:
        return []
    blocks: list[Block] = [Heading(_("Rules"), 2)]
    blocks.append(
        Paragraph(
            _("Under each formula stand what it says, the rule's id, and the set R of roadmaps that it speaks of.")
        )
    )
    for rule in rules:
        tree = NOTATION[rule.kind](voice, rule)
        who = concerned(rule, [one for one in voice.case.roadmaps if one.admissible])
        if len(who) == len([one for one in voice.case.roadmaps if one.admissible]):
            note = _("%(words)s (%(id)s). R: all roadmaps.")
        else:
            note = _("%(words)s (%(id)s). R: %(roadmaps)s.")
        blocks.append(
            Formula(
                tree,
                note
                % {
                    "words": voice.condition(rule.id),
                    "id": plain(rule.id),
                    "roadmaps": ", ".join(plain(id) for id in who) or "–",
                },
            )
        )
    if any(rule.kind == "downside" for rule in rules):
        blocks.append(_scenarios(voice))
    return blocks


def _scenarios(voice: Voice) -> Table:
    """The scenarios with the factors that differ from 1."""
    _ = voice._
    rows = []
    for one in voice.case.scenarios:
        factors = "; ".join(f"{plain(id)} × {voice.short(factor)}" for id, factor in one.factors.items())
        rows.append((plain(one.id), voice.percent(one.probability, 2), factors or "–"))
    columns = (
        Column(_("Scenario"), part=2),
        Column(_("Probability P"), right=True),
        Column(_("Factors on scores"), part=6),
    )
    return Table(_("Scenarios"), columns, tuple(rows))


def _ties(voice: Voice) -> list[Block]:
    _ = voice._
    text = _(
        "Of portfolios of equal value the one with the smaller total public spend is taken; then, going down the "
        "ranking, at the first roadmap on which two differ, the one that funds it, or funds it at the level with the "
        "larger share."
    )
    return [Heading(_("Ties"), 2), Paragraph(text)]
