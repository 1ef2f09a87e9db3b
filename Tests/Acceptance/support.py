"""What the acceptance tests share: rasters and catalogs to write, the command to run, its folder to read.

Nothing here knows how Quadrat works inside. Arrays are band, row, column; sizes are width, height.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import rasterio
from affine import Affine
from rasterio.enums import ColorInterp
from shapely.geometry import Polygon, mapping

REPOSITORY = Path(__file__).resolve().parents[2]
#: Real rasters made by others, a folder for each collection; tests that need them are skipped where there are none.
DATA = Path(os.environ.get("QUADRAT_DATA", REPOSITORY.parent / "shared" / "data"))
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not here")
TIMEOUT = 120.0

#: What a crash of a Swift program leaves on standard error.
CRASHES = ("Fatal error", "Program crashed", "Backtrac")

#: What must not depend on how a run was carried out; run.json alone may differ.
PRODUCTS = ("mask.tif", "mask.tif.aux.xml", "coverage.json", "coverage.csv", "preview.png")

RGB = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
RGBA = (*RGB, ColorInterp.alpha)
UTM = "EPSG:32632"
#: A grid of 5 cm pixels in UTM zone 32, close to its central meridian.
GRID = Affine(0.05, 0, 601_000, 0, -0.05, 5_762_000)
#: Of the scene that the laws are tried on: prime to every tile size, two overviews and edge tiles everywhere.
WIDTH, HEIGHT = 727, 613


# The command ---------------------------------------------------------------------------------------


class Exit(IntEnum):
    """How commands end (docs/running.md); for signals it is 128 and the signal's number."""

    DONE = 0
    OTHER = 1
    USAGE = 64
    REFUSED = 65
    TRY_AGAIN = 75


