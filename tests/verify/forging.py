"""Certificates that were tampered with: fitted to a false decision, forged from nothing, or spoiled in one place."""

from __future__ import annotations

import copy
import json
import random
from fractions import Fraction
from typing import Any

from optimizer.models.certificate import Claim, text
from optimizer.models.program import Program
from optimizer.models.ties import other_than
from optimizer.models.tree.proof import Statement
from optimizer.verify import check_certificate as checker
from tests.verify.brute import prove
from tests.verify.worlds import Tree, World


def fitted(certificate: Tree, decision: Tree, world: World) -> Tree:
    """A certificate whose claims are written anew to say just what a decision needs."""
    found, portfolio = copy.deepcopy(certificate), decision["portfolio"]
    unit = world.program.unit * (checker.gcd(*world.program.values) or 1)
    for claim in found["claims"]:
        if "worth" in claim and portfolio["value"] is not None:
            worth = Fraction(str(portfolio["value"])) / unit
            claim["worth"] = int(worth) + ("except" not in claim)
            if portfolio["status"] != "optimal":
                claim["worth"] = int(Fraction(str(portfolio["bound"] or 0)) // unit) + 1
        if "spend" in claim:
            claim["spend"] = int(Fraction(str(portfolio["spend"]["total"])) * world.program.money) - (
                "except" not in claim
            )
        if "except" in claim:
            claim["except"] = _names(portfolio)
        if "rules" in claim:
            claim["rules"] = list(portfolio["conflict"])
    return found


def forged(certificate: Tree, decision: Tree, world: World, rng: random.Random) -> Tree:
    """A certificate that would prove anything if one of the checker's checks were missing."""
    portfolio, unit = decision["portfolio"], world.program.unit * (checker.gcd(*world.program.values) or 1)
    value, much = int(Fraction(str(portfolio["value"] or 0)) / unit), 10**12
    rows = ["other", "spend", *(row for row in certificate["rows"] if row not in ("other", "spend"))]
    rules = sorted(set(portfolio["conflict"]))
    sentence: Tree = {} if portfolio["status"] == "infeasible" else {"worth": value + 1}
    if portfolio["status"] in ("within_gap", "time_limit"):
        sentence["worth"] = int(Fraction(str(portfolio["bound"] or 0)) // unit) + 1
    if rules:
        sentence["rules"] = rules
    whole = int("worth" in sentence)
    tricks: dict[str, list[Any]] = {
        "a split that holds nothing": [["S", 0, 0, 0], ["E"], ["E"]],
        "a multiplier below zero": [["L", whole, 0, [rng.choice((0, -much)) for _ in rows]]],
        "a scale below zero": [["L", -much, 0, []]],
        "a strike of everything": [["X", whole, 0, [much * rng.randrange(2) for _ in rows]], ["E"]],
        "shifts": [["L", whole, 0, [], "*" * len(world.program.bundles), *_shifts(world, -much)]],
        "rows that do not count": [["L", whole, 0, [much * rng.randrange(2) for _ in rows]]],
        "a value that does not count": [["L", much, 0, []]],
        "nothing left": [["E"]],
        "no nodes": [],
    }
    others = ["a spend that nobody has", "a worth that nobody has", "a better one left out", "a cut"]
    trick = "a conflict" if rules and rng.random() < 0.7 else rng.choice([*tricks, *others])
    if trick == "a spend that nobody has":
        sentence, tricks[trick] = {"worth": value, "spend": -much}, [["L", 0, 0, [0, 1]]]
    elif trick == "a worth that nobody has":
        sentence, tricks[trick] = {"worth": much}, [["L", 1, 0, []]]
    elif trick == "a conflict":
        return certificate | {"without": {rule: _keeping(world, set(rules) - {rule}) for rule in rules}}
    elif trick == "a better one left out" and world.best is not None:
        return _left_out(world, Fraction(str(portfolio["value"] or 0)))
    elif trick == "a cut" and (world.program.cones or world.program.tails):
        rows = [_false_cut(world.program, rng)]
        tricks[trick] = [["L", whole, 0, [much]]]
    tree = tricks.get(trick, [["E"]])
    if rng.random() < 0.3 and portfolio["status"] == "optimal":
        sentence |= {"worth": value, "except": _names(portfolio)} | ({"ranked": True} if rng.random() < 0.5 else {})
    synergies = [bundle.id for bundle in world.program.bundles]
    found: Tree = {"rows": rows, "roadmaps": [world.case.roadmaps[0].id], "synergies": synergies}
    claims = [{**sentence, "tree": tree}]
    if "worth" in sentence:
        claims.append({**sentence, "worth": value, "tree": tree})
    return {"certificate": checker.VERSION, **found, "claims": claims, "other": certificate.get("other", [])}


def _false_cut(program: Program, rng: random.Random) -> Tree:
    """A cut whose row not every portfolio keeps that keeps the rule."""
    cones = [{"rule": cone.id, "over": rng.choice((0, 1, -1)), "r": 0, "values": {"bio": 9}} for cone in program.cones]
    tails = [{"rule": tail.id, "over": 1, "q": {"w0": 9, "w1": rng.choice((-8, 0))}} for tail in program.tails]
    return rng.choice([*cones, *tails])


def _names(portfolio: Tree) -> list[str]:
    """What a printed portfolio funds, as lists of ids write it."""
    return [row["roadmap"] + ("" if row["level"] == "full" else f":{row['level']}") for row in portfolio["selected"]]


def _shifts(world: World, size: int) -> list[list[int]]:
    """A list of shifts for each synergy."""
    return [[size] * sum(map(len, bundle.members)) for bundle in world.program.bundles]


def _keeping(world: World, rules: set[str]) -> list[str]:
    """A portfolio that keeps some rules, if there is one."""
    return list(next((one.ids for one in world.seen if not one.broken & rules), ()))


def _left_out(world: World, value: Fraction) -> Tree:
    """True sentences that leave out the best portfolio: that no other is worth more than so much."""
    assert world.best is not None
    program, best = world.program, world.selection(world.best)
    others = (one.value for one in world.feasible if one is not world.best)
    worth = int(max(value, *others, value) / program.unit) + 1
    statement = Statement(program.values, worth, extra=(other_than(program, best),))
    proof = prove(program, statement, random.Random(0))
    if proof is None:  # a rule missed by a hair
        return {"certificate": checker.VERSION, "claims": []}
    found: Tree = json.loads(text(world.case, program, [Claim(proof, worth, spared=best)]))
    return found


def spoil(tree: Tree, rng: random.Random) -> None:
    """One change somewhere in a certificate."""
    if not tree["claims"]:
        return
    claim = rng.choice(tree["claims"])
    node: list[Any] = rng.choice(claim["tree"]) if claim["tree"] else ["E"]
    vector = node[0] in ("L", "X") and len(node) > 3 and isinstance(node[3], list)
    what = rng.randrange(12)
    if what == 0 and claim["tree"]:
        claim["tree"].pop(rng.randrange(len(claim["tree"])))
    elif what == 1:
        key = rng.choice(("worth", "spend", "except", "ranked", "rules"))
        if key in claim and rng.random() < 0.5:
            del claim[key]
        else:
            claim[key] = {"worth": rng.randrange(9), "spend": rng.randrange(9), "ranked": True}.get(key, [])
    elif what == 2 and vector and node[3]:
        node[3][rng.randrange(len(node[3]))] += rng.choice((-10, -1, 1, 1000))
    elif what == 3 and vector:
        node[1] = max(0, node[1] + rng.choice((-1, 1, 5)))
    elif what == 4 and node[0] == "S" and len(node) > 1 and all(type(part) is int for part in node[1:]):
        node[rng.randrange(1, len(node))] ^= 1 << rng.randrange(3)
    elif what == 5:
        claim["tree"].insert(rng.randrange(len(claim["tree"]) + 1), ["L", 1, 0, []])
    elif what == 6 and vector:
        node[4:5] = ["".join(rng.choice("0012*=") for _ in tree["synergies"])]
    elif what == 7:
        node[:] = ["E"]
    elif what == 8:
        tree["rows"] = rng.sample(tree["rows"], len(tree["rows"]))
    elif what == 9 and vector:
        node[2] = max(0, node[2] + rng.choice((-1, 1, 3)))
    elif what == 10 and "worth" in claim:
        claim["worth"] += rng.choice((-1, 1))
    else:
        node[0] = rng.choice("LXSE")
