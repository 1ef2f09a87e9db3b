"""What the answers must be, computed by numpy in Float32 from the catalog's words alone.

A truth is an array of 0 (false), 1 (true) and 1/2 (unknown): then `and` is the minimum, `or` the maximum
and `not` the difference to 1 (Kleene's three-valued logic).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from support import RunFolder

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.uint8]
UNKNOWN = 0.5


def compare(operator: Callable[..., Array], left: Any, right: Any) -> Array:
    """A comparison in Float32; without a finite operand on either side its outcome is unknown."""
    left, right = np.asarray(left, np.float32), np.asarray(right, np.float32)
    return np.where(np.isfinite(left) & np.isfinite(right), operator(left, right), UNKNOWN)


def less(left: Any, right: Any) -> Array:
    return compare(np.less, left, right)


def greater(left: Any, right: Any) -> Array:
    return compare(np.greater, left, right)


def both(*truths: Array) -> Array:
    return np.minimum.reduce(truths)


def either(*truths: Array) -> Array:
    return np.maximum.reduce(truths)


def negate(truth: Array) -> Array:
    return 1 - truth


def quotient(numerator: Any, denominator: Any) -> Array:
    """Division; what has no finite value is NaN, so that nothing later turns it back into a number."""
    with np.errstate(all="ignore"):
        value = np.divide(numerator, denominator, dtype=np.float32)
    return np.where(np.isfinite(value), value, np.float32(np.nan))


def decide(valid: Array, *rules: tuple[int, Array], otherwise: int) -> Mask:
    """The class of the first rule that is true; 0 where an unknown one comes before, and outside `valid`."""
    truths = np.stack([np.broadcast_to(truth, valid.shape) for _, truth in rules] + [np.ones(valid.shape)])
    first = (truths > 0).argmax(axis=0)
    met = np.take_along_axis(truths, first[np.newaxis], axis=0)[0]
    values = np.array([value for value, _ in rules] + [otherwise], np.uint8)
    return np.where(valid & (met == 1), values[first], np.uint8(0))


def accounted(run: RunFolder) -> None:
    """Every pixel and every square metre is counted once."""
    classes = run.coverage["classes"]
    pixels, area = run.pixels, run.area
    assert pixels["total"] == run.mask.size
    assert pixels["total"] == pixels["valid"] + pixels["nodata"] + pixels["unobserved"]
    assert pixels["valid"] == sum(entry["pixels"] for entry in classes)
    if area["planar_total"] is None and area["total"] is None:
        assert all(value is None for value in area.values())
        assert all(entry["area_m2"] is None for entry in classes)
        shares = [(entry["pixels"], pixels["valid"], entry) for entry in classes]
    elif area["total"] is None:
        # Pixels outside of the projection's domain have no area, nor have the sums that hold one.
        assert None in (area["valid"], area["nodata"], area["unobserved"])
        assert (area["valid"] is None) == any(entry["area_m2"] is None for entry in classes)
        shares = [(entry["area_m2"], area["valid"], entry) for entry in classes if area["valid"] is not None]
    else:
        slack = 1e-12 * area["total"]
        assert abs(area["total"] - area["valid"] - area["nodata"] - area["unobserved"]) <= slack
        assert abs(area["valid"] - sum(entry["area_m2"] for entry in classes)) <= slack
        shares = [(entry["area_m2"], area["valid"], entry) for entry in classes]
    for part, whole, entry in shares:
        percent = entry["percent_of_valid"]
        assert percent is None if whole == 0 else abs(percent - 100 * part / whole) <= 1e-9


def agrees(run: RunFolder, expected: Mask, valid: Array) -> None:
    """Mask and counts are those of `expected`, to the pixel."""
    wrong = np.argwhere(run.mask != expected)
    detail = [(int(r), int(c), int(run.mask[r, c]), int(expected[r, c])) for r, c in wrong[:5]]
    assert not len(wrong), f"{len(wrong)} of {expected.size} pixels differ; (row, column, got, due): {detail}"
    assert run.pixels["nodata"] == np.count_nonzero(~valid)
    assert run.pixels["unobserved"] == np.count_nonzero(valid & (expected == 0))
    for entry in run.coverage["classes"]:
        assert entry["pixels"] == np.count_nonzero(expected == entry["value"]), entry
    accounted(run)


def mode_of_blocks(mask: Mask, factor: int) -> Mask:
    """The commonest class but 0 in each block of `factor` x `factor` pixels, the lower one on a tie."""
    height, width = mask.shape
    padded = np.pad(mask, ((0, -height % factor), (0, -width % factor)))
    blocks = padded.reshape(padded.shape[0] // factor, factor, padded.shape[1] // factor, factor)
    classes = np.unique(mask[mask > 0])
    if not len(classes):
        return np.zeros((blocks.shape[0], blocks.shape[2]), np.uint8)
    counts = np.stack([np.count_nonzero(blocks == value, axis=(1, 3)) for value in classes])
    return np.where(counts.any(axis=0), classes[counts.argmax(axis=0)], np.uint8(0)).astype(np.uint8)
