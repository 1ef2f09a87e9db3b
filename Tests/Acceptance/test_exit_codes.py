"""docs/schedulers.md against the program: its table, its settings, its loop."""

from __future__ import annotations

import re
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from flaky_server import FlakyServer
from support import REPOSITORY, TIMEOUT, Exit, Quadrat, outcome, partial, wait_for

PAGE = (REPOSITORY / "docs" / "schedulers.md").read_text()
TABLE = re.search(r"\| exit \|.*?\n\n", PAGE, re.DOTALL)
LOOP = re.search(r"## A shell.*?```sh\n(.*?)```", PAGE, re.DOTALL)


def codes() -> set[int]:
    """What the first column of the table lists."""
    assert TABLE
    rows = re.findall(r"^\| ([\d, ]+) \|", TABLE[0], re.MULTILINE)
    return {int(code) for row in rows for code in row.split(",")}


def test_the_table_has_every_code() -> None:
    signals = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGKILL, signal.SIGPIPE)
    assert codes() == {*map(int, Exit), *(128 + number for number in signals)}


def test_help_says_the_same(quadrat: Quadrat) -> None:
    text = " ".join(quadrat("--help").stdout.split())
    said = re.search(r"Exit codes: (.*?)\.( |$)", text)
    assert said and set(map(int, re.findall(r"\b\d+\b", said[1]))) == {*map(int, Exit), 128}


@pytest.mark.parametrize("verb", ["cover", "count", "plan", "inspect", "catalogs"])
def test_each_command_refuses_and_knows_wrong_usage(quadrat: Quadrat, vegetation: Path, verb: str) -> None:
    options = ("--catalog", vegetation) if verb in ("cover", "count", "plan") else ()
    arguments = ("--from", "none.tif") if verb == "catalogs" else ("none.tif", *options)
    assert quadrat(verb, *arguments).code == Exit.REFUSED
    assert quadrat(verb, *arguments, "--frobnicate").code == Exit.USAGE


def test_each_command_says_that_a_server_may_come_back(quadrat: Quadrat, vegetation: Path, tmp_path: Path) -> None:
    once = Quadrat(quadrat.binary, quadrat.folder, {"GDAL_HTTP_MAX_RETRY": "0"})
    with FlakyServer(tmp_path, lambda *_: 503).serving() as server:
        name = server.name("ortho.tif")
        for verb in ("cover", "count", "plan"):
            assert once(verb, name, "--catalog", vegetation).code == Exit.TRY_AGAIN
        assert once("inspect", name).code == Exit.TRY_AGAIN
        assert once("catalogs", "--from", name).code == Exit.TRY_AGAIN


@pytest.mark.parametrize("asked", [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM])
def test_signals(quadrat: Quadrat, endless: Path, vegetation: Path, asked: signal.Signals) -> None:
    out = quadrat.folder / "out"
    process = quadrat.start("cover", endless, "--catalog", vegetation, "--out", out, "--progress", "none")
    wait_for(partial(out), process)
    process.send_signal(asked)
    assert outcome(process).code == 128 + asked


def test_another_run_is_waited_for(quadrat: Quadrat, endless: Path, scene: Path, vegetation: Path) -> None:
    out = quadrat.folder / "out"
    process = quadrat.start("cover", endless, "--catalog", vegetation, "--out", out, "--progress", "none")
    wait_for(partial(out), process)
    second = quadrat("cover", scene, "--catalog", vegetation, "--out", out, "--quiet")
    process.kill()
    outcome(process)
    assert second.code == Exit.TRY_AGAIN and "another run is writing there now" in second.error


@pytest.mark.parametrize("ends", [[75, 143, 75, 0], [75, 65], [64], [1], [137, 130]])
def test_the_loop_of_the_page(tmp_path: Path, ends: list[int]) -> None:
    """A program in place of quadrat that ends as it is told, and a clock that does not wait."""
    assert LOOP
    for name, text in {
        "quadrat": 'n=$(cat n); echo $((n + 1)) > n; set -- $(cat ends); shift "$n"; exit "$1"',
        "sleep": "",
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(stat.S_IRWXU)
    (tmp_path / "n").write_text("0")
    (tmp_path / "ends").write_text(" ".join(map(str, ends)))
    script = f"PATH={tmp_path}:$PATH\n{LOOP[1]}"
    result = subprocess.run(["bash", "-c", script], cwd=tmp_path, timeout=TIMEOUT)
    assert result.returncode == ends[-1] and int((tmp_path / "n").read_text()) == len(ends)


def test_the_settings_of_the_page_are_those_of_the_program() -> None:
    source = (REPOSITORY / "Sources" / "RasterIO" / "GDAL" / "NetworkPatience.swift").read_text()
    page = dict(re.findall(r"^\| `(GDAL_HTTP_\w+)` \| (\d+) \|", PAGE, re.MULTILINE))
    assert page == dict(re.findall(r'\("(GDAL_HTTP_\w+)", "(\d+)"\)', source)) and page
