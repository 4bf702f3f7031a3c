"""What if: the case as opened and the trial side by side, scenarios kept and compared, a link to exactly this view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import keeping, links, outcome, show
from ui.differences import differences
from ui.markup import Column, Html, heading, joined, label, para, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.questions.compare import Comparison
    from optimizer.questions.decide import Decision
    from optimizer.situation import Situation
    from optimizer.terminal.naming import Names


def show_page() -> None:
    """The page."""
    _, _n = show.words()
    show.title(_("What if"), _("The case as opened beside what you are trying. Only differences stand out."))
    if not show.ready():
        return
    show.refused()
    _side_by_side()
    left, right = st.columns(2, gap="large")
    with left:
        _keep()
        _link()
    with right:
        _compare()


def _side_by_side() -> None:
    _, _n = show.words()
    one = show.session()
    base = show.decided(one.base, "base")
    trial = show.decided()
    if base is None or trial is None:
        return
    names = show.names()
    rows = [list(difference) for difference in differences(one, names)]
    if rows:
        columns = [Column(_("What is different")), Column(_("As opened")), Column(_("Trial"))]
        show.put(table(columns, rows))
    else:
        show.put(para(_("Nothing is different yet. Move a weight, a rule or a budget on the other pages."), "faint"))
    show.put(
        Html('<div class="cols even"><div>'), heading(_("As opened")), outcome.headline(names, base, None),
        Html("</div><div>"),
        heading(_("Trial")), outcome.headline(names, trial, base), Html("</div></div>"),
        _roadmaps(names, base, trial),
    )  # fmt: skip


def _roadmaps(names: Names, base: Decision, trial: Decision) -> Html:
    """Roadmaps whose rank or funding differs; the others are only counted."""
    _, page = names.page._, names.page
    old, new = base.situation.ranking.by_id, trial.situation.ranking.by_id
    was = {one.roadmap: one.level for one in base.selected}
    now = {one.roadmap: one.level for one in trial.selected}
    rows: list[list[object]] = []
    marks = []
    for id in sorted({*old, *new}, key=lambda id: (new[id].rank if id in new else 10**6, id)):
        ranks = (old[id].rank if id in old else None, new[id].rank if id in new else None)
        if ranks[0] == ranks[1] and was.get(id) == now.get(id):
            continue
        rows.append([names.roadmap(id), _arrow(*ranks), page.number(old[id].score, 3) if id in old else "–",
                     page.number(new[id].score, 3) if id in new else "–",
                     _level(_, was.get(id)), _level(_, now.get(id))])  # fmt: skip
        marks.append("new" if id in now and id not in was else "gone" if id in was and id not in now else "")
    if not rows:
        return Html("")
    columns = [Column(_("Roadmap")), Column(_("Rank"), True), Column(_("Score as opened"), True),
               Column(_("Score in the trial"), True), Column(_("Funded as opened")),
               Column(_("Funded in the trial"))]  # fmt: skip
    same = len({*old, *new}) - len(rows)
    return joined(
        heading(_("Roadmaps that differ"), _("%(n)s others stay as they are") % {"n": same}),
        table(columns, rows, marks=marks),
    )


def _arrow(before: int | None, after: int | None) -> str:
    return str(after) if before == after else f"{before or '–'} → {after or '–'}"


def _level(_: Any, level: str | None) -> str:
    return "–" if level is None else "✓" if level == "full" else f"✓ {level}"


def _keep() -> None:
    """Save the trial's settings as a scenario."""
    _, _n = show.words()
    one = show.session()
    show.put(heading(_("Save as a scenario"), _("a file beside the case, with these settings alone")))
    if one.tables_changed:
        show.put(
            para(
                _("Changed tables are not part of a scenario: take the workbook away on the page “Take away”."), "warn"
            )
        )
    with st.form("keep", clear_on_submit=False, border=False):
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        name = left.text_input(_("Name of the scenario"), key="scenario-name", max_chars=64)
        if right.form_submit_button(_("Save"), width="stretch"):
            problem = keeping.save(one, name)
            if problem:
                st.error(label(problem))
            else:
                st.success(label(_("Saved: %(name)s") % {"name": name}))
    if one.trial.changes:
        st.download_button(
            _("Download as a file"), keeping.text(one), file_name="scenario.yaml", mime="application/yaml"
        )


def _link() -> None:
    """The address of exactly this view."""
    _, _n = show.words()
    one = show.session()
    show.put(heading(_("A link to this view"), _("for whoever reaches this program")))
    if one.tables_changed or one.place is None:
        show.put(
            para(
                _("Tables were changed or sent, and a link holds settings alone: take the workbook away instead."),
                "warn",
            )
        )
        return
    address = str(getattr(st.context, "url", "") or "").partition("?")[0]
    st.code(f"{address}?view={links.write(one, show.lang())}", language=None, wrap_lines=True)


def _compare() -> None:
    """Open a saved scenario, or compare several."""
    from optimizer.questions.compare import compare

    _, _n = show.words()
    one = show.session()
    show.put(heading(_("Saved scenarios")))
    saved = keeping.saved(one)
    if not saved:
        show.put(para(_("None yet."), "faint"))
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    chosen = left.selectbox(_("Scenario"), list(saved), key="scenario-open")
    if right.button(_("Open"), key="scenario-open-now", width="stretch"):
        problem = keeping.open_(one, saved[chosen])
        if problem:
            st.error(label(problem))
        else:
            st.rerun()
    several = st.multiselect(_("Compare"), list(saved), key="scenario-several", placeholder=_("Choose scenarios"))
    if not several:
        return
    changes = {name: keeping.changes(saved[name]) for name in several}

    def run(base: Situation, progress: Callable[..., None]) -> Comparison:
        return compare(
            base, [(n, base.with_settings(c)) for n, c in changes.items()], name=_("as opened"), progress=progress
        )

    found = show.ask(f"compare {show.lang()} {changes}", run, _("Comparing"), one.base)
    if found is None:
        return
    names = show.names(one.base)
    columns = [Column(""), *(Column(s.name, True) for s in found.scenarios)]
    rows: list[list[object]] = [
        [_("Value"), *(names.page.number(s.value, 3) for s in found.scenarios)],
        [_("Public money"), *(names.amount(s.spend) if s.spend is not None else "–" for s in found.scenarios)],
    ]
    inside = [{id.partition(":")[0] for id in s.selected} for s in found.scenarios]
    rows += [[names.roadmap(id), *("✓" if id in one_ else "–" for one_ in inside)] for id in found.in_some]
    said = _("%(n)s roadmaps are funded under all of them: %(names)s") % {
        "n": len(found.in_all),
        "names": names.listed(found.in_all),
    }
    show.put(table(columns, rows), para(said, "faint"))
