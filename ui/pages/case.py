"""Case: open one, mend it, see at a glance what is asked and what is there."""

from __future__ import annotations

import io
from typing import Any

import streamlit as st

from optimizer.case.faults import CaseError
from ui import show
from ui.markup import Column, Html, bar, heading, joined, label, para, table
from ui.session import in_force

#: No upload may be larger than this many bytes.
LARGEST = 64 * 2**20


def show_page() -> None:
    """The page."""
    _, _n = show.words()
    show.title(_("Case"), _("What is asked, and what there is to give."))
    _opening()
    one = show.session()
    if one.empty:
        show.refused()
        show.put(para(_("Open one of the cases, send a workbook, or start an empty one."), "faint"))
        return
    if one.faults:
        _faulty()
    else:
        show.refused()
        _glance()
    _tables()
    if one.ready:
        _download()


def _opening() -> None:
    """Open a case: one that lies here, one that is sent, an empty one."""
    from ui.opening import blank, cases, read_place

    _, _n = show.words()
    one = show.session()
    with st.expander(_("Open another case"), expanded=one.empty):
        a, b, c = st.columns(3, gap="large")
        with a:
            here = cases()
            chosen = st.selectbox(_("A case that lies here"), list(here), key="case-here")
            if st.button(_("Open"), key="open-here", disabled=not here) and chosen:
                _taken(lambda: one.open(read_place(here[chosen]), chosen, here[chosen]))
        with b:
            sent = st.file_uploader(
                _("A workbook (.xlsx), or a .zip of tables"), type=["xlsx", "zip"], key="sent", max_upload_size=64
            )
            if sent is not None and st.session_state.get("sent-id") != sent.file_id:
                st.session_state["sent-id"] = sent.file_id
                _taken(lambda: _receive(sent))
        with c:
            if st.button(_("Start an empty case"), key="open-blank"):
                _taken(lambda: one.open(blank(one.folder), _("new case")))


def _receive(sent: Any) -> None:
    """Read what was sent, in memory; nothing of it is written to the disk."""
    from optimizer.case.load import read_bytes

    one = show.session()
    one.open(read_bytes(sent.getvalue(), sent.name), sent.name)


def _taken(open_: Any) -> None:
    try:
        open_()
    except CaseError as error:
        show.put(show.faults(error.faults))
        return
    st.rerun()


def _faulty() -> None:
    """Every fault at its place."""
    _, _n = show.words()
    one = show.session()
    count = _n("%(n)s fault to mend", "%(n)s faults to mend", len(one.faults)) % {"n": len(one.faults)}
    show.put(
        para("✗ " + count, "big bad"), para(_("Mend them in the tables below; they are checked as you type."), "faint")
    )
    show.put(show.faults(one.faults))


def _glance() -> None:
    """What is asked, what is available by year, by domain and by risk."""
    from optimizer.questions.overview import asked_by, asked_by_year

    _, _n = show.words()
    one = show.session()
    case = one.case(one.trial)
    names = show.names()
    page = names.page
    years = asked_by_year(case)
    evaluators = {s.evaluator for s in case.scores}
    asked = sum((y.amount for y in years), start=type(years[0].amount)(0) if years else 0)
    available = sum((y.available for y in years if y.available is not None), start=0)
    facts = [
        _n("%(n)s roadmap", "%(n)s roadmaps", len(case.admissible)) % {"n": len(case.admissible)},
        _n("%(n)s criterion", "%(n)s criteria", len(case.criteria)) % {"n": len(case.criteria)},
        _n("%(n)s evaluator", "%(n)s evaluators", len(evaluators)) % {"n": len(evaluators)},
        _n("%(n)s rule", "%(n)s rules", len(case.rules)) % {"n": len(case.rules)},
    ]
    parts: list[object] = [para(case.settings.title, "big"), para(" · ".join(facts))]
    if years and available:
        said = _("Asked: %(asked)s. Available: %(available)s.")
        parts.append(para(said % {"asked": names.money(asked), "available": names.money(available)}, "big"))
    if case.settings.description:
        parts.append(para(case.settings.description, "faint"))
    columns = [
        Column(""),
        Column(_("Asked"), True),
        Column(_("Available"), True),
        Column(_("Available, of what is asked")),
    ]
    rows = []
    for year in years:
        share = float(year.available / year.amount) if year.available is not None and year.amount else None
        shown: object = "–" if share is None else bar(share, page.percent(share))
        rows.append(
            [
                _("all years") if year.name == "0" else year.name,
                names.amount(year.amount),
                "–" if year.available is None else names.amount(year.available),
                shown,
            ]
        )
    left = joined(heading(_("By year"), _("public money, every roadmap in full")), table(columns, rows))
    right: list[object] = []
    for attribute, said in (("domain", _("By domain")), ("risk", _("By risk"))):
        found = asked_by(case, attribute)
        if not found:
            continue
        most = max((one_.amount for one_ in found), default=0) or 1
        lines = [[f.name, f.count, bar(float(f.amount / most), names.amount(f.amount), tone="pale")] for f in found]
        right += [heading(said), table([Column(""), Column(_("Roadmaps"), True), Column(_("Asked"))], lines)]
    show.put(*parts, Html('<div class="cols"><div>'), left, Html("</div><div>"), *right, Html("</div></div>"))
    if case.warnings:
        with st.expander(_("Worth a look (%(n)s)") % {"n": len(case.warnings)}):
            for warning in case.warnings:
                show.put(para(warning))


