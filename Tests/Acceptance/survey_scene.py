"""A raster file as a catalog sees it, read by rasterio: bands by role, what is valid, how large a pixel is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import rasterio

from catalog_oracle import Catalog, Result, evaluate

Array = npt.NDArray[Any]
COLOURS = ("red", "green", "blue")
#: Metres to either side of a raster's centre over which its pixel is measured.
STENCIL = 50.0


@dataclass(frozen=True)
class SurveyScene:
    """A raster in memory."""

    #: In the unit that rules see, by role.
    bands: dict[str | int, Array]
    valid: npt.NDArray[np.bool_]
    #: Metres along a row and along a column; None without georeferencing.
    pixel_size: tuple[float, float] | None

    @classmethod
    def read(cls, path: Path, roles: Mapping[str, int] | None = None) -> SurveyScene:
        """`roles` number the bands; without them the file's colours do."""
        with rasterio.open(path) as dataset:
            colours = [colour.name for colour in dataset.colorinterp]
            roles = roles or {role: colours.index(role) + 1 for role in COLOURS}
            bands: dict[str | int, Array] = {role: _scaled(dataset, number) for role, number in roles.items()}
            stored = dataset.read(list(roles.values()))
            valid = np.ones(dataset.shape, bool)
            if dataset.nodata is not None:
                whole = dataset.dtypes[0] == "uint8" and set(COLOURS) <= set(roles)
                valid &= ~(np.all if whole else np.any)(stored == dataset.nodata, axis=0)
            if "alpha" in colours and colours.index("alpha") + 1 not in roles.values():
                valid &= dataset.read(colours.index("alpha") + 1) > 0
            return cls(bands, valid, ground_pixel_size(dataset))

    def under(self, catalog: Path, pixel_size: tuple[float, float] | None = None) -> Result:
        """What the oracle says."""
        return evaluate(Catalog.read(catalog), self.bands, self.valid, pixel_size or self.pixel_size)


def _scaled(dataset: rasterio.DatasetReader, number: int) -> Array:
    """Stored * scale + offset, each step in Float32."""
    scale, offset = np.float32(dataset.scales[number - 1]), np.float32(dataset.offsets[number - 1])
    values = dataset.read(number).astype(np.float32)
    return values if (scale, offset) == (1, 0) else values * scale + offset


def ground_pixel_size(dataset: rasterio.DatasetReader) -> tuple[float, float] | None:
    """Metres per pixel at the centre of a raster, along its rows and along its columns; None without a CRS.

    Geodesic; but where the metres of a projection are true to 1 % they are taken as they are.
    """
    if dataset.crs is None:
        return None
    true = _along(dataset, 1, 0), _along(dataset, 0, 1)
    if not dataset.crs.is_projected:
        return true
    t, unit = dataset.transform, dataset.crs.linear_units_factor[1]
    nominal = math.hypot(t.a, t.d) * unit, math.hypot(t.b, t.e) * unit
    return nominal if all(abs(a / b - 1) < 0.01 for a, b in zip(true, nominal, strict=True)) else true


def _along(dataset: rasterio.DatasetReader, columns: int, rows: int) -> float:
    to_degrees = pyproj.Transformer.from_crs(dataset.crs, "EPSG:4326", always_xy=True)
    geodesic, t = pyproj.Geod(ellps="WGS84"), dataset.transform

    def metres(reach: float) -> float:
        """Over `reach` pixels to either side."""
        centre = dataset.width / 2, dataset.height / 2
        ends = [(centre[0] + s * reach * columns, centre[1] + s * reach * rows) for s in (-1, 1)]
        places = [to_degrees.transform(t.c + x * t.a + y * t.b, t.f + x * t.d + y * t.e) for x, y in ends]
        return geodesic.inv(*places[0], *places[1])[2]

    reach = max(0.5, STENCIL / metres(0.5))
    return metres(reach) / (2 * reach)
