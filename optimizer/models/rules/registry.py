"""Every rule type by its name in the column ``rule``. A new one is a file beside this and a name here."""

from __future__ import annotations

from typing import cast

from optimizer.models.rules import (
    concentration,
    count,
    cover,
    downside,
    exclusive,
    intensity,
    leverage,
    must,
    never,
    requires,
    share,
)
from optimizer.models.rules.frame import Kind

_MODULES = (
    count, must, never, exclusive, requires, share, cover, concentration, intensity, leverage, downside
)  # fmt: skip

#: Rule type to the module that knows it.
RULES: dict[str, Kind] = {module.KIND: cast(Kind, module) for module in _MODULES}
