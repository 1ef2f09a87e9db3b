"""Areas are on the ellipsoid, whatever the grid; what cannot be placed is said or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import CRS, Proj, Transformer
from rasterio.control import GroundControlPoint

import oracle
from support import (
    RGB,
    UTM,
    Exit,
    Quadrat,
    write_raster,
)

GEOGRAPHIC = "EPSG:4326"
PSEUDO_MERCATOR = "EPSG:3857"
NEW_YORK_FEET = "EPSG:2263"
SQUARE_FOOT = (1200 / 3937) ** 2


def grid(crs: str, longitude: float, latitude: float, step: float) -> Affine:
    """A north-up grid of square pixels whose first corner is the place given."""
    x, y = Transformer.from_crs(GEOGRAPHIC, crs, always_xy=True).transform(longitude, latitude)
    return Affine(step, 0, x, 0, -step, y)


def locate(transform: Affine, column: Any, row: Any) -> tuple[Any, Any]:
    """Where pixel coordinates, whose whole numbers are corners, lie in the CRS."""
    a, b, c, d, e, f = transform[:6]
    return a * column + b * row + c, d * column + e * row + f


def geodesic_area(crs: str, transform: Affine, window: tuple[int, int, int, int], vertices: int = 1000) -> float:
    """The area of the pixel rectangle (column, row, width, height), its edges densified in the raster's CRS."""
    column, row, width, height = window
    steps = np.arange(vertices) / vertices
    columns = column + width * np.concatenate([steps, np.ones(vertices), 1 - steps, np.zeros(vertices)])
    rows = row + height * np.concatenate([np.zeros(vertices), steps, np.ones(vertices), 1 - steps])
    x, y = locate(transform, columns, rows)
    system = CRS(crs)
    longitudes, latitudes = Transformer.from_crs(system, system.geodetic_crs, always_xy=True).transform(x, y)
    ellipsoid = system.get_geod()
    assert ellipsoid is not None
    return abs(ellipsoid.polygon_area_perimeter(longitudes, latitudes)[0])


def rectangle(width: int, height: int, window: tuple[int, int, int, int]) -> oracle.Array:
    """200 inside the window, 0 around it."""
    column, row, columns, rows = window
    data = np.zeros((height, width), np.uint8)
    data[row : row + rows, column : column + columns] = 200
    return data


# Vectors of published and recomputed figures ---------------------------------------------------------


@pytest.mark.parametrize(
    ("latitude", "expected"), [(0, 12308463893.975), (30, 10642393438.883), (45, 8686494956.670), (60, 6123140878.746)]
)
def test_area_of_a_degree(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, latitude: int, expected: float
) -> None:
    """One pixel of 1 x 1 degree that begins at the latitude and goes north."""
    raster = write_raster(
        tmp_path / "degree.tif",
        np.array([[7]], np.uint8),
        crs=GEOGRAPHIC,
        transform=Affine(1, 0, 10, 0, -1, latitude + 1),
    )
    assert quadrat.cover(raster, greenness()).area["total"] == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize(
    ("latitude", "expected"),
    [
        (0, 123.090720792933),
        (30, 106.957398331271),
        (45, 87.6238892747505),
        (52, 76.4162107855164),
        (60, 62.1680581533197),
    ],
)
def test_area_of_a_small_geographic_pixel(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, latitude: int, expected: float
) -> None:
    """One pixel of 1e-4 degree centred on the latitude; the figures were computed with fifty digits."""
    transform = Affine(1e-4, 0, 10, 0, -1e-4, latitude + 5e-5)
    raster = write_raster(tmp_path / "pixel.tif", np.array([[7]], np.uint8), crs=GEOGRAPHIC, transform=transform)
    assert quadrat.cover(raster, greenness()).area["total"] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("latitude", "expected"), [(0, 99.3306), (30, 74.7479), (45, 49.9994), (52, 37.9651), (60, 25.0839)]
)
def test_area_of_a_web_mercator_pixel(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, latitude: int, expected: float
) -> None:
    """One pixel of 10 x 10 projected metres centred on the latitude; its planar area is 100 m2 everywhere."""
    transform = grid(PSEUDO_MERCATOR, 10, latitude, 10) @ Affine.translation(-0.5, -0.5)
    raster = write_raster(tmp_path / "pixel.tif", np.array([[7]], np.uint8), crs=PSEUDO_MERCATOR, transform=transform)
    area = quadrat.cover(raster, greenness()).area
    assert area["total"] == pytest.approx(expected, abs=5.1e-5)
    assert area["planar_total"] == pytest.approx(100, rel=1e-9)


