"""Cautions: what the program knows against its own numbers stands beside them.

For each code a scene that must have it and one that must not; the scenes are drawn here, with noise, so that the truth
is known. Codes, documentation and this file are held together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import rasterio
from affine import Affine
from rasterio.enums import ColorInterp

from support import (
    REPOSITORY,
    RGB,
    RGBA,
    Exit,
    Quadrat,
    farm,
    write_catalog,
    write_raster,
)

Picture = npt.NDArray[np.uint8]

WIDTH, HEIGHT = 400, 300
SOIL, LEAF, ROOF, SNOW = (150, 120, 90), (70, 140, 60), (128, 126, 124), (238, 240, 245)
#: In near infrared, red, green.
LEAF_IN_FALSE_COLOUR, SOIL_IN_FALSE_COLOUR = (200, 60, 80), (140, 120, 100)
#: Pixels of 20 cm.
GRID = Affine(0.2, 0, 601_000, 0, -0.2, 5_762_000)


def ground(colour: tuple[int, int, int], spread: float = 5, seed: int = 1) -> Picture:
    """One kind of ground: a colour with noise, brighter and darker by the place."""
    random = np.random.default_rng(seed)
    light = 1 + 0.08 * random.standard_normal((HEIGHT, WIDTH))
    noise = random.normal(0, spread, (3, HEIGHT, WIDTH))
    return np.clip(np.array(colour)[:, None, None] * light + noise, 1, 254).astype(np.uint8)


def mixed(first: Picture, second: Picture, share: float) -> Picture:
    """Stripes of the second on the first."""
    column = np.arange(WIDTH)
    return np.where(column % 40 < 40 * share, second, first).astype(np.uint8)


def field(share: float = 0.4) -> Picture:
    return mixed(ground(SOIL), ground(LEAF, seed=2), share)


def village() -> Picture:
    """Roofs of 8 x 10 m on grass, and a street."""
    picture = ground(LEAF, 8)
    grey = ground(ROOF, 3, seed=3)
    for row in range(20, HEIGHT - 60, 70):
        for column in range(20, WIDTH - 60, 70):
            place = np.s_[:, row : row + 40, column : column + 50]
            picture[place] = grey[place]
    picture[:, -40:-20] = grey[:, -40:-20]
    return picture


def street() -> Picture:
    picture = ground(LEAF, 8)
    picture[:, 140:165] = ground(ROOF, 3, seed=3)[:, 140:165]
    return picture


def framed(picture: Picture, value: int) -> Picture:
    picture = picture.copy()
    picture[:, :, :30] = value
    picture[:, -25:] = value
    return picture


def glare() -> Picture:
    """Snow in the sun: smooth, and here and there too bright for the camera."""
    row, column = np.mgrid[0:HEIGHT, 0:WIDTH]
    light = 246 + 7 * np.sin(row / 23) * np.cos(column / 31) + 4 * np.sin(column / 7 + row / 11)
    noise = np.random.default_rng(4).normal(0, 1.5, (3, HEIGHT, WIDTH))
    return np.clip(light + noise, 0, 255).astype(np.uint8)


def with_band(picture: Picture, band: npt.NDArray[Any]) -> Picture:
    return np.concatenate([picture, band[np.newaxis].astype(np.uint8)])


COLLAR = np.where(np.arange(WIDTH) < 40, 0, 255) * np.ones((HEIGHT, 1), int)
INFRARED = ground((200, 200, 200), 20, seed=5)[0]
UNNAMED = (*RGB, ColorInterp.undefined)
BARE = (ColorInterp.gray, *[ColorInterp.undefined] * 3)


class Scenes:
    """Draws scenes and surveys them."""

    def __init__(self, quadrat: Quadrat) -> None:
        self.quadrat = quadrat

    def draw(self, picture: Picture, *, colours: Any = RGB, names: tuple[str, ...] = (), grid: Affine = GRID) -> Path:
        path = self.quadrat.folder / "scene.tif"
        write_raster(path, picture, transform=grid, colours=colours)
        if names:
            with rasterio.open(path, "r+") as dataset:
                for number, name in enumerate(names, start=1):
                    dataset.set_band_description(number, name)
        return path

    def codes(self, raster: Path, catalog: str | Path, *options: object, command: str = "cover") -> list[str]:
        out = self.quadrat.folder / "out"
        result = self.quadrat(
            command, raster, "--catalog", catalog, "--out", out, "--overwrite", "--progress", "none", *options
        )
        assert result.code == 0, result.stderr
        document = json.loads((out / "coverage.json").read_text())
        for caution in document["cautions"]:
            line = f"Caution ({caution['code']}): {caution['text']}"
            assert result.stdout.index(line) < result.stdout.index("% of valid"), "it stands above the table"
        return [caution["code"] for caution in document["cautions"]]


@pytest.fixture
def scenes(quadrat: Quadrat) -> Scenes:
    return Scenes(quadrat)


def blobs(sizes: list[int]) -> Picture:
    """Square plants on soil."""
    picture = ground(SOIL, 4)
    leaf = ground(LEAF, 4, seed=2)
    row = column = 5
    for size in sizes:
        if column + size > WIDTH - 5:
            row, column = row + max(sizes) + 5, 5
        picture[:, row : row + size, column : column + size] = leaf[:, row : row + size, column : column + size]
        column += size + 5
    return picture


def plants(scenes: Scenes) -> Path:
    return write_catalog(
        scenes.quadrat.folder / "plants.yaml",
        {"R": "red", "G": "green", "B": "blue"},
        [("plant", "ExG_chr > 0.1"), ("soil", None)],
        extra="clean: [{open: {class: plant, width: 5 px}}]\nobjects: {class: plant}\n",
    )


def cover(picture: Callable[[], Picture], catalog: str = "vegetation", *options: str, **how: Any) -> Any:
    return lambda scenes: scenes.codes(scenes.draw(picture(), **how), catalog, *options)


def count(sizes: list[int]) -> Any:
    return lambda scenes: scenes.codes(scenes.draw(blobs(sizes)), plants(scenes), command="count")


#: Per code: a scene that must have it, and one that must not.
CASES: dict[str, tuple[Any, Any]] = {
    "none-above-threshold": (cover(lambda: ground(SNOW, 3)), cover(field)),
    "all-above-threshold": (cover(lambda: ground(LEAF, 3)), cover(field)),
    "one-sided-threshold": (cover(lambda: ground((140, 128, 100))), cover(lambda: field(0.05))),
    "sensitive-threshold": (cover(lambda: ground((115, 118, 94))), cover(field)),
    "constant-band": (
        cover(lambda: np.concatenate([field()[:2], np.full((1, HEIGHT, WIDTH), 7, np.uint8)])),
        cover(lambda: ground(SNOW, 3)),
    ),
    "identical-bands": (cover(lambda: field()[[0, 1, 0]], "vegetation", "--force"), cover(lambda: ground(SNOW, 3))),
    "grey-picture": (cover(lambda: field()[[1, 1, 1]]), cover(lambda: ground(ROOF, 3))),
    "false-colour": (
        cover(lambda: mixed(ground(SOIL_IN_FALSE_COLOUR), ground(LEAF_IN_FALSE_COLOUR, seed=2), 0.5)),
        cover(lambda: ground((170, 90, 60))),
    ),
    "near-infrared-unused": (
        cover(lambda: with_band(field(), INFRARED), colours=BARE, names=("red", "green", "blue", "nir")),
        cover(lambda: with_band(field(), COLLAR), colours=RGBA),
    ),
    "stretched-bytes": (
        cover(
            lambda: with_band(field(), INFRARED),
            "vegetation-multispectral",
            colours=BARE,
            names=("red", "green", "blue", "nir"),
        ),
        cover(field),
    ),
    "possible-alpha": (
        cover(lambda: with_band(field(), COLLAR), colours=UNNAMED),
        cover(lambda: with_band(field(), INFRARED), colours=UNNAMED),
    ),
    "opaque-margin": (cover(lambda: framed(field(), 255)), cover(glare)),
    "candidates-by-shape": (cover(village, "road"), cover(street, "road")),
    "joined-objects": (count([12] * 20 + [60]), count([10, 12, 14, 16] * 6)),
}


@pytest.mark.parametrize("sizes", [[200], [200, 12], [170, 30, 20, 10]])
def test_one_object_of_half_a_field_is_no_plant(scenes: Scenes, sizes: list[int]) -> None:
    assert "joined-objects" in count(sizes)(scenes)
    assert "joined-objects" not in count([40, 30])(scenes)


@pytest.mark.parametrize("colour", [(255, 0, 255), (0, 255, 0), (240, 235, 220), (128, 128, 128)])
def test_margins_of_any_colour(scenes: Scenes, colour: tuple[int, int, int]) -> None:
    picture = field()
    picture[:, :30] = np.array(colour)[:, None, None]
    assert "opaque-margin" in scenes.codes(scenes.draw(picture), "road", "--force")
    text = (scenes.quadrat.folder / "out" / "coverage.json").read_text()
    numbers = ",".join(map(str, colour)) if len(set(colour)) > 1 else str(colour[0])
    assert f"--nodata={numbers} takes" in text
    assert "opaque-margin" not in scenes.codes(scenes.draw(picture), "road", "--force", f"--nodata={numbers}")


@pytest.mark.parametrize("code", CASES)
def test_a_scene_has_its_caution_and_another_has_not(scenes: Scenes, code: str) -> None:
    must, must_not = CASES[code]
    assert code in must(scenes)
    assert code not in must_not(scenes)


@pytest.mark.parametrize("picture", [field, lambda: field(0.05), lambda: field(0.9)], ids=["40 %", "5 %", "90 %"])
def test_a_clean_picture_has_no_caution(scenes: Scenes, picture: Callable[[], Picture]) -> None:
    assert scenes.codes(scenes.draw(picture()), "vegetation") == []


def test_the_sample_farm_has_no_caution(scenes: Scenes) -> None:
    raster = REPOSITORY / "tiles" / "farm.tif"
    for catalog in ("vegetation", "disease", "road", REPOSITORY / "catalogs" / "farm.yaml"):
        assert scenes.codes(raster, catalog) == []


def test_margins_of_zero_and_of_one_band(scenes: Scenes) -> None:
    green = write_catalog(scenes.quadrat.folder / "green.yaml", {"G": "green"}, [("light", "G > 100"), ("dark", None)])
    assert "opaque-margin" in scenes.codes(scenes.draw(framed(field(), 0)), green)
    catalog = write_catalog(
        scenes.quadrat.folder / "bright.yaml", {"P": "pan"}, [("bright", "P > 100"), ("dark", None)]
    )
    raster = scenes.draw(framed(field(), 255)[:1], colours=(ColorInterp.gray,))
    assert "opaque-margin" in scenes.codes(raster, catalog, "--bands", "pan=1")


def test_cautions_are_a_catalogs_own(scenes: Scenes) -> None:
    """What another catalog reads beside it, of another type, changes nothing."""
    raster = scenes.draw(framed(field(), 255))
    heights = scenes.quadrat.folder / "heights.tif"
    write_raster(heights, np.ones((HEIGHT, WIDTH), np.float32), transform=GRID)
    high = write_catalog(scenes.quadrat.folder / "high.yaml", {"H": "height"}, [("high", "H > 2"), ("low", None)])
    alone = scenes.quadrat.cover(raster, "vegetation").coverage["cautions"]
    both = scenes.quadrat.folder / "both"
    result = scenes.quadrat(
        "cover", raster, "--catalog", "vegetation", "--catalog", high, "--bands", f"height={heights}:1", "--out", both
    )
    assert result.code == 0, result.stderr
    assert json.loads((both / "vegetation" / "coverage.json").read_text())["cautions"] == alone
    assert [entry["code"] for entry in alone] == ["opaque-margin"]


def test_a_margin_beside_marked_pixels_is_a_warning_only(quadrat: Quadrat) -> None:
    """The file's own word stands: what its alpha says is seen is counted, and a line tells of it."""
    scene = farm(WIDTH, HEIGHT)
    scene[:3, :, -40:] = 255
    scene[3, :, -40:] = 255
    raster = write_raster(quadrat.folder / "collar.tif", scene, colours=RGBA)
    result = quadrat("cover", raster, "--catalog", "vegetation", "--out", "out", "--progress", "none")
    assert result.code == 0 and "Caution" not in result.stdout
    assert re.search(r"Warning: about \d+\.\d\d % of what counts as valid is 255 in all bands", result.stderr)


