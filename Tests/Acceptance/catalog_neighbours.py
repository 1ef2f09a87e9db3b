"""What pixels say of the pixels around them: the neighbourhood functions and cleaning steps of catalogs.

A disc of radii (rx, ry) holds the offsets with (dx/rx)^2 + (dy/ry)^2 <= 1 + 1e-9, and always its centre. Pixels that
are not `present` take no part.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Array = npt.NDArray[Any]
Radii = tuple[float, float]
#: Rows that are worked on at once: few enough to stay in the processor's cache.
STRIP = 64


def half_widths(radii: Radii) -> list[int]:
    """How far the disc reaches to either side, in the row `dy` above or below its centre."""
    rx, ry = radii

    def inside(dx: int, dy: int) -> bool:
        return (dx / rx if dx else 0.0) ** 2 + (dy / ry if dy else 0.0) ** 2 <= 1 + 1e-9

    rows = [dy for dy in range(int(ry * (1 + 1e-8)) + 2) if dy == 0 or (ry > 0 and inside(0, dy))]
    columns = range(int(rx * (1 + 1e-8)) + 2)
    return [max([dx for dx in columns if dx == 0 or (rx > 0 and inside(dx, dy))]) for dy in rows]


def over_disc(values: Array, radii: Radii, combine: np.ufunc, nothing: Any) -> Array:
    """`combine` of all values in the disc around each pixel; beyond the edge there is `nothing`."""
    widths = half_widths(radii)
    reach, side = len(widths) - 1, widths[0]
    height, width = values.shape
    result = np.empty_like(values)
    for top in range(0, height, STRIP):
        bottom = min(top + STRIP, height)
        first, last = max(top - reach, 0), min(bottom + reach, height)
        strip = np.full((bottom - top + 2 * reach, width + 2 * side), nothing, values.dtype)
        strip[first - top + reach : last - top + reach, side : side + width] = values[first:last]
        result[top:bottom] = _strip(strip, widths, combine, nothing, bottom - top, width)
    return result


def _strip(strip: Array, widths: list[int], combine: np.ufunc, nothing: Any, height: int, width: int) -> Array:
    reach, side = len(widths) - 1, widths[0]
    row = strip[:, side : side + width].copy()
    total = np.full((height, width), nothing, strip.dtype)
    done = 0
    for dy in range(reach, -1, -1):
        while done < widths[dy]:
            done += 1
            combine(row, strip[:, side - done : side - done + width], out=row)
            combine(row, strip[:, side + done : side + done + width], out=row)
        combine(total, row[reach + dy : reach + dy + height], out=total)
        if dy:
            combine(total, row[reach - dy : reach - dy + height], out=total)
    return total


# Functions -----------------------------------------------------------------------------------------


def neighbourhood(function: str, x: Array, radii: Radii, present: Array) -> Array:
    """A function of formulas over the present pixels around each pixel; `x` are numbers or truths (bytes)."""
    if function == "gaussian":
        return gaussian(x, radii, present)
    if x.dtype == np.uint8:
        return _truths(function, x, radii, present)
    return {"mean_within": mean, "deviation_within": deviation, "min_within": lowest, "max_within": highest}[function](
        x, radii, present & np.isfinite(x)
    )


def _truths(function: str, x: Array, radii: Radii, present: Array) -> Array:
    if function in ("any_within", "max_within"):
        return over_disc(np.where(present, x, np.uint8(0)), radii, np.maximum, 0)
    assert function in ("all_within", "min_within"), f"{function} wants a number"
    return over_disc(np.where(present, x, np.uint8(2)), radii, np.minimum, 2)


def counts(member: Array, radii: Radii) -> Array:
    return over_disc(member.astype(np.int32), radii, np.add, 0)


def _moment(x: Array, radii: Radii, member: Array, number: Array) -> Array:
    with np.errstate(all="ignore"):
        return over_disc(np.where(member, x, 0.0), radii, np.add, 0.0) / number


def mean(x: Array, radii: Radii, member: Array) -> Array:
    return _moment(x.astype(np.float64), radii, member, counts(member, radii)).astype(np.float32)


def deviation(x: Array, radii: Radii, member: Array) -> Array:
    number, x = counts(member, radii), x.astype(np.float64)
    first, second = _moment(x, radii, member, number), _moment(x * x, radii, member, number)
    return np.sqrt(np.maximum(second - first * first, 0)).astype(np.float32)


def lowest(x: Array, radii: Radii, member: Array) -> Array:
    return -highest(-x, radii, member)


def highest(x: Array, radii: Radii, member: Array) -> Array:
    nothing = np.float32(-np.inf)
    result = over_disc(np.where(member, x, nothing), radii, np.maximum, nothing)
    result[np.isneginf(result)] = np.nan
    return result


def gaussian(x: Array, sigmas: Radii, present: Array) -> Array:
    """Weighted mean, with the weights of a normal distribution cut at four standard deviations."""
    member = present & np.isfinite(x)
    weighted, weights = np.where(member, x, 0.0).astype(np.float64), member.astype(np.float64)
    for axis, sigma in ((1, sigmas[0]), (0, sigmas[1])):
        if sigma > 0:
            k = np.arange(-int(4 * sigma + 0.5), int(4 * sigma + 0.5) + 1, dtype=np.float64)
            taps = np.exp(-(k**2) / (2 * sigma**2))
            weighted = ndimage.correlate1d(weighted, taps, axis, mode="constant")
            weights = ndimage.correlate1d(weights, taps, axis, mode="constant")
    with np.errstate(all="ignore"):
        return np.where(weights > 0, weighted / weights, np.nan).astype(np.float32)


# Cleaning ------------------------------------------------------------------------------------------


def reach(member: Array, radii: Radii) -> Array:
    """The pixels with a member in their disc."""
    return over_disc(member.astype(np.uint8), radii, np.maximum, 0).astype(bool)


def _commonest(mask: Array, classes: list[int], radii: Radii, where: Array) -> tuple[Array, Array]:
    """The class with most pixels around each pixel `where` (the lowest of equals), and how many they are."""
    best, number = np.zeros(mask.shape, np.uint8), np.zeros(mask.shape, np.int32)
    for value in sorted(classes):
        found = counts(mask == value, radii)
        more = where & (found > number)
        best[more], number[more] = value, found[more]
    return best, number


def majority(mask: Array, radii: Radii) -> Array:
    """The commonest class of the disc; its own class where that is among the winners."""
    classes = [int(value) for value in np.unique(mask) if value]
    best, number = _commonest(mask, classes, radii, mask > 0)
    own = np.zeros(mask.shape, np.int32)
    for value in classes:
        own[mask == value] = counts(mask == value, radii)[mask == value]
    return np.where((mask > 0) & (own < number), best, mask)


def opened(mask: Array, value: int, radii: Radii) -> Array:
    """What of a class is narrower than the disc goes to the commonest other class around it."""
    eroded = ~reach((mask > 0) & (mask != value), radii)
    lost = (mask == value) & ~reach(eroded, radii)
    others = [int(other) for other in np.unique(mask) if other not in (0, value)]
    best, number = _commonest(mask, others, radii, lost)
    return np.where(lost & (number > 0), best, mask)


def closed(mask: Array, value: int, radii: Radii) -> Array:
    """Gaps of a class that are narrower than the disc are filled."""
    filled = ~reach(~reach(mask == value, radii), radii)
    return np.where((mask > 0) & filled, np.uint8(value), mask)


CLEANING: dict[str, Callable[..., Array]] = {"majority": majority, "open": opened, "close": closed}
