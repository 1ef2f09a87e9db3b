"""What happens around a run: inputs that change or can be read once, links, signals, limits of the system, memory."""

from __future__ import annotations

import os
import re
import resource
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from affine import Affine

from support import (
    GRID,
    RGB,
    RGBA,
    TIMEOUT,
    Exit,
    Quadrat,
    RunFolder,
    digest,
    digests,
    farm,
    outcome,
    partial,
    pixel_box,
    tool,
    wait_for,
    write_catalog,
    write_raster,
    write_zones,
)

# Inputs that change --------------------------------------------------------------------------------------


class Inputs:
    """A run that reads every kind of input, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.raster = write_raster(
            folder / "r.tif", farm(727, 613)[:3], colours=RGB, tiled=True, blockxsize=64, blockysize=64
        )
        self.bands = write_raster(folder / "b.tif", farm(727, 613)[1], tiled=True, blockxsize=64, blockysize=64)
        self.mosaic = folder / "r.vrt"
        tool("gdalbuildvrt", "-q", self.mosaic, self.raster)
        self.zones = write_zones(folder / "zones.geojson", [({}, pixel_box(10, 10, 300, 300))])
        self.within = write_zones(folder / "within.geojson", [({}, pixel_box(0, 0, 727, 613))])
        bands: dict[str, str | int] = {"R": "red", "N": "nir"}
        self.catalog = write_catalog(folder / "c.yaml", bands, [("high", "R > N"), ("low", None)])
        self.options = ["--bands", f"nir={self.bands}:1", "--zones", self.zones, "--within", self.within]

    def bare(self, out: Path) -> list[object]:
        """Without polygons."""
        return ["cover", self.raster, "--catalog", self.catalog, "--out", out, "--progress", "none", *self.options[:2]]

    def arguments(self, raster: Path, out: Path) -> list[object]:
        return ["cover", raster, "--catalog", self.catalog, "--out", out, "--progress", "none", *self.options]


def in_place(path: Path) -> None:
    with path.open("r+b") as file:
        first = file.read(1)
        file.seek(0)
        file.write(first)


def replaced(path: Path) -> None:
    times = path.stat()
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.rename(path)


CHANGES: list[tuple[str, str, Callable[[Path], None]]] = [
    ("r.tif", "r.tif", in_place),
    ("r.tif", "r.tif", replaced),
    ("r.tif", "r.tif", Path.unlink),
    ("r.tif", "b.tif", in_place),
    ("r.tif", "zones.geojson", in_place),
    ("r.tif", "within.geojson", replaced),
    ("r.tif", "c.yaml", in_place),
    ("r.vrt", "r.vrt", in_place),
    ("r.vrt", "r.tif", in_place),
    ("r.tif", "r.tif.msk", Path.touch),
    ("r.tif", "r.tif.aux.xml", lambda path: write_aux(path, "<NoDataValue>3</NoDataValue>") and None),
]


def write_aux(path: Path, text: str) -> Path:
    path.write_text(f'<PAMDataset><PAMRasterBand band="1">{text}</PAMRasterBand></PAMDataset>')
    return path


@pytest.mark.parametrize(("raster", "name", "change"), CHANGES)
def test_an_input_that_changes_ends_the_run(
    quadrat: Quadrat, tmp_path: Path, raster: str, name: str, change: Callable[[Path], None]
) -> None:
    """In place with the same bytes, or another file under the same name: a mixture of two states is no result."""
    inputs, out = Inputs(tmp_path / "in"), quadrat.folder / "out"
    process = quadrat.start(*inputs.arguments(inputs.folder / raster, out))
    wait_for(partial(out), process)
    change(inputs.folder / name)
    result = outcome(process)
    assert result.code == Exit.TRY_AGAIN, result
    assert f"/{name}: the file has " in result.error and result.error.endswith("since it was opened; run again")
    assert list(quadrat.folder.iterdir()) == []


def test_what_is_no_input_may_change(quadrat: Quadrat, tmp_path: Path) -> None:
    """Programs that show a raster write its statistics and overviews into side files; they change no number."""
    inputs, out = Inputs(tmp_path / "in"), quadrat.folder / "out"
    process = quadrat.start(*inputs.arguments(inputs.raster, out))
    wait_for(partial(out), process)
    statistics = '<MDI key="STATISTICS_MAXIMUM">255</MDI>'
    write_aux(inputs.folder / "r.tif.aux.xml", f"<Metadata>{statistics}</Metadata>")
    tool("gdaladdo", "-q", "-ro", inputs.raster, 2)
    (inputs.folder / "notes.txt").touch()
    os.link(inputs.raster, inputs.folder / "backup.tif")
    assert outcome(process).code == 0


def database(folder: Path, zones: Path) -> Path:
    """Zones in a GeoPackage that another program may have open."""
    tool("ogr2ogr", "-nln", "t", folder / "t.gpkg", zones)
    with sqlite3.connect(folder / "t.gpkg") as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (trigger,) in triggers:
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute("PRAGMA journal_mode = WAL")
    return folder / "t.gpkg"


def shapefiles(folder: Path, zones: Path) -> Path:
    """Zones in a folder of two shapefiles, one with its names in capitals."""
    (folder / "zones").mkdir()
    for name in ("one", "two"):
        tool("ogr2ogr", folder / "zones" / f"{name}.shp", zones)
    for path in list((folder / "zones").glob("two.*")):
        path.rename(path.with_suffix(path.suffix.upper()))
    return folder / "zones"


def packed(folder: Path, zones: Path) -> Path:
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.write(zones, "inner/zones.geojson")
    return folder / "z.zip"


def edit(path: Path) -> sqlite3.Connection:
    """As a program that has the database open: the change lies in the log, and the file stays as it is."""
    connection, before = sqlite3.connect(path), path.stat()
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("UPDATE t SET geom = NULL")
    connection.commit()
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (before.st_mtime_ns, before.st_size)
    return connection


Make = Callable[[Path, Path], Path]
VECTOR_CHANGES: list[tuple[Make, str, Callable[[Path], object]]] = [
    (database, "t.gpkg-wal", lambda path: edit(path.with_name("t.gpkg"))),
    (database, "t.gpkg-journal", lambda path: path.write_bytes(b"begun")),
    (shapefiles, "zones/one.dbf", in_place),
    (shapefiles, "zones/one.shp", in_place),
    (shapefiles, "zones/two.SHP", in_place),
    (shapefiles, "zones/two.PRJ", in_place),
    (shapefiles, "zones/one.prj", Path.unlink),
    (shapefiles, "zones/one.cpg", Path.touch),
    (shapefiles, "zones", lambda path: shutil.copy(path / "one.dbf", path / "three.dbf")),
    (packed, "z.zip", in_place),
]


@pytest.mark.parametrize("option", ["--zones", "--within"])
@pytest.mark.parametrize(("make", "name", "change"), VECTOR_CHANGES)
def test_polygons_that_change_end_the_run(
    quadrat: Quadrat, tmp_path: Path, option: str, make: Make, name: str, change: Callable[[Path], object]
) -> None:
    """Whatever the file consists of: changes beside a database, each file of a folder, an archive."""
    inputs, out = Inputs(tmp_path / "in"), quadrat.folder / "out"
    polygons, target = make(inputs.folder, inputs.within), inputs.folder / name
    if name == "zones/one.cpg":
        target.unlink(missing_ok=True)
    process = quadrat.start(*inputs.bare(out), option, polygons)
    wait_for(partial(out), process)
    held = change(target)
    result = outcome(process)
    del held
    assert result.code == Exit.TRY_AGAIN, result
    assert f"/{name}: the {'folder' if name == 'zones' else 'file'} has " in result.error
    assert result.error.endswith("since it was opened; run again") and list(quadrat.folder.iterdir()) == []


@pytest.mark.parametrize("option", ["--zones", "--within"])
def test_looking_at_polygons_changes_nothing(quadrat: Quadrat, tmp_path: Path, option: str) -> None:
    """A program that opens a database makes an empty log beside it, one that opens a shapefile an index."""
    inputs = Inputs(tmp_path / "in")
    for make, name in ((database, "t.gpkg-wal"), (shapefiles, "zones/one.qix")):
        polygons, out = make(inputs.folder, inputs.within), quadrat.folder / f"out-{make.__name__}"
        process = quadrat.start(*inputs.bare(out), option, polygons)
        wait_for(partial(out), process)
        (inputs.folder / name).touch()
        assert outcome(process).code == 0


@pytest.mark.parametrize("value", ["7", "7,8,9"])
@pytest.mark.parametrize("kind", ["r.tif", "r.vrt", "sparse.tif"])
def test_statistics_may_be_written_beside_a_raster_whose_nodata_is_given(
    quadrat: Quadrat, tmp_path: Path, kind: str, value: str
) -> None:
    """What a person says of the file is no change of the file."""
    inputs, out = Inputs(tmp_path / "in"), quadrat.folder / "out"
    raster = inputs.folder / kind
    if kind == "sparse.tif":
        tool(
            "gdal_translate",
            "-q",
            "-co",
            "TILED=YES",
            "-co",
            "SPARSE_OK=TRUE",
            "-scale",
            0,
            255,
            0,
            0,
            inputs.raster,
            raster,
        )
    arguments = [
        "cover",
        raster,
        "--catalog",
        inputs.catalog,
        "--bands",
        "red=1,green=2,blue=3,nir=2",
        "--nodata",
        value,
    ]
    process = quadrat.start(*arguments, "--out", out, "--progress", "none")
    wait_for(partial(out), process)
    write_aux(raster.with_name(f"{kind}.aux.xml"), '<Metadata><MDI key="STATISTICS_MAXIMUM">255</MDI></Metadata>')
    assert outcome(process).code == 0


# Inputs that can be read once --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Names of what can be opened only once, by kind; nobody writes into any of them."""
    tmp_path = tmp_path_factory.mktemp("once")
    fifo, plug = tmp_path / "fifo.tif", tmp_path / "socket"
    os.mkfifo(fifo)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(plug))
    source = write_raster(tmp_path / "source.tif", farm(64, 64)[:3], colours=RGB)
    tool("gdalbuildvrt", "-q", tmp_path / "fifo.vrt", source)
    text = (tmp_path / "fifo.vrt").read_text()
    (tmp_path / "fifo.vrt").write_text(text.replace("source.tif", "fifo.tif"))
    stdin = re.sub(r'relativeToVRT="1">source.tif', 'relativeToVRT="0">/vsistdin/', text)
    (tmp_path / "stdin.vrt").write_text(stdin)
    return {
        "vsistdin": "/vsistdin/",
        "dash": "-",
        "stdin": "/dev/stdin",
        "descriptor": "/dev/fd/0",
        "proc": "/proc/self/fd/0",
        "gzip": "/vsigzip//vsistdin/",
        "fifo": str(fifo),
        "socket": str(plug),
        "device": "/dev/null",
        "zip": f"/vsizip/{fifo}/a.tif",
        "page": f"GTIFF_DIR:1:{fifo}",
        "bands": f"vrt://{fifo}?bands=1",
        "mosaic": str(tmp_path / "fifo.vrt"),
        "mosaic of stdin": str(tmp_path / "stdin.vrt"),
        "text": stdin,
    }


