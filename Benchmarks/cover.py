"""Measures `quadrat cover` end to end against peers and against floors, as ratios within one run.

Machines drift, so nothing here is an absolute claim: two commands are run in turn (A B A B ...), and the median of the
ratios of neighbours is what counts. Peak memory is what the operating system says of the finished process.

Run it through scripts/bench. It needs GDAL's Python bindings (python3-gdal), gdal_calc.py and otbcli_BandMath.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from osgeo import gdal

ROOT = Path(__file__).resolve().parent.parent
SIDE = 12288
SPARSE = (245639, 64592)
CATALOG = str(ROOT / "Benchmarks" / "green.yaml")
TILED = ["TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE", "BIGTIFF=YES"]
RGBA = ["PHOTOMETRIC=RGB", "ALPHA=YES"]

gdal.UseExceptions()


# --- the rasters ----------------------------------------------------------------------------------------------------


def make_field(path: Path, side: int) -> None:
    """A drone orthomosaic: the sample farm mirrored side by side, fresh sensor noise everywhere, a slanted collar."""
    farm = gdal.Open(str(ROOT / "tiles" / "farm.tif"))
    inner = farm.ReadAsArray()[:, 300:1100, 400:1200]
    pattern = np.concatenate([inner, inner[:, :, ::-1]], axis=2)
    pattern = np.concatenate([pattern, pattern[:, ::-1, :]], axis=1)
    height = pattern.shape[1]
    row = np.concatenate([pattern] * (side // pattern.shape[2] + 1), axis=2)[:, :, :side]
    target = gdal.GetDriverByName("GTiff").Create(str(path), side, side, 4, gdal.GDT_Byte, TILED + RGBA)
    target.SetProjection(farm.GetProjection())
    target.SetGeoTransform(farm.GetGeoTransform())
    noise = np.random.Generator(np.random.PCG64(1))
    for top in range(0, side, height):
        rows = min(height, side - top)
        block = row[:, :rows].astype(np.int16) + noise.integers(-2, 3, (4, rows, side), dtype=np.int8)
        block = np.clip(block, 0, 255).astype(np.uint8)
        y, x = np.ogrid[top : top + rows, 0:side]
        block[3] = np.where((x + 0.2 * y < 0.07 * side) | (x - 0.1 * y > 0.96 * side), 0, 255)
        block[:3, block[3] == 0] = 0
        target.WriteArray(block, 0, top)


def make_striped(source: Path, path: Path) -> None:
    options = ["TILED=NO", "COMPRESS=LZW", "BLOCKYSIZE=16", "BIGTIFF=YES"]
    gdal.Translate(str(path), str(source), creationOptions=options)


def make_predicted(source: Path, path: Path, has_place: bool) -> None:
    """The same pixels as differences to their neighbours, as most programs write orthomosaics; without a place on the
    ground its pixels can be said to be of any size."""
    copy = gdal.GetDriverByName("VRT").CreateCopy("", gdal.Open(str(source)))
    if not has_place:
        copy.SetProjection("")
        copy.SetGeoTransform((0, 1, 0, 0, 0, 1))
    gdal.GetDriverByName("GTiff").CreateCopy(str(path), copy, options=[*TILED, *RGBA, "PREDICTOR=2"])


def make_mosaic(source: Path, path: Path, side: int, times: int) -> None:
    """The same raster `times` x `times`, as a virtual mosaic."""
    field = gdal.Open(str(source))
    mosaic = gdal.GetDriverByName("VRT").Create(str(path), times * side, times * side, 0)
    mosaic.SetProjection(field.GetProjection())
    mosaic.SetGeoTransform(field.GetGeoTransform())
    for number in range(1, 5):
        mosaic.AddBand(gdal.GDT_Byte)
        band = mosaic.GetRasterBand(number)
        band.SetColorInterpretation(field.GetRasterBand(number).GetColorInterpretation())
        for place in range(times * times):
            column, row = place % times * side, place // times * side
            band.SetMetadataItem(
                f"source_{place}",
                f'<SimpleSource><SourceFilename relativeToVRT="1">{source.name}</SourceFilename>'
                f"<SourceBand>{number}</SourceBand>"
                f'<SourceProperties RasterXSize="{side}" RasterYSize="{side}" DataType="Byte" '
                f'BlockXSize="512" BlockYSize="512"/>'
                f'<SrcRect xOff="0" yOff="0" xSize="{side}" ySize="{side}"/>'
                f'<DstRect xOff="{column}" yOff="{row}" xSize="{side}" ySize="{side}"/></SimpleSource>',
                "new_vrt_sources",
            )


def make_sparse(source: Path, path: Path) -> None:
    """The largest orthophoto that we know of a documented case for, mostly never flown over."""
    field = gdal.Open(str(source))
    width, height = SPARSE
    target = gdal.GetDriverByName("GTiff").Create(
        str(path), width, height, 4, gdal.GDT_Byte, TILED + RGBA + ["SPARSE_OK=TRUE"]
    )
    target.SetProjection(field.GetProjection())
    target.SetGeoTransform((500000, 0.025, 0, 5400000, 0, -0.025))
    part = min(4096, field.RasterXSize // 2)
    pixels = field.ReadAsArray(part // 2, part // 2, part, part)
    for column, row in ((0, 0), (100000, 30000), (width - part, height - part), (51200, 10240)):
        target.WriteArray(pixels, column, row)


# --- the commands ---------------------------------------------------------------------------------------------------


class Run:
    """One finished process."""

    def __init__(self, seconds: float, processor: float, peak: int) -> None:
        self.seconds = seconds
        self.processor = processor
        self.peak = peak


def processor_seconds() -> float:
    """Of all processes that were started here and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def execute(command: list[str], environment: dict[str, str] | None = None) -> Run:
    """Runs a command to its end. GNU time stands between, because a process inherits the peak of whoever starts it."""
    start, before = time.perf_counter(), processor_seconds()
    finished = subprocess.run(
        ["/usr/bin/time", "--format", "%M", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
    )
    seconds, processor = time.perf_counter() - start, processor_seconds() - before
    if finished.returncode != 0:
        sys.exit(f"bench: {' '.join(command)} failed:\n{finished.stderr}")
    return Run(seconds, processor, int(finished.stderr.split()[-1]) * 1024)


# The rule of the catalog as a person would type it (numpy computes it in double precision), and with the types chosen
# by hand.
PLAIN = "where((2.0*B-A-C)/(1.0*A+B+C)>0.1,2,1)"
TUNED = "where((2*B.astype(float32)-A-C)/(A.astype(float32)+B+C)>0.1,2,1)"


class Bench:
    def __init__(self, folder: Path, binary: Path, pairs: int) -> None:
        self.folder = folder
        self.binary = binary
        self.pairs = pairs

    def cover(
        self,
        raster: Path,
        threads: int,
        catalogs: tuple[str, ...] = (CATALOG,),
        options: tuple[str, ...] = (),
        reader: str | None = None,
    ) -> Run:
        # Removing the last run is no part of a run.
        shutil.rmtree(self.folder / "run", ignore_errors=True)
        command = [
            str(self.binary),
            "cover",
            str(raster),
            *[part for name in catalogs for part in ("--catalog", name)],
            "--out",
            str(self.folder / "run"),
            "--quiet",
            "--threads",
            str(threads),
            *options,
        ]
        return execute(command, {"QUADRAT_READER": reader} if reader else None)

    def record(self) -> dict:
        return json.loads((self.folder / "run" / "run.json").read_text())

    def gdal_calc(self, raster: Path, expression: str) -> Run:
        output = self.fresh("calc.tif")
        bands = [
            part
            for letter, band in zip("ABC", "123", strict=True)
            for part in (f"-{letter}", str(raster), f"--{letter}_band={band}")
        ]
        return execute(
            [
                "gdal_calc.py",
                *bands,
                f"--outfile={output}",
                f"--calc={expression}",
                "--type=Byte",
                "--co=TILED=YES",
                "--co=BIGTIFF=YES",
                "--overwrite",
                "--quiet",
            ]
        )

    def band_math(self, raster: Path, threads: int) -> Run:
        output = self.fresh("otb.tif")
        expression = "(2*im1b2-im1b1-im1b3)/(im1b1+im1b2+im1b3) > 0.1 ? 2 : 1"
        return execute(
            [
                "otbcli_BandMath",
                "-il",
                str(raster),
                "-out",
                f"{output}?&gdal:co:TILED=YES",
                "uint8",
                "-exp",
                expression,
            ],
            {"ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS": str(threads), "OTB_LOGGER_LEVEL": "WARNING"},
        )

    def floor(self, raster: Path, threads: int) -> Run:
        """Only reading raw tiles, unpacking them and undoing their predictor, with the same libraries: see floor.c."""
        program = self.folder / "floor"
        if not program.exists():
            source = str(ROOT / "Benchmarks" / "floor.c")
            subprocess.run(["cc", "-O3", "-o", str(program), source, "-ltiff", "-ldeflate", "-lpthread"], check=True)
        return execute([str(program), str(raster), str(threads)])

    def gdal_reading(self, raster: Path, threads: int) -> Run:
        """Only reading every pixel of every band with GDAL, on as many threads, block by block or band of strips by
        band of strips."""
        return execute([sys.executable, __file__, "--read", str(raster), "--threads", str(threads)])

    def fresh(self, name: str) -> Path:
        path = self.folder / name
        path.unlink(missing_ok=True)
        return path

    def compare(
        self, title: str, first: Callable[[], Run], second: Callable[[], Run], goal: str, measure: str = "seconds"
    ) -> float:
        """Median over pairs of second / first: of wall seconds, or `processor` seconds."""
        first(), second()
        runs = [(first(), second()) for _ in range(self.pairs)]
        ratios = [getattr(b, measure) / getattr(a, measure) for a, b in runs]
        ratio = statistics.median(ratios)
        print(
            f"{title:58s} {ratio:6.2f}  ({min(ratios):.2f} .. {max(ratios):.2f})   "
            f"{statistics.median(getattr(a, measure) for a, _ in runs):6.2f} s, "
            f"{statistics.median(getattr(b, measure) for _, b in runs):6.2f} s   "
            f"peak {max(a.peak for a, _ in runs) / 1e6:5.0f} MB, {max(b.peak for _, b in runs) / 1e6:5.0f} MB   {goal}",
            flush=True,
        )
        return ratio


def windows(raster: gdal.Dataset) -> Iterator[tuple[int, int, int, int]]:
    width, height = raster.RasterXSize, raster.RasterYSize
    block, _ = raster.GetRasterBand(1).GetBlockSize()
    step = 512 if block < width else width
    for top in range(0, height, 512):
        for left in range(0, width, step):
            yield left, top, min(step, width - left), min(512, height - top)


def read_only(path: str, threads: int) -> None:
    gdal.SetCacheMax(64_000_000)
    todo = windows(gdal.Open(path))
    lock = threading.Lock()

    def work() -> None:
        dataset = gdal.Open(path)
        buffers: dict[int, bytearray] = {}
        while True:
            with lock:
                window = next(todo, None)
            if window is None:
                return
            size = window[2] * window[3] * dataset.RasterCount
            dataset.ReadRaster(*window, buf_obj=buffers.setdefault(size, bytearray(size)))

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


# --- what is measured -----------------------------------------------------------------------------------------------


def speed(bench: Bench, field: Path, striped: Path, threads: int) -> None:
    print(f"seconds are medians; the ratio is the median over {bench.pairs} pairs, with its smallest and largest")
    ours = functools.partial(bench.cover, field, threads)
    bench.compare("gdal_calc.py / quadrat", ours, lambda: bench.gdal_calc(field, PLAIN), "(at least 5)")
    bench.compare("gdal_calc.py in float32 by hand / quadrat", ours, lambda: bench.gdal_calc(field, TUNED), "")
    bench.compare("otbcli_BandMath / quadrat", ours, lambda: bench.band_math(field, threads), "(at least 3.5)")
    bench.compare("quadrat / reading with GDAL", lambda: bench.gdal_reading(field, threads), ours, "(at most 1.6)")
    bench.compare("one thread / two threads", ours, lambda: bench.cover(field, 1), "(at least 1.7)")
    bench.compare(
        "striped LZW: quadrat / reading with GDAL",
        lambda: bench.gdal_reading(striped, threads),
        lambda: bench.cover(striped, threads),
        "(at most 1.6)",
    )


def floors(bench: Bench, predicted: Path, bare: Path, threads: int) -> None:
    """Processor seconds over those of the least that can be done."""
    print("processor seconds over the floor (Benchmarks/floor.c)")

    def compare(title: str, raster: Path, catalog: str, goal: str, options: tuple[str, ...] = ()) -> None:
        run = functools.partial(bench.cover, raster, threads, (catalog,), options)
        bench.compare(f"{title} / floor", lambda: bench.floor(raster, threads), run, goal, "processor")

    compare("plain rule", predicted, CATALOG, "(at most 1.5)")
    compare("vegetation", predicted, "vegetation", "")
    for size in ("1cm", "2cm", "5cm"):
        compare(f"disease, pixels of {size}", bare, "disease", "", ("--pixel-size", size))
    run = functools.partial(bench.cover, predicted)
    bench.compare(
        "plain rule: one thread / two threads, wall seconds", lambda: run(2), lambda: run(1), "(at least 1.7)"
    )
    bench.compare("the same, processor seconds", lambda: run(2), lambda: run(1), "", "processor")


def make_zones(path: Path, raster: Path, across: int, round_ones: bool) -> None:
    """Fields over the whole raster: discs of 64 corners, or parcels side by side."""
    x, width, _, y, _, height = gdal.Open(str(raster)).GetGeoTransform()
    side = gdal.Open(str(raster)).RasterXSize / across
    features = []
    for index in range(across * across):
        column, row = (index % across + 0.5) * side, (index // across + 0.5) * side
        if round_ones:
            turns = np.linspace(0, 2 * np.pi, 65)
            ring = [(column + 0.45 * side * np.cos(t), row + 0.45 * side * np.sin(t)) for t in turns]
        else:
            corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)]
            ring = [(column + a * side, row + b * side) for a, b in corners]
        points = [[x + c * width, y + r * height] for c, r in ring]
        features.append(
            {
                "type": "Feature",
                "properties": {"name": f"F{index}"},
                "geometry": {"type": "Polygon", "coordinates": [points]},
            }
        )
    epsg = gdal.Open(str(raster)).GetSpatialRef().GetAuthorityCode(None)
    path.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": features,
                "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}},
            }
        )
    )


