"""What sessions share: results that are the same for everyone who asks the same, under a key of their content.

A key is the case's digest with every setting in force. Nothing here holds a solver: those answer one session at a time.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimizer.case.model import Case
    from optimizer.situation import Situation

#: So many results are kept, the ones used longest ago given up first.
MOST = 64


class Kept:
    """A bounded store for several threads: least recently used out first."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._held: OrderedDict[Any, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any) -> Any:
        """What is kept under a key, or None."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: Any, value: Any) -> None:
        """Keep something under a key."""
        with self._lock:
            self._held[key] = value
            self._held.move_to_end(key)
            while len(self._held) > self.most:
                self._held.popitem(last=False)

    def __len__(self) -> int:
        return len(self._held)


def content(case: Case) -> str:
    """What a case says and the settings in force, as a key."""
    return f"{case.sha256}:{json.dumps(case.settings.as_dict(), sort_keys=True, default=str)}"


#: Parts of situations, without their solvers.
PARTS = Kept(128)
#: Answers to questions, by (content, question, arguments).
ANSWERS = Kept(256)

#: What of a situation follows from its content alone and never changes.
STEADY = ("consensus", "weights", "ranking", "_framed", "conditions", "program")


def remember(situation: Situation) -> None:
    """Keep what others may use of a situation."""
    parts = {name: situation.__dict__[name] for name in STEADY if name in situation.__dict__}
    PARTS.put(content(situation.case), (parts, situation._settled))


def prepared(case: Case) -> Any:
    """A situation of one's own, with what is known of its content already."""
    from optimizer.situation import Situation

    made = Situation(case)
    known = PARTS.get(content(case))
    if known is not None:
        made.__dict__.update(known[0])
        made._settled = known[1]
    return made