KINDS = (
    "vsistdin",
    "dash",
    "stdin",
    "descriptor",
    "proc",
    "gzip",
    "fifo",
    "socket",
    "device",
    "zip",
    "page",
    "bands",
    "mosaic",
    "mosaic of stdin",
    "text",
)


#: Every kind with what surveys and with what only looks; the other two verbs begin as these do.
READ_ONCE = [(verb, kind) for verb in ("cover", "inspect") for kind in KINDS]
READ_ONCE += [(verb, kind) for verb in ("count", "plan") for kind in ("vsistdin", "fifo", "mosaic")]


@pytest.mark.parametrize(("verb", "kind"), READ_ONCE)
def test_a_raster_that_can_be_read_once_is_refused(
    quadrat: Quadrat, scene: Path, vegetation: Path, once: dict[str, str], kind: str, verb: str
) -> None:
    """Each worker would get a part of it, or wait for ever."""
    options = [] if verb == "inspect" else ["--catalog", vegetation]
    with scene.open("rb") as file:
        command = quadrat.command(verb, once[kind], *options)
        result = subprocess.run(
            command, stdin=file, cwd=quadrat.folder, capture_output=True, text=True, timeout=TIMEOUT
        )
    lines = result.stderr.splitlines()
    assert result.returncode == Exit.REFUSED and len(lines) == 1, result.stderr
    assert "which can be read only once" in lines[0] and "save it to a file first (cat > file.tif)" in lines[0]
    assert list(quadrat.folder.iterdir()) == []


