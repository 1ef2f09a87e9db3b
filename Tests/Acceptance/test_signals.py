"""Means of signals over objects: numpy's over what scipy labels in the same mask, with formulas by the oracle."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import yaml
from scipy import ndimage

import catalog_oracle
from counted_objects import EIGHT, HEIGHT, TILES, WIDTH, Objects, labelled
from support import (
    RGB,
    UTM,
    Exit,
    Quadrat,
    RunFolder,
    digest,
    pixel_box,
    small_disk,
    write_raster,
    write_zones,
)

Bands = npt.NDArray[np.uint8]
DEFINE = {
    "green_excess": "(2*G - R - B)/(R + G + B)",
    "redness": "(R - G)/(R + G)",
    "smooth": "mean_within(green_excess, 3 px)",
    "above": "smooth - green",
    "rough": "deviation_within(max_within(R, 2 px) - R, 4 px)",
    "one": "1",
}
BANDS = {"R": "red", "G": "green", "B": "blue"}
THRESHOLDS = {"green": {"of": "green_excess", "choose": "otsu", "otherwise": "0.1", "range": "-1 .. 2"}}
#: VARI and ExG are indices that no rule uses; `G` is a band; `redness` is 0/0 in places.
SIGNALS = ["green_excess", "redness", "above", "rough", "one", "VARI", "ExG", "G"]


def catalog_of(
    path: Path, signal: Any, *, when: str = "B > 140", clean: str = "", bands: dict[str, str] = BANDS, **changes: Any
) -> Path:
    """Class `thing` where `when` holds, and what `thing`s tell; `changes` are other parts of the rules."""
    assign = [{"class": "thing", "when": when}, {"class": "ground"}]
    rules = {"define": DEFINE, "thresholds": THRESHOLDS, "assign": assign}
    content = {
        "quadrat": 1,
        "name": path.stem,
        "bands": bands,
        "classes": {1: {"name": "ground"}, 2: {"name": "thing"}},
        "method": {"rules": {**rules, **changes}},
        "objects": {"class": "thing", "signal": signal},
    }
    if clean:
        content["clean"] = yaml.safe_load(clean)
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    return path


def picture(width: int = WIDTH, height: int = HEIGHT, seed: int = 5) -> Bands:
    """Bands red, green, blue: patches of every size; some pixels are black, and some in the patches are neither red nor
    green."""
    random = np.random.default_rng(seed)
    data = random.integers(1, 256, (3, height, width)).astype(np.uint8)
    patches = ndimage.gaussian_filter(random.normal(size=(height, width)), 3) > 0.05
    data[2] = np.where(patches, np.maximum(data[2], 141), np.minimum(data[2], 140))
    data[:2, random.random((height, width)) < 0.1] = 0
    black = ndimage.gaussian_filter(random.normal(size=(height, width)), 4) > 0.09
    data[:, black] = 0
    return data


def write(path: Path, data: Bands, **options: Any) -> Path:
    layout = {"tiled": True, "blockxsize": 128, "blockysize": 128, **options}
    return write_raster(path, data, colours=RGB, crs=UTM, **layout)


def check_means(run: RunFolder, catalog: Path, data: Bands, present: npt.NDArray[np.bool_] | None = None) -> Objects:
    """Each mean is that of the oracle's Float32 values where they are finite; nothing where none is."""
    present = np.ones(data.shape[1:], bool) if present is None else present
    bands = dict(zip(BANDS.values(), data, strict=True))
    oracle = catalog_oracle.Scene(catalog_oracle.Catalog.read(catalog), bands, present, (0.05, 0.05))
    labels, found = labelled(run.mask == 2, EIGHT)
    objects, index = Objects(run), np.arange(1, found + 1)
    assert len(objects) == found > 0
    signal = yaml.safe_load(catalog.read_text())["objects"]["signal"]
    names = [signal] if isinstance(signal, str) else signal
    assert [name for name in objects.columns if name.startswith("mean_")] == [f"mean_{name}" for name in names]
    for name in names:
        values = np.broadcast_to(oracle.named(name), labels.shape).astype(np.float64)
        known = np.isfinite(values) & present
        with np.errstate(invalid="ignore", divide="ignore"):
            expected = ndimage.sum(np.where(known, values, 0), labels, index) / ndimage.sum(known, labels, index)
        assert np.allclose(objects[f"mean_{name}"].astype(float), expected, rtol=1e-6, atol=1e-7, equal_nan=True), name
        points = Objects(run, "points")
        assert np.array_equal(points[f"mean_{name}"], objects[f"mean_{name}"], equal_nan=True)
    return objects


def products(run: RunFolder) -> dict[str, str]:
    return {**run.products, "objects.gpkg": digest(run.path / "objects.gpkg")}


