"""The whole mask and every count equal an independent Float32 evaluation, to the pixel.

Rules run in Float32, one rounding per operation, so numpy's Float32 arrays give the same bits; only exp, log and
powers that are not whole may differ in the last place, and then only beside the threshold.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

import oracle
from oracle import both, compare, either, greater, less, negate, quotient
from support import RGB, RGBA, Quadrat, RunFolder, random_bands, read_raster, tool, write_catalog, write_raster

WIDTH, HEIGHT = 109, 83
Array = oracle.Array
Bands = tuple[Array, Array, Array]
SYMBOLS = {"R": 1, "G": 2, "B": 3}


def float32(path: Path) -> list[Array]:
    """The bands of a raster as the rules see them."""
    with np.errstate(over="ignore"):
        return list(read_raster(path).astype(np.float32))


def everywhere(bands: list[Array]) -> Array:
    return np.ones(bands[0].shape, bool)


# Files ---------------------------------------------------------------------------------------------

DTYPES = ["uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"]
LAYOUTS: dict[str, dict[str, Any]] = {
    "tiled-pixel": {"tiled": True, "blockxsize": 32, "blockysize": 16, "interleave": "pixel"},
    "tiled-band": {"tiled": True, "blockxsize": 48, "blockysize": 64, "interleave": "band"},
    "striped-pixel": {"blockysize": 5, "interleave": "pixel"},
    "striped-band": {"blockysize": 32, "interleave": "band"},
}
COMPRESSIONS: dict[str, dict[str, Any]] = {
    "none": {},
    "lzw": {"compress": "LZW"},
    "lzw-predictor": {"compress": "LZW", "predictor": 2},
    "deflate-predictor": {"compress": "DEFLATE", "predictor": 2},
    "deflate-float-predictor": {"compress": "DEFLATE", "predictor": 3},
}


def is_tried(dtype: str, layout: str, compression: str) -> bool:
    """Predictors in every layout of every type they know; without one, each type and layout in one of two codecs."""
    if compression.endswith("predictor"):
        return dtype.startswith("float") or compression != "deflate-float-predictor"
    turn = (DTYPES.index(dtype) + list(LAYOUTS).index(layout)) % 4 < 2
    return turn == (compression == "none")


STORABLE = [case for case in itertools.product(DTYPES, LAYOUTS, COMPRESSIONS) if is_tried(*case)]


@pytest.fixture(scope="module")
def brightness(scenes: Path) -> Path:
    """A quotient and sums over bands given by number, at home in every number type."""
    return write_catalog(
        scenes / "brightness.yaml",
        SYMBOLS,
        [("high", "contrast > 0.5 and R > G"), ("low", "contrast < -0.25 or G + B <= R"), ("rest", None)],
        define={"contrast": "(R - B)/(R + B)"},
    )


def brightness_of(red: Array, green: Array, blue: Array) -> oracle.Mask:
    contrast = quotient(red - blue, red + blue)
    high = both(greater(contrast, 0.5), greater(red, green))
    low = either(less(contrast, -0.25), compare(np.less_equal, green + blue, red))
    return oracle.decide(np.ones(red.shape, bool), (1, high), (2, low), otherwise=3)


@pytest.mark.parametrize(("dtype", "layout", "compression"), STORABLE)
def test_any_number_type_and_layout(
    quadrat: Quadrat, brightness: Path, tmp_path: Path, dtype: str, layout: str, compression: str
) -> None:
    data = random_bands(dtype, 3, WIDTH, HEIGHT, seed=1)
    raster = write_raster(tmp_path / "raster.tif", data, **LAYOUTS[layout], **COMPRESSIONS[compression])
    bands = float32(raster)
    oracle.agrees(quadrat.cover(raster, brightness), brightness_of(*bands), everywhere(bands))


ENCODINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "big-endian": ("uint16", {"endianness": "BIG", "tiled": True, "compress": "LZW", "predictor": 2}),
    "big-endian-float": ("float32", {"endianness": "BIG", "tiled": True, "compress": "DEFLATE", "predictor": 3}),
    "bigtiff": ("int16", {"bigtiff": "YES", "tiled": True}),
    "twelve-bits": ("uint16", {"nbits": 12, "tiled": True}),
    "four-bits": ("uint8", {"nbits": 4}),
    "packbits": ("uint8", {"compress": "PACKBITS"}),
    "zstd": ("uint16", {"compress": "ZSTD", "tiled": True}),
    "lerc": ("float32", {"compress": "LERC", "tiled": True}),
    "jpeg": ("uint8", {"compress": "JPEG", "tiled": True, "interleave": "pixel"}),
    "jpeg-ycbcr": ("uint8", {"compress": "JPEG", "tiled": True, "interleave": "pixel", "photometric": "YCBCR"}),
    "jpeg-ycbcr-strips": ("uint8", {"compress": "JPEG", "interleave": "pixel", "photometric": "YCBCR"}),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_any_encoding(each_reader: Quadrat, brightness: Path, tmp_path: Path, encoding: str) -> None:
    """Every pixel is what GDAL decodes it to, with either reader."""
    dtype, creation = ENCODINGS[encoding]
    data = random_bands(dtype, 3, WIDTH, HEIGHT, seed=2)
    if bits := creation.get("nbits"):
        data %= 2**bits
    raster, plain = write_raster(tmp_path / "raster.tif", data, **creation), tmp_path / "plain.tif"
    tool("gdal_translate", "-q", raster, plain)
    bands = float32(plain)
    oracle.agrees(each_reader.cover(raster, brightness), brightness_of(*bands), everywhere(bands))


def test_tiles_that_were_never_written_are_zero(each_reader: Quadrat, tmp_path: Path) -> None:
    catalog = write_catalog(tmp_path / "sparse.yaml", {"R": 1}, [("dark", "R < 1"), ("bright", None)])
    data = np.zeros((1, 300, 300), np.uint8)
    data[:, 70:90, 100:260] = 9
    raster = write_raster(tmp_path / "sparse.tif", data, tiled=True, blockxsize=64, blockysize=64, sparse_ok=True)
    expected = np.where(data[0] == 0, 1, 2).astype(np.uint8)
    oracle.agrees(each_reader.cover(raster, catalog), expected, everywhere(list(data)))


# Formulas ------------------------------------------------------------------------------------------

F = np.float32
Truth = Callable[[Array, Array, Array], Array]

FORMULAS: dict[str, Truth] = {
    # arithmetic and its precedence
    "R - G - B > 10": lambda r, g, b: greater(r - g - b, 10),
    "R - (G - B) > 10": lambda r, g, b: greater(r - (g - b), 10),
    "R/G/B < 0.01": lambda r, g, b: less(quotient(quotient(r, g), b), 0.01),
    "R/(G/B) < 10": lambda r, g, b: less(quotient(r, quotient(g, b)), 10),
    "R + G*B - R/G > 900": lambda r, g, b: greater(r + g * b - quotient(r, g), 900),
    "-R + G > -B": lambda r, g, b: greater(-r + g, -b),
    "-(R - G) >= - -B": lambda r, g, b: compare(np.greater_equal, -(r - g), b),
    "R**2 > G*B": lambda r, g, b: greater(r * r, g * b),
    "-R**2 < -900": lambda r, g, b: less(-(r * r), -900),
    "R > 2**3**2 - 400": lambda r, g, b: greater(r, 112),
    "R*2**-1 > 50": lambda r, g, b: greater(r * F(0.5), 50),
    "((((R)))) > (((1e2)))": lambda r, g, b: greater(r, 100),
    "R > .5e2 + 1.5E-3": lambda r, g, b: greater(r, F(50) + F(0.0015)),
    # comparisons
    "R < G": lambda r, g, b: less(r, g),
    "R <= 100": lambda r, g, b: compare(np.less_equal, r, 100),
    "R > 100": lambda r, g, b: greater(r, 100),
    "R >= G": lambda r, g, b: compare(np.greater_equal, r, g),
    "R == G": lambda r, g, b: compare(np.equal, r, g),
    "R/R == 1": lambda r, g, b: compare(np.equal, quotient(r, r), 1),
    "R/G != G/R": lambda r, g, b: compare(np.not_equal, quotient(r, g), quotient(g, r)),
    # logic: not before and before or; unknown and false is false, unknown or true is true
    "not R > 100": lambda r, g, b: negate(greater(r, 100)),
    "not R > 100 and G > 50": lambda r, g, b: both(negate(greater(r, 100)), greater(g, 50)),
    "not (R > 100 and G > 50)": lambda r, g, b: negate(both(greater(r, 100), greater(g, 50))),
    "R > 200 or G > 100 and B > 100": lambda r, g, b: either(greater(r, 200), both(greater(g, 100), greater(b, 100))),
    "(R > 200 or G > 100) and B > 100": lambda r, g, b: both(either(greater(r, 200), greater(g, 100)), greater(b, 100)),
    "R/G > 1 or B > 100": lambda r, g, b: either(greater(quotient(r, g), 1), greater(b, 100)),
    "B > 100 or R/G > 1": lambda r, g, b: either(greater(quotient(r, g), 1), greater(b, 100)),
    "R/G > 1 and B > 100": lambda r, g, b: both(greater(quotient(r, g), 1), greater(b, 100)),
    "not R/G > 1": lambda r, g, b: negate(greater(quotient(r, g), 1)),
    "not (R/G > 1 and B > 100)": lambda r, g, b: negate(both(greater(quotient(r, g), 1), greater(b, 100))),
    "not not R/G > 1": lambda r, g, b: greater(quotient(r, g), 1),
    # functions; what has no value has none in a minimum either
    "min(R, G) > B": lambda r, g, b: greater(np.minimum(r, g), b),
    "max(R, G) < B + 20": lambda r, g, b: less(np.maximum(r, g), b + F(20)),
    "min(R/G, 5) > 1": lambda r, g, b: greater(np.minimum(quotient(r, g), F(5)), 1),
    "max(1, R/G) > 1.5": lambda r, g, b: greater(np.maximum(F(1), quotient(r, g)), 1.5),
    "clamp(R/G, 0.5, 2) == 2": lambda r, g, b: compare(np.equal, np.clip(quotient(r, g), F(0.5), F(2)), 2),
    "clamp(R, min(G, B), max(G, B)) > 100": lambda r, g, b: greater(
        np.clip(r, np.minimum(g, b), np.maximum(g, b)), 100
    ),
    "abs(R - G) < 30": lambda r, g, b: less(np.abs(r - g), 30),
    "abs(-R/G) > 0.3": lambda r, g, b: greater(np.abs(quotient(-r, g)), 0.3),
    "sqrt(R) > 9.9": lambda r, g, b: greater(np.sqrt(r), 9.9),
    "sqrt(R - G) > 3": lambda r, g, b: greater(np.sqrt(r - g), 3),
    "sqrt(R*R + G*G) < 140.3": lambda r, g, b: less(np.sqrt(r * r + g * g), 140.3),
    "1/(1/(R - G)) < 4": lambda r, g, b: less(quotient(F(1), quotient(F(1), r - g)), 4),
    # one rounding per operation, in the order written: no fused multiply-add, no reassociation, no folding in double
    "(R*0.299 + G*0.587 + B*0.114) - (B*0.114 + G*0.587 + R*0.299) > 0": lambda r, g, b: greater(
        (r * F(0.299) + g * F(0.587) + b * F(0.114)) - (b * F(0.114) + g * F(0.587) + r * F(0.299)), 0
    ),
    "R*0.1 + G*0.1 + B*0.1 == 0.1*(R + G + B)": lambda r, g, b: compare(
        np.equal, r * F(0.1) + g * F(0.1) + b * F(0.1), F(0.1) * (r + g + b)
    ),
    "R*(1/3) == R/3": lambda r, g, b: compare(np.equal, r * (F(1) / F(3)), r / F(3)),
    "R/10 == R*0.1": lambda r, g, b: compare(np.equal, r / F(10), r * F(0.1)),
    "R + 1e8 - 1e8 == R": lambda r, g, b: compare(np.equal, r + F(1e8) - F(1e8), r),
    "R*(0.1 + 0.7) == R*0.8": lambda r, g, b: compare(np.equal, r * (F(0.1) + F(0.7)), r * F(0.8)),
    "R*1e-30*1e-12 > G*1e-42": lambda r, g, b: greater(r * F(1e-30) * F(1e-12), g * F(1e-42)),
}


@pytest.fixture(scope="module", params=["uint8", "float32"])
def bands(request: pytest.FixtureRequest, scenes: Path) -> Path:
    """Noise of three bands; the floats with negative numbers, and NaN that no nodata value announces."""
    data = random_bands(request.param, 3, WIDTH, HEIGHT, seed=3)
    if data.dtype.kind == "f":
        random = np.random.default_rng(4)
        data[random.random(data.shape) < 0.02] = np.nan
        data[:, random.random(data.shape[1:]) < 0.02] = 1e-40
    return write_raster(scenes / f"bands-{request.param}.tif", data, tiled=True, blockxsize=64, blockysize=64)


def rule(path: Path, formula: str) -> Path:
    return write_catalog(path, SYMBOLS, [("hit", formula), ("rest", None)])


@pytest.fixture(scope="module")
def decided(binary: Path, bands: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, RunFolder]:
    """All formulas, each in a catalog of its own, in one reading of the bands: starting takes longer than deciding."""
    folder = tmp_path_factory.mktemp("formulas")
    names = {formula: f"rule-{number}" for number, formula in enumerate(FORMULAS)}
    catalogs = [rule(folder / f"{name}.yaml", formula) for formula, name in names.items()]
    options: list[object] = [part for catalog in catalogs for part in ("--catalog", catalog)]
    options += ["--memory", "2GB", "--out", folder / "out", "--progress", "none"]
    result = Quadrat(binary, folder)("cover", bands, *options)
    assert result.code == 0, result.stderr
    return {formula: RunFolder(folder / "out" / name, result) for formula, name in names.items()}


@pytest.mark.parametrize("formula", FORMULAS)
def test_formula(decided: dict[str, RunFolder], bands: Path, formula: str) -> None:
    values = float32(bands)
    valid = everywhere(values)
    with np.errstate(all="ignore"):
        expected = oracle.decide(valid, (1, FORMULAS[formula](*values)), otherwise=2)
    oracle.agrees(decided[formula], expected, valid)


APPROXIMATE: dict[str, tuple[Callable[[Array, Array, Array], Array], float]] = {
    "exp(R/100)": (lambda r, g, b: np.exp(r / F(100)), 2.5),
    "exp(R)": (lambda r, g, b: np.exp(r), 1e9),
    "log(R)": (lambda r, g, b: np.log(r), 4.5),
    "log(R/G)": (lambda r, g, b: np.log(quotient(r, g)), 0.25),
    "R**0.5": (lambda r, g, b: np.power(r, F(0.5)), 9),
    "R**(G/50)": (lambda r, g, b: np.power(r, quotient(g, F(50))), 5000),
    "exp(-abs(R - G)/40)*log(B + 1)": (lambda r, g, b: np.exp(-np.abs(r - g) / F(40)) * np.log(b + F(1)), 1.5),
}


@pytest.mark.parametrize("formula", APPROXIMATE)
def test_transcendental_formula(quadrat: Quadrat, bands: Path, tmp_path: Path, formula: str) -> None:
    """No pixel differs but where the value is within 1e-5 of the threshold."""
    evaluate, limit = APPROXIMATE[formula]
    values = float32(bands)
    with np.errstate(all="ignore"):
        value = evaluate(*values)
    expected = oracle.decide(everywhere(values), (1, greater(value, limit)), otherwise=2)
    run = quadrat.cover(bands, rule(tmp_path / "rule.yaml", f"{formula} > {limit:g}"))
    wrong = run.mask != expected
    assert not np.any(wrong & ~(np.abs(value - limit) <= 1e-5 * limit)), f"{np.count_nonzero(wrong)} pixels differ"
    oracle.accounted(run)


@pytest.mark.parametrize("formula", ["R**3 > 1000000", "R**0 == 1", "R**1 > 100"])
def test_whole_powers_of_small_numbers_are_exact(quadrat: Quadrat, tmp_path: Path, formula: str) -> None:
    data = random_bands("uint8", 3, 256, 16, seed=5)
    data[0] = np.arange(256)
    raster = write_raster(tmp_path / "raster.tif", data)
    red = data[0].astype(np.int64)
    hit = {"R**3": red**3 > 1_000_000, "R**0": red**0 == 1, "R**1": red > 100}[formula[:4]]
    run = quadrat.cover(raster, rule(tmp_path / "rule.yaml", formula))
    oracle.agrees(run, np.where(hit, 1, 2).astype(np.uint8), everywhere(list(data)))


def test_a_literal_is_rounded_to_float32_once(quadrat: Quadrat, tmp_path: Path) -> None:
    """Values one step around literals that Float32 cannot hold, and around one that Float64 would round elsewhere."""
    literals = ["0.1", "0.7", "123.456", "1e-7", "16777217", "1.00000017881393432617187499"]
    steps = np.array([[np.nextafter(F(x), F(-np.inf)), F(x), np.nextafter(F(x), F(np.inf))] for x in literals], F)
    steps[-1] = [F(1) + F(k) * np.finfo(F).eps for k in (1, 2, 3)]
    raster = write_raster(tmp_path / "steps.tif", steps)
    for row, literal in enumerate(literals[:-1]):
        catalog = write_catalog(
            tmp_path / "literal.yaml",
            {"R": 1},
            [("less", f"R < {literal}"), ("same", f"R == {literal}"), ("more", None)],
        )
        assert quadrat.cover(raster, catalog).mask[row].tolist() == [1, 2, 3], literal
    catalog = write_catalog(tmp_path / "tie.yaml", {"R": 1}, [("same", f"R == {literals[-1]}"), ("other", None)])
    assert quadrat.cover(raster, catalog).mask[-1].tolist() == [1, 2, 2], "the literal was rounded twice"


def test_rules_are_tried_in_order(quadrat: Quadrat, bands: Path, tmp_path: Path) -> None:
    """A true rule before an unknown one decides; an unknown one before a true one leaves the pixel unobserved."""
    catalog = write_catalog(
        tmp_path / "order.yaml",
        SYMBOLS,
        [
            ("bright", "bright"),
            ("steep", "slope > 2"),
            ("dark", "not bright and B < 60"),
            ("bright", "B > 200"),
            ("rest", None),
        ],
        define={"bright": "R + G > 300", "slope": "R/G"},
        values={"rest": 1, "bright": 7, "steep": 40, "dark": 250},
    )
    red, green, blue = values = float32(bands)
    valid = everywhere(values)
    bright, steep = greater(red + green, 300), greater(quotient(red, green), 2)
    dark = both(negate(bright), less(blue, 60))
    expected = oracle.decide(valid, (7, bright), (40, steep), (250, dark), (7, greater(blue, 200)), otherwise=1)
    oracle.agrees(quadrat.cover(bands, catalog), expected, valid)


@pytest.mark.parametrize("value", [1, 254, 255])
def test_any_byte_but_0_may_be_a_class(quadrat: Quadrat, tmp_path: Path, value: int) -> None:
    data = random_bands("uint8", 1, 60, 40, seed=5)
    raster = write_raster(tmp_path / "raster.tif", data)
    catalog = write_catalog(
        tmp_path / "value.yaml", {"R": 1}, [("high", "R > 100"), ("low", None)], values={"high": value, "low": 7}
    )
    expected = np.where(data[0] > 100, value, 7).astype(np.uint8)
    oracle.agrees(quadrat.cover(raster, catalog), expected, everywhere(list(data)))


def test_formulas_build_on_formulas(quadrat: Quadrat, bands: Path, tmp_path: Path) -> None:
    catalog = write_catalog(
        tmp_path / "chain.yaml",
        SYMBOLS,
        [("hit", "fourth > 1.5 and third"), ("rest", None)],
        define={
            "first": "R + G",
            "second": "first*first - B",
            "third": "second > first",
            "fourth": "second/(first*first)*2",
        },
    )
    red, green, blue = values = float32(bands)
    with np.errstate(all="ignore"):
        first = red + green
        second = first * first - blue
        hit = both(greater(quotient(second, first * first) * F(2), 1.5), greater(second, first))
    valid = everywhere(values)
    oracle.agrees(quadrat.cover(bands, catalog), oracle.decide(valid, (1, hit), otherwise=2), valid)


# Bands ---------------------------------------------------------------------------------------------


def test_roles_follow_the_colours_of_the_file(quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path) -> None:
    data = random_bands("uint8", 3, 50, 40, seed=6)
    raster = write_raster(tmp_path / "bgr.tif", data, colours=RGB[::-1])
    expected = np.where(data[2] > 100, 2, 1).astype(np.uint8)
    oracle.agrees(quadrat.cover(raster, greenness("red")), expected, everywhere(list(data)))


def test_bands_given_on_the_command_line_win(quadrat: Quadrat, greenness: Callable[..., Path], tmp_path: Path) -> None:
    data = random_bands("uint8", 4, 50, 40, seed=6)
    raster = write_raster(tmp_path / "rgb.tif", data[:3], colours=RGB)
    for number in (1, 2, 3):
        run = quadrat.cover(raster, greenness("red"), "--bands", f"red={number}")
        assert np.array_equal(run.mask == 2, data[number - 1] > 100)
    raster = write_raster(tmp_path / "rgbn.tif", data, photometric="MINISBLACK")
    run = quadrat.cover(raster, greenness("nir"), "--bands", "red=1,nir=4")
    assert np.array_equal(run.mask == 2, data[3] > 100)


# Validity ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sum_of(scenes: Path) -> Callable[..., Path]:
    """A catalog that uses just the bands named, in one sum that always has a value."""

    def make(*bands: str | int) -> Path:
        symbols = dict(zip("RGBN", bands, strict=False))
        path = scenes / f"sum-{'-'.join(map(str, bands))}.yaml"
        return write_catalog(
            path, symbols, [("high", f"{' + '.join(symbols)} > 100"), ("low", None)], values={"low": 1, "high": 2}
        )

    return make


def sparse_bands(dtype: str, count: int, values: list[Any], seed: int = 8) -> Array:
    """Bands in which each of `values` turns up often, alone and in all bands at once."""
    random = np.random.default_rng(seed)
    return random.choice(np.array(values, dtype), (count, 60, 90))


def high_or_low(total: Array, valid: Array) -> oracle.Mask:
    return oracle.decide(valid, (2, greater(total, 100)), otherwise=1)


@pytest.mark.parametrize("nodata", [0, 255, 17])
@pytest.mark.parametrize("used", [("red", "green", "blue"), ("red", "blue")])
def test_byte_colours_are_nodata_only_where_all_are(
    each_reader: Quadrat, sum_of: Callable[..., Path], tmp_path: Path, nodata: int, used: tuple[str, ...]
) -> None:
    """Also where the catalog looks at two of the three."""
    data = sparse_bands("uint8", 3, [0, 17, 90, 255])
    raster = write_raster(tmp_path / "rgb.tif", data, colours=RGB, nodata=nodata)
    valid = ~np.all(data == nodata, axis=0)
    chosen = data[[("red", "green", "blue").index(role) for role in used]]
    oracle.agrees(each_reader.cover(raster, sum_of(*used)), high_or_low(chosen.sum(axis=0), valid), valid)


NODATA: dict[str, tuple[str, Any, list[Any]]] = {
    "byte without colours": ("uint8", 255, [0, 9, 60, 255]),
    "uint16": ("uint16", 0, [0, 1, 50, 60000]),
    "int16": ("int16", -9999, [-9999, -9998, 0, 80]),
    "int32 beyond float32": ("int32", 16_777_217, [16_777_216, 16_777_217, 16_777_218, 5]),
    "uint32 maximum": ("uint32", 4_294_967_295, [4_294_967_295, 4_294_967_294, 0, 70]),
    "float32": ("float32", -9999, [-9999, -9998.5, 3.5, 80]),
    "float32 lowest": ("float32", float(np.finfo(np.float32).min), [np.finfo(np.float32).min, 0, 3.5, 80]),
    "float32 not exact": ("float32", float(F(0.1)), [0.1, 0.1001, 3.5, 120]),
    "float64": ("float64", -9999.1, [-9999.1, -9999.1000001, 3.5, 120]),
    "float64 lowest": ("float64", float(np.finfo(np.float64).min), [np.finfo(np.float64).min, 0, 3.5, 80]),
}


@pytest.mark.parametrize("case", NODATA)
def test_nodata_in_any_used_band(each_reader: Quadrat, sum_of: Callable[..., Path], tmp_path: Path, case: str) -> None:
    """Compared in the file's own type; bands that the catalog does not use have no say."""
    dtype, nodata, values = NODATA[case]
    data = sparse_bands(dtype, 4, values)
    raster = write_raster(tmp_path / "raster.tif", data, nodata=nodata, photometric="MINISBLACK")
    used = data[[0, 2]]
    valid = ~np.any(used == np.dtype(dtype).type(nodata), axis=0)
    with np.errstate(over="ignore"):
        total = used[0].astype(F) + used[1].astype(F)
    oracle.agrees(each_reader.cover(raster, sum_of(1, 3)), high_or_low(total, valid), valid)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_readers_agree_beside_nodata(
    quadrat: Quadrat, through_gdal: Quadrat, sum_of: Callable[..., Path], tmp_path: Path, dtype: str
) -> None:
    """GDAL takes a float for nodata when it is a few steps from it: whatever we do, both readers do."""
    steps = np.dtype(dtype).type(-9999.9) * (1 + np.arange(-9, 10) * np.finfo(dtype).eps)
    raster = write_raster(tmp_path / "raster.tif", steps.astype(dtype)[np.newaxis], nodata=-9999.9)
    assert quadrat.cover(raster, sum_of(1)).products == through_gdal.cover(raster, sum_of(1)).products


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_nan_is_nodata_where_the_file_says_so(
    each_reader: Quadrat, sum_of: Callable[..., Path], tmp_path: Path, dtype: str
) -> None:
    data = sparse_bands(dtype, 2, [np.nan, 0, 60, 70.5])
    raster = write_raster(tmp_path / "raster.tif", data, nodata=np.nan)
    valid = ~np.any(np.isnan(data), axis=0)
    oracle.agrees(each_reader.cover(raster, sum_of(1, 2)), high_or_low(data.sum(axis=0), valid), valid)


