"""Which band is which: from names, wavelengths, colour flags, position, the command line, and from other files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import rasterio
from affine import Affine
from rasterio.enums import ColorInterp

import oracle
from oracle import greater, quotient
from support import (
    DATA,
    RGB,
    Quadrat,
    RunFolder,
    needs_data,
    random_bands,
    read_raster,
    tool,
    write_catalog,
    write_raster,
)

Array = npt.NDArray[Any]
WIDTH, HEIGHT = 131, 97
NAMES = ("blue", "green", "red", "red edge", "nir")


def describe(path: Path, names: Sequence[str] = (), tags: Sequence[dict[str, str]] = (), **dataset: str) -> Path:
    """Writes names and metadata of bands, and metadata of the whole file, into a raster."""
    with rasterio.open(path, "r+") as raster:
        for number, name in enumerate(names, start=1):
            raster.set_band_description(number, name)
        for number, items in enumerate(tags, start=1):
            raster.update_tags(number, **items)
        raster.update_tags(**dataset)
    return path


def utm(side: float, x: float = 600_000, y: float = 5_100_000) -> Affine:
    return Affine(side, 0, x, 0, -side, y)


def because(run: RunFolder) -> dict[str, tuple[int, str]]:
    """Band and reason by symbol."""
    return {band["symbol"]: (band["band"], band["because"]) for band in run.run["bands"]}


@pytest.fixture(scope="module")
def bands() -> Array:
    """Five bands of reflectance in ten thousandths."""
    return np.random.default_rng(60).integers(200, 6000, (5, HEIGHT, WIDTH)).astype(np.uint16)


@pytest.fixture
def camera(tmp_path: Path, bands: Array) -> Path:
    return describe(write_raster(tmp_path / "camera.tif", bands), NAMES)


@pytest.fixture(scope="module")
def ndvi(scenes: Path) -> Path:
    return write_catalog(
        scenes / "ndvi.yaml", {"R": "red", "N": "nir"}, [("green", "(N - R)/(N + R) > 0.25"), ("rest", None)]
    )


@pytest.fixture(scope="module")
def excess(scenes: Path) -> Path:
    return write_catalog(
        scenes / "excess.yaml",
        {"R": "red", "G": "green", "B": "blue"},
        [("green", "(2*G - R - B)/(R + G + B) > 0.1"), ("rest", None)],
    )


def ndvi_of(red: Array, nir: Array, valid: Array | None = None) -> Array:
    red, nir = red.astype(np.float32), nir.astype(np.float32)
    index = quotient(nir - red, nir + red)
    return oracle.decide(np.ones(red.shape, bool) if valid is None else valid, (1, greater(index, 0.25)), otherwise=2)


def same(run: RunFolder, mask: Array) -> None:
    assert np.array_equal(run.mask, mask), f"{(run.mask != mask).sum()} pixels differ"


# What the file says --------------------------------------------------------------------------------


def test_names_decide_and_their_order_does_not_matter(
    quadrat: Quadrat, ndvi: Path, bands: Array, camera: Path, tmp_path: Path
) -> None:
    first = quadrat.cover(camera, ndvi)
    same(first, ndvi_of(bands[2], bands[4]))
    assert because(first) == {"R": (3, "its description is 'red'"), "N": (5, "its description is 'nir'")}
    assert "Warning" not in first.outcome.stderr
    for order in ([4, 3, 2, 1, 0], [2, 0, 4, 1, 3]):
        permuted = describe(write_raster(tmp_path / "permuted.tif", bands[order]), [NAMES[i] for i in order])
        assert np.array_equal(quadrat.cover(permuted, ndvi).mask, first.mask)


@pytest.mark.parametrize(
    ("names", "tags"),
    [
        (["Band 1 (Red)", "Near-Infrared"], []),
        (["B04", "B08"], []),
        (["", ""], [{"wavelength": "0.668", "wavelength_units": "Micrometers"}, {"wavelength": "842"}]),
        (["Band 1", "Band 2"], [{"WAVELENGTH": "665", "WAVELENGTH_UNIT": "nm"}, {"CENTRAL_WAVELENGTH_UM": "0.842"}]),
        (["", ""], [{"BandName": "Red"}, {"long_name": "near infrared"}]),
        (["red (0.660 Micrometers)", "band 2 (0.840 Micrometers)"], []),
        (["Red 668", "865 nm"], []),
    ],
)
def test_ways_to_say_it(
    quadrat: Quadrat, ndvi: Path, bands: Array, tmp_path: Path, names: list[str], tags: list[dict[str, str]]
) -> None:
    raster = describe(write_raster(tmp_path / "two.tif", bands[[2, 4]]), names, tags)
    same(quadrat.cover(raster, ndvi, "--quiet"), ndvi_of(bands[2], bands[4]))


def test_an_envi_header_is_read(quadrat: Quadrat, ndvi: Path, bands: Array, tmp_path: Path) -> None:
    write_raster(tmp_path / "two.tif", bands[[2, 4]])
    raster = tmp_path / "two.img"
    tool("gdal_translate", "-q", "-of", "ENVI", tmp_path / "two.tif", raster)
    header = raster.with_suffix(".hdr")
    header.write_text(header.read_text() + "wavelength = {0.668, 0.842}\nwavelength units = Micrometers\n")
    run = quadrat.cover(raster, ndvi)
    same(run, ndvi_of(bands[2], bands[4]))
    assert "668" in because(run)["R"][1]


def test_a_neighbour_serves_and_is_named(quadrat: Quadrat, ndvi: Path, bands: Array, tmp_path: Path) -> None:
    raster = describe(write_raster(tmp_path / "narrow.tif", bands[[2, 4]]), ["B04", "B8A"])
    run = quadrat.cover(raster, ndvi)
    same(run, ndvi_of(bands[2], bands[4]))
    assert "nir_2 serves for nir" in because(run)["N"][1]


def test_false_colour_is_not_taken_for_colour(quadrat: Quadrat, excess: Path, ndvi: Path, tmp_path: Path) -> None:
    """Flagged red, green, blue as every three-band picture is, and described as what it is."""
    data = random_bands("uint8", 3, WIDTH, HEIGHT, seed=61)
    raster = describe(write_raster(tmp_path / "cir.tif", data, colours=RGB), ["nir", "red", "green"])
    error = quadrat.refuse(raster, excess)
    assert "'blue'" in error and "1 nir, 2 red, 3 green" in error and "--bands blue=" in error
    run = quadrat.cover(raster, ndvi)
    same(run, ndvi_of(data[1], data[0]))
    assert [line for line in run.run["warnings"] if "flagged" in line and "'nir'" in line]
    named = quadrat.cover(raster, excess, "--bands", "red=1,green=2,blue=3")
    plain = quadrat.cover(write_raster(tmp_path / "rgb.tif", data, colours=RGB), excess)
    assert np.array_equal(named.mask, plain.mask)


def test_near_infrared_flagged_as_alpha_is_no_alpha(quadrat: Quadrat, ndvi: Path, tmp_path: Path) -> None:
    data = random_bands("uint8", 4, WIDTH, HEIGHT, seed=62)
    data[3, :, :40] = 0
    raster = write_raster(tmp_path / "rgbn.tif", data, colours=(*RGB, ColorInterp.alpha))
    quadrat.refuse(raster, ndvi)
    described = quadrat.cover(describe(raster, ["red", "green", "blue", "nir"]), ndvi)
    same(described, ndvi_of(data[0], data[3]))
    assert described.pixels["nodata"] == 0


def test_position_only_where_nothing_is_said_and_with_a_warning(
    quadrat: Quadrat, ndvi: Path, excess: Path, bands: Array, tmp_path: Path
) -> None:
    raster = write_raster(tmp_path / "plain.tif", bands[:4], photometric="MINISBLACK")
    run = quadrat.cover(raster, ndvi)
    same(run, ndvi_of(bands[0], bands[3]))
    assert "by position" in run.outcome.stderr and "--bands red=1,nir=4" in run.outcome.stderr
    assert "by position" in because(run)["N"][1]
    named = quadrat.cover(raster, ndvi, "--bands", "red=1,nir=4")
    assert "by position" not in named.outcome.stderr and np.array_equal(named.mask, run.mask)
    quadrat.cover(raster, excess)
    for refused in (bands, bands[:2], bands[:4].astype(np.float32)):
        other = write_raster(tmp_path / "other.tif", refused, photometric="MINISBLACK")
        assert "not described" in quadrat.refuse(other, ndvi)
    assert "4 NDVI" in quadrat.refuse(describe(raster, ["", "", "", "NDVI"]), ndvi)


def test_the_same_name_twice_is_refused(quadrat: Quadrat, ndvi: Path, bands: Array, tmp_path: Path) -> None:
    raster = describe(write_raster(tmp_path / "twice.tif", bands[:3]), ["red", "nir", "red"])
    assert "bands 1 and 3" in quadrat.refuse(raster, ndvi)
    quadrat.cover(raster, ndvi, "--bands", "red=3")


# Scale and offset ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def savi(scenes: Path) -> Path:
    return write_catalog(scenes / "savi.yaml", {"R": "red", "N": "nir"}, [("green", "SAVI > 0.2"), ("rest", None)])


def savi_of(red: Array, nir: Array, scale: float, offset: float) -> Array:
    f = np.float32
    red, nir = (band.astype(f) * f(scale) + f(offset) for band in (red, nir))
    index = quotient(f(1.5) * (nir - red), nir + red + f(0.5))
    return oracle.decide(np.ones(red.shape, bool), (1, greater(index, 0.2)), otherwise=2)


SENTINEL = {"PRODUCT_TYPE": "S2MSI2A", "BOA_QUANTIFICATION_VALUE": "10000", "PROCESSING_BASELINE": "05.10"}
LANDSAT = {"LANDSAT_PRODUCT_ID": "LC09_L2SP_190024_20220412_20220414_02_T1"}


def test_sentinel_numbers_are_scaled_where_the_metadata_prove_it(
    quadrat: Quadrat, savi: Path, bands: Array, tmp_path: Path
) -> None:
    raster = write_raster(tmp_path / "s2.tif", bands[[2, 4]])
    tags = [{"BANDNAME": "B4", "BOA_ADD_OFFSET": "-1000"}, {"BANDNAME": "B8", "BOA_ADD_OFFSET": "-1000"}]
    run = quadrat.cover(describe(raster, tags=tags, **SENTINEL), savi)
    difference = run.mask != savi_of(bands[2], bands[4], 0.0001, -0.1)
    assert difference.sum() <= 1e-4 * difference.size, "beyond what the order of the formula's terms can change"
    assert "BOA_ADD_OFFSET -1000" in run.run["bands"][0]["scaled_because"]
    scaling = run.run["bands"][0]
    assert scaling["scale"] == pytest.approx(0.0001) and scaling["offset"] == pytest.approx(-0.1)


def test_a_sentinel_product_without_its_offset_is_raw(
    quadrat: Quadrat, savi: Path, ndvi: Path, bands: Array, tmp_path: Path
) -> None:
    raster = write_raster(tmp_path / "s2.tif", bands[[2, 4]])
    describe(raster, tags=[{"BANDNAME": "B4"}, {"BANDNAME": "B8"}], **SENTINEL)
    error = quadrat.refuse(raster, savi)
    assert "gdal_edit.py -scale 0.0001 -offset -0.1" in error and "SAVI" in error
    run = quadrat.cover(raster, ndvi)
    same(run, ndvi_of(bands[2], bands[4]))
    assert [line for line in run.run["warnings"] if "Sentinel-2" in line and "offset" in line]


def test_landsat_surface_reflectance(quadrat: Quadrat, savi: Path, bands: Array, tmp_path: Path) -> None:
    data = (bands[[2, 4]] * 5 + 7273).astype(np.uint16)
    raster = describe(write_raster(tmp_path / "landsat.tif", data), ["SR_B4", "SR_B5"], **LANDSAT)
    run = quadrat.cover(raster, savi)
    difference = run.mask != savi_of(data[0], data[1], 0.0000275, -0.2)
    assert difference.sum() <= 1e-4 * difference.size
    bare = describe(write_raster(tmp_path / "bare.tif", data), ["SR_B4", "SR_B5"])
    assert "'red'" in quadrat.refuse(bare, savi)


def test_stretched_bytes_with_a_products_metadata_are_raw(quadrat: Quadrat, savi: Path, tmp_path: Path) -> None:
    data = random_bands("uint8", 2, WIDTH, HEIGHT, seed=63)
    tags = [{"BANDNAME": "B4", "BOA_ADD_OFFSET": "-1000"}, {"BANDNAME": "B8", "BOA_ADD_OFFSET": "-1000"}]
    raster = describe(write_raster(tmp_path / "bytes.tif", data), tags=tags, **SENTINEL)
    assert "SAVI needs reflectance" in quadrat.refuse(raster, savi)


def test_the_advice_helps(quadrat: Quadrat, savi: Path, camera: Path, bands: Array, tmp_path: Path) -> None:
    assert "gdal_edit.py -scale 0.0001" in quadrat.refuse(camera, savi)
    scaled = tmp_path / "scaled.vrt"
    tool("gdal_translate", "-q", "-of", "VRT", "-a_scale", "0.0001", "-a_offset", "0", camera, scaled)
    run = quadrat.cover(scaled, savi)
    difference = run.mask != savi_of(bands[2], bands[4], 0.0001, 0)
    assert difference.sum() <= 1e-4 * difference.size


SAFE = "S2A_MSIL2A_20220125T101331_N0510_R022_T32TQM_20220125T130000.SAFE"
SENTINEL_BANDS = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12")


def safe_product(folder: Path, bands: dict[str, tuple[int, Array]], offset: int) -> Path:
    """A Sentinel-2 product as far as GDAL's driver looks at it: two documents, and one JPEG 2000 per band."""
    granule = "GRANULE/L2A_T32TQM_A034430_20220125T101332"
    images = []
    for name, (side, data) in bands.items():
        image = f"{granule}/IMG_DATA/R{side}m/T32TQM_20220125T101331_{name}_{side}m"
        (folder / SAFE / image).parent.mkdir(parents=True, exist_ok=True)
        plain = write_raster(folder / f"{name}.tif", data, transform=utm(side))
        lossless = ("-of", "JP2OpenJPEG", "-co", "QUALITY=100", "-co", "REVERSIBLE=YES")
        tool("gdal_translate", "-q", *lossless, plain, folder / SAFE / f"{image}.jp2")
        images.append(f"<IMAGE_FILE>{image}</IMAGE_FILE>")
    offsets = "".join(f'<BOA_ADD_OFFSET band_id="{i}">{offset}</BOA_ADD_OFFSET>' for i in range(len(SENTINEL_BANDS)))
    numbers = "".join(
        f'<Spectral_Information bandId="{i}" physicalBand="{name}"/>' for i, name in enumerate(SENTINEL_BANDS)
    )
    (folder / SAFE / "MTD_MSIL2A.xml").write_text(
        f"""<n1:Level-2A_User_Product xmlns:n1="https://psd-14.sentinel2.eo.esa.int/PSD/User_Product_Level-2A.xsd">
        <n1:General_Info><Product_Info>
        <Query_Options completeSingleTile="true"><PRODUCT_FORMAT>SAFE_COMPACT</PRODUCT_FORMAT></Query_Options>
        <PRODUCT_URI>{SAFE}</PRODUCT_URI><PRODUCT_TYPE>S2MSI2A</PRODUCT_TYPE>
        <PROCESSING_BASELINE>05.10</PROCESSING_BASELINE>
        <Datatake datatakeIdentifier="x"><SPACECRAFT_NAME>Sentinel-2A</SPACECRAFT_NAME></Datatake>
        <Product_Organisation><Granule_List><Granule datastripIdentifier="D" imageFormat="JPEG2000"
        granuleIdentifier="S2A_OPER_MSI_L2A_TL_VGS4_20220125T130000_A034430_T32TQM_N05.10">{"".join(images)}</Granule>
        </Granule_List></Product_Organisation></Product_Info><Product_Image_Characteristics>
        <Special_Values><SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT>
        <SPECIAL_VALUE_INDEX>0</SPECIAL_VALUE_INDEX></Special_Values>
        <QUANTIFICATION_VALUES_LIST><BOA_QUANTIFICATION_VALUE unit="none">10000</BOA_QUANTIFICATION_VALUE>
        </QUANTIFICATION_VALUES_LIST><BOA_ADD_OFFSET_VALUES_LIST>{offsets}</BOA_ADD_OFFSET_VALUES_LIST>
        <Spectral_Information_List>{numbers}</Spectral_Information_List>
        </Product_Image_Characteristics></n1:General_Info></n1:Level-2A_User_Product>"""
    )
    grids = "".join(
        f'<Size resolution="{side}"><NROWS>{1200 // side}</NROWS><NCOLS>{1200 // side}</NCOLS></Size>'
        f'<Geoposition resolution="{side}"><ULX>600000</ULX><ULY>5100000</ULY><XDIM>{side}</XDIM><YDIM>-{side}</YDIM>'
        "</Geoposition>"
        for side in (10, 20, 60)
    )
    (folder / SAFE / granule / "MTD_TL.xml").write_text(
        f"""<n1:Level-2A_Tile_ID xmlns:n1="https://psd-14.sentinel2.eo.esa.int/PSD/S2_PDI_Level-2A_Tile_Metadata.xsd">
        <n1:Geometric_Info><Tile_Geocoding><HORIZONTAL_CS_CODE>EPSG:32632</HORIZONTAL_CS_CODE>{grids}</Tile_Geocoding>
        </n1:Geometric_Info></n1:Level-2A_Tile_ID>"""
    )
    return folder / SAFE / "MTD_MSIL2A.xml"


