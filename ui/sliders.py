"""Weights moved by hand: a slider for each criterion, the others sharing out the rest in proportion.

A hand is faster than a page: while an answer is on its way, the browser still shows, and sends again with the next
move, where the other sliders stood before. Such an echo is no move of theirs and is not taken for one.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from decimal import Decimal
from fractions import Fraction
from time import monotonic
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import show
from ui.markup import label, para

if TYPE_CHECKING:
    from optimizer.situation import Situation
    from optimizer.terminal.naming import Names

#: So long the browser may send again where a slider stood before the page moved it, in seconds.
ECHO = 4.0


def sliders(names: Names, situation: Situation) -> None:
    """The sliders, at the weights in force."""
    _, _n = show.words()
    show.put(para(_("Move one; the others share out the rest in proportion."), "faint"))
    one = show.session()
    for id, weight in situation.weights.values.items():
        state = f"w-{one.opened}-{id}"
        _place(st.session_state, state, float(round(weight * 100, 1)))
        st.slider(
            label(names.criterion(id)), 0.0, 100.0, step=0.5, key=state, format="%.1f %%",
            on_change=_move, args=(id, state),
        )  # fmt: skip


def _place(state: MutableMapping[Any, Any], slider: str, at: float) -> None:
    """Move a slider, and remember where it stood; one that the hand holds is left where it is."""
    before = state.get(slider)
    if before == at:
        return
    state[slider] = at
    if before is not None:
        now = monotonic()
        stood = [one for one in state.get("stood", ()) if now - one[2] < ECHO]
        state["stood"] = [*stood, (slider, before, now)]


def _echo(state: MutableMapping[Any, Any], slider: str) -> bool:
    """Whether what a slider says is where it stood a moment ago, before the page moved it."""
    now, said = monotonic(), state[slider]
    stood = [at for which, at, when in state.get("stood", ()) if which == slider and now - when < ECHO]
    return state.get("held") != slider and said in stood


def _move(id: str, state: str) -> None:
    """One weight moved, the others in proportion."""
    from optimizer.questions.sensitivity import moved

    if _echo(st.session_state, state):
        return
    st.session_state["held"] = state
    one = show.session()
    now = one.situation(one.trial).weights
    ids = list(now.values)
    target = Fraction(str(st.session_state[state])) / 100
    found = moved(list(now.fractions), ids.index(id), target)
    values = {
        key: format(Decimal(w.numerator) / Decimal(w.denominator), ".9f") for key, w in zip(ids, found, strict=True)
    }
    one.set({"weights.method": "direct", "weights.values": values})