@dataclass(frozen=True)
class Outcome:
    """How one command ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def error(self) -> str:
        """The one line that an unsuccessful command owes its user."""
        assert self.code != 0, "the command succeeded, a refusal was expected"
        assert not any(sign in self.stderr for sign in CRASHES), self.stderr
        assert self.code > 0, f"ended by signal {-self.code}: {self.stderr}"
        lines = [line for line in self.stderr.splitlines() if not line.startswith(("Warning: ", "Unfinished: "))]
        assert len(lines) == 1 and lines[0].startswith("Error: "), f"not one line of error:\n{self.stderr}"
        return lines[0]


@dataclass(frozen=True)
class RunFolder:
    """What a successful run left behind."""

    path: Path
    outcome: Outcome

    @functools.cached_property
    def coverage(self) -> dict[str, Any]:
        return json.loads((self.path / "coverage.json").read_text())

    @functools.cached_property
    def run(self) -> dict[str, Any]:
        return json.loads((self.path / "run.json").read_text())

    @functools.cached_property
    def mask(self) -> npt.NDArray[np.uint8]:
        with rasterio.open(self.path / "mask.tif") as dataset:
            return dataset.read(1)

    @property
    def products(self) -> dict[str, str]:
        return {name: digest(self.path / name) for name in PRODUCTS}

    @property
    def pixels(self) -> dict[str, int]:
        return self.coverage["pixels"]

    @property
    def area(self) -> dict[str, Any]:
        return self.coverage["area_m2"]

    def area_of(self, name: str) -> float:
        return next(entry["area_m2"] for entry in self.coverage["classes"] if entry["name"] == name)


@dataclass
class Quadrat:
    """The binary under test, at work in one folder."""

    binary: Path
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def command(self, *arguments: object) -> list[str]:
        return [str(self.binary), *map(str, arguments)]

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.folder,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *arguments: object) -> Outcome:
        return outcome(self.start(*arguments))

    def cover(self, raster: object, catalog: Path, *options: object, out: Path | None = None) -> RunFolder:
        """A survey that must succeed, in a folder of its own unless told."""
        return self.survey("cover", raster, catalog, *options, out=out)

    def count(self, raster: object, catalog: Path, *options: object, out: Path | None = None) -> RunFolder:
        """The same, with objects counted."""
        return self.survey("count", raster, catalog, *options, out=out)

    def survey(self, verb: str, raster: object, catalog: Path, *options: object, out: Path | None = None) -> RunFolder:
        out = out or self.folder / f"run-{next(self.numbers)}"
        result = self(verb, raster, "--catalog", catalog, "--out", out, "--progress", "none", *options)
        assert result.code == 0, f"exit {result.code}: {result.stderr}"
        assert not partial(out).exists(), "the working folder was left behind"
        return RunFolder(out, result)

    def refuse(self, raster: object, catalog: Path, *options: object, code: Exit = Exit.REFUSED) -> str:
        """A survey that must be refused: this exit code, one line (returned), and nothing written."""
        out = self.folder / f"run-{next(self.numbers)}"
        result = self("cover", raster, "--catalog", catalog, "--out", out, "--progress", "none", *options)
        assert result.code == code, f"exit {result.code} where {code} was due: {result.stderr}"
        assert not out.exists() and not partial(out).exists(), "a refused run left a folder"
        return result.error


def outcome(process: subprocess.Popen[str]) -> Outcome:
    """Waits for a command that `Quadrat.start` started."""
    try:
        stdout, stderr = process.communicate(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return Outcome(process.returncode, stdout, stderr)


def wait_for(path: Path, process: subprocess.Popen[str], seconds: float = 30) -> None:
    """Until there is such a file or folder; the process must be at work meanwhile."""
    deadline = time.monotonic() + seconds
    while not path.exists():
        assert process.poll() is None, f"ended early: {outcome(process)}"
        assert time.monotonic() < deadline, f"{path.name} did not appear"
        time.sleep(0.001)


def find_binary() -> Path | None:
    """`QUADRAT_BIN`, else what SwiftPM built here, debug first."""
    if named := os.environ.get("QUADRAT_BIN"):
        return Path(named).resolve()
    built = (REPOSITORY / ".build" / kind / "quadrat" for kind in ("debug", "release"))
    return next((path for path in built if path.exists()), None)


def partial(out: Path) -> Path:
    return out.with_name(out.name + ".partial")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digests(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}


# Tools of the trade --------------------------------------------------------------------------------


def tool(*arguments: object) -> str:
    """Runs one of GDAL's programs and returns what it printed."""
    result = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, timeout=TIMEOUT)
    assert result.returncode == 0, f"{arguments}: {result.stdout}{result.stderr}"
    return result.stdout


@functools.cache
def gdal_python() -> str | None:
    """A Python that has GDAL's own scripts: the distribution's, rarely the one of these tests."""
    candidates = (sys.executable, "/usr/bin/python3", shutil.which("python3") or sys.executable)
    probe = ("-c", "import osgeo_utils.samples.validate_cloud_optimized_geotiff")
    return next(
        (p for p in candidates if Path(p).exists() and not subprocess.run([p, *probe], capture_output=True).returncode),
        None,
    )


# Rasters -------------------------------------------------------------------------------------------


def write_raster(
    path: Path,
    data: npt.NDArray[Any],
    *,
    crs: str | None = UTM,
    transform: Affine | None = GRID,
    colours: Sequence[ColorInterp] | None = None,
    mask: npt.NDArray[np.bool_] | None = None,
    **creation: Any,
) -> Path:
    """A GeoTIFF of `data` (band, row, column; a plain row, column array is one band)."""
    data = data[np.newaxis] if data.ndim == 2 else data
    count, height, width = data.shape
    profile = {"driver": "GTiff", "count": count, "width": width, "height": height, "dtype": data.dtype}
    if colours and colours[: len(RGB)] == RGB:
        creation.setdefault("photometric", "RGB")
    with rasterio.open(path, "w", **profile, crs=crs, transform=transform, **creation) as dataset:
        if colours:
            dataset.colorinterp = colours
        dataset.write(data)
        if mask is not None:
            dataset.write_mask(mask)
    return path


def read_raster(path: Path) -> npt.NDArray[Any]:
    with rasterio.open(path) as dataset:
        return dataset.read()


