"""The mask is a cloud-optimised GeoTIFF that any GIS shows as it should, and its overviews are exact."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rio_cogeo.cogeo import cog_validate

import oracle
from support import PALETTE, RGBA, Quadrat, RunFolder, gdal_python, tool, write_catalog, write_raster

SIZES = [
    (1, 1),
    (1, 1500),
    (1500, 1),
    (7, 513),
    (509, 511),
    (512, 512),
    (513, 512),
    (513, 513),
    (1031, 389),
    (2049, 130),
]
VALUES = {"soil": 3, "crop": 1, "tree": 17, "water": 253}


def blobs(width: int, height: int) -> oracle.Array:
    """RGBA whose red band draws patches of four classes with salt, ties at every scale, and holes in the alpha."""
    random = np.random.default_rng(width * 10_000 + height)
    row, column = np.mgrid[0:height, 0:width]
    patches = (np.sin(row / 23) + np.sin(column / 31) + 2) / 4 * 255
    data = np.zeros((4, height, width), np.uint8)
    data[0] = np.where(random.random((height, width)) < 0.3, random.integers(0, 256, (height, width)), patches)
    data[3] = np.where((np.sin(row / 5) * np.sin(column / 40) > 0.6) | (random.random((height, width)) < 0.2), 0, 255)
    checks = (row < height // 2) & (column > width // 2)
    data[0][checks] = np.where((row // 2 + column // 2) % 2, 20, 120)[checks]
    data[3][(row // 64 + column // 64) % 7 == 3] = 0
    return data


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: "x".join(map(str, size)))
def run(request: pytest.FixtureRequest, binary: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    folder = tmp_path_factory.mktemp("mask")
    raster = write_raster(
        folder / "blobs.tif", blobs(*request.param), colours=RGBA, tiled=True, blockxsize=128, blockysize=128
    )
    catalog = write_catalog(
        folder / "patches.yaml",
        {"R": "red"},
        [("water", "R < 50"), ("soil", "R < 100"), ("crop", "R < 180"), ("tree", None)],
        values=VALUES,
    )
    return Quadrat(binary, folder).cover(raster, catalog)


@pytest.fixture(scope="module")
def expected(run: RunFolder) -> oracle.Mask:
    with rasterio.open(run.path.parent / "blobs.tif") as dataset:
        red, alpha = dataset.read([1, 4])
    limits = [
        (VALUES["water"], oracle.less(red, 50)),
        (VALUES["soil"], oracle.less(red, 100)),
        (VALUES["crop"], oracle.less(red, 180)),
    ]
    return oracle.decide(alpha > 0, *limits, otherwise=VALUES["tree"])


def test_mask_and_counts(run: RunFolder, expected: oracle.Mask) -> None:
    with rasterio.open(run.path.parent / "blobs.tif") as dataset:
        oracle.agrees(run, expected, dataset.read(4) > 0)


def test_rio_cogeo_calls_it_cloud_optimised(run: RunFolder) -> None:
    with rasterio.open(run.path / "mask.tif") as mask:
        if mask.width == 1 and mask.overviews(1):
            pytest.skip("rasterio reckons decimation by the width alone, which is 1 at every level")
    valid, errors, warnings = cog_validate(run.path / "mask.tif", strict=True)
    assert (valid, errors, warnings) == (True, [], [])


def test_gdal_calls_it_cloud_optimised(run: RunFolder) -> None:
    python = gdal_python()
    if python is None:
        pytest.skip("GDAL's Python scripts are not installed")
    module = "osgeo_utils.samples.validate_cloud_optimized_geotiff"
    command = [python, "-m", module, "--full-check=yes", str(run.path / "mask.tif")]
    result = subprocess.run(command, capture_output=True, text=True)
    report = result.stdout + result.stderr
    assert result.returncode == 0 and "is a valid cloud optimized GeoTIFF" in report, report
    assert "warning" not in report.lower(), report


def test_gdalinfo_sees_blocks_colours_and_names(run: RunFolder) -> None:
    path = run.path / "mask.tif"
    band = json.loads(tool("gdalinfo", "-json", path))["bands"][0]
    assert (band["type"], band["block"], band["colorInterpretation"]) == ("Byte", [512, 512], "Palette")
    with rasterio.open(path) as mask:
        assert mask.profile["compress"] == "deflate"
        colours = mask.colormap(1)
    for colour, value in zip(PALETTE, VALUES.values(), strict=False):
        assert colours[value][:3] == tuple(bytes.fromhex(colour[1:]))
    lines = tool("gdalinfo", path).partition("Categories:")[2].partition("Color Table")[0].splitlines()
    categories = dict(line.strip().partition(":")[::2] for line in lines)
    assert {name: categories[str(value)].strip() for name, value in VALUES.items()} == {name: name for name in VALUES}


def test_the_grid_is_the_rasters(run: RunFolder) -> None:
    with rasterio.open(run.path / "mask.tif") as mask, rasterio.open(run.path.parent / "blobs.tif") as source:
        assert (mask.shape, mask.crs, mask.transform) == (source.shape, source.crs, source.transform)


def test_overviews_are_the_exact_mode(run: RunFolder, expected: oracle.Mask) -> None:
    """Of the full resolution, not of the level above; 0 only where all are 0; the lower class on a tie."""
    height, width = expected.shape
    path = run.path / "mask.tif"
    levels = max(0, (max(width, height) - 1).bit_length() - 9)
    with rasterio.open(path) as mask:
        assert len(mask.overviews(1)) == levels
    for level, factor in enumerate(2 ** (level + 1) for level in range(levels)):
        with rasterio.open(path, overview_level=level) as overview:
            assert overview.block_shapes == [(512, 512)]
            due = oracle.mode_of_blocks(expected, factor)
            assert overview.shape == due.shape
            assert np.count_nonzero(overview.read(1) != due) == 0, f"overview {factor}"
