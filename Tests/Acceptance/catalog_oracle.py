"""What a catalog says of a raster, by numpy from the documents alone: the language of docs/catalogs.md, whole.

`evaluate` takes a catalog, bands and what of them is valid; it knows nothing of files of rasters, tiles or threads.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

import catalog_formula as formulas
import catalog_neighbours as neighbours
import patch_oracle as patches
from catalog_formula import UNKNOWN, YES, Length, Tree
from catalog_threshold import Choice, Threshold, choose
from support import REPOSITORY

Array = npt.NDArray[Any]
INDICES = REPOSITORY / "catalogs" / "indices.yaml"


@dataclass(frozen=True)
class Result:
    """What became of a raster's pixels."""

    #: Class values; 0 is nodata, unobserved or outside.
    mask: npt.NDArray[np.uint8]
    #: Present, but not to be judged.
    unobserved: npt.NDArray[np.bool_]
    #: How each threshold of the catalog was chosen.
    thresholds: dict[str, Choice]
    #: Pixels by class name.
    counts: dict[str, int]

    def percent(self, of: list[str], over: list[str]) -> float | None:
        """A ratio in pixels; nothing for an empty denominator."""
        whole = sum(self.counts[name] for name in over)
        return 100 * sum(self.counts[name] for name in of) / whole if whole else None


@dataclass(frozen=True)
class Catalog:
    """A catalog file as text: every scalar is a string."""

    content: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> Catalog:
        return cls(yaml.load(path.read_text(), yaml.BaseLoader))

    @property
    def bands(self) -> dict[str, str | int]:
        """Symbol: role, or number from 1."""
        return {symbol: int(band) if band.isdigit() else band for symbol, band in self.content["bands"].items()}

    @property
    def classes(self) -> dict[str, int]:
        return {entry["name"]: int(value) for value, entry in self.content["classes"].items()}

    @property
    def rules(self) -> dict[str, Any]:
        return self.content["method"]["rules"]

    @property
    def ratios(self) -> list[dict[str, Any]]:
        return self.content.get("ratios", [])

    @property
    def cleaning(self) -> list[tuple[str, Any]]:
        return [step for entry in self.content.get("clean", []) for step in entry.items()]


@functools.cache
def shipped_indices() -> dict[str, dict[str, Any]]:
    """The shipped indices, an alias resolved to what it stands for."""
    entries = yaml.load(INDICES.read_text(), yaml.BaseLoader)["indices"]
    return {name: entries[entry["alias"]] if "alias" in entry else entry for name, entry in entries.items()}


def interval(text: str) -> tuple[np.float32, np.float32]:
    """`low .. high`."""
    low, high = text.split(" .. ")
    return np.float32(low), np.float32(high)