def test_the_whole_earth(quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path) -> None:
    raster = write_raster(
        tmp_path / "earth.tif", np.zeros((180, 360), np.uint8), crs=GEOGRAPHIC, transform=Affine(1, 0, -180, 0, -1, 90)
    )
    assert quadrat.cover(raster, greenness()).area["total"] == pytest.approx(510065621.724e6, abs=1e3)


@pytest.mark.parametrize("pixels", [1, 100])
def test_area_of_a_published_rectangle(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, pixels: int
) -> None:
    """10.00 to 10.01 degrees east, 52.000 to 52.005 north; however many pixels it is cut into."""
    transform = Affine(0.01 / pixels, 0, 10, 0, -0.005 / pixels, 52.005)
    raster = write_raster(
        tmp_path / "rectangle.tif", np.zeros((pixels, pixels), np.uint8), crs=GEOGRAPHIC, transform=transform
    )
    assert quadrat.cover(raster, greenness()).area["total"] == pytest.approx(382059.932, abs=0.001)


# Against an independent geodesic library -------------------------------------------------------------

PLACES: dict[str, tuple[str, float, float, float, float]] = {
    # CRS, longitude and latitude of the first corner, pixel size, relative error
    "geographic": (GEOGRAPHIC, 10, 52, 0.0005, 1e-8),
    "geographic, south": (GEOGRAPHIC, 178, -41, 0.0005, 1e-8),
    "geographic, Clarke 1866": ("EPSG:4267", -95, 33, 0.0005, 1e-8),
    "web mercator": (PSEUDO_MERCATOR, 10, 52, 100, 1e-8),
    "web mercator, south": (PSEUDO_MERCATOR, -70, -33, 100, 1e-8),
    "UTM near its meridian": (UTM, 9.1, 52, 10, 1e-6),
    "UTM at the edge of its zone": (UTM, 11.9, 48, 30, 1e-6),
    "LAEA Europe": ("EPSG:3035", 23, 60, 30, 1e-6),
    "Lambert conformal": ("EPSG:2154", -1, 44, 25, 1e-6),
    "polar stereographic": ("EPSG:3995", 60, 78, 100, 1e-6),
    "US feet": (NEW_YORK_FEET, -73.5, 40.8, 20, 1e-6),
}


@pytest.mark.parametrize("place", PLACES)
def test_area_of_a_class_is_that_of_its_polygon(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, place: str
) -> None:
    """A rectangle of pixels, off the middle, against the geodesic area of its densified outline."""
    crs, longitude, latitude, step, error = PLACES[place]
    transform, window = grid(crs, longitude, latitude, step), (37, 20, 241, 150)
    raster = write_raster(tmp_path / "place.tif", rectangle(400, 300, window), crs=crs, transform=transform)
    run = quadrat.cover(raster, greenness())
    assert run.area_of("high") == pytest.approx(geodesic_area(crs, transform, window), rel=error)
    assert run.area["total"] == pytest.approx(geodesic_area(crs, transform, (0, 0, 400, 300)), rel=error)
    oracle.accounted(run)


@pytest.mark.parametrize("crs", [UTM, "EPSG:3035", "EPSG:2154"])
@pytest.mark.parametrize("pattern", ["halves", "gradient", "corner"])
def test_area_of_any_pattern_follows_the_scale_at_each_pixel(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, crs: str, pattern: str
) -> None:
    """150 km across, where the areal scale changes by a thousandth: a class at one side weighs by its own scale."""
    width, height, step = 300, 200, 500
    transform = grid(crs, 9.5, 51, step)
    row, column = np.mgrid[0:height, 0:width]
    share = {
        "halves": column < width / 3,
        "gradient": np.random.default_rng(1).random((height, width)) < column / width,
        "corner": column + row < 60,
    }
    high = share[pattern]
    raster = write_raster(
        tmp_path / "pattern.tif", np.where(high, 200, 0).astype(np.uint8), crs=crs, transform=transform
    )
    system = CRS(crs)
    x, y = locate(transform, column + 0.5, row + 0.5)
    place = Transformer.from_crs(system, system.geodetic_crs, always_xy=True).transform(x, y)
    true_area = step * step / np.asarray(Proj(system).get_factors(*place).areal_scale)
    assert quadrat.cover(raster, greenness()).area_of("high") == pytest.approx(true_area[high].sum(), rel=1e-6)


