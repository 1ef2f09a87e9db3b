"""Files of zones as programs and people leave them: code pages, cut texts, archives, numbers, columns, logs."""

from __future__ import annotations

import json
import os
import sqlite3
import struct
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
from affine import Affine
from shapely.geometry import box, mapping

from support import Exit, Outcome, Quadrat, RunFolder, digest, small_disk, tool, write_raster

LEFT, TOP = 500_000.0, 5_500_000.0
Columns = Mapping[str, Any]


def square(number: int) -> dict[str, Any]:
    """One of a row of fields of 8 x 15 m, two metres apart."""
    return mapping(box(LEFT + 10 * number, TOP - 20, LEFT + 10 * number + 8, TOP - 5))


def geojson(path: Path, rows: Sequence[Columns], ids: Sequence[Any] | None = None, **more: Any) -> Path:
    features = [{"type": "Feature", "properties": dict(row), "geometry": square(i)} for i, row in enumerate(rows)]
    for feature, number in zip(features, ids or [], strict=bool(ids)):
        feature["id"] = number
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32632"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, **more, "features": features}))
    return path


@pytest.fixture
def raster(tmp_path: Path) -> Path:
    values = np.full((40, 60), 150, np.uint8)
    return write_raster(tmp_path / "a.tif", values, crs="EPSG:32632", transform=Affine(1, 0, LEFT, 0, -1, TOP))


@pytest.fixture
def survey(quadrat: Quadrat, raster: Path, greenness: Callable[..., Path]) -> Callable[..., RunFolder]:
    catalog = greenness()
    return lambda zones, *options: quadrat.cover(raster, catalog, "--zones", zones, *options)


def names(run: RunFolder) -> list[str]:
    return [zone["id"] for zone in run.coverage["zones"]]


def table(run: RunFolder, layer: str | None = None) -> dict[str, list[Any]]:
    """zones.gpkg as another program reads it: a text that is not UTF-8 would raise."""
    meta, numbers, _, columns = pyogrio.raw.read(run.path / "zones.gpkg", layer=layer, return_fids=True)
    return {"fid": list(numbers), **{name: list(values) for name, values in zip(meta["fields"], columns, strict=True)}}


# Texts ---------------------------------------------------------------------------------------------------


def shapefile(folder: Path, stem: str, encoding: str, column: str, values: Sequence[str], page: str | None) -> Path:
    """A shapefile whose table is in a code page that only `page`, the text of a .cpg file, names."""
    folder.mkdir(exist_ok=True)
    source = geojson(folder / f"{stem}.json", [{"x" * len(column.encode(encoding)): "x" * 30} for _ in values])
    tool("ogr2ogr", "-lco", "ENCODING=", folder / f"{stem}.shp", source)
    source.unlink()
    (folder / f"{stem}.cpg").unlink(missing_ok=True)
    if page is not None:
        (folder / f"{stem}.cpg").write_text(page)
    rewrite_table(folder / f"{stem}.dbf", column.encode(encoding), [value.encode(encoding) for value in values])
    return folder / f"{stem}.shp"


def rewrite_table(path: Path, column: bytes, values: Sequence[bytes], width: int = 30) -> None:
    """A table of one column of texts, its language byte 0."""
    head = bytearray(32) + bytearray(32) + b"\r"
    head[0] = 3
    head[4:12] = struct.pack("<IHH", len(values), 65, 1 + width)
    head[32 : 32 + len(column)] = column
    head[43], head[48] = ord("C"), width
    path.write_bytes(bytes(head) + b"".join(b" " + value[:width].ljust(width) for value in values) + b"\x1a")


@pytest.mark.parametrize("page", [None, "UTF-8", "FOO-99"], ids=["no cpg", "wrong cpg", "unknown cpg"])
@pytest.mark.parametrize(
    ("encoding", "column", "values"),
    [
        ("iso-8859-1", "näme", ["Süd", "Säd", "Café"]),
        ("cp1251", "имя", ["Сад", "Луг", "Бор"]),
        ("cp866", "имя", ["Сад", "Луг", "Бор"]),
        ("shift_jis", "名称", ["東京", "大阪", "ソ連"]),
    ],
)
def test_a_code_page_that_nobody_names_is_read_as_latin_1(
    survey: Callable[..., RunFolder], tmp_path: Path, encoding: str, column: str, values: list[str], page: str | None
) -> None:
    run = survey(
        shapefile(tmp_path / "s", "fields", encoding, column, values, page), "--within", tmp_path / "s/fields.shp"
    )
    texts = [value.encode(encoding).decode("iso-8859-1").strip() for value in values]
    assert names(run) == texts
    assert table(run)[column.encode(encoding).decode("iso-8859-1")] == texts
    warning = next(line for line in run.outcome.stderr.splitlines() if line.startswith("Warning: --zones"))
    assert "ISO-8859-1" in warning and "'fields.cpg'" in warning
    for name in ("coverage.json", "coverage.csv", "run.json"):
        (run.path / name).read_bytes().decode()


