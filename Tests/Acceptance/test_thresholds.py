"""`--thresholds RUN`: the thresholds of an earlier run, to the bit, in place of those that a catalog would choose.

The oracle evaluates the catalog with the numbers of that run written into it by hand.
"""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from catalog_oracle import Catalog, evaluate
from support import PRODUCTS, RGB, Quadrat, RunFolder, digest, write_raster

SIDE = 150

CATALOG = """quadrat: 1
name: plants
bands: {{R: red, G: green, B: blue}}
classes: {{1: {{name: soil}}, 2: {{name: leaf}}, 3: {{name: bright}}}}
method:
  rules:
    define:
      excess: (2*G - R - B)/(R + G + B)
      around: mean_within(excess, 2 px)
    thresholds:
      green: {{of: {of}, choose: {choose}, otherwise: 0.11, range: -1 .. 2, bins: 1000}}
      light: {{of: R + G + B, choose: otsu, otherwise: 300, range: 0 .. 765, bins: 700}}
    assign:
      - {{class: leaf, when: "{of} > green"}}
      - {{class: bright, when: "R + G + B > light"}}
      - {{class: soil}}
{more}"""


def plants(path: Path, of: str = "excess", choose: str = "otsu", more: str = "") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(CATALOG.format(of=of, choose=choose, more=more))
    return path


def field(month: str) -> npt.NDArray[np.uint8]:
    """Red, green and blue of rows of plants; in August both are yellower and darker, and split elsewhere."""
    random = np.random.default_rng(3 if month == "july" else 4)
    row, column = np.mgrid[0:SIDE, 0:SIDE]
    crop = (np.sin(column / 5) + 0.3 * np.sin(row / 17) > 0.3)[..., np.newaxis]
    soil, leaf = ([150, 120, 90], [60, 140, 50]) if month == "july" else ([110, 98, 70], [100, 130, 60])
    colour = np.where(crop, leaf, soil) + random.normal(0, 9, (SIDE, SIDE, 3))
    return np.moveaxis(np.clip(colour, 1, 255), -1, 0).astype(np.uint8)