def many(bench: Bench, field: Path, threads: int) -> None:
    """Thresholds, several catalogs, zones: what each adds."""
    fixed, automatic = lambda: bench.cover(field, threads), lambda: bench.cover(field, threads, ("vegetation",))
    bench.compare(
        "automatic threshold / reading with GDAL",
        lambda: bench.gdal_reading(field, threads),
        automatic,
        "(at most 2.5)",
    )
    three = ("vegetation", "farm", CATALOG)
    bench.compare(
        "vegetation, farm, green together / vegetation",
        automatic,
        lambda: bench.cover(field, threads, three),
        "(at most 1.8)",
    )
    bench.compare("disease / vegetation", automatic, lambda: bench.cover(field, threads, ("disease",)), "")
    for title, across, is_round, goal in [
        ("with 64 round zones / without", 8, True, "(at most 1.2)"),
        ("with 10,000 parcels / without", 100, False, "(at most 2)"),
    ]:
        zones = bench.folder / f"zones-{across}.geojson"
        make_zones(zones, field, across, is_round)
        bench.compare(
            title, fixed, functools.partial(bench.cover, field, threads, options=("--zones", str(zones))), goal
        )


def plans(bench: Bench, rasters: dict[str, Path]) -> None:
    """What `plan` says against what `cover` then takes."""
    for title, path in rasters.items():
        for catalog in ("vegetation", "disease") if title in ("the farm", "the field") else ("vegetation",):
            command = [str(bench.binary), "plan", str(path), "--catalog", catalog, "--json"]
            plan = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            run = bench.cover(path, plan["threads"], (catalog,))
            written = sum(file.stat().st_size for file in (bench.folder / "run").iterdir())
            print(
                f"plan / run: {title + ', ' + catalog:46s} time {plan['seconds'] / run.seconds:5.2f}   memory "
                f"{plan['memory_bytes'] / run.peak:5.2f}   disk {plan['output_bytes'] / written:5.2f}   "
                f"({run.seconds:.1f} s, {run.peak / 1e6:.0f} MB, {written / 1e6:.1f} MB)",
                flush=True,
            )