def test_a_sentinel_product_as_delivered(quadrat: Quadrat, tmp_path: Path) -> None:
    """Bands by GDAL's names for them, the offset from the product's document, 0 as nodata, 20 m bands beside."""
    if "JP2OpenJPEG" not in tool("gdalinfo", "--formats"):
        pytest.skip("this GDAL writes no JPEG 2000")
    random = np.random.default_rng(67)
    fine = random.integers(1001, 6000, (3, 120, 120)).astype(np.uint16)
    coarse = random.integers(1001, 6000, (60, 60)).astype(np.uint16)
    fine[0, :7] = 0
    images = {"B02": fine[2], "B03": fine[2], "B04": fine[0], "B08": fine[1]}
    product = safe_product(
        tmp_path, {name: (10, data) for name, data in images.items()} | {"B05": (20, coarse)}, offset=-1000
    )
    catalog = write_catalog(
        tmp_path / "edge.yaml",
        {"R": "red", "N": "nir", "E": "red_edge_1"},
        [("green", "(N - R)/(N + R) > 0.3 and E > 0.1"), ("rest", None)],
    )
    name = f"SENTINEL2_L2A:{product}"
    run = quadrat.cover(f"{name}:10m:EPSG_32632", catalog, "--bands", f"red_edge_1={name}:20m:EPSG_32632:1")
    f = np.float32
    red, nir, edge = (
        band.astype(f) * f(0.0001) + f(-0.1) for band in (fine[0], fine[1], coarse.repeat(2, 0).repeat(2, 1))
    )
    rule = oracle.both(greater(quotient(nir - red, nir + red), 0.3), greater(edge, 0.1))
    same(run, oracle.decide(fine[0] > 0, (1, rule), otherwise=2))
    assert run.pixels["nodata"] == 7 * 120
    for band in run.run["bands"]:
        assert (band["scale"], band["offset"]) == (0.0001, -0.1) and "BOA_ADD_OFFSET -1000" in band["scaled_because"]


