"""What happens to a folder of unusual rasters: for each file the counts of rasterio and numpy beside Quadrat's.

`judge` says of one file whether the counts are equal, or by which of the reasons of docs/refusals.md it was refused.
rasterio brings a GDAL of its own, so neither the decoding nor the arithmetic is shared with the program. JPEG decoders
differ in the last digit from one release to the next: where the counts differ, the program's own GDAL decodes the file
once more, by way of its tool gdal_translate.
"""

from __future__ import annotations

import re
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.io import DatasetReader

import oracle
from oracle import Array, greater
from support import REPOSITORY, Quadrat, RunFolder, find_binary, read_raster, tool, write_catalog

REFUSALS = REPOSITORY / "docs" / "refusals.md"
#: Files of the collections that describe others.
SIDE_FILES = (".md", ".txt", ".xml", ".csv", ".json", ".msk", ".ovr")
#: Larger files are read in part: the truth is held in memory.
LARGEST = 60_000_000


def rasters(folder: Path) -> list[Path]:
    """All files of a folder and those below it that are not side files, in order of their names."""
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.lower().endswith(SIDE_FILES))


# Refusals ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Refusal:
    """One row of the closed list: its name and what the line of error must hold."""

    name: str
    pattern: re.Pattern[str]


def refusals() -> list[Refusal]:
    """The table of docs/refusals.md: `| name | `words of the line` | ...`; `...` in the words stands for anything."""
    rows = []
    for line in REFUSALS.read_text().splitlines():
        if match := re.match(r"\| ([\w ,-]+) \| `([^`]+)` \|", line):
            parts = [re.escape(part) for part in match[2].split("...")]
            rows.append(Refusal(match[1], re.compile(".*?".join(parts))))
    return rows


def reason_of(line: str, known: Sequence[Refusal]) -> str | None:
    """The first reason of the list that a line of error gives."""
    return next((refusal.name for refusal in known if refusal.pattern.search(line)), None)


# The truth -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """Bands to ask for, by number or as red, green and blue."""

    name: str
    numbers: tuple[int, ...]
    by_role: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        roles = zip(("red", "green", "blue"), self.numbers, strict=False)
        return ("--bands", ",".join(f"{role}={number}" for role, number in roles)) if self.by_role else ()

    @property
    def bands(self) -> dict[str, str | int]:
        if self.by_role:
            return {"X1": "red", "X2": "green", "X3": "blue"}
        return {f"X{place}": number for place, number in enumerate(self.numbers, start=1)}


def questions(count: int) -> Iterator[Question]:
    """The first band; up to four bands by number; three bands as colours."""
    yield Question("first", (1,))
    if count > 1:
        yield Question("bands", tuple(range(1, min(count, 4) + 1)))
    if count >= 3:
        yield Question("colours", (1, 2, 3), by_role=True)


