"""The picture of a proof: drawn from the certificate, of any size, with words in both languages."""

from __future__ import annotations

import io
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from optimizer.case.load import load_case
from optimizer.questions.decide import decide
from optimizer.situation import Situation
from optimizer.verify import check_certificate as checker
from optimizer.verify.run import run_verify
from optimizer.verify.tree_picture import DRAWN, Case, case_tree, tree_svg, unfolded
from optimizer.words.plain_json import plain_json

CASES = Path(__file__).parents[2] / "cases"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The decision of the Flanders case and its certificate, as files."""
    folder = tmp_path_factory.mktemp("decided")
    found = decide(Situation(load_case(CASES / "flanders-2014")), certificate=True)
    (folder / "decision.json").write_text(plain_json(found.as_dict()), encoding="utf-8")
    (folder / "certificate").write_bytes(found.certificate or b"")
    return folder / "decision.json", folder / "certificate"


@pytest.fixture(scope="module")
def proof(files: tuple[Path, Path]) -> checker.Proof:
    printed = checker.strict_json(files[0].read_bytes())
    return checker.check(CASES / "flanders-2014", printed, files[1].read_bytes())


def texts(svg: str) -> list[str]:
    return [part.text or "" for part in ET.fromstring(svg).iter(SVG + "text")]


def test_every_case_is_drawn_with_its_bound_below_what_would_have_to_be_reached(proof: checker.Proof) -> None:
    root = case_tree(proof.trees[0], proof.roadmaps)
    assert root.leaves == proof.leaves <= DRAWN
    svg = tree_svg(proof)
    marks = list(ET.fromstring(svg).iter(SVG + "circle")) + list(ET.fromstring(svg).iter(SVG + "rect"))
    leaves = [case for case in cases(root) if case.kind != "split"]
    dots = sum(case.kind == "worth" for case in leaves)
    # Each case once in the tree, those closed by their worth once more on the axis; three meanings, and the paper.
    assert len(marks) == len(leaves) + dots + 3 + 1
    target = (proof.claims[0].worth or 0) * proof.model.unit
    assert all(case.bound is not None and case.bound < target for case in leaves if case.kind == "worth")
    assert {case.kind for case in leaves} == {"worth", "rules", "left"}


def cases(root: Case) -> list[Case]:
    found, stack = [], [root]
    while stack:
        one = stack.pop()
        found.append(one)
        stack += one.parts
    return found


def test_it_speaks_both_languages_and_has_words_for_those_who_do_not_see_it(proof: checker.Proof) -> None:
    english, dutch = tree_svg(proof, {"fisch": "FISCH <platform>"}), tree_svg(proof, lang="nl")
    assert "every portfolio" in texts(english)
    assert "elke portefeuille" in texts(dutch)
    assert "FISCH <platform>: funded" in texts(english)
    for svg in (english, dutch):
        drawn = ET.fromstring(svg)
        assert drawn.findtext(SVG + "title")
        assert drawn.findtext(SVG + "desc")
        colours = {part.get(kind) for part in drawn.iter() for kind in ("fill", "stroke")}
        assert colours <= {"black", "white", "none", None}
    assert tree_svg(proof, {"fisch": "FISCH <platform>"}) == english


def test_trees_of_ten_thousand_cases_fold(proof: checker.Proof) -> None:
    answer = proof.answer
    tree = checker.Tree(answer, proof.bound, proof.claims[0])
    # A comb of nine thousand splits: the first part is closed, the second goes on.
    leaf: tuple[list[object], int | None] = (["L", 1, 0, []], -5)
    tree.steps = [step for _ in range(9_999) for step in ((["S", 0, 1, 2], None), leaf)] + [leaf]
    root = case_tree(tree, proof.roadmaps)
    assert root.leaves == 10_000
    assert len(unfolded(root)) < DRAWN
    tree.leaves = 10_000
    proof = object.__new__(checker.Proof)
    proof.answer, proof.model, proof.trees, proof.roadmaps = answer, answer.model, [tree], [0]
    svg = tree_svg(proof)
    assert len(svg) < 50_000
    assert any("9,9" in text and "cases" in text for text in texts(svg))


def test_verify_draws_it_from_files_and_says_where_there_is_none(files: tuple[Path, Path], tmp_path: Path) -> None:
    case, target, wrong = CASES / "flanders-2014", tmp_path / "tree.svg", io.StringIO()
    assert run_verify(files[0], case, files[1], tree=target, lang="nl", out=io.StringIO(), err=wrong) == 0
    assert "Het bewijs" in target.read_text(encoding="utf-8")
    assert not wrong.getvalue()
    assert run_verify(files[0], case, tree=tmp_path / "none.svg", out=io.StringIO(), err=wrong) == 0
    assert "No picture was drawn" in wrong.getvalue()
    assert not (tmp_path / "none.svg").exists()


def test_verify_alone_loads_no_solver_no_numpy_and_no_model(files: tuple[Path, Path], tmp_path: Path) -> None:
    script = (
        "import sys\nfrom optimizer.cli import main\nstatus = main(sys.argv[1:])\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}"
        " & {'numpy', 'pandas', 'scipy', 'highspy', 'pulp', 'pymcdm', 'ortools'}),"
        " sorted(name for name in sys.modules if name.startswith(('optimizer.models', 'optimizer.questions',"
        " 'optimizer.criteria', 'optimizer.situation'))), status)"
    )
    case = str(CASES / "flanders-2014")
    more = ["--certificate", str(files[1]), "--tree", str(tmp_path / "tree.svg")]
    command = [sys.executable, "-c", script, "verify", str(files[0]), case, *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "[] [] 0", (done.stdout[-2000:], done.stderr)
    assert (tmp_path / "tree.svg").exists()