class Scene:
    """A raster under one catalog: the values of names, found when they are first asked for."""

    def __init__(
        self,
        catalog: Catalog,
        bands: Mapping[str | int, Array],
        present: npt.NDArray[np.bool_],
        pixel_size: tuple[float, float] | None,
    ) -> None:
        self.catalog, self.present, self.pixel_size = catalog, present, pixel_size
        self.values: dict[str, Any] = {
            symbol: np.asarray(bands[band], np.float32) for symbol, band in catalog.bands.items()
        }
        self.thresholds: dict[str, Choice] = {}

    def evaluate(self, formula: str) -> Any:
        return self.value(formulas.parse(formula))

    def value(self, tree: Tree) -> Any:
        return formulas.evaluate(tree, self.named, self.neighbourhood)

    def named(self, name: str) -> Any:
        if name not in self.values:
            self.values[name] = self.found(name)
        return self.values[name]

    def found(self, name: str) -> Any:
        rules = self.catalog.rules
        if name in rules.get("define", {}):
            return self.evaluate(rules["define"][name])
        if name in rules.get("thresholds", {}):
            return self.threshold(name, rules["thresholds"][name])
        index = shipped_indices()[name]
        constants = {key: formulas.float32(value) for key, value in index.get("constants", {}).items()}
        return formulas.evaluate(
            formulas.parse(index["formula"]), lambda part: self.band(part, constants), self.neighbourhood
        )

    def band(self, symbol: str, constants: Mapping[str, np.float32]) -> Any:
        """A part of an index: a constant or a band, N2 where the catalog has no N."""
        if symbol in constants:
            return constants[symbol]
        known = self.catalog.bands
        return self.values["N2" if symbol == "N" and "N" not in known and "N2" in known else symbol]

    def threshold(self, name: str, entry: Mapping[str, str]) -> np.float32:
        extent = entry.get("range") or shipped_indices()[entry["of"]]["range"]
        rule = Threshold(
            entry["choose"],
            np.float32(entry["otherwise"]),
            *interval(extent),
            within=interval(entry["within"]) if "within" in entry else None,
            bins=int(entry.get("bins", 1024)),
        )
        if rule.method == "fixed":
            values = np.empty(0, np.float32)
        else:
            values = np.broadcast_to(self.evaluate(entry["of"]), self.present.shape)[self.present]
        self.thresholds[name] = choose(values, rule)
        return self.thresholds[name].value

    def neighbourhood(self, function: str, x: Any, length: Length) -> Array:
        x = np.broadcast_to(x, self.present.shape)
        return neighbours.neighbourhood(function, x, length.in_pixels(self.pixel_size), self.present)

    # Deciding ----------------------------------------------------------------------------------

    def assign(self) -> npt.NDArray[np.uint8]:
        """The class of the first rule that holds; 0 where it cannot be told whether one before it does."""
        mask = np.zeros(self.present.shape, np.uint8)
        open_ = self.present.copy()
        for entry in self.catalog.rules["assign"]:
            truth = np.broadcast_to(self.evaluate(entry["when"]) if "when" in entry else YES, mask.shape)
            mask[open_ & (truth == YES)] = self.catalog.classes[entry["class"]]
            open_ &= truth < UNKNOWN
        return mask

    def clean(self, mask: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        for step, entry in self.catalog.cleaning:
            if step in ("fill", "sieve", "keep"):
                mask = self.clean_patches(mask, step, entry)
                continue
            width = formulas.length(entry if step == "majority" else entry["width"]).in_pixels(self.pixel_size)
            radii = (width[0] / 2, width[1] / 2)
            if step == "majority":
                mask = neighbours.majority(mask, radii)
            else:
                mask = neighbours.CLEANING[step](mask, self.catalog.classes[entry["class"]], radii)
        return mask

    def clean_patches(self, mask: npt.NDArray[np.uint8], step: str, entry: Any) -> npt.NDArray[np.uint8]:
        """A step that looks at whole patches. All pixels count as large as the raster's middle one: limits of shipped
        catalogs must not be whole numbers of pixels where a test compares masks."""
        if step != "keep":
            below = formulas.pixels_of_area(entry, self.pixel_size)
            return getattr(patches, step)(mask, lambda size: size < below)
        size = self.pixel_size
        limits = {key: [part.strip() for part in text.split("..")] for key, text in entry.items() if key != "class"}
        lengths = {key: [formulas.length(part) for part in limits[key]] for key in ("width", "length") if key in limits}
        if any(length.unit == "px" for pair in lengths.values() for length in pair) or (not lengths and size is None):
            size = (1.0, 1.0)
        assert size is not None, "the raster has no size on the ground"
        # Metres, or pixels of 1 x 1.
        bounds = {key: [length.in_pixels((1.0, 1.0))[0] for length in pair] for key, pair in lengths.items()}
        bounds |= {key: [float(part) for part in limits[key]] for key in ("elongation",) if key in limits}

        def holds(length: float, width: float) -> bool:
            figures = {"length": length, "width": width, "elongation": length / width}
            return all(low <= figures[key] <= high for key, (low, high) in bounds.items())

        return patches.keep(mask, self.catalog.classes[entry["class"]], holds, size)


def evaluate(
    catalog: Path | Catalog,
    bands: Mapping[str | int, Array],
    valid: npt.NDArray[np.bool_],
    pixel_size: tuple[float, float] | None = None,
) -> Result:
    """The class of every pixel.

    - `bands`: arrays by role or number, in the unit that rules see (scale and offset applied in Float32).
    - `valid`: the pixels that take part: not nodata, readable, and inside of what is surveyed.
    - `pixel_size`: metres along the columns and along the rows; None where only lengths in pixels work.
    """
    catalog = catalog if isinstance(catalog, Catalog) else Catalog.read(catalog)
    scene = Scene(catalog, bands, valid, pixel_size)
    mask = scene.clean(scene.assign())
    for name in catalog.rules.get("thresholds", {}):
        scene.named(name)
    counts = {name: int(np.count_nonzero(mask == value)) for name, value in catalog.classes.items()}
    return Result(mask, valid & (mask == 0), scene.thresholds, counts)
