"""Small files that claim what they do not hold, written tag by tag: what no honest program writes.

`write_tiff` writes exactly the tags it is given; `HOSTILE` has a file of each kind of harm.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

BYTE, ASCII, SHORT, LONG, LONG8 = 1, 2, 3, 4, 16
FORMATS = {BYTE: "B", ASCII: "B", SHORT: "H", LONG: "I", LONG8: "Q"}

WIDTH, HEIGHT, BITS, CODEC, PHOTOMETRIC = 256, 257, 258, 259, 262
STRIPS, SAMPLES, ROWS, STRIP_BYTES, PLANAR = 273, 277, 278, 279, 284
TILE_WIDTH, TILE_HEIGHT, TILES, TILE_BYTES, SUB_IFDS, FORMAT = 322, 323, 324, 325, 330, 339
DEFLATE, LZW, PACKBITS = 8, 5, 32773
LARGEST = 0xFFFFFFFF

Tag = tuple[int, Sequence[int]]
Tags = dict[int, Tag]


def plain(width: int, height: int, **others: int) -> Tags:
    """The tags of a picture of single bytes in one strip; its data are expected at offset 8."""
    return {
        WIDTH: (LONG, [width]),
        HEIGHT: (LONG, [height]),
        BITS: (SHORT, [8]),
        CODEC: (SHORT, [others.get("codec", 1)]),
        PHOTOMETRIC: (SHORT, [1]),
        SAMPLES: (SHORT, [others.get("samples", 1)]),
        STRIPS: (LONG, [8]),
        ROWS: (LONG, [others.get("rows", height)]),
        STRIP_BYTES: (LONG, [others.get("bytes", min(width * height, LARGEST))]),
    }


def tiled(width: int, height: int, side: int, tiles: int, **others: int) -> Tags:
    """The same in tiles, all of them at offset 8."""
    tags = plain(width, height, **others)
    for tag in (STRIPS, ROWS, STRIP_BYTES):
        del tags[tag]
    size = others.get("bytes", min(side * side, LARGEST))
    return tags | {
        TILE_WIDTH: (LONG, [side]),
        TILE_HEIGHT: (LONG, [side]),
        TILES: (LONG, [8] * tiles),
        TILE_BYTES: (LONG, [size] * tiles),
    }


def directory(tags: Tags, start: int, following: int = 0) -> bytes:
    """A directory that stands at `start`, with the values that do not fit into it behind it."""
    entries, values = b"", b""
    place = start + 2 + 12 * len(tags) + 4
    for tag, (kind, numbers) in sorted(tags.items()):
        packed = struct.pack(f"<{len(numbers)}{FORMATS[kind]}", *numbers)
        if len(packed) > 4:
            entries += struct.pack("<HHII", tag, kind, len(numbers), place + len(values))
            values += packed
        else:
            entries += struct.pack("<HHI", tag, kind, len(numbers)) + packed.ljust(4, b"\0")
    return struct.pack("<H", len(tags)) + entries + struct.pack("<I", following) + values


def tiff(tags: Tags, data: bytes = b"", following: int = 0) -> bytes:
    """A classic TIFF: header, data at offset 8, one directory."""
    data += b"\0" * (len(data) % 2)
    start = 8 + len(data)
    return b"II" + struct.pack("<HI", 42, start) + data + directory(tags, start, following)


def bomb(side: int, samples: int, codec: int) -> bytes:
    """One strip that unpacks to `side` x `side` pixels of zeros."""
    size = side * side * samples
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(1 << 20)) for _ in range(-(-size // (1 << 20)))) + packer.flush()
    return tiff(plain(side, side, codec=codec, samples=samples, bytes=len(data)), data)


def loop() -> bytes:
    """A directory whose next one is itself."""
    return tiff(plain(8, 8), bytes(range(64)), following=8 + 64)


def sub_loop() -> bytes:
    """A directory that is its own child."""
    return tiff(plain(8, 8) | {SUB_IFDS: (LONG, [8 + 64])}, bytes(range(64)))


def many_directories(count: int) -> bytes:
    """Thousands of pages, each with the same pixels."""
    data, tags = bytes(range(64)), plain(8, 8)
    size = len(directory(tags, 0))
    text = b"II" + struct.pack("<HI", 42, 8 + len(data)) + data
    for index in range(count):
        start = len(text)
        text += directory(tags, start, start + size if index + 1 < count else 0)
    return text


def with_huge_tag(tag: int) -> bytes:
    """A tag that claims four thousand million values."""
    text = bytearray(tiff(plain(8, 8) | {tag: (SHORT, [1])}, bytes(range(64))))
    place = text.rindex(struct.pack("<HH", tag, SHORT))
    text[place + 4 : place + 8] = b"\xff\xff\xff\xff"
    return bytes(text)


def table_beyond_the_end() -> bytes:
    """64 tiles, whose table is cut off."""
    whole = tiff(tiled(512, 512, 64, 64), bytes(4096))
    return whole[:-300]


#: What each file claims, and how it is made.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "four thousand million pixels square": lambda: tiff(plain(4_000_000_000, 4_000_000_000)),
    "two thousand million pixels square": lambda: tiff(plain(2_147_483_647, 2_147_483_647)),
    "two thousand million pixels square in tiles": lambda: tiff(tiled(2_147_483_632, 2_147_483_632, 16, 4)),
    "a row of two thousand million pixels": lambda: tiff(plain(2_147_483_647, 1)),
    "a column of two thousand million pixels": lambda: tiff(plain(1, 2_147_483_647)),
    "rows without columns": lambda: tiff(plain(0, 8)),
    "columns without rows": lambda: tiff(plain(8, 0)),
    "65535 bands": lambda: tiff(plain(900, 900, samples=65535)),
    "65535 bands in huge tiles": lambda: tiff(tiled(900, 900, 1 << 30, 1, samples=65535)),
    "tiles of 2^31": lambda: tiff(tiled(64, 64, 1 << 31, 1)),
    "tiles of 2^16 in deflate": lambda: tiff(tiled(64, 64, 1 << 16, 1, codec=DEFLATE, bytes=64), bytes(64)),
    "tiles without area": lambda: tiff(tiled(64, 64, 0, 1), bytes(64)),
    "strips without rows": lambda: tiff(plain(8, 8, rows=0), bytes(range(64))),
    "one strip of all rows": lambda: tiff(plain(8, 8, rows=0xFFFFFFFF), bytes(range(64))),
    "a strip of no bytes": lambda: tiff(plain(8, 8, bytes=0), bytes(range(64))),
    "a strip beyond the end": lambda: tiff(plain(8, 8) | {STRIPS: (LONG, [4_000_000_000])}, bytes(64)),
    "a strip shorter than its rows": lambda: tiff(plain(8, 8, codec=PACKBITS, bytes=2), b"\x00\x07"),
    "fewer strips than rows need": lambda: tiff(plain(8, 64, rows=8, bytes=64), bytes(64)),
    "a table of tiles that is cut off": table_beyond_the_end,
    "one strip of 2.7 GB": lambda: tiff(plain(30_000, 30_000, samples=3, bytes=100), bytes(100)),
    "a bomb of 100 MB": lambda: bomb(10_000, 1, DEFLATE),
    "a directory after itself": loop,
    "a directory inside itself": sub_loop,
    "ten thousand pages": lambda: many_directories(10_000),
    "a text of 4 GB": lambda: with_huge_tag(270),
    "a colour profile of 8 GB": lambda: with_huge_tag(34675),
    "samples of 65535 bits": lambda: tiff(plain(8, 8) | {BITS: (SHORT, [65535])}, bytes(64)),
    "samples of no bits": lambda: tiff(plain(8, 8) | {BITS: (SHORT, [0])}, bytes(64)),
    "an unknown codec": lambda: tiff(plain(8, 8, codec=4711), bytes(64)),
    "nothing but a header": lambda: b"II*\0\x08\0\0\0",
    "a directory beyond the end": lambda: b"II*\0\xff\xff\xff\x7f",
}


#: Those that hold all that they claim, odd as they are.
READABLE = {
    "a bomb of 100 MB",
    "a strip of no bytes",
    "one strip of all rows",
    "a directory after itself",
    "a directory inside itself",
    "ten thousand pages",
    "a text of 4 GB",
    "a colour profile of 8 GB",
}
#: Those that hold a part of it: a number, and a warning that it is a part.
INCOMPLETE = {"fewer strips than rows need"}


def write_all(folder: Path) -> dict[str, Path]:
    """Writes every hostile file under its description."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for name, make in HOSTILE.items():
        paths[name] = folder / (name.replace(" ", "-").replace("^", "") + ".tif")
        paths[name].write_bytes(make())
    return paths
