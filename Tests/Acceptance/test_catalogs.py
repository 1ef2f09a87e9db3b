"""The shipped catalogs: mask and counts equal the oracle's to the pixel, however a run is carried out.

On the sample farm and its five-band twin (drawn once by scripts/make-scene, kept among the temporary files), on the
guard scenes, and on real scenes where the shared data are here.
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import json
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.enums

import guard_scenes
import oracle
from catalog_oracle import Result
from support import DATA, REPOSITORY, RGB, RGBA, Quadrat, RunFolder, gdal_python, needs_data, tool, write_raster
from survey_scene import SurveyScene

CATALOGS = REPOSITORY / "catalogs"
FARM = REPOSITORY / "tiles" / "farm.tif"
COLOUR = ("vegetation", "disease", "leaf-disease", "road", "farm")
SPECTRAL = ("vegetation-multispectral", "canopy-multispectral", "disease-multispectral", "water-multispectral")
#: Made for photographs, and the farm lies on a map.
FORCED = {"leaf-disease": ("--force",)}
FIVE_BANDS = {"blue": 1, "green": 2, "red": 3, "red_edge_1": 4, "nir": 5}


def shipped(name: str) -> Path:
    return CATALOGS / f"{name}.yaml"


def agrees(run: RunFolder, result: Result, valid: oracle.Array) -> None:
    """Mask, counts, thresholds and ratios."""
    oracle.agrees(run, result.mask, valid)
    told = {entry["name"]: entry for entry in run.coverage["thresholds"]}
    assert set(told) == set(result.thresholds)
    for name, choice in result.thresholds.items():
        assert np.float32(told[name]["value"]) == choice.value, name
        assert told[name]["accepted"] == choice.accepted, name


# The sample farm -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def farm() -> SurveyScene:
    return SurveyScene.read(FARM)


@pytest.fixture(scope="session")
def twin() -> Path:
    """The farm under a multispectral camera, drawn anew when its generator has changed."""
    python, script = gdal_python(), REPOSITORY / "scripts" / "make-scene"
    if python is None:
        pytest.skip("no Python with GDAL to draw the twin")
    path = Path(tempfile.gettempdir()) / f"quadrat-twin-{hashlib.sha256(script.read_bytes()).hexdigest()[:12]}.tif"
    # Workers wait for the one that draws.
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            part = path.with_suffix(".part.tif")
            subprocess.run([python, script, "--multispectral", part], check=True, capture_output=True, timeout=300)
            part.rename(path)
    return path


@pytest.mark.parametrize("name", COLOUR)
def test_catalog_on_the_farm(quadrat: Quadrat, farm: SurveyScene, name: str) -> None:
    agrees(quadrat.cover(FARM, name, *FORCED.get(name, ())), farm.under(shipped(name)), farm.valid)


@pytest.mark.parametrize("name", SPECTRAL)
def test_catalog_on_the_twin(quadrat: Quadrat, twin: Path, name: str) -> None:
    """Bands are found by their names, the scale of the file is applied."""
    scene = SurveyScene.read(twin, FIVE_BANDS)
    agrees(quadrat.cover(twin, name), scene.under(shipped(name)), scene.valid)


def test_colours_of_the_twin_are_found_too(quadrat: Quadrat, twin: Path) -> None:
    scene = SurveyScene.read(twin, {"red": 3, "green": 2, "blue": 1})
    agrees(quadrat.cover(twin, "vegetation"), scene.under(shipped("vegetation")), scene.valid)


def test_the_twin_shows_the_same_farm(quadrat: Quadrat, twin: Path) -> None:
    """Its collar is the farm's, and its plants lie where the truth has plants."""
    with rasterio.open(REPOSITORY / "tiles" / "farm-truth.tif") as dataset:
        truth = dataset.read(1)
    run = quadrat.cover(twin, "vegetation-multispectral")
    assert np.array_equal(run.mask == 0, truth == 0)
    plants, found = np.isin(truth, (2, 3, 5)), run.mask == 2
    assert np.count_nonzero(plants & found) > 0.94 * np.count_nonzero(plants | found)


# Laws ----------------------------------------------------------------------------------------------

WAYS: dict[str, tuple[str, ...]] = {
    "small tiles": ("--tile-size", "128", "--threads", "1"),
    "odd tiles": ("--tile-size", "333", "--threads", "2"),
    "one tile": ("--tile-size", "2048"),
    "many threads": ("--threads", "5"),
}


