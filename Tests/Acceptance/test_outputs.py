"""What a run writes: one output that fails takes nothing from the others; names of columns; texts of tables."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from affine import Affine
from shapely.geometry import Point, box

from support import (
    PRODUCTS,
    Exit,
    Outcome,
    Quadrat,
    digest,
    partial,
    write_catalog,
    write_raster,
    write_zones,
)

LEFT, TOP = 500_000.0, 5_500_000.0


def named(zones: dict[str, Any]) -> list[tuple[dict[str, str], Any]]:
    return [({"name": name}, shape) for name, shape in zones.items()]


@pytest.fixture
def raster(tmp_path: Path) -> Path:
    """Noise: its preview is large, its mask small."""
    values = np.random.default_rng(3).integers(0, 256, (150, 200), np.uint8)
    return write_raster(tmp_path / "noise.tif", values, crs="EPSG:32632", transform=Affine(1, 0, LEFT, 0, -1, TOP))


@pytest.fixture
def limited(quadrat: Quadrat, raster: Path) -> Callable[..., tuple[Outcome, Path]]:
    """A run in which no file may grow beyond so many kilobytes."""

    def run(kilobytes: int, verb: str, catalog: Path, *options: object) -> tuple[Outcome, Path]:
        out = quadrat.folder / f"run-{next(quadrat.numbers)}"
        arguments = (verb, raster, "--catalog", catalog, "--out", out, "--progress", "none", *options)
        shell = Quadrat(Path("/bin/bash"), quadrat.folder)
        script = f'ulimit -f {kilobytes}; exec "$@"'
        return shell("-c", script, "bash", quadrat.binary, *arguments), out

    return run


def check_alone(result: Outcome, out: Path, missing: set[str], complete: Path) -> None:
    """All but the outputs that failed are there, whole, and the run says which are not."""
    assert result.code == Exit.OTHER and not partial(out).exists()
    record = json.loads((out / "run.json").read_text())
    assert {entry["name"] for entry in record["failed_outputs"]} == missing
    for entry in record["failed_outputs"]:
        assert f"cannot write {out.name}/{entry['name']}: " in result.error.replace(f"{out.parent}/", "")
        assert entry["reason"] in result.error
    assert result.error.endswith(f"everything else is in {out}")
    files = {path.name for path in complete.iterdir()}
    assert {path.name for path in out.iterdir()} == files - missing
    assert {entry["name"] for entry in record["outputs"]} == files - missing - {"run.json"}
    for name in files - missing - {"run.json"}:
        assert digest(out / name) == digest(complete / name), name


@pytest.mark.parametrize("how", [(), ("--quiet",), ("--json",)])
def test_zones_that_cannot_be_written_take_nothing_else(
    quadrat: Quadrat, raster: Path, limited: Callable[..., tuple[Outcome, Path]], greenness: Callable[..., Path],
    tmp_path: Path, how: tuple[str, ...],
) -> None:  # fmt: skip
    """A polygon of 80,000 corners takes more than a megabyte in zones.gpkg, and a line in every table."""
    round_field = Point(LEFT + 60, TOP - 60).buffer(40, quad_segs=20_000)
    zones, catalog = write_zones(tmp_path / "z.geojson", named({"round": round_field})), greenness()
    complete = quadrat.cover(raster, catalog, "--zones", zones)
    result, out = limited(600, "cover", catalog, "--zones", zones, *how)
    check_alone(result, out, {"zones.gpkg"}, complete.path)
    expected = {(): complete.outcome.stdout.replace(str(complete.path), str(out)), ("--quiet",): ""}
    printed = (complete.path / "coverage.json").read_text() if how == ("--json",) else None
    if printed is not None:
        assert result.stdout == printed
    elif how:
        assert result.stdout == expected[how]
    else:
        assert "round" in result.stdout and "zones.gpkg" not in result.stdout


def test_a_preview_that_loses_its_last_bytes_is_missed(
    quadrat: Quadrat, raster: Path, limited: Callable[..., tuple[Outcome, Path]], greenness: Callable[..., Path]
) -> None:
    catalog = greenness()
    complete = quadrat.cover(raster, catalog).path
    size = (complete / "preview.png").stat().st_size
    assert size > 1.2 * max((complete / name).stat().st_size for name in PRODUCTS if name != "preview.png")
    result, out = limited(size // 1024, "cover", catalog)
    check_alone(result, out, {"preview.png"}, complete)


def test_a_table_that_cannot_be_written(
    quadrat: Quadrat, raster: Path, limited: Callable[..., tuple[Outcome, Path]], greenness: Callable[..., Path],
    tmp_path: Path,
) -> None:  # fmt: skip
    """coverage.csv repeats the zone's name on every row."""
    fields = {f"{'x' * 60_000}{i}": box(LEFT + 20 * i, TOP - 50, LEFT + 20 * i + 10, TOP - 20) for i in range(5)}
    zones, catalog = write_zones(tmp_path / "z.geojson", named(fields)), greenness()
    complete = quadrat.cover(raster, catalog, "--zones", zones)
    result, out = limited(1000, "cover", catalog, "--zones", zones)
    check_alone(result, out, {"coverage.csv"}, complete.path)


