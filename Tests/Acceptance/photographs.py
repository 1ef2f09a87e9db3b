"""Photographs whose EXIF block says how they are to be turned, written byte by byte."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import rasterio

ORIENTATION = 274


def exif(orientation: int, order: str = "<") -> bytes:
    """A TIFF structure of one tag."""
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HIH", 42, 8, 1)
    return head + struct.pack(order + "HHIHHI", ORIENTATION, 3, 1, orientation, 0, 0)


def photograph(path: Path, driver: str) -> bytes:
    """Green above, grey below."""
    data = np.full((3, 40, 50), 120, np.uint8)
    data[1, :10] = 200
    profile = {"width": 50, "height": 40, "count": 3, "dtype": "uint8"}
    with rasterio.open(path, "w", driver, **profile) as dataset:
        dataset.write(data)
    return path.read_bytes()


def jpeg(path: Path, orientation: int, order: str = "<") -> Path:
    plain, block = photograph(path, "JPEG"), b"Exif\0\0" + exif(orientation, order)
    segment = b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block
    path.write_bytes(plain[:20] + segment + plain[20:])
    return path


def png(path: Path, orientation: int) -> Path:
    plain, block = photograph(path, "PNG"), b"eXIf" + exif(orientation, ">")
    chunk = struct.pack(">I", len(block) - 4) + block + struct.pack(">I", zlib.crc32(block))
    path.write_bytes(plain[:33] + chunk + plain[33:])
    return path


def turn_tiff(path: Path, orientation: int, *, big: bool = False) -> Path:
    """Gives a TIFF file a new directory with the tag."""
    data = bytearray(path.read_bytes())
    place, count, width, start = ("<Q", "<Q", 20, 8) if big else ("<I", "<H", 12, 4)
    (first,) = struct.unpack_from(place, data, start)
    (number,) = struct.unpack_from(count, data, first)
    first += struct.calcsize(count)
    entries = [bytes(data[first + i * width :][:width]) for i in range(number)]
    value = struct.pack("<H", orientation).ljust(width - (12 if big else 8), b"\0")
    entries.append(struct.pack("<HHQ" if big else "<HHI", ORIENTATION, 3, 1) + value)
    entries.sort(key=lambda entry: struct.unpack_from("<H", entry))
    data += b"\0" * (len(data) % 2)
    struct.pack_into(place, data, start, len(data))
    data += struct.pack(count, len(entries)) + b"".join(entries) + struct.pack(place, 0)
    path.write_bytes(data)
    return path
