"""Thousands of changed certificates, decisions and cases; and that these trials see a checker that lacks a check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from optimizer.verify import check_certificate as checker
from tests.verify import mutations


def test_nothing_false_is_accepted_of_thousands_of_changed_files() -> None:
    told = mutations.run(0, 4000)
    assert told["trials"] == 4000
    assert told["false"] > 2000
    assert told["accepted"] > 300  # what is changed and still true


def unchecked_split(self: checker.Tree, masks: list[int], index: int, parts: list[Any]) -> list[list[int]]:
    return [[*masks[:index], masks[index] & part, *masks[index + 1 :]] for part in parts]


def any_number(value: Any, least: int | None = None) -> int:
    return int(value)


def whatever_it_is_worth(self: checker.Proof, worth: int | None, *rest: Any, **more: Any) -> bool:
    return any(claim.worth is None or worth is not None for claim in self.claims)


#: A check of the checker, what stands in its place, and a seed near which that is seen.
MISSING: dict[str, tuple[Any, str, Callable[..., Any], int]] = {
    "that splits leave nothing out": (checker.Tree, "split", unchecked_split, 0),
    "that nothing is left": (checker.Tree, "nothing_left", lambda self, masks: True, 0),
    "that multipliers are not negative": (checker, "whole", any_number, 18),
    "what synergies add": (checker.Bound, "most_of", lambda *given: 0, 6),
    "that who is left out does no harm": (checker.Proof, "beyond", lambda *given: True, 6),
    "what a claim is about": (checker.Proof, "shown", whatever_it_is_worth, 0),
    "that rules said to clash do": (checker.Proof, "clash", lambda *given: [], 2),
    "that the portfolio keeps the rules": (
        checker.Answer, "keeping_every_rule", lambda self, chosen, only=None: self.all_columns(chosen), 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("check", MISSING)
def test_the_trials_see_a_checker_that_lacks_a_check(check: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, name, instead, seed = MISSING[check]
    monkeypatch.setattr(owner, name, instead)
    with pytest.raises(AssertionError):
        mutations.run(seed, 600)