@pytest.mark.parametrize("nodata", [None, -9999])
def test_nan_is_unobserved_where_the_file_does_not(
    each_reader: Quadrat, sum_of: Callable[..., Path], tmp_path: Path, nodata: float | None
) -> None:
    data = sparse_bands("float32", 2, [np.nan, -9999, 60, 70.5])
    raster = write_raster(tmp_path / "raster.tif", data, nodata=nodata)
    valid = ~np.any(data == nodata, axis=0) if nodata else np.ones(data.shape[1:], bool)
    oracle.agrees(each_reader.cover(raster, sum_of(1, 2)), high_or_low(data.sum(axis=0), valid), valid)


def test_nodata_that_a_byte_cannot_hold_leaves_the_alpha(
    each_reader: Quadrat, sum_of: Callable[..., Path], tmp_path: Path
) -> None:
    """As Pix4D writes its orthomosaics: Byte, nodata -99 and an alpha band."""
    data = sparse_bands("uint8", 4, [0, 60, 157, 255])
    raster = write_raster(tmp_path / "rgba.tif", data, colours=RGBA, nodata=157)
    bytes_ = raster.read_bytes()
    assert bytes_.count(b"157\x00") == 1, "the tag's text is found once"
    raster.write_bytes(bytes_.replace(b"157\x00", b"-99\x00"))
    valid = data[3] > 0
    oracle.agrees(
        each_reader.cover(raster, sum_of("red", "green", "blue")), high_or_low(data[:3].sum(axis=0), valid), valid
    )