@pytest.fixture(scope="session")
def plot(scenes: Path) -> Path:
    """A third of the farm with all that grows there, tiled as the farm is."""
    with rasterio.open(FARM) as dataset:
        window = rasterio.windows.Window(520, 330, 760, 620)
        layout = {"tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "DEFLATE", "predictor": 2}
        data, transform = dataset.read(window=window), dataset.window_transform(window)
    return write_raster(scenes / "plot.tif", data, transform=transform, colours=RGBA, **layout)


@pytest.fixture(scope="session")
def plain_products(
    binary: Path, plot: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, str]]:
    """What a catalog gives on the plot when nothing is said of how to run."""
    command = Quadrat(binary, tmp_path_factory.mktemp("plain"))
    return functools.cache(lambda name: command.cover(plot, name, *FORCED.get(name, ())).products)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["vegetation", "disease", "road", "leaf-disease"])
def test_no_way_of_running_shows(
    each_reader: Quadrat, plot: Path, plain_products: Callable[[str], dict[str, str]], name: str, way: str
) -> None:
    run = each_reader.cover(plot, name, "--memory", "800MB", *WAYS[way], *FORCED.get(name, ()))
    assert run.products == plain_products(name)


def test_several_catalogs_in_one_reading(
    quadrat: Quadrat, plot: Path, plain_products: Callable[[str], dict[str, str]]
) -> None:
    """Each has a folder of its own, with what it has alone."""
    names = ("vegetation", "disease", "road")
    options = [part for name in names for part in ("--catalog", name)]
    result = quadrat("cover", plot, *options, "--out", "together", "--progress", "none")
    assert result.code == 0, result.stderr
    together = quadrat.folder / "together"
    assert sorted(path.name for path in together.iterdir()) == sorted(names)
    for name in names:
        assert RunFolder(together / name, result).products == plain_products(name), name


# Scale ---------------------------------------------------------------------------------------------


def test_pixels_too_large_for_a_catalog(quadrat: Quadrat, tmp_path: Path) -> None:
    """Refused with the reason; --force goes on, and then the numbers are still the oracle's."""
    with rasterio.open(FARM) as dataset:
        data, t = dataset.read()[:, ::8, ::8], dataset.transform
    grid = rasterio.Affine(8 * t.a, 0, t.c, 0, 8 * t.e, t.f)
    coarse = write_raster(tmp_path / "coarse.tif", data, transform=grid, colours=RGBA)
    assert "6 cm" in quadrat.refuse(coarse, "disease")
    scene = SurveyScene.read(coarse)
    agrees(quadrat.cover(coarse, "disease", "--force"), scene.under(shipped("disease")), scene.valid)


def test_a_photograph_needs_the_size_of_its_pixels(quadrat: Quadrat, tmp_path: Path) -> None:
    with rasterio.open(FARM) as dataset:
        data = dataset.read([1, 2, 3])[:, 300:700, 400:900]
    photograph = write_raster(tmp_path / "photograph.tif", data, crs=None, transform=None, colours=RGB)
    assert "--pixel-size" in quadrat.refuse(photograph, "disease")
    scene = SurveyScene.read(photograph)
    for size, metres in (("5cm", 0.05), ("3.1 cm", 0.031)):
        run = quadrat.cover(photograph, "disease", "--pixel-size", size)
        agrees(run, scene.under(shipped("disease"), (metres, metres)), scene.valid)
    run = quadrat.cover(photograph, "leaf-disease")
    agrees(run, scene.under(shipped("leaf-disease")), scene.valid)


def inspected(quadrat: Quadrat, raster: Path, *options: str) -> dict[str, bool]:
    """Whether each shipped catalog is offered for a raster."""
    result = quadrat("inspect", raster, "--json", *options)
    assert result.code == 0, result.stderr
    return {entry["name"]: entry["fits"] for entry in json.loads(result.stdout)["catalogs"]}