@pytest.mark.parametrize("nodata", [None, 0])
def test_means_are_those_of_the_formulas(quadrat: Quadrat, tmp_path: Path, nodata: int | None) -> None:
    data = picture()
    catalog = catalog_of(tmp_path / "things.yaml", SIGNALS)
    run = quadrat.count(write(tmp_path / "scene.tif", data, nodata=nodata), catalog)
    objects = check_means(run, catalog, data, None if nodata is None else data.any(0))
    # Some objects hold invalid pixels only, others some, most none.
    lost = np.isnan(objects["mean_redness"].astype(float))
    assert 0 < lost.sum() < len(objects) / 10 and not np.isnan(objects["mean_G"].astype(float)).any()


def test_tiles_threads_and_layouts_do_not_show(quadrat: Quadrat, tmp_path: Path) -> None:
    data = picture()
    catalog = catalog_of(tmp_path / "things.yaml", SIGNALS, clean="[{majority: 3 px}, {sieve: 4 px2}]")
    rasters = {
        "tiled": write(tmp_path / "tiled.tif", data, nodata=0),
        "striped": write(tmp_path / "striped.tif", data, nodata=0, tiled=False, blockxsize=None, blockysize=16),
    }
    options = ((), *TILES, ("--tile-size", "97"), ("--tile-size", "515", "--threads", "2"), ("--memory", "900MB"))
    runs = [quadrat.count(rasters["tiled"], catalog, *option) for option in options]
    runs += [quadrat.count(rasters["striped"], catalog, *option) for option in options[:4]]
    check_means(runs[0], catalog, data, data.any(0))
    by_raster = [products(run) for run in runs]
    for own in by_raster:
        own.pop("coverage.json"), own.pop("coverage.csv")  # Name the raster.
    assert all(other == by_raster[0] for other in by_raster[1:])


CLEAN = (
    "[{fill: 40 px2}]",
    "[{majority: 5 px}, {fill: 40 px2}, {sieve: 10 px2}]",
    "[{close: {class: thing, width: 5 px}}]",
)


@pytest.mark.parametrize("clean", CLEAN)
def test_pixels_that_cleaning_adds_count(quadrat: Quadrat, tmp_path: Path, clean: str) -> None:
    data = picture()
    catalog = catalog_of(tmp_path / "things.yaml", ["above", "redness", "B"], clean=clean)
    run = quadrat.count(write(tmp_path / "scene.tif", data), catalog)
    assert ((run.mask == 2) & (data[2] <= 140)).any()
    check_means(run, catalog, data)


@pytest.mark.parametrize("clean", ["", "[{fill: 40 px2}]", "[{majority: 3 px}]"])
def test_objects_may_be_rare(quadrat: Quadrat, tmp_path: Path, clean: str) -> None:
    """Most parts hold none, and nothing is kept of them."""
    data = picture()
    rest = np.ones((HEIGHT, WIDTH), bool)
    rest[490:530, 60:130] = rest[300:303, 508:519] = False
    data[2][rest] = np.minimum(data[2][rest], 140)
    catalog = catalog_of(tmp_path / "things.yaml", ["rough", "G"], clean=clean)
    raster = write(tmp_path / "scene.tif", data)
    runs = [quadrat.count(raster, catalog, "--tile-size", size) for size in (64, 100, 600)]
    check_means(runs[0], catalog, data)
    assert products(runs[0]) == products(runs[1]) == products(runs[2])


def test_what_is_not_asked_for_takes_no_part(quadrat: Quadrat, tmp_path: Path) -> None:
    """Outside of --within nothing is read, and nothing of it is looked at from inside."""
    data = picture()
    area = write_zones(
        tmp_path / "area.geojson", [({}, pixel_box(70, 40, 300, 450)), ({}, pixel_box(430, 500, 560, 540))]
    )
    inside = np.zeros((HEIGHT, WIDTH), bool)
    inside[40:450, 70:300] = inside[500:540, 430:560] = True
    catalog = catalog_of(tmp_path / "things.yaml", ["above", "rough", "ExG"])
    raster = write(tmp_path / "scene.tif", data)
    runs = [quadrat.count(raster, catalog, "--within", area, "--tile-size", size) for size in (64, 150, 600)]
    check_means(runs[0], catalog, data, inside)
    assert products(runs[0]) == products(runs[1]) == products(runs[2])


def test_one_signal_and_catalogs_together(quadrat: Quadrat, tmp_path: Path) -> None:
    data = picture()
    raster = write(tmp_path / "scene.tif", data)
    one = catalog_of(tmp_path / "one.yaml", "redness")
    two = catalog_of(tmp_path / "two.yaml", ["VARI", "smooth"], when="G > 120")
    alone = [quadrat.count(raster, catalog) for catalog in (one, two)]
    for run, catalog in zip(alone, (one, two), strict=True):
        check_means(run, catalog, data)
    out = quadrat.folder / "both"
    result = quadrat("count", raster, "--catalog", one, "--catalog", two, "--out", out, "--progress", "none")
    assert result.code == 0
    for run in alone:
        together = RunFolder(out / run.run["catalog"]["name"], result)
        assert products(together) == products(run)
        assert sorted(path.name for path in together.path.iterdir()) == sorted(path.name for path in run.path.iterdir())
        assert not any(path.suffix == ".scratch" for path in together.path.iterdir())


