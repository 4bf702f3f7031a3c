"""The real process: pipes that close, disks that are full, encodings that lack signs, and failures of our own."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from optimizer.cli import main, output, running

CASE = str(Path(__file__).parents[2] / "cases" / "by-hand")
RUN = [sys.executable, "-c", "import sys; from optimizer.cli import main; sys.exit(main())"]


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*RUN, *words], capture_output=True, env={**os.environ, **environment}, check=False)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from optimizer.cli import main; main(['--help', '--lang', 'nl']); "
        "heavy = {'numpy', 'pandas', 'pydantic', 'highspy', 'pulp', 'babel', 'yaml', 'inspect', 'argparse'}; "
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_a_reader_that_goes_away_hears_no_traceback() -> None:
    script = f"{sys.executable} -c 'import sys; from optimizer.cli import main; sys.exit(main())' --help | head -c 10"
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=False)
    assert done.stderr == b""
    code = (
        "import os, sys; r, w = os.pipe(); os.close(r); os.dup2(w, 1); "
        "from optimizer.cli import main; sys.exit(main(['--help']))"
    )
    gone = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert gone.returncode == output.READER_GONE
    assert gone.stderr == b""


@pytest.mark.parametrize("words", [["--help"], ["check", CASE, "--json"]])
def test_a_full_disk_is_said_in_one_line(words: list[str]) -> None:
    if not os.path.exists("/dev/full"):
        pytest.fail("this test needs /dev/full")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*RUN, *words], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr == b"the output cannot be written: No space left on device\n"


def test_a_closed_output_is_said_in_one_line() -> None:
    words = shlex.join([*RUN, "decide", CASE, "--json"])
    done = subprocess.run(["sh", "-c", f"{words} >&-"], stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode() == "the output cannot be written: Bad file descriptor\n"


def test_encodings_that_lack_signs_get_plain_ones() -> None:
    done = run("decide", CASE, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"####" in done.stdout
    assert b"EUR 11" in done.stdout
    done = run("decide", CASE, "--lang", "nl", PYTHONIOENCODING="cp1252")
    assert done.returncode == 0
    assert "€\u00a011\u00a0miljoen" in done.stdout.decode("cp1252")


def test_stopped_from_the_keyboard(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(words: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "run", stopped)
    assert main(["check", CASE]) == 130
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "Stopped.\n"


def test_a_signal_ends_the_process_quietly() -> None:
    code = (
        "import sys, time; from optimizer.cli import main, running\n"
        "def slow(words): print('ready', flush=True); time.sleep(30)\n"
        "running.run = slow; sys.exit(main(['check']))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err == b"Stopped.\n"
    assert time.monotonic() - started < 10


def test_a_failure_of_our_own_is_said_and_where_to_take_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(words: object) -> int:
        raise ZeroDivisionError("by\nnothing")

    monkeypatch.setattr(running, "run", broken)
    assert main(["check", CASE]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "ZeroDivisionError" in err
    assert "by nothing" in err
    assert "Traceback" not in err
    assert main(["check", CASE, "--json"]) == 2
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert fault["table"] == "program"


def test_version() -> None:
    done = run("--version")
    assert done.returncode == 0
    assert done.stdout.startswith(b"spearhead ")