def test_a_code_page_that_is_named_is_believed(survey: Callable[..., RunFolder], tmp_path: Path) -> None:
    run = survey(shapefile(tmp_path, "fields", "cp1251", "имя", ["Сад", "Луг"], "CP1251"), "--zone-id", "имя")
    assert names(run) == table(run)["имя"] == ["Сад", "Луг"]
    assert run.outcome.stderr == ""


@pytest.mark.parametrize("typed", ["näme", "na\u0308me", "NÄME"])
def test_columns_in_other_code_pages_can_be_named(survey: Callable[..., RunFolder], tmp_path: Path, typed: str) -> None:
    path = shapefile(tmp_path, "fields", "iso-8859-1", "näme", ["Süd", "Süd"], None)
    assert names(survey(path, "--zone-id", typed)) == ["Süd", "Süd"]


@pytest.mark.parametrize("page", [None, "UTF-8"])
def test_texts_cut_in_the_middle_of_a_character(
    survey: Callable[..., RunFolder], tmp_path: Path, page: str | None
) -> None:
    """Ten bytes of a column's name and nine of a value end within a letter, which is lost, and no other."""
    path = shapefile(tmp_path, "fields", "utf-8", "x", ["a", "b"], page)
    rewrite_table(path.with_suffix(".dbf"), "aплощадь".encode()[:10], ["Übergroßz".encode(), "Süd".encode()], width=9)
    run = survey(path)
    assert names(run) == table(run)["aплощ"] == ["Übergro", "Süd"]
    assert "in the middle of a character" in run.outcome.stderr and "ISO" not in run.outcome.stderr


def test_latin_1_in_geojson_and_geopackage(survey: Callable[..., RunFolder], tmp_path: Path) -> None:
    path = geojson(tmp_path / "z.geojson", [{"n?me": "S?d"}], name="F?lder")
    path.write_bytes(path.read_bytes().replace(b"?", b"\xfc"))
    run = survey(path, "--zones-layer", "Fülder")
    assert names(run) == table(run, "Fülder")["nüme"] == ["Süd"]
    assert "save the file anew in UTF-8" in run.outcome.stderr
    package = tmp_path / "z.gpkg"
    tool("ogr2ogr", "-nln", "t", package, geojson(tmp_path / "plain.geojson", [{"name": "x"}, {"name": "y"}]))
    with sqlite3.connect(package) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.execute("UPDATE t SET name = CAST(x'53FC64' AS TEXT) WHERE fid = 1")
    assert names(survey(package)) == ["Süd", "y"]


def test_names_of_files_that_are_not_utf_8_get_one_line(quadrat: Quadrat, raster: Path, tmp_path: Path) -> None:
    command = [os.fsencode(argument) for argument in quadrat.command("inspect", raster, "--zones")]
    result = subprocess.run([*command, b"S\xfcd.shp"], capture_output=True, cwd=tmp_path)
    error = Outcome(result.returncode, "", result.stderr.decode()).error
    assert "no such file" in error and "UTF-8" in error


def test_control_characters_stay_out_of_the_terminal(survey: Callable[..., RunFolder], tmp_path: Path) -> None:
    wild = "a\x1b[31mb\nc\td\re\x07\x7f\x9b"
    run = survey(geojson(tmp_path / "z.geojson", [{"name": wild}, {"name": wild}]), "--zone-id", "name")
    assert names(run) == [wild, wild] and table(run)["name"] == [wild, wild]
    said = run.outcome.stdout + run.outcome.stderr
    assert all(sign >= " " or sign == "\n" for sign in said) and "\x7f" not in said and "\x9b" not in said
    assert len(run.outcome.stderr.splitlines()) == 1


