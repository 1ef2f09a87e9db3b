"""Unusual rasters give the counts that numpy finds in their decoded bands, or are refused for a listed reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyproj import Geod

from odd_files import Refusal, judge, rasters, refusals
from odd_samples import GRIDS, HEIGHT, REFUSED, SAMPLES, WIDTH
from support import DATA, Quadrat, needs_data, write_catalog

ODD = DATA / "odd-tiffs"


@pytest.fixture(scope="module")
def known() -> list[Refusal]:
    return refusals()


def test_the_list_of_refusals_is_read(known: list[Refusal]) -> None:
    assert len(known) >= 20 and len({refusal.name for refusal in known}) == len(known)
    assert set(REFUSED.values()) <= {refusal.name for refusal in known}


@pytest.mark.parametrize("name", SAMPLES)
def test_odd_sample(quadrat: Quadrat, through_gdal: Quadrat, known: list[Refusal], tmp_path: Path, name: str) -> None:
    """With either reader, where there is a choice: what is refused is refused before it, and some is always GDAL's."""
    raster = SAMPLES[name](tmp_path)
    for command in (quadrat, through_gdal):
        verdict = judge(command, Path(raster), known, raster)
        if name in REFUSED:
            assert (verdict.outcome, verdict.detail) == ("refused", REFUSED[name])
        else:
            assert verdict.outcome.startswith("equal"), verdict
        records = [json.loads(path.read_text()) for path in quadrat.folder.glob("run-*/run.json")]
        if not any(record["reader"] == "libtiff" for record in records):
            break


@needs_data
@pytest.mark.parametrize("raster", rasters(ODD), ids=lambda path: path.name)
def test_odd_file(quadrat: Quadrat, known: list[Refusal], raster: Path) -> None:
    verdict = judge(quadrat, raster, known)
    assert verdict.outcome.startswith("equal") or verdict.outcome == "refused", verdict


# What a number of pixels does not tell ----------------------------------------------------------------


def test_areas_on_another_planet(quadrat: Quadrat, tmp_path: Path) -> None:
    """A part of Mars is measured on Mars: its degrees are little more than half as long as ours."""
    catalog = write_catalog(tmp_path / "any.yaml", {"X": 1}, [("any", "X >= 0"), ("none", None)])
    area = quadrat.cover(SAMPLES["grid: Mars"](tmp_path), catalog).area["total"]
    transform = GRIDS["Mars"][1]
    assert transform is not None
    west, north = transform.c, transform.f
    east, south = transform @ (WIDTH, HEIGHT)
    steps = 500
    edge = [(west + (east - west) * i / steps, south) for i in range(steps + 1)]
    edge += [(east - (east - west) * i / steps, north) for i in range(steps + 1)]
    mars = Geod(a=3396190, rf=169.894447223612)
    expected, _ = mars.polygon_area_perimeter(*zip(*edge, strict=True))
    assert area == pytest.approx(abs(expected), rel=1e-7)


@pytest.mark.parametrize("name", ["across the date line", "longitudes from 0 to 360", "to both poles"])
def test_longitude_does_not_matter(quadrat: Quadrat, tmp_path: Path, name: str) -> None:
    """A grid has the area of the belt between its parallels, wherever it begins."""
    catalog = write_catalog(tmp_path / "any.yaml", {"X": 1}, [("any", "X >= 0"), ("none", None)])
    area = quadrat.cover(SAMPLES[f"grid: {name}"](tmp_path), catalog).area["total"]
    transform = GRIDS[name][1]
    assert transform is not None
    south, north = sorted((transform.f, transform.f + HEIGHT * transform.e))
    steps = 2000
    turn = [360 * i / steps - 180 for i in range(steps + 1)]
    earth = Geod(ellps="WGS84")

    def below(latitude: float) -> float:
        """The area between a parallel and the equator, all the way round."""
        if abs(latitude) < 1e-9:
            return 0.0
        strip = [(x, 0.0) for x in turn] + [(x, latitude) for x in reversed(turn)]
        return abs(earth.polygon_area_perimeter(*zip(*strip, strict=True))[0]) * (1 if latitude > 0 else -1)

    expected = (below(north) - below(south)) * WIDTH * transform.a / 360
    assert area == pytest.approx(expected, rel=1e-5)


def test_what_a_file_leaves_out_is_said(quadrat: Quadrat, tmp_path: Path) -> None:
    catalog = write_catalog(tmp_path / "any.yaml", {"X": 1}, [("some", "X > 0"), ("none", None)])
    warning = quadrat.cover(SAMPLES["blocks left out"](tmp_path), catalog).outcome.stderr
    assert "blocks are not in the file" in warning
    declared = quadrat.cover(SAMPLES["nodata: blocks left out"](tmp_path), catalog)
    assert "not in the file" not in declared.outcome.stderr and declared.pixels["nodata"] == WIDTH * HEIGHT


def test_further_pages_are_said(quadrat: Quadrat, tmp_path: Path) -> None:
    catalog = write_catalog(tmp_path / "any.yaml", {"X": 1}, [("some", "X > 4"), ("none", None)])
    second = SAMPLES["the second page"](tmp_path)
    assert "pictures" not in quadrat.cover(second, catalog).outcome.stderr
    path = second.removeprefix("GTIFF_DIR:2:")
    assert f"as '{second}'" in quadrat.cover(path, catalog).outcome.stderr
