"""Where zones lie and what their rings mean: the 180th meridian, rings in any order, no numbers, no CRS, world maps."""

from __future__ import annotations

import itertools
import json
import sqlite3
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely
from affine import Affine
from shapely.geometry import MultiPolygon, Polygon, box, mapping

from support import UTM, Quadrat, RunFolder, tool, write_catalog, write_raster

#: 1 m pixels in UTM zone 32.
PLACE = Affine(1, 0, 500_000, 0, -1, 5_500_000)
X, Y = 500_000, 5_499_920
FIELD = box(X + 10, Y + 10, X + 50, Y + 50)


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    rules = [("high", "X > 100"), ("low", None)]
    return write_catalog(tmp_path / "c.yaml", {"X": 1}, rules, values={"low": 1, "high": 2})


@pytest.fixture
def raster(tmp_path: Path) -> Path:
    return write_raster(tmp_path / "r.tif", np.full((80, 80), 150, np.uint8), crs=UTM, transform=PLACE)


def write_geojson(path: Path, zones: Mapping[str, Any], crs: str | None = "EPSG:32632") -> Path:
    """Zones by name: shapes, geometries as GeoJSON has them, or texts of such."""

    def text(shape: Any) -> str:
        return shape if isinstance(shape, str) else json.dumps(shape if isinstance(shape, dict) else mapping(shape))

    features = ",".join(
        f'{{"type": "Feature", "properties": {{"name": "{name}"}}, "geometry": {text(shape)}}}'
        for name, shape in zones.items()
    )
    named = f'"crs": {{"type": "name", "properties": {{"name": "{crs}"}}}}, ' if crs else ""
    path.write_text(f'{{"type": "FeatureCollection", {named}"features": [{features}]}}')
    return path


def by_name(run: RunFolder) -> dict[str, dict[str, Any]]:
    return {zone["id"]: zone for zone in run.coverage["zones"]}


def holed(outer: Polygon, *holes: Polygon) -> Polygon:
    return Polygon(outer.exterior.coords, [hole.exterior.coords for hole in holes])


# The 180th meridian ----------------------------------------------------------------------------------

SHELL = box(178, -18, 182, -16)
WEST, EAST, ACROSS = box(178.5, -17.5, 179, -17), box(180.5, -17, 181, -16.5), box(179.8, -17.9, 180.3, -17.4)
ALL = holed(SHELL, WEST, EAST, ACROSS)


def jumping(shape: Polygon) -> dict[str, Any]:
    rings = [[[x - 360 if x > 180 else x, y] for x, y in ring.coords] for ring in (shape.exterior, *shape.interiors)]
    return {"type": "Polygon", "coordinates": rings}


ISLANDS = {
    "runs on": mapping(ALL),
    "runs on to the west": mapping(shapely.transform(ALL, lambda c: c - [360, 0])),
    "jumps": jumping(ALL),
    "jumps, hole in the west": jumping(holed(SHELL, WEST)),
    "jumps, hole in the east": jumping(holed(SHELL, EAST)),
    "jumps, hole jumps": jumping(holed(SHELL, ACROSS)),
    "runs on, holes jump": {
        "type": "Polygon",
        "coordinates": [[*mapping(SHELL)["coordinates"][0]], *jumping(ALL)["coordinates"][1:]],
    },
    "parts": {
        "type": "MultiPolygon",
        "coordinates": [jumping(ALL)["coordinates"], mapping(box(176, -18, 177, -16))["coordinates"]],
    },
    "split": mapping(MultiPolygon([box(178, -18, 180, -16), box(-180, -18, -178, -16)])),
}
SQUARE_DEGREES = {
    "jumps, hole in the west": 7.75,
    "jumps, hole in the east": 7.75,
    "jumps, hole jumps": 7.75,
    "parts": 9.25,
    "split": 8,
}


