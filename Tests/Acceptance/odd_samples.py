"""Unusual rasters, each made from a few seeded numbers: every way to store samples and to say that one is none."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from rasterio.control import GroundControlPoint
from rasterio.enums import ColorInterp

from support import GRID, RGB, RGBA, UTM, random_bands, tool, write_raster

WIDTH, HEIGHT = 37, 29
Array = npt.NDArray[Any]
Maker = Callable[[Path], str]

DEGREES = 'PRIMEM["Zero",0],UNIT["degree",0.0174532925199433]'
MARS = f'GEOGCS["Mars",DATUM["Mars",SPHEROID["Mars",3396190,169.894447223612]],{DEGREES}]'
MOON = (
    f'PROJCS["Moon",GEOGCS["Moon",DATUM["Moon",SPHEROID["Moon",1737400,0]],{DEGREES}],PROJECTION["Equirectangular"],'
    'PARAMETER["standard_parallel_1",20],PARAMETER["central_meridian",0],UNIT["metre",1]]'
)
BARN = 'LOCAL_CS["Barn",UNIT["metre",1]]'
GRADIANS = (
    'GEOGCS["Old Paris",DATUM["Paris",SPHEROID["Clarke",6378249.2,293.466021293627]],PRIMEM["Greenwich",0],'
    'UNIT["grad",0.015707963267949]]'
)
COMPOUND = "EPSG:32632+5773"

SAMPLES: dict[str, Maker] = {}


def sample(name: str) -> Callable[[Maker], Maker]:
    def keep(make: Maker) -> Maker:
        SAMPLES[name] = make
        return make

    return keep


def data(dtype: npt.DTypeLike, count: int = 1) -> Array:
    return random_bands(dtype, count, WIDTH, HEIGHT, seed=count)


def small(count: int = 1, top: int = 8) -> Array:
    """Bytes below `top`: every value occurs often."""
    return np.random.default_rng(3).integers(0, top, (count, HEIGHT, WIDTH), np.uint8)


def add(name: str, pixels: Callable[[], Array], **how: Any) -> None:
    """A GeoTIFF of some pixels, with creation options."""

    def make(folder: Path) -> str:
        return str(write_raster(folder / "odd.tif", pixels(), **how))

    SAMPLES[name] = make


# Samples -------------------------------------------------------------------------------------------

for dtype in ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64"):
    add(f"{dtype}", functools.partial(data, dtype, 3))
    add(f"{dtype}, big-endian, by bands", functools.partial(data, dtype, 2), ENDIANNESS="BIG", interleave="band")
for bits in (1, 2, 3, 4, 5, 7):
    add(f"{bits} bits", functools.partial(small, 2, 1 << bits), nbits=bits)
for bits in (9, 12, 15):
    add(f"{bits} bits", lambda bits=bits: data("uint16", 2) % (1 << bits), nbits=bits, compress="LZW")
add("24 bits", lambda: data("uint32", 3) % (1 << 24), nbits=24)
add("float16", lambda: data("float32", 2), nbits=16)
add("float24", lambda: data("float32"), nbits=24, compress="DEFLATE")
add("float16 with predictor", lambda: data("float32"), nbits=16, compress="DEFLATE", predictor=3)
for kind in ("complex64", "complex128"):
    add(kind, lambda kind=kind: (data("float32") * (1 + 2j)).astype(kind))
for compression in ("LZW", "DEFLATE", "ZSTD", "LZMA", "PACKBITS", "LERC", "LERC_DEFLATE", "LERC_ZSTD"):
    add(f"16 bits in {compression}", functools.partial(data, "uint16", 3), compress=compression)
add("WebP without loss", functools.partial(data, "uint8", 3), compress="WEBP", webp_lossless=True, interleave="pixel")
add("fax 4", functools.partial(small, 1, 2), compress="CCITTFAX4", nbits=1)
add("fax 3", functools.partial(small, 1, 2), compress="CCITTFAX3", nbits=1)
add("fax run lengths", functools.partial(small, 1, 2), compress="CCITTRLE", nbits=1)
add("white is zero", lambda: data("uint8"), photometric="MINISWHITE")
add("JPEG, grey", lambda: data("uint8"), compress="JPEG")
add("JPEG, YCbCr", functools.partial(data, "uint8", 3), compress="JPEG", photometric="YCBCR", interleave="pixel")
add("JPEG, 12 bits", lambda: data("uint16") % 4096, compress="JPEG", nbits=12)
add("CMYK", functools.partial(data, "uint8", 4), photometric="CMYK", interleave="pixel")
add("CMYK, 16 bits", functools.partial(data, "uint16", 4), photometric="CMYK", interleave="pixel")
add("Lab", functools.partial(data, "uint8", 3), photometric="CIELAB", interleave="pixel")
add("BigTIFF in tiles", functools.partial(data, "uint8", 3), BIGTIFF="YES", tiled=True, blockxsize=16, blockysize=32)
add(
    "blocks left out",
    lambda: np.zeros((1, HEIGHT, WIDTH), np.uint8),
    SPARSE_OK="TRUE",
    tiled=True,
    blockxsize=16,
    blockysize=16,
)
add("six bands, no roles", functools.partial(data, "uint16", 6))
add("one pixel", lambda: np.array([[[9]]], np.uint8))
add("one column", lambda: data("int16")[:, :, :1])


# Nodata --------------------------------------------------------------------------------------------


def holes(dtype: npt.DTypeLike, value: float, count: int = 1) -> Array:
    """Noise with `value` at places that differ from band to band."""
    pixels = data(dtype, count)
    for band in range(count):
        pixels[band][np.random.default_rng(band).random((HEIGHT, WIDTH)) < 0.3] = value
    return pixels


add("nodata: NaN", lambda: holes("float32", np.nan, 2), nodata=np.nan)
add("nodata: NaN that is not declared", lambda: holes("float64", np.nan, 2))
add("nodata: infinite", lambda: holes("float32", np.inf, 2), nodata=np.inf)
add("nodata: infinite, not declared", lambda: holes("float32", -np.inf))
add("nodata: a number", lambda: holes("int16", -9999, 2), nodata=-9999)
add("nodata: 0 in grey bytes", lambda: holes("uint8", 0), nodata=0)
add("nodata: 0 in colour", lambda: holes("uint8", 0, 3), nodata=0, colours=RGB)
add("nodata: 0 in 16-bit colour", lambda: holes("uint16", 0, 3), nodata=0, colours=RGB)
add("nodata: beside alpha", lambda: holes("uint8", 7, 4), nodata=7, colours=RGBA)
add("nodata: the lowest single", lambda: holes("float32", -3.4028234663852886e38), nodata=-3.4028234663852886e38)
add("nodata: 64 bits, lowest", lambda: holes("int64", -(2**63)), nodata=-(2**63))
add("nodata: in 4 bits", lambda: small(1, 16), nodata=15, nbits=4)
add("nodata: everything", lambda: np.full((2, HEIGHT, WIDTH), 5, np.uint8), nodata=5)
add("nodata: blocks left out", lambda: np.full((1, HEIGHT, WIDTH), -1, np.int16), nodata=-1, SPARSE_OK="TRUE")


def mosaic(folder: Path, source: Path, bands: str, head: str = "") -> str:
    """A VRT written by hand: `{}` stands for the source of a band."""
    path = folder / "odd.vrt"
    simple = (
        f'<SimpleSource><SourceFilename relativeToVRT="1">{source.name}</SourceFilename>'
        "<SourceBand>{}</SourceBand></SimpleSource>"
    )
    text = bands
    for number in range(1, 5):
        text = text.replace(f"[{number}]", simple.format(number))
    transform = ", ".join(map(str, GRID.to_gdal()))
    path.write_text(
        f'<VRTDataset rasterXSize="{WIDTH}" rasterYSize="{HEIGHT}"><SRS>{UTM}</SRS>'
        f"<GeoTransform>{transform}</GeoTransform>{head}{text}</VRTDataset>"
    )
    return str(path)


def nodata_in_vrt(dtype: str, gdal_type: str, *values: str) -> Maker:
    """What GeoTIFF cannot say: a value of its own for each band, or one that the type cannot hold."""

    def make(folder: Path) -> str:
        source = write_raster(folder / "source.tif", holes(dtype, 3, len(values)))
        return mosaic(
            folder,
            source,
            "".join(
                f'<VRTRasterBand dataType="{gdal_type}" band="{n}">'
                + (f"<NoDataValue>{value}</NoDataValue>" if value else "")
                + (f"<ColorInterp>{('Red', 'Green', 'Blue')[n - 1]}</ColorInterp>" if len(values) == 3 else "")
                + f"[{n}]</VRTRasterBand>"
                for n, value in enumerate(values, start=1)
            ),
        )

    return make


def lowest(folder: Path) -> str:
    """The lowest single, declared as many programs print it."""
    source = write_raster(folder / "source.tif", holes("float32", -3.4028234663852886e38))
    return mosaic(
        folder,
        source,
        '<VRTRasterBand dataType="Float32" band="1"><NoDataValue>-3.402823e+38</NoDataValue>[1]</VRTRasterBand>',
    )


SAMPLES |= {
    "nodata: of each band its own": nodata_in_vrt("int16", "Int16", "3", "7", "0"),
    "nodata: of one band only": nodata_in_vrt("uint16", "UInt16", "3", ""),
    "nodata: of one colour only": nodata_in_vrt("uint8", "Byte", "3", "", ""),
    "nodata: different colours": nodata_in_vrt("uint8", "Byte", "3", "0", "3"),
    "nodata: negative in bytes": nodata_in_vrt("uint8", "Byte", "-9999", "-9999"),
    "nodata: a fraction in bytes": nodata_in_vrt("uint8", "Byte", "2.5"),
    "nodata: NaN in bytes": nodata_in_vrt("uint8", "Byte", "nan", "nan"),
    "nodata: too large for 16 bits": nodata_in_vrt("uint16", "UInt16", "70000"),
    "nodata: too few decimals": lowest,
}


# Masks and alpha -----------------------------------------------------------------------------------


def half() -> npt.NDArray[np.bool_]:
    return np.random.default_rng(8).random((HEIGHT, WIDTH)) < 0.6


@sample("mask: inside the file")
def internal_mask(folder: Path) -> str:
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        return str(write_raster(folder / "odd.tif", data("uint8", 3), colours=RGB, mask=half()))


@sample("mask: beside the file")
def external_mask(folder: Path) -> str:
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=False):
        path = write_raster(folder / "odd.tif", data("uint16", 2), mask=half())
    assert path.with_name("odd.tif.msk").exists()
    return str(path)


@sample("mask: inside, JPEG")
def masked_jpeg(folder: Path) -> str:
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        return str(
            write_raster(
                folder / "odd.tif",
                data("uint8", 3),
                compress="JPEG",
                photometric="YCBCR",
                interleave="pixel",
                mask=half(),
            )
        )


@sample("mask: inside, beside nodata")
def masked_nodata(folder: Path) -> str:
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        return str(write_raster(folder / "odd.tif", holes("int16", 3, 2), nodata=3, mask=half()))


@sample("mask: of each band, in a mosaic")
def band_masks(folder: Path) -> str:
    source = write_raster(folder / "source.tif", small(4, 2) * np.array([90, 80, 255, 255], np.uint8)[:, None, None])
    band = (
        '<VRTRasterBand dataType="Byte" band="{0}">[{0}]<MaskBand>'
        '<VRTRasterBand dataType="Byte">[{1}]</VRTRasterBand></MaskBand></VRTRasterBand>'
    )
    return mosaic(folder, source, band.format(1, 3) + band.format(2, 4))


@sample("mask: all values at once")
def nodata_values(folder: Path) -> str:
    source = write_raster(folder / "source.tif", small(3, 4))
    head = '<Metadata><MDI key="NODATA_VALUES">1 2 3</MDI></Metadata>'
    return mosaic(
        folder,
        source,
        "".join(f'<VRTRasterBand dataType="Byte" band="{n}">[{n}]</VRTRasterBand>' for n in (1, 2, 3)),
        head,
    )


for dtype in ("uint8", "uint16"):
    add(f"alpha: {dtype}", lambda dtype=dtype: holes(dtype, 0, 4), colours=RGBA)
add("alpha: grey", lambda: holes("uint8", 0, 2), colours=(ColorInterp.gray, ColorInterp.alpha))
add("alpha: the first band", lambda: holes("uint8", 0, 2), colours=(ColorInterp.alpha, ColorInterp.gray))
add("colours in another order", lambda: holes("uint8", 0, 3), colours=RGB[::-1], nodata=0)


# Scale, palettes -----------------------------------------------------------------------------------


def scaled(dtype: str, scale: float, offset: float, **how: Any) -> Maker:
    def make(folder: Path) -> str:
        path = write_raster(folder / "odd.tif", data(dtype, 2), **how)
        with rasterio.open(path, "r+") as dataset:
            dataset.scales, dataset.offsets = (scale, 1.0), (offset, 0.0)
        return str(path)

    return make


SAMPLES |= {
    "scale": scaled("uint16", 0.0001, 0),
    "scale and offset": scaled("uint16", 0.0001, -0.1),
    "offset alone": scaled("int16", 1, 273.15),
    "negative scale": scaled("uint8", -0.5, 3),
    "scale and nodata": scaled("int16", 0.01, 5, nodata=0),
    "scale on doubles": scaled("float64", 1e-3, 1e6),
}


def paletted(nbits: int, **how: Any) -> Maker:
    def make(folder: Path) -> str:
        path = folder / "odd.tif"
        pixels = small(1, 1 << nbits)
        profile = {"width": WIDTH, "height": HEIGHT, "count": 1, "dtype": "uint8", "nbits": nbits, "crs": UTM}
        with rasterio.open(path, "w", "GTiff", transform=GRID, photometric="PALETTE", **profile, **how) as dataset:
            dataset.write_colormap(
                1, {place: (255 - place, 17 * place % 256, place, 255) for place in range(1 << nbits)}
            )
            dataset.write(pixels)
        return str(path)

    return make


SAMPLES |= {f"palette of {1 << bits}": paletted(bits) for bits in (1, 2, 4, 8)}
SAMPLES["palette with nodata"] = paletted(4, nodata=3)


# Grids ---------------------------------------------------------------------------------------------

DEGREE = Affine(0.01, 0, 9, 0, -0.01, 51)
GRIDS: dict[str, tuple[str | None, Affine | None]] = {
    "rotated": (UTM, GRID @ Affine.rotation(30)),
    "sheared": (UTM, GRID @ Affine.shear(20, 5)),
    "south up": (UTM, Affine(0.05, 0, 601_000, 0, 0.05, 5_762_000)),
    "east to west": (UTM, Affine(-0.05, 0, 601_000, 0, -0.05, 5_762_000)),
    "a quarter turned": (UTM, GRID @ Affine.rotation(90)),
    "oblong pixels": (UTM, Affine(0.05, 0, 601_000, 0, -0.2, 5_762_000)),
    "latitude upside down": ("EPSG:4326", Affine(0.01, 0, 9, 0, 0.01, 51)),
    "across the date line": ("EPSG:4326", Affine(0.1, 0, 179, 0, -0.1, 10)),
    "longitudes from 0 to 360": ("EPSG:4326", Affine(10, 0, 0, 0, -6, 87)),
    "to both poles": ("EPSG:4326", Affine(360 / WIDTH, 0, -180, 0, -180 / HEIGHT, 90)),
    "gradians": (GRADIANS, DEGREE),
    "Mars": (MARS, DEGREE),
    "the Moon": (MOON, Affine(100, 0, 0, 0, -100, 600_000)),
    "a barn": (BARN, GRID),
    "compound": (COMPOUND, GRID),
    "no reference": (None, GRID),
    "no transform": (UTM, None),
    "nothing": (None, None),
}
for name, (crs, transform) in GRIDS.items():
    add(f"grid: {name}", functools.partial(data, "uint8", 3), crs=crs, transform=transform)
add("grid: pixel is point", lambda: data("uint8"), AREA_OR_POINT="Point")


@sample("grid: control points")
def control_points(folder: Path) -> str:
    path = write_raster(folder / "odd.tif", data("uint8"), crs=None, transform=None)
    with rasterio.open(path, "r+") as dataset:
        places = [(0, 0), (0, WIDTH), (HEIGHT, 0), (HEIGHT, WIDTH)]
        dataset.gcps = ([GroundControlPoint(r, c, 9 + c / 1e4, 51 - r / 1e4) for r, c in places], "EPSG:4326")
    return str(path)


@sample("grid: control points and the identity")
def control_points_and_identity(folder: Path) -> str:
    source = write_raster(folder / "source.tif", data("uint8"))
    path = folder / "odd.vrt"
    points = "".join(
        f'<GCP Id="{r}{c}" Pixel="{c}" Line="{r}" X="{9 + c / 1e4}" Y="{51 - r / 1e4}"/>'
        for r, c in ((0, 0), (0, WIDTH), (HEIGHT, 0))
    )
    path.write_text(
        f'<VRTDataset rasterXSize="{WIDTH}" rasterYSize="{HEIGHT}"><SRS>{UTM}</SRS>'
        f'<GeoTransform>0, 1, 0, 0, 0, 1</GeoTransform><GCPList Projection="EPSG:4326">{points}</GCPList>'
        f'<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>{source}</SourceFilename>'
        "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    return str(path)


@sample("grid: rational polynomials")
def rational_polynomials(folder: Path) -> str:
    path = write_raster(folder / "odd.tif", data("uint8"), crs=None, transform=None)
    names = ("LINE_OFF", "SAMP_OFF", "LAT_OFF", "LONG_OFF", "HEIGHT_OFF", "LINE_SCALE", "SAMP_SCALE", "LAT_SCALE")
    model = dict.fromkeys((*names, "LONG_SCALE", "HEIGHT_SCALE"), "1")
    model |= {f"{a}_{b}_COEFF": " ".join(["1"] + ["0"] * 19) for a in ("LINE", "SAMP") for b in ("NUM", "DEN")}
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(ns="RPC", **model)
    return str(path)


@sample("grid: without area")
def degenerate(folder: Path) -> str:
    source = write_raster(folder / "source.tif", data("uint8"))
    path = folder / "odd.vrt"
    path.write_text(
        f'<VRTDataset rasterXSize="{WIDTH}" rasterYSize="{HEIGHT}"><SRS>{UTM}</SRS>'
        "<GeoTransform>5, 1, 2, 5, 2, 4</GeoTransform>"
        f'<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>{source}</SourceFilename>'
        "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    return str(path)


# Formats and names ---------------------------------------------------------------------------------


def translated(driver: str, ending: str, count: int, dtype: str, *options: str) -> Maker:
    def make(folder: Path) -> str:
        source = write_raster(folder / "source.tif", data(dtype, count))
        path = folder / f"odd.{ending}"
        tool("gdal_translate", "-q", "-of", driver, *options, source, path)
        return str(path)

    return make


SAMPLES |= {
    "PNG": translated("PNG", "png", 3, "uint8"),
    "PNG with alpha": translated("PNG", "png", 4, "uint8"),
    "PNG, 16 bits": translated("PNG", "png", 1, "uint16"),
    "GIF": translated("GIF", "gif", 1, "uint8"),
    "BMP": translated("BMP", "bmp", 3, "uint8"),
    "JPEG": translated("JPEG", "jpg", 3, "uint8"),
    "ENVI": translated("ENVI", "img", 3, "int16"),
    "ENVI by pixels": translated("ENVI", "img", 3, "float32", "-co", "INTERLEAVE=BIP"),
    "Erdas": translated("HFA", "img", 3, "uint16", "-co", "COMPRESSED=YES"),
    "ESRI grid": translated("AAIGrid", "asc", 1, "int16"),
    "netCDF": translated("netCDF", "nc", 1, "float32"),
    "COG": translated("COG", "tif", 3, "uint8"),
    "JPEG 2000": translated("JP2OpenJPEG", "jp2", 3, "uint8", "-co", "REVERSIBLE=YES", "-co", "QUALITY=100"),
}


@sample("in an archive")
def archived(folder: Path) -> str:
    source = write_raster(folder / "inner.tif", data("uint8", 3))
    tool("/usr/bin/python3", "-m", "zipfile", "-c", folder / "odd.zip", source)
    return f"/vsizip/{folder / 'odd.zip'}/inner.tif"


@sample("the second page")
def second_page(folder: Path) -> str:
    path = write_raster(folder / "odd.tif", data("uint8", 1))
    with rasterio.open(path, "w", "GTiff", WIDTH, HEIGHT, 1, dtype="uint8", APPEND_SUBDATASET="YES") as dataset:
        dataset.write(small(1, 5))
    return f"GTIFF_DIR:2:{path}"


@sample("overviews and statistics")
def with_overviews(folder: Path) -> str:
    path = write_raster(folder / "odd.tif", data("uint8", 3), tiled=True, blockxsize=16, blockysize=16)
    with rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4])
    return str(path)


#: What is refused, and why; all others give equal counts.
REFUSED = {
    "complex64": "complex numbers",
    "complex128": "complex numbers",
    "grid: control points": "ground control points",
    "grid: control points and the identity": "ground control points",
    "grid: rational polynomials": "rational polynomials",
    "grid: without area": "degenerate grid",
}