def test_leaves_are_photographs(quadrat: Quadrat, tmp_path: Path) -> None:
    """The catalog of single leaves is not offered for what lies on a map, and not used there unless forced."""
    with rasterio.open(FARM) as dataset:
        data, transform = dataset.read([1, 2, 3])[:, 300:400, 400:520], dataset.transform
    ortho = write_raster(tmp_path / "ortho.tif", data, transform=transform, colours=RGB)
    photograph = write_raster(tmp_path / "photograph.tif", data, crs=None, transform=None, colours=RGB)
    assert not inspected(quadrat, ortho)["leaf-disease"]
    for options in ((), ("--pixel-size", "0.1mm")):
        assert inspected(quadrat, photograph, *options)["leaf-disease"]
    words = "catalog leaf-disease is made for photographs and scans, and"
    for error in (
        quadrat.refuse(ortho, "leaf-disease"),
        quadrat.refuse(ortho, "leaf-disease", "--catalog", "vegetation"),
        quadrat("plan", ortho, "--catalog", "leaf-disease").error,
        quadrat("count", ortho, "--catalog", "leaf-disease").error,
    ):
        assert words in error and error.endswith("or go on with --force")
    forced = quadrat.cover(ortho, "leaf-disease", "--force")
    assert f"Warning: {words}" in forced.outcome.stderr
    assert np.array_equal(forced.mask, quadrat.cover(photograph, "leaf-disease").mask)
    # Catalogs of canopies are for maps and, where the size of pixels is told, for photographs.
    fits = inspected(quadrat, photograph, "--pixel-size", "2cm")
    assert fits["vegetation"] and fits["disease"]


@pytest.mark.parametrize(("side", "is_said"), [(0.5, False), (1.0, False), (2.0, True), (30.0, True)])
@pytest.mark.parametrize("name", ["vegetation", "vegetation-multispectral"])
def test_what_large_pixels_mean_is_said(
    quadrat: Quadrat, tmp_path: Path, name: str, side: float, is_said: bool
) -> None:
    random = np.random.default_rng(2)
    data = random.integers(1, 255, (4, 40, 40), np.uint8)
    grid = rasterio.Affine(side, 0, 5e5, 0, -side, 5e6)
    raster = write_raster(tmp_path / "scene.tif", data, transform=grid)
    options = ("--bands", "red=1,green=2,blue=3,nir=4")
    words = "vegetation_percent is the share of pixels above the threshold, not the mean of the plant cover within them"
    run = quadrat.cover(raster, name, *options)
    assert (words in run.outcome.stderr) == is_said
    assert any(words in line for line in run.run["warnings"]) == is_said
    assert (words in quadrat("plan", raster, "--catalog", name, *options).stderr) == is_said
    assert is_said == (f"catalog {name}, pixels of {side:g} m: pixels are larger than leaves" in run.outcome.stderr)


#: Green, near infrared, and whether it is water: reflectance.
WATERS = [
    (0.080, 0.020, True),  # clear
    (0.020, 0.010, True),
    (0.012, 0.013, True),  # dark: a ratio of small numbers
    (0.028, 0.036, True),
    (0.110, 0.113, True),  # muddy
    (0.160, 0.162, False),  # bright and flat: concrete
    (0.080, 0.110, False),  # asphalt in the sun
    (0.050, 0.058, False),  # dark asphalt
    (0.030, 0.050, False),  # soil in shade
    (0.030, 0.080, False),  # plants in shade
    (0.020, 0.055, False),
    (0.090, 0.400, False),  # plants
    (0.180, 0.260, False),  # soil
]


def test_dark_water_is_water(quadrat: Quadrat, tmp_path: Path) -> None:
    """Of reflectance; of raw numbers nothing is, and of no numbers nothing is said."""
    table = np.array([[green, nir] for green, nir, _ in WATERS], np.float32)
    data = np.repeat(table.T[:, None, :], 3, axis=1)
    bands = ("--bands", "green=1,nir=2")
    grid = rasterio.Affine(10, 0, 5e5, 0, -10, 5e6)
    raster = write_raster(tmp_path / "reflectance.tif", data, transform=grid)
    run = quadrat.cover(raster, "water-multispectral", *bands)
    expected = [2 if is_water else 1 for _, _, is_water in WATERS]
    assert run.mask[0].tolist() == expected
    # The same as whole numbers with the scale of the file, and without: then NDWI alone decides.
    whole = np.rint(10_000 * data).astype(np.uint16)
    scaled = write_raster(tmp_path / "scaled.tif", whole, transform=grid)
    with rasterio.open(scaled, "r+") as dataset:
        dataset.scales = (1e-4, 1e-4)
    assert quadrat.cover(scaled, "water-multispectral", *bands).mask[0].tolist() == expected
    raw = write_raster(tmp_path / "raw.tif", whole, transform=grid)
    above = [2 if green > nir else 1 for green, nir, _ in WATERS]
    assert quadrat.cover(raw, "water-multispectral", *bands).mask[0].tolist() == above
    # Black in both bands is not to be judged, and a fill value that no one declared is no water.
    fill = np.array([[[0, -9999, 0.08]], [[0, -9999, 0.02]]], np.float32)
    run = quadrat.cover(write_raster(tmp_path / "fill.tif", fill, transform=grid), "water-multispectral", *bands)
    assert run.mask[0].tolist() == [0, 1, 2]


