"""Portfolio: what is funded, and every rule, roadmap and budget that can be turned while one looks."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from optimizer.reports.proving import shown_proof
from ui import outcome, show, turning
from ui.markup import Column, Html, bullets, heading, joined, para, table

if TYPE_CHECKING:
    from optimizer.questions.assess import Assessment
    from optimizer.questions.decide import Decision
    from optimizer.terminal.naming import Names


def show_page() -> None:
    """The page."""
    _, _n = show.words()
    show.title(_("Portfolio"), _("What would be funded. Turn rules, budgets and roadmaps: the answer follows."))
    if show.ready():
        _all()


@st.fragment
def _all() -> None:
    _, _n = show.words()
    one = show.session()
    left, right = st.columns([1, 2.1], gap="large")
    with left:
        turning.controls()
    with right:
        decision = show.decided()
        if decision is None:
            return
        base = show.decided(one.base, "base") if one.base != one.trial else decision
        names = show.names()
        show.refused()
        if decision.selection is None:
            show.put(outcome.headline(names, decision, base))
            return
        show.put(outcome.headline(names, decision, base))
        with st.expander(_("The proof")):
            if st.toggle(_("Show the proof, case by case"), key="portfolio-proof"):
                _proven()
        show.put(
            Html('<div class="cols wide"><div>'),
            outcome.funded_table(names, decision, base),
            Html("</div><div>"),
            outcome.money_by_year(names, decision),
            outcome.shares(names, decision),
            Html("</div></div>"),
        )
    kinds = [_("Rules and their price"), _("Taken together"), _("What is next"), _("By hand"), _("Reserve list")]
    chosen = st.segmented_control(_("More"), kinds, key="portfolio-more", label_visibility="collapsed")
    if chosen == kinds[0]:
        _prices(names, decision)
    elif chosen == kinds[1]:
        _together(names, decision)
    elif chosen == kinds[2]:
        show.put(outcome.following(names, decision))
    elif chosen == kinds[3]:
        _by_hand(names, decision)
    elif chosen == kinds[4]:
        _reserve(names)


def _proven() -> None:
    """The proof as its checker adds it up: by how many cases, what that means, and the tree of cases."""
    _, _n = show.words()
    lang = show.lang()
    found = show.ask(
        f"proof-{lang}", lambda situation, progress: shown_proof(situation, lang), _("Adding up the proof")
    )
    if found is None:
        return
    if found.svg is None:
        show.put(para(_("There is no proof to show."), "faint"))
        return
    picture = b64encode(found.svg.encode()).decode()
    image = f'<img alt="{escape(found.alt)}" style="max-width:100%" src="data:image/svg+xml;base64,{picture}">'
    show.put(para(found.line, "good"), para(found.meaning), Html(image))


def _prices(names: Names, decision: Decision) -> None:
    """Each rule in words with what it comes to, and what dropping it alone would bring."""
    _, _n = show.words()
    found = show.known("price")
    if found is None:
        show.put(outcome.rules(names, decision))
        return
    page = names.page
    kept = {one.id: one for one in decision.rules}
    rows: list[list[object]] = []
    marks = []
    for one in sorted((*found.prices, *found.forced), key=lambda p: (-p.value_added, p.id)):
        rule = kept.get(one.id)
        now = "–"
        if rule is not None and rule.figure is not None:
            now = rule.condition.reached(names.case, rule.figure, page.lang)
        worth = "+" + page.number(one.value_added, 3) if one.value_added else _("nothing")
        change = names.moves(one.added, one.dropped) if one.value_added else ""
        rows.append([names.condition(one.id), now, worth, change])
        marks.append("strong" if one.value_added else "")
    columns = [Column(_("Rule")), Column(_("Now"), True), Column(_("Price"), True), Column(_("Without it"))]
    said = _("Price: the value that would be added if this rule alone were dropped.")
    show.put(para(said, "faint"), table(columns, rows, marks=marks))


def _together(names: Names, decision: Decision) -> None:
    """Complementarities and overlaps: which the portfolio brings about, and which it misses."""
    from optimizer.reports.charts.network import network

    _, _n = show.words()
    page = names.page
    active = set(decision.synergies)
    funded = {one.roadmap for one in decision.selected}
    rows: list[list[object]] = []
    for synergy in names.case.synergies:
        does = []
        if synergy.value:
            does.append(_("value %(value)s") % {"value": page.number(synergy.value)})
        if synergy.value_share:
            does.append(_("%(share)s of its members' value") % {"share": page.percent(synergy.value_share, 1)})
        if synergy.saving:
            does.append(_("saves %(money)s") % {"money": names.money(synergy.saving)})
        lacking = [m for m in synergy.members if m not in funded]
        state = _("✓ in") if synergy.id in active else _("missed: %(names)s") % {"names": names.listed(lacking)}
        rows.append([names.listed(synergy.members), ", ".join(does), state])
    if not rows:
        show.put(para(_("This case has no complementarities or overlaps."), "faint"))
        return
    columns = [Column(_("Together")), Column(_("Brings")), Column(_("In this portfolio"))]
    nodes = {roadmap.id: names.roadmap(roadmap.id) for roadmap in names.case.roadmaps}
    links = [(s.members, s.id in active) for s in names.case.synergies]
    show.chart(network(nodes, links, funded, show.lang()), table(columns, rows), key="network")


def _by_hand(names: Names, decision: Decision) -> None:
    """A portfolio put together by hand, assessed as one clicks."""
    from optimizer.questions.assess import assess

    _, _n = show.words()
    one = show.session()
    groups = decision.situation.program.groups
    options = decision.situation.program.options
    ids = [options[o].id for group in groups.values() for o in group]
    state = f"hand-{one.opened}"
    if state not in st.session_state:
        st.session_state[state] = [options[o].id for o in decision.selection or ()]
    st.session_state[state] = [id for id in st.session_state[state] if id in ids]
    st.multiselect(_("Your portfolio"), ids, key=state, format_func=names.roadmap)
    mine = tuple(st.session_state[state])
    roadmaps = [id.partition(":")[0] for id in mine]
    if len(set(roadmaps)) < len(roadmaps):
        show.put(para(_("A roadmap is funded at one level: take one of the two out."), "bad"))
        return
    found = show.ask(f"assess {sorted(mine)}", lambda s, p: assess(s, mine), _("Assessing your portfolio"))
    if found is None:
        return
    show.put(_assessed(names, decision, found))


def _assessed(names: Names, decision: Decision, found: Assessment) -> Html:
    """What a portfolio put together by hand is worth, which rules it breaks, and what a decision for it explains."""
    from optimizer.questions.deviation import to_explain

    _, page = names.page._, names.page
    figures = {"value": page.number(found.value, 3), "money": names.money(found.spend)}
    parts: list[object] = [para(_("Worth %(value)s, for %(money)s of public money.") % figures, "big")]
    if found.feasible:
        parts.append(para(_("✓ It keeps every rule."), "good"))
    else:
        parts.append(para(_("✗ It breaks these rules:"), "bad"))
        parts.append(bullets([_broken(names, b) for b in found.broken]))
    if not found.added and not found.dropped:
        return joined(*parts, para(_("It is the best portfolio."), "good"))
    against = names.moves(found.added, found.dropped)
    parts.append(para(_("Against the best: %(moves)s.") % {"moves": against}, "faint"))
    if found.value_lost is not None and found.value_lost < 0:
        more = {"value": page.number(-found.value_lost, 3)}
        said = _("It is worth %(value)s more than the best, since it does not keep the rules.")
        parts.append(para(said % more))
    points = to_explain(decision.situation, found, page.lang, rules=False)
    if points:
        parts += [heading(_("What a decision for it has to explain")), bullets(points)]
    return joined(*parts)


def _broken(names: Names, broken: Any) -> str:
    _, _n = show.words()
    if broken.id.startswith("eligible:"):
        return _("%(name)s is below a threshold") % {"name": names.roadmap(broken.id.partition(":")[2])}
    by = "" if broken.by is None else " – " + _("by %(figure)s") % {"figure": names.page.number(broken.by)}
    return names.condition(broken.id) + by


def _reserve(names: Names) -> None:
    """Who comes in if a funded roadmap withdraws, and the order of the list."""
    from optimizer.questions.reserve import reserve

    _, _n = show.words()
    found = show.ask("reserve", lambda s, p: reserve(s, progress=p), _("Working out the reserve list"))
    if found is None:
        return
    rows = []
    for one in found.reserve:
        who = names.listed(one.added) if one.value is not None else _("the others alone cannot keep the rules")
        rows.append([names.roadmap(one.withdrawn), who, names.page.number(one.value, 3)])
    columns = [Column(_("If this one withdraws")), Column(_("comes in")), Column(_("Value then"), True)]
    order = [[number, names.roadmap(id)] for number, id in enumerate(found.order, 1)]
    show.put(
        Html('<div class="cols even"><div>'), table(columns, rows), Html("</div><div>"),
        table([Column("#", True), Column(_("Order of the reserve list"))], order), Html("</div></div>"),
    )  # fmt: skip