@pytest.mark.parametrize("place", ["across", "from -185", "world", "0 to 360", "EPSG:3832", "EPSG:32660", "EPSG:32701"])
def test_holes_of_what_lies_across_the_date_line_stay_holes(
    quadrat: Quadrat, catalog: Path, tmp_path: Path, place: str
) -> None:
    left = {"across": 175, "from -185": -185, "world": -180, "0 to 360": 0}.get(place)
    if left is not None:
        width = 3600 if place in ("world", "0 to 360") else 100
        crs, transform = "EPSG:4326", Affine(0.1, 0, left, 0, -0.1, -15)
    else:
        crs, width = place, 120
        project = pyproj.Transformer.from_crs(4326, crs, always_xy=True)
        west, top = min(x for x, _ in map(project.transform, (175, 175), (-15, -20))), project.transform(175, -15)[1]
        transform = Affine(10_000, 0, west, 0, -10_000, top + 50_000)
    raster = write_raster(tmp_path / "a.tif", np.full((80, width), 150, np.uint8), crs=crs, transform=transform)
    zones = by_name(quadrat.cover(raster, catalog, "--zones", write_geojson(tmp_path / "z.geojson", ISLANDS, None)))
    whole = zones["runs on"]["area_m2"]["total"]
    for name, zone in zones.items():
        share = SQUARE_DEGREES.get(name, 7.25) / 7.25
        assert zone["area_m2"]["outside"] == pytest.approx(0, abs=1)
        assert zone["area_m2"]["polygon"] == pytest.approx(zone["area_m2"]["total"], rel=2e-4)
        if left is not None:
            assert zone["pixels"]["total"] == pytest.approx(725 * share, abs=1e-3)
        # Of latitudes that differ by a degree, degrees of longitude differ by half a percent.
        assert zone["area_m2"]["total"] == pytest.approx(whole * share, rel=0.01)
    # By centres of pixels of 10 km; without its holes it would be a tenth larger.
    within = quadrat.cover(
        raster, catalog, "--within", write_geojson(tmp_path / "w.geojson", {"a": ISLANDS["jumps"]}, None)
    )
    assert within.area["valid"] == pytest.approx(whole, rel=0.07)


BAND = [[-180, -10], [180, -10], [180, 10], [-180, 10], [-180, -10]]
BAND_EAST = [[x + 180, y] for x, y in BAND]


def rectangle(left: float, bottom: float, right: float, top: float) -> list[list[float]]:
    return [[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]]


@pytest.mark.parametrize(("left", "side"), [(-180, 1), (0, 1), (-180, 0.5)])
def test_a_hole_across_the_end_of_a_band_round_the_earth_stays_a_hole(
    quadrat: Quadrat, catalog: Path, tmp_path: Path, left: int, side: float
) -> None:
    raster = write_raster(
        tmp_path / "r.tif",
        np.full((round(180 / side), round(360 / side)), 150, np.uint8),
        crs="EPSG:4326",
        transform=Affine(side, 0, left, 0, -side, 90),
    )
    holes = {
        "runs on": rectangle(179, -1, 181, 1),
        "runs on to the west": rectangle(-181, -1, -179, 1),
        "jumps": rectangle(179, -1, -179, 1),
        "has corners on the meridian": [[179, -1], [180, -1], [-180, -1], [-179, -1], [-179, 1], [179, 1], [179, -1]],
    }
    zones = {name: {"type": "Polygon", "coordinates": [BAND, hole]} for name, hole in holes.items()}
    zones["to the east"] = {"type": "Polygon", "coordinates": [BAND_EAST, rectangle(-1, -1, 1, 1)]}
    zones["to the east, at its end"] = {"type": "Polygon", "coordinates": [BAND_EAST, rectangle(359, -1, 361, 1)]}
    # Inside and across: a hole that is bent leaves two pieces at one end.
    bent = [[178, -4], [182, -4], [182, -3], [179, -3], [179, 3], [182, 3], [182, 4], [178, 4], [178, -4]]
    zones["bent"] = {"type": "Polygon", "coordinates": [BAND, rectangle(0, -1, 2, 1), bent]}
    found = by_name(quadrat.cover(raster, catalog, "--zones", write_geojson(tmp_path / "z.geojson", zones, None)))
    whole = 360 * 20
    expected = {name: (whole - 4 if name != "bent" else whole - 4 - 14) / side**2 for name in zones}
    assert {name: zone["pixels"]["total"] for name, zone in found.items()} == pytest.approx(expected, abs=1e-3)
    for zone in found.values():
        assert zone["area_m2"]["polygon"] == pytest.approx(zone["area_m2"]["total"], rel=2e-4)


