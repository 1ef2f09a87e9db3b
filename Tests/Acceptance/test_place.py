"""A raster that does not lie where it says, or that must be put there first, is refused with a way out that works."""

from __future__ import annotations

import json
import shlex
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import rasterio
from affine import Affine
from rasterio.control import GroundControlPoint

from photographs import jpeg, photograph, png, turn_tiff
from support import UTM, Quadrat, tool, write_raster

GEOGRAPHIC = "EPSG:4326"
PLANET = 510065621724088.44
pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


def frame(west: float, south: float, east: float, north: float, size: tuple[int, int]) -> Affine:
    return Affine((east - west) / size[0], 0, west, 0, (south - north) / size[1], north)


def raster_on(path: Path, crs: str, corners: tuple[float, float, float, float], size: tuple[int, int]) -> Path:
    data = np.full((size[1], size[0]), 150, np.uint8)
    return write_raster(path, data, crs=crs, transform=frame(*corners, size))


# Frames ------------------------------------------------------------------------------------------------

TOO_LARGE: dict[str, tuple[str, tuple[float, float, float, float], tuple[int, int]]] = {
    "metres as degrees": (GEOGRAPHIC, (399960, 5690220, 509760, 5800020), (50, 40)),
    "metres as degrees, on the equator": (GEOGRAPHIC, (166000, 10, 166050, 50), (50, 40)),
    "metres as grads": ("EPSG:4807", (399960, 5690220, 509760, 5800020), (50, 40)),
    "more than once round": (GEOGRAPHIC, (-180, -90, 220, 90), (400, 180)),
    "beyond the pole": (GEOGRAPHIC, (0, -90, 360, 100), (360, 190)),
    "twice round in web Mercator": ("EPSG:3857", (-20037508, -20037508, 60037508, 20037508), (256, 256)),
    "twice round in another projection": ("EPSG:4087", (-20037508, -9e6, 60037508, 9e6), (256, 128)),
    "millimetres as metres": (UTM, (5e8, 0, 5e9, 5e9), (100, 100)),
}


@pytest.mark.parametrize("case", TOO_LARGE)
def test_a_frame_larger_than_the_planet_is_refused(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, case: str
) -> None:
    crs, corners, size = TOO_LARGE[case]
    raster = raster_on(tmp_path / "large.tif", crs, corners, size)
    line = quadrat.refuse(raster, greenness())
    assert "its frame is larger than the planet" in line and "-a_srs EPSG:..." in line and "large.tif" in line
    assert quadrat("inspect", raster).error == line
    assert quadrat("plan", raster, "--catalog", greenness()).error == line


WHOLE: dict[str, tuple[tuple[float, float, float, float], tuple[int, int]]] = {
    "from -180": ((-180, -90, 180, 90), (36, 18)),
    "from 0": ((0, -90, 360, 90), (36, 18)),
    "centred on the first and the last meridian": ((-180.5, -90.5, 180.5, 90.5), (361, 181)),
    "a quarter of a degree, centred": ((-0.125, -90.125, 359.875, 90.125), (1440, 721)),
    "a column repeated on each side": ((-185, -90, 185, 90), (74, 36)),
}


@pytest.mark.parametrize("case", WHOLE)
def test_the_whole_planet_is_not(quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, case: str) -> None:
    """Grids whose pixels are centred on the edges of the map reach beyond it; beyond the poles there is no area."""
    corners, size = WHOLE[case]
    raster = raster_on(tmp_path / "whole.tif", GEOGRAPHIC, corners, size)
    area = quadrat.cover(raster, greenness()).area["total"]
    assert area == pytest.approx(PLANET * (corners[2] - corners[0]) / 360, rel=1e-9)


@pytest.mark.parametrize(("crs", "step"), [(UTM, 1e-5), ("EPSG:2154", 2.7e-4), ("EPSG:3857", 9e-5)])
def test_degrees_as_metres_are_refused(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, crs: str, step: float
) -> None:
    raster = raster_on(tmp_path / "small.tif", crs, (13.4, 52.4, 13.4 + 50 * step, 52.4 + 40 * step), (50, 40))
    line = quadrat.refuse(raster, greenness())
    assert "look like degrees" in line and "-a_srs EPSG:..." in line and "small.tif" in line


def test_a_small_site_near_the_origin_is_not(quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path) -> None:
    """A laboratory's bench in pixels of a millimetre, in a projection of its own."""
    own = "+proj=tmerc +lat_0=52 +lon_0=13 +ellps=GRS80 +type=crs"
    raster = raster_on(tmp_path / "bench.tif", own, (0, 0, 0.05, 0.04), (50, 40))
    assert quadrat.cover(raster, greenness()).area["total"] == pytest.approx(0.002, rel=1e-6)


