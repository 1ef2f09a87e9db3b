"""Measures `quadrat count`: whether its objects are those of scipy.ndimage.label on large masks, how fast it labels
beside scipy and connected-components-3d, and what memory it takes where there are millions of objects.

Run it through scripts/bench count. Seconds of quadrat are those of its own record (run.json), because the others do not
read a raster or write one either.
"""

from __future__ import annotations

import argparse
import functools
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cc3d
import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from rasterio.windows import Window
from scipy import ndimage

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "Acceptance"))

from object_scenes import SCENES, noise  # noqa: E402

QUADRAT = ROOT / ".build" / "release" / "quadrat"
SIDE = 12288
GRID = Affine(0.05, 0, 500000, 0, -0.05, 5400000)
STRUCTURES = {4: ndimage.generate_binary_structure(2, 1), 8: np.ones((3, 3), int)}
CATALOG = """quadrat: 1
name: things
bands: {{X: 1}}
classes:
  1: {{name: ground, color: "#b89b72"}}
  2: {{name: thing, color: "#2e8b57"}}
method:
  rules:
    assign:
      - {{class: ground, when: "X < 1.5"}}
      - {{class: thing}}
objects: {{class: thing, neighbours: {neighbours}}}
"""

Mask = npt.NDArray[np.bool_]


class Bench:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def raster(self, name: str, mask: Mask) -> Path:
        """A raster of one band: 2 where the mask is set, 1 elsewhere."""
        path = self.folder / f"{name}.tif"
        profile = {
            "driver": "GTiff",
            "dtype": "uint8",
            "count": 1,
            "crs": "EPSG:32632",
            "transform": GRID,
            "tiled": True,
            "blockxsize": 512,
            "blockysize": 512,
            "compress": "deflate",
            "zlevel": 1,
        }
        with rasterio.open(path, "w", width=mask.shape[1], height=mask.shape[0], **profile) as dataset:
            for row in range(0, mask.shape[0], 512):
                part = mask[row : row + 512]
                dataset.write(part.astype(np.uint8) + 1, 1, window=Window(0, row, part.shape[1], part.shape[0]))
        return path

    def count(self, raster: Path, neighbours: int, *options: str) -> tuple[Path, dict, int]:
        """The run folder, its record, and its peak of memory in bytes as the system says it."""
        catalog = self.folder / f"things-{neighbours}.yaml"
        catalog.write_text(CATALOG.format(neighbours=neighbours))
        out = self.folder / "run"
        shutil.rmtree(out, ignore_errors=True)
        command = [
            "/usr/bin/time",
            "--format",
            "%M",
            str(QUADRAT),
            "count",
            str(raster),
            "--catalog",
            str(catalog),
            "--out",
            str(out),
            "--quiet",
            *options,
        ]
        finished = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if finished.returncode != 0:
            sys.exit(f"bench: {' '.join(command)} failed:\n{finished.stderr}")
        return out, json.loads((out / "run.json").read_text()), int(finished.stderr.split()[-1]) * 1024


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def equal(bench: Bench, side: int) -> None:
    """Every label and every size, through the whole program."""
    scenes = {f"noise {density:.2f}": noise(density) for density in (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)}
    for name, scene in {**scenes, **{name: scene for name, scene in SCENES.items() if "noise" not in name}}.items():
        mask = scene(side, side)
        raster = bench.raster("equal", mask)
        for neighbours, structure in STRUCTURES.items():
            out, _, peak = bench.count(raster, neighbours, "--instances")
            labels, found = ndimage.label(mask, structure)
            # scipy numbers components in raster order, too, but for some that join late.
            _, first = np.unique(labels.ravel(), return_index=True)
            order = np.argsort(first[1:] if (labels == 0).any() else first)
            rank = np.zeros(found + 1, np.uint32)
            rank[order + 1] = np.arange(1, found + 1)
            with rasterio.open(out / "instances.tif") as dataset:
                same = bool((dataset.read(1) == rank[labels]).all())
            told = json.loads((out / "coverage.json").read_text())["objects"]["count"]
            print(
                f"{name:28s} {neighbours} neighbours: {found:9,d} objects, "
                f"count {'equal' if told == found else 'NOT EQUAL'}, "
                f"labels {'equal' if same else 'NOT EQUAL'}, peak {peak / 1e6:4.0f} MB",
                flush=True,
            )
        raster.unlink()


def speed(bench: Bench, side: int, times: int) -> None:
    """One thread against one, on patches as they are in nature: smoothed noise, cut at its middle."""
    seeded = np.random.default_rng(3)
    field = sum(
        ndimage.zoom(seeded.standard_normal((side // scale + 2,) * 2, np.float32), scale, order=1)[:side, :side]
        * scale**0.4
        for scale in (8, 32, 128)
    )
    mask = field > np.median(field[::64, ::64])
    raster = bench.raster("natural", mask)
    del field
    for neighbours, structure in STRUCTURES.items():
        ours, theirs, others = [], [], []
        for _ in range(times):
            _, record, _ = bench.count(raster, neighbours, "--threads", "1")
            ours.append(record["seconds"]["find"])
            theirs.append(timed(functools.partial(ndimage.label, mask, structure)))
            others.append(timed(functools.partial(cc3d.connected_components, mask, connectivity=neighbours)))
        print(
            f"{neighbours} neighbours, {side} x {side}, one thread: "
            f"quadrat finds and measures in {statistics.median(ours):.2f} s, "
            f"scipy labels in {statistics.median(theirs):.2f} s, cc3d in {statistics.median(others):.2f} s: ratio "
            f"{statistics.median(b / a for a, b in zip(ours, theirs, strict=True)):.2f} to scipy, "
            f"{statistics.median(b / a for a, b in zip(ours, others, strict=True)):.2f} to cc3d",
            flush=True,
        )


def memory(bench: Bench, side: int) -> None:
    """White noise: as many objects as a mask can have, about."""
    for density, neighbours in ((0.3, 8), (0.5, 8), (0.5, 4)):
        raster = bench.raster("noise", noise(density)(side, side))
        start = time.perf_counter()
        out, record, peak = bench.count(raster, neighbours)
        told = json.loads((out / "coverage.json").read_text())["objects"]["count"]
        steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in record["seconds"].items() if seconds > 0.5)
        print(
            f"noise {density}, {neighbours} neighbours, {side} x {side}: {told:,d} objects, peak {peak / 1e6:.0f} MB, "
            f"planned {record['memory']['planned_bytes'] / 1e6:.0f} MB, {time.perf_counter() - start:.0f} s ({steps})",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["equal", "speed", "memory"])
    parser.add_argument("--side", type=int, help="width and height of the masks")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--folder", help="where rasters are made (default: a temporary folder)")
    arguments = parser.parse_args()
    folder = Path(arguments.folder or tempfile.mkdtemp(prefix="quadrat-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(folder)
    try:
        if arguments.only in (None, "equal"):
            equal(bench, arguments.side or 4096)
        if arguments.only in (None, "speed"):
            speed(bench, arguments.side or SIDE, arguments.times)
        if arguments.only in (None, "memory"):
            memory(bench, arguments.side or SIDE)
    finally:
        if not arguments.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
