"""Weights: what each criterion counts for, by every method, with the portfolio moving beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import streamlit as st

from optimizer.terminal.naming import upper
from optimizer.terminal.weights import METHODS
from ui import judging, outcome, show
from ui.markup import Column, Html, bar, heading, label, para, table
from ui.sliders import sliders

if TYPE_CHECKING:
    from optimizer.questions.decide import Decision
    from optimizer.situation import Situation
    from optimizer.terminal.naming import Names

#: The methods in the order in which they are offered.
ORDER = ("ahp", "direct", "equal", "roc", "swing", "bwm", "entropy", "critic", "merec")


def show_page() -> None:
    """The page."""
    _, _n = show.words()
    show.title(_("Weights"), _("What each criterion counts for. Move a weight: the portfolio follows."))
    if show.ready():
        _all()


@st.fragment
def _all() -> None:
    _, _n = show.words()
    one = show.session()
    left, right = st.columns([1, 1.35], gap="large")
    with left:
        _method()
    situation = one.situation(one.trial)
    with left:
        show.refused()
        _editor(situation)
    with right:
        decision = show.decided()
        if decision is None:
            return
        base = show.decided(one.base, "base") if one.base != one.trial else decision
        names = show.names()
        show.put(outcome.headline(names, decision, base), weights_table(names, decision.situation, base))
        if decision.selection is not None:
            show.put(outcome.funded_table(names, decision, base))
        _members(names, decision.situation)


def weights_table(names: Names, situation: Situation, base: Decision | None) -> Html:
    """Each criterion's weight as a bar, with what it was in the case as opened."""
    _ = names.page._
    values = situation.weights.values
    before = dict(base.weights) if base is not None else {}
    largest = float(max(values.values(), default=0)) or 1.0
    rows: list[list[object]] = []
    for id, weight in values.items():
        was = before.get(id)
        moved = "" if was is None or was == weight else names.page.percent(was, 1)
        rows.append([names.criterion(id), bar(float(weight) / largest, names.page.percent(weight, 1)), moved])
    columns = [Column(_("Criterion")), Column(_("Weight")), Column(_("was"), True)]
    return Html(heading(_("Weights")) + table(columns, rows))


def _method() -> None:
    """How the weights come about."""
    _, _n = show.words()
    one = show.session()
    case = one.case(one.trial)
    offered = [m for m in ORDER if m != "ahp" or case.judgments]
    state = f"method-{one.opened}"
    st.session_state[state] = str(case.settings.weights.method)
    st.selectbox(
        _("How the weights come about"), offered, key=state, format_func=lambda m: upper(_(METHODS[m])),
        on_change=lambda: _choose(str(st.session_state[state])),
    )  # fmt: skip
    if st.session_state[state] != "direct":
        st.button(
            _("Move the weights by hand"), key="by-hand", on_click=_choose, args=("direct",),
            help=_("A slider for each criterion, beginning from the weights in force. Undo takes it back."),
        )  # fmt: skip


def _choose(method: str) -> None:
    """Take another method, beginning from the weights in force."""
    one = show.session()
    weights = one.situation(one.trial).weights.values
    ranked = sorted(weights, key=lambda id: -weights[id])
    changes: dict[str, Any] = {"weights.method": method}
    if method in ("direct", "swing"):
        top = max(weights.values()) or Decimal(1)
        scaled = {id: str(w) for id, w in weights.items()}
        if method == "swing":
            scaled = {id: str(round(w / top * 100)) for id, w in weights.items()}
        changes["weights.values"] = scaled
    elif method == "roc":
        changes["weights.order"] = ranked
    elif method == "bwm":
        best, worst = ranked[0], ranked[-1]
        steps = _steps(weights, best)
        changes |= {"weights.best": best, "weights.worst": worst, "weights.best_to_others": steps}
        most = max(steps.values())
        changes["weights.others_to_worst"] = {id: max(1, round(most / step)) for id, step in steps.items()}
    one.set(changes)
    _forget()


def _steps(weights: Any, best: str) -> dict[str, int]:
    return {id: max(1, min(9, round(float(weights[best] / w)) if w else 9)) for id, w in weights.items()}


def _forget() -> None:
    """Let sliders start from the weights in force again."""
    for key in [key for key in st.session_state if str(key).startswith("w-")]:
        del st.session_state[key]