def mosaic(folder: Path, transform: str, *, points: str = "") -> Path:
    source, path = folder / "source.tif", folder / "odd.vrt"
    write_raster(source, np.full((40, 50), 150, np.uint8), crs=None, transform=None)
    path.write_text(
        f'<VRTDataset rasterXSize="50" rasterYSize="40"><SRS>{UTM}</SRS><GeoTransform>{transform}</GeoTransform>'
        f"{points}"
        f'<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>{source}</SourceFilename>'
        "</SimpleSource></VRTRasterBand></VRTDataset>"
    )
    return path


@pytest.mark.parametrize("transform", ["5,0,0,5,0,-1", "5,nan,0,5,0,-1", "5,inf,0,5,0,-1", "nan,1,0,5,0,-1"])
def test_pixels_without_a_size_are_refused(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, transform: str
) -> None:
    line = quadrat.refuse(mosaic(tmp_path, transform), greenness())
    assert "its geotransform is degenerate" in line and "-a_ullr" in line


# Ground control points ---------------------------------------------------------------------------------

SQUARE = [(0, 0), (0, 50), (40, 0), (40, 50)]
POINTS: dict[str, tuple[list[tuple[int, int]], str, str]] = {
    # rows and columns; what the line says; the command that it names
    "a dummy": ([(0, 0)], "one ground control point, which fixes no grid", "gdal_translate -nogcp"),
    "two": ([(0, 0), (40, 50)], "2 ground control points, too few", "gdal_translate -nogcp"),
    "one place": ([(3, 3)] * 4, "4 ground control points, all in one place", "gdal_translate -nogcp"),
    "one line": ([(0, 0), (4, 5), (8, 10), (40, 50)], "all on one line", "gdal_translate -nogcp"),
    "three": (SQUARE[:3], "3 ground control points but no grid", "gdalwarp -order 1"),
    "four": (SQUARE, "4 ground control points but no grid", "gdalwarp -tps"),
}


def control(places: list[tuple[int, int]], *, at: tuple[float, float] = (9, 52)) -> list[GroundControlPoint]:
    return [GroundControlPoint(row, column, at[0] + column * 1e-5, at[1] - row * 1e-5) for row, column in places]


@pytest.mark.parametrize("case", POINTS)
def test_control_points_by_what_they_can_do(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, case: str
) -> None:
    """The command in the line is run, and what it makes is surveyed."""
    places, said, command = POINTS[case]
    raster = write_raster(tmp_path / "photo.tif", np.full((40, 50), 150, np.uint8), crs=None, transform=None)
    with rasterio.open(raster, "r+") as dataset:
        dataset.gcps = control(places), GEOGRAPHIC
    line = quadrat.refuse(raster, greenness())
    assert said in line and command in line
    words = shlex.split(line[line.index(command) :].split(": its pixels")[0])
    result = tmp_path / words[-1]
    tool(*words[:-1], result)
    run = quadrat.cover(result, greenness())
    if "-nogcp" in words:
        assert run.area["total"] is None and run.pixels["total"] == 2000
        sized = quadrat.cover(result, greenness(), "--pixel-size", "1cm")
        assert sized.area["total"] == pytest.approx(0.2)
    else:
        assert run.area["total"] is not None


def test_points_on_a_dummys_map_are_no_use(quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path) -> None:
    """Spread over the picture, but all at 0, 0 of the map."""
    raster = write_raster(tmp_path / "photo.tif", np.full((40, 50), 150, np.uint8), crs=None, transform=None)
    with rasterio.open(raster, "r+") as dataset:
        dataset.gcps = [GroundControlPoint(row, column, 0, 0) for row, column in SQUARE], GEOGRAPHIC
    line = quadrat.refuse(raster, greenness())
    assert "all in one place" in line and "-nogcp" in line


def test_a_grid_overrules_control_points(quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path) -> None:
    point = '<GCPList Projection="EPSG:4326"><GCP Id="1" Pixel="0" Line="0" X="0" Y="0"/></GCPList>'
    run = quadrat.cover(mosaic(tmp_path, "500000,2,0,5500000,0,-2", points=point), greenness())
    assert run.area["planar_total"] == pytest.approx(8000)
    assert any("1 ground control point beside its grid on the map" in line for line in run.run["warnings"])


# Photographs -------------------------------------------------------------------------------------------


def vegetation_of(quadrat: Quadrat, raster: object) -> Any:
    return quadrat(
        "cover", raster, "--catalog", "vegetation", "--out", quadrat.folder / "run", "--overwrite", "--quiet"
    )


