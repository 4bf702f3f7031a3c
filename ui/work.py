"""Long questions beside the page: each in a thread of its own, with progress and a way to stop it.

A thread may be stopped between two solves: the progress that a question tells raises KeyboardInterrupt, which every
question takes as "answer with what there is". So many run at once in one process as there are processors.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

_ROOM = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))


class Job:
    """One question being answered.

    Attributes:
        told: what the question told last: ``done`` and ``of``, ``found``, ``cases``.
        result: the answer, once there is one; ``error`` what went wrong instead.
        stopped: whether somebody stopped it; the answer is then of what was found.
    """

    def __init__(self, run: Callable[[Callable[..., None]], Any]) -> None:
        self.told: dict[str, Any] = {}
        self.result: Any = None
        self.error: BaseException | None = None
        self.stopped = False
        self._run = run
        self._over = threading.Event()
        threading.Thread(target=self._work, name="question", daemon=True).start()

    def _work(self) -> None:
        try:
            with _ROOM:
                if self.stopped:
                    raise KeyboardInterrupt
                self.result = self._run(self.progress)
        except BaseException as error:  # it is told to whoever asked, in the page's own thread
            self.error = error
        finally:
            self._over.set()

    def progress(self, *_: object, **told: Any) -> None:
        """What the question calls."""
        self.told = told
        if self.stopped:
            raise KeyboardInterrupt

    def stop(self) -> None:
        """Ask it to end soon."""
        self.stopped = True

    def over(self, wait: float = 0) -> bool:
        """Whether it has ended, after waiting so many seconds at most."""
        return self._over.wait(wait) if wait else self._over.is_set()

    @property
    def share(self) -> float | None:
        """How far it is, 0 to 1; None where it cannot know."""
        done, of = self.told.get("done"), self.told.get("of")
        return min(1.0, done / of) if done is not None and of else None
