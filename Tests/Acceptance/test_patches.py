"""Steps of cleaning that look at whole patches: fill, sieve and keep, through the whole program, against a reference
over the whole mask. Rasters span several mask blocks, so that patches cross their seams."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy import ndimage

import patch_oracle as oracle
from support import Quadrat, RunFolder, write_catalog, write_raster

WIDTH, HEIGHT = 1103, 701
#: Pixels of the grid of the acceptance tests are 5 cm wide: 0.0025 m2.
TILES = (("--tile-size", "2048", "--threads", "1"), ("--tile-size", "192", "--threads", "3"))
CLASSES = ("a", "b", "c")


def blobs(seed: int, grain: float) -> npt.NDArray[np.float32]:
    """Three classes as smooth random patches with noise on them, nodata (0) and pixels without a value (NaN)."""
    random = np.random.default_rng(seed)
    field = ndimage.gaussian_filter(random.normal(size=(HEIGHT, WIDTH)), grain)
    field = field / field.std() + random.normal(0, 0.15, field.shape)
    data = (1 + (field > -0.4) + (field > 0.5)).astype(np.float32)
    holes = ndimage.gaussian_filter(random.normal(size=data.shape), 6)
    data[holes > 2 * holes.std()] = 0
    data[random.random(data.shape) < 0.002] = np.nan
    return data


def lines(seed: int) -> npt.NDArray[np.float32]:
    """Roads (class c) of some widths, bent or straight, and blocks of the same class, on soil with other patches."""
    random = np.random.default_rng(seed)
    row, column = np.mgrid[0:HEIGHT, 0:WIDTH]
    data = np.where(blobs(seed + 1, 9) == 1, 1, 2).astype(np.float32)
    for _ in range(14):
        slope, start = random.uniform(-0.7, 0.7), random.uniform(0, HEIGHT)
        left, length, width = random.uniform(0, WIDTH), random.uniform(40, 600), random.uniform(1, 18)
        bend = random.uniform(-20, 20) * np.sin(column / 60)
        data[(abs(row - start - slope * (column - left) - bend) < width / 2) & (abs(column - left) < length / 2)] = 3
    for _ in range(40):
        y, x, size = random.integers(0, HEIGHT), random.integers(0, WIDTH), random.integers(1, 60)
        data[y : y + size, x : x + size] = 3
    return data


def mask_of(data: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    return np.nan_to_num(data, nan=0).astype(np.uint8)


@pytest.fixture
def cleaned(quadrat: Quadrat, tmp_path: Path) -> Callable[..., RunFolder]:
    """A run of `clean` on classes as they are given; the same bytes in small tiles as in one."""

    def run(data: npt.NDArray[np.float32], steps: str, *options: str) -> RunFolder:
        raster = write_raster(tmp_path / "classes.tif", data, nodata=0, tiled=True, blockxsize=256, blockysize=256)
        catalog = write_catalog(
            tmp_path / "patches.yaml",
            {"X": 1},
            [("a", "X < 1.5"), ("b", "X < 2.5"), ("c", None)],
            extra=f"clean: {steps}\n",
        )
        first, second = (quadrat.cover(raster, catalog, *tiles, *options) for tiles in TILES)
        assert first.products == second.products
        return first

    return run


STEPS: dict[str, tuple[str, Callable[[oracle.Mask], oracle.Mask]]] = {
    "sieve": ("[{sieve: 40 px2}]", lambda mask: oracle.sieve(mask, lambda size: size < 40)),
    "sieve on the ground": ("[{sieve: 0.5 m2}]", lambda mask: oracle.sieve(mask, lambda size: size * 0.0025 < 0.5)),
    "large sieve": ("[{sieve: 5000 px2}]", lambda mask: oracle.sieve(mask, lambda size: size < 5000)),
    "fill": ("[{fill: 60 px2}]", lambda mask: oracle.fill(mask, lambda size: size < 60)),
    "fill, then sieve": (
        "[{fill: 30 px2}, {sieve: 200 px2}]",
        lambda mask: oracle.sieve(oracle.fill(mask, lambda size: size < 30), lambda size: size < 200),
    ),
    "sieve, fill, sieve": (
        "[{sieve: 8 px2}, {fill: 500 px2}, {sieve: 100 px2}]",
        lambda mask: oracle.sieve(
            oracle.fill(oracle.sieve(mask, lambda size: size < 8), lambda size: size < 500), lambda size: size < 100
        ),
    ),
}


@pytest.mark.parametrize("step", STEPS)
def test_patches_are_removed_as_stated(cleaned: Callable[..., RunFolder], step: str) -> None:
    data = blobs(seed=3, grain=5)
    steps, reference = STEPS[step]
    run, expected = cleaned(data, steps), reference(mask_of(data))
    assert (expected != mask_of(data)).any(), "a weak test"
    differing = np.argwhere(run.mask != expected)
    assert len(differing) == 0, f"{len(differing)} pixels differ, first at {differing[0]}"
    assert [entry["pixels"] for entry in run.coverage["classes"]] == [int((expected == v).sum()) for v in (1, 2, 3)]
    assert run.pixels["unobserved"] == int(np.isnan(data).sum())
    assert run.pixels["nodata"] == int((data == 0).sum())


def test_roads_are_told_by_their_shape(cleaned: Callable[..., RunFolder]) -> None:
    data = lines(seed=5)
    run = cleaned(data, "[{keep: {class: c, width: 3 px .. 14 px, length: 30 px .. 5000 px, elongation: 4 .. 500}}]")
    expected = oracle.keep(
        mask_of(data),
        3,
        lambda length, width: 3 <= width <= 14 and 30 <= length <= 5000 and 4 <= length / width <= 500,
    )
    kept, lost = (expected == 3).sum(), ((mask_of(data) == 3) & (expected != 3)).sum()
    assert kept > 500 and lost > 500, "a weak test"
    assert (run.mask == expected).all()


def test_lengths_of_keep_are_measured_on_the_ground(cleaned: Callable[..., RunFolder]) -> None:
    data = lines(seed=6)
    ground = cleaned(data, "[{keep: {class: c, width: 15 cm .. 0.7 m}}]")
    expected = oracle.keep(mask_of(data), 3, lambda _, width: 0.15 <= width * 0.05 <= 0.7)
    differing = (ground.mask != expected).sum()
    # Pixels are some parts in ten thousand off 5 cm there, which may decide about a patch at a limit.
    assert differing < 0.001 * data.size


def test_zones_and_area_of_interest_see_the_clean_mask(
    cleaned: Callable[..., RunFolder], quadrat: Quadrat, tmp_path: Path
) -> None:
    """What is outside takes no part, and what zones add up to is what the mask says."""
    data = blobs(seed=9, grain=4)
    plot = {
        "type": "Polygon",
        "coordinates": [
            [
                [601_005, 5_761_970],
                [601_040, 5_761_972],
                [601_038, 5_761_996],
                [601_007, 5_761_990],
                [601_005, 5_761_970],
            ]
        ],
    }
    path = tmp_path / "plot.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32632"}},'
        f'"features": [{{"type": "Feature", "properties": {{"id": "p"}}, "geometry": {json.dumps(plot)}}}]}}'
    )
    run = cleaned(data, "[{sieve: 60 px2}]", "--within", str(path), "--zones", str(path))
    given = mask_of(data)
    inside = (
        quadrat.cover(
            tmp_path / "classes.tif",
            write_catalog(tmp_path / "all.yaml", {"X": 1}, [("a", "X < 1.5"), ("b", "X < 2.5"), ("c", None)]),
            "--within",
            path,
        ).mask
        > 0
    )
    expected = oracle.sieve(np.where(inside, given, 0).astype(np.uint8), lambda size: size < 60)
    assert (run.mask == expected).all()
    zone = run.coverage["zones"][0]
    for entry, value in zip(zone["classes"], (1, 2, 3), strict=True):
        count = (expected == value).sum()
        assert abs(entry["pixels"] - count) < 0.02 * count + 40
