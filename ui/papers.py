"""Documents made beside the page: statements of reasons, the report of the selection, the workbook, the package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import show
from ui.markup import heading, label, para
from ui.session import in_force

if TYPE_CHECKING:
    from optimizer.questions.decide import Decision
    from optimizer.reports.making import File
    from optimizer.situation import Situation
    from ui.session import View

_KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Wanted:
    """Which documents somebody asks for.

    Attributes:
        what: ``selection``, ``one`` (the statement on ``roadmap``), ``all`` (every statement), ``workbook`` or
            ``package``.
        suffix: ``pdf``, ``docx`` or ``html``, where it is text.
        langs: ``en``, ``nl`` or both.
        roadmap: whose statement.
        pseudonyms: the package without names, comments and leads.
        adopted: the portfolio that was adopted where it is not the best, as ids or ``id:level``; empty where it is.
        grounds: why; there with ``adopted``.
    """

    what: str
    suffix: str = "pdf"
    langs: tuple[str, ...] = ("en",)
    roadmap: str | None = None
    pseudonyms: bool = False
    adopted: tuple[str, ...] = ()
    grounds: str = ""


def documents(decision: Decision) -> None:
    """The part of the page on which documents of a decision are asked for and taken away."""
    _, _n = show.words()
    show.put(heading(_("Documents"), _("made from the case as it stands here; this may take a minute")))
    wanted = _choice()
    said = _departure(decision)
    if said is not None:
        wanted = replace(wanted, adopted=said[0], grounds=said[1])
    one = show.session()
    key = (one.trial.key, wanted)
    if st.button(_("Make"), key="make", type="primary", disabled=said is None):
        st.session_state["making"] = key
    done = st.session_state.get("made")
    if done is None or done[0] != key:
        if st.session_state.get("making") != key:
            return
        view = one.trial
        made = show.ask(
            f"documents {wanted}",
            lambda situation, progress: bundle(_as_it_stands(situation, view), wanted, progress),
            _("Making the documents"),
            shared_out=False,
        )
        if made is None:
            return
        done = st.session_state["made"] = (key, made)
    st.session_state.pop("making", None)
    file = done[1]
    kind = _KINDS.get(file.name.rpartition(".")[2], "application/octet-stream")
    st.download_button(
        label(_("Download %(file)s") % {"file": file.name}), file.content, file.name, kind, key="document"
    )


def _choice() -> Wanted:
    """What the controls say."""
    _, _n = show.words()
    said = {
        "selection": _("Report of the selection"),
        "one": _("Statement of reasons on one roadmap"),
        "all": _("All statements of reasons, in one zip file"),
        "workbook": _("Workbook that calculates (Excel)"),
        "package": _("Package of all data"),
    }
    left, middle, right = st.columns(3, gap="large")
    with left:
        what = st.selectbox(_("Document"), list(said), format_func=said.__getitem__, key="paper")
    suffix, roadmap, pseudonyms = "pdf", None, False
    langs: tuple[str, ...] = ("en",)
    if what in ("selection", "one", "all"):
        forms = {"pdf": "PDF", "docx": "Word"} | ({"html": "HTML"} if what == "selection" else {})
        with middle:
            suffix = st.selectbox(_("As"), list(forms), format_func=forms.__getitem__, key=f"paper-as-{what}")
    if what != "package":
        spoken = {"en": "English", "nl": "Nederlands", "en nl": _("both languages")}
        if "paper-lang" not in st.session_state:
            st.session_state["paper-lang"] = show.lang()
        with right:
            chosen = st.selectbox(_("Language"), list(spoken), format_func=spoken.__getitem__, key="paper-lang")
        langs = tuple(chosen.split())
    else:
        with middle:
            pseudonyms = st.checkbox(_("Without names, comments and leads"), key="paper-pseudonyms")
    if what == "one":
        names = show.names()
        roadmap = st.selectbox(
            _("Roadmap"), [one.id for one in names.case.roadmaps], format_func=names.roadmap, key="paper-roadmap"
        )
    if what == "workbook":
        show.put(para(_("Its formulas work out the scores and the ranking again when a figure is changed."), "faint"))
    return Wanted(what, suffix, langs, roadmap, pseudonyms)


def _departure(decision: Decision) -> tuple[tuple[str, ...], str] | None:
    """What was adopted instead of the best, and on what grounds; nothing of both where the best was, None where
    something lacks that a departure needs."""
    _, _n = show.words()
    if not st.checkbox(
        _("Another portfolio was adopted"),
        key="paper-departs",
        help=_(
            "Documents then say what was adopted, what that costs in value, which rules it breaks, and on what grounds"
        ),
    ):
        return (), ""
    names = show.names()
    levels = [(roadmap, level) for roadmap, level in names.case.levels if level != "full"]
    options = []
    for roadmap in names.case.admissible:
        options += [roadmap.id, *(f"{id}:{level}" for id, level in levels if id == roadmap.id)]
    best = [one.roadmap if one.level == "full" else f"{one.roadmap}:{one.level}" for one in decision.selected]
    before = st.session_state.get("paper-adopted", best)
    st.session_state["paper-adopted"] = [option for option in before if option in options]
    adopted = st.multiselect(
        _("The portfolio that was adopted"), options, format_func=names.roadmap, key="paper-adopted"
    )
    grounds = st.text_area(_("Grounds"), key="paper-grounds", help=_("As they are to stand in the documents")).strip()
    bare = [option.partition(":")[0] for option in adopted]
    if len(set(bare)) < len(bare):
        show.put(para(_("A roadmap is funded at one level only: one of them is chosen twice.")))
        return None
    if sorted(adopted) == sorted(best):
        show.put(para(_("This is the best portfolio itself: nothing departs from it."), "faint"))
        return (), ""
    if not grounds:
        show.put(para(_("A decision that departs from the best portfolio needs its grounds.")))
        return None
    return tuple(adopted), grounds


def _as_it_stands(situation: Situation, view: View) -> Situation:
    """The situation with the changed settings written into its tables, so that the package, and the checksum of it that
    the other documents print, is of the case that was decided on."""
    if not view.changes:
        return situation
    from optimizer.situation import Situation

    return Situation(in_force(view).check())


def bundle(situation: Situation, wanted: Wanted, progress: Callable[..., None] | None = None) -> File:
    """The file that is asked for; several are put in one zip file.

    Args:
        situation: the case and what follows from it.
        wanted: which documents.
        progress: told ``done`` and ``of``; what it raises ends the work.

    Raises:
        Infeasible: when no portfolio keeps the rules.
        KeyboardInterrupt: when it was stopped, so that no document says less than it should.
    """
    from optimizer.reports.dossier import Dossier
    from optimizer.reports.making import File, files

    last: dict[str, Any] = {}

    def told(**said: Any) -> None:
        last.update(said)
        if progress is not None:
            progress(**last)

    def within(*_: object, **__: object) -> None:
        if progress is not None:  # a question inside a document counts otherwise than documents do: it says nothing
            progress(**last)

    adopted = list(wanted.adopted) or None
    dossier = Dossier(situation, adopted=adopted, grounds=wanted.grounds or None, progress=within)
    if wanted.what in ("workbook", "package"):
        formats = ["xlsx" if wanted.what == "workbook" else "package"]
        found = files(dossier, formats=formats, langs=wanted.langs, pseudonyms=wanted.pseudonyms, progress=told)
        return _one(list(found), wanted.what)
    if wanted.what == "selection":
        from optimizer.reports.making import rendered
        from optimizer.reports.selection import selection

        made = []
        for lang in wanted.langs:
            made.append(File(f"selection.{lang}.{wanted.suffix}", rendered(selection(dossier, lang), wanted.suffix)))
            told(done=len(made), of=len(wanted.langs))
        return _one(made, "selection")
    ids = [wanted.roadmap] if wanted.roadmap is not None else [one.id for one in situation.case.roadmaps]
    made = []
    for id in ids:
        made += files(dossier, formats=[wanted.suffix], langs=wanted.langs, roadmap=id)
        told(done=len(made), of=len(ids) * len(wanted.langs))
    return _one(made, "statements")


def _one(made: Sequence[File], name: str) -> File:
    from optimizer.reports.making import File
    from optimizer.reports.package import zipped

    if len(made) == 1:
        return made[0]
    return File(f"{name}.zip", zipped({file.name: file.content for file in made}))