@pytest.mark.parametrize("crs", [UTM, NEW_YORK_FEET, GEOGRAPHIC, PSEUDO_MERCATOR])
@pytest.mark.parametrize("grid_kind", ["rotated", "sheared", "south-up", "mirrored"])
def test_any_grid_is_honoured(
    each_reader: Quadrat, greenness: Callable[..., Path], tmp_path: Path, crs: str, grid_kind: str
) -> None:
    """The mask keeps the raster's geotransform and CRS, and pixels count by their true area."""
    longitude, latitude = (-73.7, 40.7) if crs == NEW_YORK_FEET else (9.3, 52)
    turn = {
        "rotated": Affine.rotation(17),
        "sheared": Affine(1, 0.2, 0, -0.1, 0.9, 0),
        "south-up": Affine.scale(1, -1),
        "mirrored": Affine.scale(-1, 1),
    }
    transform = grid(crs, longitude, latitude, 1e-4 if crs == GEOGRAPHIC else 20) @ turn[grid_kind]
    window = (10, 25, 120, 60)
    data = rectangle(200, 150, window)
    raster = write_raster(tmp_path / "turned.tif", data, crs=crs, transform=transform)
    run = each_reader.cover(raster, greenness())
    oracle.agrees(run, np.where(data > 100, 2, 1).astype(np.uint8), np.ones(data.shape, bool))
    with rasterio.open(run.path / "mask.tif") as mask, rasterio.open(raster) as source:
        assert mask.transform == source.transform and mask.crs == source.crs
    assert run.area_of("high") == pytest.approx(geodesic_area(crs, transform, window), rel=1e-6)


def test_planar_area_is_in_square_metres(quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path) -> None:
    """Also where the CRS counts in US survey feet; a geographic CRS has no planar area."""
    shape = np.zeros((30, 40), np.uint8)
    expected = {UTM: 30 * 40 * 4, PSEUDO_MERCATOR: 30 * 40 * 4, NEW_YORK_FEET: 30 * 40 * 4 * SQUARE_FOOT}
    for crs, area in expected.items():
        raster = write_raster(tmp_path / "planar.tif", shape, crs=crs, transform=grid(crs, -73.7, 40.7, 2))
        run = quadrat.cover(raster, greenness())
        assert run.area["planar_total"] == pytest.approx(area, rel=1e-9), crs
    raster = write_raster(tmp_path / "geographic.tif", shape, crs=GEOGRAPHIC, transform=grid(GEOGRAPHIC, 9, 52, 1e-5))
    assert quadrat.cover(raster, greenness()).area["planar_total"] is None


def test_one_field_in_four_systems(quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path) -> None:
    """A tilted field of 420 x 310 m agrees within 0.1 % in degrees, UTM, web mercator and feet."""
    home = "EPSG:32618"
    centre = Transformer.from_crs(GEOGRAPHIC, home, always_xy=True).transform(-73.6, 40.75)
    tilt = Affine.rotation(-23) @ Affine.translation(-centre[0], -centre[1])
    steps = {home: (2, 2), GEOGRAPHIC: (2.4e-5, 1.8e-5), PSEUDO_MERCATOR: (2.6, 2.6), NEW_YORK_FEET: (6.6, 6.6)}
    areas = {}
    for crs, (step_x, step_y) in steps.items():
        x, y = Transformer.from_crs(home, crs, always_xy=True).transform(*centre)
        transform = Affine(step_x, 0, x, 0, -step_y, y) @ Affine.translation(-155, -155)
        row, column = np.mgrid[0:310, 0:310]
        to_home = Transformer.from_crs(crs, home, always_xy=True)
        along, across = locate(tilt, *to_home.transform(*locate(transform, column + 0.5, row + 0.5)))
        inside = (np.abs(along) < 210) & (np.abs(across) < 155)
        raster = write_raster(
            tmp_path / "field.tif", np.where(inside, 200, 0).astype(np.uint8), crs=crs, transform=transform
        )
        areas[crs] = quadrat.cover(raster, greenness()).area_of("high")
    assert max(areas.values()) / min(areas.values()) - 1 < 0.001, areas
    scale = Proj(home).get_factors(-73.6, 40.75).areal_scale
    assert areas[home] == pytest.approx(420 * 310 / scale, rel=0.001)