# Bands of other files ------------------------------------------------------------------------------


def at(transform: Affine, column: Array, row: Array) -> tuple[Array, Array]:
    a, b, c, d, e, f = transform[:6]
    return a * column + b * row + c, d * column + e * row + f


def nearest(data: Array, own: Affine, grid: Affine, width: int, height: int) -> tuple[Array, Array]:
    """Values of the pixels that contain the centres of a grid's pixels, and where there are such."""
    columns, rows = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    u, v = at(~own, *at(grid, columns, rows))
    # A centre on the border of two pixels belongs to the right or lower one, in spite of rounding.
    column, row = np.floor(u + 1e-6).astype(int), np.floor(v + 1e-6).astype(int)
    inside = (column >= 0) & (column < data.shape[1]) & (row >= 0) & (row < data.shape[0])
    values = data[np.where(inside, row, 0), np.where(inside, column, 0)]
    return values, inside


#: The raster's pixel, the other file's grid, and how large it is.
GRIDS: dict[str, tuple[float, Affine, tuple[int, int]]] = {
    "10 m and 20 m": (10, utm(20), (66, 49)),
    "20 m and 10 m": (20, utm(10), (262, 194)),
    "10 m and 60 m": (10, utm(60), (22, 17)),
    "60 m and 10 m": (60, utm(10), (800, 590)),
    "larger": (10, utm(20, 598_000, 5_101_000), (300, 300)),
    "smaller": (10, utm(20, 600_300, 5_099_800), (20, 21)),
    "half a pixel off": (10, utm(10, 600_005, 5_099_995), (131, 97)),
    "odd sizes": (0.37, utm(0.53, 599_999.8, 5_100_000.1), (95, 70)),
    "tiny and large": (0.02, utm(13.7, 599_991, 5_100_006), (3, 3)),
    "south up": (10, Affine(20, 0, 600_000, 0, 20, 5_099_000), (66, 55)),
    "turned": (10, Affine(15.65, -4.3, 599_900, -6.64, -10.13, 5_100_100), (140, 130)),
    "elsewhere": (10, utm(10, 700_000), (131, 97)),
}