@dataclass
class Truth:
    """A raster as numpy sees it."""

    dataset: DatasetReader
    stored: dict[int, Array] = field(default_factory=dict)

    def band(self, number: int) -> Array:
        if number not in self.stored:
            self.stored[number] = self.dataset.read(number)
        return self.stored[number]

    def decoded_by_tool(self, opened: str, folder: Path) -> Truth:
        """The same file with the samples that the installed gdal_translate finds in it."""
        copy = folder / "decoded.tif"
        tool("gdal_translate", "-q", "-co", "INTERLEAVE=BAND", opened, copy)
        samples = read_raster(copy)
        return Truth(self.dataset, dict(enumerate(samples, start=1)))

    def measured(self, number: int) -> Array:
        """The band in Float32: one rounding of the stored number, then scale and offset."""
        with np.errstate(all="ignore"):
            band = self.band(number).astype(np.float32)
            scale, offset = self.dataset.scales[number - 1], self.dataset.offsets[number - 1]
            if (scale, offset) != (1, 0):
                band = band * np.float32(scale) + np.float32(offset)
        return band

    def lacks(self, number: int) -> Array:
        """Where a band holds its nodata value; a value that its type cannot hold is nowhere."""
        band, value = self.band(number), self.dataset.nodatavals[number - 1]
        if value is None:
            return np.zeros(band.shape, bool)
        if band.dtype.kind == "f":
            return np.isnan(band) if np.isnan(value) else near(band, value)
        limits = np.iinfo(band.dtype)
        if not np.isfinite(value) or value != int(value) or not limits.min <= value <= limits.max:
            return np.zeros(band.shape, bool)
        return band == int(value)

    def valid(self, question: Question) -> Array:
        """Where the file says that there is an observation (docs/catalogs.md, What is no observation)."""
        data = self.dataset
        colours = question.numbers if question.by_role else self.colours()
        if colours and all(self.band(number).dtype == np.uint8 for number in colours):
            declared = [v for n in colours if (v := data.nodatavals[n - 1]) is not None and v in range(256)]
            values = {n: v if (v := data.nodatavals[n - 1]) in range(256) else declared[0] for n in colours if declared}
            gaps = [self.band(number) == value for number, value in values.items()]
            missing = np.logical_and.reduce(gaps) if gaps else np.zeros(data.shape, bool)
        else:
            missing = np.logical_or.reduce([self.lacks(number) for number in question.numbers])
        alpha = [n for n, c in enumerate(data.colorinterp, start=1) if c == ColorInterp.alpha]
        if alpha and alpha[0] not in question.numbers:
            missing |= self.band(alpha[0]) == 0
        for number in question.numbers:
            flags = set(data.mask_flag_enums[number - 1])
            if not flags & {MaskFlags.all_valid, MaskFlags.alpha} and flags != {MaskFlags.nodata}:
                missing |= data.read_masks(number) == 0
        return ~missing

    def colours(self) -> tuple[int, ...] | None:
        found = [self.dataset.colorinterp.index(c) + 1 for c in RGB if c in self.dataset.colorinterp]
        return tuple(found) if len(found) == 3 else None


RGB = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)


def near(band: Array, value: float) -> Array:
    """Equal; huge values but for what rounding may change, because files write them in too few decimals."""
    with np.errstate(all="ignore"):
        value = band.dtype.type(value)
        sum_ = 2 * np.abs(band / 2 + value / 2)
        close = np.isfinite(band) & (abs(value) > 1e30) & (np.abs(band - value) < 2 * np.finfo(band.dtype).eps * sum_)
    return (band == value) | close