@pytest.mark.parametrize(("dtype", "opaque"), [("uint8", 255), ("uint16", 65535)])
@pytest.mark.parametrize("nodata", [None, 0])
def test_alpha_counts_even_beside_nodata(
    each_reader: Quadrat, sum_of: Callable[..., Path], tmp_path: Path, dtype: str, opaque: int, nodata: int | None
) -> None:
    """Any alpha above 0 is valid; Byte colours are nodata where all three are, others where any is."""
    data = sparse_bands(dtype, 4, [0, 1, 60, opaque])
    raster = write_raster(tmp_path / "rgba.tif", data, colours=RGBA, nodata=nodata)
    valid = data[3] > 0
    if nodata is not None:
        valid &= ~(np.all if dtype == "uint8" else np.any)(data[:3] == nodata, axis=0)
    oracle.agrees(
        each_reader.cover(raster, sum_of("red", "green", "blue")),
        high_or_low(data[:3].astype(F).sum(axis=0), valid),
        valid,
    )


def test_a_band_that_is_named_is_no_alpha(each_reader: Quadrat, sum_of: Callable[..., Path], tmp_path: Path) -> None:
    """Some files flag near-infrared as alpha."""
    data = sparse_bands("uint8", 4, [0, 1, 60, 255])
    raster = write_raster(tmp_path / "rgbn.tif", data, colours=RGBA)
    valid = np.ones(data.shape[1:], bool)
    run = each_reader.cover(raster, sum_of("red", "nir"), "--bands", "red=1,green=2,blue=3,nir=4")
    oracle.agrees(run, high_or_low(data[[0, 3]].astype(F).sum(axis=0), valid), valid)