@pytest.mark.parametrize("left", [175, -185, -180, 0])
def test_corners_on_both_sides_of_the_date_line_are_one_place(
    quadrat: Quadrat, catalog: Path, tmp_path: Path, left: int
) -> None:
    width = 3600 if left in (-180, 0) else 100
    raster = write_raster(
        tmp_path / "r.tif",
        np.full((80, width), 150, np.uint8),
        crs="EPSG:4326",
        transform=Affine(0.1, 0, left, 0, -0.1, -14),
    )
    there, back = [[178, -18], [180, -18], [-180, -18], [-178, -18]], [[-178, -16], [-180, -16], [180, -16], [178, -16]]
    rings = {
        "both": ([*there, *back, there[0]], 800),
        "from the line": ([*there[1:], *back, *there[:2]], 800),
        "the other way round": ([*there, *back, there[0]][::-1], 800),
        "once": ([*there, [-178, -16], [178, -16], [178, -18]], 800),
        "along it": ([[178, -18], [180, -18], [180, -17], [-180, -17], [-178, -17], *back, [178, -18]], 600),
    }
    world = {
        "band": (rectangle(-180, -18, 180, -16), 72_000),
        "fine at the top": ([[-180, -18], [180, -18], [180, -16], [0, -16], [-180, -16], [-180, -18]], 72_000),
        "notched": (
            [
                [-180, -18],
                [180, -18],
                [180, -17],
                [175, -17],
                [175, -16],
                [-175, -16],
                [-175, -17],
                [-180, -17],
                [-180, -18],
            ],
            71_000,
        ),
    }
    zones = {name: {"type": "Polygon", "coordinates": [ring]} for name, (ring, _) in (rings | world).items()}
    found = by_name(quadrat.cover(raster, catalog, "--zones", write_geojson(tmp_path / "z.geojson", zones, None)))
    assert {name: found[name]["pixels"]["total"] for name in rings} == pytest.approx(
        {name: pixels for name, (_, pixels) in rings.items()}, abs=1e-3
    )
    if width == 3600:
        assert {name: found[name]["pixels"]["total"] for name in world} == pytest.approx(
            {name: pixels for name, (_, pixels) in world.items()}, abs=1e-3
        )


# Rings -----------------------------------------------------------------------------------------------


def ring(bounds: Sequence[int], is_counterclockwise: bool) -> list[tuple[float, float]]:
    left, bottom, right, top = bounds[0] + X, bounds[1] + Y, bounds[2] + X, bounds[3] + Y
    corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    return corners if is_counterclockwise else corners[::-1]