@pytest.mark.parametrize("option", ["--zones", "--within", "--bands"])
@pytest.mark.parametrize("kind", ["vsistdin", "stdin", "fifo"])
def test_further_inputs_that_can_be_read_once_are_refused(
    quadrat: Quadrat, scene: Path, vegetation: Path, once: dict[str, str], kind: str, option: str
) -> None:
    value = f"red={once[kind]}:1" if option == "--bands" else once[kind]
    assert "which can be read only once" in quadrat.refuse(scene, vegetation, option, value)


def test_a_catalog_may_come_by_a_pipe(quadrat: Quadrat, scene: Path, vegetation: Path) -> None:
    """It is read once, and stands in the record."""
    shell = Quadrat(Path("/bin/bash"), quadrat.folder)
    script = '"$1" cover "$2" --out out --quiet --catalog <(cat "$3")'
    result = shell("-c", script, "bash", quadrat.binary, scene, vegetation)
    assert result.code == 0, result.stderr
    assert (quadrat.folder / "out" / "mask.tif").exists()


# --out and links ---------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_raster(tmp_path / "small.tif", farm(120, 100), colours=RGBA)


@pytest.mark.parametrize("target", ["big/run", "big/not/yet/run", "{absolute}/run"])
def test_a_link_to_a_folder_to_come_is_followed(
    quadrat: Quadrat, small: Path, vegetation: Path, tmp_path: Path, target: str
) -> None:
    (quadrat.folder / "big").mkdir()
    target = target.format(absolute=tmp_path / "else")
    link = quadrat.folder / "link"
    link.symlink_to(target)
    run = quadrat.cover(small, vegetation, out=link)
    assert link.is_symlink() and run.products == quadrat.cover(small, vegetation).products
    assert sorted(path.name for path in link.resolve().parent.iterdir()) == ["run"]