@pytest.mark.parametrize("case", GRIDS)
def test_bands_of_another_grid(quadrat: Quadrat, ndvi: Path, bands: Array, tmp_path: Path, case: str) -> None:
    side, own, (width, height) = GRIDS[case]
    red = write_raster(tmp_path / "red.tif", bands[2], transform=utm(side), tiled=True, blockxsize=32, blockysize=32)
    other = np.random.default_rng(64).integers(1, 6000, (height, width)).astype(np.uint16)
    nir = write_raster(tmp_path / "nir.tif", other, transform=own)
    values, inside = nearest(other, own, utm(side), WIDTH, HEIGHT)
    expected = ndvi_of(bands[2], values, inside)
    options = ("--bands", f"red=1,nir={nir}:1")
    run = quadrat.cover(red, ndvi, *options)
    same(run, expected)
    assert run.pixels["nodata"] == (~inside).sum()
    for tile in (17, 64):
        again = quadrat.cover(red, ndvi, *options, "--tile-size", tile, "--threads", 3)
        assert again.products == run.products, f"tiles of {tile}"


def test_everything_that_another_file_says_of_its_pixels_counts(
    quadrat: Quadrat, ndvi: Path, bands: Array, tmp_path: Path
) -> None:
    red = write_raster(tmp_path / "red.tif", bands[2], transform=utm(10))
    random = np.random.default_rng(65)
    other = random.integers(1, 6000, (40, 50)).astype(np.uint16)
    gaps = random.random(other.shape) < 0.2
    own = utm(30, 599_950, 5_100_020)
    holed = np.where(gaps, 9, other).astype(np.uint16)
    files = {
        "nodata": write_raster(tmp_path / "nodata.tif", holed, transform=own, nodata=9),
        "mask": write_raster(tmp_path / "mask.tif", holed, transform=own, mask=~gaps),
        "alpha": write_raster(
            tmp_path / "alpha.tif",
            np.stack([holed, np.where(gaps, 0, 65535).astype(np.uint16)]),
            transform=own,
            colours=(ColorInterp.gray, ColorInterp.alpha),
        ),
        "nan": write_raster(
            tmp_path / "nan.tif", np.where(gaps, np.nan, other).astype(np.float32), transform=own, nodata=np.nan
        ),
    }
    values, inside = nearest(other, own, utm(10), WIDTH, HEIGHT)
    valid, _ = nearest(~gaps, own, utm(10), WIDTH, HEIGHT)
    expected = ndvi_of(bands[2], values, inside & valid)
    for name, path in files.items():
        run = quadrat.cover(red, ndvi, "--bands", f"red=1,nir={path}", "--tile-size", 50)
        assert np.array_equal(run.mask, expected), name
        assert run.pixels["nodata"] == (~(inside & valid)).sum(), name


