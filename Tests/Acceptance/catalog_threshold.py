"""Thresholds of catalogs: the histogram of a whole raster, the split that a method finds in it, and its guard."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
SIGMA, REACH = 4.0, 16
HIGHEST_VALLEY, LEAST_SEPARATION = 0.70, 3.2
SMALLEST_SHARE, LEAST_VARIANCE = 200, 1e-6


@dataclass(frozen=True)
class Threshold:
    """What a rule of thresholds asks for."""

    method: str
    otherwise: np.float32
    low: np.float32
    high: np.float32
    within: tuple[np.float32, np.float32] | None = None
    bins: int = 1024


@dataclass(frozen=True)
class Choice:
    """The threshold of a raster and what it was judged by."""

    value: np.float32
    accepted: bool
    candidate: np.float32 | None = None
    figures: dict[str, float] = field(default_factory=dict)
    objections: tuple[str, ...] = ()


def edges_of(rule: Threshold) -> Array:
    low, high = float(rule.low), float(rule.high)
    return (low + (high - low) * np.arange(rule.bins + 1) / rule.bins).astype(np.float32)


def histogram(values: Array, rule: Threshold) -> list[int]:
    """Counts by bin, a value equal to an edge in the bin below it, the outer bins taking what lies outside."""
    edges = edges_of(rule)
    total = np.zeros(rule.bins, np.int64)
    for start in range(0, values.size, 1 << 22):
        part = values[start : start + (1 << 22)]
        place = np.searchsorted(edges, part[np.isfinite(part)], side="left") - 1
        total += np.bincount(np.clip(place, 0, rule.bins - 1), minlength=rule.bins)
    return total.tolist()


@dataclass(frozen=True)
class Side:
    """Exact sums over the numbers of the bins on one side of a split."""

    count: int
    sum: int
    squares: int

    def mean(self, low: float, width: float) -> float:
        return low + width * (self.sum / self.count + 0.5)

    def variance(self, width: float) -> float:
        spread = self.count * self.squares - self.sum**2
        return width * width * (float(spread) / self.count / self.count)


def splits(counts: list[int]) -> Iterator[tuple[int, Side, Side]]:
    """Every inner edge with the sums below and above it."""
    total = Side(sum(counts), sum(c * k for k, c in enumerate(counts)), sum(c * k * k for k, c in enumerate(counts)))
    n = s = q = 0
    for k in range(1, len(counts)):
        c = counts[k - 1]
        n, s, q = n + c, s + c * (k - 1), q + c * (k - 1) ** 2
        yield k, Side(n, s, q), Side(total.count - n, total.sum - s, total.squares - q)


def suits(side: Side, total: int, width: float) -> bool:
    """Whether a side is large and wide enough: 0.5 % of the values, a variance of 1e-6."""
    enough = side.count > 0 and side.count * SMALLEST_SHARE >= total
    return enough and side.variance(width) >= LEAST_VARIANCE


def otsu_score(a: Side, b: Side, _width: float) -> float | None:
    if not a.count or not b.count:
        return None
    distance = float(b.count * a.sum - a.count * b.sum)
    return distance / a.count * distance / b.count


def minimum_error_score(a: Side, b: Side, width: float) -> float | None:
    total = a.count + b.count
    if not suits(a, total, width) or not suits(b, total, width):
        return None
    w0, w1 = a.count / total, b.count / total
    spread = w0 * math.log(a.variance(width)) + w1 * math.log(b.variance(width))
    return -(1 + spread - 2 * (w0 * math.log(w0) + w1 * math.log(w1)))


def best_split(counts: list[int], method: str, width: float) -> int | None:
    """The split of the highest score; the middle of the first plateau, the lower of two."""
    score = {"otsu": otsu_score, "minimum-error": minimum_error_score}[method]
    scores = [(k, score(a, b, width)) for k, a, b in splits(counts)]
    known = [value for _, value in scores if value is not None]
    if not known:
        return None
    first = next(k for k, value in scores if value == max(known))
    last = first
    while last < len(scores) and scores[last][1] == max(known):
        last += 1
    return (first + last) // 2


def valley(counts: list[int], split: int) -> float:
    """The lowest count between the two peaks by the lower peak, after smoothing; 1 is no valley."""
    taps = np.array([math.exp(-(i**2) / (2 * SIGMA**2)) for i in range(-REACH, REACH + 1)])
    padded = np.pad(np.array(counts, float), REACH, mode="symmetric")
    smooth = np.array([padded[k : k + 2 * REACH + 1] @ taps for k in range(len(counts))]) / taps.sum()
    a, b = int(np.argmax(smooth[:split])), split + int(np.argmax(smooth[split:]))
    peak = min(smooth[a], smooth[b])
    return float(smooth[a : b + 1].min() / peak) if peak > 0 else 1.0


def choose(values: Array, rule: Threshold) -> Choice:
    """The threshold for the values of a raster's present pixels."""
    if rule.method == "fixed":
        return Choice(rule.otherwise, True)
    return judge(histogram(values, rule), rule)


def judge(counts: list[int], rule: Threshold) -> Choice:
    """The method's candidate if nothing speaks against it, else the threshold known beforehand."""
    width = (float(rule.high) - float(rule.low)) / rule.bins
    if sum(counts) == 0 or sum(1 for c in counts if c) < 2:
        return Choice(rule.otherwise, False, objections=("no two values",))
    split = best_split(counts, rule.method, width)
    if split is None:
        return Choice(rule.otherwise, False, objections=("no two sides",))
    _, lower, upper = next(item for item in splits(counts) if item[0] == split)
    total = lower.count + upper.count
    m0, m1 = lower.mean(float(rule.low), width), upper.mean(float(rule.low), width)
    spread = lower.variance(width) + upper.variance(width)
    separation = math.sqrt(2 / spread) * (m1 - m0) if spread > 0 else math.inf
    candidate, floor = edges_of(rule)[split], valley(counts, split)
    objections = {
        "no two sides": not (suits(lower, total, width) and suits(upper, total, width)),
        "one hill": floor > HIGHEST_VALLEY,
        "hills overlap": separation < LEAST_SEPARATION,
        "both below": m1 <= float(rule.otherwise),
        "both above": m0 >= float(rule.otherwise),
        "outside": rule.within is not None and not rule.within[0] <= candidate <= rule.within[1],
    }
    told = tuple(name for name, holds in objections.items() if holds)
    figures = {"lower": m0, "upper": m1, "valley": floor, "separation": separation, "share": upper.count / total}
    return Choice(rule.otherwise if told else candidate, not told, candidate, figures, told)
