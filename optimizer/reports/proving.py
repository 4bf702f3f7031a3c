"""The proof of a decision for those who want to see it: what it means, and its tree of cases, from the package."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.words import number, plural, translator

if TYPE_CHECKING:
    from optimizer.reports.dossier import Dossier
    from optimizer.situation import Situation
    from optimizer.verify.check_certificate import Proof


def checked(dossier: Dossier) -> Proof | None:
    """The proof as the checker of certificates adds it up, from the very files of the data package.

    Returns:
        None where nothing was proven by the tree, or the case was not read from tables.

    Raises:
        check_certificate.Rejected: when the certificate does not hold: a fault of ours.
    """
    from optimizer.reports.package import package
    from optimizer.verify import check_certificate as checker
    from optimizer.verify.package import unpack

    if dossier.proof is None or dossier.case.tables is None:
        return None
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "package.zip"
        path.write_bytes(package(dossier))
        found = unpack(path, Path(scratch) / "files")
        return checker.check(found.case, checker.strict_json(found.decision), found.certificate or b"")


@dataclass(frozen=True)
class Shown:
    """A proof as a page shows it: the line, what it means, the picture with its alternative text (None: no proof)."""

    line: str = ""
    meaning: str = ""
    svg: str | None = None
    alt: str = ""


def shown_proof(situation: Situation, lang: str) -> Shown:
    """The proof of a situation's decision, added up by the checker."""
    from optimizer.reports.dossier import Dossier
    from optimizer.verify.tree_picture import tree_svg

    try:
        proof = checked(Dossier(situation))
    except TimeoutError:
        proof = None
    if proof is None:
        return Shown()
    _ = translator(lang)
    names = {roadmap.id: roadmap.name for roadmap in situation.case.roadmaps}
    svg = tree_svg(proof, names, lang)
    line = counted(proof.answer.status == "optimal", proof.leaves, lang)
    return Shown(line, meaning(_, proof.leaves, lang), svg, alternative(_))


def alternative(_: Callable[[str], str]) -> str:
    """What the picture says, in words."""
    return _("The proof as a tree: each line narrows down what a roadmap gets, until nothing left is worth enough.")


def counted(optimal: bool, cases: int, lang: str) -> str:
    """The one line on what is proven, the best or how far from it, and by how many cases; empty where by none."""
    if not cases:
        return ""
    _n = plural(lang)
    if optimal:
        said = _n(
            "Proven best: %(n)s case checked by exact arithmetic, without a solver.",
            "Proven best: %(n)s cases checked by exact arithmetic, without a solver.",
            cases,
        )
    else:
        said = _n(
            "Proven how far it can be from the best: %(n)s case checked by exact arithmetic, without a solver.",
            "Proven how far it can be from the best: %(n)s cases checked by exact arithmetic, without a solver.",
            cases,
        )
    return said % {"n": number(cases, lang)}


def meaning(_: Callable[[str], str], cases: int, lang: str) -> str:
    """What stands behind the line that says how many cases were checked."""
    said = _(
        "All portfolios are divided into %(cases)s cases that leave none out. For each case the proof has numbers with "
        "which anyone can add up, exactly, the most that anything in it could be worth: nowhere does that reach what "
        "would take the place of the outcome. Nothing rests on the word of a program: “spearhead verify” adds it all "
        "up again, and so does a single file of Python that loads no solver and nothing of this program."
    )
    return said % {"cases": number(cases, lang)}
