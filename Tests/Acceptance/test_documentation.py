"""docs/first-catalog.md, typed as a reader types it: every command, every output, every answer to a mistake.

Blocks of `console` hold commands after `$ ` and what they print; blocks of `yaml` that begin with `quadrat: 1` are what
the reader makes of mine.yaml before going on. Figures that depend on the machine are not compared.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import REPOSITORY, TIMEOUT

PAGE = (REPOSITORY / "docs" / "first-catalog.md").read_text()

#: Facts of the card and the plan that come from how fast the machine is, and progress that a slow one shows.
VARYING = re.compile(r"^(valid|tiles|workers|memory|parts|disk|time) .*$", re.MULTILINE)
PROGRESS = re.compile(r"^[a-z ]+: \d+ %.*\n", re.MULTILINE)

PLANTS = 'class: plants, when: "ExG_chr > green"'
GREEN = "within: 0.08 .. 0.18, otherwise: 0.10"

#: What the page shows as a mistake, and what stands there in the page's last mine.yaml.
MISTAKES = {
    "class: plants, when: max(ExG_chr, GLI) > green": PLANTS,
    'class: plants, when: "ExG_chr = green"': PLANTS,
    'class: plants, when: "0.1 < ExG_chr < 0.3"': PLANTS,
    'class: plants, when: "NDVI > green"': PLANTS,
    'class: plants, when: "ExG_chr > green': PLANTS,
    'class: plant, when: "ExG_chr > green"': PLANTS,
    "class: plants, when: *G > R": PLANTS,
    "class: soil, when: yes": "class: soil}\nclean",
    "titel: Plants": "title: Plants",
    "title:Plants": "title: Plants, track, soil and gaps in the stand",
    "name: soil, color: #b89b72": 'name: soil, color: "#b89b72"',
    "any_within(ExG_chr > green, 50 inch)": "any_within(ExG_chr > green, 50 cm)",
    "close: {class: track, width: 60}": "close: {class: track, width: 60 cm}",
    "within: 0.08 - 0.18": "within: 0.08 .. 0.18",
    "otherwise: 0,10": "otherwise: 0.10",
    "→assign:": "    assign:",
}


def blocks(page: str = PAGE) -> list[tuple[str, str]]:
    """Language and text of every fenced block, in order."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Command and output, one after the other."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def catalogs(page: str = PAGE) -> list[str]:
    return [text for language, text in blocks(page) if language == "yaml" and text.startswith("quadrat: 1")]


def mistakes() -> list[tuple[str, str]]:
    """What is written, and the answer: the rows of the page's last table."""
    rows = re.findall(r"^\| `(.+)`.* \| `(.+)` \|$", PAGE, re.MULTILINE)
    assert rows, "the table of mistakes is not where it was"
    return rows


class Shell:
    """A shell in a folder with the sample farm, where `quadrat` is the binary under test."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        (folder / "bin" / "quadrat").symlink_to(binary.resolve())
        (folder / "tiles").symlink_to(REPOSITORY / "tiles")

    def __call__(self, command: str) -> str:
        line = f'PATH="$PWD/bin:$PATH"; exec 2>&1; {command}'
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=3 * TIMEOUT,
        )
        return PROGRESS.sub("", done.stdout)


@pytest.fixture
def shell(binary: Path, tmp_path: Path) -> Shell:
    return Shell(binary, tmp_path)


def plain(text: str) -> str:
    return VARYING.sub(r"\1", text)


def test_the_page_is_what_the_program_does(shell: Shell) -> None:
    commands = 0
    for language, text in blocks():
        if language == "yaml" and text in catalogs():
            (shell.folder / "mine.yaml").write_text(text)
        for command, output in steps(text) if language == "console" else ():
            commands += 1
            assert plain(shell(command)) == plain(output), command
    assert commands > 5 and len(catalogs()) == 2


@pytest.mark.parametrize(("written", "answer"), mistakes(), ids=[written for written, _ in mistakes()])
def test_mistakes_are_answered_as_the_page_says(shell: Shell, written: str, answer: str) -> None:
    right, text = MISTAKES[written], catalogs()[-1]
    assert text.count(right) == 1
    # The rule for the rest is told by what follows it.
    rest = "}\nclean" if right.endswith("}\nclean") else ""
    (shell.folder / "mine.yaml").write_text(text.replace(right, written.replace("→", "\t") + rest))
    assert shell("quadrat cover tiles/farm.tif --catalog mine.yaml") == f"Error: {answer}\n"


def test_the_example_of_the_reference_is_a_catalog(shell: Shell) -> None:
    (example,) = catalogs((REPOSITORY / "docs" / "catalogs.md").read_text())
    (shell.folder / "example.yaml").write_text(example)
    assert "writes    farm-vegetation/" in shell("quadrat plan tiles/farm.tif --catalog example.yaml")


def test_every_mistake_is_on_the_page() -> None:
    assert {written for written, _ in mistakes()} == set(MISTAKES)