@pytest.fixture(scope="module")
def july(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_raster(tmp_path_factory.mktemp("july") / "july.tif", field("july"), colours=RGB)


@pytest.fixture(scope="module")
def august(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_raster(tmp_path_factory.mktemp("august") / "august.tif", field("august"), colours=RGB)


def numbers(run: RunFolder) -> dict[str, float]:
    return {entry["name"]: entry["value"] for entry in run.coverage["thresholds"]}


def by_hand(catalog: Path, values: dict[str, float]) -> Catalog:
    """The catalog with its thresholds fixed at numbers."""
    content: dict[str, Any] = copy.deepcopy(Catalog.read(catalog).content)
    for name, value in values.items():
        content["method"]["rules"]["thresholds"][name] |= {"choose": "fixed", "otherwise": repr(value)}
    return Catalog(content)


def as_numpy_says(run: RunFolder, catalog: Path, values: dict[str, float], month: str) -> None:
    bands = dict(zip(("red", "green", "blue"), field(month), strict=True))
    expected = evaluate(by_hand(catalog, values), bands, np.ones((SIDE, SIDE), np.bool_), (0.05, 0.05))
    np.testing.assert_array_equal(run.mask, expected.mask)


@pytest.mark.parametrize("of", ["excess", "around"])
@pytest.mark.parametrize("verb", ["cover", "count"])
def test_from_its_own_earlier_run_nothing_changes(
    quadrat: Quadrat, july: Path, tmp_path: Path, of: str, verb: str
) -> None:
    catalog = plants(tmp_path / "plants.yaml", of)
    first = quadrat.survey(verb, july, catalog)
    again = quadrat.survey(verb, july, catalog, "--thresholds", first.path, "--tile-size", "64")
    assert digest(first.path / "mask.tif") == digest(again.path / "mask.tif")
    assert first.coverage["classes"] == again.coverage["classes"]
    for old, new in zip(first.coverage["thresholds"], again.coverage["thresholds"], strict=True):
        assert (new["value"], new["method"], new["accepted"]) == (old["value"], "frozen", True)
        assert (new["figures"], new["sensitivity"], new["of"]) == (old["figures"], old["sensitivity"], old["of"])
        assert new["from"] == {
            "path": str(first.path),
            "sha256": digest(first.path / "coverage.json"),
            "method": "otsu",
            "accepted": old["accepted"],
        }
    assert again.run["thresholds"] == again.coverage["thresholds"]


@pytest.mark.parametrize("of", ["excess", "around"])
def test_on_another_raster_it_is_the_catalog_with_the_numbers_written_in(
    quadrat: Quadrat, july: Path, august: Path, tmp_path: Path, of: str
) -> None:
    catalog = plants(tmp_path / "plants.yaml", of)
    first = quadrat.cover(july, catalog)
    taken = quadrat.cover(august, catalog, "--thresholds", first.path / "coverage.json")
    own = quadrat.cover(august, catalog)
    assert numbers(taken) == numbers(first) != numbers(own)
    as_numpy_says(taken, catalog, numbers(first), "august")
    assert (taken.mask != own.mask).any(), "the scene does not tell them apart"
    # What it would have chosen stands beside.
    for mine, chosen in zip(taken.coverage["thresholds"], own.coverage["thresholds"], strict=True):
        assert mine["figures"] == chosen["figures"] and mine["objections"] == chosen["objections"]
    written = tmp_path / "written.yaml"
    written.write_text(
        catalog.read_text()
        .replace("choose: otsu", "choose: fixed")
        .replace("0.11", repr(numbers(first)["green"]))
        .replace("300", repr(numbers(first)["light"]))
    )
    fixed = quadrat.cover(august, written)
    assert fixed.products["mask.tif"] == taken.products["mask.tif"]
    assert fixed.coverage["cautions"] == taken.coverage["cautions"]
    for mine, its in zip(taken.coverage["thresholds"], fixed.coverage["thresholds"], strict=True):
        assert mine["sensitivity"] == its["sensitivity"]


def test_a_run_that_fell_back_hands_its_number_on(quadrat: Quadrat, july: Path, tmp_path: Path) -> None:
    catalog = plants(tmp_path / "plants.yaml")
    bare = write_raster(tmp_path / "bare.tif", np.full((3, 40, 40), 90, np.uint8), colours=RGB)
    first = quadrat.cover(bare, catalog)
    assert numbers(first) == {"green": 0.11, "light": 300}
    assert not any(entry["accepted"] for entry in first.coverage["thresholds"])
    taken = quadrat.cover(july, catalog, "--thresholds", first.path)
    assert numbers(taken) == numbers(first)
    assert [entry["from"]["accepted"] for entry in taken.coverage["thresholds"]] == [False, False]
    as_numpy_says(taken, catalog, numbers(first), "july")


def test_tiles_threads_and_memory_do_not_show(quadrat: Quadrat, july: Path, august: Path, tmp_path: Path) -> None:
    catalog = plants(tmp_path / "plants.yaml", "around", more="clean: [{majority: 3 px}, {sieve: 9 px2}]\n")
    first = quadrat.cover(july, catalog)
    plain = quadrat.cover(august, catalog, "--thresholds", first.path)
    for options in (("--tile-size", "31", "--threads", "3"), ("--tile-size", "149"), ("--memory", "150MB")):
        assert quadrat.cover(august, catalog, "--thresholds", first.path, *options).products == plain.products


def test_the_table_and_the_plan_say_where_thresholds_come_from(
    quadrat: Quadrat, july: Path, august: Path, tmp_path: Path
) -> None:
    catalog = plants(tmp_path / "plants.yaml")
    first = quadrat.cover(july, catalog, out=quadrat.folder / "july")
    taken = quadrat.cover(august, catalog, "--thresholds", "july")
    lines = taken.outcome.stdout.splitlines()
    said: list[bool] = []
    for entry in taken.coverage["thresholds"]:
        place = next(index for index, line in enumerate(lines) if line.startswith(f"threshold {entry['name']}: "))
        value = numbers(first)[entry["name"]]
        assert lines[place].startswith(f"threshold {entry['name']}: {value:.4g} (from july): ")
        reason = "; ".join(entry["objections"])
        own = f"the catalog's 'otherwise', because {reason}" if reason else f"{entry['figures']['candidate']:.4g}"
        assert lines[place + 1] == f"  this raster's own would be {own}"
        said.append(bool(reason))
    assert set(said) == {False, True}, "the scene does not show both"
    assert "looking for thresholds" not in taken.outcome.stderr
    plan = quadrat("plan", august, "--catalog", catalog, "--thresholds", "july")
    assert "readings  1 (thresholds are those of july)" in plan.stdout.splitlines()
    document = json.loads(quadrat("plan", august, "--catalog", catalog, "--thresholds", "july", "--json").stdout)
    assert document["readings"] == 1 and document["thresholds_from"] == ["july"]


def test_several_catalogs_each_take_their_own(quadrat: Quadrat, july: Path, august: Path, tmp_path: Path) -> None:
    names = [plants(tmp_path / "plants.yaml"), tmp_path / "other.yaml"]
    names[1].write_text(plants(tmp_path / "x" / "other.yaml", "around").read_text().replace("plants", "other"))
    both = [part for name in names for part in ("--catalog", name)]
    assert quadrat("cover", july, *both, "--out", "july").code == 0
    for index, runs in enumerate((["july"], ["july/other", "july/plants/coverage.json"])):
        options = [part for run in runs for part in ("--thresholds", run)]
        assert quadrat("cover", august, *both, "--out", f"august{index}", *options).code == 0
        for name in ("plants", "other"):
            first, taken = (
                json.loads((quadrat.folder / folder / name / "coverage.json").read_text())
                for folder in ("july", f"august{index}")
            )
            pairs = zip(first["thresholds"], taken["thresholds"], strict=True)
            assert all(old["value"] == new["value"] for old, new in pairs)
    error = quadrat("cover", august, *both, "--out", "no", "--thresholds", "july/other").error
    assert "names no run of catalog plants, which has thresholds too" in error
    assert not (quadrat.folder / "no").exists()


@pytest.mark.parametrize("verb", ["cover", "count", "plan"])
def test_what_does_not_match_is_refused_in_one_line(
    quadrat: Quadrat, july: Path, august: Path, tmp_path: Path, verb: str
) -> None:
    catalog = plants(tmp_path / "plants.yaml")
    quadrat.cover(july, catalog, out=quadrat.folder / "july")
    document = quadrat.folder / "july" / "coverage.json"

    def error(catalog: Path, run: str) -> str:
        return quadrat(verb, august, "--catalog", catalog, "--thresholds", run).error

    # Another formula behind the same word, three definitions away from the threshold.
    changed = tmp_path / "changed.yaml"
    changed.write_text(catalog.read_text().replace("2*G - R - B", "2*G - 1.4*R - B"))
    assert "threshold green of catalog plants is of (2 * green - 1.4 * red - blue) /" in error(changed, "july")
    renamed = tmp_path / "renamed.yaml"
    renamed.write_text(catalog.read_text().replace("light", "glow"))
    assert "threshold glow of catalog plants is missing there (it has green, light, of catalog plants)" in error(
        renamed, "july"
    )
    swapped = tmp_path / "swapped.yaml"
    swapped.write_text(catalog.read_text().replace("{R: red, G: green", "{R: nir, G: green"))
    assert "and there of (2 * green - red - blue) /" in error(swapped, "july")
    assert "there is no such folder" in error(catalog, "nowhere")
    (quadrat.folder / "text.json").write_text(document.read_text()[:-30])
    assert "cannot read text.json: line" in error(catalog, "text.json")
    (quadrat.folder / "later.json").write_text(document.read_text().replace("coverage/1", "coverage/7"))
    assert "which a later version of quadrat has written" in error(catalog, "later.json")
    assert "--thresholds has nothing to do: plain has no thresholds" in error(plain(tmp_path), "july")
    shutil.copytree(quadrat.folder / "july", quadrat.folder / "cut")
    (quadrat.folder / "cut" / "coverage.json").write_text("{}")
    assert "it was changed since" in error(catalog, "cut")


def plain(folder: Path) -> Path:
    path = folder / "plain.yaml"
    path.write_text(
        "quadrat: 1\nname: plain\nbands: {R: red}\nclasses: {1: {name: a}, 2: {name: b}}\n"
        'method:\n  rules:\n    assign:\n      - {class: a, when: "R > 90"}\n      - {class: b}\n'
    )
    return path


def test_the_run_that_is_taken_from_is_never_replaced(quadrat: Quadrat, july: Path, tmp_path: Path) -> None:
    catalog = plants(tmp_path / "plants.yaml")
    first = quadrat.cover(july, catalog, out=quadrat.folder / "run")
    before = {name: digest(first.path / name) for name in PRODUCTS}
    result = quadrat("cover", july, "--catalog", catalog, "--out", "run", "--overwrite", "--thresholds", "run")
    assert "run" in result.error
    assert {name: digest(first.path / name) for name in PRODUCTS} == before


def test_a_run_goes_on_with_the_thresholds_that_it_began_with_alone(
    quadrat: Quadrat, july: Path, august: Path, tmp_path: Path
) -> None:
    catalog = plants(tmp_path / "plants.yaml")
    quadrat.cover(july, catalog, out=quadrat.folder / "july")
    quadrat.cover(august, catalog, out=quadrat.folder / "august")
    taken = quadrat.cover(august, catalog, "--thresholds", "july", out=quadrat.folder / "taken")
    again = quadrat.cover(august, catalog, "--thresholds", "july", "--resume", out=quadrat.folder / "taken")
    assert again.outcome.stdout.split("Not validated")[0] == taken.outcome.stdout.split("Not validated")[0]
    for options in ((), ("--thresholds", "august")):
        result = quadrat("cover", august, "--catalog", catalog, "--out", "taken", "--resume", *options)
        assert "not of the same: --thresholds for plants" in result.error
