"""Black-box acceptance tests: `python -m pytest Tests/Acceptance -q` from the top of the repository.

The binary is `QUADRAT_BIN`, else `.build/debug/quadrat`, else `.build/release/quadrat`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support import HEIGHT, RGBA, WIDTH, Quadrat, farm, find_binary, tool, write_catalog, write_raster


@pytest.fixture(scope="session")
def binary() -> Path:
    path = find_binary()
    if path is None or not path.exists():
        pytest.exit(f"no quadrat to test at {path or '.build'}: run `swift build`, or set QUADRAT_BIN", returncode=3)
    return path


@pytest.fixture
def quadrat(binary: Path, tmp_path: Path) -> Quadrat:
    """The command, working in an empty folder beside the inputs of the test."""
    folder = tmp_path / "work"
    folder.mkdir()
    return Quadrat(binary, folder)


@pytest.fixture
def through_gdal(quadrat: Quadrat) -> Quadrat:
    """The same command, made to read with GDAL what it would decode by libtiff."""
    return Quadrat(quadrat.binary, quadrat.folder, {"QUADRAT_READER": "gdal"}, quadrat.numbers)


@pytest.fixture(params=["libtiff", "gdal"])
def each_reader(request: pytest.FixtureRequest) -> Quadrat:
    """The command with either of its readers."""
    return request.getfixturevalue({"libtiff": "quadrat", "gdal": "through_gdal"}[request.param])


@pytest.fixture(scope="session")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scenes")


@pytest.fixture(scope="session")
def scene(scenes: Path) -> Path:
    """An RGBA orthomosaic, tiled as such files are; a debug build takes seconds for half a megapixel."""
    blocks: dict[str, Any] = {"tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "DEFLATE"}
    return write_raster(scenes / "farm.tif", farm(WIDTH, HEIGHT), colours=RGBA, **blocks)


@pytest.fixture(scope="session")
def endless(scene: Path) -> Path:
    """The scene magnified to 900 megapixels: no run on it ends before it is interrupted."""
    path = scene.with_name("endless.vrt")
    tool("gdal_translate", "-q", "-of", "VRT", "-outsize", 30_000, 30_000, scene, path)
    return path


@pytest.fixture(scope="session")
def vegetation(scenes: Path) -> Path:
    """Three classes over two formulas; black pixels have no value."""
    return write_catalog(
        scenes / "vegetation.yaml",
        {"R": "red", "G": "green", "B": "blue"},
        [("dense", "green_excess > 0.25"), ("sparse", "green_excess > 0.05 and ratio > 1"), ("soil", None)],
        define={"green_excess": "(2*G - R - B)/(R + G + B)", "ratio": "G/R"},
        extra="ratios:\n  - {name: dense_percent_of_vegetation, of: [dense], over: [dense, sparse]}\n",
    )


@pytest.fixture
def greenness(tmp_path: Path) -> Callable[..., Path]:
    """A catalog of one threshold on the band given by role or number: `low` up to `limit`, `high` above."""

    def make(band: str | int = 1, limit: float = 100) -> Path:
        return write_catalog(
            tmp_path / "greenness.yaml",
            {"X": band},
            [("high", f"X > {limit:g}"), ("low", None)],
            values={"low": 1, "high": 2},
        )

    return make