# Archives ------------------------------------------------------------------------------------------------

RESOURCE_FORK = b"\0\5\x16\7\0\2\0\0Mac OS X"
Members = Mapping[str, bytes]


def archive(path: Path, members: Members) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, bytes]:
    """Two shapefiles: fields and plots."""
    folder = tmp_path / "parts"
    folder.mkdir()
    for stem in ("fields", "plots"):
        tool("ogr2ogr", folder / f"{stem}.shp", geojson(tmp_path / f"{stem}.geojson", [{"name": stem}, {"name": "b"}]))
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def only(parts: Members, stem: str, before: str = "") -> dict[str, bytes]:
    return {before + name: data for name, data in parts.items() if name.startswith(stem)}


def forks(parts: Members, before: str) -> dict[str, bytes]:
    """What Finder puts beside files: `before` with the name of each."""
    return {before + name: RESOURCE_FORK for name in parts}


@pytest.mark.parametrize("kind", ["finder", "folder", "beside", "deeper", "vsizip", "shz", "upper case", "unpacked"])
def test_what_systems_leave_in_archives_is_no_file_of_the_user(
    survey: Callable[..., RunFolder], tmp_path: Path, parts: dict[str, bytes], kind: str
) -> None:
    fields = only(parts, "fields")
    left = {".DS_Store": b"\0\0\0\1Bud1", "Thumbs.db": b"\xd0\xcf", "desktop.ini": b"[.ShellClassInfo]"}
    path: Path | str
    match kind:
        case "finder" | "upper case" | "shz":
            name = {"finder": "f.zip", "upper case": "F.ZIP", "shz": "f.shz"}[kind]
            path = archive(tmp_path / name, {**forks(fields, "__MACOSX/._"), **fields})
        case "folder":
            path = archive(
                tmp_path / "f.zip", {**only(parts, "fields", "delivery/"), **forks(fields, "__MACOSX/delivery/._")}
            )
        case "beside":
            path = archive(tmp_path / "f.zip", {**forks(fields, "._"), **fields, **left})
        case "deeper" | "vsizip":
            below = {f"a/b/{name}": data for name, data in {**fields, **forks(fields, "._"), **left}.items()}
            path = archive(tmp_path / "f.zip", {**below, "__MACOSX/a/b/._fields.shp": RESOURCE_FORK})
            path = f"/vsizip/{path}" if kind == "vsizip" else path
        case _:
            path = tmp_path / "unpacked"
            path.mkdir()
            for name, data in {**forks(fields, "._"), **fields, **left}.items():
                (path / name).write_bytes(data)
    run = survey(path)
    assert names(run) == ["fields", "b"] and run.outcome.stderr == ""


def test_several_shapefiles_beside_what_finder_leaves_are_layers(
    survey: Callable[..., RunFolder], tmp_path: Path, parts: dict[str, bytes]
) -> None:
    path = archive(tmp_path / "all.zip", {**forks(parts, "._"), **parts})
    assert names(survey(path)) == ["fields/fields", "fields/b", "plots/plots", "plots/b"]
    assert names(survey(path, "--zones-layer", "plots")) == ["plots", "b"]


def test_archives_of_other_formats(survey: Callable[..., RunFolder], tmp_path: Path) -> None:
    source = geojson(tmp_path / "z.geojson", [{"Name": "north"}, {"Name": "south"}])
    tool("ogr2ogr", "-f", "KML", tmp_path / "doc.kml", source)
    tool("ogr2ogr", tmp_path / "z.gpkg", source)
    kml, package = (tmp_path / "doc.kml").read_bytes(), (tmp_path / "z.gpkg").read_bytes()
    for name, members in {
        "a.kmz": {"doc.kml": kml, "__MACOSX/._doc.kml": RESOURCE_FORK},
        "b.kmz": {"__MACOSX/._my.kml": RESOURCE_FORK, "my.kml": kml, ".DS_Store": b"x"},
        "c.kmz": {"._doc.kml": RESOURCE_FORK, "doc.kml": kml},
        "k.zip": {"__MACOSX/._doc.kml": RESOURCE_FORK, "doc.kml": kml},
        "g.zip": {"__MACOSX/._z.gpkg": RESOURCE_FORK, "z.gpkg": package},
    }.items():
        assert names(survey(archive(tmp_path / name, members), "--zone-id", "Name")) == ["north", "south"], name


