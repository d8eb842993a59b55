"""PDF files judged and read by programs that others wrote: veraPDF, outloud, poppler, ZBar."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.support import judge_documents
from tests.support.browser import need

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-validators" / "bin" / "python"
SYSTEM = "tools/system-packages test"

Verdict = dict[str, list[str]]
"""By judge ("3a", "ua1", "outloud"): what is wrong, each beginning with the number of its rule."""


def judge(files: Mapping[str, Path]) -> dict[str, Verdict]:
    """Return the verdicts on named files; one start of Java for them all."""
    need(shutil.which("java") is not None, f"no Java: {SYSTEM}")
    need(all(jar.is_file() for jar in judge_documents.BINDING), f"no libjaxb-java: {SYSTEM}")
    need(PYTHON.is_file(), "no validators: make test")
    done = subprocess.run(
        [PYTHON, "-P", judge_documents.__file__, *map(str, files.values())],
        env=os.environ | {"LC_ALL": "C.UTF-8"},  # or Java opens no path that has an accent
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    verdicts = json.loads(done.stdout)
    return {name: verdicts[str(path)] for name, path in files.items()}


def rules(faults: list[str]) -> set[str]:
    """Return only the numbers of the rules that are broken."""
    return {fault.partition(": ")[0] for fault in faults}


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / f"{name}.pdf"
    path.write_bytes(content)
    return path


def structure_faults(path: Path) -> str:
    """Return what qpdf finds wrong with the file's structure, or nothing."""
    done = _run("qpdf", "--check", str(path))
    return "" if done.returncode == 0 else done.stdout + done.stderr


def fonts(path: Path) -> dict[str, bool]:
    """Return the fonts that a file names, and whether it holds their glyphs and characters."""
    lines = _run("pdffonts", str(path)).stdout.splitlines()[2:]
    cells = [line.split() for line in lines]
    return {cell[0]: (cell[-5], cell[-3]) == ("yes", "yes") for cell in cells}


def text_of(path: Path) -> str:
    """Return the text of a file, its spaces folded."""
    return " ".join(_run("pdftotext", str(path), "-").stdout.split())


def scanned(path: Path, page: int = 1) -> str:
    """Return what a telephone reads from the code drawn on a page, rendered as a picture."""
    image = path.with_name(f"{path.stem}-{page}")
    number = str(page)
    words = ("-png", "-r", "120", "-f", number, "-l", number, "-singlefile", str(path), str(image))
    assert _run("pdftoppm", *words).returncode == 0
    return _run("zbarimg", "--quiet", "--raw", "--nodbus", f"{image}.png").stdout.strip()


def _run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which(name)
    need(program is not None, f"no {name}: {SYSTEM}")
    return subprocess.run(
        [str(program), *arguments], capture_output=True, text=True, timeout=60, check=False
    )