def test_crowns_are_brighter_than_what_is_around_them(quadrat: Quadrat, tmp_path: Path) -> None:
    """A crown in the sun on a meadow in its shade: NDVI takes both, canopy the crown."""
    row, column = np.mgrid[0:120, 0:120]
    crowns = np.hypot(row % 40 - 20, column % 40 - 20) < 6
    nir = np.where(crowns, 150, 90).astype(np.uint8)
    red = np.where(crowns, 40, 35).astype(np.uint8)
    bare = row > 99
    nir[bare], red[bare] = 90, 85
    grid = rasterio.Affine(0.3, 0, 5e5, 0, -0.3, 5e6)
    raster = write_raster(tmp_path / "trees.tif", np.stack([red, nir]), transform=grid)
    run = quadrat.cover(raster, "canopy-multispectral", "--bands", "red=1,nir=2")
    crowns &= ~bare
    assert (run.mask[crowns] == 3).mean() > 0.95
    meadow = ~crowns & ~bare
    assert (run.mask[meadow] == 2).mean() > 0.98 and (run.mask[row > 110] == 1).all()


def test_pixels_may_be_oblong(quadrat: Quadrat, tmp_path: Path) -> None:
    """In longitude and latitude a disc of metres is an ellipse of pixels."""
    with rasterio.open(FARM) as dataset:
        data = dataset.read([1, 2, 3])[:, 300:700, 400:900]
    grid = rasterio.Affine(4e-7, 0, 10.88, 0, -4e-7, 60.06)
    raster = write_raster(tmp_path / "degrees.tif", data, crs="EPSG:4326", transform=grid, colours=RGB)
    scene = SurveyScene.read(raster)
    assert scene.pixel_size is not None and scene.pixel_size[1] > 1.9 * scene.pixel_size[0]
    for name in ("disease", "road"):
        agrees(quadrat.cover(raster, name, "--force"), scene.under(shipped(name)), scene.valid)


