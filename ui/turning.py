"""What can be turned beside the portfolio: each budget, each rule with its price, roadmaps forced in or out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import streamlit as st

from optimizer.terminal.naming import Names, upper
from ui import show
from ui.markup import label

if TYPE_CHECKING:
    from optimizer.case.model import Rule


def controls() -> None:
    """Budgets, rules and forced roadmaps."""
    _, _n = show.words()
    one = show.session()
    case = one.case(one.trial)
    names = show.names()
    with st.expander(_("Budgets"), expanded=True):
        factor = float(case.settings.budget.factor) * 100
        _factor(_, factor)
        places = st.columns(2)
        for number, row in enumerate(row for row in case.budget if row.max is not None):
            with places[number % 2]:
                _budget(_, number, row)
    with st.expander(_("Rules"), expanded=True):
        off = {rule.id for rule in case.rules_off}
        sources: dict[str, list[Any]] = {}
        for rule in (*case.rules, *case.rules_off):
            sources.setdefault(rule.source, []).append(rule)
        prices = show.known("price")
        for source, rules in sorted(sources.items()):
            _switch(names, source, rules, off, _priced(names, rules, off, prices))
        _price()
    with st.expander(_("Forced in or out")):
        ids = [roadmap.id for roadmap in case.admissible]
        for key, said in (("must", _("In, whatever it costs")), ("never", _("Out, whatever it brings"))):
            state = f"pick-{key}-{one.opened}"
            st.session_state[state] = [id for id in getattr(case.settings, key) if id in ids]
            st.multiselect(
                said, ids, key=state, format_func=names.roadmap, on_change=_force, args=(key, state),
                placeholder=_("Choose roadmaps"),
            )  # fmt: skip


def _factor(_: Any, now: float) -> None:
    state = f"factor-{show.session().opened}"
    st.session_state[state] = round(now)
    st.slider(
        _("All budgets, in per cent of those of the case"), 0, max(200, round(now)), step=5, key=state,
        on_change=show.take, args=("budget.factor", state, lambda said: str(Decimal(said) / 100)),
    )  # fmt: skip


def _budget(_: Any, number: int, row: Any) -> None:
    one = show.session()
    year = _("whole period") if row.year is None else str(row.year)
    said = f"{year} · {row.instrument}" if row.instrument else year
    state = f"budget-{one.opened}-{number}"
    st.session_state[state] = float(row.max)
    st.number_input(
        label(said), min_value=0.0, key=state, step=1.0, format="%.2f", on_change=_move_budget, args=(row, state)
    )


def _move_budget(row: Any, state: str) -> None:
    """Write a budget row's maximum into the trial's table."""
    one = show.session()
    found = one.trial.tables.tables["budget"].records()
    wanted = "total" if row.year is None else str(row.year)
    for record in found:
        same_purse = record.get("instrument", "").strip() == row.instrument
        if record.get("year", "").strip() == wanted and same_purse:
            try:
                record["max"] = format(Decimal(str(st.session_state[state])).normalize(), "f")
            except InvalidOperation:
                return
    one.rewrite("budget", found)


def _price() -> None:
    """Have each rule priced beside the page."""
    from optimizer.questions.price import price

    _, _n = show.words()
    said = _("Pricing each rule")
    show.ask("price", lambda s, p: price(s, steps=False, progress=p), said, patience=0.0)


def _priced(names: Names, rules: list[Any], off: set[str], prices: Any) -> str:
    """What a rule costs, the dearest of those that ``*`` made; nothing while that is not known or it is off."""
    _, _n = show.words()
    if prices is None or all(rule.id in off for rule in rules):
        return ""
    mine = {rule.id for rule in rules}
    most = max((one.value_added for one in prices.prices if one.id in mine), default=None)
    if most is None:
        return ""
    return _("costs nothing") if not most else _("costs %(value)s") % {"value": names.page.number(most, 3)}


def _switch(names: Names, source: str, rules: list[Any], off: set[str], price: str) -> None:
    """One rule's switch; the price beside it, once it is known."""
    one = show.session()
    said = ruled(names, rules)
    state = f"rule-{one.opened}-{source}"
    st.session_state[state] = not all(rule.id in off for rule in rules)
    beside = f" **({label(price)})**" if price else ""
    st.toggle(
        label(said) + beside,
        key=state,
        on_change=_turn,
        args=(source, [r.id for r in rules], state),
        help=label(source),
    )


def ruled(names: Names, rules: Sequence[Rule]) -> str:
    """The sentence of a rule; of one that ``*`` made into several, the first one's, and how many there are."""
    from optimizer.models.conditions import Ruled

    said = upper(Ruled(rules[0]).sentence(names.case, names.page.lang))
    if len(rules) == 1:
        return said
    return names.page._("%(rule)s – and so for each of %(n)s values") % {"rule": said, "n": len(rules)}


def _turn(source: str, ids: list[str], state: str) -> None:
    one = show.session()
    now = [id for id in one.case(one.trial).settings.rules.off if id != source and id not in ids]
    one.set({"rules.off": now if st.session_state[state] else [*now, source]})


def _force(key: str, state: str) -> None:
    show.session().set({key: list(st.session_state[state])})