def test_a_link_to_a_run_is_followed_when_that_is_replaced(
    quadrat: Quadrat, small: Path, vegetation: Path, greenness: Callable[..., Path]
) -> None:
    old = quadrat.cover(small, greenness("green"))
    link, before = quadrat.folder / "link", digests(old.path)
    link.symlink_to(old.path.name)
    result = quadrat("cover", small, "--catalog", vegetation, "--out", link, "--quiet")
    assert result.code == Exit.REFUSED and "--overwrite" in result.error and digests(old.path) == before
    quadrat.cover(small, vegetation, "--overwrite", out=link)
    assert link.is_symlink() and RunFolder(old.path, result).coverage["catalog"] == "vegetation"
    assert sorted(path.name for path in quadrat.folder.iterdir()) == sorted(["link", old.path.name])


def test_a_link_in_the_way_to_the_folder_is_followed(quadrat: Quadrat, small: Path, vegetation: Path) -> None:
    (quadrat.folder / "way").symlink_to("nowhere/yet")
    quadrat.cover(small, vegetation, out=quadrat.folder / "way" / "run")
    assert (quadrat.folder / "nowhere" / "yet" / "run" / "mask.tif").exists()


@pytest.mark.parametrize("out", ["one", "one/run"])
def test_links_in_a_circle_are_refused(quadrat: Quadrat, small: Path, vegetation: Path, out: str) -> None:
    (quadrat.folder / "one").symlink_to("two")
    (quadrat.folder / "two").symlink_to("one")
    result = quadrat("cover", small, "--catalog", vegetation, "--out", out, "--quiet")
    assert result.code == Exit.REFUSED
    assert result.error == f"Error: cannot write {out}: its links lead in a circle; choose another folder with --out"


@pytest.mark.parametrize("depth", [41, 300])
def test_missing_folders_are_no_links(quadrat: Quadrat, small: Path, vegetation: Path, depth: int) -> None:
    """As many as there may be are made, also behind a link."""
    (quadrat.folder / "way").symlink_to("nowhere")
    for start in ("plain", "way"):
        out = quadrat.folder.joinpath(start, *["a"] * depth, "run")
        quadrat.cover(small, vegetation, out=out)
    assert quadrat.folder.joinpath("nowhere", *["a"] * depth, "run", "mask.tif").exists()


def test_a_path_longer_than_the_system_takes_is_refused(quadrat: Quadrat, small: Path, vegetation: Path) -> None:
    result = quadrat("cover", small, "--catalog", vegetation, "--out", "a/" * 60_000 + "run", "--quiet")
    assert result.code == Exit.REFUSED and result.error == (
        f"Error: cannot write {'a/' * 30}...: the path is longer than the system takes (4095 bytes); choose another "
        "folder with --out"
    )
    assert list(quadrat.folder.iterdir()) == []