def counting(path: Path, **more: Any) -> Path:
    return write_catalog(
        path, {"X": 1}, [("thing", "X > 150"), ("rest", None)], extra="objects: {class: thing}\n", **more
    )


def test_files_of_objects_fail_each_for_itself(
    quadrat: Quadrat, limited: Callable[..., tuple[Outcome, Path]], raster: Path, tmp_path: Path
) -> None:
    """The files of objects are larger than all others, and each of another size."""
    catalog, complete = counting(tmp_path / "things.yaml"), quadrat.folder / "complete"
    everything = ("--also", "csv,geojson", "--instances")
    result = quadrat("count", raster, "--catalog", catalog, "--out", complete, "--progress", "none", *everything)
    assert result.code == 0, result.stderr
    sizes = {name: (complete / name).stat().st_size for name in ("objects.gpkg", "objects.geojson", "objects.csv")}
    for largest in sorted(sizes.values())[1:]:
        limit = largest // 1024 - 1
        result, out = limited(limit, "count", catalog, *everything)
        check_alone(result, out, {name for name, size in sizes.items() if size > limit * 1024}, complete)


def test_a_mask_that_cannot_be_written_ends_the_run(
    quadrat: Quadrat, limited: Callable[..., tuple[Outcome, Path]], greenness: Callable[..., Path]
) -> None:
    result, _ = limited(2, "cover", greenness())
    assert result.code == Exit.TRY_AGAIN and ".partial/" in result.error and list(quadrat.folder.iterdir()) == []


# Names of columns ----------------------------------------------------------------------------------------

#: Names of classes and what columns are called after them.
CLASSES = {
    "土壌": "土壌", "Wiese (naß)": "wiese__naß_", "dry grass": "dry_grass", "CO₂": "co₂", "Ёлка": "ёлка",
    "किसान": "किसान", "e\u0301te\u0301": "\u00e9t\u00e9", "نبات\u200cها": "نباتها", "🌾": "class_9", "🌲🌳": "class_10",
    "---": "class_11", "Ä": "ä", "ä": "ä_2", "a b": "a_b", "a-b": "a_b_2",
}  # fmt: skip