def thresholds(truth: Truth, question: Question, valid: Array) -> list[np.float32]:
    """For each band a number that some of its valid values exceed and others do not."""
    limits = []
    for number in question.numbers:
        values = truth.measured(number)[valid]
        values = values[np.isfinite(values)]
        limits.append(np.sort(values)[len(values) // 2] if len(values) else np.float32(0))
    return limits


# The comparison ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """What happened to one file: one of ORDER, and why; for refusals the line of error, too."""

    outcome: str
    detail: str
    line: str = ""


def judge(quadrat: Quadrat, raster: Path, known: Sequence[Refusal], name: str | None = None) -> Verdict:
    """Asks all questions of one file. A difference beats a refusal, a refusal equal counts."""
    opened = name or str(raster)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with rasterio.open(opened) as dataset:
                if dataset.width * dataset.height > LARGEST:
                    return Verdict("large", f"{dataset.width} x {dataset.height}")
                truth = Truth(dataset)
                verdicts = [question_one(quadrat, opened, truth, q, known) for q in questions(dataset.count)]
        except rasterio.errors.RasterioIOError as error:
            verdict = run(quadrat, opened, write_catalog(quadrat.folder / "first.yaml", {"X": 1}, RULES), (), known)
            return verdict if isinstance(verdict, Verdict) else Verdict("different", f"rasterio fails: {error}")
    return min(verdicts, key=lambda verdict: ORDER.index(verdict.outcome))


#: Worst first: a file is as good as the worst of its answers.
ORDER = ("crashed", "different", "unlisted", "refused", "equal by the installed GDAL", "equal")


def question_one(quadrat: Quadrat, opened: str, truth: Truth, question: Question, known: Sequence[Refusal]) -> Verdict:
    """One question; where JPEG was decoded otherwise, the installed decoder is asked."""
    verdict = ask(quadrat, opened, truth, question, known)
    colours = truth.dataset.tags(ns="IMAGE_STRUCTURE")
    if verdict.outcome != "different" or "JPEG" not in colours.get("COMPRESSION", ""):
        return verdict
    again = ask(quadrat, opened, truth.decoded_by_tool(opened, quadrat.folder), question, known)
    return Verdict("equal by the installed GDAL", "") if again.outcome == "equal" else verdict


RULES: list[tuple[str, str | None]] = [("high", "X > 0"), ("low", None)]


def ask(quadrat: Quadrat, opened: str, truth: Truth, question: Question, known: Sequence[Refusal]) -> Verdict:
    if any(np.iscomplexobj(truth.band(number)) for number in question.numbers):
        limits, valid, expected = [np.float32(0)] * len(question.numbers), None, None
    else:
        valid = truth.valid(question)
        limits = thresholds(truth, question, valid)
        truths = [greater(truth.measured(n), limit) for n, limit in zip(question.numbers, limits, strict=True)]
        expected = oracle.decide(valid, *enumerate(truths, start=1), otherwise=len(truths) + 1)
    assign: list[tuple[str, str | None]] = [
        (f"class{place}", f"X{place} > {limit!s}") for place, limit in enumerate(limits, start=1)
    ]
    catalog = write_catalog(quadrat.folder / f"{question.name}.yaml", question.bands, [*assign, ("rest", None)])
    result = run(quadrat, opened, catalog, question.options, known)
    if isinstance(result, Verdict):
        return result
    try:
        assert expected is not None, "complex numbers were taken for real ones"
        oracle.agrees(result, expected, valid)
    except AssertionError as error:
        return Verdict("different", f"{question.name}: {str(error).splitlines()[0]}")
    return Verdict("equal", "")


def run(
    quadrat: Quadrat, opened: str, catalog: Path, options: Sequence[str], known: Sequence[Refusal]
) -> RunFolder | Verdict:
    """The run folder, or why there is none."""
    out = quadrat.folder / f"run-{next(quadrat.numbers)}"
    result = quadrat("cover", opened, "--catalog", catalog, "--out", out, "--progress", "none", *options)
    if result.code == 0:
        return RunFolder(out, result)
    try:
        line = result.error
    except AssertionError as error:
        return Verdict("crashed", str(error).splitlines()[0])
    reason = reason_of(line, known)
    return Verdict("refused", reason, line) if reason else Verdict("unlisted", line)


def table(verdicts: dict[str, Verdict]) -> dict[tuple[str, Any], list[str]]:
    """File names by outcome and, for refusals, reason."""
    rows: dict[tuple[str, Any], list[str]] = {}
    for name, verdict in verdicts.items():
        key = (verdict.outcome, verdict.detail if verdict.outcome == "refused" else "")
        rows.setdefault(key, []).append(name)
    return dict(sorted(rows.items()))


# The table of some folders -------------------------------------------------------------------------


def main() -> int:
    """Prints the table of the folders named on the command line; 1 if anything was neither equal nor refused."""
    folders = [Path(name).resolve() for name in sys.argv[1:]]
    if not folders or (binary := find_binary()) is None:
        sys.exit("usage: scripts/odd-files FOLDER...   (after swift build)")
    known, verdicts = refusals(), {}
    for folder in folders:
        for raster in rasters(folder):
            with tempfile.TemporaryDirectory() as work:
                verdicts[str(raster.relative_to(folder))] = judge(Quadrat(binary, Path(work)), raster, known)
    print("| outcome | reason | files |\n| --- | --- | --- |")
    for (outcome, reason), names in table(verdicts).items():
        print(f"| {outcome} | {reason} | {len(names)} |")
    print()
    for name, verdict in sorted(verdicts.items()):
        if verdict.outcome != "equal":
            print(f"- {name}: {verdict.outcome}: {verdict.line or verdict.detail}".rstrip(": "))
    worst = min((ORDER.index(verdict.outcome) for verdict in verdicts.values()), default=len(ORDER))
    return int(worst < ORDER.index("refused"))


if __name__ == "__main__":
    sys.exit(main())
