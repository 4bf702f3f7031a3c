"""The proof of a decision, as a certificate that whole numbers confirm."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.models.ties import Settled
    from optimizer.situation import Situation


def certify(
    situation: Situation,
    settled: Settled,
    *,
    deadline: float | None = None,
    progress: Callable[..., None] | None = None,
) -> bytes | None:
    """The certificate of an answer, packed; None where nothing is proven yet.

    Args:
        situation: the case and what follows from it.
        settled: the answer, with the stages in which its ties were broken.
        deadline: not needed: the trees are there already, writing them down takes a fraction of finding them.
        progress: likewise.
    """
    from optimizer.models.certificate import certificate, claims_of

    try:
        claims, other = claims_of(situation.program, settled)
    except ValueError:
        return None
    return certificate(situation.case, situation.program, claims, other)
