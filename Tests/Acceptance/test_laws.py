"""Laws 1 to 4 of the design: how a survey is carried out never shows in what it says."""

from __future__ import annotations

import csv
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
import rasterio

import oracle
from support import (
    HEIGHT,
    PRODUCTS,
    RGBA,
    WIDTH,
    Exit,
    Quadrat,
    RunFolder,
    digest,
    farm,
    read_raster,
    tool,
    write_catalog,
    write_raster,
)


@pytest.fixture(scope="module")
def reference(binary: Path, scene: Path, vegetation: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """The survey as it comes, without an option that changes how it is carried out."""
    return Quadrat(binary, tmp_path_factory.mktemp("reference")).cover(scene, vegetation, "--json")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_raster(tmp_path / "small.tif", farm(90, 70), colours=RGBA)


@pytest.fixture(scope="module")
def expected(scene: Path) -> tuple[oracle.Mask, oracle.Array]:
    """Mask and validity of the scene under the catalog `vegetation`."""
    bands = read_raster(scene)
    red, green, blue = bands[:3].astype(np.float32)
    excess, ratio = oracle.quotient(2 * green - red - blue, red + green + blue), oracle.quotient(green, red)
    valid = bands[3] > 0
    dense = oracle.greater(excess, 0.25)
    sparse = oracle.both(oracle.greater(excess, 0.05), oracle.greater(ratio, 1))
    return oracle.decide(valid, (1, dense), (2, sparse), otherwise=3), valid


def test_the_scene_is_what_numpy_makes_of_it(reference: RunFolder, expected: tuple[oracle.Mask, oracle.Array]) -> None:
    oracle.agrees(reference, *expected)


def test_the_scene_exercises_every_account(reference: RunFolder) -> None:
    counts = [
        *(reference.pixels[key] for key in ("valid", "nodata", "unobserved")),
        *(c["pixels"] for c in reference.coverage["classes"]),
    ]
    assert all(count > 0 for count in counts)


@pytest.mark.parametrize("size", [64, 100, 256, 512, 4000])
def test_tile_size_never_shows(
    quadrat: Quadrat, scene: Path, vegetation: Path, reference: RunFolder, size: int
) -> None:
    run = quadrat.cover(scene, vegetation, "--tile-size", size)
    assert run.products == reference.products
    assert run.run["tiles"]["read"] == math.ceil(WIDTH / size) * math.ceil(HEIGHT / size)


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_threads_never_show(
    quadrat: Quadrat, scene: Path, vegetation: Path, reference: RunFolder, threads: int
) -> None:
    run = quadrat.cover(scene, vegetation, "--threads", threads, "--tile-size", 200)
    assert run.products == reference.products
    assert run.run["threads"] == threads


def test_memory_limit_never_shows_and_is_kept(
    quadrat: Quadrat, scene: Path, vegetation: Path, reference: RunFolder
) -> None:
    """What cannot be kept is refused with the smallest limit that can; a run under just that limit keeps it."""
    refusal = quadrat.refuse(scene, vegetation, "--memory", "1MB", code=Exit.USAGE)
    offer = re.search(r"--memory ([\d.]+)MB", refusal)
    assert offer, f"no smallest limit offered: {refusal}"
    smallest = float(offer[1])
    run = quadrat.cover(scene, vegetation, "--memory", f"{smallest:g}MB")
    assert run.products == reference.products
    memory, usual = run.run["memory"], reference.run["memory"]
    assert memory["limit_bytes"] == pytest.approx(smallest * 1e6)
    assert usual["limit_bytes"] == 400_000_000
    assert memory["planned_bytes"] < usual["planned_bytes"], "the two limits were planned alike"
    for promise in (memory, usual):
        assert promise["planned_bytes"] <= promise["limit_bytes"]
        assert 0 < promise["peak_bytes"] <= promise["limit_bytes"]


def test_reader_never_shows(through_gdal: Quadrat, scene: Path, vegetation: Path, reference: RunFolder) -> None:
    run = through_gdal.cover(scene, vegetation)
    assert (reference.run["reader"], run.run["reader"]) == ("libtiff", "gdal")
    assert run.products == reference.products


def test_origin_never_shows(
    quadrat: Quadrat, scene: Path, vegetation: Path, reference: RunFolder, tmp_path: Path
) -> None:
    """Through a VRT that begins (37, 91) pixels earlier the overlapping part of the mask is the same."""
    left, top = 37, 91
    shifted = tmp_path / "shifted.vrt"
    tool("gdal_translate", "-q", "-of", "VRT", "-srcwin", -left, -top, WIDTH + left, HEIGHT + top, scene, shifted)
    run = quadrat.cover(shifted, vegetation, "--tile-size", 256)
    assert np.array_equal(run.mask[top:, left:], reference.mask)
    assert run.run["reader"] == "gdal"
    assert run.coverage["classes"] == [
        {
            **entry,
            "area_m2": pytest.approx(entry["area_m2"], rel=1e-9),
            "percent_of_valid": pytest.approx(entry["percent_of_valid"], rel=1e-9),
        }
        for entry in reference.coverage["classes"]
    ]
    assert run.pixels["nodata"] - reference.pixels["nodata"] == (WIDTH + left) * (HEIGHT + top) - WIDTH * HEIGHT


def test_ratio_is_of_areas(reference: RunFolder) -> None:
    dense, sparse = reference.area_of("dense"), reference.area_of("sparse")
    (ratio,) = reference.coverage["ratios"]
    assert ratio["name"] == "dense_percent_of_vegetation"
    assert ratio["percent"] == pytest.approx(100 * dense / (dense + sparse), rel=1e-12)


def test_a_ratio_over_nothing_is_null(quadrat: Quadrat, small: Path, tmp_path: Path) -> None:
    catalog = write_catalog(
        tmp_path / "nothing.yaml",
        {"R": "red"},
        [("bright", "R > 300"), ("rest", None)],
        extra="ratios:\n  - {name: bright_percent_of_bright, of: [bright], over: [bright]}\n",
    )
    assert quadrat.cover(small, catalog).coverage["ratios"] == [{"name": "bright_percent_of_bright", "percent": None}]


def test_the_document_follows_its_schema(reference: RunFolder, scene: Path) -> None:
    document = reference.coverage
    assert document["schema"] == "quadrat/coverage/1"
    assert (document["raster"], document["catalog"], document["validated"]) == (scene.name, "vegetation", False)
    assert {"total", "valid", "nodata", "unobserved", "outside"} <= document["pixels"].keys()
    assert {"total", "valid", "nodata", "unobserved", "outside", "planar_total"} <= document["area_m2"].keys()
    assert [(c["value"], c["name"]) for c in document["classes"]] == [(1, "dense"), (2, "sparse"), (3, "soil")]


def test_the_table_repeats_the_document(reference: RunFolder) -> None:
    with (reference.path / "coverage.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    for entry in reference.coverage["classes"]:
        matching = [row for row in rows if entry["name"] in row.values()]
        assert len(matching) == 1 and str(entry["pixels"]) in matching[0].values()


def test_provenance_names_what_was_written(reference: RunFolder) -> None:
    record = (reference.path / "run.json").read_text()
    assert all(digest(reference.path / name) in record for name in PRODUCTS)


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_the_preview_is_a_picture(reference: RunFolder) -> None:
    with rasterio.open(reference.path / "preview.png") as picture:
        assert picture.driver == "PNG" and picture.count >= 3
        assert len(np.unique(picture.read(1))) > 2


def test_json_on_standard_output_is_the_document(reference: RunFolder) -> None:
    assert json.loads(reference.outcome.stdout) == reference.coverage


def test_the_folder_is_named_after_raster_and_catalog(quadrat: Quadrat, small: Path, vegetation: Path) -> None:
    result = quadrat("cover", small, "--catalog", vegetation, "--quiet")
    assert (result.code, result.stderr) == (0, "")
    assert [path.name for path in quadrat.folder.iterdir()] == ["small-vegetation"]


def test_progress_speaks_the_form_asked_for(quadrat: Quadrat, small: Path, vegetation: Path) -> None:
    """JSON is one value a line; plain has no control characters; none is silent; all on standard error."""

    def progress(form: str) -> str:
        result = quadrat("cover", small, "--catalog", vegetation, "--out", quadrat.folder / form, "--progress", form)
        assert result.code == 0, result.stderr
        return result.stderr

    lines = progress("json").splitlines()
    assert lines and all(isinstance(json.loads(line), dict) for line in lines)
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", progress("plain"))
    assert progress("none") == ""