def _editor(situation: Situation) -> None:
    """The controls of the method in force."""
    _, _n = show.words()
    method = situation.weights.method
    names = show.names()
    if method == "direct":
        sliders(names, situation)
    elif method == "ahp":
        judging.editor(names, situation)
    elif method == "roc":
        _order(names, situation)
    elif method == "swing":
        _swing(names, situation)
    elif method == "bwm":
        _best_worst(names, situation)
    elif method == "equal":
        show.put(para(_("All criteria count alike."), "faint"))
    else:
        show.put(para(_("These weights follow from the scores alone; there is nothing to set."), "faint"))


def _order(names: Names, situation: Situation) -> None:
    """The criteria in order of importance, each moved up with one click."""
    _, _n = show.words()
    one = show.session()
    show.put(para(_("Most important first. ▲ moves a criterion up."), "faint"))
    order = list(situation.case.settings.weights.order)
    for place, id in enumerate(order):
        left, right = st.columns([1, 8], vertical_alignment="center")
        if place:
            left.button(
                "▲", key=f"up-{one.opened}-{place}", on_click=_up, args=(order, place), help=label(names.criterion(id))
            )
        with right:
            show.put(para(f"{place + 1}. {names.criterion(id)}"))


def _up(order: list[str], place: int) -> None:
    changed = [*order[: place - 1], order[place], order[place - 1], *order[place + 1 :]]
    show.session().set({"weights.order": changed})


def _swing(names: Names, situation: Situation) -> None:
    """How much a swing from worst to best on each criterion is worth, the most important one being 100."""
    _, _n = show.words()
    one = show.session()
    show.put(
        para(_("100 for the criterion whose step from worst to best matters most; the others beside it."), "faint")
    )
    for id, value in situation.case.settings.weights.values.items():
        state = f"w-s-{one.opened}-{id}"
        st.session_state[state] = int(min(100, round(value)))
        st.slider(label(names.criterion(id)), 0, 100, key=state, on_change=_swung, args=(id, state))


def _swung(id: str, state: str) -> None:
    one = show.session()
    values = {key: str(v) for key, v in one.case(one.trial).settings.weights.values.items()}
    one.set({"weights.values": {**values, id: str(st.session_state[state])}})


def _best_worst(names: Names, situation: Situation) -> None:
    """The best-worst method: two criteria named, every other one compared with both."""
    _, _n = show.words()
    one = show.session()
    settings = situation.case.settings.weights
    ids = list(situation.weights.values)
    for key, said in (("best", _("The most important criterion")), ("worst", _("The least important criterion"))):
        state = f"w-{key}-{one.opened}"
        st.session_state[state] = getattr(settings, key)
        st.selectbox(said, ids, key=state, format_func=names.criterion, on_change=_named, args=(key, state))
    for key, said in (
        ("best_to_others", _("How many times as important the best one is as …")),
        ("others_to_worst", _("How many times as important as the least important one is …")),
    ):
        show.put(heading(said, _("1 is equal, 9 is extremely more")))
        skip = settings.best if key == "best_to_others" else settings.worst
        for id, value in getattr(settings, key).items():
            if id == skip:
                continue
            state = f"w-{key}-{one.opened}-{id}"
            st.session_state[state] = max(1, min(9, round(value)))
            st.slider(label(names.criterion(id)), 1, 9, key=state, on_change=_compared, args=(key, id, state))


def _named(key: str, state: str) -> None:
    one = show.session()
    changes: dict[str, Any] = {f"weights.{key}": st.session_state[state]}
    group = "best_to_others" if key == "best" else "others_to_worst"
    now = {k: str(v) for k, v in getattr(one.case(one.trial).settings.weights, group).items()}
    changes[f"weights.{group}"] = {**now, st.session_state[state]: "1"}
    one.set(changes)


def _compared(key: str, id: str, state: str) -> None:
    one = show.session()
    now = {k: str(v) for k, v in getattr(one.case(one.trial).settings.weights, key).items()}
    one.set({f"weights.{key}": {**now, id: str(st.session_state[state])}})


def _members(names: Names, situation: Situation) -> None:
    """Each member's own weights beside the group's."""
    _, _n = show.words()
    members = situation.weights.members
    if not members:
        return
    columns = [
        Column(_("Criterion")),
        *(Column(name or _("one member"), True) for name in members),
        Column(_("in force"), True),
    ]
    rows = [
        [
            names.criterion(id),
            *(names.page.percent(m.weights[id], 1) for m in members.values()),
            names.page.percent(w, 1),
        ]
        for id, w in situation.weights.values.items()
    ]
    with st.expander(_("Each member's own weights")):
        show.put(table(columns, rows))
