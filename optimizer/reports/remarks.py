"""What deserves another look before anybody signs: judgments that contradict themselves, and what the tables showed.

Judgments are spoken of in the language of the document. What the reader of the case remarks is there in English alone,
and an official document in Dutch quotes no English: it says how many there are and where they stand.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.criteria.warnings import weight_warnings, written
from optimizer.criteria.weighting.repair import ACCEPTABLE
from optimizer.reports.document import Block, Bullets, Heading, plain
from optimizer.words import plural

if TYPE_CHECKING:
    from optimizer.criteria.weighting.ahp import MemberWeights
    from optimizer.reports.dossier import Dossier
    from optimizer.reports.voice import Voice


def remarks(voice: Voice, dossier: Dossier) -> list[Block]:
    """The section, or nothing where there is nothing to remark."""
    weights, case = voice.situation.weights, voice.case
    known = set(weight_warnings(weights, case))
    others = [one for one in dossier.decision.warnings if one not in known]
    found = _judgments(voice)
    if others and voice.lang == "en":
        found += [plain(one) for one in others]
    elif others:
        _n = plural(voice.lang)
        text = _n(
            "One technical remark on the tables of the case stands in the data package (decision.json, “warnings”).",
            "%(count)s technical remarks on the tables of the case stand in the data package (decision.json, "
            "“warnings”).",
            len(others),
        )
        found.append(text % {"count": len(others)})
    return [Heading(voice._("Worth another look")), Bullets(tuple(found))] if found else []


def _judgments(voice: Voice) -> list[str]:
    """Whose judgments contradict themselves more than is usual, where most, and what would mend it."""
    _, consistency = voice._, voice.situation.weights.consistency
    if consistency is None:
        return []
    limit = _two(voice, ACCEPTABLE)
    found = []
    if consistency.ratio > ACCEPTABLE:
        text = _("The members' judgments together have a consistency ratio of %(ratio)s, above %(limit)s.")
        found.append(text % {"ratio": _two(voice, consistency.ratio), "limit": limit})
    for name, member in consistency.members.items():
        if member.ratio > ACCEPTABLE:
            text = _("The judgments of %(member)s have a consistency ratio of %(ratio)s, above %(limit)s.")
            text %= {"member": plain(name), "ratio": _two(voice, member.ratio), "limit": limit}
            found.append(" ".join([text, *_where(voice, member)]))
    return found


def _two(voice: Voice, ratio: float) -> str:
    """A ratio to two decimals."""
    return voice.number(Decimal(f"{ratio:.2f}"), 2)


def _where(voice: Voice, member: MemberWeights) -> list[str]:
    """Which three judgments are most at odds, and the one change that mends it."""
    _, found, names = voice._, [], voice.criteria
    if member.triad:
        (a, b, c), values = member.triad.criteria, [written(value) for value in member.triad.judgments]
        text = _(
            "Most at odds are “%(a)s” against “%(b)s” (%(first)s), “%(b)s” against “%(c)s” (%(second)s) and “%(a)s” "
            "against “%(c)s” (%(third)s)."
        )
        figures = dict(zip(("first", "second", "third"), values, strict=True))
        found.append(text % {"a": names[a], "b": names[b], "c": names[c], **figures})
    repair = member.repair
    if repair is None:
        return [*found, _("No change of one judgment alone mends it.")]
    text = _("With %(after)s instead of %(before)s for “%(a)s” against “%(b)s” it would be %(ratio)s.")
    figures = {"after": written(repair.after), "before": written(repair.before)}
    figures |= {"a": names[repair.a], "b": names[repair.b], "ratio": _two(voice, repair.ratio)}
    return [*found, text % figures]
