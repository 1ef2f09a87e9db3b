"""`quadrat catalogs --from`: a catalog of a class map's values, names and colours, by which a survey counts each value
exactly, and nothing that is not in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import rasterio
import yaml

from support import (
    DATA,
    RGB,
    Exit,
    Quadrat,
    RunFolder,
    needs_data,
    write_raster,
)

WIDTH, HEIGHT = 301, 277


def class_map(values: list[float], dtype: str, seed: int = 3) -> npt.NDArray[Any]:
    """Patches and single pixels of the values."""
    random = np.random.default_rng(seed)
    coarse = random.integers(0, len(values), (HEIGHT // 7 + 1, WIDTH // 7 + 1))
    places = np.kron(coarse, np.ones((7, 7), int))[:HEIGHT, :WIDTH]
    single = random.random(places.shape) < 0.1
    places = np.where(single, random.integers(0, len(values), places.shape), places)
    return np.array(values, dtype)[places]


def made(quadrat: Quadrat, raster: Path, name: str = "made.yaml") -> Path:
    result = quadrat("catalogs", "--from", raster)
    assert result.code == 0, result.stderr
    (raster.parent / name).write_text(result.stdout)
    return raster.parent / name


def rules(catalog: Path) -> dict[int, tuple[str, int]]:
    """Value in the map: name and value in the mask."""
    content = yaml.safe_load(catalog.read_text())
    codes = {entry["name"]: value for value, entry in content["classes"].items()}
    assigned = {int(rule["when"].removeprefix("V == ")): rule["class"] for rule in content["method"]["rules"]["assign"]}
    return {value: (name, codes[name]) for value, name in assigned.items()}


def check(run: RunFolder, catalog: Path, data: npt.NDArray[Any], valid: npt.NDArray[np.bool_]) -> None:
    """Every value has its count, as numpy counts it, and its place in the mask."""
    told = {entry["value"]: (entry["name"], entry["pixels"]) for entry in run.coverage["classes"]}
    values, counts = np.unique(data[valid], return_counts=True)
    known = rules(catalog)
    assert sorted(known) == [int(value) for value in values]
    expected = np.zeros(data.shape, np.uint8)
    for value, number in zip(values, counts, strict=True):
        name, code = known[int(value)]
        assert told.pop(code) == (name, number)
        expected[valid & (data == value)] = code
        assert code == value or not 1 <= value <= 255
    assert not told and np.array_equal(run.mask, expected)
    assert run.pixels["unobserved"] == 0 and run.pixels["nodata"] == np.count_nonzero(~valid)


MAPS: dict[str, tuple[str, list[float], float | None]] = {
    "bytes": ("uint8", [1, 2, 3, 77, 254, 255], None),
    "bytes with zero": ("uint8", [0, 1, 2, 255], None),
    "zero is nodata": ("uint8", [0, 1, 2, 3], 0),
    "nodata 255": ("uint8", [0, 4, 9, 255], 255),
    "one value": ("uint8", [7], None),
    "16 bits": ("uint16", [0, 1, 255, 256, 1000, 65535], None),
    "signed": ("int16", [-32768, -9999, -1, 0, 1, 200, 301], -9999),
    "32 bits": ("int32", [-16777215, -2, 3, 16777215], None),
    "whole floats": ("float32", [-3, 0, 1, 12, 16777215], None),
    "floats and NaN": ("float32", [1, 2, float("nan")], float("nan")),
    "doubles": ("float64", [1, 2, 700], None),
    "unsigned 32 bits": ("uint32", [5, 90000], 5),
    "253 values": ("uint8", list(range(3, 256)), None),
    "253 high values": ("uint16", list(range(1000, 1253)), None),
}


@pytest.mark.parametrize("case", MAPS)
def test_every_value_has_its_count(quadrat: Quadrat, tmp_path: Path, case: str) -> None:
    dtype, values, nodata = MAPS[case]
    data = class_map(values, dtype)
    raster = write_raster(tmp_path / "map.tif", data, nodata=nodata, tiled=True, blockxsize=64, blockysize=64)
    valid = np.ones(data.shape, bool)
    if nodata is not None:
        valid = ~np.isnan(data) if np.isnan(nodata) else data != nodata
    catalog = made(quadrat, raster)
    check(quadrat.cover(raster, catalog), catalog, data, valid)


def test_values_that_the_map_does_not_have_are_no_class(quadrat: Quadrat, tmp_path: Path) -> None:
    """Another map of the same legend: what is new in it is unobserved, whatever its number."""
    first = write_raster(tmp_path / "first.tif", class_map([1, 2, 5], "uint8"))
    catalog = made(quadrat, first)
    data = class_map([0, 1, 2, 3, 5, 200], "uint8", seed=4)
    run = quadrat.cover(write_raster(tmp_path / "second.tif", data), catalog)
    told = {entry["value"]: entry["pixels"] for entry in run.coverage["classes"]}
    assert told == {value: np.count_nonzero(data == value) for value in (1, 2, 5)}
    assert run.pixels["unobserved"] == np.count_nonzero(np.isin(data, (0, 3, 200)))
    assert np.array_equal(run.mask, np.where(np.isin(data, (1, 2, 5)), data, 0))


def test_a_file_of_nan_and_infinity(quadrat: Quadrat, tmp_path: Path) -> None:
    """They match no rule, and are no class."""
    data = class_map([1, 2, np.nan, np.inf], "float32")
    raster = write_raster(tmp_path / "map.tif", data)
    catalog = made(quadrat, raster)
    assert sorted(rules(catalog)) == [1, 2]
    run = quadrat.cover(raster, catalog)
    assert run.pixels["unobserved"] == np.count_nonzero(~np.isfinite(data))


# Names and colours ---------------------------------------------------------------------------------

NAMES = [
    "", "yes", "no", "null", "1", "a: b", "#hash", "Grünland, naß", "'quoted' \"twice\"", "back\\slash", "森林",
    "twice", "twice", " spaces ", "two\nlines", "*star", "{braces}", "- dash", "~", "emoji 🌲", "true", "x" * 400,
    "A,B;C", "=1+1", "\ufeffmark", "\u200bwide",
]  # fmt: skip


def test_names_and_colours_survive(quadrat: Quadrat, tmp_path: Path) -> None:
    """Whatever a name holds, the catalog is read back, each class has a name of its own, and it goes into results."""
    values = list(range(1, len(NAMES)))
    data = class_map(values, "uint8")
    raster = write_raster(tmp_path / "map.tif", data)
    colours = {value: ((value * 37) % 256, (value * 91) % 256, value, 255) for value in values}
    categories = "".join(f"<Category>{name.translate(ESCAPES)}</Category>" for name in NAMES)
    entries = "".join(
        '<Entry c1="{}" c2="{}" c3="{}" c4="{}"/>'.format(*colours.get(value, (0, 0, 0, 255)))
        for value in range(len(NAMES))
    )
    side_file(raster, f"<CategoryNames>{categories}</CategoryNames><ColorTable>{entries}</ColorTable>")
    catalog = made(quadrat, raster)
    known = rules(catalog)
    names = [known[value][0] for value in values]
    assert len(set(names)) == len(names)
    for value, name in zip(values, names, strict=True):
        wanted = NAMES[value].replace("\n", " ").replace("\ufeff", "").strip()[:150]
        assert name in (wanted, f"{wanted} ({value})"), NAMES[value]
    content = yaml.safe_load(catalog.read_text())
    for value in values:
        assert content["classes"][value]["color"] == "#{:02x}{:02x}{:02x}".format(*colours[value][:3])
    run = quadrat.cover(raster, catalog)
    check(run, catalog, data, np.ones(data.shape, bool))
    assert [entry["name"] for entry in run.coverage["classes"]] == names
    with rasterio.open(run.path / "mask.tif") as dataset:
        assert {value: dataset.colormap(1)[value][:3] for value in values} == {
            value: colours[value][:3] for value in values
        }


ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def attribute_table(names: tuple[str, ...], usages: tuple[int, ...], rows: list[tuple[Any, ...]]) -> str:
    """As GDAL writes it beside a raster: type 0 is a whole number, 2 a text."""
    kinds = [2 if isinstance(cell, str) else 0 for cell in rows[0]]
    fields = "".join(
        f'<FieldDefn index="{i}"><Name>{name}</Name><Type>{kind}</Type><Usage>{usage}</Usage></FieldDefn>'
        for i, (name, kind, usage) in enumerate(zip(names, kinds, usages, strict=True))
    )
    cells = "".join(
        f'<Row index="{i}">' + "".join(f"<F>{cell}</F>" for cell in row) + "</Row>" for i, row in enumerate(rows)
    )
    return f"<GDALRasterAttributeTable>{fields}{cells}</GDALRasterAttributeTable>"


def side_file(raster: Path, band: str) -> None:
    text = f'<PAMDataset><PAMRasterBand band="1">{band}</PAMRasterBand></PAMDataset>'
    raster.with_name(raster.name + ".aux.xml").write_text(text, encoding="utf-8")


def test_an_attribute_table_names_and_colours(quadrat: Quadrat, tmp_path: Path) -> None:
    """By what its columns are for; else by their names, as ArcGIS calls them."""
    data = class_map([11, 300], "uint16")
    for number, usages in enumerate(((5, 2, 6, 7, 8), (0, 0, 0, 0, 0))):
        raster = write_raster(tmp_path / f"map{number}.tif", data)
        rows = [(11, "Open Water", 70, 107, 159), (300, "Forest: old", 1, 2, 3), (12, "Ice", 9, 9, 9)]
        side_file(raster, attribute_table(("Value", "Class_Name", "Red", "Green", "Blue"), usages, rows))
        catalog = made(quadrat, raster, f"made{number}.yaml")
        assert rules(catalog) == {11: ("Open Water", 11), 300: ("Forest: old", 1)}
        content = yaml.safe_load(catalog.read_text())
        assert content["classes"][11]["color"] == "#466b9f" and content["classes"][1]["color"] == "#010203"
        assert "not in the map: 12 Ice" in catalog.read_text()
        check(quadrat.cover(raster, catalog), catalog, data, np.ones(data.shape, bool))


def test_a_map_without_names_or_colours(quadrat: Quadrat, tmp_path: Path) -> None:
    """Numbers for names; Okabe and Ito's colours for the first eight, and all colours differ."""
    raster = write_raster(tmp_path / "map.tif", class_map(list(range(40)), "uint8"))
    catalog = made(quadrat, raster)
    content = yaml.safe_load(catalog.read_text())
    assert rules(catalog)[0] == ("value 0", 40) and rules(catalog)[7] == ("value 7", 7)
    colours = [entry["color"] for entry in content["classes"].values()]
    assert content["classes"][1]["color"] == "#e69f00" and len(set(colours)) == 40
    assert "0 in the map" in catalog.read_text() and "Okabe and Ito" in catalog.read_text()


