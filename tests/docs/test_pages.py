"""The pages say what is so: what the program prints today, files that exist, and nothing of one machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from docs import refresh

PAGES = sorted(refresh.pages())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(refresh.ROOT)))
def test_a_page_shows_what_is_printed_today(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert settled(refresh.refreshed(text)) == settled(text), "make docs"


def settled(text: str) -> str:
    """A page without how many cases a proof distinguishes: that hangs on the last bits of the processor at hand."""
    return re.sub(r"\d+(?= cases\s+checked)", "N", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(refresh.ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert "://" in target or (page.parent / target).exists(), target


def test_how_to_add_names_files_that_exist() -> None:
    text = (refresh.ROOT / "docs" / "how-to-add.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`((?:optimizer|tests|docs)/[\w./-]+)`", text) if "NAME" not in name}
    assert len(named) > 10
    assert [name for name in sorted(named) if not (refresh.ROOT / name).exists()] == []


def test_the_readme_shows_the_flanders_decision() -> None:
    text = (refresh.ROOT / "README.md").read_text(encoding="utf-8")
    shown = [match.group(3) for match in refresh.PLACE.finditer(text)]
    assert shown
    assert shown[0].startswith("spearhead decide cases/flanders-2014,")


def test_a_page_may_only_show_what_this_program_prints() -> None:
    with pytest.raises(ValueError, match="not: ls"):
        refresh.refreshed("<!-- output of: ls -->\n<!-- end -->")


def test_no_address_of_an_index_and_no_path_of_a_machine() -> None:
    # Spelled apart, so that this file is not its own first finding.
    hosts = re.compile("|".join(["py" + r"pi\.", "pythonhosted" + r"\.", r"index-" + "url", "npmjs" + r"\."]))
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=refresh.ROOT, check=True)
    found = []
    for name in listed.stdout.split():
        path = refresh.ROOT / name
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="ignore")
            if str(refresh.ROOT) + "/" in text or hosts.search(text):
                found.append(name)
    assert found == []