def _tables() -> None:
    """Every table, edited in place and checked as one types."""
    from optimizer.case.rows import TABLES

    _, _n = show.words()
    one = show.session()
    there = one.trial.tables.tables
    with st.expander(_("The tables"), expanded=bool(one.faults)):
        faulty = [name for name in ("case", *TABLES) if any(f.table == name for f in one.faults)]
        known = ["case", *TABLES]
        state = f"table-{one.opened}"
        if st.session_state.get(state) not in known:
            st.session_state[state] = faulty[0] if faulty else "roadmaps"
        name = st.selectbox(
            _("Table"), known, key=state,
            format_func=lambda n: f"✗ {n}" if n in faulty else f"{n} ({len(there[n])})" if n in there else n,
        )  # fmt: skip
        _editor(str(name))


def _editor(name: str) -> None:
    """One table; it keeps what it began from while it is edited, so that nothing jumps."""
    import pandas as pd

    _, _n = show.words()
    one = show.session()
    key = f"edit-{one.opened}-{name}-{show.lang()}"
    begun = st.session_state.get("begun")
    written = one.trial.tables
    if begun is None or begun[0] != key or (begun[2] is not written and begun[3] is not written):
        header, rows = _rows(name)
        frame = pd.DataFrame(rows, columns=header, dtype=str)
        begun = (f"{key}", frame, written, written)
        st.session_state["begun"] = begun
        st.session_state["begun-no"] = st.session_state.get("begun-no", 0) + 1
    edited = st.data_editor(
        begun[1], key=f"{key}-{st.session_state['begun-no']}", num_rows="dynamic", width="stretch", hide_index=True,
        column_config={c: st.column_config.TextColumn(label(c)) for c in begun[1].columns},
    )  # fmt: skip
    now = [{str(c): "" if pd.isna(v) else str(v) for c, v in row.items()} for row in edited.to_dict("records")]
    before = [dict(zip(*pair, strict=True)) for pair in ((_rows(name)[0], row) for row in _rows(name)[1])]
    if now != before:
        one.mend(_rewritten(name, list(begun[1].columns), now))
        st.session_state["begun"] = (begun[0], begun[1], begun[2], one.trial.tables)
        st.rerun()


def _rows(name: str) -> tuple[list[str], list[list[str]]]:
    """A table's columns, those that the format knows and that are missing among them, and its rows."""
    from optimizer.case.rows import TABLES
    from optimizer.case.writing import settings_rows

    one = show.session()
    if name == "case":
        return ["key", "value"], [list(pair) for pair in settings_rows(one.trial.tables.settings)]
    held = one.trial.tables.tables.get(name)
    if held is None:
        return list(TABLES[name].model_fields), []
    return list(held.columns), [list(row) for row in zip(*held.columns.values(), strict=True)]


def _rewritten(name: str, columns: list[str], rows: list[dict[str, str]]) -> Any:
    """The trial's tables with one of them as it was edited."""
    from optimizer.case.layers import flatten
    from optimizer.case.tables import Tables, text_table

    one = show.session()
    tables = one.trial.tables
    faults = tuple(fault for fault in tables.faults if fault.table != name)
    if name == "case":
        entries = [
            entry for row in rows if row["key"].strip() for entry in flatten({row["key"].strip(): row["value"]}, "case")
        ]
        return Tables(tables.tables, tuple(entries), faults)
    others = dict(tables.tables)
    others[name] = text_table(name, (columns, [[row[c] for c in columns] for row in rows]))
    return Tables(others, tables.settings, faults)


def _download() -> None:
    _, _n = show.words()
    one = show.session()
    out = io.BytesIO()
    in_force(one.trial).write_workbook(out)
    st.download_button(
        _("Download as a workbook"), out.getvalue(), "case.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", key="case-workbook",
    )  # fmt: skip
