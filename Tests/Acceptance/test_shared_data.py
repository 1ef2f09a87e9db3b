"""Real rasters made by others, class counts to the pixel; `QUADRAT_DATA` or ../shared/data, else skipped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

import oracle
from oracle import Array, both, greater, less, negate, quotient
from support import DATA, Quadrat, needs_data, read_raster, write_catalog

pytestmark = needs_data


@dataclass(frozen=True)
class Survey:
    """A raster, the rules of its catalog, and numpy's reading of both."""

    raster: str
    bands: Mapping[str, str | int]
    assign: list[tuple[str, str | None]]
    truths: Callable[..., list[Array]]
    numbers: list[int]
    define: dict[str, str] | None = None
    options: tuple[str, ...] = ()
    alpha: int | None = None
    nodata: int | None = None


RGB = {"R": "red", "G": "green", "B": "blue"}
GREENNESS = {"excess": "(2*G - R - B)/(R + G + B)", "redness": "(R - G)/(R + G)"}
GREEN_RULES = [("vegetation", "excess > 0.08"), ("dry", "redness > 0.05 and R > 90"), ("ground", None)]


def green_truths(red: Array, green: Array, blue: Array) -> list[Array]:
    excess, redness = quotient(2 * green - red - blue, red + green + blue), quotient(red - green, red + green)
    return [greater(excess, 0.08), both(greater(redness, 0.05), greater(red, 90))]


def index_truths(near_infrared: Array, red: Array) -> list[Array]:
    index = quotient(near_infrared - red, near_infrared + red)
    return [greater(index, 0.4), greater(index, 0.2), less(index, 0)]


INDEX = {"index": "(N - R)/(N + R)"}
INDEX_RULES = [("dense", "index > 0.4"), ("sparse", "index > 0.2"), ("water", "index < 0"), ("bare", None)]


def pan_truths(pan: Array) -> list[Array]:
    return [greater(pan, 600), negate(greater(np.sqrt(pan), 17.5))]


SURVEYS: dict[str, Survey] = {
    "drone, 50 cm": Survey(
        "webodm-ortho/orthophoto.tif", RGB, GREEN_RULES, green_truths, [1, 2, 3], GREENNESS, alpha=4
    ),
    "drone, 2 cm": Survey(
        "deepness/dummy_fotomap_small.tif", RGB, GREEN_RULES, green_truths, [1, 2, 3], GREENNESS, alpha=4
    ),
    "Landsat 5": Survey(
        "rstoolbox-landsat5/LT5_1988227_6band.tif",
        {"N": 4, "R": 3},
        INDEX_RULES,
        index_truths,
        [4, 3],
        INDEX,
        nodata=255,
    ),
    "Planet": Survey(
        "nrcan-gdl/tests/data/spacenet/SN7_global_monthly_2020_01_mosaic_L15-0331E-1257N_1327_3160_13_clipped.tif",
        {"R": 1, "G": 2, "B": 3},
        GREEN_RULES,
        green_truths,
        [1, 2, 3],
        GREENNESS,
        nodata=0,
    ),
    "WorldView panchromatic": Survey(
        "solaris-spacenet/road_mask_input.tif",
        {"P": 1},
        [("bright", "P > 600"), ("dark", "not sqrt(P) > 17.5"), ("rest", None)],
        pan_truths,
        [1],
    ),
    "NAIP": Survey(
        "georust-gdal-fixtures/m_3607824_se_17_1_20160620_sub.tif",
        {"N": "nir", "R": "red"},
        INDEX_RULES,
        index_truths,
        [4, 1],
        INDEX,
        options=("--bands", "red=1,green=2,blue=3,nir=4"),
    ),
}


@pytest.mark.parametrize("name", SURVEYS)
def test_real_raster(quadrat: Quadrat, tmp_path: Path, name: str) -> None:
    survey = SURVEYS[name]
    raster = DATA / survey.raster
    bands = read_raster(raster)
    used = bands[np.array(survey.numbers) - 1]
    valid = np.ones(bands.shape[1:], bool)
    if survey.alpha is not None:
        valid &= bands[survey.alpha - 1] > 0
    if survey.nodata is not None:
        valid &= ~np.any(used == survey.nodata, axis=0)
    truths = survey.truths(*used.astype(np.float32))
    expected = oracle.decide(valid, *enumerate(truths, start=1), otherwise=len(truths) + 1)
    catalog = write_catalog(tmp_path / "survey.yaml", survey.bands, survey.assign, define=survey.define)
    run = quadrat.cover(raster, catalog, *survey.options)
    assert all(np.count_nonzero(expected == value) for value in range(1, len(truths) + 2)), (
        "a class does not occur: a weak test"
    )
    oracle.agrees(run, expected, valid)


def hostile() -> list[Path]:
    return sorted(path for path in (DATA / "bad-tiffs").glob("*") if path.suffix.lower() in (".tif", ".tiff"))


@pytest.mark.parametrize("raster", hostile(), ids=lambda path: path.stem[-24:])
def test_damaged_file_is_refused_or_read(quadrat: Quadrat, greenness: Callable[..., Path], raster: Path) -> None:
    """Never a crash: an answer, or one line that names the file."""
    result = quadrat("cover", raster, "--catalog", greenness(1), "--progress", "none")
    assert result.code == 0 or raster.name in result.error
    assert not list(quadrat.folder.glob("*.partial")) or result.code != 0
