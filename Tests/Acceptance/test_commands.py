"""The commands that only answer: inspect, plan, catalogs. They write nothing and agree with what a survey does."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from support import REPOSITORY, RGB, Quadrat, write_catalog, write_raster

FARM = REPOSITORY / "tiles" / "farm.tif"
FIELDS = REPOSITORY / "tiles" / "farm-fields.geojson"


def answer(quadrat: Quadrat, *arguments: object) -> dict[str, Any]:
    result = quadrat(*arguments, "--json")
    assert result.code == 0, result.stderr
    assert not list(quadrat.folder.iterdir()), "a question left something behind"
    return json.loads(result.stdout)


def test_the_card_says_what_the_raster_is(quadrat: Quadrat) -> None:
    card = answer(quadrat, "inspect", FARM, "--zones", FIELDS)
    assert [band["role"] for band in card["bands"]] == ["red", "green", "blue", "alpha"]
    assert card["pixel_size_m"] == pytest.approx([0.05, 0.05]) and card["crs_code"] == "EPSG:32632"
    assert card["zones"] == 3
    fits = {entry["name"]: entry["fits"] for entry in card["catalogs"]}
    assert fits["vegetation"] and fits["disease"] and not fits["vegetation-multispectral"]
    assert card["next"].endswith("--catalog vegetation")
    text = quadrat("inspect", FARM)
    assert text.code == 0 and "quadrat cover" in text.stdout and not text.stderr


def test_the_card_estimates_the_valid_share(quadrat: Quadrat, vegetation: Path) -> None:
    card = answer(quadrat, "inspect", FARM)
    pixels = quadrat.cover(FARM, vegetation).pixels
    assert not card["valid_share_is_exact"]
    assert card["valid_share"] == pytest.approx(pixels["valid"] / pixels["total"], abs=0.05)


def test_a_small_raster_is_looked_at_whole(quadrat: Quadrat, tmp_path: Path) -> None:
    data = np.full((3, 40, 50), 7, np.uint8)
    data[:, :10] = 0
    raster = write_raster(tmp_path / "small.tif", data, colours=RGB, nodata=0)
    card = answer(quadrat, "inspect", raster)
    assert card["valid_share_is_exact"] and card["valid_share"] == 0.75


def test_the_suggested_command_works(quadrat: Quadrat, tmp_path: Path) -> None:
    data = np.random.default_rng(1).integers(0, 255, (3, 30, 30), np.uint8)
    raster = write_raster(tmp_path / "it's a field.tif", data, colours=RGB)
    command = answer(quadrat, "inspect", raster)["next"]
    words = shlex.split(command)
    assert words[0] == "quadrat"
    assert quadrat(*words[1:]).code == 0
    assert (quadrat.folder / "it's a field-vegetation" / "mask.tif").exists()


@pytest.mark.parametrize("catalog", ["vegetation", "disease"])
def test_the_plan_is_what_is_run(quadrat: Quadrat, catalog: str) -> None:
    plan = answer(quadrat, "plan", FARM, "--catalog", catalog, "--out", quadrat.folder / "there", "--tile-size", 300)
    run = quadrat.cover(FARM, Path(catalog), "--tile-size", 300).run
    assert plan["tiles"]["count"] == run["tiles"]["read"] and plan["tiles"]["halo"] == run["tiles"]["halo"]
    assert plan["threads"] == run["threads"] and plan["memory_limit_bytes"] == run["memory"]["planned_bytes"]
    assert plan["folders"] == [str(quadrat.folder / "there")]
    assert plan["readings"] == 2, "thresholds are chosen from a reading of their own"
    assert run["memory"]["peak_bytes"] < plan["memory_limit_bytes"]
    assert plan["seconds"] > 0 and plan["output_bytes"] > 0


@pytest.fixture
def plants(tmp_path: Path) -> Path:
    return write_catalog(
        tmp_path / "plants.yaml",
        {"R": "red", "G": "green", "B": "blue"},
        [("plants", "(2*G - R - B)/(R + G + B) > 0.10"), ("ground", None)],
        extra="clean: [{fill: 40 px2}, {sieve: 30 px2}]\nobjects: {class: plants}\n",
    )


def test_the_plan_foresees_sweeps(quadrat: Quadrat, plants: Path) -> None:
    plan = answer(quadrat, "plan", FARM, "--catalog", plants, "--count")
    result = quadrat("count", FARM, "--catalog", plants, "--out", "run", "--quiet")
    assert result.code == 0, result.stderr
    run, sweeps = json.loads((quadrat.folder / "run" / "run.json").read_text()), plan["sweeps"][0]
    count = json.loads((quadrat.folder / "run" / "coverage.json").read_text())["objects"]["count"]
    written = sum(path.stat().st_size for path in (quadrat.folder / "run").iterdir())
    assert (sweeps["catalog"], sweeps["steps"]) == ("plants", ["fill", "sieve"])
    # A busy machine has time to look at few tiles only, and the farm is not the same everywhere.
    assert sweeps["objects"] == pytest.approx(count, rel=0.6)
    assert sweeps["scratch_bytes"] == pytest.approx(run["spilled_bytes"], rel=0.6)
    assert plan["output_bytes"] == pytest.approx(written, rel=0.6)
    assert plan["memory_bytes"] == pytest.approx(run["memory"]["peak_bytes"], rel=0.25)
    assert run["memory"]["peak_bytes"] < plan["memory_limit_bytes"] == run["memory"]["planned_bytes"]
    assert sweeps["seconds"] > 0


def test_the_plan_of_a_cover_counts_nothing(quadrat: Quadrat, plants: Path) -> None:
    sweeps = answer(quadrat, "plan", FARM, "--catalog", plants, "--catalog", "vegetation")["sweeps"]
    assert [(entry["catalog"], entry["objects"]) for entry in sweeps] == [("plants", None)]
    lines = quadrat("plan", FARM, "--catalog", plants, "--count").stdout.splitlines()
    told = [line for line in lines if line.startswith("sweeps")]
    assert len(told) == 1 and "plants: fill, sieve, objects (about " in told[0]
    patches = quadrat("plan", FARM, "--catalog", "vegetation", "--count")
    assert patches.code == 0 and "does not say what to count: the patches of its classes are told" in patches.stderr
    assert "vegetation: patches" in patches.stdout


def test_the_plan_says_what_its_memory_is_made_of(quadrat: Quadrat, plants: Path) -> None:
    options = (FARM, "--catalog", plants, "--count", "--threads", "2")
    parts = answer(quadrat, "plan", *options)["memory_parts"]
    mb = {name: (size + 500_000) // 1_000_000 for name, size in parts.items()}
    lines = quadrat("plan", *options).stdout.splitlines()
    told = [line for line in lines if line.startswith("parts")]
    passing = ", ".join(f"{name} {mb[name]}" for name in ("start", "lasting", "reading", "deciding", "products"))
    assert told == [f"parts     {passing} MB; then sweeping {mb['sweeping']} MB"]
    assert lines[lines.index(told[0]) - 1].startswith("memory")
    cover = quadrat("plan", FARM, "--catalog", "vegetation").stdout
    assert "\nparts     start 78, " in cover and "sweeping" not in cover


def test_the_plan_refuses_what_the_survey_refuses(quadrat: Quadrat, tmp_path: Path) -> None:
    needs_nir = write_catalog(tmp_path / "nir.yaml", {"N": "nir"}, [("high", "N > 3"), ("low", None)])
    for arguments in (
        [FARM, "--catalog", needs_nir],
        [FARM, "--catalog", "vegetation", "--memory", "20MB"],
        [tmp_path / "none.tif", "--catalog", "vegetation"],
    ):
        refusals = [quadrat(command, *arguments).error for command in ("plan", "cover")]
        assert refusals[0] == refusals[1]
        assert not list(quadrat.folder.iterdir())


def test_shipped_catalogs_are_listed_and_printed(quadrat: Quadrat) -> None:
    listing = quadrat("catalogs").stdout.splitlines()
    shipped = {path.stem for path in (REPOSITORY / "catalogs").glob("*.yaml")} - {"indices"}
    assert {line.split()[0] for line in listing[1:]} == shipped
    for name in shipped:
        assert quadrat("catalogs", name).stdout == (REPOSITORY / "catalogs" / f"{name}.yaml").read_text()
    assert "no shipped catalog is called 'weeds'" in quadrat("catalogs", "weeds").error


def test_a_catalog_for_other_pixels_is_refused_unless_forced(quadrat: Quadrat, tmp_path: Path, scene: Path) -> None:
    catalog = write_catalog(tmp_path / "coarse.yaml", {"R": "red"}, [("high", "R > 90"), ("low", None)])
    catalog.write_text(catalog.read_text() + "ground_sample_distance: 10 m .. 30 m\n")
    refusal = quadrat.refuse(scene, catalog)
    assert "made for pixels of 10 m .. 30 m" in refusal and "--force" in refusal
    forced = quadrat.cover(scene, catalog, "--force")
    assert "made for pixels of 10 m .. 30 m" in forced.outcome.stderr


@pytest.mark.parametrize("name", ["inside.geojson", "outside.geojson"])
def test_only_the_area_of_interest_is_surveyed(quadrat: Quadrat, tmp_path: Path, vegetation: Path, name: str) -> None:
    """Pixels whose centres lie in the polygon, the same for every tiling; thresholds see nothing else."""
    data = np.random.default_rng(3).integers(0, 255, (3, 200, 300), np.uint8)
    raster = write_raster(tmp_path / "noise.tif", data, colours=RGB)
    origin = (601_000, 5_762_000)
    corners = (
        [(20.3, 10.4), (250.2, 30.7), (180.9, 170.1)]
        if name == "inside.geojson"
        else [(900, 900), (950, 900), (900, 950)]
    )
    ring = [[origin[0] + 0.05 * x, origin[1] - 0.05 * y] for x, y in [*corners, corners[0]]]
    area = tmp_path / name
    area.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32632"}},
                "features": [
                    {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
                ],
            }
        )
    )
    if name == "outside.geojson":
        assert (
            "the zones are at" in (line := quadrat.refuse(raster, vegetation, "--within", area))
            and "the raster at" in line
        )
        return
    x, y = np.meshgrid(np.arange(300) + 0.5, np.arange(200) + 0.5)
    inside = np.ones((200, 300), bool)
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        inside &= (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0
    runs = [quadrat.cover(raster, vegetation, "--within", area, "--tile-size", size) for size in (37, 64, 300)]
    assert runs[0].products == runs[1].products == runs[2].products
    assert runs[0].pixels["outside"] == (~inside).sum() and runs[0].pixels["total"] == 60_000
    whole = quadrat.cover(raster, vegetation).mask
    assert np.array_equal(runs[0].mask, np.where(inside, whole, 0))
