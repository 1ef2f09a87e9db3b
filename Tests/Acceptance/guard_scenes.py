"""Fields of known plant cover on which a threshold may go wrong: all soil, all plants, two soils, a colour cast.

Each scene is drawn from distributions of excess green (2g - r - b, chromatic) and brightness, and delivered as 8-bit
red, green and blue. The true cover is exact: plants fill the highest places of a smooth random field.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Array = npt.NDArray[Any]
#: Draws `n` values of excess green.
Greenness = Callable[[np.random.Generator, int], Array]


def normal(mean: float, deviation: float) -> Greenness:
    return lambda random, n: random.normal(mean, deviation, n)


def skewed(low: float, scale: float) -> Greenness:
    """Most values near `low`, a tail upwards (downwards for a negative scale)."""
    return lambda random, n: random.normal(low, 0.3 * abs(scale), n) + scale * random.gamma(1.5, 1, n)


def either(first: Greenness, second: Greenness, share: float) -> Greenness:
    """The second one for a share of the pixels."""

    def draw(random: np.random.Generator, n: int) -> Array:
        return np.where(random.random(n) < share, second(random, n), first(random, n))

    return draw


SOIL, CROP = normal(0.02, 0.03), normal(0.28, 0.08)


@dataclass(frozen=True)
class GuardScene:
    """A field: its true cover 0..1, and how green soil and plants are."""

    cover: float
    soil: Greenness = SOIL
    plants: Greenness = CROP
    #: Added to the excess green of everything.
    cast: float = 0.0
    #: Share of pixels in which soil and plants mix.
    mixed: float = 0.0


SCENES: dict[str, GuardScene] = {
    "bare soil": GuardScene(0),
    "bare soil, skewed": GuardScene(0, soil=skewed(0.0, 0.018)),
    "bare soil, wet and dry": GuardScene(0, soil=either(normal(0.0, 0.014), normal(0.065, 0.014), 0.4)),
    "bare soil and greenish stubble": GuardScene(0, soil=either(SOIL, normal(0.08, 0.02), 0.4)),
    "0.5 %": GuardScene(0.005),
    "1 %": GuardScene(0.01),
    "5 %": GuardScene(0.05),
    "20 %": GuardScene(0.20),
    "50 %": GuardScene(0.50),
    "80 %": GuardScene(0.80),
    "90 %": GuardScene(0.90),
    "95 %": GuardScene(0.95),
    "99 %": GuardScene(0.99),
    "100 %": GuardScene(1),
    "100 %, skewed": GuardScene(1, plants=skewed(0.36, -0.04)),
    "100 %, with shade": GuardScene(1, plants=either(CROP, normal(0.15, 0.04), 0.2)),
    "20 % on wet and dry soil": GuardScene(0.2, soil=either(normal(0.0, 0.014), normal(0.065, 0.014), 0.4)),
    "60 % on wet and dry soil": GuardScene(0.6, soil=either(normal(0.0, 0.014), normal(0.065, 0.014), 0.4)),
    "30 %, pale crop": GuardScene(0.3, plants=normal(0.17, 0.045)),
    "30 %, colour cast to green": GuardScene(0.3, cast=0.05),
    "30 %, colour cast to magenta": GuardScene(0.3, cast=-0.05),
    "50 %, mixed pixels": GuardScene(0.5, mixed=0.2),
}  # fmt: skip


def draw(scene: GuardScene, width: int = 640, height: int = 480, seed: int = 11) -> tuple[npt.NDArray[np.uint8], float]:
    """Red, green and blue (band, row, column), and the true cover in percent as drawn."""
    random = np.random.default_rng(seed)
    n = width * height
    place = ndimage.gaussian_filter(random.normal(size=(height, width)), 6, mode="wrap").ravel()
    share = np.zeros(n)
    order = np.argsort(place)[::-1]
    share[order[: round(scene.cover * n)]] = 1
    if scene.mixed:
        # The rim of the plants: as many pixels inside as outside, so that the cover stays what it is.
        rim = order[round((scene.cover - scene.mixed / 2) * n) : round((scene.cover + scene.mixed / 2) * n)]
        share[rim] = np.linspace(1, 0, len(rim))
    soil = colours(scene.soil(random, n) + scene.cast, 375, 40, random)
    plants = colours(scene.plants(random, n) + scene.cast, 270, 50, random)
    picture = share * plants + (1 - share) * soil
    return np.clip(np.rint(picture), 1, 255).astype(np.uint8).reshape(3, height, width), 100 * float(share.mean())


def colours(green_excess: Array, brightness: float, deviation: float, random: np.random.Generator) -> Array:
    """Red, green and blue of given excess green; brightness is their sum."""
    total = np.clip(random.normal(brightness, deviation, green_excess.shape), 90, 600)
    green = (1 + np.clip(green_excess, -0.5, 1.2)) / 3
    red = (1 - green) * np.clip(random.normal(0.6, 0.015, green_excess.shape), 0, 1)
    return total * np.stack([red, green, 1 - red - green])
