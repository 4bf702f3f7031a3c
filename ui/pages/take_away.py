"""Take away: the documents, the decision as data, the case as it stands, the proof."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import streamlit as st

from ui import outcome, papers, show
from ui.markup import heading, para

if TYPE_CHECKING:
    from optimizer.questions.decide import Decision
    from ui.session import Session


def show_page() -> None:
    """The page."""
    _, _n = show.words()
    show.title(_("Take away"), _("What you decided, to keep, to send and to check."))
    if not show.ready():
        return
    decision = show.decided()
    if decision is None:
        return
    names = show.names()
    one = show.session()
    show.put(outcome.headline(names, decision, None))
    if decision.selection is not None:
        papers.documents(decision)
    left, right = st.columns(2, gap="large")
    with left:
        show.put(heading(_("The decision")))
        st.download_button(
            _("Decision as data (JSON)"), _json(decision), "decision.json", "application/json", key="json"
        )
        if decision.selection is not None:
            _proof(decision)
    with right:
        show.put(heading(_("The case as it stands"), _("with what was changed here")))
        st.download_button(
            _("Case as a workbook (Excel)"), _workbook(one), "case.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", key="workbook",
        )  # fmt: skip
        show.put(para(_("The workbook gives the same decision wherever it is opened with this program."), "faint"))


def _json(decision: Decision) -> str:
    from optimizer.words.plain_json import plain_json

    return str(plain_json(decision.as_dict()))


def _workbook(one: Session) -> bytes:
    from ui.session import in_force

    out = io.BytesIO()
    in_force(one.trial).write_workbook(out)
    return out.getvalue()


def _proof(decision: Decision) -> None:
    """The certificate: written when it is asked for, since it may be large."""
    from optimizer.questions.decide import decide

    _, _n = show.words()
    if st.button(
        _("Write the proof"),
        key="prove",
        help=_("A file with which others check that no portfolio is better, without a solver"),
    ):
        st.session_state["prove"] = True
    if not st.session_state.get("proving") and not st.session_state.get("prove"):
        return
    st.session_state["proving"] = True
    made = show.ask("certificate", lambda s, p: decide(s, certificate=True, progress=p), _("Writing the proof"))
    if made is not None and made.certificate is not None:
        st.download_button(
            _("Proof (certificate)"), made.certificate, "decision.proof", "application/octet-stream", key="proof"
        )