def test_brown_tissue_amid_plants_is_canopy(quadrat: Quadrat, tmp_path: Path) -> None:
    """Leaves turned to the colour of soil stay in the denominator where plants surround them; soil outside does not."""
    random = np.random.default_rng(3)
    row, column = np.mgrid[0:300, 0:300]
    plants = (row // 100 + column // 100) % 2 == 0
    spots = plants & (np.hypot(row % 100 - 50, column % 100 - 50) < 4)
    colour = np.where(plants, np.array([80, 120, 55])[:, None, None], np.array([150, 125, 100])[:, None, None])
    colour = np.where(spots, np.array([130, 105, 85])[:, None, None], colour)
    data = np.clip(colour + random.normal(0, 3, (3, 300, 300)), 0, 255).astype(np.uint8)
    grid = rasterio.Affine(0.01, 0, 6e5, 0, -0.01, 5e6)
    raster = write_raster(tmp_path / "spots.tif", data, transform=grid, colours=RGB)
    run = quadrat.cover(raster, "disease")
    assert np.count_nonzero(run.mask[spots] == 3) > 0.9 * np.count_nonzero(spots)
    assert np.count_nonzero(run.mask[~plants] == 1) > 0.99 * np.count_nonzero(~plants)


# Guard ---------------------------------------------------------------------------------------------


def test_cover_of_the_guard_scenes(quadrat: Quadrat, tmp_path: Path) -> None:
    """Each is what the oracle makes of it, none is far off, and most are right."""
    errors = {}
    for name, described in guard_scenes.SCENES.items():
        data, cover = guard_scenes.draw(described)
        raster = write_raster(tmp_path / "field.tif", data, colours=RGB)
        run, scene = quadrat.cover(raster, "vegetation"), SurveyScene.read(raster)
        try:
            agrees(run, scene.under(shipped("vegetation")), scene.valid)
        except AssertionError as error:
            error.add_note(f"guard scene {name}")
            raise
        errors[name] = abs(run.coverage["ratios"][0]["percent"] - cover)
    assert max(errors.values()) <= 8, errors
    assert statistics.median(errors.values()) <= 1.5, errors


# Real scenes ---------------------------------------------------------------------------------------

LANDSAT = {"blue": 1, "green": 2, "red": 3, "nir": 4, "swir_1": 5, "swir_2": 6}
NAIP = {"red": 1, "green": 2, "blue": 3, "nir": 4}
#: Catalog, raster, bands (None: the file's colours).
REAL: list[tuple[str, str, dict[str, int] | None]] = [
    ("vegetation", "pliman/lettuce.tif", None),
    ("vegetation", "pliman/soy_ortho.tif", None),
    ("vegetation", "deepness/dummy_fotomap_small.tif", None),
    ("vegetation", "detectree-zurich/big_img/1091-322_00.tif", None),
    ("vegetation", "webodm-ortho/orthophoto.tif", None),
    ("vegetation", "nrcan-gdl/tests/data/tiles/tiled_image_1.tif", None),
    ("disease", "pliman/lettuce.tif", None),
    ("disease", "pliman/soy_ortho.tif", None),
    ("disease", "deepness/dummy_fotomap_small.tif", None),
    ("leaf-disease", "lara2018-coffee-leaf/images/val/900.jpg", None),
    ("leaf-disease", "pliman/sev_leaf.jpg", None),
    ("road", "nrcan-gdl/tests/data/tiles/tiled_image_1.tif", None),
    ("road", "nrcan-gdl/tests/data/new_brunswick_aerial/23322E759967N_clipped_1m_1of2.tif", None),
    ("road", "detectree-zurich/big_img/1091-322_00.tif", None),
    ("road", "webodm-ortho/orthophoto.tif", None),
    ("vegetation-multispectral", "rstoolbox-landsat5/LT5_1988227_6band.tif", LANDSAT),
    ("water-multispectral", "rstoolbox-landsat5/LT5_1988227_6band.tif", LANDSAT),
    ("water-multispectral", "stars-landsat7/L7_ETMs.tif", LANDSAT),
    ("vegetation-multispectral", "georust-gdal-fixtures/m_3607824_se_17_1_20160620_sub.tif", NAIP),
    ("canopy-multispectral", "georust-gdal-fixtures/m_3607824_se_17_1_20160620_sub.tif", NAIP),
]


def decoded(raster: Path, folder: Path) -> Path:
    """JPEG as the installed GDAL decodes it: the libraries that wheels bring along differ in the last digit."""
    with rasterio.open(raster) as dataset:
        if dataset.driver != "JPEG" and dataset.compression != rasterio.enums.Compression.jpeg:
            return raster
    tool("gdal_translate", "-q", raster, folder / "decoded.tif")
    return folder / "decoded.tif"


@needs_data
@pytest.mark.parametrize(("name", "raster", "bands"), REAL, ids=[f"{n}-{Path(r).stem}" for n, r, _ in REAL])
def test_catalog_on_a_real_scene(
    quadrat: Quadrat, tmp_path: Path, name: str, raster: str, bands: dict[str, int] | None
) -> None:
    scene = SurveyScene.read(decoded(DATA / raster, tmp_path), bands)
    options = ("--bands", ",".join(f"{role}={number}" for role, number in bands.items())) if bands else ()
    agrees(quadrat.cover(DATA / raster, name, *options), scene.under(shipped(name)), scene.valid)


@needs_data
def test_severity_of_real_leaves(quadrat: Quadrat) -> None:
    """Over coffee leaves with lesions drawn by hand: the error that docs/catalogs/leaf-disease.md claims, with room."""
    folder = DATA / "lara2018-coffee-leaf"
    errors = []
    for image in sorted((folder / "images" / "val").glob("*.jpg"))[::5]:
        with rasterio.open(folder / "annotations" / "val" / f"{image.stem}_mask.png") as dataset:
            drawn_by_hand = dataset.read([1, 2, 3])
        symptom = drawn_by_hand[0] > 100
        severity = 100 * symptom.sum() / np.count_nonzero(drawn_by_hand.max(axis=0) > 100)
        errors.append(abs(quadrat.cover(image, "leaf-disease").coverage["ratios"][0]["percent"] - severity))
    assert statistics.mean(errors) <= 2


@needs_data
def test_cover_of_real_plots(quadrat: Quadrat) -> None:
    """Soy plots whose plants another program outlined."""
    run = quadrat.cover(DATA / "pliman" / "soy_ortho.tif", "vegetation")
    with rasterio.open(DATA / "pliman" / "mask.tif") as dataset:
        plants = dataset.read(1)[:, : run.mask.shape[1]] == 1
    assert abs(100 * plants.mean() - run.coverage["ratios"][0]["percent"]) <= 1
    assert np.count_nonzero(plants & (run.mask == 2)) >= 0.86 * np.count_nonzero(plants | (run.mask == 2))
