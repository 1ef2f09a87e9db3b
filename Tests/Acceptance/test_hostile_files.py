"""Damaged and hostile input: no crash, no hang, no memory beyond the promise, never a number with a silent hole."""

from __future__ import annotations

import http.server
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

import oracle
from hostile_files import HOSTILE, INCOMPLETE, READABLE
from odd_files import reason_of, refusals
from support import (
    DATA,
    Exit,
    Outcome,
    Quadrat,
    RunFolder,
    needs_data,
    read_raster,
    tool,
    write_catalog,
    write_raster,
)

BAD = DATA / "bad-tiffs"
SECONDS = 60
MEMORY = 400_000_000


#: Runs a command and notes its peak resident size. A process of its own: the kernel counts what the parent of a process
#: held, too, and these tests hold pictures.
WATCH = """
import os, resource, sys
child = os.spawnv(os.P_NOWAIT, sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(child, 0)
open(sys.argv[1], "w").write(str(usage.ru_maxrss))
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
"""


def limited(quadrat: Quadrat, raster: object, catalog: Path, *options: object) -> Outcome:
    """A survey that has to end in time and within its memory."""
    peak = quadrat.folder / "peak.txt"
    arguments = ("cover", raster, "--catalog", catalog, "--out", quadrat.folder / "out", "--progress", "none")
    command = quadrat.command(*arguments, "--memory", "400MB", *options)
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", WATCH, peak, *command],
        env={**os.environ, **quadrat.environment},
        cwd=quadrat.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        stdout, stderr = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        pytest.fail(f"still running after {SECONDS} s")
    kilobytes = int(peak.read_text())
    assert kilobytes * 1024 <= MEMORY, f"{kilobytes / 1000:.0f} MB"
    return Outcome(process.returncode, stdout, stderr)


def refused(result: Outcome) -> str:
    """The listed reason of a refusal."""
    assert result.code == (Exit.USAGE if "the smallest limit" in result.stderr else Exit.REFUSED), result.stderr
    reason = reason_of(result.error, refusals())
    assert reason, f"not in docs/refusals.md: {result.error}"
    return reason


@pytest.fixture
def anything(tmp_path: Path) -> Path:
    return write_catalog(tmp_path / "anything.yaml", {"X": 1}, [("high", "X > 0"), ("low", None)])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file(each_reader: Quadrat, anything: Path, tmp_path: Path, name: str) -> None:
    raster = tmp_path / "hostile.tif"
    raster.write_bytes(HOSTILE[name]())
    result = limited(each_reader, raster, anything)
    if name in READABLE | INCOMPLETE:
        assert result.code == 0, result.stderr
        run = RunFolder(each_reader.folder / "out", result)
        oracle.accounted(run)
        assert ("not in the file" in result.stderr) == (name in INCOMPLETE)
    else:
        refused(result)


@needs_data
@pytest.mark.parametrize("raster", sorted(BAD.glob("*.tif*")), ids=lambda path: path.stem[-24:])
def test_bad_file(each_reader: Quadrat, anything: Path, raster: Path) -> None:
    result = limited(each_reader, raster, anything)
    if result.code == 0:
        oracle.accounted(RunFolder(each_reader.folder / "out", result))
    else:
        refused(result)


# A block that is damaged, in every codec ----------------------------------------------------------------

CODECS: dict[str, dict[str, Any]] = {
    "none": {},
    "lzw": {"compress": "LZW"},
    "deflate": {"compress": "DEFLATE"},
    "zstd": {"compress": "ZSTD"},
    "packbits": {"compress": "PACKBITS"},
    "lzma": {"compress": "LZMA"},
    "lerc": {"compress": "LERC"},
    "webp": {"compress": "WEBP"},
    "jpeg": {"compress": "JPEG"},
    "jpeg, colours": {"compress": "JPEG", "photometric": "YCBCR"},
    "fax 3": {"compress": "CCITTFAX3", "nbits": 1},
    "fax 4": {"compress": "CCITTFAX4", "nbits": 1},
    "fax run lengths": {"compress": "CCITTRLE", "nbits": 1},
}