def test_three_files_of_one_band_each(quadrat: Quadrat, excess: Path, bands: Array, tmp_path: Path) -> None:
    """The names may hold blanks and colons; the raster itself may be named like any other file."""
    paths = [tmp_path / name for name in ("red band.tif", "green:2.tif", "blue.tif")]
    for path, band in zip(paths, bands[[2, 1, 0]], strict=True):
        write_raster(path, band)
    run = quadrat.cover(paths[0], excess, "--bands", f"red={paths[0]}, green={paths[1]}:1 ,blue={paths[2]}")
    red, green, blue = bands[[2, 1, 0]].astype(np.float32)
    index = quotient(2 * green - red - blue, red + green + blue)
    same(run, oracle.decide(np.ones(red.shape, bool), (1, greater(index, 0.1)), otherwise=2))
    assert [item["path"] for item in run.run["inputs"]] == [str(paths[0]), str(paths[2]), str(paths[1])]
    assert [band.get("file") for band in run.run["bands"]] == [None, str(paths[1]), str(paths[2])]


def test_types_may_differ(quadrat: Quadrat, ndvi: Path, bands: Array, tmp_path: Path) -> None:
    data = random_bands("uint8", 4, WIDTH, HEIGHT, seed=66)
    red = write_raster(tmp_path / "red.tif", data, colours=(*RGB, ColorInterp.undefined))
    nir = write_raster(tmp_path / "nir.tif", bands[4].astype(np.float32) / np.float32(7))
    run = quadrat.cover(red, ndvi, "--bands", f"red=2,nir={nir}:1")
    same(run, ndvi_of(data[1], read_raster(nir)[0]))


