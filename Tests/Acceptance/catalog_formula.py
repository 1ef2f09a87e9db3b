"""Formulas of catalogs, read and evaluated in Float32 by the words of docs/catalogs.md.

A number is a Float32 array (or one Float32); what has no finite value is NaN. A condition is an array of bytes, 0 for
no, 1 for unknown, 2 for yes: then `and` is the minimum, `or` the maximum and `not` the difference to 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
NO, UNKNOWN, YES = np.uint8(0), np.uint8(1), np.uint8(2)

WORDS = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:\s*(?P<unit>px|mm|cm|m)\b)?"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<sign>\*\*|<=|>=|==|!=|[-+*/<>(),]))"
)
#: Operators from the weakest to the strongest; `not` and the minus stand between.
COMPARISONS: dict[str, Callable[..., Array]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}
NEIGHBOURHOODS = (
    "mean_within", "min_within", "max_within", "any_within", "all_within", "deviation_within", "gaussian",
)  # fmt: skip


@dataclass(frozen=True)
class Length:
    """A number of metres, or of pixels."""

    value: float
    unit: str

    METRES: ClassVar[dict[str, float]] = {"m": 1.0, "cm": 0.01, "mm": 0.001}

    def in_pixels(self, pixel_size: tuple[float, float] | None) -> tuple[float, float]:
        """Along the columns and along the rows."""
        if self.unit == "px":
            return self.value, self.value
        assert pixel_size is not None, f"{self.value} {self.unit}: the raster has no size on the ground"
        metres = self.value * self.METRES[self.unit]
        return metres / pixel_size[0], metres / pixel_size[1]


def length(text: str) -> Length:
    """`30 cm`, `0.3 m`, `4mm`, `5 px`."""
    match = re.fullmatch(r"\s*([\d.eE+-]+)\s*(px|mm|cm|m)\s*", text)
    assert match, f"{text!r} is no length"
    return Length(float(match[1]), match[2])


#: m2 in one unit of area.
SQUARE_METRES = {"mm2": 1e-6, "cm2": 1e-4, "m2": 1.0, "ha": 1e4}


def pixels_of_area(text: str, pixel_size: tuple[float, float] | None) -> float:
    """`3 px2`, `20 cm2`, `0.5 m2`, `1 ha` as a number of pixels."""
    match = re.fullmatch(r"\s*([\d.eE+-]+)\s*(px2|mm2|cm2|m2|ha)\s*", text)
    assert match, f"{text!r} is no area"
    if match[2] == "px2":
        return float(match[1])
    assert pixel_size is not None, f"{text}: the raster has no size on the ground"
    return float(match[1]) * SQUARE_METRES[match[2]] / (pixel_size[0] * pixel_size[1])


def float32(text: str) -> np.float32:
    """The Float32 nearest to a decimal number, rounded once (by way of a double it would be twice)."""
    exact, near = Fraction(text), np.float32(float(text))
    around = [np.nextafter(near, np.float32(-np.inf)), near, np.nextafter(near, np.float32(np.inf))]
    even = [value for value in around if np.isfinite(value)]
    return min(even, key=lambda value: (abs(Fraction(float(value)) - exact), int(value.view(np.uint32)) & 1))


# Reading -------------------------------------------------------------------------------------------

#: A tree of tuples: ("number", value), ("name", text), ("length", Length), (operator or function, part, ...).
Tree = tuple[Any, ...]


def parse(formula: str) -> Tree:
    """The tree of a formula."""
    return Parser(formula).whole()


def names(tree: Tree) -> set[str]:
    """Every name that a formula mentions."""
    if tree[0] == "name":
        return {tree[1]}
    return set().union(*(names(part) for part in tree[1:] if isinstance(part, tuple)), set())


class Parser:
    """Recursive descent: or, and, not, comparison, sum, product, minus, power, value."""

    def __init__(self, formula: str) -> None:
        self.formula = formula
        self.words: list[tuple[str, Any]] = []
        place = 0
        while place < len(formula.rstrip()):
            match = WORDS.match(formula, place)
            assert match, f"{formula!r}: not understood at {formula[place:]!r}"
            self.words.append(self.word(match))
            place = match.end()
        self.place = 0

    @staticmethod
    def word(match: re.Match[str]) -> tuple[str, Any]:
        if match["unit"]:
            return "length", Length(float(match["number"]), match["unit"])
        if match["number"]:
            return "number", float32(match["number"])
        return ("name", match["name"]) if match["name"] else ("sign", match["sign"])

    def take(self, *wanted: str) -> str | None:
        """The next word if it is one of those."""
        kind, word = self.words[self.place] if self.place < len(self.words) else (None, "")
        if kind in ("sign", "name") and word in wanted:
            self.place += 1
            return word
        return None

    def whole(self) -> Tree:
        tree = self.disjunction()
        assert self.place == len(self.words), f"{self.formula!r}: more than one formula"
        return tree

    def disjunction(self) -> Tree:
        tree = self.conjunction()
        while self.take("or"):
            tree = ("or", tree, self.conjunction())
        return tree

    def conjunction(self) -> Tree:
        tree = self.negation()
        while self.take("and"):
            tree = ("and", tree, self.negation())
        return tree

    def negation(self) -> Tree:
        return ("not", self.negation()) if self.take("not") else self.comparison()

    def comparison(self) -> Tree:
        left = self.sum()
        if sign := self.take(*COMPARISONS):
            left = (sign, left, self.sum())
            assert not self.take(*COMPARISONS), f"{self.formula!r}: a comparison of a comparison"
        return left

    def sum(self) -> Tree:
        tree = self.product()
        while sign := self.take("+", "-"):
            tree = (sign, tree, self.product())
        return tree

    def product(self) -> Tree:
        tree = self.minus()
        while sign := self.take("*", "/"):
            tree = (sign, tree, self.minus())
        return tree

    def minus(self) -> Tree:
        return ("negate", self.minus()) if self.take("-") else self.power()

    def power(self) -> Tree:
        base = self.value()
        return ("**", base, self.minus()) if self.take("**") else base

    def value(self) -> Tree:
        if self.take("("):
            tree = self.disjunction()
            assert self.take(")"), f"{self.formula!r}: a '(' that is not closed"
            return tree
        kind, word = self.words[self.place]
        assert kind != "sign", f"{self.formula!r}: {word!r} where a value is due"
        self.place += 1
        return self.call(word) if kind == "name" and self.take("(") else (kind, word)

    def call(self, function: str) -> Tree:
        arguments = [self.disjunction()]
        while self.take(","):
            arguments.append(self.disjunction())
        assert self.take(")"), f"{self.formula!r}: a '(' that is not closed"
        return (function, *arguments)


# Evaluating ----------------------------------------------------------------------------------------


def finite_or_nan(value: Any) -> Any:
    return value + (value - value)


def compare(sign: str, left: Any, right: Any) -> Array:
    """In Float32; unknown where a side is not finite."""
    truth = np.asarray(COMPARISONS[sign](left, right)).astype(np.uint8)
    return np.where(np.isfinite(left) & np.isfinite(right), truth * YES, UNKNOWN)


def power(base: Any, exponent: Any) -> Any:
    """Squares, roots and the like are the operations they stand for; the rest is rounded from doubles."""
    if np.ndim(exponent) == 0:
        if exponent == 2:
            return finite_or_nan(base * base)
        if exponent == 1:
            return finite_or_nan(base)
        if exponent == np.float32(0.5):
            return finite_or_nan(np.sqrt(base))
        if exponent == -1:
            return finite_or_nan(np.float32(1) / base)
    return finite_or_nan(np.power(np.float64(base), np.float64(exponent)).astype(np.float32))


def rounded(function: Callable[..., Any]) -> Callable[[Any], Any]:
    return lambda x: finite_or_nan(function(np.float64(x)).astype(np.float32))


OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: finite_or_nan(a / b),
    "**": power,
    "negate": lambda a: -a,
    "and": np.minimum,
    "or": np.maximum,
    "not": lambda a: YES - a,
    "abs": np.abs,
    "sqrt": np.sqrt,
    "log": rounded(np.log),
    "exp": rounded(np.exp),
    "min": lambda *values: _reduce(np.minimum, values),
    "max": lambda *values: _reduce(np.maximum, values),
    "clamp": lambda x, low, high: np.minimum(np.maximum(x, low), high),
}


def _reduce(function: Callable[..., Any], values: tuple[Any, ...]) -> Any:
    result = values[0]
    for value in values[1:]:
        result = function(result, value)
    return result


def evaluate(tree: Tree, name: Callable[[str], Any], neighbourhood: Callable[[str, Any, Length], Any]) -> Any:
    """The value of a formula.

    `name` gives the value of a name; `neighbourhood` that of a function over the pixels within a length.
    """
    kind = tree[0]
    if kind == "number":
        return tree[1]
    if kind == "name":
        return name(tree[1])
    if kind in NEIGHBOURHOODS:
        assert tree[-1][0] == "length", f"{kind} wants a length last"
        return neighbourhood(kind, evaluate(tree[1], name, neighbourhood), tree[-1][1])
    parts = [evaluate(part, name, neighbourhood) for part in tree[1:]]
    with np.errstate(all="ignore"):
        return compare(kind, *parts) if kind in COMPARISONS else OPERATIONS[kind](*parts)
