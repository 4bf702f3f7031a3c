"""What the model writes, kept as small LP files: a change of the mathematics shows as a readable difference.

To write them anew after a change that is meant: ``python -m tests.models.test_statement``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from optimizer.models.cuts import tangent
from optimizer.models.program import Program
from optimizer.models.statement import state
from tests.models.small import BUDGET, RULES, SCENARIOS, SYNERGIES, program, rule

HERE = Path(__file__).parent / "lp"


def cases() -> dict[str, Program]:
    """The program behind each LP file."""
    found = {kind: program(one, scenarios=SCENARIOS) for kind, one in RULES.items()}
    found["budget"] = program(budget=BUDGET)
    found["synergies"] = program(synergies=SYNERGIES)
    found["synergies-in-budget"] = program(synergies=SYNERGIES[1:2], budget=BUDGET)
    found["forced"] = program(settings={"must": ("a",), "never": ("b",)})
    found["ineligible"] = program(rule("must", members=("c",)), ineligible=("c",))
    return found


def written(made: Program, folder: Path) -> str:
    """The LP file of a program; cones and tails by the cut at "everything funded at full"."""
    statement = state(made)
    everything = made.columns(options[0] for options in made.groups.values())
    for index, cone in enumerate(made.cones):
        statement.add(tangent(cone, everything), f"tangent{index}")
    for index, tail in enumerate(made.tails):
        statement.add(tail.cut(tail.worst(everything)), f"tail{index}")
    path = folder / "made.lp"
    statement.problem.writeLP(str(path))
    return re.sub(r"\s+\n", "\n", path.read_text())


@pytest.mark.parametrize("name", sorted(cases()))
def test_the_lp_file_is_the_one_that_is_kept(name: str, tmp_path: Path) -> None:
    assert written(cases()[name], tmp_path) == (HERE / f"{name}.lp").read_text()


def test_every_rule_type_has_its_file() -> None:
    from optimizer.models.rules import registry

    assert set(registry.RULES) <= {path.stem for path in HERE.glob("*.lp")}


def test_ids_that_pulp_would_confuse_stay_apart() -> None:
    names = [column.name for column in state(program()).columns]
    assert names == ["x0", "x1", "x2", "x3"]


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name, made in cases().items():
            (HERE / f"{name}.lp").write_text(written(made, Path(folder)))