def test_an_archive_with_one_raster_is_that_raster(
    quadrat: Quadrat, raster: Path, greenness: Callable[..., Path], tmp_path: Path
) -> None:
    data = raster.read_bytes()
    tool("gdaladdo", "-q", "-ro", raster, 2)
    beside = {
        "a.tif.ovr": (tmp_path / "a.tif.ovr").read_bytes(),
        "a.tfw": b"1\n0\n0\n-1\n0\n0\n",
        "readme.txt": b"hello",
    }
    path = archive(tmp_path / "ortho.zip", {"o/a.tif": data, "__MACOSX/o/._a.tif": RESOURCE_FORK, "o/.DS_Store": b"x"})
    full = archive(tmp_path / "full.zip", {"a.tif": data, **beside})
    catalog = greenness()
    plain = quadrat.cover(raster, catalog)
    for name in (path, full, f"/vsizip/{path}"):
        run = quadrat.cover(name, catalog)
        assert run.products["mask.tif"] == plain.products["mask.tif"] and run.area == plain.area
    named = quadrat("inspect", raster, "--bands", f"red=1,nir={path}:1")
    assert named.code == 0 and "2 " not in named.stderr
    two = archive(tmp_path / "two.zip", {"o/a.tif": data, "b.tif": data, "__MACOSX/._b.tif": RESOURCE_FORK})
    for name in (two, f"/vsizip/{two}"):
        line = quadrat.refuse(name, catalog)
        assert "b.tif, o/a.tif" in line and f"'/vsizip/{two}/b.tif'" in line and "._" not in line
    assert quadrat.cover(f"/vsizip/{two}/o/a.tif", catalog).area == plain.area
    assert "no raster" in quadrat.refuse(archive(tmp_path / "none.zip", {"readme.txt": b"hello"}), catalog)


# Numbers and columns -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ids", [[0, 0, 0], [1, 2, 1], [2**63, 2**64, 7], [None, 0, None]])
def test_numbers_that_repeat_are_counted_anew(
    survey: Callable[..., RunFolder], quadrat: Quadrat, raster: Path, tmp_path: Path, ids: list[int | None]
) -> None:
    path = geojson(tmp_path / "z.geojson", [{"name": name} for name in "abc"], ids)
    document = json.loads(path.read_text())
    for feature in document["features"]:
        if feature["id"] is None:
            del feature["id"]
    path.write_text(json.dumps(document))
    run = survey(path)
    rows = table(run)
    assert rows["fid"] == [1, 2, 3] and rows["name"] == rows["zone_id"] == names(run) == ["a", "b", "c"]
    assert run.outcome.stderr.count("numbered anew") == 1
    assert names(survey(path, "--zone-id", "fid")) == ["1", "2", "3"]
    plan = quadrat("plan", raster, "--catalog", tmp_path / "greenness.yaml", "--zones", path)
    assert plan.code == 0 and plan.stderr.count("numbered anew") == 1
    within = quadrat.cover(raster, tmp_path / "greenness.yaml", "--within", path)
    assert within.outcome.stderr == "" and within.pixels["valid"] == 3 * 8 * 15


def test_numbers_that_are_numbers_stay(survey: Callable[..., RunFolder], tmp_path: Path) -> None:
    run = survey(geojson(tmp_path / "z.geojson", [{"name": name} for name in "abc"], [5, 0, 2**40]))
    assert dict(zip(table(run)["name"], table(run)["fid"], strict=True)) == {"a": 5, "b": 0, "c": 2**40}
    assert run.outcome.stderr == ""


def test_columns_beyond_what_a_table_holds_are_left_out(
    survey: Callable[..., RunFolder], quadrat: Quadrat, raster: Path, tmp_path: Path
) -> None:
    path = geojson(tmp_path / "wide.geojson", [{f"c{i}": i for i in range(1992)}])
    run = survey(path)
    (line,) = run.outcome.stderr.splitlines()
    assert len(line) < 300 and "no room for 6 of its 1992 columns" in line and "c1986, c1987" in line
    rows = table(run)
    assert len(rows) == 1 + 1998 and rows["c1985"] == [1985] and "c1986" not in rows
    assert rows["total_m2"] == [run.coverage["zones"][0]["area_m2"]["total"]]
    plan = quadrat("plan", raster, "--catalog", tmp_path / "greenness.yaml", "--zones", path)
    assert plan.code == 0 and plan.stderr.splitlines() == [line]
    assert len(quadrat.refuse(raster, tmp_path / "greenness.yaml", "--zones", path, "--zone-id", "nope")) < 600


