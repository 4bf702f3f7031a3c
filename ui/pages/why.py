"""Why: one roadmap, its scores beside the others, what evaluators said, why it is in or out, what it would take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import show
from ui.markup import Column, bar, bullets, heading, para, table

if TYPE_CHECKING:
    from optimizer.situation import Situation
    from optimizer.terminal.naming import Names


def show_page() -> None:
    """The page."""
    _, _n = show.words()
    show.title(_("Why"), _("One roadmap: why it is in or out, and what it would have taken."))
    if not show.ready():
        return
    one = show.session()
    situation = one.situation(one.trial)
    names = show.names()
    ids = [entry.roadmap for entry in situation.ranking.entries]
    state = f"why-{one.opened}"
    if st.session_state.get(state) not in ids:
        st.session_state[state] = ids[0]
    chosen = st.selectbox(
        _("Roadmap"), ids, key=state, format_func=lambda id: f"{situation.ranking.by_id[id].rank}. {names.roadmap(id)}"
    )
    _explained(names, str(chosen))
    _scores(names, situation, str(chosen))


def _explained(names: Names, roadmap: str) -> None:
    from optimizer.questions.explain import explain

    _, page = names.page._, names.page
    found = show.ask(
        f"explain {roadmap}", lambda s, p: explain(s, roadmap, progress=p), _("Asking what would have changed it")
    )
    if found is None:
        return
    if found.funded:
        level = "" if found.level == "full" else f" ({found.level})"
        verdict = para(_("✓ Funded") + level, "big good")
    elif found.eligible:
        verdict = para(_("○ Eligible, not funded"), "big warn")
    else:
        verdict = para(_("✗ Not eligible"), "big bad")
    parts: list[object] = [verdict, bullets(found.reasons(page.lang))]
    if found.binding:
        parts += [heading(_("Rules that decide"), _("without any one of them it would be otherwise"))]
        parts += [bullets([names.condition(id) for id in found.binding])]
    show.put(*parts)
    needed = {id: value for id, value in found.criterion_needed.items() if value is not None}
    worst = {one.id: one.scale_min if one.maximise else one.scale_max for one in names.case.criteria}
    if found.funded and needed and all(value == worst[id] for id, value in needed.items()):
        show.put(
            heading(_("One criterion alone")), para(_("It would stay funded with the worst score on any one of them."))
        )
    elif needed:
        said = _("Stays funded at") if found.funded else _("Would be funded at")
        rows = [
            [names.criterion(id), page.number(found.criterion_now.get(id)), page.number(value)]
            for id, value in needed.items()
        ]
        show.put(
            heading(_("One criterion alone")),
            table([Column(_("Criterion")), Column(_("Score now"), True), Column(said, True)], rows),
        )


def _scores(names: Names, situation: Situation, roadmap: str) -> None:
    """Its agreed scores beside the mean of all, and what evaluators wrote."""
    _, page = names.page._, names.page
    consensus, unit = situation.consensus, situation.ranking.grid.unit
    at = consensus.roadmaps.index(roadmap)
    entry = situation.ranking.by_id[roadmap]
    rows: list[list[object]] = []
    for k, id in enumerate(consensus.criteria):
        mean = sum(row[k] for row in unit) / len(unit)
        score = page.number(round(float(consensus.score(roadmap, id)), 2))
        rows.append(
            [names.criterion(id), bar(float(unit[at][k]), score, float(mean)), page.percent(entry.contributions[id])]
        )
    columns = [
        Column(_("Criterion")),
        Column(_("Score; the tick is the mean of all")),
        Column(_("Part of its score"), True),
    ]
    show.put(heading(_("Its scores beside the others")), table(columns, rows))
    said = [
        [
            names.criterion(s.criterion),
            s.evaluator or "–",
            "–" if s.score is None else page.number(s.score),
            s.comment or "",
        ]
        for s in names.case.scores
        if s.roadmap == roadmap and s.criterion and (s.comment or s.score is not None)
    ]
    wanted = [row for row in said if row[3]]
    if wanted:
        show.put(
            heading(_("What evaluators wrote")),
            table(
                [Column(_("Criterion")), Column(_("Evaluator")), Column(_("Score"), True), Column(_("Comment"))], wanted
            ),
        )
    with st.expander(_("Every evaluator's score")):
        show.put(
            table(
                [Column(_("Criterion")), Column(_("Evaluator")), Column(_("Score"), True), Column(_("Comment"))], said
            )
        )