def test_nothing_else_changes(quadrat: Quadrat, tmp_path: Path) -> None:
    """The mask and all other columns are those without signals, and cover passes over them."""
    raster = write(tmp_path / "scene.tif", picture())
    catalog = catalog_of(tmp_path / "things.yaml", ["VARI", "above"])
    plain = tmp_path / "plain" / "things.yaml"
    plain.parent.mkdir()
    plain.write_text(catalog.read_text().replace("  signal:\n  - VARI\n  - above\n", ""))
    with_signals, without = quadrat.count(raster, catalog), quadrat.count(raster, plain)
    assert with_signals.products == without.products
    more, less = Objects(with_signals), Objects(without)
    assert list(more.columns) == [*less.columns, "mean_VARI", "mean_above"]
    for name, values in less.columns.items():
        same = more[name]
        assert np.array_equal(same, values, equal_nan=values.dtype.kind == "f"), name
    assert [entry["name"] for entry in with_signals.run["indices"]] == ["VARI"]
    covered = quadrat.cover(raster, catalog)
    assert covered.run["indices"] == [] and covered.products["mask.tif"] == with_signals.products["mask.tif"]
    assert covered.run["tiles"] == quadrat.cover(raster, plain).run["tiles"]


def test_the_plan_knows_their_disk_and_memory(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = write(tmp_path / "scene.tif", picture())
    plans = []
    for signal in (["G"], SIGNALS):
        catalog = catalog_of(tmp_path / f"signals-{len(signal)}.yaml", signal)
        result = quadrat("plan", raster, "--catalog", catalog, "--count", "--json")
        assert result.code == 0, result.stderr
        plans.append(json.loads(result.stdout))
    few, many = plans
    assert many["disk_bytes"] > 4 * len(SIGNALS) * WIDTH * HEIGHT > few["disk_bytes"]
    assert many["memory_limit_bytes"] > few["memory_limit_bytes"]
    run = quadrat.count(raster, tmp_path / f"signals-{len(SIGNALS)}.yaml")
    assert run.run["memory"]["peak_bytes"] <= many["memory_limit_bytes"]


def test_an_index_of_reflectance_is_refused_only_where_it_is_used(quadrat: Quadrat, tmp_path: Path) -> None:
    data = np.concatenate([picture(60, 50).astype(np.uint16)] * 2)[:4] * 40
    raster = write_raster(tmp_path / "scene.tif", data, nodata=None)
    catalog = catalog_of(
        tmp_path / "things.yaml", "EVI", when="B > 5600", bands={**BANDS, "N": "nir"}, define={}, thresholds={}
    )
    bands = ("--bands", "red=1,green=2,blue=3,nir=4")
    quadrat.cover(raster, catalog, *bands)
    result = quadrat("count", raster, "--catalog", catalog, "--out", quadrat.folder / "run", *bands)
    assert result.code == Exit.REFUSED and "EVI" in result.error and "reflectance" in result.error


def test_what_is_no_signal_gets_one_line(quadrat: Quadrat, tmp_path: Path) -> None:
    """Through the program; CatalogTests hold the lines of all such mistakes to the letter."""
    raster = write(tmp_path / "scene.tif", picture(40, 30))
    result = quadrat("count", raster, "--catalog", catalog_of(tmp_path / "things.yaml", "green_exces"), "--out", "run")
    assert result.code == Exit.REFUSED
    assert re.search(
        r"things\.yaml:\d+: objects: signal: there is no number 'green_exces'; did you mean 'green_excess'\?$",
        result.error,
    )
    assert not (quadrat.folder / "run").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_gets_one_line(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = write(tmp_path / "scene.tif", picture(1300, 900))
    catalog = catalog_of(tmp_path / "things.yaml", ["ExG", "VARI"])
    with small_disk(tmp_path / "small", "4m") as disk:
        result = quadrat("count", raster, "--catalog", catalog, "--out", disk / "out", "--progress", "none")
        assert result.code == Exit.TRY_AGAIN and ".scratch: no space left" in result.error and "--out" in result.error
        assert not any(disk.iterdir())


def test_what_a_killed_run_left_is_cleared(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = write(tmp_path / "scene.tif", picture(40, 30))
    (left := quadrat.folder / "run.partial").mkdir()
    (left / "signals.scratch").write_bytes(b"old")
    result = quadrat("count", raster, "--catalog", catalog_of(tmp_path / "things.yaml", "G"), "--out", "run")
    assert result.code == 0 and not left.exists() and not list((quadrat.folder / "run").glob("*.scratch"))