def test_the_share_of_a_margin_is_named(scenes: Scenes) -> None:
    raster = scenes.draw(framed(field(), 255))
    scenes.codes(raster, "vegetation")
    share = 1 - (WIDTH - 30) * (HEIGHT - 25) / (WIDTH * HEIGHT)
    text = (scenes.quadrat.folder / "out" / "coverage.json").read_text()
    told = re.search(r"about (\d+\.\d\d) % of what counts as valid is 255", text)
    assert told and float(told[1]) == pytest.approx(100 * share, abs=0.5)


@pytest.mark.parametrize("command", ["cover", "plan", "count"])
def test_two_equal_colours_are_refused(scenes: Scenes, command: str) -> None:
    raster = scenes.draw(field()[[0, 1, 0]])
    result = scenes.quadrat(command, raster, "--catalog", plants(scenes), "--out", "refused")
    assert result.code == Exit.REFUSED
    assert result.error == (
        f"Error: bands 1 (red) and 3 (blue) of {raster} are identical wherever looked (16 places): it is no picture in "
        "red, green and blue (false colour, such as red, near infrared, red?); say which bands are which with --bands, "
        "or go on with --force"
    )
    assert not (scenes.quadrat.folder / "refused").exists()
    card = scenes.quadrat("inspect", raster)
    assert card.code == 0 and "vegetation: bands 1 (red) and 3 (blue)" in card.stdout


