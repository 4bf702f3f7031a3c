"""How sure: what holds over all the weights that the committee does not want to pin down.

With the additive method value is linear in the weights, so what holds at the extreme points of the set holds in it:
every non-dominated portfolio is found, its largest regret is exact, and each roadmap's core index (Liesiö, Mild and
Salo 2007) counts all of them. With other methods, and where there are too many, weightings are sampled and the
answer says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from optimizer.questions.listing import chosen
from optimizer.questions.robustness.results import Rival, Robust, Sureness

if TYPE_CHECKING:
    from optimizer.situation import Situation

__all__ = ["Rival", "Robust", "Sureness", "robust"]


def robust(
    situation: Situation,
    *,
    samples: int = 1000,
    seed: int = 0,
    jobs: int = 1,
    cluster: str | None = None,
    beside: bool = True,
    progress: Callable[..., None] | None = None,
    deadline: float | None = None,
) -> Robust:
    """What holds over the set of weights in force (``weights.set``).

    Args:
        samples: how many weightings are drawn; 0 for none (with the additive method all but shares and ranks stays).
        seed: of the draws; the same seed gives the same answer, whatever ``jobs`` and ``cluster``.
        jobs: processes on this machine.
        cluster: address of a Dask scheduler, used instead.
        beside: whether to add what evaluators and members each would lead to.
        progress: told ``done``, ``of``, ``found``.
        deadline: ``time.monotonic()`` at which to stop with what there is.

    Raises:
        CaseError: when nothing lies in the set of weights.
        Infeasible: when no portfolio keeps the rules.
        ValueError: when ``samples`` is negative.
    """
    if samples < 0:
        raise ValueError("samples: 0 or more weightings can be drawn")
    from optimizer.questions.robustness.committee import weight_set
    from optimizer.questions.robustness.study import Study

    weights = weight_set(situation)
    study = Study(situation, weights, chosen(situation, deadline), samples, seed, jobs, cluster, deadline, progress)
    return study.answer(beside)
