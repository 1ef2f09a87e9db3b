"""Every part of the catalog language that looks beyond a pixel, through the whole program, against the oracle.

Rasters are noise with nodata, NaN and infinities; pixels are oblong in some. Masks must be equal to the pixel, in small
tiles as in one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from affine import Affine

import oracle
from support import Quadrat, write_raster
from survey_scene import SurveyScene

WIDTH, HEIGHT, NODATA = 181, 143, -9999
TILES = (("--tile-size", "2048"), ("--tile-size", "64", "--threads", "3"))
GRIDS = {
    "square, 5 cm": ("EPSG:32632", Affine(0.05, 0, 601_000, 0, -0.05, 5_762_000)),
    "oblong, in degrees": ("EPSG:4326", Affine(5e-7, 0, 10.4, 0, -4e-7, 52.1)),
    "without georeferencing": (None, None),
}


@pytest.fixture(scope="module", params=GRIDS)
def noise(request: pytest.FixtureRequest, scenes: Path) -> Path:
    """Two bands of smooth noise, the second one with holes of every kind."""
    random = np.random.default_rng(21)
    row, column = np.mgrid[0:HEIGHT, 0:WIDTH]
    waves = [np.sin(row / a + b) + np.cos(column / b + a) for a, b in ((5.1, 8.3), (9.7, 4.4))]
    data = np.array(waves, np.float32) + random.normal(0, 0.7, (2, HEIGHT, WIDTH)).astype(np.float32)
    data[1, random.random((HEIGHT, WIDTH)) < 0.03] = np.nan
    data[1, random.random((HEIGHT, WIDTH)) < 0.01] = np.inf
    data[:, random.random((HEIGHT, WIDTH)) < 0.04] = NODATA
    data[:, (row - 60) ** 2 + (column - 90) ** 2 < 300] = NODATA
    crs, transform = GRIDS[request.param]
    path = scenes / f"noise-{list(GRIDS).index(request.param)}.tif"
    return write_raster(
        path, data, crs=crs, transform=transform, nodata=NODATA, tiled=True, blockxsize=64, blockysize=64
    )


@pytest.fixture
def agrees(quadrat: Quadrat, noise: Path, tmp_path: Path) -> Callable[..., None]:
    """Checks the rules of a catalog of three classes, `a`, `b` and `c`, given as the text of `method` and below."""

    def check(rules: str) -> None:
        catalog = tmp_path / "language.yaml"
        catalog.write_text(
            "quadrat: 1\nname: language\ntitle: Language\nbands: {X: 1, Y: 2}\nclasses:\n"
            '  1: {name: a, color: "#b89b72"}\n  4: {name: b, color: "#2e8b57"}\n  9: {name: c, color: "#e0b000"}\n'
            + rules
        )
        scene = SurveyScene.read(noise, {"1": 1, "2": 2})
        scene = SurveyScene({1: scene.bands["1"], 2: scene.bands["2"]}, scene.valid, scene.pixel_size)
        size = None if scene.pixel_size else (0.04, 0.04)
        result = scene.under(catalog, size)
        assert len(np.unique(result.mask[scene.valid])) > 1, "a weak test"
        for tiles in TILES:
            options = ("--pixel-size", "4cm") if size else ()
            oracle.agrees(quadrat.cover(noise, catalog, *tiles, *options), result.mask, scene.valid)

    return check


def two_rules(first: str, second: str) -> str:
    assign = f'[{{class: c, when: "{first}"}}, {{class: b, when: "{second}"}}, {{class: a}}]'
    return f"method:\n  rules:\n    assign: {assign}\n"


#: Lengths in pixels and on the ground. On no map the size of pixels is given, and then they are like any square ones.
LENGTHS = {
    "square, 5 cm": ["0 px", "1.5 px", "7 px", "12 cm", "45 mm"],
    "oblong, in degrees": ["1.5 px", "12 cm", "45 mm"],
    "without georeferencing": ["7 px", "12 cm"],
}
ONE_OF = {
    "mean": "mean_within({}, {}) > 0.3",
    "minimum": "min_within({}, {}) > -1.5",
    "maximum": "max_within({}, {}) > 1.5",
    "deviation": "deviation_within({}, {}) > 0.9",
    "gaussian": "gaussian({}, {}) > 0.3",
    "any": "any_within({} > 1.8, {})",
    "all": "all_within({} > -1.4, {})",
    "maximum of a condition": "max_within({} > 1.8, {})",
    "minimum of a condition": "min_within({} > -1.4, {})",
}


@pytest.mark.parametrize(
    ("noise", "length"), [(grid, length) for grid, lengths in LENGTHS.items() for length in lengths], indirect=["noise"]
)
@pytest.mark.parametrize("function", ONE_OF)
def test_neighbourhood(agrees: Callable[..., None], function: str, length: str) -> None:
    """On numbers without holes, and on numbers with."""
    agrees(two_rules(ONE_OF[function].format("Y", length), ONE_OF[function].format("X", length)))


NESTED = [
    "all_within(any_within(Y > 0.9, 2 px), 2 px)",
    "not any_within(not any_within(X > 1.2 and Y < 1, 8 cm), 13 cm)",
    "mean_within(Y - gaussian(Y, 2 px), 3 px) > 0.05",
    "X > mean_within(X, 21 cm) + 0.4*deviation_within(X, 21 cm)",
    "gaussian(gaussian(X, 1 px), 6 cm) - gaussian(X, 3 px) > 0",
    "max_within(min_within(max_within(Y, 1 px), 2 px), 3 px) < 1.9",
    "mean_within(clamp(1000*(Y - 0.2), 0, 1), 5 px) > 0.55",
    "mean_within(1/(X - X), 2 px) > 0 or X > 0.5",
    "any_within(Y/0 > 1, 1 px) or X > 0.5",
    "sqrt(mean_within(X*X, 4 px)) > 1.1 and not all_within(abs(Y) < 2, 1.5 px)",
]


@pytest.mark.parametrize("condition", NESTED)
def test_neighbourhoods_in_formulas(agrees: Callable[..., None], condition: str) -> None:
    agrees(two_rules(condition, "X > 0"))


STEPS = [
    "majority: 1 px",
    "majority: 3 px",
    "majority: 5 px",
    "majority: 30 cm",
    "open: {class: c, width: 3 px}",
    "open: {class: a, width: 24 cm}",
    "close: {class: c, width: 3 px}",
    "close: {class: b, width: 36 cm}",
]


@pytest.mark.parametrize("noise", ["square, 5 cm", "oblong, in degrees"], indirect=True)
@pytest.mark.parametrize("step", STEPS)
def test_cleaning(agrees: Callable[..., None], step: str) -> None:
    agrees(two_rules("Y > 1.1", "X > 0.2") + f"clean:\n  - {step}\n")


def test_cleaning_in_order(agrees: Callable[..., None]) -> None:
    steps = "".join(f"  - {step}\n" for step in (STEPS[6], STEPS[4], STEPS[2], STEPS[7], STEPS[5]))
    agrees(two_rules("gaussian(Y, 1 px) > 0.8", "mean_within(X, 3 px) > 0.2") + "clean:\n" + steps)


THRESHOLDS = [
    "{of: X, choose: otsu, otherwise: 0.1, range: -4 .. 4}",
    "{of: X, choose: minimum-error, within: -1 .. 1, otherwise: 0.15, range: -4 .. 4, bins: 64}",
    "{of: X, choose: fixed, otherwise: 0.25, range: -4 .. 4}",
    "{of: smooth, choose: otsu, otherwise: 0.1, range: -2 .. 2, bins: 200}",
    "{of: Y, choose: otsu, within: -0.5 .. 0.5, otherwise: 0.1, range: -1 .. 1}",
    "{of: square, choose: otsu, within: 0.1 .. 9, otherwise: 2, range: 0 .. 8}",
    "{of: two_hills, choose: minimum-error, otherwise: 0.5, range: -1 .. 3}",
    "{of: two_hills, choose: otsu, within: 0.2 .. 1.2, otherwise: 0.5, range: -1 .. 3}",
]


@pytest.mark.parametrize("noise", ["oblong, in degrees"], indirect=True)
@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_thresholds(agrees: Callable[..., None], threshold: str) -> None:
    """From numbers, from what looks around, from what has holes, and from what is really in two parts."""
    define = (
        "    define:\n      smooth: gaussian(X, 2 px)\n      square: Y*Y\n"
        "      two_hills: clamp(40*X, 0, 1) + 0.1*Y\n      over: any_within(X > cut, 1 px)\n"
    )
    assign = '    assign: [{class: c, when: "X > cut"}, {class: b, when: "over"}, {class: a}]\n'
    agrees(f"method:\n  rules:\n    thresholds:\n      cut: {threshold}\n" + define + assign)
