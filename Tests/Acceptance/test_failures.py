"""Nothing is lost or half-written, and every failure is one clear line."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio

import oracle
from support import (
    RGB,
    RGBA,
    Exit,
    Outcome,
    Quadrat,
    digest,
    digests,
    farm,
    outcome,
    partial,
    read_raster,
    small_disk,
    tool,
    wait_for,
    write_catalog,
    write_raster,
)

# Input that cannot be used -----------------------------------------------------------------------------


def damaged(kind: str, folder: Path, scene: Path) -> Path:
    path = folder / f"{kind}.tif"
    match kind:
        case "empty":
            path.touch()
        case "directory":
            path.mkdir()
        case "text":
            path.write_text("this is not a raster\n" * 50)
        case "header":
            path.write_bytes(scene.read_bytes()[:3000])
        case "truncated":
            path.write_bytes(scene.read_bytes()[: scene.stat().st_size // 2])
    return path


@pytest.mark.parametrize("kind", ["missing", "empty", "directory", "text", "header", "truncated"])
def test_a_raster_that_cannot_be_read(
    each_reader: Quadrat, scene: Path, vegetation: Path, tmp_path: Path, kind: str
) -> None:
    raster = damaged(kind, tmp_path, scene)
    assert raster.name in each_reader.refuse(raster, vegetation)


#: What is wrong: the text to replace in a good catalog, by what, and words that the line must hold. Messages are held
#: to the letter by Tests/CatalogTests, and through the program by test_documentation.py; these are two mistakes at
#: once, and the line has to tell the one that explains the other.
CATALOGS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a needed key misspelt": ("assign:", "asign:", ("asign", "assign")),
    "a needed key misspelt at the top": ("classes:", "clases:", ("clases", "classes")),
    "symbols without bands": ("bands: {R: red, G: green, B: blue}\n", "", ("bands",)),
}


@pytest.mark.parametrize("case", CATALOGS)
def test_a_catalog_with_a_mistake(quadrat: Quadrat, scene: Path, vegetation: Path, tmp_path: Path, case: str) -> None:
    """The line names the catalog, the mistake and, for a misspelling, the nearest name."""
    old, new, words = CATALOGS[case]
    text = vegetation.read_text()
    assert text.count(old) >= 1
    catalog = tmp_path / "mistaken.yaml"
    catalog.write_text(text.replace(old, new, 1))
    line = quadrat.refuse(scene, catalog)
    assert catalog.name in line
    assert all(word in line for word in words), line


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00binary", b"plain words"])
def test_what_is_no_catalog(quadrat: Quadrat, scene: Path, tmp_path: Path, content: bytes | None) -> None:
    catalog = tmp_path / "nothing.yaml"
    if content is not None:
        catalog.write_bytes(content)
    assert catalog.name in quadrat.refuse(scene, catalog)


USAGE: dict[str, list[str]] = {
    "no arguments": ["cover"],
    "no catalog": ["cover", "{scene}"],
    "unknown option": ["cover", "{scene}", "--catalog", "{catalog}", "--frobnicate"],
    "unknown command": ["coverr", "{scene}"],
    "threads without a number": ["cover", "{scene}", "--catalog", "{catalog}", "--threads", "many"],
    "no threads": ["cover", "{scene}", "--catalog", "{catalog}", "--threads", "0"],
    "no tile": ["cover", "{scene}", "--catalog", "{catalog}", "--tile-size", "0"],
    "memory without a unit known": ["cover", "{scene}", "--catalog", "{catalog}", "--memory", "4 elephants"],
    "progress unknown": ["cover", "{scene}", "--catalog", "{catalog}", "--progress", "dance"],
}


@pytest.mark.parametrize("case", USAGE)
def test_wrong_usage_is_64(quadrat: Quadrat, scene: Path, vegetation: Path, case: str) -> None:
    arguments = [argument.format(scene=scene, catalog=vegetation) for argument in USAGE[case]]
    result = quadrat(*arguments)
    assert result.code == Exit.USAGE, result.stderr
    lines = result.stderr.splitlines()
    assert lines[0].startswith("Error: ") and sum(line.startswith("Error: ") for line in lines) == 1
    assert result.stdout == "" and list(quadrat.folder.iterdir()) == []


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A scene whose runs are short."""
    return write_raster(tmp_path / "small.tif", farm(260, 230), colours=RGBA, tiled=True, blockxsize=64, blockysize=64)


# Output that is already there, or cannot be --------------------------------------------------------------


def test_an_existing_folder_is_not_touched_without_overwrite(quadrat: Quadrat, scene: Path, vegetation: Path) -> None:
    out = quadrat.folder / "out"
    out.mkdir()
    (out / "notes.txt").write_text("a season of field notes")
    before = digests(out)
    result = quadrat("cover", scene, "--catalog", vegetation, "--out", out, "--progress", "none")
    assert result.code == Exit.REFUSED and "--overwrite" in result.error and "out" in result.error
    assert digests(out) == before and not partial(out).exists()


