"""Every question as a command: which function answers it, what it is given, and who shows the answer.

A new question is one entry here and one renderer in ``optimizer/terminal``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from optimizer.cli.commands import CASE, Argument, Command, Option
from optimizer.cli.values import listed, named, one_of, whole
from optimizer.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Question(NamedTuple):
    """What stands behind a command.

    Attributes:
        function: ``module:function``; it takes the situation, ``progress`` and ``deadline``, and what ``given`` adds.
        renderer: ``module:function``; it takes a page, the result and the situation.
        given: from the values of the command line to the function's own arguments.
        spoken: whether its JSON holds sentences, so that ``as_dict`` takes a language.
        blank: the keys of its JSON, with what they hold where nothing was reached.
        found: how its progress says ``%(n)s`` things found.
    """

    function: str
    renderer: str
    given: Callable[[Mapping[str, Any]], dict[str, Any]]
    spoken: bool = False
    blank: Mapping[str, Any] = {}
    found: str = ""


_TIME, _HANDS = "--time-limit", ("--jobs", "--cluster")


def _question(
    name: str,
    about: str,
    given: Callable[[Mapping[str, Any]], dict[str, Any]] = lambda values: {},
    arguments: tuple[Argument, ...] = (),
    options: tuple[Option, ...] = (),
    run: str = "optimizer.cli.asking:ask",
    spoken: bool = False,
    blank: Mapping[str, Any] = {},
    found: str = "",
    heeds: tuple[str, ...] = (_TIME,),
) -> Command:
    """A command whose function and renderer bear its name."""
    function, renderer = f"optimizer.questions.{name}:{name}", f"optimizer.terminal.{name}:show"
    shared = given if "--jobs" not in heeds else lambda values: given(values) | _hands(values)
    question = Question(function, renderer, shared, spoken, blank, found)
    return Command(name, about, run, (CASE, *arguments), options, heeds=heeds, question=question)


def _hands(values: Mapping[str, Any]) -> dict[str, Any]:
    """Who does the work, for a question whose parts can be done apart."""
    return {"jobs": values["jobs"] or 1, "cluster": values["cluster"]}


QUESTIONS: tuple[Command, ...] = (
    _question(
        "decide",
        N_("which roadmaps to fund, proven best, with the reasons"),
        lambda values: {"gap": values["gap"] or 0, "certificate": bool(values["certificate"])},
        run="optimizer.cli.deciding:ask",
        options=(
            Option("--certificate", N_("also write a proof that verify checks without a solver"), "FILE", named),
            Option(
                "--solver",
                N_("what proves it: tree (exact, the default), or highs or cbc as a second opinion"),
                "NAME",
                one_of("tree", "highs", "cbc"),
            ),
        ),
        heeds=("--gap", _TIME),
    ),
    _question(
        "alternatives",
        N_("the best portfolios, best first, and what each swaps against the best"),
        lambda values: {"count": values["count"]},
        options=(Option("--count", N_("how many portfolios (10)"), "K", whole(1, 100_000), default=10),),
        blank={"portfolios": []},
    ),
    _question(
        "frontier",
        N_("every efficient portfolio: what more money, or less, would bring"),
        lambda values: {"axis": values["axis"]},
        options=(
            Option(
                "--axis",
                N_("spend: total spend, budget maxima lifted (default); scale: a factor on every maximum"),
                "AXIS",
                one_of("spend", "scale"),
                default="spend",
            ),
        ),
        blank={"axis": None, "points": []},
        found=N_("%(n)s efficient portfolios"),
    ),
    _question(
        "robust",
        N_("how sure: what holds over the weights that are not pinned down"),
        lambda values: {name: values[name] for name in ("samples", "seed")},
        options=(
            Option("--samples", N_("how many weightings are drawn (1000)"), "N", whole(0, 10_000_000), default=1000),
            Option(
                "--seed", N_("of the draws; the same seed gives the same answer (0)"), "N", whole(0, 2**32), default=0
            ),
        ),
        blank={"set": None, "method": None, "samples": 0, "roadmaps": [], "portfolios": [], "minimax_regret": None},
        heeds=(_TIME, *_HANDS),
    ),
    _question(
        "explain",
        N_("why a roadmap is funded or not, and what would change that"),
        lambda values: {"roadmap": values["roadmap"], "certificate": bool(values["certificate"])},
        arguments=(Argument("ROADMAP", N_("the roadmap's id")),),
        run="optimizer.cli.deciding:ask",
        options=(Option("--certificate", N_("also write a proof that verify checks without a solver"), "FILE", named),),
        spoken=True,
        blank=dict.fromkeys(("roadmap", "funded", "level", "eligible"))
        | {"contributions": {}}
        | dict.fromkeys(("score", "score_needed", "cost_needed", "budget_needed"))
        | {"criterion_needed": {}, "if_forced": None, "binding": [], "reasons": []},
    ),
    _question(
        "sensitivity",
        N_("how far each weight may move before the portfolio changes"),
        blank={"criteria": []},
    ),
    _question(
        "price",
        N_("what each rule and budget row costs in value"),
        blank={"value": None, "prices": []},
        found=N_("%(n)s that cost something"),
        heeds=(_TIME, *_HANDS),
    ),
    _question(
        "methods",
        N_("the ranking and the portfolio under each scoring method"),
        blank={"methods": [], "correlation": {}},
        found=N_("%(n)s different portfolios"),
        heeds=(_TIME, *_HANDS),
    ),
    _question(
        "compare",
        N_("scenarios side by side: who is in under which"),
        arguments=(Argument("FILE", N_("files of settings; the case as it is comes first"), many=True),),
        run="optimizer.cli.comparing:ask",
        blank={"scenarios": [], "in_all": [], "in_some": []},
        found=N_("%(n)s different portfolios"),
        heeds=(_TIME, *_HANDS),
    ),
    _question(
        "assess",
        N_("a portfolio that people propose, against the rules and the best"),
        lambda values: {"portfolio": values["portfolio"]},
        options=(Option("--portfolio", N_("the proposed portfolio"), "ID,ID:LEVEL,…", listed, required=True),),
    ),
    _question(
        "reserve",
        N_("who comes in when a funded roadmap withdraws"),
        blank={"reserve": [], "order": []},
        found=N_("%(n)s with somebody to follow"),
        heeds=(_TIME, *_HANDS),
    ),
)