# Without a place ---------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize("transform", [None, Affine(0.5, 0, 100, 0, -0.5, 900)], ids=["nothing", "transform only"])
def test_without_crs_pixels_and_percent_remain(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, transform: Affine | None
) -> None:
    """Areas are null, said once; `--pixel-size` gives them."""
    data = rectangle(200, 150, (10, 25, 120, 60))
    raster = write_raster(tmp_path / "plain.tif", data, crs=None, transform=transform)
    run = quadrat.cover(raster, greenness())
    oracle.accounted(run)
    assert run.area["total"] is None and run.area["planar_total"] is None
    shares = {entry["name"]: entry["percent_of_valid"] for entry in run.coverage["classes"]}
    assert shares["high"] == pytest.approx(100 * 7200 / 30000)
    assert ["--pixel-size" in line for line in run.outcome.stderr.splitlines()] == [True]

    run = quadrat.cover(raster, greenness(), "--pixel-size", "5cm")
    oracle.accounted(run)
    assert run.area["total"] == pytest.approx(30000 * 0.0025, rel=1e-9)
    assert run.area_of("high") == pytest.approx(7200 * 0.0025, rel=1e-9)


REFUSALS: dict[str, tuple[str, str | int, tuple[str, ...]]] = {
    # what is wrong: the band that the catalog wants, and words the line must hold
    "gcps": ("gcps", 1, ("gdalwarp",)),
    "complex": ("complex", 1, ("CFloat32", "DERIVED_SUBDATASET:AMPLITUDE")),
    "band number": ("plain", 5, ("band 5", "3")),
    "role": ("plain", "nir", ("nir", "--bands")),
    "role without colours": ("grey", "green", ("green", "--bands")),
}


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_used_is_refused_with_the_way_out(
    each_reader: Quadrat, greenness: Callable[..., Path], tmp_path: Path, case: str
) -> None:
    kind, band, words = REFUSALS[case]
    raster, data = tmp_path / "odd.tif", np.zeros((3, 30, 40), np.uint8)
    if kind == "gcps":
        corners = [(0, 0), (0, 40), (30, 0), (30, 40)]
        points = [GroundControlPoint(row, column, 9 + column * 1e-5, 52 - row * 1e-5) for row, column in corners]
        write_raster(raster, data, crs=None, transform=None)
        with rasterio.open(raster, "r+") as dataset:
            dataset.gcps = points, GEOGRAPHIC
    elif kind == "complex":
        write_raster(raster, data.astype(np.complex64))
    elif kind == "grey":
        write_raster(raster, data[:1])
    else:
        write_raster(raster, data, colours=RGB)
    line = each_reader.refuse(raster, greenness(band))
    assert all(word in line for word in words), line
    assert raster.name in line


@pytest.mark.parametrize("bands", ["red=9", "red=0", "red=-1", "red=x", "rad=1", "red", "red=1,red=2"])
def test_bands_that_make_no_sense_are_refused(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, bands: str
) -> None:
    raster = write_raster(tmp_path / "rgb.tif", np.zeros((3, 30, 40), np.uint8), colours=RGB)
    result = quadrat("cover", raster, "--catalog", greenness("red"), "--bands", bands)
    assert result.code in (Exit.USAGE, Exit.REFUSED)
    assert result.stderr.startswith("Error: ")
    assert list(quadrat.folder.iterdir()) == []


@pytest.mark.parametrize("size", ["5", "5 parsecs", "0cm", "-1cm", "nan cm", ""])
def test_a_pixel_size_without_meaning_is_wrong_usage(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, size: str
) -> None:
    raster = write_raster(tmp_path / "rgb.tif", np.zeros((3, 30, 40), np.uint8), colours=RGB)
    result = quadrat("cover", raster, "--catalog", greenness("red"), f"--pixel-size={size}")
    assert result.code == Exit.USAGE
    assert result.stderr.startswith("Error: ")
    assert list(quadrat.folder.iterdir()) == []
