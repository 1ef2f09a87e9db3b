"""Zones through the whole program: shares against exactextract, areas against geodesics, nothing lost."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import rasterio
import shapely
from affine import Affine
from exactextract import exact_extract
from pyproj import CRS, Geod, Transformer
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon, box, mapping

from support import PRODUCTS, UTM, Quadrat, RunFolder, digest, tool, write_catalog, write_raster, write_zones

WIDTH, HEIGHT = 233, 171
SIDE = 0.5
LEFT, TOP = 600_000.0, 5_762_000.0
#: 0.5 m pixels in UTM zone 32.
PLACE = Affine(SIDE, 0, LEFT, 0, -SIDE, TOP)
RASTER = box(LEFT, TOP - HEIGHT * SIDE, LEFT + WIDTH * SIDE, TOP)
TO_DEGREES = Transformer.from_crs(UTM, "EPSG:4326", always_xy=True)


# Material --------------------------------------------------------------------------------------------


def star(random: np.random.Generator, x: float, y: float, radius: float, corners: int) -> Polygon:
    angles = np.sort(random.uniform(0, 2 * np.pi, corners))
    radii = radius * random.uniform(0.4, 1, corners)
    return Polygon(np.c_[x + radii * np.cos(angles), y + radii * np.sin(angles)])


def random_zone(random: np.random.Generator, kind: int) -> Any:
    """Fields, holes, several parts, slivers, less than a pixel, borders on the pixels' own, many corners."""
    x, y = LEFT + random.uniform(-5, WIDTH * SIDE + 5), TOP - random.uniform(-5, HEIGHT * SIDE + 5)
    radius = np.exp(random.uniform(np.log(0.5), np.log(40)))
    column, row = random.integers(-3, WIDTH, 3), random.integers(-3, HEIGHT, 3)
    field = star(random, x, y, radius, int(random.integers(4, 30)))
    match kind:
        case 1:
            return field.buffer(0).difference(star(random, x, y, radius / 3, 8).buffer(0))
        case 2:
            return shapely.union(field.buffer(0), star(random, x + 2 * radius, y, radius, 7).buffer(0))
        case 3:
            sliver = box(x, y, x + random.uniform(5, 60), y + random.uniform(0.001, 0.01))
            return affinity.rotate(sliver, random.uniform(0, 180))
        case 4:
            return star(random, x, y, 0.4 * SIDE, 6)
        case 5:
            return box(
                LEFT + SIDE * column[0],
                TOP - SIDE * (row[0] + 1 + row[1] % 9),
                LEFT + SIDE * (column[0] + 1 + column[1] % 9),
                TOP - SIDE * row[0],
            )
        case 6:
            return Polygon(np.c_[LEFT + SIDE * column, TOP - SIDE * row])
        case 7:
            return star(random, x, y, 3 * radius, 400)
    return field


def random_zones(count: int, seed: int) -> list[Any]:
    random = np.random.default_rng(seed)
    zones: list[Any] = []
    while len(zones) < count:
        zone = random_zone(random, len(zones) % 8)
        if zone.is_valid and zone.area > 0.01 and isinstance(zone, Polygon | MultiPolygon):
            zones.append(zone)
    return zones


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("zones")