# What is no class map ------------------------------------------------------------------------------

ODD: dict[str, tuple[npt.NDArray[Any], str]] = {
    "fractions": (np.full((9, 9), 1.25, np.float32), "1.25 is no whole number, so this is no class map"),
    "too large": (np.full((9, 9), 16777216, np.int32), "is too large for a class value"),
    "too large below zero": (np.full((9, 9), -16777216.0, np.float32), "is too large for a class value"),
    "too many": (np.arange(254, dtype=np.uint16).reshape(2, 127), "holds more than 253 different values"),
    "a picture": (np.zeros((3, 9, 9), np.uint8), "is a picture in red, green and blue"),
}


@pytest.mark.parametrize("case", ODD)
def test_what_is_no_class_map_is_refused(quadrat: Quadrat, tmp_path: Path, case: str) -> None:
    data, words = ODD[case]
    raster = write_raster(tmp_path / "map.tif", data, colours=RGB if data.ndim == 3 else None)
    result = quadrat("catalogs", "--from", raster)
    assert result.code == Exit.REFUSED and words in result.error and str(raster) in result.error and not result.stdout


def test_a_map_of_nodata_is_refused(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = write_raster(tmp_path / "map.tif", np.full((9, 9), 3, np.uint8), nodata=3)
    assert "holds no pixel with a value" in quadrat("catalogs", "--from", raster).error


def test_usage(quadrat: Quadrat, tmp_path: Path) -> None:
    raster = write_raster(tmp_path / "map.tif", class_map([1, 2], "uint8"))
    assert quadrat("catalogs", "vegetation", "--from", raster).code == Exit.USAGE
    assert "no such file" in quadrat("catalogs", "--from", tmp_path / "none.tif").error
    assert f"quadrat catalogs --from {raster}" in quadrat("catalogs", raster).error
    assert "--from" in quadrat("catalogs", "--help").stdout


# Figures of another program ------------------------------------------------------------------------


@needs_data
def test_patches_of_a_class_map_are_those_of_fragstats(quadrat: Quadrat, tmp_path: Path) -> None:
    folder = DATA / "peer-fragstats"
    result = quadrat("catalogs", "--from", folder / "landscape.tif")
    (tmp_path / "made.yaml").write_text(result.stdout)
    run = quadrat(
        "count",
        folder / "landscape.tif",
        "--catalog",
        tmp_path / "made.yaml",
        "--out",
        tmp_path / "run",
        "--progress",
        "none",
    )
    assert run.code == 0, run.stderr
    classes = json.loads((tmp_path / "run" / "coverage.json").read_text())["classes"]
    rows = [line.split(",") for line in (folder / "fragstats_class_landscape.csv").read_text().splitlines()]
    columns = {name: rows[0].index(name) for name in ("TYPE", "NP", "PLAND")}
    for row in rows[1:]:
        entry = next(item for item in classes if item["value"] == int(float(row[columns["TYPE"]])))
        assert entry["patches"]["count"] == int(float(row[columns["NP"]]))
        assert entry["percent_of_valid"] == pytest.approx(float(row[columns["PLAND"]]), abs=5e-5)
