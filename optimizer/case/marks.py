"""What evaluators gave: the table ``scores``. It is the long one, so everything is done by column and by set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from optimizer.case.columns import BAD, Typed
from optimizer.case.context import Context, cells
from optimizer.case.kinds import quoted
from optimizer.case.layers import CASE
from optimizer.case.model import AGREED, Criterion, Score
from optimizer.case.nearest import nearest


def read_scores(context: Context) -> tuple[Score, ...]:
    """Every score, by roadmap, criterion and evaluator; checked against scale, step, recusals and completeness."""
    typed = context.typed["scores"]
    context.all_known("scores", "roadmap", context.roadmap_ids, "roadmap")
    context.all_known("scores", "criterion", context.criterion_ids, "criterion")
    if "facts" not in context.cache:
        context.cache["facts"] = _facts(typed)
    faults, keys = context.cache["facts"]
    for fault in faults:
        context.fault(*fault)
    _duplicates(context, keys)
    if _scale_is_known(context):
        _on_scale(context, typed)
    place = {criterion.id: index for index, criterion in enumerate(context.criteria)}
    if "scores" not in context.cache:
        context.cache["scores"] = _objects(typed, place)
    scores: tuple[Score, ...] = context.cache["scores"]
    _complete(context, scores)
    return scores


def _facts(typed: Typed) -> tuple[list[tuple[str, int, str, str]], list[Any]]:
    """Faults of single rows (a score that is missing, or given in a recusal), and each row's key."""
    faults = []
    if True in typed.distinct["recused"] or typed.empty("score", "criterion"):
        for row, criterion, score, evaluator, recused in cells(typed, "criterion", "score", "evaluator", "recused"):
            if recused is True:
                if score is not None:
                    message = "a row with recused = yes holds no score; leave the score or the recusal out"
                    faults.append(("scores", row, "score", message))
                if evaluator is None:
                    faults.append(("scores", row, "evaluator", "who is recused is missing"))
                continue
            if score is None:
                faults.append(("scores", row, "score", "the score is missing"))
            if criterion is None:
                faults.append(("scores", row, "criterion", "the criterion is missing"))
    return faults, list(zip(typed["evaluator"], typed["roadmap"], typed["criterion"], strict=True))


def _duplicates(context: Context, keys: list[Any]) -> None:
    if len(set(keys)) == len(keys):
        return
    first: dict[Any, int] = {}
    for row, key in zip(context.typed["scores"].rows, keys, strict=True):
        if BAD in key:
            continue
        if key not in first:
            first[key] = row
            continue
        evaluator, roadmap, criterion = key
        who = "without evaluator" if evaluator is None else f"of {quoted(evaluator)}"
        what = "" if criterion is None else f" on {quoted(criterion)}"
        message = f"the score {who} for {quoted(roadmap)}{what} is already in row {first[key]}; keep one of them"
        context.fault("scores", row, "evaluator" if evaluator is not None else "criterion", message)


def _scale_is_known(context: Context) -> bool:
    """Whether the settings were read and those of the scale are sound: else no score is off a scale not meant."""
    return not any(
        fault.column.startswith("scale.") or (fault.table == CASE and not fault.column) for fault in context.faults
    )


def _on_scale(context: Context, typed: Typed) -> None:
    """Scores within their criterion's scale and on its steps; each different combination is judged once."""
    criteria = {criterion.id: criterion for criterion in context.criteria}
    agreed = [evaluator == AGREED for evaluator in typed["evaluator"]]
    values = {id(score): score for score in typed["score"]}  # equal texts are one object, and hash faster as such
    combinations = list(zip(typed["criterion"], map(id, typed["score"]), agreed, strict=True))
    wrong = {}
    for combination in set(combinations):
        criterion, place, free = combination
        score = values[place]
        if isinstance(score, Decimal) and criterion in criteria:
            message = _misplaced(criteria[criterion], score, context.settings.scale.step, free)
            if message:
                wrong[combination] = message
    if wrong:
        for row, combination in zip(typed.rows, combinations, strict=True):
            if combination in wrong:
                context.fault("scores", row, "score", wrong[combination])