@pytest.fixture(scope="module")
def raster(material: Path) -> Path:
    """One band of noise from 0 to 4; 0 is nodata in a corner and here and there."""
    random = np.random.default_rng(11)
    data = random.integers(1, 5, (HEIGHT, WIDTH)).astype(np.uint8)
    data[random.random(data.shape) < 0.02] = 0
    data[: HEIGHT // 3, : WIDTH // 5] = 0
    return write_raster(material / "noise.tif", data, crs=UTM, transform=PLACE, nodata=0)


@pytest.fixture(scope="module")
def catalog(material: Path) -> Path:
    """Three classes; numbers above 3 have none, and are not observed."""
    return write_catalog(
        material / "levels.yaml",
        {"X": 1},
        [("high", "Y > 2"), ("middle", "Y > 1"), ("low", None)],
        define={"Y": "X + 0 / (X - 4)"},
        values={"low": 1, "middle": 4, "high": 9},
        extra="ratios:\n  - {name: high_percent, of: [high], over: [middle, high]}\n",
    )


def codes(raster: Path) -> npt.NDArray[np.int64]:
    """What the catalog makes of the noise: class value, 0 for nodata, -1 for unobserved."""
    with rasterio.open(raster) as dataset:
        data = dataset.read(1)
    return np.select([data == 0, data == 4, data == 3, data == 2], [0, -1, 9, 4], 1)


def zone_of(run: RunFolder, name: str) -> dict[str, Any]:
    return next(zone for zone in run.coverage["zones"] if zone["id"] == name)


def pixels_by_class(zone: Mapping[str, Any]) -> dict[int, float]:
    return {entry["value"]: entry["pixels"] for entry in zone["classes"]}


# Shares ----------------------------------------------------------------------------------------------


def test_a_thousand_zones_agree_with_exactextract(
    quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path
) -> None:
    shapes = random_zones(1000, seed=3)
    path = write_zones(tmp_path / "zones.geojson", (({"plot": f"P{i}"}, shape) for i, shape in enumerate(shapes)))
    run = quadrat.cover(raster, catalog, "--zones", path)
    # Every pixel counts there, whatever its value.
    plain = write_raster(tmp_path / "plain.tif", np.ones((HEIGHT, WIDTH), np.uint8), crs=UTM, transform=PLACE)
    features = [
        {"type": "Feature", "id": str(i), "properties": {}, "geometry": mapping(shape)}
        for i, shape in enumerate(shapes)
    ]
    found = exact_extract(plain, features, ["coverage", "cell_id"], include_cols=["id"])
    answers = {int(entry["id"]): entry["properties"] for entry in found}
    classes = codes(raster).ravel()
    assert [zone["id"] for zone in run.coverage["zones"]] == [f"P{i}" for i in range(1000)]
    for i, zone in enumerate(run.coverage["zones"]):
        shares = np.asarray(answers[i].get("coverage", []), float)
        found = classes[np.asarray(answers[i].get("cell_id", []), int)]
        within = 1e-6 * shapes[i].area / SIDE**2
        for value, pixels in pixels_by_class(zone).items():
            assert pixels == pytest.approx(shares[found == value].sum(), abs=within)
        assert zone["pixels"]["nodata"] == pytest.approx(shares[found == 0].sum(), abs=within)
        assert zone["pixels"]["unobserved"] == pytest.approx(shares[found == -1].sum(), abs=within)
        assert zone["pixels"]["total"] == pytest.approx(shapes[i].area / SIDE**2, rel=1e-6)
        beyond = shapes[i].difference(RASTER).area / SIDE**2
        assert zone["pixels"]["outside"] == pytest.approx(beyond, abs=within)


def test_tiles_and_threads_never_show(
    quadrat: Quadrat, through_gdal: Quadrat, raster: Path, catalog: Path, tmp_path: Path
) -> None:
    zones = (({"id": i}, shape) for i, shape in enumerate(random_zones(80, seed=4)))
    path = write_zones(tmp_path / "zones.geojson", zones)
    ways: list[tuple[Quadrat, Sequence[object]]] = [
        (quadrat, ()),
        (quadrat, ("--tile-size", 64, "--threads", 1)),
        (quadrat, ("--tile-size", 16, "--threads", 3)),
        (through_gdal, ("--tile-size", 100)),
    ]
    found = set()
    for program, options in ways:
        run = program.cover(raster, catalog, "--zones", path, *options)
        found.add(tuple(digest(run.path / name) for name in (*PRODUCTS, "zones.gpkg")))
    assert len(found) == 1


# Areas -----------------------------------------------------------------------------------------------

#: CRS, pixels' side in its units, left and top, and the size of zones in pixels.
PLACES = {
    "utm": (32632, 2.0, 601_000, 5_762_000),
    "edge of utm": (32632, 5.0, 280_000, 5_762_000),
    "degrees": (4326, 2e-5, 10.3, 52.1),
    "web mercator": (3857, 4.0, 1_160_000, 6_800_000),
    "equal area": (3035, 10.0, 4_300_000, 3_200_000),
    "us survey feet": (2264, 10.0, 2_000_000, 700_000),
}


@pytest.mark.parametrize("place", PLACES)
def test_zones_have_their_geodesic_area_and_lose_nothing(
    quadrat: Quadrat, catalog: Path, tmp_path: Path, place: str
) -> None:
    epsg, side, left, top = PLACES[place]
    data = np.random.default_rng(5).integers(0, 5, (HEIGHT, WIDTH)).astype(np.uint8)
    raster = write_raster(
        tmp_path / "r.tif", data, crs=f"EPSG:{epsg}", transform=Affine(side, 0, left, 0, -side, top), nodata=0
    )
    random = np.random.default_rng(6)
    shapes = []
    while len(shapes) < 25:
        x, y = left + side * random.uniform(0, WIDTH), top - side * random.uniform(0, HEIGHT)
        shape = star(random, x, y, side * random.uniform(30, 110), 12)
        if shape.is_valid and shape.area > side * side * 500:
            shapes.append(shape)
    path = write_zones(tmp_path / "z.geojson", (({"id": i}, shape) for i, shape in enumerate(shapes)), epsg)
    run = quadrat.cover(raster, catalog, "--zones", path)
    to_degrees = Transformer.from_crs(epsg, CRS.from_epsg(epsg).geodetic_crs, always_xy=True)
    geod = Geod(ellps="GRS80") if epsg in (3035, 2264) else Geod(ellps="WGS84")
    for zone, shape in zip(run.coverage["zones"], shapes, strict=True):
        # Edges are straight in the raster's CRS: between points this near, geodesics are too.
        ring = np.asarray(shapely.segmentize(shape, shape.length / 400).exterior.coords)
        expected = abs(geod.polygon_area_perimeter(*to_degrees.transform(ring[:, 0], ring[:, 1]))[0])
        area = zone["area_m2"]
        # Geodesic areas are good to some 0.1 m2 themselves.
        assert area["polygon"] == pytest.approx(expected, rel=1e-6, abs=0.5)
        assert area["total"] == pytest.approx(area["polygon"], rel=1e-6)
        assert area["total"] == pytest.approx(sum(area[part] for part in ("valid", "nodata", "unobserved", "outside")))
        assert area["valid"] == pytest.approx(sum(entry["area_m2"] for entry in zone["classes"]))
        assert zone["pixels"]["valid"] == pytest.approx(sum(pixels_by_class(zone).values()))
        assert area["outside"] == 0 or not box(left, top - HEIGHT * side, left + WIDTH * side, top).covers(shape)


def test_the_area_of_a_known_quadrangle(quadrat: Quadrat, catalog: Path, tmp_path: Path) -> None:
    data = np.ones((100, 200), np.uint8)
    raster = write_raster(tmp_path / "q.tif", data, crs="EPSG:4326", transform=Affine(1e-4, 0, 9.995, 0, -1e-4, 52.008))
    path = write_zones(tmp_path / "q.geojson", [({"id": "q"}, box(10, 52, 10.01, 52.005))], None)
    area = zone_of(quadrat.cover(raster, catalog, "--zones", path), "q")["area_m2"]
    assert area["polygon"] == pytest.approx(382_059.932, abs=0.001)
    assert area["total"] == pytest.approx(382_059.932, rel=1e-7)


def test_a_raster_without_a_crs_has_zones_in_pixels(quadrat: Quadrat, catalog: Path, tmp_path: Path) -> None:
    raster = write_raster(tmp_path / "p.tif", np.ones((20, 20), np.uint8), crs=None, transform=PLACE)
    path = write_zones(tmp_path / "z.geojson", [({"id": 1}, box(LEFT + 0.25, TOP - 2, LEFT + 2, TOP))])
    zone = zone_of(quadrat.cover(raster, catalog, "--zones", path), "1")
    assert zone["pixels"]["total"] == zone["pixels"]["valid"] == 14
    assert zone["area_m2"]["total"] is None
    assert zone["classes"][0]["percent_of_zone"] == 100
    sized = zone_of(quadrat.cover(raster, catalog, "--zones", path, "--pixel-size", "20cm"), "1")
    assert sized["area_m2"]["total"] == pytest.approx(14 * 0.04)


# What a zone is -----------------------------------------------------------------------------------------


def test_zones_that_overlap_count_each_and_once_in_the_union(
    quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path
) -> None:
    left, right = box(LEFT + 40, TOP - 60, LEFT + 80, TOP - 20), box(LEFT + 60.25, TOP - 50, LEFT + 100, TOP - 10)
    run = quadrat.cover(
        raster, catalog, "--zones", write_zones(tmp_path / "z.geojson", [({"id": "l"}, left), ({"id": "r"}, right)])
    )
    for name, shape in (("l", left), ("r", right)):
        assert zone_of(run, name)["pixels"]["total"] == pytest.approx(shape.area / SIDE**2)
    union = run.coverage["zones_union"]
    assert union["pixels"]["total"] == pytest.approx(left.union(right).area / SIDE**2)
    both = left.intersection(right).area / SIDE**2
    assert sum(zone_of(run, n)["pixels"]["total"] for n in "lr") - both == pytest.approx(union["pixels"]["total"])


def test_what_lies_beyond_the_raster_is_outside(quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path) -> None:
    half = box(LEFT - 20, TOP - 80, LEFT + 20, TOP - 60)
    away = box(LEFT - 90, TOP - 80, LEFT - 50, TOP - 60)
    none = box(LEFT + 1, TOP - 20, LEFT + 10, TOP - 5)
    zones = [({"id": "half"}, half), ({"id": "away"}, away), ({"id": "none"}, none), ({"id": "no"}, None)]
    path = write_zones(tmp_path / "z.geojson", zones)
    run = quadrat.cover(raster, catalog, "--zones", path)
    assert zone_of(run, "half")["pixels"]["outside"] == 1600
    area = zone_of(run, "half")["area_m2"]
    assert area["outside"] == pytest.approx(area["total"] / 2, rel=1e-5)
    for name in ("away", "none", "no"):
        zone = zone_of(run, name)
        assert all(entry["percent_of_valid"] is None and entry["percent_of_zone"] is None for entry in zone["classes"])
        assert all(ratio["percent"] is None for ratio in zone["ratios"])
    assert zone_of(run, "away")["pixels"]["outside"] == zone_of(run, "away")["pixels"]["total"] == 3200
    assert zone_of(run, "none")["pixels"]["nodata"] == zone_of(run, "none")["pixels"]["total"] == 540
    assert "away" in run.outcome.stderr and "no" in run.outcome.stderr


def test_what_was_not_asked_for_is_outside_too(quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path) -> None:
    zones = write_zones(tmp_path / "z.geojson", [({"id": "z"}, box(LEFT + 60, TOP - 70, LEFT + 100, TOP - 30))])
    within = write_zones(tmp_path / "w.geojson", [({"id": "w"}, box(LEFT + 60, TOP - 70, LEFT + 80, TOP - 30))])
    zone = zone_of(quadrat.cover(raster, catalog, "--zones", zones, "--within", within), "z")
    assert zone["pixels"]["outside"] == zone["pixels"]["total"] / 2 == 3200


# Files -------------------------------------------------------------------------------------------------

FIELDS = [
    ({"name": "north", "crop": "rye", "yield": 5.25}, box(LEFT + 60, TOP - 40, LEFT + 100, TOP - 10.3)),
    (
        {"name": "south", "crop": "rye", "yield": 6.5},
        box(LEFT + 60, TOP - 80, LEFT + 100, TOP - 45.3).difference(box(LEFT + 70, TOP - 70, LEFT + 80, TOP - 60)),
    ),
]


def in_degrees(tmp_path: Path) -> Path:
    zones = ((columns, shapely.transform(shape, TO_DEGREES.transform, interleaved=False)) for columns, shape in FIELDS)
    return write_zones(tmp_path / "degrees.geojson", zones, None)


def made_by_ogr(name: str, *options: str) -> Callable[[Path], Path]:
    def make(tmp_path: Path) -> Path:
        source = write_zones(tmp_path / "fields.geojson", FIELDS)
        tool("ogr2ogr", *options, tmp_path / name, source)
        return tmp_path / name

    return make


def zipped(tmp_path: Path) -> Path:
    made_by_ogr("fields.shp")(tmp_path)
    with zipfile.ZipFile(tmp_path / "fields.zip", "w") as archive:
        for part in ("shp", "shx", "dbf", "prj"):
            archive.write(tmp_path / f"fields.{part}", f"delivery/fields.{part}")
    return tmp_path / "fields.zip"


def without_projection(tmp_path: Path) -> Path:
    path = made_by_ogr("bare.shp")(tmp_path)
    (tmp_path / "bare.prj").unlink()
    return path


SOURCES: dict[str, Callable[[Path], Path]] = {
    "degrees": in_degrees,
    "geopackage": made_by_ogr("fields.gpkg"),
    "geopackage in web mercator": made_by_ogr("mercator.gpkg", "-t_srs", "EPSG:3857"),
    "geopackage in lambert": made_by_ogr("lambert.gpkg", "-t_srs", "EPSG:3035"),
    "shapefile": made_by_ogr("fields.shp"),
    "shz": made_by_ogr("fields.shz"),
    "zip": zipped,
    "shapefile without .prj": without_projection,
    "kml": made_by_ogr("fields.kml"),
    "kmz": made_by_ogr("fields.kmz"),
    "flatgeobuf": made_by_ogr("fields.fgb"),
}


@pytest.mark.parametrize("source", SOURCES)
def test_every_format_and_crs_gives_the_same_fields(
    quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path, source: str
) -> None:
    plain = quadrat.cover(raster, catalog, "--zones", write_zones(tmp_path / "plain.geojson", FIELDS))
    other = quadrat.cover(raster, catalog, "--zones", SOURCES[source](tmp_path), "--zone-id", "name")
    for name in ("north", "south"):
        expected, found = zone_of(plain, name), zone_of(other, name)
        # Straight in one CRS is bent in another: here by some 30 micrometres, along 150 m.
        assert found["pixels"] == pytest.approx(expected["pixels"], abs=0.05)
        assert pixels_by_class(found) == pytest.approx(pixels_by_class(expected), abs=0.05)
    assert ("no coordinate reference system" in other.outcome.stderr) == (source == "shapefile without .prj")


def test_the_users_columns_stay_beside_the_results(
    quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path
) -> None:
    path = made_by_ogr("fields.gpkg", "-nln", "my fields")(tmp_path)
    run = quadrat.cover(raster, catalog, "--zones", path)
    tool("ogr2ogr", tmp_path / "result.geojson", run.path / "zones.gpkg", "my fields")
    features = json.loads((tmp_path / "result.geojson").read_text())["features"]
    for feature, (columns, shape) in zip(features, FIELDS, strict=True):
        properties = feature["properties"]
        assert {key: properties[key] for key in columns} == columns
        zone = zone_of(run, columns["name"])
        assert properties["zone_id"] == columns["name"]
        assert properties["total_m2"] == zone["area_m2"]["total"]
        assert properties["high_m2"] == next(e["area_m2"] for e in zone["classes"] if e["name"] == "high")
        geometry = shapely.geometry.shape(feature["geometry"])
        assert shapely.set_precision(geometry, 1e-3).equals(shapely.set_precision(shape, 1e-3))


def test_rows_of_the_table_are_those_of_the_document(
    quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path
) -> None:
    run = quadrat.cover(raster, catalog, "--zones", write_zones(tmp_path / "f.geojson", FIELDS))
    rows = list(csv.DictReader((run.path / "coverage.csv").open()))
    for zone in run.coverage["zones"]:
        own = {row["class"]: row for row in rows if row["zone"] == zone["id"]}
        for entry in zone["classes"]:
            assert float(own[entry["name"]]["pixels"]) == entry["pixels"]
            assert float(own[entry["name"]]["percent_of_zone"]) == entry["percent_of_zone"]
        for part, pixels in zone["pixels"].items():
            assert float(own[part]["pixels"]) == pixels


def test_the_document_is_printed_as_it_is_kept(quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path) -> None:
    zones = write_zones(tmp_path / "z.geojson", (({"id": i}, s) for i, s in enumerate(random_zones(60, seed=8))))
    run = quadrat.cover(raster, catalog, "--zones", zones, "--json")
    assert run.outcome.stdout == (run.path / "coverage.json").read_text()


def test_layers_are_all_read_or_one_is_chosen(quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path) -> None:
    path = made_by_ogr("layers.gpkg", "-nln", "one")(tmp_path)
    tool("ogr2ogr", "-update", path, tmp_path / "fields.geojson", "-nln", "two")
    points = write_zones(tmp_path / "points.geojson", [({"id": 1}, shapely.Point(LEFT, TOP))])
    tool("ogr2ogr", "-update", path, points, "-nln", "trees")
    both = quadrat.cover(raster, catalog, "--zones", path)
    assert [zone["id"] for zone in both.coverage["zones"]] == ["one/north", "one/south", "two/north", "two/south"]
    one = quadrat.cover(raster, catalog, "--zones", path, "--zones-layer", "two")
    assert [zone["id"] for zone in one.coverage["zones"]] == ["north", "south"]
    assert "trees" in quadrat.refuse(raster, catalog, "--zones", path, "--zones-layer", "trees")
    assert "two" in quadrat.refuse(raster, catalog, "--zones", path, "--zones-layer", "too")


def test_repairs_and_leftovers_are_said(quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path) -> None:
    x, y = LEFT + 70, TOP - 70
    bow = Polygon([(x, y), (x + 20, y + 20), (x + 20, y), (x, y + 20)])
    tall = Polygon([(x, y, 3), (x + 10, y, 3), (x, y + 10, 3)])
    path = write_zones(
        tmp_path / "odd.geojson",
        [({"id": "bow"}, bow), ({"id": "tall"}, tall), ({"id": "empty"}, None), ({"id": "tree"}, shapely.Point(x, y))],
    )
    run = quadrat.cover(raster, catalog, "--zones", path)
    assert [zone["id"] for zone in run.coverage["zones"]] == ["bow", "tall", "empty"]
    assert zone_of(run, "bow")["pixels"]["total"] == pytest.approx(800)
    for text in ("repaired: bow", "dropped: tall", "without any area: empty", "left out: tree"):
        assert text in run.outcome.stderr


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("missing", "no such file"),
        ("empty", "empty"),
        ("rubbish", "zones are read from"),
        ("points", "no polygons"),
        ("column", "its columns are name, crop, yield"),
        ("metres as degrees", "no degrees"),
        ("bare and elsewhere", "ogr2ogr -a_srs"),
    ],
)
def test_refusals(quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path, what: str, says: str) -> None:
    path, options = tmp_path / "zones.geojson", []
    match what:
        case "empty":
            path.write_bytes(b"")
        case "rubbish":
            path.write_text("no zones here")
        case "points":
            write_zones(path, [({"id": 1}, shapely.Point(LEFT, TOP))])
        case "column":
            write_zones(path, FIELDS)
            options = ["--zone-id", "plot"]
        case "metres as degrees":
            write_zones(path, FIELDS, None)
        case "bare and elsewhere":
            moved = [(columns, affinity.translate(shape, 5000, 0)) for columns, shape in FIELDS]
            tool("ogr2ogr", tmp_path / "bare.shp", write_zones(path, moved))
            (tmp_path / "bare.prj").unlink()
            path = tmp_path / "bare.shp"
    assert says in quadrat.refuse(raster, catalog, "--zones", path, *options)


def test_zones_are_not_touched(quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    shutil.copy(made_by_ogr("fields.gpkg")(tmp_path), folder / "fields.gpkg")
    before = digest(folder / "fields.gpkg")
    quadrat.cover(raster, catalog, "--zones", folder / "fields.gpkg")
    assert [path.name for path in folder.iterdir()] == ["fields.gpkg"]
    assert digest(folder / "fields.gpkg") == before