def memory(bench: Bench, rasters: dict[str, Path], threads: int) -> None:
    for title, path in rasters.items():
        for reader in ("libtiff", "gdal") if title == "the field" else (None,):
            run = bench.cover(path, threads, reader=reader)
            record = bench.record()
            print(
                f"{title:58s} peak {run.peak / 1e6:5.0f} MB, "
                f"planned {record['memory']['planned_bytes'] / 1e6:5.0f} MB, "
                f"{run.seconds:6.1f} s, {record['inputs'][0]['width']} x {record['inputs'][0]['height']}, "
                f"reader {record['reader']}",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--read", help=argparse.SUPPRESS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--side", type=int, default=SIDE, help="width and height of the raster (default %(default)s)")
    parser.add_argument("--only", choices=["floor", "speed", "many", "plan", "memory"])
    parser.add_argument("--folder", help="where the rasters are kept (default: a temporary folder)")
    arguments = parser.parse_args()
    if arguments.read:
        return read_only(arguments.read, arguments.threads)
    folder = Path(arguments.folder or tempfile.mkdtemp(prefix="quadrat-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        measure(arguments, folder)
    finally:
        if not arguments.folder:
            shutil.rmtree(folder)


def measure(arguments: argparse.Namespace, folder: Path) -> None:
    bench = Bench(folder, ROOT / ".build" / "release" / "quadrat", arguments.pairs)
    field, striped = folder / "field.tif", folder / "striped.tif"
    mosaic, sparse = folder / "mosaic.vrt", folder / "sparse.tif"
    predicted, bare = folder / "predicted.tif", folder / "bare.tif"
    makers = {
        field: lambda: make_field(field, arguments.side),
        predicted: lambda: make_predicted(field, predicted, has_place=True),
        bare: lambda: make_predicted(field, bare, has_place=False),
        striped: lambda: make_striped(field, striped),
        mosaic: lambda: make_mosaic(field, mosaic, arguments.side, 4),
        sparse: lambda: make_sparse(field, sparse),
    }
    for path, make in makers.items():
        if not path.exists():
            print(f"making {path.name}", flush=True)
            make()
    mosaics = {"the field": field, "striped LZW": striped, "mosaic of 4 x 4 fields": mosaic}
    steps = {
        "floor": lambda: floors(bench, predicted, bare, arguments.threads),
        "speed": lambda: speed(bench, field, striped, arguments.threads),
        "many": lambda: many(bench, field, arguments.threads),
        "plan": lambda: plans(bench, {"the farm": ROOT / "tiles" / "farm.tif", **mosaics}),
        "memory": lambda: memory(bench, {**mosaics, "sparse": sparse}, arguments.threads),
    }
    for name, step in steps.items():
        if arguments.only in (None, name):
            step()


if __name__ == "__main__":
    main()