ODD_COLUMNS = {
    "Name": "a", "name": "b", "": "c", "fid": "d", "GEOM": "e", "zone_id": "f", "TOTAL_m2": "g", "select": "h",
    'quo"te': "i", "it's": "j", "rowid": "k", "new\nline": "l", "x" * 500: "m", "%s": "n", "土": "o",
}  # fmt: skip


def test_odd_columns_keep_their_values(survey: Callable[..., RunFolder], tmp_path: Path) -> None:
    run = survey(geojson(tmp_path / "z.geojson", [ODD_COLUMNS]), "--zone-id", "Name")
    rows = table(run)
    renamed = {"name": "name_2", "": "column_3"}
    assert {key: rows[renamed.get(key, key)] for key in ODD_COLUMNS} == {k: [v] for k, v in ODD_COLUMNS.items()}
    assert rows["zone_id_2"] == ["a"] and rows["total_m2_2"][0] > 0
    (line,) = run.outcome.stderr.splitlines()
    assert "'name' is name_2, '' is column_3" in line


ODD_VALUES: dict[str, list[Any]] = {
    "nul": ["a\0b", "a\0c"],
    "large": [2**64, -(2**70)],
    "float": [1e308, -1e-320],
    "list": [[1, 2], ["x", "ü"]],
    "tree": [{"a": {"b": 1}}, {}],
    "mixed": [1, "x"],
    "flag": [True, None],
    "date": ["2026-01-01", "2026-12-31"],
    "time": ["2026-01-01T25:61:00Z", "2026-01-01T00:00:00+99:00"],
}


@pytest.mark.parametrize("kind", ODD_VALUES)
def test_odd_values_do_not_end_a_run(survey: Callable[..., RunFolder], tmp_path: Path, kind: str) -> None:
    run = survey(geojson(tmp_path / "z.geojson", [{"v": value} for value in ODD_VALUES[kind]]))
    assert len(table(run)["v"]) == 2


@pytest.mark.parametrize(
    "name",
    ["gpkg_x", "SQLITE_x", "rtree_a_geom", "ogr_empty_table", "", 'a"b', "a'b", "%s", ".x", "a\nb", "select", "土"],
)
def test_odd_layers_can_be_written(survey: Callable[..., RunFolder], tmp_path: Path, name: str) -> None:
    run = survey(geojson(tmp_path / "z.geojson", [{"name": "a"}], name=name))
    ((layer, _),) = pyogrio.list_layers(run.path / "zones.gpkg")
    assert layer in (name, f"zones_{name}", "zones") and table(run)["zone_id"] == ["a"]


# Logs beside databases -----------------------------------------------------------------------------------


def package(path: Path) -> Path:
    tool("ogr2ogr", "-nln", "t", path, geojson(path.with_suffix(".geojson"), [{"name": "old"}]))
    path.with_suffix(".geojson").unlink()
    with sqlite3.connect(path) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
    return path


def with_log(folder: Path) -> Path:
    """A GeoPackage whose newest change lies in the log beside it, as a program that is still at work leaves it."""
    source = package(folder.with_name("source.gpkg"))
    database = sqlite3.connect(source)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA wal_autocheckpoint = 0")
    database.execute("UPDATE t SET name = 'new'")
    database.commit()
    folder.mkdir()
    for ending in ("", "-wal"):
        (folder / f"t.gpkg{ending}").write_bytes(Path(f"{source}{ending}").read_bytes())
    database.close()
    return folder / "t.gpkg"


def with_broken_off_change(folder: Path) -> Path:
    """A GeoPackage that a program has half changed before it was killed, and the journal that tells what was."""
    folder.mkdir()
    path = package(folder / "t.gpkg")
    program = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA cache_size=1'); c.execute('BEGIN');"
        "c.execute(\"UPDATE t SET name = 'half'\"); c.execute('CREATE TABLE big (a)');"
        "[c.execute('INSERT INTO big VALUES (zeroblob(2000))') for _ in range(3000)]; os._exit(0)"
    )
    tool("python3", "-c", program, path)
    assert (folder / "t.gpkg-journal").stat().st_size > 0 and b"half" in path.read_bytes()
    return path