def random_bands(dtype: npt.DTypeLike, count: int, width: int, height: int, seed: int) -> npt.NDArray[Any]:
    """Noise over the whole range of an integer type; floats from -200 to 300, full of distinct mantissas.

    One pixel in twenty is 0 in every band, so that quotients without a value occur.
    """
    random = np.random.default_rng(seed)
    shape, dtype = (count, height, width), np.dtype(dtype)
    if dtype.kind == "f":
        data = random.uniform(-200, 300, shape).astype(dtype)
    else:
        limits = np.iinfo(dtype)
        data = random.integers(limits.min, limits.max, shape, dtype, endpoint=True)
    data[:, random.random((height, width)) < 0.05] = 0
    return data


def farm(width: int, height: int, seed: int = 7) -> npt.NDArray[np.uint8]:
    """An RGBA scene: crop rows and soil with noise, a slanted alpha collar, black (0, 0, 0) pixels."""
    random = np.random.default_rng(seed)
    row, column = np.mgrid[0:height, 0:width]
    crop = np.sin((column + 0.3 * row) / 9) + 0.4 * np.sin(row / 61) > 0.2
    soil, leaf = np.array([150, 120, 90]), np.array([70, 140, 60])
    colour = np.where(crop[..., np.newaxis], leaf, soil) + random.normal(0, 22, (height, width, 3))
    scene = np.empty((4, height, width), np.uint8)
    scene[:3] = np.moveaxis(np.clip(colour, 0, 255), -1, 0)
    scene[:3, random.random((height, width)) < 0.01] = 0
    scene[3] = np.where(column + row // 4 < width // 12, 0, 255)
    scene[3, random.random((height, width)) < 0.002] = 1
    scene[:3, scene[3] == 0] = 0
    return scene


# Zones ---------------------------------------------------------------------------------------------


def write_zones(path: Path, zones: Iterable[tuple[Mapping[str, Any], Any]], epsg: int | None = 32632) -> Path:
    """A GeoJSON file of pairs of columns and geometry."""
    features = [
        {"type": "Feature", "properties": dict(columns), "geometry": mapping(shape) if shape is not None else None}
        for columns, shape in zones
    ]
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if epsg:
        document["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
    path.write_text(json.dumps(document))
    return path


def pixel_box(left: float, top: float, right: float, bottom: float) -> Polygon:
    """A rectangle given in pixels of GRID."""
    return Polygon([GRID @ corner for corner in ((left, top), (right, top), (right, bottom), (left, bottom))])


# Catalogs ------------------------------------------------------------------------------------------

PALETTE = ("#b89b72", "#2e8b57", "#e0b000", "#8040c0", "#d04040")


def write_catalog(
    path: Path,
    bands: Mapping[str, str | int],
    assign: Sequence[tuple[str, str | None]],
    *,
    define: Mapping[str, str] | None = None,
    values: Mapping[str, int] | None = None,
    extra: str = "",
) -> Path:
    """A catalog of rules; `assign` pairs a class with its condition, the last one with None.

    Classes count from 1 in order of their first mention, unless `values` numbers them.
    """
    names = list(dict.fromkeys(name for name, _ in assign))
    values = values or {name: number for number, name in enumerate(names, start=1)}
    lines = ["quadrat: 1", f"name: {path.stem}", f"title: Acceptance test {path.stem}"]
    lines += ["bands: {" + ", ".join(f"{symbol}: {role}" for symbol, role in bands.items()) + "}", "classes:"]
    lines += [
        f'  {value}: {{name: {name}, color: "{PALETTE[i % 5]}"}}' for i, (name, value) in enumerate(values.items())
    ]
    lines += ["method:", "  rules:"]
    if define:
        lines += ["    define:"] + [f'      {name}: "{formula}"' for name, formula in define.items()]
    lines += ["    assign:"]
    lines += [f"      - {{class: {name}" + (f', when: "{when}"' if when else "") + "}" for name, when in assign]
    path.write_text("\n".join(lines) + "\n" + extra)
    return path


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of `size` mounted on `folder`; needs root."""
    folder.mkdir()
    tool("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder)
    try:
        yield folder
    finally:
        tool("umount", folder)
