"""Which pixels hold an observation: alpha, nodata values, `--nodata`, and what a mosaic has no source for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import rasterio
from rasterio.transform import from_origin

from support import (
    RGB,
    RGBA,
    Exit,
    Quadrat,
    digest,
    tool,
    write_catalog,
    write_raster,
)

Array = npt.NDArray[Any]
PLACE = from_origin(500_000, 5_500_000, 0.1, 0.1)
WIDTH, HEIGHT = 90, 70


@pytest.fixture
def colours(tmp_path: Path) -> Path:
    """Takes red, green and blue."""
    return write_catalog(
        tmp_path / "colours.yaml", {"R": "red", "G": "green", "B": "blue"}, [("high", "G > R"), ("low", None)]
    )


@pytest.fixture
def green(tmp_path: Path) -> Path:
    """Takes green alone."""
    return write_catalog(tmp_path / "green.yaml", {"G": "green"}, [("high", "G > 100"), ("low", None)])


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """Takes the first band, whatever it is."""
    return write_catalog(tmp_path / "first.yaml", {"X": 1}, [("high", "X > 100"), ("low", None)])


def picture(count: int = 4, dtype: npt.DTypeLike = "uint8", seed: int = 3) -> Array:
    return np.random.default_rng(seed).integers(1, 200, (count, HEIGHT, WIDTH)).astype(dtype)


def opacity() -> Array:
    visible = np.zeros((HEIGHT, WIDTH), bool)
    visible[11:50, 7:61] = True
    return visible


def valid(quadrat: Quadrat, raster: Path, catalog: Path, *options: object) -> int:
    return quadrat.cover(raster, catalog, *options).pixels["valid"]


def card(quadrat: Quadrat, raster: Path, *options: object) -> dict[str, Any]:
    result = quadrat("inspect", raster, "--json", *options)
    assert result.code == 0, result.stderr
    return json.loads(result.stdout)


# Alpha ---------------------------------------------------------------------------------------------

NAMED = "red=1,green=2,blue=3"


@pytest.mark.parametrize("flagged", [True, False])
def test_the_band_named_alpha_is_the_mask(each_reader: Quadrat, green: Path, tmp_path: Path, flagged: bool) -> None:
    data, visible = picture(), opacity()
    data[3] = np.where(visible, 200, 0)
    kind = {"photometric": "RGB", "alpha": "yes" if flagged else "no"}
    raster = write_raster(tmp_path / "a.tif", data, transform=PLACE, tiled=True, **kind)
    for options in (["--bands", NAMED + ",alpha=4"], ["--bands", "green=2,alpha=4", "--tile-size", 16]):
        run = each_reader.cover(raster, green, *options)
        assert run.pixels["valid"] == visible.sum() and ((run.mask != 0) == visible).all()
    without = valid(each_reader, raster, green, "--bands", NAMED)
    assert without == (visible.sum() if flagged else visible.size)
    # Under any other role it is a band like others.
    assert valid(each_reader, raster, green, "--bands", NAMED + ",nir=4") == visible.size


@pytest.mark.parametrize(("dtype", "opaque"), [("uint16", 1), ("uint16", 65535), ("float32", 1e-9), ("float64", 255)])
def test_any_opacity_but_none_counts_in_every_type(
    each_reader: Quadrat, green: Path, tmp_path: Path, dtype: str, opaque: float
) -> None:
    data, visible = picture(dtype=dtype), opacity()
    data[3] = np.where(visible, opaque, 0)
    if data.dtype.kind == "f":
        data[3, 0, 0] = np.nan
    raster = write_raster(tmp_path / "a.tif", data, transform=PLACE)
    assert valid(each_reader, raster, green, "--bands", NAMED + ",alpha=4") == visible.sum()


def test_alpha_may_come_from_another_file(quadrat: Quadrat, green: Path, tmp_path: Path) -> None:
    data, visible = picture(3), opacity()
    raster = write_raster(tmp_path / "a.tif", data, transform=PLACE, colours=RGB)
    # Coarser, shifted and smaller than the raster: where it does not reach there is nothing.
    mask = np.zeros((2, HEIGHT // 2, WIDTH // 2), np.uint8)
    mask[1] = np.where(visible[::2, ::2], 1, 0)
    half = write_raster(tmp_path / "mask.tif", mask, transform=from_origin(500_000, 5_500_000, 0.2, 0.2))
    run = quadrat.cover(raster, green, "--bands", f"alpha={half}:2")
    expected = visible[::2, ::2].repeat(2, 0).repeat(2, 1)
    assert ((run.mask != 0) == expected).all()
    assert run.run["validity"]["alpha_bands"] == [{"file": str(half), "band": 2}]
    alone = write_raster(tmp_path / "alone.tif", mask[1], transform=from_origin(500_000, 5_500_000, 0.2, 0.2))
    shown = card(quadrat, raster, "--bands", f"alpha={alone}")
    assert shown["valid_share"] == pytest.approx(expected.mean()) and f"alpha={alone}:1" in shown["next"]


def test_of_two_alpha_bands_the_named_one_counts(quadrat: Quadrat, green: Path, tmp_path: Path) -> None:
    data, visible = picture(5), opacity()
    data[3], data[4] = np.where(visible, 255, 0), np.where(visible, 0, 255)
    raster = write_raster(tmp_path / "a.tif", data, transform=PLACE, colours=[*RGBA, RGBA[3]])
    run = quadrat.cover(raster, green, "--bands", "alpha=5")
    assert run.pixels["valid"] == (~visible).sum()
    assert "band 5 is named as alpha, so band 4, which the file says is alpha, does not count" in run.outcome.stderr
    assert valid(quadrat, raster, green) == visible.sum()


def test_alpha_counts_beside_nodata_and_masks(each_reader: Quadrat, green: Path, tmp_path: Path) -> None:
    data, visible = picture(), opacity()
    data[3] = np.where(visible, 255, 0)
    data[:3, 20:25, 20:25] = 255
    inside = np.ones_like(visible)
    inside[:30] = False
    raster = write_raster(tmp_path / "a.tif", data, transform=PLACE, mask=inside, nodata=255)
    expected = visible & inside & ~(data[:3] == 255).all(0)
    bands = ["--bands", NAMED + ",alpha=4"]
    run = each_reader.cover(raster, green, *bands)
    own = rasterio.open(raster).read_masks(2) > 0
    assert ((run.mask != 0) == (expected & own)).all()


def test_the_card_and_its_next_command_agree_with_the_survey(quadrat: Quadrat, tmp_path: Path) -> None:
    data, visible = picture(), opacity()
    data[3] = np.where(visible, 255, 0)
    raster = write_raster(tmp_path / "a.tif", data, transform=PLACE)
    shown = card(quadrat, raster, "--bands", NAMED + ",alpha=4")
    assert shown["valid_share"] == pytest.approx(visible.mean())
    words = shown["next"].split()
    run = quadrat(*words[1:], "--out", quadrat.folder / "next", "--json", "--progress", "none", "--force")
    assert json.loads(run.stdout)["pixels"]["valid"] == visible.sum()
    error = quadrat("inspect", raster, "--bands", "alpha=5")
    assert error.code == Exit.REFUSED and "--bands says alpha=5, but" in error.error


# Nodata values -------------------------------------------------------------------------------------

LOWEST, LOWEST64 = float(np.finfo("float32").min), float(np.finfo("float64").min)


@pytest.mark.parametrize(
    ("dtype", "text", "stored"),
    [
        *(("float32", text, LOWEST) for text in ("-3.4028235e+38", "-3.402823e+38", "-3.40282e+38", "-3.403e+38")),
        *(("float32", text, LOWEST) for text in ("-3.4e+38", "-3.39999999999999996e+38", "-1.79769e+308", "-inf")),
        ("float32", "3.4e+38", -LOWEST),
        ("float32", "3.40282347e+38", -LOWEST),
        *(("float64", text, LOWEST64) for text in ("-1.79769e+308", "-1.797693e+308", "-1.8e+308")),
        ("float64", "-3.40282e+38", LOWEST),
        ("float32", "1.70141e+38", 2.0**127),
        ("float32", "9.96921e+36", 9.969209968386869e36),
        ("float32", "1e20", 1e20),
        ("float32", "0.1", 0.1),
        ("float32", "nan", np.nan),
        ("float64", "-9999.0", -9999),
        ("int16", "-32767", -32767),
    ],
)
def test_nodata_in_few_decimals(
    quadrat: Quadrat, through_gdal: Quadrat, first: Path, tmp_path: Path, dtype: str, text: str, stored: float
) -> None:
    data = np.full((HEIGHT, WIDTH), 150, dtype)
    data[:5] = stored
    data[6, :2] = (-9998, -32768)
    raster = write_raster(tmp_path / "a.tif", data, transform=PLACE)
    tool("gdal_edit.py", "-a_nodata", text, raster)
    mosaic = tmp_path / "a.vrt"
    tool("gdal_translate", "-q", "-of", "VRT", raster, mosaic)
    runs = [quadrat.cover(raster, first), through_gdal.cover(raster, first), quadrat.cover(mosaic, first)]
    assert all(run.pixels["nodata"] == 5 * WIDTH for run in runs)
    assert len({run.products["mask.tif"] for run in runs}) == 1
    assert quadrat("inspect", mosaic, "--json").code == 0


def test_few_decimals_hold_where_types_are_mixed(quadrat: Quadrat, tmp_path: Path) -> None:
    data = np.full((HEIGHT, WIDTH), 150, "float32")
    data[:5] = LOWEST
    other = write_raster(tmp_path / "nir.tif", data, transform=PLACE)
    tool("gdal_edit.py", "-a_nodata", "-3.402823e+38", other)
    raster = write_raster(tmp_path / "a.tif", picture(1, "int32"), transform=PLACE)
    catalog = write_catalog(tmp_path / "n.yaml", {"N": "nir", "R": "red"}, [("high", "N > R"), ("low", None)])
    run = quadrat.cover(raster, catalog, "--bands", f"red=1,nir={other}:1")
    assert run.pixels["nodata"] == 5 * WIDTH


def test_a_nodata_value_that_no_sample_can_be_is_named(quadrat: Quadrat, first: Path, tmp_path: Path) -> None:
    raster = write_raster(tmp_path / "a.tif", picture(1), transform=PLACE)
    tool("gdal_edit.py", "-a_nodata", "-9999", raster)
    run = quadrat.cover(raster, first)
    line = "it declares nodata -9999, which Byte numbers cannot be: it hides no pixel"
    assert run.pixels["nodata"] == 0 and line in run.outcome.stderr
    assert any(line in warning for warning in card(quadrat, raster)["warnings"])


# --nodata ------------------------------------------------------------------------------------------


def edited(raster: Path, value: str) -> Path:
    """A copy of the same name that declares a nodata value."""
    copy = raster.parent / "edited" / raster.name
    copy.parent.mkdir(exist_ok=True)
    shutil.copy(raster, copy)
    tool("gdal_edit.py", "-a_nodata", value, copy)
    return copy


def margins(dtype: npt.DTypeLike, value: float, count: int = 3) -> Array:
    data = picture(count, dtype)
    data[:, :, :13] = value
    data[0, 30:40, 30:40] = value
    return data


@pytest.mark.parametrize(
    ("dtype", "value", "count", "colour"),
    [
        ("uint8", "255", 3, RGB),
        ("uint8", "255", 4, RGBA),
        ("uint8", "0", 1, None),
        ("uint16", "65535", 4, None),
        ("int16", "-9999", 2, None),
        ("float32", "nan", 3, None),
        ("float32", "-3.4e+38", 2, None),
        ("float64", "1e20", 2, None),
    ],
)
@pytest.mark.parametrize("declared", [None, 7])
def test_one_value_is_what_gdal_edit_would_declare(
    quadrat: Quadrat,
    through_gdal: Quadrat,
    tmp_path: Path,
    dtype: str,
    value: str,
    count: int,
    colour: Any,
    declared: int | None,
) -> None:
    bands = {"X": 1} if count < 3 else {"R": "red", "G": "green", "B": "blue"}
    catalog = write_catalog(tmp_path / "c.yaml", bands, [("high", f"{list(bands)[-1]} > 100"), ("low", None)])
    data = margins(dtype, float(value) if value != "-3.4e+38" else LOWEST, count)
    raster = write_raster(
        tmp_path / "a.tif",
        data,
        transform=PLACE,
        colours=colour,
        tiled=True,
        blockxsize=32,
        blockysize=32,
        nodata=declared,
    )
    named = ["--bands", "red=1,green=2,blue=3"] if count >= 3 else []
    told = quadrat.cover(edited(raster, value), catalog, *named)
    for command in (quadrat, through_gdal):
        given = command.cover(raster, catalog, "--nodata", value, *named)
        for name in ("mask.tif", "coverage.json", "coverage.csv"):
            assert digest(given.path / name) == digest(told.path / name), name
        tiny = command.cover(raster, catalog, "--nodata", value, "--tile-size", 16, *named)
        assert digest(tiny.path / "mask.tif") == digest(given.path / "mask.tif")
        assert given.pixels["nodata"] > 0
        record = given.run["validity"]["nodata_given"]
        assert record["values"] == value and bool(record["overrules"]) == (declared is not None)
        words = f"declares nodata 7, and --nodata {value} holds instead"
        assert (words in given.outcome.stderr) == (declared is not None)


def test_one_value_for_a_mosaic(quadrat: Quadrat, first: Path, tmp_path: Path) -> None:
    data = margins("uint16", 9, 1)
    left = write_raster(tmp_path / "l.tif", data, transform=PLACE, nodata=3)
    right = write_raster(tmp_path / "r.tif", data, transform=from_origin(500_012, 5_499_999, 0.1, 0.1), nodata=3)
    mosaic = tmp_path / "m.vrt"
    tool("gdalbuildvrt", "-q", mosaic, left, right)
    copy = tmp_path / "edited" / "m.vrt"
    copy.parent.mkdir()
    copy.write_text(mosaic.read_text().replace('relativeToVRT="1">', f'relativeToVRT="0">{tmp_path}/'))
    tool("gdal_edit.py", "-a_nodata", "9", copy)
    given, told = quadrat.cover(mosaic, first, "--nodata", 9), quadrat.cover(copy, first)
    assert given.products["mask.tif"] == told.products["mask.tif"]
    assert given.products["coverage.json"] == told.products["coverage.json"]


def test_a_sparse_file_is_filled_alike(each_reader: Quadrat, first: Path, tmp_path: Path) -> None:
    data = np.zeros((256, 256), np.uint8)
    data[:64, :64] = 120
    full = write_raster(tmp_path / "full.tif", data, transform=PLACE)
    raster = tmp_path / "a.tif"
    tool(
        "gdal_translate",
        "-q",
        "-co",
        "TILED=YES",
        "-co",
        "BLOCKXSIZE=64",
        "-co",
        "BLOCKYSIZE=64",
        "-co",
        "SPARSE_OK=TRUE",
        full,
        raster,
    )
    given, told = each_reader.cover(raster, first, "--nodata", 50), each_reader.cover(edited(raster, "50"), first)
    assert given.products["mask.tif"] == told.products["mask.tif"]


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_three_values_hold_together(
    each_reader: Quadrat, colours: Path, green: Path, tmp_path: Path, dtype: str
) -> None:
    data = picture(4, dtype)
    data[:3, :, :9] = np.array([10, 20, 30])[:, None, None]
    data[1, :20] = 20
    data[:3, 60:] = 0
    raster = write_raster(tmp_path / "a.tif", data, transform=PLACE, nodata=0)
    bands = ["--bands", NAMED]
    gone = (data[0] == 10) & (data[1] == 20) & (data[2] == 30)
    for catalog in (colours, green):
        run = each_reader.cover(raster, catalog, "--nodata", "10, 20,30", *bands, "--tile-size", 32)
        assert ((run.mask == 0) == gone).all()
    assert "declares nodata 0, and --nodata 10,20,30 holds instead" in run.outcome.stderr


def test_colours_of_several_files_hold_together(quadrat: Quadrat, colours: Path, tmp_path: Path) -> None:
    data = picture(3)
    data[:, :, :9] = 255
    data[0, 40:] = 255
    files = [write_raster(tmp_path / f"{n}.tif", data[n], transform=PLACE) for n in range(3)]
    bands = ["--bands", f"red=1,green={files[1]}:1,blue={files[2]}"]
    for value in ("255", "255,255,255"):
        run = quadrat.cover(files[0], colours, *bands, "--nodata", value)
        assert ((run.mask == 0) == (data == 255).all(0)).all()


def test_alpha_counts_beside_a_given_value(each_reader: Quadrat, colours: Path, tmp_path: Path) -> None:
    data, visible = margins("uint8", 255, 4), opacity()
    data[3] = np.where(visible, 255, 0)
    raster = write_raster(tmp_path / "a.tif", data, transform=PLACE, colours=RGBA)
    run = each_reader.cover(raster, colours, "--nodata", 255)
    assert ((run.mask != 0) == (visible & ~(data[:3] == 255).all(0))).all()


@pytest.mark.parametrize(
    ("dtype", "values"), [("uint8", ["255", "255,255,255", "0"]), ("float32", ["-9999", "nan", "255"])]
)
def test_a_given_value_is_none_of_a_file_that_is_the_mask(
    each_reader: Quadrat, green: Path, tmp_path: Path, dtype: str, values: list[str]
) -> None:
    """Opaque is 255, and 255 means no data: of the colours, never of their opacity."""
    data, visible = picture(3, dtype), opacity()
    raster = write_raster(tmp_path / "a.tif", data, transform=PLACE)
    mask = np.where(visible, 255, 0).astype("uint8")
    for name, bands, declared in (("one", mask, None), ("zero", mask, 0), ("two", np.stack([mask // 3, mask]), None)):
        alpha = write_raster(tmp_path / f"{name}.tif", bands, transform=PLACE, nodata=declared)
        # Every value beside a mask of one band; beside the other masks the one that opaque pixels have.
        for value in values if name == "one" else ("255",):
            named = ["--bands", f"{NAMED},alpha={alpha}:{1 if bands.ndim == 2 else 2}", "--nodata", value]
            run = each_reader.cover(raster, green, *named)
            assert ((run.mask != 0) == visible).all(), (name, value)
            assert str(alpha) not in run.outcome.stderr
            if not each_reader.environment:
                assert card(each_reader, raster, *named)["valid_share"] == pytest.approx(visible.mean())
    # The raster itself may be the mask, and the colours come from another file.
    run = each_reader.cover(alpha, green, "--bands", f"green={raster}:2,alpha=2", "--nodata", values[-1])
    assert ((run.mask != 0) == visible).all()


@pytest.mark.parametrize("text", ["1,2", "1,2,3,4", "red", "", "1,,2", "0x10"])
def test_other_numbers_of_values_are_wrong_usage(quadrat: Quadrat, green: Path, scene: Path, text: str) -> None:
    for command in (["inspect", scene], ["plan", scene, "--catalog", green], ["cover", scene, "--catalog", green]):
        result = quadrat(*command, "--nodata", text)
        assert result.code == Exit.USAGE and "--nodata" in result.stderr


@pytest.mark.parametrize(
    ("dtype", "text", "name"),
    [
        ("uint8", "256", "Byte"),
        ("uint8", "nan", "Byte"),
        ("uint8", "1.5", "Byte"),
        ("uint16", "-1", "UInt16"),
        ("int16", "40000", "Int16"),
        ("float32", "1e39", "Float32"),
    ],
)
def test_a_value_that_the_type_cannot_hold_is_refused(
    quadrat: Quadrat, colours: Path, tmp_path: Path, dtype: str, text: str, name: str
) -> None:
    raster = write_raster(tmp_path / "a.tif", picture(3, dtype), transform=PLACE)
    for value in (text, f"1,{text},1"):
        error = quadrat.refuse(raster, colours, "--bands", NAMED, "--nodata", value)
        assert f"--nodata says {value}, and band" in error and f"({name}) cannot hold" in error
        inspected = quadrat("inspect", raster, "--bands", NAMED, "--nodata", value)
        assert inspected.code == Exit.REFUSED and "cannot hold" in inspected.error
    bare = write_raster(tmp_path / "bare.tif", picture(2, "float32"), transform=PLACE)
    error = quadrat.refuse(bare, colours, "--nodata", "1,2,3")
    assert "is for red, green and blue, and no band of" in error and "--bands red=1,green=2,blue=3" in error


def test_card_and_plan_take_it_too(quadrat: Quadrat, colours: Path, tmp_path: Path) -> None:
    data = margins("uint8", 255)
    raster = write_raster(tmp_path / "a.tif", data, transform=PLACE, colours=RGB)
    shown = card(quadrat, raster, "--nodata", "255")
    assert shown["valid_share"] == pytest.approx(1 - (data == 255).all(0).mean())
    assert "--nodata 255" in shown["next"]
    assert quadrat("plan", raster, "--catalog", colours, "--nodata", "255,255,255").code == 0


# Mosaics -------------------------------------------------------------------------------------------


def sources(folder: Path, dtype: str = "uint16", count: int = 2, **creation: Any) -> list[Path]:
    data = np.zeros((count, 50, 50), dtype) + 140
    places = [(500_000, 0), (500_010, 0), (500_012, 3)]
    return [
        write_raster(folder / f"s{i}.tif", data, transform=from_origin(x, 5_500_000 - y, 0.1, 0.1), **creation)
        for i, (x, y) in enumerate(places)
    ]


def filled(size: tuple[int, int] = (80, 170)) -> Array:
    """Where `sources` lie in their mosaic."""
    there = np.zeros(size, bool)
    for column, row in ((0, 0), (100, 0), (120, 30)):
        there[row : row + 50, column : column + 50] = True
    return there


@pytest.mark.parametrize("tile", [[], ["--tile-size", 16], ["--tile-size", 33]])
def test_what_a_mosaic_has_no_source_for_is_nodata(
    quadrat: Quadrat, first: Path, tmp_path: Path, tile: list[Any]
) -> None:
    mosaic = tmp_path / "m.vrt"
    tool("gdalbuildvrt", "-q", mosaic, *sources(tmp_path))
    there = filled()
    run = quadrat.cover(mosaic, first, *tile)
    assert ((run.mask != 0) == there).all()
    line = f"it has no source for {(~there).sum()} of its {there.size} pixels (49.3 %, the first at columns 50..<100"
    assert line in run.outcome.stderr and any(line in text for text in run.run["warnings"])
    shown = card(quadrat, mosaic)
    assert shown["valid_share"] == pytest.approx(there.mean()) and any(line in text for text in shown["warnings"])
    assert line in quadrat("plan", mosaic, "--catalog", first).stderr


def test_holes_of_a_mosaic_in_a_mosaic(quadrat: Quadrat, first: Path, tmp_path: Path) -> None:
    inner, outer = tmp_path / "inner.vrt", tmp_path / "outer.vrt"
    tool("gdalbuildvrt", "-q", inner, *sources(tmp_path))
    tool("gdal_translate", "-q", "-of", "VRT", "-a_scale", "0.5", inner, outer)
    run = quadrat.cover(outer, first)
    assert ((run.mask != 0) == filled()).all()
    assert f"it has no source for {(~filled()).sum()} of its" in run.outcome.stderr
    tool("gdalbuildvrt", "-q", "-overwrite", outer, inner)
    assert ((quadrat.cover(outer, first, "--tile-size", 40).mask != 0) == filled()).all()
    assert ((quadrat.cover(f"vrt://{inner}?bands=2", first).mask != 0) == filled()).all()


def test_sources_at_parts_of_pixels_are_rounded_as_gdal_does(quadrat: Quadrat, first: Path, tmp_path: Path) -> None:
    mosaic = tmp_path / "m.vrt"
    tool("gdalbuildvrt", "-q", "-tr", "0.13", "0.17", "-r", "bilinear", mosaic, *sources(tmp_path))
    opaque = tmp_path / "opaque.vrt"
    tool("gdalbuildvrt", "-q", "-tr", "0.13", "0.17", "-addalpha", opaque, *sources(tmp_path))
    with rasterio.open(opaque) as dataset:
        there = dataset.read(dataset.count) > 0
    for tile in (["--tile-size", 16], []):
        assert ((quadrat.cover(mosaic, first, *tile).mask != 0) == there).all()


def test_each_band_of_a_mosaic_has_holes_of_its_own(quadrat: Quadrat, colours: Path, tmp_path: Path) -> None:
    mosaic = tmp_path / "m.vrt"
    tool("gdalbuildvrt", "-q", "-separate", mosaic, *sources(tmp_path, "uint8", 1))
    run = quadrat.cover(mosaic, colours, "--bands", NAMED)
    assert run.pixels["valid"] == 0


def test_declared_nodata_and_alpha_stay_as_they_are(quadrat: Quadrat, green: Path, tmp_path: Path) -> None:
    mosaic = tmp_path / "m.vrt"
    files = sources(tmp_path, "uint8", 3, nodata=0)
    tool("gdalbuildvrt", "-q", mosaic, *files)
    run = quadrat.cover(mosaic, green, "--bands", NAMED)
    assert ((run.mask != 0) == filled()).all() and "no source" not in run.outcome.stderr
    rgba = tmp_path / "rgba.vrt"
    tool("gdalbuildvrt", "-q", "-addalpha", rgba, *sources(tmp_path, "uint8", 3))
    run = quadrat.cover(rgba, green, "--bands", NAMED)
    assert ((run.mask != 0) == filled()).all() and "no source" not in run.outcome.stderr


def test_a_full_mosaic_has_no_holes(quadrat: Quadrat, first: Path, tmp_path: Path) -> None:
    mosaic = tmp_path / "m.vrt"
    tool("gdalbuildvrt", "-q", mosaic, *sources(tmp_path)[:1])
    run = quadrat.cover(mosaic, first)
    assert run.pixels["nodata"] == 0 and run.outcome.stderr.count("Warning") == 0
    assert run.run["validity"]["masks"] == []


def test_values_that_only_the_sources_declare_are_named(quadrat: Quadrat, first: Path, tmp_path: Path) -> None:
    mosaic = tmp_path / "m.vrt"
    tool("gdal_translate", "-q", "-of", "VRT", "-a_nodata", "none", sources(tmp_path, nodata=140)[0], mosaic)
    run = quadrat.cover(mosaic, first)
    assert run.pixels["nodata"] == 0 and "files that it is made of do (140)" in run.outcome.stderr
    assert quadrat.cover(mosaic, first, "--nodata", 140).pixels["valid"] == 0


@pytest.mark.parametrize(
    ("source", "target", "properties"),
    [
        ((-5, 0, 1e-17, 50), (0, 0, 50, 50), (50, 50)),
        ((-5, 0, 5e-324, 50), (0, 0, 50, 50), (50, 50)),
        ((-9e8, -9e8, 1e-300, 1e-300), (9e8, 9e8, 9e8, 9e8), (50, 50)),
        ((0, 0, 1e-9, 1e-9), (0, 0, 9e8, 9e8), (50, 50)),
        ((0, 0, 50, 50), (0, 0, 50, 50), ("nan", "nan")),
        ((0, 0, 50, 50), (0, 0, 50, 50), ("inf", "inf")),
        ((0, 0, 50, 50), (0, 0, 50, 50), ("-1e308", "1e308")),
        ((0, 0, "nan", "inf"), (0, 0, 50, 50), (50, 50)),
        ((0, 0, 50, 50), ("1e300", "-inf", 50, "1e999"), (50, 50)),
        ((0, 0, 0, -50), (0, 0, -50, 0), (50, 50)),
    ],
)
def test_places_that_no_raster_has(
    quadrat: Quadrat, first: Path, tmp_path: Path, source: tuple[Any, ...], target: tuple[Any, ...], properties: Any
) -> None:
    """An answer or one clear line, whatever is written there."""
    rectangles = [
        f'<{name} xOff="{r[0]}" yOff="{r[1]}" xSize="{r[2]}" ySize="{r[3]}"/>'
        for name, r in (("SrcRect", source), ("DstRect", target))
    ]
    mosaic = tmp_path / "m.vrt"
    mosaic.write_text(
        '<VRTDataset rasterXSize="60" rasterYSize="60"><VRTRasterBand dataType="UInt16" band="1"><SimpleSource>'
        f"<SourceFilename>{sources(tmp_path)[0]}</SourceFilename><SourceBand>1</SourceBand>"
        f'<SourceProperties RasterXSize="{properties[0]}" RasterYSize="{properties[1]}" DataType="UInt16"/>'
        f"{''.join(rectangles)}</SimpleSource></VRTRasterBand></VRTDataset>"
    )
    for command in (["inspect", mosaic], ["plan", mosaic, "--catalog", first], ["cover", mosaic, "--catalog", first]):
        result = quadrat(*command, *(["--out", tmp_path / "run"] if command[0] == "cover" else []))
        assert result.code in (0, Exit.REFUSED) and "Fatal error" not in result.stderr, result.stderr
        assert result.code == 0 or result.error.count("\n") == 0


def test_missing_sources_are_named(quadrat: Quadrat, first: Path, tmp_path: Path) -> None:
    mosaic = tmp_path / "m.vrt"
    files = sources(tmp_path)
    tool("gdalbuildvrt", "-q", mosaic, *files)
    files[1].unlink()
    shown = quadrat("inspect", mosaic)
    assert shown.code == 0 and f"1 of the 3 files that it is made of is missing ({files[1]})" in shown.stdout
    assert "files that it is made of are missing" in quadrat.refuse(mosaic, first)
    assert quadrat("plan", mosaic, "--catalog", first).code == Exit.REFUSED
    assert quadrat.cover(mosaic, first, "--keep-going").pixels["unobserved"] > 0


# Files that are no rasters -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "head", "says"),
    [
        ("a.ecw", b"\x07" * 3000, "it looks like ECW, and this GDAL has no driver for that"),
        ("a.sid", b"msid" + b"\x07" * 3000, "it looks like MrSID, and this GDAL has no driver for that"),
        ("a.bin", b"msid" + b"\x07" * 3000, "it looks like MrSID, and this GDAL has no driver for that"),
        ("a.laz", b"LASF" + b"\x07" * 3000, "it is a point cloud (LAS), and no raster"),
        ("a.shp", b"\0\0\x27\x0a" + b"\x07" * 3000, "it holds vectors (shapefile), and no raster"),
        ("a.dng", b"\x07" * 3000, "it is a raw photograph (DNG), not yet a picture"),
        ("a.tif.aux.xml", b"<PAMDataset></PAMDataset>", "it is a file beside a raster (GDAL's notes on it)"),
        ("a.tfw", b"0.1\n0\n0\n-0.1\n500000\n5500000\n", "it is a file beside a raster (world file)"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": []}', "it holds vectors (vector format)"),
    ],
)
def test_what_is_no_raster_is_called_by_its_name(
    quadrat: Quadrat, first: Path, tmp_path: Path, name: str, head: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(head)
    assert says in quadrat.refuse(path, first)
    inspected = quadrat("inspect", path)
    assert inspected.code == Exit.REFUSED and says in inspected.error and "damaged" not in inspected.error


def test_a_raw_photograph_that_gdal_opens_is_none_either(quadrat: Quadrat, first: Path, tmp_path: Path) -> None:
    """GDAL opens the small picture for the camera's display."""
    photo = write_raster(tmp_path / "a.tif", picture(3)).rename(tmp_path / "photo.DNG")
    assert "it is a raw photograph" in quadrat.refuse(photo, first)