def test_a_link_to_a_file_is_not_replaced(quadrat: Quadrat, small: Path, vegetation: Path) -> None:
    (quadrat.folder / "file").write_text("mine")
    (quadrat.folder / "link").symlink_to("file")
    result = quadrat("cover", small, "--catalog", vegetation, "--out", "link", "--overwrite", "--quiet")
    assert (
        result.code == Exit.REFUSED
        and "it is a file" in result.error
        and (quadrat.folder / "file").read_text() == "mine"
    )


# Inputs in the folder to be replaced -----------------------------------------------------------------------


@pytest.fixture
def earlier(quadrat: Quadrat, small: Path, vegetation: Path, tmp_path: Path) -> Path:
    """A run with zones, whose mask and zones may be looked at again."""
    zones = write_zones(tmp_path / "zones.geojson", [({}, pixel_box(5, 5, 60, 60))])
    return quadrat.cover(small, vegetation, "--zones", zones, out=quadrat.folder / "run").path


@pytest.mark.parametrize("way", ["itself", "link", "link to the folder", "mosaic", "bands", "zones", "within"])
def test_a_run_does_not_replace_what_it_reads(
    quadrat: Quadrat, small: Path, earlier: Path, greenness: Callable[..., Path], tmp_path: Path, way: str
) -> None:
    mask, raster, out, options = earlier / "mask.tif", small, Path("run"), []
    match way:
        case "itself":
            raster = mask
        case "link":
            raster = tmp_path / "link.tif"
            raster.symlink_to(mask)
        case "link to the folder":
            raster, out = mask, Path("again")
            (quadrat.folder / out).symlink_to("run")
        case "mosaic":
            raster = tmp_path / "mosaic.vrt"
            tool("gdalbuildvrt", "-q", raster, mask)
        case "bands":
            options = ["--bands", f"nir={mask}:1"]
        case "zones" | "within":
            options = [f"--{way}", "run/zones.gpkg"]
    before = digests(earlier)
    arguments = ("cover", raster, "--catalog", greenness(1), "--out", out, "--overwrite", "--quiet", *options)
    result = quadrat(*arguments)
    assert (
        result.code == Exit.REFUSED
        and f"cannot replace {out}: the input " in result.error
        and "lies in it" in result.error
    )
    assert digests(earlier) == before and not partial(earlier).exists()


def test_a_run_does_not_clear_what_it_reads(quadrat: Quadrat, earlier: Path, greenness: Callable[..., Path]) -> None:
    """What a killed run has left is cleared; here it is the input."""
    left = quadrat.folder / "next.partial"
    left.mkdir()
    shutil.copy(earlier / "mask.tif", left)
    result = quadrat("cover", "next.partial/mask.tif", "--catalog", greenness(1), "--out", "next", "--quiet")
    assert result.code == Exit.REFUSED and "the input next.partial/mask.tif lies in it" in result.error
    assert (left / "mask.tif").exists()
    quadrat.cover(earlier / "mask.tif", greenness(1), out=quadrat.folder / "third")


# Signals and streams -----------------------------------------------------------------------------------------

SIGNALS = {signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGQUIT: 131, signal.SIGTERM: 143}


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_a_run_and_leaves_nothing(
    quadrat: Quadrat,
    endless: Path,
    vegetation: Path,
    number: signal.Signals,
) -> None:
    out = quadrat.folder / "out"
    process = quadrat.start("cover", endless, "--catalog", vegetation, "--out", out, "--progress", "none")
    wait_for(partial(out), process)
    time.sleep(0.1)
    process.send_signal(number)
    result = outcome(process)
    assert (result.code, result.stderr) == (SIGNALS[number], "Interrupted: nothing was written.\n")
    assert list(quadrat.folder.iterdir()) == []


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("verb", ["cover", "plan"])
def test_a_signal_before_anything_is_written_ends_at_once(
    quadrat: Quadrat, scene: Path, tmp_path: Path, verb: str, number: signal.Signals
) -> None:
    """A catalog that comes by a pipe keeps the program waiting for it."""
    catalog = tmp_path / "catalog.yaml"
    os.mkfifo(catalog)
    process = quadrat.start(verb, scene, "--catalog", catalog)
    with catalog.open("w"):
        process.send_signal(number)
        result = outcome(process)
    said = "Interrupted: nothing was written.\n" if verb == "cover" else ""
    assert (result.code, result.stderr) == (SIGNALS[number], said)
    assert list(quadrat.folder.iterdir()) == []


