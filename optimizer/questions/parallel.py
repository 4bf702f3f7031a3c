"""The same work on one core, on several, or on a cluster: the same pieces in the same order, so the same answer.

Work is cut into pieces before anyone knows how many hands there are; a piece is a pure function of what it is given.
"""

from __future__ import annotations

import pickle
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from optimizer.questions.listing import within

if TYPE_CHECKING:
    from optimizer.situation import Situation

Item = TypeVar("Item")
Result = TypeVar("Result")

#: So many seconds a cluster may take to get its first worker.
_STAFF = 30.0


class Unreachable(ValueError):
    """No cluster answers at an address, or it cannot do this work. The message is for people."""


def spread(
    function: Callable[[Item], Result],
    pieces: Sequence[Item],
    *,
    jobs: int = 1,
    cluster: str | None = None,
    deadline: float | None = None,
    progress: Callable[..., None] | None = None,
    counted: Callable[[Sequence[Result]], int] | None = None,
) -> tuple[list[Result], bool]:
    """``function`` of each piece, in order, and whether all were done.

    Args:
        function: defined at the top of a module, so that another process finds it. It may raise TimeoutError where it
            cannot finish: nothing after that piece is then waited for.
        jobs: processes on this machine (-1: one for each core), by joblib.
        cluster: address of a Dask scheduler (``tcp://…``), which is used instead.
        deadline: ``time.monotonic()`` after which no piece is waited for; those done before it, without a gap from
            the first on, are the answer. Ctrl-C does the same.
        progress: told ``done`` and ``of``, and ``found`` where there is a ``counted``.
        counted: how many things have been found in the results so far.

    Raises:
        ValueError: when ``jobs`` is 0.
        Unreachable: when ``cluster`` cannot be reached or cannot do the work, or Dask is not installed.
    """
    if jobs == 0:
        raise ValueError("jobs: at least 1 is needed, or -1 for every core")
    done: list[Result] = []
    try:
        with _results(function, pieces, jobs, cluster, deadline) as results:
            for result, finished in results:
                if not finished:
                    break
                done.append(result)
                if progress:
                    progress(done=len(done), of=len(pieces), found=None if counted is None else counted(done))
                if deadline is not None and time.monotonic() >= deadline:
                    break
    except (KeyboardInterrupt, TimeoutError):
        pass
    return done, len(done) == len(pieces)


def each(
    situation: Situation,
    function: Callable[[Situation, Item, float | None], Result],
    pieces: Sequence[Item],
    **how: Any,
) -> tuple[list[Result], bool]:
    """``function(situation, piece, deadline)`` of each piece; ``how`` as :func:`apart` has it."""
    return apart(function, [(piece, situation) for piece in pieces], **how)


def apart(
    function: Callable[[Situation, Item, float | None], Result],
    pieces: Sequence[tuple[Item, Situation]],
    *,
    jobs: int = 1,
    cluster: str | None = None,
    deadline: float | None = None,
    progress: Callable[..., None] | None = None,
    counted: Callable[[Sequence[Result]], int] | None = None,
) -> tuple[list[Result], bool]:
    """``function(situation, piece, deadline)`` of each piece and its situation; the rest as :func:`spread` has it.

    On one core the situations themselves are asked. Another process makes each again from its case and keeps it from
    one piece to the next; so the answer to a piece must not depend on what was asked before, as proven ones do not."""
    if jobs == 1 and not cluster:

        def here(piece: tuple[Item, Situation]) -> Result:
            within(deadline)
            return function(piece[1], piece[0], deadline)

        return spread(here, pieces, deadline=deadline, progress=progress, counted=counted)
    packed = {id(situation): _packed(situation) for situation in {id(s): s for _, s in pieces}.values()}
    times = _times(cluster, deadline)
    errands = [_Errand(function, packed[id(situation)], piece, *times) for piece, situation in pieces]
    return spread(_run, errands, jobs=jobs, cluster=cluster, deadline=deadline, progress=progress, counted=counted)


def _packed(situation: Situation) -> bytes:
    """What another process makes the situation from."""
    return pickle.dumps((situation.case, situation.engine))