def _misplaced(criterion: Criterion, score: Decimal, step: Decimal, free: bool) -> str | None:
    low, high = criterion.scale_min, criterion.scale_max
    if low >= high:  # a fault of the criterion's own
        return None
    if not low <= score <= high:
        return f"{score} is outside the scale of {quoted(criterion.id)}, {low} to {high}"
    steps = (Fraction(score) - Fraction(low)) / Fraction(step)
    if free or steps.denominator == 1:
        return None
    below = low + int(steps) * step
    ends = f"{below} or {below + step}" if below + step <= high else f"{below}"
    return f"{score} is off the step of {step}, counted from {low}; allowed near it: {ends}"


def _objects(typed: Typed, place: dict[str, int]) -> tuple[Score, ...]:
    """The rows as objects, in canonical order; a recusal without criterion stands for all of them."""
    rows = []
    columns = ("roadmap", "criterion", "evaluator", "score", "comment", "recused")
    last = len(place)
    for _, roadmap, criterion, evaluator, score, comment, recused in cells(typed, *columns):
        if roadmap is BAD or criterion is BAD or score is BAD or evaluator is BAD:
            continue
        if score is None and recused is not True:
            continue
        if criterion is None:
            rows += [(roadmap, index, evaluator or "", None, comment, id, True) for id, index in place.items()]
        else:
            index = place.get(criterion, last)
            rows.append((roadmap, index, evaluator or "", score, comment, criterion, recused is True))
    rows.sort(key=lambda row: row[:3])
    return tuple(
        [
            Score(roadmap, criterion, evaluator, score, comment if comment is not BAD else None, recused)
            for roadmap, _, evaluator, score, comment, criterion, recused in rows
        ]
    )


def counted(scores: Iterable[Score], consensus: str) -> dict[tuple[str, str], list[Decimal]]:
    """The scores that count for each (roadmap, criterion): recusals and what ``consensus`` leaves out are gone."""
    agreed = consensus == "agreed"
    scores = [score for score in scores if (score.evaluator == AGREED) == agreed]
    recused = {(score.roadmap, score.evaluator) for score in scores if score.recused}
    found: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for score in scores:
        if score.score is not None and (not recused or (score.roadmap, score.evaluator) not in recused):
            found[score.roadmap, score.criterion].append(score.score)
    return found


def _complete(context: Context, scores: tuple[Score, ...]) -> None:
    """Every admissible roadmap has a score that counts on every criterion; agreed scores are read where asked for."""
    consensus = context.settings.consensus
    key = ("counted", consensus == "agreed")
    if key not in context.cache:
        context.cache[key] = counted(scores, consensus)
    found = context.cache[key]
    if consensus != "agreed" and any(score.evaluator == AGREED for score in scores):
        count = sum(score.evaluator == AGREED for score in scores)
        context.warnings.append(
            f"scores: {count} row{'s' if count > 1 else ''} of the evaluator {quoted(AGREED)} left out; "
            f"they are read where the setting consensus is agreed, and it is {consensus}"
        )
    typed = context.typed["scores"]
    if not len(typed) or typed.unreadable("roadmap", "criterion"):
        return
    unread = _unread(context)
    why = {"agreed": f" (the setting consensus is agreed: only rows of the evaluator {quoted(AGREED)} count)"}
    for roadmap in context.roadmaps:
        if roadmap.admissible:
            for criterion in context.criteria:
                pair = (roadmap.id, criterion.id)
                if pair not in found and pair not in unread:
                    message = f"the roadmap {quoted(roadmap.id)} has no score on the criterion {quoted(criterion.id)}"
                    context.fault("scores", 0, "score", message + why.get(consensus, ""))


def _unread(context: Context) -> set[tuple[str, str]]:
    """Pairs that have a row with a fault of its own (an unreadable score, a misspelt name): not missing as well."""
    typed = context.typed["scores"]
    roadmaps, criteria = context.roadmap_ids, context.criterion_ids
    strange = {name for name in typed.distinct["roadmap"] if name not in roadmaps}
    strange |= {name for name in typed.distinct["criterion"] if name is not None and name not in criteria}
    if not strange and not typed.unreadable("score") and not typed.empty("score"):
        return set()
    meant = {name: nearest(name, roadmaps if name in typed.distinct["roadmap"] else criteria) for name in strange}
    pairs = set()
    for _, roadmap, criterion, score, recused in cells(typed, "roadmap", "criterion", "score", "recused"):
        if (
            score is BAD
            or (score is None and recused is not True)
            or roadmap not in roadmaps
            or criterion not in criteria
        ):
            pairs.add((meant.get(roadmap) or roadmap, meant.get(criterion) or criterion))
    return pairs