@pytest.mark.parametrize("orientation", range(10))
def test_photographs_that_viewers_turn_are_refused(quadrat: Quadrat, tmp_path: Path, orientation: int) -> None:
    """1 is upright; others than 2 to 8 mean nothing. Taken as stored the pixels have no orientation any more."""
    raster = jpeg(tmp_path / "photo.jpg", orientation, "<>"[orientation % 2])
    result = vegetation_of(quadrat, raster)
    if not 2 <= orientation <= 8:
        assert result.code == 0, result.stderr
        return
    assert f"(EXIF orientation {orientation})" in result.error and "-auto-orient" in result.error
    command = shlex.split(result.error[result.error.index("gdal_translate") :])
    stored = tmp_path / command[-1]
    tool(*command[:-1], stored)
    assert vegetation_of(quadrat, stored).code == 0


def test_orientation_is_found_in_every_format(quadrat: Quadrat, tmp_path: Path) -> None:
    rasters: list[object] = [png(tmp_path / "photo.png", 3)]
    for name, big in (("classic.tif", False), ("big.tif", True)):
        path = tmp_path / name
        photograph(path, "GTiff")
        if big:
            tool("gdal_translate", "-q", "-co", "BIGTIFF=YES", path, tmp_path / "copy.tif")
            (tmp_path / "copy.tif").rename(path)
        rasters.append(turn_tiff(path, 3, big=big))
    picture = jpeg(tmp_path / "photo.jpg", 3)
    tool("gdal_translate", "-q", "-of", "VRT", picture, tmp_path / "photo.vrt")
    shutil.make_archive(str(tmp_path / "photos"), "zip", tmp_path, "photo.jpg")
    for raster in (*rasters, tmp_path / "photo.vrt", f"/vsizip/{tmp_path}/photos.zip/photo.jpg"):
        assert "stored turned by 180 degrees (EXIF orientation 3)" in vegetation_of(quadrat, raster).error, raster


def test_a_place_on_the_map_overrules_the_orientation(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path
) -> None:
    """GDAL's grid is that of the pixels as they are stored."""
    data = np.full((40, 50), 50, np.uint8)
    data[:10] = 150
    raster = turn_tiff(write_raster(tmp_path / "map.tif", data), 3)
    mask = quadrat.cover(raster, greenness()).mask
    assert (mask[:10] == 2).all() and (mask[10:] == 1).all()


# PROJ's database ---------------------------------------------------------------------------------------


def database(folder: Path, kind: str) -> Path:
    """A folder that PROJ cannot use."""
    folder.mkdir()
    if kind == "of another version":
        shutil.copy(Path(pyproj.datadir.get_data_dir()) / "proj.db", folder)
        with sqlite3.connect(folder / "proj.db") as connection:
            connection.execute("UPDATE metadata SET value = '99' WHERE key = 'DATABASE.LAYOUT.VERSION.MAJOR'")
    elif kind == "no database":
        (folder / "proj.db").write_text("something else")
    elif kind == "missing":
        folder.rmdir()
    return folder


@pytest.mark.parametrize("variable", ["PROJ_DATA", "PROJ_LIB"])
@pytest.mark.parametrize("kind", ["missing", "empty", "no database", "of another version"])
def test_a_wrong_proj_is_named_before_the_first_pixel(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, variable: str, kind: str
) -> None:
    folder = database(tmp_path / "proj", kind)
    environment = {variable: str(folder)}
    # Beside PROJ_DATA the older name says nothing.
    astray = Quadrat(quadrat.binary, quadrat.folder, environment, quadrat.numbers)
    data = np.full((40, 50), 150, np.uint8)
    raster = write_raster(tmp_path / "map.tif", data)
    line = astray.refuse(raster, greenness())
    assert "PROJ's database (proj.db)" in line and f"unset {variable}" in line and str(folder) in line
    for command in (("inspect", raster), ("plan", raster, "--catalog", greenness())):
        assert astray(*command).error == line
    # A code that only the database knows.
    named = mosaic(tmp_path, "500000,2,0,5500000,0,-2")
    assert f"unset {variable}" in astray.refuse(named, greenness())
    plain = write_raster(tmp_path / "plain.tif", data, crs=None, transform=None)
    assert astray.cover(plain, greenness()).pixels["valid"] == 2000


def test_a_wrong_gdal_data_does_no_harm(quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path) -> None:
    astray = Quadrat(quadrat.binary, quadrat.folder, {"GDAL_DATA": "/nonexistent"}, quadrat.numbers)
    raster = write_raster(tmp_path / "map.tif", np.full((40, 50), 150, np.uint8), crs="EPSG:27572")
    expected = quadrat.cover(raster, greenness()).coverage
    assert json.dumps(astray.cover(raster, greenness()).coverage) == json.dumps(expected)