def write_shapefile(path: Path, records: Sequence[tuple[str, list[list[tuple[float, float]]]]]) -> Path:
    """As they are, which no library will write: rings in any order, turning any way."""
    frame = struct.pack("<4d", X, Y, X + 80, Y + 80)
    body, index = b"", b""
    for number, (_, rings) in enumerate(records, 1):
        starts = [0, *itertools.accumulate(len(r) for r in rings)][:-1]
        points = [point for r in rings for point in r]
        content = struct.pack("<i", 5) + frame + struct.pack("<2i", len(rings), len(points))
        content += struct.pack(f"<{len(starts)}i", *starts) + b"".join(struct.pack("<2d", *p) for p in points)
        index += struct.pack(">2i", 50 + len(body) // 2, len(content) // 2)
        body += struct.pack(">2i", number, len(content) // 2) + content
    for name, data in ((".shp", body), (".shx", index)):
        head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50 + len(data) // 2) + struct.pack("<2i", 1000, 5)
        path.with_suffix(name).write_bytes(head + frame + bytes(32) + data)
    table = struct.pack("<B3BIHH20x", 3, 124, 1, 1, len(records), 65, 41)
    table += struct.pack("<11sc4xBB14x", b"name", b"C", 40, 0) + b"\r"
    path.with_suffix(".dbf").write_bytes(table + b"".join(b" " + n.encode().ljust(40) for n, _ in records) + b"\x1a")
    return path


def test_many_rings_are_sorted(quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path) -> None:
    """Squares in squares, three deep, in any order and some of them twice, in one feature with a bow tie."""
    rings: list[list[tuple[float, float]]] = []
    for column, row in itertools.product(range(40), range(40)):
        x, y = X + 2 * column, Y + 2 * row
        for inset in (0.2, 0.4, 0.6):
            corners = list(box(x + inset, y + inset, x + 2 - inset, y + 2 - inset).exterior.coords)
            rings.extend([corners, corners[::-1]] if column % 8 == 0 else [corners])
    np.random.default_rng(4).shuffle(order := list(range(len(rings))))
    tie = [(X + 0.05, Y + 0.05), (X + 0.15, Y + 0.15), (X + 0.15, Y + 0.05), (X + 0.05, Y + 0.15), (X + 0.05, Y + 0.05)]
    write_shapefile(tmp_path / "many.shp", [("a", [rings[place] for place in order]), ("b", [*rings[:3], tie])])
    zones = by_name(quadrat.cover(raster, catalog, "--zones", tmp_path / "many.shp"))
    each = 1.6**2 - 1.2**2 + 0.8**2
    assert zones["a"]["pixels"]["total"] == pytest.approx(1600 * each, abs=1e-3)


def test_rings_mean_the_same_in_any_order_and_either_way_round(
    quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path
) -> None:
    field, pond, island, other, hut = (
        (10, 10, 50, 50),
        (15, 15, 35, 35),
        (20, 20, 25, 25),
        (55, 10, 75, 50),
        (60, 15, 70, 25),
    )
    beside, bay = (50, 10, 54, 50), (10, 20, 20, 30)
    kinds = {
        "pond": ([field, pond], 1200),
        "island": ([field, pond, island], 1225),
        "two": ([field, pond, other, hut], 1900),
        "beside": ([field, beside], 1760),
        "bay": ([field, bay], 1500),
        "twice": ([field, field, pond], 1200),
    }
    records, expected = [], {}
    for kind, (bounds, pixels) in kinds.items():
        for turns in itertools.product((False, True), repeat=len(bounds)):
            for step in (1, -1):
                name = f"{kind} {''.join(str(int(t)) for t in turns)} {step}"
                records.append((name, [ring(b, t) for b, t in zip(bounds, turns, strict=True)][::step]))
                expected[name] = pixels
    geojson = {name: {"type": "Polygon", "coordinates": rings} for name, rings in records}
    for path in (write_shapefile(tmp_path / "z.shp", records), write_geojson(tmp_path / "z.geojson", geojson)):
        zones = by_name(quadrat.cover(raster, catalog, "--zones", path))
        assert {name: zone["pixels"]["total"] for name, zone in zones.items()} == pytest.approx(expected)
        for zone in zones.values():
            assert zone["area_m2"]["polygon"] == pytest.approx(zone["area_m2"]["total"], rel=1e-6)


@pytest.mark.parametrize("kind", ["geojson", "gpkg"])
def test_rings_that_are_not_closed_are_written_closed(
    quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path, kind: str
) -> None:
    field, pond = ([list(c) for c in ring(bounds, True)] for bounds in ((10, 10, 50, 50), (15, 15, 35, 35)))
    high = [[x, y, 7] for x, y in field]
    shapes = {
        "open": ("Polygon", [field[:-1]], 1600),
        "hole open": ("Polygon", [field, pond[:-1]], 1200),
        "both": ("Polygon", [field[:-1], pond[:-1]], 1200),
        "parts": ("MultiPolygon", [[field[:-1], pond[:-1]], [[[x + 45, y] for x, y in pond[:-1]]]], 1600),
        "high": ("Polygon", [high[:-1]], 1600),
        "hole of two": ("Polygon", [field[:-1], pond[:2]], 1600),
        "closed": ("Polygon", [field, pond], 1200),
        "of two": ("Polygon", [field[:2]], 0),
    }
    zones = {name: {"type": what, "coordinates": rings} for name, (what, rings, _) in shapes.items()}
    path = write_geojson(tmp_path / "z.geojson", zones)
    if kind == "gpkg":
        tool("ogr2ogr", "-nlt", "GEOMETRY", tmp_path / "z.gpkg", path)
        path = tmp_path / "z.gpkg"
    run = quadrat.cover(raster, catalog, "--zones", path)
    expected = {name: pixels for name, (_, _, pixels) in shapes.items()}
    assert {name: zone["pixels"]["total"] for name, zone in by_name(run).items()} == pytest.approx(expected)
    _, _, shapes, (names,) = pyogrio.raw.read(run.path / "zones.gpkg", columns=["name"])
    written = dict(zip(names, shapely.from_wkb(shapes), strict=True))
    assert {name: 0 if shape is None else shape.area for name, shape in written.items()} == pytest.approx(expected)
    assert written["high"].has_z


def test_polygons_that_enclose_nothing_are_said_to(quadrat: Quadrat, catalog: Path, tmp_path: Path) -> None:
    world = write_raster(
        tmp_path / "w.tif", np.full((180, 360), 150, np.uint8), crs="EPSG:4326", transform=Affine(1, 0, -180, 0, -1, 90)
    )
    flat = {
        "line": [[0, 0], [10, 10], [20, 20], [0, 0]],
        "there and back": [[0, 0], [10, 0], [0, 0]],
        "cap": [[-180, 80], [-90, 80], [0, 80], [90, 80], [180, 80], [-180, 80]],
    }
    for name, outline in flat.items():
        path = write_geojson(tmp_path / f"{name}.geojson", {name: {"type": "Polygon", "coordinates": [outline]}}, None)
        for option in ("--zones", "--within"):
            line = quadrat.refuse(world, catalog, option, path)
            assert "its polygons have no area" in line and "at the pole" in line
            assert "no polygons" not in line and "closed" not in line
    # Beside others they are named, as before.
    both = {name: {"type": "Polygon", "coordinates": [outline]} for name, outline in flat.items()}
    run = quadrat.cover(
        world, catalog, "--zones", write_geojson(tmp_path / "b.geojson", {**both, "a": box(0, 0, 10, 10)}, None)
    )
    assert by_name(run)["a"]["pixels"]["total"] == pytest.approx(100)
    assert "3 without any area" in run.outcome.stderr


# No numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e300", "-1.8e308", "1e309"])
@pytest.mark.parametrize("kind", ["geojson", "gpkg", "fgb"])
def test_a_zone_without_numbers_has_no_figures_and_the_others_have_theirs(
    quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path, number: str, kind: str
) -> None:
    # GDAL cannot write such a GeoPackage either; other programs can.
    written, number = float(number), "123456789.25" if kind == "gpkg" else number
    corner = f"[[[{number}, {Y + 10}], [{X + 30}, {Y + 10}], [{X + 30}, {Y + 20}], [{number}, {Y + 10}]]]"
    hole = f"[{[list(c) for c in FIELD.exterior.coords]}, {corner[1:-1]}]"
    bad = {
        name: f'{{"type": "Polygon", "coordinates": {rings}}}' for name, rings in (("corner", corner), ("hole", hole))
    }
    path = write_geojson(tmp_path / "z.geojson", {"good": FIELD, **bad})
    if kind != "geojson":
        path, source = tmp_path / f"z.{kind}", path
        tool("ogr2ogr", "-lco", "SPATIAL_INDEX=NO", path, source)
    if kind == "gpkg":
        with sqlite3.connect(path) as database:
            for row, blob in database.execute("SELECT fid, geom FROM z").fetchall():
                changed = blob.replace(struct.pack("<d", 123456789.25), struct.pack("<d", written))
                database.execute("UPDATE z SET geom = ? WHERE fid = ?", (changed, row))
    run = quadrat.cover(raster, catalog, "--zones", path)
    zones = by_name(run)
    assert zones["good"]["pixels"]["total"] == pytest.approx(1600) and zones["good"]["problem"] is None
    for name in ("corner", "hole"):
        assert "no numbers" in zones[name]["problem"] and zones[name]["area_m2"]["total"] is None
    assert run.outcome.stderr.count("coordinates that are no numbers") == 1
    assert run.coverage["zones_union"]["area_m2"]["total"] == pytest.approx(zones["good"]["area_m2"]["total"])
    with sqlite3.connect(run.path / "zones.gpkg") as database:
        table, *extent = database.execute("SELECT table_name, min_x, min_y, max_x, max_y FROM gpkg_contents").fetchone()
        assert np.isfinite(extent).all() and extent == [X + 10, Y + 10, X + 50, Y + 50]
        rows = database.execute(f'SELECT name, geom IS NULL, total_m2 IS NULL FROM "{table}"').fetchall()
        assert rows == [("good", 0, 0), ("corner", 1, 1), ("hole", 1, 1)]
        assert len(database.execute(f'SELECT * FROM "rtree_{table}_geom"').fetchall()) == 1


# No CRS ----------------------------------------------------------------------------------------------

NOTHING = {
    "srs 99999": (
        'LOCAL_CS["Undefined SRS",LOCAL_DATUM["unknown",32767],UNIT["unknown",0],'
        'AXIS["Easting",EAST],AXIS["Northing",NORTH]]'
    ),
    "WKT2": (
        'ENGCRS["Unknown engineering CRS",EDATUM["Unknown engineering datum"],CS[Cartesian,2],'
        'AXIS["x",unspecified],AXIS["y",unspecified],LENGTHUNIT["unknown",0]]'
    ),
    "undefined": 'LOCAL_CS["Undefined Cartesian SRS",UNIT["metre",1]]',
}


@pytest.mark.parametrize("kind", NOTHING)
@pytest.mark.parametrize("suffix", ["gpkg", "fgb"])
def test_a_reference_that_says_nothing_is_none(
    quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path, kind: str, suffix: str
) -> None:
    path = tmp_path / f"z.{suffix}"
    tool("ogr2ogr", "-a_srs", NOTHING[kind], path, write_geojson(tmp_path / "z.geojson", {"a": FIELD}))
    bare = write_raster(tmp_path / "bare.tif", np.full((80, 80), 150, np.uint8), crs=None, transform=PLACE)
    for ground in (raster, bare):
        run = quadrat.cover(ground, catalog, "--zones", path)
        assert by_name(run)["a"]["pixels"]["total"] == pytest.approx(1600)
        assert "no coordinate reference system is named" in run.outcome.stderr
    far = write_raster(
        tmp_path / "far.tif", np.full((80, 80), 150, np.uint8), crs=UTM, transform=PLACE @ Affine.translation(900, 0)
    )
    assert len(quadrat.refuse(far, catalog, "--zones", path)) < 500


def test_a_raster_whose_reference_says_nothing_has_no_areas(quadrat: Quadrat, catalog: Path, tmp_path: Path) -> None:
    raster = write_raster(
        tmp_path / "r.tif", np.full((80, 80), 150, np.uint8), crs=NOTHING["srs 99999"], transform=PLACE
    )
    tool("gdal_translate", "-of", "VRT", "-a_srs", NOTHING["srs 99999"], raster, tmp_path / "r.vrt")
    run = quadrat.cover(tmp_path / "r.vrt", catalog)
    assert run.area["total"] is None and "--pixel-size" in run.outcome.stderr
    assert quadrat.cover(tmp_path / "r.vrt", catalog, "--pixel-size", "2m").area["total"] == pytest.approx(4 * 6400)


def test_no_line_holds_a_page_of_wkt(quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path) -> None:
    site = 'ENGCRS["Site grid",EDATUM["Peg 1"],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],LENGTHUNIT["metre",1]]'
    path = tmp_path / "z.gpkg"
    tool("ogr2ogr", "-a_srs", site, path, write_geojson(tmp_path / "z.geojson", {"a": FIELD}))
    line = quadrat.refuse(raster, catalog, "--zones", path)
    assert "Site grid" in line and "CS[" not in line and "LENGTHUNIT" not in line and len(line) < 400


# Elsewhere -------------------------------------------------------------------------------------------


def swapped(shape: Polygon) -> Polygon:
    return shapely.transform(shape, lambda c: c[:, ::-1])


@pytest.mark.parametrize("option", ["--zones", "--within"])
def test_zones_that_all_miss_the_raster_are_refused(
    quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path, option: str
) -> None:
    to_degrees = pyproj.Transformer.from_crs(UTM, 4326, always_xy=True)
    field = shapely.transform(FIELD, lambda c: np.c_[to_degrees.transform(c[:, 0], c[:, 1])])
    away = shapely.transform(field, lambda c: c + np.array([3, 0]))
    line = quadrat.refuse(
        raster, catalog, option, write_geojson(tmp_path / "away.geojson", {"a": away, "b": away}, None)
    )
    assert "none of its 2 zones lies on the raster" in line
    assert "longitude 12.00" in line and "longitude 9.00" in line and "latitude 49.65" in line
    assert "wrong way round" not in line
    for name, shape, crs in (("degrees", field, None), ("metres", FIELD, "EPSG:32632")):
        path = write_geojson(tmp_path / f"{name}.geojson", {"a": swapped(shape)}, crs)
        line = quadrat.refuse(raster, catalog, option, path)
        assert "x and y are the wrong way round" in line
        # What the line says helps.
        fixed = tmp_path / f"{name}.gpkg"
        tool("ogr2ogr", "-ct", "+proj=axisswap +order=2,1", fixed, path)
        assert "ogr2ogr -ct '+proj=axisswap +order=2,1' fixed.gpkg" in line
        quadrat.cover(raster, catalog, option, fixed)
    partly = write_geojson(tmp_path / "partly.geojson", {"a": away, "b": field}, None)
    quadrat.cover(raster, catalog, option, partly)
    card = quadrat("inspect", raster, "--zones", tmp_path / "away.geojson")
    assert card.code == 0 and "none of its 2 zones lies on the raster" in card.stdout


@pytest.mark.parametrize("option", ["--zones", "--within"])
def test_zones_where_the_projection_has_no_place_miss_the_raster(
    quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path, option: str
) -> None:
    far, wide = box(98.5, 0, 99.5, 1), box(-80, -5, 100, 60)
    for zones, said in (({"a": far}, "its zone does not lie"), ({"a": far, "b": far}, "none of its 2 zones lies")):
        path = write_geojson(tmp_path / "far.geojson", zones, None)
        assert f"{said} on the raster: the zones are at longitude 9" in quadrat.refuse(raster, catalog, option, path)
    if option == "--zones":
        # The raster lies in this one, whose edges the projection cannot show.
        run = quadrat.cover(raster, catalog, option, write_geojson(tmp_path / "wide.geojson", {"a": wide}, None))
        assert "without figures" in run.outcome.stderr and run.coverage["zones"][0]["pixels"]["total"] == 0


@pytest.mark.parametrize("kind", ["geojson", "gpkg", "kml", "shp"])
def test_a_boundary_drawn_as_a_path_is_told_from_other_lines(
    quadrat: Quadrat, raster: Path, catalog: Path, tmp_path: Path, kind: str
) -> None:
    closed = shapely.LineString([(9.0001, 49.652), (9.0006, 49.652), (9.0006, 49.6523), (9.0001, 49.652)])
    source = write_geojson(tmp_path / "path.geojson", {"a": closed}, None)
    path = tmp_path / f"path.{kind}"
    if path != source:
        tool("ogr2ogr", path, source)
    line = quadrat.refuse(raster, catalog, "--zones", path)
    assert "its line is closed" in line and f"ogr2ogr -nlt POLYGON boundary.gpkg '{path}'" in line
    tool("ogr2ogr", "-nlt", "POLYGON", tmp_path / "boundary.gpkg", path)
    run = quadrat.cover(raster, catalog, "--zones", tmp_path / "boundary.gpkg")
    assert run.coverage["zones"][0]["pixels"]["total"] > 100
    opened = write_geojson(tmp_path / "open.geojson", {"a": shapely.LineString(closed.coords[:3])}, None)
    assert "closed" not in quadrat.refuse(raster, catalog, "--zones", opened)


# World maps ------------------------------------------------------------------------------------------

WORLDS = {
    "+proj=moll +R=6371007.181": (18_040_095.7, 9_020_047.85),
    "+proj=sinu +R=6371007.181": (20_015_109.354, 10_007_554.677),
    "ESRI:54030": (17_100_000, 8_700_000),
    "+proj=ortho +lat_0=20 +lon_0=10 +R=6371000": (6_400_000, 6_400_000),
    "EPSG:6933": (17_367_530.44, 7_314_540.83),
}


@pytest.mark.parametrize("crs", WORLDS)
def test_a_world_map_keeps_the_areas_of_what_lies_inside(
    quadrat: Quadrat, catalog: Path, tmp_path: Path, crs: str
) -> None:
    half_width, half_height = WORLDS[crs]
    width, height = 240, round(240 * half_height / half_width)
    side = (2 * half_width / width, 2 * half_height / height)
    transform = Affine(side[0], 0, -half_width, 0, -side[1], half_height)
    reference = pyproj.CRS(crs)
    to_map = pyproj.Transformer.from_crs(reference.geodetic_crs, reference, always_xy=True)
    xs, ys = transform @ (np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5))
    longitudes, latitudes = to_map.transform(xs, ys, direction="INVERSE", errcheck=False)
    back = to_map.transform(longitudes, latitudes, errcheck=False)
    inside = np.isfinite(longitudes) & (np.abs(back[0] - xs) < 10) & (np.abs(back[1] - ys) < 10)
    data = np.where(inside, np.where(latitudes > 0, 150, 50), 0).astype(np.uint8)
    field = shapely.segmentize(box(10, 25, 30, 45), 0.05)
    zones = write_geojson(
        tmp_path / "z.geojson",
        {"a": shapely.transform(field, lambda c: np.c_[to_map.transform(c[:, 0], c[:, 1])])},
        None,
    )
    tool("ogr2ogr", "-a_srs", reference.to_wkt(), tmp_path / "z.gpkg", zones)
    geod = reference.get_geod()
    expected = abs(geod.geometry_area_perimeter(field)[0])
    # As nodata outside of the world, or as a class like any other.
    for name, nodata, values in (("masked", 0, data), ("full", None, np.maximum(data, 50))):
        raster = write_raster(tmp_path / f"{name}.tif", values, crs=reference, transform=transform, nodata=nodata)
        run = quadrat.cover(raster, catalog, "--zones", tmp_path / "z.gpkg")
        zone = run.coverage["zones"][0]["area_m2"]
        assert zone["polygon"] == pytest.approx(expected, rel=1e-4 if crs == "ESRI:54030" else 1e-6)
        assert zone["total"] == pytest.approx(expected, rel=1e-3)
        if inside.all():
            assert None not in run.area.values()
        else:
            assert run.area["total"] is None and "pixels lie outside the domain" in run.outcome.stderr
            assert (run.area["valid"] is None) >= (name == "full")
        if name == "masked" and reference.coordinate_operation.method_name.startswith(("Mollweide", "Sinusoidal")):
            planar = side[0] * side[1]
            assert run.area["nodata"] is None
            assert run.area["valid"] == pytest.approx(planar * inside.sum(), rel=1e-6)
            for value, entry in zip((50, 150), run.coverage["classes"], strict=True):
                assert entry["area_m2"] == pytest.approx(planar * (data == value).sum(), rel=1e-6)


@pytest.mark.parametrize(
    "crs", ["+proj=moll +R=6371007.181", "+proj=laea +lat_0=50 +lon_0=10 +R=6371000", "ESRI:54030"]
)
def test_tiles_and_threads_do_not_show_on_a_world_map(
    quadrat: Quadrat, catalog: Path, tmp_path: Path, crs: str
) -> None:
    """Classes as far as the edge of the map, and beyond it in one of them."""
    width, height = (140, 140) if "laea" in crs else (200, 100)
    half = (12_800_000, 12_800_000) if "laea" in crs else (18_040_095.7, 9_020_047.85)
    transform = Affine(2 * half[0] / width, 0, -half[0], 0, -2 * half[1] / height, half[1])
    project = pyproj.Transformer.from_crs(4326, pyproj.CRS(crs), always_xy=True)
    xs, ys = transform @ (np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5))
    longitudes, latitudes = project.transform(xs, ys, direction="INVERSE", errcheck=False)
    back = project.transform(longitudes, latitudes, errcheck=False)
    inside = np.isfinite(longitudes) & (np.hypot(back[0] - xs, back[1] - ys) < 10)
    noise = np.random.default_rng(7).integers(0, 2, (height, width))
    data = np.where(inside, 50 + 100 * noise, 0).astype(np.uint8)
    raster = write_raster(tmp_path / "w.tif", data, crs=crs, transform=transform, nodata=0)
    field = shapely.segmentize(box(10, 25, 60, 45), 0.5)
    zones = write_geojson(tmp_path / "z.geojson", {"a": field}, None)
    figures = []
    for tile, threads in ((30, 3), (64, 1), (None, 1), (None, 3)):
        size = ("--tile-size", tile) if tile else ()
        run = quadrat.cover(raster, catalog, "--zones", zones, "--threads", threads, *size)
        figures.append((run.path / "coverage.json").read_bytes())
    assert len(set(figures)) == 1
