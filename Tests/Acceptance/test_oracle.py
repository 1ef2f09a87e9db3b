"""The oracle of catalogs against loops over pixels that a person can check: who tests the tester."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import catalog_formula as formulas
import catalog_neighbours as neighbours
from catalog_oracle import Catalog, evaluate
from catalog_threshold import Threshold, choose, histogram, judge

Array = np.ndarray[Any, Any]
F = np.float32
RADII = [(0.0, 0.0), (0.4, 0.9), (1.0, 1.0), (1.5, 1.5), (2.5, 1.2), (3.0, 3.0), (0.5, 4.3)]


def disc(shape: tuple[int, ...], row: int, column: int, radii: tuple[float, float]) -> Iterator[tuple[int, int]]:
    """The pixels of the raster in the disc around one."""
    for y, x in itertools.product(range(shape[0]), range(shape[1])):
        dx, dy = x - column, y - row
        rx, ry = (math.inf if d == 0 else r for d, r in ((dx, radii[0]), (dy, radii[1])))
        if (rx and ry and (dx / rx) ** 2 + (dy / ry) ** 2 <= 1 + 1e-9) or dx == dy == 0:
            yield y, x


def each(shape: tuple[int, ...], value: Callable[[int, int], float], dtype: Any = F) -> Array:
    return np.array([[value(y, x) for x in range(shape[1])] for y in range(shape[0])], dtype)


@pytest.fixture
def present() -> Array:
    return np.random.default_rng(1).random((9, 12)) > 0.25


@pytest.fixture
def numbers() -> Array:
    """Numbers that doubles add up exactly, with NaN and infinities among them."""
    random = np.random.default_rng(2)
    values = random.integers(-512, 512, (9, 12)).astype(F) / F(64)
    values[random.random(values.shape) < 0.15] = np.nan
    values[random.random(values.shape) < 0.05] = np.inf
    return values


# Neighbourhoods ------------------------------------------------------------------------------------

STATISTICS: dict[str, Callable[[Array], float]] = {
    "mean_within": lambda v: v.sum() / len(v),
    "deviation_within": lambda v: math.sqrt(max((v * v).sum() / len(v) - (v.sum() / len(v)) ** 2, 0)),
    "min_within": lambda v: v.min(),
    "max_within": lambda v: v.max(),
}


@pytest.mark.parametrize("radii", RADII)
@pytest.mark.parametrize("function", STATISTICS)
def test_statistics_of_a_disc(numbers: Array, present: Array, function: str, radii: tuple[float, float]) -> None:
    def value(row: int, column: int) -> float:
        around = [numbers[place] for place in disc(numbers.shape, row, column, radii) if present[place]]
        finite = np.array([v for v in around if np.isfinite(v)], float)
        return STATISTICS[function](finite) if len(finite) else np.nan

    found = neighbours.neighbourhood(function, numbers, radii, present)
    assert found.dtype == F
    np.testing.assert_array_equal(found, each(numbers.shape, value))


@pytest.mark.parametrize("radii", RADII)
@pytest.mark.parametrize("function", ["any_within", "all_within", "max_within", "min_within"])
def test_any_and_all_of_a_disc(present: Array, function: str, radii: tuple[float, float]) -> None:
    truths = np.random.default_rng(3).integers(0, 3, present.shape).astype(np.uint8)
    wanted = max if function in ("any_within", "max_within") else min
    found = neighbours.neighbourhood(function, truths, radii, present)
    for row, column in np.argwhere(present):
        around = [truths[place] for place in disc(truths.shape, row, column, radii) if present[place]]
        assert found[row, column] == wanted(around)


@pytest.mark.parametrize("sigmas", [(0.0, 0.0), (0.7, 0.7), (1.2, 0.0), (0.4, 2.1)])
def test_gaussian(numbers: Array, present: Array, sigmas: tuple[float, float]) -> None:
    def taps(sigma: float) -> dict[int, float]:
        reach = int(4 * sigma + 0.5)
        return {k: math.exp(-(k**2) / (2 * sigma**2)) if k else 1.0 for k in range(-reach, reach + 1)}

    def value(row: int, column: int) -> float:
        total = weights = 0.0
        for (dy, b), (dx, a) in itertools.product(taps(sigmas[1]).items(), taps(sigmas[0]).items()):
            y, x = row + dy, column + dx
            if 0 <= y < 9 and 0 <= x < 12 and present[y, x] and np.isfinite(numbers[y, x]):
                total, weights = total + a * b * float(numbers[y, x]), weights + a * b
        return total / weights if weights else np.nan

    found = neighbours.neighbourhood("gaussian", numbers, sigmas, present)
    np.testing.assert_allclose(found, each(numbers.shape, value), rtol=2e-7, atol=1e-12)


def test_strips_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(4).integers(0, 1000, (150, 20)).astype(float)
    whole = neighbours.over_disc(values, (4, 7), np.add, 0.0)
    monkeypatch.setattr(neighbours, "STRIP", 11)
    np.testing.assert_array_equal(neighbours.over_disc(values, (4, 7), np.add, 0.0), whole)


# Cleaning ------------------------------------------------------------------------------------------


@pytest.fixture
def mask() -> Array:
    return np.random.default_rng(5).choice(np.array([0, 1, 2, 5], np.uint8), (11, 13), p=[0.1, 0.4, 0.3, 0.2])


def winners(mask: Array, row: int, column: int, radii: tuple[float, float], without: int = 0) -> list[int]:
    around = [int(mask[place]) for place in disc(mask.shape, row, column, radii) if mask[place] not in (0, without)]
    most = max((around.count(value) for value in around), default=0)
    return sorted({value for value in around if around.count(value) == most})


@pytest.mark.parametrize("radii", RADII)
def test_majority(mask: Array, radii: tuple[float, float]) -> None:
    def value(row: int, column: int) -> int:
        own = int(mask[row, column])
        best = winners(mask, row, column, radii)
        return own if own == 0 or own in best else best[0]

    np.testing.assert_array_equal(neighbours.majority(mask, radii), each(mask.shape, value, np.uint8))


@pytest.mark.parametrize("radii", RADII)
@pytest.mark.parametrize("value", [1, 2, 5])
def test_open(mask: Array, value: int, radii: tuple[float, float]) -> None:
    places = list(itertools.product(range(mask.shape[0]), range(mask.shape[1])))
    free = {p for p in places if all(mask[q] in (0, value) for q in disc(mask.shape, *p, radii))}
    kept = {p for p in places if any(q in free for q in disc(mask.shape, *p, radii))}

    def due(row: int, column: int) -> int:
        if mask[row, column] != value or (row, column) in kept:
            return int(mask[row, column])
        return next(iter(winners(mask, row, column, radii, without=value)), value)

    np.testing.assert_array_equal(neighbours.opened(mask, value, radii), each(mask.shape, due, np.uint8))


@pytest.mark.parametrize("radii", RADII)
@pytest.mark.parametrize("value", [1, 2, 5])
def test_close(mask: Array, value: int, radii: tuple[float, float]) -> None:
    places = list(itertools.product(range(mask.shape[0]), range(mask.shape[1])))
    near = {p for p in places if any(mask[q] == value for q in disc(mask.shape, *p, radii))}
    filled = {p for p in places if all(q in near for q in disc(mask.shape, *p, radii))}

    def due(row: int, column: int) -> int:
        return value if mask[row, column] and (row, column) in filled else int(mask[row, column])

    np.testing.assert_array_equal(neighbours.closed(mask, value, radii), each(mask.shape, due, np.uint8))


def test_a_width_of_three_pixels_is_a_square() -> None:
    assert neighbours.half_widths((1.5, 1.5)) == [1, 1]
    assert neighbours.half_widths((0.5, 0.5)) == [0]


# Formulas ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "due"),
    [
        ("2 + 3*4**2/2 - 1", 25),
        ("-2**2", -4),
        ("2**-1", 0.5),
        ("2**3**2", 512),
        ("10 - 4 - 3", 3),
        ("12/3/2", 2),
        ("- -2 + -(3 - 5)", 4),
        ("max(1, 2, 7, 3) + min(4, 2)", 9),
        ("clamp(9, 0, 5) - clamp(-1, 0, 5)", 5),
        ("abs(-3)*sqrt(16)", 12),
        ("exp(log(8))", 8),
    ],
)
def test_numbers(formula: str, due: float) -> None:
    value = formulas.evaluate(formulas.parse(formula), {}.__getitem__, lambda *_: None)
    assert value.dtype == F
    assert value == pytest.approx(due, rel=3e-7)


TRUTHS = {"yes": 2, "unknown": 1, "no": 0}
LITERALS = {"yes": "1 > 0", "unknown": "0/0 > 1", "no": "1 < 0"}


@pytest.mark.parametrize(("a", "b"), list(itertools.product(TRUTHS, TRUTHS)))
def test_logic(a: str, b: str) -> None:
    def truth(formula: str) -> int:
        return int(formulas.evaluate(formulas.parse(formula), {}.__getitem__, lambda *_: None))

    assert truth(f"{LITERALS[a]} and {LITERALS[b]}") == min(TRUTHS[a], TRUTHS[b])
    assert truth(f"{LITERALS[a]} or {LITERALS[b]}") == max(TRUTHS[a], TRUTHS[b])
    assert truth(f"not {LITERALS[a]} or {LITERALS[b]}") == max(2 - TRUTHS[a], TRUTHS[b])


def test_literals_are_rounded_once() -> None:
    assert formulas.float32("1.00000017881393432617187499") == F(1) + F(2) ** -23
    assert formulas.float32("0.1") == F(0.1)
    assert formulas.float32("16777217") == F(16777216)


# Whole catalogs ------------------------------------------------------------------------------------

CATALOG = {
    "bands": {"R": "red", "N2": "nir"},
    "classes": {"1": {"name": "bare"}, "3": {"name": "green"}, "7": {"name": "edge"}},
    "method": {
        "rules": {
            "thresholds": {"cut": {"of": "NDVI", "choose": "otsu", "within": "0.1 .. 0.6", "otherwise": "0.3"}},
            "define": {"dense": "NDVI > cut", "near": "any_within(dense, 10 cm)"},
            "assign": [
                {"class": "green", "when": "dense"},
                {"class": "edge", "when": "near"},
                {"class": "bare"},
            ],
        }
    },
}


def test_a_catalog_end_to_end() -> None:
    """A column of plants on bare ground, 10 cm pixels; a pixel without light is unobserved, and so its neighbours."""
    red = np.full((5, 9), 60.0)
    near_infrared = np.where(np.arange(9) == 4, 180.0, 70.0) * np.ones((5, 1))
    near_infrared += np.arange(45).reshape(5, 9) / 4
    red[2, 0] = near_infrared[2, 0] = 0
    valid = np.ones((5, 9), bool)
    valid[4, 8] = False
    result = evaluate(Catalog(CATALOG), {"red": red, "nir": near_infrared}, valid, (0.1, 0.1))
    row = [1, 1, 1, 7, 3, 7, 1, 1, 1]
    due = np.array([row] * 5, np.uint8)
    due[2, 0] = due[1, 0] = due[3, 0] = due[2, 1] = 0
    due[4, 8] = 0
    np.testing.assert_array_equal(result.mask, due)
    np.testing.assert_array_equal(result.unobserved, (due == 0) & valid)
    assert result.counts == {"bare": 25, "green": 5, "edge": 10}
    assert result.thresholds["cut"].accepted
    assert result.percent(["green"], ["green", "edge"]) == pytest.approx(100 / 3)
    assert result.percent(["green"], []) is None


# Thresholds ----------------------------------------------------------------------------------------


def rule(method: str, bins: int = 1024) -> Threshold:
    return Threshold(method, F(0.10), F(-1), F(2), (F(0.04), F(0.18)), bins)


def test_a_value_on_an_edge_lies_below_it() -> None:
    edges = Threshold("otsu", F(0), F(0), F(1), bins=4)
    values = np.array([-9, 0, 0.25, 0.2500001, 0.5, 1, 7, np.nan, np.inf], F)
    assert histogram(values, edges) == [3, 2, 0, 2]


@pytest.mark.parametrize("method", ["otsu", "minimum-error"])
def test_the_split_is_the_best_of_all(method: str) -> None:
    """Against the two criteria as the papers print them, over the bins' middles."""
    random = np.random.default_rng(6)
    values = np.concatenate([random.normal(0.0, 0.03, 3000), random.normal(0.3, 0.08, 1500)]).astype(F)
    found = choose(values, rule(method, bins=256))
    counts = np.array(histogram(values, rule(method, bins=256)), float)
    middle, p = -1 + 3 * (np.arange(256) + 0.5) / 256, counts / counts.sum()

    def criterion(k: int) -> float:
        w = np.array([p[:k].sum(), p[k:].sum()])
        if w.min() < 0.005:
            return -np.inf
        m = np.array([(p[s] * middle[s]).sum() for s in (slice(k), slice(k, None))]) / w
        v = np.array([(p[s] * middle[s] ** 2).sum() for s in (slice(k), slice(k, None))]) / w - m**2
        if method == "otsu":
            return float(w.prod() * (m[1] - m[0]) ** 2)
        return float(-(1 + (w * np.log(v)).sum() - 2 * (w * np.log(w)).sum())) if v.min() > 1e-6 else -np.inf

    best = max(range(1, 256), key=criterion)
    assert found.accepted
    assert found.candidate == pytest.approx(-1 + 3 * best / 256, abs=1e-6)


def test_the_middle_of_a_plateau_is_taken() -> None:
    values = np.repeat(np.array([0.005, 0.015, 0.285, 0.295], F), 50)
    assert choose(values, rule("otsu", 300)).candidate == F(0.15)


def test_one_hill_is_no_two() -> None:
    values = np.random.default_rng(7).normal(0.02, 0.03, 20000).astype(F)
    for method in ("otsu", "minimum-error"):
        choice = choose(values, rule(method))
        assert not choice.accepted
        assert choice.value == F(0.10)


@pytest.mark.parametrize("values", [[], [np.nan], [0.3], [0.3] * 9])
def test_nothing_to_split(values: list[float]) -> None:
    choice = choose(np.array(values, F), rule("minimum-error"))
    assert (choice.value, choice.accepted, choice.candidate) == (F(0.10), False, None)


def test_what_all_bins_hold_has_no_valley() -> None:
    choice = judge([100] * 64, Threshold("otsu", F(0.5), F(0), F(1), bins=64))
    assert choice.candidate == F(0.5)
    assert "one hill" in choice.objections
