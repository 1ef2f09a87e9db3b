"""`quadrat count`: objects equal to what scipy labels in the same mask; ids, sizes, outlines, points, zones."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyogrio
import pyproj
import pytest
import rasterio
import shapely
from affine import Affine
from rio_cogeo.cogeo import cog_validate
from scipy import ndimage
from shapely.geometry import Polygon

from counted_objects import EIGHT, FOUR, HEIGHT, TILES, WIDTH, Objects, labelled
from object_scenes import SCENES, Scene, noise
from support import (
    DATA,
    GRID,
    UTM,
    Exit,
    Quadrat,
    digest,
    pixel_box,
    write_catalog,
    write_raster,
    write_zones,
)


def catalog_of(path: Path, objects: str, clean: str = "") -> Path:
    """Class `thing` where band 1 is 2, `ground` where it is 1."""
    extra = (f"clean: {clean}\n" if clean else "") + f"objects: {objects}\n"
    return write_catalog(path, {"X": 1}, [("ground", "X < 1.5"), ("thing", None)], extra=extra)


def raster_of(path: Path, scene: Scene, *, crs: str | None = UTM, transform: Affine | None = GRID) -> Path:
    data = np.where(scene, 2, 1).astype(np.uint8)
    return write_raster(path, data, crs=crs, transform=transform, tiled=True, blockxsize=256, blockysize=256)


@pytest.mark.parametrize("neighbours", [4, 8])
@pytest.mark.parametrize("name", SCENES)
def test_objects_are_those_that_scipy_labels(quadrat: Quadrat, tmp_path: Path, name: str, neighbours: int) -> None:
    scene = SCENES[name](WIDTH, HEIGHT)
    raster = raster_of(tmp_path / "scene.tif", scene)
    catalog = catalog_of(tmp_path / "things.yaml", f"{{class: thing, neighbours: {neighbours}}}")
    tiles = TILES[(len(name) + neighbours) % 2]
    run = quadrat.count(raster, catalog, *tiles)
    labels, found = labelled(scene, FOUR if neighbours == 4 else EIGHT)
    objects, points = Objects(run), Objects(run, "points")
    assert run.coverage["objects"]["count"] == found == len(objects) == len(points)
    assert (objects["id"] == np.arange(1, found + 1)).all() and (points["id"] == objects["id"]).all()
    sizes = np.bincount(labels.ravel(), minlength=found + 1)[1:]
    assert (objects["pixels"] == sizes).all()
    places = ndimage.find_objects(labels)
    boxes = np.array([(c.start, r.start, c.stop - c.start, r.stop - r.start) for r, c in places]).reshape(-1, 4)
    for column, expected in zip(("column", "row", "width_px", "height_px"), boxes.T, strict=True):
        assert (objects[column] == expected).all()
    edge = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    assert (objects["touches_edge"].astype(bool) == np.isin(objects["id"], edge)).all()
    # Outlines: as large as the pixels, valid, in the CRS; points in pixels of their own.
    shapes = objects.geometries
    assert np.allclose(shapely.area(shapes), sizes * 0.0025, rtol=1e-6)
    assert shapely.is_valid(shapes).all()
    inverse = ~GRID
    x, y = shapely.get_x(points.geometries), shapely.get_y(points.geometries)
    column, row = inverse.a * x + inverse.c, inverse.e * y + inverse.f
    assert (labels[np.floor(row).astype(int), np.floor(column).astype(int)] == points["id"]).all()


@pytest.mark.parametrize("neighbours", [4, 8])
def test_tiles_and_threads_do_not_show(quadrat: Quadrat, tmp_path: Path, neighbours: int) -> None:
    raster = raster_of(tmp_path / "scene.tif", noise(0.5)(WIDTH, HEIGHT))
    catalog = catalog_of(tmp_path / "things.yaml", f"{{class: thing, neighbours: {neighbours}}}", "[{sieve: 3 px2}]")
    options = (*TILES, ("--tile-size", "97", "--memory", "600MB"))
    runs = [quadrat.count(raster, catalog, *option) for option in options]
    products = [{**run.products, "objects.gpkg": digest(run.path / "objects.gpkg")} for run in runs]
    assert all(other == products[0] for other in products[1:])


def test_the_mask_and_its_areas_are_those_of_cover(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "scene.tif", noise(0.3)(WIDTH, HEIGHT))
    catalog = catalog_of(tmp_path / "things.yaml", "{class: thing}")
    counted, covered = quadrat.count(raster, catalog), quadrat.cover(raster, catalog)
    assert covered.coverage["objects"] is None and not (covered.path / "objects.gpkg").exists()
    assert counted.products["mask.tif"] == covered.products["mask.tif"]
    assert counted.products["preview.png"] == covered.products["preview.png"]
    # Beside the objects, counting tells the patches of each class.
    classes = [
        {key: value for key, value in entry.items() if key != "patches"} for entry in counted.coverage["classes"]
    ]
    # Sizes of objects give cautions that nobody else can give.
    cautions = [entry for entry in counted.coverage["cautions"] if entry["code"] != "joined-objects"]
    assert {**counted.coverage, "objects": None, "classes": classes, "cautions": cautions} == covered.coverage
    assert sorted(path.name for path in counted.path.iterdir()) == sorted(
        [path.name for path in covered.path.iterdir()] + ["objects.gpkg"]
    )


def test_areas_diameters_and_places(quadrat: Quadrat, tmp_path: Path) -> None:
    """Areas on the ellipsoid add up to the class; quantiles of sizes are numpy's; longitude, latitude the point's."""
    scene = noise(0.35)(WIDTH, HEIGHT)
    raster = raster_of(tmp_path / "scene.tif", scene)
    run = quadrat.count(raster, catalog_of(tmp_path / "things.yaml", "{class: thing, neighbours: 4}"))
    objects, points, figures = Objects(run), Objects(run, "points"), run.coverage["objects"]
    area = objects["area_m2"]
    assert np.isclose(area.sum(), run.area_of("thing"), rtol=1e-12)
    assert np.allclose(objects["diameter_m"], 2 * np.sqrt(area / np.pi), rtol=1e-12)
    for key, share in (
        ("min", 0),
        ("p5", 0.05),
        ("p25", 0.25),
        ("median", 0.5),
        ("p75", 0.75),
        ("p95", 0.95),
        ("max", 1),
    ):
        assert np.isclose(figures["area_m2"][key], np.quantile(area, share), rtol=1e-12)
    assert np.isclose(figures["area_m2"]["mean"], area.mean(), rtol=1e-12)
    assert np.isclose(figures["per_hectare"], len(area) / (run.area["valid"] / 10_000), rtol=1e-12)
    to_degrees = pyproj.Transformer.from_crs(UTM, "EPSG:4326", always_xy=True)
    longitude, latitude = to_degrees.transform(shapely.get_x(points.geometries), shapely.get_y(points.geometries))
    assert np.allclose(objects["lon"], longitude, atol=1e-9) and np.allclose(objects["lat"], latitude, atol=1e-9)
    assert np.isnan(objects["score"].astype(float)).all()


def test_solidity_is_that_of_the_convex_hull(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "scene.tif", noise(0.45)(400, 560))
    run = quadrat.count(raster, catalog_of(tmp_path / "things.yaml", "{class: thing}"))
    objects = Objects(run)
    hulls = shapely.area(shapely.convex_hull(objects.geometries))
    assert np.allclose(objects["solidity"], objects["pixels"] * 0.0025 / hulls, rtol=1e-6)


def test_small_objects_are_not_counted(quadrat: Quadrat, tmp_path: Path) -> None:
    scene = noise(0.4)(WIDTH, HEIGHT)
    raster = raster_of(tmp_path / "scene.tif", scene)
    labels, _ = labelled(scene, EIGHT)
    sizes = np.bincount(labels.ravel())[1:]
    for limit, kept in (("12 px2", sizes >= 12), ("0.031 m2", sizes * 0.0025 >= 0.031)):
        run = quadrat.count(raster, catalog_of(tmp_path / "things.yaml", f"{{class: thing, min_area: {limit}}}"))
        assert (Objects(run)["pixels"] == sizes[kept]).all()


def test_what_is_cleaned_is_counted(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "scene.tif", noise(0.55)(WIDTH, HEIGHT))
    run = quadrat.count(
        raster,
        catalog_of(
            tmp_path / "things.yaml",
            "{class: thing, neighbours: 4}",
            "[{majority: 3 px}, {fill: 20 px2}, {sieve: 30 px2}]",
        ),
    )
    _, found = ndimage.label(run.mask == 2, FOUR)
    assert run.coverage["objects"]["count"] == found > 3


def test_objects_of_several_classes_tell_their_shares(quadrat: Quadrat, tmp_path: Path) -> None:
    random = np.random.default_rng(4)
    data = random.integers(1, 4, (HEIGHT, WIDTH)).astype(np.uint8)
    blank = ndimage.gaussian_filter(random.normal(size=data.shape), 5)
    data[blank < 0.04] = 1
    raster = write_raster(tmp_path / "classes.tif", data)
    catalog = write_catalog(
        tmp_path / "canopy.yaml",
        {"X": 1},
        [("soil", "X < 1.5"), ("ill", "X < 2.5"), ("well", None)],
        extra="objects: {class: [well, ill]}\n",
    )
    run = quadrat.count(raster, catalog)
    objects = Objects(run)
    labels, found = labelled(data > 1, EIGHT)
    assert len(objects) == found and set(objects["class"]) == {"ill+well"}
    index = np.arange(1, found + 1)
    for name, value in (("share_ill", 2), ("share_well", 3)):
        assert np.allclose(objects[name], ndimage.mean(data == value, labels, index), rtol=1e-12)


def test_nodata_is_no_object_and_is_told(quadrat: Quadrat, tmp_path: Path) -> None:
    data = np.ones((40, 60), np.uint8)
    data[10:20, 10:20], data[30:34, 30:34], data[12:15, 20:25] = 2, 2, 0
    raster = write_raster(tmp_path / "scene.tif", data, nodata=0)
    objects = Objects(quadrat.count(raster, catalog_of(tmp_path / "things.yaml", "{class: thing}")))
    assert list(objects["pixels"]) == [100, 16]
    assert list(objects["touches_nodata"].astype(bool)) == [True, False]


# Zones ---------------------------------------------------------------------------------------------


def boxes_of(places: dict[str, tuple[float, float, float, float]]) -> list[tuple[dict[str, str], Polygon]]:
    """Rectangles in pixels: column, row, end column, end row."""
    return [({"id": name}, pixel_box(*place)) for name, place in places.items()]


def test_an_object_belongs_to_the_zone_that_holds_its_point(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "scene.tif", noise(0.3)(WIDTH, HEIGHT))
    boxes = {
        "a": (0, 0, 300, 300),
        "b": (300, 0, 500, 300),
        "c": (100.5, 300, 430.25, 560),
        "far": (-90, -90, -20, -20),
    }
    run = quadrat.count(
        raster,
        catalog_of(tmp_path / "things.yaml", "{class: thing}"),
        "--zones",
        write_zones(tmp_path / "zones.geojson", boxes_of(boxes)),
    )
    points, coverage = Objects(run, "points"), run.coverage
    inverse = ~GRID
    column = inverse.a * shapely.get_x(points.geometries) + inverse.c
    row = inverse.e * shapely.get_y(points.geometries) + inverse.f
    for zone in coverage["zones"]:
        left, top, right, bottom = boxes[zone["id"]]
        held = (left < column) & (column < right) & (top < row) & (row < bottom)
        assert zone["objects"]["count"] == held.sum()
        if held.any():
            area = points["area_m2"][held]
            assert np.isclose(zone["objects"]["area_m2"]["median"], np.median(area), rtol=1e-12)
            assert np.isclose(zone["objects"]["per_hectare"], held.sum() / (zone["area_m2"]["valid"] / 10_000))
    assert coverage["zones"][3]["objects"] == {"count": 0, "per_hectare": None, "area_m2": None}
    inside = sum(zone["objects"]["count"] for zone in coverage["zones"])
    by_zone, total = coverage["objects"]["by_zone"], coverage["objects"]["count"]
    assert by_zone == {"inside": inside, "outside": total - inside, "in_several": 0}
    assert coverage["zones_union"]["objects"]["count"] == inside


def test_overlapping_zones_each_count_and_it_is_said(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "scene.tif", noise(0.2)(300, 200))
    zones = write_zones(tmp_path / "zones.geojson", boxes_of({"a": (0, 0, 200, 200), "b": (100, 0, 300, 200)}))
    coverage = quadrat.count(raster, catalog_of(tmp_path / "things.yaml", "{class: thing}"), "--zones", zones).coverage
    first, second = (zone["objects"]["count"] for zone in coverage["zones"])
    by_zone, total = coverage["objects"]["by_zone"], coverage["objects"]["count"]
    assert by_zone["outside"] == 0 and by_zone["in_several"] == first + second - total > 0
    assert coverage["zones_union"]["objects"]["count"] == total


# Rasters without a place, others' figures, refusals --------------------------------------------------


def test_without_georeferencing_there_are_pixels_only(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "scene.tif", noise(0.3)(120, 90), crs=None, transform=None)
    catalog = catalog_of(tmp_path / "things.yaml", "{class: thing}")
    run = quadrat.count(raster, catalog)
    objects = Objects(run)
    for column in ("area_m2", "diameter_m", "lon", "lat"):
        assert np.isnan(objects[column].astype(float)).all()
    assert run.coverage["objects"]["per_hectare"] is None
    assert run.coverage["objects"]["pixels"]["max"] == objects["pixels"].max()
    assert np.allclose(shapely.area(objects.geometries), objects["pixels"])
    sized = Objects(quadrat.count(raster, catalog, "--pixel-size", "2cm"))
    assert np.allclose(sized["area_m2"], sized["pixels"] * 0.0004) and np.isnan(sized["lon"].astype(float)).all()


@pytest.mark.parametrize(("crs", "step"), [("EPSG:4326", 1e-6), ("EPSG:3857", 0.1)])
def test_degrees_of_other_reference_systems(quadrat: Quadrat, tmp_path: Path, crs: str, step: float) -> None:
    origin = (10.4, 52.1) if crs == "EPSG:4326" else (1_160_000, 6_810_000)
    transform = Affine(step, 0, origin[0], 0, -step, origin[1])
    raster = raster_of(tmp_path / "scene.tif", noise(0.3)(80, 60), crs=crs, transform=transform)
    run = quadrat.count(raster, catalog_of(tmp_path / "things.yaml", "{class: thing}"))
    points = Objects(run, "points")
    to_degrees = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    longitude, latitude = to_degrees.transform(shapely.get_x(points.geometries), shapely.get_y(points.geometries))
    assert np.allclose(points["lon"], longitude, atol=1e-9) and np.allclose(points["lat"], latitude, atol=1e-9)
    assert np.isclose(points["area_m2"].sum(), run.area_of("thing"), rtol=1e-12)


@pytest.mark.skipif(not (DATA / "peer-fragstats").is_dir(), reason="the shared data are not here")
def test_patches_are_those_of_fragstats(quadrat: Quadrat, tmp_path: Path) -> None:
    """A landscape of three classes with the patches that FRAGSTATS found in it (8 neighbours)."""
    folder = DATA / "peer-fragstats"
    with (folder / "fragstats_patch_landscape.csv").open() as file:
        patches = list(csv.DictReader(file))
    kind, area = (next(key for key in patches[0] if key.strip().upper() == name) for name in ("TYPE", "AREA"))
    for value in (1, 2, 3):
        catalog = write_catalog(
            tmp_path / f"class{value}.yaml",
            {"X": 1},
            [("thing", f"X > {value - 0.5} and X < {value + 0.5}"), ("other", None)],
            extra="objects: {class: thing}\n",
        )
        objects = Objects(quadrat.count(folder / "landscape.tif", catalog, "--force"))
        expected = sorted(float(patch[area]) for patch in patches if float(patch[kind]) == value)
        side = np.sqrt(10_000 * sum(expected) / objects["pixels"].sum())
        assert len(objects) == len(expected) > 0
        assert np.allclose(np.sort(objects["pixels"]) * side**2 / 10_000, expected, atol=5e-5)


@pytest.mark.parametrize("neighbours", [4, 8])
@pytest.mark.parametrize("name", ["sparse noise", "noise at the threshold of four neighbours", "spiral", "nothing"])
def test_instances_are_the_labels(quadrat: Quadrat, tmp_path: Path, name: str, neighbours: int) -> None:
    """instances.tif holds the ids of objects.gpkg; overviews take every second pixel; the same bytes for all tiles."""
    scene = SCENES[name](1103, 701)
    raster = raster_of(tmp_path / "scene.tif", scene)
    catalog = catalog_of(tmp_path / "things.yaml", f"{{class: thing, neighbours: {neighbours}, min_area: 3 px2}}")
    runs = [quadrat.count(raster, catalog, "--instances", *tiles) for tiles in TILES]
    assert digest(runs[0].path / "instances.tif") == digest(runs[1].path / "instances.tif")
    labels, found = labelled(scene, FOUR if neighbours == 4 else EIGHT)
    sizes = np.bincount(labels.ravel(), minlength=found + 1)
    is_object = sizes >= 3
    is_object[0] = False
    numbers = np.cumsum(is_object) * is_object
    with rasterio.open(runs[0].path / "instances.tif") as dataset:
        assert (dataset.dtypes[0], dataset.nodata, dataset.crs, dataset.transform) == ("uint32", 0, UTM, GRID)
        painted = dataset.read(1)
        assert (painted == numbers[labels]).all()
        for level, factor in enumerate(dataset.overviews(1)):
            with rasterio.open(runs[0].path / "instances.tif", overview_level=level) as overview:
                assert (overview.read(1) == painted[::factor, ::factor]).all()
    assert cog_validate(runs[0].path / "instances.tif", strict=True, quiet=True)[0]
    assert runs[0].coverage["objects"]["count"] == painted.max()
    assert "instances.tif" in [output["name"] for output in runs[0].run["outputs"]]


def test_the_spatial_index_finds_what_is_there(quadrat: Quadrat, tmp_path: Path) -> None:
    """SQLite's own check of the index, GDAL's search through it, and the extent that the file tells."""
    raster = raster_of(tmp_path / "scene.tif", noise(0.2)(WIDTH, HEIGHT))
    run = quadrat.count(raster, catalog_of(tmp_path / "things.yaml", "{class: thing, neighbours: 4}"))
    with sqlite3.connect(run.path / "objects.gpkg") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for layer in ("objects", "points"):
            assert database.execute(f"SELECT rtreecheck('rtree_{layer}_geom')").fetchone() == ("ok",)
            shapes = Objects(run, layer).geometries
            told = database.execute(
                f"SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = '{layer}'"
            ).fetchone()
            assert np.allclose(told, shapely.total_bounds(shapes), rtol=0, atol=1e-9)
            assert database.execute(
                f"SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = '{layer}'"
            ).fetchone() == (len(shapes),)
            triggers = database.execute(
                f"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{layer}'"
            )
            assert triggers.fetchone()[0] >= 8
            for west, north, size in ((3, 2, 0.4), (11, 20, 2.5), (-5, -5, 90), (200, 200, 3)):
                x, y = GRID.c + west, GRID.f - north
                box = (x, y - size, x + size, y)
                hits = pyogrio.raw.read(run.path / "objects.gpkg", layer=layer, bbox=box, columns=["id"])[3][0]
                inside = shapely.intersects(shapely.envelope(shapes), shapely.box(*box))
                assert sorted(hits) == sorted(np.nonzero(inside)[0] + 1)


def test_other_formats_say_the_same(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "scene.tif", noise(0.35)(120, 90))
    run = quadrat.count(raster, catalog_of(tmp_path / "things.yaml", "{class: thing}"), "--also", "csv,geojson")
    objects, points = Objects(run), Objects(run, "points")
    with (run.path / "objects.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["id"]) for row in rows] == list(objects["id"])
    assert [float(row["area_m2"]) for row in rows] == pytest.approx(list(objects["area_m2"]), rel=1e-12)
    assert [(float(row["X"]), float(row["Y"])) for row in rows] == [(p.x, p.y) for p in points.geometries]
    features = json.loads((run.path / "objects.geojson").read_text())["features"]
    assert [feature["properties"]["pixels"] for feature in features] == list(objects["pixels"])
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    assert shapely.is_valid(shapes).all()
    places = np.array([(p["lon"], p["lat"]) for p in (feature["properties"] for feature in features)])
    assert shapely.contains_xy(shapes, places).all()
    assert shapely.is_ccw(shapely.get_exterior_ring(shapely.get_geometry(shapes, 0))).all()
    names = [output["name"] for output in run.run["outputs"]]
    assert names[-3:] == ["objects.gpkg", "objects.geojson", "objects.csv"]


def test_a_folder_with_everything_can_be_replaced(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "scene.tif", noise(0.3)(40, 30))
    catalog, out = catalog_of(tmp_path / "things.yaml", "{class: thing}"), quadrat.folder / "run"
    for _ in range(2):
        everything = ("--instances", "--also", "csv,geojson", "--overwrite")
        result = quadrat("count", raster, "--catalog", catalog, "--out", out, *everything)
        assert result.code == 0, result.stderr
    assert {"instances.tif", "objects.csv", "objects.geojson"} < {path.name for path in out.iterdir()}
    result = quadrat("cover", raster, "--catalog", catalog, "--out", out, "--overwrite")
    assert result.code == 0 and not list(out.glob("objects*"))


def two_classes(path: Path, first: str, second: str) -> Path:
    """Objects of two classes: band 1 is 2 or 3."""
    return write_catalog(
        path,
        {"X": 1},
        [("ground", "X < 1.5"), (f'"{first}"', "X < 2.5"), (f'"{second}"', None)],
        extra=f'objects: {{class: ["{first}", "{second}"]}}\n',
    )


@pytest.mark.parametrize(("first", "second"), [("Erle (jung)", "Erle [jung]"), ("Ä", "ä")])
def test_names_that_become_the_same_column_are_numbered(
    quadrat: Quadrat, tmp_path: Path, first: str, second: str
) -> None:
    data = np.ones((30, 40), np.uint8)
    data[3:9, 4:8], data[3:9, 8:20] = 2, 3
    raster = write_raster(tmp_path / "scene.tif", data, crs=UTM, transform=GRID)
    objects = Objects(quadrat.count(raster, two_classes(tmp_path / "two.yaml", first, second)))
    shares = [name for name in objects.columns if name.startswith("share_")]
    assert len(shares) == 2 and shares[1] == shares[0] + "_2"
    assert [float(objects[name][0]) for name in shares] == pytest.approx([0.25, 0.75])


@pytest.mark.parametrize("west", [200, -190, 179.98])
def test_geojson_takes_longitudes_of_other_turns(quadrat: Quadrat, tmp_path: Path, west: float) -> None:
    """Those beyond 180 degrees are turned back; an outline across the meridian is cut there (RFC 7946, 3.1.9)."""
    data = np.ones((20, 40), np.uint8)
    data[5:9, 10:30] = 2
    grid = Affine(0.001, 0, west, 0, -0.001, 10)
    raster = write_raster(tmp_path / "scene.tif", data, crs="EPSG:4326", transform=grid)
    run = quadrat.count(raster, catalog_of(tmp_path / "things.yaml", "{class: thing}"), "--also", "geojson")
    (feature,) = json.loads((run.path / "objects.geojson").read_text())["features"]
    longitude = feature["properties"]["lon"]
    assert longitude == pytest.approx(west + 0.0195 - 360 * round((west + 0.0195) / 360), abs=1e-9)
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    assert shape.area == pytest.approx(0.02 * 0.004) and shapely.contains_xy(shape, longitude, 9.9925)
    low, bottom, high, top = shapely.bounds(shape)
    assert -180 <= low < high <= 180 and (bottom, top) == pytest.approx((9.991, 9.995))
    assert len(shapely.get_parts(shape)) == (2 if west == 179.98 else 1)


#: Maps of cylinders, and the meridian in their middle.
CYLINDERS = {
    "EPSG:3395": 0,
    "EPSG:6933": 0,
    "+proj=cea": 0,
    "EPSG:4087": 0,
    "EPSG:3857": 0,
    "EPSG:3832": 150,
    "+proj=mill +lon_0=-100 +R=6371000 +units=km": -100,
}


@pytest.mark.parametrize("crs", CYLINDERS)
def test_maps_may_go_on_beyond_where_they_are_cut(quadrat: Quadrat, tmp_path: Path, crs: str) -> None:
    """What lies beyond has the areas and the places that it has one turn from there."""
    reference, middle = pyproj.CRS(crs), CYLINDERS[crs]
    project = pyproj.Transformer.from_crs(reference.geodetic_crs, reference, always_xy=True)
    west, east = (project.transform(middle + 180 * side, 0)[0] for side in (-1 + 1e-12, 1 - 1e-12))
    (side, top), scene = ((east - west) / 40_000, project.transform(middle, 40)[1]), noise(0.3)(200, 200)
    runs = []
    for start in (east - 100 * side, west - 100 * side, east - 200 * side, west):
        raster = raster_of(
            tmp_path / "scene.tif", scene, crs=reference.to_wkt(), transform=Affine(side, 0, start, 0, -side, top)
        )
        runs.append(quadrat.count(raster, catalog_of(tmp_path / "things.yaml", "{class: thing}")))
    across, before, *sides = runs
    for run in runs:
        assert "domain" not in run.outcome.stderr
        for key in ("total", "valid"):
            assert run.area[key] == pytest.approx(across.area[key], rel=1e-7)
        assert run.area_of("thing") == pytest.approx(across.area_of("thing"), rel=1e-7)
    here = Objects(across)
    for run in (before, *sides):
        there = Objects(run)
        assert np.allclose(here["area_m2"], there["area_m2"], rtol=1e-7)
        assert np.allclose(here["lat"], there["lat"], atol=1e-7)
    # Of the same places.
    assert np.allclose((here["lon"] - Objects(before)["lon"] + 180) % 360, 180, atol=1e-7)
    # Some lie on either side of the cut.
    assert np.all(np.abs(here["lon"]) <= 180) and 0.3 < np.mean((here["lon"] - middle) % 360 < 180) < 0.7


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:2193", "EPSG:2180"])
def test_geojson_is_in_longitude_and_latitude(quadrat: Quadrat, tmp_path: Path, crs: str) -> None:
    """Also where the authority names latitude or northing first."""
    west, north, step = {"EPSG:4326": (11, 48, 1e-6), "EPSG:2193": (1.6e6, 5.4e6, 0.1)}.get(crs, (5e5, 5e5, 0.1))
    grid = Affine(step, 0, west, 0, -step, north)
    raster = raster_of(tmp_path / "scene.tif", noise(0.3)(60, 40), crs=crs, transform=grid)
    run = quadrat.count(raster, catalog_of(tmp_path / "things.yaml", "{class: thing}"), "--also", "geojson")
    features = json.loads((run.path / "objects.geojson").read_text())["features"]
    to_degrees = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    for feature, point in zip(features, Objects(run, "points").geometries, strict=True):
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shapely.contains_xy(shape, *to_degrees.transform(point.x, point.y))


def test_a_catalog_without_objects_may_stand_beside_one_with(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "scene.tif", noise(0.3)(90, 70))
    counting = catalog_of(tmp_path / "things.yaml", "{class: thing}")
    other = write_catalog(tmp_path / "other.yaml", {"X": 1}, [("low", "X < 1.5"), ("high", None)])
    out = quadrat.folder / "both"
    result = quadrat("count", raster, "--catalog", counting, "--catalog", other, "--out", out)
    assert result.code == 0 and "catalog other does not say what to count: the patches" in result.stderr
    documents = {path.name: json.loads((path / "coverage.json").read_text()) for path in out.iterdir()}
    assert documents["other"]["objects"] is None and not (out / "other" / "objects.gpkg").exists()
    assert sum(document["objects"] is not None for document in documents.values()) == 1
    # The patches of both are told.
    assert all("patches" in entry for document in documents.values() for entry in document["classes"])


def test_without_a_place_on_earth_there_is_no_geojson(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "scene.tif", noise(0.3)(90, 70), crs=None, transform=None)
    catalog = catalog_of(tmp_path / "things.yaml", "{class: thing}")
    out = quadrat.folder / "run"
    result = quadrat("count", raster, "--catalog", catalog, "--out", out, "--also", "geojson")
    assert result.code == Exit.REFUSED and "longitudes and latitudes" in result.error and not out.exists()
    result = quadrat("count", raster, "--catalog", catalog, "--out", out, "--also", "shp")
    assert result.code == Exit.USAGE and "geojson, csv" in result.stderr
    assert len((quadrat.count(raster, catalog, "--also", "csv").path / "objects.csv").read_text().splitlines()) > 2


#: What CatalogTests do not hold to the letter.
REFUSALS = {
    "unknown class": ("objects: {class: tree}", "there is no class 'tree'"),
    "wrong neighbours": ("objects: {class: thing, neighbours: 6}", "write 4 or 8"),
    "length for area": ("objects: {class: thing, min_area: 3 m}", "write an area with a unit"),
    "keep without limits": ("clean: [{keep: {class: thing}}]", "has no limits"),
    "keep of two units": ("clean: [{keep: {class: thing, width: 3 px .. 2 m}}]", "both lengths in px"),
}


@pytest.mark.parametrize("option", ["--instances", "--also"])
def test_files_of_objects_need_a_catalog_that_names_objects(quadrat: Quadrat, tmp_path: Path, option: str) -> None:
    raster = raster_of(tmp_path / "scene.tif", noise(0.3)(40, 30))
    catalog = write_catalog(tmp_path / "things.yaml", {"X": 1}, [("ground", "X < 1.5"), ("thing", None)])
    options = (option, "csv") if option == "--also" else (option,)
    result = quadrat("count", raster, "--catalog", catalog, "--out", quadrat.folder / "run", *options)
    assert result.code == Exit.REFUSED and not (quadrat.folder / "run").exists()
    assert result.error == (
        f"Error: {option} writes objects, and catalog things does not say what to count; add to it, for example "
        f"'objects: {{class: thing}}', or leave {option} out"
    )
    # Beside a catalog that names objects there is something to write.
    counting = catalog_of(tmp_path / "counting.yaml", "{class: thing}")
    both = quadrat(
        "count", raster, "--catalog", catalog, "--catalog", counting, "--out", quadrat.folder / "both", *options
    )
    assert both.code == 0, both.stderr


@pytest.mark.parametrize("case", REFUSALS)
def test_mistakes_get_one_line(quadrat: Quadrat, tmp_path: Path, case: str) -> None:
    extra, words = REFUSALS[case]
    raster = raster_of(tmp_path / "scene.tif", noise(0.3)(40, 30))
    catalog = write_catalog(tmp_path / "things.yaml", {"X": 1}, [("ground", "X < 1.5"), ("thing", None)], extra=extra)
    result = quadrat("count", raster, "--catalog", catalog, "--out", quadrat.folder / "run")
    assert result.code == Exit.REFUSED and words in result.error
    assert not (quadrat.folder / "run").exists()


@pytest.fixture
def summary(quadrat: Quadrat, tmp_path: Path) -> Callable[..., str]:
    def text() -> str:
        raster = raster_of(tmp_path / "scene.tif", noise(0.3)(90, 70))
        return quadrat.count(raster, catalog_of(tmp_path / "things.yaml", "{class: thing}")).outcome.stdout

    return text


def test_the_cost_is_told(summary: Callable[..., str]) -> None:
    text = summary()
    assert "objects (thing): " in text and "Counting added " in text
