"""Masks to count in, as booleans: noise of every density, and figures that are hard on a labeller working in blocks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Scene = npt.NDArray[np.bool_]


def noise(density: float, seed: int = 11) -> Callable[[int, int], Scene]:
    return lambda width, height: np.random.default_rng(seed).random((height, width)) < density


def spiral(width: int, height: int) -> Scene:
    """One line, three pixels wide, that winds inwards with gaps of two; each arm crosses all seams."""
    scene = np.zeros((height, width), bool)
    left, top, right, bottom, pitch = 0, 0, width, height, 5
    while right - left > 2 * pitch and bottom - top > 2 * pitch:
        scene[top : top + 3, left:right] = True
        scene[top:bottom, right - 3 : right] = True
        scene[bottom - 3 : bottom, left + pitch : right] = True
        scene[top + pitch : bottom, left + pitch : left + pitch + 3] = True
        left, top, right, bottom = left + pitch, top + pitch, right - pitch, bottom - pitch
    return scene


def comb(width: int, height: int) -> Scene:
    """Teeth that are told to belong together only at the last row, and others at the first column."""
    scene = np.zeros((height, width), bool)
    scene[: height // 2, ::2] = True
    scene[height // 2 - 1, :] = True
    scene[height // 2 + 1 :: 3, :] = True
    scene[height // 2 + 1 :, 0] = True
    return scene


def checkerboard(width: int, height: int) -> Scene:
    board = np.add.outer(np.arange(height), np.arange(width)) % 2 == 0
    # As one object of eight neighbours all of it would have more corners than an outline may have.
    board[:, : width // 2] = False
    return board


def rings(width: int, height: int) -> Scene:
    """Rings in rings around several centres, one pixel thin in places."""
    row, column = np.mgrid[0:height, 0:width]
    distance = np.minimum(np.hypot(row - 300, column - 250), np.hypot(row - 470, column - 500))
    return (distance % 9 < 2.2) & (distance < 230)


def thin_lines(width: int, height: int) -> Scene:
    """Lines one pixel wide: straight ones, slanted ones that are held together by corners, and single pixels."""
    scene = np.zeros((height, width), bool)
    scene[::17, : width // 2] = True
    scene[: height // 3, 3::19] = True
    index = np.arange(min(width, height) - 40)
    for start in range(0, 40, 8):
        scene[index, (index + width // 3 + start) % width] = True
    scene[height - 1, width - 1] = True
    return scene


def corners(width: int, height: int) -> Scene:
    """Squares that touch at corners only, also where four mask blocks meet."""
    row, column = np.mgrid[0:height, 0:width]
    side = 8
    return (row // side + column // side) % 2 == 0


def nothing(width: int, height: int) -> Scene:
    return np.zeros((height, width), bool)


def everything(width: int, height: int) -> Scene:
    return ~nothing(width, height)


SCENES: dict[str, Callable[[int, int], Scene]] = {
    "sparse noise": noise(0.05),
    "noise at the threshold of four neighbours": noise(0.6),
    "noise at the threshold of eight neighbours": noise(0.41),
    "dense noise": noise(0.95),
    "spiral": spiral,
    "comb": comb,
    "checkerboard": checkerboard,
    "rings": rings,
    "thin lines": thin_lines,
    "corners": corners,
    "nothing": nothing,
    "everything": everything,
}
