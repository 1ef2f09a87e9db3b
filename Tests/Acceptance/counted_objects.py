"""What tests of counting share: sizes and tiles, the objects that scipy finds in a mask, and the objects of a run."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyogrio
import shapely
from scipy import ndimage

from object_scenes import Scene
from support import RunFolder

#: Four mask blocks, cut unevenly.
WIDTH, HEIGHT = 571, 547
FOUR, EIGHT = ndimage.generate_binary_structure(2, 1), np.ones((3, 3), int)
TILES = (("--tile-size", "2048", "--threads", "1"), ("--tile-size", "160", "--threads", "3"))


class Objects:
    """What objects.gpkg holds, one array a column, in the order of the file."""

    def __init__(self, run: RunFolder, layer: str = "objects") -> None:
        info, _, self.shapes, values = pyogrio.raw.read(run.path / "objects.gpkg", layer=layer)
        self.crs: str | None = info["crs"]
        self.columns: dict[str, npt.NDArray[Any]] = dict(zip(info["fields"], values, strict=True))

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self["id"])

    @property
    def geometries(self) -> npt.NDArray[Any]:
        return shapely.from_wkb(self.shapes)


def labelled(scene: Scene, structure: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int32], int]:
    """Components in raster order of their first pixels."""
    labels, found = ndimage.label(scene, structure)
    _, first = np.unique(labels.ravel(), return_index=True)
    order = np.argsort(first[1:] if (labels == 0).any() else first)
    rank = np.zeros(found + 1, np.int32)
    rank[order + 1] = np.arange(1, found + 1)
    return rank[labels], found
