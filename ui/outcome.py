"""The portfolio as one piece of markup: what is funded, money by year, shares, and what changed against the base."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from optimizer.terminal.decide import proven
from optimizer.terminal.naming import Names, upper
from optimizer.terminal.spending import maxima
from ui.markup import Column, Html, bar, bullets, heading, joined, para, table, tag

if TYPE_CHECKING:
    from optimizer.questions.decide import Decision


def headline(names: Names, decision: Decision, base: Decision | None) -> Html:
    """How many are funded, for how much, how sure that is, and who came and went against the base."""
    page = names.page
    _, _n = page._, page._n
    if decision.selection is None:
        return _nothing(names, decision)
    count = _n("%(n)s roadmap funded", "%(n)s roadmaps funded", len(decision.selected))
    said = " · ".join(
        (
            count % {"n": page.number(len(decision.selected))},
            names.money(decision.spend.total),
            _("value %(value)s") % {"value": page.number(decision.value, 3)},
        )
    )
    tone = "good" if decision.status.value == "optimal" else "warn"
    return joined(para(said, "big"), para(_proof(names, decision), tone), difference(names, decision, base))


def _proof(names: Names, decision: Decision) -> str:
    page = names.page
    if decision.status.value != "optimal":
        return proven(page, decision)
    said = page._("✓ Proven: no other portfolio within the rules is worth more.")
    if decision.unique is False:
        said += " " + page._("Another is worth as much; the tie-break chose.")
    return said


def _nothing(names: Names, decision: Decision) -> Html:
    """What clashes, and what would make a portfolio possible."""
    _ = names.page._
    parts: list[object] = [para(_("✗ No portfolio keeps every rule."), "big bad")]
    parts += [heading(_("These cannot hold together"), _("leave out any one of them and the others can"))]
    parts += [bullets([names.condition(id) for id in decision.conflict])]
    if decision.repairs:
        parts += [heading(_("What would make a portfolio possible"), _("each alone is enough"))]
        parts += [bullets([upper(repair.text(names.page.lang)) + "." for repair in decision.repairs])]
    return joined(*parts)


def difference(names: Names, decision: Decision, base: Decision | None) -> Html:
    """Who came and went against the base, always one line so that nothing jumps."""
    _ = names.page._
    if base is None or base.selection is None:
        return para(" ", "")
    before = {one.roadmap: one.level for one in base.selected}
    after = {one.roadmap: one.level for one in decision.selected}
    added = [_key(r, level) for r, level in after.items() if before.get(r) != level]
    dropped = [_key(r, level) for r, level in before.items() if after.get(r) != level]
    if not added and not dropped:
        return para(_("The same portfolio as in the case as opened."), "faint")
    return para(_("Against the case as opened: %(moves)s") % {"moves": names.moves(added, dropped)}, "")


def _key(roadmap: str, level: str) -> str:
    return roadmap if level == "full" else f"{roadmap}:{level}"


def funded_table(names: Names, decision: Decision, base: Decision | None) -> Html:
    """Who is funded, by rank; new ones marked, and those that fell out below."""
    page, _ = names.page, names.page._
    ranks = decision.situation.ranking.by_id
    before = {one.roadmap: one for one in base.selected} if base and base.selection is not None else None
    inside = sorted(decision.selected, key=lambda one: ranks[one.roadmap].rank)
    rows: list[list[object]] = []
    marks = []
    for one in inside:
        new = before is not None and one.roadmap not in before
        old = before.get(one.roadmap) if before else None
        chips: list[object] = []
        if one.level != "full" or (old and old.level != one.level):
            chips.append(tag("span", _("full") if one.level == "full" else one.level, css="chip"))
        if new:
            chips.append(tag("span", _("+ new"), css="chip new"))
        rows.append(
            [
                ranks[one.roadmap].rank,
                joined(names.roadmap(one.roadmap), " ", *chips),
                page.number(one.score, 3),
                names.amount(one.public),
            ]
        )
        marks.append("new" if new else "")
    now = {one.roadmap for one in inside}
    for roadmap in before or {}:
        if roadmap in now:
            continue
        gone = tag("span", _("− out"), css="chip gone")
        rank = ranks[roadmap].rank if roadmap in ranks else "–"
        rows.append([rank, joined(tag("span", names.roadmap(roadmap), css="name"), " ", gone), "", ""])
        marks.append("gone")
    columns = [Column(_("Rank"), True), Column(_("Roadmap")), Column(_("Score"), True), Column(_("Public money"), True)]
    return joined(heading(_("Funded"), _adding_up(names)), table(columns, rows, marks=marks))


def _adding_up(names: Names) -> str:
    """What the value of a portfolio is made of, by what a funded roadmap counts for."""
    _, objective = names.page._, names.case.settings.objective
    if str(objective.basis) == "amount":
        return _("value: each score times its public money, and what they bring together")
    if str(objective.success) == "expected":
        return _("value: each score times its chance of success, and what they bring together")
    return _("value: their scores added up, and what they bring together")


def money_by_year(names: Names, decision: Decision) -> Html:
    """Money by year against the budget."""
    _ = names.page._
    rows: list[list[object]] = []
    limits = maxima(names)
    so_far = Decimal(0)
    for year, amount in decision.spend.by_year.items():
        so_far += amount
        limit = limits.get((str(year), ""))
        rows.append(_year(names, str(year), amount, so_far if limit is not None and limit.since else amount, limit))
    rows.append(_year(names, _("total"), decision.spend.total, decision.spend.total, limits.get(("total", ""))))
    for purse, amount in decision.spend.by_instrument.items():
        if purse:
            rows.append(_year(names, purse, amount, amount, limits.get(("total", purse))))
    columns = [Column(""), Column(_("Spent"), True), Column(_("Available"), True), Column(_("Used"))]
    unit = _("public money, after savings")
    marks = ["strong" if row[0] == _("total") else "" for row in rows]
    return joined(heading(_("Money by year"), unit), table(columns, rows, marks=marks))


def _year(names: Names, said: str, amount: Any, counted: Any, limit: Any) -> list[object]:
    if limit is None:
        return [said, names.amount(amount), "–", ""]
    most = Decimal(limit.amount.numerator) / Decimal(limit.amount.denominator) / 10**names.case.decimals
    share = float(counted / most) if most else 0.0
    return [
        said,
        names.amount(amount),
        names.amount(most),
        bar(share, names.page.percent(share), tone="over" * (share > 1)),
    ]


def shares(names: Names, decision: Decision) -> Html:
    """Shares of the public money by domain and by risk, with a tick where a rule sets a limit."""
    from optimizer.questions.overview import shares as shared_out

    _, page = names.page._, names.page
    parts: list[object] = []
    for attribute, said in (("domain", _("By domain")), ("risk", _("By risk"))):
        found = shared_out(names.case, decision.selected, attribute)
        if not found:
            continue
        rows = []
        for share in found:
            limit = "" if share.max is None else f"≤ {page.percent(share.max)}"
            if share.min is not None:
                least = f"≥ {page.percent(share.min)}"
                limit = f"{least}, {limit}" if limit else least
            tick = None if share.max is None else float(share.max)
            rows.append([share.value, share.count, bar(float(share.share), page.percent(share.share, 1), tick), limit])
        columns = [Column(""), Column(_("Roadmaps"), True), Column(_("Public money")), Column(_("Limit"), True)]
        parts += [heading(said, _("share of the public money, before savings")), table(columns, rows)]
    return joined(*parts)


def rules(names: Names, decision: Decision) -> Html:
    """Every rule and budget row in words, and what the portfolio comes to."""
    _ = names.page._
    rows = []
    marks = []
    for kept in decision.rules:
        said = upper(kept.condition.sentence(names.case, names.page.lang))
        now = "–" if kept.figure is None else kept.condition.reached(names.case, kept.figure, names.page.lang)
        tight = kept.tight and bool(kept.condition.sides())
        rows.append([said, now, _("at its limit") if tight else _("✓ kept")])
        marks.append("strong" if tight else "")
    return table([Column(_("Rule")), Column(_("Now"), True), Column("")], rows, marks=marks)


def following(names: Names, decision: Decision) -> Html:
    """Who comes next in the ranking, and what keeps each out."""
    _, page = names.page._, names.page
    rows = []
    for one in decision.missed:
        why = [names.condition(o.id) for o in one.obstacles]
        said: object = tag("ul", *(tag("li", w) for w in why)) if why else _("it would add nothing to the value")
        rows.append([one.rank, names.roadmap(one.roadmap), page.number(one.score, 3), said])
    columns = [
        Column("#", True),
        Column(_("Roadmap")),
        Column(_("Score"), True),
        Column(_("What it would break, beside the others")),
    ]
    return table(columns, rows) if rows else para(_("Every eligible roadmap is funded."), "faint")