def scene(codec: str) -> oracle.Array:
    """Slopes with noise, or black and white where the codec knows nothing else; nowhere 0."""
    row, column = np.mgrid[0:128, 0:128]
    noise = np.random.default_rng(2).normal(0, 9, (3, 128, 128))
    bands = np.clip(np.stack([column, row, (row + column) / 2]) + noise + 20, 1, 255).astype(np.uint8)
    return (bands[:1] > 90).astype(np.uint8) if "nbits" in CODECS[codec] else bands


def damage(whole: bytes, offset: int, size: int, kind: str) -> bytes:
    """The file with one block cut off, overwritten, or overwritten from its middle on."""
    if kind == "cut":
        return whole[: offset + size // 2]
    start = offset + (size // 2 if kind == "half" else 0)
    return whole[:start] + bytes(offset + size - start) + whole[offset + size :]


#: Codecs whose decoders cannot know: what is stored is what is meant, or zeros are data too.
BLIND = {("none", "zeros"), ("none", "half"), ("webp", "half")}


#: Codecs that libtiff decodes where it is the reader; all others are GDAL's in any case.
OF_LIBTIFF = ("none", "lzw", "deflate", "zstd", "packbits")
#: Reader, codec, and whether blocks are tiles.
DAMAGES = [
    (reader, codec, tiled)
    for reader in ("libtiff", "gdal")
    for codec in CODECS
    for tiled in (False, True)
    if (tiled and codec in OF_LIBTIFF) or reader == "libtiff"
]


@pytest.mark.parametrize("kind", ["cut", "zeros", "half"])
@pytest.mark.parametrize(("each_reader", "codec", "tiled"), DAMAGES, indirect=["each_reader"])
def test_a_damaged_block_is_no_ground(
    each_reader: Quadrat, anything: Path, tmp_path: Path, codec: str, tiled: bool, kind: str
) -> None:
    blocks = {"tiled": True, "blockxsize": 64, "blockysize": 64} if tiled else {"blockysize": 64}
    raster = write_raster(tmp_path / "sound.tif", scene(codec), interleave="pixel", **blocks, **CODECS[codec])
    with rasterio.open(raster) as dataset:
        column = 1 if tiled else 0
        tags = [dataset.get_tag_item(f"BLOCK_{what}_{column}_1", "TIFF", bidx=1) for what in ("OFFSET", "SIZE")]
    offset, size = map(int, tags)
    raster.write_bytes(damage(raster.read_bytes(), offset, size, kind))
    result = each_reader("cover", raster, "--catalog", anything, "--out", each_reader.folder / "out", "--quiet")
    if result.code != 0:
        assert refused(result) == "damaged"
        return
    # GDAL has a checksum of DEFLATE blocks before it, and does not look at it.
    is_blind = (codec, kind) in BLIND or (codec == "deflate" and "QUADRAT_READER" in each_reader.environment)
    assert is_blind, "a number came out of a damaged block"
    found = RunFolder(each_reader.folder / "out", result).mask
    assert np.array_equal(found, np.where(read_raster(raster)[0] > 0, 1, 2))


@pytest.mark.parametrize("size", [None, 48])
@pytest.mark.parametrize(
    ("each_reader", "codec"),
    [
        *(("libtiff", codec) for codec in ("lzw", "packbits", "deflate")),
        # Of DEFLATE, GDAL does not look at the checksum.
        *(
            ("gdal", codec)
            for codec in ("lzw", "packbits", "jpeg", "jpeg, colours", "fax 3", "fax 4", "fax run lengths")
        ),
    ],
    indirect=["each_reader"],
)
def test_a_damaged_block_is_unobserved_when_asked_to_go_on(
    each_reader: Quadrat, anything: Path, tmp_path: Path, codec: str, size: int | None
) -> None:
    """What a decoder made up does not come back from a cache when the block is asked for again."""
    blocks = {"tiled": True, "blockxsize": 64, "blockysize": 64}
    raster = write_raster(tmp_path / "sound.tif", scene(codec), interleave="pixel", **blocks, **CODECS[codec])
    sound = each_reader.cover(raster, anything).mask
    with rasterio.open(raster) as dataset:
        tags = [dataset.get_tag_item(f"BLOCK_{what}_1_1", "TIFF", bidx=1) for what in ("OFFSET", "SIZE")]
    raster.write_bytes(damage(raster.read_bytes(), *map(int, tags), "half"))
    run = each_reader.cover(raster, anything, "--keep-going", *(("--tile-size", size) if size else ()))
    expected = sound.copy()
    expected[64:, 64:] = 0
    assert np.array_equal(run.mask, expected)
    assert run.pixels["unobserved"] == 64 * 64


# Other formats that end early -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("driver", "ending"),
    [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif"), ("BMP", "bmp"), ("ENVI", "img"), ("netCDF", "nc")],
)
def test_a_file_that_ends_early(quadrat: Quadrat, tmp_path: Path, driver: str, ending: str) -> None:
    source = write_raster(tmp_path / "source.tif", scene("none"))
    raster = tmp_path / f"short.{ending}"
    bands = ("-b", 1) if driver in ("GIF", "netCDF") else ()
    tool("gdal_translate", "-q", "-of", driver, *bands, source, raster)
    os.truncate(raster, raster.stat().st_size * 6 // 10)
    last = write_catalog(tmp_path / "last.yaml", {"X": 1 if bands else 3}, [("high", "X > 0"), ("low", None)])
    refused(limited(quadrat, raster, last))


# Mosaics ---------------------------------------------------------------------------------------------------


def vrt(path: Path, sources: list[str], size: int = 128, properties: bool = True) -> Path:
    """A mosaic of one band that lays sources over one another."""
    known = (
        f'<SourceProperties RasterXSize="{size}" RasterYSize="{size}" DataType="Byte" BlockXSize="64" BlockYSize="64"/>'
    )
    path.write_text(
        f'<VRTDataset rasterXSize="{size}" rasterYSize="{size}"><VRTRasterBand dataType="Byte" band="1">'
        + "".join(
            f'<SimpleSource><SourceFilename relativeToVRT="1">{source}</SourceFilename><SourceBand>1</SourceBand>'
            f"{known if properties else ''}</SimpleSource>"
            for source in sources
        )
        + "</VRTRasterBand></VRTDataset>"
    )
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_raster(tmp_path / "source.tif", scene("none")[:1], crs=None, transform=None)


@pytest.mark.parametrize("properties", [True, False])
def test_a_mosaic_in_itself(quadrat: Quadrat, anything: Path, tmp_path: Path, properties: bool) -> None:
    vrt(tmp_path / "a.vrt", ["b.vrt"], properties=properties)
    vrt(tmp_path / "b.vrt", ["a.vrt"], properties=properties)
    assert refused(limited(quadrat, tmp_path / "a.vrt", anything)) in ("mosaic in itself", "mosaic too deep")


@pytest.mark.parametrize("properties", [True, False])
@pytest.mark.parametrize("depth", [1, 4, 5, 500])
def test_mosaics_in_mosaics(
    quadrat: Quadrat, anything: Path, source: Path, tmp_path: Path, depth: int, properties: bool
) -> None:
    below = source.name
    for level in range(depth):
        # Each level names the one below twice: 2^500 readings of the source, if somebody tried.
        below = vrt(tmp_path / f"level{level}.vrt", [below, below], properties=properties).name
    result = limited(quadrat, tmp_path / below, anything, "--threads", 8, "--tile-size", 32)
    if depth > 4:
        assert refused(result) == "mosaic too deep"
    else:
        assert result.code == 0, result.stderr
        assert np.all(RunFolder(quadrat.folder / "out", result).mask == 1)


def test_mosaics_that_multiply(quadrat: Quadrat, anything: Path, source: Path, tmp_path: Path) -> None:
    """300 x 300 x 300 x 300 readings in a few kilobytes."""
    below = source.name
    for level in range(4):
        below = vrt(tmp_path / f"level{level}.vrt", [below] * 300).name
    assert refused(limited(quadrat, tmp_path / below, anything)) == "mosaic too large"


@pytest.mark.parametrize("properties", [True, False])
def test_a_mosaic_with_a_piece_missing(
    quadrat: Quadrat, anything: Path, source: Path, tmp_path: Path, properties: bool
) -> None:
    mosaic = vrt(tmp_path / "mosaic.vrt", [source.name, "gone.tif"], properties=properties)
    assert refused(limited(quadrat, mosaic, anything)) == "missing source"


# The network -------------------------------------------------------------------------------------------------


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and the list of what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(tmp_path))

        def log_message(self, *_: Any) -> None:
            asked.append(self.path)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()


WMS = """<GDAL_WMS><Service name="TMS"><ServerUrl>{}/${{z}}/${{x}}/${{y}}.png</ServerUrl></Service>
<DataWindow><UpperLeftX>0</UpperLeftX><UpperLeftY>128</UpperLeftY><LowerRightX>128</LowerRightX><LowerRightY>0</LowerRightY>
<SizeX>128</SizeX><SizeY>128</SizeY></DataWindow><BandsCount>1</BandsCount></GDAL_WMS>"""


@pytest.mark.parametrize("way", ["name", "mosaic", "hidden mosaic", "archive", "service", "url"])
def test_the_network_can_be_forbidden(
    quadrat: Quadrat, anything: Path, source: Path, tmp_path: Path, server: tuple[str, list[str]], way: str
) -> None:
    address, asked = server
    tool("/usr/bin/python3", "-m", "zipfile", "-c", tmp_path / "source.zip", source)
    remote = f"/vsicurl/{address}/source.tif"
    match way:
        case "name":
            raster = remote
        case "mosaic":
            raster = str(vrt(tmp_path / "mosaic.vrt", [remote]))
        case "hidden mosaic":
            vrt(tmp_path / "inner.tif", [remote])
            raster = str(vrt(tmp_path / "outer.vrt", ["inner.tif"]))
        case "archive":
            raster = f"/vsizip//vsicurl/{address}/source.zip/source.tif"
        case "service":
            raster = str(tmp_path / "service.xml")
            Path(raster).write_text(WMS.format(address))
        case _:
            raster = f"{address}/source.tif"
    result = limited(quadrat, raster, anything, "--no-network")
    assert refused(result) in ("network", "unknown") and asked == []
    if way in ("name", "url"):
        assert "--no-network" in result.error and "--no-network" in quadrat("inspect", raster, "--no-network").error
    limited(quadrat, raster, anything)
    assert asked, "without the switch nothing is fetched either: a weak test"


def test_what_lies_here_needs_no_network(quadrat: Quadrat, anything: Path, source: Path) -> None:
    assert limited(quadrat, source, anything, "--no-network").code == 0


def test_programs_in_mosaics_are_not_run(quadrat: Quadrat, anything: Path, source: Path, tmp_path: Path) -> None:
    mosaic = vrt(tmp_path / "mosaic.vrt", [source.name])
    text = mosaic.read_text().replace('band="1">', 'band="1" subClass="VRTDerivedRasterBand">', 1)
    function = (
        "<PixelFunctionType>f</PixelFunctionType><PixelFunctionLanguage>Python</PixelFunctionLanguage>"
        f"<PixelFunctionCode><![CDATA[open({str(tmp_path / 'proof')!r}, 'w')]]></PixelFunctionCode>"
    )
    mosaic.write_text(text.replace("<SimpleSource>", function + "<SimpleSource>", 1))
    environment = {"GDAL_VRT_ENABLE_PYTHON": "YES"}
    assert limited(Quadrat(quadrat.binary, quadrat.folder, environment), mosaic, anything).code == Exit.REFUSED
    assert not (tmp_path / "proof").exists()


def test_a_billion_laughs(quadrat: Quadrat, source: Path, tmp_path: Path) -> None:
    """A catalog of a few lines that would be gigabytes if its aliases were written out."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    catalog = tmp_path / "laughs.yaml"
    catalog.write_text("\n".join(lines) + "\n")
    result = limited(quadrat, source, catalog)
    assert result.code == Exit.REFUSED and catalog.name in result.error
