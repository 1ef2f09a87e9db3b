"""What is read over the network: asked for again, and told apart from what is not there. On loopback alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from flaky_server import Answer, FlakyServer
from support import RGB, Exit, Outcome, Quadrat, farm, write_raster

#: So that tests do not wait as people do.
HASTE = {"GDAL_HTTP_MAX_RETRY": "1", "GDAL_HTTP_RETRY_DELAY": "0.05"}
BLOCKS = {"tiled": True, "blockxsize": 128, "blockysize": 128, "compress": "LZW"}
BAD_DAYS: dict[str, Answer] = {"busy": 503, "reset": "reset", "closed": "close", "half": "half"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    raster = write_raster(folder / "ortho.tif", farm(600, 500)[:3], colours=RGB, **BLOCKS)
    (folder / "short.tif").write_bytes(raster.read_bytes()[:-150_000])
    (folder / "notes.tif").write_text("no raster at all\n" * 99)
    return folder


@pytest.fixture
def hasty(quadrat: Quadrat) -> Quadrat:
    return Quadrat(quadrat.binary, quadrat.folder, HASTE, quadrat.numbers)


def cover(quadrat: Quadrat, server: FlakyServer, file: str, catalog: Path) -> Outcome:
    return quadrat("cover", server.name(file), "--catalog", catalog, "--out", "out", "--quiet", "--threads", 1)


def failing(day: str, first: int, end: float = float("inf")) -> Callable[[int, str], Answer]:
    """From one request on, up to another."""
    return lambda number, _: BAD_DAYS[day] if first <= number < end else "serve"


def number_of_requests(quadrat: Quadrat, files: Path, catalog: Path) -> int:
    with FlakyServer(files).serving() as server:
        assert cover(quadrat, server, "ortho.tif", catalog).code == Exit.DONE
        return len(server.requests)


@pytest.mark.parametrize("day", BAD_DAYS)
def test_a_server_that_fails_for_a_moment_changes_nothing(
    hasty: Quadrat, files: Path, vegetation: Path, day: str
) -> None:
    """At the first request, while the file is being opened, and among its blocks."""
    reference = hasty.cover(files / "ortho.tif", vegetation)
    usual = number_of_requests(hasty, files, vegetation)
    for first in (0, 2, usual // 2, usual - 2):
        with FlakyServer(files, failing(day, first, first + 2)).serving() as server:
            run = hasty.cover(server.name("ortho.tif"), vegetation)
        assert any(answer != "serve" for _, answer in server.requests)
        assert np.array_equal(run.mask, reference.mask) and run.pixels == reference.pixels


@pytest.mark.parametrize("day", ["busy", "reset", "closed"])
def test_a_server_that_stays_away_is_another_day(hasty: Quadrat, files: Path, vegetation: Path, day: str) -> None:
    usual = number_of_requests(hasty, files, vegetation)
    for first in (0, usual - 3):
        with FlakyServer(files, failing(day, first)).serving() as server:
            out = ("--out", f"run-{first}")
            result = hasty("cover", server.name("ortho.tif"), "--catalog", vegetation, *out, "--quiet")
        assert result.code == Exit.TRY_AGAIN and "run again" in result.stderr, result
        assert not (hasty.folder / f"run-{first}").exists()


def test_a_server_that_hangs_is_given_up(quadrat: Quadrat, files: Path, vegetation: Path) -> None:
    hasty = Quadrat(quadrat.binary, quadrat.folder, {**HASTE, "GDAL_HTTP_TIMEOUT": "1"}, quadrat.numbers)
    with FlakyServer(files, lambda n, _: "hang").serving() as server:
        assert cover(hasty, server, "ortho.tif", vegetation).code == Exit.TRY_AGAIN


@pytest.mark.parametrize("status", [401, 403, 404, 410])
@pytest.mark.parametrize("verb", ["cover", "plan", "inspect"])
def test_what_a_server_does_not_have_or_give_is_refused(
    hasty: Quadrat, files: Path, vegetation: Path, status: int, verb: str
) -> None:
    options = [] if verb == "inspect" else ["--catalog", vegetation]
    with FlakyServer(files, lambda n, _: status).serving() as server:
        result = hasty(verb, server.name("ortho.tif"), *options)
        assert result.code == Exit.REFUSED and f"HTTP response code: {status}" in result.error
        assert len(server.requests) < 10, "asked again for what is not there"


@pytest.mark.parametrize("file", ["short.tif", "notes.tif"])
def test_what_makes_no_sense_is_refused(hasty: Quadrat, files: Path, vegetation: Path, file: str) -> None:
    """A file that ends early on the server does so tomorrow."""
    with FlakyServer(files).serving() as server:
        assert cover(hasty, server, file, vegetation).code == Exit.REFUSED


def test_nobody_is_asked_again_where_that_is_not_wanted(quadrat: Quadrat, files: Path, vegetation: Path) -> None:
    once = Quadrat(quadrat.binary, quadrat.folder, {"GDAL_HTTP_MAX_RETRY": "0"}, quadrat.numbers)
    with FlakyServer(files, lambda n, _: 503 if n < 2 else "serve").serving() as server:
        assert cover(once, server, "ortho.tif", vegetation).code == Exit.TRY_AGAIN


def test_a_busy_server_is_asked_again_without_any_setting(quadrat: Quadrat, files: Path, vegetation: Path) -> None:
    with FlakyServer(files, lambda n, _: 503 if n < 2 else "serve").serving() as server:
        quadrat.cover(server.name("ortho.tif"), vegetation)


def test_polygons_over_the_network(hasty: Quadrat, files: Path, vegetation: Path) -> None:
    with FlakyServer(files, lambda n, _: 503).serving() as server:
        arguments = ("--catalog", vegetation, "--zones", server.name("zones.geojson"), "--out", "out")
        assert hasty("cover", files / "ortho.tif", *arguments).code == Exit.TRY_AGAIN
    with FlakyServer(files).serving() as server:
        arguments = ("--catalog", vegetation, "--zones", server.name("zones.geojson"), "--out", "out")
        assert hasty("cover", files / "ortho.tif", *arguments).code == Exit.REFUSED