@pytest.mark.parametrize("internal", [True, False], ids=["in the file", ".msk"])
def test_mask_bands_are_believed(
    each_reader: Quadrat, sum_of: Callable[..., Path], tmp_path: Path, internal: bool
) -> None:
    data = sparse_bands("uint8", 3, [0, 1, 60, 255])
    valid = np.random.default_rng(9).random(data.shape[1:]) > 0.3
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=internal):
        raster = write_raster(
            tmp_path / "masked.tif", data, colours=RGB, mask=valid, tiled=True, blockxsize=64, blockysize=64
        )
    assert raster.with_name("masked.tif.msk").exists() != internal
    run = each_reader.cover(raster, sum_of("red", "green", "blue"))
    oracle.agrees(run, high_or_low(data.sum(axis=0), valid), valid)


def test_bands_may_each_have_their_own_nodata(quadrat: Quadrat, sum_of: Callable[..., Path], tmp_path: Path) -> None:
    data = sparse_bands("uint16", 3, [0, 1, 60, 65535])
    values = (0, 1, None)
    files = [write_raster(tmp_path / f"band-{i}.tif", data[i], nodata=value) for i, value in enumerate(values)]
    stack = tmp_path / "stack.vrt"
    tool("gdalbuildvrt", "-q", "-separate", stack, *files)
    valid = ~np.any([data[i] == value for i, value in enumerate(values) if value is not None], axis=0)
    oracle.agrees(quadrat.cover(stack, sum_of(1, 2, 3)), high_or_low(data.astype(F).sum(axis=0), valid), valid)


def test_nothing_but_nodata(quadrat: Quadrat, sum_of: Callable[..., Path], tmp_path: Path) -> None:
    """Every percentage is then null, not 0."""
    raster = write_raster(tmp_path / "empty.tif", np.zeros((3, 40, 60), np.uint8), colours=RGB, nodata=0)
    run = quadrat.cover(raster, sum_of("red", "green", "blue"))
    nothing = np.zeros((40, 60), bool)
    oracle.agrees(run, nothing.astype(np.uint8), nothing)
    assert {entry["percent_of_valid"] for entry in run.coverage["classes"]} == {None}