@pytest.mark.parametrize("awaited", ["*", "*/t.gpkg"])
@pytest.mark.parametrize("verb", ["cover", "inspect"])
def test_a_signal_while_a_database_is_copied_leaves_no_copy(
    quadrat: Quadrat,
    small: Path,
    vegetation: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    verb: str,
    awaited: str,
) -> None:
    """Changes of 60 MB lie beside it, so that copying them and writing them in takes time."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    path = database(tmp_path, write_zones(tmp_path / "zones.geojson", [({}, pixel_box(5, 5, 60, 60))]))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("CREATE TABLE big (a)")
    connection.executemany("INSERT INTO big VALUES (zeroblob(?))", [(20_000,)] * 3_000)
    connection.commit()
    process = quadrat.start(verb, small, "--zones", path, *(["--catalog", vegetation] if verb == "cover" else []))
    deadline = time.monotonic() + 30
    while not list(scratch.glob(awaited)):
        assert process.poll() is None and time.monotonic() < deadline
    process.send_signal(signal.SIGTERM)
    assert outcome(process).code == 143
    connection.close()
    assert list(scratch.iterdir()) == [] and list(quadrat.folder.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_signals_that_are_ignored(quadrat: Quadrat, scene: Path, vegetation: Path, number: signal.Signals) -> None:
    """nohup has a hang-up ignored, and it stays so. Scripts start jobs in the background with the others ignored; who
    sends one to such a job wants it to end."""
    out = quadrat.folder / "out"
    command = quadrat.command("cover", scene, "--catalog", vegetation, "--out", out, "--quiet")
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_IGN),  # noqa: PLW1509 - no other threads here
    )
    wait_for(partial(out), process)
    process.send_signal(number)
    if number == signal.SIGHUP:
        assert outcome(process).code == 0 and (out / "mask.tif").exists()
    else:
        assert outcome(process).code == SIGNALS[number] and list(quadrat.folder.iterdir()) == []


def test_readers_of_progress_may_leave(quadrat: Quadrat, scene: Path, vegetation: Path) -> None:
    command = quadrat.command("cover", scene, "--catalog", vegetation, "--out", "out", "--progress", "json")
    process = subprocess.Popen(
        command, cwd=quadrat.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    process.stderr.readline()
    process.stderr.close()
    assert process.wait(TIMEOUT) == 0 and (quadrat.folder / "out" / "mask.tif").exists()


def test_readers_of_answers_may_leave(quadrat: Quadrat) -> None:
    """Not a word of it, as of other programs in a pipe."""
    line = " ".join(quadrat.command("catalogs", "vegetation"))
    script = f"set -o pipefail; (sleep 0.5; {line}) | true"
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (141, "")


@pytest.mark.parametrize("closed", ["2>&-", "<&-", "<&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_not_taken_by_files(quadrat: Quadrat, scene: Path, vegetation: Path, closed: str) -> None:
    """A file that is opened next would get their numbers, and progress and warnings would be written into it."""
    before = digest(scene)
    line = " ".join(quadrat.command("cover", scene, "--catalog", vegetation, "--progress", "json", "--out", "out"))
    code = subprocess.run(f"{line} {closed}", shell=True, cwd=quadrat.folder).returncode
    assert code == (1 if ">&- " in closed.replace("2>&-", "") + " " and " >&-" in closed else 0)
    run = RunFolder(quadrat.folder / "out", None)  # type: ignore[arg-type]
    assert digest(scene) == before and run.products == quadrat.cover(scene, vegetation).products


# Limits of the system ----------------------------------------------------------------------------------------


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another user")
@pytest.mark.parametrize("most", [1, 2])
@pytest.mark.parametrize("verb", ["cover", "plan"])
def test_threads_that_cannot_be_had(quadrat: Quadrat, small: Path, vegetation: Path, most: int, verb: str) -> None:
    """Fewer workers, at last the calling thread: the same bytes, and no sleep for ever."""

    def become_nobody() -> None:
        os.setgroups([])
        resource.setrlimit(resource.RLIMIT_NPROC, (most, most))
        os.setgid(61_234)
        os.setuid(61_234)

    folder = Path("/tmp") / f"quadrat-{os.getpid()}-{most}-{verb}"
    folder.mkdir(mode=0o777)
    try:
        folder.chmod(0o777)
        for path in (small, vegetation):
            shutil.copy(path, folder)
        arguments = [verb, small.name, "--catalog", vegetation.name, "--threads", "4"]
        arguments += ["--out", "out", "--quiet"] if verb == "cover" else []
        result = subprocess.run(
            quadrat.command(*arguments),
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            preexec_fn=become_nobody,
        )
        if "ermission denied" in result.stderr:
            pytest.skip("the program lies where nobody else may read")
        assert result.returncode == 0, result.stderr
        if verb == "cover":
            run = RunFolder(folder / "out", None)  # type: ignore[arg-type]
            assert run.products == quadrat.cover(small, vegetation).products
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("megabytes", range(260, 520, 40))
def test_a_limit_on_addresses(quadrat: Quadrat, small: Path, vegetation: Path, megabytes: int) -> None:
    """`ulimit -v`: refused in one line, or done."""
    result = subprocess.run(
        quadrat.command("cover", small, "--catalog", vegetation, "--out", "out", "--quiet"),
        cwd=quadrat.folder,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20)),
    )
    if result.returncode == 127:
        pytest.skip("not even the libraries find room")
    if result.returncode:
        assert result.returncode == Exit.TRY_AGAIN and re.fullmatch(
            r"Error: .* \(ulimit -v, ulimit -d\)\n", result.stderr
        )


# Words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["-dash.tif", "-help", "-version", "-oh", "-hq"])
@pytest.mark.parametrize("verb", ["cover", "inspect"])
def test_a_word_of_one_dash_is_wrong_usage(quadrat: Quadrat, word: str, verb: str) -> None:
    """One with an h in it would be taken for -h."""
    result = quadrat(verb, word)
    assert (result.code, result.stdout) == (64, "")
    line = f"Error: '{word}' is no option; if it is the name of a file, write ./{word}, or write it after --\n"
    assert result.stderr == line


@pytest.mark.parametrize("words", [["./-dash.tif"], ["--", "-dash.tif"]])
def test_a_file_may_begin_with_a_dash(quadrat: Quadrat, small: Path, words: list[str]) -> None:
    shutil.copy(small, quadrat.folder / "-dash.tif")
    result = quadrat("inspect", *words)
    assert result.code == 0 and "quadrat cover ./-dash.tif " in result.stdout
    assert quadrat("inspect", "-h").code == 0


def integers(path: Path) -> Path:
    """Three colours of signed numbers, a corner of -9999."""
    data = np.full((3, 40, 50), 120, np.int16)
    data[:, :10, :10] = -9999
    return write_raster(path, data, colours=RGB)


@pytest.mark.parametrize("words", [["--nodata", "-9999"], ["--nodata", "-9999,-9999,-9999"], ["--nodata=-9999"]])
def test_negative_numbers_are_values_of_options(
    quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path, words: list[str]
) -> None:
    raster, catalog = integers(tmp_path / "r.tif"), greenness(1)
    bands = ["--bands", "red=1,green=2,blue=3"]
    run = quadrat.cover(raster, catalog, *bands, *words)
    assert run.pixels["nodata"] == 100
    assert quadrat("plan", raster, "--catalog", catalog, *bands, *words).code == 0
    card = quadrat("inspect", raster, *bands, *words)
    assert card.code == 0 and "95.0 % of the pixels" in card.stdout


@pytest.mark.parametrize("value", ["-9999", "-9999,-9999,-9999"])
def test_the_next_command_can_be_typed(quadrat: Quadrat, value: str) -> None:
    """A leading dash is led by ./ in the raster's path, and by = in a number; spaces are quoted."""
    integers(quadrat.folder / "-r.tif")
    integers(quadrat.folder / "my bands.tif")
    card = quadrat("inspect", f"--nodata={value}", "--bands", "red=1,green=2,blue=my bands.tif:3", "--", "-r.tif")
    (line,) = (line for line in card.stdout.splitlines() if line.startswith("next"))
    words = shlex.split(line)[1:]
    assert words[:3] == ["quadrat", "cover", "./-r.tif"] and f"--nodata={value}" in words
    assert quadrat(*words[1:], "--force", "--quiet").code == 0


