"""Runs that end early and go on: the same bytes, whatever ended them, and nothing thrown away unasked."""

from __future__ import annotations

import json
import os
import random
import shlex
import shutil
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import Polygon

from support import (
    GRID,
    PRODUCTS,
    RGB,
    Outcome,
    Quadrat,
    digest,
    outcome,
    partial,
    wait_for,
    write_catalog,
    write_raster,
    write_zones,
)

#: Rows and columns: six records of 512 rows.
SHAPE = (2900, 330)


@pytest.fixture(scope="module")
def strips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A raster in strips with plants on soil, nodata and some structure that crosses records."""
    generator = np.random.default_rng(5)
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]]
    plants = (np.sin(rows / 9) + np.sin(columns / 7) > 0.4).astype(np.uint8)
    soil = generator.integers(60, 140, (3, *SHAPE))
    bands = np.where(plants, np.array([60, 150, 50])[:, None, None] + generator.integers(-20, 20, (3, *SHAPE)), soil)
    bands[:, 500:530, 100:200] = 0
    path = tmp_path_factory.mktemp("strips") / "strips.tif"
    write_raster(path, bands.astype(np.uint8), colours=RGB, nodata=0, compress="DEFLATE")
    return path


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog with a threshold that is chosen, steps of cleaning, objects and a signal."""
    path = tmp_path_factory.mktemp("catalog") / "counted.yaml"
    path.write_text(
        """quadrat: 1
name: counted
bands: {R: red, G: green, B: blue}
classes:
  1: {name: soil, color: "#b89b72"}
  2: {name: plant, color: "#2e8b57"}
method:
  rules:
    thresholds:
      t: {of: "mean_within(2*G - R - B, 2 px)", choose: otsu, otherwise: 20, range: -510 .. 510}
    assign:
      - {class: plant, when: "mean_within(2*G - R - B, 2 px) > t"}
      - {class: soil}
clean: [{sieve: 6 px2}, {fill: 4 px2}]
objects: {class: plant, signal: G}
"""
    )
    return path


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog without thresholds that are chosen: the raster is read once."""
    path = tmp_path_factory.mktemp("catalog") / "fixed.yaml"
    bands = {"R": "red", "G": "green", "B": "blue"}
    return write_catalog(path, bands, [("plant", "2*G - R - B > 20"), ("soil", None)])


@pytest.fixture
def often(quadrat: Quadrat) -> Quadrat:
    """The program with a checkpoint after every record."""
    return Quadrat(quadrat.binary, quadrat.folder, {**quadrat.environment, "QUADRAT_CHECKPOINT_SECONDS": "0"})


def files(out: Path) -> dict[str, str]:
    return {
        str(path.relative_to(out)): digest(path)
        for path in out.rglob("*")
        if path.name != "run.json" and path.is_file()
    }


def arguments(strips: Path, counted: Path, zones: Path | None, *more: object) -> list[object]:
    end = ["--zones", zones] if zones else []
    return ["count", strips, "--catalog", counted, "--catalog", "vegetation", "--progress", "none", *end, *more]


@pytest.fixture(scope="module")
def zones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rings = {
        "a": [(30, 100), (300, 500), (150, 2700)],
        "b": [(100, 0), (360, 1400), (60, 2000)],
    }
    shapes = [({"id": name}, Polygon([GRID @ corner for corner in ring])) for name, ring in rings.items()]
    return write_zones(tmp_path_factory.mktemp("zones") / "zones.geojson", shapes)


@pytest.mark.parametrize("seed", range(6))
def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(
    often: Quadrat, strips: Path, counted: Path, zones: Path, seed: int
) -> None:
    """With other tiles, threads and memory each time; by kill -9 or a signal that asks."""
    command = arguments(strips, counted, zones)
    began = time.monotonic()
    whole = often(*command, "--out", "whole")
    seconds = time.monotonic() - began
    assert whole.code == 0, whole.stderr
    chance = random.Random(seed)
    options = [
        [],
        ["--threads", "1"],
        ["--threads", "3"],
        ["--tile-size", "100"],
        ["--tile-size", "700"],
        ["--memory", "250MB"],
    ]
    for _ in range(chance.choice([1, 2])):
        process = often.start(*command, "--out", "out", "--resume", *chance.choice(options))
        time.sleep(chance.random() * seconds)
        process.send_signal(chance.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM]))
        # A signal that comes before the program listens ends it as the system does.
        assert outcome(process).code in (0, -signal.SIGKILL, -signal.SIGTERM, 128 + signal.SIGTERM)
    last = often(*command, "--out", "out", "--resume", *chance.choice(options))
    assert last.code == 0, last.stderr
    assert files(often.folder / "out") == files(often.folder / "whole")
    assert not list(often.folder.glob("**/*.partial"))


def ended(often: Quadrat, *command: object) -> tuple[Outcome, Path]:
    """A run into 'out' that SIGTERM has ended once there was something to go on with."""
    out = often.folder / "out"
    for _ in range(5):
        process = often.start(*command, "--out", out)
        wait_for(partial(out) / "checkpoint.scratch", process)
        process.send_signal(signal.SIGTERM)
        result = outcome(process)
        if result.code != 0:
            return result, out
        shutil.rmtree(out)
    raise AssertionError("the run was over before the signal came")


def cover(strips: Path) -> list[object]:
    return ["cover", strips, "--catalog", "vegetation", "--progress", "none", "--threads", "1"]


def test_the_last_line_is_the_way_on(often: Quadrat, strips: Path) -> None:
    result, out = ended(often, *cover(strips))
    assert result.code == 143 and result.stdout == ""
    last = result.stderr.splitlines()[-1]
    assert ("% of the raster" in last and str(partial(out)) in last and " kB" in last) or " MB" in last
    command = last.split("go on with: ")[1]
    assert shlex.split(command)[-1] == "--resume"
    environment = {**os.environ, **often.environment}
    again = subprocess.run(command, shell=True, cwd=often.folder, env=environment, capture_output=True, text=True)
    assert again.returncode == 0 and "vegetation" in again.stdout, again.stderr
    assert json.loads((out / "run.json").read_text())["resumed"] == 1
    assert not partial(out).exists()


def test_unfinished_work_is_not_thrown_away_unasked(often: Quadrat, strips: Path) -> None:
    _, out = ended(often, *cover(strips))
    before = sorted(path.name for path in partial(out).iterdir())
    result = often(*cover(strips), "--out", out)
    assert result.code != 0 and "--resume" in result.error and "--overwrite" in result.error
    assert sorted(path.name for path in partial(out).iterdir()) == before
    assert often(*cover(strips), "--out", out, "--overwrite").code == 0
    assert json.loads((out / "run.json").read_text())["resumed"] == 0


def test_only_the_same_goes_on(often: Quadrat, strips: Path, tmp_path: Path) -> None:
    """By content, not by time; what differs is named."""
    mine = tmp_path / "mine.tif"
    shutil.copy(strips, mine)
    _, out = ended(often, *cover(mine))
    refused = {
        "--nodata": [*cover(mine), "--nodata", "1"],
        "--keep-going": [*cover(mine), "--keep-going"],
        "counting": ["count", *cover(mine)[1:]],
    }
    for name, command in refused.items():
        result = often(*command, "--out", out, "--resume")
        assert result.code != 0 and name in result.error, result
    content = mine.read_bytes()
    mine.write_bytes(content[:-1000] + bytes([content[-1000] ^ 1]) + content[-999:])
    result = often(*cover(mine), "--out", out, "--resume")
    assert result.code != 0 and "raster" in result.error
    mine.write_bytes(content)
    os.utime(mine, (1, 1))
    assert often(*cover(mine), "--out", out, "--resume").code == 0


def test_a_complete_run_says_again_what_it_found(often: Quadrat, strips: Path) -> None:
    first = often(*cover(strips), "--out", "out", "--resume")
    assert first.code == 0, first.stderr
    before = (often.folder / "out" / "run.json").read_bytes()
    second = often(*cover(strips), "--out", "out", "--resume")
    assert (second.code, second.stdout) == (0, first.stdout)
    document = often(*cover(strips), "--out", "out", "--resume", "--json")
    assert json.loads(document.stdout) == json.loads((often.folder / "out" / "coverage.json").read_text())
    assert (often.folder / "out" / "run.json").read_bytes() == before
    other = often(*cover(strips), "--nodata", "3", "--out", "out", "--resume")
    assert other.code != 0 and "--nodata" in other.error


def test_a_full_disk_takes_nothing(often: Quadrat, strips: Path, counted: Path) -> None:
    """A limit on the size of files stands for the disk; then there is room."""
    command = arguments(strips, counted, None)
    assert often(*command, "--out", "whole").code == 0
    limits = [20_000, 60_000, 120_000, 200_000, 400_000]
    for limit in limits:
        limited = f"ulimit -f {limit // 1024}; exec " + shlex.join(often.command(*command, "--out", "out", "--resume"))
        process = subprocess.Popen(
            ["bash", "-c", limited],
            cwd=often.folder,
            env={**os.environ, **often.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if (result := outcome(process)).code == 0:
            break
        assert result.code > 0, result.stderr
    last = often(*command, "--out", "out", "--resume")
    assert last.code == 0, last.stderr
    assert files(often.folder / "out") == files(often.folder / "whole")


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_journal_is_never_believed(often: Quadrat, strips: Path, fixed: Path, seed: int) -> None:
    command = ["cover", strips, "--catalog", fixed, "--progress", "none", "--threads", "1"]
    _, out = ended(often, *command)
    chance = random.Random(seed)
    path = partial(out) / chance.choice(["mask.scratch", "checkpoint.scratch"])
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    result = often(*command, "--out", out, "--resume")
    if result.code == 0:
        assert often(*command, "--out", "whole").code == 0
        assert {name: digest(out / name) for name in PRODUCTS} == {
            name: digest(often.folder / "whole" / name) for name in PRODUCTS
        }
    else:
        assert "damaged" in result.error and "--overwrite" in result.error


def test_a_torn_tail_is_dropped(often: Quadrat, strips: Path) -> None:
    _, out = ended(often, *cover(strips))
    with (partial(out) / "mask.scratch").open("ab") as journal:
        journal.write(b"QJR1" + bytes(17))
    assert often(*cover(strips), "--out", out, "--resume").code == 0
    assert often(*cover(strips), "--out", "whole").code == 0
    assert files(out) == files(often.folder / "whole")


def test_killed_between_two_names(often: Quadrat, strips: Path, counted: Path) -> None:
    """Of two catalogs one folder has its name, the other is complete and has not."""
    command = arguments(strips, counted, None)
    assert often(*command, "--out", "whole").code == 0
    # The program renames the first catalog's folder last: until then its checkpoint says that all are complete.
    for _ in range(40):
        shutil.rmtree(often.folder / "out", ignore_errors=True)
        process = often.start(*command, "--out", "out")
        first, second = often.folder / "out" / "counted", often.folder / "out" / "vegetation"
        while process.poll() is None and not second.exists():
            pass
        process.kill()
        outcome(process)
        if second.exists() and not first.exists():
            break
    else:
        pytest.skip("the moment between the names was never hit")
    result = often(*command, "--out", "out", "--resume")
    assert result.code == 0 and "plant" in result.stdout, result.stderr
    assert files(often.folder / "out") == files(often.folder / "whole")


def test_an_unreadable_block_leaves_what_was_done(often: Quadrat, strips: Path, tmp_path: Path) -> None:
    """Put right, the raster is another; put back as it was, the run goes on."""
    mine = tmp_path / "mine.tif"
    shutil.copy(strips, mine)
    content = mine.read_bytes()
    # In the last strips: records before it are done by then.
    end = int(len(content) * 0.93)
    mine.write_bytes(content[:end] + bytes(2000) + content[end + 2000 :])
    result = often(*cover(mine), "--out", "out")
    assert result.code != 0 and "Unfinished" in result.stderr
    again = often(*cover(mine), "--out", "out", "--resume")
    assert again.code == result.code
