"""``decide`` and ``explain``: the question, and the proof that it writes beside its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.cli.asking import answer, read_case, situation_of

if TYPE_CHECKING:
    from optimizer.cli.parsing import Request
    from optimizer.questions.decision import Decision
    from optimizer.questions.explain import Explanation


def ask(request: Request) -> int:
    """Ask, and write the certificate where one was asked for; a place that cannot be written to is refused before any
    work is done."""
    assert request.command is not None
    path = request.get("certificate")
    if path is not None:
        from optimizer.case.faults import CaseError
        from optimizer.cli.files import unwritable
        from optimizer.cli.parsing import fault

        trouble = unwritable(path)
        if request.get("solver") not in (None, "tree"):
            trouble = "a second opinion proves nothing; leave --solver out for a certificate"
        if trouble:
            raise CaseError([fault("--certificate", trouble)])

    def keep(found: Decision | Explanation) -> None:
        if path is not None and found.certificate is not None:
            from optimizer.cli.files import write

            write(path, found.certificate)

    situation = situation_of(request, read_case(request))
    done: Any = keep
    return answer(request, situation, (situation,), request.command.question, done)