@pytest.mark.parametrize("quality", [50, 75, 90])
def test_nearly_equal_colours_are_a_caution(scenes: Scenes, quality: int) -> None:
    """What JPEG, which stores colour at half the resolution, leaves of two equal bands."""
    path = scenes.quadrat.folder / "scene.jpg"
    profile = {"driver": "JPEG", "count": 3, "width": WIDTH, "height": HEIGHT, "dtype": "uint8", "quality": quality}
    with rasterio.open(path, "w", **profile) as dataset:
        dataset.write(field()[[0, 1, 0]])
    assert "identical-bands" in scenes.codes(path, "vegetation")


def test_plan_and_inspect_tell_what_is_known_beforehand(scenes: Scenes) -> None:
    raster = scenes.draw(with_band(field(), COLLAR), colours=UNNAMED)
    plan = scenes.quadrat("plan", raster, "--catalog", "vegetation")
    assert plan.code == 0 and "Caution (possible-alpha): band 4 holds only" in plan.stderr
    card = scenes.quadrat("inspect", raster)
    assert card.code == 0 and "Caution (possible-alpha): band 4 holds only" in card.stdout


def test_cautions_do_not_depend_on_the_tiling(scenes: Scenes, quadrat: Quadrat) -> None:
    """Several at once, from all that they are drawn from: places, histograms, the preview, sweeps."""
    picture = with_band(framed(village(), 255), COLLAR)
    raster = write_raster(quadrat.folder / "all.tif", picture, colours=UNNAMED, transform=GRID, blockysize=7)
    found = set()
    for options in (("--tile-size", "64"), ("--tile-size", "100", "--threads", "1"), ("--threads", "3"), ()):
        for catalog in ("vegetation", "road"):
            scenes.codes(raster, catalog, *options)
            found.add((catalog, (quadrat.folder / "out" / "coverage.json").read_text()))
    assert len(found) == 2
    assert all("opaque-margin" in text and "possible-alpha" in text for _, text in found)


def test_the_page_tells_every_code() -> None:
    source = (REPOSITORY / "Sources" / "Survey" / "Cautions" / "Caution.swift").read_text()
    codes = re.findall(r'^        case \w+ = "([a-z-]+)"$', source, re.MULTILINE)
    page = (REPOSITORY / "docs" / "cautions.md").read_text()
    assert re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE) and set(codes) == set(
        re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    )
    assert set(codes) - set(CASES) <= {"coloured-border"}, "a code without scenes"