def test_columns_are_called_after_classes_in_any_script(quadrat: Quadrat, raster: Path, tmp_path: Path) -> None:
    levels = {f'"{name}"': f"X > {240 - 15 * i}" for i, name in enumerate(CLASSES)}
    catalog = write_catalog(
        tmp_path / "scripts.yaml", {"X": 1}, [*levels.items(), ("rest", None)],
        extra='objects: {class: ["土壌", "🌾", "🌲🌳"]}\n',
    )  # fmt: skip
    zones = write_zones(tmp_path / "z.geojson", named({"畑": box(LEFT + 20, TOP - 50, LEFT + 40, TOP - 20)}))
    out = quadrat.folder / "run"
    result = quadrat("count", raster, "--catalog", catalog, "--zones", zones, "--out", out, "--progress", "none")
    assert result.code == 0, result.stderr
    (zone,) = json.loads((out / "coverage.json").read_text())["zones"]
    with sqlite3.connect(out / "zones.gpkg") as database:
        cursor = database.execute('SELECT * FROM "z"')
        columns = [item[0] for item in cursor.description]
        row = dict(zip(columns, cursor.fetchone(), strict=True))
    stems = dict(CLASSES)
    for entry in zone["classes"][:-1]:
        stem, number = stems[entry["name"]], ""
        if stem in ("ä_2", "a_b_2"):
            stem, number = stem[:-2], "_2"
        assert row[f"{stem}_m2{number}"] == entry["area_m2"]
        assert row[f"{stem}_pct_zone{number}"] == entry["percent_of_zone"]
    assert len({name.lower() for name in columns}) == len(columns)
    with sqlite3.connect(out / "objects.gpkg") as database:
        names = [item[1] for item in database.execute("PRAGMA table_info('objects')")]
    assert [name for name in names if name.startswith("share_")] == ["share_土壌", "share_class_9", "share_class_10"]


# Texts of tables -----------------------------------------------------------------------------------------

FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-5-2", "@SUM(A1)"]
NUMBERS = ["-5", "+1.5e3", "-0.25", "-.5E-7"]
NO_NUMBERS = ["-inf", "-nan", "-0x1F", "-", "+-5", "-1e999", "- 5"]


def test_texts_in_tables_are_no_formulas(quadrat: Quadrat, raster: Path, tmp_path: Path) -> None:
    """Spreadsheets would run them. Numbers stay numbers, also those that are ids; other formats stay as they are."""
    assign = [(json.dumps(name), f"X > {200 - 20 * i}") for i, name in enumerate(FORMULAS)]
    extra = 'objects: {class: "=1+1"}\n'
    catalog = write_catalog(tmp_path / "formulas.yaml", {"X": 1}, [*assign, ("rest", None)], extra=extra)
    names = [*FORMULAS, *NO_NUMBERS, *NUMBERS, "plain", "a=b"]
    fields = {name: box(LEFT + 20 * i, TOP - 50, LEFT + 20 * i + 10, TOP - 20) for i, name in enumerate(names)}
    zones, out = write_zones(tmp_path / "z.geojson", named(fields)), quadrat.folder / "run"
    arguments = ("--zones", zones, "--out", out, "--progress", "none", "--also", "csv,geojson")
    result = quadrat("count", raster, "--catalog", catalog, *arguments)
    assert result.code == 0, result.stderr
    document = json.loads((out / "coverage.json").read_text())
    assert [zone["id"] for zone in document["zones"]] == names
    assert [entry["name"] for entry in document["classes"]][:4] == FORMULAS
    with (out / "coverage.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    safe = {f"'{name}" for name in FORMULAS}
    texts = {f"'{name}" for name in NO_NUMBERS}
    assert {row["zone"] for row in rows} == {*safe, *texts, *NUMBERS, "plain", "a=b", "", "(union)"}
    assert {row["class"] for row in rows} >= {*safe, "rest"}
    assert all(not row["pixels"].startswith("'") and float(row["pixels"]) >= 0 for row in rows)
    with (out / "objects.csv").open(newline="") as file:
        objects = list(csv.DictReader(file))
    assert {row["class"] for row in objects} == {"'=1+1"} and all(float(row["X"]) > LEFT for row in objects)
    features = json.loads((out / "objects.geojson").read_text())["features"]
    assert {feature["properties"]["class"] for feature in features} == {"=1+1"}
