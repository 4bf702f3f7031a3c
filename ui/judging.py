"""Pairwise judgments as a person makes them: one pair at a time in words, the whole matrix, and what clashes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import streamlit as st

from optimizer.words import N_
from ui import show
from ui.markup import Column, heading, label, para, table, tag

if TYPE_CHECKING:
    from optimizer.situation import Situation
    from optimizer.terminal.naming import Names

#: Saaty's scale in words, by its whole numbers.
SAID = {
    1: N_("equally important"),
    2: N_("slightly more important"),
    3: N_("somewhat more important"),
    4: N_("more important"),
    5: N_("clearly more important"),
    6: N_("much more important"),
    7: N_("very much more important"),
    8: N_("almost extremely more important"),
    9: N_("extremely more important"),
}
#: Above this a member's judgments are worth another look (Saaty).
ENOUGH = 0.10
STEPS = [*(Fraction(k) for k in range(9, 1, -1)), *(Fraction(1, k) for k in range(1, 10))]


def spoken(a: str, b: str, value: Fraction, lang: str) -> str:
    """A judgment as a sentence."""
    from optimizer.words import translator

    _ = translator(lang)
    if value < 1:
        a, b, value = b, a, 1 / value
    nearest = min(SAID, key=lambda k: abs(k - value))
    if nearest == 1:
        return _("%(a)s and %(b)s are equally important") % {"a": a, "b": b}
    return _("%(a)s is %(more)s than %(b)s") % {"a": a, "b": b, "more": _(SAID[nearest])}


def editor(names: Names, situation: Situation) -> None:
    """The controls for judgments: whose, one pair, the matrix, consistency."""
    _, _n = show.words()
    one = show.session()
    members = situation.weights.members
    if not members:
        return
    _whose(situation, members)
    state = f"member-{one.opened}"
    ids = list(members)
    if st.session_state.get(state) not in ids:
        st.session_state[state] = ids[0]
    member = st.selectbox(_("Judgments of"), ids, key=state, format_func=lambda m: m or _("one member"))
    mine = members[member]
    _consistency(names, mine, situation)
    _pair(names, mine)
    with st.expander(_("The whole matrix")):
        show.put(matrix(names, mine))


def _whose(situation: Situation, members: Any) -> None:
    """The group's weights, or those of one member alone."""
    _, _n = show.words()
    one = show.session()
    state = f"whose-{one.opened}"
    st.session_state[state] = situation.case.settings.weights.member or ""
    st.selectbox(
        _("Weights in force"), ["", *members], key=state,
        format_func=lambda m: m or _("all members together"),
        on_change=show.take, args=("weights.member", state, lambda said: said or None),
    )  # fmt: skip


def _consistency(names: Names, mine: Any, situation: Situation) -> None:
    """How far the judgments contradict themselves, which ones clash, and the change that mends them."""
    _, _n = show.words()
    ratio = names.page.number(mine.ratio, 3)
    fine = mine.ratio <= ENOUGH
    said = (
        _("✓ Consistency ratio %(ratio)s: consistent enough.")
        if fine
        else _("! Consistency ratio %(ratio)s: above 0.10, worth another look.")
    )
    parts: list[object] = [para(said % {"ratio": ratio}, "good" if fine else "warn")]
    triad = mine.triad
    if triad is not None and not fine:
        a, b, c = (names.criterion(id) for id in triad.criteria)
        ab, bc, ac = triad.judgments
        lang = show.lang()
        parts.append(para(_("These three judgments clash most:")))
        parts.append(
            tag("ul", *(tag("li", spoken(x, y, v, lang)) for x, y, v in ((a, b, ab), (b, c, bc), (a, c, ac))), css="sh")
        )
    show.put(*parts)
    mend = mine.repair
    if mend is not None:
        said = _("Smallest change that mends it: %(judgment)s") % {
            "judgment": spoken(names.criterion(mend.a), names.criterion(mend.b), mend.after, show.lang())
        }
        st.button(
            label(said), key=f"mend-{mine.member}", on_click=judge, args=(mine.member, mend.a, mend.b, mend.after),
            icon=":material/build:",
        )  # fmt: skip


def _pair(names: Names, mine: Any) -> None:
    """One pair at a time, in words."""
    _, _n = show.words()
    one = show.session()
    ids = list(mine.weights)
    pairs = [(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]]
    state = f"pair-{one.opened}-{mine.member}"
    at = int(st.session_state.get(state, 0)) % len(pairs)
    show.put(heading(_("One pair at a time"), _("pair %(n)s of %(of)s") % {"n": at + 1, "of": len(pairs)}))
    a, b = pairs[at]
    i, j = ids.index(a), ids.index(b)
    now = mine.judged.get((i, j))
    options = [_choice(step, _) for step in STEPS]
    show.put(para(f"① {names.criterion(a)}"), para(f"② {names.criterion(b)}"))
    key = f"judge-{one.opened}-{mine.member}-{a}-{b}"
    if now is None:
        show.put(para(_("Not judged yet; the gap is filled from the other judgments."), "faint"))
    place = min(range(len(STEPS)), key=lambda k: abs(float(STEPS[k]) - float(now if now is not None else 1)))
    st.session_state[key] = options[place]
    st.selectbox(
        _("Which counts more?"), options, key=key,
        on_change=lambda: judge(mine.member, a, b, STEPS[options.index(st.session_state[key])]),
    )  # fmt: skip
    left, right = st.columns(2)
    left.button(_("◀ Previous pair"), key=f"{state}-back", on_click=_turn, args=(state, at - 1), width="stretch")
    right.button(_("Next pair ▶"), key=f"{state}-on", on_click=_turn, args=(state, at + 1), width="stretch")


def _choice(value: Fraction, _: Any) -> str:
    """A step of the scale in words, of the first of two against the second."""
    if value == 1:
        return str(_(SAID[1]))
    first = value > 1
    return f"{'①' if first else '②'} {_(SAID[int(value if first else 1 / value)])}"


def _turn(state: str, at: int) -> None:
    st.session_state[state] = at


def judge(member: str, a: str, b: str, value: Fraction) -> None:
    """Write one judgment into the trial's table, in place of what the member said of the pair."""
    one = show.session()
    rows = one.trial.tables.tables["judgments"].records()
    kept = []
    weight = ""
    for row in rows:
        mine = row.get("member", "").strip() == member
        weight = row.get("weight", "") if mine and row.get("weight", "").strip() else weight
        if not (mine and {row.get("a", "").strip(), row.get("b", "").strip()} == {a, b}):
            kept.append(row)
    kept.append({"member": member, "a": a, "b": b, "value": str(value), "weight": weight})
    one.rewrite("judgments", kept)


def matrix(names: Names, mine: Any) -> Any:
    """A member's whole matrix; filled gaps are marked."""
    ids = list(mine.weights)
    gaps = {frozenset(gap) for gap in mine.gaps}
    columns = [Column(""), *(Column(str(k + 1), True) for k in range(len(ids)))]
    rows: list[list[object]] = []
    for i, id in enumerate(ids):
        cells: list[object] = [f"{i + 1}. {names.criterion(id)}"]
        for j in range(len(ids)):
            value = float(mine.matrix[i][j])
            shown = names.page.number(round(value, 2)) if value >= 1 else f"1/{names.page.number(round(1 / value, 2))}"
            cells.append(tag("span", f"({shown})", css="faint") if frozenset((i, j)) in gaps else shown)
        rows.append(cells)
    return table(columns, rows)
