"""``python -m optimizer.words compile`` makes every ``.mo``; ``check`` says where code and Dutch disagree."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run one of the two commands.

    Returns:
        0 when all is well, 1 when something does not fit, 2 for a command that does not exist.
    """
    from optimizer.words.catalogues import HERE, check, compile_all

    if list(argv) in ([], ["compile"]):
        for path in compile_all():
            print(f"compiled {path.stem}")
        return 0
    if list(argv) == ["check"]:
        root = HERE.parent.parent
        problems = check(path for path in (root / "optimizer", root / "ui") if path.is_dir())
        for problem in problems:
            print(problem)
        return 1 if problems else 0
    print("say: python -m optimizer.words compile, or: python -m optimizer.words check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
