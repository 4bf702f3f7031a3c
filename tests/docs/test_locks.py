"""The locks pin everything that pyproject.toml asks for, at versions that it allows, and say nothing of where from."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from docs.refresh import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(name: str) -> dict[str, str]:
    lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    return {canonicalize_name(line.split("==")[0]): line.split("==")[1] for line in lines}


def test_the_locks_satisfy_what_is_asked_for() -> None:
    runtime, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    extras = [line for extra in PROJECT["optional-dependencies"].values() for line in extra]
    for lock, wanted in ((runtime, PROJECT["dependencies"]), (dev, PROJECT["dependencies"] + extras)):
        for requirement in map(Requirement, wanted):
            assert requirement.specifier.contains(lock[canonicalize_name(requirement.name)]), requirement


def test_tests_run_on_what_users_get() -> None:
    dev = pins("requirements-dev.txt")
    assert {name: dev.get(name) for name in pins("requirements.txt")} == pins("requirements.txt")


def test_a_demo_installs_no_tools_of_development() -> None:
    assert not {"pytest", "ruff", "mypy", "ortools", "hypothesis", "distributed"} & set(pins("requirements.txt"))
