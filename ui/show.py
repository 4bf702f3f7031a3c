"""What every page uses: the session, its words, long questions with progress, charts with the table behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Page
from optimizer.words import plural, translator
from ui import shared
from ui.markup import Html, bullets, heading, joined, label, para, table
from ui.session import Session, View
from ui.work import Job

if TYPE_CHECKING:
    from optimizer.case.faults import Fault
    from optimizer.questions.decide import Decision

#: So long a page waits for an answer before it shows progress instead.
PATIENCE = 0.9


def session() -> Session:
    """This tab's session."""
    found: Session = st.session_state["session"]
    return found


def lang() -> str:
    """The language in force, ``en`` or ``nl``."""
    return str(st.session_state.get("lang", "en"))


def words() -> tuple[Callable[[str], str], Callable[[str, str, int], str]]:
    """The translators of the language in force."""
    return translator(lang()), plural(lang())


def names(view: View | None = None) -> Names:
    """The names of the trial's case, in the language in force."""
    one = session()
    view = view or one.trial
    assert view is not None
    return Names(Page(lang()), one.case(view))


def put(*parts: object) -> None:
    """Show markup as one element: one message to the browser, nothing that jumps."""
    st.html(joined(*parts))


def title(words_: str, note: str = "") -> None:
    """The page's title, with one sentence on what it is for."""
    put(Html("<h2 style='margin:0;padding:0;font-size:1.55rem'>"), words_, Html("</h2>"), para(note, "faint"))


def ready() -> bool:
    """Whether there is a case to ask about; says what to do where not."""
    _, _n = words()
    one = session()
    if one.empty:
        st.info(_("Open a case first, on the page “Case”."))
        return False
    if one.faults:
        st.warning(_("This case has faults; mend them first, on the page “Case”."))
        return False
    return True


def refused() -> None:
    """Why the last change was not made, where it was not."""
    _, _n = words()
    if session().refused:
        put(para(_("That change cannot be made; everything is as it was."), "bad"), faults(session().refused))


def faults(found: Sequence[Fault]) -> Html:
    """Faults, each at its table, row and column."""
    from ui.markup import Column

    _, _n = words()
    columns = [Column(_("Table")), Column(_("Row"), True), Column(_("Column")), Column(_("What is wrong"))]
    rows = [[one.table, one.row or "–", one.column or "–", one.message] for one in found[:200]]
    return table(columns, rows, marks=["bad"] * len(rows))


def decided(view: View | None = None, key: str = "trial") -> Decision | None:
    """The decision on the trial; None while it is still being worked out (progress is then on the page)."""
    _, _n = words()
    one = session()
    view = view or one.trial
    assert view is not None
    shown = view
    known = shared.ANSWERS.get((shared.content(one.case(view)), "decide"))
    if known is not None:
        return one.decided(view)
    _stop_others(key, view)
    found = _answer((key, view.key), lambda progress: one.decided(shown, progress), _("Working out the portfolio"))
    return found if found is None or not isinstance(found, Stopped) else found.result


def known(question: str) -> Any:
    """The answer to a question about the trial, where it is known already; else None."""
    one = session()
    return shared.ANSWERS.get((shared.content(one.case(one.trial)), question))


def _stop_others(question: str, view: View) -> None:
    """Stop the same question about views that are no longer looked at."""
    jobs = session().jobs
    for other in [key for key in jobs if key[0] == question and key[1] != view.key]:
        jobs.pop(other).stop()


class Stopped:
    """An answer that was stopped before its end."""

    def __init__(self, result: Any) -> None:
        self.result = result


def ask(
    question: str,
    run: Callable[[Any, Callable[..., None]], Any],
    said: str,
    view: View | None = None,
    patience: float = PATIENCE,
    shared_out: bool = True,
) -> Any:
    """The answer to a long question about the trial (or another view); None while it is being worked out.

    Args:
        question: its name with its arguments, for the key.
        run: takes a situation of its own and the progress to tell.
        said: what is being done, for people.
        patience: how long to wait for it before progress is shown, in seconds.
        shared_out: whether it is kept for other sessions; not for what is large.
    """
    one = session()
    view = view or one.trial
    assert view is not None
    content = shared.content(one.case(view))
    known = shared.ANSWERS.get((content, question))
    if known is not None:
        return known
    asked = view
    _stop_others(question, view)

    def work(progress: Callable[..., None]) -> Any:
        made = run(one.apart(asked), progress)
        if shared_out and getattr(made, "complete", True):
            shared.ANSWERS.put((content, question), made)
        return made

    found = _answer((question, view.key), work, said, patience)
    if isinstance(found, Stopped):
        _, _n = words()
        st.warning(_("Stopped: this is what was found so far."))
        if st.button(_("Go on"), key=f"again-{question}"):
            one.jobs.pop((question, view.key), None)
            st.rerun()
        return found.result
    return found


def _answer(key: Any, run: Callable[[Callable[..., None]], Any], said: str, patience: float = PATIENCE) -> Any:
    jobs = session().jobs
    job = jobs.get(key)
    if job is None:
        job = jobs[key] = Job(run)
    if job.over(patience):
        return _outcome(key, job)
    _waiting(key, said)
    return None


def _outcome(key: Any, job: Job) -> Any:
    """What came of a job: its answer, a stopped one, or a sentence where there is none."""
    from optimizer.case.faults import CaseError
    from optimizer.situation import Infeasible

    _, _n = words()
    jobs = session().jobs
    if job.error is None:
        if job.stopped:
            return Stopped(job.result)
        jobs.pop(key, None)
        return job.result
    jobs.pop(key, None)
    if isinstance(job.error, Infeasible):
        put(para(_("No portfolio keeps every rule, so there is nothing to ask about."), "bad"))
        put(bullets([names().condition(id) for id in job.error.conflict]))
    elif isinstance(job.error, CaseError):
        put(faults(job.error.faults))
    elif isinstance(job.error, KeyboardInterrupt | TimeoutError):
        if st.button(_("Stopped. Start again"), key=f"again-{key[0]}"):
            st.rerun()
    else:
        st.error(_("This could not be worked out. The other pages still can be used."))
        import logging

        logging.getLogger("spearhead.ui").error("a question failed", exc_info=job.error)
    return None


@st.fragment(run_every=0.6)
def _waiting(key: Any, said: str) -> None:
    """How far a job is, and a way to stop it; the page is drawn again when it has ended."""
    _, _n = words()
    job = session().jobs.get(key)
    if job is None or job.over():
        st.rerun()
    left, right = st.columns([6, 1], vertical_alignment="center")
    counts = [f"{name} {value}" for name, value in (("", job.told.get("found")),) if value]
    with left:
        st.progress(job.share or 0.0, text=label(said + " …" + (" " + counts[0] if counts else "")))
    with right:
        if st.button(_("Stop"), key=f"stop-{key[0]}"):
            job.stop()


def take(setting: str, state: str, convert: Callable[[Any], Any] | None = None) -> None:
    """Put what a widget says into a setting of the trial: what its ``on_change`` calls."""
    said = st.session_state[state]
    session().set({setting: said if convert is None else convert(said)})


def chart(made: Any, rows: Html, key: str = "") -> None:
    """A chart with the table behind it."""
    _, _n = words()
    st.altair_chart(made, width="stretch", key=key or None)
    with st.expander(_("The same as a table")):
        put(rows)


__all__ = [
    "Html",
    "ask",
    "chart",
    "decided",
    "faults",
    "heading",
    "lang",
    "names",
    "put",
    "ready",
    "refused",
    "session",
    "title",
    "words",
]