def test_several_catalogs_see_only_the_files_that_they_use(
    quadrat: Quadrat, ndvi: Path, excess: Path, bands: Array, camera: Path, tmp_path: Path
) -> None:
    small = write_raster(tmp_path / "small.tif", bands[4, :50, :60])
    out = tmp_path / "both"
    options = ("--bands", f"nir={small}:1")
    outcome = quadrat("cover", camera, "--catalog", ndvi, "--catalog", excess, "--out", out, *options)
    assert outcome.code == 0, outcome.stderr
    both = {name: RunFolder(out / name, outcome) for name in ("ndvi", "excess")}
    assert both["excess"].pixels["nodata"] == 0
    assert both["ndvi"].pixels["nodata"] == WIDTH * HEIGHT - 50 * 60
    for name, catalog in (("ndvi", ndvi), ("excess", excess)):
        assert both[name].products == quadrat.cover(camera, catalog, *options).products


def test_a_picture_stays_a_picture_beside_a_catalog_with_other_numbers(
    quadrat: Quadrat, ndvi: Path, excess: Path, bands: Array, tmp_path: Path
) -> None:
    picture = write_raster(tmp_path / "rgb.tif", random_bands("uint8", 3, WIDTH, HEIGHT, seed=68), colours=RGB)
    nir = write_raster(tmp_path / "nir.tif", bands[4].astype(np.float32))
    out = tmp_path / "both"
    options = ("--bands", f"nir={nir}")
    outcome = quadrat("cover", picture, "--catalog", ndvi, "--catalog", excess, "--out", out, *options)
    assert outcome.code == 0, outcome.stderr
    for name, catalog in (("ndvi", ndvi), ("excess", excess)):
        assert RunFolder(out / name, outcome).products == quadrat.cover(picture, catalog, *options).products


