"""The same work on one core, on several, or on a cluster: the same pieces in the same order, so the same answer.

Work is cut into pieces before anyone knows how many hands there are; a piece is a pure function of what it is given.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def spread(
    function: Callable[[Item], Result],
    pieces: Sequence[Item],
    *,
    jobs: int = 1,
    cluster: str | None = None,
    deadline: float | None = None,
    progress: Callable[..., None] | None = None,
) -> tuple[list[Result], bool]:
    """``function`` of each piece, in order, and whether all were done.

    Args:
        function: defined at the top of a module, so that another process finds it.
        jobs: processes on this machine (-1: one for each core), by joblib.
        cluster: address of a Dask scheduler (``tcp://…``), which is used instead.
        deadline: ``time.monotonic()`` after which no piece is waited for; those done before it, without a gap from
            the first on, are the answer. Ctrl-C does the same.
        progress: told ``done`` and ``of``.

    Raises:
        ValueError: when ``jobs`` is 0, or ``cluster`` cannot be reached or Dask is not installed.
    """
    if jobs == 0:
        raise ValueError("jobs: at least 1 is needed, or -1 for every core")
    done: list[Result] = []
    try:
        with _results(function, pieces, jobs, cluster) as results:
            for result in results:
                done.append(result)
                if progress:
                    progress(done=len(done), of=len(pieces))
                if deadline is not None and time.monotonic() >= deadline:
                    break
    except KeyboardInterrupt:
        pass
    return done, len(done) == len(pieces)


@contextmanager
def _results(
    function: Callable[[Any], Any], pieces: Sequence[Any], jobs: int, cluster: str | None
) -> Iterator[Iterator[Any]]:
    """The results as they are asked for; leaving stops what is still at work."""
    if cluster:
        with _client(cluster) as client:
            futures = client.map(function, pieces, pure=False)
            try:
                yield (future.result() for future in futures)
            finally:
                client.cancel(futures)
    elif jobs == 1 or len(pieces) < 2:
        yield (function(piece) for piece in pieces)
    else:
        from joblib import Parallel, delayed

        results = Parallel(n_jobs=jobs, return_as="generator")(delayed(function)(piece) for piece in pieces)
        try:
            yield results
        finally:
            results.close()


def _client(address: str) -> Any:
    try:
        from dask.distributed import Client
    except ImportError:
        raise ValueError("cluster: Dask is not installed here; install spearhead[cluster], or use jobs") from None
    try:
        return Client(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ValueError(f"cluster: no Dask scheduler answers at {address} ({error})") from None
