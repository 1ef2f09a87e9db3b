"""Patches of a class mask by their definitions, over the whole mask at once: what fill, sieve and keep make of it.

Masks hold class values, 0 where there is no class. Patches are connected by eight neighbours, groups of them by sides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Mask = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int32]

CORNERS = np.ones((3, 3), int)
#: Stands for the edge of the raster among the classes around a patch; 0 is nodata and the like.
EDGE = 256


@dataclass
class Patches:
    """Numbered from 1 in no certain order; entry 0 of `codes` and `sizes` stands for no class."""

    labels: Labels
    codes: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]

    @classmethod
    def of(cls, mask: Mask) -> Patches:
        labels, codes = np.zeros(mask.shape, np.int32), [0]
        for code in np.unique(mask[mask > 0]):
            found, count = ndimage.label(mask == code, CORNERS)
            labels[found > 0] = found[found > 0] + len(codes) - 1
            codes += [int(code)] * count
        return cls(labels, np.array(codes), np.bincount(labels.ravel(), minlength=len(codes)))


def sides(labels: Labels, beyond: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How often pixels of each label (row) share a side with a pixel of another label that shows a face (column)."""
    count = np.zeros((labels.max() + 1, EDGE + 1), np.int64)
    padded = np.pad(labels, 1, constant_values=-1)
    faces = np.pad(beyond, 1, constant_values=EDGE)
    inner = padded[1:-1, 1:-1]
    for rows, columns in (
        (slice(0, -2), slice(1, -1)),
        (slice(2, None), slice(1, -1)),
        (slice(1, -1), slice(0, -2)),
        (slice(1, -1), slice(2, None)),
    ):
        differs = (inner > 0) & (padded[rows, columns] != inner)
        np.add.at(count, (inner[differs], faces[rows, columns][differs]), 1)
    return count


def together(patches: Patches, members: npt.NDArray[np.bool_]) -> Labels:
    """Groups of whole member patches, taken together where they share sides; 0 elsewhere."""
    labels, pairs = patches.labels, []
    for first, second in ((labels[:, 1:], labels[:, :-1]), (labels[1:, :], labels[:-1, :])):
        meets = members[first] & members[second] & (first != second)
        pairs.append(np.stack([first[meets], second[meets]]))
    first, second = np.concatenate(pairs, axis=1)
    graph = coo_matrix((np.ones(len(first), bool), (first, second)), shape=(len(members), len(members)))
    _, number = connected_components(graph, directed=False)
    return np.where(members, number + 1, 0).astype(np.int32)[labels]


def longest(count: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The class counted most often, the lowest one among equals, 0 for none; one for each row."""
    classes = count[:, 1:EDGE]
    return np.where(classes.max(1, initial=0) > 0, classes.argmax(1) + 1, 0)


def contents(groups: Labels, mask: Mask) -> npt.NDArray[np.int64]:
    count = np.zeros((groups.max() + 1, EDGE + 1), np.int64)
    np.add.at(count, (groups[groups > 0], mask[groups > 0]), 1)
    return count


def sieve(mask: Mask, below: Callable[[npt.NDArray[np.int64]], npt.NDArray[np.bool_]]) -> Mask:
    patches = Patches.of(mask)
    removed = below(patches.sizes) & (patches.codes > 0)
    # Removed patches show nothing.
    shown = np.where(removed[patches.labels], 0, mask).astype(np.int64)
    choice = np.where(removed, longest(sides(patches.labels, shown)), 0)
    result = np.where(choice[patches.labels] > 0, choice[patches.labels], mask).astype(np.uint8)
    groups = together(patches, removed & (choice == 0))
    sizes = np.bincount(groups.ravel())
    own = longest(contents(groups, mask))
    around = longest(sides(groups, result.astype(np.int64)))
    final = np.where(below(sizes) & (around > 0), around, own)
    return np.where(groups > 0, final[groups], result).astype(np.uint8)


def fill(mask: Mask, below: Callable[[npt.NDArray[np.int64]], npt.NDArray[np.bool_]]) -> Mask:
    patches = Patches.of(mask)
    groups = together(patches, below(patches.sizes) & (patches.codes > 0))
    around = sides(groups, mask.astype(np.int64))
    fits = below(np.bincount(groups.ravel())) & ((around > 0).sum(1) == 1)
    choice = np.where(fits, longest(around), 0)
    return np.where((groups > 0) & (choice[groups] > 0), choice[groups], mask).astype(np.uint8)


def strip(patch: npt.NDArray[np.bool_], side: tuple[float, float] = (1.0, 1.0)) -> tuple[float, float]:
    """Length and mean width of a patch of pixels of some width and height, from area and perimeter (Cauchy-Crofton,
    four directions: rows, columns, and the lattice's diagonals)."""
    inside = np.pad(patch, 1)
    width, height = side
    area = float(patch.sum()) * width * height
    slant = np.arctan2(height, width)
    # Crossings of the lines of a direction, their spacing, and the angle that the direction stands for.
    directions = [
        ((inside[:, 1:] != inside[:, :-1]).sum(), height, slant),
        ((inside[1:, :] != inside[:-1, :]).sum(), width, np.pi / 2 - slant),
        ((inside[1:, 1:] != inside[:-1, :-1]).sum(), width * height / np.hypot(width, height), np.pi / 4),
        ((inside[1:, :-1] != inside[:-1, 1:]).sum(), width * height / np.hypot(width, height), np.pi / 4),
    ]
    half = sum(float(crossings) * spacing * angle for crossings, spacing, angle in directions) / 4
    length = (half + max(0.0, half * half - 4 * area) ** 0.5) / 2
    return length, area / length


def keep(mask: Mask, code: int, holds: Callable[[float, float], bool], side: tuple[float, float] = (1.0, 1.0)) -> Mask:
    """`holds` judges length and mean width, in the unit of a pixel's width and height."""
    labels, _ = ndimage.label(mask == code, CORNERS)
    labels = labels.astype(np.int32)
    lost = np.zeros(labels.max() + 1, bool)
    for number, place in enumerate(ndimage.find_objects(labels), start=1):
        lost[number] = not holds(*strip(labels[place] == number, side))
    choice = longest(sides(labels, mask.astype(np.int64)))
    return np.where(lost[labels] & (choice[labels] > 0), choice[labels], mask).astype(np.uint8)