def test_what_cannot_be_read_of_another_file(quadrat: Quadrat, ndvi: Path, bands: Array, tmp_path: Path) -> None:
    red = write_raster(tmp_path / "red.tif", bands[2])
    whole = write_raster(tmp_path / "whole.tif", bands[4], compress="DEFLATE", blockysize=8)
    cut = tmp_path / "cut.tif"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])
    error = quadrat.refuse(red, ndvi, "--bands", f"red=1,nir={cut}")
    assert "cut.tif" in error and "rows" in error
    runs = [
        quadrat.cover(red, ndvi, "--bands", f"red=1,nir={cut}", "--keep-going", *tile)
        for tile in ((), ("--tile-size", 13))
    ]
    assert runs[0].products == runs[1].products
    lost = runs[0].pixels["unobserved"]
    assert lost > 0 and lost % WIDTH == 0
    seen = runs[0].mask != 0
    assert np.array_equal(runs[0].mask[seen], ndvi_of(bands[2], bands[4])[seen])


def test_files_that_do_not_fit_are_refused_with_the_command_that_helps(
    quadrat: Quadrat, ndvi: Path, bands: Array, tmp_path: Path
) -> None:
    red = write_raster(tmp_path / "red.tif", bands[2], transform=utm(10))
    elsewhere = tmp_path / "elsewhere.tif"
    plain = write_raster(tmp_path / "nir.tif", bands[4], transform=utm(10))
    tool("gdalwarp", "-q", "-t_srs", "EPSG:32633", plain, elsewhere)
    error = quadrat.refuse(red, ndvi, "--bands", f"red=1,nir={elsewhere}")
    command = error[error.index("gdalwarp") :].split(", and name")[0]
    tool("sh", "-c", f"cd {tmp_path} && {command} -q")
    run = quadrat.cover(red, ndvi, "--bands", f"red=1,nir={tmp_path / 'elsewhere-warped.tif'}")
    assert (run.mask == ndvi_of(bands[2], bands[4])).mean() > 0.6
    high = write_raster(tmp_path / "high.tif", bands[4], crs="EPSG:32632+5773", transform=utm(10))
    same(quadrat.cover(red, ndvi, "--bands", f"red=1,nir={high}"), ndvi_of(bands[2], bands[4]))
    bare = write_raster(tmp_path / "bare.tif", bands[4], crs=None, transform=utm(10))
    assert "has no CRS" in quadrat.refuse(red, ndvi, "--bands", f"red=1,nir={bare}")
    assert "no such file" in quadrat.refuse(red, ndvi, "--bands", "red=1,nir=missing.tif:1")
    assert "2" in quadrat.refuse(red, ndvi, "--bands", f"red=1,nir={plain}:2")