def test_overwrite_replaces_a_run(
    quadrat: Quadrat, small: Path, vegetation: Path, greenness: Callable[..., Path]
) -> None:
    first = quadrat.cover(small, greenness("green"))
    second = quadrat.cover(small, vegetation, "--overwrite", out=first.path)
    assert second.coverage["catalog"] == "vegetation"
    assert second.products == quadrat.cover(small, vegetation).products


def test_a_failed_overwrite_leaves_the_old_run(quadrat: Quadrat, small: Path, vegetation: Path, tmp_path: Path) -> None:
    first = quadrat.cover(small, vegetation)
    before = digests(first.path)
    result = quadrat(
        "cover",
        damaged("truncated", tmp_path, small),
        "--catalog",
        vegetation,
        "--out",
        first.path,
        "--overwrite",
        "--progress",
        "none",
    )
    assert result.code == Exit.REFUSED and result.error
    assert digests(first.path) == before


def test_a_folder_that_cannot_be_made(quadrat: Quadrat, scene: Path, vegetation: Path) -> None:
    """The parent is a file."""
    parent = quadrat.folder / "file"
    parent.write_text("in the way")
    result = quadrat("cover", scene, "--catalog", vegetation, "--out", parent / "out", "--progress", "none")
    assert result.code == Exit.REFUSED and "file" in result.error
    assert parent.read_text() == "in the way"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(quadrat: Quadrat, scene: Path, vegetation: Path) -> None:
    locked = quadrat.folder / "locked"
    locked.mkdir(mode=0o500)
    result = quadrat("cover", scene, "--catalog", vegetation, "--out", locked / "out", "--progress", "none")
    assert result.code == Exit.REFUSED and "locked" in result.error


@pytest.fixture
def specks(tmp_path: Path) -> tuple[Path, Path]:
    """A raster and a catalog with thousands of objects: all that a run writes is large."""
    data = np.random.default_rng(5).integers(0, 256, (3, 400, 500), np.uint8)
    catalog = write_catalog(
        tmp_path / "specks.yaml", {"G": 2}, [("green", "G > 150"), ("soil", None)], extra="objects: {class: green}\n"
    )
    return write_raster(tmp_path / "specks.tif", data, colours=RGB, tiled=True, blockxsize=64, blockysize=64), catalog


#: Kilobytes at which one file after another no longer fits; more than 10 MB hold all of a run.
DISKS = (8, 40, 44, 48, 64, 100, 400, 1_100, 2_000, 4_000)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
@pytest.mark.parametrize("verb", ["cover", "count"])
@pytest.mark.parametrize("size", DISKS)
def test_a_full_disk(quadrat: Quadrat, specks: tuple[Path, Path], tmp_path: Path, verb: str, size: int) -> None:
    """One line that names file and cause, and nothing is left, or all that could be written; or all of it fits."""
    raster, catalog = specks
    with small_disk(tmp_path / "small", f"{size}k") as disk:
        result = quadrat(verb, raster, "--catalog", catalog, "--out", disk / "out", "--progress", "none")
        if result.code == 0:
            assert verb == "cover" and size > 1_000 and [path.name for path in disk.iterdir()] == ["out"]
        else:
            assert re.search("space|full", result.error)
            check_remains(result, disk / "out")


@pytest.mark.parametrize("verb", ["cover", "count"])
@pytest.mark.parametrize("size", [4, 30, 300, 2_000])
def test_a_limit_on_the_size_of_files(quadrat: Quadrat, specks: tuple[Path, Path], verb: str, size: int) -> None:
    """`ulimit -f` ends a run like a full disk does, not by a signal."""
    raster, catalog = specks
    shell = Quadrat(Path("/bin/bash"), quadrat.folder)
    arguments = (verb, raster, "--catalog", catalog, "--out", quadrat.folder / "out", "--progress", "none")
    result = shell("-c", f'ulimit -f {size}; exec "$@"', "bash", quadrat.binary, *arguments)
    if result.code == 0:
        assert verb == "cover" and size == 2_000
    else:
        check_remains(result, quadrat.folder / "out")


def check_remains(result: Outcome, out: Path) -> None:
    """Nothing is left of a run without mask or documents; what else could not be written is missing by itself."""
    if "everything else is in" not in result.error:
        assert result.code == Exit.TRY_AGAIN
        assert "out.partial/" in result.error and list(out.parent.iterdir()) == []
        return
    assert result.code == Exit.OTHER
    assert list(out.parent.iterdir()) == [out]
    record = json.loads((out / "run.json").read_text())
    missing = [entry["name"] for entry in record["failed_outputs"]]
    assert missing and all(f"out/{name}: " in result.error and not (out / name).exists() for name in missing)
    assert {"mask.tif", "coverage.json"} < {entry["name"] for entry in record["outputs"]}
    for entry in record["outputs"]:
        assert entry["sha256"] == digest(out / entry["name"])


