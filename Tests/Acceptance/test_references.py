"""Coordinate reference systems of any kind: areas, lengths and places are those of an independent library.

Systems that count in grads or from another meridian, derived and rotated ones, feet and kilometres, axes in any order.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import CRS, Geod, Transformer

from support import Quadrat, write_catalog

WIDTH, HEIGHT = 50, 40
WGS84 = Geod(ellps="WGS84")

WGS84_WKT = 'DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0]'
DEGREES = 'ANGLEUNIT["degree",0.0174532925199433]'
METRES = 'LENGTHUNIT["metre",1]'


def rotated_pole(base: str = WGS84_WKT) -> str:
    """The grid of a weather model (netCDF's conventions for a moved pole)."""
    named = {
        "Grid north pole latitude (netCDF CF convention)": 39.25,
        "Grid north pole longitude (netCDF CF convention)": -162,
        "North pole grid longitude (netCDF CF convention)": 0,
    }
    method = 'METHOD["Pole rotation (netCDF CF convention)"]'
    values = ",".join(f'PARAMETER["{name}",{value},{DEGREES}]' for name, value in named.items())
    axes = f'AXIS["longitude",east,ORDER[1],{DEGREES}],AXIS["latitude",north,ORDER[2],{DEGREES}]'
    return (
        f'GEOGCRS["rotated",BASEGEOGCRS["base",{base}],DERIVINGCONVERSION["rotation",{method},{values}],'
        f"CS[ellipsoidal,2],{axes}]"
    )


def site_grid() -> str:
    """A grid of a works, turned and stretched against UTM: areas in it are a fifth too large."""
    utm = {
        "Latitude of natural origin": f"0,{DEGREES}",
        "Longitude of natural origin": f"15,{DEGREES}",
        "Scale factor at natural origin": '0.9996,SCALEUNIT["unity",1]',
        "False easting": f"500000,{METRES}",
        "False northing": f"0,{METRES}",
    }
    unit = 'SCALEUNIT["coefficient",1]'
    affine = {
        "A0": f"-400000,{METRES}", "A1": f"1.1,{unit}", "A2": f"0.1,{unit}",
        "B0": f"-5600000,{METRES}", "B1": f"-0.1,{unit}", "B2": f"1.1,{unit}",
    }  # fmt: skip

    def parameters(values: dict[str, str]) -> str:
        return ",".join(f'PARAMETER["{name}",{value}]' for name, value in values.items())

    base = (
        f'BASEPROJCRS["UTM 33N",BASEGEOGCRS["WGS 84",{WGS84_WKT}],'
        f'CONVERSION["UTM",METHOD["Transverse Mercator",ID["EPSG",9807]],{parameters(utm)}]]'
    )
    deriving = (
        f'DERIVINGCONVERSION["site",METHOD["Affine parametric transformation",ID["EPSG",9624]],{parameters(affine)}]'
    )
    axes = f'AXIS["easting",east,{METRES}],AXIS["northing",north,{METRES}]'
    return f'DERIVEDPROJCRS["site grid",{base},{deriving},CS[Cartesian,2],{axes}]'


SPHERE = 'DATUM["sphere",ELLIPSOID["sphere",6371229,0]],PRIMEM["Greenwich",0]'
OWN: dict[str, tuple[str, tuple[float, float]]] = {
    # what: WKT or PROJ's text; longitude and latitude of the first corner
    "rotated pole": (rotated_pole(), (19.6, 51.5)),
    "rotated pole of a sphere": (rotated_pole(SPHERE), (12, 47)),
    "rotated pole, PROJ": (
        "+proj=ob_tran +o_proj=longlat +a=6370000 +b=6370000 +o_lat_p=50 +o_lon_p=180 +lon_0=-10 +type=crs",
        (-10, 40),
    ),
    "derived projected": (site_grid(), (15.5, 51)),
    "bound, in feet": (
        "+proj=tmerc +lat_0=40 +lon_0=-75 +ellps=clrk66 +towgs84=-8,160,176 +units=us-ft +type=crs",
        (-75.2, 40.1),
    ),
    "bound, from Paris": (
        (
            "+proj=lcc +lat_1=49.5 +lat_0=49.5 +lon_0=0 +k_0=0.999877341 +x_0=600000 +y_0=200000 +a=6378249.2 "
            "+b=6356515 +towgs84=-168,-60,320 +pm=paris +type=crs"
        ),
        (2, 49),
    ),
    "kilometres": ("+proj=laea +lat_0=52 +lon_0=10 +datum=WGS84 +units=km +type=crs", (11, 51)),
    "chains": ("+proj=omerc +lat_0=4 +lonc=115 +alpha=53.3 +gamma=53.1 +ellps=evrstSS +units=ch +type=crs", (115, 4)),
    "oblique Mollweide": (
        "+proj=ob_tran +o_proj=moll +o_lat_p=45 +o_lon_p=-90 +lon_0=0 +R=6371000 +type=crs",
        (20, 40),
    ),
}

EPSG: dict[str, list[int]] = {
    "grads from Paris": [27561, 27562, 27564, 27572, 29702, 4807],
    "other meridians": [2065, 4818, 21780, 4805, 4806, 4813, 4803, 2062, 4801],
    "feet and other units": [2225, 2277, 3168, 29873, 24370, 2314, 2136],
    "northing first": [2180, 2193, 5641],
    "south-oriented": [2048, 2053],
    "with heights": [7405, 5555, 4979],
    "controls": [4326, 3857, 3035],
}
CASES = [pytest.param(f"EPSG:{code}", None, id=f"{kind}: {code}") for kind, codes in EPSG.items() for code in codes]
CASES += [pytest.param(text, place, id=name) for name, (text, place) in OWN.items()]


def horizontal(crs: CRS) -> CRS:
    return horizontal(crs.sub_crs_list[0]) if crs.is_compound else crs


def base(crs: CRS) -> CRS:
    """The last CRS of the chain: longitudes and latitudes."""
    crs = horizontal(crs)
    return crs if crs.source_crs is None else base(crs.source_crs)


def corner(crs: CRS, place: tuple[float, float] | None) -> tuple[float, float]:
    """In the CRS; without a place the middle of where the CRS is used."""
    if place is None:
        area = crs.area_of_use
        assert area is not None
        east = area.east if area.east > area.west else area.east + 360
        place = (((area.west + east) / 2 + 180) % 360 - 180, (area.south + area.north) / 2)
    return Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(*place)[:2]


def outline(transform: Affine, count: int = 200) -> tuple[Any, Any]:
    steps, ones = np.linspace(0, 1, count), np.ones(count)
    columns = WIDTH * np.concatenate([steps, ones, 1 - steps, 0 * ones])
    rows = HEIGHT * np.concatenate([0 * ones, steps, ones, 1 - steps])
    return transform @ (columns, rows)


def own_area(crs: CRS, transform: Affine) -> float:
    """The frame as a geodesic polygon on the ellipsoid of the CRS."""
    geographic = base(crs)
    ellipsoid = geographic.get_geod()
    assert ellipsoid is not None
    degrees = np.rad2deg(geographic.axis_info[0].unit_conversion_factor)
    places = Transformer.from_crs(crs, geographic, always_xy=True).transform(*outline(transform))
    return abs(ellipsoid.polygon_area_perimeter(*(np.asarray(axis) * degrees for axis in places[:2]))[0])


def side(to_wgs84: Transformer, a: tuple[float, float], b: tuple[float, float]) -> float:
    (x1, y1), (x2, y2) = to_wgs84.transform(*a)[:2], to_wgs84.transform(*b)[:2]
    return WGS84.inv(x1, y1, x2, y2)[2]


@pytest.fixture
def counting(tmp_path: Path) -> Path:
    return write_catalog(
        tmp_path / "half.yaml", {"X": 1}, [("high", "X > 100"), ("low", None)], extra="objects: {class: high}\n"
    )


def read_reference(path: Path) -> CRS:
    """What the file holds, which need not be all that it was given: formats keep what they can."""
    with rasterio.open(path) as dataset:
        return CRS.from_wkt(dataset.crs.to_wkt())


@pytest.mark.parametrize(("text", "place"), CASES)
def test_what_is_measured_in_a_reference_system(
    quadrat: Quadrat, counting: Path, tmp_path: Path, text: str, place: tuple[float, float] | None
) -> None:
    """Area to 2e-6 on the CRS's own ellipsoid, lengths to 1 % (a plane's own metres are kept), places to 2 km."""
    crs = CRS.from_user_input(text)
    x, y = corner(crs, place)
    unit = horizontal(crs).axis_info[0].unit_conversion_factor
    step = 10 / unit / (6378137 if horizontal(crs).is_geographic else 1)
    transform = Affine(step, 0, x, 0, -step, y)
    data = np.full((1, HEIGHT, WIDTH), 150, np.uint8)
    data[0, :10] = 50
    raster = tmp_path / "place.tif"
    profile = {"width": WIDTH, "height": HEIGHT, "count": 1, "dtype": "uint8"}
    with rasterio.open(raster, "w", "GTiff", crs=text, transform=transform, **profile) as dataset:
        dataset.write(data)
    crs = read_reference(raster)
    out = quadrat.folder / "run"
    result = quadrat("count", raster, "--catalog", counting, "--out", out, "--quiet", "--also", "csv,geojson")
    assert result.code == 0, result.stderr

    area = json.loads((out / "coverage.json").read_text())["area_m2"]
    assert area["total"] == pytest.approx(own_area(crs, transform), rel=2e-6)

    to_wgs84 = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    width, height = json.loads((out / "run.json").read_text())["pixel_size_m"]
    middle = [(WIDTH / 2 + i, HEIGHT / 2 + j) for i, j in ((-5, 0), (5, 0), (0, -5), (0, 5))]
    west, east, north, south = (transform @ at for at in middle)
    assert width == pytest.approx(side(to_wgs84, west, east) / 10, rel=0.0101)
    assert height == pytest.approx(side(to_wgs84, north, south) / 10, rel=0.0101)

    with (out / "objects.csv").open() as lines:
        (row,) = csv.DictReader(lines)
    longitude, latitude = to_wgs84.transform(float(row["X"]), float(row["Y"]))[:2]
    assert WGS84.inv(longitude, latitude, float(row["lon"]), float(row["lat"]))[2] < 2000
    assert -180 <= float(row["lon"]) <= 180
    (feature,) = json.loads((out / "objects.geojson").read_text())["features"]
    corners = np.array(feature["geometry"]["coordinates"][0])
    assert WGS84.inv(longitude, latitude, *corners[:-1].mean(axis=0))[2] < 2000

    mask = read_reference(out / "mask.tif")
    assert mask == crs or mask.to_wkt() == crs.to_wkt()


@pytest.mark.parametrize("name", ["rotated pole", "rotated pole of a sphere"])
def test_a_weather_models_whole_domain(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, name: str
) -> None:
    """36 by 30 degrees of a globe with a moved pole, in pixels of 7 km."""
    text = OWN[name][0]
    transform = Affine(0.72, 0, -20, 0, -0.75, 20) @ Affine.scale(0.1)
    raster = tmp_path / "model.tif"
    profile = {"width": 10 * WIDTH, "height": 10 * HEIGHT, "count": 1, "dtype": "uint8"}
    with rasterio.open(raster, "w", "GTiff", crs=text, transform=transform, **profile) as dataset:
        dataset.write(np.zeros((1, 10 * HEIGHT, 10 * WIDTH), np.uint8))
    expected = own_area(CRS.from_user_input(text), transform @ Affine.scale(10))
    area = quadrat.cover(raster, greenness()).area
    assert area["total"] == pytest.approx(expected, rel=5e-6)
    assert area["planar_total"] is None


def test_zones_in_degrees_on_grads_from_paris(quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path) -> None:
    """A zone drawn in WGS 84 has its area on a raster of the old French zones, and lies where it was drawn."""
    corners = [(2.40, 46.80), (2.44, 46.80), (2.44, 46.83), (2.40, 46.83), (2.40, 46.80)]
    zones = tmp_path / "zones.geojson"
    feature = {"type": "Feature", "properties": {"id": "A"}, "geometry": {"type": "Polygon", "coordinates": [corners]}}
    zones.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    x, y = corner(CRS("EPSG:27572"), (2.38, 46.85))
    raster = tmp_path / "france.tif"
    profile = {"width": 400, "height": 400, "count": 1, "dtype": "uint8", "crs": "EPSG:27572"}
    with rasterio.open(raster, "w", "GTiff", transform=Affine(20, 0, x, 0, -20, y), **profile) as dataset:
        dataset.write(np.zeros((1, 400, 400), np.uint8))
    (zone,) = quadrat.cover(raster, greenness(), "--zones", zones).coverage["zones"]
    expected = abs(WGS84.polygon_area_perimeter(*zip(*corners, strict=True))[0])
    assert zone["area_m2"]["total"] == pytest.approx(expected, rel=1e-4)
    assert zone["area_m2"]["outside"] == 0


@pytest.mark.parametrize("code", [3413, 3031, 3995])
def test_pixels_around_a_pole(quadrat: Quadrat, tmp_path: Path, code: int) -> None:
    """A raster centred on the pole, where longitudes jump: a pixel is as long as a geodesic."""
    transform = Affine(100, 0, -5000, 0, -100, 5000)
    raster = tmp_path / "pole.tif"
    profile = {"width": 100, "height": 100, "count": 1, "dtype": "uint8", "crs": f"EPSG:{code}"}
    with rasterio.open(raster, "w", "GTiff", transform=transform, **profile) as dataset:
        dataset.write(np.zeros((1, 100, 100), np.uint8))
    width, height = json.loads(quadrat("inspect", raster, "--json").stdout)["pixel_size_m"]
    to_wgs84 = Transformer.from_crs(f"EPSG:{code}", "EPSG:4326", always_xy=True)
    assert width == pytest.approx(side(to_wgs84, (-500, 0), (500, 0)) / 10, rel=1e-6)
    assert height == pytest.approx(side(to_wgs84, (0, -500), (0, 500)) / 10, rel=1e-6)


@pytest.mark.parametrize("text", ["EPSG:4978", "EPSG:5773"])
def test_what_is_no_map_is_refused(quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, text: str) -> None:
    """Geocentric coordinates, and heights alone."""
    source, raster = tmp_path / "source.tif", tmp_path / "odd.vrt"
    profile = {"width": 8, "height": 8, "count": 1, "dtype": "uint8", "crs": "EPSG:32633"}
    with rasterio.open(source, "w", "GTiff", transform=Affine(1, 0, 5e5, 0, -1, 5e6), **profile) as dataset:
        dataset.write(np.zeros((1, 8, 8), np.uint8))
    raster.write_text(
        f'<VRTDataset rasterXSize="8" rasterYSize="8"><SRS>{text}</SRS><GeoTransform>5,1,0,5,0,-1</GeoTransform>'
        f'<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>{source}</SourceFilename>'
        "</SimpleSource></VRTRasterBand></VRTDataset>"
    )
    assert "neither geographic nor projected" in quadrat.refuse(raster, greenness())