def with_empty_log(folder: Path) -> Path:
    folder.mkdir()
    path = package(folder / "t.gpkg")
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = WAL")
    database.close()
    (folder / "t.gpkg-wal").touch()
    return path


def without_log(folder: Path) -> Path:
    path = with_empty_log(folder)
    (folder / "t.gpkg-wal").unlink()
    return path


def plain(folder: Path) -> Path:
    folder.mkdir()
    return package(folder / "t.gpkg")


DATABASES = {with_log: "new", with_broken_off_change: "old", with_empty_log: "old", without_log: "old", plain: "old"}


def state(folder: Path) -> dict[str, tuple[str, int]]:
    return {path.name: (digest(path), path.stat().st_mtime_ns) for path in folder.iterdir()}


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where copies are made; nothing is left there."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("scratch")
@pytest.mark.parametrize("make", DATABASES, ids=lambda make: make.__name__)
def test_databases_are_read_as_they_are_meant_and_left_as_they_are(
    quadrat: Quadrat, raster: Path, greenness: Callable[..., Path], tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path, catalog = make(tmp_path / "mine"), greenness()
    before = state(path.parent)
    assert names(quadrat.cover(raster, catalog, "--zones", path)) == [DATABASES[make]]
    assert quadrat.cover(raster, catalog, "--within", path).pixels["valid"] == 8 * 15
    for arguments in (("inspect", raster), ("plan", raster, "--catalog", catalog)):
        assert quadrat(*arguments, "--zones", path).code == 0
    assert state(path.parent) == before
    link = tmp_path / "link.gpkg"
    link.symlink_to(path)
    assert names(quadrat.cover(raster, catalog, "--zones", link)) == [DATABASES[make]]
    packed = archive(tmp_path / "packed.zip", {part.name: part.read_bytes() for part in path.parent.iterdir()})
    assert names(quadrat.cover(raster, catalog, "--zones", packed)) == [DATABASES[make]]


@pytest.mark.usefixtures("scratch")
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a file system needs root")
@pytest.mark.parametrize("make", DATABASES, ids=lambda make: make.__name__)
def test_databases_on_media_that_cannot_be_written(
    survey: Callable[..., RunFolder], tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    source = make(tmp_path / "mine").parent
    with small_disk(tmp_path / "medium", "20m") as medium:
        for path in source.iterdir():
            (medium / path.name).write_bytes(path.read_bytes())
        tool("mount", "-o", "remount,ro", medium)
        assert names(survey(medium / "t.gpkg")) == [DATABASES[make]]


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_copy_that_does_not_fit(
    quadrat: Quadrat, raster: Path, greenness: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_log(tmp_path / "mine")
    with small_disk(tmp_path / "small", "16k") as disk:
        monkeypatch.setenv("TMPDIR", str(disk))
        line = quadrat.refuse(raster, greenness(), "--zones", path, code=Exit.TRY_AGAIN)
        assert "'t.gpkg-wal'" in line and "space" in line and "TMPDIR" in line and list(disk.iterdir()) == []


@pytest.mark.parametrize("name", ["r.gpkg", "r.mbtiles"])
def test_rasters_with_a_log_beside_them_are_refused(
    quadrat: Quadrat, greenness: Callable[..., Path], raster: Path, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    path = folder / name
    driver = {"r.gpkg": "GPKG", "r.mbtiles": "MBTILES"}[name]
    tool("gdal_translate", "-q", "-of", driver, raster, path)
    before = state(folder)
    assert quadrat("inspect", path).code == 0 and state(folder) == before
    mosaic = tmp_path / "mosaic.vrt"
    tool("gdalbuildvrt", "-q", mosaic, path)
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE more (a)")
    database.commit()
    before = {ending: digest(Path(f"{path}{ending}")) for ending in ("", "-wal")}
    for arguments in ((path,), (mosaic,), (raster, "--bands", f"nir={path}:1")):
        line = quadrat("inspect", *arguments).error
        assert f"'{name}-wal'" in line and "wal_checkpoint" in line
    assert f"'{name}-wal'" in quadrat.refuse(path, greenness())
    assert {ending: digest(Path(f"{path}{ending}")) for ending in ("", "-wal")} == before
    database.close()