def test_without_a_crs_equal_grids_are_enough(quadrat: Quadrat, ndvi: Path, bands: Array, tmp_path: Path) -> None:
    red = write_raster(tmp_path / "red.tif", bands[2], crs=None, transform=None)
    nir = write_raster(tmp_path / "nir.tif", bands[4], crs=None, transform=None)
    same(quadrat.cover(red, ndvi, "--bands", f"red=1,nir={nir}"), ndvi_of(bands[2], bands[4]))
    small = write_raster(tmp_path / "small.tif", bands[4, 1:], crs=None, transform=None)
    assert "not the same" in quadrat.refuse(red, ndvi, "--bands", f"red=1,nir={small}")


# Real files ----------------------------------------------------------------------------------------


@needs_data
def test_a_landsat_scene_with_names(quadrat: Quadrat, ndvi: Path) -> None:
    raster = DATA / "rstoolbox-landsat5" / "LT5_1988227_6band.tif"
    run = quadrat.cover(raster, ndvi)
    red, nir = read_raster(raster)[[2, 3]]
    same(run, ndvi_of(red, nir, (red != 255) & (nir != 255)))
    assert because(run) == {"R": (3, "its description is 'red'"), "N": (4, "its description is 'nir'")}


@needs_data
def test_aerial_pictures_whose_fourth_band_nobody_named(quadrat: Quadrat, ndvi: Path, excess: Path) -> None:
    raster = DATA / "georust-gdal-fixtures" / "m_3607824_se_17_1_20160620_sub.tif"
    run = quadrat.cover(raster, excess)
    assert because(run)["R"] == (1, "it is flagged Red") and because(run)["B"] == (3, "it is flagged Blue")
    assert "4 not described" in quadrat.refuse(raster, ndvi)
    data = read_raster(raster)
    same(quadrat.cover(raster, ndvi, "--bands", "nir=4"), ndvi_of(data[0], data[3]))


@needs_data
def test_six_bands_without_a_word(quadrat: Quadrat, ndvi: Path) -> None:
    assert "6 not described" in quadrat.refuse(DATA / "stars-landsat7" / "L7_ETMs.tif", ndvi)