def _times(cluster: str | None, deadline: float | None) -> tuple[float | None, float | None]:
    """Until when another process may work, or how long: those of one machine share its clock, others do not."""
    if deadline is None or not cluster:
        return deadline, None
    return None, max(deadline - time.monotonic(), 0.0)


@dataclass(frozen=True)
class _Errand:
    """One piece of work for another process: what is asked, of which case, and until when or for how long."""

    function: Callable[[Any, Any, float | None], Any]
    packed: bytes
    piece: Any
    deadline: float | None
    left: float | None


def _run(errand: _Errand) -> Any:
    deadline = errand.deadline
    if deadline is None and errand.left is not None:
        deadline = time.monotonic() + errand.left
    within(deadline)
    return errand.function(_situation(errand.packed), errand.piece, deadline)


@lru_cache(maxsize=2)
def _situation(packed: bytes) -> Situation:
    from optimizer.situation import Situation

    case, engine = pickle.loads(packed)
    return Situation(case, solver=engine)


def _tried(function: Callable[[Any], Any], piece: Any) -> tuple[Any, bool]:
    """What comes of one piece, and whether it was finished: an exception of one would lose what others have done."""
    try:
        return function(piece), True
    except TimeoutError:
        return None, False


@contextmanager
def _results(
    function: Callable[[Any], Any], pieces: Sequence[Any], jobs: int, cluster: str | None, deadline: float | None
) -> Iterator[Iterator[tuple[Any, bool]]]:
    """The results as they are asked for; leaving stops what is still at work."""
    tried = partial(_tried, function)
    if cluster:
        with _client(cluster) as client:
            futures = client.map(tried, pieces, pure=False)
            try:
                _staffed(client, deadline)
                yield (_gathered(future, deadline) for future in futures)
            finally:
                client.cancel(futures)
    elif jobs == 1 or len(pieces) < 2:
        yield (tried(piece) for piece in pieces)
    else:
        from joblib import Parallel, delayed

        # Ctrl-C reaches every process of a terminal; this one alone says what then becomes of the work.
        hands = Parallel(n_jobs=jobs, return_as="generator", batch_size=1, initializer=_deaf)
        results = hands(delayed(tried)(piece) for piece in pieces)
        try:
            yield results
        finally:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # that work was cancelled is what is wanted here
                results.close()


def _deaf() -> None:
    """Let the keyboard's interrupt pass by: for processes that another one ends."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _client(address: str) -> Any:
    try:
        from dask.distributed import Client
    except ImportError:
        raise Unreachable("Dask is not installed here; install spearhead[cluster], or use jobs") from None
    try:
        return Client(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise Unreachable(f"no Dask scheduler answers at {address} ({error})") from None


def _staffed(client: Any, deadline: float | None) -> None:
    """Wait for a first worker: a cluster that grows with its work gets one when work arrives.

    Raises:
        TimeoutError: when the deadline came first.
        Unreachable: when none comes.
    """
    try:
        client.wait_for_workers(1, timeout=_STAFF if deadline is None else min(_STAFF, _left(deadline)))
    except TimeoutError:
        if deadline is not None and time.monotonic() >= deadline:
            raise
        raise Unreachable("the cluster has no workers") from None


def _gathered(future: Any, deadline: float | None) -> tuple[Any, bool]:
    """What a cluster made of one piece.

    Raises:
        TimeoutError: when the deadline came first.
        Unreachable: when it lost the piece, or does not have what it takes to do it.
    """
    from dask.distributed import CancelledError, KilledWorker

    try:
        return future.result(timeout=None if deadline is None else _left(deadline))
    except (KilledWorker, CancelledError) as error:
        raise Unreachable(f"the cluster lost a part of the work ({type(error).__name__})") from None
    except ImportError as error:
        raise Unreachable(f"the cluster's workers do not have what this takes ({error})") from None


def _left(deadline: float) -> float:
    """Seconds until a deadline, as a time to wait that is never taken for none."""
    return max(deadline - time.monotonic(), 0.001)
