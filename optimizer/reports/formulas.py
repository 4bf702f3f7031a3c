"""The formula sheet: the whole problem in mathematical notation, in words and with the case's numbers, so that somebody
else can solve it with another program."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.models.rules.frame import concerned
from optimizer.reports.document import Block, Column, Formula, Heading, Paragraph, Table, plain
from optimizer.reports.mathematics import frac, num, op, paren, row, sqrt, sub, sup, sym, total
from optimizer.reports.notation import EQ, GE, LE, NOTATION, PLUS, XR, P, X

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
        *_scores(voice),
        *_objective(voice),
        *_synergies(voice),
        *_budgets(voice),
        *_rules(voice),
        *_ties(voice),
    ]


def _scores(voice: Voice) -> list[Block]:
    """How a score comes about."""
    _, ranking = voice._, voice.situation.ranking
    blocks: list[Block] = [Heading(_("Scores"), 2)]
    blocks.append(
        Paragraph(
            _(
                "The score of roadmap r on criterion j is brought to 0 at the worst and 1 at the best end (the "
                "reference) of "
                "the criterion; criterion j weighs w."
            )
        )
    )
    u = row(
        sub("u", "rj"),
        EQ,
        frac(
            row(sub("a", "rj"), op("−", "binary"), sub("a", "j−")),
            row(sub("a", "j+"), op("−", "binary"), sub("a", "j−")),
        ),
    )
    blocks.append(
        Formula(u, _("u of r and j is the agreed score a less its worst end, over the best end less the worst end."))
    )
    if ranking.method == "additive":
        tree = row(sub("s", "r"), EQ, total("j", row(sub("w", "j"), sub("u", "rj"))))
        blocks.append(Formula(tree, _("The score s of roadmap r is the sum over the criteria of weight times u.")))
    elif ranking.method == "topsis" and ranking.reference == "scale":
        near = sqrt(
            total(
                "j", sup(paren(row(sub("w", "j"), paren(row(num("1"), op("−", "binary"), sub("u", "rj"))))), num("2"))
            )
        )
        far = sqrt(total("j", sup(paren(row(sub("w", "j"), sub("u", "rj"))), num("2"))))
        blocks.append(
            Formula(
                row(sub("d", "r+"), EQ, near), _("d+ is the distance of roadmap r to the best ends, with the weights.")
            )
        )
        blocks.append(Formula(row(sub("d", "r−"), EQ, far), _("d− is its distance to the worst ends.")))
        close = frac(sub("d", "r−"), row(sub("d", "r+"), PLUS, sub("d", "r−")))
        blocks.append(
            Formula(row(sub("s", "r"), EQ, close), _("The score s of roadmap r is d− over the sum of d+ and d−."))
        )
    else:
        text = _("The score s of roadmap r follows from u and w by the method %(method)s (reference: %(reference)s).")
        blocks.append(Paragraph(text % {"method": ranking.method, "reference": ranking.reference}))
    blocks.append(Paragraph(_("Scores are rounded half to even to 6 decimals before anything else is done with them.")))
    blocks.append(_ends(voice))
    return blocks


def _ends(voice: Voice) -> Table:
    """Each criterion's weight and the ends of its scale."""
    _, ranking = voice._, voice.situation.ranking
    rows = [
        (voice.criteria[c.id], voice.number(voice.situation.weights.values[c.id]), voice.short(foot), voice.short(top))
        for c, foot, top in zip(voice.case.criteria, ranking.grid.foot, ranking.grid.top, strict=True)
    ]
    columns = (
        Column(_("Criterion"), part=5),
        *(Column(title, right=True) for title in (_("Weight w"), _("Worst end"), _("Best end"))),
    )
    return Table(_("Weights and ends of the scales"), columns, tuple(rows))


def _objective(voice: Voice) -> list[Block]:
    """The decision variables and what they are worth."""
    _, settings = voice._, voice.case.settings
    blocks: list[Block] = [Heading(_("What is decided and what it is worth"), 2)]
    text = _(
        "x is 1 where roadmap r is funded at level l, else 0. A roadmap is funded at one level at most; x with r "
        "alone is 1 where it is funded at any level."
    )
    blocks.append(Paragraph(text))
    blocks.append(
        Formula(
            row(
                XR,
                EQ,
                total("l", X),
                LE,
                num("1"),
                sym(","),
                X,
                op("∈"),
                op("{", "opening"),
                num("0"),
                sym(","),
                num("1"),
                op("}", "closing"),
            ),
            _("For each roadmap, the sum over its levels of x is at most 1."),
        )
    )
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
    blocks.append(Formula(value, words))
    synergies = row(PLUS, total("k", row(sub("b", "k"), sub("y", "k"))))
    shared = row(
        PLUS,
        total(
            "k",
            row(
                sub("e", "k"),
                sub("y", "k"),
                total(row(sym("r"), op("∈"), sub("M", "k"), sym(",l")), row(sub("v", "rl"), X)),
            ),
        ),
    )
    goal = [total("r,l", row(sub("v", "rl"), X))]
    if any(s.value is not None for s in voice.case.synergies):
        goal.append(synergies)
    if any(s.value_share is not None for s in voice.case.synergies):
        goal.append(shared)
    blocks.append(
        Formula(
            row(["text", "max "], *goal),
            _("Maximise the sum of the values of what is funded, and what the synergies add."),
        )
    )
    blocks.append(_options(voice))
    return blocks


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
