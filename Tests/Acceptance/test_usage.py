"""What a person types: every folder name works, nothing of theirs is touched, no option is lost silently."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from support import (
    RGBA,
    Exit,
    Quadrat,
    digests,
    farm,
    tool,
    write_catalog,
    write_raster,
)


@pytest.mark.parametrize("out", ["x", "x/", "a/b", "a/b/c/", "./x", "with space/ünïcode", "quote's"])
def test_a_run_folder_may_have_any_name(quadrat: Quadrat, scene: Path, vegetation: Path, out: str) -> None:
    result = quadrat("cover", scene, "--catalog", vegetation, "--out", out, "--quiet")
    assert result.code == 0, result.stderr
    assert (quadrat.folder / out / "mask.tif").exists()
    assert not (quadrat.folder / (out.rstrip("/") + ".partial")).exists()


@pytest.mark.parametrize("out", ["", "/"])
def test_no_folder_is_wrong_usage(quadrat: Quadrat, scene: Path, vegetation: Path, out: str) -> None:
    result = quadrat("cover", scene, "--catalog", vegetation, "--out", out)
    assert result.code == Exit.USAGE and "--out" in result.stderr


def test_a_failed_run_leaves_no_folders_behind(quadrat: Quadrat, scene: Path, vegetation: Path) -> None:
    damaged = quadrat.folder.parent / "damaged.tif"
    damaged.write_bytes(scene.read_bytes()[:-20000])
    result = quadrat("cover", damaged, "--catalog", vegetation, "--out", "new/deep/run")
    assert result.code == Exit.REFUSED
    assert not (quadrat.folder / "new").exists()


def test_somebodys_partial_folder_is_left_alone(quadrat: Quadrat, scene: Path, vegetation: Path) -> None:
    theirs = quadrat.folder / "thesis.partial"
    theirs.mkdir()
    (theirs / "notes.txt").write_text("mine")
    result = quadrat("cover", scene, "--catalog", vegetation, "--out", "thesis")
    assert result.code == Exit.REFUSED and "notes.txt" in result.error
    assert (theirs / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("record", ['{"npm": 1}', '{"schema": "quadrat/run/1"}'])
def test_overwrite_takes_only_what_a_run_wrote(quadrat: Quadrat, scene: Path, vegetation: Path, record: str) -> None:
    """Not even the raster itself, when it lies in the folder that is to be replaced."""
    folder = quadrat.folder / "work"
    folder.mkdir()
    (folder / "run.json").write_text(record)
    (folder / "ortho.tif").write_bytes(scene.read_bytes())
    before = digests(folder)
    result = quadrat("cover", folder / "ortho.tif", "--catalog", vegetation, "--out", folder, "--overwrite")
    assert result.code == Exit.REFUSED and "ortho.tif" in result.error
    assert digests(folder) == before


def test_repeated_options_are_joined_or_refused(quadrat: Quadrat, scene: Path, vegetation: Path) -> None:
    joined = quadrat.cover(scene, vegetation, "--bands", "red=3", "--bands", "green=2,blue=1")
    assert [band["band"] for band in joined.run["bands"]] == [3, 2, 1]
    assert f"--catalog names {vegetation} twice" in quadrat.refuse(scene, vegetation, "--catalog", vegetation)
    twin = quadrat.folder / "twin.yaml"
    twin.write_text(vegetation.read_text())
    assert "two catalogs are called vegetation" in quadrat.refuse(scene, vegetation, "--catalog", twin)


@pytest.mark.parametrize(
    "bands", ["red", "red=", "red=:1", "red=b.tif:0", "red=0", "red=-1", "Red=1", "R=1", "red=1,red=2", "red=1,"]
)
def test_bands_that_cannot_be_understood(quadrat: Quadrat, scene: Path, vegetation: Path, bands: str) -> None:
    result = quadrat("cover", scene, "--catalog", vegetation, "--bands", bands)
    assert result.code == Exit.USAGE and "--bands" in result.stderr


def test_a_named_band_must_be_there(quadrat: Quadrat, scene: Path, vegetation: Path) -> None:
    assert "nir=9" in quadrat.refuse(scene, vegetation, "--bands", "nir=9")


def test_standard_error_may_be_closed_and_standard_output_must_work(
    quadrat: Quadrat, scene: Path, vegetation: Path
) -> None:
    line = " ".join(quadrat.command("cover", scene, "--catalog", vegetation, "--progress", "json", "--json", "--out"))
    deaf = subprocess.run(f"{line} deaf 2>&-", shell=True, cwd=quadrat.folder, capture_output=True, text=True)
    assert deaf.returncode == 0 and deaf.stdout.startswith("{")
    full = subprocess.run(f"{line} full >/dev/full", shell=True, cwd=quadrat.folder, capture_output=True, text=True)
    # The folder is there: the same command would find it, and no other attempt would print the table.
    assert full.returncode == Exit.OTHER and "standard output" in full.stderr


def test_quiet_says_nothing_but_errors(quadrat: Quadrat, tmp_path: Path, vegetation: Path) -> None:
    raster = write_raster(tmp_path / "nowhere.tif", farm(90, 70), colours=RGBA, crs=None, transform=None)
    result = quadrat("cover", raster, "--catalog", vegetation, "--quiet")
    assert (result.code, result.stdout, result.stderr) == (0, "", "")


def test_black_in_one_channel_is_a_colour_also_where_a_person_names_the_channels(
    quadrat: Quadrat, tmp_path: Path
) -> None:
    """Byte bands without colour flags: only where red, green and blue all equal the nodata value there is none."""
    data = np.random.default_rng(3).integers(0, 3, (3, 60, 80), dtype=np.uint8)
    raster = write_raster(tmp_path / "plain.tif", data, nodata=0)
    catalog = write_catalog(
        tmp_path / "rgb.yaml", {"R": "red", "G": "green", "B": "blue"}, [("high", "R + G + B > 2"), ("low", None)]
    )
    run = quadrat.cover(raster, catalog, "--bands", "red=1,green=2,blue=3")
    assert run.pixels["nodata"] == int((data == 0).all(axis=0).sum())


@pytest.mark.parametrize("size", [None, 64, 100, 256])
def test_what_is_lost_in_a_mosaic_does_not_depend_on_the_tiles(
    quadrat: Quadrat, tmp_path: Path, vegetation: Path, size: int | None
) -> None:
    source = tmp_path / "part.tif"
    write_raster(source, farm(500, 400), colours=RGBA, tiled=True, blockxsize=64, blockysize=64, compress="DEFLATE")
    length = source.stat().st_size
    with source.open("r+b") as file:
        file.seek(length // 2)
        file.write(bytes(600))
    mosaic = tmp_path / "mosaic.vrt"
    tool("gdal_translate", "-q", "-of", "VRT", "-srcwin", 37, 21, 420, 350, source, mosaic)
    plain = quadrat.cover(mosaic, vegetation, "--keep-going")
    assert 0 < plain.pixels["unobserved"] < plain.pixels["total"] // 2
    options = ("--tile-size", size) if size else ("--threads", 1)
    assert quadrat.cover(mosaic, vegetation, "--keep-going", *options).products == plain.products