@pytest.mark.parametrize("verb", ["cover", "inspect", "plan", "count"])
def test_help_has_one_letter_or_two_dashes(quadrat: Quadrat, verb: str) -> None:
    short, long = quadrat(verb, "-h"), quadrat(verb, "--help")
    assert short.code == long.code == 0 and short.stdout == long.stdout and "USAGE: quadrat" in short.stdout
    assert quadrat(verb, "-help").code == Exit.USAGE


# Memory ------------------------------------------------------------------------------------------------------

SIDE = 2_600


def noise(count: int, kind: str = "uint8") -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (count, SIDE, SIDE), np.uint8).astype(kind)


def huge_blocks(shape: str, folder: Path) -> tuple[Path, list[object]]:
    """A raster that does not compress, in few and large blocks, and options."""
    path, one = folder / f"{shape}.tif", {"blockysize": SIDE, "interleave": "pixel"}
    plain = {"tiled": True, "blockxsize": 256, "blockysize": 256}
    match shape:
        case "deflate" | "lzw" | "zstd" | "packbits":
            # Nothing is to be won by trying hard: it is noise.
            write_raster(path, noise(10), compress=shape, **one, **({"zlevel": 1} if shape == "deflate" else {}))
        case "decoded by libtiff":
            write_raster(path, noise(6), compress="lzw", **one)
        case "bands apart":
            write_raster(path, noise(4, "float32"), compress="deflate", zlevel=1, blockysize=SIDE, interleave="band")
        case "progressive":
            path = folder / "progressive.jpg"
            source = write_raster(folder / "source.tif", noise(3), colours=RGB)
            tool("gdal_translate", "-q", "-of", "JPEG", "-co", "PROGRESSIVE=YES", source, path)
        case "webp" | "gif":
            path = folder / f"picture.{shape}"
            source = write_raster(folder / "source.tif", noise(3), colours=RGB)
            bands = ["-b", 1] if shape == "gif" else []
            tool("gdal_translate", "-q", "-of", shape.upper(), *bands, source, path)
        case "mosaic":
            parts, part = [], noise(10)[:, : SIDE // 3]
            for number in range(3):
                grid = GRID @ Affine.translation(0, number * SIDE // 3)
                options = {"blockysize": SIDE // 3, "interleave": "pixel", "compress": "deflate", "zlevel": 1}
                parts.append(write_raster(folder / f"{number}.tif", part, transform=grid, **options))
            path = folder / "mosaic.vrt"
            tool("gdalbuildvrt", "-q", path, *parts)
        case "other file":
            write_raster(path, noise(1), **plain)
            other = write_raster(folder / "other.tif", noise(10), compress="deflate", zlevel=1, **one)
            return path, ["--bands", f"nir={other}:1"]
        case "mask":
            write_raster(path, noise(1), **plain)
            source = write_raster(folder / "other.tif", noise(1), compress="lzw", blockysize=SIDE)
            source.rename(path.with_name(path.name + ".msk"))
    return path, []


SHAPES = (
    "deflate",
    "lzw",
    "zstd",
    "packbits",
    "decoded by libtiff",
    "bands apart",
    "progressive",
    "webp",
    "gif",
    "mosaic",
    "other file",
    "mask",
)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_smallest_limit_is_kept_whatever_the_blocks(quadrat: Quadrat, tmp_path: Path, shape: str) -> None:
    """Decoders hold a packed block, or a whole picture, for each worker; sources of mosaics stay open."""
    raster, options = huge_blocks(shape, tmp_path)
    catalog = write_catalog(
        tmp_path / "c.yaml",
        {"X": 1, **({"N": "nir"} if shape == "other file" else {})},
        [("high", "X > N" if shape == "other file" else "X > 100"), ("low", None)],
    )
    if raster.suffix == ".tif":
        options += ["--within", write_zones(tmp_path / "w.geojson", [({}, pixel_box(20, SIDE - 1200, 60, SIDE - 10))])]
    refusal = quadrat.refuse(raster, catalog, *options, "--threads", 2, "--memory", "60MB", code=Exit.USAGE)
    limit = re.search(r"the smallest limit that can be kept is --memory (\d+)MB", refusal)
    assert limit
    run = quadrat.cover(raster, catalog, *options, "--threads", 2, "--memory", f"{limit[1]}MB")
    memory = run.run["memory"]
    assert run.run["threads"] == 2
    assert memory["peak_bytes"] <= memory["planned_bytes"] <= memory["limit_bytes"]
