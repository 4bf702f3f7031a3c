"""The pages, the language they speak, and what is open."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import streamlit as st

from optimizer.words import N_, translator
from ui import links, show
from ui.markup import STYLE, label
from ui.session import Session

#: Each page: its module in ``ui.pages``, its address, and its name.
PAGES = (
    ("case", N_("Case")),
    ("weights", N_("Weights")),
    ("ranking", N_("Ranking")),
    ("portfolio", N_("Portfolio")),
    ("what_if", N_("What if")),
    ("how_sure", N_("How sure")),
    ("money", N_("Money")),
    ("why", N_("Why")),
    ("take_away", N_("Take away")),
)
LANGUAGES = {"English": "en", "Nederlands": "nl"}


def run(case: str = "", lang: str = "en", page: str = "") -> None:
    """Draw one page.

    Args:
        case: the case to open first, a path; empty for the first of those that lie here.
        lang: the language to begin with.
        page: draw this page alone, without navigation (tests of single pages).
    """
    st.set_page_config(page_title="Spearhead", layout="wide", initial_sidebar_state="expanded")
    _begin(case, lang)
    st.html(STYLE)
    if page:
        import_module(f"ui.pages.{page}").show_page()
        return
    with st.sidebar:
        _language()
    _ = translator(show.lang())
    made = [
        st.Page(_shown(name), title=_(said), url_path=name.replace("_", "-"), default=name == "case")
        for name, said in PAGES
    ]
    chosen = st.navigation(made)
    with st.sidebar:
        _open_now(_)
    problems = st.session_state.get("link_problems")
    if problems:
        st.error("\n\n".join(label(problem) for problem in problems))
        if st.button(_("Go on without the link")):
            st.session_state["link_problems"] = ()
            st.query_params.clear()
            st.rerun()
    chosen.run()


def _shown(name: str) -> Callable[[], None]:
    """The function that draws a page, its module loaded when it is first looked at."""

    def draw() -> None:
        import_module(f"ui.pages.{name}").show_page()

    draw.__name__ = name
    return draw


def _begin(case: str, lang: str) -> None:
    """The session of a new tab: the case on the command line, or what a link says."""
    if "session" in st.session_state:
        return
    from optimizer.case.faults import CaseError
    from ui.opening import cases, read_place

    st.session_state["session"] = Session()
    st.session_state["lang"] = lang if lang in LANGUAGES.values() else "en"
    here = cases()
    place = Path(case) if case else here.get("flanders-2014") or next(iter(here.values()), None)
    link = st.query_params.get("view")
    if link is not None:
        st.session_state["link_problems"] = links.follow(link, show.session(), place)
        if not show.session().empty:
            return
    if place is not None:
        try:
            show.session().open(read_place(place), place.name, place)
        except CaseError as error:
            show.session().refused = error.faults


def _language() -> None:
    """The control that switches the language in place."""
    now = next(name for name, code in LANGUAGES.items() if code == show.lang())
    st.session_state.setdefault("language", now)
    chosen = st.radio("Language / Taal", list(LANGUAGES), horizontal=True, key="language", label_visibility="collapsed")
    st.session_state["lang"] = LANGUAGES[str(chosen)]


def _open_now(_: Callable[[str], str]) -> None:
    """What is open, and the way back."""
    one = show.session()
    if not one.ready:
        return
    st.divider()
    st.caption(label(one.case(one.trial).settings.title))
    # Always there: a page that draws only a part of itself again would not bring them out after the first change.
    left, right = st.columns(2)
    left.button(_("Undo"), on_click=one.undo, key="undo", width="stretch", help=_("Take back the last change"))
    right.button(_("Reset"), on_click=one.reset, key="reset", width="stretch", help=_("Back to the case as opened"))
