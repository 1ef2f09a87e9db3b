"""Patch statistics of each class, in coverage.json of `quadrat count`: equal to what scipy labels in the same mask, and
to the figures of FRAGSTATS."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from affine import Affine
from scipy import ndimage

from counted_objects import HEIGHT, TILES, WIDTH
from object_scenes import SCENES, noise
from support import DATA, Quadrat, RunFolder, write_catalog, write_raster

CORNERS = np.ones((3, 3), int)
CLASSES = ("a", "b", "c")


def catalog_of(path: Path, objects: str = "{class: b}", clean: str = "") -> Path:
    extra = (f"clean: {clean}\n" if clean else "") + f"objects: {objects}\n"
    return write_catalog(path, {"X": 1}, [("a", "X < 1.5"), ("b", "X < 2.5"), ("c", None)], extra=extra)


def classes_of(run: RunFolder) -> dict[str, dict[str, Any]]:
    return {entry["name"]: entry for entry in run.coverage["classes"]}


def edges(mask: npt.NDArray[np.uint8], value: int) -> tuple[int, int]:
    """Sides left and right of pixels, and above and below, beyond which lies another class."""
    found = []
    for first, second in ((mask[:, 1:], mask[:, :-1]), (mask[1:], mask[:-1])):
        differs = (first != second) & (first > 0) & (second > 0)
        found.append(int((differs & ((first == value) | (second == value))).sum()))
    return found[0], found[1]


def check(run: RunFolder, side: tuple[float, float] | None, rtol: float = 1e-12) -> None:
    """All figures of all classes against the run's own mask; `side` is a pixel's width and height."""
    mask, coverage = run.mask, run.coverage
    valid = np.count_nonzero(mask)
    for value, name in enumerate(CLASSES, start=1):
        entry = classes_of(run)[name]
        patches = entry["patches"]
        labels, found = ndimage.label(mask == value, CORNERS)
        sizes = np.bincount(labels.ravel())[1:]
        vertical, horizontal = edges(mask, value)
        assert (patches["count"], patches["neighbours"]) == (found, 8), name
        assert patches["edge_sides"] == vertical + horizontal, name
        if not found:
            assert patches["pixels"] is None and patches["area_m2"] is None
            continue
        expected = {"mean": sizes.mean(), "median": np.median(sizes), "largest": sizes.max()}
        assert patches["pixels"] == pytest.approx(expected, rel=1e-12), name
        if side is None:
            assert patches["area_m2"] is patches["per_hectare"] is patches["edge_m"] is None
            assert patches["edge_m_per_hectare"] is None
            assert patches["largest_percent_of_valid"] == pytest.approx(100 * sizes.max() / valid, rel=1e-12)
            continue
        hectares = coverage["area_m2"]["valid"] / 10_000
        pixel = entry["area_m2"] / entry["pixels"]
        assert patches["area_m2"] == pytest.approx({k: v * pixel for k, v in expected.items()}, rel=rtol), name
        assert patches["area_m2"]["mean"] * found == pytest.approx(entry["area_m2"], rel=1e-12)
        assert patches["per_hectare"] == pytest.approx(found / hectares, rel=1e-12)
        assert patches["largest_percent_of_valid"] == pytest.approx(
            patches["area_m2"]["largest"] / hectares / 100, rel=1e-12
        )
        assert patches["edge_m"] == pytest.approx(vertical * side[1] + horizontal * side[0], rel=1e-6)
        assert patches["edge_m_per_hectare"] == pytest.approx(patches["edge_m"] / hectares, rel=1e-12)


def three_classes(seed: int, grain: float) -> npt.NDArray[np.uint8]:
    """Patches of every size, single pixels among them, and holes without data."""
    random = np.random.default_rng(seed)
    field = ndimage.gaussian_filter(random.normal(size=(HEIGHT, WIDTH)), grain)
    field = field / field.std() + random.normal(0, 0.2, field.shape)
    data = (1 + (field > -0.3) + (field > 0.6)).astype(np.uint8)
    holes = ndimage.gaussian_filter(random.normal(size=data.shape), 5)
    data[holes > 1.8 * holes.std()] = 0
    data[random.random(data.shape) < 0.003] = 0
    return data


@pytest.mark.parametrize("grain", [0.01, 1.5, 6])
def test_figures_are_scipys(quadrat: Quadrat, tmp_path: Path, grain: float) -> None:
    data = three_classes(3, grain)
    raster = write_raster(tmp_path / "scene.tif", data, nodata=0, tiled=True, blockxsize=256, blockysize=256)
    runs = [quadrat.count(raster, catalog_of(tmp_path / "c.yaml"), *tiles) for tiles in TILES]
    assert (runs[0].mask == data).all()
    check(runs[0], (0.05, 0.05), rtol=1e-7)
    assert runs[0].products == runs[1].products


@pytest.mark.parametrize("name", SCENES)
def test_figures_of_scenes_that_are_hard_to_label(quadrat: Quadrat, tmp_path: Path, name: str) -> None:
    """Whatever the objects are connected by, patches are connected by eight neighbours."""
    data = np.where(SCENES[name](WIDTH, HEIGHT), 2, 1).astype(np.uint8)
    raster = write_raster(tmp_path / "scene.tif", data)
    check(quadrat.count(raster, catalog_of(tmp_path / "c.yaml", "{class: b, neighbours: 4}")), (0.05, 0.05), rtol=1e-7)


def test_the_final_mask_is_measured(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = write_raster(tmp_path / "scene.tif", three_classes(5, 2), nodata=0)
    steps = "[{majority: 3 px}, {fill: 20 px2}, {sieve: 30 px2}]"
    run = quadrat.count(raster, catalog_of(tmp_path / "c.yaml", clean=steps))
    check(run, (0.05, 0.05), rtol=1e-7)
    assert classes_of(run)["b"]["patches"]["count"] < 300


def test_without_areas_there_are_pixels_only(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = write_raster(tmp_path / "scene.tif", three_classes(6, 3), nodata=0, crs=None, transform=None)
    catalog = catalog_of(tmp_path / "c.yaml")
    check(quadrat.count(raster, catalog), None)
    check(quadrat.count(raster, catalog, "--pixel-size", "2cm"), (0.02, 0.02))


def test_oblong_pixels_have_sides_of_two_lengths(quadrat: Quadrat, tmp_path: Path) -> None:
    transform = Affine(0.4, 0, 601_000, 0, -0.1, 5_762_000)
    raster = write_raster(tmp_path / "scene.tif", three_classes(7, 3), nodata=0, transform=transform)
    check(quadrat.count(raster, catalog_of(tmp_path / "c.yaml")), (0.4, 0.1), rtol=1e-6)


def test_the_largest_area_is_not_the_most_pixels(quadrat: Quadrat, tmp_path: Path) -> None:
    """In degrees a pixel in the south is larger: the largest patch is the one of the largest area."""
    data = np.ones((200, 60), np.uint8)
    data[5:15, 5:25], data[180:190, 5:24] = 2, 2
    raster = write_raster(tmp_path / "scene.tif", data, crs="EPSG:4326", transform=Affine(0.1, 0, 10, 0, -0.1, 60))
    patches = classes_of(quadrat.count(raster, catalog_of(tmp_path / "c.yaml")))["b"]["patches"]
    assert patches["pixels"]["largest"] == 200
    assert patches["area_m2"]["largest"] > 1.1 * patches["area_m2"]["mean"]


def test_cover_has_no_patches(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = write_raster(tmp_path / "scene.tif", three_classes(8, 3), nodata=0)
    run = quadrat.cover(raster, catalog_of(tmp_path / "c.yaml"))
    assert not any("patches" in entry for entry in run.coverage["classes"])
    assert "patches of" not in run.outcome.stdout


def test_the_table_has_a_line_for_each_class(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = write_raster(tmp_path / "scene.tif", np.where(noise(0.3)(90, 70), 2, 1).astype(np.uint8))
    lines = quadrat.count(raster, catalog_of(tmp_path / "c.yaml")).outcome.stdout.splitlines()
    told = [line for line in lines if line.startswith("patches of ")]
    assert [line.split()[2] for line in told] == ["a:", "b:", "c:"]
    assert "% of valid" in told[0] and told[0].endswith(" m") and told[2] == "patches of c: 0, edge 0 m"


@pytest.mark.skipif(not (DATA / "peer-fragstats").is_dir(), reason="the shared data are not here")
def test_figures_are_those_of_fragstats(quadrat: Quadrat, tmp_path: Path) -> None:
    """Class metrics NP, PD, LPI, TE, ED and AREA_MN; total edge there is without the edge of the landscape too."""
    folder = DATA / "peer-fragstats"
    with (folder / "fragstats_class_landscape.csv").open() as file:
        expected = {float(row["TYPE"]): row for row in csv.DictReader(file)}
    run = quadrat.count(folder / "landscape.tif", catalog_of(tmp_path / "c.yaml"), "--force")
    assert set(expected) == {1, 2, 3}
    # The file's metres are those of its plane; areas here are on the ellipsoid.
    scale = run.coverage["area_m2"]["valid"] / 900
    for value, name in enumerate(CLASSES, start=1):
        patches = classes_of(run)[name]["patches"]
        told = {key: float(expected[value][key]) for key in ("NP", "PD", "LPI", "TE", "ED", "AREA_MN")}
        assert patches["count"] == told["NP"]
        assert patches["edge_m"] == pytest.approx(told["TE"], rel=2e-3)
        assert patches["edge_sides"] == told["TE"]
        assert patches["largest_percent_of_valid"] == pytest.approx(told["LPI"], abs=1e-4)
        assert patches["area_m2"]["mean"] / scale / 10_000 == pytest.approx(told["AREA_MN"], abs=5e-5)
        assert patches["per_hectare"] * 100 * scale == pytest.approx(told["PD"], rel=1e-5)
        assert patches["edge_sides"] / 0.09 == pytest.approx(told["ED"], abs=1e-4)


# Catalogs without objects --------------------------------------------------------------------------


@pytest.mark.parametrize("clean", ["", "[{sieve: 4 px2}]"])
def test_without_objects_the_patches_are_the_same(quadrat: Quadrat, tmp_path: Path, clean: str) -> None:
    """A catalog that names no objects tells what the same catalog tells with them, and writes no files of objects."""
    raster = write_raster(tmp_path / "scene.tif", three_classes(5, 1.2))
    with_objects = quadrat.count(raster, catalog_of(tmp_path / "with.yaml", clean=clean))
    extra = f"clean: {clean}\n" if clean else ""
    plain = write_catalog(
        tmp_path / "plain.yaml", {"X": 1}, [("a", "X < 1.5"), ("b", "X < 2.5"), ("c", None)], extra=extra
    )
    run = quadrat.count(raster, plain)
    assert np.array_equal(run.mask, with_objects.mask)
    assert run.coverage["classes"] == with_objects.coverage["classes"]
    assert run.coverage["objects"] is None
    assert {path.name for path in with_objects.path.iterdir()} - {path.name for path in run.path.iterdir()} == {
        "objects.gpkg"
    }
    text = run.outcome
    assert "patches of b: " in text.stdout and "Counting added " in text.stdout and "objects (" not in text.stdout
    assert (
        "Warning: catalog plain does not say what to count: the patches of its classes are told, and no objects; "
        "for objects add to it, for example 'objects: {class: c}'"
    ) in text.stderr.splitlines()


def test_without_objects_no_way_of_running_shows(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = write_raster(tmp_path / "scene.tif", three_classes(6, 2.0))
    plain = write_catalog(tmp_path / "plain.yaml", {"X": 1}, [("a", "X < 1.5"), ("b", "X < 2.5"), ("c", None)])
    expected = quadrat.count(raster, plain).products
    for options in (("--tile-size", "100", "--threads", "1"), ("--tile-size", "700", "--threads", "3")):
        assert quadrat.count(raster, plain, *options).products == expected