# Interruption --------------------------------------------------------------------------------------------


def test_killed_at_any_moment_the_next_run_succeeds(quadrat: Quadrat, small: Path, vegetation: Path) -> None:
    """Never a folder that is not complete; each run begins over what the one before left."""
    out = quadrat.folder / "out"
    arguments = ("cover", small, "--catalog", vegetation, "--out", out, "--progress", "none")
    began = time.monotonic()
    reference = quadrat.cover(small, vegetation)
    lasting = time.monotonic() - began
    moments = random.Random(11)
    for _ in range(20):
        process = quadrat.start(*arguments)
        time.sleep(moments.uniform(0, lasting))
        process.kill()
        result = outcome(process)
        assert result.code in (-signal.SIGKILL, 0), result.stderr
        if out.exists():
            assert digests(out).keys() == digests(reference.path).keys()
            out.rename(out.with_name("complete"))
            tool("rm", "-r", out.with_name("complete"))
    assert quadrat.cover(small, vegetation, out=out).products == reference.products


@pytest.mark.parametrize("delay", [0, 0.05, 0.1, 0.3])
def test_interrupted_it_says_so_and_leaves_nothing(
    quadrat: Quadrat, endless: Path, vegetation: Path, delay: float
) -> None:
    out = quadrat.folder / "out"
    process = quadrat.start("cover", endless, "--catalog", vegetation, "--out", out, "--progress", "none")
    wait_for(partial(out), process)
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    result = outcome(process)
    assert result.code == 130, result
    assert time.monotonic() - began < 10
    assert list(quadrat.folder.iterdir()) == []
    assert len(result.stderr.splitlines()) <= 1


def test_input_truncated_during_the_run(each_reader: Quadrat, vegetation: Path, tmp_path: Path) -> None:
    raster, out = tmp_path / "large.tif", each_reader.folder / "out"
    data = np.tile(farm(256, 256)[:3], (1, 16, 16))
    write_raster(raster, data, colours=RGB, tiled=True, blockxsize=256, blockysize=256, compress="LZW")
    process = each_reader.start("cover", raster, "--catalog", vegetation, "--out", out, "--progress", "none")
    wait_for(partial(out), process)
    os.truncate(raster, raster.stat().st_size // 50)
    result = outcome(process)
    assert result.code == Exit.TRY_AGAIN, result
    assert raster.name in result.error
    assert not out.exists()


# A block that cannot be decoded ----------------------------------------------------------------------------


@pytest.fixture
def scarred(tmp_path: Path) -> tuple[Path, slice, slice]:
    """An RGBA raster with one block of 64 x 64 that does not decode: its path, rows and columns."""
    path, block_row, block_column, size = tmp_path / "scarred.tif", 1, 2, 64
    write_raster(path, farm(330, 290), colours=RGBA, tiled=True, blockxsize=size, blockysize=size, compress="DEFLATE")
    with rasterio.open(path) as dataset:
        tags = [
            dataset.get_tag_item(f"BLOCK_{what}_{block_column}_{block_row}", "TIFF", bidx=1)
            for what in ("OFFSET", "SIZE")
        ]
    offset, length = map(int, tags)
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(bytes(length))
    return path, slice(block_row * size, (block_row + 1) * size), slice(block_column * size, (block_column + 1) * size)


def test_an_unreadable_block_ends_the_run(
    each_reader: Quadrat, vegetation: Path, scarred: tuple[Path, slice, slice]
) -> None:
    line = each_reader.refuse(scarred[0], vegetation)
    assert scarred[0].name in line and any(character.isdigit() for character in line.replace(scarred[0].name, ""))


@pytest.mark.parametrize("size", [None, 50, 64, 200])
def test_an_unreadable_block_is_unobserved_when_asked_to_go_on(
    each_reader: Quadrat, vegetation: Path, scarred: tuple[Path, slice, slice], tmp_path: Path, size: int | None
) -> None:
    """That block and no other pixel, whatever the tiles; nothing is known of it, so it is not nodata."""
    raster, rows, columns = scarred
    whole = tmp_path / "whole.tif"
    write_raster(whole, farm(330, 290), colours=RGBA)
    sound = each_reader.cover(whole, vegetation)
    options = ("--tile-size", size) if size else ()
    run = each_reader.cover(raster, vegetation, "--keep-going", *options)
    expected = sound.mask.copy()
    expected[rows, columns] = 0
    lost = np.zeros(expected.shape, bool)
    lost[rows, columns] = True
    oracle.agrees(run, expected, (read_raster(whole)[3] > 0) | lost)
    assert "Warning: " in run.outcome.stderr and raster.name in run.outcome.stderr
